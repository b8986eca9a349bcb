import { span } from '../evidence/desk.js';
import { markdownBlocks } from '../evidence/markdown.js';
import { findingsOnce, hopState, traceBlocks, traceSummary, type Trace, type TraceHop, type TracePlace } from '../evidence/trace.js';
import type { Rule } from '../rules/rule.js';
import { traceRecord } from '../session/tracing.js';
import { FORMAT } from '../sms/config.js';
import { ENGLISH } from '../sms/language.js';
import { labelOf } from '../sms/naming.js';
import { visible } from '../sms/text.js';
import type { Options } from './arguments.js';
import { harmless, jsonText } from './escape.js';
import type { Io } from './io.js';
import { TOOL } from './json-report.js';
import { painter, paragraph, row, wantsColour, type Painter } from './layout.js';
import { commitFacts } from './moment.js';
import { historyFacts, todayWords, withDocuments, type DocumentsAsked } from './opening.js';

/** `sms trace`: writes the thread of a record and gives the exit code; 2 where there is no such record, 3 where a hop is missing or something could not be read. */
export function traceCommand(given: string, folder: string | undefined, options: Options, io: Io, rules: readonly Rule[]): Promise<number> {
  return withDocuments('trace', folder, options, io, async asked => {
    const found = await traceRecord(asked, given), { result } = asked, tell = (line: string): void => { io.stderr(`${harmless(visible(line))}\n`); };
    if (!('trace' in found)) {
      tell('other' in found ? `sms: ${found.other.id} is no record, so that there is no thread to follow. ${asked.result.control.documents.has(found.other.id) ? `sms history ${found.other.id} tells its life.` : 'sms trace takes incidents, requests, problems, changes, complaints, nonconformities and other records.'}`
        : `sms: There is no record "${given}" in this SMS.${found.meant === undefined ? '' : ` Did you mean ${found.meant}?`}`);
      return 2;
    }
    const { trace } = found;
    switch (options.text('format')) {
      case 'json': io.stdout(traceJson(trace, asked)); break;
      case 'md': io.stdout(traceMarkdown(trace, asked)); break;
      default: io.stdout(traceText(trace, asked, painter(wantsColour(io, options.on('no-color'))), io.isTTY ? io.columns : undefined));
    }
    for (const { file, reason } of result.incomplete) tell(`sms: Not everything could be read. ${file ?? 'The SMS'}: ${reason}`);
    return !trace.complete || result.incomplete.length > 0 ? 3 : 0;
  }, { rules });
}

function textOf({ text }: TraceHop, finding: TraceHop['finding']): string {
  const said = text.map(span => span.text).join('');
  return finding ? `${said}${said.endsWith('.') ? '' : '.'} ${finding.text}` : said;
}

function placesOf({ places }: TraceHop): string[] { return [...new Set(places.map(placeText))]; }

function placeText({ file, line }: TracePlace): string { return line === undefined ? file : `${file}:${line}`; }

function headOf({ kindName, place }: Trace): string { return `${kindName} · ${placeText(place)}`; }

function dayWords({ day }: Trace): string { return day === undefined ? 'It does not say when it began: what was in force is that of today.'
  : `Targets, roles and documents are those of ${day}, when it began.`; }

const MARGIN = 2, STATE = 20, HOP = 30, WIDEST = 160;

function traceText(trace: Trace, { result, root: { commit }, todayGiven }: DocumentsAsked, paint: Painter, width: number | undefined): string {
  const lines = (indent: number, text: string): string[] => paragraph(visible(text), width, indent).map(harmless), space = ' '.repeat(MARGIN);
  const painted = (hop: TraceHop, text: string): string => (hop.state === 'missing' ? paint.grade('major', text) : hop.state === 'answered'
    ? paint.grade('minor', text) : hop.state === 'there' ? paint.good(text) : paint.dim(text));
  const rest = Math.max(30, Math.min(width ?? WIDEST, WIDEST) - MARGIN - STATE - HOP - 4), indent = MARGIN + STATE + HOP + 4, findings = findingsOnce(trace);
  return [
    ...lines(0, labelOf(trace)).map(paint.bold), ...lines(0, headOf(trace)).map(paint.dim), ...lines(0, dayWords(trace)), '',
    ...trace.hops.flatMap(hop => [
      ...row([hopState(hop.state, ENGLISH).text, `${hop.title}${hop.clauses.length === 0 ? '' : ` (${hop.clauses.join(', ')})`}`,
        visible(textOf(hop, findings.get(hop.key)))], [STATE, HOP, rest],
        (text, column) => (column === 0 ? painted(hop, text) : text)).map(line => harmless(space + line)),
      ...placesOf(hop).flatMap(place => lines(indent, place)).map(paint.dim),
    ]), '',
    ...(trace.events.length === 0 ? [] : [paint.bold('What happened when'),
      ...trace.events.flatMap(({ day, time, text }) => lines(MARGIN, `${day} ${time ?? '     '}  ${text}`)), '']),
    ...lines(0, traceSummary(trace, ENGLISH)).map(text => (trace.complete ? paint.good(text) : paint.grade('major', text))),
    ...lines(0, `As of ${result.today} (${todayWords(result, commit, todayGiven)}).`).map(paint.bold),
  ].join('\n').concat('\n');
}

/** The same blocks as in a pack. */
function traceMarkdown(trace: Trace, { result, root: { commit }, todayGiven }: DocumentsAsked): string {
  const foot = { type: 'note' as const, text: [span(`${headOf(trace)}. As of ${result.today} (${todayWords(result, commit, todayGiven)}).`)] };
  return markdownBlocks(labelOf(trace), [...traceBlocks(trace, ENGLISH), foot], ENGLISH);
}

/** For programs, described by schemas/reports/trace.json. */
function traceJson(trace: Trace, { root, result }: DocumentsAsked): string {
  const { hops, ...others } = trace;
  return jsonText({
    format: FORMAT, tool: TOOL, root: root.name, organization: result.config.organization, todayFrom: result.todayFrom, ...commitFacts(root.commit),
      history: historyFacts(result, root.commit), incomplete: result.incomplete,
    ...others, hops: hops.map(({ text, ...hop }) => ({ ...hop, text: text.map(span => span.text).join('') })),
  });
}
