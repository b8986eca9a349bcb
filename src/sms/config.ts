import { fields, isFields, list, number, text, texts } from './data.js';
import { isDay, isTimeZone } from './days.js';
import { phrase, withWords } from './language.js';
import { kindsOf, type Kinds } from './kinds.js';
import { LIMITS } from './limits.js';
import { NOTHING_OWN, type Own } from './own.js';
import { emptyFacts, ORIGIN, parseConfigFile } from './parse.js';
import { locate, type Source } from './source.js';
import { nearest } from './text.js';
import type { Day, FileFacts, Grade, ItemType, Kind, Path, Report, Word } from './types.js';

/** sms.yaml, read (format.md F18). */
export interface Config {
  /** Name of the file it came from, for findings. */
  file: string;
  organization: string;
  standard: string;
  timeZone: string;
  language: string;
  today?: Day;
  stage: 'operating' | 'building';
  recordsPeriod: string;
  reviewEvery: Readonly<Record<string, string>>;
  history: 'off' | 'use' | 'require';
  ids: Readonly<Record<ItemType, string>>;
  ignore: readonly string[];
  adopt: readonly Adoption[];
  rules: Readonly<Record<string, RuleSetting>>;
  /** Folders with schemas and rules of its own, and what stands in them. */
  schemas: readonly string[];
  rulePacks: readonly string[];
  own: Own;
  /** What is wrong with it: any makes the outcome an error. */
  reports: readonly Report[];
}

/** F12: files of theirs that count as artefacts. Their names on the right, ours on the left. */
export interface Adoption {
  files: string;
  as: 'markdown' | 'yaml';
  kind: Kind;
  id?: { from: 'path'; strip: readonly string[] } | { from: 'field'; field: string };
  fields: Readonly<Record<string, string>>;
  values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  set: Readonly<Record<string, unknown>>;
}

export interface RuleSetting {
  off: boolean;
  grade?: Grade;
  reason?: string;
  owner?: string;
  until?: Day;
  thresholds: Readonly<Record<string, number | string>>;
}

/** The version of the format that this release reads (format.md F19). */
export const FORMAT = 1;

/** What readConfig must know of the rules, which live a floor above. */
export interface KnownRules { has(id: string): boolean; ids(): Iterable<string>; thresholds(id: string): ReadonlySet<string> | undefined; inForce(): Iterable<string> }

/** Reads sms.yaml. `own`: what stands in the folders that it names. Never throws; what is wrong is in `reports`, and the rest holds the defaults. */
export function readConfig(file: string, source: string, rules: KnownRules, own: Own = NOTHING_OWN): { config: Config; facts: FileFacts } {
  if (source.length > LIMITS.configLength) {
    const tooLarge: Report = { rule: 'file-too-large', message: 'too-large', args: { size: source.length, limit: LIMITS.configLength }, file, range: ORIGIN, related: [] };
    return { config: { ...defaults(file), reports: [tooLarge] }, facts: emptyFacts(file) };
  }
  const { facts, data, source: tree } = parseConfigFile(file, source);
  const reports: Report[] = [];
  const say = (message: string, args: Readonly<Record<string, Word>>, path: Path, part: 'key' | 'value' = 'value'): void => {
    reports.push({ rule: 'config-invalid', message, ...withWords(args), file, range: locate(tree, path, part), related: [] });
  };
  for (const report of facts.reports) reports.push(translated(report));
  if (!('sms' in data) && reports.length === 0) say('value', { key: 'sms', expected: phrase('config.format', 'the number of the format, {format}', { format: FORMAT }) }, []);
  const version = number(data, 'sms');
  if (version !== undefined && version > FORMAT) return { config: { ...defaults(file), reports: [one(file, tree, version)] }, facts: { ...facts, reports: [] } };
  const timeZone = text(data, 'timeZone');
  const config: Config = {
    ...defaults(file), ...readings(data), own, rules: readRules(data, rules, say), adopt: readAdoptions(data), reports,
    ...(timeZone !== undefined && isTimeZone(timeZone) && { timeZone }),
  };
  judgeNames(data, kindsOf(config), say);
  const inForce = [...rules.inForce()];
  if (inForce.length > 0 && inForce.every(id => config.rules[id]?.off)) say('everything-off', {}, ['rules'], 'key');
  return { config, facts: { ...facts, reports: [] } };
}

