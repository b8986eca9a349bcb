import { objects, state, text } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Artefact } from '../sms/types.js';
import { currentOfKind } from './lifecycle.js';
import { byMessage, sectionsBegun } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { filledSection, isTextElsewhere } from './sections.js';
import type { Rule } from './rule.js';

/** Of each part: its name in `heldIn` and among the sections, the field, the words. */
const PARTS = [
  ['services', 'services', phrase('word.the-services', 'the services')],
  ['limitations', 'limitations', phrase('word.the-known-limitations', 'the known limitations')],
  ['obligations', 'obligations', phrase('word.the-obligations-and-how-they-apply', 'the obligations and how they apply')],
  ['authorities', 'authorities', phrase('word.authorities-and-responsibilities', 'authorities and responsibilities')],
  ['resources', 'resources', phrase('word.the-resources', 'the resources')],
  ['other-parties', 'otherParties', phrase('word.the-work-with-other-parties', 'the work with other parties')],
  ['technology', 'technology', phrase('word.the-technology-that-supports-service-management', 'the technology that supports service management')],
  ['effectiveness', 'effectiveness', phrase('word.how-the-effect-is-checked', 'how the effect is checked')],
] as const;

/** Each of the eight parts is told as a field, as a section, or in another document that is named. What resources lack is raised by annotations. */
export const smpContentMissing: Rule = {
  id: 'smp-content-missing',
  title: 'The service management plan has its eight content items',
  clauses: ['6.3', '7.1'],
  grade: 'minor',
  why: 'All other plans are to fit this one. What it leaves out is planned by everybody for themselves.',
  messages: {
    missing: { text: '{title} ({id}) says nothing about {fields} among its resources. People, technology, information and money are all to be '
      + 'planned: add it here.' },
    parts: { text: '{name} says nothing about {parts}. Add a section or the field, or name the document that tells it (heldIn).' },
  },
  *check({ model, report }) {
    for (const plan of currentOfKind(model, 'service-management-plan')) {
      if (isTextElsewhere(plan)) continue;
      const missing = missingParts(model, plan);
      if (missing.length === 0) continue;
      const clauses = missing.some(([key]) => key === 'resources') ? ['6.3', '7.1'] : ['6.3'];
      yield report(plan, 'parts', { name: nameOf(plan), parts: phraseList(missing.map(([, , words]) => words)), count: missing.length }, { clauses });
    }
  },
  fixes: { begin: 'Begin what is missing' },
  fix: byMessage({
    *parts(context, finding) {
      const { model } = context, plan = model.files.get(finding.file)?.artefact;
      if (!plan) return;
      yield* sectionsBegun(context, finding, missingParts(model, plan).map(([key, , { text: [first = '', ...rest] }]) => ({ key, body: `<${first.toUpperCase()}${rest.join('')}>` })), 'begin');
    },
  }),
  examples: {
    good: [`
//- plan.md
---
kind: service-management-plan
id: PLAN
title: Service management plan
services: [SVC-MAIL]
heldIn: [{ item: authorities, artefact: ROLES }, { item: other-parties, artefact: PARTIES }]
---
## Known limitations
The night shift is two people.
## Obligations
| What | How it applies |
|---|---|
| Law on data protection | records are deleted after three years |
## Resources
### People
38 of 80.
## Technology
The service desk tool.
## Checking the effect
Monthly.
`, `
//- plan.yaml
kind: service-management-plan
id: PLAN
title: Service management plan
services: [SVC-MAIL]
limitations: [The night shift is two people.]
obligations: [{ title: Law on data protection, applies: Records are deleted after three years }]
authorities: As in the role register.
resources: { human: 38 people, technical: Two halls, information: Runbooks, financial: Budget of the year }
otherParties: Nine suppliers, each with a manager.
technology: The service desk tool.
effectiveness: Measured monthly, audited yearly.
//- card.yaml
{ kind: service-management-plan, id: PLAN-OLD, title: A Word file that is not read, content: [{ file: plan.docx }] }
//- plan.docx
(a Word file)
`],
    bad: [`
//- plan.md
---
kind: service-management-plan
id: PLAN
//  ^^^^ smp-content-missing parts
title: Service management plan
services: [SVC-MAIL]
heldIn: [{ item: authorities, artefact: ROLES }, { item: other-parties }]
---
## Known limitations
The night shift is two people.
## Obligations
## Resources
38 people.
## Technology
The service desk tool.
## Checking the effect
Monthly.
`, `
//- plan.yaml
kind: service-management-plan
id: PLAN
//  ^^^^ smp-content-missing parts
title: Service management plan
services: [SVC-MAIL]
limitations: []
resources: { human: 38 people, technical: Two halls, information: Runbooks }
//@0-9 smp-content-missing missing
`],
  },
};

/** What a plan says nothing about, in a field, in a section or elsewhere. */
function missingParts(model: Model, plan: Artefact): readonly (typeof PARTS)[number][] {
  const held = new Set(objects(plan.data, 'heldIn').flatMap(({ value }) => (text(value, 'artefact') === undefined ? [] : text(value, 'item') ?? [])));
  return PARTS.filter(([key, field]) => !held.has(key) && state(plan.data, field) !== 'filled' && filledSection(model, plan, key) === undefined);
}
