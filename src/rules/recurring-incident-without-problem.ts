import { addTo, text, texts, type Fields } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import { compareText } from '../sms/text.js';
import type { Day } from '../sms/types.js';
import { dayBefore } from './intervals.js';
import { byMessage, creates } from './mending.js';
import { recordsOutside } from './records.js';
import type { Model } from '../sms/model.js';
import { idOf } from '../sms/named.js';
import { foundSame, sameData, sameSet, type Findings } from '../sms/reads.js';
import { comparing, type Place, type Rule } from './rule.js';
import { openingDay, isLeftOut } from '../sms/target-results.js';

/** So many are remembered for one thing before the farthest away is forgotten; rows come by day, so that none that matters is. */
const MOST_REMEMBERED = 60;

/** Where a case stands is made out at the end: most are forgotten again. */
interface Case { id: string; day: number; at: () => Place }

/** Incidents of one thing, of one table or of those in none. */
interface Group { service: string; what: string; open: Case[]; withProblem: Set<number> }

/** What problems were opened for: incidents by id, and until when things of a service. */
interface Problems { covered: ReadonlySet<string>; subjects: ReadonlyMap<string, Day> }

const problemsByModel: Findings<Problems> = new WeakMap();

function problemsOf(model: Model): Problems {
  return foundSame(model, problemsByModel, findProblems, (before, now) => sameSet(before.covered, now.covered) && sameData([...before.subjects], [...now.subjects]));
}

function findProblems(model: Model): Problems {
  const problems = recordsOutside(model, 'problem-record').filter(({ data }) => text(data, 'status') !== 'cancelled'), subjects = new Map<string, Day>();
  for (const { data } of problems) for (const key of keysOf(texts(data, 'services'), data)) {
    const until = text(data, 'closedOn') ?? '9999-12-31';
    if (until > (subjects.get(key) ?? '')) subjects.set(key, until);
  }
  return { covered: new Set(problems.flatMap(({ data }) => texts(data, 'incidents')).map(id => idOf(model, id))), subjects };
}

/**
 * The same service and the same configuration item, or the same category where no item is recorded, several times within some days of the period of
 * records, and no problem: not named by one of them, not opened for the same thing.
 */
