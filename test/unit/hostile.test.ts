import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { outcome, type CheckResult } from '../../src/session/session.js';
import { parseFile } from '../../src/sms/parse.js';
import type { FileFacts } from '../../src/sms/types.js';
import { checkFolder } from '../support/disk.js';

const header = ['kind: document', 'id: DOC-MAIL', 'title: Use of e-mail', 'version: 1.0', 'status: draft', 'owner: ROLE-SMM', 'approver: ROLE-SD', 'reviewedOn: 2026-02-10', 'reviewEvery: 12 months'];
const plain = `${header.join('\n')}\n`;

function parse(text: string, file = 'mail.yaml'): FileFacts { return parseFile({ file, text }, { ids: {} }); }
function said(facts: FileFacts): string[] { return facts.reports.map(({ rule, message }) => `${rule} ${message}`); }
/** What was said about a document with these lines added to a faultless header. */
function told(...lines: string[]): string[] { return said(parse(`${plain}${lines.join('\n')}\n`)); }
function places(facts: FileFacts): string[] {
  return facts.reports.map(({ message, range: { start, end } }) => `${message} ${start.line}:${start.character}-${end.line === start.line ? '' : `${end.line}:`}${end.character}`);
}

/** Checks a folder made of these files, with real disk and threads. */
async function check(files: Record<string, string | Uint8Array>): Promise<CheckResult> {
  const root = mkdtempSync(join(tmpdir(), 'sms-hostile-'));
  try {
    for (const [file, content] of Object.entries({ 'sms.yaml': 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\n', ...files })) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), content);
    }
    return await checkFolder(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
function findings(result: CheckResult, file: string): string[] { return result.findings.filter(f => f.file === file).map(({ rule, message }) => `${rule} ${message}`); }
/** Of a file that is a document without any other defect than roles that this small SMS does not know. */
function own(result: CheckResult, file: string): string[] { return findings(result, file).filter(f => !f.startsWith('role-unknown-or-vacant')); }

describe('hostile and damaged files', function () {
  // Large inputs on a slow machine; what never ends is what this is about.
  this.timeout(120_000);

  it('has a faultless document to damage', () => assert.deepEqual(said(parse(plain)), []));

  describe('Y01 nested too deep', () => {
    const deep: Record<string, string> = {
      'brackets': `x: ${'['.repeat(5000)}1${']'.repeat(5000)}`,
      'brackets that nothing closes': `x: ${'['.repeat(5000)}`,
      'brackets, one a line': `x:\n${Array.from({ length: 5000 }, () => '  [').join('\n')}`,
      'braces': `x: ${'{a: '.repeat(5000)}1${'}'.repeat(5000)}`,
      'braces and brackets in turn': `x: ${'[{a: '.repeat(2500)}1`,
      'dashes in one line': `x:\n  ${'- '.repeat(5000)}1`,
      'question marks in one line': `${'? '.repeat(5000)}1`,
      'dashes, one a line': `x:\n${Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}-`).join('\n')}`,
      'fields below one another': `x:\n${Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i + 1)}a:`).join('\n')}`,
    };
    for (const [how, text] of Object.entries(deep)) {
      for (const front of [false, true]) {
        it(`${how}${front ? ', in the fields of a page' : ''}`, () => {
          const facts = front ? parse(`---\n${plain}${text}\n---\n\n# Mail\n`, 'mail.md') : parse(`${plain}${text}\n`);
          assert.deepEqual(said(facts), ['yaml-too-deep too-deep']);
          assert.notEqual(facts.incomplete, undefined);
        });
      }
    }
    it('points at the first bracket over the limit', () => {
      assert.deepEqual(places(parse(`${plain}x: ${'['.repeat(5000)}`)), [`too-deep ${header.length}:${3 + 64}-${3 + 65}`]);
    });
    it('also at once, without a line end', () => assert.deepEqual(said(parse(`kind: document\n${'['.repeat(1_000_000)}`)), ['yaml-too-deep too-deep']));
  });

  describe('Y02 nested deep, within the limit', () => {
    const within: Record<string, string> = {
      'fields': `x:\n${Array.from({ length: 58 }, (_, i) => `${'  '.repeat(i + 1)}a:`).join('\n')} end`,
      'dashes': `x:\n  ${'- '.repeat(58)}end`,
      'brackets': `x: ${'['.repeat(58)}end${']'.repeat(58)}`,
      'a text full of brackets': `x: "${'['.repeat(500)}"`,
      'a block full of brackets': `x: |\n  ${'['.repeat(500)}\n  ${'{'.repeat(500)}`,
      'a remark full of brackets': `x: end # ${'['.repeat(500)}`,
      'many that are closed again': `x: end\ndistribution: [${Array.from({ length: 500 }, () => 'Customers').join(', ')}]${'\n# ['.repeat(500)}`,
    };
    for (const [how, text] of Object.entries(within)) it(how, () => assert.deepEqual(told(text).filter(t => t !== 'field-unknown unknown'), []));
  });

  describe('Y03 and Y04 repetition', () => {
    it('Y03 nine lists that repeat one another nine times each', () => {
      const laughs = Array.from({ length: 9 }, (_, i) => `a${i}: &a${i} [${Array.from({ length: 9 }, () => (i === 0 ? 'ha' : `*a${i - 1}`)).join(', ')}]`);
      const facts = parse(`${plain}${laughs.join('\n')}\n`);
      assert.deepEqual(said(facts), ['yaml-alias-limit too-large']);
      assert.notEqual(facts.incomplete, undefined);
    });
    it('Y04 two thousand honest repetitions', () => {
      const facts = parse(`${plain}x: &x { role: ROLE-SMM }\ny:\n${'  - *x\n'.repeat(2000)}`);
      assert.deepEqual(said(facts), ['yaml-alias-limit too-many']);
      assert.equal(facts.reports[0]?.range.start.line, header.length + 2 + 100);
      assert.notEqual(facts.incomplete, undefined);
    });
    it('a few repetitions are read', () => {
      const facts = parse(`${plain}classification: &c internal\nchangeSummary: *c\n`);
      assert.deepEqual(said(facts), []);
      assert.equal(facts.artefact?.data['changeSummary'], 'internal');
    });
    it('a part that repeats itself', () => assert.deepEqual(told('x: &x [*x]').filter(t => t.startsWith('yaml')), ['yaml-syntax reserved-character']));
    it('more values than any document has', () => assert.deepEqual(told(`distribution: [${'x, '.repeat(60_000)}]`), ['limit-reached nodes']));
    it('Y07 a field made of ten thousand repetitions', () => {
      assert.deepEqual(told('a: &a { x: 1 }', `<<: [${'*a, '.repeat(10_000)}]`).filter(t => t !== 'field-unknown unknown' && t !== 'yaml-syntax merge-key'), ['yaml-alias-limit too-many']);
    });
  });

  describe('Y05 and S05 names that programs keep', () => {
    it('pollutes nothing', () => {
      const facts = parse(`${plain}__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\nx: { __proto__: { polluted: true } }\n"__proto__": { polluted: true }\n<<: { __proto__: { polluted: true } }\n`);
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
      assert.deepEqual(facts.reports.filter(r => r.rule === 'key-reserved').map(r => r.args['key']), ['__proto__', 'constructor', '__proto__', '__proto__', '__proto__']);
      assert.deepEqual(said(facts).filter(t => !t.startsWith('key-reserved') && t !== 'field-unknown unknown'), ['yaml-syntax merge-key']);
      assert.equal(Object.getPrototypeOf(facts.artefact?.data), Object.prototype);
    });
    it('takes the names of inherited things for unknown fields', () => {
      assert.deepEqual(told('toString: x', 'hasOwnProperty: y', 'valueOf: z', 'retention: { toString: x }'), Array.from({ length: 4 }, () => 'field-unknown unknown'));
    });
    for (const kind of ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'sms']) {
      it(`knows no kind ${kind}`, () => assert.deepEqual(said(parse(plain.replace('kind: document', `kind: ${kind}`))).map(t => t.split(' ')[0]), ['kind-unknown']));
    }
    it('reads such words as values', () => assert.deepEqual(told('classification: constructor', 'changeSummary: __proto__ toString'), []));
    it('in sms.yaml', async () => {
      const result = await check({
        'sms.yaml': 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\nids: { toString: X-* }\nreviewEvery: { hasOwnProperty: 1 year }\nrules:\n  toString: { off: true, reason: x, owner: ROLE-SMM, until: 2027-01-01 }\n'
          + '  constructor: { off: true, reason: x, owner: ROLE-SMM, until: 2027-01-01 }\n',
        'mail.yaml': plain,
      });
      assert.equal(result.error, 'config');
      assert.ok(findings(result, 'sms.yaml').includes('config-invalid rule-unknown'));
      assert.ok(result.findings.some(f => f.rule === 'role-unknown-or-vacant' && f.related.some(({ file }) => file === 'mail.yaml')), 'the documents are checked all the same');
    });
  });

  describe('Y06 keys', () => {
    for (const [text, message] of [['? {a: 1}\n: v', 'complex-key'], ['? [a]\n: v', 'complex-key'], ['[a, b]: v', 'complex-key'], ['{a: b}: v', 'complex-key'], ['<<: { x: 1 }', 'merge-key'], ['": v', 'unclosed-quote']] as const) {
      it(JSON.stringify(text), () => assert.deepEqual(told(text), [`yaml-syntax ${message}`]));
    }
    it('a field twice, with both places', () => {
      const facts = parse(`${plain}id: DOC-PHONE\n`);
      assert.deepEqual(facts.reports.map(({ rule, args, range }) => [rule, args['key'], args['line'], range.start.line + 1]), [['key-duplicate', 'id', 2, header.length + 1]]);
      assert.equal(facts.artefact?.id, 'DOC-MAIL');
    });
    it('a field forty thousand times', () => {
      const facts = parse(`${plain}${'id: DOC-PHONE\n'.repeat(40_000)}`);
      assert.equal(facts.reports.filter(r => r.rule === 'key-duplicate').length, 40_000);
    });
    it('a key of a hundred thousand characters', () => assert.deepEqual(told(`${'x'.repeat(100_000)}: 1`).length, 1));
  });

  describe('Y08 tags are never followed', () => {
    const tags: Record<string, string> = {
      '!!js/function \'x\'': 'tag', '!!python/object/apply:os.system [id]': 'tag', '!include /etc/passwd': 'tag', '!<tag:example.org,2026:x> y': 'tag', '!!map {}': 'tag', '!!str x': 'tag',
      [`!!binary ${'A'.repeat(500_000)}`]: 'tag', '!x': 'reserved-character',
    };
    for (const [text, message] of Object.entries(tags)) {
      it(text.slice(0, 50), () => {
        const facts = parse(`${plain}changeSummary: ${text}\n`);
        assert.deepEqual(said(facts), [`yaml-syntax ${message}`]);
        assert.notEqual(facts.incomplete, undefined);
        assert.doesNotMatch(JSON.stringify(facts), /root:/);
      });
    }
  });

  describe('Y09 merge conflicts', () => {
    const conflict = (text: string): string => text.replace('version: 1.0\n', '<<<<<<< HEAD\nversion: 1.0\n=======\nversion: 2.0\n>>>>>>> review\n');
    it('one finding a file, in twenty files, and none for the twenty-first', async () => {
      const files: Record<string, string> = { 'fine.yaml': plain.replace('DOC-MAIL', 'DOC-FINE') };
      for (let i = 0; i < 20; i++) files[`docs/${i}.yaml`] = conflict(plain.replace('DOC-MAIL', `DOC-${i}`));
      const result = await check(files);
      for (let i = 0; i < 20; i++) assert.deepEqual(findings(result, `docs/${i}.yaml`), ['merge-conflict conflict']);
      assert.deepEqual(own(result, 'fine.yaml'), []);
      assert.equal(result.incomplete.length, 20);
      assert.equal(outcome(result, 'major'), 'incomplete');
    });
    it('in the fields of a page', () => assert.deepEqual(said(parse(conflict(`---\n${plain}---\n\n# Mail\n`), 'mail.md')), ['merge-conflict conflict']));
    it('in the text of a page', () => {
      const facts = parse(`---\n${plain}---\n\n# Mail\n\n<<<<<<< HEAD\nFor work.\n=======\nFor all.\n>>>>>>> review\n`, 'mail.md');
      assert.deepEqual(places(facts), [`conflict ${header.length + 5}:0-12`]);
      assert.notEqual(facts.incomplete, undefined);
    });
    it('headings and arrows are none', () => assert.deepEqual(said(parse(`---\n${plain}---\n\nMail\n=======\n\n<<<<<<< that way\n`, 'mail.md')), []));
  });

  describe('Y10 the schema decides the type', () => {
    const data = (line: string): unknown => parse(`${plain.replace(new RegExp(`^${line.split(':')[0]}:.*\n`, 'm'), '')}${line}\n`).artefact?.data[line.split(':')[0] ?? ''];
    for (const [line, value] of [['version: 1.10', '1.10'], ['owner: NO', 'NO'], ['id: 0123', '0123'], ['title: 12:30:45', '12:30:45'], ['classification: 0o17', '0o17'],
      ['version: 1e400', '1e400'], ['version: 12345678901234567890', '12345678901234567890'], ['title: "null"', 'null'], ['title: yes', 'yes'], ['approvedOn: 2026-02-28', '2026-02-28'],
      ['classification: true', 'true'], ['classification:', null], ['classification: ~', null], ['classification: ""', '']] as const) {
      it(line, () => assert.deepEqual(data(line), value));
    }
    it('no value is not the same as no field', () => {
      assert.equal('classification' in (parse(plain).artefact?.data ?? {}), false);
      assert.equal('classification' in (parse(`${plain}classification:\n`).artefact?.data ?? {}), true);
    });
    const availability = (value: string): FileFacts => parse(['kind: service-catalogue', ...header.slice(1), 'services:', '  - id: SVC-MAIL', '    title: Mail', `    ownAvailability: ${value}`, ''].join('\n'));
    const own = (value: string): string[] => availability(value).reports.filter(r => r.rule === 'field-invalid').map(r => r.message);
    it('reads a number however it is written', () => {
      for (const value of ['99.9', '99.90', '"99.9"', '+99.9', '999e-1']) {
        assert.deepEqual(own(value), [], value);
        assert.match(JSON.stringify(availability(value).artefact?.data), /"ownAvailability":99\.9\}/);
      }
    });
    it('takes no number that it would change', () => {
      for (const value of ['1e400', '-1e400', '12345678901234567890']) assert.deepEqual(own(value), ['precision'], value);
      for (const value of ['0o17', '0x1F', '1_000', '99,9', '.inf', '.nan', 'ninety', '12:30']) assert.deepEqual(own(value), ['type'], value);
    });
    for (const day of ['2026-02-30', '2026-2-3', '2025-02-29', '30.02.2026', '2026-13-01', '0000-00-00', '20260203', '2026-02-03T10:00:00Z']) {
      it(`approvedOn: ${day}`, () => assert.deepEqual(told(`approvedOn: ${day}`), ['field-invalid day']));
    }
  });

  it('Y11 bytes: each file is told once, and the others are checked', async () => {
    const utf16 = (text: string, mark: number[], big: boolean): Uint8Array => {
      const bytes = Buffer.from(text, 'utf16le');
      return Buffer.concat([Buffer.from(mark), big ? bytes.swap16() : bytes]);
    };
    const named = (id: string): string => plain.replace('DOC-MAIL', id);
    const result = await check({
      'bom.yaml': `\uFEFF${named('DOC-BOM')}`,
      'bom.md': `\uFEFF---\n${named('DOC-PAGE')}---\n\n# Mail\n`,
      'utf16le.yaml': utf16(plain, [0xff, 0xfe], false),
      'utf16be.yaml': utf16(plain, [0xfe, 0xff], true),
      'latin1.yaml': Buffer.from(plain.replace('Use of', 'Café'), 'latin1'),
      'cut.yaml': Buffer.concat([Buffer.from(plain), Buffer.from([0xe2, 0x82])]),
      'nul.yaml': plain.replace('Use of', 'Use\0of'),
      'cr.yaml': named('DOC-CR').replace(/\n/g, '\r'),
      'crlf.yaml': named('DOC-CRLF').replace(/\n/g, '\r\n'),
      'separator.yaml': named('DOC-SEP').replace('Use of', 'Use\u2028of'),
      'emoji.yaml': `${named('DOC-EMOJI')}distribution: ["🌊🌊", { a: b }]\n`,
      'large.yaml': `${plain}# ${'x'.repeat(1_048_576)}\n`,
    });
    for (const file of ['bom.yaml', 'bom.md', 'cr.yaml', 'crlf.yaml', 'separator.yaml']) assert.deepEqual(own(result, file), [], file);
    for (const [file, message] of [['utf16le.yaml', 'utf16'], ['utf16be.yaml', 'utf16'], ['latin1.yaml', 'not-utf8'], ['cut.yaml', 'not-utf8'], ['nul.yaml', 'nul']] as const) {
      assert.deepEqual(findings(result, file), [`encoding-invalid ${message}`], file);
    }
    assert.deepEqual(findings(result, 'large.yaml'), ['file-too-large too-large']);
    assert.deepEqual(result.findings.find(f => f.file === 'latin1.yaml')?.args, { byte: '0xE9', line: 3 });
    assert.deepEqual(result.incomplete.map(i => i.file), ['cut.yaml', 'large.yaml', 'latin1.yaml', 'nul.yaml', 'utf16be.yaml', 'utf16le.yaml']);
    // Two characters of two UTF-16 units each stand before the entry.
    assert.equal(result.findings.find(f => f.file === 'emoji.yaml' && f.rule === 'field-invalid')?.range.start.character, 25);
    assert.equal(result.model.references.find(r => r.file === 'cr.yaml' && r.expects.includes('role'))?.range.start.line, 5);
  });

  describe('Y12 ids that deceive', () => {
    const ids: Record<string, string> = {
      'turned around': 'DOC-\u202eLIAM', 'isolated': 'DOC\u2066-MAIL\u2069', 'zero width': 'DOC\u200b-MAIL', 'joined': 'DOC\u200d-MAIL', 'a mark in the middle': 'DOC\ufeff-MAIL', 'Cyrillic letters': 'DOC-\u041cAIL',
      'Greek letters': 'DOC-\u039cAIL', 'a soft hyphen': 'DOC\u00ad-MAIL',
    };
    for (const [how, id] of Object.entries(ids)) {
      it(how, () => {
        const facts = parse(plain.replace('DOC-MAIL', id));
        assert.deepEqual(said(facts), ['id-invalid spoof']);
        assert.match(String(facts.reports[0]?.args['codes']), /U\+[0-9A-F]{4}/);
      });
    }
    for (const id of ['ПОЛИТИКА-1', 'ΠΟΛΙΤΙΚΗ', '方針-1', 'BÜRO-1', 'a.b_c:d-1']) it(`${id} is an id`, () => assert.deepEqual(said(parse(plain.replace('DOC-MAIL', id))), []));
    for (const id of ['"DOC MAIL"', 'DOC#MAIL', '"[DOC]"', '"DOC\\\\MAIL"', 'x'.repeat(101), '"DOC\\u0007"', '“DOC”'.slice(1)]) {
      it(`${id.slice(0, 20)} is none`, () => assert.deepEqual(said(parse(plain.replace('DOC-MAIL', id))), ['id-invalid shape']));
    }
    it('compares after NFC', async () => {
      const result = await check({ 'a.yaml': plain.replace('DOC-MAIL', 'B\u00dcRO-1'), 'b.yaml': plain.replace('DOC-MAIL', 'BU\u0308RO-1'), 'c.md': `---\n${plain}---\n\nSee [[BU\u0308RO-1]].\n` });
      assert.ok(findings(result, 'b.yaml').includes('doc-duplicate-id duplicate'), findings(result, 'b.yaml').join());
      assert.deepEqual(own(result, 'c.md'), []);
    });
  });

  describe('Y13 long texts', () => {
    const long: Record<string, string> = {
      'a text of a hundred thousand characters': `changeSummary: ${'word '.repeat(20_000)}`,
      'a block of ten thousand lines': `changeSummary: |\n${'  Another line of the text.\n'.repeat(10_000)}`,
      'spaces at the ends of lines': 'classification: internal   \nchangeSummary: >-   \n  text   \n   ',
      'ten thousand empty lines': '\n'.repeat(10_000),
      'ten thousand remarks': '# remark\n'.repeat(10_000),
    };
    for (const [how, text] of Object.entries(long)) it(how, () => assert.deepEqual(told(text), []));
    const slow: Record<string, [string, string]> = {
      'an unclosed quote before a long text': [`changeSummary: "${'word '.repeat(20_000)}`, 'unclosed-quote'],
      'a long line of colons': [`changeSummary: ${'a: '.repeat(30_000)}`, 'colon'],
      'a long line of braces without an end': [`changeSummary: ${'{a: b, '.repeat(60)}${'c: d: '.repeat(500)}`, 'colon'],
      'so many colons that nothing reads them': [`changeSummary: {${'c: d: '.repeat(50_000)}}`, 'colon'],
      'a long line of commas': [`changeSummary: [${','.repeat(50_000)}]`, 'other'],
      'quotes without number': [`changeSummary: ${'" '.repeat(50_000)}`, 'unclosed-quote'],
    };
    for (const [how, [text, message]] of Object.entries(slow)) it(how, () => assert.deepEqual(told(text), [`yaml-syntax ${message}`]));
    it('a line of a page that is too long', () => {
      const facts = parse(`---\n${plain}---\n\n# Mail\n\n${'x'.repeat(20_001)}\n`, 'mail.md');
      assert.deepEqual(said(facts), ['limit-reached line']);
      assert.notEqual(facts.incomplete, undefined);
    });
    it('a page that is nested too deep', () => assert.deepEqual(said(parse(`---\n${plain}---\n\n${'> '.repeat(5000)}x\n`, 'mail.md')), ['limit-reached nesting']));
  });

  describe('Y14 several documents, and none', () => {
    it('a second document', () => assert.deepEqual(told('---', plain), ['yaml-syntax several-documents']));
    it('a hundred more', () => assert.deepEqual(told(...Array.from({ length: 100 }, () => '---\nkind: document')), ['yaml-syntax several-documents']));
    it('text after the end mark', () => assert.deepEqual(told('...', 'and more'), ['yaml-syntax several-documents']));
    it('an end mark', () => assert.deepEqual(told('...'), []));
    it('a document after its mark', () => assert.deepEqual(said(parse(`---\n${plain}`)), []));
    for (const text of ['', '\n', '---\n', '---\n---\n', '# remarks only\n', '\uFEFF', '...\n', '~\n', 'null\n', '[]\n', '{}\n', 'just text\n', '- a\n- b\n']) {
      for (const file of ['empty.yaml', 'empty.md']) {
        it(`${JSON.stringify(text)} in ${file} is an attachment`, () => {
          const facts = parse(text, file);
          assert.deepEqual([said(facts), facts.artefact, facts.incomplete], [[], undefined, undefined]);
        });
      }
    }
    it('a file without an artefact does not stop the check', async () => {
      const result = await check({ 'mail.yaml': plain, 'empty.yaml': '', 'remarks.yaml': '# only\n' });
      assert.deepEqual(result.attachments, ['empty.yaml', 'remarks.yaml']);
      assert.deepEqual(result.incomplete, []);
    });
    it('nothing but such files is nothing to check', async () => assert.equal((await check({ 'empty.yaml': '', 'remarks.yaml': '# only\n' })).error, 'nothing'));
  });

  describe('Y15 the fields of a page', () => {
    it('without an end', () => {
      const facts = parse(`---\n${plain}\n# Mail\n\nFor work.\n`, 'mail.md');
      assert.deepEqual(places(facts), ['unclosed 0:0-3']);
      assert.notEqual(facts.incomplete, undefined);
    });
    for (const language of ['js', 'javascript', 'json', 'toml', 'coffee']) {
      it(`---${language} is never run`, () => {
        const facts = parse(`---${language}\nkind: document\nglobalThis.hacked = true\n---\n\n# Mail\n`, 'mail.md');
        assert.deepEqual(said(facts), ['front-matter-unclosed code']);
        assert.equal((globalThis as Record<string, unknown>)['hacked'], undefined);
      });
    }
    it('an end mark inside a code fence closes nothing that is open', () => {
      assert.deepEqual(said(parse(`# Mail\n\n\`\`\`\n---\n${plain}---\n\`\`\`\n`, 'mail.md')), []);
      assert.deepEqual(said(parse(`---\n${plain}---\n\n\`\`\`\n---\nkind: x\n---\n\`\`\`\n`, 'mail.md')), []);
    });
  });

  it('Y16 an address in a remark is not called', async () => {
    let calls = 0;
    const server = createServer((_, response) => { calls++; response.end('{}'); });
    await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve); });
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/schema.json`;
      const result = await check({
        'a.yaml': `# yaml-language-server: $schema=${url}\n${plain}`,
        'b.yaml': `# yaml-language-server: $schema=file:///etc/passwd\n${plain.replace('DOC-MAIL', 'DOC-B')}`,
        'c.yaml': `%TAG ! ${url}\n---\n${plain.replace('DOC-MAIL', 'DOC-C')}`,
        'd.md': `---\n${plain.replace('DOC-MAIL', 'DOC-D')}---\n\n![x](${url}) <img src="${url}"> [x](${url})\n`,
        'e.yaml': `$schema: ${url}\n${plain.replace('DOC-MAIL', 'DOC-E')}`,
      });
      for (const file of ['a.yaml', 'b.yaml', 'c.yaml', 'd.md']) assert.deepEqual(own(result, file), [], file);
      assert.deepEqual(own(result, 'e.yaml'), ['field-unknown unknown']);
      assert.equal(calls, 0);
    } finally {
      server.close();
    }
  });

  it('S07 a file with ten thousand defects keeps them all: what is shown is for the edge to decide', () => {
    const facts = parse(`${plain}${Array.from({ length: 10_000 }, (_, i) => `zzz${i}: 1`).join('\n')}\n`);
    assert.equal(facts.reports.length, 10_000);
  });

  it('S12 the same id, references to nothing, circles and capitals each have a message of their own', async () => {
    const service = (id: string, to: string): string => `  - { id: ${id}, title: ${id}, dependsOn: [{ to: ${to} }] }`;
    const catalogue = (id: string, ...services: string[]): string => ['kind: service-catalogue', `id: ${id}`, 'title: Catalogue', 'services:', ...services, ''].join('\n');
    const result = await check({
      'a.yaml': catalogue('CAT-A', service('SVC-1', 'SVC-2'), service('SVC-2', 'SVC-1'), service('SVC-3', 'SVC-3'), service('SVC-4', 'svc-1'), service('SVC-5', 'SVC-NONE')),
      'b.yaml': catalogue('CAT-B', '  - { id: SVC-4, title: Once more, dependsOn: [] }'),
      'c.md': `---\n${plain}---\n\nSee [[SVC-GONE]] and [the copy](gone.md).\n`,
    });
    const about = (rule: string): string[] => result.findings.filter(f => f.rule === rule).map(f => `${f.file} ${f.message}`);
    assert.deepEqual(about('catalogue-dependency-unresolved'), ['a.yaml cycle', 'a.yaml self', 'a.yaml case', 'a.yaml unknown']);
    assert.deepEqual(about('doc-duplicate-id').map(line => line.split(' ')[0]), ['b.yaml']);
    assert.deepEqual(about('ref-unresolved-or-obsolete').map(line => line.split(' ')[0]), ['c.md', 'c.md']);
    assert.match(String(result.findings.find(f => f.message === 'cycle')?.args['path']), /SVC-1.*SVC-2/);
  });

  it('one folder with all of it: every file has its own findings and no other', async () => {
    const bad: Record<string, string> = {
      'deep.yaml': `kind: document\nx: ${'['.repeat(5000)}`, 'laughs.yaml': `kind: document\n${Array.from({ length: 9 }, (_, i) => `a${i}: &a${i} [${Array.from({ length: 9 }, () => (i === 0 ? 'x' : `*a${i - 1}`)).join(', ')}]`).join('\n')}\n`,
      'conflict.yaml': `<<<<<<< HEAD\n${plain}=======\n>>>>>>> x\n`, 'tag.yaml': `${plain}x: !include /etc/passwd\n`, 'proto.yaml': 'kind: document\n__proto__: { kind: x }\n', 'unclosed.md': `---\n${plain}`,
      'several.yaml': `${plain}---\n${plain}`, 'nul.yaml': 'kind: document\0\n', 'quote.yaml': 'kind: document\ntitle: "x\n',
    };
    const alone = new Map<string, string[]>();
    for (const [file, text] of Object.entries(bad)) alone.set(file, findings(await check({ [file]: text }), file));
    const result = await check({ ...bad, 'fine.yaml': plain.replace('DOC-MAIL', 'DOC-FINE') });
    for (const file of Object.keys(bad)) {
      assert.notDeepEqual(alone.get(file), [], file);
      assert.deepEqual(findings(result, file).filter(f => !f.startsWith('doc-duplicate-id')), alone.get(file), file);
    }
    assert.deepEqual(own(result, 'fine.yaml'), []);
    assert.equal(outcome(result, 'major'), 'incomplete');
  });
});
