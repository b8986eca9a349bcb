import { phrase } from '../sms/language.js';
import { proposedId } from '../sms/proposals.js';
import { comparePositions } from '../sms/text.js';
import { byMessage, mended, removesIt, setting, shapeOf } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/** An id names one thing in the SMS, over all types; earlier ids count (format.md F4). */
export const docDuplicateId: Rule = {
  id: 'doc-duplicate-id',
  title: 'Each id is used once',
  clauses: ['7.5.2'],
  grade: 'minor',
  why: 'A reader who follows an id must end at one thing. With two, nobody can say which of them was meant, approved or audited.',
  messages: {
    duplicate: { text: 'The id {id} is already used in {file}, for {other}. Give one of the two an id of its own and correct what refers to it.' },
    alias: { text: '{id} is given here as an earlier id, but it is already used in {file}, for {other}. Remove it from `aliases`, '
      + 'or give the other one an id of its own.' },
  },
  *check({ model, report }) {
    for (const [first, ...others] of model.duplicates) {
      if (!first) continue;
      const other = nameOf(first.item), related = [{ at: first.item, text: phrase('related.first-used-here-for', 'first used here, for {name}', { name: other }) }];
      for (const { id, item, alias } of others) {
        const range = alias ? item.aliases.find(a => a.id === id || `${item.artefact}#${a.id}` === id)?.range : undefined;
        yield report(range ? { file: item.file, range } : item, alias ? 'alias' : 'duplicate', { id, file: first.item.file, other }, { related });
      }
    }
  },
  fixes: { own: 'Give this one the id {free}', alias: 'Remove this earlier id' },
  fix: byMessage({
    alias: removesIt('alias'),
    *duplicate(context, finding) {
      const { model } = context, path = context.pathOf(finding), item = model.files.get(finding.file)?.items.find(({ idRange }) => comparePositions(idRange.start, finding.range.start) === 0);
      if (!item || item.local !== undefined) return;
      const free = proposedId(model, item.type, item.title), key = path.length === 0 ? 'id' : shapeOf(context, finding.file, path)?.properties.has('id') ? 'id' : undefined;
      if (key !== undefined) yield* mended(context, finding, [setting(context, finding.file, [...path, key], free)], { say: 'own', args: { free } });
    },
  }),
  examples: {
    good: [`
//- sla-boreal.yaml
{ kind: sla, id: SLA-BOREAL, title: SLA with Boreal, targets: [{ id: p1-restore, title: Restoration }] }
//- sla-nordic.yaml
# local ids are unique in their own document only
{ kind: sla, id: SLA-NORDIC, title: SLA with Nordic, targets: [{ id: p1-restore, title: Restoration }] }
`, `
//- catalogue.yaml
# SVC-EMAIL was the id of the first one until 2025; ids are compared with their hyphens and digits.
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: Managed e-mail, aliases: [SVC-EMAIL] }
  - { id: SVC-MAIL2, title: Mail archive }
//- sla.yaml
{ kind: sla, id: SLA-BOREAL, title: SLA with Boreal, services: [SVC-MAIL, SVC-EMAIL] }
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: Managed e-mail, aliases: [SVC-EMAIL] }
  - { id: SVC-MAIL, title: Mail archive }
//        ^^^^^^^^ doc-duplicate-id duplicate
//- mail.yaml
kind: document
id: SVC-MAIL
//  ^^^^^^^^ doc-duplicate-id duplicate
title: Use of e-mail
aliases: [SVC-EMAIL]
//        ^^^^^^^^^ doc-duplicate-id alias
`, `
//- sla-nordic.yaml
kind: sla
id: SLA-NORDIC
title: SLA with Nordic
targets:
  - { id: restore, title: Restoration of priority 1 }
  - { id: restore, title: Restoration of priority 2 }
//        ^^^^^^^ doc-duplicate-id duplicate
//- sla-boreal.yaml
{ kind: sla, id: SLA-BOREAL, title: SLA with Boreal }
//- sla-orkla.yaml
# A copy of the one above: the title was changed, and the id was not.
{ kind: sla, id: SLA-BOREAL, title: SLA with Orkla }
//               ^^^^^^^^^^ doc-duplicate-id duplicate
`],
  },
};
