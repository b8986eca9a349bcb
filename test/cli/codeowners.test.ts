import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SMS_YAML } from './fixtures.js';
import { inFolder, runHere } from './scenario.js';

/** Who is asked about a change: sms codeowners. */

const ROLES = `kind: role-register
id: ROLES
title: Roles
version: "1"
status: draft
owner: ROLE-SMM
approver: ROLE-SD
reviewEvery: 12 months
people:
  - { id: P-ANN, name: Ann Smit, emails: [Ann@harbour.example, ann@old.example] }
  - { id: P-BOB, name: Bob Vos, emails: [bob@harbour.example] }
  - { id: P-CY, name: Cy }
  - { id: P-BAD, name: Bad, emails: ["a b@#x"] }
roles:
  - { id: ROLE-SMM, title: SMS manager, holders: [{ person: P-ANN, from: 2026-01-01 }] }
  - id: ROLE-SD
    title: Service director
    aliases: [ROLE-OLD]
    holders:
      - { person: P-BOB, from: 2026-01-01, until: 2026-06-30 }
      - { person: P-ANN, from: 2026-07-01 }
  - { id: ROLE-CY, title: Without an address, holders: [{ person: P-CY, from: 2026-01-01 }] }
  - { id: ROLE-BAD, title: With a bad one, holders: [{ person: P-BAD, from: 2026-01-01 }] }
  - { id: ROLE-DESK, title: Service desk, holders: [{ group: Service desk, from: 2026-01-01 }] }
`;

const note = (id: string, owner: string, approver: string): string => `---\nkind: document\nid: ${id}\ntitle: ${id}\nversion: "1"\nstatus: draft\nowner: ${owner}\napprover: ${approver}\nreviewEvery: 12 months\n---\nText.\n`;

const FILES: Readonly<Record<string, string>> = {
  'sms.yaml': SMS_YAML, 'roles.yaml': ROLES, 'z.md': note('DOC-Z', 'ROLE-SMM', 'ROLE-OLD'), 'a b/#1 [x]*.md': note('DOC-A', 'ROLE-SMM', 'ROLE-CY'), 'b.md': note('DOC-B', 'ROLE-DESK', 'ROLE-BAD'),
};
const LINES = ['/a\\ b/?1\\ ?x??.md ann@harbour.example', '/roles.yaml ann@harbour.example bob@harbour.example', '/z.md ann@harbour.example bob@harbour.example'];
const SAYS = '# By sms codeowners, from the owners and approvers of the documents. What stands in this block is written anew.';
const BLOCK = ['# >>> sms-as-code', SAYS, ...LINES, '# <<< sms-as-code'].join('\n');

const git = (folder: string, ...args: string[]): void => { execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], { cwd: folder, stdio: 'ignore' }); };

/** The SMS as a repository of its own. */
async function inRepository<T>(files: Readonly<Record<string, string>>, work: (folder: string) => Promise<T>): Promise<T> {
  return inFolder(files, async folder => { git(folder, 'init'); return work(folder); });
}

