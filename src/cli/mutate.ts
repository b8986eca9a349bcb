import { markdownBlocks } from '../evidence/markdown.js';
import { clauseCounts, kindCounts, mutationBlocks, mutationNotes, mutationSummary, placeOf, whyText } from '../mutation/blocks.js';
import { OPERATORS } from '../mutation/operators.js';
import { countOf, countsBy, type Count, type Mutation } from '../mutation/score.js';
import { readUserFile } from '../node/disk.js';
import { writeFiles } from '../node/write.js';
import type { Rule } from '../rules/rule.js';
import { mutate } from '../session/mutating.js';
import { FORMAT } from '../sms/config.js';
import { groupBy } from '../sms/data.js';
import { ENGLISH, told } from '../sms/language.js';
import { nearest, visible } from '../sms/text.js';
import type { Options } from './arguments.js';
import { harmless, jsonText } from './escape.js';
import type { Io } from './io.js';
import { TOOL } from './json-report.js';
import { columnsOf, painter, paragraph, row, wantsColour, type Painter } from './layout.js';
import { historyFacts, todayWords, withDocuments, type DocumentsAsked } from './opening.js';
import { absolutePath } from './paths.js';

/** Enough of each operator to see what the rules make of it. */
const MOST = 400;

/**
 * `sms mutate`: makes faults in copies of an SMS in memory and tells which of them the rules in force notice. Gives the exit code: 2 where there is nothing to
 * try, 3 where the SMS was not checked to its end, so that nobody could say what a fault adds. What went unnoticed changes no exit code.
 */
export function mutateCommand(folder: string | undefined, options: Options, io: Io, rules: readonly Rule[]): Promise<number> {
  const tell = (line: string): void => { io.stderr(`${harmless(visible(line))}\n`); }, refuse = (problem: string): number => { tell(`sms: ${problem}`); return 2; };
  const wished = options.text('max'), max = wished === undefined ? MOST : Number(wished), names = options.text('operator')?.split(',').map(name => name.trim());
  if (!Number.isInteger(max) || max < 1) return Promise.resolve(refuse(`--max takes a whole number of 1 or more, not "${wished ?? ''}".`));
  const unknown = names?.find(name => !OPERATORS.some(({ id }) => id === name));
  if (unknown !== undefined) {
    const meant = nearest(unknown, OPERATORS.map(({ id }) => id));
    return Promise.resolve(refuse(`There is no operator "${unknown}".${meant === undefined ? ` There are: ${OPERATORS.map(({ id }) => id).join(', ')}.` : ` Did you mean ${meant}?`}`));
  }
  return withDocuments('mutate', folder, options, io, async asked => {
    const { result, parser } = asked;
    if (result.error === 'nothing') return refuse('There is no document here in which a fault could be made.');
    if (result.incomplete.length > 0) {
      for (const { file, reason } of result.incomplete) tell(`sms: ${file === undefined ? '' : `${file}: `}${reason}`);
      tell('sms: Not everything could be checked, so that nobody can say what a fault adds to it. Nothing was tried.');
      return 3;
    }
    const progress = progressOn(io), operators = OPERATORS.filter(({ id }) => names?.includes(id) ?? true);
    const mutation = await mutate(asked, { parser, rules, now: io.now, operators, max, ...(progress && { progress: progress.told }) });
    progress?.done();
    return write(reportOf(mutation, asked, options, io), options.text('output'), io);
  }, { rules });
}

function reportOf(mutation: Mutation, asked: DocumentsAsked, options: Options, io: Io): string {
  const output = options.text('output'), isScreen = io.isTTY && (output === undefined || output === '-');
  switch (options.text('format')) {
    case 'json': return mutateJson(mutation, asked);
    case 'md': return mutateMarkdown(mutation, asked);
    default: return mutateText(mutation, asked, painter(isScreen && wantsColour(io, options.on('no-color'))), isScreen ? io.columns : undefined);
  }
}

/** A line that says how far it is, on a terminal alone. */
function progressOn(io: Io): { told(done: number, most: number): void; done(): void } | undefined {
  if (!io.isTTY) return undefined;
  let length = 0;
  return {
    told: (done, most) => {
      const line = `${done} of ${most} faults tried`;
      length = line.length;
      io.stderr(`\r${line}`);
    },
    done: () => { if (length > 0) io.stderr(`\r${' '.repeat(length)}\r`); },
  };
}

