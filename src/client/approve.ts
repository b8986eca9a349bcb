import { l10n, Range, ThemeIcon, Uri, ViewColumn, window, workspace, WorkspaceEdit, type InputBoxOptions, type QuickPickItem, type TextDocument } from 'vscode';
import { APPROVAL_CHOICES, PREPARE_APPROVAL, type ApprovalChoicesParams, type ApprovalChoicesResult, type Meaning, type PrepareApprovalParams, type PrepareApprovalResult } from '../protocol.js';
import { plain } from './document-states.js';
import { offerCommitMessage, sayWhatIsLeft } from './git-box.js';
import type { Document } from './register.js';
import type { Ask } from './rule-pages.js';
import { agree } from './writing.js';

type Choice = ApprovalChoicesResult['meanings'][number];
type Prepared = Extract<PrepareApprovalResult, { ok: true }>;

/** Leads through an approval, agreement, withdrawal or review of a document and writes it; commits nothing. */
export async function approve(ask: Ask, document: Document): Promise<void> { await lead(ask, document, undefined); }

/** Leads through a review that found a document still right. */
export async function recordReview(ask: Ask, document: Document): Promise<void> { await lead(ask, document, 'reviewed'); }

/** `wanted`: the meaning, where it is not asked for. Ends silently where the user ends it. */
async function lead(ask: Ask, { root, row }: Document, wanted: Meaning | undefined): Promise<void> {
  const file = await workspace.openTextDocument(Uri.parse(row.uri));
  const title = wanted === 'reviewed' ? l10n.t('Record Review of {0}', row.title) : l10n.t('Approve {0}', row.title);
  if (file.isDirty && !await saved(file, title)) return;
  const named = { root: root.uri, id: row.id };
  const choices = await ask<ApprovalChoicesResult>(APPROVAL_CHOICES, named satisfies ApprovalChoicesParams);
  const offered = wanted === undefined ? choices.meanings : choices.meanings.filter(({ meaning }) => meaning === wanted);
  const [only] = offered, refusal = choices.refusal ?? (offered.every(choice => choice.refusal !== undefined) ? only?.refusal ?? l10n.t('There is nothing here that you could record.') : undefined);
  if (refusal !== undefined) {
    void window.showWarningMessage(plain(refusal));
    return;
  }
  const person = choices.person ? l10n.t('You are {0}', choices.person.name) : '';
  const choice = wanted === undefined ? await chooseMeaning(offered, title, person) : only;
  if (!choice) return;
  const wished = choice.versionWanted === true ? await askVersion(choices.version, title) : undefined;
  if (choice.versionWanted === true && wished === undefined) return;
  const role = choice.roles.length > 1 ? await chooseRole(choice, title) : choice.roles[0];
  if (!role && choice.roles.length > 0) return;
  const effectiveFrom = choice.effectiveFrom === undefined ? undefined : await askDay(choice.effectiveFrom, title, l10n.t('From which day on is it in force?'));
  if (choice.effectiveFrom !== undefined && effectiveFrom === undefined) return;
  const comment = await askComment(title, choice.meaning);
  if (comment === undefined) return;
  const wish: PrepareApprovalParams = {
    ...named, meaning: choice.meaning, ...(role && { role: role.id }), ...(effectiveFrom !== undefined && { effectiveFrom }), ...(comment !== '' && { comment }), ...(wished !== undefined && { version: wished }),
  };
  const prepared = await ask<PrepareApprovalResult>(PREPARE_APPROVAL, wish);
  if (!prepared.ok) {
    void window.showWarningMessage(plain(prepared.sentence));
    return;
  }
  const version = file.version;
  if (!await confirm(file, prepared, choice, title)) return;
  if (file.version !== version || file.isDirty) {
    void window.showWarningMessage(l10n.t('{0} was changed meanwhile, so nothing was written. Look at the change and start again.', row.title));
    return;
  }
  await write(file, prepared);
  const place = await offerCommitMessage(file.uri, prepared.commitMessage);
  void sayWhatIsLeft(place, l10n.t('{0} is recorded, not committed.', done(choice, row.id)), plain(prepared.lines.at(-1) ?? ''));
}

/** What is approved is what is saved, so that nobody approves by mistake what is only in an editor. */
async function saved(file: TextDocument, title: string): Promise<boolean> {
  const save: QuickPickItem = { label: l10n.t('Save and Continue'), detail: l10n.t('What is recorded is about the saved text.'), iconPath: new ThemeIcon('save') };
  const chosen = await window.showQuickPick([save], { title, placeHolder: l10n.t('The document has changes that are not saved'), ignoreFocusOut: true });
  return chosen === save && await file.save();
}

/** Shows every meaning; one that is refused says why and cannot be chosen. */
function chooseMeaning(choices: readonly Choice[], title: string, person: string): Promise<Choice | undefined> {
  const pick = window.createQuickPick<QuickPickItem & { choice: Choice }>();
  pick.title = title;
  pick.placeholder = [person, l10n.t('What do you say of the document?')].filter(part => part !== '').join('. ');
  pick.ignoreFocusOut = true;
  pick.items = choices.map(choice => {
    const { label, description } = meaningText(choice);
    return choice.refusal === undefined ? { label, detail: description, ...(choice.version !== undefined && { description: l10n.t('version {0}', choice.version) }), iconPath: new ThemeIcon('check'), choice }
      : { label, detail: plain(choice.refusal), description: l10n.t('not possible'), iconPath: new ThemeIcon('circle-slash'), choice };
  });
  return new Promise(resolve => {
    let chosen: Choice | undefined;
    pick.onDidAccept(() => {
      const choice = pick.selectedItems[0]?.choice;
      if (!choice) return;
      // The list has room for its beginning alone.
      if (choice.refusal !== undefined) { void window.showWarningMessage(plain(choice.refusal)); return; }
      chosen = choice;
      pick.hide();
    });
    pick.onDidHide(() => { pick.dispose(); resolve(chosen); });
    pick.show();
  });
}

