import { rulesOf, type RuleBook } from '../rules/book.js';
import { explainData, type Step } from '../rules/conditions.js';
import type { Condition, DataCheck, DayOperand, Operand, Related, Rule } from '../rules/rule.js';
import { isRight, runExamples, type ExampleResult } from '../session/examples.js';
import { FORMAT } from '../sms/config.js';
import { ORIGIN } from '../sms/parse.js';
import { nearest, visible } from '../sms/text.js';
import type { Options } from './arguments.js';
import { harmless, jsonText } from './escape.js';
import type { Io } from './io.js';
import { TOOL } from './json-report.js';
import { paragraph, plural, type Painter } from './layout.js';
import { rulesJson, rulesText } from './lists.js';
import { withDocuments, type DocumentsAsked } from './opening.js';

/** `sms rules` for one SMS: lists its rules with those of this program, runs the examples of its own, or tells why they speak of something. */
export function ownRulesCommand(folder: string | undefined, options: Options, io: Io, paint: Painter, columns: number | undefined): Promise<number> {
  const tell = (line: string): void => { io.stderr(`${harmless(visible(`sms: ${line}`))}\n`); };
  return withDocuments('rules', folder, options, io, async asked => {
    const book = rulesOf(asked.result.config), id = options.text('explain'), isJson = options.text('format') === 'json';
    for (const file of book.incomplete) tell(`${file} is not used as it is: sms check says why.`);
    const page: Page = { paint, say: (words, indent = 0) => paragraph(visible(words), columns, indent).map(harmless) };
    if (options.on('test')) {
      const results = await runExamples(book.own, asked.result.config), wrong = results.filter(result => !isRight(result));
      io.stdout(isJson ? testJson(results, book.own) : testText(results, book, page));
      return wrong.length > 0 ? 1 : book.incomplete.length > 0 ? 3 : 0;
    }
    if (id !== undefined) {
      const known = options.text('rule'), rules = known === undefined ? book.own : book.all.filter(rule => rule.id === known);
      if (known !== undefined && rules.length === 0) { tell(`There is no rule "${known}".${hint(nearest(known, book.all.map(rule => rule.id)))}`); return 2; }
      const { model } = asked.result, item = model.item(id);
      if (!item) { tell(`Nothing in this SMS has the id ${id}.${hint(nearest(id, [...model.files.values()].flatMap(({ items }) => items.map(each => each.id))))}`); return 2; }
      io.stdout(explainText(item.id, rules, asked, page));
    } else io.stdout(isJson ? rulesJson(book.all) : rulesText(book.all, paint, columns));
    return book.incomplete.length > 0 ? 3 : 0;
  });
}

interface Page { paint: Painter; say(words: string, indent?: number): string[] }

function hint(meant: string | undefined): string { return meant === undefined ? '' : ` Did you mean ${meant}?`; }

// ---- examples ----

function testText(results: readonly ExampleResult[], { own: rules, incomplete }: RuleBook, { paint, say }: Page): string {
  const lines: string[] = [], without = rules.filter(({ examples: { good, bad } }) => good.length + bad.length === 0), wrong = results.filter(result => !isRight(result));
  for (const rule of rules) {
    const own = results.filter(result => result.rule === rule);
    if (own.length === 0) continue;
    lines.push(...say(`${rule.id}  ${rule.file ?? ''}`).map(paint.bold));
    for (const result of own) {
      lines.push(...say(`${result.good ? 'good' : 'bad'} example ${result.number}: ${isRight(result) ? 'right' : 'wrong'}`, 2).map(line => (isRight(result) ? line : paint.grade('major', line))));
      if (result.problem !== undefined) lines.push(...say(`It shows nothing: ${result.problem}.`, 4));
      for (const { file, line } of result.missed) lines.push(...say(`${file}, line ${line + 1} is marked, and the rule says nothing there.`, 4));
      for (const { file, line, start, end, said } of result.unexpected) lines.push(...say(`${file}, line ${line + 1}, columns ${start + 1} to ${end}: the rule speaks where nothing is marked: ${said}`, 4));
    }
  }
  if (lines.length > 0) lines.push('');
  lines.push(...say(rules.length === 0 ? (incomplete.length > 0 ? 'None of the rules of this SMS can be used.' : 'This SMS has no rules of its own. sms.yaml names the folders that hold them under rulePacks.')
    : `${plural(results.length, 'example')} of ${plural(rules.length - without.length, 'rule')}: ${results.length - wrong.length} right, ${wrong.length} wrong.`).map(line => (wrong.length > 0 ? paint.grade('major', line) : paint.bold(line))));
  if (without.length > 0) lines.push(...say(`Without examples, so that nobody sees whether they do what is meant: ${without.map(({ id }) => id).join(', ')}.`));
  return `${lines.join('\n')}\n`;
}

