import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import { editorDesk, type EditorDesk, type Readings } from '../editing/desk.js';
import type { RootStatus, SettingsParams, StatusParams } from '../protocol.js';
import { rulesOf } from '../rules/book.js';
import { compareFindings } from '../sms/findings.js';
import { outcome, Session, type CheckResult } from '../session/session.js';
import { reasonIn } from '../session/unread.js';
import type { Files, Listing, Parser } from '../sms/files.js';
import type { HistorySource, NoHistory } from '../sms/history.js';
import type { Language } from '../sms/language.js';
import { LIMITS } from '../sms/limits.js';
import { NOTHING_OWN } from '../sms/own.js';
import { sameControl } from '../sms/reads.js';
import { textHash } from '../sms/text.js';
import type { Finding, Item } from '../sms/types.js';
import { isHidden, type FoundRoots } from '../sms/walk.js';
import { toDiagnostics } from './diagnostics.js';
import { movedRanges } from './moved.js';
import { toRegister, type Checked } from './document-control.js';
import type { Pasts } from './review.js';

/** What surrounds the server: the disk in Node, the client's files in a browser (client-files.ts). Paths are absolute, with `/`. */
export interface Surroundings {
  openFiles(root: string): Files;
  /** The git history of a root; absent, or undefined for a root, where git cannot be asked. */
  openHistory?(root: string, programs: Pick<SettingsParams, 'git' | 'allowedSigners'>): (HistorySource & { dispose(): void }) | undefined;
  /** Earlier states of a root; absent, or undefined for a root, where git cannot be asked. */
  pastsOf?(root: string, programs: Pick<SettingsParams, 'git' | 'allowedSigners'>): Pasts | undefined;
  parser: Parser;
  /** Calls back in the next turn of the event loop, without the delay that a timer has. Absent where there is no such thing. */
  turn?(go: () => void): void;
  /** Where nothing was asked or changed for so many milliseconds, it begins: what only work needs may be given back. It ends as soon as something happens again. */
  rest?: { after: number; begin(): Promise<void>; end(): Promise<void> };
  /** Every root at or below a folder, at most `depth` folders down; none for what is no folder. */
  findRoots(folder: string, depth: number): Promise<FoundRoots>;
  /** Undefined for what is no file. */
  pathOfUri(uri: string): string | undefined;
  uriOfPath(path: string): string;
  now(): Date;
  /** Texts by id of the languages that there are beside English, by their tags in small letters: `de`, `pt-br`. */
  languages: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Where the workspace's results go. */
export interface Audience {
  publish(params: PublishDiagnosticsParams): void;
  status(params: StatusParams): void;
  /** The roots that there are, whenever one came or went. */
  rootsChanged(roots: readonly string[]): void;
  log(level: 'debug' | 'info' | 'warn' | 'error', line: string): void;
  /** The address that explains a rule, for clients that have one. */
  ruleHref(rule: string): string | undefined;
  /** Of the reader. */
  language(): Language;
}

/** One SMS with what is known of it. `checked`: its last check, absent before the first; `pasts`: its earlier states, where git can be asked. */
export interface KnownRoot { uri: string; session: Session; files: Files; pasts: Pasts | undefined; checked?: Checked }

/** A file of one SMS, with what questions about it are answered from. */
export interface Place {
  desk: EditorDesk;
  file: string;
  /** The address of the SMS, as in its status. */
  root: string;
  /** The address of a file of the same SMS. */
  uri(file: string): string;
  /** The version of the text of an open file that `desk` sees; undefined for one that is not open. */
  version(file: string): number | undefined;
}

export interface OpenDocument { uri: string; version: number; text: string }
export interface FileEvent { path: string; type: 'created' | 'changed' | 'deleted' }

/** How long after the last change a check begins, and how long after the first it begins at the latest. Milliseconds. */
const PAUSE = 30;
const PATIENCE = 500;
/** How long after a change the text is looked at by itself: all that is typed meanwhile is looked at once. */
const GLANCE = 15;
/** How long a check goes on before it lets the others have their turn. */
const MOST_AT_ONCE = 8;
/** A message is read in one turn, handed on in the next, and there may be a change of the text before a question: so many turns the others have. */
const TURNS = 4;
/** From so many changed files on everything is read anew: a branch was switched. */
const MANY_FILES = 200;
const CONFIG = 'sms.yaml';

/**
 * The SMSs of a workspace, kept checked: takes what opens, changes, comes and goes, and publishes the findings that changed.
 * Checks run one after the other; one that a change has overtaken is dropped whole, so what is published never goes back. What is found in the edited file
 * alone does not wait for the others: it is published first, beside what was known of the file before.
 */
export class Workspace {
  private folders: readonly string[] = [];
  private readonly roots = new Map<string, Root>();
  private readonly documents = new Map<string, OpenDocument>();
  /** Folders to search for roots, roots to look after. */
  private readonly toScan = new Set<string>();
  private readonly toProbe = new Set<string>();
  private generation = 0;
  /** Of registers, over all roots: none comes twice. */
  private revision = 0;
  private timer: NodeJS.Timeout | undefined;
  private quiet: NodeJS.Timeout | undefined;
  private resting = false;
  private waitingSince: number | undefined;
  private running = false;
  /** Files to look at by themselves. */
  private readonly edited = new Set<string>();
  private glance: NodeJS.Timeout | undefined;
  private glancing = false;
  private pausedAt = 0;
  private closed = false;
  private waiters: { resolve(generation: number): void }[] = [];
  private settings: SettingsParams | undefined;