/** Names of kinds, types and fields that stand as keys, where a schema cannot know them; and globs that lead out of the root. */
function judgeNames(data: Record<string, unknown>, own: Kinds, say: (message: string, args: Readonly<Record<string, Word>>, path: Path, part?: 'key' | 'value') => void): void {
  const kinds = new Set(own.all().map(({ kind }) => kind)), types = new Set([...own.itemTypes().keys(), ...kinds]);
  const unknownKey = (key: string, known: ReadonlySet<string>, path: Path): void => {
    if (known.has(key) || !own.isWhole) return;
    const suggestion = nearest(key, known);
    say(suggestion === undefined ? 'key-unknown' : 'suggestion', suggestion === undefined ? { key } : { key, suggestion }, [...path, key], 'key');
  };
  for (const key of Object.keys(fields(data, 'ids') ?? {})) unknownKey(key, types, ['ids']);
  for (const key of Object.keys(fields(data, 'reviewEvery') ?? {})) unknownKey(key, new Set(['default', ...kinds]), ['reviewEvery']);
  for (const key of ['schemas', 'rulePacks']) {
    for (const folder of [text(data, key), ...texts(data, key)]) {
      if (folder !== undefined && LEADS_OUT.test(folder)) say('value', { key, expected: phrase('config.folder', 'a folder inside that of sms.yaml; nothing is fetched from elsewhere') }, [key]);
    }
  }
  for (const [at, entry] of list(data, 'adopt').entries()) {
    const kind = text(entry, 'kind'), files = text(entry, 'files'), shape = kind === undefined ? undefined : own.get(kind)?.shape;
    if (files !== undefined && LEADS_OUT.test(files)) say('value', { key: 'files', expected: phrase('config.files', 'files inside this folder') }, ['adopt', at, 'files']);
    if (kind !== undefined && !shape && own.isWhole) say('value', { key: 'kind', expected: phrase('config.kind', 'a kind such as {kind}', { kind: own.nearest(kind) ?? 'document' }) }, ['adopt', at, 'kind']);
    if (!shape) continue;
    for (const part of ['fields', 'set', 'values']) for (const key of Object.keys(fields(entry, part) ?? {})) unknownKey(key, new Set(shape.properties.keys()), ['adopt', at, part]);
  }
}

/** What holds where sms.yaml is silent. */
export function defaults(file: string): Config {
  return {
    file, organization: '', standard: 'ISO/IEC 20000-1:2018', timeZone: 'UTC', language: 'en', stage: 'operating', recordsPeriod: '12 months',
    reviewEvery: {}, history: 'use', ids: {}, ignore: [], adopt: [], rules: {}, schemas: [], rulePacks: [], own: NOTHING_OWN, reports: [],
  };
}

function one(file: string, tree: Source, found: number): Report {
  return { rule: 'config-invalid', message: 'version', args: { found, supported: FORMAT }, file, range: locate(tree, ['sms']), related: [] };
}

function readings(data: Record<string, unknown>): Partial<Config> {
  const history = text(data, 'history'), today = text(data, 'today'), stage = text(data, 'stage');
  return {
    organization: text(data, 'organization') ?? '',
    ...pick('standard', data), ...pick('language', data), ...pick('recordsPeriod', data),
    ...(isDay(today) && { today }),
    ...((stage === 'building' || stage === 'operating') && { stage }),
    ...((history === 'off' || history === 'use' || history === 'require') && { history }),
    reviewEvery: strings(fields(data, 'reviewEvery')), ids: strings(fields(data, 'ids')), ignore: texts(data, 'ignore'),
    schemas: folders(data, 'schemas'), rulePacks: folders(data, 'rulePacks'),
  };
}

/** One folder, or a list of them, without what leads out of the root. */
function folders(data: Record<string, unknown>, key: 'schemas' | 'rulePacks'): string[] {
  const one = text(data, key);
  return (one === undefined ? texts(data, key) : [one]).filter(folder => !LEADS_OUT.test(folder)).map(folder => folder.replace(/^(?:\.\/)+|\/+$/g, ''));
}

export const LEADS_OUT = /^\/|(?:^|[\\/])\.\.(?:[\\/]|$)|^[A-Za-z][A-Za-z0-9+.-]*:/;

function pick<K extends 'standard' | 'language' | 'recordsPeriod'>(key: K, data: Record<string, unknown>): { [P in K]?: string } {
  const value = text(data, key);
  return value === undefined ? {} : { [key]: value } as { [P in K]?: string };
}

