import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveBackMemory } from '../../src/node/memory.js';
import { parsePool } from '../../src/node/parse-pool.js';
import { Editor, Folder, surroundings } from './editor.js';

const FILE = 'services.yaml';
const RULE = 'catalogue-dependency-unresolved';
const catalogue = (dependsOn: string): string => `kind: service-catalogue\nid: CAT\ntitle: Services\nservices: [{ id: SVC-A, title: A, dependsOn: [{ to: ${dependsOn} }] }, { id: SVC-B, title: B }]\n`;

/** What the server gives back where nothing happens, and that it works on as before. */
describe('rest', function () {
  this.timeout(60_000);
  const folder = new Folder(), starts = join(folder.path, 'starts'), worker = join(folder.path, 'worker.cjs');
  /** How many threads were started. */
  const started = (): number => readFileSync(starts, 'utf8').length;
  before(() => folder.write({
    'sms.yaml': 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\n', [FILE]: catalogue('SVC-NOWHERE'), starts: '',
    'worker.cjs': `require('node:fs').appendFileSync(${JSON.stringify(starts)}, '.');\nrequire(${JSON.stringify(join(process.cwd(), 'dist/worker.cjs'))});\n`,
  }));
  after(() => { folder.remove(); });

  it('ends the threads after quiet, and starts one before it is needed; what is written then is checked as ever', async () => {
    const around = surroundings(), parser = parsePool({ worker, threads: 1, seconds: 10 });
    let rests = 0, woken: Promise<void> | undefined;
    const begin = async (): Promise<void> => { await parser.endIdle(); giveBackMemory(); rests++; };
    const restAfter = async (earlier: number): Promise<void> => { while (rests === earlier) await new Promise(resolve => { setTimeout(resolve, 10); }); };
    const editor = await Editor.start({ ...around, parser, rest: { after: 50, begin, end: () => woken = parser.ready() } }, { folders: [folder.path] }), uri = folder.uri(FILE);
    try {
      await editor.idle();
      await restAfter(0);
      const found = editor.codes(uri);
      assert.ok(found.includes(RULE));
      assert.equal(started(), 1);
      await editor.open(uri, catalogue('SVC-B'));
      await editor.idle();
      assert.ok(!editor.codes(uri).includes(RULE));
      // Woken by what came, not by the parsing.
      assert.ok(woken);
      await woken;
      assert.equal(started(), 2);
      await restAfter(1);
      await editor.change(uri, catalogue('SVC-NOWHERE'));
      await editor.idle();
      assert.deepEqual(editor.codes(uri), found);
      assert.equal(started(), 3);
    } finally {
      await editor.dispose();
      await parser.dispose();
      await around.dispose();
    }
  });

  it('takes from the heap what nobody holds, and nothing else', async () => {
    const held = { text: 'held' }, kept = new WeakRef(held), left = unheld();
    // What was looked at in this turn is kept until the next.
    await new Promise(resolve => { setImmediate(resolve); });
    giveBackMemory();
    await new Promise(resolve => { setImmediate(resolve); });
    assert.equal(left.deref(), undefined);
    assert.equal(kept.deref(), held);
  });
});

function unheld(): WeakRef<object> { return new WeakRef({ text: 'of no use any more' }); }
