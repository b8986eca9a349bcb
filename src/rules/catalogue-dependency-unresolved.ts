import { isFields, list, state } from '../sms/data.js';
import { joined, meant, phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { nearest } from '../sms/text.js';
import type { Item, Path, Reference, Word } from '../sms/types.js';
import { elementaryCycles } from './cycles.js';
import { currentOfType } from './lifecycle.js';
import { byMessage, removesIt, writesArgument } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

const ID = 'catalogue-dependency-unresolved';
const MOST_CYCLES = 1000;
const LONGEST_PATH = 12;

/** Every dependency names one other thing that exists, and following them never leads back. */
export const catalogueDependencyUnresolved: Rule = {
  id: ID,
  title: 'Dependencies of services resolve and form no circle',
  clauses: ['8.2.2', '8.2.4'],
  grade: 'minor',
  why: 'What a failure or a change will hit is read from the dependencies. An entry that leads nowhere, or back to where it began, '
    + 'breaks that answer and the availability computed from it.',
  messages: {
    empty: { text: 'A dependency of {service} names nothing. Write the id of what it depends on, or remove the entry.' },
    unknown: { missingId: true, text: '{service} depends on {to}, but nothing that a service can depend on has this id.{hint} '
      + 'Correct the id, or add what is missing to the catalogue or the party register.' },
    case: { text: '{service} depends on {to}; there is {other}, which differs in capital letters. Ids are compared letter by letter: '
      + 'write {other}.' },
    self: { text: '{service} depends on itself. Remove the entry, or name the service or supplier that was meant.' },
    cycle: { text: 'These services depend on one another in a circle: {path}. No order of recovery and no availability can be worked out '
      + 'for them: '
      + 'remove the dependency that is not needed for the service to run.{more}' },
  },
  *check({ model, report }) {
    const byService = dependencyReferences(model), graph = new Map<string, string[]>(), edges = new Map<string, Reference>();
    const names = new Set(currentOfType(model, 'service').map(service => service.id));
    const candidates = [...names, ...currentOfType(model, 'party').map(party => party.id)];
    const byLowerCase = new Map([...candidates].reverse().map(id => [id.toLowerCase(), id]));
    for (const service of currentOfType(model, 'service')) {
      const name = nameOf(service), next: string[] = [];
      graph.set(service.id, next);
      for (const path of emptyEntries(model, service)) yield report({ file: service.file, path }, 'empty', { service: name });
      for (const reference of byService.get(keyOf(service.file, service.path)) ?? []) {
        const target = model.resolves(reference) ? model.resolve(reference) : undefined;
        if (target?.id === service.id) yield report(reference, 'self', { service: name, id: service.id });
        else if (target) {
          next.push(target.id);
          if (!edges.has(keyOf(service.id, [target.id]))) edges.set(keyOf(service.id, [target.id]), reference);
        } else {
          const other = byLowerCase.get(reference.to.toLowerCase());
          if (other !== undefined && other !== reference.to) yield report(reference, 'case', { service: name, to: reference.to, other });
          else {
            const suggestion = nearest(reference.to, candidates);
            const hint = meant(suggestion);
            yield report(reference, 'unknown', { service: name, to: reference.to, suggestion: suggestion ?? '', hint });
          }
        }
      }
    }
    const { cycles, complete } = elementaryCycles(graph, MOST_CYCLES);
    for (const [at, cycle] of cycles.entries()) {
      const [first, ...others] = cycle.flatMap((id, i) => {
        const to = cycle[(i + 1) % cycle.length] ?? '', edge = edges.get(keyOf(id, [to]));
        return edge ? [{ at: edge, text: phrase('related.depends-on', '{from} depends on {to}', { from: id, to }) }] : [];
      });
      const more = complete || at < cycles.length - 1 ? '' : phrase('circle.more', ' There are more circles than the {count} listed.', { count: MOST_CYCLES });
      if (first) yield report(first.at, 'cycle', { path: printed(cycle), count: cycle.length, more }, { related: others.slice(0, LONGEST_PATH) });
    }
  },
  fixes: { remove: 'Remove this dependency', case: 'Write {other}' },
  fix: byMessage({ empty: removesIt('remove', true), self: removesIt('remove', true), cycle: removesIt('remove'), case: writesArgument('other', 'case') }),
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - id: SVC-MAIL
    dependsOn:
      - to: SVC-NET
      - { to: [SVC-STORE, SUP-MX], need: 1 }
  - id: SVC-STORE
    dependsOn: [{ to: SVC-NET }]
  - { id: SVC-NET, dependsOn: [] }
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-MX, title: Mail relay }] }
`, `
//- catalogue.yaml
# Two ways lead from web to the store, and none leads back; disks is an earlier id of the store.
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - id: web
    dependsOn: [{ to: gitaly }, { to: api }]
  - id: api
    dependsOn: [{ to: gitaly }]
  - id: gitaly
    dependsOn: [{ to: disks }]
  - { id: store, aliases: [disks], dependsOn: [] }
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - id: SVC-MAIL
    dependsOn:
      - to: SVC-NTE
