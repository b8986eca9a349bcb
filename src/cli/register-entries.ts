import { changedSentence, straySentence } from '../control/words.js';
import type { CheckResult } from '../session/session.js';
import type { Approval, DocumentControl } from '../sms/control.js';
import { kindsOf } from '../sms/kinds.js';
import type { Model } from '../sms/model.js';
import { visible } from '../sms/text.js';
import { decidingSentence } from './approval-words.js';
import { plural } from './layout.js';
import type { SelectedCommit } from './moment.js';
import { namedIn, shortId, type Named } from './names.js';
import { todayWords } from './opening.js';

/** The register of one SMS, before it is written in one of the formats. */
export interface RegisterRun {
  root: string;
  result: CheckResult;
  commit: SelectedCommit | undefined;
  todayGiven: boolean;
  /** What --due asked for; without it all are wanted. */
  due: string | undefined;
  /** How many documents there are, wanted or not. */
  all: number;
  documents: readonly RegisterEntry[];
}

/** A controlled document with its names and sentences. */
export interface RegisterEntry {
  document: DocumentControl;
  kindName: string;
  owner: Named | undefined;
  approver: Named | undefined;
  /** What the approval of its version is worth, with the sentence of the reason that decides. */
  worth: { state: Approval['state']; sentence: string } | undefined;
  /** That its content is no longer what was approved, in a sentence. */
  changed: string | undefined;
}

export function entryOf(document: DocumentControl, model: Model): RegisterEntry {
  const { approval, changedSinceApproval, owner, approver } = document;
  return {
    document, kindName: kindsOf(model.config).get(document.kind)?.name ?? document.kind, owner: owner === undefined ? undefined : namedIn(model, owner), approver: approver === undefined ? undefined : namedIn(model, approver),
    worth: approval && { state: approval.state, sentence: decidingSentence(approval, model) },
    changed: changedSinceApproval && changedSentence(changedSinceApproval),
  };
}

/** How it stands, in the words of its header and whether it applies today. */
export function standing({ status = 'no status', inForce }: DocumentControl): string { return inForce ? 'in force' : status === 'in-review' ? 'in review' : status; }

/** `2026-02-12 overdue`. */
export function reviewWords({ nextReview, due }: DocumentControl): string {
  if (nextReview === undefined || due === 'none' || due === 'retired') return '';
  return nextReview + (due === 'overdue' ? ' overdue' : due === 'due-soon' ? ' due soon' : '');
}

/** What else is to be known of a document: relations, copies, what is not committed. Without the full stop. */
export function remarksOn({ committed, supersedes, supersededBy, obsoleteCopies, inForce, versionInForce, status, effectiveFrom }: DocumentControl): string[] {
  return [
    ...(versionInForce !== undefined && !inForce ? [`Version ${versionInForce} is in force`] : []),
    ...(committed === 'changed' ? ['It has changes that are not committed'] : committed === 'new' ? ['It is not committed yet'] : []),
    ...(status === 'approved' && !inForce && supersededBy.length === 0 && effectiveFrom !== undefined ? ['It is approved and not in force yet'] : []),
    ...(supersedes.length > 0 ? [`It supersedes ${supersedes.join(', ')}`] : []), ...(supersededBy.length > 0 ? [`It is superseded by ${supersededBy.join(', ')}`] : []),
    ...(obsoleteCopies.length > 0 ? [`An earlier content of it stands in ${obsoleteCopies.join(', ')}`] : []),
  ];
}

/** `2026-02-12 by Lena Maas (commit 1a2b3c4d5e6f)`. */
export function lastChange({ changed }: DocumentControl): string { return changed === undefined ? '' : `${changed.on} by ${changed.by} (commit ${shortId(changed.commit)})`; }

/** What is to be known of the history, and the records that are about nothing. */
export function straysAndNotes({ historyNotes, control }: CheckResult): string[] { return [...historyNotes, ...control.strays.map(straySentence)]; }

/** The last line: how many of those that are shown, as of when, whose. */
export function summary({ documents, all, due, result, commit, todayGiven }: RegisterRun): string {
  const count = (state: Approval['state']): number => documents.filter(({ worth }) => worth?.state === state).length, overdue = documents.filter(({ document }) => document.due === 'overdue').length;
  return [
    `${due === undefined ? plural(all, 'document') : `${documents.length} of ${plural(all, 'document')} (--due ${due})`}: ${overdue} overdue for review; approvals ${count('evidenced')} evidenced, ${count('claimed')} claimed, ${count('contradicted')} contradicted.`,
    `As of ${result.today} (${todayWords(result, commit, todayGiven)}).`, ...(result.config.organization === '' ? [] : [visible(result.config.organization).replace(/(?<!\.)$/, '.')]),
  ].join(' ');
}
