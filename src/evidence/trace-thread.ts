import type { Control } from '../sms/control.js';
import { number, text, texts, type Fields } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { beginningOf } from '../sms/expected.js';
import { isCurrent } from '../sms/header.js';
import type { Language } from '../sms/language.js';
import { actionsFor } from '../sms/loop.js';
import type { Model } from '../sms/model.js';
import { namedIn } from '../sms/named.js';
import { labelOf } from '../sms/naming.js';
import { recordNamed } from '../sms/records.js';
import { kindsOf } from '../sms/kinds.js';
import type { Shape } from '../sms/shapes.js';
import { actionsBySource, agreementsOf, breachesOf, resultsOf, serviceReports, type Breach, type ServiceReport } from '../sms/service-reports.js';
import { includes } from '../sms/spans.js';
import { serviceTargets, type TargetResult } from '../sms/target-results.js';
import type { Artefact, Day, Finding, Item, Kind, Path, Range } from '../sms/types.js';
import { span } from './desk.js';
import type { Inline, Span } from './pack.js';
import type { TracePlace } from './trace.js';

/** `row`: the record that the id names, where it is a row of a table. `locate`: where a value stands in a file, where that is known. */
export interface TraceInput {
  checked: { model: Model; control: Control; findings: readonly Finding[]; today: Day };
  language: Language;
  sentence(finding: Finding): string;
  locate?(file: string, path: Path): Range;
  row?: TracedRow;
}

/** `line` counts from 1. */
export interface TracedRow { kind: Kind; id: string; title: string; data: Fields; log: Artefact; file: string; line: number }

/** What hops are made from. */
export interface Thread extends Pick<TraceInput, 'language' | 'sentence'> {
  id: string; kind: Kind; title: string; data: Fields; log?: Artefact; day: Day | undefined; today: Day; schemaName: string; shape: Shape | undefined;
  /** What references inside the record are local to. */
  holder: Artefact | undefined;
  model: Model; control: Control; findings: readonly Finding[];
  /** Where a field of the record stands. */
  place(path: Path): TracePlace;
  placeOf(item: { file: string; path?: Path }): TracePlace;
  t: Language['text'];
  results: readonly TargetResult[];
  misses: readonly Miss[];
  /** Nonconformities and improvements: of the record, and of the breaches that it is part of. */
  actions: readonly Item[];
  /** Those of them whose effect is checked and that management reviews: an improvement only where a breach led to it. */
  followed: readonly Item[];
  /** The process that records of the kind come from. */
  process: Item | undefined;
  problems: readonly Item[];
  changes: readonly Item[];
}

/** A target that was missed, and how that went on. `needed`: the period did not keep what was promised, or nobody reported on it. */
export interface Miss { result: TargetResult; reports: readonly ServiceReport[]; breach: Breach | undefined; named: boolean; needed: boolean; share?: string }

export function threadOf({ checked, language, sentence, locate, row }: TraceInput, id: string): Thread | undefined {
  const { model, control, findings, today } = checked, listed = row ? undefined : recordNamed(model, id), record = row ?? listed;
  const schema = record && kindsOf(model.config).get(record.kind);
  if (!record || !schema || (schema.header !== 'record') || record.kind === 'record-log') return undefined;
  const { kind, title, data, log } = record, holder = row?.log ?? listed?.artefact;
  const placeAt = (file: string, path: Path): TracePlace => { const range = locate?.(file, path); return { file, ...(range && { line: range.start.line + 1 }) }; };
  const place = (path: Path): TracePlace => (row ? { file: row.file, line: row.line } : placeAt(listed?.artefact.file ?? '', [...listed?.path ?? [], ...path]));
  const targets = serviceTargets(model), shape = schema.shape, hasTargets = shape.properties.has('targets');
  const results = hasTargets ? targets.results({ data, ...(log && { log }) }, today) : [];
  const bySource = actionsBySource(model), missed = results.filter(({ state }) => state === 'missed' || state === 'past-due');
  const day = text(data, 'openedAt')?.slice(0, 10) ?? beginningOf(data, today), misses = missed.map(result => missOf(model, record.id, day, result));
  const of = misses.flatMap(({ breach }) => (breach ? actionsFor(model, breach) : []));
  const own = [...bySource.get(record.id) ?? [], ...['nonconformity', 'improvements', 'improvement'].flatMap(key => (holder ? namedIn(model, holder, data, key) : []))];
  const self = kind === 'nonconformity' ? [model.inFiles(record.id)].filter(item => item !== undefined) : [];
  const problems = relatives(model, holder, data, record.id, 'problem-record', ['problem'], ['incidents']);
  const changes = relatives(model, holder, data, record.id, 'change-record', ['change', 'changes'], ['from', 'incidents']);
  const throughProblems = problems.flatMap(problem => { const artefact = model.artefact(problem.artefact); return artefact
    ? namedIn(model, artefact, model.value(problem), 'changes') : []; });
  return {
    id: record.id, kind, title, data, ...(log && { log }), day: isDay(day) ? day : undefined, today, schemaName: language.text(`kind.${kind}`, schema.name),
      shape, holder,
    model, control, findings, language, sentence, place, placeOf: ({ file, path = [] }) => placeAt(file, path), t: language.text,
    results, misses, actions: once([...self, ...of, ...own]), followed: once([...self, ...of, ...own.filter(({ type }) => type === 'nonconformity')]),
      process: processOf(model, kind), problems, changes: once([...changes, ...throughProblems]).filter(({ id: other }) => other !== record.id),
  };
}

