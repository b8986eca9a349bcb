import { CodeActionKind, type CodeAction, type CodeActionParams, type Diagnostic } from 'vscode-languageserver';
import type { EditorDesk } from '../editing/desk.js';
import { fixContext } from '../editing/fix-context.js';
import { NEVER_ACCEPTED } from '../sms/deviations.js';
import { fixAll, fixesFor, fixTitle, withPreview } from '../rules/fixes.js';
import { rulesOf } from '../rules/book.js';
import type { Fix, Rule } from '../rules/rule.js';
import type { Changes } from '../sms/changes.js';
import { isFields } from '../sms/data.js';
import type { Language } from '../sms/language.js';
import { comparePositions } from '../sms/text.js';
import type { Finding, Range } from '../sms/types.js';
import { toWorkspaceEdit } from './changes.js';
import { feature, type Asked, type Feature } from './editing.js';

/** What finds an action again when its edit is asked for: the finding it mends (none: all of its rule) and its title. */
interface ActionData { uri: string; rule: string; title: string; finding?: string }

/** Ways to mend findings. Nothing is offered for a text that is not the one that was checked, and no edit given for one that changed meanwhile. */
export const FIXING: readonly Feature[] = [
  feature<CodeActionParams>({
    method: 'textDocument/codeAction', current: true,
    capability: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix], resolveProvider: true } }, options: { codeActionKinds: [CodeActionKind.QuickFix], resolveProvider: true },
    answer: (asked, params): CodeAction[] => codeActions(asked, params),
  }),
  feature<CodeAction>({ method: 'codeAction/resolve', current: true, answer: resolved }),
];

function codeActions(asked: Asked, { range, context: { only, diagnostics } }: CodeActionParams): CodeAction[] {
  const { desk, file, client } = asked;
  if (!client.textDocument?.codeAction?.codeActionLiteralSupport || (only && !only.some(kind => kind === '' || kind === CodeActionKind.QuickFix)) || !isChecked(desk, file)) return [];
  const findings = desk.findings.filter(finding => finding.file === file && touches(finding.range, range));
  const perFinding = findings.flatMap(finding => fixActions(asked, finding, diagnostics)), all = [...new Set(findings.map(({ rule }) => rule))].flatMap(rule => allAction(asked, rule));
  return [...perFinding, ...all, ...findings.flatMap(finding => acceptAction(asked, finding, diagnostics, findings.length === 1))];
}

function touches(a: Range, b: Range): boolean { return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0; }

/** What the check knew: of a file that changed since, the places of its findings are those of another text. */
function isChecked(desk: EditorDesk, file: string): boolean {
  const known = desk.model.files.get(file);
  return known === undefined || desk.factsOf(file) === known;
}

function canBeMade(desk: EditorDesk, { edits = [], create = [] }: Changes): boolean {
  return edits.every(({ file }) => isChecked(desk, file)) && create.every(({ file }) => desk.textOf(file) === undefined);
}

function fixActions(asked: Asked, finding: Finding, diagnostics: readonly Diagnostic[]): CodeAction[] {
  const { desk } = asked, rule = rulesOf(desk.model.config).get(finding.rule);
  if (!rule) return [];
  return fixesFor(finding, rule, fixContext(desk, rule)).filter(({ changes }) => canBeMade(desk, changes) && toWorkspaceEdit(changes, asked)).flatMap(fix => {
    const title = plainTitle(rule, fix, desk.language);
    const action = withEdit(asked, { uri: asked.uri(asked.file), rule: rule.id, title, finding: keyOf(finding) }, () => fix.changes);
    return action ? [{ ...action, ...told(finding, diagnostics), ...(fix.preferred && { isPreferred: true }) }] : [];
  });
}

/** `Fix all: …`, where more than one finding of the rule can be mended without a choice. */
function allAction(asked: Asked, id: string): CodeAction[] {
  const { desk } = asked, rule = rulesOf(desk.model.config).get(id), findings = desk.findings.filter(finding => finding.rule === id);
  if (!rule || findings.length < 2) return [];
  const context = fixContext(desk, rule), own = findings.filter(({ file }) => file === asked.file);
  if (!own.some(finding => fixesFor(finding, rule, context).some(({ preferred }) => preferred))) return [];
  const title = desk.language.text('fix.all', 'Fix all in the SMS: {rule}', { rule: desk.language.text(`rule.${id}.title`, rule.title) });
  const action = withEdit(asked, { uri: asked.uri(asked.file), rule: id, title }, () => changesOfAll(desk, rule));
  return action ? [action] : [];
}

