import { diffArrays } from 'diff';
import type { Element, ElementContent, RootContent } from 'hast';
import { isFields, type Fields } from '../sms/data.js';
import { phrase, told, type Language } from '../sms/language.js';
import { parseBody } from '../sms/markdown.js';
import type { Model } from '../sms/model.js';
import { labelOf } from '../sms/naming.js';
import { parseConfigFile } from '../sms/parse.js';
import { configSchema, kindsOf } from '../sms/kinds.js';
import { isSet, type Shape } from '../sms/shapes.js';
import { isMarkdown } from '../sms/source.js';
import { compareText, evenLines, visible } from '../sms/text.js';
import type { Phrase } from '../sms/types.js';
import { ROOT_FILE } from '../sms/walk.js';
import { container, leaf, linesOf, marked, plain, tokensOf, type Block, type Token, type Wrap } from './blocks.js';
import { idKey } from './fields.js';
import { element, htmlOf, htmlText } from '../sms/html.js';
import { labelWord, namedBy, type Teller } from './words.js';

/** A file in one of two states. `text` is undefined where it is no text. */
export interface Page { file: string; model: Model; text: string | undefined }

/**
 * One changed document as one reads it, with what came in `<ins>` and what went in `<del>`: a fragment of HTML, safe to show. Undefined on one side: it
 * did not exist. What differs only in how it is written is no change. Files that are no artefacts and no Markdown are compared line by line.
 */
export function redline(before: Page | undefined, after: Page | undefined, language: Language): string { return htmlText(redlined(before, after, language)); }

/** The same as a tree. */
export function redlined(before: Page | undefined, after: Page | undefined, language: Language): ElementContent[] {
  const note = (said: Phrase): Element => element('p', { className: ['note'] }, [String(told(language, said))]);
  if (!before && !after) return [];
  if (before && after && before.text === undefined && after.text === undefined) return [note(phrase('review.page.binary', 'This file is no text: what differs in it cannot be shown.'))];
  const later = after?.model ?? before?.model, [was, now] = [before, after].map(page => page && blocksOf(page, later ?? page.model, language));
  if (!before || !after) {
    const blocks = was ?? now ?? (before ?? after)?.text?.split('\n').map(line => leaf('div', linesOf(line)));
    const said = after ? phrase('review.page.new', 'This document is new. All of it was added.') : phrase('review.page.gone', 'This document was removed. This is what it said.');
    return blocks ? [note(said), element(after ? 'ins' : 'del', { className: ['whole'] }, blocks.map(plain))] : [note(said)];
  }
  if (was && now) {
    const whole = (blocks: readonly Block[]): string => blocks.map(({ content }) => content).join();
    if (whole(was) !== whole(now)) return marked(was, now, false, language);
    const same = before.text === after.text ? phrase('review.page.same', 'Nothing changed in this document.') : phrase('review.page.rewritten', 'The document says the same as before; only how it is written differs.');
    return [note(same), ...now.map(plain)];
  }
  if (before.text === undefined || after.text === undefined) return [note(phrase('review.page.became-binary', 'On one side this file is no text: what differs in it cannot be shown.'))];
  return lineByLine(before.text, after.text, note, language);
}

/** What a file says, in blocks; undefined where only its lines can be shown. `now`: in whose ids references are compared. */
function blocksOf({ file, model, text }: Page, now: Model, language: Language): Block[] | undefined {
  const facts = model.files.get(file), artefact = facts?.artefact;
  if (text === undefined || facts?.incomplete !== undefined) return undefined;
  const body = isMarkdown(file) ? bodyBlocks(text, language) : [];
  if (body === undefined) return undefined;
  if (artefact) return [fieldsTable(artefact.data, kindsOf(model.config).get(artefact.kind)?.shape, { teller: { model, artefact: artefact.id }, now, language, whole: artefact.data }), ...body];
  if (file === ROOT_FILE) return [fieldsTable(parseConfigFile(file, text).data, configSchema.shape, { teller: { model, artefact: file }, now, language, whole: {} })];
  return isMarkdown(file) ? body : undefined;
}

interface Reader { teller: Teller; now: Model; language: Language; whole: Fields }

/** Fields as rows of label and value, in the order of the schema. */
function fieldsTable(data: Fields, shape: Shape | undefined, reader: Reader): Block {
  const known = [...shape?.properties.keys() ?? []], others = Object.keys(data).filter(key => !shape?.properties.has(key)).sort(compareText);
  const rows = [...known, ...others].flatMap((key): Block[] => {
    const value = Object.hasOwn(data, key) ? data[key] : undefined;
    if (isNothing(value)) return [];
    const property = shape?.properties.get(key), label = property ? capital(String(told(reader.language, labelWord(key, property)))) : key;
    return [container('tr', [leaf('th', tokensOf(label), { properties: { scope: 'row' } }), valueBlock('td', value, property ?? shape?.additional, reader)], { key })];
  });
  return container('table', [container('tbody', rows, { set: true })], { properties: { className: ['fields'] }, key: 'fields' });
}

