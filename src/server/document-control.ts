import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { approvalSentence, changedSentence, noHistorySentence, reasonSentence, signatureSentence } from '../control/words.js';
import type { Choices, Meaning, Plan, Wish } from '../control/approving.js';
import type { ApprovalChoicesResult, ApprovalChoicesParams, ContentParams, HistoryEntry, HistoryResult, PrepareApprovalResult, RegisterRoot, RegisterRow } from '../protocol.js';
import { kindsOf } from '../sms/kinds.js';
import { labelOf } from '../sms/naming.js';
import type { CheckResult } from '../session/session.js';
import type { Approval, DocumentControl, Reason, Timeline, TimelineEntry } from '../sms/control.js';
import { dayOf, isHistory, type History, type NoHistory } from '../sms/history.js';
import { told, type Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';

/** One SMS of the workspace with its last result and the revision of its register. `address`: of a file of it. */
export interface Checked { uri: string; result: CheckResult; register: number; address(file: string): string }

/** The register of controlled documents, in order of files. */
export function toRegister({ uri, result, register, address }: Checked, language: Language): RegisterRoot {
  const { control, model, config, today, historyNotes } = result;
  return { uri, types: [...new Set(model.items.map(({ type }) => type))].sort(), revision: register, organization: config.organization, today, notes: [...historyNotes], documents: [...control.documents.values()].map(document => toRow(document, model, address, language)) };
}

function toRow(document: DocumentControl, model: Model, address: Checked['address'], language: Language): RegisterRow {
  const { id, kind, title, file, inForce, due, approval, changedSinceApproval, owner, approver } = document;
  const { version, status, approvedOn, effectiveFrom, reviewedOn, nextReview, committed, classification } = document;
  const start = { line: 0, character: 0 };
  return {
    id, title, kind, kindName: language.text(`kind.${kind}`, kindsOf(model.config).get(kind)?.name ?? kind), uri: address(file), range: model.item(id)?.idRange ?? { start, end: start }, inForce, due,
    ...(!inForce && document.versionInForce !== undefined && { versionInForce: document.versionInForce }),
    ...(version !== undefined && { version }), ...(status !== undefined && { status }),
    ...(owner !== undefined && { owner: fullName(model, owner) }), ...(approver !== undefined && { approver: fullName(model, approver) }),
    ...(approvedOn !== undefined && { approvedOn }), ...(effectiveFrom !== undefined && { effectiveFrom }), ...(reviewedOn !== undefined && { reviewedOn }),
    ...(nextReview !== undefined && { nextReview }), ...(committed !== undefined && { committed }), ...(classification !== undefined && { classification }),
    // The reason that decides; what else there is stands in the history.
    ...(approval && { approval: { state: approval.state, sentence: approval.reasons[0] ? sentenceIn(approval.reasons[0], model, language) : '' } }),
    ...(changedSinceApproval && { changedSinceApproval: changedSentence(changedSinceApproval, language) }),
    ...several('supersedes', document.supersedes), ...several('supersededBy', document.supersededBy), ...several('obsoleteCopies', document.obsoleteCopies),
  };
}

function several<K extends string>(key: K, values: readonly string[]): { [P in K]?: string[] } { return values.length === 0 ? {} : { [key]: [...values] } as { [P in K]: string[] }; }

/** The life of a document. `root`: address of its SMS, for the texts of the past. */
export function toHistory({ document, entries, remarks }: Timeline, checked: Checked, language: Language): HistoryResult {
  const { historyNotes, model } = checked.result;
  const claims = entries.length > 0 ? [language.text('history.claimed', 'Names and dates are as the commits claim them.')] : [];
  return {
    title: document.title, notes: [...historyNotes, ...claims, ...remarks.map(remark => sentenceIn(remark, model, language))],
    entries: entries.map((entry, at) => toEntry(entry, entries.slice(at + 1).find(({ revision }) => revision), checked, language)),
  };
}

/** `older`: the entry before it that knows what the document held. */
function toEntry(entry: TimelineEntry, older: TimelineEntry | undefined, { uri: root, result: { model }, address }: Checked, language: Language): HistoryEntry {
  const { commit: { id: commit, author, committer, changes }, revision, change, approvals, signature } = entry;
  const held = revision ?? (change === 'record' ? older?.revision : undefined);
  const did = change === 'record' ? undefined : changes.find(({ file }) => file === (revision ?? older?.revision)?.file), [before] = did?.before ?? [];
  return {
    commit, author: author.name, email: author.email, on: dayOf(author.at), subject: entry.subject, change,
    ...(committer.email !== author.email || committer.name !== author.name ? { committer: `${committer.name} <${committer.email}>` } : {}),
    ...(revision?.version !== undefined && { version: revision.version }), ...(revision?.status !== undefined && { status: revision.status }),
    approvals: approvals.map(approval => ({
      title: titleOf(approval, model, language), state: approval.state, sentence: approvalSentence(approval, model, language),
      ...(approval.record && model.paths.has(approval.record.file) && { record: address(approval.record.file) }),
    })),
    trailers: entry.trailers.map(({ key, value }) => ({ key, value })), signature: { state: signature.state, sentence: signatureSentence(signature, language) }, tags: [...entry.tags],
    ...(entry.movedFrom !== undefined && { movedFrom: entry.movedFrom }),
    ...(held && { content: { root, file: held.file, blob: held.blob } }), ...(did && before !== undefined && { before: { root, file: entry.movedFrom ?? did.file, blob: before } }),
  };
}

/** `1.4 approved by Lena Maas as Service director`: as on the command line, without ids. */
function titleOf({ version, meaning, person, party, role }: Approval, model: Model, language: Language): string {
  return language.text('approval.title', '{version} {approved}{by}{for}{as}', {
    version: version === '' ? language.text('approval.no-version', 'without a version') : version, approved: doneWord(meaning, language),
    by: person === undefined ? '' : language.text('approval.by', ' by {person}', { person: titleIn(model, person) }),
    for: party === undefined ? '' : language.text('approval.for', ' for {party}', { party: titleIn(model, party) }),
    as: role === undefined ? '' : language.text('approval.as', ' as {role}', { role: titleIn(model, role) }),
  });
}

function doneWord(meaning: Approval['meaning'], language: Language): string {
  switch (meaning) {
    case 'approved': return language.text('approval.approved', 'approved');
    case 'reviewed': return language.text('approval.reviewed', 'reviewed');
    case 'agreed': return language.text('approval.agreed', 'agreed to');
    case 'withdrawn': return language.text('approval.withdrawn', 'withdrawn');
  }
}

function sentenceIn(reason: Reason, model: Model, language: Language): string { return reasonSentence(reason, id => model.item(id)?.title, language); }

/** `history`: of the SMS. Where git cannot be asked at all, that is why nobody knows who is at the keyboard. */
export function toChoices(choices: Choices, id: string, history: History | NoHistory, language: Language): ApprovalChoicesResult {
  if (!choices.ok) return { title: id, meanings: [], refusal: choices.code === 'no-identity' && !isHistory(history) && history.reason !== 'no-commits' ? noHistorySentence(history, language) : String(told(language, choices.words)) };
  const { title, version, status, person, meanings, effectiveFrom } = choices;
  return {
    title, version, status, person: { id: person.id, name: person.name },
    meanings: meanings.map(({ meaning, version: resulting, roles, refusal }) => ({
      meaning, roles: roles.map(role => ({ id: role.id, title: role.title })), ...(meaning === 'approved' && { effectiveFrom }),
      ...(refusal === undefined ? { version: resulting } : refusal.code === 'version-needed' ? { versionWanted: true } : { version: resulting, refusal: String(told(language, refusal.words)) }),
    })),
  };
}

export function toPrepared(plan: Plan, address: Checked['address'], language: Language): PrepareApprovalResult {
  if (!plan.ok) return { ok: false, sentence: String(told(language, plan.words)) };
  const { file, artefactText, record, commitMessage, lines } = plan;
  return { ok: true, artefact: { uri: address(file), text: artefactText }, record: { uri: address(record.file), text: record.text }, commitMessage, lines: [...lines] };
}

/** Parameters that name a document; what is something else is refused with a sentence. */
export function readDocumentParams(method: string, params: unknown): ApprovalChoicesParams {
  const { root, id } = strings(params);
  if (root === undefined || id === undefined) throw new ResponseError(ErrorCodes.InvalidParams, `${method} wants { root: ADDRESS, id: ID }.`);
  return { root, id };
}

export function readContentParams(method: string, params: unknown): ContentParams {
  const { root, file, blob } = strings(params);
  if (root === undefined || file === undefined || blob === undefined || !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(blob)) {
    throw new ResponseError(ErrorCodes.InvalidParams, `${method} wants { root: ADDRESS, file: FILE, blob: ID }.`);
  }
  return { root, file, blob };
}

const MEANINGS: readonly Meaning[] = ['approved', 'reviewed', 'agreed', 'withdrawn'];

export function readWish(method: string, params: unknown): Wish {
  const { meaning: given, role, effectiveFrom, comment, version, nextReview } = strings(params), meaning = MEANINGS.find(each => each === given);
  if (!meaning) throw new ResponseError(ErrorCodes.InvalidParams, `${method} wants { meaning: ${MEANINGS.join(' | ')} }.`);
  return {
    meaning, ...(role !== undefined && { role }), ...(effectiveFrom !== undefined && { effectiveFrom }), ...(comment !== undefined && { comment }),
    ...(version !== undefined && { version }), ...(nextReview !== undefined && { nextReview }),
  };
}

/** The fields of an object that are text. */
function strings(value: unknown): Partial<Record<string, string>> {
  return typeof value !== 'object' || value === null ? {} : Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** `Service director (ROLE-SD)`, or the id alone where nothing has it. */
function fullName(model: Model, id: string): string { return labelOf({ id, title: model.item(id)?.title ?? '' }); }

function titleIn(model: Model, id: string): string { return model.item(id)?.title || id; }