  constructor(private readonly surroundings: Surroundings, private readonly audience: Audience) {}

  /** The folders of the workspace, as paths. The first check begins at once. */
  setFolders(folders: readonly string[]): void {
    for (const folder of folders) if (!this.folders.includes(folder)) this.toScan.add(folder);
    this.folders = [...folders];
    for (const root of this.roots.keys()) this.toProbe.add(root);
    this.generation++;
    this.schedule(0);
  }

  /** Whether git may be asked, and which one. Without settings it may: that is a client that knows no trust. */
  setSettings(settings: SettingsParams | undefined): void {
    if (JSON.stringify(settings) === JSON.stringify(this.settings)) return;
    this.settings = settings;
    for (const root of this.roots.values()) this.reopen(root);
    if (this.roots.size > 0) this.schedule(0);
  }

  /** Another commit is checked out somewhere, a branch or a tag was made. Git is asked anew after this alone. */
  historyMoved(): void { for (const root of this.roots.values()) this.moved(root); }

  /** The SMSs that there are, in order of their addresses. */
  known(): KnownRoot[] {
    return [...this.roots.values()].map((root): KnownRoot => ({
      uri: root.status.uri, session: root.session, files: root.files, pasts: this.programs && this.surroundings.pastsOf?.(root.path, this.programs),
      ...(root.result && { checked: this.checked(root, root.result) }),
    }))
      .sort((a, b) => (a.uri < b.uri ? -1 : 1));
  }

  /** What questions about a file are answered from; undefined outside of every SMS, and before the first check. */
  placeOf(uri: string): Place | undefined {
    this.stir();
    const path = this.surroundings.pathOfUri(uri), root = path === undefined ? undefined : this.rootOf(path);
    return path === undefined || !root?.result ? undefined : this.placeIn(root, root.result, fileIn(root.path, path));
  }

  /** The same for sms.yaml of each SMS, in order of their addresses. */
  places(): Place[] {
    return [...this.roots.values()].sort((a, b) => (a.status.uri < b.status.uri ? -1 : 1)).flatMap(root => (root.result ? [this.placeIn(root, root.result, CONFIG)] : []));
  }

  /** Whether the file belongs to an SMS that was not checked yet, or may: folders are still searched. */
  mayHave(uri: string): boolean {
    const path = this.surroundings.pathOfUri(uri), root = path === undefined ? undefined : this.rootOf(path);
    return path !== undefined && (root ? root.result === undefined && root.status.outcome !== 'failed' : this.toScan.size > 0 || this.running);
  }

  private placeIn(root: Root, result: CheckResult, file: string): Place {
    const open = (of: string): OpenDocument | undefined => this.documents.get(pathIn(root.path, of));
    const textOf = (of: string): string | undefined => open(of)?.text ?? root.session.textOf(of);
    const isChecked = (of: string): boolean => { const now = open(of)?.text; return now === root.checkedTexts.get(of); };
    return {
      desk: editorDesk({ ...result }, { textOf, isChecked }, this.audience.language(), root.readings), file, root: root.status.uri,
      uri: of => this.uriOf(pathIn(root.path, of)), version: of => open(of)?.version,
    };
  }

