import type { Element, ElementContent } from 'hast';
import { element, htmlOf, htmlText } from '../sms/html.js';
import type { Language } from '../sms/language.js';
import type { Block, Column, Diagram, DocumentBlock, EvidencePack, Inline, Part, Row, Span, Table } from './pack.js';
import { inScript, sourceOf } from './policy.js';
import { addressOf, anchorOf, anchorOfPart, documentFacts, draftText, idOf, packLine, packTitle, placesIn, placeText, targetText, withheldText, type Places } from './tree.js';

/** A pack as one page that needs nothing beside it, and one part of it as it stands there. */

/** `style`: media/pack.css. `script`: the bundle of webview/diagrams.ts. `mermaid`: its own bundle, as text. */
export interface PageAssets { style: string; script: string; mermaid: string }

/** Where a part stands. `live`: whoever shows it follows every target itself (`data-to`, tree.ts targetText); else links lead only to what is on the page. */
export interface PartPage { places: Places; language: Language; draft: boolean; live?: boolean }

/** The whole page; equal packs give equal bytes. Its policy lets run and style nothing but what it brings, and fetches nothing. */
export function htmlPack(pack: EvidencePack, assets: PageAssets, language: Language): string {
  const page: PartPage = { places: placesIn(pack.parts), language, draft: pack.draft }, title = packTitle(pack, language), line = packLine(pack, language);
  const style = inStyle(`${assets.style.trim()}\n${pageMargins(pack, line, language)}`), script = inScript(assets.script), mermaid = inScript(assets.mermaid);
  const policy = `default-src 'none'; img-src data:; style-src ${sourceOf(style)}; script-src ${sourceOf(script)} ${sourceOf(mermaid)}; base-uri 'none'; form-action 'none'`;
  const [cover, ...others] = pack.parts;
  return `<!DOCTYPE html>
<html lang="${attribute(language.tag)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeText(title)}</title>
<style>${style}</style>
</head>
<body class="pack">
<a class="skip" href="#content">${escapeText(language.text('pack.page.skip', 'Skip to the contents'))}</a>
<main id="content">
${htmlText([coverHead(pack, line, language)])}
${cover ? partHtml(cover, page) : ''}
<nav aria-label="${attribute(language.text('pack.page.contents', 'Contents'))}">
<h2>${escapeText(language.text('pack.page.contents', 'Contents'))}</h2>
<div class="search" hidden>
<label for="search">${escapeText(language.text('pack.page.search', 'Show only what has'))}</label>
<input type="search" id="search" autocomplete="off">
<p id="found" role="status" data-none="${attribute(language.text('pack.page.found-none', 'Nothing has that.'))}" data-one="${attribute(language.text('pack.page.found-one', '1 place'))}" data-many="${attribute(language.text('pack.page.found', '{count} places', { count: '{count}' }))}"></p>
</div>
${htmlText([contents(pack.parts)])}
</nav>
${others.map(part => partHtml(part, page)).join('\n')}
</main>
<script type="text/plain" id="pack-mermaid">${mermaid}</script>
<script id="pack-script"${Object.entries(problemTexts(language)).map(([name, text]) => ` data-${name}="${attribute(text)}"`).join('')}>${script}</script>
</body>
</html>
`;
}

/** Why a picture is not there, by what went wrong (webview/drawing.ts). */
export function problemTexts(language: Language): Readonly<Record<'too-long' | 'kind' | 'empty' | 'time' | 'failed', string>> {
  return {
    'too-long': language.text('pack.drawing.too-long', 'Not drawn: the source is too long.'), kind: language.text('pack.drawing.kind', 'Not drawn: this kind of picture is shown as its source only.'),
    empty: language.text('pack.drawing.empty', 'Not drawn: the source is empty.'), time: language.text('pack.drawing.time', 'Not drawn: it took longer than 3 seconds.'),
    failed: language.text('pack.drawing.failed', 'Not drawn: the source has a mistake, or this browser cannot draw it.'),
  };
}

