import { commands, env, l10n, Range, Uri, ViewColumn, window, workspace, type Disposable, type QuickPickItem, type TextDocument, type TextEditor, type WebviewPanel } from 'vscode';
import {
  PAGE, RECORDS, SCOPES, STANDS_AT, TARGET,
  type PageOf, type PageParams, type PagePart, type PageResult, type RecordsParams, type RecordsResult, type RootStatus, type ScopesParams, type ScopesResult, type StandsAtParams, type StandsAtResult, type TargetParams, type TargetResult,
} from '../protocol.js';
import { plain } from './document-states.js';
import type { Register } from './register.js';
import type { Ask } from './rule-pages.js';

const VIEW = 'smsPage';
/** Milliseconds after the last move of the cursor. */
const PAUSE = 80;

interface Subject { root: string; page: PageOf }
type Shown = Extract<PageResult, { ok: true }>;
/** What a panel needs of whoever made it. */
interface Desk { ask: Ask; extension: Uri; failed(error: unknown): void }

/** Pages about an SMS beside its sources, refreshed after each check: evidence packs, one artefact, the thread of one record. None ever takes the focus. */
export class PagePanels implements Disposable {
  private readonly panels = new Map<string, PagePanel>();
  private readonly subscriptions: Disposable[];
  private pause: ReturnType<typeof setTimeout> | undefined;
  /** Of the texts when the cursor moved last in them. */
  private readonly versions = new WeakMap<TextDocument, number>();
  private readonly desk: Desk;

