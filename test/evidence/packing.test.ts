import assert from 'node:assert/strict';
import type { Desk } from '../../src/evidence/desk.js';
import type { EvidencePack, Part, PackScope } from '../../src/evidence/pack.js';
import { evidencePack } from '../../src/evidence/packing.js';
import { MAKERS } from '../../src/evidence/parts/index.js';
import { scopeFilter } from '../../src/evidence/scope.js';
import { evidenceLevel } from '../../src/evidence/standing.js';
import type { History, Tag } from '../../src/sms/history.js';
import { leaves } from '../../src/sms/standard.js';
import { wrongIn } from '../cli/reports.js';
import { textsUnder } from '../support/folders.js';
import { readMarked } from '../../src/rules/marked.js';
import { allBlocks, deskFor, plain, rowOf, tableIn, words } from './desk.js';

function part(pack: EvidencePack, id: string): Part {
  const found = pack.parts.find(each => each.id === id);
  assert.ok(found, id);
  return found;
}

const packOf = async (source: string): Promise<EvidencePack> => evidencePack(await deskFor(readMarked(source).files));

/** The ids in the tables of the register. */
function registered(pack: EvidencePack): readonly string[] {
  return ['register-documents', 'register-records'].flatMap(key => tableIn(part(pack, 'register'), key)?.rows.map(({ id }) => id ?? '') ?? []);
}

const COMMIT = 'a'.repeat(40);

