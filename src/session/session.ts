import { approvalChoices, planApproval, type ApprovalInput, type Choices, type Plan, type Wish } from '../control/approving.js';
import { authorsOf, deskOf, documentControl, type ControlInput, type Known } from '../control/document-control.js';
import { timelineOf } from '../control/timeline.js';
import { cutSentence, ignoredSentence, noHistorySentence, underwaySentence } from '../control/words.js';
import { checking, checkOne, checkRecords } from '../rules/check.js';
import { rulesOf, withOwn } from '../rules/book.js';
import { RuleMemory } from '../rules/memory.js';
import type { Rule } from '../rules/rule.js';
import { decodeUtf8 } from '../sms/bytes.js';
import { defaults, readConfig, type Config } from '../sms/config.js';
import type { Control, Timeline } from '../sms/control.js';
import { isFields } from '../sms/data.js';
import { dayIn } from '../sms/days.js';
import type { Tallies } from '../sms/expected.js';
import { isRetired } from '../sms/header.js';
import { isHistory, type History, type HistorySource, type NoHistory } from '../sms/history.js';
import { kindsOf } from '../sms/kinds.js';
import { ENGLISH, type Language } from '../sms/language.js';
import { LIMITS } from '../sms/limits.js';
import { buildModel, type Model, type RowIndex } from '../sms/model.js';
import { addressesOf, personsWith, sameAddress } from '../sms/people.js';
import { NOTHING_OWN, ownUse, type Own } from '../sms/own.js';
import { ANY_ID, emptyFacts, KIND_UNKNOWN, ORIGIN, type ParseJob } from '../sms/parse.js';
import { adoptionFor } from '../sms/adoption.js';
import { claimsIn, isMarkdown, isYaml, locate, readConfigSource, readSource, type Source } from '../sms/source.js';
import { ruleCatalogue } from '../sms/standard.js';
import { standardsOf } from '../sms/standards.js';
import { compareText, textHash } from '../sms/text.js';
import type { Artefact, Day, FileFacts, Finding, Grade, Path, Range, Report } from '../sms/types.js';
import type { Files, Parser } from '../sms/files.js';
import { matchesGlob } from '../sms/wildcards.js';
import { knownRules } from './known-rules.js';
import { ownGaps, readOwn } from './own-files.js';
import { Revisions } from './revisions.js';
import { Sharing } from './sharing.js';
import { rowIndex, Table, type TableDesk } from './tables.js';

/** What a check of one SMS found, and what it did not look at. Plain data but for the Model. */
export interface CheckResult {
  model: Model;
  config: Config;
  today: Day;
  todayFrom: 'option' | 'sms.yaml' | 'commit' | 'clock';
  control: Control;
  tallies: Tallies;
  /** Sentences about the history: that there is none, where it ends, what is left out of account. Empty where it is whole, or nobody asked for one. */
  historyNotes: string[];
  /** In order of file, place, rule. */
  findings: Finding[];
  /** Accepted by a deviation in force. */
  accepted: Finding[];
  /** What was to be checked and could not be: each makes the run incomplete. */
  incomplete: { file?: string; rule?: string; reason: string }[];
  /** Rules that sms.yaml switches off or re-grades, as far as still valid. */
  settings: { rule: string; off: boolean; grade?: Grade; reason: string; owner: string; until: string }[];
  /** Rules that a missing history leaves out, in part or altogether. */
  withoutHistory: string[];
  /** Rules of the catalogue that this release cannot decide yet. */
  waiting: { rule: string; waitsFor: string }[];
  /** Files that are no artefacts. */
  attachments: string[];
  /** sms.yaml cannot be used, or there is nothing to check: the outcome is an error. */
  error?: 'config' | 'nothing';
}

export type Outcome = 'clean' | 'findings' | 'incomplete' | 'error';

/** Heavier is graver. */
export const WEIGHT: Readonly<Record<Grade, number>> = { major: 3, minor: 2, observation: 1 };

/** The outcome of a run (format.md): error over incomplete over findings at or above `failOn` over clean. */
export function outcome(result: CheckResult, failOn: Grade): Outcome {
  if (result.error) return 'error';
  if (result.incomplete.length > 0) return 'incomplete';
  return result.findings.some(finding => WEIGHT[finding.grade] >= WEIGHT[failOn]) ? 'findings' : 'clean';
}

export interface CheckSettings {
  /** Overrides sms.yaml and the clock. */
  today?: Day;
  /** The moment from which "today" is taken in the SMS's time zone, where nothing else says it. */
  now: Date;
  /** The day of the commit that is checked: counts before sms.yaml, as for an evidence pack. */
  commitDay?: Day;
  rules?: readonly Rule[];
  /** Of the sentences in the result; those of findings are made later, from their arguments. */
  language?: Language;
  /** Awaited between rules, so that something else may be done meanwhile. What it throws ends the check; nothing is lost by that. */
  pause?(): Promise<void> | undefined;
}