function changesOfAll(desk: EditorDesk, rule: Rule): Changes | undefined {
  return fixAll(desk.findings.filter(finding => finding.rule === rule.id && isChecked(desk, finding.file)), rule, fixContext(desk, rule));
}

/** With its edit at once for a client that does not ask for it later; undefined where the client cannot make it. */
function withEdit(asked: Asked, data: ActionData, changes: () => Changes | undefined): CodeAction | undefined {
  const { client, desk } = asked, action: CodeAction = { title: data.title, kind: CodeActionKind.QuickFix };
  const can = client.textDocument?.codeAction;
  if (can?.dataSupport && can.resolveSupport?.properties.includes('edit')) return { ...action, data };
  const wanted = changes(), edit = wanted && toWorkspaceEdit(previewed(desk, wanted), asked);
  return edit && { ...action, edit };
}

function previewed({ language }: EditorDesk, changes: Changes): Changes { return withPreview(changes, language.text('fix.confirm', 'A fix over several files')); }

/** The action with its edit; without one where what it mends is not there any more. */
function resolved(asked: Asked, { edit: _, ...action }: CodeAction): CodeAction {
  const { desk, file } = asked, data = readData(action.data), rule = data && rulesOf(desk.model.config).get(data.rule);
  if (!data || !rule || !isChecked(desk, file)) return action;
  const finding = data.finding === undefined ? undefined : desk.findings.find(other => other.file === file && keyOf(other) === data.finding);
  const changes = data.finding === undefined ? changesOfAll(desk, rule)
    : finding && fixesFor(finding, rule, fixContext(desk, rule)).find(fix => plainTitle(rule, fix, desk.language) === data.title)?.changes;
  const edit = changes && canBeMade(desk, changes) ? toWorkspaceEdit(previewed(desk, changes), asked) : undefined;
  return edit ? { ...action, edit } : action;
}

/** A menu shows marks of code as they are. */
function plainTitle(rule: Rule, fix: Fix, language: Language): string { return fixTitle(rule, fix, language).replaceAll('`', ''); }

/** The finding with its place: where the text moved, it is another one. */
function keyOf({ rule, message, range, args }: Finding): string { return JSON.stringify([rule, message, range, args]); }

function readData(data: unknown): ActionData | undefined {
  if (!isFields(data)) return undefined;
  const { uri, rule, title, finding } = data;
  return typeof uri === 'string' && typeof rule === 'string' && typeof title === 'string' ? { uri, rule, title, ...(typeof finding === 'string' && { finding }) } : undefined;
}

/** A finding may be borne for a time, with a reason: a command of our own client leads to the register of deviations. */
function acceptAction({ desk, uri, file, options }: Asked, finding: Finding, diagnostics: readonly Diagnostic[], alone: boolean): CodeAction[] {
  if (options.acceptance !== 'command' || NEVER_ACCEPTED.has(finding.rule)) return [];
  // Several findings at one place: which one is meant is said by its rule, as in the list of problems.
  const title = alone ? desk.language.text('fix.accept', 'Accept with a reason…') : desk.language.text('fix.accept-one', 'Accept {rule} with a reason…', { rule: finding.rule });
  return [{ title, kind: CodeActionKind.QuickFix, ...told(finding, diagnostics), command: { title, command: 'sms.acceptFinding', arguments: [uri(file), finding.rule, finding.range] } }];
}

/** The diagnostics of the client that show the finding. */
function told({ rule, range }: Finding, diagnostics: readonly Diagnostic[]): Pick<CodeAction, 'diagnostics'> {
  const own = diagnostics.filter(({ code, range: { start } }) => code === rule && comparePositions(start, range.start) === 0);
  return own.length > 0 ? { diagnostics: own } : {};
}
