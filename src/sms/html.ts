import type { Element, ElementContent, Root, Text } from 'hast';
import type { Root as Markdown } from 'mdast';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkRehype, { type Options } from 'remark-rehype';
import { unified } from 'unified';
import { isComment } from './markdown.js';

/** Trees of HTML: from Markdown, by hand, and into text. Nothing leaves here that runs, is fetched, or leads to another page than the web's or a mail's. */

/** Several texts on one page: what its footnotes are called, and how the ids of these begin. */
export interface OnPage { footnotes: string; prefix: string }

// HTML in a text is shown as it is written: nobody may miss it, and an unfilled <name> reads as some.
const HANDLERS: NonNullable<Options['handlers']> = { html: (_: unknown, node: { value: string }): Text | undefined => (isComment(node.value) ? undefined : { type: 'text', value: node.value }) };

/** What a Markdown text reads like. */
export function htmlOf(markdown: Markdown, page?: OnPage): Root {
  const own: Options = page ? { clobberPrefix: page.prefix, footnoteLabel: page.footnotes, footnoteLabelTagName: 'p', footnoteLabelProperties: { className: ['footnotes'] } } : {};
  return unified().use(remarkRehype, { handlers: HANDLERS, ...own }).runSync(markdown);
}

const TAGS = [
  'a', 'article', 'aside', 'blockquote', 'br', 'caption', 'code', 'dd', 'del', 'details', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'ins', 'li',
  'main', 'nav', 'ol', 'p', 'pre', 's', 'section', 'small', 'span', 'strong', 'summary', 'sup', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
];
const toText = unified()
  .use(rehypeSanitize, {
    // Ids are ours alone: no text of Markdown can bring one.
    tagNames: TAGS, strip: ['script', 'style'], clobber: [],
    attributes: { a: ['href'], th: ['scope', 'colSpan'], td: ['colSpan'], ol: ['start'], details: ['open'], '*': ['className', 'lang', 'id', 'role', 'ariaLabel', 'ariaLabelledBy', 'dataTo', 'dataItem', 'dataLine', 'dataTitle'] },
  })
  .use(rehypeStringify);

/** The text of a tree, without what could do harm. */
export function htmlText(children: readonly ElementContent[]): string { return toText.stringify(toText.runSync({ type: 'root', children: children.map(harmless) })); }

/** Where a link may lead: rehype-sanitize knows schemes, and lets pass whatever has none. */
const FOLLOWED = /^(?:https?:|mailto:|#)/i;

/** Pictures are their words and where they lie, boxes to tick are signs, and links that lead elsewhere are none. */
function harmless(node: ElementContent): ElementContent {
  if (node.type !== 'element') return node;
  const { tagName, properties: { href, ...others } } = node;
  if (tagName === 'img') return element('span', { className: ['picture'] }, [pictureText(others['alt'], others['src'])]);
  if (tagName === 'input') return { type: 'text', value: others['checked'] ? '☑' : '☐' };
  const children = node.children.map(harmless);
  if (href === undefined) return { ...node, children };
  // Browsers leave out what is invisible in an address before they read it.
  return { ...node, properties: { ...others, ...(typeof href === 'string' && FOLLOWED.test(href.replace(/[\u0000-\u0020]/g, '')) && { href }) }, children };
}

function pictureText(alt: unknown, source: unknown): string {
  const words = typeof alt === 'string' ? alt : '', at = typeof source === 'string' ? /^(?:[a-z][a-z0-9+.-]*:)?\/\/([^/?#\\]*)/i.exec(source)?.[1] ?? source.slice(0, 200) : '';
  return at === '' ? words : `${words} (${at})`.trimStart();
}

/** An element; strings are its text. */
export function element(tagName: string, properties: Element['properties'], children: readonly (ElementContent | string)[]): Element {
  return { type: 'element', tagName, properties, children: children.map(child => (typeof child === 'string' ? { type: 'text', value: child } : child)) };
}
