import { lineTable, resolveFile } from '../sms/text.js';
import type { Position, Range, Reference } from '../sms/types.js';
import { namesFile } from './definition.js';
import type { EditorDesk } from './desk.js';

/** A path that leads to a file of the root. Addresses of the web are shown by editors themselves, and opened by nobody else. */
export interface DocumentLink {
  range: Range;
  file: string;
  /** Where the item stands that it names there. */
  at?: Position;
}

/** A Markdown link, in what YAML holds of prose. */
const MARKDOWN_LINK = /\]\(([^()\s<>]{1,1000})\)/g;

/** The links of a YAML file: fields that name files, and Markdown links in its prose. Those of Markdown files are known to editors. */
export function documentLinks(desk: EditorDesk, file: string): DocumentLink[] {
  const facts = desk.factsOf(file), text = desk.textOf(file);
  if (!facts || text === undefined) return [];
  const { paths } = desk.model, table = lineTable(text);
  const fields = facts.references.filter(reference => namesFile(reference) && reference.via === 'field').flatMap(reference => linkTo(desk, reference));
  const inProse = [...text.matchAll(MARKDOWN_LINK)].flatMap(({ 1: url = '', index }): DocumentLink[] => {
    const [path = ''] = url.split('#'), target = path === '' ? undefined : resolveFile(file, decoded(path));
    return target !== undefined && paths.has(target) ? [{ range: table.range(index + 2, index + 2 + url.length), file: target }] : [];
  });
  return [...fields, ...inProse];
}

function linkTo(desk: EditorDesk, reference: Reference): DocumentLink[] {
  const [file = '', fragment] = reference.to.split('#');
  if (!desk.model.paths.has(file)) return [];
  const item = fragment === undefined ? undefined : desk.resolve(reference);
  return [{ range: reference.range, file, ...(item && { at: item.idRange.start }) }];
}

function decoded(path: string): string {
  try { return decodeURIComponent(path); } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
