import { objects, text } from '../sms/data.js';
import { meant, phraseList } from '../sms/language.js';
import { nearest } from '../sms/text.js';
import type { Finding } from '../sms/types.js';
import { currentOfKind } from './lifecycle.js';
import { addingNew, byMessage, chooses, dataAt, mended } from './mending.js';
import { nameOf, nameOfEntry } from '../sms/naming.js';
import type { Fix, FixContext, Rule } from './rule.js';

/** The types that the items of a register name, where it defines none. */
function* definesTypes(context: FixContext, finding: Finding): Iterable<Fix> {
  const data = { items: dataAt(context, finding, ['items']), types: dataAt(context, finding, ['types']) };
  const labels = [...new Set(objects(data, 'items').flatMap(({ value }) => text(value, 'type') ?? []))];
  if (context.pathOf(finding).length > 0 || objects(data, 'types').length > 0 || labels.length === 0) return;
  yield* mended(context, finding, addingNew(context, finding.file, ['types'], labels.map(label => ({ label }))),
    { say: 'types', args: { types: phraseList(labels) }, preferred: true });
}

/** Fields that are absent are raised by annotations; here the type of an item is looked up among those that its register defines. */
export const ciAttributesIncomplete: Rule = {
  id: 'ci-attributes-incomplete',
  title: 'Configuration items have their five attributes',
  clauses: ['8.2.6'],
  grade: 'minor',
  why: 'Whoever repairs or changes something asks what it is, of what type, in what state, and what hangs on it. An auditor takes a few items and '
    + 'asks the same.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Configuration information has to say it (clause 8.2.6): add it here. An item that is related '
      + 'to no other says so with an empty list: relations: [].' },
    'type-unknown': { text: '{ci} is of the type {type}, which is none of the types that {register} defines: {types}. Take one of them, or add the '
      + 'type to the list.{hint}' },
  },
  *check({ model, report }) {
    for (const register of currentOfKind(model, 'ci-register')) {
      const types = objects(register.data, 'types').flatMap(({ value }) => text(value, 'label') ?? []);
      if (types.length === 0) continue;
      for (const { at, value } of objects(register.data, 'items')) {
        const type = text(value, 'type');
        if (type === undefined || types.includes(type)) continue;
        const suggestion = nearest(type, types);
        yield report({ file: register.file, path: ['items', at, 'type'] }, 'type-unknown', {
          ci: nameOfEntry(value), type, register: nameOf(register), types: phraseList(types),
          hint: meant(suggestion),
        });
      }
    }
  },
  fixes: { type: 'Give it the type {choice}', types: 'Define the types that its items name: {types}' },
  fix: byMessage({
    missing: definesTypes,
    'type-unknown': chooses('type', (context, finding) => objects({ types: dataAt(context, finding, ['types']) }, 'types').flatMap(({ value }) => text(value, 'label') ?? [])),
  }),
  examples: {
    good: [`
//- cis.yaml
kind: ci-register
id: CIS
title: Configuration items
types: [{ label: service, title: Service }, { label: server, title: Server }]
items:
  - { id: CI-SVC-MAIL, title: Mail, type: service, description: Managed e-mail as a whole, status: live, relations: [{ type: runs-on, to: CI-MX-1 }] }
  - { id: CI-MX-1, title: Mail server, type: server, description: Rack 4, status: live, relations: [] }
`, `
//- cis.yaml
kind: ci-register
id: CIS
title: Configuration items
types: [{ label: Server, title: Server }]
items: [{ id: CI-MX-1, title: Mail server, type: Server, description: Rack 4, status: live, relations: [] }]
`],
    bad: [`
//- cis.yaml
kind: ci-register
id: CIS
//  ^^^ ci-attributes-incomplete missing
title: Configuration items
items:
  - { id: CI-SVC-MAIL, title: Mail, type: service, description: Managed e-mail as a whole, status: live, relations: [] }
  - { id: CI-MX-1, title: Mail server, type: server, description: Rack 4 }
//        ^^^^^^^ ci-attributes-incomplete missing
`, `
//- cis.yaml
kind: ci-register
id: CIS
title: Configuration items
types: [{ label: Server, title: Server }]
items: [{ id: CI-MX-1, title: Mail server, type: server, description: Rack 4, status: live, relations: [] }]
//                                               ^^^^^^ ci-attributes-incomplete type-unknown
`],
  },
};
