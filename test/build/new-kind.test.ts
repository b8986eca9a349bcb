import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A kind is one schema file and no code; a rule about a missing field is an annotation. Tried on a copy of the sources with one schema more. */
describe('a new kind', () => {
  const copy = mkdtempSync(join(tmpdir(), 'sms-kind-'));
  const run = (...args: string[]): { status: number | null; stdout: string } => {
    const { status, stdout } = spawnSync(process.execPath, [join(copy, 'dist/cli.cjs'), ...args], { cwd: copy, encoding: 'utf8' });
    return { status, stdout };
  };

  before(function () {
    this.timeout(120_000);
    for (const name of ['src', 'schemas', 'l10n', 'esbuild.mjs', 'package.json', 'tsconfig.json']) cpSync(name, join(copy, name), { recursive: true });
    symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'), 'junction');
    writeFileSync(join(copy, 'schemas/printer-register.json'), JSON.stringify({
      $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'printer-register.json', $comment: 'SMS format 1',
      'x-kind': 'printer-register', 'x-name': { en: 'Printer register' }, 'x-format': 'yaml', 'x-header': 'document', 'x-clauses': [{ clause: '8.2.5', as: 'maintain' }],
      title: 'Printer register', description: 'The printers that services use.', type: 'object', allOf: [{ $ref: 'header-document.json' }], unevaluatedProperties: false,
      properties: {
        printers: {
          title: 'printers', description: 'All printers.', type: 'array',
          items: {
            type: 'object', additionalProperties: false,
            properties: {
              id: { $ref: 'common.json#/$defs/id', title: 'id', description: 'How documents call it.', 'x-defines': 'printer' },
              title: { title: 'title', description: 'Its name.', type: 'string' },
              service: { title: 'service', description: 'Which service it is part of.', type: 'string', 'x-refers-to': ['service'] },
              owner: { $ref: 'common.json#/$defs/role', title: 'owner', description: 'Who answers for it.', 'x-rule': { missing: 'catalogue-field-missing', unresolved: 'role-unknown-or-vacant' } },
            },
          },
        },
      },
    }));
    execFileSync(process.execPath, ['esbuild.mjs'], { cwd: copy, stdio: 'pipe' });
    mkdirSync(join(copy, 'sms'));
    writeFileSync(join(copy, 'sms/sms.yaml'), 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\ntoday: 2026-10-15\nstage: building\n');
    writeFileSync(join(copy, 'sms/printers.yaml'), `kind: printer-register
id: PRINTERS
title: Printers
version: 1.0
status: draft
owner: ROLE-DESK
approver: ROLE-DESK
reviewEvery: 12 months
printers:
  - { id: PRN-1, title: Front office, service: SVC-PRINT }
  - { id: PRN-2, title: Warehouse, owner: ROLE-DESK, colour: yes }
`);
    writeFileSync(join(copy, 'sms/roles.yaml'), `kind: role-register
id: ROLES
title: Roles
version: 1.0
status: draft
owner: ROLE-DESK
approver: ROLE-DESK
reviewEvery: 12 months
people: [{ id: PER-1, name: Ria Aalbers, emails: [ria@example.org] }]
roles: [{ id: ROLE-DESK, title: Service desk, assures: [conformity, reporting], holders: [{ person: PER-1, from: 2024-01-01 }] }]
`);
    writeFileSync(join(copy, 'sms/note.md'), '---\nkind: document\nid: NOTE\ntitle: Note\nversion: 1.0\nstatus: draft\nowner: ROLE-DESK\napprover: ROLE-DESK\nreviewEvery: 12 months\n---\n\nPRN-2 stands in the hall, and [[PRN-3]] beside it.\n');
  });
  after(() => rmSync(copy, { recursive: true, force: true }));

  it('is checked, linked and shown for its clause', () => {
    const { stdout, status } = run('check', 'sms', '--format', 'json');
    const [root] = (JSON.parse(stdout) as { runs: { findings: { file: string; rule: string; message: string; text: string }[]; clauses: { clause: string; evidence: { id: string }[] }[] }[] }).runs;
    assert.equal(status, 1);
    assert.deepEqual(root?.findings.filter(({ rule }) => rule !== 'mandatory-artefact-missing').map(({ file, rule, message }) => `${file} ${rule} ${message}`), [
      'note.md ref-unresolved-or-obsolete unknown',
      'printers.yaml catalogue-field-missing missing',
      'printers.yaml ref-unresolved-or-obsolete unknown',
      'printers.yaml field-unknown unknown',
    ]);
    assert.match(root?.findings.find(({ rule }) => rule === 'catalogue-field-missing')?.text ?? '', /Front office.*owner/);
    assert.match(JSON.stringify(root?.clauses.find(({ clause }) => clause === '8.2.5')), /PRINTERS/);
  });

  it('stands in the table of kinds', () => {
    assert.match(run('kinds', '--markdown').stdout, /\| `printer-register` \| Printer register \| document, YAML \| 8\.2\.5 \(maintained\) \|/);
  });
});
