import type { Element, ElementContent, Root, Text } from 'hast';
import type { Root as Markdown } from 'mdast';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { isComment } from '../sms/markdown.js';

/** Trees of HTML: from Markdown, by hand, and into text. Nothing leaves here that runs, is fetched, or leads to another page than the web's or a mail's. */

const fromMarkdown = unified().use(remarkRehype, {
  // HTML in a text is shown as it is written: nobody may miss it, and an unfilled <name> reads as some.
  handlers: { html: (_: unknown, node: { value: string }): Text | undefined => (isComment(node.value) ? undefined : { type: 'text', value: node.value }) },
});

/** What a Markdown text reads like. */
export function htmlOf(markdown: Markdown): Root { return fromMarkdown.runSync(markdown); }

const TAGS = [
  'a', 'article', 'aside', 'blockquote', 'br', 'caption', 'code', 'del', 'details', 'div', 'em', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'ins', 'li', 'main', 'nav', 'ol', 'p', 'pre', 's',
  'section', 'small', 'span', 'strong', 'summary', 'sup', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
];
const toText = unified()
  .use(rehypeSanitize, {
    tagNames: TAGS, strip: ['script', 'style'], protocols: { href: ['http', 'https', 'mailto'] },
    attributes: { a: ['href'], th: ['scope'], ol: ['start'], '*': ['className', 'lang'] },
  })
  .use(rehypeStringify);

/** The text of a tree, without what could do harm. */
export function htmlText(children: readonly ElementContent[]): string { return toText.stringify(toText.runSync({ type: 'root', children: [...children] })); }

/** An element; strings are its text. */
export function element(tagName: string, properties: Element['properties'], children: readonly (ElementContent | string)[]): Element {
  return { type: 'element', tagName, properties, children: children.map(child => (typeof child === 'string' ? { type: 'text', value: child } : child)) };
}