export interface SessionOptions {
  /** sms.yaml from elsewhere (`--config`): its text, under the name `configFile`. */
  configFile?: string;
  configText?: string;
  /** Without one there is no history, for this reason. */
  history?: HistorySource | NoHistory;
  /** `refused`: schemas and rules of its own are not used, for nobody trusts the folder. Then what they would decide was not checked. */
  own?: 'refused';
  /** Another state of the same SMS that was checked: what stands in both, under the same configuration and on the same day, is neither parsed nor judged again. */
  known?: Session;
}

/**
 * One SMS opened from some Files: keeps texts and facts, parses only what changed, and checks the whole. The only place where the floors meet.
 * `open` and `changed` say what may have changed on disk; overlays (unsaved texts) win over it.
 */
export class Session {
  private readonly disk = new Map<string, Stored>();
  private readonly overlays = new Map<string, Stored>();
  private readonly facts = new Map<string, Parsed>();
  /** Of texts newer than those of the last check. */
  private readonly ahead = new Map<string, Parsed>();
  private listed: string[] = [];
  private layout: Layout | undefined;
  private readonly sharing = new Sharing();
  private listing: Report[] = [];
  private listingIncomplete: CheckResult['incomplete'] = [];
  private config: Config;
  private configFacts: FileFacts;
  private configKey = '';
  private own: Own = NOTHING_OWN;
  private readonly sources = new Map<string, Source>();
  /** Where things stand that were asked for, by file: the file need not be read again for them. */
  private readonly ranges = new Map<string, { hash: string; at: Map<string, Range> }>();

  private readonly configFile: string;
  private readonly configText: string | undefined;
  private readonly history: HistorySource | NoHistory;
  private readonly known: Session | undefined;
  private readonly mayUseOwn: boolean;
  readonly revisions: Revisions;
  /** What the last check knew, for questions about single documents. */
  private last: (ControlInput & { control: Control }) | undefined;
  /** What holds from one check to the next, while configuration, day, rules and tables are the same. */
  private kept: { frame: string; rules: readonly Rule[]; tables: readonly Table[]; rows: RowIndex; memory: RuleMemory } | undefined;
  private readonly judged = new Map<string, Known>();
  /** Of the last time that git was asked; undefined when something moved since. */
  private told: History | NoHistory | undefined;
  private moves = 0;

  constructor(private readonly files: Files, private readonly parser: Parser, { configFile = 'sms.yaml', configText, history, own, known }: SessionOptions = {}) {
    this.configFile = configFile;
    this.configText = configText;
    this.known = known;
    this.mayUseOwn = own !== 'refused';
    this.history = history ?? { reason: 'not-a-repository', detail: '' };
    this.revisions = new Revisions('read' in this.history ? this.history : undefined, parser, known);
    this.config = defaults(configFile);
    this.configFacts = emptyFacts(configFile);
  }

  /** Unsaved text of a file, or undefined when it was saved or closed. */
  setOverlay(file: string, text: string | undefined): void {
    this.forgetTables(table => table === file);
    if (text === undefined) this.overlays.delete(file);
    else if (text.length > LIMITS.fileBytes) this.overlays.set(file, tooLarge(text.length));
    else this.overlays.set(file, withText(text.replace(/^\uFEFF/, '')));
  }

  /** Lists and reads everything anew; facts of unchanged texts are kept. */
  async refresh(): Promise<void> {
    this.historyMoved();
    if ('read' in this.history) this.history.forget?.();
    this.disk.clear();
    this.kept = undefined;
    await this.list();
  }

  /** Reads these files anew, after they were created, changed or deleted. */
  async changed(files: readonly string[]): Promise<void> {
    this.forgetTables(table => files.includes(table));
    // What was saved stands where it stood: nothing need be listed for it.
    const { listedSet } = this.layoutNow();
    const saved = files.length <= PORTION && files.every(file => listedSet.has(file) && file !== this.configFile) ? await Promise.all(files.map(async file => ({ file, stored: await this.stored(file) }))) : undefined;
    if (saved?.every(({ stored }) => !stored.failure)) for (const { file, stored } of saved) this.disk.set(file, stored);
    else {
      for (const file of files) this.disk.delete(file);
      await this.list();
    }
  }

