import { kindsOf } from '../sms/kinds.js';
import { joined, phrase, phraseList } from '../sms/language.js';
import type { Finding } from '../sms/types.js';
import { emptyLeaves, kindInWords } from './expected-evidence.js';
import { both, byMessage, newArtefact } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Fix, FixContext, Rule } from './rule.js';

const MOST_DRAFTS = 10;

/** Each lowest clause that can be shown with what there are kinds for is shown by something approved. */
export const evidenceClauseEmpty: Rule = {
  id: 'evidence-clause-empty',
  title: 'Every clause is shown by something in use',
  clauses: ['7.5.1'],
  grade: 'minor',
  why: 'An audit walks through all clauses. Where nothing is linked to one, or only drafts, the requirement cannot be shown, whatever is done in practice.',
  messages: {
    empty: { absence: true, text: 'Nothing in this SMS shows {clause} {title}. What would: {kinds}. Write it, or add {clause} to `clauses` of the document that shows it already.' },
    'no-case': { absence: true, grade: 'observation', text: 'Nothing shows {clause} {title}, and nothing says that there was no case. If there was one, record it ({kinds}); if there was none, keep an empty log of the kind '
      + '(`kind: record-log`, `of: {of}`, `records: []`), or name {clause} in `clauses` of the document that says how it is done.' },
    'no-case-written': { absence: true, grade: 'observation', text: 'Nothing shows {clause} {title}, and nothing says that there was no case. If there was one, write it ({kinds}); if there was none, '
      + 'name {clause} in `clauses` of the document that says how it is done.' },
    'only-drafts': { absence: true, text: 'Only drafts show {clause} {title}: {drafts}. Finish and approve them; until then this cannot be shown.' },
  },
  *check({ model, config, report }) {
    // While the SMS is being built, `mandatory-artefact-missing` lists all that is missing in one finding.
    if (config.stage === 'building') return;
    for (const { leaf, all, kinds, of, drafts, conditional } of emptyLeaves(model)) {
      const clauses = all.map(({ id }) => id), place = { file: config.file, path: ['sms'], part: 'key' } as const;
      const args = { clause: phraseList(clauses), title: phrase(`clause.${leaf.id}.title`, leaf.title.replace(/ ¶ 1$/, '')) };
      if (drafts.length === 0) yield report(place, !conditional ? 'empty' : of.length > 0 ? 'no-case' : 'no-case-written', { ...args, kinds: joined(kinds.map(kindInWords)), of: of[0] ?? '' }, { clauses });
      else {
        yield report(place, 'only-drafts', { ...args, drafts: phraseList(drafts.slice(0, MOST_DRAFTS).map(nameOf)) },
          { clauses, related: drafts.slice(0, MOST_DRAFTS).map(draft => ({ at: draft, text: phrase('related.a-draft', 'a draft') })) });
      }
    }
  },
  fixes: { create: 'Begin a {kind} ({id})', none: 'There was no case: keep an empty log ({id})' },
  fix: byMessage({ empty: begins, 'no-case': both(begins, keepsEmptyLog), 'no-case-written': begins }),
  examples: {
    good: [`
//- handbook.md
---
{ kind: document, id: HANDBOOK, title: Handbook, status: approved, clauses: [4, 5.1, 5.2, 6, 7.1, 7.2, 7.4, 7.5, 7.6, 8, 9, 10] }
---
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, status: approved }
//- raci.yaml
{ kind: raci-matrix, id: RACI-INC, title: RACI of incident management, status: draft }
//- briefing.yaml
{ kind: record-log, id: BRIEFINGS, title: Briefings of new staff, of: awareness-record, records: [] }
`, `
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
stage: building
`],
    bad: [`
//- sms.yaml
sms: 1
//@0-3 evidence-clause-empty empty
//@0-3 evidence-clause-empty only-drafts
//@0-3 evidence-clause-empty no-case
//@0-3 evidence-clause-empty no-case-written
organization: Example
timeZone: Europe/Amsterdam
//- handbook.md
---
{ kind: document, id: HANDBOOK, title: Handbook, status: approved, clauses: [4, 5.1, 5.2, 6, 7.1, 7.2, 7.4, 7.5, 7.6, 8.1, 8.2, 8.3, 8.4, 8.5.1, 8.5.2.2, 8.5.2.3, 8.5.3, 8.6, 8.7, 9, 10.2] }
---
//- raci.yaml
{ kind: raci-matrix, id: RACI-INC, title: RACI of incident management, status: draft }
`, `
//- sms.yaml
# A matrix that was withdrawn shows nothing any more, and a guide that is being written shows nothing yet.
sms: 1
//@0-3 evidence-clause-empty empty
//@0-3 evidence-clause-empty only-drafts
organization: Example
timeZone: Europe/Amsterdam
//- handbook.md
---
{ kind: document, id: HANDBOOK, title: Handbook, status: approved, clauses: [4, 5.1, 5.2, 6, 7.1, 7.2, 7.4, 7.5, 7.6, 8, 9, 10] }
---
//- raci.yaml
{ kind: raci-matrix, id: RACI-INC, title: RACI of incident management, status: withdrawn }
//- briefing.yaml
{ kind: document, id: DOC-BRIEF, title: Briefing of new staff, status: in-review, clauses: ["7.3"] }
`],
  },
};

/** One for each kind that would show the clause. */
function* begins(context: FixContext, finding: Finding): Iterable<Fix> {
  for (const { kind, name } of kindsOf(context.model.config).all().filter(({ clauses: shown }) => shown.some(({ clause }) => finding.clauses.includes(clause))).slice(0, MOST_KINDS)) {
    const made = newArtefact(context, kind, name, {});
    if (made) yield { say: 'create', args: { kind: phrase(`kind.${kind}`, name.toLowerCase()), id: made.id }, changes: { create: [made] } };
  }
}
const MOST_KINDS = 3;

function* keepsEmptyLog(context: FixContext, { args }: Finding): Iterable<Fix> {
  const made = newArtefact(context, 'record-log', `No case yet: ${String(args['kinds'] ?? '')}`, { of: args['of'], records: [] });
  if (made) yield { say: 'none', args: { id: made.id }, changes: { create: [made] } };
}
