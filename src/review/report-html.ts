import type { Element, ElementContent, RootContent } from 'hast';
import type { RootContent as Markdown } from 'mdast';
import type { Language } from '../sms/language.js';
import { compareText, visible } from '../sms/text.js';
import { listOf, rootOf, type ReviewPage } from './page.js';
import { redlined, type Page } from './redline.js';
import { element, htmlOf, htmlText } from '../sms/html.js';
import type { Review } from './types.js';

/** A changed file in both states; one of them may be absent. */
export interface ChangedFile { before?: Page; after?: Page }

/** The files that changes are in, each with what it was before, in order of their paths. `pageOf`: a file in one of the states, undefined where it has none. */
export function changedFiles({ changes }: Review, pageOf: (side: 'before' | 'after', file: string) => Page | undefined): ChangedFile[] {
  const was = new Map<string, string>(), files = new Set<string>();
  for (const { before, after } of changes) {
    if (before && after && !was.has(after.file)) was.set(after.file, before.file);
    const file = after?.file ?? before?.file;
    if (file !== undefined) files.add(file);
  }
  const earlier = new Set(was.values());
  return [...files].sort(compareText).flatMap((file): ChangedFile[] => {
    const after = pageOf('after', file), before = pageOf('before', was.get(file) ?? file);
    // What went on under another name is shown there.
    return (after || before) && !(after === undefined && earlier.has(file)) ? [{ ...(before && { before }), ...(after && { after }) }] : [];
  });
}

/** A review as one page that stands alone: no script, nothing from elsewhere. Below it each changed document with its changes marked. */
export function htmlReview(page: ReviewPage, files: readonly ChangedFile[], language: Language): string {
  const sections = page.sections.map(({ title, entries, folded }): Element => {
    const name = `${title} (${entries.length})`, body = fromMarkdown([listOf(entries)]);
    return folded ? element('details', {}, [element('summary', {}, [name]), ...body]) : element('section', {}, [element('h2', {}, [name]), ...body]);
  });
  const documents = files.map(({ before, after }) => element('details', {}, [
    element('summary', {}, [titleOf(after ?? before), ' ', element('code', {}, [visible((after ?? before)?.file ?? '')])]), element('article', {}, redlined(before, after, language).map(lowered)),
  ]));
  const main = element('main', {}, [
    element('h1', {}, [visible(page.title)]), ...fromMarkdown([...page.answers]), ...sections,
    ...(documents.length === 0 ? [] : [element('section', {}, [element('h2', {}, [language.text('review.report.documents', 'The changed documents')]), ...documents])]), element('footer', {}, fromMarkdown([page.foot])),
  ]);
  const heading = visible(page.title).replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);
  return `<!DOCTYPE html>
<html lang="${language.tag.replace(/[^A-Za-z0-9-]/g, '')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${heading}</title>
<style>
${STYLE}</style>
</head>
<body>
${htmlText([main])}
</body>
</html>
`;
}

function fromMarkdown(nodes: readonly Markdown[]): ElementContent[] { return htmlOf(rootOf(nodes)).children.filter((child): child is Exclude<RootContent, { type: 'doctype' }> => child.type !== 'doctype'); }

function titleOf(page: Page | undefined): string { return visible((page && page.model.files.get(page.file)?.artefact?.title) ?? page?.file.split('/').at(-1) ?? ''); }

/** The headings of a document stand below those of the page. */
function lowered(node: ElementContent): ElementContent {
  if (node.type !== 'element') return node;
  const depth = /^h([1-6])$/.exec(node.tagName)?.[1];
  return { ...node, tagName: depth === undefined ? node.tagName : `h${Math.min(6, Number(depth) + 2)}`, children: node.children.map(lowered) };
}

const STYLE = `:root { color-scheme: light dark; --line: #8886; --came: #1a7f3722; --went: #cf222e22; }
body { max-width: 56rem; margin: 1.5rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid var(--line); }
li { margin: .2rem 0; } code { font-size: .9em; overflow-wrap: anywhere; }
summary { cursor: pointer; padding: .3rem 0; font-weight: 600; } summary code { font-weight: 400; }
article { border: 1px solid var(--line); border-radius: .3rem; padding: .5rem 1rem; margin-bottom: 1rem; overflow-x: auto; }
table { border-collapse: collapse; margin: .3rem 0; } th, td { border: 1px solid var(--line); padding: .2rem .5rem; text-align: left; vertical-align: top; } td > ul { margin: 0; padding-left: 1.2rem; }
ins { background: var(--came); text-decoration: underline; text-decoration-thickness: 2px; } del { background: var(--went); text-decoration: line-through; }
ins + del, del + ins { margin-left: .2em; }
ins.whole, del.whole { display: block; text-decoration: none; background: none; padding-left: .8rem; border-left: 4px solid; border-color: #1a7f37; } del.whole { border-color: #cf222e; border-left-style: dashed; }
tr.changed > th, li.changed { box-shadow: inset 3px 0 #bf8700; } li.changed { padding-left: .5rem; }
.note { font-style: italic; } .gap { opacity: .7; } pre { overflow-x: auto; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
footer { margin-top: 2rem; border-top: 1px solid var(--line); font-size: .9rem; }
@media print { body { max-width: none; margin: 0; } details::details-content { content-visibility: visible; height: auto; } article { border: 0; padding: 0; } }
`;
