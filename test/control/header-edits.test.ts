import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { headerEdits } from '../../src/control/header-edits.js';
import { yamlScalar } from '../../src/sms/yaml-text.js';
import { parseFile } from '../../src/sms/parse.js';
import type { Adoption } from '../../src/sms/config.js';
import { entryOf, readYaml } from '../../src/sms/yaml.js';

fc.configureGlobal({ seed: 20000 });

const ROOT = 'samples/harbour';
const documents = (readdirSync(ROOT, { recursive: true }) as string[]).map(file => file.replaceAll('\\', '/')).filter(file => /\.(?:ya?ml|md)$/.test(file) && file !== 'sms.yaml')
  .map(file => ({ file, text: readFileSync(`${ROOT}/${file}`, 'utf8') })).filter(({ file, text }) => parseFile({ file, text }, { ids: {} }).artefact?.header === 'document');

type Changes = Readonly<Record<string, string | undefined>>;

function edited(file: string, text: string, changes: Changes, adoption?: Adoption): string {
  const result = headerEdits(file, text, adoption, changes);
  assert.ok('text' in result, 'problem' in result ? result.problem.sentence : '');
  return result.text;
}

function problem(file: string, text: string, changes: Changes, adoption?: Adoption): string {
  const result = headerEdits(file, text, adoption, changes);
  assert.ok('problem' in result, 'a problem is told');
  assert.match(result.problem.sentence, /\.$/);
  return result.problem.code;
}

/** Lines as they are, with their ends, without those that begin with one of the keys. */
function others(text: string, keys: readonly string[]): string[] {
  return text.split(/(?<=\r\n|\n|\r(?!\n))/).filter(line => !keys.some(key => line.startsWith(`${key}:`)));
}

function field(file: string, text: string, key: string): unknown { return parseFile({ file, text }, { ids: {} }).artefact?.data[key]; }

const HEAD = 'kind: document\nid: DOC-MAIL\ntitle: Use of e-mail\n';

