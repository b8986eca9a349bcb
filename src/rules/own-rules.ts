import { LEADS_OUT } from '../sms/config.js';
import { fields, isFields, text, texts } from '../sms/data.js';
import { ruleFileSchema, rulePackSchema, kindsOf, type KindSchema } from '../sms/kinds.js';
import { meant, phrase, withWords } from '../sms/language.js';
import { LIMITS } from '../sms/limits.js';
import { folderOf, type Own, type OwnFile } from '../sms/own.js';
import { untyped } from '../sms/parse.js';
import { locate, readConfigSource, type Source } from '../sms/source.js';
import { ruleCatalogue } from '../sms/standard.js';
import { standardsOf } from '../sms/standards.js';
import { compareText, nearest } from '../sms/text.js';
import type { Grade, Path, Phrase, Report } from '../sms/types.js';
import { validate } from '../sms/validation.js';
import { fieldInvalid } from './field-invalid.js';
import { fieldUnknown } from './field-unknown.js';
import { mended, setting } from './mending.js';
import { judgeCheck, type Terms } from './rule-terms.js';
import type { Condition, DataCheck, FixContext, Rule } from './rule.js';
import { remove } from '../sms/yaml-edits.js';

/** The rules of an organization as their files say them, in order of their ids. */
export interface OwnRules { rules: readonly Rule[]; reports: readonly Report[]; incomplete: readonly string[] }

const PACK = /(?:^|\/)pack\.ya?ml$/i;

/**
 * Reads the rules that an organization brings along: one in each file, with a pack.yaml for a folder of them. What is wrong is told at its place (`rule-invalid`),
 * and the rule is not used; the others are. `house`: the ids of the rules of this program.
 */
export function readOwnRules(own: Own, house: (id: string) => boolean): OwnRules {
  const files = own.files.filter(({ use, text: given }) => use === 'rule' && given !== undefined).map(opened), taken = new Map<string, string>();
  const rules = files.filter(({ file }) => !PACK.test(file)).flatMap(draft => {
    const rule = readRule(draft, own);
    if (!rule) return [];
    const { id } = rule, first = taken.get(id), isKnown = house(id) || ruleCatalogue().some(known => known.id === id);
    if (isKnown) draft.say(['rule'], phrase('own-rule.house', '`{id}` is a rule of this program. Give this one another name; sms.yaml can grade the other or switch it off.', { id }));
    else if (first !== undefined) draft.say(['rule'], phrase('own-rule.twice', 'There is a rule `{id}` in {file} already: this one is not used.', { id, file: first }));
    else taken.set(id, draft.file);
    return [{ rule, draft }];
  }).filter(({ draft }) => draft.reports.length === 0);
  const packed = packsOver(rules.map(({ rule, draft }) => ({ rule, file: draft.file })), files.filter(({ file }) => PACK.test(file)));
  return {
    rules: packed.sort((a, b) => compareText(a.id, b.id)),
    reports: files.flatMap(({ reports }) => reports), incomplete: files.filter(({ reports }) => reports.length > 0).map(({ file }) => file),
  };
}

/** The folders that a pack builds on, as it says them; none for another file. */
export function foldersOfPack(file: string, given: string): readonly string[] {
  if (!PACK.test(file) || given.length > LIMITS.configLength) return [];
  const { root, problems } = readConfigSource(file, given), data = root && problems.length === 0 ? untyped(root) : undefined;
  return isFields(data) ? texts(data, 'extends').map(asFolder).filter(folder => folder !== '' && !LEADS_OUT.test(folder)) : [];
}

function asFolder(given: string): string { return given.replace(/^\.\/|\/+$/g, ''); }

interface Draft { file: string; source: Source; data: Record<string, unknown>; reports: Report[]; say(path: Path, problem: Phrase, part?: 'key' | 'value'): void }

function opened({ file, text: given = '' }: OwnFile): Draft {
  const tooLong = given.length > LIMITS.configLength, source = readConfigSource(file, tooLong ? '' : given), reports: Report[] = [];
  const say: Draft['say'] = (path, problem, part = 'value') => { reports.push({ rule: 'rule-invalid', message: 'rule', ...withWords({ problem }), file, range: locate(source, path, part), related: [] }); };
  for (const { rule, message, args, start, end } of source.problems) reports.push({ rule, message, args, file, range: source.table.range(start, end), related: [] });
  if (tooLong) say([], phrase('own-rule.long', 'This file is longer than {limit} characters, so it was not read.', { limit: LIMITS.configLength }));
  const data = source.root && reports.length === 0 ? untyped(source.root) : undefined, draft: Draft = { file, source, data: isFields(data) ? data : {}, reports, say };
  if (reports.length === 0) shaped(draft, PACK.test(file) ? rulePackSchema : ruleFileSchema);
  return draft;
}

