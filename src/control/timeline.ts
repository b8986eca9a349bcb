import { dayOf, isHistory, type CommitMessage, type HistorySource, type Signature, type Tag } from '../sms/history.js';
import type { Approval, Control, Reason, Revision, Timeline, TimelineEntry } from '../sms/control.js';
import { compareText } from '../sms/text.js';
import { blobsOf, broughtBy, judge, readable, reason } from './approvals.js';
import { benchOf, type Desk } from './document-control.js';
import type { Step } from './threads.js';

const SILENT: CommitMessage = { message: '', trailers: [], signed: false };
const UNCHECKED: Signature = { state: 'cannot-check', detail: 'the commit could not be read' };

/**
 * The life of one document, newest first: every commit that touched it or brought a record about it, what that did, who signed, and what the
 * approvals are worth. `source` gives messages and signatures. Undefined for an id that is no document. Without a history there are no entries.
 */
export async function timelineOf(id: string, { documents }: Control, desk: Desk, source: HistorySource | undefined): Promise<Timeline | undefined> {
  const { model, history, threads } = desk, document = model.artefact(model.item(id)?.id ?? id);
  const control = document && documents.get(document.id);
  if (!document || !control) return undefined;
  if (!threads || !isHistory(history) || !source) return { document: control, entries: [], tags: [], remarks: [] };

  const bench = await benchOf(document, desk, true), records = new Map<number, { step: Step; approvals: Approval[] }>();
  for (const record of bench.records) {
    const { step } = await broughtBy(record.artefact, threads, desk.contents);
    if (!step) continue;
    const known = records.get(step.at), approval = await judge(record, bench);
    if (known) known.approvals.push(approval); else records.set(step.at, { step, approvals: [approval] });
  }
  const own = new Map(bench.thread.steps.map(step => [step.at, step]));
  const places = [...new Set([...own.keys(), ...records.keys()])].sort((a, b) => a - b);
  const ids = places.flatMap(at => history.commits[at]?.id ?? []);
  const messages = await source.messages(ids), signed = ids.filter(commit => messages.get(commit)?.signed === true), signatures = await source.signatures(signed);
  const past = await desk.contents.past(blobsOf(bench.thread.steps));

  const released = new Map<number, string[]>(), byId = new Map(history.commits.map(({ id: commit }, at) => [commit, at]));
  for (const { name, commit } of [...history.tags].sort((a, b) => compareText(a.name, b.name))) {
    // A tag holds the latest of these states that came before it.
    const tagged = byId.get(commit), at = tagged === undefined ? undefined : places.find(place => own.has(place) && threads.isBefore(place, tagged));
    if (at !== undefined) released.set(at, [...released.get(at) ?? [], name]);
  }
  const entries = places.flatMap((at): TimelineEntry[] => {
    const commit = history.commits[at], step = own.get(at), approvals = records.get(at)?.approvals ?? [];
    if (!commit) return [];
    const { message, trailers, signed: isSigned } = messages.get(commit.id) ?? SILENT, after = step?.change.after, revision = readable(past, after);
    const signature: Signature = messages.has(commit.id) ? (isSigned ? signatures.get(commit.id) ?? UNCHECKED : { state: 'unsigned' }) : UNCHECKED;
    return [{
      commit, subject: message.split('\n', 1)[0] ?? '', trailers, signature, change: changeOf(step, past), approvals,
      tags: released.get(at) ?? [],
      ...(revision && revision.id !== '' && { revision: { ...revision, file: step?.change.file ?? revision.file } }), ...(step?.change.from !== undefined && { movedFrom: step.change.from }),
    }];
  });
  return { document: control, entries, tags: history.tags.filter(({ name }) => entries.some(({ tags }) => tags.includes(name))), remarks: [...datesThatDoNotFit(entries, desk), ...history.tags.flatMap(movedTag)] };
}

function changeOf(step: Step | undefined, past: ReadonlyMap<string, Revision>): TimelineEntry['change'] {
  if (!step) return 'record';
  const { change } = step;
  if (change.after === undefined) return 'deleted';
  if (change.before.length === 0) return 'created';
  const after = readable(past, change.after)?.digest;
  if (after === undefined || change.before.every(blob => readable(past, blob)?.digest !== after)) return 'content';
  return change.before.includes(change.after) ? 'moved' : 'lifecycle';
}

/** Commits whose dates cannot be: before the parent's, or after today. */
function datesThatDoNotFit(entries: readonly TimelineEntry[], { threads, today }: Desk): Reason[] {
  return entries.flatMap(({ commit }): Reason[] => {
    const parent = threads?.commit(commit.parents[0]), day = dayOf(commit.committer.at);
    if (parent && Date.parse(commit.committer.at) < Date.parse(parent.committer.at)) return [reason('date-before-parent', { commit: commit.id, day, other: dayOf(parent.committer.at) })];
    return day > today ? [reason('date-in-future', { commit: commit.id, day, today })] : [];
  });
}

/** A tag object carries its own name: under another one it was moved about. */
function movedTag({ name, nameInside, commit }: Tag): Reason[] {
  return nameInside === undefined || nameInside === name ? [] : [reason('tag-name-differs', { tag: name, other: nameInside, commit: commit })];
}
