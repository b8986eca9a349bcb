import { commands, l10n, Uri, window, workspace } from 'vscode';
import { NEW_SMS, type NewSmsParams, type NewSmsResult } from '../protocol.js';
import type { Ask } from './rule-pages.js';
import { agree, isThere, linesOf, write } from './writing.js';

const CONFIG = 'sms.yaml';

/** Leads to a small SMS in a folder: of the workspace, or of the user's choice, which is opened then. Ends silently where the user ends it. */
export async function createSms(ask: Ask): Promise<void> {
  const folder = await chooseFolder();
  if (!folder) return;
  if (await isThere(Uri.joinPath(folder, CONFIG))) {
    void window.showWarningMessage(l10n.t('There is an SMS in {0} already.', folder.path));
    return;
  }
  const organization = await input(1, l10n.t('Which organization is it for?'), l10n.t('Name of the organization'), wanted);
  if (organization === undefined) return;
  const services = await input(2, l10n.t('Which services does it deliver? Separate them by commas; more can be added at any time.'), l10n.t('E-mail, Network'));
  if (services === undefined) return;
  const customers = await input(3, l10n.t('For which customers? Separate them by commas; may stay empty.'), l10n.t('Sales, Boreal Foods'));
  if (customers === undefined) return;
  const person = await input(4, l10n.t('Who builds it? This person holds the roles until you give them to others.'), l10n.t('Your name'), wanted);
  if (person === undefined) return;
  const { writing } = await ask<NewSmsResult>(NEW_SMS, {
    folder: folder.toString(), organization, person, services: listed(services), customers: listed(customers),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  } satisfies NewSmsParams);
  for (const { uri } of writing.create) {
    if (!await isThere(Uri.parse(uri))) continue;
    void window.showWarningMessage(l10n.t('{0} exists already, so nothing was written. Choose an empty folder.', workspace.asRelativePath(Uri.parse(uri))));
    return;
  }
  const inside = workspace.getWorkspaceFolder(folder) !== undefined;
  if (!await agree(l10n.t('New SMS'), { label: l10n.t('Create') }, [...linesOf(writing), ...(inside ? [] : [l10n.t('opens the folder {0}', folder.path)])])) return;
  await write(writing);
  if (!inside) { await commands.executeCommand('vscode.openFolder', folder); return; }
  const catalogue = writing.create.find(({ uri }) => uri.endsWith('/catalogue.yaml'));
  if (catalogue) await window.showTextDocument(Uri.parse(catalogue.uri), { preview: false });
  await commands.executeCommand('sms.showExplorer');
}

/** The folder of the workspace; among several, or where it has an SMS already, the user chooses one. */
async function chooseFolder(): Promise<Uri | undefined> {
  const folders = workspace.workspaceFolders ?? [], [only] = folders;
  if (folders.length === 1 && only && !await isThere(Uri.joinPath(only.uri, CONFIG))) return only.uri;
  const [chosen] = await window.showOpenDialog({
    canSelectFiles: false, canSelectFolders: true, canSelectMany: false, openLabel: l10n.t('Create SMS Here'), title: l10n.t('Folder of the New SMS'),
    ...(only && { defaultUri: only.uri }),
  }) ?? [];
  return chosen;
}

const STEPS = 4;

function input(step: number, prompt: string, placeHolder: string, validateInput?: (text: string) => string | undefined): Thenable<string | undefined> {
  const title = l10n.t('New SMS ({0} of {1})', step, STEPS);
  return window.showInputBox({ title, prompt, placeHolder, ignoreFocusOut: true, ...(validateInput && { validateInput }) });
}

function wanted(text: string): string | undefined { return text.trim() === '' ? l10n.t('This cannot stay empty.') : undefined; }

function listed(text: string): string[] { return text.split(/[,;\n]/).map(each => each.trim()).filter(each => each !== ''); }
