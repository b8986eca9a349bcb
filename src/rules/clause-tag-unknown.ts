import { isFields, list } from '../sms/data.js';
import { meant, phrase } from '../sms/language.js';
import { clause, numberOf } from '../sms/standard.js';
import { standardsOf, type Standards } from '../sms/standards.js';
import type { Path, Report, Word } from '../sms/types.js';
import { byMessage, writesArgument } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Place, Rule, RuleContext } from './rule.js';

/** What the edition of 2011 numbered so and the edition of 2018 does not, with the clause that takes its place. */
const EDITION_2011: Readonly<Record<string, string>> = {
  '4.1.1': '5.1', '4.1.2': '5.2.1', '4.1.3': '5.3', '4.1.4': '5.3', '4.3.1': '7.5.1', '4.3.2': '7.5.3.2', '4.3.3': '7.5.3.2', '4.4.1': '7.1', '4.4.2': '7.2',
  '4.5': '8.1', '4.5.1': '4.3', '4.5.2': '6.3', '4.5.3': '8.1', '4.5.4': '9.1', '4.5.4.1': '9.1', '4.5.4.2': '9.2', '4.5.4.3': '9.3',
  '4.5.5': '10.2', '4.5.5.1': '10.2', '4.5.5.2': '10.2', '5.4': '8.5.2.3', '6.3.1': '8.7.2', '6.3.2': '8.7.2', '6.3.3': '8.7.2', '6.4': '8.4.1', '6.5': '8.4.3',
  '6.6': '8.7.3', '6.6.1': '8.7.3.1', '6.6.2': '8.7.3.2', '6.6.3': '8.7.3.3',
};

/** The clauses that a field `clauses`, or `against` of a nonconformity, names exist in the edition in force, or in the standard that stands before them (format.md F16). */
export const clauseTagUnknown: Rule = {
  id: 'clause-tag-unknown',
  title: 'Clause tags name clauses of the standard in its current edition',
  clauses: ['7.5.4'],
  grade: 'observation',
  why: 'The tags say which document shows which clause, what an audit looks at, and what a finding goes against. A number that does not exist maps all this to nothing.',
  messages: {
    unknown: { text: '{name} names {clause}, which is no clause of ISO/IEC 20000-1:2018.{hint} '
      + 'Write the number alone, such as 8.3.3; clauses of other standards have their name in front, such as iso27001:A.5.22.' },
    'unknown-other': { text: '{name} names {clause}, which is no clause of {standard}.{hint}' },
    'edition-2011': { text: '{name} names {clause}, a number of the edition of 2011. In the edition of 2018 this is {now} {title}: write {now}.' },
  },
  *checkFile({ artefact, config, report }) {
    const name = nameOf(artefact);
    for (const { path, value } of tagsIn(artefact.data)) yield* judge(value, { file: artefact.file, path }, name, { standards: standardsOf(config), report });
  },
  records: {
    kinds: ['nonconformity'],
    begin: ({ config, report }) => ({
      *take(record) {
        for (const [at, value] of list(record.data, 'against').entries()) yield* judge(value, record.at('against', at), nameOf(record), { standards: standardsOf(config), report });
      },
    }),
  },
  fixes: { now: 'Write {now}, its number since 2018', meant: 'Write {suggestion}' },
  fix: byMessage({ 'edition-2011': writesArgument('now', 'now'), 'unknown-other': writesArgument('suggestion', 'meant', false) }),
  examples: {
    good: [`
//- mail.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail, clauses: [8.3.3, 8.7.3, "10", "iso27001:A.5.22", "iso9001:9.1.3"] }
`, `
//- AR-1.yaml
# A parent clause stands for all below it, and a number of another standard is right with its name in front.
kind: audit-report
id: AR-1
title: Audit of the service desk
conformity: [{ clauses: ["8.6"], result: conforms }]
findings: [{ id: f1, title: Suppliers were not told, grade: minor, clauses: [8.3.4.1, "iso27001:A.5.19"] }]
//- NC-1.yaml
{ kind: nonconformity, id: NC-1, title: Suppliers were not told, from: [AR-1#f1], against: [8.3.4.1, "iso27001:A.5.19"] }
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
`, `
//- suppliers.yaml
kind: document
id: DOC-SUPPLIERS
title: How suppliers are chosen
clauses: ["iso27001:A.5.122", "iso9001:8.4"]
//         ^^^^^^^^^^^^^^^^ clause-tag-unknown unknown-other
`, `
//- programme.yaml
kind: audit-programme
id: PROGRAMME
title: Audit programme
audits: [{ id: AUD-1, title: Service desk, clauses: ["8.6", 8.3.9] }]
//                                                          ^^^^^ clause-tag-unknown unknown
//- AR-1.yaml
kind: audit-report
id: AR-1
title: Audit of the service desk
conformity: [{ clauses: [8.6.4], result: conforms }]
//                       ^^^^^ clause-tag-unknown unknown
findings: [{ id: f1, title: Suppliers were not told, grade: minor, clauses: [A.5.19] }]
//                                                                           ^^^^^^ clause-tag-unknown unknown
//- nonconformities.yaml
kind: record-log
id: LOG-NC
title: Nonconformities
of: nonconformity
records: [{ id: NC-1, title: Suppliers were not told, from: [AR-1#f1], against: [6.6.2] }]
//                                                                               ^^^^^ clause-tag-unknown edition-2011
`],
  },
};

