import { readdirSync, readFileSync, statSync } from 'node:fs';
import { controlTexts } from '../src/control/words.js';
import { typeName } from '../src/editing/explorer.js';
import { auditDaysTexts } from '../src/evidence/audit-days.js';
import { glossaryTexts } from '../src/evidence/parts/glossary.js';
import { countOf } from '../src/editing/users.js';
import { FIXES } from '../src/rules/fixes.js';
import { rules } from '../src/rules/index.js';
import { unreadTexts } from '../src/session/unread.js';
import type { Language } from '../src/sms/language.js';
import { builtInKinds } from '../src/sms/kinds.js';
import { fieldTexts, shapeAt } from '../src/sms/shapes.js';
import { manifest } from '../src/sms/standard.js';
import { builtInStandards } from '../src/sms/standards.js';

/** All texts that a translator needs, gathered from the data and from the sources. Paths are relative to the repository. */

/** A call whose id or words the sources do not say in full. */
export interface Unclear { file: string; line: number; call: string }

/** The texts of the server by their ids, sorted. Of the floors below the client; the command line shares some of them and shows them in English. */
export function serverTexts(): { texts: Record<string, string>; unclear: Unclear[]; twice: string[] } {
  const texts = new Map<string, string>(), unclear: Unclear[] = [], twice: string[] = [];
  const add = (id: string, english: string): void => {
    if (texts.has(id) && texts.get(id) !== english) twice.push(id);
    texts.set(id, english);
  };
  for (const [id, english] of dataTexts()) add(id, english);
  for (const file of sources('src').filter(each => !/^src\/(cli|client|webview)\//.test(each))) {
    const source = readFileSync(file, 'utf8');
    // Functions of a file that put an area before the ids they are given.
    const areas = new Map([...source.matchAll(/\bconst (\w+) = \(id: string, english: string[^\n]*language\.text\(`([\w.-]+\.)\$\{id\}`, english/g)].map(([, name = '', area = '']) => [name, area]));
    // Another name for `language.text` says so by its type.
    const others = [...source.matchAll(/\b(\w+): Language\['text'\]/g)].map(([, name = '']) => name);
    const names = [...new Set([...areas.keys(), ...others]), ...(/import \{[^}]*\bphrase\b[^}]*\} from '[./a-z]*language\.js'/.test(source) || file === 'src/sms/language.ts' ? ['phrase'] : [])];
    for (const { 0: found, 1: name = '', index } of source.matchAll(new RegExp(`(?<![.\\w]|function )(?:\\w+(?:\\(\\))?\\.)*?(language(?:\\(\\))?\\.text${names.map(each => `|${each}`).join('')})\\(`, 'g'))) {
      const at = index + found.length, id = literal(source, at), english = id && source[id.end] === ',' ? literal(source, id.end + 1) : undefined;
      if (id && english) add(`${areas.get(name) ?? ''}${id.text}`, english.text);
      else if (!isFamily(source.slice(at))) unclear.push({ file, line: source.slice(0, index).split('\n').length, call: source.slice(index, index + 80).split('\n')[0] ?? '' });
    }
  }
  return { texts: sorted(texts), unclear, twice };
}

/** Ids that are made from a name in the data; their texts are listed by `dataTexts`. */
function isFamily(rest: string): boolean {
  return /^\s*`(?:rule\.\$\{[\w.]+\}\.(?:title|why|message\.\$\{\w+\}|fix\.\$\{[\w.]+\})|clause\.\$\{[\w.]+\}\.(?:title|paraphrase|amended)|kind\.\$\{[\w.]+\}(?:\.help)?|count\.\$\{type\}\.(?:one|many)|fix\.\$\{say\}|manifest\.\$\{[\w.]+\}|audit-days\.\$\{id\}|glossary\.\$\{id\}\.(?:term|meaning)|party\.\$\{type\}|status\.\$\{status\})`,/.test(rest)
    // Beside their tables, in words.ts, schema.ts, unread.ts and language.ts.
    || /^`[\w.-]+\.\$\{id\}`, english\b/.test(rest) || /^\s*(?:\.\.\.args\)|id, text, (?:words|values)|wordId\(id, name, at\), texts\[at\]|labelId, label|id, english, Object|descriptionId, description|shape\.labelId, shape\.label)/.test(rest);
}