  /** An editor holds this text, saved or not: it wins over the disk until the document is closed. */
  documentChanged(document: OpenDocument): void {
    const path = this.surroundings.pathOfUri(document.uri);
    if (path === undefined) return;
    this.stir();
    // Some editors hand over the byte order mark, which is no part of the text.
    this.documents.set(path, { ...document, text: document.text.replace(/^\uFEFF/, '') });
    this.touch(this.rootOf(path));
    this.edited.add(path);
    this.glanceSoon();
  }

  /** The disk counts again. */
  documentClosed(uri: string): void {
    const path = this.surroundings.pathOfUri(uri);
    if (path === undefined || !this.documents.delete(path)) return;
    const root = this.rootOf(path);
    // Not every client watches files, so what it last saved is read anew.
    root?.changed.add(fileIn(root.path, path));
    root?.asked.delete(fileIn(root.path, path));
    this.touch(root);
  }

  /** What stands on disk is what the editor holds. For clients that watch no files, or not those of git, this also tells that there may be another commit. */
  documentSaved(uri: string): void {
    const path = this.surroundings.pathOfUri(uri);
    if (path === undefined) return;
    // A client that watches no files creates them so.
    this.filesChanged([{ path, type: 'created' }]);
    const root = this.rootOf(path);
    if (root) this.moved(root);
  }

  /** Files and folders that came, changed or went on disk, in the order told. */
  filesChanged(events: readonly FileEvent[]): void {
    // A work tree may have its repository anywhere, so that every SMS may be meant.
    if (events.some(({ path }) => tellsOfHistory(path))) this.historyMoved();
    for (const { path, type } of events) {
      const folder = this.folders.find(each => path === each || isBelow(each, path));
      if (folder === undefined || isHidden(fileIn(folder, path))) continue;
      const owner = this.rootOf(path);
      owner?.changed.add(fileIn(owner.path, path));
      const base = path.slice(path.lastIndexOf('/') + 1), parent = base === CONFIG ? parentOf(path) : path;
      if (type === 'created') this.toScan.add(parent);
      if (type === 'deleted') for (const root of this.roots.keys()) if (root === parent || isBelow(parent, root)) this.toProbe.add(root);
      this.touch(owner);
    }
  }

  /** Resolves when everything seen so far is checked and published. */
  idle(): Promise<number> {
    return new Promise(resolve => {
      this.waiters.push({ resolve });
      this.answerIdle();
    });
  }

  status(): StatusParams {
    const roots = [...this.roots.values()].map(({ status }) => status).sort((a, b) => (a.uri < b.uri ? -1 : 1));
    return { generation: this.generation, roots };
  }

  /** Nothing is checked or published any more. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.glance);
    clearTimeout(this.quiet);
    this.timer = undefined;
    for (const { history } of this.roots.values()) history?.dispose();
  }

  private rootOf(path: string): Root | undefined {
    for (let folder = path; ; folder = parentOf(folder)) {
      const root = this.roots.get(folder);
      if (root) return root;
      if (parentOf(folder) === folder) return undefined;
    }
  }

  private moved(root: Root): void {
    root.moved = true;
    this.touch(root);
  }

  private touch(root: Root | undefined): void {
    this.generation++;
    if (root) root.touched = this.generation;
    if (root || this.toScan.size > 0 || this.toProbe.size > 0) this.schedule(PAUSE);
  }

  private schedule(pause: number): void {
    if (this.closed) return;
    const now = performance.now();
    this.waitingSince ??= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { void this.run(); }, Math.max(0, Math.min(pause, this.waitingSince + PATIENCE - now)));
  }

  private async run(): Promise<void> {
    this.timer = undefined;
    // Whatever is new is seen when the check under way ends.
    if (this.running) return;
    this.waitingSince = undefined;
    this.running = true;
    try {
      await this.findRoots();
      for (const root of [...this.roots.values()]) if (root.touched > root.checked && !this.closed) await this.check(root);
    } catch (error) {
      this.audience.log('error', `workspace: the check stopped ${stackOf(error)}`);
    }
    this.running = false;
    if (this.timer === undefined && this.isBehind()) this.schedule(PAUSE);
    this.stir();
    this.answerIdle();
  }

  /** Something happened: rest ends, or is put off. */
  private stir(): void {
    const { rest } = this.surroundings, failed = (error: unknown): void => this.audience.log('warn', `workspace: memory could not be given back ${stackOf(error)}`);
    if (this.closed || !rest) return;
    if (this.resting) rest.end().catch(failed);
    this.resting = false;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => {
      if (this.running || this.isBehind()) { this.stir(); return; }
      this.resting = true;
      rest.begin().catch(failed);
    }, rest.after);
  }

