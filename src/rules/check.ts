import type { Config, RuleSetting } from '../sms/config.js';
import { objects, text } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import type { Control } from '../sms/control.js';
import { inForce } from '../sms/header.js';
import { isHistory } from '../sms/history.js';
import type { Model } from '../sms/model.js';
import { ANY_ID, innermost, ORIGIN } from '../sms/parse.js';
import { dayOfRecord, type RecordTally, type Tallies } from '../sms/expected.js';
import { kinds, ruleCatalogue } from '../sms/standard.js';
import { comparePositions, compareText, nearest } from '../sms/text.js';
import type { Artefact, Crash, Day, FileFacts, Finding, Item, Kind, Path, Range, Report } from '../sms/types.js';
import { checkData, recordsOfData } from './conditions.js';
import { namesWhatIsMissing, onePerMissingId } from './missing-ids.js';
import { recordsOutside } from './records.js';
import type { Details, Place, RecordCheck, RecordEntry, Rule } from './rule.js';

/** Finds the range of a path in a file: the text is read again, only where something is reported by path. */
export type Locator = (file: string, path: Path, part: 'key' | 'value') => Range;

export interface CheckOptions {
  rules: readonly Rule[];
  today: Day;
  locate: Locator;
  control: Control;
  /** What was noticed before any file was parsed: files that could not be read, limits. */
  reports?: readonly Report[];
  /** What the rules over records found (checkRecords). */
  records?: Judged;
  /** Something was not checked: that nothing was found there proves nothing. */
  partial?: boolean;
}

export interface Checked {
  /** In order of file, place, rule. */
  findings: Finding[];
  /** Accepted by a deviation in force: told, and not counted. */
  accepted: Finding[];
  crashed: Crash[];
  /** Rules that need a history, in part or altogether, and there is none. */
  withoutHistory: string[];
}

export interface FileOptions { rules: readonly Rule[]; today: Day; config: Config; locate: Locator }

/** Runs the rules over one file; what they report belongs to its facts. A rule that throws stops no other. */
export function checkFile(facts: FileFacts, { rules, today, config, locate }: FileOptions): { reports: Report[]; crashed: Crash[] } {
  const { artefact } = facts;
  const crashed: Crash[] = [];
  // Of a file that was not read to its end the rules would mind what the damage hides.
  if (!artefact || facts.incomplete !== undefined) return { reports: [], crashed };
  const desk = new Desk(locate, () => facts.items);
  for (const rule of rules) {
    const setting = valid(config.rules[rule.id], today);
    if (!rule.checkFile || setting?.off) continue;
    const context = { today, config, settings: { ...rule.settings, ...setting?.thresholds }, facts, artefact, report: desk.reporter(rule.id) };
    guard(rule, crashed, () => desk.take(rule.checkFile?.(context) ?? []));
  }
  return { reports: desk.settled(), crashed };
}