/** What the schema of the file minds, in its words. */
function shaped({ data, say }: Draft, schema: KindSchema): void {
  for (const { path, part, rule, message, args } of validate(schema, data)) {
    const { messages } = rule === 'field-unknown' ? fieldUnknown : fieldInvalid;
    say(path, phrase(`rule.${rule}.message.${message}`, messages[message]?.text ?? message, args), part);
  }
}

/** A check as its file says it. */
interface Written extends Omit<DataCheck, 'say'> { message: string; fix?: { say: string; set?: Record<string, string | number | boolean>; remove?: string[] } }

function readRule(draft: Draft, own: Own): Rule | undefined {
  const { data, say, reports, file } = draft;
  if (reports.length > 0) return undefined;
  const id = text(data, 'rule') ?? '', title = text(data, 'title') ?? '', several = Array.isArray(data['checks']), here = data['select'] !== undefined;
  if (several === here) {
    say(several ? ['select'] : ['rule'], several ? phrase('own-rule.both', 'Either one check stands beside the title, or several stand under `checks`.')
      : phrase('own-rule.nothing', 'It is not said what the rule looks at. Write `select`, `where` and `message`.'), 'key');
    return undefined;
  }
  if (!several && data['message'] === undefined) { say(['select'], phrase('own-rule.silent', 'It is not said what the rule tells: write a `message`.'), 'key'); return undefined; }
  const settings = (fields(data, 'settings') ?? {}) as Record<string, number | string>, terms: Terms = { kinds: kindsOf({ own }), settings, say };
  const written = (several ? data['checks'] : [data]) as readonly (Omit<Written, 'where'> & { where?: Condition[] })[], standards = standardsOf({ own });
  const checks = written.map(({ select, inForce, each, where = [], message, at, args, clauses, fix }): Written => ({
    select, where, message, ...(inForce && { inForce }), ...(each !== undefined && { each }), ...(at !== undefined && { at }), ...(args && { args }), ...(several && clauses && { clauses }), ...(fix && { fix }),
  }));
  for (const [at, check] of checks.entries()) judgeCheck({ ...check, say: '' }, several ? ['checks', at] : [], terms);
  const judgeClauses = (of: unknown, path: Path): void => {
    for (const [at, clause] of texts(of, 'clauses').entries()) if (!standards.clause(clause)) {
      say([...path, 'clauses', at], phrase('own-rule.clause', 'There is no clause {clause}.{hint}', { clause, hint: meant(standards.nearest(clause)) }));
    }
  };
  judgeClauses(data, []);
  if (several) for (const [at, check] of written.entries()) judgeClauses(check, ['checks', at]);
  if (reports.length > 0) return undefined;
  const examples = fields(data, 'examples') ?? {};
  return {
    id, title, clauses: [...texts(data, 'clauses')], grade: (text(data, 'grade') ?? 'observation') as Grade, why: text(data, 'why') ?? '', settings, file,
    messages: Object.fromEntries(checks.map(({ message }, at) => [sayOf(at), { text: message }])),
    data: checks.map(({ message: _, fix: __, ...check }, at) => ({ ...check, say: sayOf(at) })),
    fixes: Object.fromEntries(checks.flatMap(({ fix }, at) => (fix ? [[sayOf(at), fix.say]] : []))),
    fix(context, finding) { const at = checks.findIndex((_, place) => sayOf(place) === finding.message), check = checks[at]; return check?.fix ? mend(context, finding, check.fix, sayOf(at), check.at) : []; },
    examples: { good: texts(examples, 'good'), bad: texts(examples, 'bad') },
  };
}

function sayOf(at: number): string { return `check-${at + 1}`; }

