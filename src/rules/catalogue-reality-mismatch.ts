import { dayAt, text, texts } from '../sms/data.js';
import { addPeriod, isDay, latestDay, parsePeriod } from '../sms/days.js';
import { joined, phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { foundSame, sameSet, type Findings } from '../sms/reads.js';
import { compareText } from '../sms/text.js';
import type { Artefact, Day, Report } from '../sms/types.js';
import { deliveredServices } from './catalogue.js';
import { configurationItems, standsForService } from './configuration.js';
import { currentOfKind } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { recordsOutside } from './records.js';
import { namedItem, namedItems } from '../sms/named.js';
import type { Place, Rule, RuleContext } from './rule.js';

/** What records name as configuration items and no register has. */
interface Strangers { first: Place; log: Artefact | undefined; names: Set<string>; records: number; only: string }

/** So many different names are remembered, and so many are shown. */
const MOST_STRANGERS = 1000, MOST_SHOWN = 3;

/** `CI` of `CI-MX-QUEUE`: things that are called alike stand in one register. */
function familyOf(name: string): string { return /^[^\d\W_]+/u.exec(name)?.[0].toUpperCase() ?? ''; }

/** What configuration items are called, and their families. */
interface Registered { known: ReadonlySet<string>; families: ReadonlySet<string> }

const registeredByModel: Findings<Registered> = new WeakMap();

/** Most edits of a register change no name, and then no row of a table need be looked at again. */
function registered(model: Model): Registered {
  return foundSame(model, registeredByModel, findRegistered, (before, now) => sameSet(before.known, now.known) && sameSet(before.families, now.families));
}

function findRegistered(model: Model): Registered {
  const items = configurationItems(model).map(({ item }) => item);
  return { known: new Set(items.flatMap(({ id, title, aliases }) => [id, title, ...aliases.map(alias => alias.id)])), families: new Set(items.map(({ id }) => familyOf(id))) };
}

/** The catalogue held against what else tells which services are delivered: configuration items, transitions, tickets. */
export const catalogueRealityMismatch: Rule = {
  id: 'catalogue-reality-mismatch',
  title: 'The catalogue shows the services that are really delivered',
  clauses: ['8.2.4', '8.2.6'],
  grade: 'minor',
  why: 'Everything else takes its list of services from the catalogue. Where it differs from what is really delivered, the difference is agreed '
    + 'with nobody, measured by nobody and changed by anybody.',
  settings: { days: '30 days' },
  messages: {
    'no-ci': { absence: true, text: '{service} is delivered, but no configuration item stands for it. Services are configuration items as well '
      + '(clause 8.2.6): add one of the type for services to the register and name the service there.' },
    'ci-of-other-type': { text: '{ci} stands for {service}, but is of the type {type}, which is not the type for services. Give it that type, or '
      + 'name the item that stands for the service as a whole.' },
    'older-than-transition': { text: '{service} went live on {on}, and nobody approved or reviewed {catalogue} since {last}. Compare its entry with '
      + 'what was delivered, and enter the day as `reviewedOn`.' },
    'booked-planned': { text: '{record} is booked on {service}, which by the catalogue is still planned. If it is delivered already, make it live; '
      + 'otherwise book on the service that is meant.' },
    'unknown-ci': { text: '{records} {name} {items} that no register of configuration items has: {examples}. Either the register lacks what people work with, '
      + 'or the names are wrong: compare them.' },
  },
  *check(context) {
    yield* withoutItem(context);
    yield* olderThanTransition(context);
  },
  records: {
    kinds: ['incident-record', 'service-request-record'],
    apart: true,
    begin: ({ model, report }) => {
      const told = new Set<string>(), { known, families } = registered(model), strange = new Map<string, Strangers>();
      return {
        *take(record) {
          // What is called otherwise than all in the register (an asset tag, a mailbox) is held elsewhere. A log is one place to mend, and the single records are one.
          const unknown = families.size === 0 ? [] : texts(record.data, 'cis').filter(name => !known.has(name) && families.has(familyOf(name)) && model.item(name)?.type !== 'ci');
          if (unknown.length > 0) {
            const key = record.log?.id ?? '', group = strange.get(key) ?? { first: record.at('cis'), log: record.log, names: new Set<string>(), records: 0, only: record.id };
            for (const name of unknown) if (group.names.size < MOST_STRANGERS) group.names.add(name);
            group.records++;
            strange.set(key, group);
          }
          const named = text(record.data, 'service'), service = named === undefined ? undefined : model.item(named);
          if (service?.type !== 'service') return;
          // A log is mended as a whole: it tells each service once.
          const key = `${record.log?.id ?? record.id} ${service.id}`;
          if (text(model.value(service), 'status') !== 'pipeline' || told.has(key)) return;
          told.add(key);
          yield report(record.at('service'), 'booked-planned', { record: record.id, service: nameOf(service) });
        },
        *end() {
          for (const { first, log, names, records, only } of strange.values()) {
            const shown = [...names].slice(0, MOST_SHOWN), more = names.size - shown.length, counted = records === 1 ? phrase('records.one', '1 record') : phrase('records.many', '{count} records', { count: records });
            yield report(first, 'unknown-ci', {
              records: log ? phrase('records.of', '{records} of {log}', { records: counted, log: nameOf(log) }) : records === 1 ? only : counted,
              name: records === 1 ? phrase('verb.names', 'names') : phrase('verb.name', 'name'),
              items: names.size === 1 ? phrase('configuration-items.one', '1 configuration item') : phrase('configuration-items.many', '{count} configuration items', { count: names.size }),
              examples: more > 0 ? phrase('list.more', '{names} and {count} more', { names: joined(shown), count: more }) : phraseList(shown), count: names.size,
            });
          }
        },
      };
    },
  },
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
status: approved
approvedOn: 2026-02-12
effectiveFrom: 2026-03-01
services:
  - { id: SVC-MAIL, title: Mail, status: live }
  - { id: SVC-ERP, title: Orders, status: live, ci: CI-ERP }
  - { id: SVC-VOICE, title: Telephony, status: pipeline }
//- cis.yaml
kind: ci-register
id: CIS
title: Configuration items
types: [{ label: dienst, title: Service, service: true }]
items:
  - { id: CI-MAIL, title: Mail, type: dienst, services: [SVC-MAIL], relations: [] }
  - { id: CI-ERP, title: Orders, type: dienst, relations: [] }
//- plan.md
---
{ kind: service-transition-plan, id: TP-ERP, title: Orders, services: [SVC-ERP], liveOn: 2026-03-15 }
---
//- acceptance.yaml
{ kind: acceptance-record, id: AC-ERP, title: Orders, plan: TP-ERP, outcome: accepted }
//- incident.yaml
{ kind: incident-record, id: INC-1, title: Mail hangs, service: SVC-MAIL, openedAt: 2026-06-30T23:10:00+02:00 }
`, `
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail, status: live }] }
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
status: approved
approvedOn: 2026-02-12
effectiveFrom: 2026-03-01
reviewedOn: 2026-02-10
//          ^^^^^^^^^^ catalogue-reality-mismatch older-than-transition
services:
  - { id: SVC-MAIL, title: Mail, status: live }