/** Runs the rules over the whole and grades what the parser, the schemas and all rules report. Pure; a rule that throws stops no other. */
export function check(model: Model, options: CheckOptions): Checked {
  const { rules, today } = options;
  const byId = new Map(rules.map(rule => [rule.id, rule]));
  const settings = (id: string): RuleSetting | undefined => valid(model.config.rules[id], today);
  const withoutHistory: string[] = [];
  const crashed: Crash[] = [...options.records?.crashed ?? []];
  const reports: Report[] = [...model.config.reports, ...options.reports ?? [], ...(options.records?.reports ?? []).filter(report => canBeSaid(report, model, byId))];
  for (const facts of model.files.values()) {
    reports.push(...facts.reports);
    crashed.push(...facts.crashed ?? []);
  }
  const desk = new Desk(options.locate, file => model.files.get(file)?.items ?? []);
  for (const rule of rules) {
    const setting = settings(rule.id);
    if ((!rule.check && !rule.data) || setting?.off) continue;
    if (rule.needs === 'history' && !isHistory(options.control.history)) withoutHistory.push(rule.id);
    const context = { today, config: model.config, settings: { ...rule.settings, ...setting?.thresholds }, model, control: options.control, tallies: options.records?.tallies ?? new Map(), report: desk.reporter(rule.id) };
    guard(rule, crashed, () => desk.take(rule.check?.(context) ?? []));
    guard(rule, crashed, () => desk.take(rule.data ? checkData(rule.data, context) : []));
  }
  desk.take(unresolved(model, byId, desk));
  for (const { rule, error } of firstOfEach(crashed)) {
    desk.take([desk.reporter('rule-crashed')({ file: model.config.file, range: ORIGIN }, 'crashed', { rule, error })]);
  }
  reports.push(...desk.settled().filter(report => canBeSaid(report, model, byId)));

  const findings = onePerMissingId(reports, model, byId).flatMap(report => graded(report, byId, settings));
  const { open, accepted } = accept(model, findings, { ...options, crashed: new Set(crashed.map(({ rule }) => rule)) }, byId, settings);
  return { findings: open.sort(compareFindings), accepted: accepted.sort(compareFindings), crashed: firstOfEach(crashed), withoutHistory };
}

/** `tallies`: how many records there are of each kind, and of when. */
export interface Judged { reports: Report[]; crashed: Crash[]; tallies: Tallies }

/** A log with its table and the rows of it, portion by portion. */
export interface TableRows { log: Artefact; rows: AsyncIterable<readonly RecordEntry[]> }

const NONE: readonly Report[] = [];

/** More of one kind in one table are counted and no longer listed. */
const MOST_ROWS = 20;

/**
 * Runs the rules over records: those that are files of their own, those in the lists of logs, and the rows of tables as they come. What a rule finds
 * in more than MOST_ROWS rows of a table is listed for the first ones and then counted. A rule that throws stops no other.
 */
export async function checkRecords(model: Model, { rules, today, locate, control }: CheckOptions, tables: readonly TableRows[]): Promise<Judged> {
  const crashed: Crash[] = [];
  const desk = new Desk(locate, file => model.files.get(file)?.items ?? []);
  const judges = rules.flatMap((rule): { rule: Rule; kinds: ReadonlySet<Kind>; of: RecordCheck }[] => {
    const setting = valid(model.config.rules[rule.id], today);
    if (setting?.off) return [];
    const context = { today, config: model.config, settings: { ...rule.settings, ...setting?.thresholds }, model, control, tallies: new Map<Kind, RecordTally>(), report: desk.reporter(rule.id) };
    return [rule.records, rule.data && recordsOfData(rule.data)].flatMap(check => {
      const begun: { rule: Rule; kinds: ReadonlySet<Kind>; of: RecordCheck }[] = [];
      if (check) guard(rule, crashed, () => begun.push({ rule, kinds: new Set(check.kinds), of: check.begin(context) }));
      return begun;
    });
  });
  const failed = new Set<Rule>();
  // Not by way of `guard`: of a million rows most rules find nothing, and nothing is made for that.
  const judge = (rule: Rule, of: RecordCheck, record: RecordEntry): readonly Report[] => {
    if (failed.has(rule)) return NONE;
    let found: Report[] | undefined;
    try {
      for (const report of of.take(record)) if (found) found.push(report); else found = [report];
    } catch (error) {
      crashed.push(crashOf(rule, error));
      failed.add(rule);
      return NONE;
    }
    return found ?? NONE;
  };
  const tallies = new Map<Kind, RecordTally>();
  for (const { kind, header } of kinds()) {
    if (header !== 'record') continue;
    const interested = judges.filter(judge => judge.kinds.has(kind)), tally: RecordTally = { count: 0 };
    for (const record of recordsOutside(model, kind)) {
      add(tally, dayOfRecord(record.data, today));
      for (const { rule, of } of interested) desk.take(judge(rule, of, record));
    }
    tallies.set(kind, tally);
  }
  for (const { log, rows } of tables) {
    const kind = text(log.data, 'of') ?? '', interested = judges.filter(judge => judge.kinds.has(kind)), counted = new Map<string, number>(), tally = tallies.get(kind) ?? { count: 0 };
    for await (const portion of rows) {
      for (const row of portion) add(tally, dayOfRecord(row.data, today));
      for (const row of portion) for (const { rule, of } of interested) {
        for (const report of judge(rule, of, row)) {
          const key = `${report.rule} ${report.message}`, count = (counted.get(key) ?? 0) + 1;
          counted.set(key, count);
          if (count <= MOST_ROWS) desk.take([{ ...report, subject: row.id, artefact: log.id }]);
        }
      }
    }
    for (const [key, count] of counted) {
      if (count > MOST_ROWS) desk.take([desk.reporter('limit-reached')({ file: log.file, path: ['table', 'file'] }, 'rows', { limit: MOST_ROWS, count, rule: key.split(' ')[0] ?? '' })]);
    }
  }
  for (const { rule, of } of judges) if (!failed.has(rule)) guard(rule, crashed, () => desk.take([...of.end?.() ?? []]), () => failed.add(rule));
  return { reports: desk.settled(), crashed, tallies };
}

