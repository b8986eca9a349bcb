import type { Item } from '../sms/types.js';
import type { Rule } from './rule.js';

/** Format.md F4. Two that are equal are `doc-duplicate-id`. */
export const idDiffersByCase: Rule = {
  id: 'id-differs-by-case',
  title: 'No two ids differ in capital letters only',
  clauses: ['7.5.2'],
  grade: 'minor',
  why: 'People read and say such ids alike, so sooner or later one thing is taken for the other.',
  messages: {
    case: {
      text: 'The ids {id} and {other} differ in capital and small letters only. If they are two things, give one another id; if they are ' +
        'one, write it alike.',
    },
  },
  *check({ model, report }) {
    const firsts = new Map<string, Item>();
    for (const item of model.items) {
      const key = item.id.toLowerCase();
      const first = firsts.get(key);
      if (!first) firsts.set(key, item);
      else if (first.id !== item.id) yield report(item, 'case', { id: item.id, other: first.id }, { related: [{ at: first, text: first.id }] });
    }
  },
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail }
  - { id: SVC-MAIL2, title: Mail for archives }
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail }
  - { id: SVC-Mail, title: Mail for archives }
//        ^^^^^^^^ id-differs-by-case case
`],
  },
};
