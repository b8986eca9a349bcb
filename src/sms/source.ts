import type { Adoption } from './config.js';
import { frontMatter, type FrontMatter } from './markdown.js';
import type { Kinds } from './kinds.js';
import { evenLines, lineTable, type LineTable } from './text.js';
import type { Path, Range } from './types.js';
import { entryOf, nodeAt, readYaml, type Entry, type MapNode, type Node, type ScalarNode, type YamlProblem } from './yaml.js';

/** The fields of one file as a tree, wherever they stand: a YAML file, the front matter of Markdown, or an adopted file. */
export interface Source {
  table: LineTable;
  format: 'yaml' | 'markdown';
  /** Offsets of the tree count from here. */
  base: number;
  root: MapNode | undefined;
  /** The tree as written, where it is not `root`: an adopted file keeps its other keys. */
  theirs?: MapNode;
  adoption?: Adoption;
  front?: FrontMatter;
  problems: YamlProblem[];
  /** True where the file says or is told that it is an artefact. */
  claims: boolean;
}

/** Reads the fields of a file. `adoption`: the entry of sms.yaml that takes this file, if one does. `kinds`: by those a list that should be an artefact is known for one. */
export function readSource(file: string, written: string, adoption: Adoption | undefined, kinds: Pick<Kinds, 'get'>): Source {
  const text = evenLines(written);
  const table = lineTable(text);
  const format = adoption?.as ?? (isMarkdown(file) ? 'markdown' : 'yaml');
  const front = format === 'markdown' ? frontMatter(text, { adopted: adoption !== undefined }) : undefined;
  const base = front?.kind === 'yaml' ? front.start : 0;
  const fieldsText = front ? (front.kind === 'yaml' ? text.slice(front.start, front.end) : '') : text;
  const source: Source = { table, format, base, root: undefined, problems: [], claims: adoption !== undefined, ...(adoption && { adoption }), ...(front && { front }) };
  if (!adoption && !mayClaim(front?.kind === 'unclosed' || front?.kind === 'code' ? text : fieldsText)) return source;
  const { root, problems } = readYaml(fieldsText);
  const map = root?.type === 'map' ? root : undefined;
  source.problems = problems;
  source.claims ||= entryOf(map, 'kind') !== undefined || (map === undefined && /^kind[ \t]*:/m.test(fieldsText)) || (problems.length > 0 && /^kind[ \t]*:/m.test(fieldsText));
  // `- kind: …`: a list of one where fields were meant.
  const first = root?.type === 'list' ? root.items[0] : root;
  const listed = root?.type === 'list' ? entryOf(first, 'kind')?.value : undefined;
  if (first && !map && problems.length === 0 && (adoption || (listed?.type === 'scalar' && kinds.get(listed.text)))) {
    const end = fieldsText.slice(first.start).search(/[\r\n]|$/);
    source.problems = [{ rule: 'yaml-syntax', message: 'not-a-map', args: {}, start: first.start, end: first.start + end, breaks: true }];
    source.claims = true;
  }
  if (map) source.root = adoption ? adopted(map, adoption) : map;
  else if (adoption) source.root = adopted({ type: 'map', start: 0, end: 0, entries: [] }, adoption);
  if (adoption && map) source.theirs = map;
  return source;
}

/** The fields of sms.yaml, which needs no kind to be one. */
export function readConfigSource(file: string, text: string): Source {
  const { table, base, theirs, problems } = readSource(file, text, { files: file, as: 'yaml', kind: 'sms', fields: {}, values: {}, set: {} }, { get: () => undefined });
  return { table, format: 'yaml', base, root: theirs, problems, claims: true };
}

export function isMarkdown(file: string): boolean { return /\.(?:md|markdown)$/i.test(file); }
export function isYaml(file: string): boolean { return /\.ya?ml$/i.test(file); }