  /** Parses what changed and runs the rules over the whole: those to which a change since the last check matters. */
  async check({ today, now, commitDay, rules: chosen, language = ENGLISH, pause }: CheckSettings): Promise<CheckResult> {
    await this.readConfig();
    const rules = withOwn(chosen, rulesOf(this.config));
    const day = today ?? commitDay ?? this.config.today ?? dayIn(this.config.timeZone, now) ?? now.toISOString().slice(0, 10), frame = this.frameOf(day);
    const layout = this.layoutNow(), reading = this.readHistory();
    // Awaited below, after what takes as long beside it; until then a failure must not count as one that nobody handles.
    reading.catch(() => undefined);
    const { facts, incomplete, tooMany } = await this.parseAll(layout, frame, day);
    await pause?.();
    const { paths } = layout, { tables, rows, memory } = await this.keepTables(facts, frame, rules);
    // What a log would hold may be anywhere in a table that cannot be read.
    const unknown = new Set(tables.filter(({ idsUnknown }) => idsUnknown).map(({ log }) => log.file)), known = facts.map(each => (unknown.has(each.file) ? { ...each, maybe: [...each.maybe ?? [], ANY_ID] } : each));
    const model = buildModel([this.configFacts, ...known], paths, this.config, rows, (this.last ?? this.known?.last)?.model);
    await pause?.();
    const history = await reading;
    const input: ControlInput = {
      model, today: day, history, known: this.judged, contents: this.revisions.contents({ config: this.config, today: day }, { textOf: file => this.textOf(file), factsOf: file => model.files.get(file), idOf: file => this.idOf(file) }),
      isBlob: (file, blob) => { if (this.idOf(file) === blob) return true; const text = this.textOf(file); return text !== undefined && this.revisions.isBlob(file, text, blob); },
    };
    const control = await documentControl(input);
    this.last = { ...input, control };
    this.sources.clear();
    const change = memory.see(model, control);
    if (change) for (const table of tables) table.see(change);
    const options = { rules, today: day, control, memory, ...(pause && { pause }), reports: [...this.listing, ...this.readReports(), ...rulesOf(this.config).reports, ...kindsOf(this.config).reports, ...standardsOf(this.config).reports, ...tooMany], locate: (file: string, path: Path, part: 'key' | 'value') => this.locate(file, path, part) };
    if (tables.some(({ isKnown }) => !isKnown)) await this.parser.rest?.();
    await pause?.();
    const records = await checkRecords(model, options, tables.map(table => ({ log: table.log, rows: table.rows(model), isKnown: table.isKnown })));
    records.reports.push(...tables.flatMap(table => table.reports()));
    for (const { file, log, incomplete: reason } of tables) if (reason !== undefined) incomplete.push({ file: file === '' ? log.file : file, reason });
    const gaps = this.historyGaps(control, language), partial = this.listingIncomplete.length + incomplete.length + gaps.length > 0;
    const steps = checking(model, { ...options, records, partial });
    let step = steps.next();
    for (; !step.done; step = steps.next()) await pause?.();
    const checked = step.value;
    this.sources.clear();
    for (const { rule, error } of checked.crashed) incomplete.push({ rule, reason: `the rule failed: ${error}` });
    incomplete.push(...ownGaps(this.config));
    incomplete.push(...gaps);
    return {
      model, config: this.config, today: day, todayFrom: today !== undefined ? 'option' : commitDay !== undefined ? 'commit' : this.config.today !== undefined ? 'sms.yaml' : 'clock',
      control, tallies: records.tallies, historyNotes: notesOn(history, language),
      findings: checked.findings, accepted: checked.accepted,
      incomplete: [...this.listingIncomplete, ...incomplete].sort((a, b) => compareText(a.file ?? '', b.file ?? '') || compareText(a.reason, b.reason)),
      settings: this.settings(day), withoutHistory: checked.withoutHistory,
      waiting: ruleCatalogue().flatMap(({ id, waitsFor }) => (waitsFor !== undefined && !rules.some(rule => rule.id === id) ? [{ rule: id, waitsFor }] : [])),
      attachments: this.listed.filter(file => !model.files.get(file)?.artefact && file !== this.configFile && !tables.some(table => table.file === file) && !this.claims(file, model) && ownUse(file, { schemas: this.config.schemas, rulePacks: this.own.packs ?? this.config.rulePacks }) === undefined),
      ...(this.config.reports.length > 0 ? { error: 'config' as const } : model.artefacts.length === 0 && incomplete.length === 0 ? { error: 'nothing' as const } : {}),
    };
  }

  /** The tables of record-logs, as of the last check. */
  get tables(): readonly Table[] { return this.kept?.tables ?? []; }

  /** Something was committed, fetched or checked out: git is asked again at the next check. Between such calls it is not. */
  historyMoved(): void {
    this.told = undefined;
    this.moves++;
  }

  /** The life of a document, as of the last check; undefined for what is no document. */
  async timeline(id: string): Promise<Timeline | undefined> {
    const { last } = this;
    return last && timelineOf(id, last.control, deskOf(last), 'read' in this.history ? this.history : undefined);
  }