export const recurringIncidentWithoutProblem: Rule = {
  id: 'recurring-incident-without-problem',
  title: 'Recurring incidents have a problem',
  clauses: ['8.6.3'],
  grade: 'minor',
  why: 'What fails for the third time will fail a fourth time. Where each case is closed on its own, the noise becomes normal and the cause stays.',
  settings: { incidents: 3, days: 90 },
  messages: {
    'no-problem': { absence: true, text: '{count} incidents of {service} on {what} within {days} days ({incidents}) have no problem. Open one that '
      + 'names them, or name the problem or known error in the incidents.' },
  },
  records: comparing<ReadonlyMap<string, Group>>({
    kinds: ['incident-record'],
    note: ({ model, config, today }) => {
      const since = dayBefore(today, config.recordsPeriod) ?? '', { covered, subjects } = problemsOf(model), groups = new Map<string, Group>();
      return {
        sheet: groups,
        take: record => {
          const { data, at } = record, service = text(data, 'service'), day = openingDay(data);
          if (service === undefined || day === undefined || day < since || day > today || isLeftOut(data)) return;
          const found = { id: record.id, day: Date.parse(day) / 86_400_000, at };
          const hasProblem = text(data, 'problem') !== undefined || text(data, 'knownError') !== undefined || covered.has(record.id);
          for (const key of keysOf([service], data)) {
            if ((subjects.get(key) ?? '') >= day) continue;
            let group = groups.get(key);
            if (!group) groups.set(key, group = { service, what: key.slice(service.length + 1), open: [], withProblem: new Set() });
            remember(group, found, hasProblem);
          }
        },
      };
    },
    *end({ settings, report }, sheets) {
      const needed = Math.max(2, Number(settings['incidents'])), span = Number(settings['days']);
      for (const [, groups] of [...byKey(sheets)].sort(([a], [b]) => compareText(a, b))) {
        const window = firstWindow(groups, needed, span), last = window?.at(-1), [group] = groups;
        if (!window || !last || !group) continue;
        yield report(last.at(), 'no-problem', { count: window.length, service: group.service, what: group.what, days: span, incidents: phraseList(window.map(({ id }) => id)) },
          { related: window.slice(0, -1).map(({ id, at }) => ({ at: at(), text: phrase('related.is-one-of-them', '{name} is one of them', { name: id }) })) });
      }
    },
  }),
  fixes: { open: 'Open the problem {id}, which names them' },
  fix: byMessage({
    'no-problem': creates('problem-record', 'open', (_, { args }) => ({
      title: `${String(args['service'] ?? '')}: ${String(args['what'] ?? '')}`,
      values: { origin: 'proactive-trend', services: [args['service']], incidents: String(args['incidents'] ?? '').split(/, | and /) },
    })),
  }),
  examples: {
    good: [`
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents
records:
  - { id: INC-1, title: Mail waits, service: SVC-MAIL, category: flow, cis: [RELAY], openedAt: 2026-05-01T09:00:00+02:00 }
  - { id: INC-2, title: Mail waits, service: SVC-MAIL, category: flow, cis: [RELAY], openedAt: 2026-05-20T09:00:00+02:00 }
  - { id: INC-3, title: Mail waits, service: SVC-MAIL, category: flow, cis: [FILTER], openedAt: 2026-06-01T09:00:00+02:00 }
  - { id: INC-4, title: Mail waits, service: SVC-MAIL, category: flow, cis: [RELAY], openedAt: 2026-08-01T09:00:00+02:00 }
`, `
//- PRB-1.yaml
{ kind: problem-record, id: PRB-1, title: Mail waits, incidents: [INC-3] }
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents
records:
  - { id: INC-1, title: Mail waits, service: SVC-MAIL, category: flow, openedAt: 2026-05-01T09:00:00+02:00 }
  - { id: INC-2, title: Mail waits, service: SVC-MAIL, category: flow, openedAt: 2026-05-20T09:00:00+02:00 }
  - { id: INC-3, title: Mail waits, service: SVC-MAIL, category: flow, openedAt: 2026-06-01T09:00:00+02:00 }
`],
    bad: [`
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents
records:
  - { id: INC-1, title: Mail waits, service: SVC-MAIL, category: flow, cis: [RELAY], openedAt: 2026-05-01T09:00:00+02:00 }
  - { id: INC-2, title: Mail waits, service: SVC-MAIL, category: flow, cis: [RELAY], openedAt: 2026-05-20T09:00:00+02:00 }
  - { id: INC-3, title: Mail waits, service: SVC-MAIL, category: flow, cis: [FILTER], openedAt: 2026-06-01T09:00:00+02:00 }
  - { id: INC-4, title: Mail waits, service: SVC-MAIL, category: flow, cis: [RELAY], openedAt: 2026-07-30T09:00:00+02:00 }
//        ^^^^^ recurring-incident-without-problem no-problem
`, `
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
rules: { recurring-incident-without-problem: { incidents: 2, days: 10 } }
//- PRB-1.yaml
{ kind: problem-record, id: PRB-1, title: Something else, services: [SVC-MAIL], category: filter }
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: Mail waits, service: SVC-MAIL, category: flow, openedAt: 2026-05-01T09:00:00+02:00 }
//- INC-2.yaml
{ kind: incident-record, id: INC-2, title: Mail waits, service: SVC-MAIL, category: flow, openedAt: 2026-05-11T23:00:00+02:00 }
//                           ^^^^^ recurring-incident-without-problem no-problem
`],
  },
};

function keysOf(services: readonly string[], data: Fields): readonly string[] {
  const items = texts(data, 'cis'), category = text(data, 'category'), subjects = items.length > 0 ? items : category === undefined ? [] : [category];
  return services.flatMap(service => subjects.map(subject => `${service}\n${subject}`));
}

function remember(group: Group, found: Case, hasProblem: boolean): void {
  if (hasProblem) {
    group.withProblem.add(found.day);
    return;
  }
  // In order of their days, so that the farthest away is one of the ends.
  const { open } = group;
  let at = open.length;
  while (at > 0 && (open[at - 1]?.day ?? 0) > found.day) at--;
  open.splice(at, 0, found);
  if (open.length <= MOST_REMEMBERED) return;
  const first = open[0]?.day ?? found.day, last = open.at(-1)?.day ?? found.day;
  if (found.day - first >= last - found.day) open.shift(); else open.pop();
}

function byKey(sheets: readonly ReadonlyMap<string, Group>[]): ReadonlyMap<string, readonly Group[]> {
  const all = new Map<string, Group[]>();
  for (const sheet of sheets) for (const [key, group] of sheet) addTo(all, key, group);
  return all;
}

/** The first so many in so few days of which none, and none near them, has a problem. */
function firstWindow(groups: readonly Group[], needed: number, span: number): readonly Case[] | undefined {
  const withProblem = new Set(groups.flatMap(group => [...group.withProblem]));
  const sorted = groups.flatMap(({ open }) => open).sort((a, b) => a.day - b.day || compareText(a.id, b.id));
  for (let at = 0; at + needed <= sorted.length; at++) {
    const window = sorted.slice(at, at + needed), first = window[0]?.day ?? 0, last = window.at(-1)?.day ?? 0;
    if (last - first <= span && ![...withProblem].some(day => day >= last - span && day <= first + span)) return window;
  }
  return undefined;
}
