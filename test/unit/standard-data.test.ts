import assert from 'node:assert/strict';
import standard from '../../schemas/standards/iso-20000-1.json' with { type: 'json' };
import manifest from '../../schemas/standards/manifest.json' with { type: 'json' };
import catalogue from '../../schemas/rule-catalogue.json' with { type: 'json' };
import { rules as inForce } from '../../src/rules/index.js';
import { builtInStandards } from '../../src/sms/standards.js';
import type { CatalogueRule, Clause, ManifestRow } from '../../src/sms/standard.js';

const clauses: Clause[] = standard.clauses;
const rows = manifest.rows as ManifestRow[];
const rules: CatalogueRule[] = catalogue.rules;

const ids = new Set(clauses.map(clause => clause.id));
const leaves = clauses.filter(clause => clause.leaf);
const leafIds = new Set(leaves.map(clause => clause.id));

const untitled = ['6.1.1', '6.1.2', '6.1.3', '7.5.3.1', '7.5.3.2', '8.2.3.1', '8.2.3.2', '9.2.1', '9.2.2', '10.1.1', '10.1.2'];

function inClauseOrder(a: Clause, b: Clause): number {
  const left = a.id.split('.').map(Number);
  const right = b.id.split('.').map(Number);
  const at = left.findIndex((part, index) => part !== right[index]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? 0);
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe('standard data', () => {
  describe('clause tree of ISO/IEC 20000-1', () => {
    it('has 63 lowest-level units: 52 with a title, 11 untitled paragraphs', () => {
      assert.equal(leaves.length, 63);
      const paragraphs = leaves.filter(clause => clause.title.includes('¶'));
      assert.deepEqual(paragraphs.map(clause => clause.id), untitled);
      assert.equal(leaves.length - paragraphs.length, 52);
    });

    it('calls an untitled paragraph by its parent and number', () => {
      for (const id of untitled) {
        const clause = clauses.find(other => other.id === id);
        const parent = clauses.find(other => other.id === clause?.parent);
        assert.ok(clause && parent, id);
        assert.equal(clause.title, `${parent.title} ¶ ${id.slice(id.lastIndexOf('.') + 1)}`);
      }
    });

    it('has each clause once, in clause order', () => {
      assert.deepEqual(repeated(clauses.map(clause => clause.id)), []);
      assert.deepEqual(clauses.map(clause => clause.id), [...clauses].sort(inClauseOrder).map(clause => clause.id));
    });

    it('hangs each clause under the clause that its number names, without gaps', () => {
      const top = clauses.filter(clause => clause.parent === undefined).map(clause => clause.id);
      assert.deepEqual(top, ['4', '5', '6', '7', '8', '9', '10']);
      for (const { id, parent } of clauses) {
        if (parent === undefined) continue;
        assert.equal(parent, id.slice(0, id.lastIndexOf('.')));
        assert.ok(ids.has(parent), `${id} hangs under ${parent}, which does not exist`);
        const last = Number(id.slice(id.lastIndexOf('.') + 1));
        assert.ok(last === 1 || ids.has(`${parent}.${last - 1}`), `there is no ${parent}.${last - 1} before ${id}`);
      }
    });

    it('marks as leaf what nothing hangs under', () => {
      const parents = new Set(clauses.map(clause => clause.parent));
      for (const clause of clauses) assert.equal(clause.leaf ?? false, !parents.has(clause.id), clause.id);
    });

    it('says of each leaf what to show, what is kept, which kinds and practices', () => {
      for (const leaf of leaves) {
        assert.ok(leaf.paraphrase, `${leaf.id} has no paraphrase`);
        const sentences = leaf.paraphrase.split(/(?<=\.) /).length;
        assert.ok(leaf.paraphrase.endsWith('.') && sentences <= 3, `${leaf.id}: ${sentences} sentences`);
        for (const list of [leaf.maintain, leaf.retain, leaf.kinds, leaf.findings, leaf.itil]) {
          assert.ok(list, `${leaf.id} leaves a list out`);
          assert.deepEqual(repeated(list), [], leaf.id);
          for (const entry of list) assert.ok(entry.trim() === entry && entry !== '', leaf.id);
        }
        assert.notEqual(leaf.findings?.length, 0, `${leaf.id} has no findings`);
      }
    });

    it('gives kinds to every leaf but the four that every document answers', () => {
      const without = leaves.filter(leaf => leaf.kinds?.length === 0).map(leaf => leaf.id);
      assert.deepEqual(without, ['7.5.1', '7.5.2', '7.5.3.1', '7.5.4']);
      for (const leaf of leaves) for (const kind of leaf.kinds ?? []) assert.match(kind, /^[a-z]+(-[a-z]+)*$/);
    });

    it('is related with clauses of other standards that exist, in both directions', () => {
      const { all, clause, related } = builtInStandards, mapped = all.flatMap(each => each.clauses).flatMap(({ id, map = [] }) => map.map(to => [id, to] as const));
      assert.ok(mapped.length > 200, String(mapped.length));
      for (const [from, to] of mapped) {
        assert.ok(clause(to), `${from} to ${to}`);
        assert.ok(related(from).includes(to) && related(to).includes(from), `${from} to ${to}`);
      }
      for (const { title, leaves: own } of all) assert.ok(own.length > 0, title);
    });

    it('spells practices out', () => {
      for (const leaf of leaves) for (const practice of leaf.itil ?? []) assert.doesNotMatch(practice, /mgmt|;|\(|—/, leaf.id);
    });

    it('marks the two clauses that Amendment 1:2024 touches', () => {
      assert.deepEqual(clauses.filter(clause => clause.amended !== undefined).map(clause => clause.id), ['4.1', '4.2']);
      for (const clause of clauses) if (clause.amended !== undefined) assert.match(clause.amended, /^Amd 1:2024: /);
    });
  });

  describe('manifest of what the standard expects', () => {
    it('has each row once', () => {
      assert.deepEqual(repeated(rows.map(row => row.id)), []);
      assert.deepEqual(repeated(rows.map(row => row.title)), []);
    });

    it('never asks twice for the same thing, so that one missing artefact is one finding', () => {
      assert.deepEqual(repeated(rows.map(row => `${[...row.kinds].sort().join(' ')} per ${row.per}`)), []);
    });

    it('names leaves of the tree', () => {
      for (const row of rows) {
        assert.notEqual(row.clauses.length, 0, row.id);
        for (const clause of row.clauses) assert.ok(leafIds.has(clause), `${row.id}: ${clause}`);
      }
    });

    it('asks for kinds that the tree names for one of the clauses', () => {
      const kindsOf = new Map(leaves.map(leaf => [leaf.id, leaf.kinds ?? []]));
      for (const row of rows) {
        const expected = row.clauses.flatMap(clause => kindsOf.get(clause) ?? []);
        if (row.kinds.length > 0) assert.ok(row.kinds.some(kind => expected.includes(kind)), row.id);
        for (const kind of row.kinds) assert.ok(leaves.some(leaf => leaf.kinds?.includes(kind)), `${row.id}: ${kind}`);
      }
    });

    it('can only ask for what has a kind', () => {
      assert.deepEqual(rows.filter(row => row.kinds.length === 0).map(row => [row.id, row.min]), [['external-documents', 0]]);
    });

    it('uses the words of its columns', () => {
      for (const row of rows) {
        assert.ok(['maintain', 'retain'].includes(row.as), row.id);
        assert.ok(['explicit', 'implied'].includes(row.strength), row.id);
        assert.ok(['sms', 'service', 'customer', 'supplier', 'period'].includes(row.per), row.id);
        assert.ok(row.min === 0 || row.min === 1, row.id);
      }
    });

    it('covers the twelve families of 7.5.4, the last one by records', () => {
      const families = new Set(rows.flatMap(row => row.family ?? []));
      assert.deepEqual([...families].sort((a, b) => a - b), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      for (const row of rows) assert.equal(row.family === 12, row.as === 'retain', row.id);
    });
  });

  describe('rule catalogue', () => {
    it('has 120 rules with their own ids, numbered from 1', () => {
      assert.deepEqual(rules.map(rule => rule.number), Array.from({ length: 120 }, (_, index) => index + 1));
      assert.deepEqual(repeated(rules.map(rule => rule.id)), []);
      assert.deepEqual(repeated(rules.map(rule => rule.title)), []);
      for (const rule of rules) assert.match(rule.id, /^[a-z0-9]+(-[a-z0-9]+)+$/);
    });

    it('calls each rule as the rule calls itself', () => {
      const titles = new Map(inForce.map(({ id, title }) => [id, title]));
      assert.deepEqual(rules.filter(({ id, title }) => (titles.get(id) ?? title) !== title).map(({ id }) => id), []);
    });

    it('names known clauses', () => {
      for (const rule of rules) {
        for (const clause of rule.clauses) assert.ok(ids.has(clause) || clause === 'iso17021:9.6', `${rule.id}: ${clause}`);
      }
      assert.deepEqual(rules.filter(rule => rule.clauses.length === 0).map(rule => rule.number), [12]);
    });

    it('waits for nothing: all are in force', () => { assert.deepEqual(rules.filter(rule => rule.waitsFor !== undefined).map(rule => rule.number), []); });

    it('keeps the rules in nine groups, each in one piece', () => {
      const groups = rules.map(rule => rule.group).filter((group, index, all) => group !== all[index - 1]);
      assert.equal(groups.length, 9);
      assert.deepEqual(repeated(groups), []);
    });
  });

  it('uses the spelling of the house and never says compliant', () => {
    const text = JSON.stringify([standard, manifest, catalogue]);
    assert.doesNotMatch(text, /\bcomplian|organis(?:ation|ed)|\bcatalog\b|behavior/i);
  });
});
