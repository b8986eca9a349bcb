import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
import type { Root } from 'mdast';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { htmlPack } from '../../src/evidence/html.js';
import { markdownPack } from '../../src/evidence/markdown.js';
import type { Block, Diagram, EvidencePack, Inline, Table, Tone } from '../../src/evidence/pack.js';
import { ENGLISH } from '../../src/sms/language.js';
import { parseBody } from '../../src/sms/markdown.js';
import { startChromium, watchNetwork } from '../support/chromium.js';

const ASSETS = { style: readFileSync('media/pack.css', 'utf8'), script: readFileSync('dist/diagrams.js', 'utf8'), mermaid: readFileSync('dist/mermaid.min.js', 'utf8') };

const words = (text: string, tone?: Tone): Inline => [{ text, ...(tone && { tone }) }];
const table = (key: string, title: string, rows: readonly (readonly [id: string, ...cells: Inline[]])[], columns = ['Name', 'State']): Table =>
  ({ type: 'table', key, title, columns: columns.map((each, at) => ({ key: each, title: each, ...(at === 0 && { head: true }) })), rows: rows.map(([id, ...cells]) => ({ id, cells })) });
const diagram = (key: string, source: string): Diagram => ({ type: 'diagram', key, title: `Picture ${key}`, source, text: table(`${key}-text`, `Picture ${key} as a table`, [[`${key}-1`, words('A'), words('leads to B')]]) });
const body = (markdown: string): Root => { const root = parseBody(markdown); assert.equal(root.type, 'root'); return root.type === 'root' ? root : { type: 'root', children: [] }; };
const document = (id: string, markdown: string): Block =>
  ({ type: 'document', id, kind: 'document', title: `Document ${id}`, file: `documents/${id}.md`, version: '2', blob: 'a'.repeat(40), standing: words('In force since 2026-01-01'), body: body(markdown) });

/** What of an element in the browser is looked at. */
interface Shown { querySelector(selector: string): object | null; textContent: string; complete: boolean; naturalWidth: number; checkVisibility(how: object): boolean }

/** What somebody might write to reach out of a page; `web` is a server that notes who asks. */
const HOSTILE = (web: string): string => [
  '<script>canary()</script>', `<img src="${web}/m01" onerror="canary()">`, '<svg onload="canary()"></svg>', '<iframe srcdoc="<script>parent.canary()</script>"></iframe>', `<object data="${web}/object"></object><embed src="${web}/embed">`,
  `<form action="${web}/form"><button>x</button></form>`, `<base href="${web}/">`, `<link rel="stylesheet" href="${web}/css">`, `<style>@import url(${web}/import); body { background: url(${web}/background) }</style>`,
  `<img srcset="${web}/srcset 1x">`, `<div style="background: url(${web}/inline)">x</div>`, '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=canary()&gt;">', '<noscript><p title="</noscript><img src=x onerror=canary()>"></noscript>',
  '<template shadowrootmode="open"><img src=x onerror="canary()"></template>', '<a id="document">x</a><a id="__proto__">y</a><a id="content">z</a>', '<details open ontoggle="canary()">x</details>',
].join('\n\n');
const LINKS = (web: string): string => [
  '[a](javascript:canary())', '[b](java&#115;cript:canary())', '[c](JaVaScRiPt:canary())', '[d](vbscript:canary())', '[e](data:text/html,<script>canary()</script>)', '[f](command:workbench.action.files.save)', '[g](vscode://file/etc/passwd)',
  '[h](file:///etc/passwd)', '[i](//evil.example/x)', '[j](\\\\\\\\host\\\\x)', '[k](other.html)', '[l](../up.md)', '[m](https://good.example/page)', '[n](mailto:a@good.example)', `![pixel](${web}/pixel)`, '![p](//evil.example/pixel)', '![q](../../../../etc/passwd)',
].join('\n\n');
/** Drawn without harm, or told why not. */
const DIAGRAMS = (web: string): Readonly<Record<string, string>> => ({
  icon: 'architecture-beta\n  service a(server)["<img src=x onerror=canary()>"]\n',
  formula: 'sequenceDiagram\n  A->>B: $$<img src=x onerror=canary()>$$\n  A->>B: <img src=x onerror=canary()>\n',
  loose: '%%{init: {"securityLevel":"loose","htmlLabels":true,"flowchart":{"htmlLabels":true},"themeCSS":"* { background: red }"}}%%\nflowchart LR\n  a["<img src=x onerror=canary()>"] --> b\n',
  front: '---\nconfig:\n  securityLevel: loose\n  htmlLabels: true\n---\nflowchart LR\n  a["<iframe srcdoc=x>"] --> b\n',
  proto: '%%{init: {"__proto__": {"securityLevel":"loose"}, "constructor": {"prototype": {"x": 1}}}}%%\nflowchart LR\n  a --> b\n',
  style: 'flowchart LR\n  a --> b\n  classDef x fill:red;}body{display:none\n  class a x\n',
  image: `flowchart LR\n  A@{ img: "${web}/node", label: "A" }\n  A --> B\n  click B href "javascript:canary()"\n  click A call canary()\n`,
  remote: `flowchart LR\n  a["<img src='${web}/label'>"] --> b\n  style a background:url(${web}/style)\n`,
  axis: 'xychart-beta\n  x-axis 1 --> 1\n  line [1, 2]\n',
  mistake: 'flowchart LR\n  a --> --> ]\n',
});
/** Each task looks through thousands of days that are left out. */
const ENDLESS = `gantt\n  dateFormat YYYY-MM-DD\n  excludes monday,tuesday,wednesday,thursday,friday,saturday\n  section A\n${Array.from({ length: 60 }, (_, at) => `  task ${at} :t${at}, 2024-01-0${1 + at % 9}, 1300d\n`).join('')}`;
const HARMLESS = 'flowchart LR\n  n1["Managed e-mail"] --> n2["Directory"]\n  n1 -.-> n3["Backup"]\n';

