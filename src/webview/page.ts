import { inScript } from '../evidence/policy.js';
import { drawer, imageOf, problemNote, type Drawing, type FrameScripts, type Look } from './drawing.js';
import { filter, reachable, wordsOf } from './search.js';

/**
 * The script of a page beside the editor. It is given parts, those that changed anew, and puts them where they were: what somebody looks at stays where it is, what was
 * unfolded stays so, and the focus is never taken. It tells what somebody wants to see, by what the page itself says.
 */

// What of a browser it uses.
interface Rect { readonly top: number; readonly bottom: number; readonly height: number }
interface Node {
  textContent: string; innerHTML: string; className: string; hidden: boolean; tabIndex: number; value?: string; open?: boolean; readonly isConnected: boolean; readonly dataset: Record<string, string | undefined>;
  readonly parentElement: Node | null; readonly firstElementChild: Node | null; readonly previousElementSibling: Node | null; readonly classList: { add(name: string): void; remove(name: string): void; toggle(name: string, on: boolean): void };
  append(...children: (Node | string)[]): void; prepend(...children: Node[]): void; before(child: Node): void; after(child: Node): void; replaceChildren(...children: (Node | string)[]): void; replaceWith(child: Node): void; remove(): void;
  setAttribute(name: string, value: string): void; removeAttribute(name: string): void; getAttribute(name: string): string | null; hasAttribute(name: string): boolean;
  querySelector(selector: string): Node | null; querySelectorAll(selector: string): ArrayLike<Node>; closest(selector: string): Node | null; matches(selector: string): boolean;
  getBoundingClientRect(): Rect; focus(how: { preventScroll: boolean }): void;
  addEventListener(type: string, listener: (event: Happening) => void, capture?: boolean): void;
}
interface Happening { readonly target: unknown; readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean; preventDefault(): void; stopPropagation(): void }
interface Said { readonly data: unknown; readonly origin: string }
interface Seen { readonly target: Node; readonly isIntersecting: boolean }
interface Observer { observe(node: Node): void; unobserve(node: Node): void }

declare const document: { readonly body: Node; readonly activeElement: Node | null; getElementById(id: string): Node | null; createElement(tag: string): Node; querySelectorAll(selector: string): ArrayLike<Node>; addEventListener(type: string, listener: (event: Happening) => void, capture?: boolean): void };
declare const Element: abstract new () => Node;
declare const IntersectionObserver: new (seen: (entries: readonly Seen[]) => void, how: { rootMargin: string }) => Observer;
declare const MutationObserver: new (changed: () => void) => { observe(node: Node, how: { attributes: true; attributeFilter: string[] }): void };
declare const CSS: { escape(text: string): string };
declare const origin: string;
declare const scrollY: number;
declare const innerHeight: number;
declare function scrollBy(how: { top: number; behavior: 'instant' }): void;
declare function scrollTo(how: { top: number; behavior: 'instant' }): void;
declare function addEventListener(type: 'message', listener: (event: Said) => void): void;
declare function addEventListener(type: 'scroll', listener: () => void, how: { passive: true }): void;
declare function setTimeout(then: () => void, milliseconds: number): number;
declare function clearTimeout(timer: number | undefined): void;
declare function acquireVsCodeApi(): { postMessage(message: object): void; getState(): unknown; setState(state: object): void };

interface Texts { none: string; one: string; many: string; updated: string; failed: string; source: string; drawing: string }
interface Part { id: string; title: string; within?: string; mark: string; html?: string; error?: string }

/** Of what is remembered when the page or the window is closed: another one is left out. */
const VERSION = 1;
const PAUSE = 150;

