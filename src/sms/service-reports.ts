import { addTo, fields, objects, text, type Fields } from './data.js';
import type { Model } from './model.js';
import { foundOfEach, foundOnce, type Findings, type OfEach } from './reads.js';
import { compareText } from './text.js';
import type { Artefact, Item, Path } from './types.js';
import { namedIn } from './named.js';
import { spanOf, type Span } from './spans.js';

/** A service report with a period that can be read. */
export interface ServiceReport { artefact: Artefact; period: Span }

/** In the order of their periods. */
export function serviceReports(model: Model): readonly ServiceReport[] { return foundOnce(model, reportsByModel, findReports); }

const reportsByModel: Findings<readonly ServiceReport[]> = new WeakMap();

function findReports(model: Model): readonly ServiceReport[] {
  return model.ofKind('service-report').flatMap(artefact => {
    const period = spanOf(artefact.data, 'period');
    return period ? [{ artefact, period }] : [];
  }).sort((a, b) => compareText(a.period.from, b.period.from) || compareText(a.artefact.id, b.artefact.id));
}

/** An entry of a list of a report, with the target that it is about; `target` is undefined where none is named or known. */
export interface ReportEntry { report: Artefact; path: Path; value: Fields; target: Item | undefined }

/** What was measured against each target. */
export function resultsOf(model: Model, report: Artefact): readonly ReportEntry[] { return foundOfEach(model, resultsByModel, report, (seen, of) => entriesOf(seen, of, 'results')); }

const resultsByModel: Findings<OfEach<Artefact, readonly ReportEntry[]>> = new WeakMap();

/** A target that a report says was missed. */
export interface Breach extends ReportEntry { /** Full name. */ id: string; title: string }

export function breachesOf(model: Model, report: Artefact): readonly Breach[] { return foundOfEach(model, breachesByModel, report, findBreaches); }

const breachesByModel: Findings<OfEach<Artefact, readonly Breach[]>> = new WeakMap();

function findBreaches(model: Model, report: Artefact): readonly Breach[] {
  return entriesOf(model, report, 'breaches').map((entry, at) => {
    const local = text(entry.value, 'id') ?? String(at + 1);
    return { ...entry, id: `${report.id}#${local}`, title: text(entry.value, 'title') ?? entry.target?.title ?? '' };
  });
}

function entriesOf(model: Model, report: Artefact, list: string): readonly ReportEntry[] {
  return objects(report.data, list).map(({ at, value }) => {
    const named = text(value, 'target'), item = named === undefined ? undefined : model.item(named);
    return { report, path: [list, at], value, target: item?.type === 'target' ? item : undefined };
  });
}

/** The agreements that a report is about, by id. */
export function agreementsOf(model: Model, report: Artefact): ReadonlySet<string> {
  return foundOfEach(model, agreementsByModel, report, (seen, of) => new Set(namedIn(seen, of, of.data, 'agreements').map(({ id }) => id)));
}

const agreementsByModel: Findings<OfEach<Artefact, ReadonlySet<string>>> = new WeakMap();

/** The SLA that a target stands in. */
export function agreementOf(model: Model, target: Item): Artefact | undefined { return model.artefact(target.artefact); }

/** How a result of a target is read: most are better when higher; a time without a share of cases, and a count that is at most, when lower. */
export function betterIs(target: Fields): 'higher' | 'lower' {
  const share = target['attainment'] !== undefined && target['attainment'] !== null;
  return !share && text(target, 'operator') === 'at-most' ? 'lower' : 'higher';
}

/** By the id of what they were raised for: the nonconformities and improvements, open or done, that were not taken back. */
export function actionsBySource(model: Model): ReadonlyMap<string, readonly Item[]> { return foundOnce(model, actionsByModel, findActions); }

const actionsByModel: Findings<ReadonlyMap<string, readonly Item[]>> = new WeakMap();

function findActions(model: Model): ReadonlyMap<string, readonly Item[]> {
  const found = new Map<string, Item[]>();
  for (const type of ['nonconformity', 'improvement']) {
    for (const action of model.ofType(type)) {
      const artefact = model.artefact(action.artefact);
      if (!artefact || isTakenBack(model, action)) continue;
      for (const source of namedIn(model, artefact, model.value(action), 'from')) addTo(found, source.id, action);
    }
  }
  return found;
}

/** A nonconformity that was withdrawn, an improvement that was turned down: nothing is done because of it. */
export function isTakenBack(model: Model, action: Item): boolean {
  const value = model.value(action), status = text(value, 'status');
  return status === 'withdrawn' || status === 'rejected' || text(fields(value, 'decision'), 'outcome') === 'rejected';
}