/** One part: its section with all its blocks. */
export function partHtml(part: Part, page: PartPage): string {
  const { language } = page, title = `${anchorOfPart(part.id)}-title`;
  const head = htmlText([element('section', { className: ['part', `part-${part.id}`], id: anchorOfPart(part.id), ariaLabelledBy: [title] }, [
    ...(page.draft ? [element('p', { className: ['draft'] }, [draftText(language)])] : []),
    element('h2', { id: title }, [part.title]),
    ...(part.clauses.length === 0 ? [] : [element('p', { className: ['clauses'] }, [
      part.clauses.length === 1 ? language.text('pack.page.clause', 'Clause') : language.text('pack.page.clauses', 'Clauses'), ' ',
      ...part.clauses.flatMap((clause, at) => [...(at === 0 ? [] : [', ']), ...spanTree({ text: clause, to: { clause } }, page)]),
    ])]),
    ...(part.empty === undefined ? [] : [element('p', { className: ['empty'] }, [part.empty])]),
  ])]), end = head.lastIndexOf('</');
  return head.slice(0, end) + blocksHtml(part.blocks, page) + head.slice(end);
}

/** Some blocks of a part, one after the other: the trees of all of them at once would fill the memory. */
export function blocksHtml(blocks: readonly Block[], page: PartPage): string { return blocks.map(block => htmlText(blockTree(block, page))).join(''); }

/** Some rows of a table, for the same. */
export function rowsHtml({ columns }: Table, rows: readonly Row[], page: PartPage): string {
  // Rows outside of a table are none.
  return htmlText([element('table', {}, [element('tbody', {}, rows.map(row => rowTree(row, columns, page)))])]).slice('<table><tbody>'.length, -'</tbody></table>'.length);
}

function coverHead(pack: EvidencePack, line: string, language: Language): Element {
  return element('header', { className: ['cover'] }, [
    ...(pack.draft ? [element('p', { className: ['draft'] }, [draftText(language)])] : []),
    element('p', { className: ['what'] }, [language.text('pack.page.what', 'Audit evidence pack')]), element('h1', {}, [pack.organization]), element('p', { className: ['line'] }, [line]),
    ...pack.leftOut.map(said => element('p', { className: ['left-out'] }, [said])),
  ]);
}

function contents(parts: readonly Part[]): Element {
  return element('ol', {}, parts.map(({ id, title, empty }) => element('li', empty === undefined ? {} : { className: ['quiet'] }, [element('a', { href: `#${anchorOfPart(id)}` }, [title])])));
}

function blockTree(block: Block, page: PartPage): Element[] {
  switch (block.type) {
    case 'heading': return [element('h3', block.id !== undefined && page.places.isAt(block.id, block) ? { id: anchorOf(block.id) } : {}, [block.text])];
    case 'note': return [element('p', block.tone ? { className: ['note', block.tone] } : {}, spans(block.text, page))];
    case 'facts': return [element('dl', { className: ['facts'] }, block.facts.map(({ name, value }) => element('div', {}, [element('dt', {}, [name]), element('dd', {}, spans(value, page))])))];
    case 'list': return [element('ul', {}, block.items.map(item => element('li', {}, spans(item, page))))];
    case 'table': return tableTree(block, page);
    case 'diagram': return [diagramTree(block, page)];
    case 'document': return [documentTree(block, page)];
    case 'folded': return [element('details', { className: ['folded'] }, [element('summary', {}, [block.title]), ...block.blocks.flatMap(each => blockTree(each, page))])];
  }
}

function tableTree({ key, title, columns, rows, leftOut }: Table, page: PartPage): Element[] {
  const wide = columns.length > MOST_WIDE ? ['wide', 'widest'] : columns.length > MOST_NARROW ? ['wide'] : [];
  const table = element('table', { className: [`table-${key.replace(/[^\w-]/g, '-')}`, ...wide] }, [
    element('caption', {}, [title]),
    element('thead', {}, [element('tr', {}, columns.map(column => element('th', { scope: 'col', ...(column.numeric && { className: ['number'] }) }, [column.title])))]),
    element('tbody', {}, rows.map(row => rowTree(row, columns, page))),
  ]);
  return [element('div', { className: ['scroll'], dataTitle: title }, [table]), ...(leftOut ? [element('p', { className: ['left-out'] }, [withheldText(leftOut, page.language)])] : [])];
}

/** With more columns a table takes the width of the page, and smaller letters. */
const MOST_NARROW = 7, MOST_WIDE = 12;

