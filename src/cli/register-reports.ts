import { FORMAT } from '../sms/config.js';
import { isHistory } from '../sms/history.js';
import type { Model } from '../sms/model.js';
import { visible } from '../sms/text.js';
import { approvalFacts } from './approval-words.js';
import { jsonText } from './escape.js';
import { TOOL } from './json-report.js';
import { commitFacts } from './moment.js';
import { titleOf } from './names.js';
import { historyFacts } from './opening.js';
import { lastChange, remarksOn, reviewWords, standing, straysAndNotes, summary, type RegisterEntry, type RegisterRun } from './register-entries.js';

/** The register for programs, described by schemas/reports/register.json. Days are `yyyy-mm-dd`. */
export function registerJson({ root, result, commit, due, documents }: RegisterRun): string {
  return jsonText({
    format: FORMAT, tool: TOOL, root, organization: result.config.organization, today: result.today, todayFrom: result.todayFrom,
    ...commitFacts(commit), history: historyFacts(result, commit), incomplete: result.incomplete,
    ...(due !== undefined && { filter: { due } }), documents: documents.map(entry => documentFacts(entry, result.model)),
    strays: result.control.strays,
  });
}

/** A document of the register for programs. */
export function documentFacts({ document, kindName, owner, approver, changed }: RegisterEntry, model: Model): unknown {
  const { approval, changedSinceApproval, changed: last } = document;
  const { id, kind, title, file, version, status, inForce, versionInForce, approvedOn, effectiveFrom, reviewedOn, nextReview, due, classification, supersedes, supersededBy, obsoleteCopies, committed } = document;
  // Undefined is left out by JSON.
  return {
    id, title, kind, kindName, file, version, status, inForce, versionInForce, owner, approver, approvedOn, effectiveFrom, reviewedOn, nextReview, due, classification,
    approval: approval && approvalFacts(approval, model), changedSinceApproval: changedSinceApproval && { ...changedSinceApproval, sentence: changed }, lastChange: last,
    committed, supersedes, supersededBy, obsoleteCopies,
  };
}

// ---- CSV ----

const COLUMNS: readonly (readonly [name: string, value: (entry: RegisterEntry, run: RegisterRun) => string | undefined])[] = [
  ['id', ({ document }) => document.id], ['title', ({ document }) => document.title], ['kind', ({ document }) => document.kind], ['file', ({ document }) => document.file],
  ['version', ({ document }) => document.version], ['status', ({ document }) => document.status], ['inForce', ({ document }) => (document.inForce ? 'yes' : 'no')],
  ['versionInForce', ({ document }) => document.versionInForce],
  ['owner', ({ owner }) => owner?.id], ['ownerTitle', ({ owner }) => owner?.title], ['approver', ({ approver }) => approver?.id], ['approverTitle', ({ approver }) => approver?.title],
  ['approvedOn', ({ document }) => document.approvedOn], ['effectiveFrom', ({ document }) => document.effectiveFrom], ['reviewedOn', ({ document }) => document.reviewedOn],
  ['nextReview', ({ document }) => document.nextReview], ['due', ({ document }) => document.due],
  ['approvedBy', ({ document: { approval } }, { result: { model } }) => (approval?.person === undefined ? undefined : model.item(approval.person)?.title ?? approval.person)],
  ['approvedAs', ({ document: { approval } }) => approval?.role],
  ['approval', ({ worth }) => worth?.state], ['approvalReason', ({ worth }) => worth?.sentence], ['approvalCommit', ({ document }) => document.approval?.commit],
  ['approvalRecord', ({ document }) => document.approval?.record?.file], ['changedSinceApproval', ({ changed }) => changed],
  ['lastChangeOn', ({ document }) => document.changed?.on], ['lastChangeBy', ({ document }) => document.changed?.by], ['lastChangeCommit', ({ document }) => document.changed?.commit],
  ['committed', ({ document }) => document.committed], ['supersedes', ({ document }) => document.supersedes.join(', ')], ['supersededBy', ({ document }) => document.supersededBy.join(', ')],
  ['obsoleteCopies', ({ document }) => document.obsoleteCopies.join(', ')], ['classification', ({ document }) => document.classification],
  ['asOf', (_, { result }) => result.today], ['commit', (_, { result: { control: { history } } }) => (isHistory(history) ? history.head : undefined)],
  ['history', (_, { result: { control: { history, unread } } }) => (!isHistory(history) ? 'none' : history.cut || unread.length > 0 ? 'cut' : 'whole')],
];

/**
 * RFC 4180 with a row of names; no cell is a formula for a spreadsheet. A byte order mark first, by which spreadsheets know that it is UTF-8. Each row
 * says of which day and commit it is: a file has no other place for it.
 */
export function registerCsv(run: RegisterRun): string {
  const rows = [COLUMNS.map(([name]) => name), ...run.documents.map(entry => COLUMNS.map(([, value]) => value(entry, run) ?? ''))];
  return `\ufeff${rows.map(cells => `${cells.map(csvCell).join(',')}\r\n`).join('')}`;
}

export function csvCell(text: string): string {
  const shown = visible(text), safe = /^\s*[=+\-@＝＋－＠]/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

// ---- Markdown ----

/** A table for a wiki, and below it what is to be known of the history. */
export function registerMarkdown(run: RegisterRun): string {
  const head = ['Id', 'Title', 'Kind', 'Version', 'Status', 'Owner', 'Approver', 'Approved on', 'In force from', 'Reviewed on', 'Next review', 'Approval', 'Last change', 'Classification', 'Remarks'];
  const rows = run.documents.map(({ document, kindName, owner, approver, worth, changed }) => [
    document.id, document.title, kindName, document.version ?? '', standing(document), titleOf(owner), titleOf(approver), document.approvedOn ?? '', document.effectiveFrom ?? '', document.reviewedOn ?? '',
    reviewWords(document), worth ? `${worth.state}: ${worth.sentence}` : '', lastChange(document), document.classification ?? '',
    [...(changed === undefined ? [] : [changed]), ...remarksOn(document).map(remark => `${remark}.`)].join(' '),
  ]);
  return [
    markdownRow(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(cells => markdownRow(cells.map(markdownText))), '',
    ...straysAndNotes(run.result).map(note => `- ${markdownText(note)}`), ...(straysAndNotes(run.result).length > 0 ? [''] : []), markdownText(summary(run)), '',
  ].join('\n');
}

function markdownRow(cells: readonly string[]): string { return `| ${cells.join(' | ')} |`; }

/** Text that Markdown takes for nothing but text, in a paragraph or a cell of a table. */
export function markdownText(text: string): string { return visible(text).replace(/[\\`*_[\]<>|~&#]/g, '\\$&'); }
