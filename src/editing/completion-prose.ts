import type { Asking, Completion, Completions } from './completion.js';
import { about, filesFor, inOrder, isSubsequence, MOST, named, type Named } from './completion-values.js';
import { bareTemplates, looksLikeId } from '../sms/mentions.js';
import { resolveFile } from '../sms/text.js';
import { fitsTemplate } from '../sms/wildcards.js';

const NOTHING: Completions = { items: [], incomplete: false };

const BRACKETS = /\[\[([^[\]\n]{0,210})$/;
const LINK = /\]\(([^()\s<>]{0,1000})$/;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}._:-]*$/u;
const ANCHOR = /([\p{L}\p{N}][\p{L}\p{N}._:-]*)#([\p{L}\p{N}][\p{L}\p{N}._:-]*)?$/u;

/** `from`: where the text begins on the line of the cursor. `string`: it is one of YAML, which begins there. */
export interface ProseAt { from: number; diagram: boolean; string?: { plain: boolean; from: number; flow: boolean } }

/** What can be mentioned in running text or a diagram, and the targets of links (format.md F5). Nothing in code. */
export function proseCompletions(ask: Asking, { from, diagram, string }: ProseAt): Completions {
  const { text, at, trigger } = ask, before = text.slice(from, at);
  if (!diagram && isInCode(text, at)) return NOTHING;
  const end = text.slice(at).search(/[\r\n]|$/), after = text.slice(at, at + end), rest = /^(?:[._:#-]*[\p{L}\p{N}]+)*/u.exec(after)?.[0].length ?? 0;
  const link = diagram ? null : LINK.exec(before);
  if (link) return linkCompletions(ask, link[1] ?? '', at + (/^[^()\s<>]*/.exec(after)?.[0].length ?? 0));
  if (trigger === '(' || trigger === '/') return NOTHING;
  const brackets = diagram ? null : BRACKETS.exec(before), word = brackets?.[1] ?? WORD.exec(before)?.[0] ?? '';
  const anchor = ANCHOR.exec(brackets?.[1] ?? before);
  if (trigger === '[' && !brackets) return NOTHING;
  // Brackets that are there go where it is an id without them, and stay where it would only be a word.
  const start = at - (brackets ? brackets[0].length : anchor ? anchor[0].length : word.length);
  const to = at + rest + (brackets ? /^\]{0,2}/.exec(after.slice(rest))?.[0].length ?? 0 : 0);
  // In braces, and first in a text, YAML reads brackets itself.
  const isYaml = string?.plain === true && (string.flow || start === string.from);
  const place: Place = { ask, start, to, lead: brackets ? '[[' : '', mayBracket: !diagram && !isYaml };
  if (anchor) return localCompletions(place, anchor[1] ?? '', anchor[2] ?? '');
  if (trigger === '#' || (trigger === '-' && word === '')) return NOTHING;
  if (!brackets && trigger === undefined && !mayBeId(word)) return NOTHING;
  return itemCompletions(place, word, !brackets && trigger === '-');
}

/** A word of a sentence is left alone: a list of ids in its way is worse than none. */
function mayBeId(word: string): boolean { return word === '' || /[\d._:-]/.test(word) || (word.length > 1 && word === word.toUpperCase()); }

interface Place { ask: Asking; start: number; to: number; lead: string; /** Double brackets can be written here. */ mayBracket: boolean }

function itemCompletions(place: Place, typed: string, begins: boolean): Completions {
  const { items, incomplete } = named(place.ask, ['item'], { typed, begins, whole: true });
  return { items: items.flatMap((one, at) => mention(place, one, one.item.id, at)), incomplete };
}

/** Behind `ID#` what has its id inside of that artefact. */
function localCompletions(place: Place, head: string, typed: string): Completions {
  const { desk } = place.ask, artefact = desk.model.item(head);
  if (!artefact || artefact.path.length > 0) return NOTHING;
  const wanted = typed.toLowerCase(), all = desk.factsOf(artefact.file)?.items ?? [];
  const locals = all.filter(({ local }) => local !== undefined && isSubsequence(wanted, local.toLowerCase()));
  const items = locals.slice(0, MOST).flatMap((item, at) => mention(place, { item, name: item.id, retired: false }, `${head}#${item.local ?? ''}`, at));
  return { items, incomplete: locals.length > MOST };
}

function mention({ ask, start, to, lead, mayBracket }: Place, { item, retired }: Named, id: string, at: number): Completion[] {
  const { desk } = ask, head = id.split('#')[0] ?? id;
  const bare = looksLikeId(head) || bareTemplates(desk.model.config.ids).some(template => fitsTemplate(head, template));
  if (!bare && !mayBracket) return [];
  return [{
    label: id, kind: 'thing', detail: item.title, documentation: about(desk, item),
    insert: bare ? id : `[[${id}]]`, range: ask.range(start, to), filter: `${lead}${id} ${item.title}`,
    sort: inOrder(at, retired ? 2 : 1), ...(retired && { retired }),
  }];
}

// ---- links ----

/** Files of the root, and behind `#` what stands in one. */
function linkCompletions(ask: Asking, typed: string, to: number): Completions {
  const { desk, file, at } = ask, { model } = desk, start = at - typed.length, range = ask.range(start, to), mark = typed.indexOf('#');
  if (mark >= 0) {
    const path = typed.slice(0, mark), target = resolveFile(file, decoded(path)), facts = target === undefined ? undefined : desk.factsOf(target);
    const items = (facts?.items ?? []).filter(item => item.path.length > 0).map((item, place): Completion => {
      const name = item.local ?? item.id, insert = `${path}#${name}`, detail = item.title;
      return { label: name, kind: 'thing', detail, documentation: about(desk, item), insert, range, filter: `${insert} ${detail}`, sort: inOrder(place) };
    });
    return { items: items.slice(0, MOST), incomplete: items.length > MOST };
  }
  const { found, incomplete } = filesFor(model, file, decoded(typed));
  const items = found.map(({ path, id = '', title }): Completion => {
    const insert = path.replaceAll('%', '%25').replaceAll(' ', '%20').replaceAll('(', '%28').replaceAll(')', '%29');
    return { label: path, kind: 'file', ...(title !== undefined && { detail: title }), insert, range, filter: `${insert} ${id} ${title ?? ''}` };
  });
  return { items, incomplete };
}

function decoded(path: string): string {
  try { return decodeURIComponent(path); } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}

// ---- where text is none ----

/** Whether the place is inside of a mermaid fence, or of code; `from`: where the body begins. */
export function bodyPlace(text: string, from: number, at: number): 'text' | 'diagram' | 'code' {
  let fence: { mark: string; diagram: boolean } | undefined;
  for (let start = from; start < at;) {
    const next = text.indexOf('\n', start), end = next < 0 ? text.length : next, line = text.slice(start, end);
    const [, marks = '', info = ''] = /^[ \t>]*(`{3,}|~{3,})[ \t]*([^\r\n]*)/.exec(line) ?? [];
    // A fence that begins in the line of the cursor is still being written.
    if (end >= at) return fence ? (fence.diagram ? 'diagram' : 'code') : marks === '' ? 'text' : 'code';
    if (marks !== '' && !fence) fence = { mark: marks, diagram: /^mermaid\b/.test(info) };
    else if (fence && marks.startsWith(fence.mark) && info.trim() === '') fence = undefined;
    start = end + 1;
  }
  return fence ? (fence.diagram ? 'diagram' : 'code') : 'text';
}

/** Whether backticks were opened before a place in its paragraph, and not closed. */
function isInCode(text: string, at: number): boolean {
  const start = Math.max(text.lastIndexOf('\n\n', at - 1), text.lastIndexOf('\n\r\n', at - 1), at - LONGEST_PARAGRAPH, 0);
  return text.slice(start, at).replace(/(`+)(?:(?!`)[^]|(?!\1(?!`))`)*?\1(?!`)/g, '').includes('`');
}

const LONGEST_PARAGRAPH = 5000;
