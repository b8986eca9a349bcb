import { signatureSentence } from '../control/words.js';
import type { TimelineEntry } from '../sms/control.js';
import { FORMAT } from '../sms/config.js';
import type { Model } from '../sms/model.js';
import { approvalFacts, approvalLine, approvalReasons, reasonFacts } from './approval-words.js';
import { jsonText } from './escape.js';
import { approvalsOf, detailsOf, factsOf, headOf, notesOn, type HistoryRun } from './history-entries.js';
import { TOOL } from './json-report.js';
import { commitFacts } from './moment.js';
import { fullName } from './names.js';
import { historyFacts, todayWords } from './opening.js';
import { remarksOn } from './register-entries.js';
import { documentFacts, markdownText } from './register-reports.js';

/** The life of a document for programs, described by schemas/reports/history.json. */
export function historyJson(run: HistoryRun): string {
  const { root, result, commit, timeline, entry } = run, { model } = result;
  return jsonText({
    format: FORMAT, tool: TOOL, root, organization: result.config.organization, today: result.today, todayFrom: result.todayFrom,
    ...commitFacts(commit), history: historyFacts(result, commit), incomplete: result.incomplete,
    document: documentFacts(entry, model), approvals: timeline.document.approvals.map(approval => approvalFacts(approval, model)),
    entries: timeline.entries.map(each => entryFacts(each, model)), tags: timeline.tags, remarks: timeline.remarks.map(remark => reasonFacts(remark, model)),
  });
}

function entryFacts({ commit: { id, parents, author, committer }, subject, trailers, signature, revision, movedFrom, change, approvals, tags }: TimelineEntry, model: Model): unknown {
  return {
    commit: id, parents, author, committer, subject, trailers, signature: { ...signature, sentence: signatureSentence(signature) }, change, ...(movedFrom !== undefined && { movedFrom }),
    ...(revision && { revision }), approvals: approvals.map(approval => approvalFacts(approval, model)), tags,
  };
}

/** The life of a document for a wiki. */
export function historyMarkdown(run: HistoryRun): string {
  const { result, timeline: { document, entries }, entry, commit, todayGiven } = run, { model } = result, approvals = approvalsOf(run);
  const item = (line: string, below: readonly string[]): string[] => [`- ${markdownText(line)}`, ...below.map(each => `  - ${markdownText(each)}`)];
  return [
    `# ${markdownText(fullName(document))}`, '', markdownText([document.file, ...factsOf(entry)].join(' · ')), '',
    ...[...(entry.changed === undefined ? [] : [entry.changed]), ...remarksOn(document).map(remark => `${remark}.`)].flatMap(remark => [markdownText(remark), '']),
    '## Approvals, agreements and reviews', '',
    ...(approvals.length === 0 ? ['None is claimed or recorded.'] : approvals.flatMap(approval => item(approvalLine(approval, model), [
      ...approvalReasons(approval, model), ...(approval.comment === undefined || approval.comment === '' ? [] : [`"${approval.comment}"`]), ...(approval.record ? [approval.record.file] : []),
    ]))), '',
    ...(entries.length === 0 ? [] : ['## What happened, the newest first', '', ...entries.flatMap(each => item(headOf(each), [...each.approvals.map(approval => approvalLine(approval, model)), ...detailsOf(each)])), '']),
    ...notesOn(run).flatMap(note => [markdownText(note), '']), markdownText(`As of ${result.today} (${todayWords(result, commit, todayGiven)}).`), '',
  ].join('\n');
}