//          ^^^^^^^ catalogue-dependency-unresolved unknown
      - to: svc-net
//          ^^^^^^^ catalogue-dependency-unresolved case
      - to: SVC-MAIL
//          ^^^^^^^^ catalogue-dependency-unresolved self
      - to:
//      ^^ catalogue-dependency-unresolved empty
  - { id: SVC-NET, dependsOn: [] }
`, `
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - id: web
    dependsOn: [{ to: gitaly }]
  - id: gitaly
    dependsOn: [{ to: frontend }]
  - id: frontend
    dependsOn: [{ to: web }, { to: api }]
//                    ^^^ catalogue-dependency-unresolved cycle
  - id: api
    dependsOn: [{ to: gitaly }]
//                    ^^^^^^ catalogue-dependency-unresolved cycle
`],
  },
};

/** The references of this rule by the object whose `dependsOn` they stand in. */
function dependencyReferences(model: Model): ReadonlyMap<string, readonly Reference[]> {
  const result = new Map<string, Reference[]>();
  for (const reference of [...new Set(model.ofType('service').map(({ file }) => file))].flatMap(file => model.referencesIn(file))) {
    const at = reference.rule === ID ? reference.path.indexOf('dependsOn') : -1;
    if (at < 0) continue;
    const key = keyOf(reference.file, reference.path.slice(0, at)), known = result.get(key);
    if (known) known.push(reference); else result.set(key, [reference]);
  }
  return result;
}

/** The paths of the entries, or of the places within one, that name nothing. */
function* emptyEntries(model: Model, service: Item): Iterable<Path> {
  for (const [at, entry] of list(model.value(service), 'dependsOn').entries()) {
    const path = [...service.path, 'dependsOn', at];
    if (isBlank(entry)) yield path;
    else if (isFields(entry)) {
      const to = state(entry, 'to');
      if (to !== 'filled') yield to === 'absent' ? path : [...path, 'to'];
      for (const [i, one] of list(entry, 'to').entries()) if (isBlank(one)) yield [...path, 'to', i];
    }
  }
}

function isBlank(value: unknown): boolean { return value === null || (typeof value === 'string' && value.trim() === ''); }

function keyOf(name: string, path: Path): string { return `${name} ${JSON.stringify(path)}`; }

/** `api > gitaly > frontend > api`; a very long circle is cut in its middle. */
function printed(cycle: readonly string[]): Word {
  const start = cycle[0] ?? '';
  const steps = cycle.length <= LONGEST_PATH ? cycle
    : [...cycle.slice(0, LONGEST_PATH - 1), phrase('circle.left-out', '… {count} more …', { count: cycle.length - LONGEST_PATH }), ...cycle.slice(-1)];
  return joined([...steps, start], ' > ');
}
