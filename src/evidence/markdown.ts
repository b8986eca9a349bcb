import type { BlockContent, Html, Nodes, PhrasingContent, RootContent, Table as MarkdownTable, TableCell } from 'mdast';
import type { Language } from '../sms/language.js';
import { writeMarkdown } from '../sms/markdown.js';
import type { Block, EvidencePack, Facts, Inline, Part, Span, Table } from './pack.js';
import { addressOf, anchorOf, anchorOfPart, documentFacts, draftText, idOf, packLine, packTitle, placesIn, placeText, withheldText, type Places } from './tree.js';

/** A pack as one text in the Markdown of forges and wikis. */
export function markdownPack(pack: EvidencePack, language: Language): string {
  const places = placesIn(pack.parts), page: Page = { places, language, draft: pack.draft };
  const head: RootContent[] = [
    heading(1, packTitle(pack, language)), paragraph([text(packLine(pack, language))]),
    ...(pack.draft ? [draft(language)] : []), ...pack.leftOut.map(said => paragraph([text(said)])),
    { type: 'list', ordered: true, spread: false, children: pack.parts.map(({ id, title }) => ({ type: 'listItem', spread: false, children: [paragraph([link(`#${anchorOfPart(id)}`, [text(title)])])] })) },
  ];
  const texts = [writeMarkdown({ type: 'root', children: head })];
  for (const part of pack.parts) for (const children of pieces(part, page)) texts.push(writeMarkdown({ type: 'root', children }));
  return texts.join('\n');
}

/** Some blocks as a text of their own, under a title. */
export function markdownBlocks(title: string, blocks: readonly Block[], language: Language): string {
  const page: Page = { places: placesIn([{ id: '', title, clauses: [], blocks }]), language, draft: false };
  return writeMarkdown({ type: 'root', children: [heading(1, title), ...blocks.flatMap(block => blockTree(block, page))] });
}

interface Page { places: Places; language: Language; draft: boolean }

/** A part, cut before its documents: the trees of all of them at once would fill the memory. */
function* pieces(part: Part, page: Page): Generator<RootContent[]> {
  let piece: RootContent[] = [
    anchor(anchorOfPart(part.id)), heading(2, part.title), ...(page.draft ? [draft(page.language)] : []),
    ...(part.empty === undefined ? [] : [paragraph([{ type: 'emphasis', children: [text(part.empty)] }])]),
  ];
  for (const block of part.blocks) {
    if (block.type === 'document') { yield piece; piece = []; }
    piece.push(...blockTree(block, page));
  }
  yield piece;
}

function blockTree(block: Block, page: Page): RootContent[] {
  const { language } = page;
  switch (block.type) {
    case 'heading': return [...(block.id !== undefined && page.places.isAt(block.id, block) ? [anchor(anchorOf(block.id))] : []), heading(3, block.text)];
    case 'note': return [block.tone === 'bad' || block.tone === 'attention' ? { type: 'blockquote', children: [paragraph(spans(block.text, page))] } : paragraph(spans(block.text, page))];
    case 'facts': return [factsTable(block, page)];
    case 'list': return [{ type: 'list', ordered: false, spread: false, children: block.items.map(item => ({ type: 'listItem', spread: false, children: [paragraph(spans(item, page))] })) }];
    case 'table': return tableTree(block, page);
    case 'diagram': return [paragraph([{ type: 'strong', children: [text(block.title)] }]), { type: 'code', lang: 'mermaid', value: block.source }, ...tableTree(block.text, page)];
    case 'document': return [
      anchor(anchorOf(block.id)), heading(3, block.title),
      paragraph(documentFacts(block, language).flatMap(([name, value], at): PhrasingContent[] => [...(at === 0 ? [] : [text(' · ')]), text(`${name}: `), { type: 'inlineCode', value }])),
      ...(block.standing.length > 0 ? [paragraph([{ type: 'emphasis', children: spans(block.standing, page) }])] : []), ...block.body.children.flatMap(node => bodyNode(node, page)),
    ];
    case 'folded': return [paragraph([{ type: 'strong', children: [text(block.title)] }]), ...block.blocks.flatMap(each => blockTree(each, page))];
  }
}

