/**
 * Wildcards of sms.yaml: globs of files (`ignore`, `adopt.files`) and templates of ids. Matched by following all ways at once, so that time grows with
 * the product of the two lengths and no pattern can hang a check, as regular expressions made from patterns can.
 */
type Step =
  | { kind: 'character'; is: (c: string) => boolean }
  | { kind: 'many'; is: (c: string) => boolean }
  /** Goes on at another step as well. */
  | { kind: 'fork'; to: number };

const CACHE_SIZE = 1_000;
const MOST_ALTERNATIVES = 64;
const LONGEST = 210;
const globs = new Map<string, readonly (readonly Step[])[]>();
const templates = new Map<string, readonly Step[]>();

/** `*` stands for anything within a folder's or file's name, `**` for any folders, `?` for one character, `{a,b}` for either. `file` is a path from the root with `/`. */
export function matchesGlob(glob: string, file: string): boolean {
  return remembered(globs, glob, () => (glob.length > LONGEST ? [] : alternatives(glob).map(globSteps))).some(steps => matches(steps, file));
}

/** Tells whether an id fits the template of a type: `*` stands for letters, digits, `.`, `_`, `-` (at least one), `#` for one digit (format.md F4). */
export function fitsTemplate(id: string, template: string): boolean {
  if (template.length > LONGEST || id.length > LONGEST) return false;
  // Nearly every word of prose differs from the template in its first letters.
  const literal = template.search(/[*#]/);
  if (!id.startsWith(literal < 0 ? template : template.slice(0, literal))) return false;
  return matches(remembered(templates, template, () => [...template].flatMap((c): Step[] => {
    if (c === '*') return [{ kind: 'character', is: idCharacter }, { kind: 'many', is: idCharacter }];
    return [{ kind: 'character', is: c === '#' ? digit : same(c) }];
  })), id);
}

const same = (c: string) => (other: string): boolean => other === c;
const notSlash = (c: string): boolean => c !== '/';
const anything = (): boolean => true;
const digit = (c: string): boolean => c >= '0' && c <= '9';
const idCharacter = (c: string): boolean => /[\p{L}\p{N}._-]/u.test(c);

function globSteps(glob: string): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < glob.length;) {
    const startsName = at === 0 || glob[at - 1] === '/';
    if (startsName && glob.startsWith('**/', at)) {
      // No folder at all, or any with the slash behind the last.
      steps.push({ kind: 'fork', to: steps.length + 3 }, { kind: 'many', is: anything }, { kind: 'character', is: same('/') });
      at += 3;
    } else if (glob.startsWith('**', at)) {
      steps.push({ kind: 'many', is: startsName ? anything : notSlash });
      at += 2;
    } else {
      const c = String.fromCodePoint(glob.codePointAt(at) ?? 0);
      steps.push(c === '*' ? { kind: 'many', is: notSlash } : { kind: 'character', is: c === '?' ? notSlash : same(c) });
      at += c.length;
    }
  }
  return steps;
}

/** `{a,b}` written out; braces in braces, or too many, stay what they are. */
function alternatives(glob: string): string[] {
  let all = [''];
  for (const part of glob.split(/(\{[^{}]*\})/)) {
    const choices = /^\{.*,.*\}$/.test(part) ? part.slice(1, -1).split(',') : [part];
    if (all.length * choices.length > MOST_ALTERNATIVES) return [glob];
    all = all.flatMap(head => choices.map(choice => head + choice));
  }
  return all;
}

function matches(steps: readonly Step[], text: string): boolean {
  let places = new Set<number>();
  reach(steps, 0, places);
  for (const c of text) {
    const next = new Set<number>();
    for (const place of places) {
      const step = steps[place];
      if (step === undefined || step.kind === 'fork' || !step.is(c)) continue;
      reach(steps, step.kind === 'many' ? place : place + 1, next);
    }
    if (next.size === 0) return false;
    places = next;
  }
  return places.has(steps.length);
}

/** A place, and all that can be reached from it without a character. */
function reach(steps: readonly Step[], place: number, places: Set<number>): void {
  if (places.has(place)) return;
  places.add(place);
  const step = steps[place];
  if (step?.kind === 'many') reach(steps, place + 1, places);
  else if (step?.kind === 'fork') {
    reach(steps, place + 1, places);
    reach(steps, step.to, places);
  }
}

function remembered<T>(cache: Map<string, T>, key: string, make: () => T): T {
  let value = cache.get(key);
  if (value === undefined) {
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(key, value = make());
  }
  return value;
}
