import { cleanDiagram } from '../evidence/mermaid.js';
import type { Frame, Message, Node, Page } from './dom.js';

/**
 * Diagrams are drawn in a frame of their own, which has no origin, reaches nothing and is thrown away when it takes too long. It gets one source at a time
 * and answers with a picture, which is shown as an image: nothing in it runs or is fetched.
 */

/** `dark`: for a dark page. */
export type Look = 'light' | 'dark';

export type Drawing = { svg: string; width: number; height: number } | { problem: 'too-long' | 'kind' | 'empty' | 'time' | 'failed'; message: string };

/** `scripts`: the texts of mermaid and of webview/diagrams.ts, in this order, as their policy knows them. `nonce`: where the policy goes by one. */
export interface FrameScripts { scripts: readonly string[]; nonce?: string }

declare const document: Page;
declare function addEventListener(type: 'message', listener: (event: Message) => void): void;
declare function setTimeout(then: () => void, milliseconds: number): number;
declare function clearTimeout(timer: number | undefined): void;

/** Milliseconds for one diagram, and for the frame to be ready. */
const MOST_TIME = 3_000;
const MOST_START = 30_000;

/** What draws, one diagram after the other; what was drawn is remembered. */
export function drawer(frameScripts: () => FrameScripts): (source: string, look: Look) => Promise<Drawing> {
  const drawn = new Map<string, Promise<Drawing>>();
  let frame: Frame | undefined, listener: ((data: unknown) => void) | undefined, last: Promise<unknown> = Promise.resolve();

  addEventListener('message', ({ data, source }) => { if (frame && source === frame.contentWindow) listener?.(data); });

  const throwAway = (): void => { frame?.remove(); frame = undefined; };
  /** What the frame says next; undefined where it says nothing in time. */
  const answer = (milliseconds: number, ask: () => void): Promise<unknown> => new Promise(resolve => {
    const timer = setTimeout(() => { listener = undefined; throwAway(); resolve(undefined); }, milliseconds);
    listener = data => { listener = undefined; clearTimeout(timer); resolve(data); };
    ask();
  });
  const ready = async (): Promise<boolean> => {
    if (frame) return true;
    return await answer(MOST_START, () => { frame = hiddenFrame(frameScripts()); document.body.append(frame); }) !== undefined;
  };
  const draw = async (source: string, look: Look): Promise<Drawing> => {
    if (!await ready()) return { problem: 'failed', message: '' };
    return drawingIn(await answer(MOST_TIME, () => { frame?.contentWindow?.postMessage({ source, look }, '*'); }));
  };

  return (source, look) => {
    const cleaned = cleanDiagram(source);
    if ('problem' in cleaned) return Promise.resolve({ ...cleaned, message: '' });
    const key = `${look}\n${cleaned.source}`, before = drawn.get(key);
    if (before) return before;
    const next = last.then(() => draw(cleaned.source, look));
    last = next.catch(() => undefined);
    if (drawn.size >= MOST_KEPT) drawn.clear();
    drawn.set(key, next);
    // On a machine that is less busy it may take less.
    next.then(drawing => { if ('problem' in drawing && drawing.problem === 'time') drawn.delete(key); }, () => { drawn.delete(key); });
    return next;
  };
}

const MOST_KEPT = 200;

/** Whatever a frame says that a diagram made speak: numbers and a text, or it has failed. */
function drawingIn(data: unknown): Drawing {
  if (data === undefined) return { problem: 'time', message: '' };
  if (typeof data !== 'object' || data === null) return { problem: 'failed', message: '' };
  const said = (name: string): unknown => Object.entries(data).find(([key]) => key === name)?.[1], svg = said('svg'), width = said('width'), height = said('height'), message = said('message');
  if (typeof svg === 'string' && typeof width === 'number' && typeof height === 'number') return { svg, width, height };
  return { problem: 'failed', message: typeof message === 'string' ? message.slice(0, 2_000) : '' };
}

/** Its own policy holds where that of the page around it is taken away. */
function hiddenFrame({ scripts, nonce }: FrameScripts): Frame {
  const frame = document.createElement('iframe'), own = nonce === undefined ? '' : ` nonce="${nonce}"`;
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.setAttribute('aria-hidden', 'true');
  frame.setAttribute('tabindex', '-1');
  frame.className = 'drawing-frame';
  if (!isFrame(frame)) throw new Error('iframe');
  frame.srcdoc = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'"><body>${scripts.map(script => `<script${own}>${script}</script>`).join('')}`;
  return frame;
}

function isFrame(node: Node): node is Frame { return 'srcdoc' in node; }

/** Of its own size. */
const LEAST_SHARE = 0.6;

/** An image of a drawing. */
export function imageOf({ svg, width, height }: Extract<Drawing, { svg: string }>, title: string): Node {
  const image = document.createElement('img');
  image.setAttribute('width', String(Math.ceil(width)));
  image.setAttribute('height', String(Math.ceil(height)));
  image.setAttribute('alt', title);
  // Smaller letters nobody reads: then one moves along the picture.
  image.style.minWidth = `${Math.round(width * LEAST_SHARE)}px`;
  image.setAttribute('src', `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`);
  return image;
}

/** Why there is none: in our words, and in those of mermaid. */
export function problemNote(said: string, message: string): Node {
  const note = document.createElement('p');
  note.className = 'problem';
  note.append(said);
  if (message !== '') {
    const code = document.createElement('code');
    code.textContent = message;
    note.append(' ', code);
  }
  return note;
}
