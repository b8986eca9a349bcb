import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Repository } from '../support/repository.js';
import { inFolder, runHere, type Ran } from './scenario.js';

const SMS = 'sms: 1\norganization: Quayside IT\ntimeZone: Europe/Amsterdam\ntoday: 2026-03-31\nstage: building\n';
const ROLES = `kind: role-register
id: ROLES
title: Roles
version: "1"
status: approved
owner: ROLE-SMM
approver: ROLE-DIR
approvedOn: 2026-01-10
effectiveFrom: 2026-01-10
reviewEvery: 12 months
people:
  - { id: P-ANN, name: Ann Ash, emails: [ann@example.org] }
  - { id: P-BOB, name: Bob Beech, emails: [bob@example.org] }
roles:
  - { id: ROLE-SMM, title: SMS manager, assures: [conformity, reporting], holders: [{ person: P-ANN, from: 2026-01-01 }] }
  - { id: ROLE-DIR, title: Director, topManagement: true, holders: [{ person: P-BOB, from: 2026-01-01 }] }
`;
const MAIL = '  - { id: SVC-MAIL, title: Mail, description: Mail for all, dependsOn: [{ to: SVC-NTE }, SVC-NET, SVC-NET] }\n', NET = '  - { id: SVC-NET, title: Network, dependsOn: [{ to: SVC-NET }] }\n';
const catalogue = (...services: string[]): string => `kind: service-catalogue\nid: CAT\ntitle: Services\nservices:\n${services.join('')}`;
const FILES = { 'sms.yaml': SMS, 'roles.yaml': ROLES, 'catalogue.yaml': catalogue(MAIL, NET) };
const FIRST = ['baseline', '--owner', 'ROLE-SMM', '--until', '2026-12-31'];
const ANN = 'Ann Ash <ann@example.org>', BOB = 'Bob Beech <bob@example.org>';

interface Finding { rule: string; subject?: string; text: string }
interface Checked { outcome: string; findings: Finding[]; accepted: (Finding & { deviation: string })[] }

const found = (checked: Checked): string[] => checked.findings.map(({ rule, text }) => `${rule}: ${text}`).filter(line => !line.startsWith('mandatory-artefact-missing'));
const check = async (cwd: string, ...more: string[]): Promise<Checked> => {
  const ran = await runHere(['check', '--format', 'json', '--exit-zero', ...more], { cwd }), report: unknown = JSON.parse(ran.stdout);
  const [root] = typeof report === 'object' && report !== null && 'runs' in report && Array.isArray(report.runs) ? report.runs : [];
  return root as Checked;
};
const read = (cwd: string, file = 'deviations.yaml'): string => readFileSync(join(cwd, file), 'utf8');
const write = (cwd: string, file: string, text: string): void => { writeFileSync(join(cwd, file), text); };
const baseline = async (cwd: string, argv: readonly string[] = ['baseline'], status = 0): Promise<Ran> => {
  const ran = await runHere(argv, { cwd });
  assert.equal(ran.status, status, ran.stderr + ran.stdout);
  return ran;
};
/** As if somebody had approved it, on paper. */
const approved = (text: string): string => text.replace('status: draft', 'status: approved\napprovedOn: 2026-03-31\neffectiveFrom: 2026-03-31\nreviewEvery: 12 months');
/** A folder with a baseline that counts. */
const taken = (work: (folder: string) => Promise<void>, files: Readonly<Record<string, string>> = FILES): Promise<void> => inFolder(files, async folder => {
  await baseline(folder, FIRST);
  write(folder, 'deviations.yaml', approved(read(folder)));
  assert.deepEqual(found(await check(folder)), []);
  await work(folder);
});

