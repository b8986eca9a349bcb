import { text } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Item, Reference, Report } from '../sms/types.js';
import { currentOfKind, currentOfType } from './lifecycle.js';
import { adding, addingNew, byMessage, changesIn, removesIt } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { namedItems } from '../sms/named.js';
import type { Rule, RuleContext } from './rule.js';

/** A service that is being retired is still delivered; one in the pipeline is not yet, a retired one no more. */
const NOT_DELIVERED = new Set(['pipeline', 'retired']);

/** The scope and the catalogue speak of the same services. */
export const scopeCatalogueMismatch: Rule = {
  id: 'scope-catalogue-mismatch',
  title: 'The scope names the services that the catalogue says are live',
  clauses: ['4.3', '8.2.4', '6.3'],
  grade: 'minor',
  why: 'Auditors compare the scope with the catalogue first. Where the two differ it is unclear what was audited and what the certificate covers.',
  messages: {
    'not-live': { text: 'The scope names {service}, which is not live: the catalogue gives its status as {status}. Take it out of the scope, or correct its status.' },
    'plan-differs': { text: '{plan} plans for other services than the scope: {difference}. The plan is made for the services of the scope; name the same in both.' },
    'left-out': { absence: true, text: '{service} is live, but neither in the scope nor among the services not included. Add it to `services` of {scope}, '
      + 'or to `notIncluded` with the reason.', grade: 'observation' },
  },
  *check({ model, report }) {
    const scopes = currentOfKind(model, 'scope-statement'), named = new Set<string>();
    let first: Artefact | undefined;
    for (const { reference, service, part, scope } of servicesNamed(model, scopes)) {
      named.add(service.id);
      if (part !== 'services') continue;
      first ??= scope;
      const status = text(model.value(service), 'status');
      if (status === undefined || !NOT_DELIVERED.has(status)) continue;
      yield report(reference, 'not-live', { service: nameOf(service), id: service.id, status },
        { related: [{ at: service, text: phrase('related.its-entry-in-the-catalogue', 'its entry in the catalogue') }] });
    }
    yield* plans(model, report);
    // A scope without any service is told by scope-service-or-organization-missing.
    if (!first) return;
    for (const service of currentOfType(model, 'service')) {
      if (named.has(service.id) || text(model.value(service), 'status') !== 'live') continue;
      yield report(service, 'left-out', { service: nameOf(service), id: service.id, scope: nameOf(first) },
        { related: scopes.map(scope => ({ at: scope, text: phrase('related.the-scope', 'the scope') })) });
    }
  },
  fixes: { remove: 'Take it out of the scope', in: 'Add it to the services of {scope}', out: 'Name it as not included in {scope}' },
  fix: byMessage({
    'not-live': removesIt('remove'),
    *'left-out'(context, { args, related: [scope] }) {
      if (!scope) return;
      const { file } = scope, id = String(args['id'] ?? '');
      const inside = changesIn(context, file, [adding(context, file, ['services'], id)]);
      const outside = changesIn(context, file, addingNew(context, file, ['notIncluded'], [{ service: id }]));
      if (inside) yield { say: 'in', args, changes: inside };
      if (outside) yield { say: 'out', args, changes: outside };
    },
  }),
  examples: {
    good: [`
//- scope.yaml
kind: scope-statement
id: SCOPE
title: Scope
services: [SVC-MAIL, SVC-FAX, SVC-GHOST]
notIncluded: [{ service: SVC-SHOP, reason: The web shop is run by the sales department. }]
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail, status: live }
  - { id: SVC-FAX, title: Fax, status: retiring }
  - { id: SVC-SHOP, title: Web shop, status: live }
  - { id: SVC-CHAT, title: Chat, status: pipeline }
//- plan.md
---
{ kind: service-management-plan, id: PLAN, title: Plan, services: [SVC-FAX, SVC-MAIL] }
---
`, `
//- scope-nl.yaml
# Two scopes together name what is live; the plan is made for both.
{ kind: scope-statement, id: SCOPE-NL, title: Scope of Rotterdam, services: [SVC-MAIL] }
//- scope-be.yaml
{ kind: scope-statement, id: SCOPE-BE, title: Scope of Antwerp, services: [SVC-SHOP] }
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail, status: live }
  - { id: SVC-SHOP, title: Web shop, status: live }
  - { id: SVC-FAX, title: Fax, status: retired }
//- plan.md
---
{ kind: service-management-plan, id: PLAN, title: Plan, services: [SVC-SHOP, SVC-MAIL] }
---
//- plan-old.md
---
{ kind: service-management-plan, id: PLAN-OLD, title: Plan until 2025, status: superseded, services: [SVC-FAX] }
---
`],
    bad: [`
//- scope.yaml
kind: scope-statement
id: SCOPE
title: Scope
services: [SVC-MAIL, SVC-FAX]
//                   ^^^^^^^ scope-catalogue-mismatch not-live
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail, status: live }
  - { id: SVC-FAX, title: Fax, status: retired }
  - { id: SVC-SHOP, title: Web shop, status: live }
//        ^^^^^^^^ scope-catalogue-mismatch left-out
//- plan.md
---
kind: service-management-plan
id: PLAN
title: Plan
services: [SVC-MAIL]
//@0-8 scope-catalogue-mismatch plan-differs
---
`, `
//- scope.yaml
kind: scope-statement
id: SCOPE
title: Scope
services: [SVC-MAIL, SVC-CHAT]
//                   ^^^^^^^^ scope-catalogue-mismatch not-live
//- scope-old.yaml
# What a superseded scope names is in no scope.
{ kind: scope-statement, id: SCOPE-OLD, title: Scope until 2025, status: superseded, services: [SVC-SHOP] }
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail, status: live }
  - { id: SVC-CHAT, title: Chat, status: pipeline }
  - { id: SVC-FAX, title: Fax, status: retired }
  - { id: SVC-SHOP, title: Web shop, status: live }
//        ^^^^^^^^ scope-catalogue-mismatch left-out
//- plan.md
---
kind: service-management-plan
id: PLAN
title: Plan
services: [SVC-MAIL, SVC-FAX]
//@0-8 scope-catalogue-mismatch plan-differs
---
`],
  },
};