function tableTree({ title, columns, rows, leftOut }: Table, page: Page): RootContent[] {
  const { language } = page, out = leftOut ? [paragraph([{ type: 'emphasis', children: [text(withheldText(leftOut, language))] }])] : [];
  const table: MarkdownTable = {
    type: 'table', align: columns.map(({ numeric }) => (numeric ? 'right' : null)),
    children: [columns.map(column => cell([text(column.title)])), ...rows.map(({ id, cells }, at) => cells.map((each, column) => cell([...(column === 0 && id !== undefined && page.places.isAt(id, rows[at] ?? {}) ? [anchor(anchorOf(id))] : []), ...spans(each, page)])))]
      .map(children => ({ type: 'tableRow', children })),
  };
  return [paragraph([{ type: 'strong', children: [text(title)] }]), table, ...out];
}

function factsTable({ facts }: Facts, page: Page): RootContent {
  const { language } = page, head = [cell([text(language.text('pack.page.fact', 'Fact'))]), cell([text(language.text('pack.page.value', 'Value'))])];
  return { type: 'table', align: [], children: [head, ...facts.map(({ name, value }) => [cell([text(name)]), cell(spans(value, page))])].map(children => ({ type: 'tableRow', children })) };
}

function spans(of: Inline, page: Page): PhrasingContent[] { return of.map(span => spanTree(span, page)); }

function spanTree(span: Span, { places }: Page): PhrasingContent {
  const { text: value, to, mark } = span, shown: PhrasingContent = mark === 'code' ? { type: 'inlineCode', value } : mark === 'strong' ? { type: 'strong', children: [text(value)] } : text(value);
  if (!to) return shown;
  const address = addressOf(to), id = idOf(to), fragment = 'part' in to ? (places.isPart(to.part) ? anchorOfPart(to.part) : undefined) : id !== undefined && places.partOf(id) !== undefined ? anchorOf(id) : undefined;
  if (address !== undefined) return link(address, [shown]);
  if (fragment !== undefined) return link(`#${fragment}`, [shown]);
  const place = placeText(to, value);
  return place === '' ? shown : text(`${value}${place}`);
}

/** A node of a document: what leads to a thing that the pack does not hold is its words. */
function bodyNode(node: RootContent, page: Page): RootContent[] { return linked(node, page).flatMap(one => (isContent(one) ? [one] : [])); }

function linked(node: Nodes, page: Page): Nodes[] {
  if (node.type === 'link') {
    const to = node.data?.hProperties?.['dataTo'], id = typeof to === 'string' ? to.replace(/^item:/, '') : undefined;
    if (id !== undefined && page.places.partOf(id) === undefined) return node.children;
    return [id === undefined ? node : { ...node, url: `#${anchorOf(id)}` }];
  }
  if (!('children' in node)) return [node];
  // Each node has children of its own kind, and these stay.
  return [Object.assign({}, node, { children: node.children.flatMap(child => linked(child, page)) })];
}

function isContent(node: Nodes): node is RootContent { return node.type !== 'root'; }

function draft(language: Language): BlockContent { return { type: 'blockquote', children: [paragraph([{ type: 'strong', children: [text(draftText(language))] }])] }; }
function heading(depth: 1 | 2 | 3, value: string): RootContent { return { type: 'heading', depth, children: [text(value)] }; }
function paragraph(children: PhrasingContent[]): { type: 'paragraph'; children: PhrasingContent[] } { return { type: 'paragraph', children }; }
function cell(children: PhrasingContent[]): TableCell { return { type: 'tableCell', children }; }
/** Line breaks end a row and a heading. */
function text(value: string): PhrasingContent { return { type: 'text', value: value.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ') }; }
function link(url: string, children: PhrasingContent[]): PhrasingContent { return { type: 'link', url, children }; }
/** The only HTML in it, without a letter of anybody's but for an id as an address would write it. */
function anchor(id: string): Html { return { type: 'html', value: `<a id="${id}"></a>` }; }
