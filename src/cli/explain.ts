import type { Rule } from '../rules/rule.js';
import { configSchema, type Kinds, type KindSchema } from '../sms/kinds.js';
import type { Shape } from '../sms/shapes.js';
import { clause, clauses, leavesOf, numberOf, ruleCatalogue, type CatalogueRule, type Clause } from '../sms/standard.js';
import type { Standards } from '../sms/standards.js';
import { nearest, sentenceList, visible } from '../sms/text.js';
import { paragraph, type Painter } from './layout.js';
import { catalogueRule } from './tables.js';

/** Makes lines of headings, sentences and examples. */
interface Writer {
  title(text: string): string[];
  line(text: string): string[];
  /** Nothing where there are no entries. */
  section(title: string, entries: readonly string[]): string[];
  example(title: string, source: string): string[];
}

/** The explanation of a rule, a clause or a kind; `unknown` with a sentence where there is neither. */
export function explain(name: string, rules: readonly Rule[], kinds: Kinds, standards: Standards, paint: Painter, width: number | undefined): { text: string } | { unknown: string } {
  const write = writer(paint, width);
  const known = ruleCatalogue().find(({ id, number }) => id === name || String(number) === name);
  const rule = rules.find(({ id }) => id === name || id === known?.id);
  // 8 is a chapter as well as a number of the catalogue: a plain number is a clause first.
  const unit = standards.clause(name.replace(/^clause\s+/i, ''));
  const kind = kinds.get(name) ?? (name === 'sms.yaml' ? configSchema : undefined);
  const lines = unit ? aboutClause(unit, rules, kinds, standards, write) : kind ? aboutKind(kind, write) : rule ? aboutRule(rule, write) : known ? aboutWaiting(known, write) : undefined;
  return lines ? { text: `${lines.join('\n')}\n` } : { unknown: unknown(name, rules, kinds, standards) };
}

function unknown(name: string, rules: readonly Rule[], kinds: Kinds, standards: Standards): string {
  const shown = visible(name);
  if (/^[A-Za-z][\w.-]*:\S/.test(name)) {
    const other = standards.of(name), near = standards.nearest(name);
    return other ? `${other.title} has no clause ${shown}.${near === undefined ? '' : ` Did you mean ${near}?`}` : notKnown(name, standards);
  }
  if (/^\d+(\.\d+)*$/.test(name)) {
    const parts = name.split('.');
    const around = parts.map((_, at) => parts.slice(0, at).join('.')).reverse().find(id => clause(id) !== undefined);
    const near = clauses().filter(({ parent }) => parent === around).map(({ id }) => id);
    return `ISO/IEC 20000-1 has no clause ${shown} that is explained here. ${around === undefined ? 'At the top there are' : `In ${around} there are`}: ${near.join(', ') || 'none'}.`;
  }
  const meant = nearest(name, [...rules.map(({ id }) => id), ...ruleCatalogue().map(({ id }) => id), ...kinds.all().map(({ kind }) => kind)]);
  return `There is no rule, kind or clause "${shown}". ${meant === undefined ? 'sms rules lists the rules, sms kinds the kinds; a clause is a number such as 8.3.3.' : `Did you mean ${meant}?`}`;
}

function notKnown(name: string, { all }: Standards): string {
  const known = all.map(({ id }) => id), near = nearest(name.slice(0, name.indexOf(':')), known);
  return `${visible(name)} is a clause of a standard that is not known here.${near === undefined ? '' : ` Did you mean ${near}:${visible(numberOf(name))}?`} Known are ${sentenceList(known)}.`;
}

