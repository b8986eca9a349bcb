import { l10n, Position, QuickPickItemKind, Range, Uri, window, type InputBoxOptions, type QuickPickItem } from 'vscode';
import { NEW_ARTEFACT, NEW_CHOICES, type NewArtefactParams, type NewArtefactResult, type NewChoicesParams, type NewChoicesResult } from '../protocol.js';
import { plain } from './document-states.js';
import type { Register } from './register.js';
import type { Ask } from './rule-pages.js';
import { write } from './writing.js';

type Choice = NewChoicesResult['choices'][number];

/** Leads to a new file of a kind, or a new entry in a file that there is, and opens it. `type`: what alone is wanted. Ends silently where the user ends it. */
export async function createArtefact(ask: Ask, register: Register, type: unknown): Promise<void> {
  const root = await register.chooseRoot(l10n.t('New Artefact'));
  if (!root) return;
  const { choices } = await ask<NewChoicesResult>(NEW_CHOICES, { root: root.uri } satisfies NewChoicesParams);
  const choice = await choose(typeof type === 'string' ? makers(choices, type) : choices);
  if (!choice) return;
  const title = (await input(choice, l10n.t('What is it called?'), { placeHolder: l10n.t('Title') }))?.trim();
  if (title === undefined) return;
  const wish: NewArtefactParams = { root: root.uri, template: choice.template, title };
  const plan = (more: Partial<NewArtefactParams>): Promise<NewArtefactResult> => ask(NEW_ARTEFACT, { ...wish, ...more });
  const proposed = await plan({});
  if (!proposed.ok) { void window.showWarningMessage(plain(proposed.sentence)); return; }
  const id = await checked(choice, l10n.t('Its id, by which everything else refers to it.'), proposed.id, value => plan({ id: value }));
  if (id === undefined) return;
  const placed = await plan({ id });
  if (!placed.ok) { void window.showWarningMessage(plain(placed.sentence)); return; }
  const isFile = 'kind' in choice.template, toWrite = l10n.t('The file to write, from the folder of sms.yaml.');
  const file = isFile ? await checked(choice, toWrite, placed.file, value => plan({ id, file: value })) : undefined;
  if (isFile && file === undefined) return;
  const last = await plan({ id, ...(file !== undefined && { file }) });
  if (!last.ok) { void window.showWarningMessage(plain(last.sentence)); return; }
  await write(last.writing);
  const { line, character } = last.position, at = new Position(line, character);
  await window.showTextDocument(Uri.parse(last.uri), { preview: false, selection: new Range(at, at) });
}

/** Entries of files that there are come first. */
function makers(choices: readonly Choice[], type: string): Choice[] {
  const able = choices.filter(({ makes }) => makes.includes(type));
  return [...able.filter(({ template }) => 'file' in template), ...able.filter(({ template }) => 'kind' in template)];
}

async function choose(choices: readonly Choice[]): Promise<Choice | undefined> {
  const items: (QuickPickItem & { choice?: Choice })[] = [];
  let group: string | undefined;
  for (const choice of choices) {
    if (choice.group !== group) items.push({ label: group = choice.group, kind: QuickPickItemKind.Separator });
    items.push({ label: choice.label, description: choice.note, detail: choice.help, choice });
  }
  const options = { title: l10n.t('New Artefact'), placeHolder: l10n.t('Choose what to make'), matchOnDescription: true, matchOnDetail: true, ignoreFocusOut: true };
  return (await window.showQuickPick(items, options))?.choice;
}

function input({ label }: Choice, prompt: string, more: InputBoxOptions): Thenable<string | undefined> {
  return window.showInputBox({ title: l10n.t('New: {0}', label), prompt, ignoreFocusOut: true, ...more });
}

/** An input with a proposal; what the server refuses cannot be entered. */
async function checked(choice: Choice, prompt: string, value: string, plan: (value: string) => Promise<NewArtefactResult>): Promise<string | undefined> {
  const validateInput = async (text: string): Promise<string | undefined> => {
    const result = await plan(text.trim());
    return result.ok ? undefined : plain(result.sentence);
  };
  return (await input(choice, prompt, { value, validateInput }))?.trim();
}
