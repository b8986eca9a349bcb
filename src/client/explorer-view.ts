import {
  commands, EventEmitter, l10n, Range, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, window,
  type Disposable, type Memento, type QuickPickItem, type TreeDataProvider, type TreeView,
} from 'vscode';
import { EXPLORER, type ExplorerNode, type ExplorerParams, type ExplorerResult, type StatusParams } from '../protocol.js';
import { plain } from './document-states.js';
import type { Ask } from './rule-pages.js';

type Mode = ExplorerParams['mode'];
type Mark = NonNullable<ExplorerNode['mark']>;

/** A line of the tree, with the way to it. */
export interface Line { node: ExplorerNode; path: readonly string[]; parent: Line | undefined }

const MODE = 'explorerMode';

/** Milliseconds. */
const PAUSE = 400;

/** What the SMSs of the workspace consist of, grouped as the user wants. Each line is asked for when it is shown. */
export class ExplorerView implements Disposable, TreeDataProvider<Line> {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: TreeView<Line>;
  private readonly subscription: Disposable;
  private mode: Mode;
  /** Of the last check that was told of, and of what is shown. */
  private told = 0;
  private shown = 0;
  private pause: ReturnType<typeof setTimeout> | undefined;
  /** The only SMS is not shown as a line. */
  private single = false;

  constructor(private readonly ask: Ask, private readonly memory: Memento, private readonly failed: (error: unknown) => void) {
    const kept = memory.get<string>(MODE);
    this.mode = modes().find(({ mode }) => mode === kept)?.mode ?? 'clause';
    this.view = window.createTreeView('smsExplorer', { treeDataProvider: this, showCollapseAll: true });
    this.subscription = this.view.onDidChangeVisibility(() => { this.refresh(); });
    this.nameMode();
  }

  /** While somebody types there is one check after the other: what is shown follows when that pauses. */
  follow({ generation }: StatusParams): void {
    this.told = generation;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => { this.refresh(); }, this.shown === 0 ? 0 : PAUSE);
  }

  clear(): void {
    this.shown = this.told = 0;
    this.nameMode();
    this.changed.fire();
  }

  /** Brings it to the front, where there is no SMS too: it says then how to begin. */
  async show(): Promise<void> {
    await commands.executeCommand('setContext', 'smsAsked', true);
    await commands.executeCommand('smsExplorer.focus');
  }

  /** Asks in which way to group, and keeps it for this workspace. */
  async group(): Promise<void> {
    const icon = (mode: Mode): ThemeIcon => new ThemeIcon(mode === this.mode ? 'check' : 'blank');
    const items = modes().map(({ mode, label, detail }): QuickPickItem & { mode: Mode } => ({ label, detail, mode, iconPath: icon(mode) }));
    const chosen = await window.showQuickPick(items, { title: l10n.t('Group the explorer by'), placeHolder: l10n.t('Choose how what there is should be grouped') });
    if (!chosen) return;
    await this.setMode(chosen.mode);
    await this.show();
  }

  /** Brings the clauses to the front; with a number that clause, chosen and unfolded. */
  async showClause(number?: string): Promise<void> {
    await this.setMode('clause');
    await this.show();
    if (number === undefined) return;
    const line = await this.find(number);
    if (line) await this.view.reveal(line, { select: true, focus: false, expand: true });
  }

  /** The lowest-level clauses of every SMS, in order, and those of further standards that it names clauses of. */
  async clauses(): Promise<Line[]> {
    const roots = await this.below(undefined, 'clause'), top = (await Promise.all(roots.map(root => this.below(root, 'clause')))).flat();
    // Chapters of further standards stand one level below.
    const chapters = (await Promise.all(top.map(line => (line.node.type === 'group' && line.node.id !== undefined ? this.below(line, 'clause') : [line])))).flat();
    return (await Promise.all(chapters.filter(({ node }) => node.type === 'clause').map(chapter => this.below(chapter, 'clause')))).flat();
  }

  async getChildren(line?: Line): Promise<Line[]> {
    try {
      if (line) return await this.below(line, this.mode);
      // Nothing is known yet: the view says so by its progress, not by being empty.
      if (this.told === 0) return [];
      this.shown = this.told;
      const roots = await this.below(undefined, this.mode), [only] = roots;
      this.single = roots.length === 1;
      this.nameMode(this.single ? only?.node.description : undefined);
      return this.single && only ? await this.below(only, this.mode) : roots;
    } catch (error) {
      this.failed(error);
      return [];
    }
  }

  getParent({ parent }: Line): Line | undefined { return this.single && parent?.path.length === 1 ? undefined : parent; }

  getTreeItem({ node, path }: Line): TreeItem {
    const folds = { open: TreeItemCollapsibleState.Expanded, closed: TreeItemCollapsibleState.Collapsed, none: TreeItemCollapsibleState.None };
    const item = new TreeItem(plain(node.label), folds[node.fold]);
    item.id = [this.mode, ...path].join('\n');
    item.description = node.description;
    item.tooltip = plain(node.detail);
    item.accessibilityInformation = { label: plain(node.spoken) };
    item.iconPath = iconOf(node, path.length);
    item.contextValue = node.document ? 'smsDocument' : node.type === 'clause' ? 'smsClause' : 'smsLine';
    if (node.place) {
      const { uri, range: { start, end } } = node.place, selection = new Range(start.line, start.character, end.line, end.character);
      item.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [Uri.parse(uri), { selection }] };
    }
    return item;
  }

  dispose(): void {
    clearTimeout(this.pause);
    this.subscription.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  private async setMode(mode: Mode): Promise<void> {
    if (mode === this.mode) return;
    this.mode = mode;
    await this.memory.update(MODE, mode);
    this.nameMode();
    this.changed.fire();
  }

  /** Beside the name of the view: how it is grouped, and how the only SMS stands. */
  private nameMode(summary?: string): void {
    const { by = '' } = modes().find(({ mode }) => mode === this.mode) ?? {};
    this.view.description = summary === undefined || summary === '' ? by : `${by} · ${summary}`;
  }

  private refresh(): void {
    if (!this.view.visible || this.shown === this.told) return;
    this.shown = this.told;
    this.changed.fire();
  }

  private async below(line: Line | undefined, mode: Mode): Promise<Line[]> {
    const path = line?.path ?? [], { nodes } = await this.ask<ExplorerResult>(EXPLORER, { mode, path: [...path] } satisfies ExplorerParams);
    return nodes.map(node => ({ node, path: [...path, node.key], parent: line }));
  }

  /** The clause with this number, in the first SMS. */
  private async find(number: string, from?: Line): Promise<Line | undefined> {
    const lines = from ? await this.below(from, 'clause') : await this.getChildren();
    for (const line of lines) {
      const { id } = line.node;
      if (id === number) return line;
      // An SMS among several, or a chapter.
      if (line.path.length === 1 || (id !== undefined && (number.startsWith(`${id}.`) || number.startsWith(`${id}:`)))) return this.find(number, line);
    }
    return undefined;
  }
}

