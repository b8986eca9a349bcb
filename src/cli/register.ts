import type { DocumentControl } from '../sms/control.js';
import { compareText, visible } from '../sms/text.js';
import type { Options } from './arguments.js';
import { harmless } from './escape.js';
import type { Io } from './io.js';
import { painter, paragraph, row, wantsColour, type Painter } from './layout.js';
import { titleOf } from './names.js';
import { withDocuments } from './opening.js';
import { entryOf, lastChange, remarksOn, reviewWords, standing, straysAndNotes, summary, type RegisterEntry, type RegisterRun } from './register-entries.js';
import { registerCsv, registerJson, registerMarkdown } from './register-reports.js';

/** `sms register`: writes the register and gives the exit code; 3 where something could not be read, so that the register may be wrong. */
export function registerCommand(folder: string | undefined, options: Options, io: Io): Promise<number> {
  return withDocuments('register', folder, options, io, ({ root, result, todayGiven }) => {
    const sort = options.text('sort'), due = options.text('due'), all = [...result.control.documents.values()];
    const documents = all.filter(isWanted(due)).map(document => entryOf(document, result.model))
      .sort((a, b) => compareBy(sort ?? 'id', a, b) || compareText(a.document.id, b.document.id));
    const run: RegisterRun = { root: root.name, result, commit: root.commit, todayGiven, due, all: all.length, documents };
    switch (options.text('format')) {
      case 'json': io.stdout(registerJson(run)); break;
      case 'csv': io.stdout(registerCsv(run)); break;
      case 'md': io.stdout(registerMarkdown(run)); break;
      default: io.stdout(registerText(run, { paint: painter(wantsColour(io, options.on('no-color'))), width: io.isTTY ? io.columns : undefined, grouped: sort === undefined }));
    }
    for (const { file, reason } of result.incomplete) io.stderr(`${harmless(visible(`sms: Not everything could be read. ${file ?? 'The SMS'}: ${reason}`))}\n`);
    return Promise.resolve(result.incomplete.length > 0 ? 3 : 0);
  });
}

function isWanted(due: string | undefined): (document: DocumentControl) => boolean {
  return ({ due: own }) => due === undefined || own === 'overdue' || (due === 'soon' && own === 'due-soon');
}

function compareBy(key: string, { document: a, owner: x }: RegisterEntry, { document: b, owner: y }: RegisterEntry): number {
  switch (key) {
    case 'title': return compareText(a.title, b.title);
    case 'kind': return compareText(a.kind, b.kind);
    case 'owner': return lastIfAbsent(titleOf(x), titleOf(y));
    case 'version': return compareVersions(a.version ?? '', b.version ?? '');
    case 'approved-on': return lastIfAbsent(a.approvedOn, b.approvedOn);
    case 'next-review': return lastIfAbsent(a.nextReview, b.nextReview);
    default: return compareText(a.id, b.id);
  }
}

function lastIfAbsent(a = '', b = ''): number { return a === '' || b === '' ? compareText(b, a) : compareText(a, b); }

/** Numbers by their value, so that 1.10 comes after 1.9. */
function compareVersions(a: string, b: string): number {
  const left = a.split(/(\d+)/), right = b.split(/(\d+)/);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const x = left[at] ?? '', y = right[at] ?? '';
    const order = (at % 2 === 1 ? Number(x) - Number(y) : 0) || compareText(x, y);
    if (order !== 0) return order;
  }
  return 0;
}

// ---- for people ----

interface Look { paint: Painter; width: number | undefined; grouped: boolean }

type Group = 'contradicted' | 'claimed' | DocumentControl['due'];

/** What is to be looked at comes first. */
const GROUPS: readonly (readonly [group: Group, title: string])[] = [
  ['contradicted', 'Approval contradicted, or content changed since'], ['overdue', 'Review overdue'], ['claimed', 'Approval claimed, without evidence'], ['due-soon', 'Review due within 30 days'],
  ['later', 'Review due later'], ['none', 'Without a day for the next review'], ['retired', 'Out of use: superseded or withdrawn'],
];

