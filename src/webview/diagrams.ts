import type { Message, Node, Page, Peer } from './dom.js';
import { drawer, imageOf, problemNote, type Drawing, type Look } from './drawing.js';
import { filter, reachable, wordsOf } from './search.js';

/**
 * The one script of an exported pack: draws the diagrams of the page and shows only what somebody looks for. The same text is the script of the frame in which
 * mermaid draws, so that the policy of the page has to name one script less.
 */

interface Styles { replaceSync(text: string): void }
interface Drawn extends Node { readonly viewBox: { readonly baseVal: { readonly width: number; readonly height: number } | null } }
interface Parser { parseFromString(text: string | { toString(): string }, type: 'text/html'): { querySelector(selector: 'svg'): Drawn | null } }
interface Mermaid { initialize(options: object): void; render(id: string, source: string): Promise<{ svg: string }> }
interface Media { readonly matches: boolean; addEventListener(type: 'change', listener: () => void): void }

declare const document: Page & { adoptedStyleSheets: readonly Styles[] };
declare const mermaid: Mermaid | undefined;
declare const parent: Peer;
declare const CSSStyleSheet: new () => Styles;
declare const HTMLStyleElement: abstract new () => Node;
declare const DOMParser: { new (): Parser; prototype: Parser };
declare const XMLSerializer: new () => { serializeToString(node: Node): string };
declare const Node: { prototype: { insertBefore(child: Node, before: Node | null): Node } };
declare const Element: { prototype: { setAttribute(name: string, value: string): void } };
declare function addEventListener(type: 'message', listener: (event: Message) => void): void;
declare function addEventListener(type: 'beforeprint' | 'afterprint', listener: () => void): void;
declare function matchMedia(query: string): Media;
declare function setTimeout(then: () => void, milliseconds: number): number;
declare function clearTimeout(timer: number | undefined): void;

if (typeof mermaid === 'undefined') showPage(); else drawFor(mermaid);

// In the frame.

function drawFor(own: Mermaid): void {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [sheet];
  styleByScript(sheet);
  addEventListener('message', ({ data, source }) => {
    if (source !== parent || typeof data !== 'object' || data === null) return;
    const { source: of, look } = { source: '', look: 'light', ...data };
    void draw(own, of, look === 'dark' ? 'dark' : 'light').then(answer => { parent.postMessage(answer, '*'); }, (error: unknown) => { parent.postMessage({ message: error instanceof Error ? error.message : String(error) }, '*'); });
  });
  parent.postMessage('ready', '*');
}

/**
 * The policy lets no style in that is not known before, neither as an element nor as an attribute, and mermaid measures its letters by the one that it makes for each
 * drawing. What a script sets by itself is let in: the sheet instead of the element, which the drawing gets back in the end, and the property instead of the attribute.
 */
