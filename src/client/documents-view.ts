import { commands, EventEmitter, l10n, Range, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, window, workspace, type Disposable, type Memento, type QuickPickItem,
  type TreeDataProvider, type TreeView } from 'vscode';
import type { RegisterRoot, RegisterRow } from '../protocol.js';
import { details, dueWords, iconOf, plain, spoken, STATES, stateOf, statusWord, titleOf, type State } from './document-states.js';
import type { Document, Register } from './register.js';

type Node = { type: 'sms'; root: RegisterRoot } | { type: 'group'; root: RegisterRoot; state: State; rows: readonly RegisterRow[] } | { type: 'document'; document: Document };

const ORDERS = ['state', 'next-review', 'title', 'id', 'owner', 'version', 'kind'] as const;
type Order = typeof ORDERS[number];
const ORDER_KEY = 'documents.order';

/** The register of controlled documents: grouped by how they stand, or as one sorted list. */
export class DocumentsView implements Disposable, TreeDataProvider<Node> {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: TreeView<Node>;
  private readonly subscription: Disposable;
  private order: Order;
  private filter = '';

  constructor(private readonly register: Register, private readonly memento: Memento) {
    const kept = memento.get(ORDER_KEY);
    this.order = ORDERS.find(order => order === kept) ?? 'state';
    this.view = window.createTreeView('smsDocuments', { treeDataProvider: this, showCollapseAll: true });
    this.subscription = register.onDidChange(() => { this.show(); });
  }

  getChildren(node?: Node): Node[] {
    if (!node) {
      const { roots } = this.register, [only] = roots;
      if (roots.length === 1 && only) return this.below(only);
      return roots.map(root => ({ type: 'sms', root }));
    }
    if (node.type === 'sms') return this.below(node.root);
    return node.type === 'group' ? node.rows.map(row => ({ type: 'document', document: { root: node.root, row } })) : [];
  }

  getTreeItem(node: Node): TreeItem {
    switch (node.type) {
      case 'sms': return smsItem(node.root);
      case 'group': return groupItem(node.root, node.state, node.rows.length);
      case 'document': return this.documentItem(node.document);
    }
  }

  /** Only for the entry that the pointer is on. */
  resolveTreeItem(item: TreeItem, node: Node): TreeItem {
    if (node.type === 'document') item.tooltip = details(node.document.row);
    return item;
  }

  /** Asks by what to sort; grouping by state is one of the choices. */
  async sort(): Promise<void> {
    const items = ORDERS.map((order): QuickPickItem & { order: Order } => ({ label: orderName(order), order, ...(order === this.order && { description: l10n.t('as now') }) }));
    const chosen = await window.showQuickPick(items, { title: l10n.t('Sort Documents'), placeHolder: l10n.t('By what?') });
    if (!chosen) return;
    this.order = chosen.order;
    await this.memento.update(ORDER_KEY, this.order);
    this.show();
  }

  /** Asks for words; the list follows while they are typed, and is as before when this is cancelled. */
  askFilter(): Promise<void> {
    const before = this.filter, box = window.createInputBox();
    box.title = l10n.t('Filter Documents');
    box.placeholder = l10n.t('Words of id, title, owner, kind, status or classification');
    box.value = before;
    box.onDidChangeValue(value => { this.setFilter(value); });
    return new Promise(resolve => {
      let accepted = false;
      box.onDidAccept(() => { accepted = true; box.hide(); });
      box.onDidHide(() => {
        if (!accepted) this.setFilter(before);
        box.dispose();
        resolve();
      });
      box.show();
    });
  }

  setFilter(words: string): void {
    this.filter = words.trim();
    void commands.executeCommand('setContext', 'smsDocumentsFiltered', this.filter !== '');
    this.show();
  }