function packOf(web: string): EvidencePack {
  return {
    format: 1, tool: { name: 'sms', version: '0.1.0' }, organization: 'A </style></title><script>canary()</script> ${x} ]]> B.V.', standard: 'ISO/IEC 20000-1:2018', scope: { of: 'all' }, today: '2026-03-31', period: { from: '2025-04-01', to: '2026-03-31' },
    draft: true, level: { level: 'E0', reason: 'Not from a commit.' }, outcome: 'findings', counts: { major: 0, minor: 1, observation: 0 }, leftOut: [],
    parts: [
      { id: 'cover', title: 'Cover', clauses: [], blocks: [{ type: 'facts', facts: [{ name: 'Outcome', value: words('findings', 'attention') }, { name: 'Level', value: [{ text: 'E0', mark: 'code' }] }] }, { type: 'note', tone: 'bad', text: words('Not everything was looked at.') }] },
      { id: 'empty', title: 'Nothing', clauses: ['6.1'], blocks: [], empty: 'No risk register: clause 6.1 shows what is missing.' },
      { id: 'risks', title: 'Risks', clauses: ['6.1', '8.3.3'], blocks: [
        { type: 'heading', id: 'risks-map', text: 'Map' },
        table('map', 'Heat map', [['RSK-1', [{ text: 'Mail fails', to: { item: 'RSK-1' } }], words('low', 'heat-1'), words('extreme', 'heat-5')], ['RISKS#8.3 ü_', words('Disk full'), words('moderate', 'heat-3'), words('high', 'heat-4')]], ['Risk', 'Before', 'After']),
        { type: 'list', items: [[{ text: 'Document D-1', to: { item: 'D-1' } }, { text: ' and ' }, { text: 'nothing', to: { item: 'GONE' } }], [{ text: 'here', to: { file: 'a/b.yaml', line: 3 } }], [{ text: 'page', to: { url: 'javascript:canary()' } }]] },
        { type: 'folded', title: 'More', blocks: [{ type: 'note', tone: 'quiet', text: words('Folded on screen.') }] },
      ] },
      { id: 'pictures', title: 'Pictures', clauses: [], blocks: [diagram('first', HARMLESS), ...Object.entries(DIAGRAMS(web)).map(([key, source]) => diagram(key, source)), diagram('endless', ENDLESS), diagram('after', HARMLESS.replace('Backup', 'Restore')), diagram('long', `flowchart LR\n${'  a --> b\n'.repeat(6_000)}`)] },
      { id: 'documents', title: 'Documents', clauses: ['7.5'], blocks: [
        document('D-1', `#### One\n\nText[^1] with a [link](https://good.example/).\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\n\`\`\`mermaid\n${HARMLESS.replace('Backup', 'Archive')}\`\`\`\n\n[^1]: A note.\n`),
        document('D-2', `#### Two\n\nText[^1].\n\n${HOSTILE(web)}\n\n${LINKS(web)}\n\n[^1]: Another.\n`),
      ] },
    ],
  };
}