  /** A text of the past, by its blob; undefined where git does not have it. */
  async pastText(blob: string): Promise<string | undefined> {
    if (!('read' in this.history)) return undefined;
    const bytes = (await this.history.blobs([blob])).get(blob);
    return bytes && new TextDecoder('utf-8').decode(bytes);
  }

  /** What files held in the past, by their blobs: left out is what git does not have and what is no artefact that could be read. */
  async pastArtefacts(wanted: readonly { file: string; blob: string }[], { today }: Pick<CheckResult, 'today'>): Promise<ReadonlyMap<string, { artefact: Artefact; text: string }>> {
    if (!('read' in this.history) || wanted.length === 0) return new Map();
    const bytes = await this.history.blobs(wanted.map(({ blob }) => blob));
    const jobs = wanted.flatMap(({ file, blob }) => {
      const raw = bytes.get(blob), read = raw && decodeUtf8(raw);
      return read?.ok ? [{ blob, ...this.job(file, read.text) }] : [];
    });
    const parsed = await this.parser.parse(jobs.map(({ blob: _, ...job }) => job), { config: this.config, today });
    return new Map(jobs.flatMap(({ blob, text }, at) => { const artefact = parsed[at]?.artefact; return artefact ? [[blob, { artefact, text }] as const] : []; }));
  }

  /** Where its history comes from. */
  get source(): HistorySource | undefined { return 'read' in this.history ? this.history : undefined; }

  /** What whoever works here could approve or review of a document, or why nothing. */
  async approvalChoices(id: string, language: Language = ENGLISH): Promise<Choices> { return approvalChoices(await this.approvalInput(id, language)); }

  /** What approving a document would write, or why it cannot be approved. Nothing is written. */
  async planApproval(id: string, wish: Wish, language: Language = ENGLISH): Promise<Plan> { return planApproval(await this.approvalInput(id, language), wish); }

  private async approvalInput(id: string, language: Language): Promise<ApprovalInput> {
    const { last } = this;
    if (!last) throw new Error('nothing was checked yet');
    const { model, today, control } = last, desk = deskOf(last), document = model.artefact(model.item(id)?.id ?? id), text = document && this.textOf(document.file);
    const identity = 'read' in this.history ? await this.history.identity() : undefined;
    const adoption = document && text !== undefined ? adoptionFor(document.file, text, this.config, matchesGlob) : undefined;
    return {
      model, today, control, language, id: document?.id ?? id, files: new Set([...this.listed, ...this.overlays.keys()]),
      authors: document ? await authorsOf(document, identity ? [sameAddress(identity.email), ...personsWith(model, identity.email).flatMap(person => addressesOf(model, person))] : [], desk) : [],
      ...(identity && { identity }), ...(text !== undefined && { text }), ...(adoption && { adoption }),
    };
  }

  /**
   * The tables of the record-logs, each with the ids of its rows, and what was found with them before. Where a table or its log is another one than at the last
   * check, all rules run again: rows have no facts by which to see what changed.
   */
  private async keepTables(facts: readonly FileFacts[], frame: string, rules: readonly Rule[]): Promise<NonNullable<Session['kept']>> {
    const logs = facts.flatMap(({ artefact }) => (artefact?.kind === 'record-log' && isFields(artefact.data['table']) && !isRetired(artefact) ? [artefact] : []));
    const before = this.kept?.frame === frame && this.kept.rules === rules ? this.kept : undefined;
    if (before?.tables.length === logs.length && before.tables.every(({ log }, at) => log === logs[at])) return before;
    // An open one is read as it stands in the editor.
    const desk: TableDesk = {
      open: file => { const open = this.overlays.get(file)?.text; return open === undefined ? this.files.stream(file) : encoded(open); },
      exists: file => this.layoutNow().paths.has(file), locate: (file, path, part) => this.locate(file, path, part), timeZone: this.config.timeZone, kinds: kindsOf(this.config),
    };
    const tables = logs.map(log => before?.tables.find(table => table.log === log) ?? new Table(log, desk)), fresh = tables.filter(table => !before?.tables.includes(table));
    if (fresh.length > 0) await this.parser.rest?.();
    for (const table of fresh) await table.readIds();
    return this.kept = { frame, rules, tables, rows: rowIndex(tables), memory: this.memoryOf(frame, rules, tables) };
  }

  /** Where there are tables nothing is taken over: their rows are not held against each other. */
  private memoryOf(frame: string, rules: readonly Rule[], tables: readonly Table[]): RuleMemory {
    const then = this.known?.kept;
    return then?.frame === frame && then.rules === rules && then.tables.length === 0 && tables.length === 0 ? then.memory.fork() : new RuleMemory();
  }

  private forgetTables(isOther: (file: string) => boolean): void {
    const { kept } = this;
    if (kept?.tables.some(({ file }) => isOther(file))) this.kept = { ...kept, tables: kept.tables.filter(({ file }) => !isOther(file)) };
  }

