import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { rulesOf } from '../../src/rules/book.js';
import type { Rule } from '../../src/rules/rule.js';
import { isRight, runExamples, type ExampleResult } from '../../src/session/examples.js';
import { ruleWordsTable } from '../../src/cli/tables.js';
import { textHash } from '../../src/sms/text.js';
import type { Own } from '../../src/sms/own.js';

/** House rules as organizations write them, one in each file, with their expectations beside them. */
const FOLDER = 'test/own/rules';
const files = readdirSync(FOLDER).filter(name => name.endsWith('.yaml')).sort();

function ownOf(texts: readonly (readonly [file: string, text: string])[]): { own: Own; schemas: readonly string[]; rulePacks: readonly string[] } {
  return { schemas: [], rulePacks: ['rules'], own: { key: textHash(JSON.stringify(texts)), files: texts.map(([file, text]) => ({ file: `rules/${file}`, use: 'rule', text })) } };
}
const told = ({ rule, good, number, missed, unexpected, problem }: ExampleResult): string =>
  `${rule.id}, ${good ? 'good' : 'bad'} ${number}: ${JSON.stringify({ missed, unexpected, problem })}`;

describe('rule files of organizations', () => {
  const all = ownOf(files.map(name => [name, readFileSync(`${FOLDER}/${name}`, 'utf8')])), book = rulesOf(all);

  it('are at least 40, and all of them can be used', () => {
    assert.ok(files.length >= 40, String(files.length));
    assert.deepEqual([...book.reports, ...book.incomplete], []);
    assert.equal(book.own.length, files.length);
    for (const { id, examples: { good, bad } } of book.own) assert.ok(good.length > 0 && bad.length > 0, id);
  });

  it('find what their bad examples mark, and nothing in the good ones', async () => {
    assert.deepEqual((await runExamples(book.own, all)).filter(result => !isRight(result)).map(told), []);
  });

  it('have examples that would tell: of a rule that always speaks or never does, one comes out wrong', async () => {
    const untold: string[] = [];
    for (const rule of book.own) for (const always of [true, false]) {
      // The conditions are taken out, or one is put in that never holds.
      const text = readFileSync(`${FOLDER}/${rule.id}.yaml`, 'utf8'), begins = /^( *(?:- )?)select: (\S+)$/gm;
      const changed = ownOf([['rule.yaml', always ? withoutConditions(text) : text.replace(/^( *)where:(?: \[(.*)\])?$/gm, (_, indent: string, list?: string) => `${indent}where:${list === undefined ? `\n${indent}  - { any: [] }` : ` [{ any: [] }, ${list}]`}`)]]);
      assert.match(text, begins);
      const variant: Rule = rulesOf(changed).own[0] ?? assert.fail(`${rule.id}: ${JSON.stringify(rulesOf(changed).reports)}`);
      if ((await runExamples([variant], changed)).every(isRight)) untold.push(`${rule.id} ${always ? 'always' : 'never'}`);
    }
    assert.deepEqual(untold, []);
  });
});

/** The text of a rule file without what stands under `where`. */
function withoutConditions(text: string): string {
  const lines: string[] = [];
  let depth: number | undefined;
  for (const line of text.split('\n')) {
    const indent = line.search(/\S/);
    if (depth !== undefined && (indent > depth || line.trim() === '')) continue;
    depth = undefined;
    if (/^ *where:/.test(line)) { if (!line.includes('[')) depth = indent; continue; }
    lines.push(line);
  }
  return lines.join('\n');
}

describe('the guide to rules of one’s own', () => {
  const guide = readFileSync('docs/own-rules.md', 'utf8'), blocks = [...guide.matchAll(/^```yaml\n(rule: .*?)^```$/gms)].map(([, text = '']) => text);

  it('has ten rules that do what it says: their examples come out right', async () => {
    const all = ownOf(blocks.map((text, at) => [`${at}.yaml`, text])), book = rulesOf(all);
    assert.deepEqual(book.reports, []);
    assert.equal(book.own.length, 10);
    assert.deepEqual((await runExamples(book.own, all)).filter(result => !isRight(result)).map(told), []);
    for (const { id, examples: { good, bad } } of book.own) assert.ok(good.length > 0 && bad.length > 0, id);
  });

  it('lists the words that a rule file can have', () => { assert.ok(guide.includes(ruleWordsTable()), 'run: npm run docs'); });

  it('has a pack that builds on another, as it stands there', () => {
    const pack = /^```yaml\n(pack: .*?)^```$/ms.exec(guide)?.[1] ?? assert.fail(), rule = (id: string): string => blocks.find(text => text.startsWith(`rule: ${id}\n`)) ?? assert.fail(id);
    const own: Own = { key: 'guide', files: [['rules/pack.yaml', pack], ['group-rules/a.yaml', rule('sla-over-two-years')], ['group-rules/b.yaml', rule('role-overloaded')]].map(([file = '', text = '']) => ({ file, use: 'rule', text })) };
    const book = rulesOf({ own });
    assert.deepEqual(book.reports, []);
    assert.deepEqual([book.get('sla-over-two-years')?.grade, book.get('role-overloaded')?.settings], ['major', { most: 5 }]);
  });
});