function groupOf({ document: { due }, worth, changed }: RegisterEntry): Group {
  if (worth?.state === 'contradicted' || changed !== undefined) return 'contradicted';
  return due !== 'overdue' && due !== 'retired' && worth?.state === 'claimed' ? 'claimed' : due;
}

/** In a group too what is overdue or due soon comes first. */
const urgency = ({ document: { due } }: RegisterEntry): number => (due === 'overdue' ? 0 : due === 'due-soon' ? 1 : 2);

const TABLE_WIDTH = 110;

function registerText(run: RegisterRun, look: Look): string {
  const { documents } = run, { paint, width, grouped } = look;
  const total = Math.max(80, Math.min(width ?? TABLE_WIDTH, 140)), ids = Math.min(24, Math.max(2, ...documents.map(({ document }) => visible(document.id).length)));
  // In one line with the day where there is room: `overdue`.
  const fixed = [10, 10, total < 100 ? 12 : 19, 12], widths = [ids, Math.max(14, total - ids - fixed.reduce((sum, each) => sum + each, 0) - 10), ...fixed];
  const head = row(['Id', 'Title', 'Version', 'Status', 'Next review', 'Approval'], widths).map(paint.bold);
  const groups = grouped ? GROUPS.map(([group, title]) => ({ title, own: documents.filter(entry => groupOf(entry) === group).sort((a, b) => urgency(a) - urgency(b)) })) : [{ title: 'Controlled documents', own: [...documents] }];
  const lines = groups.filter(({ own }) => own.length > 0).flatMap(({ title, own }) => [
    paint.bold(`${title}: ${own.length}`), ...head, ...own.flatMap(entry => block(entry, widths, look)), '',
  ]);
  return [...lines, ...notes(run, look), ...paragraph(harmless(summary(run)), width, 0).map(paint.bold)].join('\n').concat('\n');
}

function block({ document, owner, approver, worth, changed }: RegisterEntry, widths: readonly number[], { paint, width }: Look): string[] {
  const cells = [document.id, document.title, document.version ?? '–', standing(document), reviewWords(document), worth?.state ?? '–'].map(visible);
  const colour = (cell: string, column: number): string => {
    if (column === 0) return paint.bold(cell);
    if (column === 4 && document.due === 'overdue') return paint.grade('major', cell);
    if (column === 4 && document.due === 'due-soon') return paint.grade('minor', cell);
    return column === 5 && worth?.state === 'contradicted' ? paint.grade('major', cell) : column === 5 && worth?.state === 'evidenced' ? paint.good(cell) : cell;
  };
  const fact = (name: string, value: string | undefined): string[] => (value === undefined || value === '' ? [] : [`${name} ${value}`]);
  // Of what is in order the most needed; the rest stands in the other formats.
  const ordered = worth?.state === 'evidenced' && changed === undefined;
  const facts = [
    document.file, ...fact('owner', titleOf(owner)), ...(ordered ? [] : fact('approver', titleOf(approver))), ...fact('approved on', document.approvedOn), ...fact('in force from', document.effectiveFrom),
    ...(ordered ? [] : fact('last change', lastChange(document))), ...fact('classification', document.classification),
  ].join(' · ');
  const lines = (texts: readonly string[]): string[] => texts.flatMap(text => paragraph(visible(text), width, 4)).map(harmless);
  return [
    ...row(cells, widths, colour).map(harmless), ...lines([...(ordered || !worth ? [] : [worth.sentence]), ...(changed === undefined ? [] : [changed])]),
    ...lines([facts, ...remarksOn(document).map(remark => `${remark}.`)]).map(paint.dim),
  ];
}

function notes({ result }: RegisterRun, { paint, width }: Look): string[] {
  const { historyNotes, control } = result;
  if (historyNotes.length === 0 && control.strays.length === 0) return [];
  return [paint.bold('History'), ...straysAndNotes(result).flatMap(note => paragraph(harmless(visible(note)), width, 2)), ''];
}
