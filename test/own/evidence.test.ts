import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runHere, type Ran } from '../cli/scenario.js';
import { Repository } from '../support/repository.js';

const SCHEMA = `{ "x-kind": "access-review", "x-header": "record", "required": ["account"], "properties": {
  "account": { "title": "reviewed account", "type": "string", "pattern": "^ACC-[0-9]+$" }, "rightsRemoved": { "title": "rights taken away", "type": "integer", "minimum": 0 } } }`;
const FILES = {
  'sms.yaml': 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\ntoday: 2026-10-15\nstage: building\nschemas: [own]\n', 'own/access-review.json': SCHEMA,
  'own/requirements/iso.yaml': 'standard: iso20000-1\ntext: { "4.1": "Licensed words" }\n',
  'review.yaml': 'kind: access-review\nid: AR-1\ntitle: January\naccount: ACC-1\nrightsRemoved: 1\n',
};

describe('kinds of one’s own as evidence', function () {
  this.timeout(60_000);
  let repository: Repository;
  beforeEach(async () => {
    repository = await Repository.create();
    repository.write(FILES).commit({ date: '2026-03-30T10:00:00+00:00' });
  });
  afterEach(() => { repository.remove(); });
  const sms = (...argv: string[]): Promise<Ran> => runHere(argv, { cwd: repository.path, env: Object.fromEntries(Object.entries(repository.environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))) });

  it('a change of their fields is told by what they are called, and a change of the schema as one of what is checked at all', async () => {
    repository.write({ 'review.yaml': FILES['review.yaml'].replace('ACC-1', 'ACC-2') });
    assert.match((await sms('diff', 'HEAD')).stdout, /January \(AR-1\): reviewed account changed from ACC-1 to ACC-2/);
    repository.write({ 'review.yaml': FILES['review.yaml'], 'own/access-review.json': SCHEMA.replace('"required": ["account"], ', '') });
    const { stdout } = await sms('diff', 'HEAD');
    assert.match(stdout, /What is checked at all[^]*own\/access-review\.json changed/);
    repository.write({ 'own/access-review.json': SCHEMA, 'own/more.json': '{ "x-kind": "more-record", "x-header": "record" }' });
    assert.match((await sms('diff', 'HEAD')).stdout, /What is checked at all[^]*own\/more\.json added/);
  });

  it('a change of a rule is one of what is checked at all, and a pack names and holds the rules in force', async () => {
    const rule = 'rule: review-of-someone\ntitle: Reviews say what was taken away\nselect: access-review\nwhere: [{ field: rightsRemoved, is: absent }]\nmessage: "{name} does not say what was taken away."\n';
    repository.write({ 'sms.yaml': `${FILES['sms.yaml']}rulePacks: [rules]\n`, 'rules/a.yaml': rule }).commit({ date: '2026-03-31T10:00:00+00:00' });
    repository.write({ 'rules/a.yaml': rule.replace('is: absent', 'is: present') });
    const { stdout } = await sms('diff', 'HEAD');
    assert.match(stdout, /What is checked at all[^]*rules\/a\.yaml changed[^]*New findings[^]*"January" \(AR-1\) does not say what was taken away\./);
    const out = join(dirname(repository.path), 'pack-of-rules'), { status, stderr } = await sms('pack', '-o', out, '--at', 'HEAD', '--format', 'all');
    assert.ok(status === 0 || status === 1, stderr);
    assert.equal(readFileSync(join(out, 'artefacts/rules/a.yaml'), 'utf8'), rule);
    assert.match(readFileSync(join(out, 'pack.md'), 'utf8'), /Judged as well by rules, kinds and standards of its own.*`own\/access-review\.json`, `rules\/a\.yaml`/);
  });

  it('a pack holds the schemas that it was judged by, and never the licensed text of a standard', async () => {
    const out = join(dirname(repository.path), 'pack'), { status, stderr } = await sms('pack', '-o', out);
    assert.ok(status === 0 || status === 1, stderr);
    assert.equal(readFileSync(join(out, 'artefacts/own/access-review.json'), 'utf8'), SCHEMA);
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
    assert.ok(files.length > 5);
    assert.deepEqual(files.filter(file => readFileSync(file, 'utf8').includes('Licensed words')), []);
    assert.ok(/Rights taken away/.test(readFileSync(join(out, 'pack.md'), 'utf8')));
  });

  it('rows of a table are held against all that their schema asks for', async () => {
    repository.write({
      'log.yaml': 'kind: record-log\nid: REVIEWS\ntitle: Reviews\nof: access-review\ntable: { file: reviews.csv }\n',
      'reviews.csv': 'id,title,account,rightsRemoved\nAR-10,a,ACC-1,2\nAR-11,b,,2\nAR-12,c,ACC-x,-1\nAR-13,d,ACC-y,0\nAR-14,e,ACC-2,many\n',
    });
    const { stdout } = await sms('check', '.'), told = stdout.split('\n').filter(line => line.startsWith('reviews.csv:'));
    assert.equal(told.length, 4, stdout);
    assert.match(told.join('\n'), /:3:1 .*reviewed account.*rows like this: 1/);
    assert.match(told.join('\n'), /:4:1 .*"ACC-x".*reviewed account.*rows like this: 2/);
    assert.match(told.join('\n'), /:4:1 .*"-1".*rights taken away.*rows like this: 1/);
    assert.match(told.join('\n'), /:6:1 .*"many"/);
  });
});