const host = acquireVsCodeApi(), body = document.body, texts: Texts = JSON.parse(body.dataset['texts'] ?? '{}'), subject: object = JSON.parse(body.dataset['subject'] ?? '{}');
const main = byId('parts'), bar = body.querySelector('.bar') ?? main, search = byId('search'), found = byId('found'), contents = byId('contents'), said = byId('said'), problem = byId('problem');
const pieces = new Map<string, { node: Node; mark: string; title: string }>();
/** What somebody folded or unfolded, by what it is called. */
const folds = new Map<string, boolean>();
let file: string | undefined, problems: Record<string, string> = {}, toScroll: number | undefined, lit: Node | undefined, litTimer: number | undefined, saveTimer: number | undefined, sayTimer: number | undefined, searchTimer: number | undefined;
const updated = new Set<string>();

function byId(id: string): Node { const node = document.getElementById(id); if (!node) throw new Error(id); return node; }
function all(of: { querySelectorAll(selector: string): ArrayLike<Node> }, selector: string): Node[] { return Array.from(of.querySelectorAll(selector)); }
function made(tag: string, name: string, text: string): Node { const node = document.createElement(tag); node.className = name; node.textContent = text; return node; }
function field(of: object, name: string): unknown { return Object.getOwnPropertyDescriptor(of, name)?.value; }
function word(of: object, name: string): string | undefined { const value = field(of, name); return typeof value === 'string' ? value : undefined; }

// What was remembered.

function save(): void {
  clearTimeout(saveTimer);
  saveTimer = setTimeout(() => { host.setState({ version: VERSION, subject, scroll: toScroll ?? scrollY, filter: search.value ?? '', folds: [...folds] }); }, PAUSE);
}

function recall(): void {
  const state = host.getState();
  if (typeof state === 'object' && state !== null && field(state, 'version') === VERSION && JSON.stringify(field(state, 'subject')) === JSON.stringify(subject)) {
    const scroll = field(state, 'scroll'), kept = field(state, 'folds');
    if (typeof scroll === 'number') toScroll = scroll;
    search.value = word(state, 'filter') ?? '';
    if (Array.isArray(kept)) for (const [key, open] of kept.filter(Array.isArray)) if (typeof key === 'string' && typeof open === 'boolean') folds.set(key, open);
  }
  host.setState({ version: VERSION, subject, scroll: toScroll ?? 0, filter: search.value ?? '', folds: [...folds] });
}

// Parts.

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && ['id', 'title', 'mark'].every(name => typeof field(value, name) === 'string') && ['html', 'error', 'within'].every(name => ['string', 'undefined'].includes(typeof field(value, name)));
}

function take(parts: readonly Part[]): void {
  const isFirst = pieces.size === 0, changed = new Set<Node>();
  keepingPlace(() => {
    const ids = new Set(parts.map(({ id }) => id));
    for (const [id, { node }] of pieces) if (!ids.has(id)) { node.remove(); pieces.delete(id); }
    if (isFirst) main.replaceChildren();
    let before: Node | undefined;
    for (const part of parts) {
      const known = pieces.get(part.id), node = known?.node ?? made('div', 'piece', '');
      if (!known || (known.mark !== part.mark && (part.html !== undefined || part.error !== undefined))) {
        node.dataset['id'] = part.id;
        if (part.within !== undefined) node.dataset['within'] = part.within;
        if (part.error !== undefined) node.replaceChildren(failure(part)); else node.innerHTML = part.html ?? '';
        changed.add(node);
        if (known) updated.add(part.title);
        pieces.set(part.id, { node, mark: part.mark, title: part.title });
      }
      if (before ? before !== node.previousElementSibling : main.firstElementChild !== node) { if (before) before.after(node); else main.prepend(node); }
      before = node;
    }
    for (const node of changed) { unfold(node); pictures(node); }
    if (search.value) show();
  });
  main.setAttribute('aria-busy', 'false');
  problem.hidden = true;
  reachable();
  list(parts);
  places();
  if (toScroll !== undefined) { scrollTo({ top: toScroll, behavior: 'instant' }); toScroll = undefined; }
  tell();
}

/** A part that could not be made says so in its place. */
function failure({ id, title, error = '' }: Part): Node {
  const section = made('section', 'part failed', '');
  section.append(made('h2', '', title), made('p', 'note bad', texts.failed.replace('{0}', error)), made('p', 'note quiet', texts.source.replace('{0}', id)));
  return section;
}