function isLive(model: Model, id: string): boolean {
  const item = model.item(id);
  return item !== undefined && text(model.value(item), 'status') === 'live';
}

/** Plans that name services, but not those of the scopes together. Names that resolve to nothing are told elsewhere. */
function* plans(model: Model, report: RuleContext['report']): Iterable<Report> {
  const idsIn = (artefact: Artefact): Set<string> => new Set(namedItems(model, artefact.data, 'services', 'service').map(({ id }) => id));
  const wanted = new Set(currentOfKind(model, 'scope-statement').flatMap(scope => [...idsIn(scope)]));
  if (wanted.size === 0) return;
  for (const plan of currentOfKind(model, 'service-management-plan')) {
    const own = idsIn(plan), lacking = [...wanted].filter(id => !own.has(id));
    // A live service that the scope forgot is told as left out of the scope.
    const more = [...own].filter(id => !wanted.has(id) && !isLive(model, id));
    if (own.size === 0 || (lacking.length === 0 && more.length === 0)) continue;
    const args = { lacking: phraseList(lacking), more: phraseList(more) };
    const difference = more.length === 0 ? phrase('plan.lacks', 'it lacks {lacking}', args) : lacking.length === 0 ? phrase('plan.adds', 'it adds {more}', args)
      : phrase('plan.differs', 'it lacks {lacking}, and it adds {more}', args);
    yield report({ file: plan.file, path: ['services'], part: 'key' }, 'plan-differs', { plan: nameOf(plan), difference });
  }
}

/** The services that scope statements name, inside or outside of the SMS, with the reference that does. */
function* servicesNamed(model: Model, scopes: readonly Artefact[]): Iterable<{ reference: Reference; service: Item; part: string; scope: Artefact }> {
  const byFile = new Map(scopes.map(scope => [scope.file, scope]));
  for (const reference of [...byFile.keys()].flatMap(file => model.referencesIn(file))) {
    const scope = byFile.get(reference.file), part = reference.path[0];
    if (!scope || reference.via !== 'field' || (part !== 'services' && part !== 'notIncluded')) continue;
    const service = model.resolve(reference);
    if (service?.type === 'service') yield { reference, service, part, scope };
  }
}
