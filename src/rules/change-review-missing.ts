import { dayAt, state, text } from '../sms/data.js';
import { addPeriod, parsePeriod } from '../sms/days.js';
import { categoryOf, changeRules, isMajor } from './changes.js';
import { byMessage, inserts } from './mending.js';
import { phrase } from '../sms/language.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/** A review without its parts is raised by annotations of the change record's schema. */
export const changeReviewMissing: Rule = {
  id: 'change-review-missing',
  title: 'Failed, major and emergency changes are reviewed',
  clauses: ['8.5.1.1', '8.5.1.3'],
  grade: 'minor',
  why: 'The way for emergencies is quick because the thinking comes afterwards. Where it never comes, it is a way around change management; and a '
    + 'failure that nobody looks into happens again.',
  settings: { within: '14 days' },
  messages: {
    missing: { text: 'The review of {title} ({id}) has no {fields}. Enter when it was, who made it, and what came out of it.' },
    'not-investigated': { text: '{name} of {deployed} did not succeed, and its record does not say why. Clause 8.5.1.3 wants such changes looked '
      + 'into and actions agreed: enter what was found as investigation.' },
    'not-reviewed': { text: '{name} of {deployed} was {why}, and by {due} nobody had looked back at it. Hold the review with those concerned and '
      + 'enter day, role and conclusion.' },
  },
  records: {
    kinds: ['change-record'],
    begin: ({ model, today, settings, report }) => {
      const rules = changeRules(model, today), within = rules.reviewWithin ?? parsePeriod(settings['within']);
      return {
        *take(change) {
          const { data } = change, deployed = dayAt(data, 'deployedAt'), outcome = text(data, 'outcome'), name = nameOf(change);
          if (deployed === undefined || !within) return;
          const due = addPeriod(deployed, within);
          if (due >= today) return;
          if ((outcome === 'failed' || outcome === 'reversed') && state(data, 'investigation') !== 'filled') {
            yield report(change.at('outcome'), 'not-investigated', { name, deployed });
            return;
          }
          const emergency = categoryOf(rules, data)?.emergency === true;
          if ((!emergency && !isMajor(data)) || state(data, 'review') === 'filled') return;
          yield report(change.at(), 'not-reviewed', { name, deployed, due, why: emergency ? phrase('word.an-emergency', 'an emergency') : phrase('word.a-change-with-a-major-impact', 'a change with a major impact') });
        },
      };
    },
  },
  fixes: { investigation: 'Begin the investigation', review: 'Begin the review' },
  fix: byMessage({ 'not-investigated': inserts('investigation', ['investigation']), 'not-reviewed': inserts('review', ['review']) }),
  examples: {
    good: [`
//- change-policy.md
---
kind: change-policy
id: CHP
title: Change policy
categories:
  - { category: normal, handling: By the board. }
  - { category: emergency, emergency: true, handling: By telephone. }
reviewWithin: 7 days
---
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-CM, title: Change manager }] }
//- CHG-1.yaml
kind: change-record
id: CHG-1
title: More connections
category: emergency
deployedAt: 2026-09-01T22:00:00+02:00
review: { on: 2026-09-08, by: ROLE-CM, conclusion: It was an emergency. }
//- CHG-2.yaml
kind: change-record
id: CHG-2
title: Firmware
category: normal
deployedAt: 2026-09-01T22:00:00+02:00
outcome: reversed
investigation: The maker had withdrawn this version.
`, `
//- change-policy.md
---
kind: change-policy
id: CHP
title: Change policy
categories:
  - { category: normal, handling: By the board. }
  - { category: emergency, emergency: true, handling: By telephone. }
reviewWithin: 7 days
---
//- CHG-1.yaml
{ kind: change-record, id: CHG-1, title: More connections, category: emergency, deployedAt: 2026-10-08T22:00:00+02:00 }
//- CHG-2.yaml
{ kind: change-record, id: CHG-2, title: A change like others, category: normal, deployedAt: 2026-09-01T22:00:00+02:00, outcome: successful }
`],
    bad: [`
//- change-policy.md
---
kind: change-policy
id: CHP
title: Change policy
categories:
  - { category: normal, handling: By the board. }
  - { category: emergency, emergency: true, handling: By telephone. }
reviewWithin: 7 days
---
//- CHG-1.yaml
{ kind: change-record, id: CHG-1, title: More connections, category: emergency, deployedAt: 2026-10-07T22:00:00+02:00 }
//                         ^^^^^ change-review-missing not-reviewed
//- CHG-2.yaml
{ kind: change-record, id: CHG-2, title: Firmware, category: normal, deployedAt: 2026-09-01T22:00:00+02:00, outcome: reversed }
//                                                                                                                   ^^^^^^^^ change-review-missing not-investigated
`, `
//- log.yaml
kind: record-log
id: LOG
title: Changes
of: change-record
records:
  - { id: CHG-1, title: All users change over, majorImpact: true, deployedAt: 2026-09-01T22:00:00+02:00 }
//        ^^^^^ change-review-missing not-reviewed
//- CHG-2.yaml
kind: change-record
id: CHG-2
title: All users change back
majorImpact: true
deployedAt: 2026-09-01T22:00:00+02:00
review: { on: 2026-09-08 }
//@0-6 change-review-missing missing
`],
  },
};