/** For whoever listens: what changed, once it pauses. */
function tell(): void {
  clearTimeout(sayTimer);
  if (updated.size > 0) sayTimer = setTimeout(() => { said.textContent = texts.updated.replace('{0}', [...updated].join(', ')); updated.clear(); }, 1000);
}

/** What stands below the bar stays where it is while something above it or it itself becomes another. */
function keepingPlace(change: () => void): void {
  const edge = bar.getBoundingClientRect().bottom, rows = 'h3, h4, tr, figure, [data-line], p, li';
  const piece = scrollY > 0 ? [...pieces.values()].map(({ node }) => node).find(node => node.getBoundingClientRect().bottom > edge) : undefined;
  const inner = piece && all(piece, rows).find(node => node.getBoundingClientRect().top >= edge), before = [inner, piece].map(node => node?.getBoundingClientRect().top), words = inner?.textContent;
  change();
  // What was written anew says the same, mostly.
  const same = inner?.isConnected === false ? all(piece ?? main, rows).find(node => node.textContent === words) : inner;
  for (const [at, node] of [same, piece].entries()) {
    const top = before[at];
    if (!node?.isConnected || top === undefined) continue;
    const moved = node.getBoundingClientRect().top - top;
    if (Math.abs(moved) > 0.5) scrollBy({ top: moved, behavior: 'instant' });
    return;
  }
}

function keyOf(details: Node): string {
  const piece = details.closest('.piece'), own = details.firstElementChild?.textContent ?? '', around = details.closest('figure')?.dataset['title'] ?? '';
  return `${piece?.dataset['id'] ?? ''}\n${around}\n${own}`;
}

function unfold(within: Node): void {
  for (const details of all(within, 'details')) {
    const open = folds.get(keyOf(details));
    if (open !== undefined) details.open = open;
  }
}

// The list of contents and the search.

function list(parts: readonly Part[]): void {
  const heads = parts.filter(({ within }) => within === undefined), where = contents.querySelector('ol');
  contents.hidden = heads.length < 2;
  where?.replaceChildren(...heads.map(({ id, title }) => {
    const entry = document.createElement('li'), link = made('a', '', title);
    link.setAttribute('href', '#');
    link.dataset['to'] = `part:${id}`;
    entry.append(link);
    return entry;
  }));
}

function show(): void {
  const words = wordsOf(search.value ?? ''), count = filter(words);
  body.classList.toggle('searching', words.length > 0);
  found.textContent = words.length === 0 ? '' : count === 0 ? texts.none : count === 1 ? texts.one : texts.many.replace('{0}', String(count));
}

// Pictures.

let scripts: FrameScripts | undefined, askedForScripts = false;
const waiting: (() => void)[] = [], good = new Map<string, Extract<Drawing, { svg: string }>>();
const draw = drawer(() => scripts ?? { scripts: [] });
const inSight = new IntersectionObserver(entries => { for (const { target, isIntersecting } of entries) if (isIntersecting) { inSight.unobserve(target); void picture(target); } }, { rootMargin: '300px' });

function look(): Look { return ['vscode-dark', 'vscode-high-contrast'].includes(body.dataset['vscodeThemeKind'] ?? '') ? 'dark' : 'light'; }

function nameOf(figure: Node): string { return `${figure.closest('.piece')?.dataset['id'] ?? ''}\n${figure.dataset['title'] ?? ''}`; }

/** What was drawn before stands there until the new one is drawn. */
function pictures(within: Node): void {
  for (const figure of all(within, 'figure.diagram')) {
    const known = good.get(nameOf(figure)), place = figure.querySelector('.drawing');
    if (known && place) { place.replaceChildren(imageNode(known, figure)); fold(figure); } else place?.replaceChildren(made('p', 'waiting', texts.drawing));
    inSight.observe(figure);
  }
}

function imageNode(drawing: Extract<Drawing, { svg: string }>, figure: Node): Node {
  const image: unknown = imageOf(drawing, figure.dataset['title'] ?? '');
  if (!(image instanceof Element)) throw new Error('img');
  return image;
}