  private isBehind(): boolean {
    return this.toScan.size > 0 || this.toProbe.size > 0 || [...this.roots.values()].some(root => root.touched > root.checked);
  }

  private answerIdle(): void {
    if (this.running || this.timer !== undefined || this.isBehind()) return;
    for (const { resolve } of this.waiters.splice(0)) resolve(this.generation);
  }

  /** Roots that came and went since the last time. The SMS around one of them loses or gains its files. */
  private async findRoots(): Promise<void> {
    const came: string[] = [], went: string[] = [];
    const toScan = take(this.toScan);
    for (const folder of toScan.length > MANY_FILES ? this.folders : toScan) {
      const { roots, unreadable, cut } = await this.surroundings.findRoots(folder, LIMITS.pathDepth);
      for (const unread of unreadable) this.audience.log('warn', `workspace: a folder cannot be opened ${JSON.stringify({ folder: unread })}`);
      if (cut) this.audience.log('warn', `workspace: too many folders, an SMS in one of the others is not seen ${JSON.stringify({ folder, limit: LIMITS.filesWalked })}`);
      came.push(...roots.filter(root => !this.roots.has(root) && this.folders.some(each => root === each || isBelow(each, root))));
    }
    for (const root of take(this.toProbe)) {
      const inside = this.folders.some(each => root === each || isBelow(each, root));
      if (!inside || (await this.surroundings.findRoots(root, 0)).roots.length === 0) went.push(root);
    }
    for (const path of went) this.remove(path);
    for (const path of came) this.add(path);
    if (went.length > 0 || came.length > 0) {
      this.audience.rootsChanged([...this.roots.keys()]);
      this.audience.status(this.status());
    }
  }

  private add(path: string): void {
    if (this.roots.has(path)) return;
    const files = new ListedFiles(this.surroundings.openFiles(path));
    const uri = this.surroundings.uriOfPath(path);
    this.readAnew(this.rootOf(parentOf(path)));
    this.roots.set(path, {
      path, files, ...this.openSession(path, files), overlaid: new Map(), checkedTexts: new Map(), readings: new Map(), asked: new Set(), changed: new Set(), all: true, moved: false,
      touched: ++this.generation, checked: 0, published: new Map(), register: { revision: 0, hash: '' },
      status: { uri, outcome: 'checking', counts: { major: 0, minor: 0, observation: 0, accepted: 0 }, notChecked: [] },
    });
  }

  private remove(path: string): void {
    const root = this.roots.get(path);
    if (!root) return;
    this.roots.delete(path);
    root.history?.dispose();
    for (const { uri } of root.published.values()) this.audience.publish({ uri, diagnostics: [] });
    this.readAnew(this.rootOf(path));
  }

  /** Those of the machine's settings; undefined where no git may be asked. */
  private get programs(): Pick<SettingsParams, 'git' | 'allowedSigners'> | undefined {
    const { trusted = true, git, allowedSigners } = this.settings ?? {};
    return trusted ? { ...(git !== undefined && { git }), ...(allowedSigners !== undefined && { allowedSigners }) } : undefined;
  }

  private openSession(path: string, files: ListedFiles): Pick<Root, 'session' | 'history'> {
    const { parser, openHistory } = this.surroundings, { programs } = this, history = programs && openHistory?.(path, programs);
    const none: NoHistory = { reason: openHistory && !programs ? 'not-trusted' : 'virtual', detail: '' };
    return { session: new Session(files, parser, { history: history ?? none, ...(this.settings?.trusted === false && { own: 'refused' }) }), history };
  }

  /** With the settings of now. What was read and parsed is read and parsed again: this is rare. */
  private reopen(root: Root): void {
    root.history?.dispose();
    Object.assign(root, this.openSession(root.path, root.files));
    root.overlaid = new Map();
    this.readAnew(root);
  }

  private readAnew(root: Root | undefined): void {
    if (!root) return;
    root.all = true;
    root.touched = ++this.generation;
  }

