import assert from 'node:assert/strict';
import fc from 'fast-check';
import { digestOf } from '../../src/control/digest.js';
import { editorDesk } from '../../src/editing/desk.js';
import { prepareRename, rename } from '../../src/editing/rename.js';
import { applyChanges, offsetsOf, type Changes } from '../../src/sms/changes.js';
import type { CheckResult } from '../../src/session/session.js';
import { ENGLISH } from '../../src/sms/language.js';
import { parseFile } from '../../src/sms/parse.js';
import { compareText } from '../../src/sms/text.js';
import type { Item } from '../../src/sms/types.js';
import { EXAMPLE_CONFIG } from '../../src/rules/marked.js';
import { checkTexts } from '../support/sms.js';
import { deskAt, type DeskOptions } from './desk.js';

const CATALOGUE = `
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - id: SVC-MAIL
    title: Mail
  - { id: web, title: Web, dependsOn: [{ to: SVC-MAIL }] }
`;
const SLA = `
//- agreements/sla-a.yaml
kind: sla
id: SLA-A
title: Agreement on SVC-MAIL
services: [ 'SVC-MAIL', "web" ]
targets:
  - { id: p1, title: Restoration }
  - id: p2
    title: As p1, and as SLA-A#p1 has it
`;
const PAGE = `
//- pages/mail.md
---
kind: document
id: DOC-MAIL
title: Use of mail
---
# SVC-MAIL

See [[ SVC-MAIL ]], SLA-A#p1, [the agreement](../agreements/sla-a.yaml#p1), [web](../catalogue.yaml#web) and [all](../agreements/sla-a.yaml).
Never \`SVC-MAIL\`, nor SVC-MAIL-OLD.

\`\`\`mermaid
graph TD
  SVC-MAIL --> x[SVC-MAIL]
\`\`\`
`;
const LOG = `
//- incidents.yaml
kind: record-log
id: LOG
title: Incidents
of: incident-record
records:
  - { id: INC-1, title: Down, service: SVC-MAIL, targets: [SLA-A#p1, "SLA-A#p2"] }
`;
const ALL = CATALOGUE + SLA + PAGE + LOG;
const at = (from: string, to: string): string => { assert.equal(ALL.split(from).length, 2, from); return ALL.replace(from, to); };

interface Options extends DeskOptions { renamesFiles?: boolean; asks?: boolean }

async function changesAt(text: string, now: string, options: Options = {}): Promise<{ files: ReadonlyMap<string, string>; changes: Changes } | string> {
  const { desk, file, position, files } = await deskAt(text, options);
  const changes = rename(desk, file, position, now, { renamesFiles: options.renamesFiles ?? true, asks: options.asks ?? true });
  return 'refused' in changes ? changes.refused : { files, changes };
}

/** The lines that are others afterwards, `file:line text`, and files that have another name; or why it is refused. */
async function renamed(text: string, now: string, options: Options = {}): Promise<string[] | string> {
  const result = await changesAt(text, now, options);
  if (typeof result === 'string') return result;
  const { files, changes } = result, after = applyChanges(files, changes), moved = changes.rename ?? [];
  const lines = [...files].flatMap(([file, before]) => {
    const name = moved.find(({ from }) => from === file)?.to ?? file, old = before.split('\n');
    return (after.get(name) ?? '').split('\n').flatMap((line, no, all) => (line === old[no - (all.length - old.length)] || line === old[no] ? [] : [`${name}:${no + 1} ${line}`]));
  });
  return [...moved.map(({ from, to }) => `${from} -> ${to}`), ...lines];
}

/** What the editor asks or says of the changes, with how many there are of each. */
async function told(text: string, now: string): Promise<Record<string, number> | string> {
  const result = await changesAt(text, now);
  if (typeof result === 'string') return result;
  const counts: Record<string, number> = {};
  for (const { confirm, note } of result.changes.edits?.flatMap(({ edits }) => edits) ?? []) {
    const words = confirm === undefined ? note ?? '' : `${confirm}?`;
    counts[words] = (counts[words] ?? 0) + 1;
  }
  return counts;
}

/** The text under the cursor that would be renamed, with what is put forward; or why nothing. */
async function prepared(text: string, options: DeskOptions = {}): Promise<string> {
  const { desk, file, position, files } = await deskAt(text, options), found = prepareRename(desk, file, position);
  if ('refused' in found) return found.refused;
  const own = files.get(file) ?? '', offset = offsetsOf(own);
  return `${found.range.start.line + 1}:${found.range.start.character + 1} ${own.slice(offset(found.range.start), offset(found.range.end))} ${found.placeholder}`;
}

