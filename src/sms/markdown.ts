import type { BlockContent, Definition, DefinitionContent, Nodes, Parents, PhrasingContent, Root, RootContent, TableRow, Text } from 'mdast';
import { remark } from 'remark';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import { LIMITS } from './limits.js';
import { HOLE } from './prose.js';

/** Markdown as the engine needs it, by offsets into the text. */
export interface MarkdownParts {
  headings: { depth: number; text: string; start: number; end: number }[];
  /** Blocks of running text as long as their source: link targets and markup read as spaces, code as U+FFFC. */
  blocks: { start: number; end: number; text: string }[];
  links: { url: string; start: number; end: number }[];
  /** Sources of mermaid fences. */
  diagrams: { source: string; start: number; end: number }[];
}

/** Why a text is not handed to the parser, which would take too long over it. */
export type MarkdownLimit = { limit: 'line' | 'nesting' | 'markup'; value: number; at: number };

export interface FrontMatter { kind: 'none' | 'unclosed' | 'code' | 'yaml'; start: number; end: number; language?: string }

/**
 * The front matter's place, found without parsing the rest. `code`: a language is named, which some tools would execute. `adopted`: tools that others use
 * take fields without a line of dashes above them as well.
 */
export function frontMatter(text: string, { adopted = false } = {}): FrontMatter {
  const open = /^---([^\r\n]*)(\r\n|\r|\n|$)/.exec(text);
  const end = adopted && !open && /^[A-Za-z][\w-]*:(?:[ \t]|$)/m.exec(text)?.index === 0 ? /^---[ \t]*$/m.exec(text)?.index : undefined;
  if (end !== undefined) return { kind: 'yaml', start: 0, end };
  if (!open) return { kind: 'none', start: 0, end: 0 };
  const language = open[1]?.trim() ?? '';
  const start = open[0].length;
  if (language !== '') return { kind: /^[a-z]+$/i.test(language) ? 'code' : 'none', start: 0, end: open[0].length, language };
  const close = /^(?:---|\.\.\.)[ \t]*$/m.exec(text.slice(start));
  return close ? { kind: 'yaml', start, end: start + close.index } : { kind: 'unclosed', start: 0, end: 3 };
}

const processor = remark().use(remarkGfm).use(remarkFrontmatter);

export function readMarkdown(text: string): MarkdownParts | MarkdownLimit {
  const limit = overLimit(text);
  if (limit) return limit;
  const parts: MarkdownParts = { headings: [], blocks: [], links: [], diagrams: [] };
  visit(processor.parse(text) as Root, text, parts);
  return parts;
}

const MARKS = new Set('[]*_<`~|!&');

