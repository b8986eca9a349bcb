import type { Rule } from './rule.js';

/** Links that are absent are raised by annotations of the release record's schema; what a deployed release lacks is data. */
export const releaseWithoutBaselineOrLink: Rule = {
  id: 'release-without-baseline-or-link',
  title: 'Releases have a baseline and are linked with changes and problems',
  clauses: ['8.5.3'],
  grade: 'minor',
  why: 'Without the state before, nobody can go back or tell what a release changed; without links, nobody can tell which problem it was to solve. '
    + 'And a release that nobody looks back at teaches nothing.',
  settings: { analysedWithin: '60 days' },
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Clause 8.5.3 wants releases planned together with changes, known errors and problems: name '
      + 'them; where there are no problems or known errors behind it, say so with an empty list.' },
    'no-baseline': { text: '{name} was deployed on {deployed} without a baseline of the configuration items concerned. Keep the state before each '
      + 'deployment, and enter under baseline what was kept, where and when.' },
    'baseline-late': { text: 'The baseline of {name} was taken at {taken}, after it was deployed at {deployed}. The state to go back to has to be '
      + 'kept before: correct the moment, or look into why it was late.' },
    'not-analysed': { text: '{name} was deployed on {deployed}, and its record does not say whether it succeeded and what follows. Look at the '
      + 'incidents since then, and enter outcome and conclusions.' },
  },
  data: [
    {
      select: 'release-record', where: [{ field: 'deployedAt', is: 'present' }, { field: 'baseline', is: 'absent' }],
      say: 'no-baseline', at: 'baseline', args: { deployed: { day: 'deployedAt' } },
    },
    {
      select: 'release-record', where: [{ field: 'baseline.takenAt', after: { field: 'deployedAt' } }],
      say: 'baseline-late', at: 'baseline.takenAt', args: { taken: 'baseline.takenAt', deployed: 'deployedAt' },
    },
    {
      select: 'release-record',
      where: [
        { field: 'deployedAt', before: { minus: { setting: 'analysedWithin' } } },
        { any: [{ field: 'outcome', is: 'absent' }, { field: 'conclusions', is: 'absent' }] },
      ],
      say: 'not-analysed', args: { deployed: { day: 'deployedAt' } },
    },
  ],
  examples: {
    good: [`
//- CHG-1.yaml
{ kind: change-record, id: CHG-1, title: Gateways }
//- REL-1.yaml
kind: release-record
id: REL-1
title: May
changes: [CHG-1]
problems: []
knownErrors: []
baseline: { description: Images of both gateways, takenAt: 2026-05-31T08:00:00+02:00 }
deployedAt: 2026-05-31T08:30:00+02:00
outcome: successful
conclusions: [The trial with one gateway first is kept.]
//- REL-2.yaml
{ kind: release-record, id: REL-2, title: November, changes: [CHG-1], problems: [], knownErrors: [], plannedFor: 2026-11-08T02:00:00+01:00 }
`],
    bad: [`
//- CHG-1.yaml
{ kind: change-record, id: CHG-1, title: Gateways }
//- REL-1.yaml
{ kind: release-record, id: REL-1, title: May, changes: [CHG-1], problems: [], knownErrors: [], deployedAt: 2026-10-01T08:30:00+02:00 }
//                          ^^^^^ release-without-baseline-or-link no-baseline
//- REL-2.yaml
kind: release-record
id: REL-2
//  ^^^^^ release-without-baseline-or-link missing
title: June
changes: []
baseline: { takenAt: 2026-10-02T09:00:00+02:00 }
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^ release-without-baseline-or-link baseline-late
deployedAt: 2026-10-01T08:30:00+02:00
//- log.yaml
kind: record-log
id: LOG
title: Small releases
of: release-record
records:
  - { id: REL-3, title: March, changes: [CHG-1], problems: [], knownErrors: [], baseline: { takenAt: 2026-03-01T01:00:00+01:00 }, deployedAt: 2026-03-01T02:00:00+01:00, outcome: successful }
//        ^^^^^ release-without-baseline-or-link not-analysed
`],
  },
};
