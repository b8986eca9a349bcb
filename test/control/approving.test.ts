import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { approvalChoices, nextVersion, planApproval, type ApprovalInput, type Offer, type Prepared, type Wish } from '../../src/control/approving.js';
import { blobId, digestOf } from '../../src/control/digest.js';
import type { Refusal } from '../../src/control/refusals.js';
import { approvalSentence, changedSentence, commitUnderwaySentence, cutSentence, ignoredSentence, noComparisonSentence, noHistorySentence, reasonSentence, signatureSentence, straySentence, underwaySentence } from '../../src/control/words.js';
import { parseFile } from '../../src/sms/parse.js';
import { adoptionFor } from '../../src/sms/adoption.js';
import { matchesGlob } from '../../src/sms/wildcards.js';
import type { Approval, Control, DocumentControl, ReasonCode } from '../../src/sms/control.js';
import type { History, NoHistory, Signature } from '../../src/sms/history.js';
import { analyse } from '../../src/session/analyse.js';
import { knownRules } from '../../src/session/known-rules.js';
import { rules as allRules } from '../../src/rules/index.js';
import { readConfig } from '../../src/sms/config.js';
import { buildModel, type Model } from '../../src/sms/model.js';
import { EXAMPLE_CONFIG, EXAMPLE_TODAY } from '../../src/rules/marked.js';
import { checkTexts } from '../support/sms.js';

const ROLES = `kind: role-register
id: ROLES
title: Roles
version: 1
status: approved
owner: ROLE-SMM
approver: ROLE-SD
people:
  - { id: PER-LM, name: Lena Maas, emails: [lena@harbour.example, Lena.Maas@home.example] }
  - { id: PER-TD, name: Tom Dekker, emails: [tom@harbour.example] }
  - { id: PER-FB, name: Femke Bos, emails: [femke@harbour.example] }
  - { id: PER-X1, name: Xenia One, emails: [shared@harbour.example] }
  - { id: PER-X2, name: Xenia Two, emails: [shared@harbour.example] }
roles:
  - { id: ROLE-SD, title: Service director, aliases: [ROLE-DIR], holders: [{ person: PER-LM, from: 2024-01-01 }, { person: PER-TD, from: 2019-01-01, until: 2023-12-31 }] }
  - { id: ROLE-SLM, title: Service level manager, holders: [{ person: PER-FB, from: 2024-01-01 }, { person: PER-LM, from: 2024-01-01 }] }
  - { id: ROLE-SMM, title: SMS manager, holders: [{ person: PER-TD, from: 2024-01-01 }, { person: PER-LM, from: 2024-01-01 }, { group: Office, from: 2024-01-01 }] }
  - { id: ROLE-GONE, title: Nobody }
`;
const MAIL = `# Everybody reads this.
kind: document
id: DOC-MAIL
title: Use of e-mail
version: 1.4   # see the minutes
status: in-review
owner: ROLE-SMM
approver: ROLE-SD
reviewEvery: 12 months
changeSummary: Attachments.
`;
const LENA = { name: 'Lena Maas', email: 'LENA@harbour.example' };
const COMMIT = 'c0ffee0000000000000000000000000000000000';

interface Options {
  files?: Record<string, string>; identity?: ApprovalInput['identity'] | null; control?: Partial<DocumentControl>; authors?: ApprovalInput['authors']; id?: string; history?: Control['history'];
}

function history(files: readonly [string, string][]): History { return { head: COMMIT, commits: [], tags: [], files: new Map(files), ignored: [] }; }

function modelOf(texts: ReadonlyMap<string, string>): Model {
  const { config, facts } = readConfig('sms.yaml', texts.get('sms.yaml') ?? EXAMPLE_CONFIG, knownRules(allRules));
  const parsed = [...texts].filter(([file]) => file !== 'sms.yaml').map(([file, text]) => {
    const adoption = adoptionFor(file, text, config, matchesGlob);
    return parseFile({ file, text, ...(adoption && { adoption }) }, config);
  });
  return buildModel([facts, ...parsed], texts.keys(), config);
}

function inputOf({ files = {}, identity = LENA, control, authors = [], id = 'DOC-MAIL', history: known }: Options = {}): ApprovalInput {
  const texts = new Map(Object.entries({ 'roles.yaml': ROLES, 'mail.yaml': MAIL, ...files })), model = modelOf(texts);
  const document = model.artefact(model.item(id)?.id ?? id), text = texts.get(document?.file ?? ''), adoption = text === undefined ? undefined : adoptionFor(document?.file ?? '', text, model.config, matchesGlob);
  const entry: DocumentControl = {
    id: document?.id ?? id, kind: 'document', title: document?.title ?? '', file: document?.file ?? '', inForce: false, due: 'none', approvals: [], supersedes: [], supersededBy: [], obsoleteCopies: [], committed: 'yes', ...control,
  };
  return {
    model, today: EXAMPLE_TODAY, id, authors, files: new Set(texts.keys()), ...(text !== undefined && { text }), ...(adoption && { adoption }), ...(identity && { identity }),
    control: { history: known ?? history([...texts].map(([file, content]) => [file, blobId(content, COMMIT)])), documents: new Map([[entry.id, entry]]), strays: [], unread: [] },
  };
}

function planned(wish: Wish, options?: Options): Prepared {
  const plan = planApproval(inputOf(options), wish);
  assert.ok(plan.ok, plan.ok ? '' : plan.sentence);
  return plan;
}

