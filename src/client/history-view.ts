import { commands, EventEmitter, l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, window, type Disposable, type QuickPickItem, type TreeDataProvider,
  type TreeView } from 'vscode';
import { HISTORY, type ContentParams, type HistoryEntry, type HistoryParams, type HistoryResult } from '../protocol.js';
import { approvalIcon, approvalWord, escaped, paragraphs, plain, sentence, statusWord } from './document-states.js';
import { pastText } from './past-texts.js';
import type { Document, Register } from './register.js';
import type { Ask } from './rule-pages.js';

type Node = { type: 'entry'; entry: HistoryEntry; subject: Subject } | { type: 'fact'; fact: Fact; of: string; at: number };

/** The document whose history is shown. `address`: of its file today. */
interface Subject { root: string; id: string; title: string; address: string }

/** A line below an entry. */
interface Fact { text: string; detail?: string; spoken?: string; icon: ThemeIcon; opens?: Uri }

/** One side of a comparison: a text of the past, or the file of today. */
interface Side { name: string; uri: Uri }

/** The life of one document, newest first; two of its versions are compared in VS Code's own diff editor. */
export class HistoryView implements Disposable, TreeDataProvider<Node> {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: TreeView<Node>;
  private readonly subscription: Disposable;
  private subject: Subject | undefined;
  private entries: readonly HistoryEntry[] = [];
  private text = '';
  /** What the register said of the document when its history was asked for. */
  private seen = '';

  constructor(private readonly ask: Ask, private readonly register: Register, private readonly failed: (error: unknown) => void) {
    this.view = window.createTreeView('smsHistory', { treeDataProvider: this, canSelectMany: true, showCollapseAll: true });
    this.subscription = register.onDidChange(() => { this.follow().catch(this.failed); });
  }

  /** Shows the history of a document and brings the view to the front. */
  async show({ root, row }: Document): Promise<void> {
    await commands.executeCommand('smsHistory.focus');
    await window.withProgress({ location: { viewId: 'smsHistory' } }, () => this.load({ root: root.uri, id: row.id, title: row.title, address: row.uri }));
    const [newest] = this.getChildren();
    if (newest) await this.view.reveal(newest, { select: false, focus: true, expand: true });
  }

  getChildren(node?: Node): Node[] {
    const { subject } = this;
    if (!node) return subject ? this.entries.map(entry => ({ type: 'entry', entry, subject })) : [];
    return node.type === 'entry' ? factsOf(node.entry).map((fact, at) => ({ type: 'fact', fact, of: node.entry.commit, at })) : [];
  }

  /** `reveal` needs it; only entries are revealed. */
  getParent(): undefined { return undefined; }

  getTreeItem(node: Node): TreeItem { return node.type === 'entry' ? this.entryItem(node.entry, node.subject) : factItem(node); }

  /** Opens what an entry did: the difference to the version before, or the text where there is only one. */
  async openEntry(given: unknown): Promise<void> {
    const { entry, subject } = this.entryOf(given) ?? {};
    if (!entry || !subject) return;
    const now = entry.content && sideOf(entry.content, entry), before = entry.before && sideOf(entry.before, this.olderThan(entry), l10n.t('before'));
    if (now && before && entry.content?.blob !== entry.before?.blob) await compare(subject, before, now);
    else if (now ?? before) await commands.executeCommand('vscode.open', (now ?? before)?.uri);
  }

  /** Opens the text that the document had after an entry. */
  async openVersion(given: unknown): Promise<void> {
    const { entry } = this.entryOf(given) ?? {};
    if (entry?.content) await commands.executeCommand('vscode.open', sideOf(entry.content, entry).uri);
  }

  async compareWithWorkingCopy(given: unknown): Promise<void> {
    const { entry, subject } = this.entryOf(given) ?? {};
    const side = entry && sideFrom(entry);
    if (subject && side) await compare(subject, side, workingCopy(subject));
  }

  /** Compares the two entries that are selected, the older on the left. */
  async compareSelected(_: unknown, given: unknown): Promise<void> {
    const nodes: readonly unknown[] = Array.isArray(given) ? given : this.view.selection;
    const chosen = nodes.flatMap(node => this.entryOf(node) ?? []);
    const [first, second] = chosen.sort((a, b) => this.entries.indexOf(b.entry) - this.entries.indexOf(a.entry));
    const older = first && sideFrom(first.entry), newer = second && sideFrom(second.entry);
    if (chosen.length !== 2 || !first || !older || !newer) {
      void window.showInformationMessage(l10n.t('Select two entries of the History view to compare them.'));
      return;
    }
    await compare(first.subject, older, newer);
  }

