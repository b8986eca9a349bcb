import { readdirSync, readFileSync } from 'node:fs';
import { rules } from '../../src/rules/index.js';
import { builtInKinds } from '../../src/sms/kinds.js';
import { clauses, ruleCatalogue } from '../../src/sms/standard.js';
import { builtInStandards } from '../../src/sms/standards.js';

/** A language made of the English texts, in which whatever is not a text of ours shows. */

const LETTERS: Readonly<Record<string, string>> = { a: 'ã', e: 'ẽ', i: 'ĩ', o: 'õ', u: 'ũ', n: 'ñ', y: 'ỹ', v: 'ṽ', A: 'Ã', E: 'Ẽ', I: 'Ĩ', O: 'Õ', U: 'Ũ', N: 'Ñ', Y: 'Ỹ', V: 'Ṽ' };

/** `[!! Ṽãlũẽ ⟦{value}⟧ !!]`: other letters lie outside of ASCII as well, and what an argument brings stands between brackets of its own. */
export function pseudo(english: string): string {
  const parts = english.split(/(\{\w+\})/).map((part, at) => (at % 2 === 1 ? `⟦${part}⟧` : part.replace(/[A-Za-z]/g, letter => LETTERS[letter] ?? String.fromCodePoint(letter.codePointAt(0) ?? 0, 0x0323))));
  return `[!! ${parts.join('')} !!]`;
}

export function pseudoTable(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, pseudo(text)]));
}

/**
 * What of a text shown to people is neither a text of ours nor data: the runs outside of `[!! … !!]`, and in it those that arguments brought.
 * `isData` is asked for each, without the punctuation around it; lists and names with ids are asked for piece by piece, a name after its id, or after a day, as well.
 */
export function hardCoded(shown: string, isData: (run: string) => boolean): string[] {
  const runs: string[] = [], depth: ('text' | 'argument')[] = [];
  let run = '';
  const end = (): void => { runs.push(run); run = ''; };
  for (const part of shown.split(/(\[!! | !!\]|[⟦⟧])/)) {
    switch (part) {
      case '[!! ': end(); depth.push('text'); break;
      case ' !!]': end(); depth.pop(); break;
      case '⟦': end(); depth.push('argument'); break;
      case '⟧': end(); depth.pop(); break;
      default: if (depth.at(-1) !== 'text') run += part;
    }
  }
  end();
  const isKnown = (piece: string): boolean => {
    const bare = piece.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}…]+$/gu, '');
    return !/\p{L}/u.test(bare) || isData(bare) || (/^(?:\S*\p{Lu}\S*|\d{4}-\d\d-\d\d)\s/u.test(bare) && bare.split(/\s+(.+)/s).every(part => !/\p{L}/u.test(part) || isData(part)));
  };
  return runs.filter(each => !isKnown(each)).filter(each => !each.split(/["“”()`,;:|·→>*\n]|\s-\s/).every(isKnown)).map(each => each.trim());
}

let quoted: ReadonlySet<string> | undefined;

/** What stands as a whole in the schemas between quotes: ids of kinds, rules and clauses, keys, values to choose from. */
function schemaWords(): ReadonlySet<string> {
  const read = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? read(`${folder}/${entry.name}`)
    : entry.name.endsWith('.json') ? [readFileSync(`${folder}/${entry.name}`, 'utf8')] : []));
  return quoted ??= new Set(read('schemas').flatMap(text => [...text.matchAll(/"([A-Za-z0-9.#-]+)"/g)].map(([, word]) => word ?? '')));
}

/** What looks like words and is data wherever it stands. */
const SHAPES: readonly RegExp[] = [
  // An address; a clause of another standard; a moment with its offset; hours as calendars write them; a period as files write it; a character by its number; an id that is proposed.
  /^[\w.-]+@[\w.-]+$/, /^[a-z]+\d+:[\d.]+$/, /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/,
  /^(?:mon|tue|wed|thu|fri|sat|sun)(?:–(?:mon|tue|wed|thu|fri|sat|sun))? [\d:–]+$/, /^\d+ (?:day|week|month|year)s?$/, /^U\+[0-9A-F]{4,}$/, /^\p{Lu}[\p{L}\p{N}.]*(?:-[\p{L}\p{N}.]+)+$/u,
];

/** What is measured, with spaces for hyphens: the one sort of value that sentences do not tell as it is written. */
function spokenMetrics(text: string): string[] { return [...text.matchAll(/\bmetric: ([\w-]+)/g)].map(([, metric = '']) => metric.replaceAll('-', ' ')); }

/**
 * Asks whether a run stands in one of these texts, white space and sorts of quotation marks aside and perhaps cut short, or is one of the ids, a word of the schemas, the name of a practice
 * of ITIL, or a heading that a document is to have.
 */
export function dataIn(texts: Iterable<string>, ids: Iterable<string> = []): (run: string) => boolean {
  const judged = new Map<string, boolean>();
  const even = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('"', "'"), all = even([...texts].join('\n'));
  const known = new Set([
    ...ids, ...spokenMetrics(all), ...ruleCatalogue().map(({ id }) => id), ...rules.map(({ id }) => id), ...clauses().flatMap(({ itil = [] }) => itil),
    // Proper names.
    ...builtInStandards.all.map(({ title }) => title),
    ...builtInKinds.all().flatMap(({ body }) => body.flatMap(({ headings }) => headings)), ...schemaWords(),
  ]);
  const stands = (run: string): boolean => {
    if (run.endsWith('…')) return all.includes(run.slice(0, -1));
    for (let at = all.indexOf(run); at >= 0; at = all.indexOf(run, at + 1)) if (!/\p{L}/u.test((all[at - 1] ?? '') + (all[at + run.length] ?? ''))) return true;
    return false;
  };
  // A field without a title is called as its key.
  const isKey = (run: string): boolean => / /.test(run) && known.has(run.replace(/ (\p{Ll})/gu, (_, letter: string) => letter.toUpperCase()));
  const look = (run: string): boolean => known.has(run) || stands(even(run)) || isKey(run) || SHAPES.some(shape => shape.test(run));
  const isData = (run: string): boolean => {
    const found = judged.get(run) ?? look(run);
    judged.set(run, found);
    return found;
  };
  // A local id with that of its document.
  return run => isData(run) || (/^[^\s#]+#[^\s#]+$/.test(run) && run.split('#').every(isData));
}
