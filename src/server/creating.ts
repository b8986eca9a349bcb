import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { acceptedAt, planAcceptance, proposedEnd } from '../editing/accepting.js';
import { offers, planNew, type Template } from '../editing/new-artefact.js';
import { newSms } from '../editing/new-sms.js';
import type {
  AcceptanceChoicesResult, FindingParams, NewArtefactParams, NewArtefactResult, NewChoicesResult, NewSmsParams, NewSmsResult, PrepareAcceptanceParams,
  PrepareAcceptanceResult, Writing,
} from '../protocol.js';
import { sentence } from '../rules/check.js';
import { NEVER_ACCEPTED } from '../sms/deviations.js';
import { rulesOf } from '../rules/book.js';
import type { Changes } from '../sms/changes.js';
import { isFields, list, text } from '../sms/data.js';
import { dayIn } from '../sms/days.js';
import type { Language } from '../sms/language.js';
import { comparePositions } from '../sms/text.js';
import type { Finding, Range } from '../sms/types.js';
import type { Place } from './workspace.js';

/** The files of a new SMS below the address of a folder. */
export function toNewSms({ folder, ...wish }: NewSmsParams, now: Date, language: Language): NewSmsResult {
  const today = dayIn(wish.timeZone, now) ?? now.toISOString().slice(0, 10), at = folder.replace(/\/+$/, '');
  return { writing: writing(newSms(wish, { today, language }), file => `${at}/${file.split('/').map(encodeURIComponent).join('/')}`) };
}

export function toNewChoices({ desk }: Place): NewChoicesResult { return { choices: offers(desk) }; }

export function toNewArtefact({ desk, uri }: Place, { template, title, id, file }: NewArtefactParams): NewArtefactResult {
  const plan = planNew(desk, { template, title, ...(id !== undefined && { id }), ...(file !== undefined && { file }) });
  return plan.ok ? { ok: true, id: plan.id, file: plan.at.file, uri: uri(plan.at.file), position: plan.at.position, writing: writing(plan.changes, uri) } : plan;
}

export function toAcceptanceChoices({ desk, file }: Place, params: FindingParams): AcceptanceChoicesResult {
  const { language, model, today } = desk, finding = findingOf(desk.findings, file, params);
  if (!finding) return { ok: false, sentence: language.text('accept.gone', 'This finding is not there any more.') };
  if (NEVER_ACCEPTED.has(finding.rule)) {
    return { ok: false, sentence: language.text('accept.never', 'What the standard asks for by name cannot be left out: the finding would stay. Correct it instead.') };
  }
  const roles = model.ofType('role').map(({ id, title }) => ({ id, title: title || id }));
  if (roles.length === 0) {
    return { ok: false, sentence: language.text('accept.no-role', 'Somebody must answer for a deviation, and this SMS has no roles yet. Make a role register first.') };
  }
  return { ok: true, sentence: sentence(rulesOf(model.config).get(finding.rule), finding, language), at: acceptedAt(finding), today, until: proposedEnd(today), roles };
}

export function toPreparedAcceptance(place: Place, { reason, owner, until, ...params }: PrepareAcceptanceParams): PrepareAcceptanceResult {
  const { desk, uri } = place, { language } = desk, choices = toAcceptanceChoices(place, params), finding = findingOf(desk.findings, place.file, params);
  if (!choices.ok || !finding) return choices.ok ? { ok: false, sentence: language.text('accept.gone', 'This finding is not there any more.') } : choices;
  const plan = planAcceptance(desk, finding, { reason, owner, until });
  if (!plan.ok) return plan;
  const note = language.text('accept.note', 'It counts from when the register of deviations is approved.');
  return { ok: true, uri: uri(plan.file), file: plan.file, writing: writing(plan.changes, uri), ...(!plan.counts && { note }) };
}

/** The finding with this rule at this place; where the text moved meanwhile, the only one of the rule in its file. */
function findingOf(findings: readonly Finding[], file: string, { rule, range }: FindingParams): Finding | undefined {
  const own = findings.filter(finding => finding.file === file && finding.rule === rule);
  const isAt = ({ start, end }: Range): boolean => comparePositions(start, range.start) === 0 && comparePositions(end, range.end) === 0;
  return own.find(finding => isAt(finding.range)) ?? (own.length === 1 ? own[0] : undefined);
}

function writing({ create = [], edits = [] }: Changes, uri: (file: string) => string): Writing {
  return {
    create: create.map(({ file, text: whole }) => ({ uri: uri(file), text: whole })),
    edits: edits.map(({ file, edits: own }) => ({ uri: uri(file), edits: own.map(({ range, text: newText }) => ({ range, newText })) })),
  };
}

/** What came over the wire, or an error that says what was wanted. */
export function readNewSmsParams(method: string, params: unknown): NewSmsParams {
  const folder = text(params, 'folder'), organization = text(params, 'organization');
  if (folder === undefined || organization === undefined) throw wants(method, '{ folder: ADDRESS, organization: NAME }');
  return {
    folder, organization, person: text(params, 'person') ?? '', services: strings(params, 'services'), customers: strings(params, 'customers'),
    timeZone: text(params, 'timeZone') ?? 'UTC',
  };
}

export function readRootParams(method: string, params: unknown): { root: string } {
  const root = text(params, 'root');
  if (root === undefined) throw wants(method, '{ root: ADDRESS }');
  return { root };
}

export function readNewArtefactParams(method: string, params: unknown): NewArtefactParams {
  const root = text(params, 'root'), template = isFields(params) ? templateOf(params['template']) : undefined, id = text(params, 'id'), file = text(params, 'file');
  if (root === undefined || !template) throw wants(method, '{ root: ADDRESS, template: { kind } | { file, field }, title: TEXT }');
  return { root, template, title: text(params, 'title') ?? '', ...(id !== undefined && { id: id.trim() }), ...(file !== undefined && { file: file.trim() }) };
}

function templateOf(value: unknown): Template | undefined {
  const kind = text(value, 'kind'), file = text(value, 'file'), field = text(value, 'field');
  return kind !== undefined ? { kind } : file !== undefined && field !== undefined ? { file, field } : undefined;
}

export function readFindingParams(method: string, params: unknown): FindingParams {
  const uri = text(params, 'uri'), rule = text(params, 'rule'), range = isFields(params) ? params['range'] : undefined;
  if (uri === undefined || rule === undefined || !isRange(range)) throw wants(method, '{ uri: ADDRESS, rule: ID, range: RANGE }');
  return { uri, rule, range };
}

export function readAcceptanceParams(method: string, params: unknown): PrepareAcceptanceParams {
  return { ...readFindingParams(method, params), reason: text(params, 'reason') ?? '', owner: text(params, 'owner') ?? '', until: text(params, 'until') ?? '' };
}

function isRange(value: unknown): value is Range { return isFields(value) && isPosition(value['start']) && isPosition(value['end']); }
function isPosition(value: unknown): boolean { return isFields(value) && typeof value['line'] === 'number' && typeof value['character'] === 'number'; }

function strings(params: unknown, key: string): string[] { return list(params, key).filter((value): value is string => typeof value === 'string'); }

function wants(method: string, what: string): ResponseError<void> { return new ResponseError(ErrorCodes.InvalidParams, `${method} wants ${what}.`); }