function testJson(results: readonly ExampleResult[], rules: readonly Rule[]): string {
  return jsonText({
    format: FORMAT, tool: TOOL, rules: rules.map(({ id, file, examples: { good, bad } }) => ({ id, file, examples: good.length + bad.length })),
    right: results.filter(isRight).length, wrong: results.filter(result => !isRight(result)).length,
    results: results.map(result => ({
      rule: result.rule.id, example: `${result.good ? 'good' : 'bad'} ${result.number}`, right: isRight(result), ...(result.problem !== undefined && { problem: result.problem }),
      missed: result.missed.map(({ file, line }) => ({ file, line: line + 1 })), unexpected: result.unexpected.map(({ file, line, said }) => ({ file, line: line + 1, said })),
    })),
  });
}

// ---- why a rule speaks ----

function explainText(id: string, rules: readonly Rule[], { result: { model, config, today, control } }: DocumentsAsked, { paint, say }: Page): string {
  const item = model.item(id), lines = [...say(`${item?.title === '' || item?.title === undefined ? id : `"${item.title}" (${id})`}, ${(item?.type ?? '').replaceAll('-', ' ')} in ${item?.file ?? ''}`).map(paint.bold), ''];
  for (const rule of rules) {
    const setting = config.rules[rule.id], where = rule.file === undefined ? '' : `  ${rule.file}`;
    if (!rule.data) { lines.push(...say(`${rule.id}: no rule of data; what it does is told by sms explain ${rule.id}`)); continue; }
    if (setting?.off) { lines.push(...say(`${rule.id}${where}: switched off in sms.yaml`)); continue; }
    const { explained, others } = explainData(rule.data, {
      model, today, control, config, settings: { ...rule.settings, ...setting?.thresholds }, tallies: new Map(), report: (at, message) => ({ rule: rule.id, message, args: {}, file: at.file, range: ORIGIN, related: [] }),
    }, id);
    const speaks = explained.filter(each => each.speaks).length;
    lines.push(...say(`${rule.id}${where}: ${speaks > 0 ? `speaks${speaks > 1 ? ` ${speaks} times` : ''}` : 'is silent'}`).map(line => (speaks > 0 ? paint.grade(rule.grade, line) : line)));
    if (explained.length === 0) lines.push(...say(looksAt(others), 2));
    for (const { name, check, speaks: does, steps } of explained) {
      if (check.each !== undefined) lines.push(...say(`${name}, an entry of ${check.each}: ${does ? 'speaks' : 'silent'}`, 2));
      if (steps.length === 0) lines.push(...say('It has no conditions: it always speaks.', check.each === undefined ? 2 : 4));
      lines.push(...stepLines(steps, check.each === undefined ? 2 : 4, say));
    }
    lines.push('');
  }
  if (rules.length === 0) lines.push(...say('This SMS has no rules of its own. --rule RULE asks one of this program.'));
  return `${lines.join('\n').trimEnd()}\n`;
}

function looksAt(checks: readonly DataCheck[]): string {
  const what = [...new Set(checks.map(({ select, inForce }) => `${select}${inForce ? ' in force' : ''}`))].join(', ');
  return `It looks at ${what} that ${checks.length === 1 ? 'is' : 'are'} not withdrawn or superseded, and this is none.`;
}