describe('header edits', () => {
  it('approves a document of the sample with the three lines that change', () => {
    const file = 'agreements/sla-boreal.yaml', before = readFileSync(`${ROOT}/${file}`, 'utf8');
    const after = edited(file, before, { version: '1.5', approvedOn: '2026-10-15', effectiveFrom: '2026-11-01', status: 'approved', approvedBy: 'PER-LM' });
    assert.equal(after, before.replace('version: 1.4\n', 'version: 1.5\n').replace('approvedOn: 2026-02-12', 'approvedOn: 2026-10-15').replace('effectiveFrom: 2026-03-01', 'effectiveFrom: 2026-11-01'));
  });

  it('adds a field to the front matter of a page after the one that comes before it in a header', () => {
    const file = 'processes/incident/procedure.md', before = readFileSync(`${ROOT}/${file}`, 'utf8');
    assert.equal(/^nextReview:/m.test(before), false);
    const after = edited(file, before, { nextReview: '2027-01-15' });
    assert.equal(after, before.replace(/^reviewedOn: .*\n/m, line => `${line}nextReview: 2027-01-15\n`));
    assert.equal(edited(file, after, { nextReview: undefined }), before);
  });

  const value = fc.oneof(
    fc.constantFrom('1.10', '0x1F', 'null', '~', 'true', '1e400', 'a: b', 'a #b', '- x', '[x]', '{y}', '*z', '&z', '!t', '"q"', '\'q\'', 'it\'s', '“curly”', '@x', '%x', 'a, b', '', ' x ', 'x:', 'ü', '日本', '2026-10-15', '\u2028', 'a\tb'),
    fc.string({ maxLength: 12 }),
  );
  const changes = fc.dictionary(fc.constantFrom('version', 'status', 'approvedOn', 'approvedBy', 'effectiveFrom', 'reviewedOn', 'nextReview', 'author'), fc.option(value, { nil: undefined }), { minKeys: 1, maxKeys: 4 });
  const ends = fc.constantFrom('\n', '\r\n', '\r');

  it('leaves every other line of every document of the sample as it is, byte for byte, and does nothing the second time', function () {
    this.timeout(120_000);
    assert.ok(documents.length >= 15);
    fc.assert(fc.property(fc.constantFrom(...documents), changes, ends, fc.boolean(), ({ file, text }, wanted, eol, mark) => {
      const before = (mark ? '\ufeff' : '') + text.replaceAll('\n', eol), after = edited(file, before, wanted);
      const keys = Object.keys(wanted);
      assert.deepEqual(others(after, keys), others(before, keys));
      for (const [key, wish] of Object.entries(wanted)) {
        const source = after.replace(/^\ufeff/, '').replace(/^---(\r\n|\n|\r)/, '').split(/^---/m)[0] ?? '';
        const node = entryOf(readYaml(source).root, key)?.value;
        assert.equal(node?.type === 'scalar' ? node.text : undefined, wish, key);
      }
      assert.equal(edited(file, after, wanted), after);
    }), { numRuns: 150 });
  });

  it('writes texts that read as themselves, plain or quoted, in blocks and in braces', () => {
    fc.assert(fc.property(value, fc.boolean(), (text, flow) => {
      const written = yamlScalar(text, flow), { root, problems } = readYaml(flow ? `{ k: ${written}, l: m }\n` : `k: ${written}\nl: m\n`), node = entryOf(root, 'k')?.value;
      assert.equal(node?.type === 'scalar' ? node.text : undefined, text);
      assert.deepEqual(problems, []);
      assert.equal(written.includes('\n'), false);
    }), { numRuns: 500 });
    assert.deepEqual(['1.10', 'PER-LM', 'sms1:00', 'null', 'a: b', 'it\'s: so'].map(text => yamlScalar(text)), ['1.10', 'PER-LM', 'sms1:00', '\'null\'', '\'a: b\'', '"it\'s: so"']);
  });

  describe('one field', () => {
    const cases: Record<string, { before: string; changes: Changes; after: string }> = {
      'keeps a comment behind the value': { before: 'version: 1.4   # see the minutes\n', changes: { version: '1.10' }, after: 'version: 1.10   # see the minutes\n' },
      'keeps double quotes': { before: 'version: "1.4" # q\n', changes: { version: '1.5' }, after: 'version: "1.5" # q\n' },
      'keeps single quotes': { before: 'version: \'1.4\'\n', changes: { version: 'it\'s 1.5' }, after: 'version: \'it\'\'s 1.5\'\n' },
      'quotes what would read otherwise': { before: 'version: 1.4\n', changes: { version: '1.5 #draft' }, after: 'version: \'1.5 #draft\'\n' },
      'gives a key without a value one': { before: 'approvedOn:\nowner: R\n', changes: { approvedOn: '2026-10-15' }, after: 'approvedOn: 2026-10-15\nowner: R\n' },
      'gives a key with a comment alone a value': { before: 'approvedOn:   # the day\n', changes: { approvedOn: '2026-10-15' }, after: 'approvedOn: 2026-10-15   # the day\n' },
      'replaces a null': { before: 'approvedOn: ~ # none\n', changes: { approvedOn: '2026-10-15' }, after: 'approvedOn: 2026-10-15 # none\n' },
      'fills empty quotes': { before: 'approvedOn: ""\n', changes: { approvedOn: '2026-10-15' }, after: 'approvedOn: "2026-10-15"\n' },
      'keeps quoted keys': { before: '"version": "1.4"\n', changes: { version: '1.5' }, after: '"version": "1.5"\n' },
      'replaces an alias by the value, not what it points to': { before: 'author: &p PER-A\napprovedBy: *p # same\nlanguage: *p\n', changes: { approvedBy: 'PER-B' }, after: 'author: &p PER-A\napprovedBy: PER-B # same\nlanguage: *p\n' },
      'replaces a block by one line': { before: 'version: >-   # long\n  1.4\n  beta\nstatus: draft\n', changes: { version: '1.5' }, after: 'version: 1.5   # long\nstatus: draft\n' },
      'replaces a text over several lines': { before: 'version: 1.4\n  beta\nstatus: draft\n', changes: { version: '1.5' }, after: 'version: 1.5\nstatus: draft\n' },
      'replaces a value on the next line': { before: 'version:\n  1.4\nstatus: draft\n', changes: { version: '1.5' }, after: 'version:\n  1.5\nstatus: draft\n' },
      'inserts in the order of a header': { before: 'version: 1\nstatus: draft\nowner: R\n# of review\nreviewEvery: 1 year\n', changes: { approvedOn: '2026-10-15', effectiveFrom: '2026-11-01' },
        after: 'version: 1\nstatus: draft\nowner: R\napprovedOn: 2026-10-15\neffectiveFrom: 2026-11-01\n# of review\nreviewEvery: 1 year\n' },
      'inserts behind the comment of the field before': { before: 'status: draft # long\n              # and longer\n# next\ntargets: []\n', changes: { approvedOn: '2026-10-15' },
        after: 'status: draft # long\n              # and longer\napprovedOn: 2026-10-15\n# next\ntargets: []\n' },
      'inserts at the end without a line end': { before: 'status: draft', changes: { approvedOn: '2026-10-15' }, after: 'status: draft\napprovedOn: 2026-10-15' },
      'removes a line with its comment': { before: 'status: approved\nnextReview: 2026-01-01 # early\nowner: R\n', changes: { nextReview: undefined }, after: 'status: approved\nowner: R\n' },
      'removes the last line without a line end': { before: 'status: approved\nnextReview: 2026-01-01', changes: { nextReview: undefined }, after: 'status: approved' },
      'removes a key without a value': { before: 'status: approved\nnextReview:\nowner: R\n', changes: { nextReview: undefined }, after: 'status: approved\nowner: R\n' },
      'removes a list': { before: 'status: approved\ndistribution:\n  - a\n  - b # c\nclauses: ["7.4"]\n', changes: { distribution: undefined }, after: 'status: approved\nclauses: ["7.4"]\n' },
      'does nothing where nothing is to be done': { before: 'status: "approved"\n', changes: { status: 'approved', nextReview: undefined }, after: 'status: "approved"\n' },
    };
    for (const [name, { before, changes: wanted, after }] of Object.entries(cases)) {
      for (const eol of ['\n', '\r\n']) {
        it(`${name}${eol === '\n' ? '' : ' (CRLF)'}`, () => {
          const of = (text: string): string => (HEAD + text).replaceAll('\n', eol);
          assert.equal(edited('mail.yaml', of(before), wanted), of(after));
          const page = (text: string): string => `---${eol}${of(text.endsWith('\n') ? text : `${text}\n`)}---${eol}# Use${eol}version: 9${eol}`;
          assert.equal(edited('mail.md', page(before), wanted), page(after));
        });
      }
    }
  });

  describe('in braces', () => {
    const head = 'kind: document, id: D, title: T';
    const cases: Record<string, { before: string; changes: Changes; after: string }> = {
      'on one line': { before: `{ ${head}, status: draft }\n`, changes: { status: 'approved', approvedOn: '2026-10-15' }, after: `{ ${head}, status: approved, approvedOn: 2026-10-15 }\n` },
      'quoting what braces would end': { before: `{ ${head} }\n`, changes: { version: '1, 2' }, after: `{ ${head}, version: '1, 2' }\n` },
      'with a comma at the end': { before: `{ ${head}, status: draft, }`, changes: { approvedOn: '2026-10-15' }, after: `{ ${head}, status: draft, approvedOn: 2026-10-15, }` },
      'over several lines': { before: '{\n  kind: document, id: D, title: T,\n  status: draft   # now\n}\n', changes: { approvedOn: '2026-10-15' }, after: '{\n  kind: document, id: D, title: T,\n  status: draft,   # now\n  approvedOn: 2026-10-15\n}\n' },
      'written as JSON': { before: '{ "kind": "document", "id": "D", "title": "T", "status": "draft" }\n', changes: { status: 'approved', version: '1.5' },
        after: '{ "kind": "document", "id": "D", "title": "T", "version": "1.5", "status": "approved" }\n' },
      'removing in the middle': { before: '{ kind: document, id: D, nextReview: 2026-01-01, title: T }', changes: { nextReview: undefined }, after: '{ kind: document, id: D, title: T }' },
      'removing the last': { before: `{ ${head}, nextReview: 2026-01-01 }`, changes: { nextReview: undefined }, after: `{ ${head} }` },
      'a key without a value': { before: `{ ${head}, approvedOn: , owner: R }`, changes: { approvedOn: '2026-10-15' }, after: `{ ${head}, approvedOn: 2026-10-15 , owner: R }` },
    };
    for (const [name, { before, changes: wanted, after }] of Object.entries(cases)) it(name, () => assert.equal(edited('d.yaml', before, wanted), after));
  });

  it('is not held up by any number of blanks behind a field in braces', () => {
    const blanks = ' '.repeat(300_000), head = '{\n  kind: document, id: D, title: T,\n  status: draft';
    assert.equal(edited('d.yaml', `${head}${blanks}}\n`, { approvedOn: '2026-10-15' }), `${head}, approvedOn: 2026-10-15${blanks}}\n`);
    assert.equal(edited('d.yaml', `${head}${blanks},\n}\n`, { approvedOn: '2026-10-15' }), `${head}${blanks},\n  approvedOn: 2026-10-15,\n}\n`);
  });

  describe('files of theirs', () => {
    const adoption: Adoption = {
      files: 'policies/*.md', as: 'markdown', kind: 'document', fields: { title: 'name', version: 'meta.rev', status: 'meta.state', approvedOn: 'meta.approval.day', owner: 'resp' },
      values: { status: { final: 'approved', wip: 'draft', approved: 'superseded' } }, set: { classification: 'internal' },
    };
    const page = '---\nname: Backup\nresp: ROLE-OPS\nmeta:\n    rev: "3"   # by hand\n    state: wip\ntags: [a, b]\n---\n\nBody\n';

    it('are written under their keys, in their words', () => {
      assert.equal(edited('policies/b.md', page, { version: '4', status: 'approved', owner: 'ROLE-OPS' }, adoption), page.replace('"3"', '"4"').replace('state: wip', 'state: final'));
    });
    it('get a nested key that is missing, beside its neighbours', () => {
      assert.equal(edited('policies/b.md', page, { approvedOn: '2026-10-15' }, adoption), page.replace('state: wip\n', 'state: wip\n    approval:\n        day: 2026-10-15\n'));
      assert.equal(edited('policies/b.md', page.replace(/ {4}rev.*\n/, ''), { version: '4' }, adoption), page.replace(/ {4}rev.*\n/, '    rev: 4\n'));
    });
    it('get fields where there are none yet', () => {
      assert.equal(edited('policies/b.md', '---\n---\nBody\n', { title: 'Backup' }, adoption), '---\nname: Backup\n---\nBody\n');
      assert.equal(edited('b.txt', '', { title: 'Backup', owner: 'R' }, { ...adoption, as: 'yaml' }), 'name: Backup\nresp: R\n');
    });
    it('say which field has no place', () => {
      assert.equal(problem('policies/b.md', page, { reviewedOn: '2026-10-15' }, adoption), 'unmapped');
      const told = headerEdits('policies/b.md', page, adoption, { reviewedOn: '2026-10-15' });
      assert.match('problem' in told ? told.problem.sentence : '', /`reviewedOn`.*`fields`.*`adopt`/);
      assert.equal(problem('policies/b.md', page, { classification: 'public' }, adoption), 'constant');
      assert.equal(edited('policies/b.md', page, { classification: 'internal', reviewedOn: undefined }, adoption), page);
    });
    it('need front matter, and words for our values', () => {
      assert.equal(problem('policies/b.md', '# Backup\n', { version: '4' }, adoption), 'no-front-matter');
      assert.equal(edited('policies/b.md', page, { status: 'withdrawn' }, adoption), page.replace('state: wip', 'state: withdrawn'));
      assert.equal(edited('policies/b.md', page, { status: 'superseded' }, adoption), page.replace('state: wip', 'state: approved'));
      const { approved: _, ...fewer } = adoption.values['status'] ?? {};
      assert.equal(problem('policies/b.md', page, { status: 'wip' }, { ...adoption, values: { status: fewer } }), 'word-taken');
    });
    it('are left alone where two of our fields stand under one key', () => {
      assert.equal(problem('policies/b.md', page, { version: '4' }, { ...adoption, fields: { ...adoption.fields, approvedBy: 'meta.rev' } }), 'cannot-edit');
    });
  });

  describe('what is not written', () => {
    const cases: Record<string, { text: string; changes?: Changes; code: string; file?: string }> = {
      'a file that breaks off': { text: `${HEAD}status: [\n`, code: 'unreadable' },
      'a file in conflict': { text: `${HEAD}<<<<<<< HEAD\nstatus: draft\n=======\nstatus: approved\n>>>>>>> x\n`, code: 'unreadable' },
      'a page without the end of its fields': { text: `---\n${HEAD}status: draft\n`, code: 'unreadable', file: 'd.md' },
      'a page without fields': { text: '# Use\n', code: 'no-front-matter', file: 'd.md' },
      'a file that is no document': { text: 'a: b\n', code: 'no-fields' },
      'a key that stands twice': { text: `${HEAD}status: draft\nstatus: in-review\n`, code: 'twice' },
      'a list where a value belongs': { text: `${HEAD}status: [draft]\n`, code: 'not-a-value' },
      'a value that another field borrows': { text: `${HEAD}status: &s draft\nclassification: *s\n`, code: 'cannot-edit' },
      'a key written with a question mark': { text: `${HEAD}? status\n: draft\n`, changes: { status: undefined }, code: 'cannot-edit' },
    };
    for (const [name, { text, changes: wanted = { status: 'approved' }, code, file = 'd.yaml' }] of Object.entries(cases)) it(name, () => assert.equal(problem(file, text, wanted), code));
  });

  it('reads as the document model reads it', () => {
    for (const { file, text } of documents) {
      const after = edited(file, text, { version: '1.10', effectiveFrom: '2027-01-01', nextReview: '2026-12-01' });
      assert.deepEqual([field(file, after, 'version'), field(file, after, 'effectiveFrom'), field(file, after, 'nextReview')], ['1.10', '2027-01-01', '2026-12-01']);
    }
  });
});