describe('prepareRename', () => {
  it('gives the id without quotes and brackets', async () => {
    assert.equal(await prepared(at("'SVC-MAIL'", "'SVC|-MAIL'")), '4:14 SVC-MAIL SVC-MAIL');
    assert.equal(await prepared(at('[[ SVC-MAIL ]]', '[[ SVC-MAIL| ]]')), '8:8 SVC-MAIL SVC-MAIL');
  });
  it('gives the part of a full name that the cursor is on', async () => {
    assert.equal(await prepared(at('"SLA-A#p2"', '"SLA|-A#p2"')), '6:71 SLA-A SLA-A');
    assert.equal(await prepared(at('"SLA-A#p2"', '"SLA-A#p2|"')), '6:77 p2 p2');
    assert.equal(await prepared(at('sla-a.yaml#p1', 'sla-a.yaml#|p1')), '8:72 p1 p1');
  });
  it('says why not: nothing there, no such id, a file, a row of a table', async () => {
    assert.equal(await prepared(at('title: Web', 'title: W|eb')), 'There is no id here. Put the cursor on the id of what is to be renamed.');
    assert.equal(await prepared(at('[[ SVC-MAIL ]]', '[[ SVC-|FAX ]]')), 'Nothing in this SMS has the id SVC-FAX, so there is nothing to rename. Correct the id, or add what it names.');
    assert.match(await prepared(at('[all](../agreements/', '[all](../agree|ments/')), /^This names the file agreements\/sla-a\.yaml and no id\. /);
    assert.match(await prepared(`
//- log.yaml
kind: record-log
id: LOG
title: Incidents
of: incident-record
table: { file: rows.csv, columns: { id: Number, title: Title, openedAt: Opened }, dates: yyyy-MM-dd }
//- page.md
---
{ kind: document, id: DOC-A, title: A }
---
The worst was [[INC-7|]].
//- rows.csv
Number,Title,Opened
INC-7,Down,2026-05-01
`), /^INC-7 is a row of a table, rows\.csv\. /);
  });
});