  private async check(root: Root): Promise<void> {
    const touched = root.touched, began = performance.now();
    this.pausedAt = began;
    try {
      const versions = await this.bringUpToDate(root);
      const result = await root.session.check({ now: this.surroundings.now(), language: this.audience.language(), pause: () => this.pause(root, touched) });
      if (root.touched !== touched || this.closed || this.roots.get(root.path) !== root) return;
      root.checked = touched;
      root.result = result;
      root.checkedTexts = root.overlaid;
      root.readings.clear();
      this.publish(root, result, versions);
      root.status = { ...statusOf(root.status.uri, result, this.audience.language()), register: this.revisionOf(root, result) };
      const { counts } = root.status;
      this.audience.log('debug', `check: done ${JSON.stringify({ root: root.path, files: result.model.files.size, ...counts, ms: Math.round(performance.now() - began) })}`);
    } catch (error) {
      if (error instanceof Overtaken) return;
      // A mistake of the program. What stood before still stands, and the status says that it is not current.
      root.checked = touched;
      root.all = true;
      this.toProbe.add(root.path);
      root.status = { ...root.status, outcome: 'failed', notChecked: [this.audience.language().text('status.stopped', 'The check stopped because of a mistake in this program: {error}', { error: error instanceof Error ? error.message : String(error) })] };
      this.audience.log('error', `check: failed ${JSON.stringify({ root: root.path })} ${stackOf(error)}`);
    }
    this.audience.status(this.status());
  }

  /** Lets others have their turn now and then; a check that was overtaken meanwhile is not gone on with. */
  private pause(root: Root, touched: number): Promise<void> | undefined {
    if (performance.now() - this.pausedAt < MOST_AT_ONCE) return undefined;
    const { turn } = this.surroundings;
    return new Promise((resolve, reject) => {
      const go = (): void => {
        this.pausedAt = performance.now();
        if (root.touched !== touched || this.closed) reject(new Overtaken()); else resolve();
      };
      const wait = (turns: number): void => { if (turns === 0) go(); else turn?.(() => { wait(turns - 1); }); };
      if (turn) wait(TURNS); else setTimeout(go);
    });
  }

  private glanceSoon(): void {
    if (this.closed || this.glancing || this.glance !== undefined || this.edited.size === 0) return;
    this.glance = setTimeout(() => {
      this.glance = undefined;
      this.glancing = true;
      this.lookAhead().catch(error => { this.audience.log('error', `workspace: a file could not be looked at by itself ${stackOf(error)}`); }).finally(() => {
        this.glancing = false;
        this.glanceSoon();
      });
    }, GLANCE);
  }

  /** Publishes what is found in edited files alone. What the rest of the SMS has to do with stands as the last check found it, moved with its line, until the next. */
  private async lookAhead(): Promise<void> {
    for (const path of take(this.edited)) {
      const root = this.rootOf(path), document = this.documents.get(path), result = root?.result;
      if (!root || !document || !result) continue;
      const file = fileIn(root.path, path), before = root.checkedTexts.get(file) ?? root.session.savedText(file);
      if (before === undefined || before === document.text) continue;
      const found = await root.session.checkAhead(file, document.text, result);
      if (!found || this.closed || this.roots.get(root.path) !== root || this.documents.get(path) !== document || root.checkedTexts.get(file) === document.text) continue;
      if (root.result !== result) { this.edited.add(path); continue; }
      const own = new Set(found.before.map(finding => JSON.stringify(finding))), moved = movedRanges(before, document.text);
      const others = result.findings.filter(finding => finding.file === file && !own.has(JSON.stringify(finding))).flatMap(finding => {
        const range = moved(finding.range);
        return range ? [{ ...finding, range, related: finding.related.flatMap(each => { const at = each.file === file ? moved(each.range) : each.range; return at ? [{ ...each, range: at }] : []; }) }] : [];
      });
      this.publishFile(root, file, [...found.now, ...others].sort(compareFindings), document.version);
    }
  }

  private checked({ path, register, status: { uri } }: Root, result: CheckResult): Checked {
    return { uri, result, register: register.revision, address: file => this.uriOf(pathIn(path, file)) };
  }

  /** Another number than before where anything in the register is different. */
  private revisionOf(root: Root, result: CheckResult): number {
    const { revision, hash, of } = root.register, { config, today, control, model: { items } } = result, language = this.audience.language();
    // It is made of these alone, and making it takes long.
    if (of && of.language === language && of.today === today && of.config === config && saysTheSame(of.items, items) && sameControl(of.control, control)) return revision;
    const now = textHash(JSON.stringify({ ...toRegister(this.checked(root, result), language), revision: 0 }));
    root.register = { revision: now === hash ? revision : ++this.revision, hash: now, of: { config, today, control, items, language } };
    return root.register.revision;
  }

