import { visible } from '../sms/text.js';
import { approvalLine, approvalReasons } from './approval-words.js';
import type { Options } from './arguments.js';
import { harmless } from './escape.js';
import { approvalsOf, detailsOf, factsOf, findDocument, headOf, notesOn, type HistoryRun } from './history-entries.js';
import { historyJson, historyMarkdown } from './history-reports.js';
import type { Io } from './io.js';
import { painter, paragraph, wantsColour, type Painter } from './layout.js';
import { fullName, shortId } from './names.js';
import { todayWords, withDocuments } from './opening.js';
import { entryOf, remarksOn } from './register-entries.js';

/** `sms history`: writes the life of a document and gives the exit code; 2 where there is no such document, 3 where something could not be read. */
export function historyCommand(given: string, folder: string | undefined, options: Options, io: Io): Promise<number> {
  return withDocuments('history', folder, options, io, async asked => {
    const found = findDocument(given, asked, io.cwd), timeline = 'id' in found ? await asked.session.timeline(found.id) : undefined;
    if ('problem' in found || !timeline) {
      io.stderr(`${harmless(visible(`sms: ${'problem' in found ? found.problem : `${found.id} is no document.`}`))}\n`);
      return 2;
    }
    if (found.note !== undefined) io.stderr(`${harmless(visible(found.note))}\n`);
    const { root, result, todayGiven } = asked, run: HistoryRun = { root: root.name, result, commit: root.commit, todayGiven, timeline, entry: entryOf(timeline.document, result.model) };
    switch (options.text('format')) {
      case 'json': io.stdout(historyJson(run)); break;
      case 'md': io.stdout(historyMarkdown(run)); break;
      default: io.stdout(historyText(run, painter(wantsColour(io, options.on('no-color'))), io.isTTY ? io.columns : undefined));
    }
    for (const { file, reason } of result.incomplete) io.stderr(`${harmless(visible(`sms: Not everything could be read. ${file ?? 'The SMS'}: ${reason}`))}\n`);
    return result.incomplete.length > 0 ? 3 : 0;
  });
}

function historyText(run: HistoryRun, paint: Painter, width: number | undefined): string {
  const { result, timeline: { document, entries }, entry, commit, todayGiven } = run, { model } = result, approvals = approvalsOf(run), notes = notesOn(run);
  const lines = (indent: number, text: string): string[] => paragraph(visible(text), width, indent).map(harmless);
  const ofState = { evidenced: paint.good, claimed: (text: string) => text, contradicted: (text: string) => paint.grade('major', text) };
  return [
    ...lines(0, fullName(document)).map(paint.bold), ...lines(0, document.file).map(paint.dim), ...lines(0, factsOf(entry).join(' · ')),
    ...(entry.changed === undefined ? [] : lines(0, entry.changed).map(ofState.contradicted)), ...remarksOn(document).flatMap(remark => lines(0, `${remark}.`)), '',
    paint.bold('Approvals, agreements and reviews'),
    ...(approvals.length === 0 ? ['  None is claimed or recorded.'] : approvals.flatMap(approval => [
      ...lines(2, approvalLine(approval, model)).map(ofState[approval.state]), ...approvalReasons(approval, model).flatMap(reason => lines(6, reason)),
      ...(approval.comment === undefined || approval.comment === '' ? [] : lines(6, `"${approval.comment}"`)),
      ...(approval.record ? lines(6, [approval.record.file, ...(approval.commit === undefined ? [] : [`commit ${shortId(approval.commit)}`])].join(' · ')).map(paint.dim) : []),
    ])), '',
    ...(entries.length === 0 ? [] : [paint.bold('What happened, the newest first; names and days are as the commits claim them'), ...entries.flatMap(each => [
      ...lines(2, headOf(each)), ...each.approvals.flatMap(approval => lines(6, approvalLine(approval, model)).map(ofState[approval.state])), ...detailsOf(each).flatMap(detail => lines(6, detail)).map(paint.dim),
    ]), '']),
    ...(notes.length === 0 ? [] : [paint.bold('History'), ...notes.flatMap(note => lines(2, note)), '']),
    ...lines(0, `As of ${result.today} (${todayWords(result, commit, todayGiven)}).`).map(paint.bold),
  ].join('\n').concat('\n');
}