function aboutKind(kind: KindSchema, { title, line, section }: Writer): string[] {
  const header = kind.header === 'none' ? undefined : kind.header === 'document' ? 'document' : 'record';
  const own = [...kind.shape.properties];
  return [
    ...title(kind.kind), ...line(`${kind.name}${header === undefined ? '' : `, a ${header} in ${kind.format === 'yaml' ? 'YAML' : 'Markdown with fields at the top between two lines of ---'}`}.`),
    ...section('Clauses it shows', kind.clauses.map(({ clause: id }) => clauseLine(id))),
    ...section('Sections of its text', kind.body.map(({ headings, required }) => `${headings.join(', or ')}${required ? ' (needed)' : ''}`)),
    ...section('Fields', own.flatMap(([key, shape]) => (key === 'kind' ? [`kind: ${kind.kind}`] : field(key, shape, 0)))),
  ];
}

const MOST_DEPTH = 3;

/** A field with what may stand in it, and the fields below it. */
function field(key: string, shape: Shape, depth: number): string[] {
  const below = shape.properties.size > 0 ? shape : shape.items;
  const refersTo = [...new Set([...shape.refersTo, ...shape.items?.refersTo ?? []])].filter(type => type !== 'file');
  const what = shape.choices.length > 0 ? shape.choices.join(' | ') : refersTo.length > 0 ? `${shape.types.includes('array') ? 'ids' : 'id'} of ${refersTo.join(' or ')}`
    : shape.format === 'date' ? 'day' : shape.format === 'date-time' ? 'moment' : shape.types.map(type => TYPES[type] ?? type).join(' or ');
  const example = shape.example === undefined || typeof shape.example === 'object' ? '' : `, such as ${String(shape.example)}`;
  return [
    `${'  '.repeat(depth)}${key}: ${what}${example}${shape.description === '' ? '' : `. ${shape.description}`}`,
    ...(depth >= MOST_DEPTH || !below ? [] : [...below.properties].flatMap(([name, inner]) => field(name, inner, depth + 1))),
  ];
}

const TYPES: Readonly<Record<string, string>> = { string: 'text', number: 'number', integer: 'whole number', boolean: 'true or false', array: 'list', object: 'fields of its own' };

function aboutRule(rule: Rule, { title, line, section, example }: Writer): string[] {
  const number = catalogueRule(rule.id)?.number;
  return [
    ...title(rule.id), ...line(`${rule.title}.`),
    ...line(`Grade: ${rule.grade} (a suggestion; only an auditor grades).${number === undefined ? '' : ` Number ${number} of the catalogue.`}`),
    ...(rule.file === undefined ? [] : line(`A rule of this SMS, in ${rule.file}.`)),
    ...section('Why', rule.why === '' ? [] : [rule.why]),
    ...section('What it says', Object.values(rule.messages).map(({ text, grade }) => `${text}${grade === undefined || grade === rule.grade ? '' : ` [${grade}]`}`)),
    ...section('Clauses', rule.clauses.map(clauseLine)),
    ...section(`Settings, in sms.yaml under rules: ${rule.id}:`, Object.entries(rule.settings ?? {}).map(([key, value]) => `${key}: ${value}`)),
    ...section('Needs, for a part of it', rule.needs === 'history' ? ['the history of the documents in git'] : []),
    ...rule.examples.bad.flatMap(source => example('Not right', source)), ...rule.examples.good.flatMap(source => example('Right', source)),
  ];
}

function aboutWaiting(rule: CatalogueRule, { title, line, section }: Writer): string[] {
  return [
    ...title(rule.id), ...line(`${rule.title}.`), ...line(`Number ${rule.number} of the catalogue.`),
    ...line(`Not in force in this release: it waits for ${rule.waitsFor ?? 'a later one'}.`), ...section('Clauses', rule.clauses.map(clauseLine)),
  ];
}