function styleByScript(sheet: Styles): void {
  const { insertBefore } = Node.prototype, { setAttribute } = Element.prototype, { parseFromString } = DOMParser.prototype;
  Node.prototype.insertBefore = function (this: Node, child, before) {
    if (!(child instanceof HTMLStyleElement)) return insertBefore.call(this, child, before);
    style = child.textContent;
    sheet.replaceSync(style);
    return child;
  };
  Element.prototype.setAttribute = function (this: Node & { style?: { cssText: string } }, name, value) {
    if (name === 'style' && this.style) this.style.cssText = value; else setAttribute.call(this, name, value);
  };
  DOMParser.prototype.parseFromString = function (this: object, text, type) { return parseFromString.call(this, String(text).replace(/ style="/g, ' data-style="'), type); };
}

/** Of the last drawing. */
let style = '';

const SECURE = ['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'maxEdges', 'suppressErrorRendering', 'htmlLabels', 'flowchart', 'theme', 'themeCSS', 'themeVariables', 'fontFamily', 'altFontFamily', 'dompurifyConfig', 'layout'];

async function draw(own: Mermaid, source: string, look: Look): Promise<Drawing | { message: string }> {
  own.initialize({
    startOnLoad: false, securityLevel: 'strict', secure: SECURE, maxTextSize: 50_000, maxEdges: 500, suppressErrorRendering: true, htmlLabels: false, deterministicIds: true,
    flowchart: { htmlLabels: false, useMaxWidth: false, padding: 12 }, class: { htmlLabels: false }, theme: 'base', themeVariables: LOOKS[look], themeCSS: '.edgeLabel rect { opacity: 1; }', fontFamily: FONT, fontSize: 15,
  });
  const { svg } = await own.render('drawing', source), drawn = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg'), box = drawn?.viewBox.baseVal;
  if (!drawn || !box || box.width <= 0 || box.height <= 0) return { message: '' };
  drawn.setAttribute('width', String(box.width));
  drawn.setAttribute('height', String(box.height));
  drawn.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const text = new XMLSerializer().serializeToString(drawn).replace(/ data-style="/g, ' style="'), inside = text.indexOf('>') + 1;
  return { svg: `${text.slice(0, inside)}<style>${style.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</style>${text.slice(inside)}`, width: box.width, height: box.height };
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';

/** The colours of media/pack.css. */
const LOOKS: Readonly<Record<Look, object>> = {
  light: {
    background: '#ffffff', primaryColor: '#e6f0f2', primaryBorderColor: '#0f4c5c', primaryTextColor: '#14252b', secondaryColor: '#f3efe4', secondaryBorderColor: '#8a6d1f', tertiaryColor: '#f7f9fa', tertiaryBorderColor: '#a9b8bd',
    lineColor: '#41565d', textColor: '#14252b', clusterBkg: '#f7f9fa', clusterBorder: '#a9b8bd', edgeLabelBackground: '#ffffff', noteBkgColor: '#fbf4dc', noteBorderColor: '#8a6d1f', noteTextColor: '#14252b', fontFamily: FONT, fontSize: '15px',
  },
  dark: {
    darkMode: true, background: '#1b2326', primaryColor: '#20414a', primaryBorderColor: '#7fc3d1', primaryTextColor: '#e8eef0', secondaryColor: '#3b3420', secondaryBorderColor: '#d7b65a', tertiaryColor: '#232d31', tertiaryBorderColor: '#5b6f76',
    lineColor: '#b4c4c9', textColor: '#e8eef0', clusterBkg: '#232d31', clusterBorder: '#5b6f76', edgeLabelBackground: '#1b2326', noteBkgColor: '#3b3420', noteBorderColor: '#d7b65a', noteTextColor: '#e8eef0', fontFamily: FONT, fontSize: '15px',
  },
};

// On the page.

function showPage(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)'), scripts = ['pack-mermaid', 'pack-script'].map(id => document.getElementById(id)?.textContent ?? ''), figures = Array.from(document.querySelectorAll('figure.diagram'));
  const draw = drawer(() => ({ scripts }));
  const drawAll = (look: Look): void => { for (const figure of figures) void show(figure, look, draw); };
  // Paper is light.
  drawAll('light');
  if (dark.matches) drawAll('dark');
  dark.addEventListener('change', () => { if (dark.matches) drawAll('dark'); });
  reachable();
  unfoldedInPrint();
  search();
}

async function show(figure: Node, look: Look, draw: ReturnType<typeof drawer>): Promise<void> {
  const place = figure.querySelector('.drawing'), source = figure.querySelector('code.language-mermaid')?.textContent;
  if (!place || source === undefined || place.querySelector(`.for-${look}`)) return;
  const drawing = await draw(source, look);
  if ('problem' in drawing) {
    const said = document.getElementById('pack-script')?.getAttribute(`data-${drawing.problem}`) ?? '';
    place.replaceChildren(problemNote(said, drawing.message));
    return;
  }
  const image = imageOf(drawing, figure.dataset['title'] ?? '');
  image.className = `for-${look}`;
  place.append(image);
  if (look === 'dark') place.className = 'drawing has-dark';
  for (const details of Array.from(figure.querySelectorAll('details[open]'))) details.removeAttribute('open');
  figure.dataset['drawn'] = 'true';
  reachable();
}

function unfoldedInPrint(): void {
  let opened: Node[] = [];
  addEventListener('beforeprint', () => { opened = Array.from(document.querySelectorAll('details:not([open])')); for (const details of opened) details.setAttribute('open', ''); });
  addEventListener('afterprint', () => { for (const details of opened) details.removeAttribute('open'); opened = []; });
}

/** Milliseconds after the last key. */
const PAUSE = 120;

function search(): void {
  const field = document.getElementById('search'), found = document.getElementById('found'), box = field?.closest('.search');
  if (!field || !found || !box) return;
  box.hidden = false;
  let timer: number | undefined;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const words = wordsOf(valueOf(field)), count = filter(words);
      document.body.className = words.length > 0 ? 'pack searching' : 'pack';
      found.textContent = words.length === 0 ? '' : ((count === 0 ? found.dataset['none'] : count === 1 ? found.dataset['one'] : found.dataset['many']) ?? '').replace('{count}', String(count));
    }, PAUSE);
  });
}

function valueOf(field: Node): string { return 'value' in field && typeof field.value === 'string' ? field.value : ''; }