  constructor(private readonly ask: Ask, private readonly register: Register, extension: Uri, failed: (error: unknown) => void) {
    this.desk = { ask, extension, failed };
    this.subscriptions = [
      window.registerWebviewPanelSerializer(VIEW, { deserializeWebviewPanel: (panel, state: unknown) => { this.restore(panel, state); return Promise.resolve(); } }),
      window.onDidChangeTextEditorSelection(({ textEditor }) => { this.lead(textEditor); }),
      window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => { this.lead(textEditor); }),
    ];
  }

  /** `given`: its scope, where that is known; else the user chooses, the whole SMS first. */
  async openPack(given: unknown): Promise<void> {
    const title = l10n.t('Open Evidence Pack'), root = await this.register.chooseRoot(title);
    if (!root) return;
    const scope = typeof given === 'string' ? given : await this.chooseScope(root.uri, title);
    if (scope !== undefined) this.open({ root: root.uri, page: { of: 'pack', scope } });
  }

  /** `given`: an address, a line of the explorer, an entry of the Documents view; else what is in the active editor. */
  async previewArtefact(given: unknown): Promise<void> {
    const document = given === undefined || given instanceof Uri ? undefined : await this.register.documentFor(given, l10n.t('Preview Artefact'));
    const address = given instanceof Uri ? given : document ? Uri.parse(document.row.uri) : window.activeTextEditor?.document.uri;
    const place = address && await this.ask<StandsAtResult>(STANDS_AT, { uri: address.toString(), line: 0 } satisfies StandsAtParams);
    if (place) this.open({ root: place.root, page: { of: 'artefact', file: place.file } });
    else void window.showInformationMessage(l10n.t('Open a file of an SMS first: a document or a record can be previewed.'));
  }

  /** `given`: the id of a record; else the user chooses, what the cursor stands in first. */
  async traceRecord(given: unknown): Promise<void> {
    const title = l10n.t('Trace Record'), root = await this.register.chooseRoot(title);
    if (!root) return;
    const id = typeof given === 'string' ? given : await this.chooseRecord(root.uri, title);
    if (id !== undefined) this.open({ root: root.uri, page: { of: 'trace', id } });
  }

  /** Something was checked: what is shown says how it is now. */
  follow(roots: readonly RootStatus[]): void {
    const known = new Set(roots.map(({ uri }) => uri));
    for (const panel of this.panels.values()) if (known.has(panel.subject.root)) panel.refresh();
  }

  dispose(): void {
    clearTimeout(this.pause);
    for (const each of [...this.panels.values(), ...this.subscriptions]) each.dispose();
  }

  private open(subject: Subject): void {
    const known = this.panels.get(keyOf(subject));
    if (known) { known.show(subject); return; }
    this.keep(window.createWebviewPanel(VIEW, '', { viewColumn: ViewColumn.Beside, preserveFocus: true }, optionsOf(this.desk)), subject);
  }

  private keep(panel: WebviewPanel, subject: Subject): void {
    const key = keyOf(subject), own = new PagePanel(panel, subject, this.desk);
    this.panels.get(key)?.dispose();
    this.panels.set(key, own);
    panel.onDidDispose(() => { if (this.panels.get(key) === own) this.panels.delete(key); own.ended(); });
  }

  /** Of a window that was closed. What another release remembered is left out. */
  private restore(panel: WebviewPanel, state: unknown): void {
    const subject = subjectIn(state);
    if (!subject) { panel.dispose(); return; }
    panel.webview.options = optionsOf(this.desk);
    this.keep(panel, subject);
  }

  /** Brings what somebody looks at in a source into sight in the pages: what the cursor is in, or the first line where it was scrolled away from. */
  private lead(editor: TextEditor): void {
    const shown = [...this.panels.values()].filter(panel => panel.isReady);
    if (shown.length === 0 || editor !== window.activeTextEditor) return;
    clearTimeout(this.pause);
    const { document } = editor, before = this.versions.get(document), isTyping = before !== undefined && before !== document.version;
    this.versions.set(document, document.version);
    this.pause = setTimeout(() => {
      const { active } = editor.selection, line = editor.visibleRanges.some(range => range.contains(active)) ? active.line : editor.visibleRanges[0]?.start.line ?? active.line;
      const asked: StandsAtParams = { uri: editor.document.uri.toString(), line };
      this.ask<StandsAtResult>(STANDS_AT, asked).then(place => { if (place) for (const panel of shown) panel.lead(place, line, isTyping); }, this.desk.failed);
    }, PAUSE);
  }

  private async chooseScope(root: string, title: string): Promise<string | undefined> {
    const { scopes } = await this.ask<ScopesResult>(SCOPES, { root } satisfies ScopesParams), [only] = scopes;
    if (scopes.length === 1) return only?.scope;
    const items = scopes.map(({ scope, label, note }) => ({ label: plain(label), description: plain(note), scope }));
    return (await window.showQuickPick(items, { title, placeHolder: l10n.t('Choose what the evidence pack is about'), matchOnDescription: true }))?.scope;
  }

  /** Those of large tables are not all listed: whoever knows the id writes it. */
  private async chooseRecord(root: string, title: string): Promise<string | undefined> {
    const editor = window.activeTextEditor, asked = editor && { uri: editor.document.uri.toString(), line: editor.selection.active.line };
    const [{ records }, place] = await Promise.all([this.ask<RecordsResult>(RECORDS, { root } satisfies RecordsParams), asked ? this.ask<StandsAtResult>(STANDS_AT, asked satisfies StandsAtParams) : null]);
    const near = records.filter(({ id }) => place?.ids.includes(id)), items = [...near, ...records.filter(each => !near.includes(each))].map(({ id, title: name, kind }): QuickPickItem => ({ label: id, description: plain(name), detail: plain(kind) }));
    const picker = window.createQuickPick();
    Object.assign(picker, { title, placeholder: l10n.t('Choose the record whose thread to follow, or write its id'), matchOnDescription: true, items });
    return new Promise(resolve => {
      picker.onDidChangeValue(value => { picker.items = value.trim() === '' || items.some(({ label }) => label === value) ? items : [...items, { label: value.trim(), alwaysShow: true }]; });
      picker.onDidAccept(() => { resolve(picker.selectedItems[0]?.label); picker.hide(); });
      picker.onDidHide(() => { resolve(undefined); picker.dispose(); });
      picker.show();
    });
  }
}

/** One page in its panel. What it shows is kept here: a page that was hidden or written anew gets all of it at once. */
class PagePanel {
  isReady = false;
  private shown: Shown | undefined;
  private problem = '';
  private loading = false;
  private again = false;
  private isEnded = false;
  /** What it was led to last. */
  private led = '';

  constructor(private readonly panel: WebviewPanel, public subject: Subject, private readonly desk: Desk) {
    panel.title = titleOf(subject);
    panel.iconPath = Uri.joinPath(desk.extension, 'media/sms.svg');
    panel.webview.onDidReceiveMessage((message: unknown) => { this.hear(message).catch(desk.failed); });
    panel.onDidChangeViewState(() => {
      // The page ends when it is hidden, and says that it is ready when it is shown again.
      if (!panel.visible) this.isReady = false;
      else if (this.again) this.refresh();
    });
    this.write();
    this.refresh();
  }

  /** Of the same key: another document in the same panel. */
  show(subject: Subject): void {
    if (JSON.stringify(subject) !== JSON.stringify(this.subject)) {
      this.subject = subject;
      this.shown = undefined;
      this.panel.title = titleOf(subject);
      this.isReady = false;
      this.write();
    }
    this.panel.reveal(this.panel.viewColumn, true);
    this.refresh();
  }