describe('sms baseline', () => {
  it('takes over what is found, each rule and thing once, and counts once it is approved', async () => {
    await inFolder(FILES, async folder => {
      const before = await check(folder), { stdout } = await baseline(folder, FIRST);
      assert.ok(found(before).length > 8);
      assert.match(stdout, /^Taken over: (\d+) findings .* of deviations\.yaml, until 2026-12-31\./);
      assert.match(stdout, /Never accepted, and still to be mended: 1 finding/);
      assert.match(stdout, /Nothing of it counts until DEVIATIONS is approved by ROLE-DIR.*\n(?:.*\n)?  sms approve DEVIATIONS --meaning approved\n/);
      assert.ok((await check(folder)).accepted.length === 0);
      const text = read(folder), places = [...text.matchAll(/^ {4}rule: (.*)\n {4}at: (.*)$/gm)].map(([, rule, at]) => `${rule} ${at}`);
      assert.equal(new Set(places).size, places.length);
      assert.deepEqual(places, [...places].sort());
      write(folder, 'deviations.yaml', approved(text));
      const after = await check(folder);
      assert.deepEqual(found(after), []);
      assert.deepEqual(after.accepted.map(({ rule, text }) => `${rule}: ${text}`).sort(), found(before).sort());
    });
  });

  it('is green after an approval that git shows', async () => {
    const repository = await Repository.create();
    try {
      // The day of sms.yaml is before that of the commits of this test; without it the day is that of the clock.
      repository.write({ ...FILES, 'sms.yaml': SMS.replace('today: 2026-03-31\n', '') }).commit({ author: ANN });
      const env = (): Record<string, string> => Object.fromEntries(Object.entries(repository.environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
      const sms = (...argv: string[]): Promise<Ran> => runHere(argv, { cwd: repository.path, env: env() });
      assert.equal((await sms('check', '--quiet')).status, 1);
      const ran = await sms(...FIRST);
      assert.equal(ran.status, 0, ran.stderr);
      repository.commit({ author: ANN });
      repository.git('config', 'user.name', 'Bob Beech');
      repository.git('config', 'user.email', 'bob@example.org');
      const said = /^ {2}sms (approve .*)$/m.exec(ran.stdout)?.[1] ?? '', approval = await runHere(said.split(' '), { cwd: repository.path, env: { ...env(), ...AS_BOB } });
      assert.equal(approval.status, 0, approval.stderr);
      repository.commit({ author: BOB, message: approval.stdout });
      const { status, stdout } = await sms('check');
      assert.equal(status, 0, stdout);
      assert.match(stdout, /Baseline \(not counted\)\n {2}\d+ findings \(.*\) in \d+ entries of deviations\.yaml, until 2026-12-31\./);
      assert.match(stdout, /accepted as deviations, in the baseline until 2026-12-31\./);
    } finally { repository.remove(); }
  });

  it('knows what it covers where files move and rows, fields and lines are in another order', () => taken(async folder => {
    execFileSync('mkdir', [join(folder, 'moved')]);
    execFileSync('mv', [join(folder, 'catalogue.yaml'), join(folder, 'moved/aaa.yaml')]);
    write(folder, 'moved/aaa.yaml', `# Moved\n\n${catalogue(NET, MAIL.replace('[{ to: SVC-NTE }, SVC-NET, SVC-NET]', '[SVC-NET, { to: SVC-NTE }, SVC-NET]'))}`);
    const register = read(folder);
    assert.deepEqual(found(await check(folder)), []);
    assert.match((await baseline(folder)).stdout, /^The baseline stays as it is/);
    assert.equal(read(folder), register);
  }));

  it('lets what is new count: of the same rule on the same thing, and more of what nothing tells apart', () => taken(async folder => {
    write(folder, 'catalogue.yaml', catalogue(MAIL.replace('{ to: SVC-NTE }', '{ to: SVC-NTE }, { to: SVC-NIX }, SVC-NET'), NET));
    const now = found(await check(folder));
    assert.deepEqual(now.map(line => line.split(':')[0]), ['catalogue-dependency-unresolved', 'field-invalid']);
    assert.ok(now[0]?.includes('SVC-NIX'), now[0]);
    const register = read(folder), { stdout } = await baseline(folder);
    assert.match(stdout, /Found since, and not covered: 2 findings .*\n +1 {2}catalogue-dependency-unresolved/);
    assert.equal(read(folder), register);
    assert.deepEqual(found(await check(folder)), now);
  }));

  it('knows again what lacks less than it did', () => taken(async folder => {
    const before = (await check(folder)).accepted.filter(({ rule, subject }) => rule === 'catalogue-field-missing' && subject === 'SVC-NET');
    assert.match(before[0]?.text ?? '', /`description`.*and/);
    write(folder, 'catalogue.yaml', catalogue(MAIL, NET.replace('title: Network', 'title: Network, description: Cables and switches')));
    const after = await check(folder);
    assert.deepEqual(found(after).map(line => line.split(':')[0]), ['deviation-unused']);
    assert.match(found(after)[0] ?? '', /Some of what this accepts of `catalogue-field-missing` at SVC-NET is gone/);
    await baseline(folder);
    assert.deepEqual(found(await check(folder)), []);
    // Once it is taken out, it counts when it comes back.
    write(folder, 'catalogue.yaml', catalogue(MAIL, NET));
    assert.deepEqual(found(await check(folder)).map(line => line.split(':')[0]), ['catalogue-field-missing']);
  }));

  it('only gets shorter, and leaves comments, order and line ends as they are', () => taken(async folder => {
    const before = approved(read(folder)).replace('deviations:\n', 'deviations:\n  # Taken over in spring.\n').replace(/\n/g, '\r\n');
    write(folder, 'deviations.yaml', before);
    write(folder, 'catalogue.yaml', catalogue(MAIL.replace('{ to: SVC-NTE }, SVC-NET, ', ''), NET.replace('[{ to: SVC-NET }]', '[]')));
    const { stdout } = await baseline(folder, FIRST), after = read(folder);
    assert.match(stdout, /^The baseline is shorter: 2 entries taken out, 1 entry shortened, for what they cover is gone\./);
    assert.ok(after.includes('# Taken over in spring.\r\n'));
    assert.ok(!/[^\r]\n/.test(after) && after.length < before.length);
    assert.doesNotMatch(after, /catalogue-dependency-unresolved\r\n {4}at: SVC-NET\r/);
    assert.deepEqual([...after.split('\r\n')].filter(line => !before.includes(line)).map(line => line.replace(/[a-p]{10}/, '…')), ['    only: […]']);
    assert.deepEqual(found(await check(folder)), []);
    await baseline(folder);
    assert.equal(read(folder), after);
  }));

  it('puts its entries behind those that people wrote, and does not take theirs out', () => inFolder({
    ...FILES, 'frame/borne.yaml': approved(`kind: deviation-register
id: DEVS
title: What we bear
version: "1"
status: draft
owner: ROLE-SMM
approver: ROLE-DIR
deviations:
  # Decided by the board.
  - id: DEV-007
    rule: role-sms-authority-missing
    at: SVC-GONE
    reason: Not any more.
    owner: ROLE-DIR
    until: 2026-06-30 # at the latest
`),
  }, async folder => {
    const before = read(folder, 'frame/borne.yaml');
    const { stdout } = await baseline(folder, FIRST), after = read(folder, 'frame/borne.yaml');
    assert.ok(after.startsWith(before) && after.includes('id: DEV-008\n'));
    assert.ok(!existsSync(join(folder, 'deviations.yaml')));
    assert.match(stdout, /approved as it was: approve it as it is now/);
    assert.deepEqual(found(await check(folder)).map(line => line.split(':')[0]), ['deviation-unused']);
    await baseline(folder);
    assert.equal(read(folder, 'frame/borne.yaml'), after);
  }));

  it('never accepts a mandatory element that is missing, or an excluded requirement', () => inFolder({
    ...FILES, 'sms.yaml': SMS.replace('stage: building\n', ''), 'scope.md': '---\nkind: scope-statement\nid: SCOPE\ntitle: Scope\nexclusions: [{ clause: "8.7.1", reason: Not needed. }]\n---\n# Scope\n',
  }, async folder => {
    const { stdout } = await baseline(folder, FIRST), graded = await check(folder);
    assert.match(stdout, /Never accepted, and still to be mended: \d+ findings .*major/);
    assert.ok(graded.findings.some(({ rule }) => rule === 'mandatory-artefact-missing'));
    write(folder, 'deviations.yaml', approved(read(folder)));
    const rules = new Set((await check(folder)).findings.map(({ rule }) => rule));
    assert.ok([...rules].every(rule => rule === 'mandatory-artefact-missing' || rule === 'scope-excludes-requirement'), [...rules].join());
    assert.doesNotMatch(read(folder), /mandatory-artefact-missing|scope-excludes-requirement/);
  }));

  it('ends on its day, by the day that it is asked for', () => taken(async folder => {
    assert.deepEqual(found(await check(folder, '--today', '2026-12-31')).filter(line => line.startsWith('catalogue-')), []);
    assert.ok(found(await check(folder, '--today', '2027-01-01')).some(line => line.startsWith('catalogue-')));
    assert.match((await baseline(folder, ['baseline', '--today', '2027-01-01'])).stdout, /It ended on 2026-12-31, and nothing of deviations\.yaml counts any more/);
  }));

  it('leaves what cannot be read a finding, and says so; afterwards nothing is taken out while that is so', async () => {
    const broken = { ...FILES, 'broken.yaml': 'kind: service-catalogue\nid: CAT-2\ntitle: "Cut\nservices: [\n' };
    await inFolder(broken, async folder => {
      const { stdout } = await baseline(folder, FIRST, 3);
      assert.match(stdout, /Could not be checked, so what they hide will count as new/);
      assert.match(stdout, /broken\.yaml: /);
      assert.doesNotMatch(read(folder), /broken\.yaml|yaml-syntax/);
    });
    await taken(async folder => {
      const register = read(folder);
      write(folder, 'broken.yaml', broken['broken.yaml']);
      write(folder, 'catalogue.yaml', catalogue(MAIL.replace('{ to: SVC-NTE }, ', ''), NET));
      assert.match((await baseline(folder, ['baseline'], 3)).stdout, /nothing is taken out of the baseline/);
      assert.equal(read(folder), register);
    });
  });

  it('says the same twice, in the same bytes, and writes nothing with --dry-run', () => inFolder(FILES, async folder => {
    const dry = await baseline(folder, [...FIRST, '--dry-run']);
    assert.ok(!existsSync(join(folder, 'deviations.yaml')));
    const real = await baseline(folder, FIRST), text = read(folder);
    assert.equal(dry.stdout, `Nothing is written: --dry-run. It would be:\n${real.stdout}`);
    await inFolder(FILES, async other => {
      await baseline(other, FIRST);
      assert.equal(read(other), text);
    });
  }));

  it('takes a whole table in one entry where too many rows are alike, and minds one more', async () => {
    const rows = (count: number): string => `Number,Opened\n${Array.from({ length: count }, (_, at) => `INC-${at + 1},2026-03-${String(1 + at % 28).padStart(2, '0')}\n`).join('')}`;
    const log = 'kind: record-log\nid: LOG-INC\ntitle: Incidents\nof: incident-record\nversion: "1"\nstatus: approved\nowner: ROLE-SMM\ntable:\n  file: incidents.csv\n  columns: { id: Number, openedAt: Opened }\n';
    await taken(async folder => {
      assert.match(read(folder), /at: LOG-INC\n {4}only: \[[a-p]{10}\*20\]/);
      assert.doesNotMatch(read(folder), /INC-1\b/);
      write(folder, 'incidents.csv', `Number,Opened\n${rows(45).split('\n').slice(1).reverse().filter(line => line !== '').join('\n')}\n`);
      assert.deepEqual(found(await check(folder)), []);
      write(folder, 'incidents.csv', rows(46));
      assert.deepEqual([...new Set(found(await check(folder)).map(line => line.split(':')[0]))], ['limit-reached']);
    }, { ...FILES, 'log.yaml': log, 'incidents.csv': rows(45) });
  });

  it('refuses what cannot be done in a sentence, and writes nothing', async () => {
    const refused = async (argv: readonly string[], sentence: RegExp, files: Readonly<Record<string, string>> = FILES): Promise<void> => {
      await inFolder(files, async folder => {
        const { stderr, stdout } = await baseline(folder, argv, 2);
        assert.match(stderr, sentence);
        assert.equal(stdout, '');
        assert.ok(!existsSync(join(folder, 'deviations.yaml')));
      });
    };
    await refused(['baseline'], /Say it with --owner ROLE and --until DATE\. Its roles: ROLE-DIR, ROLE-SMM\./);
    await refused(['baseline', '--owner', 'ROLE-SMM', '--until', '2026-03-30'], /ends on a day that is to come/);
    await refused(['baseline', '--owner', 'SVC-NET', '--until', '2026-12-31'], /SVC-NET is no role of this SMS/);
    await refused(FIRST, /which sms\.yaml leaves out \(ignore: dev\*\.yaml\)\. Have it read, and try again\.\n$/, { ...FILES, 'sms.yaml': `${SMS}ignore: ["dev*.yaml"]\n` });
  });

  it('does not touch a register that it may not write', () => taken(async folder => {
    const before = read(folder);
    write(folder, 'catalogue.yaml', catalogue(MAIL.replace('{ to: SVC-NTE }, ', ''), NET));
    chmodSync(folder, 0o555);
    try {
      // Whoever may write everywhere may write here too.
      if (process.getuid?.() !== 0) {
        assert.match((await baseline(folder, ['baseline'], 2)).stderr, /could not be written .*Nothing was written/);
        assert.equal(read(folder), before);
      }
    } finally { chmodSync(folder, 0o755); }
  }));
});

describe('docs/baseline.md', () => {
  it('does what it says, from the first check to the shorter baseline', async () => {
    const repository = await Repository.create(), guide = readFileSync('docs/baseline.md', 'utf8'), said: string[] = [];
    try {
      const env = { ...Object.fromEntries(Object.entries(repository.environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))), ...AS_BOB };
      repository.git('config', 'user.name', 'Bob Beech');
      repository.git('config', 'user.email', 'bob@example.org');
      let message = '', first = '';
      for (const [, file, text, commands = ''] of guide.matchAll(/^`([\w.]+)`:\n\n```yaml\n([^]*?)^```|^```sh\n([^]*?)^```/gm)) {
        if (file !== undefined && text !== undefined) { repository.write({ [file]: text }); continue; }
        for (const line of commands.trim().split('\n')) {
          const [command = '', into] = line.split(' > '), [program, ...argv] = command.split(' ');
          if (program === 'git') { repository.commit(argv.includes('-F') ? { author: BOB, message } : { author: ANN, message: 'What we took over' }); continue; }
          const { status, stdout, stderr } = await runHere(argv, { cwd: repository.path, env });
          said.push(`${command}: ${status}`);
          assert.equal(stderr !== '' && status > 1, false, stderr);
          if (into !== undefined) message = stdout;
          if (first === '' && existsSync(join(repository.path, 'deviations.yaml'))) first = read(repository.path);
        }
      }
      assert.deepEqual(said, [
        'sms check: 1', 'sms baseline --owner ROLE-SMM --until 2027-06-30 --dry-run: 0', 'sms baseline --owner ROLE-SMM --until 2027-06-30: 0', 'sms approve DEVIATIONS --meaning approved: 0', 'sms check: 0', 'sms baseline: 0',
        'sms approve DEVIATIONS --meaning approved: 0', 'sms check: 0',
      ]);
      assert.ok(first.includes(/^ {2}- id: DEV-001\n[^`]*/m.exec(guide)?.[0] ?? '?'), first);
      assert.ok(!read(repository.path).includes('catalogue-dependency-unresolved'));
    } finally { repository.remove(); }
  });
});

const AS_BOB = { GIT_AUTHOR_NAME: 'Bob Beech', GIT_AUTHOR_EMAIL: 'bob@example.org', GIT_COMMITTER_NAME: 'Bob Beech', GIT_COMMITTER_EMAIL: 'bob@example.org' };