function capital(text: string): string { return text.charAt(0).toUpperCase() + text.slice(1); }

function isNothing(value: unknown): boolean { return value === undefined || value === null || (typeof value === 'string' && value.trim() === ''); }

function valueBlock(tag: 'td' | 'li', value: unknown, shape: Shape | undefined, reader: Reader, key?: string): Block {
  const more = key === undefined ? {} : { key };
  if (Array.isArray(value)) return container(tag, [listBlock(value, shape, reader)], more);
  if (isFields(value)) return container(tag, [fieldsTable(value, shape, reader)], more);
  if (typeof value !== 'string') return leaf(tag, tokensOf(scalar(value, reader.language)), more);
  const paragraphs = value.split(/\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s)/).filter(text => text.trim() !== '');
  return paragraphs.length > 1 ? container(tag, paragraphs.map(text => leaf('p', tokensOf(text.trim()))), more) : leaf(tag, valueTokens(value.trim(), shape, reader), more);
}

function listBlock(values: readonly unknown[], list: Shape | undefined, reader: Reader): Block {
  const named = list?.kindFrom === undefined ? undefined : kindsOf(reader.teller.model.config).get(String(reader.whole[list.kindFrom] ?? ''))?.shape, id = idKey(list);
  const entries = values.filter(value => !isNothing(value)).map(value => {
    const key = isFields(value) && id !== undefined && !isNothing(value[id]) ? String(value[id]) : undefined;
    return valueBlock('li', value, named ?? list?.items, reader, key);
  });
  // An empty list says that there is none.
  return container('ul', entries.length > 0 ? entries : [leaf('li', tokensOf(String(told(reader.language, phrase('review.none', 'none')))))], { set: isSet(list) });
}

function scalar(value: unknown, language: Language): string {
  if (typeof value === 'boolean') return String(told(language, value ? phrase('review.yes', 'yes') : phrase('review.no', 'no')));
  return String(value);
}

/** An id with what it names; compared by what it leads to now, so that neither a new title nor a new id of the thing counts here. */
function valueTokens(value: string, shape: Shape | undefined, { teller, now }: Reader): Token[] {
  const named = (shape?.refersTo.length ?? 0) > 0 ? namedBy(value, teller) : undefined;
  if (!named) return tokensOf(value);
  return [{ text: visible(labelOf(named)), as: `id ${now.item(named.id)?.id ?? named.id}`, within: [] }];
}

/** The body of a Markdown text; undefined where it is over a limit. */
function bodyBlocks(text: string, language: Language): Block[] | undefined {
  const body = parseBody(evenLines(text));
  return body.type === 'root' ? blocksIn(htmlOf(body).children, language) : undefined;
}

const BLOCKS = new Set(['p', 'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'td', 'th', 'blockquote', 'pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'section', 'div']);

function isBlock(node: RootContent): node is Element { return node.type === 'element' && BLOCKS.has(node.tagName); }

function blocksIn(nodes: readonly RootContent[], language: Language): Block[] {
  const blocks: Block[] = [];
  let inline: RootContent[] = [];
  const flush = (): void => {
    const tokens = trimmed(inline.flatMap(node => inlineTokens(node, [], '', language)));
    if (tokens.length > 0) blocks.push(leaf('div', tokens));
    inline = [];
  };
  for (const node of nodes) {
    if (!isBlock(node)) { inline.push(node); continue; }
    flush();
    blocks.push(blockOf(node, language));
  }
  flush();
  return blocks;
}

function blockOf(node: Element, language: Language): Block {
  const { tagName, children, properties } = node;
  switch (tagName) {
    case 'pre': return codeBlock(node);
    case 'table': case 'thead': case 'tbody': case 'tr': case 'ul': case 'ol': case 'blockquote': case 'section': case 'div':
      return container(tagName, blocksIn(children.filter(child => child.type !== 'text' || child.value.trim() !== ''), language), typeof properties['start'] === 'number' ? { properties: { start: properties['start'] } } : {});
    default: {
      // Whether the entries of a list stand apart says nothing.
      const blocks = blocksIn(children, language).map(block => (tagName === 'li' && block.tag === 'p' && 'tokens' in block ? leaf('div', block.tokens) : block)), [only] = blocks;
      if (blocks.length === 0) return leaf(tagName, []);
      return blocks.length === 1 && only?.tag === 'div' && 'tokens' in only ? leaf(tagName, only.tokens) : container(tagName, blocks);
    }
  }
}

