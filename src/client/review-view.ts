import {
  commands, EventEmitter, l10n, Range, ThemeColor, ThemeIcon, TreeItem, TreeItemCheckboxState, TreeItemCollapsibleState, Uri, window,
  type Disposable, type Memento, type QuickPickItem, type TreeDataProvider, type TreeView,
} from 'vscode';
import { REVIEW, REVIEW_BASES, REVIEW_END, type ReviewEndParams, type ReviewBasesParams, type ReviewBasesResult, type ReviewGroup, type ReviewLine, type ReviewParams, type ReviewResult, type StatusParams } from '../protocol.js';
import { plain } from './document-states.js';
import { pastText } from './past-texts.js';
import type { Register } from './register.js';
import type { ReviewPages } from './review-pages.js';
import type { Ask } from './rule-pages.js';

type Node = { type: 'group'; group: ReviewGroup } | { type: 'line'; line: ReviewLine; group: ReviewGroup } | { type: 'detail'; text: string; of: string };

const TICKED = 'reviewTicked', SUBJECT = 'reviewOf';
/** Ticks that are remembered, the last ones. */
const MOST_TICKED = 5000;
/** Milliseconds. */
const PAUSE = 400;

/** What is reviewed: an SMS by its address, against a branch, a tag or a commit. */
interface Subject { root: string; base: string }

/** What changed in an SMS since it went apart from a base, worst first; each change is ticked off by who has looked at it, and returns when it changes again. */
export class ReviewView implements Disposable, TreeDataProvider<Node> {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: TreeView<Node>;
  private readonly subscriptions: Disposable[];
  private subject: Subject | undefined;
  private shown: Extract<ReviewResult, { ok: true }> | undefined;
  private ticked: ReadonlySet<string>;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private loading = 0;