function add(tally: RecordTally, day: Day | undefined): void {
  tally.count++;
  if (day === undefined) return;
  if (tally.newest === undefined || day > tally.newest) tally.newest = day;
  if (tally.oldest === undefined || day < tally.oldest) tally.oldest = day;
}

/** A rule that fails over many files is one bug. */
function firstOfEach(crashed: readonly Crash[]): Crash[] { return [...new Map([...crashed].reverse().map(crash => [crash.rule, crash])).values()].reverse(); }

/** False for what the unread part of a file, or what is named and not there, may disprove. */
function canBeSaid(report: Report, model: Model, byId: ReadonlyMap<string, Rule>): boolean {
  if (report.rule === 'rule-crashed') return true;
  const unread = unreadOf(model);
  const absence = byId.get(report.rule)?.messages[report.message]?.absence === true;
  if (absence && namesWhatIsMissing(model, report)) return false;
  if (unread.files.size === 0 && unread.ids.size === 0) return true;
  if (unread.files.has(report.file) || absence) return false;
  const { to } = report.args;
  return typeof to !== 'string' || !(unread.ids.has(ANY_ID) || unread.ids.has(to) || unread.ids.has(to.split('#')[0] ?? '') || unread.files.has(to));
}

const unreadByModel = new WeakMap<Model, { files: ReadonlySet<string>; ids: ReadonlySet<string> }>();

function unreadOf(model: Model): { files: ReadonlySet<string>; ids: ReadonlySet<string> } {
  let known = unreadByModel.get(model);
  if (!known) {
    const unread = [...model.files.values()].filter(({ incomplete }) => incomplete !== undefined);
    known = { files: new Set(unread.map(({ file }) => file)), ids: new Set([...model.files.values()].flatMap(({ maybe }) => maybe ?? [])) };
    unreadByModel.set(model, known);
  }
  return known;
}

function guard(rule: Rule, crashed: Crash[], run: () => void, after?: () => void): void {
  try { run(); } catch (error) {
    crashed.push(crashOf(rule, error));
    after?.();
  }
}

function crashOf(rule: Rule, error: unknown): Crash { return { rule: rule.id, error: error instanceof Error ? error.message : String(error) }; }

export function compareFindings(a: Report, b: Report): number {
  return compareText(a.file, b.file) || comparePositions(a.range.start, b.range.start) || compareText(a.rule, b.rule) || compareText(a.message, b.message)
    || compareText(JSON.stringify(a.args), JSON.stringify(b.args));
}

