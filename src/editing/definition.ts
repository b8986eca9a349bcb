import { readMarkdown } from '../sms/markdown.js';
import { isMarkdown } from '../sms/source.js';
import { lineTable } from '../sms/text.js';
import type { Item, Position, Range, Reference } from '../sms/types.js';
import { targetAt } from './cursor.js';
import type { EditorDesk } from './desk.js';

/** Where something stands. `origin`: what leads there. */
export interface Destination { origin: Range; file: string; range: Range }

/** Where that stands which the cursor is on: its id, the heading of a link, else the beginning of a file. Undefined where it names nothing. */
export function definition(desk: EditorDesk, file: string, position: Position): Destination | undefined {
  const target = targetAt(desk, file, position);
  if (!target) return undefined;
  const origin = target.range;
  if (target.type !== 'reference' || !namesFile(target.reference)) return target.item && { origin, ...placeOf(desk, target.item) };
  return fileDestination(desk, target.reference, target.item, origin);
}

/** The place of an item as its file stands now. */
export function placeOf(desk: EditorDesk, item: Item): { file: string; range: Range } {
  const now = item.row ? undefined : desk.factsOf(item.file)?.items.find(({ id, path }) => id === item.id && path.length === item.path.length);
  return { file: item.file, range: (now ?? item).idRange };
}

export function namesFile({ expects }: Reference): boolean { return expects.length === 1 && expects[0] === 'file'; }

function fileDestination(desk: EditorDesk, { to }: Reference, item: Item | undefined, origin: Range): Destination | undefined {
  const [named = '', fragment = ''] = to.split('#'), start = { line: 0, character: 0 }, file = fileNamed(desk, named);
  if (file === undefined) return undefined;
  const isNamed = item && fragment !== '' && [item.local, item.id, ...item.aliases.map(({ id }) => id)].includes(fragment);
  if (isNamed) return { origin, ...placeOf(desk, item) };
  const heading = fragment === '' ? undefined : headingsOf(desk, file).find(({ anchor }) => anchor === decoded(fragment).toLowerCase());
  return { origin, file, range: heading?.range ?? { start, end: start } };
}

/** A path as the file system has it: names are compared after NFC. Undefined for what is no file of the SMS. */
function fileNamed({ model: { paths }, textOf }: EditorDesk, path: string): string | undefined {
  return paths.has(path) || textOf(path) !== undefined ? path : [...paths].find(each => each.normalize('NFC') === path);
}

interface Heading { anchor: string; range: Range }

function headingsOf(desk: EditorDesk, file: string): Heading[] {
  const sections = desk.factsOf(file)?.sections ?? [], text = desk.textOf(file) ?? '';
  if (sections.length > 0 || !isMarkdown(file)) return withAnchors(sections);
  // A page that is no artefact.
  const parts = readMarkdown(text), table = lineTable(text);
  return 'limit' in parts ? [] : withAnchors(parts.headings.map(({ text: heading, start, end }) => ({ heading, range: table.range(start, end) })));
}

/** By the names that GitHub and VS Code give to headings: of several with one name the later ones are numbered. */
function withAnchors(headings: readonly { heading: string; range: Range }[]): Heading[] {
  const seen = new Map<string, number>();
  return headings.map(({ heading, range }) => {
    const name = heading.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '').replaceAll(' ', '-'), before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return { anchor: before === 0 ? name : `${name}-${before}`, range };
  });
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch (error) {
    if (error instanceof URIError) return fragment;
    throw error;
  }
}