  /** Asks for two versions of a document and shows what differs. */
  async compareVersions(document: Document): Promise<void> {
    const subject = { root: document.root.uri, id: document.row.id, title: document.row.title, address: document.row.uri };
    const { entries, notes } = await this.ask<HistoryResult>(HISTORY, { root: subject.root, id: subject.id } satisfies HistoryParams);
    const items: (QuickPickItem & { side: Side })[] = [
      { label: l10n.t('Working copy'), description: l10n.t('as it is now'), side: workingCopy(subject) },
      ...entries.flatMap(entry => (entry.content && entry.change !== 'record'
        ? [{ label: nameOf(entry), description: entry.author, detail: entry.subject, side: sideOf(entry.content, entry) }] : [])),
    ];
    if (items.length < 2) {
      void window.showInformationMessage(notes[0] ?? l10n.t('Git knows no version of {0} yet.', subject.title));
      return;
    }
    const title = l10n.t('Compare Versions of {0}', subject.title);
    const left = await window.showQuickPick(items, { title, placeHolder: l10n.t('The version to compare (1 of 2)'), matchOnDetail: true, matchOnDescription: true });
    if (!left) return;
    const right = await window.showQuickPick(items.filter(item => item !== left), { title, placeHolder: l10n.t('{0} compared with (2 of 2)', left.label), matchOnDetail: true, matchOnDescription: true });
    if (!right) return;
    // The older on the left, as in every difference; the working copy is the newest.
    const [older, newer] = items.indexOf(left) > items.indexOf(right) ? [left, right] : [right, left];
    await compare(subject, older.side, newer.side);
  }