/** A setting that switches off or re-grades counts only until its day. */
function valid(setting: RuleSetting | undefined, today: Day): RuleSetting | undefined {
  if (!setting || (setting.until ?? today) >= today) return setting;
  return { off: false, thresholds: setting.thresholds };
}

/** Takes the reports of rules and finds the ranges of those that point at a path, file by file. */
class Desk {
  private readonly reports: Report[] = [];
  private readonly paths = new Map<Report, { path: Path; part: 'key' | 'value' }>();

  constructor(private readonly locate: Locator, private readonly itemsOf: (file: string) => readonly Item[]) {}

  reporter(rule: string): (at: Place, message: string, args?: Report['args'], details?: Details) => Report {
    return (at, message, args = {}, details = {}) => {
      const report: Report = { rule, message, args, file: at.file, range: ORIGIN, related: [] };
      if (details.clauses) report.clauses = details.clauses;
      const items = this.itemsOf(at.file), own = items[0];
      const path = 'path' in at ? at.path : [];
      if (own) {
        report.artefact = own.artefact;
        report.subject = ('idRange' in at ? at.id : innermost(items, path)?.id) ?? own.artefact;
      }
      this.place(report, at);
      for (const { at: place, text: words } of details.related ?? []) {
        report.related.push({ file: place.file, range: this.rangeOf(place), text: words });
      }
      return report;
    };
  }

  take(reports: Iterable<Report>): void { for (const report of reports) this.reports.push(report); }

  settled(): Report[] {
    for (const [report, { path, part }] of this.paths) report.range = this.locate(report.file, path, part);
    this.paths.clear();
    return this.reports;
  }

  private place(report: Report, at: Place): void {
    if ('idRange' in at || 'range' in at || 'data' in at) report.range = this.rangeOf(at);
    else this.paths.set(report, { path: at.path, part: at.part ?? 'value' });
  }

  private rangeOf(at: Place): Range {
    if ('idRange' in at) return at.idRange;
    if ('range' in at) return at.range;
    if ('data' in at) return this.itemsOf(at.file)[0]?.idRange ?? ORIGIN;
    return this.locate(at.file, at.path, at.part ?? 'value');
  }
}

/** Looking for what was meant takes time with the number of ids: who has so many wrong ones needs no hint for each. */
const MOST_SUGGESTIONS = 200;

const ROLES = 'role-unknown-or-vacant';

/** References whose field names a rule that has a text for it (x-rule). */
function* unresolved(model: Model, byId: ReadonlyMap<string, Rule>, desk: Desk): Iterable<Report> {
  const suggestions = new Map<string, string | undefined>();
  for (const reference of model.references) {
    if (reference.rule === undefined || !byId.get(reference.rule)?.messages['unresolved'] || model.resolves(reference)) continue;
    // Where no role is defined at all, that is told once.
    if (reference.rule === ROLES && model.ofType('role').length === 0) continue;
    const key = `${reference.expects.join()} ${reference.to}`;
    if (!suggestions.has(key)) {
      const wanted = suggestions.size < MOST_SUGGESTIONS;
      suggestions.set(key, wanted ? nearest(reference.to, reference.expects.flatMap(type => model.ofType(type).map(item => item.id))) : undefined);
    }
    const suggestion = suggestions.get(key);
    yield desk.reporter(reference.rule)(reference, 'unresolved', {
      to: reference.to, hint: suggestion === undefined ? '' : ` Did you mean ${suggestion}?`, expected: reference.expects.join(' or ').replace(/-/g, ' '),
    });
  }
}

/** What no rule in force has a text for is not said: the annotation only prepares it. */
function graded(report: Report, byId: ReadonlyMap<string, Rule>, settings: (id: string) => RuleSetting | undefined): Finding[] {
  let { rule: id, message } = report;
  let rule = byId.get(id);
  if (message === 'wrong' && rule && !rule.messages['wrong']) {
    id = 'field-invalid';
    message = String(report.args['otherwise'] ?? 'other');
    rule = byId.get(id);
  }
  const words = rule?.messages[message];
  const setting = settings(id);
  if (!rule || !words || setting?.off) return [];
  return [{ ...report, rule: id, message, grade: setting?.grade ?? words.grade ?? rule.grade, clauses: report.clauses ?? rule.clauses }];
}