  private async readHistory(): Promise<History | NoHistory> {
    if (this.config.history === 'off') return { reason: 'off', detail: '' };
    if (!('read' in this.history)) return this.history;
    if (this.told) return this.told;
    const { moves } = this, history = await this.history.read();
    if (moves === this.moves) this.told = history;
    return history;
  }

  /** What of the history was to be read and could not be: without a repository nothing was (format.md, "Outcome"). */
  private historyGaps({ history, unread }: Control, language: Language): CheckResult['incomplete'] {
    if (!isHistory(history)) {
      const needed = this.config.history === 'require' || history.reason === 'damaged' || history.reason === 'too-slow' || history.reason === 'failed';
      return needed && history.reason !== 'off' ? [{ reason: noHistorySentence(history, language) }] : [];
    }
    return [
      ...(history.cut ? [{ reason: cutSentence(history.cut, language) }] : []),
      ...unread.map(file => ({ file, reason: 'an earlier text of it is not in this copy of the repository' })),
    ];
  }

  private claims(file: string, model: Model): boolean { return (model.files.get(file)?.reports.length ?? 0) > 0 || this.disk.get(file)?.failure !== undefined; }

  private async list(): Promise<void> {
    await this.readConfig();
    const { files, skipped, limit } = await this.files.list(this.config.ignore);
    const listed = [...files].sort(compareText);
    if (listed.length !== this.listed.length || listed.some((file, at) => file !== this.listed[at])) this.listed = listed;
    this.listing = [];
    this.listingIncomplete = [];
    const at = (file: string): Pick<Report, 'file' | 'range' | 'related'> => ({ file, range: ORIGIN, related: [] });
    for (const { file, reason } of skipped) {
      if (reason === 'link-outside-root') this.listing.push({ rule: 'link-outside-root', message: 'symlink', args: {}, ...at(file) });
      else if (reason === 'unreadable') {
        this.listing.push({ rule: 'file-unreadable', message: 'unreadable', args: { reason: 'no permission' }, ...at(file) });
        this.listingIncomplete.push({ file, reason: 'it cannot be read' });
      } else if (isMarkdown(file) || isYaml(file)) this.listing.push({ rule: 'file-unreadable', message: 'not-a-file', args: {}, ...at(file) });
    }
    if (limit) {
      this.listing.push({ rule: 'limit-reached', message: limit.kind, args: { limit: limit.value }, ...at(this.configFile) });
      const reason = { files: `there are more than ${limit.value} files`, depth: `folders are nested deeper than ${limit.value}`, path: `a path is longer than ${limit.value} bytes` };
      this.listingIncomplete.push({ reason: reason[limit.kind] });
    }
    const { listedSet } = this.layoutNow();
    for (const file of this.disk.keys()) if (!listedSet.has(file) && file !== this.configFile) this.disk.delete(file);
  }

  private async readConfig(): Promise<void> {
    let text = this.configText ?? this.overlays.get(this.configFile)?.text;
    if (text === undefined) {
      if (!this.disk.has(this.configFile)) this.disk.set(this.configFile, this.knownAs(this.configFile) ?? await this.stored(this.configFile));
      text = this.disk.get(this.configFile)?.text;
    }
    const key = text === undefined ? 'absent' : textHash(text);
    if (key !== this.configKey) this.takeConfig(text);
    this.configKey = key;
    const own = this.mayUseOwn ? await readOwn(this.config, [...this.listed, ...this.overlays.keys()], file => this.storedNow(file))
      : { ...NOTHING_OWN, ...(this.config.schemas.length + this.config.rulePacks.length > 0 && { refused: true as const }) };
    if (own.key === this.own.key && own.refused === this.own.refused) return;
    this.own = own;
    this.takeConfig(text);
  }

  private takeConfig(text: string | undefined): void {
    if (text === undefined) {
      const failure = this.disk.get(this.configFile)?.failure;
      const report: Report = failure?.rule === 'encoding-invalid' ? { ...failure, file: this.configFile, range: ORIGIN, related: [] }
        : { rule: 'config-invalid', message: failure?.message === 'vanished' ? 'missing' : 'unreadable', args: {}, file: this.configFile, range: ORIGIN, related: [] };
      this.config = { ...defaults(this.configFile), reports: [report] };
      this.configFacts = emptyFacts(this.configFile);
    } else {
      const { config, facts } = readConfig(this.configFile, text, knownRules(rulesOf({ own: this.own }).all), this.own);
      this.config = config;
      this.configFacts = facts;
    }
  }