  /** Hands the session what changed on disk and the texts of open documents; gives the versions of the latter by file. */
  private async bringUpToDate(root: Root): Promise<Map<string, number>> {
    const changed = take(root.changed);
    if (root.moved) root.session.historyMoved();
    root.moved = false;
    // Git is asked anew with everything.
    if (root.all || changed.length > MANY_FILES) {
      root.all = false;
      await root.session.refresh();
    } else if (changed.length > 0) {
      // A folder that was moved or replaced is told as one change.
      const below = [...root.files.listed].filter(file => changed.some(each => file.startsWith(`${each}/`)));
      await root.session.changed([...changed, ...below]);
    }
    const texts = new Map<string, OpenDocument>();
    for (const [path, document] of this.documents) {
      if (this.rootOf(path) !== root) continue;
      const file = fileIn(root.path, path);
      if (await this.belongs(root, file, document)) texts.set(file, document);
    }
    const before = root.overlaid.get(CONFIG), now = texts.get(CONFIG)?.text;
    for (const file of root.overlaid.keys()) if (!texts.has(file)) root.session.setOverlay(file, undefined);
    for (const [file, { text }] of texts) if (root.overlaid.get(file) !== text) root.session.setOverlay(file, text);
    root.overlaid = new Map([...texts].map(([file, { text }]) => [file, text]));
    // sms.yaml says which files are looked at.
    if (before !== now) await root.session.changed([CONFIG]);
    return new Map([...texts].map(([file, { version }]) => [file, version]));
  }

  /** Whether an open document is looked at: as on disk, or new and not saved yet. One beyond the size limit is judged by what is saved. */
  private async belongs(root: Root, file: string, document: OpenDocument): Promise<boolean> {
    if (document.text.length > LIMITS.fileBytes) return false;
    if (file === CONFIG || root.files.listed.has(file)) return true;
    if (isHidden(file)) return false;
    const saved = await root.files.read(file);
    if (!saved.ok) return saved.reason === 'vanished';
    // It may stand on disk before anybody has told of it.
    if (root.asked.has(file)) return false;
    root.asked.add(file);
    await root.session.changed([file]);
    return root.files.listed.has(file);
  }

  private publish(root: Root, result: CheckResult, versions: ReadonlyMap<string, number>): void {
    const byFile = new Map<string, CheckResult['findings']>();
    for (const finding of result.findings) {
      const known = byFile.get(finding.file);
      if (known) known.push(finding); else byFile.set(finding.file, [finding]);
    }
    for (const file of new Set([...root.published.keys(), ...byFile.keys()])) this.publishFile(root, file, byFile.get(file) ?? [], versions.get(file));
  }

  private publishFile(root: Root, file: string, findings: CheckResult['findings'], version: number | undefined): void {
    const uri = (of: string): string => this.uriOf(pathIn(root.path, of)), language = this.audience.language();
    const before = root.published.get(file), address = uri(file);
    // What was found again by the same check of the same rule is the same object.
    if (before?.uri === address && before.language === language && before.findings.length === findings.length && findings.every((finding, at) => finding === before.findings[at])) return;
    const diagnostics = toDiagnostics(findings, { uri, ruleHref: rule => this.audience.ruleHref(rule), language, rules: rulesOf(root.result?.config ?? { own: NOTHING_OWN }) }), text = JSON.stringify(diagnostics);
    if (before && before.uri !== address) this.audience.publish({ uri: before.uri, diagnostics: [] });
    if (diagnostics.length === 0) root.published.delete(file); else root.published.set(file, { uri: address, text, findings, language });
    if (before?.uri === address ? before.text === text : diagnostics.length === 0) return;
    this.audience.publish({ uri: address, diagnostics, ...(version !== undefined && { version }) });
  }

  /** As the client spells it, where it has told. */
  private uriOf(path: string): string { return this.documents.get(path)?.uri ?? this.surroundings.uriOfPath(path); }
}

/** Ends a check whose result nobody would want any more. */
class Overtaken extends Error {}