/** Mandatory elements that are missing and excluded requirements can be listed as deviations, but stay what they are (format.md F14). */
const NEVER_ACCEPTED = new Set(['mandatory-artefact-missing', 'scope-excludes-requirement']);

function accept(model: Model, findings: Finding[], options: CheckOptions & { crashed: ReadonlySet<string> }, byId: ReadonlyMap<string, Rule>, settings: (id: string) => RuleSetting | undefined):
{ open: Finding[]; accepted: Finding[] } {
  const { today } = options;
  const desk = new Desk(options.locate, file => model.files.get(file)?.items ?? []);
  const acceptedBy = new Map<Finding, string>();
  for (const register of model.ofKind('deviation-register')) {
    if (!inForce(register, today)) continue;
    for (const { at, value } of objects(register.data, 'deviations')) {
      const rule = text(value, 'rule'), subject = text(value, 'at'), until = text(value, 'until'), id = text(value, 'id') ?? '';
      if (rule === undefined || subject === undefined || !isDay(until)) continue;
      const place = (key: string): Place => ({ file: register.file, path: ['deviations', at, key] });
      if (!byId.has(rule) && !ruleCatalogue().some(known => known.id === rule)) {
        desk.take([desk.reporter('deviation-unused')(place('rule'), 'unknown-rule', { rule, suggestion: nearest(rule, byId.keys()) ?? 'one of those that "sms rules" lists' })]);
        continue;
      }
      if (until < today) {
        desk.take([desk.reporter('deviation-expired')(place('until'), 'expired', { rule, until })]);
        continue;
      }
      const matching = findings.filter(finding => finding.rule === rule && isAbout(model, finding, subject));
      for (const finding of matching) if (!NEVER_ACCEPTED.has(rule)) acceptedBy.set(finding, id);
      // What is unread may hold what deviates; a rule that did not run looked at nothing.
      const decides = !options.partial && !options.crashed.has(rule) && unreadOf(model).files.size === 0 && byId.has(rule) && !settings(rule)?.off && !(byId.get(rule)?.needs === 'history' && !isHistory(options.control.history));
      if (matching.length === 0 && decides) desk.take([desk.reporter('deviation-unused')(place('at'), 'unused', { rule, at: subject })]);
    }
  }
  for (const [rule, setting] of Object.entries(model.config.rules)) {
    if (setting.until !== undefined && setting.until < today && (setting.off || setting.grade)) {
      desk.take([desk.reporter('deviation-expired')({ file: model.config.file, path: ['rules', rule, 'until'] }, 'setting-expired', { rule, until: setting.until })]);
    }
  }
  const open = findings.filter(finding => !acceptedBy.has(finding));
  open.push(...desk.settled().flatMap(report => graded(report, byId, settings)));
  return { open, accepted: [...acceptedBy].map(([finding, deviation]) => ({ ...finding, deviation })) };
}

/** A deviation names an id, a full name or a file: it covers what stands inside. */
function isAbout(model: Model, finding: Finding, at: string): boolean {
  if (finding.subject === at || finding.artefact === at || finding.file === at) return true;
  const item = model.item(at), subject = finding.subject === undefined ? undefined : model.item(finding.subject);
  return item !== undefined && subject !== undefined && subject.file === item.file && item.path.every((step, i) => step === subject.path[i]);
}

/** The sentence of a finding: its message with the arguments put in. */
export function sentence(rule: Rule | undefined, report: Report): string {
  const words = rule?.messages[report.message]?.text ?? `${report.rule}: ${report.message}`;
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => (name in report.args ? String(report.args[name]) : whole));
}
