import { commands, EventEmitter, l10n, Range, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, window, workspace, type Disposable, type TreeDataProvider, type TreeView } from 'vscode';
import { COVERAGE, type CoverageClause, type CoveragePlace, type CoverageResult, type CoverageRoot, type StatusParams } from '../protocol.js';
import { escaped, paragraphs, plain } from './document-states.js';
import type { Ask } from './rule-pages.js';

type Chapter = CoverageRoot['chapters'][number];
type Element = CoverageClause['elements'][number];
type Node =
  | { type: 'sms'; root: CoverageRoot } | { type: 'outside'; root: CoverageRoot } | { type: 'chapter'; root: CoverageRoot; chapter: Chapter } | { type: 'clause'; root: CoverageRoot; clause: CoverageClause }
  | { type: 'element'; element: Element } | { type: 'suggestion'; suggestion: NonNullable<CoverageClause['suggestion']> } | { type: 'place'; place: CoveragePlace };

/** The clauses of the standard with how far each is shown and by what. Asked for while it is in view. */
export class CoverageView implements Disposable, TreeDataProvider<Node> {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: TreeView<Node>;
  private readonly subscription: Disposable;
  private roots: readonly CoverageRoot[] = [];
  /** Of the last check that was told of, and of what is shown. */
  private told = 0;
  private shown = 0;
  private asking = false;

  constructor(private readonly ask: Ask, private readonly failed: (error: unknown) => void) {
    this.view = window.createTreeView('smsCoverage', { treeDataProvider: this, showCollapseAll: true });
    this.subscription = this.view.onDidChangeVisibility(() => { this.refresh(); });
  }

  follow({ generation }: StatusParams): void {
    this.told = generation;
    this.refresh();
  }

  clear(): void {
    this.roots = [];
    this.shown = this.told = 0;
    this.view.description = '';
    this.changed.fire();
  }

  getChildren(node?: Node): Node[] {
    if (!node) {
      const [only] = this.roots;
      return this.roots.length === 1 && only ? chaptersOf(only) : this.roots.map(root => ({ type: 'sms', root }));
    }
    switch (node.type) {
      case 'sms': return chaptersOf(node.root);
      case 'outside': return node.root.outside.map(place => ({ type: 'place', place }));
      case 'chapter': return node.chapter.clauses.map(clause => ({ type: 'clause', root: node.root, clause }));
      case 'clause': return [
        ...(node.clause.suggestion ? [{ type: 'suggestion' as const, suggestion: node.clause.suggestion }] : []), ...node.clause.elements.map(element => ({ type: 'element' as const, element })),
      ];
      case 'element': return node.element.evidence.map(place => ({ type: 'place', place }));
      case 'suggestion': return node.suggestion.findings.map(place => ({ type: 'place', place }));
      case 'place': return [];
    }
  }