describe('rename', () => {
  it('changes fields inside their quotes, mentions, brackets and diagrams, and leaves code and other words', async () => {
    assert.deepEqual(await renamed(at('- id: SVC-MAIL', '- id: SVC|-MAIL'), 'SVC-POST'), [
      'catalogue.yaml:5   - id: SVC-POST', 'catalogue.yaml:7   - { id: web, title: Web, dependsOn: [{ to: SVC-POST }] }',
      'agreements/sla-a.yaml:3 title: Agreement on SVC-POST', "agreements/sla-a.yaml:4 services: [ 'SVC-POST', \"web\" ]",
      'pages/mail.md:6 # SVC-POST',
      'pages/mail.md:8 See [[ SVC-POST ]], SLA-A#p1, [the agreement](../agreements/sla-a.yaml#p1), [web](../catalogue.yaml#web) and [all](../agreements/sla-a.yaml).',
      'pages/mail.md:13   SVC-POST --> x[SVC-POST]',
      'incidents.yaml:6   - { id: INC-1, title: Down, service: SVC-POST, targets: [SLA-A#p1, "SLA-A#p2"] }',
    ]);
  });
  it('is the same from every place', async () => {
    const all = await renamed(at('- id: SVC-MAIL', '- id: SVC|-MAIL'), 'SVC-POST');
    for (const [from, to] of [["'SVC-MAIL'", "'|SVC-MAIL'"], ['on SVC-MAIL', 'on SVC-MAI|L'], ['# SVC-MAIL', '# SVC-MAIL|'], ['[[ SVC-MAIL', '[[ S|VC-MAIL'], ['x[SVC-MAIL]', 'x[SVC|-MAIL]'], ['service: SVC-MAIL', 'service: SVC-MAIL|']] as const) {
      assert.deepEqual(await renamed(at(from, to), 'SVC-POST'), all, to);
    }
  });
  it('asks before it changes running text', async () => {
    assert.deepEqual(await told(at('- id: SVC-MAIL', '- id: SVC|-MAIL'), 'SVC-POST'), { '': 6, 'In running text?': 3 });
  });
  it('of a word finds it in fields, brackets and the anchors of links', async () => {
    assert.deepEqual(await renamed(at('{ id: web', '{ id: we|b'), 'SVC-WEB'), [
      'catalogue.yaml:7   - { id: SVC-WEB, title: Web, dependsOn: [{ to: SVC-MAIL }] }', "agreements/sla-a.yaml:4 services: [ 'SVC-MAIL', \"SVC-WEB\" ]",
      'pages/mail.md:8 See [[ SVC-MAIL ]], SLA-A#p1, [the agreement](../agreements/sla-a.yaml#p1), [web](../catalogue.yaml#SVC-WEB) and [all](../agreements/sla-a.yaml).',
    ]);
  });
  it('to a word that is not read bare gives it brackets', async () => {
    const page = ALL.replace(/```mermaid[^]*?```\n/, '');
    assert.deepEqual((await renamed(page.replace('- id: SVC-MAIL', '- id: SVC|-MAIL'), 'mail') as string[]).slice(2, 6), [
      'agreements/sla-a.yaml:3 title: Agreement on [[mail]]', "agreements/sla-a.yaml:4 services: [ 'mail', \"web\" ]", 'pages/mail.md:6 # [[mail]]',
      'pages/mail.md:8 See [[ mail ]], SLA-A#p1, [the agreement](../agreements/sla-a.yaml#p1), [web](../catalogue.yaml#web) and [all](../agreements/sla-a.yaml).',
    ]);
  });
  it('gives a text of YAML quotes that brackets cannot stand in', async () => {
    assert.deepEqual(await renamed(`
//- a.yaml
kind: service-catalogue
id: CAT
title: SVC-A isn't SVC-A alone
changeSummary: Of SVC-A
services:
  - { id: SVC-|A, title: A }
  - { id: SVC-B, title: Not SVC-A, description: "Not SVC-A" }
`, 'mail'), [
      "a.yaml:3 title: '[[mail]] isn''t [[mail]] alone'", 'a.yaml:4 changeSummary: Of [[mail]]', 'a.yaml:6   - { id: mail, title: A }',
      "a.yaml:7   - { id: SVC-B, title: 'Not [[mail]]', description: \"Not [[mail]]\" }",
    ]);
  });
  it('is refused where a diagram would lose it', async () => {
    assert.match(String(await renamed(at('- id: SVC-MAIL', '- id: SVC|-MAIL'), 'mail')), /^pages\/mail\.md names it in a diagram, /);
  });
  it('of a local id changes it alone and in its full names', async () => {
    const after = [
      'agreements/sla-a.yaml:6   - { id: first, title: Restoration }', 'agreements/sla-a.yaml:8     title: As [[first]], and as SLA-A#first has it',
      'pages/mail.md:8 See [[ SVC-MAIL ]], SLA-A#first, [the agreement](../agreements/sla-a.yaml#first), [web](../catalogue.yaml#web) and [all](../agreements/sla-a.yaml).',
      'incidents.yaml:6   - { id: INC-1, title: Down, service: SVC-MAIL, targets: [SLA-A#first, "SLA-A#p2"] }',
    ];
    for (const [from, to] of [['{ id: p1', '{ id: p1|'], ['[SLA-A#p1', '[SLA-A#p|1'], ['As p1', 'As |p1'], ['yaml#p1', 'yaml#p|1']] as const) assert.deepEqual(await renamed(at(from, to), 'first'), after, to);
  });
  it('of an artefact changes the full names of all in it, the name of its file and what leads there', async () => {
    assert.deepEqual(await renamed(at('id: SLA-A', 'id: SLA-|A'), 'SLA-NORD'), [
      'agreements/sla-a.yaml -> agreements/sla-nord.yaml', 'agreements/sla-nord.yaml:2 id: SLA-NORD', 'agreements/sla-nord.yaml:8     title: As p1, and as SLA-NORD#p1 has it',
      'pages/mail.md:8 See [[ SVC-MAIL ]], SLA-NORD#p1, [the agreement](../agreements/sla-nord.yaml#p1), [web](../catalogue.yaml#web) and [all](../agreements/sla-nord.yaml).',
      'incidents.yaml:6   - { id: INC-1, title: Down, service: SVC-MAIL, targets: [SLA-NORD#p1, "SLA-NORD#p2"] }',
    ]);
  });
  it('leaves the file where the editor cannot rename files, and all that leads there', async () => {
    assert.deepEqual((await renamed(at('id: SLA-A', 'id: SLA-|A'), 'SLA-NORD', { renamesFiles: false }) as string[]).slice(0, 3), [
      'agreements/sla-a.yaml:2 id: SLA-NORD', 'agreements/sla-a.yaml:8     title: As p1, and as SLA-NORD#p1 has it',
      'pages/mail.md:8 See [[ SVC-MAIL ]], SLA-NORD#p1, [the agreement](../agreements/sla-a.yaml#p1), [web](../catalogue.yaml#web) and [all](../agreements/sla-a.yaml).',
    ]);
  });
  it('leaves a file whose name stands for more than the id, or where the next one is there', async () => {
    assert.deepEqual(await renamed('//- service-policy.yaml\n{ kind: document, id: POLI|CY, title: A }\n', 'POL-A'), ['service-policy.yaml:1 { kind: document, id: POL-A, title: A }']);
    assert.deepEqual(await renamed('//- DOC-A.yaml\n{ kind: document, id: DOC|-A, title: A }\n//- doc-b.yaml\n', 'DOC-B'), ['DOC-A.yaml:1 { kind: document, id: DOC-B, title: A }']);
  });
  it('renames a file that begins with the id', async () => {
    assert.deepEqual(await renamed('//- inc/INC-1-mail.yaml\n{ kind: incident-record, id: INC|-1, title: Down }\n//- inc/a.md\n---\n{ kind: document, id: DOC-A, title: A }\n---\n[x](INC-1-mail.yaml) [y](./INC-1-mail.yaml#INC-1)\n', 'INC-2'),
      ['inc/INC-1-mail.yaml -> inc/INC-2-mail.yaml', 'inc/INC-2-mail.yaml:1 { kind: incident-record, id: INC-2, title: Down }', 'inc/a.md:4 [x](INC-2-mail.yaml) [y](./INC-2-mail.yaml#INC-2)']);
  });
  it('of a file follows it into fields, encoded links and the register of deviations', async () => {
    assert.deepEqual(await renamed(`
//- pages/DOC-Ä.md
---
{ kind: document, id: DOC-Ä|, title: A }
---
[below](DOC-%C3%84.md#below) and [here](#here)
//- b.yaml
{ kind: incident-record, id: INC-1, title: Down, evidence: [{ file: "pages/DOC-Ä.md", title: Page }, { file: 'pages/x.pdf' }] }
//- c/d.md
---
{ kind: document, id: DOC-D, title: D }
---
[a][1] ![b](<../pages/DOC-Ä.md>) [c](../pages/./DOC-Ä.md?raw#x)

[1]: ../pages/DOC-Ä.md "Title of DOC-Ä.md"
//- deviations.yaml
{ kind: deviation-register, id: DEVIATIONS, title: Deviations, deviations: [{ id: DEV-1, rule: doc-duplicate-id, at: pages/DOC-Ä.md, reason: None, owner: R, until: 2027-01-01 }] }
`, 'DOC-Ö'), [
      'pages/DOC-Ä.md -> pages/DOC-Ö.md', 'pages/DOC-Ö.md:2 { kind: document, id: DOC-Ö, title: A }', 'pages/DOC-Ö.md:4 [below](DOC-%C3%96.md#below) and [here](#here)',
      'b.yaml:1 { kind: incident-record, id: INC-1, title: Down, evidence: [{ file: "pages/DOC-Ö.md", title: Page }, { file: \'pages/x.pdf\' }] }',
      'c/d.md:4 [a][1] ![b](<../pages/DOC-Ö.md>) [c](../pages/./DOC-Ö.md?raw#x)', 'c/d.md:6 [1]: ../pages/DOC-Ö.md "Title of DOC-Ä.md"',
      'deviations.yaml:1 { kind: deviation-register, id: DEVIATIONS, title: Deviations, deviations: [{ id: DEV-1, rule: doc-duplicate-id, at: pages/DOC-Ö.md, reason: None, owner: R, until: 2027-01-01 }] }',
    ]);
  });
  it('changes once what an anchor brings to several fields', async () => {
    assert.deepEqual(await renamed(`
//- a.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: &one SVC-|A, title: A }
  - { id: SVC-B, title: B, dependsOn: &needs [{ to: *one }] }
  - { id: SVC-C, title: C, dependsOn: *needs }
`, 'SVC-Z'), ['a.yaml:5   - { id: &one SVC-Z, title: A }']);
  });
  it('of an adopted file that has its id in a field of its own works on that', async () => {
    assert.deepEqual(await renamed(`
//- sms.yaml
${EXAMPLE_CONFIG}adopt: [{ files: "site/*.md", as: markdown, kind: document, id: { from: field, field: ref }, fields: { title: name, owner: who }, values: { owner: { Jane: ROLE-J } } }]
//- site/logs.md
---
{ ref: "P-|1", name: Logs, who: Jane }
---
About P-1.
//- b.yaml
{ kind: document, id: DOC-B, title: B, supersedes: P-1 }
`, 'P-2'), ['site/logs.md:2 { ref: "P-2", name: Logs, who: Jane }', 'site/logs.md:4 About P-2.', 'b.yaml:1 { kind: document, id: DOC-B, title: B, supersedes: P-2 }']);
  });
  it('keeps Windows line ends, letters outside of ASCII and comments', async () => {
    const result = await changesAt(`
//- doc.yaml
kind: service-catalogue   # Büro 🚀
id: CAT
title: 🚀 SVC-Ä1 🚀
services:
  - { id: "SVC-Ä|1", title: "🚀 SVC-Ä1" } # SVC-Ä1
`, 'SVC-Ö2', { eol: '\r\n' });
    assert.ok(typeof result !== 'string', String(result));
    assert.equal(applyChanges(result.files, result.changes).get('doc.yaml'),
      'kind: service-catalogue   # Büro 🚀\r\nid: CAT\r\ntitle: 🚀 SVC-Ö2 🚀\r\nservices:\r\n  - { id: "SVC-Ö2", title: "🚀 SVC-Ö2" } # SVC-Ä1\r\n');
  });
  it('works on texts as they stand in three editors', async () => {
    assert.deepEqual(await renamed(at('- id: SVC-MAIL', '- id: SVC|-MAIL').replace('title: Mail\n', 'title: Mail, also called SVC-MAIL\n').replace('# SVC-MAIL', 'On SVC-MAIL and SVC-MAIL').replace('services: [ ', 'services: [ SVC-MAIL, '),
      'SVC-POST', { before: CATALOGUE + SLA + PAGE }).then(lines => (lines as string[]).filter(line => /also|On SVC|services/.test(line))), [
      'catalogue.yaml:6     title: Mail, also called SVC-POST', "agreements/sla-a.yaml:4 services: [ SVC-POST, 'SVC-POST', \"web\" ]", 'pages/mail.md:6 On SVC-POST and SVC-POST',
    ]);
  });
  it('changes fields whose whole text is the id, and asks where that may be a word', async () => {
    const register = (place: string): string => `
//- a.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: ${place}|, title: A }] }
//- deviations.yaml
kind: deviation-register
id: DEVIATIONS
title: Deviations
deviations:
  - { id: DEV-1, rule: doc-duplicate-id, at: ${place}, reason: None, owner: ROLE-A, until: 2027-01-01 }
`;
    assert.match(String(await renamed(register('SVC-A'), 'web')), /at: web,/);
    assert.match(String(await renamed(register('web'), 'SVC-A')), /at: SVC-A,/);
    assert.deepEqual(await told(register('SVC-A'), 'web'), { '': 2 });
    assert.deepEqual(await told(register('web'), 'SVC-A'), { '': 1, 'Fields whose whole text is web?': 1 });
    assert.doesNotMatch(String(await renamed(register('web'), 'SVC-A', { asks: false })), /at: SVC-A,/);
  });

  it('of a role reaches into sms.yaml', async () => {
    assert.deepEqual(await renamed(`
//- sms.yaml
${EXAMPLE_CONFIG}rules:
  doc-review-overdue: { grade: minor, reason: None, owner: ROLE-A, until: 2027-01-01 }
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-|A, title: A }] }
`, 'ROLE-B'), ['sms.yaml:5   doc-review-overdue: { grade: minor, reason: None, owner: ROLE-B, until: 2027-01-01 }', 'roles.yaml:1 { kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-B, title: A }] }']);
  });
  it('writes an id in quotes that YAML would read otherwise without', async () => {
    assert.deepEqual(await renamed(`
//- a.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - id: svc|
  - { id: b, title: B, dependsOn: [{ to: svc }, { to: "svc" }] }
`, '*a,b'), ["a.yaml:5   - id: '*a,b'", "a.yaml:6   - { id: b, title: B, dependsOn: [{ to: '*a,b' }, { to: \"*a,b\" }] }"]);
  });
  it('asks in the same way about local ids in their own artefact', async () => {
    const plan = `
//- plan.yaml
kind: service-transition-plan
id: TP-A
title: Plan
activities:
  - { id: server|s, title: Servers }
  - { id: hall, title: Hall, after: [servers] }
//- b.yaml
{ kind: document, id: DOC-B, title: servers }
`;
    assert.deepEqual(await renamed(plan, 'machines'), ['plan.yaml:5   - { id: machines, title: Servers }', 'plan.yaml:6   - { id: hall, title: Hall, after: [machines] }']);
    assert.deepEqual(await told(plan, 'machines'), { '': 1, 'Fields whose whole text is servers?': 1 });
  });

  describe('of what was approved', () => {
    const approved = (status: string): string => `
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
version: 1.0
status: ${status}
services:
  - id: SVC-|A
    title: A
//- b.yaml
{ kind: document, id: DOC-B, title: On SVC-A, version: 1.0, status: approved, approvedBy: PER-A, supersedes: [DOC-A] }
`;
    it('keeps the id of before as an earlier one, in the order of the schema', async () => {
      assert.deepEqual((await renamed(approved('approved'), 'SVC-B') as string[]).slice(0, 2), ['catalogue.yaml:7   - id: SVC-B', 'catalogue.yaml:8     aliases: [SVC-A]']);
    });
    it('also where another approved document names it, and nowhere else', async () => {
      assert.deepEqual((await renamed(approved('draft'), 'SVC-B') as string[]).slice(1, 2), ['catalogue.yaml:8     aliases: [SVC-A]']);
      assert.equal(String(await renamed(approved('draft').replace('On SVC-A', 'On B'), 'SVC-B')), 'catalogue.yaml:7   - id: SVC-B');
    });
    it('says that it has to be approved again, and asks for its running text', async () => {
      assert.deepEqual(await told(approved('approved'), 'SVC-B'), {
        '': 1, 'Where it has its id: an approved document, which has to be approved again': 1,
        'In running text of approved documents, which then have to be approved again. Left as it is, SVC-A still leads there?': 1,
      });
    });
    it('says of fields of other approved documents that these have to be approved again', async () => {
      assert.deepEqual(await told(approved('draft').replace('SVC-|A', 'SVC-A').replace('On SVC-A', 'On A') + `
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, version: 1.0, status: approved, services: [SVC-|A] }
`, 'SVC-B'), { '': 2, 'Fields of approved documents, which then have to be approved again': 1 });
    });
    it('does not ask for what an approval does not cover', async () => {
      const people = `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, people: [{ id: PER-|A, name: A }] }
`;
      assert.deepEqual(await told(approved('approved').replace('|', '') + people, 'PER-B'), { '': 2 });
    });
    it('leaves approval records as they are, since they are evidence', async () => {
      assert.deepEqual(await renamed(`
//- doc.yaml
kind: document
id: DOC-|A
title: A
version: 1.0
status: in-review
owner: ROLE-A
//- approvals/DOC-A/1.0-ROLE-A.yaml
{ kind: approval-record, id: APR-DOC-A-1.0, title: Approval of DOC-A, artefact: DOC-A, version: 1.0, meaning: approved, on: 2026-01-01 }
`, 'DOC-B'), ['doc.yaml:2 id: DOC-B', 'doc.yaml:7 aliases: [DOC-A]']);
    });
    it('an approval record itself can be renamed, and says what comes with it', async () => {
      const record = `
//- doc.yaml
{ kind: document, id: DOC-A, title: A, version: 1.0, status: approved }
//- approvals/a.yaml
{ kind: approval-record, id: APR|-A, title: Approval, artefact: DOC-A, version: 1.0, meaning: approved, on: 2026-01-01 }
`;
      assert.deepEqual(await renamed(record, 'APR-B'), ['approvals/a.yaml:1 { kind: approval-record, id: APR-B, title: Approval, artefact: DOC-A, version: 1.0, meaning: approved, on: 2026-01-01 }']);
      assert.deepEqual(await told(record, 'APR-B'), { 'In approval records, which are then no longer as whoever approved wrote them': 1 });
    });
    it('approvals that git evidences stay evidenced, where what they cover stays', async () => {
      const document = '{ kind: document, id: DOC-A, title: A, version: 1.0, status: approved, owner: ROLE-B, approver: ROLE-B, approvedBy: PER-A, approvedOn: 2026-01-02 }\n';
      const roles = (person: string): string => `kind: role-register\nid: ROLES\ntitle: Roles\npeople:\n  - { id: ${person}, name: Ann, emails: [ann@example.org] }\n  - { id: PER-B, name: Bo, emails: [bo@example.org] }\n`
        + `roles:\n  - { id: ROLE-B, title: Boss, holders: [{ person: ${person}, from: 2025-01-01 }] }\n`;
      const facts = parseFile({ file: 'a.yaml', text: document }, { ids: {} });
      assert.ok(facts.artefact);
      const record = `{ kind: approval-record, id: APR-A, title: Approval, artefact: DOC-A, version: 1.0, meaning: approved, role: ROLE-B, person: PER-A, on: 2026-01-02, digest: "${digestOf(facts.artefact, document) ?? ''}" }\n`;
      const first = new Map([['sms.yaml', EXAMPLE_CONFIG], ['a.yaml', document], ['roles.yaml', roles('PER-A')]]), files = new Map([...first, ['approvals/a.yaml', record]]);
      const commits = [{ email: 'bo@example.org', day: '2026-01-01', files: first }, { email: 'ann@example.org', day: '2026-01-02', files }];
      const then = await checkTexts(files, { commits }), item = then.model.item('PER-A');
      assert.ok(item);
      assert.equal(then.control.documents.get('DOC-A')?.approval?.state, 'evidenced');
      const changes = rename(editorDesk(then, { textOf: file => files.get(file), isChecked: () => true }, ENGLISH), 'roles.yaml', item.idRange.start, 'PER-ANN', { renamesFiles: true, asks: true });
      assert.ok(!('refused' in changes));
      const after = applyChanges(files, changes), now = await checkTexts(after, { commits });
      assert.equal(after.get('a.yaml'), document.replace('PER-A', 'PER-ANN'));
      assert.deepEqual([now.control.documents.get('DOC-A')?.approval?.state, now.control.documents.get('DOC-A')?.approval?.person], ['evidenced', 'PER-ANN']);
    });
    it('does not keep an id that may not be one', async () => {
      assert.equal(String(await renamed('{ kind: document, id: "DOC A|", title: A, version: 1.0, status: approved }\n', 'DOC-A')), 'doc.yaml:1 { kind: document, id: "DOC-A", title: A, version: 1.0, status: approved }');
    });
  });

  it('keeps the id of before for rows of tables, which it cannot change', async () => {
    assert.equal((await renamed(`
//- a.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-|A, title: A }] }
//- log.yaml
kind: record-log
id: LOG
title: Incidents
of: incident-record
table: { file: rows.csv, columns: { id: Number, title: Title, openedAt: Opened, service: Service }, dates: yyyy-MM-dd }
//- rows.csv
Number,Title,Opened,Service
INC-7,Down,2026-05-01,SVC-A
`, 'SVC-B') as string[])[0], 'a.yaml:1 { kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-B, aliases: [SVC-A], title: A }] }');
  });

  describe('of earlier ids', () => {
    const earlier = (status = 'draft'): string => `
//- a.yaml
kind: service-catalogue
id: CAT
title: Catalogue
version: 1.0
status: ${status}
services:
  - { id: SVC-A, aliases: [SVC-OLD, SVC-OLDER], title: A }
//- b.yaml
{ kind: document, id: DOC-B, title: SVC-A was SVC-OLD }
`;
    it('changes these alone, from the list and from where one is used', async () => {
      for (const text of [earlier().replace('[SVC-OLD', '[SVC-|OLD'), earlier().replace('was SVC-OLD', 'was SVC-OLD|')]) {
        assert.deepEqual(await renamed(text, 'SVC-FIRST'), ['a.yaml:7   - { id: SVC-A, aliases: [SVC-FIRST, SVC-OLDER], title: A }', 'b.yaml:1 { kind: document, id: DOC-B, title: SVC-A was SVC-FIRST }']);
      }
    });
    it('takes one out that becomes the id again', async () => {
      const text = earlier().replace('id: SVC-A', 'id: SVC-A|');
      assert.deepEqual(await renamed(text, 'SVC-OLD'), ['a.yaml:7   - { id: SVC-OLD, aliases: [SVC-OLDER], title: A }', 'b.yaml:1 { kind: document, id: DOC-B, title: SVC-OLD was SVC-OLD }']);
    });
    it('changes places with one that becomes the id again, where it was approved', async () => {
      assert.deepEqual((await renamed(earlier('approved').replace('id: SVC-A', 'id: SVC-A|'), 'SVC-OLD') as string[])[0], 'a.yaml:7   - { id: SVC-OLD, aliases: [SVC-A, SVC-OLDER], title: A }');
    });
    it('is refused where it would be its id, or another of its earlier ones', async () => {
      const text = earlier().replace('[SVC-OLD', '[SVC-|OLD');
      for (const now of ['SVC-A', 'SVC-OLDER']) assert.match(String(await renamed(text, now)), /is taken: it is an id of A, in a\.yaml/);
    });
    it('of an artefact follows them in full names', async () => {
      assert.deepEqual(await renamed(`
//- sla.yaml
{ kind: sla, id: SLA-A, title: A, aliases: [SLA-|OLD], targets: [{ id: p1, title: Restoration }] }
//- b.yaml
{ kind: document, id: DOC-B, title: "SLA-OLD#p1, SLA-A#p1" }
`, 'SLA-FIRST'), ['sla.yaml:1 { kind: sla, id: SLA-A, title: A, aliases: [SLA-FIRST], targets: [{ id: p1, title: Restoration }] }', 'b.yaml:1 { kind: document, id: DOC-B, title: "SLA-FIRST#p1, SLA-A#p1" }']);
    });
  });

  describe('is refused', () => {
    const refused = async (text: string, now: string): Promise<string> => { const result = await renamed(text, now); assert.ok(typeof result === 'string', String(result)); return result; };
    const mail = at('- id: SVC-MAIL', '- id: SVC|-MAIL');
    it('where nothing changes', async () => { assert.equal(await refused(mail, ' SVC-MAIL '), 'SVC-MAIL is what it is called already.'); });
    it('where the new one is taken, by whatever it is', async () => {
      assert.equal(await refused(mail, 'SLA-A'), 'SLA-A is taken: it is an id of Agreement on SVC-MAIL, in agreements/sla-a.yaml. Choose another one.');
      for (const now of ['web', 'INC-1', 'DOC-MAIL']) assert.match(await refused(mail, now), /is taken/);
      assert.match(await refused(at('{ id: p1', '{ id: |p1'), 'p2'), /^p2 is taken/);
    });
    it('where it differs from another in capital letters only, and not where it is its own', async () => {
      assert.equal(await refused(mail, 'WEB'), 'WEB differs from web, in catalogue.yaml, in capital and small letters only. Choose an id that nobody can take for another.');
      assert.match(String(await renamed(at('{ id: web', '{ id: we|b'), 'Web')), /id: Web/);
    });
    it('where it cannot be an id', async () => {
      for (const now of ['', 'a b', 'A#b', '[A]', 'A"B', "A'B", 'A\\B', 'A\u200bB', 'SVC-\u041cAIL', 'A'.repeat(101)]) assert.match(await refused(mail, now), /cannot be an id/, now);
    });
    it('where sms.yaml asks for another form', async () => {
      assert.equal(await refused(`//- sms.yaml\n${EXAMPLE_CONFIG}ids: { service: SVC-* }\n${mail}`, 'POST'), 'POST does not fit the ids that sms.yaml asks for here (service: SVC-*). Choose another one, or change the template in sms.yaml.');
    });
    it('where a file that names it could not be read to its end, and not where another is broken', async () => {
      const broken = (text: string): string => `${mail}//- broken.yaml\nkind: document\nid: DOC-BROKEN\ntitle: "${text}\n`;
      assert.match(await refused(broken('Of SVC-MAIL'), 'SVC-POST'), /^broken\.yaml could not be read to its end, and SVC-MAIL may be named there\. /);
      assert.match(await refused(broken('Of SVC-POST'), 'SVC-POST'), /^broken\.yaml could not be read/);
      assert.match(String(await renamed(broken('Of something else'), 'SVC-POST')), /id: SVC-POST/);
    });
    it('where two files have the same id', async () => {
      for (const [one, other] of [['DOC-|A', 'DOC-A'], ['DOC-A', 'DOC|-A']] as const) assert.equal(await refused(`//- a.yaml\n{ kind: document, id: ${one}, title: A }\n//- b.yaml\n{ kind: document, id: ${other}, title: B }\n`, 'DOC-B'),
        'The id DOC-A is used more than once, in a.yaml and b.yaml. Nobody can say which of them is meant: give one of them an id of its own first.');
    });
    it('where the id comes from the path of an adopted file, or sms.yaml itself names it', async () => {
      const adopted = `//- sms.yaml\n${EXAMPLE_CONFIG}adopt: [{ files: "site/*.md", as: markdown, kind: document, id: { from: path, strip: [site/, .md] }, fields: { title: title }, set: { owner: ROLE-A } }]\n//- site/logs.md\n---\ntitle: Logs\n---\n`;
      assert.match(await refused(`${adopted}//- a.yaml\n{ kind: document, id: DOC-A, title: A, supersedes: lo|gs }\n`, 'DOC-LOGS'), /^sms\.yaml takes the id logs from the path of site\/logs\.md/);
      assert.match(await refused(`${adopted}//- a.yaml\n{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-|A, title: A }] }\n`, 'ROLE-B'), /^sms\.yaml names ROLE-A for site\/logs\.md \(`adopt`\)\. Write ROLE-B there first/);
    });
    it('where something would be named otherwise than before', async () => {
      // In its own agreement a local id comes first.
      assert.match(await refused(at('{ id: web', '{ id: we|b').replace('Agreement on', 'Agreement on [[web]] and'), 'p1'), /no longer name the same things/);
    });
  });

  describe('of any id in any small SMS', () => {
    const NAMES = ['SVC-A', 'web', 'a.b', 'X:1', 'A_B_C', 'BÜRO-1', 'Zu\u0308rich-2', 'NO', 'null', '1e3', 'p1', 'R2-D2', 'x', '0123', 'a,b', '*x', 'a|b', '&b1', '-C', '@2', 'q?', 'A--B', '~'];
    const style = fc.constantFrom((id: string) => `'${id}'`, (id: string) => `"${id}"`, (id: string) => `"${id}"`);
    const sms = fc.record({
      names: fc.shuffledSubarray(NAMES, { minLength: 8, maxLength: 8 }), style, other: style, status: fc.constantFrom('draft', 'approved'), flow: fc.boolean(), eol: fc.constantFrom('\n', '\r\n'),
      which: fc.nat(5), place: fc.nat(30),
    });
    const texts = (names: readonly string[], put: (id: string) => string, also: (id: string) => string, status: string, flow: boolean, eol: string): Map<string, string> => {
      const [one = '', two = '', sla = '', local = '', page = '', role = ''] = names;
      const files = {
        'services.yaml': [
          'kind: service-catalogue', 'id: CATALOGUE-0', `title: ${put(`On ${one} and [[${two}]], of [[${role}]]`)}`, 'version: 1.0', `status: ${status}`, 'services:',
          ...flow ? [`  - { id: ${put(one)}, title: One, owner: ${also(role)} }`, `  - { id: ${also(two)}, title: Two, dependsOn: [{ to: ${put(one)} }] }`]
            : [`  - id: ${put(one)}`, '    title: One', `    owner: ${also(role)}`, `  - id: ${also(two)}`, '    title: Two', '    dependsOn:', `      - to: ${put(one)}`],
        ],
        'sla.yaml': [
          'kind: sla', `id: ${put(sla)}`, 'title: Agreement', `services: [${also(one)}, ${put(two)}]`, 'targets:', `  - { id: ${put(local)}, title: Restoration }`, '  - id: other-0', '    title: |',
          `      Not ${sla}#${local}, nor [[${local}]] or ${one}.`,
        ],
        'page.md': ['---', 'kind: document', `id: ${put(page)}`, 'title: Page', `owner: ${also(role)}`, '---', `# About ${one}`, '', `Of ${one}, [[${two}]], *[[${page}]]*, ${sla}#${local} and [it](sla.yaml#${local}).`, '', '| A | B |', '| - | - |', `| ${one} | [[${sla}]] |`],
        'roles.yaml': ['kind: role-register', 'id: ROLES-0', `title: Roles like ${role}`, 'roles:', `  - id: ${put(role)}`, '    title: Role'],
      };
      return new Map([['sms.yaml', EXAMPLE_CONFIG], ...Object.entries(files).map(([file, lines]): [string, string] => [file, lines.join(eol) + eol])]);
    };

    /** All items by their ids and places, and what each reference that leads somewhere names. */
    const graph = ({ model }: CheckResult, name: (id: string) => string = id => id): { items: string[]; names: string[] } => ({
      items: model.items.map(item => `${item.file} ${item.type} ${String(item.path)} ${name(item.id)}`).sort(compareText),
      names: model.references.flatMap(reference => { const item = model.resolve(reference); return item ? [`${reference.file} ${reference.via} ${String(reference.path)} ${name(item.id)}`] : []; }).sort(compareText),
    });
    const namesAfter = ({ id, local, path, artefact }: Item, now: string) => (each: string): string => {
      if (each === id) return local === undefined ? now : `${artefact}#${now}`;
      return path.length === 0 && each.startsWith(`${id}#`) ? now + each.slice(id.length) : each;
    };

    it('is refused, or gives the same graph with one name replaced', async function () {
      this.timeout(120_000);
      let made = 0;
      await fc.assert(fc.asyncProperty(sms, async ({ names, style: put, other, status, flow, eol, which, place }) => {
        const files = texts(names, put, other, status, flow, eol), before = await checkTexts(files), now = (names[6 + place % 2] ?? '').normalize('NFC');
        const item = before.model.items.filter(({ id }) => !id.endsWith('-0'))[which];
        if (!item) return;
        const places = [{ file: item.file, range: item.idRange }, ...before.model.references.filter(reference => reference.via !== 'link' && !reference.to.includes('#') && before.model.resolve(reference)?.id === item.id)];
        const from = places[place % places.length] ?? item, at = 'range' in from ? from.range.end : item.idRange.end;
        const desk = editorDesk(before, { textOf: file => files.get(file), isChecked: () => true }, ENGLISH), changes = rename(desk, from.file, at, now, { renamesFiles: true, asks: true });
        if ('refused' in changes) { assert.match(changes.refused, /\S/); return; }
        made++;
        const after = await checkTexts(applyChanges(files, changes)), wanted = graph(before, namesAfter(item, now));
        assert.deepEqual(graph(after).items, wanted.items);
        const left = [...graph(after).names];
        for (const name of wanted.names) { const found = left.indexOf(name); assert.ok(found >= 0, `${name} is lost`); left.splice(found, 1); }
        // A word that was none before may be the new id.
        assert.ok(left.every(name => name.endsWith(` ${namesAfter(item, now)(item.id)}`)), left.join());
        assert.deepEqual(after.findings.filter(({ rule }) => rule === 'yaml-syntax' || rule === 'id-invalid'), before.findings.filter(({ rule }) => rule === 'yaml-syntax' || rule === 'id-invalid'));
      }), { numRuns: 150 });
      assert.ok(made > 40, `${made} were made`);
    });
  });
});