/** The same as a table and as its source is there for whoever wants it. */
function fold(figure: Node): void {
  for (const details of all(figure, 'details')) details.open = folds.get(keyOf(details)) ?? false;
  figure.dataset['drawn'] = 'true';
}

async function picture(figure: Node): Promise<void> {
  const place = figure.querySelector('.drawing'), source = figure.querySelector('code.language-mermaid')?.textContent;
  if (!place || source === undefined) return;
  if (!scripts) await new Promise<void>(resolve => { waiting.push(resolve); if (!askedForScripts) { askedForScripts = true; host.postMessage({ type: 'drawing' }); } });
  const first = await draw(source, look()), drawing = 'problem' in first && first.problem === 'time' ? await draw(source, look()) : first;
  if (!figure.isConnected) return;
  keepingPlace(() => {
    if ('problem' in drawing) {
      const known = good.get(nameOf(figure)), note: unknown = problemNote(problems[drawing.problem] ?? drawing.problem, drawing.message);
      place.replaceChildren(...(known ? [imageNode(known, figure)] : []), ...(note instanceof Element ? [note] : []));
      for (const details of all(figure, 'details.source')) details.open = true;
    } else {
      good.set(nameOf(figure), drawing);
      place.replaceChildren(imageNode(drawing, figure));
      fold(figure);
    }
  });
  reachable();
}

new MutationObserver(() => { good.clear(); pictures(main); }).observe(body, { attributes: true, attributeFilter: ['data-vscode-theme-kind'] });

// Here and there.

/** What a thing is described by: its document before a section, that before a row. */
function placeFor(id: string): Node | undefined {
  const there = all(main, `[data-item="${CSS.escape(id)}"]`).filter(node => !node.hidden);
  return there.find(node => node.matches('article')) ?? there.find(node => node.closest('article') && node.matches('h3, h4, h5, h6, p, tr')) ?? there.find(node => node.closest('article')) ?? there[0];
}

/** Where it is looked at already. */
function seen(id: string): Node | undefined {
  const edge = bar.getBoundingClientRect().bottom;
  return all(main, `[data-item="${CSS.escape(id)}"]`).find(node => { const { top, bottom, height } = node.getBoundingClientRect(); return height > 0 && top >= edge && bottom <= innerHeight; });
}

function placeAt(line: number): Node | undefined {
  return all(main, '[data-line]').reduce<Node | undefined>((best, node) => { const own = Number(node.dataset['line']); return own <= line && (!best || own >= Number(best.dataset['line'])) ? node : best; }, undefined);
}

/** Into sight, if it is not; marked for a moment. */
function bring(node: Node): void {
  for (let around = node.parentElement; around; around = around.parentElement) if (around.matches('details')) around.open = true;
  const edge = bar.getBoundingClientRect().bottom, { top, bottom, height } = node.getBoundingClientRect();
  if (top < edge || bottom > innerHeight) scrollBy({ top: height > innerHeight - edge - 40 || top < edge ? top - edge - 24 : bottom - innerHeight + Math.min(innerHeight / 3, innerHeight - edge - height - 24), behavior: 'instant' });
  if (lit === node) return;
  lit?.classList.remove('lit');
  lit = node;
  node.classList.add('lit');
  clearTimeout(litTimer);
  litTimer = setTimeout(() => { lit?.classList.remove('lit'); lit = undefined; }, 2000);
}

function follow(to: string): void {
  const [, kind = '', id = ''] = /^(\w+):([^]*)$/.exec(to) ?? [];
  if (kind === 'part') {
    const part = pieces.get(id)?.node;
    if (part) scrollBy({ top: part.getBoundingClientRect().top - bar.getBoundingClientRect().bottom, behavior: 'instant' });
    contents.open = false;
    return;
  }
  const place = kind === 'item' ? placeFor(id) : undefined;
  if (place) bring(place);
  host.postMessage({ type: 'open', to });
}

