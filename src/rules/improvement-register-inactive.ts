import { isFields } from '../sms/data.js';
import { addPeriod, isDay, latestDay, parsePeriod } from '../sms/days.js';
import type { Day } from '../sms/types.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/** A register of improvements that nobody touches any more is a list of old ideas. That there is none is told by `mandatory-artefact-missing`. */
export const improvementRegisterInactive: Rule = {
  id: 'improvement-register-inactive',
  title: 'The improvement register is alive',
  clauses: ['10.2'],
  grade: 'minor',
  why: 'Auditors look at the newest entry. Half a year without one means that nobody improves, or that nobody writes it down.',
  settings: { within: '6 months' },
  messages: {
    inactive: { text: 'The last thing that happened in {register} was on {day}; nothing was entered, decided, finished or measured in the {within} '
      + 'since. Go through it with the owners and enter what came up.' },
    empty: { text: '{register} holds no improvement. Enter what reports, audits, customers and staff brought up, and what was decided on it.' },
  },
  *check({ model, today, settings, report }) {
    const within = parsePeriod(settings['within']), registers = model.ofKind('improvement-register');
    if (!within) return;
    const newest = registers.map(register => ({ register, day: lastDay(register.data, today) }));
    // Several registers are one list in parts: the liveliest of them counts.
    const last = newest.reduce((best, one) => ((one.day ?? '') > (best?.day ?? '') ? one : best), newest[0]);
    if (!last) return;
    if (last.day === undefined) yield report(last.register, 'empty', { register: nameOf(last.register) });
    else if (addPeriod(last.day, within) < today) {
      yield report(last.register, 'inactive', { register: nameOf(last.register), day: last.day, within: String(settings['within']) });
    }
  },
  examples: {
    good: [`
//- register.yaml
kind: improvement-register
id: CSI
title: Improvements
criteria: [Effect]
improvements: [{ id: IMP-1, title: A clock, raisedOn: 2025-01-01, actions: [{ id: a1, title: Screen, due: 2026-12-01, doneOn: 2026-04-15 }] }]
`, `
//- old.yaml
{ kind: improvement-register, id: CSI-25, title: Improvements of 2025, criteria: [Effect], improvements: [{ id: IMP-1, title: A clock, raisedOn: 2025-01-01 }] }
//- new.yaml
{ kind: improvement-register, id: CSI-26, title: Improvements of 2026, criteria: [Effect], improvements: [{ id: IMP-2, title: A form, raisedOn: 2026-10-01 }] }
`],
    bad: [`
//- register.yaml
kind: improvement-register
id: CSI
//  ^^^ improvement-register-inactive inactive
title: Improvements
criteria: [Effect]
improvements: [{ id: IMP-1, title: A clock, raisedOn: 2025-01-01, due: 2026-12-01, actions: [{ id: a1, title: Screen, due: 2026-12-01, doneOn: 2026-04-14 }] }]
`, `
//- register.yaml
{ kind: improvement-register, id: CSI, title: Improvements, criteria: [Effect], improvements: [] }
//                                ^^^ improvement-register-inactive empty
`],
  },
};

/** The latest day not after today on which something happened: days that lie ahead are plans. */
function lastDay(of: unknown, today: Day): Day | undefined {
  const days: Day[] = [];
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) for (const one of value) visit(one, key);
    else if (isFields(value)) for (const [name, one] of Object.entries(value)) visit(one, name);
    else if (/^on$|On$/.test(key) && isDay(value) && value <= today) days.push(value);
  };
  visit(of, '');
  return latestDay(days);
}