  /** Asks for what changed; while an answer is awaited or nobody looks, later. */
  refresh(): void {
    this.again = true;
    if (this.loading || (!this.panel.visible && this.shown)) return;
    this.loading = true;
    this.load().catch((error: unknown) => {
      this.desk.failed(error);
      this.say(error instanceof Error ? error.message : String(error));
    }).finally(() => {
      this.loading = false;
      if (this.again && this.panelVisible) this.refresh();
    });
  }

  /** A page of many things stays where it is while somebody types, or moves within one thing: they may look at what follows from that. */
  lead({ root, file, ids }: NonNullable<StandsAtResult>, line: number, isTyping: boolean): void {
    if (!this.isReady || root !== this.subject.root) return;
    const { page } = this.subject, [innermost = ''] = ids, isOther = innermost !== this.led;
    this.led = innermost;
    if (page.of === 'artefact' ? page.file === file : isOther && !isTyping) this.post({ type: 'show', file, ids, line: line + 1 });
  }

  ended(): void { this.isEnded = true; this.isReady = false; }
  dispose(): void { this.panel.dispose(); }

  private get panelVisible(): boolean { return !this.isEnded && this.panel.visible; }

  private async load(): Promise<void> {
    this.again = false;
    const { subject } = this, before = new Map(this.shown?.parts.map(part => [part.id, part]));
    const known = Object.fromEntries([...before.values()].flatMap(({ id, mark, error }) => (error === undefined ? [[id, mark]] : [])));
    const result = await this.desk.ask<PageResult>(PAGE, { ...subject, known } satisfies PageParams);
    if (this.isEnded || subject !== this.subject) return;
    if (!result.ok) { this.say(result.sentence); return; }
    const changed = new Set(result.parts.filter(({ html, error }) => html !== undefined || error !== undefined).map(({ id }) => id));
    const parts = result.parts.map((part): PagePart => { const html = part.html ?? before.get(part.id)?.html; return { ...part, ...(html !== undefined && part.error === undefined && { html }) }; });
    this.shown = { ...result, parts };
    this.panel.title = titleOf(subject, result);
    this.problem = '';
    this.send(({ id }) => changed.has(id));
  }

  /** What could not be done stands above what was shown before. */
  private say(problem: string): void {
    this.problem = problem;
    if (this.isReady) this.post({ type: 'problem', problem });
  }

  private send(isNew: (part: PagePart) => boolean): void {
    if (!this.isReady || !this.shown) return;
    const { title, line, file, problems, parts } = this.shown;
    this.post({ type: 'parts', title, line, file, problems, parts: parts.map(part => (isNew(part) ? part : { id: part.id, title: part.title, mark: part.mark, within: part.within })) });
  }

  private post(message: object): void { this.panel.webview.postMessage(message).then(undefined, this.desk.failed); }