function strings(of: unknown): Record<string, string> {
  return isFields(of) ? Object.fromEntries(Object.entries(of).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []))) : {};
}

const MOST_HINTS = 20;

function readRules(data: Record<string, unknown>, known: KnownRules, say: (message: string, args: Readonly<Record<string, Word>>, path: Path, part?: 'key' | 'value') => void): Config['rules'] {
  const settings: Record<string, RuleSetting> = {};
  let unknown = 0;
  for (const [id, raw] of Object.entries(fields(data, 'rules') ?? {})) {
    const path = ['rules', id];
    if (!known.has(id)) {
      const suggestion = ++unknown <= MOST_HINTS ? nearest(id, known.ids()) : undefined;
      say('rule-unknown', { rule: id, hint: suggestion === undefined ? '' : phrase('hint.meant-code', ' Did you mean `{suggestion}`?', { suggestion }) }, path, 'key');
      continue;
    }
    const off = isFields(raw) && raw['off'] === true, grade = text(raw, 'grade');
    const thresholds: Record<string, number | string> = {};
    const allowed = known.thresholds(id);
    for (const [key, value] of Object.entries(isFields(raw) ? raw : {})) {
      if (['off', 'grade', 'reason', 'owner', 'until'].includes(key)) continue;
      if (allowed && !allowed.has(key)) say('threshold-unknown', { rule: id, key }, [...path, key], 'key');
      else if (typeof value === 'number' || typeof value === 'string') thresholds[key] = value;
    }
    if (off || grade !== undefined) {
      const missing = ['reason', 'owner', 'until'].filter(key => text(raw, key) === undefined);
      if (missing.length > 0) say('reason-missing', { rule: id, fields: missing.join(', ') }, path, 'key');
    }
    const reason = text(raw, 'reason'), owner = text(raw, 'owner'), until = text(raw, 'until');
    settings[id] = {
      off, thresholds, ...(isGrade(grade) && { grade }), ...(reason !== undefined && { reason }), ...(owner !== undefined && { owner }), ...(isDay(until) && { until }),
    };
  }
  return settings;
}

function isGrade(value: string | undefined): value is Grade { return value === 'major' || value === 'minor' || value === 'observation'; }

function readAdoptions(data: Record<string, unknown>): Adoption[] {
  return list(data, 'adopt').flatMap(entry => {
    const files = text(entry, 'files'), kind = text(entry, 'kind'), as = text(entry, 'as');
    if (files === undefined || kind === undefined) return [];
    const id = fields(entry, 'id'), field = text(id, 'field');
    const adoption: Adoption = {
      files, kind, as: as === 'yaml' ? 'yaml' : 'markdown', fields: strings(fields(entry, 'fields')),
      values: Object.fromEntries(Object.entries(fields(entry, 'values') ?? {}).map(([key, map]) => [key, strings(map)])),
      set: fields(entry, 'set') ?? {},
    };
    if (text(id, 'from') === 'field' && field !== undefined) adoption.id = { from: 'field', field };
    else if (id) adoption.id = { from: 'path', strip: texts(id, 'strip') };
    return [adoption];
  });
}

function expectedIn(message: string, said: Word | undefined): Word {
  if (message === 'missing') return phrase('config.value', 'a value');
  if (said !== undefined) return message === 'choice' ? phrase('config.one-of', 'one of {choices}', { choices: said }) : said;
  return message === 'day' ? phrase('config.day', 'a day such as {example}', { example: '2026-03-31' })
    : message === 'period' ? phrase('config.period', 'a period such as {example}', { example: '12 months' }) : phrase('config.other', 'another value');
}

/** The parser's words for a document, turned into those for a configuration; places stay. */
function translated(report: Report): Report {
  const { args, words, ...place } = report, said: Readonly<Record<string, Word>> = { ...args, ...words };
  const config = (message: string, more: Readonly<Record<string, Word>>): Report => ({ ...place, rule: 'config-invalid', message, ...withWords(more) });
  if (report.rule === 'field-unknown') return config(report.message === 'suggestion' ? 'suggestion' : 'key-unknown', { key: args['field'] ?? '', suggestion: args['suggestion'] ?? '' });
  // Slips have sentences of their own.
  if (report.rule !== 'field-invalid') return report;
  if (report.message === 'time-zone') return config('time-zone', { value: args['value'] ?? '' });
  return config('value', { key: said['field'] ?? said['fields'] ?? '', expected: expectedIn(report.message, said['expected'] ?? said['allowed']) });
}