function stepLines(steps: readonly Step[], indent: number, say: Page['say']): string[] {
  return steps.flatMap(step => {
    const { condition, truth, value, things, below } = step, sign = truth === true ? 'yes ' : truth === false ? 'no  ' : '?   ';
    const looked = 'field' in condition ? ` It holds ${shown(value)}.` : things.length === 0 && isOver(condition) ? ' There is nothing to look at.' : things.length > 0 ? ` Looked at: ${some(things)}.` : '';
    const groups = isOver(condition) ? below : [];
    const inside = groups.length > 0 ? [...new Set(groups.map(each => each.thing))].slice(0, MOST).flatMap(name => [...say(`${name}:`, indent + 4), ...stepLines(groups.filter(each => each.thing === name), indent + 6, say)]) : stepLines(below, indent + 4, say);
    return [...say(`${sign}${inWords(condition)}.${truth === undefined ? ' Nobody knows: rows of tables are not looked into for this.' : looked}`, indent), ...inside];
  });
}

/** Things named one by one; more are counted. */
const MOST = 8;

function some(names: readonly string[]): string { return `${names.slice(0, MOST).join(', ')}${names.length > MOST ? ` and ${names.length - MOST} more` : ''}`; }

function isOver(condition: Condition): boolean { return 'some' in condition || 'none' in condition || 'count' in condition; }

function shown(value: unknown): string { return value === undefined || value === null ? 'nothing' : typeof value === 'string' ? `"${value}"` : Array.isArray(value) ? `a list of ${value.length}` : typeof value === 'object' ? 'fields of its own' : JSON.stringify(value); }

function inWords(condition: Condition): string {
  if ('any' in condition) return 'one of these holds';
  if ('all' in condition) return 'all of these hold';
  if ('not' in condition) return 'this does not hold';
  if ('some' in condition) return `some of ${related(condition.some)}${condition.where?.length ? ' fulfil what follows' : ' exist'}`;
  if ('none' in condition) return `none of ${related(condition.none)}${condition.where?.length ? ' fulfil what follows' : ' exist'}`;
  if ('count' in condition) return `the number of ${related(condition.count)} is ${limits({ ...condition })}`;
  if ('is' in condition) return `${condition.field} is ${condition.is}`;
  if ('in' in condition) return `${condition.field} is ${condition.in.length === 1 ? '' : 'one of '}${condition.in.join(', ')}`;
  if ('notIn' in condition) return `${condition.field} is ${condition.notIn.length === 1 ? 'not' : 'none of'} ${condition.notIn.join(', ')}`;
  return `${condition.field} is ${limits({ ...condition })}`;
}

function related(of: Related): string {
  const far = 'through' in of && of.through === 'all' ? ' (over any number of hops)' : '';
  if ('list' in of) return `the entries of ${of.list}`;
  if ('kind' in of) return `all ${of.kind}`;
  if ('from' in of) return `each ${of.from} that names it in ${of.via}${far}`;
  return `what ${typeof of.to === 'string' ? of.to : of.to.join(', then ')} names${of.of ? ` (${of.of.join(', ')})` : ''}${far}`;
}

const LIMIT_WORDS: Readonly<Record<string, string>> = { below: 'below', atMost: 'at most', above: 'above', atLeast: 'at least', before: 'before', notAfter: 'not after', after: 'after', notBefore: 'not before' };

function limits(condition: Readonly<Record<string, unknown>>): string {
  return Object.entries(LIMIT_WORDS).flatMap(([key, word]) => (condition[key] === undefined ? [] : [`${word} ${operand(condition[key] as Operand | DayOperand)}`])).join(' and ');
}

function operand(of: Operand | DayOperand): string {
  if (typeof of !== 'object') return String(of);
  if ('setting' in of) return `the setting ${String(of.setting)}`;
  const { field, plus, minus } = of as { field?: string; plus?: unknown; minus?: unknown }, shift = plus ?? minus;
  const by = typeof shift === 'string' ? shift : typeof shift === 'object' && shift !== null ? Object.values(shift).join('') : undefined;
  return `${field ?? 'today'}${by === undefined ? '' : ` ${plus === undefined ? 'minus' : 'plus'} ${by}`}`;
}
