import type { Model } from '../sms/model.js';
import { textHash } from '../sms/text.js';

/** `key` tells a portion from others, also from what it was before a file came or went. */
export interface Portion { key: string; files: readonly string[] }

/** How many files a portion has, more or less. */
const PORTION = 64;

/** Files, in order, in portions that stay the same elsewhere when one comes or goes: what a file is called says whether one begins with it. */
export function portionsOf({ paths, files: facts }: Model): readonly Portion[] {
  const files = [...facts.keys()], last = known.get(paths);
  if (last?.files.length === files.length && last.files.every((file, at) => file === files[at])) return last.portions;
  const portions = portioned(files);
  known.set(paths, { files, portions });
  return portions;
}

const known = new WeakMap<ReadonlySet<string>, { files: readonly string[]; portions: readonly Portion[] }>();

function portioned(files: readonly string[]): readonly Portion[] {
  const portions: string[][] = [];
  for (const file of files) {
    const last = portions[portions.length - 1];
    if (last && parseInt(textHash(file), 16) % PORTION !== 0) last.push(file); else portions.push([file]);
  }
  return portions.map(each => ({ key: `${each[0] ?? ''} ${each.length} ${each[each.length - 1] ?? ''}`, files: each }));
}

/** Of so many guesses in all, how many are left for one portion of the files. */
export function mostSuggestions(model: Model, most: number): number { return Math.max(FEWEST_SUGGESTIONS, Math.ceil(most * PORTION / Math.max(PORTION, model.paths.size))); }

const FEWEST_SUGGESTIONS = 25;
