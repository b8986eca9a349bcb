import { phrase } from '../sms/language.js';
import { readBody } from '../sms/markdown.js';
import type { KindSchema } from '../sms/kinds.js';
import { evenLines, normalText } from '../sms/text.js';
import type { FileFacts, Phrase, Range, Word } from '../sms/types.js';
import { inOtherOrder, type Sides } from './fields.js';
import { rewording } from './words.js';

/** What differs between two texts of a document, section by section. What is written otherwise and reads the same is no difference. */

export interface SectionChange {
  how: 'reworded' | 'added' | 'removed' | 'called' | 'numbered' | 'order';
  /** `Section “Escalation” reworded: …`, to stand after the name of the document. */
  say: Phrase;
  texts?: { before?: string; after?: string };
  /** Of the headings; absent for what stands before the first one. */
  before?: Range;
  after?: Range;
  /** What tells it from other changes: heading and texts as compared. */
  content: string;
}

interface Part {
  key?: string;
  depth: number;
  heading: string;
  /** As compared, and as people read it. */
  content: string;
  plain: string;
  raw: string;
  range?: Range;
}

/** Undefined where one of the texts is over a limit of Markdown. */
export function sectionChanges(before: { facts: FileFacts; text: string }, after: { facts: FileFacts; text: string }, schema: KindSchema | undefined, names: Sides['names']): SectionChange[] | undefined {
  const own = partsOf(before, schema, text => names.before.text(normalText(text))), others = partsOf(after, schema, text => names.after.text(normalText(text)));
  if (!own || !others) return undefined;
  const pairs = matchParts(own, others), taken = new Set(pairs.values()), found: SectionChange[] = [];
  const numbered: [Part, Part][] = [];
  for (const [one, other] of pairs) {
    const at = { ...(one.range && { before: one.range }), ...(other.range && { after: other.range }) };
    if (one.heading !== other.heading) {
      if (unnumbered(one.heading) === unnumbered(other.heading)) numbered.push([one, other]);
      else found.push({ how: 'called', ...at, content: `${one.heading} ${other.heading}`, say: called(one, other) });
    }
    if (one.content === other.content) continue;
    const how = one.plain === other.plain ? phrase('review.section-layout', 'its lists, tables or links are laid out otherwise') : rewording(one.plain, other.plain);
    found.push({
      how: 'reworded', ...at, content: `${unnumbered(other.heading)} ${one.content} ${other.content}`, texts: { before: one.raw, after: other.raw },
      say: phrase('review.section-reworded', '{section} reworded: {how}', { section: named(other), how }),
    });
  }
  for (const one of own) {
    if (pairs.has(one)) continue;
    found.push({
      how: 'removed', ...(one.range && { before: one.range }), content: `${one.heading} ${one.content}`, texts: { before: one.raw },
      say: phrase('review.section-removed', '{section} taken out', { section: named(one) }),
    });
  }
  for (const other of others) {
    if (taken.has(other)) continue;
    found.push({
      how: 'added', ...(other.range && { after: other.range }), content: `${other.heading} ${other.content}`, texts: { after: other.raw },
      say: phrase('review.section-added', '{section} added', { section: named(other) }),
    });
  }
  const [first] = numbered, places = new Map(others.map((part, at) => [part, String(at)]));
  if (first) {
    const [one, other] = first, at = { ...(one.range && { before: one.range }), ...(other.range && { after: other.range }) };
    found.push({
      how: 'numbered', ...at, content: numbered.map(([, { heading }]) => heading).join(' '),
      say: numbered.length === 1 ? called(one, other) : phrase('review.sections-numbered', '{count} sections have other numbers', { count: numbered.length }),
    });
  }
  const order = own.flatMap(part => { const other = pairs.get(part); return other ? [places.get(other) ?? ''] : []; }), sorted = [...order].sort((a, b) => Number(a) - Number(b));
  if (inOtherOrder(order, sorted) || [...pairs].some(([one, other]) => one.depth !== other.depth)) {
    found.push({ how: 'order', content: order.join(' '), say: phrase('review.sections-order', 'sections stand in another order or at another level') });
  }
  return found;
}

function called(one: Part, other: Part): Phrase {
  return phrase('review.section-called', 'section “{before}” is called “{after}” now', { before: readable(one.heading), after: readable(other.heading) });
}

