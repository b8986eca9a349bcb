import { kindsOf } from '../sms/kinds.js';
import { joined, phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { manifest, type ManifestRow } from '../sms/standard.js';
import type { Finding, Word } from '../sms/types.js';
import { emptyLeaves, kindInWords, unmetRows, type EmptyLeaf } from './expected-evidence.js';
import { both, byMessage, newArtefact } from './mending.js';
import type { Fix, FixContext, Rule } from './rule.js';

/** Something for every other row; an empty log says that there was no case. */
const OTHERS = `//- scope-statement.yaml
{ kind: scope-statement, id: SCOPE-STATEMENT, title: Scope statement }
//- objectives.yaml
{ kind: objectives, id: OBJECTIVES, title: Service management objectives }
//- risk-register.yaml
{ kind: risk-register, id: RISK-REGISTER, title: Risk register }
//- risk-criteria.yaml
{ kind: risk-criteria, id: RISK-CRITERIA, title: Risk criteria }
//- service-management-plan.md
---
{ kind: service-management-plan, id: SERVICE-MANAGEMENT-PLAN, title: Service management plan }
---
//- change-policy.md
---
{ kind: change-policy, id: CHANGE-POLICY, title: Change management policy }
---
//- information-security-policy.md
---
{ kind: information-security-policy, id: INFORMATION-SECURITY-POLICY, title: Information security policy }
---
//- continuity-plan.yaml
{ kind: continuity-plan, id: CONTINUITY-PLAN, title: Service continuity plan }
//- sms-process-map.yaml
{ kind: sms-process-map, id: SMS-PROCESS-MAP, title: Map of the processes }
//- service-requirements.yaml
{ kind: service-requirements, id: SERVICE-REQUIREMENTS, title: Service requirements }
//- service-catalogue.yaml
{ kind: service-catalogue, id: SERVICE-CATALOGUE, title: Service catalogue }
//- major-incident-procedure.md
---
{ kind: major-incident-procedure, id: MAJOR-INCIDENT-PROCEDURE, title: Major incident procedure }
---
//- request-model.yaml
{ kind: request-model, id: REQUEST-MODEL, title: Request model }
//- party-register.yaml
{ kind: party-register, id: PARTY-REGISTER, title: Party register }
//- customer-register.yaml
{ kind: customer-register, id: CUSTOMER-REGISTER, title: Customer register }
//- capacity-plan.yaml
{ kind: capacity-plan, id: CAPACITY-PLAN, title: Capacity plan }
//- availability-plan.yaml
{ kind: availability-plan, id: AVAILABILITY-PLAN, title: Availability plan }
//- security-control-register.yaml
{ kind: security-control-register, id: SECURITY-CONTROL-REGISTER, title: Security control register }
//- audit-programme.yaml
{ kind: audit-programme, id: AUDIT-PROGRAMME, title: Audit programme }
//- logs/competence-record.yaml
{ kind: record-log, id: LOG-COMPETENCE-RECORD, title: No case yet, of: competence-record, records: [] }
//- logs/ci-register.yaml
{ kind: record-log, id: LOG-CI-REGISTER, title: No case yet, of: ci-register, records: [] }
//- logs/budget.yaml
{ kind: record-log, id: LOG-BUDGET, title: No case yet, of: budget, records: [] }
//- logs/demand-forecast.yaml
{ kind: record-log, id: LOG-DEMAND-FORECAST, title: No case yet, of: demand-forecast, records: [] }
//- logs/change-record.yaml
{ kind: record-log, id: LOG-CHANGE-RECORD, title: No case yet, of: change-record, records: [] }
//- logs/release-record.yaml
{ kind: record-log, id: LOG-RELEASE-RECORD, title: No case yet, of: release-record, records: [] }
//- logs/incident-record.yaml
{ kind: record-log, id: LOG-INCIDENT-RECORD, title: No case yet, of: incident-record, records: [] }
//- logs/service-request-record.yaml
{ kind: record-log, id: LOG-SERVICE-REQUEST-RECORD, title: No case yet, of: service-request-record, records: [] }
//- logs/problem-record.yaml
{ kind: record-log, id: LOG-PROBLEM-RECORD, title: No case yet, of: problem-record, records: [] }
//- logs/availability-measurement.yaml
{ kind: record-log, id: LOG-AVAILABILITY-MEASUREMENT, title: No case yet, of: availability-measurement, records: [] }
//- logs/security-risk-register.yaml
{ kind: record-log, id: LOG-SECURITY-RISK-REGISTER, title: No case yet, of: security-risk-register, records: [] }
//- logs/audit-report.yaml
{ kind: record-log, id: LOG-AUDIT-REPORT, title: No case yet, of: audit-report, records: [] }
//- logs/management-review.yaml
{ kind: record-log, id: LOG-MANAGEMENT-REVIEW, title: No case yet, of: management-review, records: [] }
//- logs/service-report.yaml
{ kind: record-log, id: LOG-SERVICE-REPORT, title: No case yet, of: service-report, records: [] }
`;

/** What the standard asks of every SMS by name is there. */
export const mandatoryArtefactMissing: Rule = {
  id: 'mandatory-artefact-missing',
  title: 'The documents that the standard asks for exist',
  clauses: ['7.5.4'],
  grade: 'major',
  why: 'A required element that is absent altogether is what an audit stops at: there is nothing to judge.',
  messages: {
    missing: { absence: true, text: 'This SMS has nothing for: {title}. The standard asks for it ({clauses}). Write it as a document of the kind {kinds}; '
      + 'if it exists elsewhere, as a Word or PDF file or in the intranet, register it with that kind and name the file or address under `content`.' },
    'no-records': { absence: true, text: 'Nothing is recorded for: {title}. The standard wants such records kept ({clauses}). Keep them as {kinds}, one per file or many in a record-log; '
      + 'if there was no case, an empty log of the kind says so (`kind: record-log`, `of`, `records: []`).', grade: 'minor' },
    never: { absence: true, text: 'Nothing is recorded for: {title}. Without it a part of the management system that the standard asks for is not there at all ({clauses}). Plan and hold it, and keep the result as {kinds}.' },
    building: { absence: true, text: 'Still missing while this SMS is being built: {count}. Next, in an order that works: {list}. {rest}Once `stage` in sms.yaml is `operating`, each is a finding of its own.',
      grade: 'observation' },
  },
  *check({ model, config, report }) {
    const place = { file: config.file, path: ['sms'], part: 'key' } as const, rows = unmetRows(model);
    if (config.stage === 'building') {
      const all = stillMissing(model, rows, emptyLeaves(model)), next = all.slice(0, NEXT), more = all.length - next.length;
      const list = joined(next.map(({ words, clauses }) => ({ text: '{words} ({clauses})', args: { words, clauses: clauses.join(', ') } })), '; ');
      if (all.length > 0) {
        yield report(place, 'building', { count: all.length, list, rest: more === 0 ? '' : phrase('building.rest', 'After these {count} more: sms coverage lists them. ', { count: more }) },
          { clauses: [...new Set(next.flatMap(({ clauses }) => clauses))] });
      }
      return;
    }
    for (const row of rows) {
      const args = { title: phrase(`manifest.${row.id}`, row.title), row: row.id, clauses: clausesOf(row), kinds: kindsWords(row, model) };
      yield report(place, row.as === 'maintain' ? 'missing' : row.grade === 'major' ? 'never' : 'no-records', args, { clauses: row.clauses });
    }
  },
  fixes: { create: 'Begin {title} ({id})', none: 'There was no case: keep an empty log ({id})' },
  fix: byMessage({ missing: begins, never: begins, 'no-records': both(begins, keepsEmptyLog) }),
  examples: {
    good: [`
//- policy.md
---
{ kind: service-management-policy, id: POLICY, title: Service management policy, status: draft, content: [{ file: policy.docx }] }
---
//- policy.docx
(a Word file)
//- logs/improvement-register.yaml
{ kind: record-log, id: LOG-IMPROVEMENTS, title: No opportunity yet, of: improvement-register, records: [] }
//- logs/measurement.yaml
{ kind: record-log, id: LOG-MEASUREMENT, title: No result yet, of: measurement, records: [] }
${OTHERS}`, `
//- sms.yaml
# The policy is a page of the intranet; adopted as what it is, it needs no second file.
sms: 1
organization: Example
timeZone: Europe/Amsterdam
adopt:
  - { files: intranet/policy.md, as: markdown, kind: service-management-policy, id: { from: path, strip: [intranet/, .md] }, fields: { title: title }, set: { status: approved } }
//- intranet/policy.md
---
title: How we serve our customers
---
Services are agreed, measured and improved.
//- improvements.yaml
{ kind: improvement-register, id: IMPROVEMENTS, title: Improvements, improvements: [{ id: IMP-1, title: One form for both desks }] }
//- measured.yaml
{ kind: measurement, id: MSM-1, title: Calls in September, on: 2026-10-01, value: 212 }
${OTHERS}`],
    bad: [`
//- sms.yaml
sms: 1
//@0-3 mandatory-artefact-missing missing
//@0-3 mandatory-artefact-missing no-records
//@0-3 mandatory-artefact-missing never
organization: Example
timeZone: Europe/Amsterdam
//- policy.md
---
{ kind: service-management-policy, id: POLICY, title: Service management policy, status: withdrawn }
---
${OTHERS}`, `
//- sms.yaml
sms: 1
//@0-3 mandatory-artefact-missing building
organization: Example
timeZone: Europe/Amsterdam
stage: building
`],
  },
};

/** How many of what is missing are named at a time. */
const NEXT = 5;

/** What others rest on comes first; after it stands the rest, in the order of the manifest and then of the clauses. By row, and by clause where none covers it. */
const ORDER: readonly string[] = [
  'scope', 'policy', '5.3', 'catalogue', 'customers', 'parties', 'requirements', '4.1', '4.2', 'risk-criteria', 'risks', 'objectives', 'plan', 'processes', 'change-policy', 'major-incident-procedure', 'incidents',
  'changes', 'request-instructions', 'service-requests', 'problems', 'releases', 'configuration-items', 'continuity-plan', 'availability-plan', 'security-policy', 'capacity-plan',
];

interface Missing { words: Word; clauses: readonly string[] }

function stillMissing(model: Model, rows: readonly ManifestRow[], leaves: readonly EmptyLeaf[]): readonly Missing[] {
  const all = [
    ...rows.map((row): Missing & { key: string } => ({ key: row.id, words: rowWords(row, model), clauses: row.clauses })),
    ...leaves.map(({ leaf, all: alike, kinds, drafts }) => ({ key: leaf.id, words: leafWords(leaf, kinds, drafts.length > 0), clauses: alike.map(({ id }) => id) })),
  ];
  const place = (key: string): number => { const at = ORDER.indexOf(key); return at < 0 ? ORDER.length : at; };
  return all.sort((a, b) => place(a.key) - place(b.key));
}

function rowWords({ id, title, kinds }: ManifestRow, model: Model): Word {
  return phrase('building.kind', '{title}: kind {kinds}', { title: phrase(`manifest.${id}`, title), kinds: phraseList(kinds.filter(kind => kindsOf(model.config).get(kind)), 'or') });
}

function leafWords({ id, title: english }: EmptyLeaf['leaf'], kinds: EmptyLeaf['kinds'], onlyDrafts: boolean): Word {
  const title = phrase(`clause.${id}.title`, english);
  return onlyDrafts ? phrase('building.drafts', 'more than drafts for {title}', { title }) : { text: '{title}: {kinds}', args: { title, kinds: joined(kinds.map(kindInWords)) } };
}

function clausesOf({ clauses }: ManifestRow): Word {
  return clauses.length > 1 ? phrase('clauses.many', 'clauses {clauses}', { clauses: phraseList(clauses) }) : phrase('clauses.one', 'clause {clauses}', { clauses: phraseList(clauses) });
}

function kindsWords(row: ManifestRow, model: Model): Word {
  return phraseList(row.kinds.flatMap(kind => kindsOf(model.config).get(kind) ?? []).map(({ kind, name }) => ({ text: '{name} (`kind: {kind}`)', args: { name: kindInWords({ kind, name }), kind } })), 'or');
}

/** What the row of the manifest asks for, begun as a draft. */
function* begins(context: FixContext, { args }: Finding): Iterable<Fix> {
  const row = manifest().find(({ id }) => id === args['row']), made = row?.kinds[0] !== undefined ? newArtefact(context, row.kinds[0], kindsOf(context.model.config).get(row.kinds[0])?.name ?? row.title, {}) : undefined;
  if (made) yield { say: 'create', args: { ...args, id: made.id }, changes: { create: [made] } };
}

function* keepsEmptyLog(context: FixContext, { args }: Finding): Iterable<Fix> {
  const row = manifest().find(({ id }) => id === args['row']), made = newArtefact(context, 'record-log', `No case yet: ${row?.title ?? ''}`, { of: row?.kinds[0] ?? '', records: [] });
  if (made && row) yield { say: 'none', args: { ...args, id: made.id }, changes: { create: [made] } };
}
