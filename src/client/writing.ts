import { l10n, QuickPickItemKind, Range, ThemeIcon, Uri, window, workspace, WorkspaceEdit, type QuickPickItem } from 'vscode';
import type { Writing } from '../protocol.js';

/** Lists what would be written; only the first entry, `go`, agrees to it. */
export function agree(title: string, go: { label: string; description?: string }, lines: readonly string[]): Promise<boolean> {
  const pick = window.createQuickPick(), first: QuickPickItem = { ...go, iconPath: new ThemeIcon('check'), alwaysShow: true };
  const listed = lines.flatMap(line => wrapped(line).map((label, at) => ({ label: `$(${at === 0 ? 'circle-small-filled' : 'blank'}) ${label}`, alwaysShow: true })));
  pick.title = title;
  pick.placeholder = l10n.t('Press Enter to write this, Escape to leave everything as it is');
  pick.ignoreFocusOut = true;
  pick.items = [first, { label: '', kind: QuickPickItemKind.Separator }, ...listed];
  pick.activeItems = [first];
  return new Promise(resolve => {
    let agreed = false;
    pick.onDidAccept(() => {
      if (pick.selectedItems[0] !== first) return;
      agreed = true;
      pick.hide();
    });
    pick.onDidHide(() => { pick.dispose(); resolve(agreed); });
    pick.show();
  });
}

/** A list cuts off what is longer than its width. Icons are not for texts that come from files. */
function wrapped(line: string): string[] {
  const rows: string[] = [];
  for (const word of line.replaceAll('$(', '$ (').split(/\s+/)) {
    const last = rows.at(-1);
    if (last === undefined || last.length + word.length + 1 > LINE) rows.push(word); else rows[rows.length - 1] = `${last} ${word}`;
  }
  return rows;
}

/** Characters that a list shows in VS Code's usual font and width. */
const LINE = 76;

/** What would be written, a line for each file. */
export function linesOf({ create, edits }: Writing): string[] {
  const name = (uri: string): string => workspace.asRelativePath(Uri.parse(uri));
  return [...create.map(({ uri }) => l10n.t('new file {0}', name(uri))), ...edits.map(({ uri }) => l10n.t('change in {0}', name(uri)))];
}

/** One edit, so one step back. New files are on disk then, changed ones wait to be saved. */
export async function write({ create, edits }: Writing): Promise<void> {
  const edit = new WorkspaceEdit();
  for (const { uri, text } of create) edit.createFile(Uri.parse(uri), { contents: new TextEncoder().encode(text), overwrite: false });
  for (const { uri, edits: own } of edits) {
    for (const { range: { start, end }, newText } of own) edit.replace(Uri.parse(uri), new Range(start.line, start.character, end.line, end.character), newText);
  }
  if (await workspace.applyEdit(edit)) return;
  throw new Error(l10n.t('VS Code could not write {0}.', [...create, ...edits].map(({ uri }) => workspace.asRelativePath(Uri.parse(uri))).join(', ')));
}

/** Whether there is something at this address. */
export async function isThere(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
