import type { Source } from '../sms/source.js';
import type { Node } from '../sms/yaml.js';
import type { EditorDesk } from './desk.js';

/** Lines that can be folded away behind the first of them. Zero-based. */
export interface Fold { startLine: number; endLine: number; is: 'field' | 'comment' }

/** The folds of a YAML file by its structure; undefined where it could not be read to its end, so that the editor folds by indentation. */
export function folds(desk: EditorDesk, file: string): Fold[] | undefined {
  const source = desk.sourceOf(file), text = desk.textOf(file), root = source?.theirs ?? source?.root;
  if (!source || !root || text === undefined || source.format !== 'yaml' || source.problems.some(({ breaks }) => breaks)) return undefined;
  const byLine = new Map<number, number>(), inTexts = new Set<number>();
  const line = (at: number): number => source.table.position(source.base + at).line;
  const add = (from: number, to: number): void => {
    const [first, last] = [line(from), line(to)];
    if (last > Math.max(first, byLine.get(first) ?? -1)) byLine.set(first, last);
  };
  const visit = (node: Node): void => {
    if (node.type === 'scalar') {
      for (let at = line(node.start); at <= line(node.end); at++) inTexts.add(at);
    } else if (node.type === 'list') {
      for (const item of node.items) {
        if (item.start < node.start || item.end > node.end) continue;
        add(item.start, lastOf(text, source, item));
        visit(item);
      }
    } else {
      for (const { key, value } of node.entries) {
        // An alias stands for what is written elsewhere.
        if (value.start < node.start || value.end > node.end) continue;
        add(key.start, lastOf(text, source, value));
        visit(value);
      }
    }
  };
  visit(root);
  const fields = [...byLine].map(([startLine, endLine]): Fold => ({ startLine, endLine, is: 'field' }));
  return [...fields, ...comments(text, inTexts)].sort((a, b) => a.startLine - b.startLine);
}

/** The offset of the last character of a node that is no white space. */
function lastOf(text: string, { base }: Source, { start, end }: Node): number {
  const own = text.slice(base + start, base + end);
  return start + Math.max(0, own.trimEnd().length - 1);
}

function comments(text: string, inTexts: ReadonlySet<number>): Fold[] {
  const found: Fold[] = [];
  let first = -1;
  const lines = text.split(/\r\n|\r|\n/);
  for (let at = 0; at <= lines.length; at++) {
    const isComment = at < lines.length && !inTexts.has(at) && /^[ \t]*#/.test(lines[at] ?? '');
    if (isComment && first < 0) first = at;
    if (isComment || first < 0) continue;
    if (at - first > 1) found.push({ startLine: first, endLine: at - 1, is: 'comment' });
    first = -1;
  }
  return found;
}