function meaningText({ meaning }: Choice): { label: string; description: string } {
  switch (meaning) {
    case 'approved': return { label: l10n.t('Approve'), description: l10n.t('I have read it, it is right, and it may be used.') };
    case 'reviewed': return { label: l10n.t('Review'), description: l10n.t('I have read it again, and it is still right as it is.') };
    case 'agreed': return { label: l10n.t('Agree'), description: l10n.t('I agree to it for my role, beside whoever approves it.') };
    case 'withdrawn': return { label: l10n.t('Withdraw'), description: l10n.t('It must not be used any more.') };
  }
}

function done({ meaning, version }: Choice, id: string): string {
  const what = version !== undefined ? `${id} ${version}` : id;
  switch (meaning) {
    case 'approved': return l10n.t('The approval of {0}', what);
    case 'reviewed': return l10n.t('The review of {0}', what);
    case 'agreed': return l10n.t('The agreement to {0}', what);
    case 'withdrawn': return l10n.t('The withdrawal of {0}', what);
  }
}

async function chooseRole({ roles }: Choice, title: string): Promise<{ id: string } | undefined> {
  const items = roles.map(({ id, title: label }) => ({ label, description: id, id }));
  return window.showQuickPick(items, { title, placeHolder: l10n.t('In which role?'), ignoreFocusOut: true });
}

async function askDay(value: string, title: string, prompt: string): Promise<string | undefined> {
  const validateInput = (text: string): string | undefined => (isDay(text.trim()) ? undefined : l10n.t('A day is written as in 2026-02-12.'));
  return (await window.showInputBox({ title, prompt, value, validateInput, ignoreFocusOut: true } satisfies InputBoxOptions))?.trim();
}

/** The version cannot be counted up by itself: it is no number, or the one that comes next is taken. */
async function askVersion(version: string | undefined, title: string): Promise<string | undefined> {
  const prompt = version === undefined ? l10n.t('Which version is this?') : l10n.t('{0} was approved before and the content is another one now. Which version is this?', version);
  const validateInput = (text: string): string | undefined => (text.trim() === '' ? l10n.t('A version is a short text such as 1.5.') : text.trim() === version ? l10n.t('{0} is taken by the content that was approved before.', text.trim()) : undefined);
  return (await window.showInputBox({ title, prompt, validateInput, ignoreFocusOut: true, ...(version !== undefined && { value: version }) }))?.trim();
}

async function askComment(title: string, meaning: Meaning): Promise<string | undefined> {
  const prompt = meaning === 'withdrawn' ? l10n.t('Why? (may stay empty)') : l10n.t('Anything to say about it? (may stay empty)');
  return (await window.showInputBox({ title, prompt, placeHolder: l10n.t('Comment'), ignoreFocusOut: true }))?.trim();
}

/** Lists what would be written; only its first entry writes it. */
function confirm(file: TextDocument, { artefact, lines }: Prepared, choice: Choice, title: string): Promise<boolean> {
  const what = difference(file, artefact.text) ? l10n.t('writes two files, commits nothing') : l10n.t('writes one file, the record, and commits nothing');
  return agree(title, { label: meaningText(choice).label, description: what }, lines.map(plain));
}

/** One edit, so one step back: the changed part of the header, and the new record. Both files are saved then, no others. */
async function write(file: TextDocument, { artefact, record }: Prepared): Promise<void> {
  const edit = new WorkspaceEdit(), at = Uri.parse(record.uri);
  edit.createFile(at, { contents: new TextEncoder().encode(record.text), overwrite: false });
  const change = difference(file, artefact.text);
  if (change) edit.replace(file.uri, change.range, change.text);
  const shown = await window.showTextDocument(file, { preview: false });
  if (!await workspace.applyEdit(edit)) throw new Error(l10n.t('VS Code could not write {0}. Perhaps it exists already.', workspace.asRelativePath(at)));
  if (change && !await file.save()) throw new Error(l10n.t('{0} could not be saved.', workspace.asRelativePath(file.uri)));
  if (change) shown.revealRange(change.range);
  await window.showTextDocument(at, { viewColumn: ViewColumn.Beside, preview: false, preserveFocus: true });
}

/** The part between what is the same at the beginning and at the end; undefined where all is the same. */
function difference(file: TextDocument, wanted: string): { range: Range; text: string } | undefined {
  const before = file.getText(), after = before.includes('\r\n') ? wanted.replace(/\r?\n/g, '\r\n') : wanted;
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let start = 0, end = 0;
  while (start < most && before[start] === after[start]) start++;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { range: new Range(file.positionAt(start), file.positionAt(before.length - end)), text: after.slice(start, after.length - end) };
}

/** A day of the calendar, `yyyy-mm-dd`. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