/** Where somebody is, in the source. */
function openSource(at: Node): void {
  const place = at.closest('[data-line], [data-item]'), line = place?.dataset['line'], item = place?.dataset['item'];
  if (line !== undefined && file !== undefined) host.postMessage({ type: 'open', to: `file:${file}:${line}`, focus: true });
  else if (item !== undefined) host.postMessage({ type: 'open', to: `item:${item}`, focus: true });
}

/** One of the places of a document can be reached by the tabulator; arrows lead to the others. */
function places(): void {
  const own = all(main, '[data-line]');
  for (const [at, node] of own.entries()) if (!node.hasAttribute('tabindex')) node.tabIndex = at === 0 ? 0 : -1;
}

document.addEventListener('click', event => {
  const at = event.target instanceof Element ? event.target : undefined, link = at?.closest('a[data-to]'), summary = at?.closest('summary');
  // VS Code follows links within a page in its own way.
  if (link) { event.preventDefault(); event.stopPropagation(); follow(link.dataset['to'] ?? ''); }
  // It is folded right after.
  const details = summary?.parentElement;
  if (details?.closest('.piece')) setTimeout(() => { folds.set(keyOf(details), details.open === true); save(); }, 0);
}, true);
document.addEventListener('dblclick', event => {
  const at = event.target instanceof Element ? event.target : undefined;
  if (at && !at.closest('a, summary, input, .bar')) openSource(at);
});
document.addEventListener('keydown', event => {
  const at = event.target instanceof Element ? event.target : undefined;
  if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
  if (at.matches('[data-line]')) {
    if (event.key === 'Enter') { openSource(at); return; }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0, own = all(main, '[data-line]').filter(node => node.getBoundingClientRect().height > 0), next = own[own.indexOf(at) + step];
    if (step === 0 || !next) return;
    event.preventDefault();
    at.tabIndex = -1;
    next.tabIndex = 0;
    next.focus({ preventScroll: true });
    bring(next);
  } else if (event.key === 'Escape' && contents.open === true) contents.open = false;
});
search.addEventListener('input', () => { clearTimeout(searchTimer); searchTimer = setTimeout(() => { show(); scrollTo({ top: 0, behavior: 'instant' }); save(); }, PAUSE); });
addEventListener('scroll', save, { passive: true });

addEventListener('message', ({ data, origin: from }) => {
  // Frames of drawings have no origin; what a page of elsewhere says is not for us.
  if (from !== origin || typeof data !== 'object' || data === null) return;
  switch (field(data, 'type')) {
    case 'parts': {
      const parts = field(data, 'parts'), why = field(data, 'problems');
      if (!Array.isArray(parts) || !parts.every(isPart)) return;
      file = word(data, 'file');
      if (typeof why === 'object' && why !== null) problems = Object.fromEntries(Object.entries(why).map(([name, text]) => [name, String(text)]));
      byId('title').textContent = word(data, 'title') ?? '';
      byId('line').textContent = word(data, 'line') ?? '';
      take(parts);
      return;
    }
    case 'problem':
      problem.textContent = word(data, 'problem') ?? '';
      problem.hidden = false;
      if (pieces.size === 0) main.replaceChildren();
      return;
    case 'drawing': {
      const given = field(data, 'scripts');
      if (!Array.isArray(given) || !given.every(text => typeof text === 'string')) return;
      scripts = { scripts: given.map(inScript), nonce: body.dataset['nonce'] ?? '' };
      for (const go of waiting.splice(0)) go();
      return;
    }
    case 'show': {
      const ids = field(data, 'ids'), line = field(data, 'line');
      const place = typeof line === 'number' && file !== undefined && file === word(data, 'file') ? placeAt(line) : undefined;
      const item = place ?? (file === undefined && Array.isArray(ids) ? ids.map(id => (typeof id === 'string' ? seen(id) ?? placeFor(id) : undefined)).find(node => node !== undefined) : undefined);
      if (item) bring(item);
    }
  }
});

recall();
host.postMessage({ type: 'ready' });
