import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readSpan } from '../../src/cli/base.js';
import { Repository } from '../support/repository.js';
import { wrongIn } from './reports.js';
import { runHere, type Ran } from './scenario.js';

const SMS = 'sms: 1\norganization: Tiny Hosting\ntimeZone: Europe/Amsterdam\ntoday: 2026-03-31\nstage: building\n';
const header = (kind: string, id: string, title: string): string => `kind: ${kind}\nid: ${id}\ntitle: ${title}\nversion: "1"\nstatus: draft\nowner: ROLE-SMM\napprover: ROLE-DIR\nreviewEvery: 12 months\n`;
const ROLES = `${header('role-register', 'ROLES', 'Roles')}people:
  - { id: P-ANN, name: Ann Ash, emails: [ann@example.org] }
roles:
  - { id: ROLE-SMM, title: SMS manager, assures: [conformity, reporting], holders: [{ person: P-ANN, from: 2026-01-01 }] }
  - { id: ROLE-DIR, title: Director, holders: [{ person: P-ANN, from: 2026-01-01 }] }
`;
const CUSTOMERS = `${header('customer-register', 'CUSTOMERS', 'Customers')}customers:\n  - { id: CUS-B, title: Boreal, owner: ROLE-SMM }\n`;
const CALENDARS = `${header('calendar', 'CALENDARS', 'Calendars')}calendars:\n  - { id: CAL-ALL, title: Round the clock, timeZone: Europe/Amsterdam, hours: always }\n`;
const CATALOGUE = `${header('service-catalogue', 'CAT', 'Catalogue')}audiences: [customers]\nservices:\n  - { id: SVC-MAIL, title: Mail, description: Mail for all, status: live, type: customer, owner: ROLE-SMM, intendedOutcomes: [Mail arrives], dependsOn: [] }\n`;
const SLA = (hours = 4, more = ''): string => `${header('sla', 'SLA-B', 'SLA with Boreal').replace('draft', 'approved\napprovedOn: 2026-01-02\neffectiveFrom: 2026-01-03')}customer: CUS-B
services: [SVC-MAIL]
targets:
  - id: p1
    title: Restoration
    metric: restoration-time
    operator: at-most
    value: ${hours}
    unit: hours
    attainment: 95
    window: calendar-month
    calendar: CAL-ALL
${more}`;
const NOTE = (text: string): string => `---\n${header('document', 'DOC-NOTE', 'Note')}---\n${text}\n`;
const FILES = { 'sms.yaml': SMS, 'roles.yaml': ROLES, 'customers.yaml': CUSTOMERS, 'calendars.yaml': CALENDARS, 'catalogue.yaml': CATALOGUE, 'sla.yaml': SLA(), 'note.md': NOTE('Text of SVC-MAIL.'), 'plan.pdf': Uint8Array.of(0, 1, 2) };

interface Told {
  outcome: string; exitCode: number; range: string; base: { id: string }; head?: { id: string }; today: string; todayFrom: string; notes: string[]; files: Record<string, number>;
  changes: { act: string; weight: string; direction: string; text: string; thing: { id: string } }[]; consents: { who: { id: string }; state: string }[];
  findings: { introduced: { rule: string; file: string }[]; fixed: { rule: string }[]; remaining: number }; notCompared: { side: string; file?: string; reason: string }[];
}