function rowTree(row: Row, columns: readonly Column[], page: PartPage): Element {
  const own = row.id !== undefined && page.places.isAt(row.id, row);
  return element('tr', { ...(own && row.id !== undefined && { id: anchorOf(row.id) }), ...(page.live && row.id !== undefined && { dataItem: row.id }) }, row.cells.map((cell, at) => {
    const column = columns[at], heat = cell.find(({ tone }) => tone?.startsWith('heat-'))?.tone, names = [...(column?.numeric ? ['number'] : []), ...(heat ? [heat] : [])];
    const shown = spans(cell.map(span => (heat && span.tone === heat ? withoutTone(span) : own && span.to && idOf(span.to) === row.id && !page.live ? withoutTarget(span) : span)), page);
    return element(column?.head ? 'th' : 'td', { ...(column?.head && { scope: 'row' }), ...(names.length > 0 && { className: names }) }, shown);
  }));
}

function withoutTone({ text, to, mark }: Span): Span { return { text, ...(to && { to }), ...(mark && { mark }) }; }
function withoutTarget({ text, tone, mark }: Span): Span { return { text, ...(tone && { tone }), ...(mark && { mark }) }; }

function diagramTree({ title, source: of, text }: Diagram, page: PartPage): Element {
  return figure(title, of, page, [element('details', { className: ['as-table'], open: true }, [element('summary', {}, [page.language.text('pack.page.as-table', 'As a table')]), ...tableTree(text, page)])]);
}

/** Without scripts all stands there but the drawing. */
function figure(title: string, of: string, { language }: PartPage, more: readonly Element[]): Element {
  return element('figure', { className: ['diagram'], dataTitle: title }, [
    element('figcaption', {}, [title]), element('div', { className: ['drawing'] }, []), ...more,
    element('details', { className: ['source'], ...(more.length === 0 && { open: true }) }, [element('summary', {}, [language.text('pack.page.source', 'Source of the picture')]), element('pre', {}, [element('code', { className: ['language-mermaid'] }, [of])])]),
  ]);
}

function documentTree(block: DocumentBlock, page: PartPage): Element {
  const { language } = page, anchor = anchorOf(block.id), title = `${anchor}-title`, here = page.places.isAt(block.id, block);
  return element('article', { className: ['document'], ...(here && { id: anchor, ariaLabelledBy: [title] }), ...(page.live && { dataItem: block.id }) }, [
    element('header', {}, [
      element('h3', here ? { id: title } : {}, [page.live ? element('a', { href: `#${anchor}`, dataTo: targetText({ file: block.file }) }, [block.title]) : block.title]),
      element('dl', {}, documentFacts(block, language).map(([name, value]) => element('div', {}, [element('dt', {}, [name]), element('dd', {}, [value])]))),
      ...(block.standing.length > 0 ? [element('p', { className: ['standing'] }, spans(block.standing, page))] : []),
    ]),
    element('div', { className: ['body'] }, bodyTree(block, page)),
  ]);
}

/** The text of a document: its things have their places, its diagrams are drawn, its links lead to what is here. */
function bodyTree(block: DocumentBlock, page: PartPage): ElementContent[] {
  const prefix = `${anchorOf(block.id)}--`, noted = new Set<string>(), { language } = page;
  let diagrams = 0;
  const rewrite = (node: ElementContent): ElementContent[] => {
    if (node.type !== 'element') return [node];
    const { tagName, properties } = node, { dataTo, dataItem, href, id, ...others } = properties, children = (): ElementContent[] => node.children.flatMap(rewrite);
    const code = tagName === 'pre' ? node.children.find(isElement) : undefined, names = code?.properties['className'];
    if (code && Array.isArray(names) && names.includes('language-mermaid')) {
      diagrams++;
      const drawn = figure(language.text('pack.page.diagram-of', 'Picture {number} of {title}', { number: diagrams, title: block.title }), plainText(code), page, []), line = code.properties['dataLine'];
      return [line === undefined ? drawn : { ...drawn, properties: { ...drawn.properties, dataLine: line } }];
    }
    if (tagName === 'a') {
      const to = typeof dataTo === 'string' ? dataTo.replace(/^item:/, '') : undefined;
      if (to === undefined) return [{ ...node, properties: { ...others, ...(id !== undefined && { id }), ...(href !== undefined && { href }) }, children: children() }];
      return page.live ? [element('a', { href: `#${anchorOf(to)}`, dataTo: `item:${to}` }, children())] : page.places.partOf(to) === undefined ? children() : [element('a', { href: `#${anchorOf(to)}` }, children())];
    }
    if (tagName === 'table') return [element('div', { className: ['scroll'], dataTitle: block.title }, [{ ...node, children: node.children.flatMap(rewrite).map(headed) }])];
    const item = typeof dataItem === 'string' ? dataItem : undefined, isFirst = item !== undefined && !noted.has(item) && page.places.isAt(item, block);
    if (item !== undefined) noted.add(item);
    // The label of footnotes has the same id in every text.
    const own = typeof id === 'string' && id.startsWith(prefix) ? id : undefined;
    return [{ ...node, properties: { ...others, ...(item !== undefined && isFirst ? { id: anchorOf(item) } : own !== undefined && { id: own }), ...(page.live && item !== undefined && { dataItem: item }) }, children: children() }];
  };
  return htmlOf(block.body, { prefix, footnotes: language.text('pack.page.footnotes', 'Footnotes') }).children.flatMap(node => (node.type === 'doctype' ? [] : rewrite(node)));
}