/** True where the beginning of a file says that it is an artefact. */
export function claimsIn(head: string): boolean { return /(?:^|[{,])[ \t]*(?:- +)?["']?kind["']?[ \t]*:/m.test(head); }

/** Cheap: without these words a file is no artefact and none that forgot its kind, and is not parsed. */
function mayClaim(text: string): boolean { return claimsIn(text) || (/^id[ \t]*:/m.test(text) && /^title[ \t]*:/m.test(text)) || /^(<{7}|>{7}) /m.test(text); }

function adopted(theirs: MapNode, adoption: Adoption): MapNode {
  const entries: Entry[] = [];
  const add = (key: string, value: Node, keyNode?: ScalarNode): void => {
    entries.push({ key: { type: 'scalar', text: key, plain: true, start: keyNode?.start ?? value.start, end: keyNode?.end ?? value.end }, value });
  };
  add('kind', constant(adoption.kind, theirs.start));
  for (const [ours, path] of Object.entries(adoption.fields)) {
    const found = nodeAt(theirs, path.split('.'));
    if (found) add(ours, translated(found.node, adoption.values[ours]), found.key);
  }
  for (const [ours, value] of Object.entries(adoption.set)) if (!entries.some(entry => entry.key.text === ours)) add(ours, constant(value, theirs.start));
  return { type: 'map', start: theirs.start, end: theirs.end, entries };
}

function translated(node: Node, values: Readonly<Record<string, string>> | undefined): Node {
  if (!values) return node;
  if (node.type === 'list') return { ...node, items: node.items.map(item => translated(item, values)) };
  const ours = node.type === 'scalar' && Object.hasOwn(values, node.text) ? values[node.text] : undefined;
  return node.type === 'scalar' && ours !== undefined ? { ...node, text: ours, plain: false } : node;
}

function constant(value: unknown, at: number): Node {
  if (Array.isArray(value)) return { type: 'list', start: at, end: at, items: value.map(item => constant(item, at)) };
  if (typeof value === 'object' && value !== null) {
    return { type: 'map', start: at, end: at, entries: Object.entries(value).map(([key, v]) => ({ key: { type: 'scalar', text: key, plain: true, start: at, end: at }, value: constant(v, at) })) };
  }
  return { type: 'scalar', start: at, end: at, text: value === null ? '' : String(value), plain: typeof value !== 'string' };
}

/** The range of the value (or key) at a path; where it does not exist, of the id of the nearest object around it, else of its key. */
export function locate(source: Source, path: Path, part: 'key' | 'value' = 'value'): Range {
  const range = (start: number, end: number): Range => source.table.range(source.base + start, source.base + end);
  const exact = path.length > 0 ? nodeAt(source.root, path) : undefined;
  if (exact) {
    const { node, key } = exact;
    if (key && (part === 'key' || node.type !== 'scalar' || node.end <= node.start)) return range(key.start, key.end);
    if (node.type === 'scalar') return range(node.start, node.end);
    return range(...nameOf(node));
  }
  for (let length = path.length - 1; length >= 0; length--) {
    const around = nodeAt(source.root, path.slice(0, length));
    if (!around) continue;
    const id = entryOf(around.node, 'id')?.value;
    if (id?.type === 'scalar' && id.end > id.start) return range(id.start, id.end);
    if (around.key) return range(around.key.start, around.key.end);
    return range(...nameOf(around.node));
  }
  if (path.length === 0) {
    const id = entryOf(source.root, 'id')?.value;
    if (id?.type === 'scalar' && id.end > id.start) return range(id.start, id.end);
    if (source.root) return range(...nameOf(source.root));
  }
  return source.table.range(0, 0);
}

/** Of an object its id, else its first key; of a list its first entry. */
function nameOf(node: Node): [number, number] {
  if (node.type === 'scalar') return [node.start, node.end];
  if (node.type === 'list') return node.items[0] ? nameOf(node.items[0]) : [node.start, node.end];
  const id = entryOf(node, 'id')?.value;
  if (id?.type === 'scalar' && id.end > id.start) return [id.start, id.end];
  const first = node.entries[0]?.key;
  return first && first.end > first.start ? [first.start, first.end] : [node.start, node.start];
}

/** The lines between dashes at its top; empty where there are none. */
export function headOf(text: string): string {
  const front = frontMatter(text);
  return front.kind === 'yaml' ? text.slice(front.start, front.end) : '';
}