describe('sms codeowners', function () {
  this.timeout(60_000);

  it('names the holders of the day of owner and approver, sorted, paths quoted for every forge', async () => {
    await inRepository(FILES, async folder => {
      const { status, stdout } = await runHere(['codeowners'], { cwd: folder });
      assert.deepEqual([status, stdout], [0, `${BLOCK}\n`]);
      assert.match((await runHere(['codeowners', '--today', '2026-07-01'], { cwd: folder })).stdout, /^\/z\.md ann@harbour\.example$/m);
    });
  });

  it('quotes so that a pattern means its file: git reads it as a forge does', async () => {
    const names = ['a b/#1 [x]*.md', '#.md', '!n.md', 'w?.md', 'back\\slash.md', 'tab\there.md', 'plain.md', '日本 x.md'];
    await inRepository({ ...Object.fromEntries(names.map((name, at) => [name, note(`DOC-${at}`, 'ROLE-SMM', 'ROLE-SD')])), 'sms.yaml': SMS_YAML, 'roles.yaml': ROLES, 'sub/plain.md': 'x', 'sub/#.md': 'x' }, async folder => {
      const { stdout } = await runHere(['codeowners'], { cwd: folder }), patterns = stdout.split('\n').filter(line => line.startsWith('/')).map(line => line.replace(/ \S+@.*$/, ''));
      assert.equal(patterns.length, names.length + 1);
      for (const at of patterns.keys()) {
        writeFileSync(join(folder, '.git/info/exclude'), `${patterns[at] ?? ''}\n`);
        const matched = execFileSync('git', ['ls-files', '-z', '--others', '--ignored', '--exclude-standard'], { cwd: folder, encoding: 'utf8' }).split('\0').filter(name => name !== '');
        assert.equal(matched.length, 1, `${patterns[at] ?? ''} means ${matched.join(', ')}`);
      }
    });
  });

  it('tells whom nobody can ask, by role and by document', async () => {
    await inRepository(FILES, async folder => {
      const { stderr } = await runHere(['codeowners'], { cwd: folder });
      assert.deepEqual(stderr.trimEnd().split('\n'), [
        'sms: Nobody with an e-mail address holds With a bad one (ROLE-BAD) on 2026-03-31. It owns or approves DOC-B.',
        'sms: Nobody with an e-mail address holds Without an address (ROLE-CY) on 2026-03-31. It owns or approves DOC-A.',
        'sms: Nobody with an e-mail address holds Service desk (ROLE-DESK) on 2026-03-31. It owns or approves DOC-B.',
        'sms: No line for DOC-B (b.md): there is nobody to be asked.',
      ]);
    });
  });

  it('tells paths from the top of the repository, and has a block of its own for each SMS', async () => {
    const files = Object.fromEntries(['one', 'two x'].flatMap(name => Object.entries({ 'sms.yaml': SMS_YAML, 'roles.yaml': ROLES }).map(([file, text]) => [`${name}/${file}`, text])));
    await inRepository(files, async folder => {
      for (const name of ['one', 'two x']) assert.equal((await runHere(['codeowners', name, '--write', 'CODEOWNERS'], { cwd: folder })).status, 0);
      const text = readFileSync(join(folder, 'CODEOWNERS'), 'utf8');
      assert.deepEqual(text.split('\n').filter(line => line.startsWith('/') || /^# (?:>>>|<<<)/.test(line)), [
        '# >>> sms-as-code one', '/one/roles.yaml ann@harbour.example bob@harbour.example', '# <<< sms-as-code one',
        '# >>> sms-as-code two x', '/two\\ x/roles.yaml ann@harbour.example bob@harbour.example', '# <<< sms-as-code two x',
      ]);
      for (const name of ['one', 'two x']) assert.equal((await runHere(['codeowners', '--check', '../CODEOWNERS'], { cwd: join(folder, name) })).status, 0);
    });
  });

  it('without a repository says from where it tells paths', async () => {
    await inFolder(FILES, async folder => {
      const { status, stdout, stderr } = await runHere(['codeowners'], { cwd: folder });
      assert.deepEqual([status, stdout], [0, `${BLOCK}\n`]);
      assert.match(stderr, /^sms: Paths are told from the folder of the SMS\. /);
    });
  });

  it('writes its block and keeps the lines around it, whatever their ends', async () => {
    await inRepository({ ...FILES, '.github/CODEOWNERS': '* @org/all\r\n/x.md @x\r\n' }, async folder => {
      const file = join(folder, '.github/CODEOWNERS'), run = (option: string): ReturnType<typeof runHere> => runHere(['codeowners', option, '.github/CODEOWNERS'], { cwd: folder });
      assert.equal((await run('--write')).status, 0);
      const written = readFileSync(file, 'utf8');
      assert.equal(written, `* @org/all\r\n/x.md @x\r\n\r\n${BLOCK.replace(/\n/g, '\r\n')}\r\n`);
      assert.equal((await run('--check')).status, 0);
      writeFileSync(file, `${written}/y.md @y\r\n`.replace(/\/z\.md.*\r\n/, ''));
      assert.equal((await run('--write')).status, 0);
      assert.equal(readFileSync(file, 'utf8'), `${written}/y.md @y\r\n`);
      assert.match((await run('--write')).stderr, /\.github\/CODEOWNERS is current: 3 documents\. Nothing is committed\.$/m);
    });
  });

  it('--check tells the lines that differ and ends with 1', async () => {
    await inRepository({ ...FILES, CODEOWNERS: `${BLOCK}\n` }, async folder => {
      const check = (): ReturnType<typeof runHere> => runHere(['codeowners', '--check', 'CODEOWNERS'], { cwd: folder });
      assert.deepEqual(await check().then(({ status, stdout }) => [status, stdout]), [0, 'CODEOWNERS is current: 3 documents.\n']);
      writeFileSync(join(folder, 'z.md'), note('DOC-Z', 'ROLE-SMM', 'ROLE-SMM'));
      assert.deepEqual(await check().then(({ status, stdout }) => [status, stdout]), [1, [
        'CODEOWNERS is not current. sms codeowners --write CODEOWNERS writes it.', '- /z.md ann@harbour.example bob@harbour.example', '+ /z.md ann@harbour.example', '',
      ].join('\n')]);
      writeFileSync(join(folder, 'CODEOWNERS'), '* @all\n');
      assert.match((await check()).stdout, /^CODEOWNERS is not current: it has no lines of sms codeowners\./);
      writeFileSync(join(folder, 'CODEOWNERS'), `${BLOCK}\n`.replace(`${SAYS}\n`, '').replace('# <<<', `${SAYS}\n# <<<`));
      assert.equal((await check()).status, 1);
    });
  });

  it('what cannot be done is a sentence, and nothing is written', async () => {
    await inRepository({ ...FILES, half: '# >>> sms-as-code\n/x @y\n', twice: `${BLOCK}\n${BLOCK}\n`, real: 'x\n' }, async folder => {
      const said = async (...argv: string[]): Promise<string> => {
        const { status, stdout, stderr } = await runHere(['codeowners', ...argv], { cwd: folder });
        assert.deepEqual([status, stdout], [2, ''], argv.join(' '));
        return stderr;
      };
      assert.match(await said('--write', 'half'), /^sms: half does not hold "# >>> sms-as-code" and then "# <<< sms-as-code" once each\. Mend that by hand\.$/m);
      assert.match(await said('--write', 'twice'), /once each/);
      assert.match(await said('--check', 'half'), /once each/);
      assert.match(await said('--check', 'missing'), /^sms: There is no file missing\. sms codeowners --write missing writes it\.$/m);
      assert.match(await said('--write', 'no-folder/CODEOWNERS'), /^sms: no-folder\/CODEOWNERS could not be written \(ENOENT\)/m);
      assert.match(await said('--write', 'a', '--check', 'b'), /Give one of them/);
      assert.match(await said('--write', '.git/CODEOWNERS'), /could not be written \(outside\)/);
      symlinkSync('real', join(folder, 'link'));
      assert.match(await said('--write', 'link'), /cannot be read as text/);
      mkdirSync(join(folder, 'folder'));
      assert.match(await said('--write', 'folder'), /cannot be read as text/);
      assert.match(await said('--format', 'json'), /has no option --format/);
      assert.equal(readFileSync(join(folder, 'half'), 'utf8'), '# >>> sms-as-code\n/x @y\n');
      assert.equal(readFileSync(join(folder, 'real'), 'utf8'), 'x\n');
    });
  });

  it('a document that cannot be read makes the list incomplete, and nothing is written', async () => {
    await inRepository({ ...FILES, 'nul.yaml': 'kind: document\nid: "\0"\n' }, async folder => {
      assert.equal((await runHere(['codeowners'], { cwd: folder })).status, 3);
      assert.equal((await runHere(['codeowners', '--write', 'CODEOWNERS'], { cwd: folder })).status, 3);
      assert.ok(!existsSync(join(folder, 'CODEOWNERS')));
    });
  });
});