  /** A file as an editor or the disk has it, read where it was not yet. */
  private async storedNow(file: string): Promise<Stored> {
    let stored = this.overlays.get(file) ?? this.disk.get(file);
    if (!stored) this.disk.set(file, stored = this.knownAs(file) ?? await this.stored(file));
    return stored;
  }

  /** What facts depend on beside the text. */
  private frameOf(today: Day): string { return textHash(JSON.stringify([{ ...this.config, own: this.own.key }, today])); }

  /** Which files there are: the same object until one comes or goes, on disk or in an editor. */
  private layoutNow(): Layout {
    const { layout, listed, config } = this, unlisted = [...this.overlays.keys()].filter(file => !layout?.listedSet.has(file)).join('\n');
    if (layout?.listed === listed && layout.config === config && layout.unlisted === unlisted) return layout;
    const listedSet = layout?.listed === listed ? layout.listedSet : new Set(listed), paths = orTheSame(new Set([...listed, ...this.overlays.keys()]), this.known?.layout?.paths);
    return this.layout = {
      listed, listedSet, config, paths, unlisted: [...this.overlays.keys()].filter(file => !listedSet.has(file)).join('\n'),
      wanted: [...paths].filter(file => file !== this.configFile && this.mayBeArtefact(file) && ownUse(file, { schemas: config.schemas, rulePacks: this.own.packs ?? config.rulePacks }) === undefined).sort(compareText),
      // Where approvals are kept, digests are asked for: taken at once they cost half.
      approvals: listed.some(file => /(?:^|\/)approvals\//.test(file)),
    };
  }

  /** Reads and parses what is new; the facts of all files in order. */
  private async parseAll({ wanted }: Layout, frame: string, today: Day): Promise<{ facts: FileFacts[]; incomplete: CheckResult['incomplete']; tooMany: Report[] }> {
    const incomplete: CheckResult['incomplete'] = [];
    const outdated = wanted.filter(file => {
      const stored = this.overlays.get(file) ?? this.disk.get(file), parsed = this.facts.get(file);
      return !stored || stored.hash !== parsed?.hash || (parsed !== undefined && parsed.frame !== frame);
    });
    const isThere = (file: string): boolean => this.overlays.has(file) || this.disk.has(file), missing = outdated.filter(file => !isThere(file));
    for (const file of missing) { const known = this.knownAs(file); if (known) this.disk.set(file, known); }
    // What is still to be read comes last, and so in as few portions as can be.
    if (missing.length > 0) outdated.sort((a, b) => Number(!isThere(a)) - Number(!isThere(b)));
    // While the threads are busy with one portion the next is read.
    const parsing: Promise<void>[] = [];
    for (let at = 0; at < outdated.length; at += PORTION) {
      const portion = outdated.slice(at, at + PORTION);
      await Promise.all(portion.map(async file => {
        if (!isThere(file)) this.disk.set(file, await this.stored(file));
      }));
      const parsed = this.parse(portion, frame, today);
      // Awaited below; until then a failure must not count as one that nobody handles.
      parsed.catch(() => undefined);
      parsing.push(parsed);
    }
    await Promise.all(parsing);
    if (this.facts.size > wanted.length) {
      const current = new Set(wanted);
      for (const file of this.facts.keys()) if (!current.has(file)) this.facts.delete(file);
    }
    // A file that could not be read stays in the picture: nobody knows which ids it defines.
    const facts = wanted.flatMap(file => {
      const parsed = this.facts.get(file);
      if (parsed) return parsed.facts;
      const stored = this.overlays.get(file) ?? this.disk.get(file);
      return stored?.text === undefined && !stored?.failure ? [] : unread(file, stored);
    });
    // Without its own schemas nobody can know: that is told once (ownGaps).
    for (const { file, incomplete: reason } of facts) if (reason !== undefined && !(this.own.refused && reason === KIND_UNKNOWN)) incomplete.push({ file, reason });
    const artefacts = facts.filter(f => f.artefact).length;
    const tooMany: Report[] = artefacts > LIMITS.artefacts
      ? [{ rule: 'limit-reached', message: 'artefacts', args: { limit: LIMITS.artefacts }, file: this.configFile, range: ORIGIN, related: [] }] : [];
    if (tooMany.length > 0) incomplete.push({ reason: `there are more than ${LIMITS.artefacts} artefacts` });
    return { facts, incomplete, tooMany };
  }

  /** Parses what is new in a portion of files. */
  private async parse(files: readonly string[], frame: string, today: Day): Promise<void> {
    const jobs: (ParseJob & { hash: string })[] = [];
    for (const file of files) {
      const { text, hash } = this.overlays.get(file) ?? this.disk.get(file) ?? {}, ahead = this.ahead.get(file);
      this.ahead.delete(file);
      if (text === undefined || hash === undefined) this.facts.delete(file);
      else if (ahead?.hash === hash && ahead.frame === frame) this.facts.set(file, { ...ahead, facts: keepingSame(this.facts.get(file)?.facts, ahead.facts) });
      else {
        const known = this.known?.factsOf(file, text, hash, frame);
        if (known) this.facts.set(file, { hash, frame, facts: known }); else jobs.push({ ...this.job(file, text), hash });
      }
    }
    if (jobs.length === 0) return;
    const parsed = await this.parser.parse(jobs.map(({ hash: _, ...job }) => job), { config: this.config, today });
    jobs.forEach(({ file, hash }, at) => {
      const facts = parsed[at];
      if (facts) this.facts.set(file, { hash, frame, facts: keepingSame((this.facts.get(file) ?? this.known?.facts.get(file))?.facts, this.sharing.share(facts)) });
    });
  }

  /** By the text itself: who writes a change could make two texts of one hash. */
  private factsOf(file: string, text: string, hash: string, frame: string): FileFacts | undefined {
    const known = this.facts.get(file);
    return known?.frame === frame && known.hash === hash && this.textOf(file) === text ? known.facts : undefined;
  }

  /** What the other state read of a file, where both have the same bytes. */
  private knownAs(file: string): Stored | undefined {
    const blob = this.files.idOf?.(file);
    return blob === undefined ? undefined : this.known?.storedAs(file, blob);
  }

  /** What was read of a file, where its bytes are what git holds under an id. A mark at the beginning of a text may have stood there twice. */
  private storedAs(file: string, blob: string): Stored | undefined {
    const known = this.disk.get(file), text = known?.text;
    if (text === undefined || text.startsWith('\ufeff')) return undefined;
    return (this.files.idOf?.(file) ?? this.revisions.blobOf(file, text, blob)) === blob ? known : undefined;
  }

  private job(file: string, text: string): ParseJob {
    const adoption = adoptionFor(file, text, this.config, matchesGlob);
    return { file, text, ...(adoption && { adoption }), ...(this.layoutNow().approvals && { digest: 'too' }) };
  }

  /**
   * What is found in one file alone, in a text that is newer than a check: by the parser, the schema and the rules over one file. `before`: the same of the text
   * that the check knew. Undefined where that is not known, and for sms.yaml, on which all depends.
   */
  async checkAhead(file: string, text: string, { model, today, control }: Pick<CheckResult, 'model' | 'today' | 'control'>): Promise<{ before: Finding[]; now: Finding[] } | undefined> {
    const { kept, config } = this, then = model.files.get(file);
    if (!kept || !then || file === this.configFile || model.config !== config || text.length > LIMITS.fileBytes) return undefined;
    const frame = this.frameOf(today), hash = textHash(text), known = this.facts.get(file);
    const facts = known?.hash === hash && known.frame === frame ? known.facts : (await this.parser.parse([this.job(file, text)], { config, today }))[0];
    if (!facts) return undefined;
    this.ahead.set(file, { hash, frame, facts: this.sharing.share(facts) });
    const find = (of: FileFacts): Finding[] => checkOne(of, model, { rules: kept.rules, today, control, locate: () => ORIGIN });
    return { before: find(then), now: find(facts) };
  }

  /** The text of a file as it is on disk, as far as the last check knew it. */
  savedText(file: string): string | undefined { return this.disk.get(file)?.text; }

  private mayBeArtefact(file: string): boolean {
    return isMarkdown(file) || isYaml(file) || this.config.adopt.some(({ files }) => matchesGlob(files, file));
  }

  private readReports(): Report[] {
    const reports: Report[] = [];
    const add = (file: string, { failure }: Stored): void => { if (failure && file !== this.configFile) reports.push({ rule: failure.rule, message: failure.message, args: failure.args, file, range: ORIGIN, related: [] }); };
    for (const [file, stored] of this.disk) if (!this.overlays.has(file)) add(file, stored);
    for (const [file, stored] of this.overlays) add(file, stored);
    return reports;
  }

  /** The text of a file as the last check saw it: unsaved, else from disk. */
  textOf(file: string): string | undefined { return this.overlays.get(file)?.text ?? (file === this.configFile ? this.configText : undefined) ?? this.disk.get(file)?.text; }

  private idOf(file: string): string | undefined { return this.overlays.has(file) || (file === this.configFile && this.configText !== undefined) ? undefined : this.files.idOf?.(file); }

  private async stored(file: string): Promise<Stored> {
    const read = await this.files.read(file);
    if (read.ok) return withText(read.text);
    // What claims to be no artefact is an attachment, of whatever size and encoding.
    if (read.head !== undefined && file !== this.configFile && !claimsIn(read.head) && !this.config.adopt.some(({ files }) => matchesGlob(files, file))) return {};
    const failed = (rule: string, message: string, reason: string, args: Report['args'] = {}): Stored => ({ failure: { rule, message, args, reason } });
    switch (read.reason) {
      case 'too-large': return tooLarge(read.size ?? 0);
      case 'not-utf8': return failed('encoding-invalid', 'not-utf8', 'its encoding is not UTF-8', { byte: read.detail, line: read.line ?? 1 });
      case 'utf16': return failed('encoding-invalid', 'utf16', 'its encoding is not UTF-8');
      case 'vanished': return failed('file-unreadable', 'vanished', 'it was deleted while it was to be read');
      case 'not-a-file': return failed('file-unreadable', 'not-a-file', 'it is no plain file');
      case 'unreadable': return failed('file-unreadable', 'unreadable', `it cannot be read (${read.detail})`, { reason: read.detail });
    }
  }

  /** Where a value stands in a file as the last check saw it; the beginning of the file where it does not. */
  locate(file: string, path: Path, part: 'key' | 'value' = 'value'): Range {
    const hash = this.overlays.get(file)?.hash ?? this.disk.get(file)?.hash;
    if (hash === undefined || file === this.configFile) return this.placeIn(file, path, part);
    let ranges = this.ranges.get(file);
    if (ranges?.hash !== hash) this.ranges.set(file, ranges = { hash, at: new Map() });
    const key = JSON.stringify([path, part]), known = ranges.at.get(key) ?? this.placeIn(file, path, part);
    ranges.at.set(key, known);
    return known;
  }

  private placeIn(file: string, path: Path, part: 'key' | 'value'): Range {
    let source = this.sources.get(file);
    if (!source) {
      const text = this.textOf(file) ?? '';
      source = file === this.configFile ? readConfigSource(file, text) : readSource(file, text, adoptionFor(file, text, this.config, matchesGlob), kindsOf(this.config));
      this.sources.set(file, source);
    }
    return locate(source, path, part);
  }

  private settings(today: Day): CheckResult['settings'] {
    return Object.entries(this.config.rules).filter(([, s]) => (s.off || s.grade !== undefined) && (s.until ?? today) >= today).sort(([a], [b]) => compareText(a, b))
      .map(([rule, s]) => ({ rule, off: s.off, reason: s.reason ?? '', owner: s.owner ?? '', until: s.until ?? '', ...(s.grade && { grade: s.grade }) }));
  }
}

function notesOn(history: History | NoHistory, language: Language): string[] {
  if (!isHistory(history)) return [noHistorySentence(history, language)];
  return [
    ...(history.cut ? [cutSentence(history.cut, language)] : []), ...(history.underway ? [underwaySentence(history.underway, language)] : []),
    ...history.ignored.map(each => ignoredSentence(each, language)),
  ];
}

/** A set, or an equal one that is known: what is the same object need not be compared again. */
function orTheSame(set: ReadonlySet<string>, known: ReadonlySet<string> | undefined): ReadonlySet<string> {
  return known?.size === set.size && [...set].every(each => known.has(each)) ? known : set;
}

async function* encoded(text: string): AsyncGenerator<Uint8Array> { yield Promise.resolve(new TextEncoder().encode(text)); }

/** Files read at once. */
const PORTION = 256;

interface Parsed { hash: string; frame: string; facts: FileFacts }

interface Layout {
  listed: readonly string[]; listedSet: ReadonlySet<string>; config: Config;
  /** Of open files that are not on disk. */
  unlisted: string;
  /** All files, and those that may be artefacts, in order. */
  paths: ReadonlySet<string>; wanted: readonly string[];
  approvals: boolean;
}

interface Stored { text?: string; hash?: string; failure?: { rule: string; message: string; args: Report['args']; reason: string } }

function unread(file: string, stored: Stored | undefined): FileFacts {
  return { ...emptyFacts(file), incomplete: stored?.failure?.reason ?? 'it was not read', maybe: [ANY_ID] };
}

function tooLarge(size: number): Stored {
  return { failure: { rule: 'file-too-large', message: 'too-large', args: { size, limit: LIMITS.fileBytes }, reason: 'it is too large' } };
}

function withText(text: string): Stored { return { text, hash: textHash(text) }; }

/** New facts of a file, in which all that says the same as before is the same object: so that it is seen what did not change. */
function keepingSame(before: FileFacts | undefined, now: FileFacts): FileFacts {
  if (!before) return now;
  const list = <T>(then: T[], fresh: T[]): T[] => {
    const kept = fresh.map((each, at) => same(then[at], each));
    return kept.length === then.length && kept.every((each, at) => each === then[at]) ? then : kept;
  };
  return {
    ...now, items: list(before.items, now.items), references: list(before.references, now.references), candidates: list(before.candidates, now.candidates),
    ...(now.artefact && { artefact: same(before.artefact, now.artefact) }),
  };
}

function same<T>(before: T | undefined, now: T): T { return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now; }
