import { compareClauses, kindInfo, type ManifestRow } from '../sms/standard.js';
import { sentenceList } from '../sms/text.js';
import { emptyLeaves, unmetRows } from './expected-evidence.js';
import type { Rule } from './rule.js';

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
    building: { absence: true, text: 'Still missing while this SMS is being built ({count}): {list}. Once `stage` in sms.yaml is `operating`, each is a finding of its own.',
      grade: 'observation' },
  },
  *check({ model, config, report }) {
    const place = { file: config.file, path: ['sms'], part: 'key' } as const, rows = unmetRows(model);
    if (config.stage === 'building') {
      const leaves = emptyLeaves(model), clauses = [...new Set([...rows.flatMap(row => row.clauses), ...leaves.map(({ leaf }) => leaf.id)])].sort(compareClauses);
      const list = [...rows.map(row => `${row.title} (${row.clauses.join(', ')})`),
        ...leaves.map(({ leaf, drafts }) => `${drafts.length > 0 ? 'more than drafts' : 'anything'} for ${leaf.id} ${leaf.title}`)];
      if (list.length > 0) yield report(place, 'building', { count: list.length, list: list.join('; ') }, { clauses });
      return;
    }
    for (const row of rows) {
      yield report(place, 'missing', { title: row.title, row: row.id, clauses: clausesOf(row), kinds: kindsOf(row) }, { clauses: row.clauses });
    }
  },
  examples: {
    good: [`
//- scope.yaml
{ kind: scope-statement, id: SCOPE, title: Scope }
//- policy.md
---
{ kind: service-management-policy, id: POLICY, title: Service management policy, status: draft, content: [{ file: policy.docx }] }
---
//- policy.docx
(a Word file)
//- risks.yaml
{ kind: risk-register, id: RISKS, title: Risks }
//- criteria.yaml
{ kind: risk-criteria, id: RC, title: Risk criteria }
//- incident.md
---
{ kind: procedure, id: PROC-INC, title: Incident management }
---
//- requirements.yaml
{ kind: service-requirements, id: REQUIREMENTS, title: Service requirements }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue }
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties }
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers }
`],
    bad: [`
//- sms.yaml
sms: 1
//@0-3 mandatory-artefact-missing missing
organization: Example
timeZone: Europe/Amsterdam
//- scope.yaml
{ kind: scope-statement, id: SCOPE, title: Scope }
//- policy.md
---
{ kind: service-management-policy, id: POLICY, title: Service management policy, status: withdrawn }
---
//- risks.yaml
{ kind: risk-register, id: RISKS, title: Risks }
//- criteria.yaml
{ kind: risk-criteria, id: RC, title: Risk criteria }
//- incident.md
---
{ kind: procedure, id: PROC-INC, title: Incident management }
---
//- requirements.yaml
{ kind: service-requirements, id: REQUIREMENTS, title: Service requirements }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue }
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties }
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers }
`, `
//- sms.yaml
sms: 1
//@0-3 mandatory-artefact-missing building
organization: Example
timeZone: Europe/Amsterdam
stage: building
`],
  },
};

function clausesOf(row: ManifestRow): string { return `${row.clauses.length > 1 ? 'clauses' : 'clause'} ${sentenceList(row.clauses)}`; }

function kindsOf(row: ManifestRow): string {
  return row.kinds.flatMap(kind => kindInfo(kind) ?? []).map(({ kind, name }) => `${name.toLowerCase()} (\`kind: ${kind}\`)`).join(' or ');
}
