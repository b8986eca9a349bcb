import { l10n, MarkdownString, ThemeColor, ThemeIcon } from 'vscode';
import type { RegisterRow } from '../protocol.js';

/** How a document stands, the gravest first: each is a group of the Documents view. */
export const STATES = ['contradicted', 'overdue', 'due-soon', 'in-work', 'not-yet', 'in-force', 'retired'] as const;
export type State = typeof STATES[number];

/** What somebody must know of it first: one that is overdue and contradicted is contradicted. */
export function stateOf({ approval, changedSinceApproval, due, status, inForce }: RegisterRow): State {
  if (due === 'retired' || status === 'superseded' || status === 'withdrawn') return 'retired';
  if (approval?.state === 'contradicted' || changedSinceApproval !== undefined) return 'contradicted';
  if (due === 'overdue') return 'overdue';
  if (due === 'due-soon') return 'due-soon';
  if (status !== 'approved') return 'in-work';
  return inForce ? 'in-force' : 'not-yet';
}

export function titleOf(state: State): string {
  switch (state) {
    case 'contradicted': return l10n.t('Approval contradicted');
    case 'overdue': return l10n.t('Overdue for review');
    case 'due-soon': return l10n.t('Review due soon');
    case 'in-work': return l10n.t('In work (draft, in review)');
    case 'not-yet': return l10n.t('Approved, not in force yet');
    case 'in-force': return l10n.t('In force');
    case 'retired': return l10n.t('Withdrawn or superseded');
  }
}

const BAD = new ThemeColor('problemsErrorIcon.foreground'), WARN = new ThemeColor('problemsWarningIcon.foreground'), GOOD = new ThemeColor('testing.iconPassed');

export function iconOf(row: RegisterRow): ThemeIcon {
  switch (stateOf(row)) {
    case 'contradicted': return new ThemeIcon('error', BAD);
    case 'overdue': return new ThemeIcon('warning', WARN);
    case 'due-soon': return new ThemeIcon('clock', WARN);
    case 'in-work': return new ThemeIcon('edit');
    case 'not-yet': return new ThemeIcon('calendar');
    case 'in-force': return approvalIcon(row.approval?.state ?? 'claimed');
    case 'retired': return new ThemeIcon('archive');
  }
}

export function approvalIcon(state: 'evidenced' | 'claimed' | 'contradicted'): ThemeIcon {
  switch (state) {
    case 'evidenced': return new ThemeIcon('pass', GOOD);
    case 'claimed': return new ThemeIcon('question');
    case 'contradicted': return new ThemeIcon('error', BAD);
  }
}

export function approvalWord(state: 'evidenced' | 'claimed' | 'contradicted'): string {
  switch (state) {
    case 'evidenced': return l10n.t('evidenced');
    case 'claimed': return l10n.t('only claimed');
    case 'contradicted': return l10n.t('contradicted');
  }
}

export function statusWord(status: string | undefined): string {
  switch (status) {
    case undefined: return l10n.t('no status');
    case 'draft': return l10n.t('draft');
    case 'in-review': return l10n.t('in review');
    case 'approved': return l10n.t('approved');
    case 'superseded': return l10n.t('superseded');
    case 'withdrawn': return l10n.t('withdrawn');
    default: return status;
  }
}

/** What is due, in a few words; nothing where nothing can be. */
export function dueWords({ due, nextReview }: RegisterRow): string | undefined {
  if (nextReview === undefined || due === 'retired' || due === 'none') return undefined;
  return due === 'overdue' ? l10n.t('review was due {0}', nextReview) : l10n.t('next review {0}', nextReview);
}

/** For screen readers, who see neither icon nor group. */
export function spoken(row: RegisterRow): string {
  return [
    row.title, row.id, row.version !== undefined ? l10n.t('version {0}', row.version) : l10n.t('no version'), statusWord(row.status),
    row.status === 'approved' && row.approval ? l10n.t('approval {0}', approvalWord(row.approval.state)) : undefined,
    row.changedSinceApproval !== undefined ? l10n.t('changed since it was approved') : undefined,
    row.due === 'overdue' ? l10n.t('review overdue since {0}', row.nextReview ?? '') : row.due === 'due-soon' ? l10n.t('review due soon, on {0}', row.nextReview ?? '') : dueWords(row),
  ].filter(part => part !== undefined).join(', ');
}

/** Everything that the register knows of a document. */
export function details(row: RegisterRow): MarkdownString {
  const version = row.version !== undefined ? l10n.t('version {0}', row.version) : l10n.t('no version');
  const fields = ([
    [l10n.t('Owner'), row.owner], [l10n.t('Approver'), row.approver], [l10n.t('Approved on'), row.approvedOn], [l10n.t('In force from'), row.effectiveFrom],
    [l10n.t('Supersedes'), row.supersedes?.join(', ')], [l10n.t('Superseded by'), row.supersededBy?.join(', ')], [l10n.t('An earlier content stands in'), row.obsoleteCopies?.join(', ')],
    [l10n.t('Last review'), row.reviewedOn], [row.due === 'overdue' ? l10n.t('Next review (overdue)') : l10n.t('Next review'), row.nextReview], [l10n.t('Classification'), row.classification],
  ] as const).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [escaped(`${name}: ${value}`)]));
  const committed = row.committed === 'new' ? l10n.t('It is not committed yet.') : row.committed === 'changed' ? l10n.t('It has changes that are not committed.') : undefined;
  return paragraphs([
    `**${escaped(row.title)}**`, escaped([row.id, row.kindName, version, statusWord(row.status)].join(' · ')),
    row.versionInForce !== undefined ? escaped(l10n.t('Version {0} is in force.', row.versionInForce)) : undefined,
    row.approval && `${escaped(approvalWords(row))}  \n${sentence(row.approval.sentence)}`, row.changedSinceApproval && sentence(row.changedSinceApproval), committed && escaped(committed), fields.join('  \n'),
  ]);
}

function approvalWords({ approval }: RegisterRow): string { return approval ? l10n.t('Approval: {0}', approvalWord(approval.state)) : ''; }

/** A text for a hover out of parts that are Markdown; what is empty is left out. */
export function paragraphs(parts: readonly (string | undefined)[]): MarkdownString { return new MarkdownString(parts.filter(part => part !== undefined && part !== '').join('\n\n')); }

/** What comes from files and commits is text in a hover, never markup or a link. (`appendText` would forbid line breaks between words.) */
export function escaped(text: string): string { return text.replace(/\s+/g, ' ').trim().replace(/[!-/:-@[-`{-~]/g, '\\$&'); }

/** A sentence of the server: what stands between backticks is code, and the name of a command is set off; the rest is text. */
export function sentence(text: string): string {
  return text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? `\`${part.replace(/\s+/g, ' ')}\`` : spaced(part, escaped(part).replace(/\\\*(\p{Lu}[^*\\]*…)\\\*/gu, '*$1*')))).join('');
}

/** `escaped` takes away spaces at both ends; between code they count. */
function spaced(before: string, after: string): string { return `${/^\s/.test(before) ? ' ' : ''}${after}${/\S\s$/.test(before) ? ' ' : ''}`; }

/** A sentence of the server where only plain text is shown: messages, quick picks, notes of a view. */
export function plain(text: string): string { return text.replace(/`([^`]+)`/g, '$1').replace(/\*(\p{Lu}[^*]*…)\*/gu, '$1'); }