function named(part: Part): Word {
  return part.depth === 0 ? phrase('review.section-first', 'the text before the first heading') : phrase('review.section', 'section “{heading}”', { heading: readable(part.heading) });
}

function partsOf({ facts, text }: { facts: FileFacts; text: string }, schema: KindSchema | undefined, normal: (text: string) => string): Part[] | undefined {
  const body = readBody(evenLines(text), normal);
  if ('limit' in body) return undefined;
  const headed = body.filter(([depth]) => depth > 0).length, aligned = headed === facts.sections.length;
  let at = 0;
  return body.map(([depth, heading, blocks]) => {
    // Headings inside quotations are none of the body's own.
    while (depth > 0 && !aligned && at < facts.sections.length && letters(facts.sections[at]?.heading ?? '') !== letters(readable(heading))) at++;
    const section = depth > 0 ? facts.sections[at++] : undefined, name = unnumbered(heading).toLowerCase();
    const key = section?.key ?? schema?.body.find(({ headings }) => headings.some(known => known.toLowerCase() === name))?.key;
    return {
      depth, heading, content: JSON.stringify(blocks), plain: blocks.map(([, block]) => readable(block)).join('\n'), raw: section?.text ?? blocks.map(([, block]) => readable(block)).join('\n\n'),
      ...(key !== undefined && { key }), ...(section && { range: section.range }),
    };
  });
}

function letters(text: string): string { return text.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, ''); }

/** `3.2 Escalation`, `§ 4 Escalation` and `IV. Escalation` without what counts them. */
function unnumbered(heading: string): string { return heading.replace(/^(?:§\s*)?(?:\d+(?:\.\d+)*[.)]?|[IVXLC]+[.)])\s+/, ''); }

/** The canonical form without its marks (markdown.ts, BodyWriter). */
function readable(text: string): string { return text.replace(/(?<!\\)\{\w+ ?/g, '').replace(/(?<!\\)\}/g, '').replace(/\\([\\{}])/g, '$1').replace(/ +/g, ' ').trim(); }

/** So many sections without a counterpart on each side are held against each other. */
const MOST_COMPARED = 60;
/** Share of words in common from which a section under another heading is the same one. */
const ALIKE = 0.6;

/** By the key of the schema, by heading, by heading without its number, by text that is the same or nearly so. */
function matchParts(before: readonly Part[], after: readonly Part[]): Map<Part, Part> {
  const pairs = new Map<Part, Part>(), taken = new Set<Part>();
  const pairBy = (key: (part: Part) => string | undefined): void => {
    const found = new Map<string, Part[]>();
    for (const part of after) { const own = taken.has(part) ? undefined : key(part); if (own !== undefined) found.set(own, [...found.get(own) ?? [], part]); }
    for (const part of before) {
      const own = pairs.has(part) ? undefined : key(part), other = own === undefined ? undefined : found.get(own)?.shift();
      if (!other) continue;
      pairs.set(part, other);
      taken.add(other);
    }
  };
  pairBy(({ heading, content }) => `${heading} ${content}`);
  pairBy(({ heading }) => heading);
  pairBy(({ key }) => key);
  pairBy(({ heading }) => unnumbered(heading));
  pairBy(({ content, depth }) => (content === '[]' || depth === 0 ? undefined : content));
  const left = before.filter(part => part.depth > 0 && !pairs.has(part)), right = after.filter(part => part.depth > 0 && !taken.has(part));
  if (left.length === 0 || right.length === 0 || left.length > MOST_COMPARED || right.length > MOST_COMPARED) return pairs;
  const shares = left.map(one => right.map(other => inCommon(one.plain, other.plain)));
  left.forEach((one, i) => {
    const row = shares[i] ?? [], best = Math.max(...row), j = row.indexOf(best), other = right[j];
    if (other && best >= ALIKE && row.filter(each => each === best).length === 1 && !shares.some((each, k) => k !== i && (each[j] ?? 0) >= best)) pairs.set(one, other);
  });
  return pairs;
}

function inCommon(one: string, other: string): number {
  const [a, b] = [new Set(one.split(/\s+/)), new Set(other.split(/\s+/))];
  let common = 0;
  for (const word of a) if (b.has(word)) common++;
  return common / (a.size + b.size - common);
}