/** What the record names in these fields, and what of the kind names it in those: each link is written at one end. */
function relatives(model: Model, holder: Artefact | undefined, data: Fields, id: string, kind: Kind, fieldsOfOwn: readonly string[],
  fieldsOfOthers: readonly string[]): Item[] {
  const named = holder ? fieldsOfOwn.flatMap(key => namedIn(model, holder, data, key)) : [];
  const naming = model.ofKind(kind).filter(other => fieldsOfOthers.some(key => namedIn(model, other, other.data,
    key).some(item => item.id === id))).flatMap(other => model.inFiles(other.id) ?? []);
  return once([...named, ...naming].filter(item => item.id !== id));
}

function once(items: readonly Item[]): Item[] { return [...new Map(items.map(item => [item.id, item])).values()]; }

/** The process of the maps whose clauses are nearest to those that records of the kind show. */
function processOf(model: Model, kind: Kind): Item | undefined {
  const shown = kindsOf(model.config).get(kind)?.clauses.map(({ clause }) => clause) ?? [];
  const fit = (item: Item): number => Math.max(0, ...texts(model.value(item),
    'clauses').map(id => id.trim()).filter(id => shown.some(clause => clause === id || clause.startsWith(`${id}.`))).map(id => id.length));
  return model.ofType('process').filter(item => isCurrent(model, item) && fit(item) > 0).sort((a, b) => fit(b) - fit(a))[0];
}

function missOf(model: Model, id: string, day: Day | undefined, result: TargetResult): Miss {
  const { target, terms } = result, all = serviceReports(model), covering = all.filter(({ period }) => day !== undefined && includes(period, day));
  const reports = covering.filter(({ artefact }) => agreementsOf(model, artefact).has(target.sla.id)),
    isOf = (breach: Breach): boolean => breach.target?.id === target.id;
  const names = (breach: Breach): boolean => namedIn(model, breach.report, breach.value, 'records').some(item => item.id === id);
  const breaches = all.flatMap(({ artefact }) => breachesOf(model, artefact)),
    own = breaches.find(breach => names(breach) && isOf(breach)) ?? breaches.find(breach => names(breach) && !breach.target);
  const other = own ? undefined : covering.flatMap(({ artefact }) => breachesOf(model, artefact)).find(isOf);
  const reported = reports.flatMap(({ artefact }) => resultsOf(model, artefact)).find(entry => entry.target?.id === target.id)?.value;
  const value = number(reported, 'value'), within = number(reported, 'within'), cases = number(reported, 'cases'), attainment = number(terms, 'attainment') ?? 100;
  // A report that counts all cases as in time contradicts this record.
  const kept = reported?.['met'] === true && value !== undefined && attainment < 100 && value < 100 && within !== cases;
  return { result, reports, breach: own ?? other, named: own !== undefined, needed: own !== undefined || !kept, ...(kept && { share: `${value} %` }) };
}

/** A field that holds a day or a moment. */
export function isMoment(key: string): boolean { return key.endsWith('At') || key.endsWith('On'); }

/** `2026-04-14 20:40` of `2026-04-14T20:40:00+02:00`: the clock of whoever wrote it. */
export function momentText(written: string): string { return written.length > 10 ? `${written.slice(0, 10)} ${written.slice(11, 16)}` : written; }

export function linked(items: readonly Item[]): Inline { return listed(items.map(item => span(labelOf(item), { item: item.id }))); }

export function listed(spans: readonly Span[]): Inline { return joined(spans.map(one => [one]), ', '); }

export function joined(parts: readonly Inline[], between: string): Span[] { return parts.flatMap((part, at) => (at === 0 ? [...part] : [span(between), ...part])); }