describe('an evidence pack as a page', function () {
  this.timeout(180_000);
  let browser: Browser, server: Server, web: string, base: string, html: string;
  const asked: string[] = [];

  before(async () => {
    server = createServer((request, response) => { asked.push(request.url ?? ''); response.end(); });
    await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve); });
    const address = server.address();
    web = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    base = realpathSync(mkdtempSync(join(tmpdir(), 'sms-pack-page-')));
    html = htmlPack(packOf(web), ASSETS, ENGLISH);
    browser = await startChromium();
  });
  after(async () => {
    await browser.close();
    await new Promise<void>(resolve => { server.close(() => { resolve(); }); });
    rmSync(base, { recursive: true, force: true });
  });

  /** A page opened from disk, with whatever it asks for, calls or is told by the browser. */
  async function open(text: string, options: BrowserContextOptions = {}): Promise<{ page: Page; context: BrowserContext; calls: string[]; requests: string[]; said: string[] }> {
    const file = join(base, 'index.html'), context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options }), page = await context.newPage(), calls: string[] = [], said: string[] = [];
    writeFileSync(file, text);
    await context.exposeBinding('canary', ({ frame }) => { calls.push(frame.url()); });
    page.on('console', message => { if (message.type() === 'error' || message.type() === 'warning') said.push(message.text()); });
    page.on('pageerror', error => { said.push(String(error)); });
    page.on('dialog', dialog => { calls.push(dialog.message()); void dialog.dismiss(); });
    const requests = watchNetwork(page);
    await page.goto(pathToFileURL(file).href);
    return { page, context, calls, requests, said };
  }

  const SETTLED = 'figure.diagram .drawing:empty';
  const settled = async (page: Page): Promise<void> => { await page.locator(SETTLED).first().waitFor({ state: 'detached', timeout: 60_000 }); };
  const stateOf = (page: Page, title: string): Promise<string> => page.locator(`figure[data-title="Picture ${title}"] .drawing`).evaluate((place: Shown) => (place.querySelector('img') ? 'drawn' : place.textContent));
  const withoutPolicy = (text: string): string => { const without = text.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''); assert.notEqual(without, text); return without; };

  it('is the same bytes each time, and asks for nothing but what it brings', () => {
    assert.equal(htmlPack(packOf(web), ASSETS, ENGLISH), html);
    assert.match(html, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'sha256-[^' ]{44}'; script-src 'sha256-[^' ]{44}' 'sha256-[^' ]{44}'; base-uri 'none'; form-action 'none'">/);
    const shown = html.replace(/<script[^]*?<\/script>/g, '');
    assert.doesNotMatch(shown, /<(?:img|iframe|object|embed|form|base|link|svg|math|template)\b|<[^>]*\s(?:src|style|on\w+)=/i);
    assert.deepEqual([...shown.matchAll(/<[^>]* href="([^"]*)"/g)].map(([, to = '']) => to).filter(to => !to.startsWith('#')).sort(), ['https://good.example/', 'https://good.example/page', 'mailto:a@good.example']);
    for (const [, to = ''] of shown.matchAll(/ href="#([^"]*)"/g)) assert.ok(shown.includes(` id="${to}"`), to);
  });

  it('is valid HTML', async () => {
    const validate = new HtmlValidate({ extends: ['html-validate:recommended'], rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'text-content': 'error' } });
    const { results } = await validate.validateString(htmlPack({ ...packOf(web), organization: 'Harbour' }, { ...ASSETS, mermaid: 'x' }, ENGLISH));
    assert.deepEqual(results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId} ${message}`)), []);
  });

  const MODES: readonly (readonly [name: string, text: () => string, isQuiet: boolean])[] = [
    ['with its policy', () => html, true],
    ['without its policy, by what was taken out of the texts', () => withoutPolicy(html), true],
    ['by its policy alone, with what was taken out put in again', () => html.replace('<main id="content">', `$&${HOSTILE(web)}${LINKS(web)}`), false],
  ];
  for (const [name, text, isQuiet] of MODES) it(`reaches nobody and runs nothing foreign ${name}`, async () => {
    const { page, context, calls, requests, said } = await open(text());
    await settled(page);
    await page.waitForTimeout(300);
    assert.deepEqual({ asked, requests, calls }, { asked: [], requests: [], calls: [] });
    if (isQuiet) assert.deepEqual(said, []);
    assert.equal(new URL(page.url()).protocol, 'file:');
    await context.close();
  });

  it('draws what it may draw, says why of the rest, and goes on after one that does not end', async () => {
    const { page, context } = await open(html);
    await settled(page);
    for (const title of ['first', 'after', 'loose', 'front', 'proto', 'style', 'remote', 'formula', 'image']) assert.equal(await stateOf(page, title), 'drawn', title);
    assert.equal(await page.locator('.document figure img').count(), 1);
    assert.match(await stateOf(page, 'icon'), /^Not drawn: this kind/);
    assert.match(await stateOf(page, 'endless'), /^Not drawn: it took longer/);
    assert.match(await stateOf(page, 'long'), /^Not drawn: the source is too long/);
    assert.match(await stateOf(page, 'mistake'), /^Not drawn: the source has a mistake/);
    const first = page.locator('figure[data-title="Picture first"]'), image = first.locator('img');
    assert.ok(await image.evaluate(({ naturalWidth, complete }: Shown) => naturalWidth > 100 && complete));
    assert.equal(await image.getAttribute('alt'), 'Picture first');
    // The table steps back, the one of a picture that is not there stays.
    assert.equal(await first.locator('table').isVisible(), false);
    assert.ok(await page.locator('figure[data-title="Picture endless"] table').isVisible());
    assert.ok(await page.locator('body').isVisible());
    await context.close();
  });

  it('can be read with scripts off', async () => {
    const { page, context } = await open(html, { javaScriptEnabled: false });
    for (const shown of [page.getByRole('heading', { name: 'Risks', exact: true }), page.getByText('Picture first as a table'), page.getByRole('table', { name: 'Heat map' }), page.getByText('No risk register')]) assert.ok(await shown.isVisible());
    assert.equal(await page.locator('.search').isVisible(), false);
    await context.close();
  });

  it('shows only what somebody looks for', async () => {
    const { page, context } = await open(html);
    await page.getByLabel('Show only what has').fill('disk FULL');
    await page.getByText('1 place', { exact: true }).waitFor();
    assert.deepEqual(await page.locator('section.part:not([hidden]) tbody tr:not([hidden]) th').allInnerTexts(), ['Disk full']);
    await page.getByLabel('Show only what has').fill('');
    await page.getByText('Mail fails').waitFor();
    await context.close();
  });

  for (const colorScheme of ['light', 'dark'] as const) it(`reads well for everybody, ${colorScheme}`, async () => {
    const require = createRequire(join(process.cwd(), 'package.json')), axe = readFileSync(require.resolve('axe-core'), 'utf8');
    const { page, context } = await open(html, { colorScheme, bypassCSP: true });
    await settled(page);
    const violations = await page.evaluate(`(() => { ${axe}; return axe.run(document, { iframes: false }).then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ' ' + nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(' | '))); })()`);
    assert.deepEqual(violations, []);
    await context.close();
  });

  it('prints each part from a page of its own, with what is folded on screen', async () => {
    const { page, context } = await open(html);
    await settled(page);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    assert.ok((pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length >= packOf(web).parts.length);
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.getByText('Folded on screen.').evaluate((node: Shown) => node.checkVisibility({ contentVisibilityAuto: true })));
    assert.equal(await page.locator('.draft').count(), packOf(web).parts.length + 1);
    await context.close();
  });

  it('is Markdown with the same parts, tables and pictures', () => {
    const markdown = markdownPack(packOf(web), ENGLISH);
    for (const { id, title } of packOf(web).parts) assert.ok(markdown.includes(`<a id="part-${id}"></a>\n\n## ${title}\n\n> **DRAFT`), title);
    assert.ok(markdown.includes('```mermaid\nflowchart LR\n  n1["Managed e-mail"]'));
    assert.match(markdown, /\| +Risk +\| +Before +\| +After +\|/);
    assert.ok(markdown.includes('[Document D-1](#item-D-1) and nothing'));
    assert.ok(markdown.includes('here (a/b.yaml:3)'));
    assert.doesNotMatch(markdown, /\]\(javascript:canary\(\)\)\n\n- /);
  });
});