  dispose(): void {
    this.subscription.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  /** What the register says of the document has changed, so its history may have as well. */
  private async follow(): Promise<void> {
    if (!this.subject) return;
    const { root, id } = this.subject, document = this.register.find(root, id);
    if (document && this.stateOf(document) !== this.seen) await this.load({ root, id, title: document.row.title, address: document.row.uri });
  }

  private async load(subject: Subject): Promise<void> {
    const document = this.register.find(subject.root, subject.id);
    this.seen = document ? this.stateOf(document) : '';
    if (this.subject?.root !== subject.root || this.subject.id !== subject.id) this.take(subject, { title: subject.title, notes: [], entries: [] });
    const result = await this.ask<HistoryResult>(HISTORY, { root: subject.root, id: subject.id } satisfies HistoryParams);
    // Meanwhile somebody may have asked for another document.
    if (this.subject?.root === subject.root && this.subject.id === subject.id) this.take(subject, result);
  }

  private take(subject: Subject, result: HistoryResult): void {
    this.subject = subject;
    const text = JSON.stringify([subject, result]);
    if (text === this.text) return;
    this.text = text;
    this.entries = result.entries;
    this.view.description = `${result.title} (${subject.id})`;
    this.view.message = plain(result.notes.join(' '));
    void commands.executeCommand('setContext', 'smsHistoryShown', true);
    this.changed.fire();
  }

  private stateOf({ root, row }: Document): string { return JSON.stringify([root.notes, row]); }

  /** The entry that a command was called with, as it is now; without one, the one that is selected. */
  private entryOf(given: unknown): { entry: HistoryEntry; subject: Subject } | undefined {
    const { subject } = this, commit = given === undefined ? commitOf(this.view.selection[0]) : commitOf(given);
    const entry = commit === undefined ? undefined : this.entries.find(each => each.commit === commit);
    return subject && entry && { entry, subject };
  }

  private entryItem(entry: HistoryEntry, subject: Subject): TreeItem {
    const at = this.entries.indexOf(entry), label = `${entry.on} · ${headline(entry, this.entries.slice(at + 1).find(({ status }) => status !== undefined)?.status)}`;
    const item = new TreeItem(label, at === 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed);
    item.id = `${subject.root} ${subject.id} ${entry.commit}`;
    item.description = entry.subject;
    item.iconPath = entryIcon(entry);
    item.tooltip = paragraphs([`**${escaped(label)}**`, escaped(entry.subject), escaped(l10n.t('Commit {0}', shortId(entry.commit)))]);
    item.accessibilityInformation = { label: [label, ...entry.approvals.map(({ state }) => l10n.t('approval {0}', approvalWord(state))), entry.subject].join(', ') };
    item.contextValue = entry.content ? (entry.before && entry.before.blob !== entry.content.blob ? 'smsEntry changed' : 'smsEntry same') : 'smsEntry gone';
    item.command = { command: 'sms.compareWithPrevious', title: l10n.t('Compare'), arguments: [entry.commit] };
    return item;
  }

  private olderThan(entry: HistoryEntry): HistoryEntry | undefined {
    return this.entries.slice(this.entries.indexOf(entry) + 1).find(({ content }) => content !== undefined && content.blob === entry.before?.blob);
  }
}

function commitOf(node: unknown): string | undefined {
  if (typeof node === 'string') return node;
  if (typeof node !== 'object' || node === null || !('entry' in node)) return undefined;
  const { entry } = node;
  return typeof entry === 'object' && entry !== null && 'commit' in entry && typeof entry.commit === 'string' ? entry.commit : undefined;
}

/** As long as git's own names of commits are in every sentence. */
function shortId(commit: string): string { return commit.slice(0, 12); }

function nameOf({ version, on }: { version?: string; on: string }): string { return version !== undefined ? l10n.t('{0} of {1}', version, on) : on; }

/** `before`: what the text is called where no entry says when it came. */
function sideOf(content: ContentParams, entry: { version?: string; on: string } | undefined, before = ''): Side {
  const name = entry ? nameOf(entry) : before;
  return { name, uri: pastText(content, name) };
}

/** After a deletion there is only what stood before. */
function sideFrom(entry: HistoryEntry): Side | undefined {
  if (entry.content) return sideOf(entry.content, entry);
  return entry.before && sideOf(entry.before, undefined, l10n.t('before {0}', entry.on));
}

function workingCopy({ address }: Subject): Side { return { name: l10n.t('working copy'), uri: Uri.parse(address) }; }

async function compare({ id }: Subject, older: Side, newer: Side): Promise<void> {
  await commands.executeCommand('vscode.diff', older.uri, newer.uri, `${id}: ${older.name} ↔ ${newer.name}`);
}

/** `before`: the status that the document had until then. */
function headline({ change, approvals: [approval], author, version, status }: HistoryEntry, before: string | undefined): string {
  if (approval) return approval.title;
  if (change === 'lifecycle' && version !== undefined && status !== undefined && status !== before) return l10n.t('{0} set to {1} by {2}', version, statusWord(status), author);
  switch (change) {
    case 'created': return version !== undefined ? l10n.t('{0} created by {1}', version, author) : l10n.t('created by {0}', author);
    case 'content': return version !== undefined ? l10n.t('{0} written by {1}', version, author) : l10n.t('written by {0}', author);
    case 'lifecycle': return version !== undefined ? l10n.t('{0}: header updated by {1}', version, author) : l10n.t('header updated by {0}', author);
    case 'moved': return l10n.t('moved by {0}', author);
    case 'deleted': return l10n.t('deleted by {0}', author);
    case 'record': return l10n.t('record added by {0}', author);
  }
}

/** The gravest of its approvals, else what happened. */
function entryIcon({ approvals, change }: HistoryEntry): ThemeIcon {
  const worst = (['contradicted', 'claimed', 'evidenced'] as const).find(state => approvals.some(approval => approval.state === state));
  if (worst) return approvalIcon(worst);
  switch (change) {
    case 'created': return new ThemeIcon('add');
    case 'content': return new ThemeIcon('edit');
    case 'lifecycle': return new ThemeIcon('list-selection');
    case 'moved': return new ThemeIcon('arrow-right');
    case 'deleted': return new ThemeIcon('trash');
    case 'record': return new ThemeIcon('note');
  }
}

function factsOf(entry: HistoryEntry): Fact[] {
  return [
    ...entry.approvals.map(({ title, state, sentence, record }): Fact => ({
      text: title, detail: sentence, spoken: `${title}, ${approvalWord(state)}. ${sentence}`, icon: approvalIcon(state), ...(record !== undefined && { opens: Uri.parse(record) }),
    })),
    ...(entry.movedFrom !== undefined ? [{ text: l10n.t('Moved from {0}', entry.movedFrom), icon: new ThemeIcon('arrow-right') }] : []),
    { text: `${entry.author} <${entry.email}>`, detail: l10n.t('wrote it'), icon: new ThemeIcon('person') },
    ...(entry.committer !== undefined ? [{ text: entry.committer, detail: l10n.t('committed it'), icon: new ThemeIcon('person') }] : []),
    ...entry.trailers.map(({ key, value }): Fact => ({ text: `${key}: ${value}`, icon: new ThemeIcon('note') })),
    { text: entry.signature.sentence, icon: signatureIcon(entry.signature.state) },
    ...entry.tags.map((tag): Fact => ({ text: tag, detail: l10n.t('tag'), icon: new ThemeIcon('tag') })),
    { text: shortId(entry.commit), detail: entry.subject, icon: new ThemeIcon('git-commit') },
  ];
}

function signatureIcon(state: string): ThemeIcon {
  return state === 'good-trusted' ? new ThemeIcon('verified') : state === 'bad' ? approvalIcon('contradicted') : state === 'unsigned' ? new ThemeIcon('unverified') : new ThemeIcon('workspace-unknown');
}

function factItem({ fact: { text, detail, spoken, icon, opens }, of, at }: { fact: Fact; of: string; at: number }): TreeItem {
  const item = new TreeItem(text);
  item.id = `${of} ${at}`;
  if (detail !== undefined) item.description = detail;
  item.tooltip = paragraphs([escaped(text), sentence(detail ?? '')]);
  item.iconPath = icon;
  item.contextValue = 'smsFact';
  item.accessibilityInformation = { label: spoken ?? [text, detail].filter(part => part !== undefined).join(', ') };
  if (opens) item.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [opens] };
  return item;
}
