import { l10n, languages, Uri, window, type Diagnostic, type Position } from 'vscode';
import {
  ACCEPTANCE_CHOICES, PREPARE_ACCEPTANCE, type AcceptanceChoicesResult, type FindingParams, type PrepareAcceptanceParams, type PrepareAcceptanceResult,
} from '../protocol.js';
import { plain } from './document-states.js';
import type { Ask } from './rule-pages.js';
import { agree, linesOf, write } from './writing.js';

/** Leads to an entry in the register of deviations for a finding: the one named, else one of the active editor. Ends silently where the user ends it. */
export async function acceptFinding(ask: Ask, uri: unknown, rule: unknown, range: unknown): Promise<void> {
  const finding = typeof uri === 'string' && typeof rule === 'string' && isRange(range) ? { uri, rule, range } : await chooseFinding();
  if (!finding) return;
  const choices = await ask<AcceptanceChoicesResult>(ACCEPTANCE_CHOICES, finding);
  if (!choices.ok) { void window.showWarningMessage(plain(choices.sentence)); return; }
  const title = l10n.t('Accept {0} at {1}', finding.rule, choices.at);
  const reason = await window.showInputBox({
    title, prompt: plain(choices.sentence), placeHolder: l10n.t('Why it is borne, and what is done meanwhile'), ignoreFocusOut: true,
    validateInput: text => (text.trim() === '' ? l10n.t('This cannot stay empty.') : undefined),
  });
  if (reason === undefined) return;
  const roles = choices.roles.map(({ id, title: label }) => ({ label, description: id, id }));
  const owner = await window.showQuickPick(roles, { title, placeHolder: l10n.t('Which role answers for it?'), matchOnDescription: true, ignoreFocusOut: true });
  if (!owner) return;
  const until = await window.showInputBox({
    title, prompt: l10n.t('Until which day? The finding comes back after it.'), value: choices.until, ignoreFocusOut: true,
    validateInput: text => (/^\d{4}-\d\d-\d\d$/.test(text.trim()) && text.trim() >= choices.today ? undefined
      : l10n.t('A day that is to come, written as in 2026-02-12.')),
  });
  if (until === undefined) return;
  const wish: PrepareAcceptanceParams = { ...finding, reason, owner: owner.id, until: until.trim() };
  const prepared = await ask<PrepareAcceptanceResult>(PREPARE_ACCEPTANCE, wish);
  if (!prepared.ok) { void window.showWarningMessage(plain(prepared.sentence)); return; }
  if (!await agree(title, { label: l10n.t('Accept') }, [...linesOf(prepared.writing), ...(prepared.note === undefined ? [] : [plain(prepared.note)])])) return;
  await write(prepared.writing);
  await window.showTextDocument(Uri.parse(prepared.uri), { preview: false });
}

/** Of the active editor, those at the cursor first. */
async function chooseFinding(): Promise<FindingParams | undefined> {
  const editor = window.activeTextEditor;
  const all = editor ? languages.getDiagnostics(editor.document.uri).filter(({ source, code }) => source === 'SMS' && code !== undefined) : [];
  if (!editor || all.length === 0) {
    void window.showInformationMessage(l10n.t('The active editor shows no finding that could be accepted. Open the file of the finding first.'));
    return undefined;
  }
  const here = (diagnostic: Diagnostic): boolean => diagnostic.range.contains(editor.selection.active);
  const items = [...all].sort((a, b) => Number(here(b)) - Number(here(a)))
    .map(({ message, code, range }) => ({ label: message, description: codeOf(code), detail: l10n.t('Line {0}', range.start.line + 1), range }));
  const options = { title: l10n.t('Accept Finding'), placeHolder: l10n.t('Choose what to accept for a time'), matchOnDescription: true };
  const chosen = await window.showQuickPick(items, options);
  return chosen && { uri: editor.document.uri.toString(), rule: chosen.description, range: { start: plainly(chosen.range.start), end: plainly(chosen.range.end) } };
}

function plainly({ line, character }: Position): { line: number; character: number } { return { line, character }; }

function codeOf(code: Diagnostic['code']): string { return String(typeof code === 'object' ? code.value : code); }

function isRange(value: unknown): value is FindingParams['range'] {
  return typeof value === 'object' && value !== null && 'start' in value && isPosition(value.start) && 'end' in value && isPosition(value.end);
}

function isPosition(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'line' in value && typeof value.line === 'number' && 'character' in value && typeof value.character === 'number';
}