function overLimit(text: string): MarkdownLimit | undefined {
  let marks = 0, items = 0, fenced = false;
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    if (end - at > LIMITS.lineLength) return { limit: 'line', value: LIMITS.lineLength, at };
    const lead = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])[ \t]?)+/.exec(text.slice(at, Math.min(end, at + 2000)))?.[0] ?? '';
    if (lead.replace(/[\s\d.)]/g, '').length > LIMITS.inlineNesting) return { limit: 'nesting', value: LIMITS.inlineNesting, at };
    // The parser takes time with the square of what might be markup in one paragraph.
    if (/^[ \t]{0,3}(?:```|~~~)/.test(text.slice(at, at + 8))) fenced = !fenced;
    if (end === at || text[at] === '\r') marks = 0;
    const row = /^[ \t]*\|/.test(text.slice(at, at + 200));
    if (!fenced && !row) for (let i = at; i < end; i++) if (MARKS.has(text[i] ?? '')) marks++;
    if (lead !== '') items++;
    if (marks > LIMITS.marks) return { limit: 'markup', value: LIMITS.marks, at };
    if (items > LIMITS.listItems) return { limit: 'markup', value: LIMITS.listItems, at };
    at = end + 1;
  }
  return undefined;
}

const span = (node: Nodes): [number, number] => [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];

function visit(node: Nodes, text: string, parts: MarkdownParts): void {
  const [start, end] = span(node);
  switch (node.type) {
    case 'heading':
      parts.headings.push({ depth: node.depth, text: plainText(node), start, end });
      parts.blocks.push({ start, end, text: prose(node, text, start, end, parts) });
      return;
    case 'paragraph': case 'tableCell':
      parts.blocks.push({ start, end, text: prose(node, text, start, end, parts) });
      return;
    case 'code': {
      if (node.lang !== 'mermaid') return;
      const from = text.indexOf('\n', start) + 1;
      const last = text.lastIndexOf('\n', end - 1);
      if (from > 0 && last >= from) parts.diagrams.push({ source: text.slice(from, last), start: from, end: last });
      return;
    }
    case 'definition':
      parts.links.push({ url: node.url, start, end });
      return;
    default:
      if ('children' in node) for (const child of node.children) visit(child, text, parts);
  }
}

/** The source of a block with only its text left, and its links noted. */
function prose(block: Parents, text: string, start: number, end: number, parts: MarkdownParts): string {
  const kept: [number, number][] = [];
  const codes: [number, number][] = [];
  const collect = (node: Nodes): void => {
    if (node.type === 'inlineCode') { codes.push(span(node)); return; }
    // An unfilled `<name of the customer>` reads as HTML.
    if (node.type === 'text' || node.type === 'html') { kept.push(span(node)); return; }
    if (node.type === 'image' || node.type === 'link') {
      const [from, to] = span(node);
      parts.links.push({ url: node.url, start: from, end: to });
      // An address that stands for itself is no prose.
      if (node.type === 'link' && plainText(node) !== node.url) node.children.forEach(collect);
      return;
    }
    if ('children' in node) node.children.forEach(collect);
  };
  block.children.forEach(collect);
  let result = '', at = start;
  const pieces = [...kept.map(([from, to]) => ({ from, to, text: text.slice(from, to) })), ...codes.map(([from, to]) => ({ from, to, text: HOLE.repeat(to - from) }))]
    .sort((a, b) => a.from - b.from);
  for (const piece of pieces) {
    if (piece.from < at) continue;
    result += blank(text.slice(at, piece.from)) + piece.text;
    at = piece.to;
  }
  return result + blank(text.slice(at, Math.max(at, end)));
}

/** Line ends stay, so that places can be told. */
function blank(text: string): string { return text.replace(/[^\r\n]/g, ' '); }

function plainText(node: Nodes): string {
  if ('value' in node && (node.type === 'text' || node.type === 'inlineCode')) return node.value;
  return 'children' in node ? node.children.map(plainText).join('') : '';
}

/** A tree as text, each mark in its texts escaped. */
export function writeMarkdown(root: Root): string { return bodyProcessor.stringify(root); }

/** One section of a body: a heading (depth 0 and no text for what stands before the first one) and the blocks up to the next heading. */
export type SectionText = readonly [depth: number, heading: string, blocks: (readonly [type: string, text: string])[]];

/** Texts without any character that could mark something, wherever they stand: most of what tables hold. To look for what is to be escaped takes long. */
const UNMARKED = /^(?:\p{L}(?:(?:[\p{L}\p{N} ,;/()%€’'-]|(?<![wW])\.|(?<![psPS]):)*[\p{L}\p{N}).])?|\d+(?:[.-]\d+)*)$/u;

const bodyProcessor = remark().use(remarkGfm).data('settings', {
  bullet: '-' as const, rule: '-' as const,
  handlers: {
    text: (node: Text, _, state, info) => (UNMARKED.test(node.value) ? node.value : state.safe(node.value, info)),
    // Most cells, headings and links hold one such text, which stands for itself.
    root: (node: Root, _, state, info) => {
      const { containerPhrasing } = state;
      state.containerPhrasing = (parent, own) => {
        const [only] = parent.children;
        return parent.children.length === 1 && only?.type === 'text' && UNMARKED.test(only.value) ? only.value : containerPhrasing.call(state, parent, own);
      };
      return state.containerFlow(node, info);
    },
  },
});

/** The body of a Markdown text, without its front matter; what its places are counted from is no matter of anybody. */
export function parseBody(text: string): Root | MarkdownLimit & { type?: undefined } {
  const limit = overLimit(text);
  if (limit) return limit;
  return bodyProcessor.parse(text.slice(bodyStart(text))) as Root;
}

/** How many lines of front matter stand above the body. */
export function linesAboveBody(text: string): number { return text.slice(0, bodyStart(text)).split('\n').length - 1; }

function bodyStart(text: string): number {
  const front = frontMatter(text), close = front.kind === 'yaml' ? text.indexOf('\n', front.end) : -1;
  return front.kind !== 'yaml' ? 0 : close < 0 ? text.length : close + 1;
}

/**
 * The body of a Markdown text as it is hashed, in the form of docs/digest.md: every word, number, target, cell and mark that a reader sees, and
 * nothing of how it is written. Its front matter is left out. `normal` is applied to each piece of running text and of code.
 */
export function readBody(text: string, normal: (text: string) => string): SectionText[] | MarkdownLimit {
  const root = parseBody(text);
  if (root.type !== 'root') return root;
  const writer = new BodyWriter(root, normal);
  const sections: SectionText[] = [[0, '', []]];
  for (const node of root.children) {
    if (node.type === 'heading') sections.push([node.depth, writer.line(node.children), []]);
    else if (!writer.isSilent(node)) sections[sections.length - 1]?.[2].push([node.type, writer.block(node)]);
  }
  return sections[0]?.[2].length === 0 ? sections.slice(1) : sections;
}

/** Markup reads `{name …}`; braces and backslashes of the text get a backslash, so that no text looks like markup. */
class BodyWriter {
  private readonly targets = new Map<string, Definition>();

  constructor(root: Root, private readonly normal: (text: string) => string) {
    const collect = (node: Nodes): void => {
      // Of several with one name the first holds (CommonMark 4.7).
      if (node.type === 'definition' && !this.targets.has(node.identifier)) this.targets.set(node.identifier, node);
      if ('children' in node) node.children.forEach(collect);
    };
    collect(root);
  }

  /** Shows nothing by itself: a definition counts where it is used. */
  isSilent(node: RootContent): boolean {
    return node.type === 'definition' || node.type === 'yaml' || (node.type === 'html' && isComment(node.value));
  }

  line(nodes: readonly PhrasingContent[]): string { return this.normal(nodes.map(node => this.inline(node)).join('')); }

  block(node: RootContent): string {
    switch (node.type) {
      case 'paragraph': return this.line(node.children);
      case 'heading': return `{depth ${node.depth}} ${this.line(node.children)}`;
      case 'code': return [...(node.lang ? [`{info ${this.value([node.lang, node.meta ?? ''].join(' '))}}`] : []), this.value(node.value)].join(' ');
      case 'html': return this.value(node.value);
      case 'blockquote': return this.blocks(node.children);
      case 'footnoteDefinition': return `{label ${this.value(node.identifier)}} ${this.blocks(node.children)}`;
      case 'list':
        return node.children.map((item, at) => {
          const number = node.ordered ? [`{number ${(node.start ?? 1) + at}}`] : [];
          const task = typeof item.checked === 'boolean' ? [`{task ${item.checked ? 'done' : 'open'}}`] : [];
          return `{item ${[...number, ...task, this.blocks(item.children)].join(' ')}}`;
        }).join(' ');
      case 'table': return node.children.map(row => this.row(row)).join(' ');
      case 'thematicBreak': case 'definition': case 'yaml': return '';
      // What the parser puts inside others only: as these would write it.
      case 'listItem': return this.blocks(node.children);
      case 'tableRow': return this.row(node);
      case 'tableCell': return this.line(node.children);
      default: return this.line([node]);
    }
  }

  private blocks(nodes: readonly (BlockContent | DefinitionContent)[]): string {
    return nodes.filter(node => !this.isSilent(node)).map(node => `{${node.type} ${this.block(node)}}`).join(' ');
  }

  private row(row: TableRow): string { return `{row ${row.children.map(cell => `{cell ${this.line(cell.children)}}`).join(' ')}}`; }

  private inline(node: PhrasingContent): string {
    switch (node.type) {
      case 'text': return escape(node.value);
      case 'emphasis': case 'strong': return node.children.map(child => this.inline(child)).join('');
      case 'delete': return `{delete ${this.line(node.children)}}`;
      case 'inlineCode': return `{code ${this.value(node.value)}}`;
      case 'html': return isComment(node.value) ? '' : `{html ${this.value(node.value)}}`;
      case 'break': return ' ';
      case 'link': return `{link ${this.target(node)} ${this.line(node.children)}}`;
      case 'image': return `{image ${this.target(node)} ${this.value(node.alt ?? '')}}`;
      case 'linkReference': return `{link ${this.target(this.targets.get(node.identifier))} ${this.line(node.children)}}`;
      case 'imageReference': return `{image ${this.target(this.targets.get(node.identifier))} ${this.value(node.alt ?? '')}}`;
      case 'footnoteReference': return `{footnote ${this.value(node.identifier)}}`;
    }
  }

  private target(node: { url: string; title?: string | null | undefined } | undefined): string {
    return `{to ${this.value(node?.url ?? '')}}${node?.title ? ` {title ${this.value(node.title)}}` : ''}`;
  }

  private value(text: string): string { return this.normal(escape(text)); }
}

function escape(text: string): string { return text.replace(/[\\{}]/g, '\\$&'); }

/** HTML that is comments alone, as a browser tells where these end; beside anything else a comment counts, since only a browser could say what it hides. */
export function isComment(html: string): boolean {
  const comment = /\s*<!--(?:-?>|[^]*?--!?>)\s*/y;
  while (comment.lastIndex < html.length) if (!comment.test(html)) return false;
  return true;
}
