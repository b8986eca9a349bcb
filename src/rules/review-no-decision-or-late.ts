import { text } from '../sms/data.js';
import { addPeriod, isDay, parsePeriod } from '../sms/days.js';
import { compareText } from '../sms/text.js';
import type { Day } from '../sms/types.js';
import { DECISION_PAST_DUE } from './actions.js';
import { closedLoops, knownSince, reviewOf, reviewsOf } from '../sms/loop.js';
import { addsEntry, byMessage, marksAsTop } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { RecordEntry, Rule } from './rule.js';
import { isTakenBack } from '../sms/service-reports.js';

/**
 * Top management reviews in time, decides, and sees to what it decided; and the last hop of the loop: what was raised for a breach comes before
 * it. What a review has to say of itself is raised by annotations. That none was ever held is told by `mandatory-artefact-missing`.
 */
export const reviewNoDecisionOrLate: Rule = {
  id: 'review-no-decision-or-late',
  title: 'Management reviews are held in time and take decisions',
  clauses: ['9.3'],
  grade: 'minor',
  why: 'A review without decisions, or without those who may decide, is a formality. What is decided and never done teaches everybody that it does '
    + 'not matter.',
  settings: { every: '12 months' },
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Of a management review are kept its day, who led it and what was decided, by whom and when it '
      + 'is to be done: add it.' },
    'no-decision': { text: '{review} ended without a decision. Write down what was decided on improvements and on changes to the system and the '
      + 'services, with owner and day; where nothing was to be changed, decide that.' },
    chair: { absence: true, text: '{name} was led by {role}, which is not top management. Clause 9.3 asks for top management itself: let one of '
      + 'them lead, or mark the role as topManagement in the role register where it is.' },
    late: { absence: true, text: 'The last management review, {review}, was on {on}; the next one was due on {due}. Hold it, or write down when it '
      + 'will be and why it moved.' },
    overdue: { text: '{decision}, decided in {in}, was due on {due} and is not done. Finish it and record the day, or decide anew.' },
    'nonconformity-not-reviewed': { absence: true, text: '{action} was raised on {since}; {review}, held since, did not deal with it. Name it among '
      + 'the inputs of the next review (performance-trends), so that top management sees what was missed and whether the loop was closed.' },
    'improvement-not-reviewed': { absence: true, text: '{action} answers a missed target and was raised on {since}; {review}, held since, did not '
      + 'deal with it. Name it, or the register, among the inputs of the next review (improvement-opportunities).' },
  },
  records: {
    kinds: ['management-review'],
    begin: ({ today, settings, report }) => {
      let last: { review: RecordEntry; on: Day } | undefined;
      return {
        *take(review) {
          const on = text(review.data, 'on');
          if (isDay(on) && on <= today && (!last || compareText(on, last.on) > 0)) last = { review, on };
          const decisions = review.data['decisions'], name = nameOf(review);
          if (Array.isArray(decisions) && decisions.length === 0) yield report(review.at('decisions'), 'no-decision', { review: name });
        },
        *end() {
          const every = parsePeriod(settings['every']);
          if (!last || !every) return;
          const { review, on } = last, planned = text(review.data, 'nextOn'), computed = addPeriod(on, every);
          // A review that is planned later than the interval is late by the interval.
          const due = isDay(planned) && planned < computed ? planned : computed;
          if (due < today) yield report(review.at(due === planned ? 'nextOn' : 'on'), 'late', { review: nameOf(review), on, due });
        },
      };
    },
  },
  data: [
    {
      select: 'management-review', where: [{ some: { to: 'chair' }, where: [{ field: 'topManagement', notIn: [true] }] }],
      say: 'chair', at: 'chair', args: { role: { name: 'chair' } },
    },
    { select: 'management-review', each: 'decisions', say: 'overdue', at: 'due', args: { decision: 'title', due: 'due' }, where: DECISION_PAST_DUE },
  ],
  *check({ model, report }) {
    const reviews = reviewsOf(model);
    const answers = new Set(closedLoops(model).flatMap(({ actions }) => actions).map(({ id }) => id));
    const actions = [...model.ofType('nonconformity'), ...model.ofType('improvement').filter(({ id }) => answers.has(id))];
    for (const action of actions) {
      if (isTakenBack(model, action) || reviewOf(model, action, reviews).state !== 'missing') continue;
      const since = knownSince(model, action) ?? '', held = reviews.filter(({ on }) => on > since).at(-1);
      if (held) yield report(action, `${action.type}-not-reviewed`, { action: nameOf(action), since, review: nameOf(held.review) });
    }
  },
  fixes: { decision: 'Add a decision', top: 'Mark {role} as top management' },
  fix: byMessage({
    'no-decision': addsEntry('decision', ['decisions'], {}),
    chair: marksAsTop,
  }),
  examples: {
    good: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-MD, title: Managing director, topManagement: true, holders: [{ group: G }] }] }
