import { state } from '../sms/data.js';
import { isRetired } from '../sms/header.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Phrase } from '../sms/types.js';
import { byMessage, dataAt, inserts } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { phrases } from './phrases.js';
import type { Rule } from './rule.js';

const BOUNDARIES: Readonly<Record<string, Phrase>> = { units: phrase('word.organizational-units', 'organizational units'), locations: phrase('word.locations', 'locations') };
/** Parts of a scope statement that draw the boundary in words. */
const WORDED = new Set(['statement', 'certificationWording', 'technologyBoundary', 'services', 'units', 'locations', 'description']);
const VAGUE = new RegExp([
  String.raw`\b(?:all|any|every|various|diverse) (?:(?:of )?(?:our|its|the|their|other|kinds of|types of) )?(?:[\w-]+ )?`
    + String.raw`(?:services?|sites|locations|offices|customers|activities)\b`,
  String.raw`\bworld[- ]?wide\b`, String.raw`\bglobally\b`, String.raw`\b(?:including|includes),? but (?:is |are )?not limited to\b`, String.raw`\band so on\b`,
  String.raw`\betc\b\.?`, String.raw`\bamong others\b`, String.raw`\bwherever\b`,
].join('|'), 'gi');
/** What draws a border around "all services": a list, a register, an id. */
const BOUNDED = new RegExp(String.raw`^(?:(?: and| or|,)? [\w-]+){0,3}? (?:of|in|from|on|that|which)? ?(?:the |our |this |its )?`
  + String.raw`(?:named|listed|given|described|service catalogue|catalogue|customer register|register|list|scope|[A-Z][A-Z0-9]*-[A-Z0-9-]+)\b`);

/** The scope draws a border that somebody outside could walk along. */
export const scopeBoundaryVague: Rule = {
  id: 'scope-boundary-vague',
  title: 'The scope has boundaries: units, locations, and words that exclude something',
  clauses: ['4.3'],
  grade: 'observation',
  why: 'A scope that covers everything covers nothing in particular: nobody can say which sites are audited, and the scope grows with every sale.',
  messages: {
    missing: { text: '{name} names no {fields}. Say which parts of the organization, and which places, manage and deliver the services.' },
    vague: { text: 'The words {found} leave open where the scope ends. Name the services, units or places, or refer to the list that does.' },
  },
  *checkFile({ artefact, facts, report }) {
    if (artefact.kind !== 'scope-statement' || isRetired(artefact)) return;
    const missing = Object.keys(BOUNDARIES).filter(key => state(artefact.data, key) !== 'filled').map(key => BOUNDARIES[key] ?? key);
    if (missing.length > 0) yield report(artefact, 'missing', { name: nameOf(artefact), fields: phraseList(missing), count: missing.length });
    for (const { text, place, prose, at } of phrases(facts, VAGUE, path => path.length === 0 || WORDED.has(String(path[0])))) {
      if (!BOUNDED.test(prose.text.slice(at + text.length).replace(/\s+/g, ' '))) yield report(place, 'vague', { found: text.trim() });
    }
  },
  fixes: { begin: 'Begin what is missing' },
  fix: byMessage({ *missing(context, finding) { yield* inserts('begin', Object.keys(BOUNDARIES).filter(key => state(dataAt(context, finding, []), key) !== 'filled'))(context, finding); } }),
  examples: {
    good: [`
//- scope.yaml
kind: scope-statement
id: SCOPE
title: Scope
statement: Harbour delivers all services of the service catalogue from its halls in Rotterdam to the customers of the customer register.
notIncluded: [{ service: SVC-SHOP, reason: Sold worldwide by the sales department. }]
units: [Service delivery]
locations: [Rotterdam]
//- scope-old.yaml
{ kind: scope-statement, id: SCOPE-OLD, title: Scope, status: superseded, statement: All services. }
`, `
//- scope.yaml
# Where the words refer to a list, the list draws the border.
kind: scope-statement
id: SCOPE
title: Scope
statement: Harbour delivers all services named in CAT, and supports any customer in the customer register, from all sites listed below.
units: [Service delivery, The team leads and their staff]
locations: ["Rotterdam, halls A and B"]
notIncluded: [{ service: SVC-SHOP, reason: Serves all customers of the sales department. }]
`],
    bad: [`
//- scope.yaml
kind: scope-statement
id: SCOPE
//  ^^^^^ scope-boundary-vague missing
title: Scope
statement: Harbour delivers all IT services worldwide.
//                          ^^^^^^^^^^^^^^^ scope-boundary-vague vague
//                                          ^^^^^^^^^ scope-boundary-vague vague
units: [Service delivery]
`, `
//- scope.yaml
kind: scope-statement
id: SCOPE
//  ^^^^^ scope-boundary-vague missing
title: Scope
statement: Hosting, managed e-mail etc., including but not limited to customers in the Netherlands.
//                                 ^^^^ scope-boundary-vague vague
//                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ scope-boundary-vague vague
//- scope-old.yaml
{ kind: scope-statement, id: SCOPE-OLD, title: Scope until 2025, status: superseded, statement: Hosting etc. }
//- scope-branch.md
---
{ kind: scope-statement, id: SCOPE-BRANCH, title: Scope of the branch, units: [Branch], locations: [Various sites] }
//                                                                                                  ^^^^^^^^^^^^^ scope-boundary-vague vague
---
`],
  },
};
