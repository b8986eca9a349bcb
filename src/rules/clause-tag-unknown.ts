import { list } from '../sms/data.js';
import { clause } from '../sms/standard.js';
import { nameOf } from './naming.js';
import type { Rule } from './rule.js';

/** What the edition of 2011 numbered so and the edition of 2018 does not, with the clause that takes its place. */
const EDITION_2011: Readonly<Record<string, string>> = {
  '4.1.1': '5.1', '4.1.2': '5.2.1', '4.1.3': '5.3', '4.1.4': '5.3', '4.3.1': '7.5.1', '4.3.2': '7.5.3.2', '4.3.3': '7.5.3.2', '4.4.1': '7.1', '4.4.2': '7.2',
  '4.5': '8.1', '4.5.1': '4.3', '4.5.2': '6.3', '4.5.3': '8.1', '4.5.4': '9.1', '4.5.4.1': '9.1', '4.5.4.2': '9.2', '4.5.4.3': '9.3',
  '4.5.5': '10.2', '4.5.5.1': '10.2', '4.5.5.2': '10.2', '5.4': '8.5.2.3', '6.3.1': '8.7.2', '6.3.2': '8.7.2', '6.3.3': '8.7.2', '6.4': '8.4.1', '6.5': '8.4.3',
  '6.6': '8.7.3', '6.6.1': '8.7.3.1', '6.6.2': '8.7.3.2', '6.6.3': '8.7.3.3',
};

/** The clauses that a header names exist in the edition in force (format.md F16). */
export const clauseTagUnknown: Rule = {
  id: 'clause-tag-unknown',
  title: 'Clause tags name clauses of the standard in its current edition',
  clauses: ['7.5.4'],
  grade: 'observation',
  why: 'The tags say which document shows which clause. A number that does not exist maps the document to nothing.',
  messages: {
    unknown: { text: '{name} is tagged with {clause}, which is no clause of ISO/IEC 20000-1:2018.{hint} '
      + 'Write the number alone, such as 8.3.3; clauses of other standards have their name in front, such as iso27001:A.5.22.' },
    'edition-2011': { text: '{name} is tagged with {clause}, a number of the edition of 2011. In the edition of 2018 this is {now} {title}: write {now}.' },
  },
  *checkFile({ artefact, report }) {
    for (const [at, value] of list(artefact.data, 'clauses').entries()) {
      const tag = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
      if (tag === '' || clause(tag) || isOtherStandard(tag)) continue;
      const place = { file: artefact.file, path: ['clauses', at] }, name = nameOf(artefact), now = clause(EDITION_2011[tag] ?? '');
      if (now) yield report(place, 'edition-2011', { name, clause: tag, now: now.id, title: now.title });
      else yield report(place, 'unknown', { name, clause: tag, hint: hint(tag) });
    }
  },
  examples: {
    good: [`
//- mail.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail, clauses: [8.3.3, 8.7.3, "10", "iso27001:A.5.22", "iso9001:9.1.3"] }
`],
    bad: [`
//- mail.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
clauses:
  - 8.3.9
//  ^^^^^ clause-tag-unknown unknown
  - Clause 8.3.3
//  ^^^^^^^^^^^^ clause-tag-unknown unknown
  - 6.6.2
//  ^^^^^ clause-tag-unknown edition-2011
`],
  },
};

function isOtherStandard(tag: string): boolean { return /^[a-z][a-z0-9.-]*:\S/i.test(tag) && !/^[^:]*20000/.test(tag); }

/** The clause that was probably meant: the number in the tag, else the longest existing number it begins with. */
function hint(tag: string): string {
  const parts = (/\d+(?:\.\d+)*(?!.*\d)/.exec(tag)?.[0] ?? '').split('.');
  for (let length = parts.length; length > 0; length--) {
    const found = clause(parts.slice(0, length).join('.'));
    if (found) return length === parts.length ? ` Did you mean ${found.id} ${found.title}?` : ` The nearest that exists is ${found.id} ${found.title}.`;
  }
  return '';
}