//- old.yaml
{ kind: management-review, id: MR-0, title: Review of 2024, on: 2024-10-01, chair: ROLE-MD, decisions: [{ id: d1, title: Go on, owner: ROLE-MD, due: 2024-12-01, status: done }] }
//- review.yaml
kind: management-review
id: MR-1
title: Review of 2025
on: 2025-10-15
chair: ROLE-MD
nextOn: 2026-11-15
inputs: [{ topic: performance-trends, summary: Fewer, evidence: [NC-1] }]
decisions: [{ id: d1, title: A third hall, owner: ROLE-MD, due: 2026-10-15, status: open }]
//- nc1.yaml
{ kind: nonconformity, id: NC-1, title: Two hours late, detectedOn: 2025-06-01 }
//- nc2.yaml
{ kind: nonconformity, id: NC-2, title: Found after the last review, detectedOn: 2025-10-16 }
`, `
//- review.yaml
kind: management-review
id: MR-1
title: Review of 2026, which knew the improvement by the register
on: 2026-09-15
chair: ROLE-MD
inputs: [{ topic: improvement-opportunities, summary: Two, evidence: [CSI] }]
decisions: [{ id: d1, title: Go on, owner: ROLE-MD, due: 2026-12-01 }]
//- register.yaml
kind: improvement-register
id: CSI
title: Improvements
improvements: [{ id: IMP-1, title: A clock on the screen, raisedOn: 2026-06-01, from: [SR-1#b1] }]
//- report.yaml
{ kind: service-report, id: SR-1, title: May, period: { from: 2026-05-01, to: 2026-05-31 }, breaches: [{ id: b1 }] }
`],
    bad: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-IM, title: Incident manager, holders: [{ group: G }] }] }
//- review.yaml
kind: management-review
id: MR-1
//  ^^^^ review-no-decision-or-late missing
title: Review of 2025
on: 2025-10-14
//  ^^^^^^^^^^ review-no-decision-or-late late
chair: ROLE-IM
//     ^^^^^^^ review-no-decision-or-late chair
nextOn: 2026-11-15
//- nc1.yaml
{ kind: nonconformity, id: NC-1, title: Two hours late, detectedOn: 2025-06-01 }
//                         ^^^^ review-no-decision-or-late nonconformity-not-reviewed
`, `
//- review.yaml
kind: management-review
id: MR-1
title: Review of 2026
on: 2026-09-15
chair: ROLE-MD
decisions: [{ id: d1, title: Go on, owner: ROLE-MD, due: 2026-10-14, status: in-progress }]
//                                                       ^^^^^^^^^^ review-no-decision-or-late overdue
//- empty.yaml
{ kind: management-review, id: MR-0, title: Review of 2025, on: 2025-09-15, chair: ROLE-MD, decisions: [] }
//                                                                                          ^^^^^^^^^ review-no-decision-or-late no-decision
//- register.yaml
kind: improvement-register
id: CSI
title: Improvements
improvements:
  - { id: IMP-1, title: A clock on the screen, raisedOn: 2026-06-01, from: [SR-1#b1] }
//        ^^^^^ review-no-decision-or-late improvement-not-reviewed
  - { id: IMP-2, title: An idea of the desk, raisedOn: 2026-06-01 }
//- report.yaml
{ kind: service-report, id: SR-1, title: May, period: { from: 2026-05-01, to: 2026-05-31 }, breaches: [{ id: b1 }] }
`],
  },
};
