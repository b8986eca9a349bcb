import type { Rule } from './rule.js';

/** Raised where the rules of an organization are read (sms.yaml, rulePacks). One with something wrong is not used, so that the result is incomplete. */
export const ruleInvalid: Rule = {
  id: 'rule-invalid',
  title: 'Rules of one’s own can be used',
  clauses: ['7.5.3.1'],
  grade: 'major',
  why: 'A rule that is not understood checks nothing. A clean result would then look better than it is.',
  messages: { rule: { text: '{problem}' } },
  examples: {
    good: [`
//- sms.yaml
sms: 1
organization: Harbour Managed Services
timeZone: Europe/Amsterdam
rulePacks: [rules]
//- rules/service-without-description.yaml
rule: service-without-description
title: Every live service is described
select: service
where:
  - { field: status, in: [live] }
  - { field: description, is: absent }
message: '{name} is not described.'
`],
    bad: [`
//- sms.yaml
sms: 1
organization: Harbour Managed Services
timeZone: Europe/Amsterdam
rulePacks: [rules]
//- rules/service-without-description.yaml
rule: service-without-description
title: Every live service is described
select: servce
//      ^^^^^^ rule-invalid rule
where:
  - { field: description, is: absent }
message: '{name} is not described.'
`, `
//- sms.yaml
sms: 1
organization: Harbour Managed Services
timeZone: Europe/Amsterdam
rulePacks: [rules]
//- rules/service-without-description.yaml
rule: service-without-description
title: Every live service is described
select: service
where:
  - { field: descripton, is: absent }
//           ^^^^^^^^^^ rule-invalid rule
message: '{nam} is not described.'
//        ^^^^^^^^^^^^^^^^^^^^^^^ rule-invalid rule
`],
  },
};