function isElement(node: ElementContent): node is Element { return node.type === 'element'; }

/** Heads of tables in Markdown stand above their columns. */
function headed(node: ElementContent): ElementContent {
  if (!isElement(node)) return node;
  return node.tagName === 'th' ? { ...node, properties: { ...node.properties, scope: 'col' } } : node.tagName === 'thead' || node.tagName === 'tr' ? { ...node, children: node.children.map(headed) } : node;
}

function plainText(node: ElementContent): string { return node.type === 'text' ? node.value : node.type === 'element' ? node.children.map(plainText).join('') : ''; }

function spans(of: Inline, page: PartPage): (Element | string)[] { return of.flatMap(span => spanTree(span, page)); }

function spanTree(span: Span, page: PartPage): (Element | string)[] {
  const { text, to, tone, mark } = span, whole = unbroken(text), marked: (Element | string)[] = mark === undefined ? whole : [element(mark, {}, whole)];
  const shown: (Element | string)[] = tone === undefined ? marked : [element('span', { className: ['tone', tone] }, marked)];
  if (!to) return shown;
  const address = addressOf(to), id = idOf(to);
  if (address !== undefined) return [element('a', { href: address }, shown)];
  if (page.live) return [element('a', { href: `#${id === undefined ? 'part' in to ? anchorOfPart(to.part) : '' : anchorOf(id)}`, dataTo: targetText(to) }, shown)];
  if ('part' in to) return page.places.isPart(to.part) ? [element('a', { href: `#${anchorOfPart(to.part)}` }, shown)] : shown;
  if (id !== undefined) return page.places.partOf(id) === undefined ? shown : [element('a', { href: `#${anchorOf(id)}` }, shown)];
  const place = placeText(to, text);
  return place === '' ? shown : [element('span', {}, [...shown, element('span', { className: ['place'] }, [place])])];
}

/** Days, which browsers else break at their hyphens. */
function unbroken(text: string): (Element | string)[] {
  return text.split(/(\b\d{4}-\d{2}-\d{2}\b)/).flatMap((part, at): (Element | string)[] => (part === '' ? [] : at % 2 === 1 ? [element('span', { className: ['whole'] }, [part])] : [part]));
}

/** What stands above and below each printed page. */
function pageMargins(pack: EvidencePack, line: string, language: Language): string {
  const foot = `${pack.organization} · ${line}`, pages = language.text('pack.page.number', 'Page {number} of {count}', { number: '\u0001', count: '\u0002' })
    .split(/([\u0001\u0002])/).map(each => (each === '\u0001' ? 'counter(page)' : each === '\u0002' ? 'counter(pages)' : inCss(each))).join(' ');
  const draft = pack.draft ? ` @top-center { content: ${inCss(draftText(language))}; font: 700 8pt system-ui, sans-serif; color: #a4262c; }` : '';
  return `@page { @bottom-left { content: ${inCss(foot)}; width: 80%; font: 7.5pt system-ui, sans-serif; color: #555; } @bottom-right { content: ${pages}; font: 7.5pt system-ui, sans-serif; color: #555; }${draft} }`;
}

/** A text in CSS, in which no letter of it is a sign of CSS or of HTML. */
function inCss(text: string): string { return `"${text.replace(/[^\p{L}\p{N} .,:·–-]/gu, sign => `\\${(sign.codePointAt(0) ?? 0).toString(16)} `)}"`; }

function inStyle(style: string): string { return style.replace(/<(?=[/!])/g, '\\3c '); }

function escapeText(text: string): string { return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'); }
function attribute(text: string): string { return escapeText(text).replace(/"/g, '&quot;'); }
