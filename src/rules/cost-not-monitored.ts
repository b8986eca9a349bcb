import { objects, text, type Fields } from '../sms/data.js';
import { addPeriod, latestDay, parsePeriod } from '../sms/days.js';
import { phrase } from '../sms/language.js';
import { compareText } from '../sms/text.js';
import type { Day } from '../sms/types.js';
import { deliveredServices } from './catalogue.js';
import { currentOfKind } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { namedItems } from '../sms/named.js';
import type { Rule } from './rule.js';
import { includes, spanOf } from '../sms/spans.js';

/**
 * What a line of a budget has to tell is raised by annotations; here services are looked up in the budgets of today, and the actual cost is held
 * against the calendar.
 */
export const costNotMonitored: Rule = {
  id: 'cost-not-monitored',
  title: 'Cost is budgeted and monitored for each service or group',
  clauses: ['8.4.1'],
  grade: 'minor',
  why: 'Without plan and cost of each service nobody can say what a promise costs, or notice in time that a service costs more than it brings.',
  settings: { every: '3 months', closing: '45 days' },
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Cost has to be planned and accounted for by service or group of services (clause 8.4.1): add '
      + 'it here.' },
    'period-over': { absence: true, text: '{budget} ended on {to}, and there is no budget for today. Plan the cost of the current period.' },
    'no-budget': { absence: true, text: '{service} is delivered, but no line of a budget for today holds its cost. Add a line for it, or name it in '
      + 'the line of its group.' },
    'no-actuals': { text: 'The actual cost of {line} in {budget} was to be there by {due} and goes no further than {reached}. Enter what it cost, '
      + 'hold it against the plan, and say what is done about a difference.' },
  },
  *check({ model, today, settings, report }) {
    const budgets = currentOfKind(model, 'budget').flatMap(budget => {
      const period = spanOf(budget.data, 'period');
      return period ? [{ budget, ...period }] : [];
    });
    const running = budgets.filter(span => includes(span, today)).map(({ budget }) => budget);
    const newest = [...budgets].sort((a, b) => compareText(b.to, a.to))[0];
    if (running.length > 0) {
      const planned = new Set(running.flatMap(budget => objects(budget.data, 'lines'))
        .flatMap(({ value }) => namedItems(model, value, 'services', 'service').map(({ id }) => id)));
      for (const { service } of deliveredServices(model)) if (!planned.has(service.id)) yield report(service, 'no-budget', { service: nameOf(service) });
    } else if (newest && newest.to < today) {
      yield report({ file: newest.budget.file, path: ['period', 'to'] }, 'period-over', { budget: nameOf(newest.budget), to: newest.to });
    }
    const closing = parsePeriod(settings['closing']);
    for (const { budget, from, to } of budgets) {
      const every = parsePeriod(text(budget.data, 'monitorEvery') ?? settings['every']);
      if (!every || !closing) continue;
      for (const { at, value } of objects(budget.data, 'lines')) {
        const reached = lastActual(value), expected = reached === undefined ? addPeriod(from, every) : addPeriod(reached, every);
        const due = addPeriod(expected < to ? expected : to, closing);
        if (due >= today || (reached !== undefined && reached >= to)) continue;
        yield report({ file: budget.file, path: ['lines', at, 'actuals'] }, 'no-actuals', {
          line: text(value, 'title') ?? text(value, 'id') ?? '', budget: nameOf(budget), due, reached: reached ?? phrase('word.the-day-before-it-begins', 'the day before it begins'),
        });
      }
    }
  },
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services: [{ id: SVC-MAIL, title: Mail }, { id: SVC-NET, title: Network, type: supporting }, { id: SVC-VOICE, title: Telephony, status: pipeline }]
//- budget.yaml
kind: budget
id: BUDGET-2026
title: Budget 2026
period: { from: 2026-01-01, to: 2026-12-31 }
monitorEvery: 1 month
lines:
  - { id: mail, title: Mail, services: [SVC-MAIL, SVC-NET], budget: 120000, actuals: [{ from: 2026-01-01, to: 2026-07-31, amount: 71200 }] }
//- last-year.yaml
kind: budget
id: BUDGET-2025
title: Budget 2025
period: { from: 2025-01-01, to: 2025-12-31 }
lines: [{ id: mail, title: Mail, services: [SVC-MAIL], budget: 110000, actuals: [{ to: 2025-12-31, amount: 111300 }] }]
`, `
//- budget.yaml
kind: budget
id: BUDGET-2026
title: Budget of the last quarter
period: { from: 2026-10-01, to: 2026-12-31 }
lines: [{ id: mail, title: Mail, services: [SVC-MAIL], budget: 30000 }]
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services: [{ id: SVC-MAIL, title: Mail }, { id: SVC-NET, title: Network, type: supporting }]
//                                              ^^^^^^^ cost-not-monitored no-budget
//- budget.yaml
kind: budget
id: BUDGET-2026
title: Budget 2026
period: { from: 2026-01-01, to: 2026-12-31 }
monitorEvery: 1 month
lines:
  - id: mail
//      ^^^^ cost-not-monitored missing
    title: Mail
    services: [SVC-MAIL]
    actuals: [{ from: 2026-01-01, to: 2026-07-30, amount: 71200 }]
//@4-11 cost-not-monitored no-actuals
  - { id: desk, title: Service desk, services: [SVC-MAIL], budget: 90000 }
//        ^^^^ cost-not-monitored no-actuals
`, `
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail }] }
//- budget.yaml
kind: budget
id: BUDGET-2025
title: Budget 2025
period: { from: 2025-01-01, to: 2025-12-31 }
//                              ^^^^^^^^^^ cost-not-monitored period-over
lines: [{ id: mail, title: Mail, services: [SVC-MAIL], budget: 110000, actuals: [{ to: 2025-12-31, amount: 111300 }] }]
`],
  },
};

/** The last day whose cost the line holds. */
function lastActual(line: Fields): Day | undefined {
  return latestDay(objects(line, 'actuals').map(({ value }) => text(value, 'to')));
}
