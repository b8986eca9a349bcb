import { builtInKinds } from '../../src/sms/kinds.js';
import type { Shape } from '../../src/sms/shapes.js';
import { compareText } from '../../src/sms/text.js';

/** The two tables of docs/digest.md that the schemas decide: what does not count, and where order counts. */
export function digestTables(): { notCounted: string; ordered: string } {
  const notCounted = new Map<string, string[]>(), ordered = new Map<string, string[]>();
  const documents = builtInKinds.all().filter(({ header }) => header === 'document').map(({ kind }) => kind).sort(compareText);
  const note = (rows: Map<string, string[]>, path: string, kind: string): void => { rows.set(path, [...rows.get(path) ?? [], kind]); };
  const visit = (shape: Shape, path: string, kind: string): void => {
    if (!shape.normative) { note(notCounted, path, kind); return; }
    if (shape.fixedOrder) note(ordered, path, kind);
    for (const [key, property] of shape.properties) visit(property, path === '' ? key : `${path}.${key}`, kind);
    if (shape.items) visit(shape.items, `${path}[]`, kind);
    if (shape.additional) visit(shape.additional, `${path}.*`, kind);
  };
  for (const { kind, shape } of builtInKinds.all()) visit(shape, '', kind);
  const table = (rows: Map<string, string[]>): string => ['| Kind | Field |', '| --- | --- |', ...[...rows].map(([path, kinds]) => {
    const names = kinds.sort(compareText);
    return `| ${documents.every(kind => names.includes(kind)) ? 'every document' : names.map(name => `\`${name}\``).join(', ')} | \`${path}\` |`;
  }).sort(compareText)].join('\n') + '\n';
  return { notCounted: table(notCounted), ordered: table(ordered) };
}
