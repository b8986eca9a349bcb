import { isEmpty, readYaml } from './yaml.js';

/** A text as one YAML scalar on one line: plain where that reads as the same text, else in quotes. `flow`: it stands between braces or brackets. */
export function yamlScalar(text: string, flow = false): string {
  if (readsPlain(text, flow)) return text;
  return text.includes('\'') || UNPRINTABLE.test(text) ? `"${escapedDouble(text)}"` : `'${text}'`;
}

/** What no plain or single-quoted text may hold. */
export const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Ids, keys, paths and placeholders, of which lists of hundreds are written. */
const PLAIN = /^(?:(?:\.\.\/)*[A-Za-z0-9][\w./-]*(?:#[\w.-]+)?(?: [A-Za-z0-9][\w./-]*)*|<[A-Za-z][\w '-]*>)$/;

function readsPlain(text: string, flow: boolean): boolean {
  if (PLAIN.test(text) && text !== 'null') return true;
  if (text.trim() !== text || UNPRINTABLE.test(text)) return false;
  const { root, problems } = readYaml(flow ? `{ k: ${text} }\n` : `k: ${text}\n`);
  const node = root?.type === 'map' && root.entries.length === 1 ? root.entries[0]?.value : undefined;
  return problems.length === 0 && node?.type === 'scalar' && node.plain && node.text === text && !isEmpty(node);
}

/** The inside of a double-quoted text. */
export function escapedDouble(text: string): string {
  return JSON.stringify(text).slice(1, -1).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
