import { fitsTemplate } from '../sms/wildcards.js';
import { kindsOf } from '../sms/kinds.js';
import type { Rule } from './rule.js';

/** Format.md F4. The parser raises `shape` and `spoof`; whether an id fits its template depends on the type, which only the Model knows. */
export const idInvalid: Rule = {
  id: 'id-invalid',
  title: 'Every id can be written, found and told apart',
  clauses: ['7.5.2'],
  grade: 'minor',
  why: 'An id is what documents, records and people call a thing by. One that cannot be typed, or looks like another, identifies nothing.',
  messages: {
    shape: {
      text: '"{id}" cannot be an id. An id has 1 to 100 characters, without spaces, quotation marks, brackets, backslash or `#`, such ' +
        'as `SVC-MAIL`.',
    },
    template: {
      text: '"{id}" does not fit the ids that sms.yaml asks for here ({type}: `{template}`). Change the id, or the template in sms.yaml.',
    },
    spoof: {
      text: 'The id "{id}" holds characters that cannot be seen or that look like others ({codes}), so nobody can find it by typing ' +
        'it. Type the id anew by hand.',
    },
  },
  *check({ model, report }) {
    for (const item of model.items) {
      const template = model.config.ids[item.type];
      const own = item.local ?? item.id;
      if (template === undefined || (item.path.length === 0 && kindsOf(model.config).itemTypes().has(item.type)) || fitsTemplate(own, template) || own === item.file) continue;
      const facts = model.files.get(item.file);
      const adopted = item.path.length === 0 && facts?.artefact?.adopted === true;
      const said = facts?.reports.some(({ rule, range: { start } }) =>
        rule === 'id-invalid' && start.line === item.idRange.start.line && start.character === item.idRange.start.character);
      if (!adopted && !said) yield report(item, 'template', { id: own, type: item.type, template });
    }
  },
  examples: {
    good: [`
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
ids: { service: SVC-*, risk: RSK-### }
//- catalogue.yaml
kind: service-catalogue
id: CAT.harbour_2:b
title: Catalogue
services:
  - { id: SVC-MAIL.2, title: Mail }
`, `
//- zürich.yaml
{ kind: document, id: BÜRO-ZÜRICH, title: Office }
`],
    bad: [`
//- policy.yaml
kind: document
id: Use of e-mail
//  ^^^^^^^^^^^^^ id-invalid shape
title: Use of e-mail
`, `
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
ids: { service: SVC-* }
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
services:
  - { id: MAIL, title: Mail }
//        ^^^^ id-invalid template
`, `
//- policy.yaml
kind: document
id: DOC\u200b-MAIL
//  ^^^^^^^^^ id-invalid spoof
title: Use of e-mail
`],
  },
};
