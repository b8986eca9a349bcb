import assert from 'node:assert/strict';
import type { Desk } from '../../src/evidence/desk.js';
import type { EvidencePack } from '../../src/evidence/pack.js';
import { evidencePack } from '../../src/evidence/packing.js';
import { showsOf } from '../../src/evidence/redaction.js';
import { scopeFilter } from '../../src/evidence/scope.js';
import { texts as textsAt } from '../../src/sms/data.js';
import { wrongIn } from '../cli/reports.js';
import { textsUnder } from '../support/folders.js';
import { readMarked } from '../../src/rules/marked.js';
import { deskFor, plain, tableIn } from './desk.js';

const TWO = `
//- customers.yaml
kind: customer-register
id: CUSTOMERS
title: Customers
customers:
  - { id: CUS-A, title: Northern Foods GmbH, names: [Northern] }
  - { id: CUS-B, title: Foods GmbH, names: [Zephyr Labs, "Žofín"] }
//- sla-b.yaml
kind: sla
id: SLA-B
title: Agreement of the second
customer: CUS-B
//- inc.yaml
kind: incident-record
id: INC-7
title: Something of theirs
customer: CUS-B
`;

const forA = async (body: string): Promise<{ desk: Desk; pack: EvidencePack }> => {
  const source = `${TWO}//- doc.md\n---\nkind: document\nid: DOC-1\ntitle: A note\n---\n${body}\n`;
  const desk = await deskFor(readMarked(source).files, { scope: { of: 'customer', id: 'CUS-A', title: 'Northern Foods GmbH' } });
  return { desk, pack: evidencePack(desk) };
};

const shown = (pack: EvidencePack): string => JSON.stringify(pack.parts.find(({ id }) => id === 'documents')?.blocks.find(block => block.type === 'document' && block.id === 'DOC-1') ?? null);

