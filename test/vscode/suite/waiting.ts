import { commands, languages, Uri, window, workspace, type Diagnostic, type Event } from 'vscode';

/** How long something expected may take, in milliseconds: a limit for what never comes, not a measure. */
const LIMIT = 30_000;

/** Waits until it holds: looks now and after each of the events. Rejects with what did not happen and the findings at that time. */
export function until<T>(what: string, events: readonly Event<T>[], holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => { for (const each of subscriptions) each.dispose(); clearTimeout(timer); };
    const look = (): void => { if (holds()) { end(); resolve(); } };
    const subscriptions = events.map(event => event(look));
    const timer = setTimeout(() => {
      end();
      const all = languages.getDiagnostics().map(([uri, found]) => `${workspace.asRelativePath(uri)}: ${found.map(codeOf).join(', ')}`);
      reject(new Error(`This did not happen: ${what}\n${all.join('\n')}`));
    }, LIMIT);
    look();
  });
}

/** Waits for the findings of the whole workspace to be so. */
export function untilFindings(what: string, holds: () => boolean): Promise<void> {
  return until(what, [languages.onDidChangeDiagnostics], holds);
}

export function folder(): Uri {
  const first = workspace.workspaceFolders?.[0];
  if (!first) throw new Error('The tests need a folder.');
  return first.uri;
}

export function file(path: string): Uri { return Uri.joinPath(folder(), path); }

/** What our server says of a file; of one rule, where it is named. */
export function findings(path: string, rule?: string): Diagnostic[] {
  return languages.getDiagnostics(file(path)).filter(each => each.source === 'SMS' && (rule === undefined || codeOf(each) === rule));
}

export function codeOf({ code }: Diagnostic): string { return String(typeof code === 'object' ? code.value : code); }

/** Closes all editors; what was not saved is given up. */
export async function closeUnsaved(): Promise<void> {
  for (const document of workspace.textDocuments) {
    if (!document.isDirty) continue;
    await window.showTextDocument(document);
    await commands.executeCommand('workbench.action.files.revert');
  }
  await commands.executeCommand('workbench.action.closeAllEditors');
}
