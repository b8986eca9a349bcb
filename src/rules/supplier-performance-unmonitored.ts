import { objects, text } from '../sms/data.js';
import { earliestDay, latestDay } from '../sms/days.js';
import type { ClauseRef, Day } from '../sms/types.js';
import { dueAfter, shortest } from './intervals.js';
import { isYetToCome } from './lifecycle.js';
import { addsEntry, byMessage } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { lastDayOf } from './records.js';
import { namedItem } from '../sms/named.js';
import type { Condition, RecordCheck, Rule, RuleContext } from './rule.js';
import { SUPPLIER_AGREEMENTS } from '../sms/supplies.js';
import { agreementsByParty, partiesOf, standingOf } from './supplier-agreements.js';

const INTERNAL = ['internal-supplier', 'customer-acting-as-supplier'], TYPES = ['external-supplier', ...INTERNAL];

/** A carrier is managed under another clause than the own computing centre. */
function clausesFor(type: string): ClauseRef[] { return [INTERNAL.includes(type) ? '8.3.4.2' : '8.3.4.1', '8.2.3.2']; }

const INSIDE: Condition = { field: 'type', in: INTERNAL };
const UNANSWERED: readonly Condition[] = [
  { field: 'met', in: [false] }, { field: 'improvement', is: 'absent' }, { field: 'nonconformity', is: 'absent' }, { field: '^actions', is: 'absent' }, { field: '^improvements', is: 'absent' },
];

/** How each supplier performs is recorded as often as was agreed, a miss is answered, and a dispute comes to an end. */
export const supplierPerformanceUnmonitored: Rule = {
  id: 'supplier-performance-unmonitored',
  title: 'Performance of suppliers is monitored and misses lead to improvement',
  clauses: ['8.3.4.1', '8.3.4.2', '8.2.3.2'],
  grade: 'minor',
  why: 'The customer does not ask whose fault it was. Who does not look at the figures of a supplier learns of them from the customer, and a miss '
    + 'without an answer will come again.',
  settings: { every: '12 months', grace: '1 month' },
  messages: {
    never: { absence: true, text: 'There is no record of how {party} performs, and the interval of {every} is over. Measure what it supplies and '
      + 'record it as supplier-performance.' },
    overdue: { text: 'The last record of how {party} performs ends on {last}; the next one was due by {due}. Measure, and record it; where the '
      + 'interval is too short, agree on another one.' },
    'miss-unanswered': { text: '{in} has a result that was missed, and nothing says what is done about it. Add an action, an improvement or a '
      + 'nonconformity.' },
    'dispute-overdue': { text: '{name} was to be settled by {due} and is still open. Hand it to the next level, or enter the settlement.' },
  },
  records: { kinds: ['supplier-performance'], begin: latest },
  data: [
    { select: 'supplier-performance', each: 'results', say: 'miss-unanswered', at: 'met', where: [...UNANSWERED, { some: { to: '^party' }, where: [INSIDE] }], clauses: clausesFor('internal-supplier') },
    { select: 'supplier-performance', each: 'results', say: 'miss-unanswered', at: 'met', where: [...UNANSWERED, { none: { to: '^party' }, where: [INSIDE] }], clauses: clausesFor('external-supplier') },
    {
      select: 'dispute', say: 'dispute-overdue', at: 'due', args: { due: 'due' }, clauses: ['8.3.4.1'],
      where: [{ field: 'status', notIn: ['settled', 'withdrawn'] }, { field: 'settledOn', is: 'absent' }, { field: 'due', before: 'today' }],
    },
  ],
  fixes: { action: 'Add an action' },
  fix: byMessage({ 'miss-unanswered': addsEntry('action', ['actions'], {}, { whole: true }) }),
  examples: {
    good: [`
//- parties.yaml
kind: party-register
id: PARTIES
title: Parties
parties:
  - { id: SUP-MX, title: Mail relay, type: external-supplier }
  - { id: SUP-HALL, title: Data hall, type: external-supplier, controls: [{ title: Power, every: 3 months }] }
  - { id: SUP-NEW, title: New carrier, type: external-supplier }
  - { id: SUP-OLD, title: Carrier without a contract, type: external-supplier }
//- contracts.yaml
{ kind: supplier-contract, id: CON-MX, title: Mail relay, status: approved, party: SUP-MX, monitoredEvery: 1 month, validFrom: 2024-01-01 }
//- hall.yaml
{ kind: supplier-contract, id: CON-HALL, title: Hall, status: approved, party: SUP-HALL, validFrom: 2024-01-01 }
//- new.yaml
{ kind: supplier-contract, id: CON-NEW, title: New carrier, status: approved, party: SUP-NEW, monitoredEvery: 1 month, validFrom: 2026-09-01 }
//- performance.yaml
kind: record-log
id: LOG-SUP
title: Performance of suppliers
of: supplier-performance
records:
  - id: SP-1
    title: Mail relay in August
    party: SUP-MX
    period: { from: 2026-08-01, to: 2026-08-31 }
    results: [{ measure: Mail relayed, value: 97, unit: percent, met: false }]
    actions: [{ id: talk, title: Talk with the supplier, due: 2026-11-01 }]
  - { id: SP-2, title: Hall in the second quarter, party: SUP-HALL, on: 2026-07-06, results: [{ measure: Power, met: true }] }
//- dispute.yaml
{ kind: dispute, id: DIS-1, title: Invoice, party: SUP-MX, due: 2026-10-15, status: open }
`, `
//- dispute.yaml
{ kind: dispute, id: DIS-1, title: Invoice, due: 2026-09-01, status: settled, settledOn: 2026-09-20 }
`],
    bad: [`
//- parties.yaml
kind: party-register
id: PARTIES
title: Parties
parties:
  - { id: SUP-MX, title: Mail relay, type: external-supplier }
//        ^^^^^^ supplier-performance-unmonitored overdue
  - { id: SUP-HALL, title: Data hall, type: external-supplier, controls: [{ title: Power, every: 3 months }] }
//        ^^^^^^^^ supplier-performance-unmonitored never
  - { id: SUP-NET, title: Network team, type: internal-supplier }
//        ^^^^^^^ supplier-performance-unmonitored overdue
//- contracts.yaml
{ kind: supplier-contract, id: CON-MX, title: Mail relay, status: approved, party: SUP-MX, monitoredEvery: 1 month, validFrom: 2024-01-01 }
//- hall.yaml
{ kind: supplier-contract, id: CON-HALL, title: Hall, status: approved, party: SUP-HALL, validFrom: 2026-05-01 }
//- agreement.yaml
{ kind: internal-agreement, id: AGR-NET, title: Network team, status: approved, party: SUP-NET }
//- performance.yaml
kind: record-log
id: LOG-SUP
title: Performance of suppliers
of: supplier-performance
records:
  - { id: SP-1, title: Mail relay in July, party: SUP-MX, period: { from: 2026-07-01, to: 2026-07-31 }, results: [{ measure: Mail relayed, met: true }, { measure: Answers, met: false }] }
//                                                                                                                                                                               ^^^^^ supplier-performance-unmonitored miss-unanswered
  - { id: SP-2, title: Network team in 2025, party: SUP-NET, on: 2025-09-13 }
`, `
//- dispute.yaml
{ kind: dispute, id: DIS-1, title: Invoice, due: 2026-10-14, status: open }
//                                               ^^^^^^^^^^ supplier-performance-unmonitored dispute-overdue
//- performance.yaml
kind: supplier-performance
id: SP-1
title: Mail relay in August
results:
  - { measure: Mail relayed, value: 97, unit: percent, met: false }
//                                                          ^^^^^ supplier-performance-unmonitored miss-unanswered
actions: []
`],
  },
};