function codeBlock(node: Element): Block {
  const code = node.children[0], classes = code?.type === 'element' ? code.properties['className'] : undefined, within = [{ tag: 'code' }];
  const language = Array.isArray(classes) ? String(classes[0] ?? '').replace(/^language-/, '') : '';
  return leaf('pre', [...(language === '' ? [] : linesOf(`${language}:\n`, within).slice(0, 1)), ...linesOf(textIn(node).replace(/\n$/, ''), within)]);
}

function textIn(node: RootContent): string { return node.type === 'text' ? node.value : 'children' in node ? node.children.map(textIn).join('') : ''; }

/** What is known by its mark alone, `as` says: in code, struck out, leading elsewhere. Emphasis does not count. */
function inlineTokens(node: RootContent, within: readonly Wrap[], as: string, language: Language): Token[] {
  if (node.type === 'text') return tokensOf(node.value, within, as);
  if (node.type !== 'element') return [];
  const { tagName, properties, children } = node, inside = (wrap: Wrap, mark = ''): Token[] => children.flatMap(child => inlineTokens(child, [...within, wrap], as + mark, language));
  switch (tagName) {
    case 'br': return [{ text: '', as: ' ', within: [...within, { tag: 'br' }] }];
    case 'img': return [{ text: visible(String(told(language, phrase('review.page.image', '[picture: {alt}]', { alt: String(properties['alt'] ?? '') })))), as: `${as}image ${String(properties['src'])} ${String(properties['alt'])}`, within }];
    case 'input': return [{ text: properties['checked'] === true ? '☑' : '☐', as: properties['checked'] === true ? 'done' : 'open', within }];
    case 'code': return inside({ tag: 'code' }, 'code ');
    case 'del': return inside({ tag: 's' }, 'struck ');
    case 'a': {
      if ('dataFootnoteBackref' in properties) return [];
      const address = String(properties['href'] ?? ''), leads = /^(?:https?:|mailto:)/i.test(address);
      return inside({ tag: leads ? 'a' : 'span', ...(leads && { href: address }) }, 'dataFootnoteRef' in properties ? '' : `to ${address} `);
    }
    case 'em': case 'strong': case 'sup': return inside({ tag: tagName });
    default: return children.flatMap(child => inlineTokens(child, within, as, language));
  }
}

function trimmed(tokens: readonly Token[]): Token[] {
  const isSpace = ({ as, text }: Token): boolean => as === ' ' && text === ' ', first = tokens.findIndex(token => !isSpace(token));
  return first < 0 ? [] : tokens.slice(first, tokens.length - [...tokens].reverse().findIndex(token => !isSpace(token)));
}

/** Edits beyond this are not looked for one by one. */
const MOST_EDITS = 2000;
/** Lines that stayed, shown around those that did not. */
const AROUND = 3;

function lineByLine(before: string, after: string, note: (said: Phrase) => Element, language: Language): ElementContent[] {
  const runs = diffArrays(evenLines(before).split('\n'), evenLines(after).split('\n'), { maxEditLength: MOST_EDITS });
  if (!runs) return [note(phrase('review.page.too-much', 'Too much of this file changed to show it line by line.'))];
  if (runs.every(({ added, removed }) => !added && !removed)) return [note(phrase('review.page.same', 'Nothing changed in this document.'))];
  const lines = runs.flatMap((run, at): ElementContent[] => {
    const shown = (lines: readonly string[]): string => lines.map(line => `${line.split('\t').map(visible).join('\t')}\n`).join('');
    const mark = run.added ? 'ins' : run.removed ? 'del' : undefined;
    if (mark) {
      const word = mark === 'ins' ? phrase('review.page.added', 'added:') : phrase('review.page.removed', 'removed:');
      return [element(mark, {}, [element('span', { className: ['sr'] }, [`${told(language, word)} `]), shown(run.value)])];
    }
    const first = at === 0 ? 0 : AROUND, last = at === runs.length - 1 ? 0 : AROUND, left = run.value.length - first - last;
    if (left < 2) return [{ type: 'text', value: shown(run.value) }];
    const gap = told(language, phrase('review.page.lines-left-out', '… {count} lines that did not change …', { count: left }));
    return [{ type: 'text', value: shown(run.value.slice(0, first)) }, element('span', { className: ['gap'] }, [`${gap}\n`]), { type: 'text', value: shown(last === 0 ? [] : run.value.slice(-last)) }];
  });
  return [element('pre', { className: ['lines'] }, lines)];
}
