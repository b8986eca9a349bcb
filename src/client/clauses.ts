import { commands, EventEmitter, l10n, Uri, window, workspace, type Disposable } from 'vscode';
import { CLAUSE, type ClauseParams, type ClauseResult } from '../protocol.js';
import type { ExplorerView, Line } from './explorer-view.js';
import type { Ask } from './rule-pages.js';

const SCHEME = 'sms-clause';

/** The pages of the clauses, `sms-clause:/NUMBER.md`, read-only: what each wants and how the SMS stands there. */
export class ClausePages implements Disposable {
  private readonly changed = new EventEmitter<Uri>();
  private readonly subscription: Disposable;

  constructor(private readonly ask: Ask) {
    this.subscription = workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: this.changed.event, provideTextDocumentContent: async uri => (await this.page(numberOf(uri))).markdown,
    });
  }

  /** Something was checked: what is open says how it is now. */
  follow(): void { for (const { uri } of workspace.textDocuments) if (uri.scheme === SCHEME) this.changed.fire(uri); }

  /** Chooses the clause in the explorer and shows its page. `given`: its number or its line in the explorer; else the user chooses one. */
  async goTo(explorer: ExplorerView, given: unknown): Promise<void> {
    const number = numberIn(given) ?? await choose(await explorer.clauses());
    if (number === undefined) return;
    // Before anything opens: an unknown clause is an error of the command, not an empty page.
    await this.page(number);
    await explorer.showClause(number);
    await commands.executeCommand('markdown.showPreview', Uri.from({ scheme: SCHEME, path: `/${number}.md` }));
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private page(clause: string): Promise<ClauseResult> { return this.ask<ClauseResult>(CLAUSE, { clause } satisfies ClauseParams); }
}

function numberOf({ path }: Uri): string { return path.replace(/^\//, '').replace(/\.md$/, ''); }

function numberIn(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  if (typeof given !== 'object' || given === null || !('node' in given) || typeof given.node !== 'object' || given.node === null) return undefined;
  return 'id' in given.node && typeof given.node.id === 'string' ? given.node.id : undefined;
}

/** Each clause once, with its state in every SMS. */
async function choose(lines: readonly Line[]): Promise<string | undefined> {
  const items = new Map<string, { label: string; description: string; number: string }>();
  for (const { node: { id, label, description } } of lines) {
    if (id === undefined) continue;
    const known = items.get(id);
    items.set(id, { label, description: known ? `${known.description} · ${description}` : description, number: id });
  }
  const options = { title: l10n.t('Clauses'), placeHolder: l10n.t('Choose a clause to go to'), matchOnDescription: true };
  return (await window.showQuickPick([...items.values()], options))?.number;
}
