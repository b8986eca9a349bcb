import { fields, objects, state, text, texts } from '../sms/data.js';
import { addPeriod, isDay, parsePeriod } from '../sms/days.js';
import { addsEntry, byMessage, creates, inserts } from './mending.js';
import { phrase } from '../sms/language.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/** From a finding to a nonconformity, and from there to the cause. What a nonconformity has to say is raised by annotations. */
export const findingWithoutCorrectiveAction: Rule = {
  id: 'finding-without-corrective-action',
  title: 'Audit findings lead to corrective action',
  clauses: ['9.2.2', '10.1.1'],
  grade: 'minor',
  why: 'Who puts only the case right meets it again. The standard wants the cause found and taken away, and a trail from the finding to what was '
    + 'done.',
  settings: { analyseWithin: '30 days' },
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. What was not met, when it was found and who sees to it are what a nonconformity is about, and '
      + 'a finding needs a grade: add it.' },
    'no-nonconformity': { absence: true, text: '{name} of {report} was graded {grade}, and no nonconformity was raised for it. Raise one that names '
      + 'the finding under `from`; only observations need none.' },
    'no-cause': { text: '{name} was found on {on}, and nobody has looked for the cause. Ask why until the answer is something that you can change, '
      + 'and write the chain into causeAnalysis.' },
    'only-correction': { text: '{name} has a cause, but no action against it: only the case was put right. Add what takes the cause away, with an '
      + 'owner and a day.' },
    superficial: { text: 'The analysis of {name} ends at {end}. Ask on: what let it happen, and what would have kept it from doing harm? Two '
      + 'answers at least, or a reason why there is no more to be found.' },
  },
  data: [{
    select: 'audit-finding', say: 'no-nonconformity', args: { grade: 'grade', report: '^title' },
    where: [{ field: 'grade', in: ['major', 'minor'] }, { field: 'nonconformity', is: 'absent' }, { none: { from: 'nonconformity', via: 'from' } }],
  }],
  records: {
    kinds: ['nonconformity'],
    begin: ({ today, settings, report }) => ({
      *take(record) {
        const { data } = record, status = text(data, 'status'), on = text(data, 'detectedOn'), within = parsePeriod(settings['analyseWithin']);
        const closed = status === 'closed' || status === 'verified' || status === 'implemented';
        const due = closed || (isDay(on) && within !== undefined && addPeriod(on, within) < today);
        if (status === 'withdrawn' || !due) return;
        const analysis = fields(data, 'causeAnalysis'), chain = texts(analysis, 'chain');
        const name = nameOf(record);
        if (chain.length === 0) yield report(record.at(...analysis ? ['causeAnalysis'] : []), 'no-cause', { name, on: on ?? '' });
        else if (objects(data, 'actions').length === 0) yield report(record.at(...'actions' in data ? ['actions'] : []), 'only-correction', { name });
        else if (state(analysis, 'justification') !== 'filled' && (chain.length < 2 || text(analysis, 'category') === 'human-error')) {
          const human = text(analysis, 'category') === 'human-error';
          const end = human ? phrase('word.the-mistake-of-a-person', 'the mistake of a person') : phrase('word.the-first-answer', 'the first answer');
          yield report(record.at('causeAnalysis', human ? 'category' : 'chain'), 'superficial', { name, end });
        }
      },
    }),
  },
  fixes: { raise: 'Raise the nonconformity {id} for it', cause: 'Begin the analysis of the cause', action: 'Add a corrective action' },
  fix: byMessage({
    'no-nonconformity': creates('nonconformity', 'raise', ({ model }, { subject = '' }) => ({ title: model.item(subject)?.title ?? subject, values: { from: [subject] } })),
    'no-cause': inserts('cause', ['causeAnalysis']), 'only-correction': addsEntry('action', ['actions'], {}),
  }),
  examples: {
    good: [`
//- report.yaml
kind: audit-report
id: AR-1
title: Audit
findings: [{ id: f1, title: No clock, grade: minor }, { id: f2, title: Old form, grade: observation }, { id: f3, title: No owner, grade: major, nonconformity: NC-2 }]
//- nc1.yaml
kind: nonconformity
id: NC-1
title: No clock
from: [AR-1#f1]
statement: The time is not written down.
detectedOn: 2026-03-01
owner: ROLE-IM
causeAnalysis: { chain: [The form has no field for it, Nobody asked the night shift], category: procedure }
actions: [{ id: a1, title: New form }]
//- nc2.yaml
{ kind: nonconformity, id: NC-2, title: No owner, statement: None., detectedOn: 2026-09-20, owner: ROLE-IM }
`, `
//- nc1.yaml
kind: nonconformity
id: NC-1
title: A lorry drove into the mast
statement: No contact for an hour.
detectedOn: 2026-03-01
owner: ROLE-NET
causeAnalysis: { chain: [The driver fell asleep], category: human-error, justification: Not on our ground and not ours to prevent }
actions: [{ id: a1, title: Second mast }]
`],
    bad: [`
//- report.yaml
kind: audit-report
id: AR-1
title: Audit
findings:
  - { id: f1, title: No clock, grade: minor }
//        ^^ finding-without-corrective-action no-nonconformity
  - { id: f2, title: Old form, grade: observation }
  - { id: f3, title: No owner }
//        ^^ finding-without-corrective-action missing
//- nc1.yaml
kind: nonconformity
id: NC-1
title: Found in time, and no more
statement: The time is not written down.
detectedOn: 2026-09-14
owner: ROLE-IM
causeAnalysis:
//@0-13 finding-without-corrective-action no-cause
  method: 5-whys
`, `
//- nc1.yaml
kind: nonconformity
id: NC-1
//  ^^^^ finding-without-corrective-action only-correction
title: No clock
statement: The time is not written down.
detectedOn: 2026-03-01
owner: ROLE-IM
correction: { what: The time was asked for and entered }
causeAnalysis: { chain: [The form has no field for it, Nobody asked the night shift], category: procedure }
//- nc2.yaml
kind: nonconformity
id: NC-2
title: A cable was cut
statement: No contact for an hour.
detectedOn: 2026-10-01
status: closed
owner: ROLE-NET
causeAnalysis: { chain: [The technician did not look, He was in a hurry], category: human-error }
//                                                                                  ^^^^^^^^^^^ finding-without-corrective-action superficial
actions: [{ id: a1, title: Talk with the technician }]
`],
  },
};