describe('sms diff and sms check --since', function () {
  this.timeout(60_000);
  let repo: Repository;
  const env = (more: Record<string, string> = {}): Record<string, string> =>
    ({ ...Object.fromEntries(Object.entries(repo.environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))), NO_COLOR: '1', ...more });
  const sms = (argv: readonly string[], cwd = repo.path): Promise<Ran> => runHere(argv, { cwd, env: env() });
  const diff = async (range: string, { status = 0, folder, cwd = repo.path, more = [] }: { status?: number; folder?: string; cwd?: string; more?: string[] } = {}): Promise<Told> => {
    const ran = await sms(['diff', range, ...(folder === undefined ? [] : [folder]), '--format', 'json', ...more], cwd);
    assert.equal(ran.status, status, ran.stderr + ran.stdout.slice(-500));
    const document: unknown = JSON.parse(ran.stdout);
    assert.equal(wrongIn('diff', document), '');
    assert.ok(!ran.stdout.includes(repo.path), 'no absolute path');
    return document as Told;
  };
  const weights = ({ changes }: Told): string[] => changes.map(({ weight, direction, thing }) => `${weight} ${direction} ${thing.id}`);
  beforeEach(async () => { repo = await Repository.create(); });
  afterEach(() => repo.remove());

  it('reads what is to be compared', () => {
    assert.deepEqual(['main', 'main..', 'main...', 'a..b', 'a...b', 'v1.0..v1.1', '..b', ''].map(readSpan), [
      { base: 'main', merged: false }, { base: 'main', merged: false }, { base: 'main', merged: true }, { base: 'a', merged: false, head: 'b' }, { base: 'a', merged: true, head: 'b' },
      { base: 'v1.0', merged: false, head: 'v1.1' }, undefined, undefined,
    ]);
  });

  it('tells what changed between two commits as they are, from where they went apart, and up to what stands on disk', async () => {
    const first = repo.write(FILES).commit();
    const loosened = repo.branch('work').write({ 'sla.yaml': SLA(6) }).commit();
    repo.checkout('main').write({ 'note.md': NOTE('Other text of SVC-MAIL.') }).commit();
    const between = await diff('main..work'), apart = await diff('main...work');
    assert.deepEqual(weights(apart), ['promise loosened SLA-B#p1']);
    assert.deepEqual([apart.base.id, apart.head?.id], [first, loosened]);
    assert.deepEqual(weights(between), ['promise loosened SLA-B#p1', 'content changed DOC-NOTE']);
    assert.match(between.changes[0]?.text ?? '', /from .*4 hours.* to .*6 hours/);
    assert.ok(apart.consents.some(({ who, state }) => who.id === 'CUS-B' && state === 'missing'));
    // What is not committed counts; equal bytes of an attachment do not.
    repo.checkout('work').write({ 'sla.yaml': SLA(2), 'plan.pdf': Uint8Array.of(0, 1, 3) });
    const onDisk = await diff('work'), same = await diff('work..');
    assert.deepEqual(weights(onDisk), ['promise tightened SLA-B#p1', 'attachment changed plan.pdf']);
    assert.equal(onDisk.head, undefined);
    assert.deepEqual({ ...same, range: 'work' }, onDisk);
    assert.deepEqual((await diff('main...')).changes.map(({ act }) => act), ['changed', 'changed']);
  });

  it('compares nothing with nothing: the same state has no changes, and its findings stayed', async () => {
    repo.write(FILES).commit();
    const told = await diff('HEAD..HEAD');
    assert.deepEqual([told.changes, told.consents, told.findings.introduced, told.findings.fixed, told.files], [[], [], [], [], { changed: 0, added: 0, removed: 0, moved: 0 }]);
    assert.ok(told.findings.remaining > 0);
    assert.deepEqual(told, { ...(await diff('HEAD..HEAD')) });
  });

  it('judges both as of the day of the later, or the one that is given', async () => {
    repo.write({ ...FILES, 'sms.yaml': SMS.replace('today: 2026-03-31\n', '') }).commit({ date: '2026-01-05T10:00:00Z' });
    repo.write({ 'note.md': NOTE('More.') }).commit({ date: '2026-02-06T10:00:00Z' });
    assert.deepEqual([(await diff('HEAD~1..HEAD')).today, (await diff('HEAD~1..HEAD', { more: ['--today', '2027-01-01'] })).today], ['2026-02-06', '2027-01-01']);
  });

  it('is written for people: what comes first is first, and the same in other words is folded', async () => {
    repo.write(FILES).commit();
    repo.write({ 'sms.yaml': `${SMS}reviewEvery: { procedure: 24 months }\n`, 'sla.yaml': SLA(6), 'customers.yaml': `# Of all of them\n${CUSTOMERS}` });
    const ran = await sms(['diff', 'HEAD']), all = await sms(['diff', 'HEAD', '--all']);
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, /^1 change of what is checked at all\. 1 promise loosened\..*\nFiles: 3 changed/);
    assert.ok(ran.stdout.indexOf('sms.yaml:') < ran.stdout.indexOf('loosened  '), ran.stdout);
    assert.match(ran.stdout, /Needs the consent of .*Boreal \(CUS-B\) \(missing\)/);
    assert.match(ran.stdout, /The same in other words: 1 change in 1 file, not shown \(--all\)\./);
    assert.match(all.stdout, /The same in other words \(1\)\n.*CUSTOMERS/);
    assert.match(ran.stdout, /HEAD: from commit [0-9a-f]{12} of 2026-01-05 to what stands on disk\. Both as of 2026-03-31 \(today of sms\.yaml\)\. Tiny Hosting\.\n$/);
  });

  it('ends with 1 only where it was asked for', async () => {
    repo.write(FILES).commit();
    repo.write({ 'note.md': NOTE('More.') });
    for (const what of ['introduced', 'loosened', 'missing-consent', 'introduced,loosened, missing-consent']) assert.equal((await sms(['diff', 'HEAD', '--fail-on', what])).status, 0, what);
    repo.write({ 'sla.yaml': SLA(2) });
    for (const [what, status] of [['loosened', 0], ['missing-consent', 1]] as const) assert.equal((await sms(['diff', 'HEAD', '--fail-on', what])).status, status, what);
    repo.write({ 'sla.yaml': SLA(6) });
    for (const [what, status] of [['loosened', 1], ['missing-consent', 1], ['introduced,loosened', 1]] as const) assert.equal((await sms(['diff', 'HEAD', '--fail-on', what])).status, status, what);
    repo.write({ 'sla.yaml': SLA(4, 'sevrices: [X]\n') });
    const told = await diff('HEAD', { status: 1, more: ['--fail-on', 'introduced'] });
    assert.deepEqual(told.findings.introduced.map(({ rule, file }) => [rule, file]), [['doc-changed-without-version', 'sla.yaml'], ['field-unknown', 'sla.yaml']]);
    const wrong = await sms(['diff', 'HEAD', '--fail-on', 'loose']);
    assert.deepEqual([wrong.status, wrong.stdout, wrong.stderr], [2, '', 'sms: --fail-on takes introduced, loosened, missing-consent, or several of them with commas between, not "loose".\n']);
  });

  it('says that there was no SMS, or one that it cannot read', async () => {
    repo.write({ 'readme.md': 'x\n' }).commit();
    repo.write({ 'sms/readme.md': 'x\n' }).commit();
    repo.write({ 'sms/sms.yaml': SMS.replace('sms: 1', 'sms: 2'), 'sms/sla.yaml': SLA() }).commit();
    for (const [file, text] of Object.entries(FILES)) repo.write({ [`sms/${file}`]: text });
    repo.commit();
    const fresh = await diff('HEAD~3..HEAD', { folder: 'sms' });
    assert.match(fresh.notes.join(), /^In commit [0-9a-f]{12} of 2026-01-05 there was no SMS: the folder was not there\. All that is there now counts as new\.$/);
    assert.deepEqual([...new Set(fresh.changes.map(({ act }) => act))], ['added']);
    assert.ok(fresh.findings.introduced.length > 0 && fresh.findings.fixed.length === 0 && fresh.changes.length >= 6);
    assert.match((await diff('HEAD~2..HEAD', { folder: 'sms' })).notes.join(), /the folder had no sms\.yaml/);
    const unread = await diff('HEAD~1..HEAD', { folder: 'sms', status: 3 });
    assert.deepEqual([unread.changes, unread.outcome, unread.notCompared.map(({ side, file }) => [side, file])], [[], 'incomplete', [['before', 'sms.yaml']]]);
    assert.match(unread.notCompared[0]?.reason ?? '', /nothing can be compared with what stood there: .*version 2 of the format/);
    assert.match((await sms(['diff', 'HEAD~1..HEAD', 'sms'])).stdout, /Could not be compared \(1\)\n {2}sms\.yaml, as it was: .*\n\nIncomplete: not everything could be compared\./);
    // The other way round it is the later one that cannot be used.
    const gone = await sms(['diff', 'HEAD..HEAD~1', 'sms']);
    assert.deepEqual([gone.status, gone.stdout], [2, '']);
    assert.match(gone.stderr, /sms\.yaml cannot be used as it is/);
  });

  it('explains why there is nothing to compare with', async () => {
    repo.write(FILES).commit();
    repo.write({ 'note.md': NOTE('Two.') }).commit();
    repo.git('checkout', '-q', '--orphan', 'elsewhere');
    repo.commit();
    repo.checkout('main');
    const says = async (argv: string[], status: number, sentence: RegExp, cwd = repo.path): Promise<void> => {
      const ran = await sms(argv, cwd);
      assert.deepEqual([ran.status, ran.stdout], [status, ''], ran.stderr);
      assert.match(ran.stderr, sentence);
    };
    await says(['diff', 'elsewhere...main'], 2, /^sms: elsewhere and main have no commit in common, .*To compare them as they are: elsewhere\.\.main\n$/);
    assert.equal((await sms(['diff', 'elsewhere..main'])).status, 0);
    await says(['diff', 'nowhere..main'], 2, /nowhere/);
    await says(['diff', '--', '--output=x'], 2, /--output=x/);
    await says(['diff', '..main'], 2, /needs to know where the change begins: sms diff BASE\.\.HEAD/);
    await says(['diff'], 2, /sms diff needs to know what/);
    const path = join(repo.home, 'shallow');
    execFileSync('git', ['clone', '-q', '--depth=1', '--no-single-branch', `file://${repo.path}`, path], { cwd: repo.home, env: repo.environment, stdio: 'ignore' });
    await says(['diff', 'origin/elsewhere...'], 3, /The commit from which origin\/elsewhere and what is checked out went apart is not in this copy of the repository, .*git fetch --unshallow/, path);
    await says(['diff', 'HEAD~1..'], 3, /There is no HEAD~1 in this copy of the repository\. It may be misspelt, or not fetched/, path);
    await says(['diff', 'main'], 2, /^sms: This folder is not in a git repository, so there is no earlier state to compare with\. .*\n$/, repo.home);
  });

  it('sms check --since tells only what is new since the branch began, and counts the others', async () => {
    repo.write({ ...FILES, 'sla.yaml': SLA(4, 'sevrices: [X]\n') }).commit();
    const base = repo.git('rev-parse', 'HEAD');
    repo.branch('work').write({ 'sla.yaml': `# Moved down\n\n${SLA(4, 'sevrices: [X]\n')}`, 'note.md': NOTE('See SVC-GONE and [x](gone.md).') }).commit();
    repo.checkout('main').write({ 'note.md': NOTE('Later on main.') }).commit();
    repo.checkout('work');
    const whole = await sms(['check', '--format', 'json']), ran = await sms(['check', '--since', 'main', '--format', 'json']), text = await sms(['check', '--since', 'main']);
    const document = JSON.parse(ran.stdout) as { runs: { findings: { rule: string; file: string }[]; since: { revision: string; base: { id: string }; remaining: number; fixed: number }; outcome: string }[] }, run = document.runs[0];
    assert.equal(wrongIn('check', document), '');
    assert.deepEqual(run?.findings.map(({ rule, file }) => [rule, file]), [['ref-unresolved-or-obsolete', 'note.md']]);
    const all = (JSON.parse(whole.stdout) as typeof document).runs[0]?.findings.length ?? 0;
    assert.deepEqual([run?.since.revision, run?.since.base.id, run?.since.remaining, run?.since.fixed], ['main', base, all - 1, 0]);
    assert.equal(ran.status, 1);
    assert.doesNotMatch(text.stdout, /field-unknown|Checked without a finding/);
    assert.match(text.stdout.replace(/\s+/g, ' '), new RegExp(`Only what is new since commit ${base.slice(0, 12)} of 2026-01-05, from which main and this went apart: ${all - 1} that were there already are not told, 0 are mended\\.`));
    repo.git('checkout', '-q', '--', '.');
    assert.equal((await sms(['check', '--since', 'HEAD'])).status, 0);
    assert.equal((await sms(['check', '--since', 'nowhere'])).status, 2);
  });

  it('sms check --since is incomplete, and tells all findings, where the history is missing', async () => {
    repo.write({ ...FILES, 'sla.yaml': SLA(4, 'sevrices: [X]\n') }).commit();
    repo.branch('work').write({ 'note.md': NOTE('Two.') }).commit();
    repo.checkout('main').write({ 'note.md': NOTE('Three.') }).commit();
    const path = join(repo.home, 'shallow');
    execFileSync('git', ['clone', '-q', '--depth=1', '--no-single-branch', `file://${repo.path}`, path], { cwd: repo.home, env: repo.environment, stdio: 'ignore' });
    const ran = await sms(['check', '--since', 'origin/work'], path);
    assert.equal(ran.status, 3);
    assert.match(ran.stdout, /field-unknown/);
    assert.match(ran.stdout.replace(/\s+/g, ' '), /what is new since origin\/work is not known, and all findings are told\. The commit from which origin\/work and what is checked out went apart is not in this copy/);
  });
});
