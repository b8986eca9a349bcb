import type { Rule } from './rule.js';

/** Raised where sms.yaml is read (format.md F18). Each makes the outcome an error. */
export const configInvalid: Rule = {
  id: 'config-invalid',
  title: 'sms.yaml says how this SMS is to be checked',
  clauses: ['7.5.3.1'],
  grade: 'major',
  why: 'Every result rests on sms.yaml. While something in it is wrong or not understood, a clean result would mean nothing.',
  messages: {
    missing: {
      text: 'There is no file sms.yaml in this folder, so it is not known to be an SMS. Create one with at least `sms: 1`, `organization` ' +
        'and `timeZone`.',
    },
    unreadable: {
      text: 'The file sms.yaml could not be opened, so nothing was checked. Make it readable for your account, then check again.',
    },
    version: {
      text: 'This SMS is written in version {found} of the format; this program knows version {supported}. ' +
        'Install a newer program, or write `sms: {supported}` if that is what it is.',
    },
    value: { text: '`{key}` takes {expected}.' },
    'key-unknown': { text: 'sms.yaml has no setting `{key}` in this place, so it has no effect. Delete it.' },
    suggestion: { text: 'sms.yaml has no setting `{key}` in this place. Did you mean `{suggestion}`?' },
    'rule-unknown': { text: 'There is no rule `{rule}`, so this setting has no effect.{hint} `sms rules` lists the names.' },
    'threshold-unknown': { text: 'The rule `{rule}` has no setting `{key}`. `sms explain {rule}` shows what can be set.' },
    'reason-missing': {
      text: 'The rule `{rule}` is switched off or graded differently, and it is not said why, by whom or for how long: {fields} missing. ' +
        'Add it here, so that the exception is a decision that can be shown.',
    },
    'everything-off': {
      text: 'All rules are switched off, so nothing would be checked and a clean result would mean nothing. Leave at least one in force.',
    },
    'time-zone': {
      text: '`{value}` is no time zone, so it is not known what day it is. Write a region and a city, such as `Europe/Amsterdam`.',
    },
  },
  examples: {
    good: [`
//- sms.yaml
sms: 1                        # version of the format
organization: Harbour Managed Services
standard: ISO/IEC 20000-1:2018 + Amd 1:2024
timeZone: Europe/Amsterdam
reviewEvery: { default: 12 months, risk-register: 6 months }
rules:
  doc-review-overdue: { off: true, reason: The review plan starts in 2027, owner: ROLE-SMM, until: 2026-12-31 }
`],
    bad: [`
//- sms.yaml
sms: 2
//   ^ config-invalid version
organization: Harbour Managed Services
timeZone: Europe/Amsterdam
`, `
//- sms.yaml
sms: 1
organization: Harbour Managed Services
timeZone: Amsterdam
//        ^^^^^^^^^ config-invalid time-zone
history: sometimes
//       ^^^^^^^^^ config-invalid value
ignored: [drafts/**]
//@0-7 config-invalid suggestion
zzz: 1
//@0-3 config-invalid key-unknown
rules:
  no-such-rule: { off: true, reason: Not now, owner: ROLE-SMM, until: 2026-12-31 }
//^^^^^^^^^^^^ config-invalid rule-unknown
  doc-review-overdue: { grade: observation }
//^^^^^^^^^^^^^^^^^^ config-invalid reason-missing
  placeholder-text-in-approved: { zzz: 4 }
//                                ^^^ config-invalid threshold-unknown
`],
  },
};
