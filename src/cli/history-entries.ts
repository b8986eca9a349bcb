import { signatureSentence } from '../control/words.js';
import type { CheckResult } from '../session/session.js';
import type { Approval, Timeline, TimelineEntry } from '../sms/control.js';
import { dayOf, type Who } from '../sms/history.js';
import type { Artefact } from '../sms/types.js';
import { nearest } from '../sms/text.js';
import { sentenceOf } from './approval-words.js';
import { plural } from './layout.js';
import type { SelectedCommit } from './moment.js';
import { fullName, shortId } from './names.js';
import type { DocumentsAsked } from './opening.js';
import { absolutePath, pathBelow } from './paths.js';
import { reviewWords, standing, type RegisterEntry } from './register-entries.js';

/** The life of one document, before it is written in one of the formats. */
export interface HistoryRun {
  root: string;
  result: CheckResult;
  commit: SelectedCommit | undefined;
  todayGiven: boolean;
  timeline: Timeline;
  entry: RegisterEntry;
}

/** The document that a user names by an id, an earlier id, an item in it, or its file. */
export function findDocument(given: string, { root, result: { model } }: Pick<DocumentsAsked, 'root' | 'result'>, cwd: string): { id: string; note?: string } | { problem: string } {
  const item = model.item(given), artefact = (item && model.artefact(item.artefact)) ?? artefactIn(given, root.folder, model.artefacts, cwd);
  if (artefact?.header === 'document') return { id: artefact.id, ...(item && item.path.length > 0 && { note: `${given} is a part of ${artefact.id}. This is the history of the whole.` }) };
  if (artefact) return { problem: `${artefact.id} is no document but a record or a list: it has no versions and no approvals of its own. What records say about a document stands in the history of the document.` };
  const documents = model.artefacts.filter(({ header }) => header === 'document'), meant = nearest(given, [...documents.map(({ id }) => id), ...documents.map(({ file }) => file)]);
  return { problem: `There is no document "${given}" in this SMS. ${meant === undefined ? 'sms register lists what there is.' : `Did you mean ${meant}?`}` };
}

/** By its file, seen from the folder the user is in, else from the root. */
export function artefactIn(given: string, folder: string, artefacts: readonly Artefact[], cwd: string): Artefact | undefined {
  const ways = [cwd, folder].map(from => pathBelow(folder, absolutePath(from, given))?.normalize('NFC'));
  return artefacts.find(({ file }) => file.normalize('NFC') === ways[0]) ?? artefacts.find(({ file }) => file.normalize('NFC') === ways[1]);
}

/** Everything that the header and the day say of the document. */
export function factsOf({ document, kindName, owner, approver }: RegisterEntry): string[] {
  const review = reviewWords(document);
  return [
    kindName, `version ${document.version ?? '–'}`, standing(document), ...(owner ? [`owner ${fullName(owner)}`] : []), ...(approver ? [`approver ${fullName(approver)}`] : []),
    ...(document.reviewedOn === undefined ? [] : [`reviewed on ${document.reviewedOn}`]), ...(review === '' ? [] : [`next review ${review}`]),
  ];
}

/** All that is recorded, the latest first; before it what only the header claims. */
export function approvalsOf({ timeline: { document } }: HistoryRun): Approval[] {
  return [...(document.approval && !document.approval.record ? [document.approval] : []), ...document.approvals];
}

/** `2026-02-12  1a2b3c4d5e6f  Lena Maas <lena@…>: header or progress changed; version 3.1, approved`. */
export function headOf({ commit: { id, author }, change, revision, movedFrom }: TimelineEntry): string {
  const did: Record<TimelineEntry['change'], string> = {
    created: 'created', content: 'content changed', lifecycle: 'header or progress changed', moved: 'moved', deleted: 'deleted', record: 'a record about it',
  };
  const now = change === 'record' || !revision ? [] : [[...(revision.version === undefined ? [] : [`version ${revision.version}`]), ...(revision.status === undefined ? [] : [revision.status])].join(', ')];
  return `${dayOf(author.at)}  ${shortId(id)}  ${whoWords(author)}: ${[did[change] + (movedFrom === undefined ? '' : ` (from ${movedFrom})`), ...now].filter(part => part !== '').join('; ')}`;
}

/** Whether another hand made the commit, what its message says, tags and signature. */
export function detailsOf({ commit: { author, committer }, subject, trailers, signature, tags }: TimelineEntry): string[] {
  return [
    ...(subject === '' ? [] : [`"${subject}"`]),
    ...(committer.name !== author.name || committer.email !== author.email ? [`committed by ${whoWords(committer)} on ${dayOf(committer.at)}`] : []),
    ...trailers.map(({ key, value }) => `${key}: ${value}`), ...(tags.length > 0 ? [`tagged ${tags.join(', ')}`] : []),
    ...(signature.state === 'unsigned' ? [] : [signatureSentence(signature)]),
  ];
}

export function whoWords({ name, email }: Who): string { return `${name} <${email}>`; }

/** What is to be known of the whole: dates that do not fit, where the history ends, signatures. */
export function notesOn({ result, timeline: { entries, remarks } }: HistoryRun): string[] {
  const unsigned = entries.filter(({ signature }) => signature.state === 'unsigned').length;
  return [
    ...remarks.map(remark => sentenceOf(remark, result.model)), ...result.historyNotes,
    ...(unsigned === 0 ? [] : unsigned === entries.length ? ['None of these commits is signed.'] : [`${plural(unsigned, 'commit')} of ${entries.length} ${unsigned === 1 ? 'is' : 'are'} not signed.`]),
  ];
}
