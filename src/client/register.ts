import { commands, EventEmitter, l10n, Uri, window, type Disposable, type Event, type QuickPickItem } from 'vscode';
import { REGISTER, type RegisterResult, type RegisterRoot, type RegisterRow, type StatusParams } from '../protocol.js';
import { statusWord } from './document-states.js';
import type { Ask } from './rule-pages.js';

/** A controlled document and the SMS that it belongs to. */
export interface Document { root: RegisterRoot; row: RegisterRow }

/** What the server last said of the controlled documents of the workspace. */
export class Register implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly failed = new EventEmitter<unknown>();
  private result: RegisterResult = { roots: [] };
  /** The revisions of what is held; undefined where nothing is. */
  private held: string | undefined;
  /** Those that the server told of last. */
  private told: string | undefined;
  private asking: Promise<void> | undefined;

  constructor(private readonly ask: Ask) {}

  /** When anything in it is different from before. */
  readonly onDidChange: Event<void> = this.changed.event;
  readonly onDidFail: Event<unknown> = this.failed.event;

  get roots(): readonly RegisterRoot[] { return this.result.roots; }

  /** Asks the server anew where it told of another revision than is held: thousands of rows cross only when one of them changed. */
  follow({ roots }: StatusParams): void {
    this.told = keyOf(roots.map(({ uri, register }) => ({ uri, revision: register })));
    if (this.told !== this.held) this.refresh();
  }

  /** Asks the server anew; while an answer is awaited, once more after it if the server told of another revision meanwhile. Never rejects. */
  refresh(): void {
    if (this.asking) return;
    const { told } = this;
    this.asking = this.load().catch((error: unknown) => { this.failed.fire(error); }).finally(() => {
      this.asking = undefined;
      if (this.told !== told && this.told !== this.held) this.refresh();
    });
  }

  /** The server does not run: nothing is known. */
  clear(): void {
    this.held = this.told = undefined;
    this.result = { roots: [] };
    this.changed.fire();
  }

  /**
   * The document that a command is about: what it was called with (an entry of the Documents view, an address, `{ root, id }`), else
   * the document in the active editor, else what the user chooses. Undefined where the user chooses nothing.
   */
  async documentFor(given: unknown, title: string): Promise<Document | undefined> {
    await this.asking;
    if (this.held === undefined || (this.told !== undefined && this.told !== this.held)) await this.load();
    const named = this.named(given);
    if (named) return named;
    const active = window.activeTextEditor?.document.uri;
    return (active && given === undefined ? this.at(active) : undefined) ?? this.choose(title);
  }

  /** The SMS that a command is about: the only one, that of the active editor, else the one that the user chooses. Undefined where there is none. */
  async chooseRoot(title: string): Promise<RegisterRoot | undefined> {
    await this.asking;
    if (this.held === undefined) await this.load();
    const active = window.activeTextEditor?.document.uri.toString(), [only] = this.roots;
    if (!only) { void window.showInformationMessage(l10n.t('There is no SMS in this workspace yet. The command "New SMS…" makes one.')); return undefined; }
    const own = this.roots.find(({ uri }) => active?.startsWith(`${Uri.parse(uri).toString()}/`));
    if (this.roots.length === 1 || own) return own ?? only;
    return (await window.showQuickPick(this.roots.map(root => ({ label: root.organization || root.uri, description: root.uri, root })), { title, placeHolder: l10n.t('Choose an SMS') }))?.root;
  }

  find(root: string, id: string): Document | undefined {
    const owner = this.roots.find(({ uri }) => uri === root), row = owner?.documents.find(each => each.id === id);
    return owner && row && { root: owner, row };
  }

  at(uri: Uri): Document | undefined {
    const address = uri.toString();
    for (const root of this.roots) for (const row of root.documents) if (Uri.parse(row.uri).toString() === address) return { root, row };
    return undefined;
  }

  dispose(): void { this.changed.dispose(); this.failed.dispose(); }

  private named(given: unknown): Document | undefined {
    if (given instanceof Uri) return this.at(given);
    if (typeof given !== 'object' || given === null) return undefined;
    // A line of the explorer.
    if ('node' in given && isNamed(given.node) && 'path' in given && Array.isArray(given.path)) return this.find(String(given.path[0]), given.node.id);
    // An entry of the Documents view.
    if ('document' in given) return this.named(given.document);
    if ('root' in given && 'row' in given && isNamed(given.row) && isAddressed(given.root)) return this.find(given.root.uri, given.row.id);
    return 'root' in given && typeof given.root === 'string' && isNamed(given) ? this.find(given.root, given.id) : undefined;
  }

  private async choose(title: string): Promise<Document | undefined> {
    const several = this.roots.length > 1;
    const items: (QuickPickItem & Document)[] = this.roots.flatMap(root => root.documents.map(row => ({
      label: row.title, description: row.id, detail: [row.kindName, row.version, row.status && statusWord(row.status), ...(several ? [root.organization] : [])].filter(Boolean).join(' · '), root, row,
    })));
    if (items.length === 0) {
      void window.showInformationMessage(l10n.t('This workspace has no controlled documents: no file of an SMS in it has a document header.'));
      return undefined;
    }
    return window.showQuickPick(items, { title, placeHolder: l10n.t('Choose a document'), matchOnDescription: true, matchOnDetail: true });
  }

  private async load(): Promise<void> { this.take(await this.ask<RegisterResult>(REGISTER, {})); }

  private take(result: RegisterResult): void {
    const key = keyOf(result.roots);
    if (key === this.held) return;
    this.held = key;
    this.result = result;
    // For the menus of files that are controlled documents.
    const paths = Object.fromEntries(result.roots.flatMap(({ documents }) => documents.flatMap(({ uri }) => {
      const address = Uri.parse(uri);
      return [[address.path, true], [address.fsPath, true]] as const;
    })));
    // For the steps of the walkthrough that are done.
    for (const type of new Set(result.roots.flatMap(({ types }) => types))) void commands.executeCommand('setContext', `smsHas.${type}`, true);
    const contexts = { smsWorkspace: result.roots.length > 0 ? 'present' : 'none', smsDocumentCount: Object.keys(paths).length, smsDocumentPaths: paths };
    for (const [key, value] of Object.entries(contexts)) void commands.executeCommand('setContext', key, value);
    this.changed.fire();
  }
}

function keyOf(roots: readonly { uri: string; revision: number | undefined }[]): string { return roots.flatMap(({ uri, revision }) => (revision === undefined ? [] : [`${uri} ${revision}`])).join('\n'); }

function isNamed(value: unknown): value is { id: string } { return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'; }
function isAddressed(value: unknown): value is { uri: string } { return typeof value === 'object' && value !== null && 'uri' in value && typeof value.uri === 'string'; }