describe('the evidence pack', () => {
  const texts = textsUnder('samples/harbour');
  let desk: Desk, pack: EvidencePack;
  before(async function () {
    this.timeout(120_000);
    desk = await deskFor(texts);
    pack = evidencePack(desk);
  });

  it('has all chapters in order, and follows its published schema', () => {
    assert.deepEqual(pack.parts.map(({ id }) => id), MAKERS.filter(({ wanted }) => !wanted).map(({ id }) => id));
    assert.equal(wrongIn('pack', JSON.parse(JSON.stringify(pack))), '');
  });

  it('has a cell for each column, a key for each table, and something in each chapter', () => {
    for (const { id, blocks, empty } of pack.parts) {
      const tables = allBlocks(blocks).flatMap(block => (block.type === 'table' ? [block] : block.type === 'diagram' ? [block.text] : []));
      assert.deepEqual(tables.filter(({ columns, rows }) => rows.some(({ cells }) => cells.length !== columns.length)).map(({ key }) => key), [], id);
      const keys = allBlocks(blocks).flatMap(block => (block.type === 'table' || block.type === 'diagram' ? [block.key] : []));
      assert.deepEqual(keys.filter((key, at) => keys.indexOf(key) !== at), [], id);
      assert.ok((blocks.length > 0) !== (empty !== undefined), id);
    }
  });

  it('lists each of the 63 leaves once, and each artefact once in its register', () => {
    const shown = allBlocks(part(pack, 'clauses').blocks).flatMap(block => (block.type === 'table' && block.key.startsWith('clauses-') ? block.rows.map(({ id }) => id ?? '') : []));
    assert.equal(shown.length, 63);
    assert.deepEqual([...shown].sort(), leaves().map(({ id }) => id).sort());
    assert.deepEqual([...registered(pack)].sort(), desk.checked.model.artefacts.map(({ id }) => id).sort());
  });

  it('neither says compliant nor adds up to a percentage', () => {
    for (const id of ['cover', 'clauses']) assert.doesNotMatch(plain(part(pack, id).blocks), /\bcomplian(?:t|ce)\b|\d ?%/i, id);
  });

  it('is the same whatever the order of the files', async function () {
    this.timeout(120_000);
    assert.equal(JSON.stringify(evidencePack(await deskFor(new Map([...texts].reverse())))), JSON.stringify(pack));
  });

  it('says of an empty folder in each chapter why it is empty', async () => {
    const empty = await packOf('\n//- notes.txt\nNothing yet.\n');
    assert.equal(empty.outcome, 'error');
    assert.match(plain(part(empty, 'cover').blocks), /Nothing was checked/);
    assert.match(part(empty, 'register').empty ?? '', /no artefact/);
    assert.match(part(empty, 'changes').empty ?? '', /9\.2/);
    assert.equal(wrongIn('pack', JSON.parse(JSON.stringify(empty))), '');
  });

  it('says incomplete before anything else', async () => {
    const broken = await packOf('\n//- a.yaml\nkind: policy\n  id: [\n');
    assert.equal(broken.outcome, 'incomplete');
    const said = part(broken, 'cover').blocks.flatMap(block => (block.type === 'note' ? [words(block.text)] : []));
    assert.match(said[0] ?? '', /^DRAFT/);
    assert.match(said[1] ?? '', /^Incomplete/);
    assert.match(rowOf(tableIn(part(broken, 'not-looked-at'), 'limits'), 'a.yaml')['how'] ?? '', /incomplete/);
  });

  it('lists in one table what was not looked at, with reason, owner and end', async () => {
    const made = await packOf(`
//- sms.yaml
sms: 1
organization: Example
rules:
  role-unknown-or-vacant: { off: true, reason: Roles come in May, owner: ROLE-X, until: 2026-12-31 }
  id-invalid: { grade: observation, reason: Ids are being renamed, owner: ROLE-X, until: 2026-11-30 }
//- nc.yaml
kind: nonconformity
id: NC-1
title: Late report
evidence: [{ url: "https://elsewhere.example/minutes", title: Minutes }]
//- plan.pdf
-
`);
    const table = tableIn(part(made, 'not-looked-at'), 'limits');
    const rows = table?.rows.map(({ cells }) => cells.map(words)) ?? [], row = (part: string): readonly string[] => rows.find(([what = '']) => what.includes(part)) ?? [];
    assert.deepEqual(row('role-unknown-or-vacant').slice(1), ['switched off in sms.yaml', 'Roles come in May', 'ROLE-X', '2026-12-31']);
    assert.deepEqual(row('id-invalid').slice(1), ['counts as observation by sms.yaml', 'Ids are being renamed', 'ROLE-X', '2026-11-30']);
    assert.deepEqual(row('NC-1').slice(1, 3), ['held elsewhere: claimed, not opened', 'https://elsewhere.example/minutes']);
    assert.match(row('plan.pdf').join(' '), /not read/);
    assert.ok(row('doc-approval-invalid').length > 0, 'rules without a history');
    const accepted = tableIn(part(pack, 'not-looked-at'), 'limits')?.rows.map(({ cells }) => cells.map(words)).find(([what]) => what?.includes('DEV-001'));
    assert.match(accepted?.join(' | ') ?? '', /accepted for a time: .*SUP-HALL-B.*outside measurement of hall B.*ROLE-NET.*2026-11-30/);
  });

  it('counts changes since the last audit of the certification body', () => {
    const blocks = part(pack, 'changes').blocks, [said] = blocks;
    assert.match(said?.type === 'note' ? words(said.text) : '', /2025-11-13.*stage 2/);
    const row = rowOf(tableIn({ blocks }, 'changes'), 'Service catalogue');
    assert.deepEqual([row['then'], row['now']], ['3.0', '4.1']);
    assert.match(row['approvals'] ?? '', /^4\.1 on 2026-02-12 by Service director/);
  });

  describe('of a part of the SMS', () => {
    const of = (scope: PackScope): Desk => ({ ...desk, scope, inScope: scopeFilter(scope, desk.checked, desk.covered) });

    it('is of one clause: its leaves, what shows it and the approvals of that', () => {
      const made = evidencePack(of({ of: 'clause', id: '8.3.3' })), ids = registered(made);
      assert.ok(['SLA-BOREAL', 'APR-SLA-BOREAL-1.0-ROLE-SD', 'SR-BOREAL-2026-04'].every(id => ids.includes(id)), ids.join(' '));
      assert.ok(!ids.includes('RISKS') && !ids.includes('CONTINUITY-PLAN'));
      assert.deepEqual(allBlocks(part(made, 'clauses').blocks).flatMap(block => (block.type === 'table' && block.key.startsWith('clauses-') ? block.rows.map(({ id }) => id) : [])), ['8.3.3']);
    });

    it('is of one service: what it rests on, what is promised of it, and nothing that is about others alone', () => {
      const { inScope } = of({ of: 'service', id: 'SVC-MAIL', title: 'Managed e-mail' });
      for (const id of ['SVC-MAIL', 'SVC-IAM', 'SVC-NET', 'SUP-MX-A', 'SLA-BOREAL', 'SLA-BOREAL#mail-availability', 'SLA-MAASLAB#mail-availability', 'INC-2841', 'CAT-HARBOUR', 'ROLE-MAIL']) assert.ok(inScope(id), id);
      for (const id of ['SVC-ERP', 'SVC-LIS', 'SLA-BOREAL#erp-availability', 'SLA-MAASLAB-LIS#lis-availability', 'AST-LIS', 'SD-LIS']) assert.ok(!inScope(id), id);
    });

    it('is of what audits of two stages ask for', () => {
      const one = evidencePack(of({ of: 'stage1' })), two = evidencePack(of({ of: 'stage2' })), first = registered(one), second = registered(two);
      assert.ok(first.includes('SCOPE') && first.includes('POLICY') && !first.includes('INC-2841'));
      assert.ok(second.includes('PROC-INC') && !second.includes('CONTEXT'), second.join(' '));
      assert.equal(tableIn(part(one, 'clauses'), 'stage1')?.rows.length, 9);
      assert.equal(tableIn(part(two, 'clauses'), 'stage2')?.rows.length, 8);
    });
  });

  describe('evidence level', () => {
    const tag: Tag = { name: 'v1', object: 'b'.repeat(40), commit: COMMIT, nameInside: 'v1' };
    const level = (more: Partial<Desk>, tags: readonly Tag[] = []): string => {
      const history: History = { head: COMMIT, commits: [], tags, files: new Map(), ignored: [] };
      return evidenceLevel({ ...desk, draft: false, checked: { ...desk.checked, control: { ...desk.checked.control, history } }, ...more }).level;
    };
    const commit = { id: COMMIT, day: '2026-10-15' }, tagged = { ...commit, tag: 'v1' };

    it('follows commit, tag and trusted signature', () => {
      assert.equal(level({}), 'E0');
      assert.equal(level({ commit, draft: true }), 'E0');
      assert.equal(level({ commit }), 'E1');
      assert.equal(level({ commit: tagged }, [tag]), 'E1');
      assert.equal(level({ commit: tagged, signature: { state: 'good-untrusted' } }, [tag]), 'E1');
      assert.equal(level({ commit: tagged, signature: { state: 'bad' } }, [tag]), 'E1');
      assert.equal(level({ commit: tagged, signature: { state: 'cannot-check' } }, [tag]), 'E1');
      assert.equal(level({ commit: tagged, signature: { state: 'good-trusted', signer: 'lead' } }, [tag]), 'E2');
      assert.equal(level({ commit: tagged, signature: { state: 'good-trusted', signer: 'lead' }, draft: true }, [tag]), 'E0');
      assert.equal(level({ commit: tagged, signature: { state: 'good-trusted', signer: 'lead' } }, [{ ...tag, nameInside: 'v0' }]), 'E1');
    });
  });
});