/** `by`: beside the name of the view. */
function modes(): { mode: Mode; by: string; label: string; detail: string }[] {
  return [
    { mode: 'clause', by: l10n.t('by clause'), label: l10n.t('Clause'), detail: l10n.t('The clauses of the standard with their states, and what shows each') },
    { mode: 'kind', by: l10n.t('by kind'), label: l10n.t('Kind'), detail: l10n.t('Policies, plans, registers, records: every file by what it is') },
    { mode: 'service', by: l10n.t('by service'), label: l10n.t('Service'), detail: l10n.t('Each service with its agreements, targets, risks, dependencies and incidents') },
    { mode: 'customer', by: l10n.t('by customer'), label: l10n.t('Customer'), detail: l10n.t('Each customer with what is agreed, reported and recorded') },
    { mode: 'owner', by: l10n.t('by owner'), label: l10n.t('Owner'), detail: l10n.t('Each role with all that it answers for') },
    { mode: 'due', by: l10n.t('by due date'), label: l10n.t('Due date'), detail: l10n.t('Reviews, actions and ends of agreements: overdue, within 30 days, later') },
  ];
}

const SHAPES: Readonly<Record<Mark, string>> = {
  missing: 'circle-slash', drafted: 'edit', stale: 'history', approved: 'circle-outline', operating: 'pass', 'no-cases': 'dash',
  major: 'error', minor: 'warning', observation: 'info',
};

/** The shape says how it stands; the colour how urgent it is to look. */
function iconOf({ mark, look, type, key }: ExplorerNode, depth: number): ThemeIcon {
  if (mark === undefined) return new ThemeIcon(depth === 1 && key.includes(':/') ? 'organization' : type === 'group' ? 'folder' : 'file');
  const bad = mark === 'major' || look === 'major', warn = mark === 'minor' || look === 'minor';
  const colour = bad ? 'list.errorForeground' : warn ? 'list.warningForeground' : mark === 'operating' ? 'testing.iconPassed' : undefined;
  return new ThemeIcon(SHAPES[mark], colour === undefined ? undefined : new ThemeColor(colour));
}