  dispose(): void {
    this.subscription.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  private show(): void {
    const { roots } = this.register;
    const all = roots.flatMap(({ documents }) => documents), shown = this.filter === '' ? all : all.filter(row => this.fits(row));
    const overdue = all.filter(({ due }) => due === 'overdue').length;
    // What holds for every SMS is said once.
    const notes = roots.flatMap(({ notes: own, organization }) => own.map(note => (roots.every(each => each.notes.includes(note)) ? note : `${organization}: ${note}`)));
    const filtered = this.filter === '' ? [] : [shown.length === 0 ? l10n.t('No document has “{0}”.', this.filter) : l10n.t('Only documents with “{0}”: {1} of {2}.', this.filter, shown.length, all.length)];
    this.view.message = plain([...filtered, ...new Set(notes)].join(' '));
    this.view.description = all.length === 0 ? '' : this.filter === '' ? String(all.length) : l10n.t('{0} of {1}', shown.length, all.length);
    this.view.badge = overdue === 0 ? undefined : { value: overdue, tooltip: overdue === 1 ? l10n.t('1 document is overdue for review') : l10n.t('{0} documents are overdue for review', overdue) };
    this.changed.fire();
  }

  private below(root: RegisterRoot): Node[] {
    const rows = root.documents.filter(row => this.fits(row)).sort((a, b) => compareBy(this.order, a, b) || compareWords(a.title, b.title) || compareWords(a.id, b.id));
    if (this.order !== 'state') return rows.map(row => ({ type: 'document', document: { root, row } }));
    return STATES.flatMap(state => {
      const own = rows.filter(row => stateOf(row) === state);
      return own.length === 0 ? [] : [{ type: 'group', root, state, rows: own }];
    });
  }

  private fits(row: RegisterRow): boolean {
    const text = [row.id, row.title, row.owner, row.approver, row.kind, row.kindName, row.status, statusWord(row.status), row.classification].join('\n').toLowerCase();
    return this.filter.toLowerCase().split(/\s+/).every(word => text.includes(word));
  }

  private documentItem(document: Document): TreeItem {
    const { root, row } = document;
    const item = new TreeItem(row.title);
    item.id = `${root.uri} ${row.id}`;
    // In groups the state needs no words.
    const status = this.order === 'state' && row.status === 'approved' ? undefined : statusWord(row.status);
    item.description = [row.id, row.version, status, dueWords(row)].filter(part => part !== undefined).join(' · ');
    item.iconPath = iconOf(row);
    item.contextValue = 'smsDocument';
    item.accessibilityInformation = { label: spoken(row) };
    item.command = { command: 'sms.openDocument', title: l10n.t('Open'), arguments: [{ root: root.uri, id: row.id }] };
    return item;
  }
}

/** Opens a document where its id stands. */
export async function openDocument({ row }: Document): Promise<void> {
  const { start, end } = row.range;
  // A command of VS Code: it keeps to how the user wants editors to be opened.
  await commands.executeCommand('vscode.open', Uri.parse(row.uri), { selection: new Range(start.line, start.character, end.line, end.character) });
}

function smsItem(root: RegisterRoot): TreeItem {
  const item = new TreeItem(root.organization || workspace.asRelativePath(Uri.parse(root.uri)), TreeItemCollapsibleState.Expanded);
  item.id = root.uri;
  item.description = workspace.asRelativePath(Uri.parse(root.uri), true);
  item.tooltip = [item.description, ...root.notes].join('\n');
  item.iconPath = new ThemeIcon('organization');
  item.contextValue = 'smsRoot';
  return item;
}

function groupItem(root: RegisterRoot, state: State, count: number): TreeItem {
  const item = new TreeItem(`${titleOf(state)} (${count})`, state === 'retired' ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.Expanded);
  item.id = `${root.uri} group ${state}`;
  item.contextValue = 'smsGroup';
  return item;
}

function orderName(order: Order): string {
  switch (order) {
    case 'state': return l10n.t('State, in groups');
    case 'next-review': return l10n.t('Next review, the earliest first');
    case 'title': return l10n.t('Title');
    case 'id': return l10n.t('Id');
    case 'owner': return l10n.t('Owner');
    case 'version': return l10n.t('Version');
    case 'kind': return l10n.t('Kind of document');
  }
}

function compareBy(order: Order, a: RegisterRow, b: RegisterRow): number {
  switch (order) {
    // In a group first what is due first.
    case 'state': case 'next-review': return compareWords(a.nextReview ?? '9999', b.nextReview ?? '9999');
    case 'title': return compareWords(a.title, b.title);
    case 'id': return compareWords(a.id, b.id);
    case 'owner': return compareWords(a.owner ?? '\uffff', b.owner ?? '\uffff');
    case 'version': return compareWords(a.version ?? '', b.version ?? '');
    case 'kind': return compareWords(a.kindName, b.kindName);
  }
}

/** As a reader orders words: without case, and numbers by their value, so that 1.10 comes after 1.9. */
function compareWords(a: string, b: string): number {
  const left = a.toLowerCase().split(/(\d+)/), right = b.toLowerCase().split(/(\d+)/);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const x = left[at] ?? '', y = right[at] ?? '';
    if (x === y) continue;
    const numbers = at % 2 === 1 && x !== '' && y !== '' ? Number(x) - Number(y) : 0;
    return numbers !== 0 ? numbers : x < y ? -1 : 1;
  }
  return 0;
}