function refused(wish: Wish, options?: Options): Refusal {
  const plan = planApproval(inputOf(options), wish);
  assert.ok(!plan.ok, 'it is refused');
  assert.match(plan.sentence, /^\S.*[.?]$/s);
  assert.doesNotMatch(plan.sentence, /undefined|\[object/);
  return plan;
}

function digest(file: string, text: string): string {
  const { artefact } = parseFile({ file, text }, { ids: {} });
  assert.ok(artefact);
  return digestOf(artefact, text) ?? '';
}

/** An approval record of DOC-MAIL. */
function record(fields: Record<string, string>): string {
  const all = { kind: 'approval-record', id: 'APR-1', title: 'Approval', artefact: 'DOC-MAIL', version: '1.4', meaning: 'approved', role: 'ROLE-SD', person: 'PER-LM', on: '2026-02-01', ...fields };
  return Object.entries(all).map(([key, value]) => `${key}: ${value}\n`).join('');
}

const APPROVE: Wish = { meaning: 'approved' };
const APPROVED = MAIL.replace('in-review', 'approved').replace('approver: ROLE-SD\n', 'approver: ROLE-SD\napprovedOn: 2026-02-01\neffectiveFrom: 2026-03-01\n');
const CHANGED = { files: { 'mail.yaml': APPROVED }, control: { changedSinceApproval: { version: '1.4', commit: 'abc' } } };

describe('approving', () => {
  it('writes the header, a record and a commit message', () => {
    const plan = planned({ meaning: 'approved', comment: 'As discussed: fine #1.' });
    const expected = MAIL.replace('in-review', 'approved').replace('approver: ROLE-SD\n', 'approver: ROLE-SD\napprovedOn: 2026-10-15\neffectiveFrom: 2026-10-15\n');
    assert.equal(plan.artefactText, expected);
    assert.equal(plan.digest, digest('mail.yaml', MAIL));
    assert.deepEqual(plan.record, { id: 'APR-DOC-MAIL-1.4-ROLE-SD', file: 'approvals/DOC-MAIL/1.4-ROLE-SD.yaml', text: `kind: approval-record
id: APR-DOC-MAIL-1.4-ROLE-SD
title: Approval of DOC-MAIL 1.4
artefact: DOC-MAIL
version: 1.4
meaning: approved
role: ROLE-SD
person: PER-LM
on: 2026-10-15
effectiveFrom: 2026-10-15
digest: ${plan.digest}
blob: ${blobId(expected, COMMIT)}
comment: 'As discussed: fine #1.'
` });
    assert.deepEqual([plan.person, plan.role, plan.version], [{ id: 'PER-LM', name: 'Lena Maas', email: 'LENA@harbour.example' }, { id: 'ROLE-SD', title: 'Service director' }, '1.4']);
    assert.equal(plan.commitMessage, `Approve DOC-MAIL 1.4

Use of e-mail

As discussed: fine #1.

SMS-Approval: DOC-MAIL 1.4
Approved-by: Lena Maas <LENA@harbour.example>
Role: ROLE-SD
Meaning: approved
Digest: ${plan.digest}
`);
    assert.deepEqual(plan.lines, [
      'mail.yaml: `status` becomes approved, `approvedOn` becomes 2026-10-15 and `effectiveFrom` becomes 2026-10-15.',
      `approvals/DOC-MAIL/1.4-ROLE-SD.yaml: Lena Maas (PER-LM) approves version 1.4 as Service director (ROLE-SD), fingerprint ${plan.digest.slice(0, 17)}.`,
      'Nothing is committed.',
      'Commit both files together as LENA@harbour.example, and merge without squashing: with that it is evidence.',
    ]);
  });

  it('leaves an SMS in which nothing new is found', async () => {
    const before = (await checkTexts(new Map(Object.entries({ 'roles.yaml': ROLES, 'mail.yaml': MAIL })))).findings.map(({ rule, file }) => `${file} ${rule}`);
    const plan = planned({ meaning: 'approved', comment: 'One\n\n  two # three\n"four": five' });
    const { model, findings } = await checkTexts(new Map(Object.entries({ 'roles.yaml': ROLES, [plan.file]: plan.artefactText, [plan.record.file]: plan.record.text })));
    assert.deepEqual(findings.map(({ rule, file }) => `${file} ${rule}`).filter(each => !before.includes(each)), []);
    assert.equal(model.artefact(plan.record.id)?.data['comment'], 'One\n\n  two # three\n"four": five');
    assert.match(plan.record.text, /comment: \|-\n {2}One\n\n {4}two # three\n/);
  });

  it('is evidence once the person has committed it, and not in a commit of somebody else', async () => {
    const before = new Map(Object.entries({ 'sms.yaml': EXAMPLE_CONFIG, 'roles.yaml': ROLES, 'mail.yaml': MAIL })), plan = planned({ meaning: 'approved', on: '2026-10-14' });
    const after = new Map([...before, [plan.file, plan.artefactText], [plan.record.file, plan.record.text]]);
    const judged = async (email: string): Promise<Approval | undefined> => {
      const commits = [{ email: 'femke@harbour.example', day: '2026-10-01', files: before }, { email, day: '2026-10-14', files: after }];
      return (await checkTexts(after, { commits })).control.documents.get('DOC-MAIL')?.approval;
    };
    const own = await judged('lena@harbour.example'), other = await judged('tom@harbour.example');
    assert.deepEqual([own?.state, own?.reasons.map(({ code }) => code), own?.remarks], ['evidenced', ['own-commit'], []]);
    assert.deepEqual([other?.state, other?.reasons.map(({ code }) => code)], ['claimed', ['commit-of-other']]);
    assert.ok(own && other);
    assert.equal(approvalSentence(own, { item: () => undefined }), 'The record fits this content and came with commit 000000000000 by Lena Maas, who held the role on 2026-10-14.');
  });

  it('approves every document of the sample as whoever may, and says why where nobody can', () => {
    const root = 'samples/harbour';
    const texts = new Map((readdirSync(root, { recursive: true }) as string[]).map(file => file.replaceAll('\\', '/')).filter(file => /\.(?:ya?ml|md|pdf)$/.test(file)).map(file => [file, readFileSync(`${root}/${file}`, 'utf8')]));
    const model = modelOf(texts);
    let approved = 0;
    for (const document of model.artefacts.filter(({ header }) => header === 'document')) {
      for (const person of model.ofType('person')) {
        const email = (model.value(person)['emails'] as string[])[0] ?? '', text = texts.get(document.file) ?? '';
        const input: ApprovalInput = { model, today: EXAMPLE_TODAY, id: document.id, text, authors: [], files: new Set(texts.keys()), identity: { name: person.title, email }, control: { history: history([]), documents: new Map(), strays: [], unread: [] } };
        const plan = planApproval(input, { meaning: 'approved', version: '9.9' });
        if (!plan.ok) { assert.ok(['role-not-held', 'retired'].includes(plan.code), plan.sentence); continue; }
        approved++;
        assert.equal(plan.digest, digest(document.file, text));
        assert.deepEqual(parseFile({ file: plan.record.file, text: plan.record.text }, model.config).reports, []);
        assert.deepEqual(plan.artefactText.split('\n').filter(line => !text.includes(line)).map(line => line.split(':')[0]).filter(key => !['version', 'status', 'approvedOn', 'approvedBy', 'effectiveFrom'].includes(key ?? '')), []);
      }
    }
    assert.ok(approved >= 15, String(approved));
  });

  describe('the version', () => {
    it('is raised where the content changed since its approval', () => {
      const plan = planned(APPROVE, CHANGED);
      assert.equal(plan.version, '1.5');
      assert.match(plan.artefactText, /^version: 1\.5 {3}# see the minutes\n/m);
      assert.equal(plan.record.file, 'approvals/DOC-MAIL/1.5-ROLE-SD.yaml');
      assert.match(plan.artefactText, /^effectiveFrom: 2026-10-15$/m);
      assert.match(plan.lines[0] ?? '', /`version` becomes 1\.5, because the content changed since 1\.4 was approved/);
    });
    it('stays where it did not', () => assert.equal(planned(APPROVE, { files: { 'mail.yaml': APPROVED } }).version, '1.4'));
    it('is raised for a draft whose version a record approves with other content, past versions that are taken', () => {
      const files = { 'a/1.yaml': record({ digest: `sms1:${'0'.repeat(64)}` }), 'a/2.yaml': record({ id: 'APR-2', version: '1.5', digest: `sms1:${'0'.repeat(64)}` }) };
      assert.equal(planned(APPROVE, { files }).version, '1.6');
      assert.equal(refused({ meaning: 'approved', version: '1.5' }, { files }).code, 'version-taken');
      assert.equal(refused({ meaning: 'approved', version: '1.4' }, { files }).code, 'version-taken');
      assert.equal(planned({ meaning: 'approved', version: '2.0' }, { files }).version, '2.0');
    });
    it('is raised as sms.yaml says', () => {
      const plan = (bump: string): ReturnType<typeof planApproval> => planApproval(inputOf({
        ...CHANGED, files: { ...CHANGED.files, 'sms.yaml': `${EXAMPLE_CONFIG}rules:\n  doc-changed-without-version: { bump: ${bump} }\n` },
      }), APPROVE);
      assert.deepEqual(['last', 'first', 'none', 'both'].map(bump => { const made = plan(bump); return made.ok ? made.version : made.code; }), ['1.5', '2.0', 'version-unwritten', 'bump-unknown']);
    });
    it('must be said where it holds no number', () => {
      const options = { files: { 'mail.yaml': APPROVED.replace('1.4', 'Rev B') }, control: { changedSinceApproval: { version: 'Rev B' } } };
      assert.equal(refused(APPROVE, options).code, 'version-needed');
      assert.equal(planned({ meaning: 'approved', version: 'Rev C' }, options).record.file, 'approvals/DOC-MAIL/Rev-C-ROLE-SD.yaml');
    });
    it('counts on', () => {
      const cases: [string, string | undefined, string | undefined][] = [
        ['1.4', '1.5', '2.0'], ['2', '3', '3'], ['v1.09', 'v1.10', 'v2.00'], ['1.9', '1.10', '2.0'], ['1.99.9', '1.99.10', '2.0.0'], ['2026-02', '2026-03', '2027-00'], ['Rev B', undefined, undefined],
        ['1.4-draft', '1.5-draft', '2.0-draft'], ['99999999999999999999', '100000000000000000000', '100000000000000000000'],
      ];
      assert.deepEqual(cases.map(([version]) => [version, nextVersion(version, 'last'), nextVersion(version, 'first')]), cases);
    });
  });

  describe('the day from which it applies', () => {
    const day = (text: string, wish: Wish = APPROVE, options: Options = {}): string | undefined => planned(wish, { ...options, files: { 'mail.yaml': text } }).effectiveFrom;
    const drafted = (from: string): string => MAIL.replace('approver: ROLE-SD\n', `approver: ROLE-SD\neffectiveFrom: ${from}\n`);
    it('is the one wished, also before the approval', () => {
      assert.equal(day(MAIL, { meaning: 'approved', effectiveFrom: '2026-12-01' }), '2026-12-01');
      const plan = planned({ meaning: 'approved', effectiveFrom: '2026-09-01' });
      assert.equal(plan.effectiveFrom, '2026-09-01');
      assert.ok(plan.lines.some(line => line.includes('before it was approved')));
    });
    it('is the one planned in a draft, where it lies ahead', () => assert.deepEqual([day(drafted('2027-01-01')), day(drafted('2026-01-01'))], ['2027-01-01', '2026-10-15']));
    it('stays for a version that was approved before', () => assert.equal(day(APPROVED), '2026-03-01'));
    it('begins anew for a new version', () => assert.equal(day(APPROVED, APPROVE, CHANGED), '2026-10-15'));
  });

  it('names the person where the header does, or several hold the role', () => {
    const named = MAIL.replace('approver: ROLE-SD\n', 'approver: ROLE-SD\napprovedBy: PER-TD\n');
    assert.match(planned(APPROVE, { files: { 'mail.yaml': named } }).artefactText, /^approvedBy: PER-LM$/m);
    assert.match(planned(APPROVE, { files: { 'mail.yaml': MAIL.replace('ROLE-SD', 'ROLE-SLM') } }).artefactText, /^approvedBy: PER-LM$/m);
    assert.doesNotMatch(planned(APPROVE).artefactText, /approvedBy/);
  });

  it('records a review, and clears a next review that has come', () => {
    const text = APPROVED.replace('reviewEvery: 12 months\n', 'reviewedOn: 2026-01-01\nreviewEvery: 12 months\nnextReview: 2026-10-01 # early\n'), files = { 'mail.yaml': text };
    const plan = planned({ meaning: 'reviewed' }, { files });
    assert.equal(plan.artefactText, text.replace('reviewedOn: 2026-01-01', 'reviewedOn: 2026-10-15').replace('nextReview: 2026-10-01 # early\n', ''));
    assert.deepEqual([plan.record.id, plan.record.file, plan.role.id], ['REV-DOC-MAIL-2026-10-15-ROLE-SD', 'approvals/DOC-MAIL/review-2026-10-15-ROLE-SD.yaml', 'ROLE-SD']);
    assert.match(plan.record.text, /^title: Review of DOC-MAIL 1\.4$/m);
    assert.doesNotMatch(plan.record.text, /effectiveFrom/);
    assert.match(plan.commitMessage, /^Record review of DOC-MAIL 1\.4\n[^]*\nReviewed-by: Lena Maas <LENA@harbour\.example>\n/);
    assert.match(planned({ meaning: 'reviewed', nextReview: '2027-01-01' }, { files }).artefactText, /^nextReview: 2027-01-01 # early$/m);
    assert.match(planned({ meaning: 'reviewed' }, { files: { 'mail.yaml': text.replace('2026-10-01', '2026-11-01') } }).artefactText, /^nextReview: 2026-11-01/m);
    // A review that is entered late does not take the day of a later one away.
    assert.match(planned({ meaning: 'reviewed', on: '2025-06-01' }, { files }).artefactText, /^reviewedOn: 2026-01-01$/m);
  });

  it('withdraws, and writes nothing into the header for an agreement', () => {
    const plan = planned({ meaning: 'withdrawn' }, { files: { 'mail.yaml': APPROVED } });
    assert.equal(plan.artefactText, APPROVED.replace('status: approved', 'status: withdrawn'));
    assert.equal(plan.record.file, 'approvals/DOC-MAIL/1.4-ROLE-SD-withdrawn.yaml');
    const agreed = planned({ meaning: 'agreed', role: 'ROLE-SLM', effectiveFrom: '2026-11-01' });
    assert.equal(agreed.artefactText, MAIL);
    assert.match(agreed.record.text, /^effectiveFrom: 2026-11-01$/m);
    assert.match(agreed.lines.at(-1) ?? '', /Commit the record as/);
  });

  it('says that nothing is evidence before it is committed, nor where a merge is not finished or there is no history', () => {
    const left = (known: Control['history']): readonly string[] => planned(APPROVE, { history: known }).lines.slice(2), whole = history([]);
    assert.match(left({ ...whole, underway: 'rebase' })[1] ?? '', /^A rebase is under way .*Finish it first\.$/);
    assert.deepEqual(left({ ...whole, underway: 'rebase' }).filter(line => !line.includes('under way')), left(whole));
    assert.deepEqual(left({ reason: 'not-a-repository', detail: '' }), ['Nothing is committed.', 'Without a history that shows whose hand it was, the record stays a claim.']);
  });

  it('lets an author review, and says so', () => {
    const authors = [{ name: 'L', email: 'lena.maas@home.example', commits: [COMMIT] }];
    assert.ok(planned({ meaning: 'reviewed' }, { authors }).lines.some(line => line.startsWith('You wrote part')));
    assert.ok(planned(APPROVE, { files: { 'mail.yaml': MAIL.replace('approver: ROLE-SD\n', 'approver: ROLE-SD\nauthor: PER-LM\n') } }).lines.some(line => line.includes('`author`')));
  });

  describe('ids and files', () => {
    it('are free ones', () => {
      const files = { 'x.yaml': record({ id: 'apr-doc-mail-1.4-role-sd', artefact: 'ROLES' }), 'Approvals/doc-mail/1.4-ROLE-SD.yaml': 'a: b\n' };
      const { record: made } = planned(APPROVE, { files });
      assert.deepEqual([made.id, made.file], ['APR-DOC-MAIL-1.4-ROLE-SD-2', 'approvals/DOC-MAIL/1.4-ROLE-SD-2.yaml']);
    });
    it('fit the template of sms.yaml', () => {
      const id = (template: string, more: Record<string, string> = {}): string => {
        const plan = planApproval(inputOf({ files: { 'sms.yaml': `sms: 1\norganization: E\ntimeZone: UTC\nids: { approval-record: "${template}" }\n`, ...more } }), APPROVE);
        return plan.ok ? plan.record.id : plan.code;
      };
      const other = { 'x.yaml': record({ id: 'FRG-0041', artefact: 'ROLES' }) };
      assert.deepEqual([id('APR-*'), id('FRG-####'), id('FRG-####', other), id('FRG-*-##', other), id('ONLY'), id('FRG-####', { 'x.yaml': record({ id: 'FRG-9999', artefact: 'ROLES' }) })],
        ['APR-DOC-MAIL-1.4-ROLE-SD', 'FRG-0001', 'FRG-0042', 'FRG-APR-DOC-MAIL-1.4-ROLE-SD-01', 'ONLY', 'FRG-0001']);
      assert.equal(id('ONLY', { 'x.yaml': record({ id: 'ONLY', artefact: 'ROLES' }) }), 'no-record-id');
    });
    it('can stand on every disk', () => {
      const made = (id: string, version: string): string => planned({ meaning: 'approved', version }, { id, files: { 'mail.yaml': MAIL.replace('DOC-MAIL', id) } }).record.file;
      assert.equal(made('a/b:c*', '1.4'), 'approvals/a-b-c/1.4-ROLE-SD.yaml');
      assert.equal(made('CON', 'nul'), 'approvals/_CON/nul-ROLE-SD.yaml');
      assert.equal(made('aux.1', 'NUL.1'), 'approvals/_aux.1/_NUL.1-ROLE-SD.yaml');
      assert.equal(made('..', '..\\..\\x'), 'approvals/_/x-ROLE-SD.yaml'.replace('/x', '/x'));
      assert.equal(made('-rf', '--output=/tmp/x'), 'approvals/rf/output=-tmp-x-ROLE-SD.yaml');
      assert.ok(made('D'.repeat(100), '1'.repeat(100)).split('/').every(part => part.length <= 105));
    });
    it('are not where sms.yaml ignores them', () => {
      assert.equal(refused(APPROVE, { files: { 'sms.yaml': 'sms: 1\norganization: E\ntimeZone: UTC\nignore: [approvals/**]\n' } }).code, 'record-ignored');
    });
  });

  it('takes the blob in the form in which git has the file', () => {
    const windows = MAIL.replaceAll('\n', '\r\n'), stored = history([['mail.yaml', blobId(`\ufeff${MAIL}`, COMMIT)]]);
    const plan = planned(APPROVE, { files: { 'mail.yaml': windows }, history: stored });
    assert.ok(plan.artefactText.includes('approvedOn: 2026-10-15\r\n'));
    assert.ok(plan.record.text.includes(blobId(`\ufeff${plan.artefactText.replaceAll('\r\n', '\n')}`, COMMIT)));
  });

  it('makes a commit message that git leaves as it is', () => {
    const { commitMessage } = planned({ meaning: 'approved', version: 'v'.repeat(90), comment: `# heading\n---\nApproved-by: Nobody <n@x.example>\n\n${'word '.repeat(40)}` });
    const paragraphs = commitMessage.trimEnd().split('\n\n');
    assert.ok((paragraphs[0] ?? '').length <= 72);
    assert.equal(commitMessage.split('\n').some(line => /^(?:#|---)/.test(line)), false);
    assert.ok(paragraphs.slice(0, -1).join('\n').split('\n').every(line => line.length <= 73));
    assert.deepEqual((paragraphs.at(-1) ?? '').split('\n').map(line => line.split(':')[0]), ['SMS-Approval', 'Approved-by', 'Role', 'Meaning', 'Digest']);
  });

  describe('an adopted file', () => {
    const config = (fields: string): string => `sms: 1\norganization: E\ntimeZone: UTC\nadopt:\n  - files: "wiki/*.md"\n    as: markdown\n    kind: document\n    id: { from: path, strip: [wiki/, .md] }\n    fields: { ${fields} }\n    set: { approver: ROLE-SD }\n    values: { status: { live: approved } }\n`;
    const page = '---\nname: Backup\nrev: 3\nstate: wip\n---\n# Backup\n';
    const of = (fields: string): Options => ({ id: 'backup', files: { 'sms.yaml': config(fields), 'wiki/backup.md': page } });
    it('is written in its own words; what has no place stands in the record', () => {
      const plan = planned(APPROVE, of('title: name, version: rev, status: state, approvedOn: signed'));
      assert.equal(plan.artefactText, page.replace('state: wip', 'state: live\nsigned: 2026-10-15'));
      assert.match(plan.record.text, /^effectiveFrom: 2026-10-15$/m);
      assert.ok(plan.lines.some(line => line.includes('`effectiveFrom` (2026-10-15) has no place')));
    });
    it('is refused where the header cannot hold what it must', () => {
      assert.match(refused(APPROVE, of('title: name, version: rev, status: state')).sentence, /approvedOn/);
      assert.equal(refused({ meaning: 'approved', effectiveFrom: '2027-01-01' }, of('title: name, version: rev, status: state, approvedOn: signed')).code, 'cannot-write');
    });
  });

  describe('is refused', () => {
    const status = (value: string): Record<string, string> => ({ 'mail.yaml': MAIL.replace('in-review', value) });
    const same = (fields: Record<string, string> = {}): Record<string, string> => ({ 'mail.yaml': APPROVED, 'apr.yaml': record({ digest: digest('mail.yaml', APPROVED), ...fields }) });
    const cases: Record<string, { wish?: Wish; options?: Options; code: string; says: RegExp }> = {
      'an unknown document': { options: { id: 'DOC-MIAL' }, code: 'unknown-document', says: /Did you mean DOC-MAIL\?/ },
      'a part of a document': { options: { id: 'ROLE-SD' }, code: 'not-a-document', says: /part of ROLES/ },
      'a record': { options: { id: 'APR-1', files: { 'apr.yaml': record({}) } }, code: 'not-a-document', says: /is a record/ },
      'an id that stands twice': { options: { files: { 'copy.yaml': MAIL } }, code: 'id-twice', says: /copy\.yaml and mail\.yaml/ },
      'a file that breaks off': { options: { files: { 'mail.yaml': `${MAIL}clauses: [\n` } }, code: 'unreadable', says: /mail\.yaml cannot be read/ },
      'a document without a version': { options: { files: { 'mail.yaml': MAIL.replace(/version.*\n/, '') } }, code: 'no-version', says: /Write `version` in mail\.yaml/ },
      'nobody': { options: { identity: null }, code: 'no-identity', says: /git config user\.email/ },
      'a blank address': { options: { identity: { name: 'Lena Maas', email: ' ' } }, code: 'no-identity', says: /user\.email/ },
      'an address that nobody has, of a namesake': { options: { identity: { name: 'lena  maas', email: 'l@x.example' } }, code: 'email-unknown', says: /If you are Lena Maas \(PER-LM\), add it to `emails` of PER-LM in roles\.yaml/ },
      'an address that nobody has': { options: { identity: { name: 'Eve', email: 'eve@x.example' } }, code: 'email-unknown', says: /Add yourself with it under `people` in roles\.yaml/ },
      'an address of two': { options: { identity: { name: 'X', email: 'shared@harbour.example' } }, code: 'email-of-several', says: /PER-X1.*PER-X2.*roles\.yaml/ },
      'a superseded document': { options: { files: status('superseded') }, code: 'retired', says: /out of use/ },
      'a withdrawn document': { wish: { meaning: 'reviewed' }, options: { files: status('withdrawn') }, code: 'retired', says: /set its status to draft/ },
      'the withdrawal of a draft': { wish: { meaning: 'withdrawn' }, code: 'not-approved-yet', says: /nothing in use/ },
      'a version for a review': { wish: { meaning: 'reviewed', version: '2' }, code: 'not-for-meaning', says: /Only an approval/ },
      'an effective day of a review': { wish: { meaning: 'reviewed', effectiveFrom: '2026-10-15' }, code: 'not-for-meaning', says: /no effective day/ },
      'a next review of a withdrawal': { wish: { meaning: 'withdrawn', nextReview: '2027-01-01' }, options: { files: status('approved') }, code: 'not-for-meaning', says: /next review/ },
      'a day that does not exist': { wish: { meaning: 'approved', on: '2026-02-30' }, code: 'day-invalid', says: /"2026-02-30"/ },
      'an effective day that does not exist': { wish: { meaning: 'approved', effectiveFrom: 'soon' }, code: 'day-invalid', says: /"soon"/ },
      'a day to come': { wish: { meaning: 'approved', on: '2026-10-16' }, code: 'day-in-future', says: /after today \(2026-10-15\)/ },
      'a next review in the past': { wish: { meaning: 'reviewed', nextReview: '2026-10-15' }, code: 'day-invalid', says: /not after 2026-10-15/ },
      'a document without approver': { options: { files: { 'mail.yaml': MAIL.replace(/approver.*\n/, '') } }, code: 'no-approver', says: /`approver` in mail\.yaml/ },
      'an approver that is no role': { options: { files: { 'mail.yaml': MAIL.replace('ROLE-SD', 'ROLE-XX') } }, code: 'approver-unknown', says: /ROLE-XX/ },
      'a role that does not exist': { wish: { meaning: 'reviewed', role: 'ROLE-SLN' }, code: 'role-unknown', says: /Did you mean ROLE-SLM\?/ },
      'approval in another role': { wish: { meaning: 'approved', role: 'ROLE-SLM' }, code: 'role-not-approver', says: /by Service director \(ROLE-SD\), not by Service level manager/ },
      'somebody who does not hold the role': { options: { identity: { name: 'T', email: 'tom@harbour.example' } }, code: 'role-not-held', says: /It is held by Lena Maas/ },
      'somebody who held it once': { wish: { meaning: 'approved', on: '2023-12-31' }, code: 'role-not-held', says: /on 2023-12-31\. It is held by Tom Dekker/ },
      'a role that nobody holds': { wish: { meaning: 'reviewed', role: 'ROLE-GONE' }, code: 'role-not-held', says: /No person does: enter the holder/ },
      'somebody without a role': { wish: { meaning: 'agreed' }, options: { files: { 'roles.yaml': ROLES.replace('people:\n', 'people:\n  - { id: PER-NO, name: No One, emails: [no@x.example] }\n') }, identity: { name: 'N', email: 'no@x.example' } }, code: 'no-role', says: /hold no role today/ },
      'changes that are not committed': { options: { control: { committed: 'changed' } }, code: 'uncommitted', says: /Commit them first/ },
      'a document that is not committed': { options: { control: { committed: 'new' } }, code: 'uncommitted', says: /is not committed yet/ },
      'the author': { options: { authors: [{ name: 'L', email: 'lena.maas@home.example', commits: [COMMIT, 'abcdef0123456789'] }] }, code: 'own-content', says: /commits c0ffee000000, abcdef012345.*Nobody else who could/ },
      'the author, where there is another holder': { options: { files: { 'mail.yaml': MAIL.replace('ROLE-SD', 'ROLE-SLM') }, authors: [{ name: 'L', email: 'LENA@harbour.example', commits: [COMMIT] }] }, code: 'own-content', says: /Femke Bos can approve it as Service level manager/ },
      'what is approved already': { options: { files: same() }, code: 'already', says: /APR-1 \(apr\.yaml\)\. There is nothing to do/ },
      'what is approved already, but fell back to draft': { options: { files: { ...same(), 'mail.yaml': MAIL } }, code: 'already', says: /Only its status says in-review/ },
      'a second record beside one that cannot be compared': { options: { files: { 'mail.yaml': APPROVED, 'apr.yaml': record({}) } }, code: 'record-exists', says: /without a fingerprint/ },
      'a second review of the day': { wish: { meaning: 'reviewed' }, options: { files: same({ meaning: 'reviewed', on: '2026-10-15' }) }, code: 'already', says: /is recorded/ },
      'a second agreement': { wish: { meaning: 'agreed', role: 'ROLE-DIR' }, options: { files: same({ meaning: 'agreed' }) }, code: 'already', says: /Your agreement/ },
      'an agreement to two contents of one version': { wish: { meaning: 'agreed', role: 'ROLE-SD' }, options: { files: same({ meaning: 'agreed', digest: `sms1:${'0'.repeat(64)}` }) }, code: 'record-exists', says: /other content/ },
      'a withdrawal that is recorded': { wish: { meaning: 'withdrawn' }, options: { files: same({ meaning: 'withdrawn' }) }, code: 'record-exists', says: /status: withdrawn/ },
      'a version over two lines': { wish: { meaning: 'approved', version: '1\n2' }, code: 'version-invalid', says: /one line/ },
      'a header that cannot be edited': { options: { files: { 'mail.yaml': MAIL.replace('status: in-review', 'status: &s in-review').replace('Attachments.', '*s') } }, code: 'cannot-write', says: /by hand/ },
    };
    for (const [name, { wish = APPROVE, options, code, says }] of Object.entries(cases)) {
      it(name, () => {
        const refusal = refused(wish, options);
        assert.deepEqual([refusal.code, says.test(refusal.sentence)], [code, true], refusal.sentence);
      });
    }
  });

  describe('of a file that says more than its data hold', () => {
    const cases: Record<string, string> = {
      'a key that stands twice': `${MAIL}classification: internal\nclassification: public\n`,
      'a key that programs reserve': `${MAIL}__proto__: { a: b }\n`,
      'a number that none can hold': `${MAIL.replace('kind: document', 'kind: service-catalogue')}services:\n  - { id: SVC-MAIL, title: Mail, ownAvailability: 12345678901234567890 }\n`,
      'a merge key, which is not followed': `${MAIL}reference: &r { a: b }\n<<: *r\n`,
      'a key twice in front matter': `---\n${MAIL}reference: 1\nreference: 2\n---\nUse it.\n`,
    };
    for (const [name, text] of Object.entries(cases)) {
      it(`is refused whatever is meant: ${name}`, () => {
        const file = text.startsWith('---') ? 'mail.md' : 'mail.yaml', files = { 'mail.yaml': 'a: b\n', [file]: text };
        const facts = analyse({ file, text, digest: 'too' }, { config: modelOf(new Map()).config, today: EXAMPLE_TODAY });
        assert.ok(facts.artefact);
        assert.deepEqual([facts.incomplete, facts.digest], [undefined, undefined]);
        for (const meaning of ['approved', 'reviewed', 'agreed'] as const) assert.deepEqual(refused({ meaning }, { files }).code, 'unreadable');
        assert.match(refused(APPROVE, { files }).sentence, /no fingerprint.*`sms check`/);
      });
    }
  });

  describe('an author under several addresses', () => {
    const roles = ROLES.replace('[femke@harbour.example]', '[femke@harbour.example, F.Bos@home.example]'), wrote = (email: string): ApprovalInput['authors'] => [{ name: 'x', email, commits: [COMMIT] }];
    const addresses = ['lena@harbour.example', 'LENA.MAAS@home.example'];
    for (const email of addresses) for (const as of addresses) {
      it(`is one who wrote as ${email} and approves as ${as}`, () => assert.equal(refused(APPROVE, { authors: wrote(email), identity: { name: 'Lena', email: as } }).code, 'own-content'));
    }
    it('is not sent to another holder who wrote as well, under whichever address', () => {
      const files = { 'roles.yaml': roles, 'mail.yaml': MAIL.replace('ROLE-SD', 'ROLE-SLM') };
      assert.match(refused(APPROVE, { files, authors: wrote('lena@harbour.example') }).sentence, /Femke Bos can approve it/);
      assert.match(refused(APPROVE, { files, authors: [...wrote('lena@harbour.example'), ...wrote('f.bos@HOME.example')] }).sentence, /Nobody else who could/);
    });
    it('is not anybody who is somebody else', () => assert.ok(planned(APPROVE, { authors: wrote('tom@harbour.example') })));
  });

  describe('choices', () => {
    const offered = (options?: Options): Offer => {
      const choices = approvalChoices(inputOf(options));
      assert.ok(choices.ok, choices.ok ? '' : choices.sentence);
      return choices;
    };
    const told = ({ meanings }: Offer): unknown => meanings.map(({ meaning, roles, version, refusal }) => [meaning, roles.map(({ id }) => id), version, refusal?.code]);
    it('are the roles held today, the approver and the owner first', () => {
      assert.deepEqual(told(offered()), [['approved', ['ROLE-SD'], '1.4', undefined], ['reviewed', ['ROLE-SD', 'ROLE-SMM', 'ROLE-SLM'], '1.4', undefined], ['agreed', ['ROLE-SD', 'ROLE-SMM', 'ROLE-SLM'], '1.4', undefined]]);
      assert.deepEqual(offered().effectiveFrom, '2026-10-15');
    });
    it('show the version that would result', () => {
      assert.deepEqual(told(offered(CHANGED)), [['approved', ['ROLE-SD'], '1.5', undefined], ['reviewed', ['ROLE-SD', 'ROLE-SMM', 'ROLE-SLM'], '1.4', undefined], ['agreed', ['ROLE-SD', 'ROLE-SMM', 'ROLE-SLM'], '1.4', undefined], ['withdrawn', ['ROLE-SD', 'ROLE-SMM', 'ROLE-SLM'], '1.4', undefined]]);
    });
    it('say what stands in the way of one', () => {
      assert.deepEqual(told(offered({ identity: { name: 'T', email: 'tom@harbour.example' } })), [['approved', [], '1.4', 'role-not-held'], ['reviewed', ['ROLE-SMM'], '1.4', undefined], ['agreed', ['ROLE-SMM'], '1.4', undefined]]);
      assert.deepEqual(offered({ control: { committed: 'changed' } }).meanings.map(({ refusal }) => refusal?.code), ['uncommitted', 'uncommitted', 'uncommitted']);
    });
    it('or of all', () => {
      const codes = [{ id: 'NO' }, { identity: null }, { files: { 'mail.yaml': MAIL.replace('in-review', 'withdrawn') } }].map(options => { const choices = approvalChoices(inputOf(options)); return choices.ok ? 'ok' : choices.code; });
      assert.deepEqual(codes, ['unknown-document', 'no-identity', 'retired']);
    });
  });
});

describe('the words of document control', () => {
  const sentence = /^[A-Z`].*[.]$/s, wrong = /undefined|\{\w+\}| {2}|\.\.$|\( |\bcompliant\b/;
  const good = (text: string): void => { assert.match(text, sentence); assert.doesNotMatch(text, wrong); };
  const CODES: Record<ReasonCode, true> = {
    'own-commit': true, 'no-record': true, 'no-history': true, 'not-committed': true, 'commit-of-other': true, 'committed-by-other': true, 'history-cut': true, 'no-person': true, 'outside-party': true,
    'person-without-email': true, 'no-digest': true, 'unknown-algorithm': true, 'history-damaged': true, 'digest-differs': true, 'version-unknown': true, 'role-not-held': true, 'role-not-approver': true,
    'own-content': true, 'day-in-future': true, 'person-differs': true, 'blob-not-in-history': true, 'day-after-commit': true, 'date-before-parent': true, 'date-in-future': true,
    'before-history': true, 'no-role': true, 'no-day': true, 'day-before-content': true, 'brought-later': true, 'tag-name-differs': true,
  };
  const ARGS = {
    person: 'Lena Maas', role: 'ROLE-SD', roleTitle: 'Service director', day: '2026-02-12', today: '2026-10-15', commit: '0123456789ab', by: 'Tom Dekker <tom@harbour.example>', digest: 'sms1:8d7058563309',
    version: '1.4', holders: 'Tom Dekker', algorithm: 'sms9', other: 'PER-FB', blob: 'ba9876543210', tag: 'v1.4', same: 'yes',
  };
  for (const code of Object.keys(CODES) as ReasonCode[]) {
    it(`say ${code} with all that is known, and with nothing`, () => {
      for (const args of [ARGS, {}]) good(reasonSentence({ code, args }));
    });
  }
  it('name people and roles by the register', () => {
    const names = (id: string): string | undefined => ({ 'PER-FB': 'Femke Bos', 'ROLE-SD': 'Service director' })[id];
    assert.match(reasonSentence({ code: 'person-differs', args: { person: 'Lena Maas', other: 'PER-FB' } }, names), /Femke Bos/);
    assert.match(reasonSentence({ code: 'role-not-held', args: { person: 'Lena Maas', role: 'ROLE-SD', day: '2026-02-12' } }, names), /Service director \(ROLE-SD\).*nobody held it/);
  });
  it('name commits and blobs in short', () => {
    const long = [COMMIT, 'd'.repeat(64)];
    assert.match(reasonSentence({ code: 'own-content', args: { commit: long.join(', ') } }), /\(commit c0ffee000000, d{12}\)/);
    assert.match(changedSentence({ version: '1', commit: COMMIT, approvedIn: COMMIT }), /\(commit c0ffee000000\) since commit c0ffee000000\./);
  });
  it('tell of squashing where content and record came in one commit', () => {
    const told = (same: string): string => reasonSentence({ code: 'own-content', args: { person: 'Lena Maas', commit: 'abc', same } });
    assert.match(told('yes'), /together with the record.*squashed what somebody else wrote.*merging without squashing/);
    assert.doesNotMatch(told(''), /squash|together/);
  });
  it('say why there is no history, that it is cut, what is ignored, what is under way', () => {
    const reasons: Record<NoHistory['reason'], true> = { 'off': true, 'not-a-repository': true, 'no-commits': true, 'bare': true, 'git-missing': true, 'git-too-old': true, 'foreign-owner': true, 'elsewhere': true, 'damaged': true, 'too-slow': true, 'bad-revision': true, 'not-trusted': true, 'virtual': true, 'failed': true };
    for (const reason of Object.keys(reasons) as NoHistory['reason'][]) for (const detail of ['', 'fatal: it\nis so.']) for (const say of [noHistorySentence, noComparisonSentence]) good(say({ reason, detail }));
    for (const at of [[], [COMMIT], [COMMIT, COMMIT]]) for (const reason of ['shallow', 'missing-objects'] as const) good(cutSentence({ reason, at }));
    assert.match(cutSentence({ reason: 'shallow', at: [COMMIT] }), /c0ffee000000\..*git fetch --unshallow.*fetch-depth: 0/);
    for (const ignored of ['replace-refs', 'grafts', 'mailmap'] as const) good(ignoredSentence(ignored));
    for (const underway of ['merge', 'rebase', 'bisect', 'cherry-pick', 'revert'] as const) for (const say of [underwaySentence, commitUnderwaySentence]) good(say(underway));
  });
  it('say what is about nothing, what a signature and an approval are worth, and what changed', () => {
    for (const reason of ['unknown-artefact', 'not-a-document', 'duplicate'] as const) for (const some of ['X', '']) good(straySentence({ reason, record: 'APR-1', file: 'a.yaml', artefact: some, version: some, role: some }));
    const states: Record<Signature['state'], true> = { 'good-trusted': true, 'good-untrusted': true, 'bad': true, 'unsigned': true, 'cannot-check': true };
    for (const state of Object.keys(states) as Signature['state'][]) for (const more of [{}, { signer: 'Lena', key: 'SHA256:x', detail: 'expired' }]) good(signatureSentence({ state, ...more }));
    const approval: Approval = { version: '1.4', meaning: 'approved', state: 'claimed', reasons: [{ code: 'no-record', args: { version: '1.4' } }, { code: 'no-history', args: {} }], remarks: [] };
    good(approvalSentence(approval, { item: () => undefined }));
    for (const more of [{}, { commit: 'abc', on: '2026-01-01', by: 'Tom', record: 'APR-1', approvedIn: 'def' }]) good(changedSentence({ version: '1.4', ...more }));
  });
});