  /** What is not of these is not ours. */
  private async hear(message: unknown): Promise<void> {
    if (typeof message !== 'object' || message === null || !('type' in message)) return;
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        this.send(() => true);
        if (this.problem !== '') this.post({ type: 'problem', problem: this.problem });
        return;
      case 'drawing': {
        const read = async (name: string): Promise<string> => new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(this.desk.extension, 'dist', name)));
        this.post({ type: 'drawing', scripts: await Promise.all(['mermaid.min.js', 'diagrams.js'].map(read)) });
        return;
      }
      case 'open':
        if ('to' in message && typeof message.to === 'string') await this.follow(message.to, 'focus' in message && message.focus === true);
    }
  }

  /** Leads only to what the server, the rules and the clauses know. */
  private async follow(to: string, focus: boolean): Promise<void> {
    const [, of = '', id = ''] = /^(item|file|clause|rule):([^]{1,1000})$/.exec(to) ?? [];
    if (of === 'clause' && /^(?:[A-Za-z][\w.-]*:)?[^\s:/\\]{1,50}$/.test(id)) await commands.executeCommand('sms.goToClause', id);
    else if (of === 'rule' && /^[a-z][a-z0-9-]*$/.test(id)) await commands.executeCommand('sms.showRule', id);
    else if (of === 'item' || of === 'file') {
      const target = await this.desk.ask<TargetResult>(TARGET, { root: this.subject.root, to } satisfies TargetParams);
      if (!target) return;
      const { start, end } = target.range, selection = new Range(start.line, start.character, end.line, end.character);
      await window.showTextDocument(Uri.parse(target.uri), { selection, viewColumn: this.otherColumn(), preserveFocus: !focus, preview: true });
    }
  }

  private otherColumn(): ViewColumn {
    const own = this.panel.viewColumn ?? ViewColumn.Two, open = window.visibleTextEditors.find(({ viewColumn }) => viewColumn !== undefined && viewColumn !== own)?.viewColumn;
    return open ?? (own === ViewColumn.One ? ViewColumn.Two : ViewColumn.One);
  }

  /** Lets run our own script alone, shows our own styles and drawings alone, and fetches nothing. */
  private write(): void {
    const { webview } = this.panel, { extension } = this.desk, nonce = freshNonce();
    const of = (...path: string[]): string => attribute(webview.asWebviewUri(Uri.joinPath(extension, ...path)).toString()), text = (own: string): string => attribute(own);
    const texts = {
      none: l10n.t('Nothing has that.'), one: l10n.t('1 place'), many: l10n.t('{0} places'), updated: l10n.t('Updated: {0}'), failed: l10n.t('This part could not be made: {0}'),
      source: l10n.t('It is made by the part "{0}" of the pack; the other parts are as they should be.'), drawing: l10n.t('Drawing…'),
    };
    webview.html = `<!DOCTYPE html>
<html lang="${text(env.language)}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src ${attribute(webview.cspSource)}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'">
<link rel="stylesheet" href="${of('media', 'pack.css')}"><link rel="stylesheet" href="${of('media', 'page.css')}"></head>
<body class="live" data-subject="${text(JSON.stringify(this.subject))}" data-texts="${text(JSON.stringify(texts))}" data-nonce="${nonce}">
<header class="bar"><div class="titles"><h1 id="title">${text(titleOf(this.subject))}</h1><p id="line"></p></div>
<div class="tools"><details id="contents" hidden><summary>${text(l10n.t('Contents'))}</summary><nav aria-label="${text(l10n.t('Contents'))}"><ol></ol></nav></details>
<input type="search" id="search" autocomplete="off" spellcheck="false" placeholder="${text(l10n.t('Show only what has…'))}" aria-label="${text(l10n.t('Show only what has these words'))}"><p id="found" role="status"></p></div></header>
<p id="problem" class="note bad" role="alert" hidden></p>
<main id="parts" aria-busy="true"><p class="waiting">${text(l10n.t('Reading the SMS…'))}</p></main>
<p id="said" class="spoken" role="status"></p>
<script nonce="${nonce}" src="${of('dist', 'page.js')}"></script></body></html>`;
  }
}

function optionsOf({ extension }: Desk) { return { enableScripts: true, enableFindWidget: true, localResourceRoots: [Uri.joinPath(extension, 'media'), Uri.joinPath(extension, 'dist')] }; }

/** Packs of different scopes stand beside each other; an artefact takes the place of the one before, and so does a thread. */
function keyOf({ root, page }: Subject): string { return `${root} ${page.of === 'pack' ? `pack ${page.scope ?? 'all'}` : page.of}`; }

/** 128 bits that nobody can guess. */
function freshNonce(): string { return [...globalThis.crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join(''); }

function titleOf({ page }: Subject, shown?: Shown): string {
  switch (page.of) {
    case 'pack': return l10n.t('Evidence Pack');
    case 'artefact': return l10n.t('Preview {0}', plain(shown?.title ?? page.file.slice(page.file.lastIndexOf('/') + 1)));
    case 'trace': return l10n.t('Thread of {0}', plain(page.id));
  }
}

function subjectIn(state: unknown): Subject | undefined {
  if (typeof state !== 'object' || state === null || !('subject' in state) || typeof state.subject !== 'object' || state.subject === null) return undefined;
  const { subject } = state;
  if (!('root' in subject) || typeof subject.root !== 'string' || !('page' in subject) || typeof subject.page !== 'object' || subject.page === null || !('of' in subject.page)) return undefined;
  const { root, page } = subject;
  if (page.of === 'pack' && (!('scope' in page) || typeof page.scope === 'string')) return { root, page: { of: 'pack', ...('scope' in page && typeof page.scope === 'string' && { scope: page.scope }) } };
  if (page.of === 'artefact' && 'file' in page && typeof page.file === 'string') return { root, page: { of: 'artefact', file: page.file } };
  return page.of === 'trace' && 'id' in page && typeof page.id === 'string' ? { root, page: { of: 'trace', id: page.id } } : undefined;
}

function attribute(text: string): string { return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'); }