//        ^^^^^^^^ catalogue-reality-mismatch no-ci
  - { id: SVC-ERP, title: Orders, status: live, ci: CI-ERP }
//                                                  ^^^^^^ catalogue-reality-mismatch ci-of-other-type
  - { id: SVC-VOICE, title: Telephony, status: pipeline }
//- cis.yaml
kind: ci-register
id: CIS
title: Configuration items
types: [{ label: service, title: Service }, { label: server, title: Server }]
items:
  - { id: CI-MAIL, title: Mail, type: service, status: retired, services: [SVC-MAIL], relations: [] }
  - { id: CI-ERP, title: Server of the orders, type: server, relations: [] }
//- plan.md
---
{ kind: service-transition-plan, id: TP-ERP, title: Orders, services: [SVC-ERP], liveOn: 2026-04-01 }
---
//- acceptance.yaml
{ kind: acceptance-record, id: AC-ERP, title: Orders, plan: TP-ERP, outcome: accepted }
//- log-of-cis.yaml
kind: record-log
id: LOG-CIS
title: Incidents with items
of: incident-record
records:
  - { id: INC-901, title: Relay, cis: [CI-NOPE-1] }
//                               ^^^ catalogue-reality-mismatch unknown-ci
  - { id: INC-902, title: Relay, cis: [CI-NOPE-1, CI-NOPE-2] }
