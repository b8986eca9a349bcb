import { commands, env, extensions, l10n, Uri, window, type Disposable, type Event } from 'vscode';

/** What we use of the API of VS Code's own git extension (version 1). */
interface GitExtension { enabled: boolean; getAPI(version: 1): Git }
interface Git {
  state: 'uninitialized' | 'initialized';
  onDidChangeState: Event<'uninitialized' | 'initialized'>;
  repositories: readonly Repository[];
  onDidOpenRepository: Event<Repository>;
  getRepository(uri: Uri): Repository | null;
}
interface Repository { inputBox: { value: string }; state: { HEAD?: { name?: string; commit?: string }; onDidChange: Event<void> } }

/** How long the git extension may take to find its repositories. Milliseconds. */
const PATIENCE = 5000;

/** Where a commit message ended up. */
export type Place = 'git-view' | 'clipboard';

/**
 * Puts a commit message into the box of the git view for the repository of a file; onto the clipboard where there is no such box, or
 * somebody has written something else into it already. Nothing is staged or committed.
 */
export async function offerCommitMessage(file: Uri, message: string): Promise<Place> {
  const repository = (await git())?.getRepository(file);
  if (repository && (repository.inputBox.value.trim() === '' || repository.inputBox.value === message)) {
    repository.inputBox.value = message;
    return 'git-view';
  }
  await env.clipboard.writeText(message);
  return 'clipboard';
}

/** Says what is done, and what is left to do, where it can be done. */
export async function sayWhatIsLeft(place: Place, done: string, left: string): Promise<void> {
  if (place === 'clipboard') {
    await window.showInformationMessage(l10n.t('{0} The commit message is on the clipboard. {1}', done, left));
    return;
  }
  const show = l10n.t('Show Source Control');
  const chosen = await window.showInformationMessage(l10n.t('{0} The commit message waits in the Source Control view. {1}', done, left), show);
  if (chosen === show) await commands.executeCommand('workbench.view.scm');
}

/**
 * Calls back whenever another commit or branch is checked out in a repository of the workspace, be it by VS Code or in a terminal: the folder of
 * git may lie outside of the workspace, where nobody else sees it change. Silent where there is no git extension.
 */
export async function watchHeads(moved: () => void): Promise<Disposable> {
  const api = await git(), subscriptions: Disposable[] = [];
  const watch = ({ state }: Repository): void => {
    const headOf = (): string => `${state.HEAD?.name ?? ''} ${state.HEAD?.commit ?? ''}`;
    let head = headOf();
    subscriptions.push(state.onDidChange(() => {
      const now = headOf();
      if (now === head) return;
      head = now;
      moved();
    }));
  };
  if (api) {
    for (const repository of api.repositories) watch(repository);
    subscriptions.push(api.onDidOpenRepository(watch));
  }
  return { dispose: () => { for (const each of subscriptions) each.dispose(); } };
}

async function git(): Promise<Git | undefined> {
  // Absent in Restricted Mode.
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return undefined;
  const exported = await extension.activate();
  if (!exported.enabled) return undefined;
  const api = exported.getAPI(1);
  if (api.state !== 'initialized') {
    await new Promise<void>(resolve => {
      const end = (): void => { subscription.dispose(); clearTimeout(timer); resolve(); };
      const subscription = api.onDidChangeState(end), timer = setTimeout(end, PATIENCE);
    });
  }
  return api;
}