/** Writes what the fix of a check says into the thing that it speaks of. */
function* mend(context: FixContext, finding: Parameters<NonNullable<Rule['fix']>>[1], { set = {}, remove: out = [] }: NonNullable<Written['fix']>, say: string, at: string | undefined): ReturnType<NonNullable<Rule['fix']>> {
  const { file, args, words } = finding, steps = at?.replace(/^\^+/, '').split('.') ?? [], found = context.pathOf(finding);
  // The finding stands at the field, or at the thing where the field is not there.
  const thing = steps.length > 0 && steps.every((step, place) => String(found[found.length - steps.length + place]) === step) ? found.slice(0, found.length - steps.length) : found;
  const pathTo = (key: string): Path => [...thing, ...key.split('.').map(step => (/^\d+$/.test(step) ? Number(step) : step))];
  const filled = (value: string | number | boolean): string | number | boolean => (typeof value === 'string' ? value.replace(/\{(\w+)\}/g, (whole, name: string) => (name === 'today' ? context.today : String(args[name] ?? whole))) : value);
  yield* mended(context, finding, [
    ...Object.entries(set).map(([key, value]) => setting(context, file, pathTo(key), filled(value))),
    ...out.map(key => (source: Source, now: string) => remove(source, now, pathTo(key))),
  ], { say, args: { ...args, ...words } });
}

interface Filed { rule: Rule; file: string }

/** The rules as the packs grade and set them: a pack those of its folder and of the packs that it extends. */
function packsOver(filed: readonly Filed[], packs: readonly Draft[]): Rule[] {
  const byFolder = new Map(packs.filter(({ reports }) => reports.length === 0).map(pack => [folderOf(pack.file), pack])), changed = new Map(filed.map(({ rule }) => [rule.id, rule]));
  const names = new Map<string, string>(), circles = new Set<string>();
  for (const { file, data, say } of byFolder.values()) {
    const name = text(data, 'pack') ?? '', first = names.get(name);
    if (first === undefined) names.set(name, file); else say(['pack'], phrase('own-rule.pack-twice', 'The pack in {file} is called `{name}` too. Give one of the two another name.', { name, file: first }));
  }
  /** The folders whose rules a pack has, its own last. */
  const reach = (folder: string, way: readonly string[]): readonly string[] => {
    const pack = byFolder.get(folder);
    return [...(pack ? texts(pack.data, 'extends') : []).flatMap((next, at) => {
      const to = asFolder(next);
      const round = [...way, folder];
      if (round.includes(to)) {
        const circle = round.slice(round.indexOf(to)), key = [...circle].sort().join('\n');
        if (!circles.has(key)) pack?.say(['extends', at], phrase('own-rule.circle', 'These packs build on each other in a circle: {way}. Take one of the steps out.', { way: [...circle, to].join(' → ') }));
        circles.add(key);
        return [];
      }
      if (!byFolder.has(to) && !filed.some(({ file }) => folderOf(file) === to)) { if (way.length === 0) pack?.say(['extends', at], phrase('own-rule.no-pack', 'There are no rules in the folder {folder}. Write it as counted from sms.yaml.', { folder: next })); return []; }
      return reach(to, round);
    }), folder];
  };
  for (const [folder, { data, say }] of byFolder) {
    const folders = new Set(reach(folder, [])), own = new Set(filed.filter(({ file }) => folders.has(folderOf(file)) || [...folders].some(each => file.startsWith(`${each}/`))).map(({ rule }) => rule.id));
    for (const key of ['grades', 'settings'] as const) for (const [id, value] of Object.entries(fields(data, key) ?? {})) {
      const rule = changed.get(id);
      if (!rule || !own.has(id)) { say([key, id], phrase('own-rule.not-in-pack', 'The pack has no rule `{id}`.{hint} Rules of this program are graded in sms.yaml, with a reason.', { id, hint: meant(nearest(id, own)) }), 'key'); continue; }
      if (key === 'grades') changed.set(id, { ...rule, grade: value as Grade });
      else if (isFields(value)) {
        for (const name of Object.keys(value)) if (!Object.hasOwn(rule.settings ?? {}, name)) say([key, id, name], phrase('own-rule.setting', 'The rule has no setting `{name}`.{hint} Give it a value under `settings`.', { name, hint: meant(nearest(name, Object.keys(rule.settings ?? {}))) }), 'key');
        changed.set(id, { ...rule, settings: { ...rule.settings, ...Object.fromEntries(Object.entries(value).filter(([name]) => Object.hasOwn(rule.settings ?? {}, name))) as Record<string, number | string> } });
      }
    }
  }
  return [...changed.values()];
}
