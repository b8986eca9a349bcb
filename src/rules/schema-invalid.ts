import type { Rule } from './rule.js';

/** Raised where the schemas and standards of an organization are read (format.md F15, F16). What is wrong is not used, so that the result is incomplete. */
export const schemaInvalid: Rule = {
  id: 'schema-invalid',
  title: 'Schemas and standards of one’s own can be used',
  clauses: ['7.5.3.1'],
  grade: 'major',
  why: 'Fields, kinds and clauses of one’s own are checked by what these files say. While one of them cannot be used, what it would have checked was not checked.',
  messages: { schema: { text: '{problem}' }, standard: { text: '{problem}' } },
  examples: {
    good: [`
//- sms.yaml
sms: 1
organization: Harbour Managed Services
timeZone: Europe/Amsterdam
schemas: [own]
//- own/service-catalogue.json
{
  "x-kind": "service-catalogue",
  "allOf": [{ "$ref": "service-catalogue.json" }],
  "properties": { "services": { "items": { "properties": { "costCentre": { "title": "cost centre", "type": "string", "pattern": "^CC-[0-9]{3}$", "examples": ["CC-100"] } } } } }
}
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Services
services:
  - { id: SVC-MAIL, title: Managed e-mail, costCentre: CC-100 }
`],
    bad: [`
//- sms.yaml
sms: 1
organization: Harbour Managed Services
timeZone: Europe/Amsterdam
schemas: [own]
//- own/accounts.json
{
  "x-kind": "account-register",
  "properties": {
    "accounts": { "type": "lst" }
//                         ^^^ schema-invalid schema
  }
}
`, `
//- sms.yaml
sms: 1
organization: Harbour Managed Services
timeZone: Europe/Amsterdam
schemas: [own]
//- own/service-catalogue.json
{
  "x-kind": "service-catalogue",
  "allOf": [{ "$ref": "service-catalogue.json" }],
  "properties": { "services": { "items": { "properties": { "status": { "enum": ["live", "resting"] } } } } }
//                                                                      ^^^^ schema-invalid schema
}
`, `
//- sms.yaml
sms: 1
organization: Harbour Managed Services
timeZone: Europe/Amsterdam
schemas: [own]
//- own/standards/house.yaml
id: house
title: House rules
clauses:
  - { id: H1, title: Services, map: ["8.2.44"] }
//                                    ^^^^^^ schema-invalid standard
`],
  },
};
