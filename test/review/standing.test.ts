import assert from 'node:assert/strict';
import { coverage } from '../../src/evidence/coverage.js';
import { approvalChanges, clauseChanges } from '../../src/review/standing.js';
import { ENGLISH, told } from '../../src/sms/language.js';
import { readMarked } from '../../src/rules/marked.js';
import { checkTexts } from '../support/sms.js';
import { checked, harbourWith, sample, type Checked } from './states.js';

const ROLES = `
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-A, title: Ada Vos, emails: [ada@example.org] }, { id: PER-B, title: Ben Ruis, emails: [ben@example.org] }]
roles: [{ id: ROLE-SD, title: Head of services, holders: [{ person: PER-A }] }, { id: ROLE-IM, title: Incident manager, holders: [{ person: PER-B }] }]
`;

function policy(version: string, status: string, approvedOn: string, words: string): string {
  return `//- policy.md\n---\nkind: document\nid: POL\ntitle: Policy\nversion: ${version}\nstatus: ${status}\nowner: ROLE-IM\napprover: ROLE-SD${approvedOn === '' ? '' : `\napprovedOn: ${approvedOn}`}\n---\n${words}\n`;
}
function record(version: string, more: string): string {
  return `//- approvals/POL/${version}.yaml\n{ kind: approval-record, id: APR-${version}, title: Approval, artefact: POL, version: "${version}", meaning: approved, role: ROLE-SD, ${more} }\n`;
}

/** The last state of a marked text with its commits. */
function state(source: string): Promise<Checked> {
  const { files, commits } = readMarked(source);
  return checked(files, { commits });
}
const commit = (by: string, day: string): string => `//@ commit ${by}@example.org ${day}\n`;

describe('approvals', () => {
  const first = `${ROLES}${policy('1.0', 'approved', '2026-01-10', 'Users call the desk.')}`;
  const became = async (before: Checked | undefined, after: Checked, renamed: readonly (readonly [string, string])[] = []): Promise<string[]> =>
    approvalChanges(before?.control, after.control, renamed).map(({ artefact, became: how, version, say }) => `${artefact.id} ${version} ${how}: ${told(ENGLISH, say)}`);

  it('that held are void where their content is a draft again, was changed under its version, or carries the day of the version before', async () => {
    const before = await state(first + commit('ben', '2026-01-10'));
    assert.deepEqual(await became(before, before), []);
    assert.deepEqual(await became(before, await state(`${ROLES}${policy('1.1', 'draft', '2026-01-10', 'Users write to the desk.')}`)), ['POL 1.1 voided: version 1.0 was approved; what stands there now is not']);
    assert.deepEqual(await became(await state(first + record('1.0', 'person: PER-A, on: 2026-01-10')), await state(`${ROLES}${policy('1.1', 'draft', '', 'Users write.')}${record('1.0', 'person: PER-A, on: 2026-01-10')}`)),
      ['POL 1.1 voided: version 1.1 is yet to be approved; 1.0 stays in force until then']);
    assert.deepEqual(await became(before, await state(`${first}${commit('ben', '2026-01-10')}${policy('1.0', 'approved', '2026-01-10', 'Nobody calls.')}${commit('ben', '2026-05-01')}${policy('1.0', 'approved', '2026-01-10', 'Nobody calls.')}`)),
      ['POL 1.0 voided: the content was changed, and version 1.0 stayed: what was approved is something else']);
    assert.deepEqual(await became(before, await state(`${ROLES}${policy('1.1', 'approved', '2026-01-10', 'Nobody calls.')}`)), ['POL 1.1 voided: version 1.1 is said to be approved on 2026-01-10, but on that day it was version 1.0']);
    assert.deepEqual(await became(before, await state(`${ROLES}${policy('1.0', 'withdrawn', '2026-01-10', 'Users call the desk.')}`)), [], 'what is withdrawn needs none');
  });

  it('that held are void where the record of today is false, and why', async () => {
    const before = await state(first), next = policy('1.1', 'approved', '2026-05-01', 'Nobody calls.'), void1 = async (more: string): Promise<string[]> => became(before, await state(`${ROLES}${next}${record('1.1', more)}`));
    assert.deepEqual(await void1('person: PER-B, on: 2026-05-01'), ['POL 1.1 voided: version 1.1 is said to be approved, but Ben Ruis did not hold the role ROLE-SD on 2026-05-01']);
    assert.deepEqual(await void1('person: PER-A, on: 2026-12-01'), ['POL 1.1 voided: version 1.1 is said to be approved, but the day of its record is yet to come']);
    assert.deepEqual(await void1(`person: PER-A, on: 2026-05-01, digest: "sms1:${'0'.repeat(64)}"`), ['POL 1.1 voided: version 1.1 is said to be approved, but what was approved is another content']);
  });

  it('that came, with or without an earlier one, through a renaming as well', async () => {
    const draft = await state(`${ROLES}${policy('1.0', 'draft', '', 'Users call the desk.')}`), claimed = await state(first);
    assert.deepEqual(await became(draft, claimed), ['POL 1.0 given: version 1.0 is said to be approved by ROLE-SD; that is only claimed']);
    assert.deepEqual(await became(undefined, claimed), ['POL 1.0 given: version 1.0 is said to be approved by ROLE-SD; that is only claimed']);
    assert.deepEqual(await became(claimed, await state(`${ROLES}${policy('1.1', 'approved', '2026-05-01', 'Nobody calls.')}`)), ['POL 1.1 given: version 1.1 is said to be approved by ROLE-SD; that is only claimed']);
    const other = await state(first.replace('id: POL\n', 'id: POLICY\n'));
    assert.deepEqual(await became(claimed, other, [['POL', 'POLICY']]), []);
    assert.deepEqual(await became(claimed, other), ['POLICY 1.0 given: version 1.0 is said to be approved by ROLE-SD; that is only claimed']);
  });

  it('are worth more with the hand of the approver behind them, and less without', async () => {
    const before = await state(first + commit('ben', '2026-01-10'));
    const withDigest = (digest: string): string => record('1.0', `person: PER-A, on: 2026-01-11${digest}`), seen = (await state(first + withDigest(''))).state.model.files.get('policy.md')?.digest ?? '';
    const evidenced = await state(`${first}${commit('ben', '2026-01-10')}${first}${withDigest(`, digest: "${seen}"`)}${commit('ada', '2026-01-11')}${first}${withDigest(`, digest: "${seen}"`)}`);
    assert.deepEqual(await became(before, evidenced), ['POL 1.0 stronger: the approval of version 1.0 was only claimed, and is evidenced now']);
    assert.deepEqual(await became(evidenced, before), ['POL 1.0 weaker: the approval of version 1.0 was evidenced, and is only claimed now']);
  });

  it('of the sample, where its service level agreement is changed under its version', async () => {
    const before = await sample(), after = await checked(harbourWith({ 'agreements/sla-boreal.yaml': [['    priority: P1\n    operator: at-most\n    value: 4', '    priority: P1\n    operator: at-most\n    value: 6']] }));
    assert.deepEqual(await became(before, after), ['SLA-BOREAL 1.4 voided: version 1.4 is said to be approved, but what was approved is another content']);
  });
});

