import type { Config, RuleSetting } from '../sms/config.js';
import { groupBy, text } from '../sms/data.js';
import { acceptedBy, DEVIATION_REGISTER, DEVIATIONS, deviationsIn, NEVER_ACCEPTED, writtenMarks } from '../sms/deviations.js';
import type { Control } from '../sms/control.js';
import { compareFindings } from '../sms/findings.js';
import { inForce } from '../sms/header.js';
import { isHistory } from '../sms/history.js';
import { kindsOf } from '../sms/kinds.js';
import { ENGLISH, meant, phrase, phraseList, told, withWords, type Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { ANY_ID, innermost, ORIGIN } from '../sms/parse.js';
import { dayOfRecord, type RecordTally, type Tallies } from '../sms/expected.js';
import { ruleCatalogue } from '../sms/standard.js';
import { Reads, watched } from '../sms/reads.js';
import { nearest } from '../sms/text.js';
import type { Artefact, Crash, Day, FileFacts, Finding, Item, Kind, Path, Range, Report, Word } from '../sms/types.js';
import { checkData, recordsOfData } from './conditions.js';
import type { RuleMemory } from './memory.js';
import { namesWhatIsMissing, onePerMissingId } from './missing-ids.js';
import { mostSuggestions, portionsOf } from './portions.js';
import { recordsOutside } from './records.js';
import type { Details, NotingRule, Notes, Place, RecordCheck, RecordEntry, RecordRule, Rule, RuleContext } from './rule.js';

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
  /** What was found before, in the same SMS with the same rules; takes in what is found now. */
  memory?: RuleMemory;
  /** Awaited now and then while records are gone through; what it throws ends that. */
  pause?(): Promise<void> | undefined;
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
  const desk = new Desk(locate, () => facts.items, new Reads());
  for (const rule of rules) {
    const setting = valid(config.rules[rule.id], today);
    if (!rule.checkFile || setting?.off) continue;
    const context = { today, config, settings: { ...rule.settings, ...setting?.thresholds }, facts, artefact, report: desk.reporter(rule.id) };
    guard(rule, crashed, () => desk.take(rule.checkFile?.(context) ?? []));
  }
  return { reports: desk.settled(), crashed };
}

/** What was found in one file alone, graded, without what deviations accept as the Model has them. */
export function checkOne(facts: FileFacts, model: Model, options: CheckOptions): Finding[] {
  const byId = new Map(options.rules.map(rule => [rule.id, rule])), settings = (id: string): RuleSetting | undefined => valid(model.config.rules[id], options.today);
  const findings = facts.reports.flatMap(report => graded(report, byId, settings)), own = new Set(findings);
  return accept(model, findings, { ...options, partial: true, crashed: new Set() }, byId, settings).open.filter(finding => own.has(finding));
}

