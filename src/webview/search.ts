import type { Node, Page } from './dom.js';

/** Shows only what somebody looks for: in an exported pack and in the pages beside the editor. */

declare const document: Page;

const PLACES = '.part tbody > tr, .part > ul > li, .part .facts > div, .part > .note, article.document';
/** What is hidden when nothing in it is shown. */
const AROUND = '.piece, section.part, .part .scroll, .part figure, .part .folded';

export function wordsOf(text: string): readonly string[] { return text.toLowerCase().split(/\s+/).filter(word => word !== ''); }

/** Shows the rows, entries and documents that have all the words, with the parts in which they stand; without words, all. Gives how many there are. */
export function filter(words: readonly string[]): number {
  const has = (node: Node): boolean => { const text = node.textContent.toLowerCase(); return words.every(word => text.includes(word)); }, places = Array.from(document.querySelectorAll(PLACES));
  const shown = new Set<Node>();
  for (const place of places) {
    const article = place.closest('article.document'), isWithin = article !== null && article !== place;
    // Of a document that has the words all is shown.
    place.hidden = words.length > 0 && !isWithin && !has(place);
    if (!place.hidden && !isWithin) shown.add(place);
  }
  for (const part of Array.from(document.querySelectorAll(AROUND))) part.hidden = words.length > 0 && !part.closest('article.document') && !Array.from(part.querySelectorAll(PLACES)).some(place => shown.has(place));
  for (const part of Array.from(document.querySelectorAll('section.part'))) {
    let any = false;
    // A heading stands above what follows it.
    for (const child of Array.from(part.children).reverse()) {
      if (child.matches('h3, h4')) { child.hidden = words.length > 0 && !any; any = false; } else any ||= shown.has(child) || Array.from(child.querySelectorAll(PLACES)).some(place => shown.has(place));
    }
  }
  for (const details of Array.from(document.querySelectorAll('.part details.folded'))) if (words.length > 0 && !details.hidden) details.setAttribute('open', '');
  return shown.size;
}

/** Whoever uses the keyboard must get to the end of a wide table. */
export function reachable(): void {
  for (const scroll of Array.from(document.querySelectorAll('.scroll:not([tabindex]), .drawing:not([tabindex])'))) {
    if (scroll.scrollWidth <= scroll.clientWidth) continue;
    scroll.setAttribute('tabindex', '0');
    scroll.setAttribute('role', 'group');
    scroll.setAttribute('aria-label', scroll.dataset['title'] ?? scroll.closest('figure')?.dataset['title'] ?? '');
  }
}