describe('clauses', () => {
  const states = async (source: string) => coverage(await checkTexts(readMarked(source).files));

  it('whose state is another now: better, worse, and why', async () => {
    const scope = (status: string): string => `${ROLES}//- scope.yaml\nkind: scope-statement\nid: SCOPE\ntitle: Scope\nversion: 1\nstatus: ${status}\nowner: ROLE-IM\napprover: ROLE-SD\napprovedOn: 2026-05-01\nreviewEvery: 12 months\n`;
    const nothing = await states(ROLES), draft = await states(scope('draft')), approved = await states(scope('approved'));
    const ofScope = (before: typeof nothing, after: typeof nothing) => clauseChanges(before, after).filter(({ clause }) => clause === '4.3').map(({ before: was, after: now, direction, reason }) => [was, now, direction, reason]);
    const reason = (of: typeof nothing): string | undefined => of.find(({ clause }) => clause.id === '4.3')?.reason;
    assert.deepEqual(clauseChanges(nothing, nothing), []);
    assert.deepEqual(ofScope(nothing, approved), [['missing', 'approved', 'better', reason(approved)]]);
    assert.deepEqual(ofScope(approved, draft), [['approved', 'drafted', 'worse', reason(draft)]]);
    assert.deepEqual(ofScope([], approved), [['missing', 'approved', 'better', reason(approved)]], 'where there was no SMS');
    assert.ok(clauseChanges(approved, nothing).length > 1, 'a document is evidence for more than one clause');
  });

  it('that have no cases now are neither better nor worse than operating, and better than missing', async () => {
    const [one] = await states(ROLES);
    assert.ok(one);
    const told_ = (was: typeof one.state, now: typeof one.state): string | undefined => clauseChanges([{ ...one, state: was }], [{ ...one, state: now }])[0]?.direction;
    assert.deepEqual([told_('operating', 'no-cases'), told_('no-cases', 'approved'), told_('missing', 'no-cases'), told_('no-cases', 'stale')], ['other', 'other', 'better', 'worse']);
    assert.deepEqual([told_('approved', 'stale'), told_('stale', 'drafted'), told_('approved', 'operating')], ['worse', 'worse', 'better']);
  });
});