/** Runs the rules over the whole and grades what the parser, the schemas and all rules report. Pure; a rule that throws stops no other. */
export function check(model: Model, options: CheckOptions): Checked {
  const steps = checking(model, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, rule by rule, for whoever has something else to do in between. */
export function* checking(model: Model, options: CheckOptions): Generator<undefined, Checked> {
  const { rules, today, control, memory } = options, tallies: Tallies = options.records?.tallies ?? new Map<Kind, RecordTally>();
  const byId = new Map(rules.map(rule => [rule.id, rule]));
  const settings = (id: string): RuleSetting | undefined => valid(model.config.rules[id], today);
  const withoutHistory: string[] = [];
  const crashed: Crash[] = [...options.records?.crashed ?? []];
  const raised: Report[] = [...options.records?.reports ?? []];
  memory?.count(tallies);
  /** What a rule says, or said when nothing that it reads was different. */
  const say = (key: string, run: (model: Model, desk: Desk, reads: Reads) => void): void => {
    const known = memory?.reportsOf(key);
    if (known) { raised.push(...known); return; }
    const reads = new Reads(), desk = new Desk(options.locate, file => model.files.get(file)?.items ?? [], reads), before = crashed.length;
    run(memory ? watched(model, reads) : model, desk, reads);
    const found = desk.settled();
    if (crashed.length === before) memory?.keepReports(key, reads, found);
    raised.push(...found);
  };
  const portions = portionsOf(model);
  for (const rule of rules) {
    const setting = settings(rule.id);
    if ((!rule.check && !rule.data && !rule.references) || setting?.off) continue;
    if (rule.needs === 'history' && !isHistory(control.history)) withoutHistory.push(rule.id);
    const context = (seen: Model, desk: Desk, reads: Reads): RuleContext => ({
      today, config: model.config, settings: { ...rule.settings, ...setting?.thresholds }, model: seen, report: desk.reporter(rule.id),
      get control() { reads.whole.add('control'); return control; },
      get tallies() { reads.whole.add('tallies'); return tallies; },
    });
    if (rule.check || rule.data) say(rule.id, (seen, desk, reads) => {
      const own = context(seen, desk, reads);
      guard(rule, crashed, () => desk.take(rule.check?.(own) ?? []));
      guard(rule, crashed, () => desk.take(rule.data ? atMost(checkData(rule.data, own), rule, own) : []));
    });
    if (rule.references) for (const { key, files } of portions) say(`${rule.id} ${key}`, (seen, desk, reads) => {
      guard(rule, crashed, () => {
        const judge = rule.references?.(context(seen, desk, reads));
        for (const file of files) for (const reference of seen.referencesIn(file)) desk.take(judge?.(reference) ?? []);
      });
    });
    yield undefined;
  }
  for (const { key, files } of portions) say(`unresolved ${key}`, (seen, desk) => { desk.take(unresolved(seen, files, byId, desk)); });
  const desk = new Desk(options.locate, file => model.files.get(file)?.items ?? [], new Reads());
  const reports: Report[] = [...model.config.reports, ...options.reports ?? []];
  for (const facts of model.files.values()) {
    reports.push(...facts.reports);
    crashed.push(...facts.crashed ?? []);
  }
  for (const { rule, error } of firstOfEach(crashed)) {
    desk.take([desk.reporter('rule-crashed')({ file: model.config.file, range: ORIGIN }, 'crashed', { rule, error })]);
  }
  reports.push(...[...raised, ...desk.settled()].filter(report => canBeSaid(report, model, byId)));

  const findings = onePerMissingId(reports, model, byId).flatMap(report => graded(report, byId, settings));
  const { open, accepted } = accept(model, findings, { ...options, crashed: new Set(crashed.map(({ rule }) => rule)) }, byId, settings);
  return { findings: open.sort(compareFindings), accepted: accepted.sort(compareFindings), crashed: firstOfEach(crashed), withoutHistory };
}

/** `tallies`: how many records there are of each kind, and of when. */
export interface Judged { reports: Report[]; crashed: Crash[]; tallies: Tallies }

/** A log with its table and the rows of it, portion by portion. `isKnown`: its rows are the same as at the last check, and need not be gone through for themselves. */
export interface TableRows { log: Artefact; rows: AsyncIterable<readonly RecordEntry[]>; isKnown?: boolean }

const NONE: readonly Report[] = [];

/** More of one kind in one table are counted and no longer listed. */
const MOST_ROWS = 20;

/**
 * Runs the rules over records: those that are files of their own, those in the lists of logs, and the rows of tables as they come. What a rule finds
 * in more than MOST_ROWS rows of a table is listed for the first ones and then counted. A rule that throws stops no other. What was found in the files,
 * or in one table, is kept by itself where a rule judges each record by itself or by notes.
 */
export async function checkRecords(model: Model, options: CheckOptions, tables: readonly TableRows[]): Promise<Judged> {
  const { rules, today, memory, pause } = options, crashed: Crash[] = [], failed = new Set<Rule>();
  const guarded = (rule: Rule, run: () => void): void => { if (!failed.has(rule)) guard(rule, crashed, run, () => failed.add(rule)); };
  const judges = rules.flatMap((rule): Judge[] => {
    const setting = valid(model.config.rules[rule.id], today);
    if (setting?.off) return [];
    const settings = { ...rule.settings, ...setting?.thresholds };
    return [rule.records, rule.data && recordsOfData(rule.data, model.config)].flatMap((check, at): Judge[] => {
      const key = `${rule.id} ${at}`, said = check && memory?.reportsOf(key);
      if (!check) return [];
      return [{ key, rule, settings, check, kinds: new Set(check.kinds), found: [...said ?? []], notes: [], isSaid: said !== undefined, whole: undefined }];
    });
  });
  /** Begins to judge some records, where what was found in them is not known. */
  const begin = (each: Judge, part: string): Work | undefined => {
    const { key, rule, check, whole } = each, own = `${key}\n${part}`;
    if (each.isSaid || failed.has(rule)) return undefined;
    if (whole) return whole;
    const reports = memory?.reportsOf(own), notes = memory?.notesOf(own);
    if (reports) { each.found.push(...reports); return undefined; }
    if (notes) { each.notes.push(notes); return undefined; }
    const work = workOf(each, model, options);
    let begun: Work | undefined;
    guarded(rule, () => {
      if ('note' in check) {
        const { take, done } = check.note(work.context);
        begun = {
          ...work, take: record => { take(record); return NONE; },
          end: () => { const noted = done(); each.notes.push(noted); memory?.keepNotes(own, work.reads, noted); },
        };
      } else {
        const of = check.begin(work.context);
        const isWhole = of.end !== undefined && !check.apart;
        begun = {
          ...work, take: record => of.take(record),
          end: () => {
            work.desk.take(of.end?.() ?? []);
            const found = work.desk.settled();
            memory?.keepReports(isWhole ? key : own, work.reads, found);
            each.found.push(...found);
          },
        };
        if (isWhole) each.whole = begun;
      }
    });
    return begun;
  };
  // Not by way of `guard`: of a million rows most rules find nothing, and nothing is made for that.
  const judge = ({ rule }: Judge, { take }: Work, record: RecordEntry): readonly Report[] => {
    if (failed.has(rule)) return NONE;
    let found: Report[] | undefined;
    try {
      for (const report of take(record)) if (found) found.push(report); else found = [report];
    } catch (error) {
      crashed.push(crashOf(rule, error));
      failed.add(rule);
      return NONE;
    }
    return found ?? NONE;
  };
  /** What was found in a part of the records before a rule failed is told, and not kept. */
  const finish = (each: Judge, work: Work): void => {
    if (work === each.whole) return;
    if (!failed.has(each.rule)) guarded(each.rule, work.end);
    if (failed.has(each.rule)) each.found.push(...work.desk.settled());
  };
  const tallies = new Map<Kind, RecordTally>();
  for (const { kind, header } of kindsOf(model.config).all()) {
    if (header !== 'record') continue;
    await pause?.();
    const known = memory?.tallyOf(kind), tally: RecordTally = { count: 0 };
    if (!known) {
      const reads = new Reads();
      for (const { data } of recordsOutside(memory ? watched(model, reads) : model, kind)) add(tally, dayOfRecord(data, today));
      memory?.keepTally(kind, reads, tally);
    }
    tallies.set(kind, { ...known ?? tally });
  }
  for (const each of judges) {
    await pause?.();
    const work = begin(each, FILES);
    if (!work) continue;
    for (const kind of kindsOf(model.config).all()) if (each.kinds.has(kind.kind)) for (const record of recordsOutside(work.context.model, kind.kind)) work.desk.take(judge(each, work, record));
    finish(each, work);
  }
  for (const { log, rows, isKnown } of tables) {
    const kind = text(log.data, 'of') ?? '', part = log.file, begun: { each: Judge; work: Work; counts: Map<string, number> }[] = [];
    for (const each of judges) {
      const work = each.kinds.has(kind) ? begin(each, part) : undefined;
      if (!work) continue;
      begun.push({ each, work, counts: new Map() });
      await pause?.();
    }
    const known = memory?.tallyOf(`${kind} ${part}`), tally: RecordTally = { count: 0 }, all = tallies.get(kind);
    if (isKnown && begun.length === 0 && known) { if (all) addAll(all, known); continue; }
    for await (const portion of rows) {
      await pause?.();
      for (const row of portion) add(tally, dayOfRecord(row.data, today));
      for (const row of portion) for (const { each, work, counts } of begun) {
        for (const report of judge(each, work, row)) {
          const key = `${report.rule} ${report.message}`, count = counts.get(key) ?? 0;
          counts.set(key, count + 1);
          if (count < MOST_ROWS) work.desk.take([{ ...report, subject: row.id, artefact: log.id }]);
        }
      }
    }
    if (all) addAll(all, tally);
    memory?.keepTally(`${kind} ${part}`, new Reads(), tally);
    for (const { each, work, counts } of begun) {
      for (const [key, count] of counts) {
        if (count > MOST_ROWS) work.desk.take([work.desk.reporter('limit-reached')({ file: log.file, path: ['table', 'file'] }, 'rows', { limit: MOST_ROWS, count, rule: key.split(' ')[0] ?? '' })]);
      }
      finish(each, work);
      await pause?.();
    }
  }
  const reports: Report[] = [];
  for (const each of judges) {
    await pause?.();
    const { key, rule, check, whole, notes, found } = each;
    if (whole && !failed.has(rule)) guarded(rule, whole.end);
    if (whole && failed.has(rule)) found.push(...whole.desk.settled());
    if ('note' in check && !failed.has(rule)) {
      const said = memory?.saidOf(key, notes), work = workOf(each, model, options);
      if (!said) guarded(rule, () => work.desk.take(check.end(work.context, notes)));
      const own = said ?? work.desk.settled();
      if (!said && !failed.has(rule)) memory?.keepSaid(key, work.reads, notes, own);
      found.push(...own);
    }
    reports.push(...found);
  }
  return { reports, crashed, tallies };
}

/** The part of the records that stands in no table. No file is called so. */
const FILES = '';

/** A check over records, and what it said or noted so far. `whole`: at work over all records at once, for it holds them against each other. */
interface Judge {
  key: string; rule: Rule; settings: RuleContext['settings']; check: RecordRule | NotingRule; kinds: ReadonlySet<Kind>;
  found: Report[]; notes: Notes[]; isSaid: boolean; whole: Work | undefined;
}

/** At work over some records. `end`: keeps what was found in them. */
interface Work extends Pick<RecordCheck, 'take'> { context: RuleContext; reads: Reads; desk: Desk; end(): void }

function workOf({ rule, settings }: Judge, model: Model, { today, control, locate, memory }: CheckOptions): Omit<Work, 'take' | 'end'> {
  const reads = new Reads(), desk = new Desk(locate, file => model.files.get(file)?.items ?? [], reads);
  const context: RuleContext = {
    today, config: model.config, settings, model: memory ? watched(model, reads) : model, tallies: new Map<Kind, RecordTally>(), report: desk.reporter(rule.id),
    get control() { reads.whole.add('control'); return control; },
  };
  return { context, reads, desk };
}

function addAll(tally: RecordTally, { count, newest, oldest }: RecordTally): void {
  for (const day of [newest, oldest]) if (day !== undefined) add(tally, day);
  tally.count += count - (newest === undefined ? 0 : 1) - (oldest === undefined ? 0 : 1);
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

/** A setting that switches off or re-grades counts only until its day. */
function valid(setting: RuleSetting | undefined, today: Day): RuleSetting | undefined {
  if (!setting || (setting.until ?? today) >= today) return setting;
  return { off: false, thresholds: setting.thresholds };
}

/** Takes the reports of rules and finds the ranges of those that point at a path, file by file. */
class Desk {
  private readonly reports: Report[] = [];
  private readonly paths = new Map<Report, { path: Path; part: 'key' | 'value' }>();

  /** `reads`: takes in what placing the reports depends on. */
  constructor(private readonly locator: Locator, private readonly items: (file: string) => readonly Item[], private readonly reads: Reads) {}

  private locate(file: string, path: Path, part: 'key' | 'value'): Range {
    this.reads.texts.add(file);
    return this.locator(file, path, part);
  }

  private itemsOf(file: string): readonly Item[] {
    this.reads.items.add(file);
    return this.items(file);
  }

  reporter(rule: string): (at: Place, message: string, args?: Readonly<Record<string, Word>>, details?: Details) => Report {
    return (at, message, args = {}, details = {}) => {
      const report: Report = { rule, message, ...withWords(args), file: at.file, range: ORIGIN, related: [] };
      if (details.clauses) report.clauses = details.clauses;
      const items = this.itemsOf(at.file), own = items[0];
      const path = 'path' in at ? at.path : [];
      if (own) {
        report.artefact = own.artefact;
        report.subject = ('idRange' in at ? at.id : innermost(items, path)?.id) ?? own.artefact;
      }
      this.place(report, at);
      for (const { at: place, text: words } of details.related ?? []) {
        report.related.push({ file: place.file, range: this.rangeOf(place), text: String(told(ENGLISH, words)), ...(typeof words === 'object' && { words }) });
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
function* unresolved(model: Model, files: readonly string[], byId: ReadonlyMap<string, Rule>, desk: Desk): Iterable<Report> {
  const suggestions = new Map<string, string | undefined>();
  for (const reference of files.flatMap(file => model.referencesIn(file))) {
    if (reference.rule === undefined || !byId.get(reference.rule)?.messages['unresolved'] || model.resolves(reference)) continue;
    // Where no role is defined at all, that is told once.
    if (reference.rule === ROLES && model.ofType('role').length === 0) continue;
    const key = `${reference.expects.join()} ${reference.to}`;
    if (!suggestions.has(key)) {
      const wanted = suggestions.size < mostSuggestions(model, MOST_SUGGESTIONS);
      suggestions.set(key, wanted ? nearest(reference.to, reference.expects.flatMap(type => model.ofType(type).map(item => item.id))) : undefined);
    }
    const suggestion = suggestions.get(key);
    yield desk.reporter(reference.rule)(reference, 'unresolved', {
      to: reference.to, hint: meant(suggestion),
      expected: phraseList(reference.expects.map(type => phrase(`kind.${type}`, type.replace(/-/g, ' '))), 'or'),
    });
  }
}

/** Of one file; the others are counted. */
const MOST_OF_OWN = 200;

/** What a rule of one's own says, which may speak of everything there is. */
function* atMost(reports: Iterable<Report>, rule: Rule, { report }: RuleContext): Iterable<Report> {
  if (rule.file === undefined) { yield* reports; return; }
  const counts = new Map<string, number>();
  for (const each of reports) {
    const count = (counts.get(each.file) ?? 0) + 1;
    counts.set(each.file, count);
    if (count <= MOST_OF_OWN) yield each;
  }
  for (const [file, count] of counts) if (count > MOST_OF_OWN) yield { ...report({ file, range: ORIGIN }, 'findings', { limit: MOST_OF_OWN, count, rule: rule.id }), rule: 'limit-reached' };
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
  const grade = setting?.grade ?? words.grade ?? rule.grade, clauses = report.clauses ?? rule.clauses, before = findingOf.get(report);
  if (before?.rule === id && before.message === message && before.grade === grade && before.clauses === clauses) return [before];
  const finding = { ...report, rule: id, message, grade, clauses };
  findingOf.set(report, finding);
  return [finding];
}

/** A report that is kept from one check to the next stays one finding, so that nobody need look at it again. */
const findingOf = new WeakMap<Report, Finding>();

function accept(model: Model, findings: Finding[], options: CheckOptions & { crashed: ReadonlySet<string> }, byId: ReadonlyMap<string, Rule>, settings: (id: string) => RuleSetting | undefined):
{ open: Finding[]; accepted: Finding[] } {
  const { today } = options;
  const desk = new Desk(options.locate, file => model.files.get(file)?.items ?? [], new Reads());
  const acceptedIn = new Map<Finding, string>();
  const byRule = groupBy(findings, ({ rule }) => rule);
  for (const register of model.ofKind(DEVIATION_REGISTER)) {
    if (!inForce(register, today)) continue;
    for (const deviation of deviationsIn(register)) {
      const { index, id, rule, about, until } = deviation;
      const place = (key: string): Place => ({ file: register.file, path: [DEVIATIONS, index, key] });
      if (!byId.has(rule) && !ruleCatalogue().some(known => known.id === rule)) {
        desk.take([desk.reporter('deviation-unused')(place('rule'), 'unknown-rule', { rule, suggestion: nearest(rule, byId.keys()) ?? phrase('hint.rules-listed', 'one of those that "sms rules" lists') })]);
        continue;
      }
      if (until < today) {
        desk.take([desk.reporter('deviation-expired')(place('until'), 'expired', { rule, until })]);
        continue;
      }
      const { findings: matching, unused, spare } = acceptedBy(model, deviation, byRule.get(rule) ?? []);
      for (const finding of matching) if (!NEVER_ACCEPTED.has(rule)) acceptedIn.set(finding, id);
      // What is unread may hold what deviates; a rule that did not run looked at nothing.
      const decides = !options.partial && !options.crashed.has(rule) && unreadOf(model).files.size === 0 && byId.has(rule) && !settings(rule)?.off && !(byId.get(rule)?.needs === 'history' && !isHistory(options.control.history));
      if (unused && decides) desk.take([desk.reporter('deviation-unused')(place('at'), 'unused', { rule, at: about })]);
      else if (spare.size > 0 && decides) desk.take([desk.reporter('deviation-unused')(place('only'), 'partly', { rule, at: about, marks: writtenMarks(spare).join(', ') })]);
    }
  }
  for (const [rule, setting] of Object.entries(model.config.rules)) {
    if (setting.until !== undefined && setting.until < today && (setting.off || setting.grade)) {
      desk.take([desk.reporter('deviation-expired')({ file: model.config.file, path: ['rules', rule, 'until'] }, 'setting-expired', { rule, until: setting.until })]);
    }
  }
  const open = findings.filter(finding => !acceptedIn.has(finding));
  open.push(...desk.settled().flatMap(report => graded(report, byId, settings)));
  return { open, accepted: [...acceptedIn].map(([finding, deviation]) => ({ ...finding, deviation })) };
}

/** The sentence of a finding: its message with the arguments put in. */
export function sentence(rule: Rule | undefined, { rule: id, message, args, words }: Report, language: Language = ENGLISH): string {
  const inWords = words && Object.fromEntries(Object.entries(words).map(([name, word]) => [name, told(language, word)]));
  return language.text(`rule.${id}.message.${message}`, rule?.messages[message]?.text ?? `${id}: ${message}`, inWords ? { ...args, ...inWords } : args);
}