function* dataTexts(): Iterable<[string, string]> {
  for (const { id, title, why, messages, fixes = {} } of rules) {
    yield [`rule.${id}.title`, title];
    yield [`rule.${id}.why`, why];
    for (const [name, { text }] of Object.entries(messages)) yield [`rule.${id}.message.${name}`, text];
    for (const [name, text] of Object.entries(fixes)) yield [`rule.${id}.fix.${name}`, text];
  }
  for (const { id, title, paraphrase, amended } of builtInStandards.all.flatMap(each => each.clauses)) {
    yield [`clause.${id}.title`, title];
    if (paraphrase !== undefined) yield [`clause.${id}.paraphrase`, paraphrase];
    if (amended !== undefined) yield [`clause.${id}.amended`, amended];
  }
  for (const type of ['artefact', 'file', ...builtInKinds.all().map(({ kind }) => kind), ...builtInKinds.itemTypes().keys()]) {
    yield* recorded(language => { typeName(type, language); countOf(type, 1, language, builtInKinds); countOf(type, 2, language, builtInKinds); });
  }
  for (const [say, text] of Object.entries(FIXES)) yield [`fix.${say}`, text];
  for (const { id, title } of manifest()) yield [`manifest.${id}`, title];
  const spoken = (value: string): string => value.replace(/-/g, ' ');
  for (const type of choices('party-register', 'parties', 0, 'type')) yield [`party.${type}`, spoken(type)];
  for (const status of choices('policy', 'status')) yield [`status.${status}`, spoken(status)];
  yield* Object.entries(fieldTexts());
  yield* Object.entries(unreadTexts());
  yield* Object.entries(auditDaysTexts());
  yield* Object.entries(glossaryTexts());
  // What is only an argument has nothing to translate.
  for (const [id, text] of Object.entries(controlTexts())) if (!/^\{\w+\}$/.test(text)) yield [id, text];
}

/** The texts that are asked for. */
function recorded(ask: (language: Language) => void): [string, string][] {
  const texts: [string, string][] = [];
  ask({ tag: 'en', text: (id, english) => { texts.push([id, english]); return english; } });
  return texts;
}

function choices(kind: string, ...path: (string | number)[]): readonly string[] {
  const schema = builtInKinds.get(kind);
  return (schema && shapeAt(schema.shape, path)?.choices) ?? [];
}

/** The strings of the client as VS Code looks them up: each by itself. */
export function clientTexts(): { texts: Record<string, string>; unclear: Unclear[] } {
  const texts = new Map<string, string>(), unclear: Unclear[] = [];
  for (const file of sources('src/client')) {
    const source = readFileSync(file, 'utf8');
    for (const { index } of source.matchAll(/\bl10n\.t\(/g)) {
      const found = literal(source, index + 'l10n.t('.length);
      if (found) texts.set(found.text, found.text);
      else unclear.push({ file, line: source.slice(0, index).split('\n').length, call: source.slice(index, index + 80).split('\n')[0] ?? '' });
    }
  }
  return { texts: sorted(texts), unclear };
}

/** As the files in l10n/ hold them. */
export function asFile(texts: Readonly<Record<string, string>>): string { return `${JSON.stringify(texts, undefined, 2)}\n`; }

function sorted(texts: ReadonlyMap<string, string>): Record<string, string> { return Object.fromEntries([...texts].sort(([a], [b]) => (a < b ? -1 : 1))); }

/** The TypeScript files below a folder. */
export function sources(folder: string): string[] {
  return readdirSync(folder).sort().flatMap(name => {
    const path = `${folder}/${name}`;
    return statSync(path).isDirectory() ? sources(path) : path.endsWith('.ts') ? [path] : [];
  });
}

/** The string that begins here: one literal, or several joined by `+`; `end` is after it and white space. Undefined where it holds anything else. */
function literal(source: string, from: number): { text: string; end: number } | undefined {
  let text = '', at = from;
  for (;;) {
    const found = /^\s*(?:'((?:[^'\\\n]|\\[^])*)'|"((?:[^"\\\n]|\\[^])*)"|`((?:[^`\\$]|\\[^]|\$(?!\{))*)`)\s*/.exec(source.slice(at));
    if (!found) return undefined;
    text += (found[1] ?? found[2] ?? found[3] ?? '').replace(/\\(u[0-9a-fA-F]{4}|[^])/g, (_, code: string) => (code.length > 1 ? String.fromCharCode(parseInt(code.slice(1), 16)) : code === 'n' ? '\n' : code));
    at += found[0].length;
    if (source[at] !== '+') return { text, end: at };
    at++;
  }
}
