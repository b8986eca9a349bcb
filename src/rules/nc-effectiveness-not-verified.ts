import { amountWord } from '../sms/amounts.js';
import { fields, objects, state, text } from '../sms/data.js';
import { addPeriod, daysBetween, isDay, latestDay, parsePeriod } from '../sms/days.js';
import { phrase, phraseList } from '../sms/language.js';
import { nameOf } from '../sms/naming.js';
import type { Place, Rule } from './rule.js';

/** The hop of the loop from a nonconformity to the check that its actions helped. That a check has no criterion is raised by an annotation. */
export const ncEffectivenessNotVerified: Rule = {
  id: 'nc-effectiveness-not-verified',
  title: 'Corrective actions are checked for effect',
  clauses: ['10.1.1'],
  grade: 'minor',
  why: 'That something was done does not show that it helped. Only a check some weeks later, by somebody else, closes the loop.',
  settings: { after: '30 days', within: '6 months' },
  messages: {
    missing: { text: 'The check of {title} ({id}) has no {fields}. Set down beforehand what would show that the cause is gone; afterwards '
      + 'everything looks like success.' },
    'not-checked': { text: '{name} was closed without a record of {lacking}. Check whether the actions took the cause away, and record by what that '
      + 'was seen.' },
    'by-owner': { text: '{name} was checked by {role}, its owner. Let somebody else judge whether it helped.' },
    'too-early': { text: '{name} was checked on {on}, {days} after the last action was done on {done}. By then nothing can have shown: check again '
      + 'after {after}.' },
    'not-effective': { text: '{name} was closed although the check of {on} says that the actions did not help. Open it again and look for the cause '
      + 'anew.' },
    due: { text: 'All actions of {name} were done by {done}, and nobody has checked whether they helped. Check it now; {within} is long enough to '
      + 'see it.' },
  },
  records: {
    kinds: ['nonconformity'],
    begin: ({ model, today, settings, report }) => ({
      *take(record) {
        const { data } = record, status = text(data, 'status'), effect = fields(data, 'effectiveness'), name = nameOf(record);
        if (status === 'withdrawn') return;
        const at = (key: string): Place => (effect ? record.at('effectiveness', ...state(effect, key) === 'absent' ? [] : [key]) : record.at());
        const on = text(effect, 'checkedOn'), by = text(effect, 'checkedBy'), result = text(effect, 'result'), done = lastDone(data);
        const parts = [
          [on, phrase('word.the-day-of-the-check', 'the day of the check')], [by, phrase('word.who-checked', 'who checked')], [result, phrase('word.the-result', 'the result')],
        ] as const;
        const lacking = parts.flatMap(([value, words]) => (value === undefined ? [words] : []));
        if (status === 'closed' || status === 'verified') {
          if (lacking.length > 0) {
            yield report(at('result'), 'not-checked', { name, lacking: lacking.length === 3 ? phrase('word.a-check-of-the-effect', 'a check of the effect') : phraseList(lacking) });
            return;
          }
          if (result === 'not-effective' && status === 'closed') { yield report(at('result'), 'not-effective', { name, on: on ?? '' }); return; }
        }
        const role = by === undefined ? undefined : model.item(by), owner = text(data, 'owner');
        if (role && owner !== undefined && role.id === model.item(owner)?.id) yield report(at('checkedBy'), 'by-owner', { name, role: nameOf(role) });
        const after = parsePeriod(settings['after']), within = parsePeriod(settings['within']);
        if (done !== undefined && isDay(on) && after && on < addPeriod(done, after)) {
          const args = { name, on, done, days: on < done ? phrase('word.before-and-not', 'before and not') : amountWord(daysBetween(done, on), 'days'), after: String(settings['after']) };
          yield report(at('checkedOn'), 'too-early', args);
        } else if (done !== undefined && on === undefined && status !== 'closed' && status !== 'verified' && within && addPeriod(done, within) < today) {
          yield report(at('checkOn'), 'due', { name, done, within: String(settings['within']) });
        }
      },
    }),
  },
  examples: {
    good: [`
//- nc1.yaml
kind: nonconformity
id: NC-1
title: No clock
owner: ROLE-IM
actions: [{ id: a1, title: New form, status: done, doneOn: 2026-05-01 }, { id: a2, title: A poster, status: cancelled }]
effectiveness: { criterion: No miss for two months, checkedOn: 2026-05-31, checkedBy: ROLE-SMM, result: effective }
status: closed
//- nc2.yaml
{ kind: nonconformity, id: NC-2, title: Under way, owner: ROLE-IM, status: in-progress, effectiveness: { criterion: None for a month, checkOn: 2026-11-01 } }
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-IM, title: Incident manager, holders: [{ group: G }] }] }
//- nc1.yaml
kind: nonconformity
id: NC-1
title: Not effective, and still open
owner: ROLE-SMM
actions: [{ id: a1, title: New form, status: done, doneOn: 2026-05-01 }, { id: a2, title: Another one, status: open }]
effectiveness: { criterion: No miss for two months, checkedOn: 2026-06-30, checkedBy: ROLE-IM, result: not-effective }
status: in-progress
`],
    bad: [`
//- nc1.yaml
kind: nonconformity
id: NC-1
//  ^^^^ nc-effectiveness-not-verified not-checked
title: Closed and forgotten
actions: [{ id: a1, title: New form, status: done, doneOn: 2026-05-01 }]
status: closed
//- nc2.yaml
kind: nonconformity
id: NC-2
title: Done long ago
effectiveness:
  criterion: No miss
  checkOn: 2026-08-01
//         ^^^^^^^^^^ nc-effectiveness-not-verified due
actions: [{ id: a1, title: New form, status: done, doneOn: 2026-04-14 }]
status: implemented
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-IM, title: Incident manager, holders: [{ group: G }] }] }
//- nc1.yaml
kind: nonconformity
id: NC-1
title: Judged by the owner
owner: ROLE-IM
actions: [{ id: a1, title: New form, status: done, doneOn: 2026-05-01 }]
effectiveness: { criterion: No miss for two months, checkedOn: 2026-05-31, checkedBy: ROLE-IM, result: effective }
//                                                                                    ^^^^^^^ nc-effectiveness-not-verified by-owner
status: closed
//- nc2.yaml
kind: nonconformity
id: NC-2
title: Checked on the next day
actions: [{ id: a1, title: New form, status: done, doneOn: 2026-05-01 }]
effectiveness: { checkedOn: 2026-05-02, checkedBy: ROLE-IM, result: effective }
//@0-13 nc-effectiveness-not-verified missing
//                          ^^^^^^^^^^ nc-effectiveness-not-verified too-early
status: closed
//- nc3.yaml
{ kind: nonconformity, id: NC-3, title: No use, effectiveness: { criterion: C, checkedOn: 2026-05-02, checkedBy: ROLE-IM, result: not-effective }, status: closed }
//                                                                                                                                ^^^^^^^^^^^^^ nc-effectiveness-not-verified not-effective
`],
  },
};

/** The day on which the last action was done; undefined while one is not, and where there is none. */
function lastDone(data: unknown): string | undefined {
  const actions = objects(data, 'actions').map(({ value }) => value).filter(value => text(value, 'status') !== 'cancelled');
  const days = actions.map(value => text(value, 'doneOn'));
  return days.every(isDay) ? latestDay(days) : undefined;
}