function latest(context: RuleContext): RecordCheck {
  const { model, today, settings, report } = context, newest = new Map<string, Day>();
  let seen = 0;
  return {
    take({ data }) {
      const party = namedItem(model, data, 'party')?.id, day = lastDayOf(data);
      seen++;
      if (party !== undefined && day !== undefined) newest.set(party, latestDay([newest.get(party), day]) ?? day);
      return [];
    },
    *end() {
      if (isYetToCome(context, 'supplier-performance', seen)) return;
      const byParty = agreementsByParty(model, SUPPLIER_AGREEMENTS);
      for (const party of partiesOf(model, TYPES)) {
        const agreements = standingOf(byParty.get(party.id) ?? [], today).valid;
        if (agreements.length === 0) continue;
        const details = { clauses: clausesFor(text(model.value(party), 'type') ?? '') }, last = newest.get(party.id), begun = earliestDay(agreements.map(({ data }) => text(data, 'validFrom') ?? text(data, 'effectiveFrom')));
        // That of the agreements, else of the controls in the register, else the setting.
        const controls = objects(model.value(party), 'controls').map(({ value }) => text(value, 'every'));
        const agreed = agreements.map(({ data }) => text(data, 'monitoredEvery'));
        const every = shortest(last ?? today, agreed) ?? shortest(last ?? today, controls) ?? String(settings['every']);
        const since = last ?? begun, due = since === undefined ? undefined : dueAfter(since, every, settings['grace']);
        if (last === undefined && (due === undefined || due < today)) yield report(party, 'never', { party: nameOf(party), every }, details);
        else if (last !== undefined && due !== undefined && due < today) yield report(party, 'overdue', { party: nameOf(party), last, due }, details);
      }
    },
  };
}
