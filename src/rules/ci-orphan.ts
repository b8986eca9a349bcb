import { text, texts } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import type { ItemType } from '../sms/types.js';
import { configurationItems, linksOf, type ConfigurationItem } from './configuration.js';
import { currentOfType } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/** From every service the relations are followed, whichever way they are written; an item that is never reached belongs to none. */
export const ciOrphan: Rule = {
  id: 'ci-orphan',
  title: 'Every configuration item is related to a service',
  clauses: ['8.2.6'],
  grade: 'minor',
  why: 'The register is kept to see which services suffer when something fails or is changed. An item that leads to no service says nothing about '
    + 'that: either a relation is missing or the item is no longer needed.',
  messages: {
    orphan: { absence: true, text: 'No relation leads from {ci} to a service. Enter what it is part of or which services it supports, or mark it as '
      + 'spare or retired.' },
  },
  *check({ model, report }) {
    const all = configurationItems(model), reached = reachedFromServices(model, all);
    for (const { item, entry } of all) {
      const status = text(entry, 'status');
      if (reached.has(item.id) || status === 'spare' || status === 'retired') continue;
      // Without any word on relations `ci-attributes-incomplete` speaks; a name that does not resolve may be the missing relation.
      if (entry['relations'] === undefined || entry['relations'] === null || !linksOf(entry).every(id => resolves(model, id))) continue;
      yield report(item, 'orphan', { ci: nameOf(item) });
    }
  },
  examples: {
    good: [`
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail }] }
//- cis.yaml
kind: ci-register
id: CIS
title: Configuration items
items:
  - { id: CI-SVC-MAIL, title: Mail, type: service, services: [SVC-MAIL], relations: [{ type: runs-on, to: CI-MX-1 }] }
  - { id: CI-MX-1, title: Mail server, type: server, relations: [] }
  - { id: CI-DISK-7, title: Disk, type: disk, relations: [{ type: part-of, to: CI-MX-1 }] }
  - { id: CI-MX-9, title: Spare server, type: server, status: spare, relations: [] }
  - { id: CI-MX-0, title: Old server, type: server, status: retired, relations: [] }
`, `
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail, ci: CI-MAIL }] }
//- cis.yaml
kind: ci-register
id: CIS
title: Configuration items
items:
  - { id: CI-MAIL, title: Mail, type: service, relations: [] }
  - { id: CI-MX-1, title: Mail server, type: server, relations: [{ type: carries, to: CI-MAIL }] }
`],
    bad: [`
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail, ci: CI-MAIL }] }
//- cis.yaml
kind: ci-register
id: CIS
title: Configuration items
items:
  - { id: CI-MAIL, title: Mail, type: service, relations: [] }
  - { id: CI-MX-1, title: Mail server, type: server, relations: [] }
//        ^^^^^^^ ci-orphan orphan
`, `
//- cis.yaml
kind: ci-register
id: CIS
title: Configuration items
items:
  - { id: CI-A, title: Server A, type: server, relations: [{ type: part-of, to: CI-B }] }
//        ^^^^ ci-orphan orphan
  - { id: CI-B, title: Cluster B, type: cluster, relations: [{ type: holds, to: CI-A }] }
//        ^^^^ ci-orphan orphan
  - { id: CI-C, title: Server C, type: server, relations: [{ type: part-of, to: CI-X }] }
`],
  },
};

function reachedFromServices(model: Model, all: readonly ConfigurationItem[]): ReadonlySet<string> {
  const neighbours = new Map<string, string[]>(), reached = new Set<string>();
  const join = (a: string, b: string): void => {
    const known = neighbours.get(a);
    if (known) known.push(b); else neighbours.set(a, [b]);
  };
  const next: string[] = [];
  const begin = (id: string): void => { if (!reached.has(id)) { reached.add(id); next.push(id); } };
  for (const { item, entry } of all) {
    for (const id of linksOf(entry)) {
      const other = model.item(id);
      if (other?.type === 'service') begin(item.id);
      else if (other?.type === 'ci') { join(item.id, other.id); join(other.id, item.id); }
    }
  }
  for (const service of currentOfType(model, 'service')) {
    for (const id of texts(model.value(service), 'ci')) {
      const ci = model.item(id);
      if (ci?.type === 'ci') begin(ci.id);
    }
  }
  for (let id = next.pop(); id !== undefined; id = next.pop()) for (const other of neighbours.get(id) ?? []) begin(other);
  return reached;
}

const ENDS: readonly ItemType[] = ['ci', 'service', 'asset', 'party'];

function resolves(model: Model, id: string): boolean { return ENDS.includes(model.item(id)?.type ?? ''); }