describe('what a pack leaves out', () => {
  let whole: Desk;
  before(async function () {
    this.timeout(120_000);
    whole = await deskFor(textsUnder('samples/harbour'));
  });

  for (const [id, title] of [['CUS-BOREAL', 'Boreal Foods GmbH'], ['CUS-MAASLAB', 'Maasdelta Laboratories Foundation']] as const) {
    it(`shows nothing of other customers in the pack for ${id}, and counts what it leaves out`, () => {
      const scope = { of: 'customer' as const, id, title }, desk = { ...whole, scope, inScope: scopeFilter(scope, whole.checked, whole.covered) }, pack = evidencePack(desk), { model } = desk.checked, json = JSON.stringify(pack).toLowerCase();
      const others = model.ofType('customer').filter(each => each.id !== id);
      assert.equal(others.length, 1);
      for (const other of others) for (const name of [other.id, other.title, ...textsAt(model.value(other), 'names')]) assert.ok(!json.includes(name.toLowerCase()), `${name}: ${json.slice(Math.max(0, json.indexOf(name.toLowerCase()) - 80), json.indexOf(name.toLowerCase()) + 80)}`);
      for (const sla of model.ofKind('sla')) assert.equal(json.includes(`"${sla.id.toLowerCase()}"`), textsAt(sla.data, 'customers').includes(id), sla.id);
      assert.ok(json.includes(title.toLowerCase()));
      assert.match(pack.leftOut[0] ?? '', /: [1-9]\d* rows and entries .*; [1-9]\d* passages/);
      assert.equal(wrongIn('pack', JSON.parse(JSON.stringify(pack))), '');
      // What is the customer's own stays, and so do all clauses.
      assert.ok(pack.parts.flatMap(({ blocks }) => blocks).filter(block => block.type === 'table' && block.key.startsWith('clauses-')).flatMap(block => (block.type === 'table' ? block.rows : [])).length === 63);
      assert.ok(tableIn(pack.parts.find(each => each.id === 'catalogue') ?? { blocks: [] }, 'services')?.rows.some(row => row.id === 'SVC-MAIL'));
    });
  }

  it('finds a name however it is written', async () => {
    const { desk } = await forA(''), shows = showsOf(desk, { rolesOnly: false });
    assert.ok(shows);
    for (const named of ['ZEPHYR LABS', 'zephyr-labs.example', 'Zephyr\u00a0Labs', 'Zephyr\n  Labs', 'Ze\u00adphyr Labs', 'Ｚｅｐｈｙｒ Labs', 'zephyrlabs', 'Zephyr Labs\' order', 'Zofi\u0301n', 'Z\u030cofi\u0301n', 'cus-b', 'SLA-B', 'see INC-7.', 'Foods GmbH']) {
      assert.equal(shows(named), named === 'Zofi\u0301n', named);
    }
    for (const other of ['Northern Foods GmbH', 'zephyr', 'Labs', 'CUS-BB', 'INC-77', 'Zephyr and Labs', '']) assert.equal(shows(other), true, other);
  });

  it('withholds sections, leaves out rows and entries, and keeps the rest', async () => {
    const { pack } = await forA(['# First', 'Zephyr **La**bs is here.', '', '# Second', '- one', '- of Zephyr Labs', '', '| a | b |', '|---|---|', '| x | 1 |', '| Zephyr Labs | 2 |', '', '# Third', 'Nothing.'].join('\n')), json = shown(pack);
    assert.match(json, /"First".*Withheld: it names another customer\..*"Second".*"one".*"x".*Entries left out, because they name other customers: 2\..*"Third".*Nothing\./);
    assert.doesNotMatch(json, /Zephyr|is here|"2"/);
  });

  it('withholds words that name another, and what is about others alone', async () => {
    const { pack } = await forA('Text of Žofín.');
    assert.doesNotMatch(shown(pack), /Žofín/);
    assert.match(shown(pack), /Withheld/);
    const all = plain(pack.parts.flatMap(({ blocks }) => blocks));
    assert.doesNotMatch(all, /Agreement of the second|Something of theirs/);
  });

  it('lets everything through where nothing is to be left out', async () => {
    const desk = await deskFor(readMarked(TWO).files);
    assert.equal(showsOf(desk, { rolesOnly: false }), undefined);
    assert.deepEqual(evidencePack(desk).leftOut, []);
  });

  describe('with roles only', () => {
    it('names nobody of the sample, and leads to people all the same', () => {
      const desk = whole, pack = evidencePack(desk, { rolesOnly: true }), { model } = desk.checked, json = JSON.stringify(pack), lower = json.toLowerCase();
      const people = model.ofType('person');
      assert.ok(people.length > 10);
      for (const person of people) {
        assert.ok(!lower.includes(person.title.toLowerCase()), person.title);
        assert.doesNotMatch(json, new RegExp(`\\b${person.id}\\b`), person.id);
        for (const email of textsAt(model.value(person), 'emails')) assert.ok(!lower.includes(email.toLowerCase()), email);
      }
      assert.doesNotMatch(json, /[\w.]+@\w+\.\w/);
      assert.match(json, /"item":"person-2"/);
      assert.match(pack.leftOut.join(' '), /Names and e-mail addresses of people are left out/);
      assert.equal(JSON.stringify(evidencePack(desk, { rolesOnly: true })), json);
      assert.equal(wrongIn('pack', JSON.parse(json)), '');
      const shows = showsOf(desk, { rolesOnly: true });
      assert.deepEqual([shows?.('Lena Maas wrote'), shows?.('by lena.maas@harbour.example'), shows?.('The Service director')], [false, false, true]);
    });

    it('finds a name in several pieces', async () => {
      const desk = await deskFor(readMarked('\n//- roles.yaml\nkind: role-register\nid: ROLES\ntitle: Roles\npeople: [{ id: PER-1, name: Ann Berg }]\n//- doc.md\n---\nkind: document\nid: DOC-1\ntitle: A note\n---\nBy **Ann** Berg and *An*n Berg.\n').files);
      const json = shown(evidencePack(desk, { rolesOnly: true }));
      assert.doesNotMatch(json, /Berg|Ann/);
      assert.match(json, /By person 1 and person 1\./);
    });
  });
});