  constructor(private readonly ask: Ask, private readonly register: Register, private readonly pages: ReviewPages, private readonly memory: Memento, private readonly failed: (error: unknown) => void) {
    this.ticked = new Set(memory.get<string[]>(TICKED, []));
    this.view = window.createTreeView('smsReview', { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [this.view.onDidChangeCheckboxState(({ items }) => { this.tick(items.flatMap(([node, state]) => (node.type === 'line' && node.line.key !== undefined ? [[this.tickOf(node.line.key), state === TreeItemCheckboxState.Checked] as const] : []))); })];
    // Of a window that was closed.
    this.subject = memory.get<Subject>(SUBJECT);
    this.subscriptions.push(this.view.onDidChangeVisibility(({ visible }) => { if (visible && !this.shown) this.load().catch(this.failed); }));
    void commands.executeCommand('setContext', 'smsReviewing', this.subject !== undefined);
  }

  /** Asks which SMS is compared with what, and shows what changed. `given`: the base, where it is known. */
  async begin(given: unknown): Promise<void> {
    const root = await this.register.chooseRoot(l10n.t('Review Changes Against'));
    if (!root) return;
    const base = typeof given === 'string' ? given : await this.chooseBase(root.uri);
    if (base === undefined) return;
    await this.remember({ root: root.uri, base });
    await commands.executeCommand('smsReview.focus');
    await this.load();
    const [first] = this.getChildren();
    if (first) await this.view.reveal(first, { select: false, focus: true, expand: true });
  }

  async end(): Promise<void> {
    const { subject } = this;
    clearTimeout(this.pause);
    await this.remember(undefined);
    this.show('');
    if (subject) await this.ask(REVIEW_END, { root: subject.root } satisfies ReviewEndParams);
  }

  /** After each check, when it pauses: what is compared may be other than before. */
  follow({ roots }: StatusParams): void {
    if (!this.subject || !roots.some(({ uri }) => uri === this.subject?.root)) return;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => { if (this.view.visible || this.shown) this.load().catch(this.failed); }, PAUSE);
  }

  getChildren(node?: Node): Node[] {
    if (!node) return (this.shown?.groups ?? []).map(group => ({ type: 'group', group }));
    if (node.type === 'group') return node.group.lines.map(line => ({ type: 'line', line, group: node.group }));
    return node.type === 'line' ? node.line.detail.map(text => ({ type: 'detail', text, of: idOf(node) })) : [];
  }

  /** `reveal` needs it; only groups are revealed. */
  getParent(): undefined { return undefined; }

  getTreeItem(node: Node): TreeItem {
    switch (node.type) {
      case 'group': return this.groupItem(node.group);
      case 'line': return this.lineItem(node);
      case 'detail': {
        const item = new TreeItem(plain(node.text));
        item.tooltip = plain(node.text);
        return item;
      }
    }
  }

  /** Opens VS Code's difference at the place of a change; of what came or went the one text that there is. */
  async open(given: unknown): Promise<void> {
    const line = lineOf(given);
    if (!line || !this.shown) return;
    const { before, after } = line, past = before && pastText(before, this.shown.base.on);
    const now = after && Uri.parse(after.uri), at = (place: { range: { start: { line: number; character: number } } }): Range => { const { start } = place.range; return new Range(start.line, start.character, start.line, start.character); };
    if (past && now) await commands.executeCommand('vscode.diff', past, now, l10n.t('{0} (since {1})', now.path.slice(now.path.lastIndexOf('/') + 1), this.shown.base.on), { selection: at(after), preview: true });
    else if (now) await window.showTextDocument(now, { selection: at(after), preview: true });
    else if (past) await window.showTextDocument(past, { selection: at(before), preview: true });
  }

  /** Shows the document of a change as one reads it, with what came and went marked. */
  async openPage(given: unknown): Promise<void> {
    const line = lineOf(given);
    if (line && this.subject && (line.before || line.after)) await this.pages.show({ ...this.subject, ...(line.before && { before: line.before.file }), ...(line.after && { after: line.after.file }) });
  }

  dispose(): void {
    clearTimeout(this.pause);
    for (const each of this.subscriptions) each.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  private async chooseBase(root: string): Promise<string | undefined> {
    const title = l10n.t('Review Changes Against'), found = await this.ask<ReviewBasesResult>(REVIEW_BASES, { root } satisfies ReviewBasesParams);
    if (!found.ok) { void window.showWarningMessage(plain(found.sentence)); return undefined; }
    const icons = { branch: 'git-branch', remote: 'cloud', tag: 'tag' } as const, other = l10n.t('Another commit…');
    const items: (QuickPickItem & { base?: string })[] = [
      ...found.bases.map(({ name, is, commit, on }) => ({ label: `$(${icons[is]}) ${name}`, description: `${on} ${commit.slice(0, 8)}`, base: name })), { label: other },
    ];
    const chosen = await window.showQuickPick(items, { title, placeHolder: l10n.t('What changed since the SMS went apart from …'), matchOnDescription: true });
    if (!chosen || chosen.base !== undefined) return chosen?.base;
    return (await window.showInputBox({ title, prompt: l10n.t('A branch, a tag or the id of a commit'), ignoreFocusOut: true }))?.trim() || undefined;
  }

  private async remember(subject: Subject | undefined): Promise<void> {
    this.subject = subject;
    this.shown = undefined;
    await this.memory.update(SUBJECT, subject);
    await commands.executeCommand('setContext', 'smsReviewing', subject !== undefined);
  }

  private async load(): Promise<void> {
    const { subject } = this, turn = ++this.loading;
    if (!subject) return;
    const result = await window.withProgress({ location: { viewId: 'smsReview' } }, () => this.ask<ReviewResult>(REVIEW, subject satisfies ReviewParams));
    // Somebody asked for something else meanwhile.
    if (turn !== this.loading || this.subject !== subject) return;
    if (!result.ok) { this.shown = undefined; this.show(plain(result.sentence)); return; }
    const isSame = JSON.stringify(result) === JSON.stringify(this.shown);
    this.shown = result;
    if (!isSame) this.show([result.headline, ...result.notes].map(plain).join('. '));
  }

  private show(message: string): void {
    const { shown, subject } = this;
    this.view.message = message;
    this.view.description = shown && subject ? l10n.t('since {0}, {1}', subject.base, shown.base.on) : '';
    this.count();
    this.changed.fire();
  }

  private count(): void {
    const open = (this.shown?.groups ?? []).reduce((sum, group) => sum + (group.folded ? 0 : this.openIn(group)), 0);
    this.view.badge = this.shown ? { value: open, tooltip: open === 1 ? l10n.t('1 change to look at') : l10n.t('{0} changes to look at', open) } : undefined;
  }

  private openIn({ lines }: ReviewGroup): number { return lines.filter(({ key }) => key !== undefined && !this.ticked.has(this.tickOf(key))).length; }

  /** The same words may stand in several SMSs. */
  private tickOf(key: string): string { return `${this.subject?.root ?? ''} ${key}`; }

  private tick(given: readonly (readonly [string, boolean])[]): void {
    const ticked = new Set(this.ticked);
    for (const [key, on] of given) { ticked.delete(key); if (on) ticked.add(key); }
    this.ticked = new Set([...ticked].slice(-MOST_TICKED));
    Promise.resolve(this.memory.update(TICKED, [...this.ticked])).catch(this.failed);
    this.count();
    this.changed.fire();
  }

  private groupItem(group: ReviewGroup): TreeItem {
    const ticks = group.lines.filter(({ key }) => key !== undefined).length, open = this.openIn(group);
    const item = new TreeItem(group.label, group.folded ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.Expanded);
    item.id = group.id;
    item.description = ticks > 0 ? l10n.t('{0} of {1} to look at', open, ticks) : String(group.lines.length);
    item.accessibilityInformation = { label: `${group.label}, ${item.description}` };
    item.contextValue = 'smsReviewGroup';
    return item;
  }

  private lineItem(node: Extract<Node, { type: 'line' }>): TreeItem {
    const { line } = node, { label, note, mark, detail, key, before, after } = line;
    const item = new TreeItem(plain(label), detail.length > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None);
    item.id = idOf(node);
    item.description = plain(note);
    item.iconPath = iconOf(mark);
    item.tooltip = [plain(label), ...detail.map(plain)].join('\n');
    item.accessibilityInformation = { label: [wordOf(mark), plain(label), plain(note)].filter(each => each !== '').join(', ') };
    if (key !== undefined) item.checkboxState = this.ticked.has(this.tickOf(key)) ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked;
    if (before ?? after) {
      item.contextValue = 'smsReviewLine';
      item.command = { command: 'sms.openReviewedChange', title: l10n.t('Open Change'), arguments: [node] };
    }
    return item;
  }
}

function idOf({ line, group }: Extract<Node, { type: 'line' }>): string { return `${group.id} ${line.key ?? group.lines.indexOf(line)}`; }

function lineOf(given: unknown): ReviewLine | undefined {
  return typeof given === 'object' && given !== null && 'type' in given && given.type === 'line' && 'line' in given ? given.line as ReviewLine : undefined;
}

/** The sign beside the words, and the colours of VS Code for such a thing. */
function iconOf(mark: ReviewLine['mark']): ThemeIcon {
  switch (mark) {
    case 'loosened': return new ThemeIcon('arrow-down', new ThemeColor('list.errorForeground'));
    case 'missing': return new ThemeIcon('error', new ThemeColor('list.errorForeground'));
    case 'changed': return new ThemeIcon('arrow-swap', new ThemeColor('list.warningForeground'));
    case 'new': return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
    case 'tightened': return new ThemeIcon('arrow-up', new ThemeColor('charts.green'));
    case 'there': case 'mended': return new ThemeIcon('pass', new ThemeColor('charts.green'));
    case 'neutral': return new ThemeIcon('edit');
    case 'info': return new ThemeIcon('info');
  }
}

function wordOf(mark: ReviewLine['mark']): string {
  switch (mark) {
    case 'loosened': return l10n.t('loosened');
    case 'tightened': return l10n.t('tightened');
    case 'changed': return l10n.t('changed');
    case 'missing': return l10n.t('missing');
    case 'there': return l10n.t('there');
    case 'new': return l10n.t('new');
    case 'mended': return l10n.t('mended');
    case 'neutral': case 'info': return '';
  }
}