async function write(report: string, output: string | undefined, io: Io): Promise<number> {
  if (output === undefined || output === '-') { io.stdout(report); return 0; }
  const path = absolutePath(io.cwd, output), name = path.split(/[\\/]/).at(-1) ?? '', before = await readUserFile(path);
  const written = before.ok || before.reason === 'vanished' ? await writeFiles(path.slice(0, path.length - name.length), [{ file: name, before: before.ok ? before.text : undefined, after: report }]) : before;
  if (written.ok) return 0;
  io.stderr(`${harmless(visible(`sms: ${output} could not be written (${written.detail || written.reason}). Its folder must be there, and it must be a plain file.`))}\n`);
  return 2;
}

// ---- text ----

const FIGURE = 8, MARGIN = 2;

function mutateText(mutation: Mutation, { result, todayGiven }: DocumentsAsked, paint: Painter, width: number | undefined): string {
  const { mutants, operators } = mutation, lines = (indent: number, text: string): string[] => paragraph(visible(text), width, indent).map(harmless);
  const titles = new Map(operators.map(({ id, title }) => [id, String(told(ENGLISH, title))]));
  const table = (head: string, rows: readonly { name: string; count: Count }[]): string[] => {
    const first = Math.min(90, Math.max(columnsOf(head), ...rows.map(({ name }) => columnsOf(name))));
    const line = (name: string, figures: readonly string[], painted: (text: string, column: number) => string): string[] =>
      row([visible(name), ...figures.map(figure => figure.padStart(FIGURE))], [first, ...figures.map(() => FIGURE)], painted).map(text => ' '.repeat(MARGIN) + text);
    return [
      ...line(head, ['made', 'noticed', 'observed', 'changed', 'not'], text => paint.dim(text)),
      ...rows.flatMap(({ name, count }) => line(name, [count.made, count.caught, count.observed, count.changed, count.survived].map(String), (text, column) => (column === 5 && count.survived > 0 ? paint.grade('minor', text) : text))), '',
    ];
  };
  const unnoticed = groupBy(mutants.filter(({ why }) => why !== undefined), ({ operator }) => operator);
  return [
    ...lines(0, mutationSummary(mutation, ENGLISH)).map(paint.bold), '',
    ...table('What was done', countsBy(mutants, ({ operator }) => [operator]).map(count => ({ name: `${titles.get(count.key) ?? ''} (${count.key})`, count }))),
    ...table('Kind', kindCounts(mutants, ENGLISH)), ...table('Clause', clauseCounts(mutants)),
    ...(unnoticed.size === 0 ? [] : [paint.bold('Unnoticed, or noticed as a change alone'), '']),
    ...[...unnoticed].flatMap(([operator, own]) => [
      ...lines(0, `${titles.get(operator) ?? ''} (${operator})`).map(paint.bold),
      ...own.flatMap(mutant => [
        ...lines(MARGIN, `${placeOf(mutant)}  ${String(told(ENGLISH, mutant.text))}`), ...lines(2 * MARGIN, whyText(mutant, ENGLISH)).map(paint.dim),
      ]), '',
    ]),
    ...mutationNotes(mutation, ENGLISH).flatMap(note => lines(0, note)), '',
    ...lines(0, `As of ${result.today} (${todayWords(result, undefined, todayGiven)}).`).map(paint.bold),
  ].join('\n').concat('\n');
}

// ---- Markdown, in the blocks of a pack ----

function mutateMarkdown(mutation: Mutation, { result, todayGiven }: DocumentsAsked): string {
  const foot = { type: 'note' as const, text: [{ text: `${TOOL.name} ${TOOL.version}. ${result.config.organization}, as of ${result.today} (${todayWords(result, undefined, todayGiven)}).` }] };
  return markdownBlocks('Faults that the rules notice', [...mutationBlocks(mutation, ENGLISH), foot], ENGLISH);
}

// ---- JSON ----

/** For programs, described by schemas/reports/mutate.json. */
function mutateJson(mutation: Mutation, { root, result }: DocumentsAsked): string {
  const { mutants, operators, places, before, rules } = mutation, by = (keysOf: Parameters<typeof countsBy>[1]): unknown => countsBy(mutants, keysOf);
  return jsonText({
    format: FORMAT, tool: TOOL, root: root.name, organization: result.config.organization, today: result.today, todayFrom: result.todayFrom, history: historyFacts(result, undefined),
    rules, settings: result.settings, findingsBefore: before, places, counts: countOf(mutants),
    operators: operators.map(({ id, title }) => ({ id, title: told(ENGLISH, title), ...countOf(mutants.filter(({ operator }) => operator === id)) })),
    kinds: by(({ kind }) => [kind]), clauses: by(({ clauses }) => clauses),
    mutants: mutants.map(({ line, text, why, ...mutant }) => ({ ...mutant, line: line + 1, text: told(ENGLISH, text), ...(why && { why: { reason: why.reason, text: told(ENGLISH, why.text) } }) })),
  });
}