/** One SMS. */
interface Root {
  path: string;
  files: ListedFiles;
  session: Session;
  history: { dispose(): void } | undefined;
  /** Of the last check that came to its end. */
  result?: CheckResult;
  /** Texts of open documents that the session holds, by file. */
  overlaid: Map<string, string>;
  /** Those of them that the last result knows. */
  checkedTexts: ReadonlyMap<string, string>;
  /** Of texts that are newer than the last result. */
  readings: Readings;
  /** Open files outside of the list for which the folder was listed again. */
  asked: Set<string>;
  /** Files and folders to read anew; `all`: everything. */
  changed: Set<string>;
  all: boolean;
  /** Git is to be asked anew. */
  moved: boolean;
  /** The generation of the last change, and of the last result that was published. */
  touched: number;
  checked: number;
  published: Map<string, { uri: string; text: string; findings: readonly Finding[]; language: Language }>;
  /** The revision of its register, and what that held in short. */
  register: { revision: number; hash: string; of?: Pick<CheckResult, 'config' | 'today' | 'control'> & Pick<CheckResult['model'], 'items'> & { language: Language } };
  status: RootStatus;
}

/** Files that remember what was listed: an open document outside of it is not looked at. */
class ListedFiles implements Files {
  listed: ReadonlySet<string> = new Set();

  constructor(private readonly files: Files) {}

  async list(ignore: readonly string[]): Promise<Listing> {
    const listing = await this.files.list(ignore);
    this.listed = new Set(listing.files);
    return listing;
  }

  read(file: string): ReturnType<Files['read']> { return this.files.read(file); }

  stream(file: string): ReturnType<Files['stream']> { return this.files.stream(file); }
}

/** Whether a register shows the same of these items: what they are called, and where documents begin. */
function saysTheSame(then: readonly Item[], now: readonly Item[]): boolean {
  const shown = (item: Item | undefined): string => JSON.stringify(item && [item.id, item.type, item.title, item.file, item.aliases.map(({ id }) => id), item.path.length === 0 ? item.idRange : '']);
  return then === now || (then.length === now.length && now.every((item, at) => item === then[at] || shown(item) === shown(then[at])));
}

function statusOf(uri: string, result: CheckResult, language: Language): RootStatus {
  const counts = { major: 0, minor: 0, observation: 0, accepted: result.accepted.length };
  for (const { grade } of result.findings) counts[grade]++;
  const notChecked = result.incomplete.map(({ file, rule, reason: english }) => {
    const reason = reasonIn(language, english);
    return file !== undefined ? `${file}: ${reason}` : rule !== undefined ? language.text('status.rule', 'Rule {rule}: {reason}', { rule, reason }) : reason;
  });
  if (result.error === 'config') notChecked.unshift(language.text('status.config', 'sms.yaml cannot be used as it is; see its findings.'));
  if (result.error === 'nothing') notChecked.unshift(language.text('status.nothing', 'There is nothing to check yet: no file of this SMS says what kind of document it is.'));
  return { uri, outcome: outcome(result, 'minor'), counts, today: result.today, todayFrom: result.todayFrom, notChecked };
}

/**
 * A file, or a folder of files, from which git tells what the history of an SMS is: those of `.git`, in it those of other work trees and of submodules, and the
 * list of names. Branches of elsewhere are among them, since a fetch may bring what was missing; locks come and go beside each of them.
 */
function tellsOfHistory(path: string): boolean { return HISTORY_FILES.test(path) && !path.endsWith('.lock'); }
const HISTORY_FILES = new RegExp(String.raw`/(?:\.mailmap|\.git(?:/(?:(?:worktrees|modules)/.+/)?(?:${[
  'HEAD', 'logs/HEAD', 'packed-refs', '(?:refs|reftable)(?:/.*)?', 'shallow', 'info/grafts', '(?:MERGE|CHERRY_PICK|REVERT)_HEAD', 'BISECT_LOG', 'rebase-(?:merge|apply)(?:/.*)?',
].join('|')}))?)$`);

function isBelow(folder: string, path: string): boolean { return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`); }
function fileIn(root: string, path: string): string { return path.slice(root.endsWith('/') ? root.length : root.length + 1); }
function pathIn(root: string, file: string): string { return root.endsWith('/') ? `${root}${file}` : `${root}/${file}`; }
function parentOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end < 0 ? path : path.slice(0, end) || '/';
}

function take<T>(from: Set<T>): T[] {
  const taken = [...from];
  from.clear();
  return taken;
}

function stackOf(error: unknown): string { return error instanceof Error ? error.stack ?? error.message : String(error); }