`, `
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-VOICE, title: Telephony, status: pipeline }
  - { id: SVC-MAIL, title: Mail, status: live }
//- incident.yaml
kind: incident-record
id: INC-1
title: No dial tone
service: SVC-VOICE
//       ^^^^^^^^^ catalogue-reality-mismatch booked-planned
openedAt: 2026-07-01T00:10:00+02:00
//- log.yaml
{ kind: record-log, id: LOG, title: Incidents, of: incident-record, table: { file: log.csv } }
//- log.csv
id,title,service,openedAt
INC-2,No dial tone,SVC-VOICE,2026-07-01T09:10:00+02:00
//@0-54 catalogue-reality-mismatch booked-planned
INC-3,No dial tone again,SVC-VOICE,2026-07-02T09:10:00+02:00
INC-4,Mail hangs,SVC-MAIL,2026-06-30T09:10:00+02:00
`],
  },
};

function* withoutItem({ model, report }: RuleContext): Iterable<Report> {
  if (currentOfKind(model, 'ci-register').length === 0) return;
  const items = configurationItems(model), byId = new Map(items.map(ci => [ci.item.id, ci]));
  const standing = new Set(items.filter(ci => text(ci.entry, 'status') !== 'retired' && standsForService(ci))
    .flatMap(({ entry }) => namedItems(model, entry, 'services', 'service').map(({ id }) => id)));
  for (const { service, entry } of deliveredServices(model)) {
    if (standing.has(service.id)) continue;
    // An unknown item is told by the reference.
    const ci = byId.get(namedItem(model, entry, 'ci')?.id ?? '');
    if (text(entry, 'ci') === undefined) yield report(service, 'no-ci', { service: nameOf(service) });
    else if (ci && !standsForService(ci)) {
      yield report({ file: service.file, path: [...service.path, 'ci'] }, 'ci-of-other-type',
        { ci: nameOf(ci.item), service: nameOf(service), type: text(ci.entry, 'type') ?? phrase('word.none', 'none') });
    }
  }
}

function* olderThanTransition({ model, today, settings, report }: RuleContext): Iterable<Report> {
  const before = parsePeriod(settings['days']), all = transitions(model);
  for (const catalogue of currentOfKind(model, 'service-catalogue')) {
    const last = latestDay(['approvedOn', 'effectiveFrom', 'reviewedOn'].map(key => text(catalogue.data, key)).filter(day => day !== undefined && day <= today));
    if (last === undefined || before === undefined) continue;
    const later = all.filter(({ service, on }) => on <= today && addPeriod(on, before, -1) > last && model.item(service)?.file === catalogue.file)
      .sort((a, b) => compareText(b.on, a.on))[0];
    const service = later && model.item(later.service);
    if (!later || !service) continue;
    const key = ['reviewedOn', 'approvedOn'].find(each => isDay(text(catalogue.data, each))) ?? 'effectiveFrom';
    yield report({ file: catalogue.file, path: [key] }, 'older-than-transition',
      { service: nameOf(service), on: later.on, catalogue: nameOf(catalogue), last });
  }
}

/** The services that were accepted into operation, or whose transition was reported, with the day on which they went live. */
function transitions(model: Model): readonly { service: string; on: Day }[] {
  const accepted = recordsOutside(model, 'acceptance-record').filter(({ data }) => text(data, 'outcome')?.startsWith('accepted') === true);
  return [...accepted, ...recordsOutside(model, 'transition-report')].flatMap(({ data }) => {
    const plan = model.artefact(namedItem(model, data, 'plan')?.id ?? '')?.data;
    const services = texts(data, 'services').length > 0 ? texts(data, 'services') : texts(plan, 'services');
    const on = dayAt(plan, 'liveOn') ?? dayAt(data, 'deployedAt') ?? dayAt(data, 'on');
    return on === undefined ? [] : services.map(service => ({ service, on }));
  });
}
