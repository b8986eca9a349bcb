import type { Rule } from './rule.js';

/** Raised by the parser for the sections that a schema requires (x-body). */
export const sectionMissing: Rule = {
  id: 'section-missing',
  title: 'Every document has the sections that its kind needs',
  clauses: ['7.5.2'],
  grade: 'minor',
  why: 'The sections answer the questions that readers and auditors bring to such a document. One that is missing is a question ' +
    'without an answer.',
  messages: {
    missing: { text: 'The section "{heading}" is missing or empty. Say under a heading with these words what holds.' },
  },
  examples: {
    good: [`
//- incident.md
---
{ kind: procedure, id: PROC-INC, title: Incident management }
---

## Aim
Services are restored in time.

## Responsibilities
ROLE-IM owns this procedure.

## ACTIVITIES

### 1. Log
The desk logs the incident.

## Evidence
Each incident is a record.

## Measures
Time to restore, monthly.
`],
    bad: [`
//- incident.md
---
{ kind: procedure, id: PROC-INC, title: Incident management }
---

## Purpose
Services are restored in time.

## Roles
ROLE-IM owns this procedure.

## Steps
//@0-8 section-missing missing

## Records
Each incident is a record.

## Measures
Time to restore, monthly.
`, `
//- incident.md
---
kind: procedure
id: PROC-INC
//  ^^^^^^^^ section-missing missing
title: Incident management
---

## Purpose
Services are restored in time.

## Roles
ROLE-IM owns this procedure.

## Steps
1. The desk logs the incident.

## Records
Each incident is a record.
`]
  },
};
