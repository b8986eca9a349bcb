import { fields, text, texts, type Fields } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import { WRONG_DAY, stepsOf, wrongDay } from './day-order.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/**
 * A problem that is called solved, or whose cause is called known, says why it happened, and does not stop at the first answer. One that is closed says
 * whether that helped.
 */
export const problemRcaSuperficial: Rule = {
  id: 'problem-rca-superficial',
  title: 'Problems have a root cause that explains them, and their solution is checked',
  clauses: ['8.6.3'],
  grade: 'minor',
  why: 'People make mistakes everywhere; what differs is what lets a mistake through. An analysis that ends at "user error" or after one step '
    + 'changes nothing, and the incident comes back.',
  settings: { steps: 2 },
  messages: {
    'no-cause': { text: '{problem} is {status} and has no root cause. Enter what had to change so that it does not happen again; if it was never '
      + 'found, the problem is not solved.' },
    'too-few-steps': { text: '{problem} has {count} in its chain of causes. Ask why once more, until something comes that somebody can change: at '
      + 'least {steps} steps.' },
    'human-only': { text: '{problem} names a human error as its root cause. Ask why the mistake could be made and why nothing caught it, and enter '
      + 'that.' },
    'not-checked': { text: '{problem} was closed without a record of {lacking}. Look whether the incidents behind it have stopped, and enter under '
      + '`effectivenessCheck` when that was, what was seen and whether it held.' },
    'not-effective': { text: '{problem} was closed although the check of its effect says that the solution did not hold. Open it again and look for '
      + 'the cause anew.' },
    days: { text: WRONG_DAY },
  },
  records: {
    kinds: ['problem-record'],
    begin: ({ today, settings, report }) => {
      const steps = Number(settings['steps']);
      return {
        *take(record) {
          const { data } = record, problem = nameOf(record), status = statusOf(data), check = fields(data, 'effectivenessCheck');
          const wrong = text(data, 'status') === 'cancelled' ? undefined : wrongDay(today, [
            ...stepsOf(data, { openedOn: 'recorded', resolvedOn: 'resolved' }),
            { of: check, key: 'checkedOn', path: ['effectivenessCheck', 'checkedOn'], words: 'checked for effect' },
          ]) ?? wrongDay(today, stepsOf(data, { openedOn: 'recorded', resolvedOn: 'resolved', closedOn: 'closed' }));
          if (wrong) yield report(record.at(...wrong.path), 'days', { name: problem, step: wrong.step, on: wrong.on, why: wrong.why });
          if (status === undefined) return;
          const cause = text(data, 'rootCause'), chain = texts(data, 'causes');
          if (cause === undefined) yield report(record.at(), 'no-cause', { problem, status: status.replace('-', ' ') });
          else if (text(data, 'causeCategory') === 'human' || isHumanOnly(cause)) yield report(record.at('rootCause'), 'human-only', { problem });
          else if (chain.length < steps) {
            const count = chain.length === 0 ? phrase('steps.none', 'no steps') : chain.length === 1 ? phrase('steps.one', 'one step')
              : phrase('steps.many', '{count} steps', { count: chain.length });
            yield report(record.at(chain.length > 0 ? 'causes' : 'rootCause'), 'too-few-steps', { problem, count, steps });
          }
          // Without a cause there is no solution whose effect could be checked.
          if (status !== 'closed' || cause === undefined) return;
          const lacking = [
            ...text(check, 'checkedOn') === undefined ? [phrase('word.the-day-of-the-check', 'the day of the check')] : [],
            ...text(check, 'result') === undefined ? [phrase('word.its-result', 'its result')] : [],
          ], all = phrase('word.a-check-of-the-effect', 'a check of the effect');
          const place = record.at(...check ? ['effectivenessCheck'] : []);
          if (lacking.length > 0) yield report(place, 'not-checked', { problem, lacking: lacking.length === 2 ? all : phraseList(lacking) });
          else if (text(check, 'result') === 'not-effective') yield report(record.at('effectivenessCheck', 'result'), 'not-effective', { problem });
        },
      };
    },
  },
  examples: {
    good: [`
//- PRB-1.yaml
kind: problem-record
id: PRB-1
title: Mail waits
status: closed
openedOn: 2026-04-16
resolvedOn: 2026-05-21
causes: [The relay opens too few connections, Nobody raised them since nobody measures the queue]
rootCause: The queue belongs to no plan of capacity.
effectivenessCheck: { checkedOn: 2026-07-23, result: effective }
closedOn: 2026-07-23
//- PRB-2.yaml
{ kind: problem-record, id: PRB-2, title: Screens freeze, status: in-analysis }
`, `
//- PRB-1.yaml
kind: problem-record
id: PRB-1
title: The wrong server was switched off
status: resolved
causes: [An engineer took the wrong cable, Both cables have one colour and no label]
rootCause: A human error had no barrier, since the cables of both servers look the same and the order did not say which one.
`],
    bad: [`
//- PRB-1.yaml
kind: problem-record
id: PRB-1
title: The wrong server was switched off
status: resolved
causes: [An engineer took the wrong cable, He was in a hurry]
rootCause: Human error of the engineer
//         ^^^^^^^^^^^^^^^^^^^^^^^^^^^ problem-rca-superficial human-only
//- PRB-2.yaml
kind: problem-record
id: PRB-2
title: Mail waits
status: cause-known
causes: [The relay is slow]
//@0-6 problem-rca-superficial too-few-steps
rootCause: The relay opens too few connections.
`, `
//- PRB-1.yaml
kind: problem-record
id: PRB-1
//  ^^^^^ problem-rca-superficial no-cause
title: Mail waits
status: closed
causes: [The relay is slow, Nobody measures it]
//- PRB-2.yaml
kind: problem-record
id: PRB-2
title: Screens freeze
resolvedOn: 2026-05-04
rootCause: The batch has no bound.
//         ^^^^^^^^^^^^^^^^^^^^^^^ problem-rca-superficial too-few-steps
//- PRB-3.yaml
kind: problem-record
id: PRB-3
//  ^^^^^ problem-rca-superficial not-checked
title: Closed and forgotten
openedOn: 2026-05-04
resolvedOn: 2026-05-03
//          ^^^^^^^^^^ problem-rca-superficial days
causes: [The batch ran over noon, Nobody had set a bound]
rootCause: No batch has a bound.
closedOn: 2026-05-20
status: closed
//- PRB-4.yaml
kind: problem-record
id: PRB-4
title: It came back
causes: [The batch ran over noon, Nobody had set a bound]
rootCause: No batch has a bound.
effectivenessCheck: { checkedOn: 2026-07-23, result: not-effective }
//                                                   ^^^^^^^^^^^^^ problem-rca-superficial not-effective
status: closed
`],
  },
};

/** What is said of the problem where that needs a cause; undefined while it is still looked for. */
function statusOf(data: Fields): string | undefined {
  const status = text(data, 'status');
  if (status === 'cause-known' || status === 'resolved' || status === 'closed') return status;
  if (status === 'cancelled') return undefined;
  return text(data, 'closedOn') !== undefined ? 'closed' : text(data, 'resolvedOn') !== undefined ? 'resolved' : undefined;
}

const BLAME = /\b(?:human|user|operator|operating|handling|manual) (?:error|mistake|failure)s?\b|\b(?:carelessness|inattention|negligence)\b|\bmenschlich(?:es|er) (?:versagen|fehler)\b|\b(?:bedien|anwender|benutzer)(?:ungs)?fehler\b/i;

/** Little is said beside the blame. */
function isHumanOnly(cause: string): boolean {
  const rest = cause.replace(BLAME, ' ');
  return rest !== cause && rest.split(/[^\p{L}\p{N}]+/u).filter(word => word !== '').length <= 5;
}