function aboutClause(unit: Clause, rules: readonly Rule[], kinds: Kinds, standards: Standards, { title, line, section }: Writer): string[] {
  const standard = standards.of(unit.id), isMain = standard === standards.main;
  const head = [...title(`${unit.id} ${unit.title}`), ...line(isMain ? 'ISO/IEC 20000-1:2018, in our own words.' : `${standard?.title ?? ''}.`), ...(standard?.source === undefined ? [] : line(standard.source))];
  const own = section('Rules', rulesFor(unit, rules)), related = section(isMain ? 'Related clauses' : 'Corresponds to (a suggestion)', standards.related(unit.id).map(ref => relatedLine(ref, standards)));
  if (unit.leaf !== true) return [...head, ...section('Below it', (standard?.clauses ?? []).filter(({ parent }) => parent === unit.id).map(({ id, title: name }) => `${id} ${name}`)), ...related, ...own];
  const shownBy = unit.kinds ?? [];
  return [
    ...head,
    ...section('What it asks for', unit.paraphrase === undefined ? [] : [unit.paraphrase]),
    ...section('Amendment', unit.amended === undefined ? [] : [unit.amended]),
    ...section('Documents to maintain', unit.maintain ?? []),
    ...section('Records to retain', unit.retain ?? []),
    ...section('Kinds that show it', shownBy.flatMap(kind => { const info = kinds.get(kind); return info ? [`${kind}: ${info.name}`] : []; })),
    ...section('Kinds to come in a later release', shownBy.filter(kind => kinds.get(kind) === undefined)),
    ...section('What auditors often find', unit.findings ?? []),
    ...section('ITIL 4 practices', unit.itil ?? []),
    ...related,
    ...(isMain ? [] : section('Shown by', [`What shows the clauses that correspond, and what names it itself: clauses: ["${unit.id}"] in the header of a document or record.${standards.sharedBy(unit.id).length > 0 ? '' : ' No clause of ISO/IEC 20000-1 corresponds to it.'}`])),
    ...own,
  ];
}

function relatedLine(ref: string, standards: Standards): string { return [ref, standards.clause(ref)?.title ?? ''].join(' ').trimEnd(); }

function rulesFor(unit: Clause, rules: readonly Rule[]): string[] {
  const leaves = new Set(leavesOf(unit.id).map(({ id }) => id));
  return rules.filter(rule => rule.clauses.some(ref => leavesOf(ref).some(({ id }) => leaves.has(id)))).map(({ id, title }) => `${id}: ${title}`);
}

function clauseLine(ref: string): string {
  const unit = clause(ref);
  return unit ? `${ref} ${unit.title}${unit.paraphrase === undefined ? '' : `: ${unit.paraphrase}`}` : ref;
}

function writer(paint: Painter, width: number | undefined): Writer {
  return {
    title: text => [paint.bold(text)],
    line: text => paragraph(text, width, 0),
    section: (title, entries) => (entries.length === 0 ? [] : ['', paint.bold(title), ...entries.flatMap(entry => paragraph(entry, width, 2))]),
    example: (title, source) => ['', paint.bold(title), ...source.replace(/^\n|\n$/g, '').split('\n').map(line => exampleLine(line, paint))],
  };
}

/** `//- file` begins a file, `//  ^^^ rule message` underlines what is found, `//@ commit E-MAIL DAY` commits what stands there. */
function exampleLine(line: string, paint: Painter): string {
  const file = /^\/\/- (.+)$/.exec(line)?.[1], carets = /^\/\/( *\^+) /.exec(line)?.[1], columns = /^\/\/@(\d+)-(\d+) /.exec(line);
  const commit = /^\/\/@ commit (\S+) (\S+)$/.exec(line);
  if (commit) return `  ${paint.dim(`committed on ${commit[2] ?? ''} by ${commit[1] ?? ''}`)}`;
  if (file !== undefined) return `  ${paint.dim(file)}`;
  if (carets !== undefined) return `      ${paint.grade('minor', carets)}`;
  if (columns) return `    ${' '.repeat(Number(columns[1]))}${paint.grade('minor', '^'.repeat(Math.max(1, Number(columns[2]) - Number(columns[1]))))}`;
  return line === '' ? '' : `    ${line}`;
}