/** The entries of all lists `clauses`, in the header and further down. */
function* tagsIn(data: unknown, path: Path = []): Iterable<{ path: Path; value: unknown }> {
  if (Array.isArray(data)) for (const [at, value] of data.entries()) yield* tagsIn(value, [...path, at]);
  else if (isFields(data)) {
    for (const [key, value] of Object.entries(data)) {
      if (key !== 'clauses') yield* tagsIn(value, [...path, key]);
      else for (const [at, tag] of list(data, key).entries()) yield { path: [...path, key, at], value: tag };
    }
  }
}

function* judge(value: unknown, place: Place, name: string, { standards, report }: { standards: Standards; report: RuleContext['report'] }): Iterable<Report> {
  const tag = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  if (tag === '' || standards.clause(tag)) return;
  if (isOtherStandard(tag)) {
    const other = standards.of(tag);
    // Of a standard that nobody knows, or that could not be read whole, nothing is said.
    if (!other || (other.file !== undefined && standards.incomplete.includes(other.file))) return;
    const suggestion = standards.nearest(tag);
    yield report(place, 'unknown-other', { name, clause: tag, standard: other.title, hint: meant(suggestion), ...(suggestion !== undefined && { suggestion }) });
    return;
  }
  const now = clause(EDITION_2011[tag] ?? '');
  if (now) yield report(place, 'edition-2011', { name, clause: tag, now: now.id, title: phrase(`clause.${now.id}.title`, now.title) });
  else yield report(place, 'unknown', { name, clause: tag, hint: elsewhere(tag, standards) ?? hint(tag) });
}

function isOtherStandard(tag: string): boolean { return /^[a-z][a-z0-9.-]*:\S/i.test(tag) && !/^[^:]*20000/.test(tag); }

/** A clause of another standard without its name in front: only where it has a letter, for numbers alone are those of many. */
function elsewhere(tag: string, { all, clause: known }: Standards): Word | undefined {
  if (!/[A-Za-z]/.test(tag)) return undefined;
  const found = all.flatMap(({ id }) => known(`${id}:${numberOf(tag)}`)?.id ?? []);
  return found.length === 1 ? meant(found[0]) : undefined;
}

/** The clause that was probably meant: the number in the tag, else the longest existing number it begins with. */
function hint(tag: string): Word {
  const parts = (/\d+(?:\.\d+)*(?!.*\d)/.exec(tag)?.[0] ?? '').split('.');
  for (let length = parts.length; length > 0; length--) {
    const found = clause(parts.slice(0, length).join('.'));
    if (!found) continue;
    const args = { clause: found.id, title: phrase(`clause.${found.id}.title`, found.title) };
    return length === parts.length ? phrase('hint.meant-clause', ' Did you mean {clause} {title}?', args) : phrase('hint.nearest-clause', ' The nearest that exists is {clause} {title}.', args);
  }
  return '';
}