  getTreeItem(node: Node): TreeItem {
    switch (node.type) {
      case 'sms': return item(node.root.organization || workspace.asRelativePath(Uri.parse(node.root.uri)), 'open', new ThemeIcon('organization'), node.root.uri);
      case 'outside': return outsideItem(node.root);
      case 'chapter': return chapterItem(node.root, node.chapter);
      case 'clause': return clauseItem(node.root, node.clause);
      case 'element': return elementItem(node.element);
      case 'suggestion': return suggestionItem(node.suggestion);
      case 'place': return placeItem(node.place);
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  private refresh(): void {
    if (this.asking || !this.view.visible || this.shown === this.told) return;
    this.asking = true;
    this.load().catch(this.failed).finally(() => {
      this.asking = false;
      this.refresh();
    });
  }

  private async load(): Promise<void> {
    // Before the answer: where there is none, the next check asks again, not at once.
    this.shown = this.told;
    const { roots } = await this.ask<CoverageResult>(COVERAGE, {});
    this.roots = roots;
    this.view.description = countsOf(roots.flatMap(({ chapters }) => chapters.flatMap(({ clauses }) => clauses)));
    this.changed.fire();
  }
}

type State = CoverageClause['state'];
const STATES: readonly State[] = ['missing', 'drafted', 'stale', 'approved', 'operating', 'no-cases'];

function wordOf(state: State): string {
  switch (state) {
    case 'missing': return l10n.t('missing');
    case 'drafted': return l10n.t('drafted');
    case 'stale': return l10n.t('stale');
    case 'approved': return l10n.t('approved');
    case 'operating': return l10n.t('operating');
    case 'no-cases': return l10n.t('no cases');
  }
}

const SHAPES: Readonly<Record<State, string>> = { 'missing': 'circle-slash', 'drafted': 'edit', 'stale': 'history', 'approved': 'circle-outline', 'operating': 'pass', 'no-cases': 'dash' };

/** The shape is the state; the colour is how urgent it is to look, a suggested grade counted in. */
function iconOf(state: State, suggested?: Grade): ThemeIcon {
  const colour = state === 'missing' || state === 'drafted' || suggested === 'major' ? 'list.errorForeground' : state === 'stale' || suggested === 'minor' ? 'list.warningForeground'
    : state === 'operating' ? 'testing.iconPassed' : undefined;
  return new ThemeIcon(SHAPES[state], colour === undefined ? undefined : new ThemeColor(colour));
}

/** What is about the certificate comes first: it is about all of them. */
function chaptersOf(root: CoverageRoot): Node[] {
  return [...(root.outside.length > 0 ? [{ type: 'outside' as const, root }] : []), ...root.chapters.map(chapter => ({ type: 'chapter' as const, root, chapter }))];
}

function outsideItem(root: CoverageRoot): TreeItem {
  const made = item(l10n.t('Outside the clauses: certification'), 'open', gradeIcon(root.outside[0]?.grade ?? 'observation'), `${root.uri} outside`);
  made.description = root.outside.length === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', root.outside.length);
  return made;
}

function item(label: string, fold: 'open' | 'closed' | 'none', icon: ThemeIcon | undefined, id?: string): TreeItem {
  const folds = { open: TreeItemCollapsibleState.Expanded, closed: TreeItemCollapsibleState.Collapsed, none: TreeItemCollapsibleState.None };
  const made = new TreeItem(label, folds[fold]);
  if (icon) made.iconPath = icon;
  if (id !== undefined) made.id = id;
  return made;
}

/** Open where there is something to look at. */
function chapterItem(root: CoverageRoot, { id, title, clauses }: Chapter): TreeItem {
  const worst = STATES.find(state => clauses.some(clause => clause.state === state)) ?? 'no-cases', look = clauses.filter(isToLookAt).length;
  const suggested = (['major', 'minor'] as const).find(grade => clauses.some(({ suggestion }) => suggestion?.grade === grade));
  const made = item(`${id} ${title}`, look > 0 ? 'open' : 'closed', iconOf(worst, suggested), `${root.uri} ${id}`), counts = countsOf(clauses);
  made.description = look === 0 ? counts : look === 1 ? l10n.t('1 to look at') : l10n.t('{0} to look at', look);
  made.tooltip = `${id} ${title}\n${counts}`;
  made.accessibilityInformation = { label: `${id} ${title}, ${made.description}` };
  return made;
}

function isToLookAt({ state, suggestion }: CoverageClause): boolean {
  return state === 'missing' || state === 'drafted' || state === 'stale' || suggestion?.grade === 'major' || suggestion?.grade === 'minor';
}

function countsOf(clauses: readonly CoverageClause[]): string {
  return STATES.flatMap(state => { const count = clauses.filter(clause => clause.state === state).length; return count === 0 ? [] : [`${String(count)} ${wordOf(state)}`]; }).join(', ');
}

function clauseItem(root: CoverageRoot, { id, title, state, reason, suggestion }: CoverageClause): TreeItem {
  const made = item(`${id} ${title}`, 'closed', iconOf(state, suggestion?.grade), `${root.uri} ${id}`);
  made.description = suggestion && suggestion.grade !== 'observation' ? l10n.t('{0} · suggested {1}', wordOf(state), gradeWord(suggestion.grade)) : wordOf(state);
  made.tooltip = paragraphs([
    `**${escaped(`${id} ${title}`)}**`, `*${wordOf(state)}* · ${escaped(reason)}`,
    suggestion && escaped(l10n.t('Suggested grade: {0} ({1}). Only an auditor grades.', gradeWord(suggestion.grade), suggestion.because)),
  ]);
  made.accessibilityInformation = { label: `${id} ${title}, ${made.description}` };
  return made;
}

function elementItem({ title, state, reason, evidence }: Element): TreeItem {
  const made = item(title, evidence.length > 0 ? 'closed' : 'none', iconOf(state));
  made.description = `${wordOf(state)} · ${reason}`;
  made.accessibilityInformation = { label: `${title}, ${made.description}` };
  made.tooltip = `${title}\n${wordOf(state)}: ${reason}`;
  return made;
}

function suggestionItem({ grade, because }: NonNullable<CoverageClause['suggestion']>): TreeItem {
  const made = item(l10n.t('Suggested grade: {0}', gradeWord(grade)), 'closed', gradeIcon(grade));
  made.description = because;
  made.tooltip = l10n.t('{0}. Only an auditor grades.', because);
  return made;
}

function placeItem({ title, detail, uri, range: { start, end }, grade }: CoveragePlace): TreeItem {
  const made = item(plain(title), 'none', grade ? gradeIcon(grade) : new ThemeIcon('file'));
  made.description = detail;
  made.tooltip = `${plain(title)}\n${detail}`;
  made.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [Uri.parse(uri), { selection: new Range(start.line, start.character, end.line, end.character) }] };
  return made;
}

type Grade = NonNullable<CoverageClause['suggestion']>['grade'];

function gradeWord(grade: Grade): string { return grade === 'major' ? l10n.t('major') : grade === 'minor' ? l10n.t('minor') : l10n.t('observation'); }

function gradeIcon(grade: Grade): ThemeIcon {
  return grade === 'major' ? new ThemeIcon('error', new ThemeColor('list.errorForeground')) : grade === 'minor' ? new ThemeIcon('warning', new ThemeColor('list.warningForeground')) : new ThemeIcon('info');
}

/** Brings the view to the front. */
export async function showCoverage(): Promise<void> { await commands.executeCommand('smsCoverage.focus'); }
