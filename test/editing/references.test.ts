import assert from 'node:assert/strict';
import { highlights } from '../../src/editing/highlights.js';
import { documentLinks } from '../../src/editing/links.js';
import { references } from '../../src/editing/references.js';
import { offsetsOf } from '../../src/sms/changes.js';
import type { Range } from '../../src/sms/types.js';
import { deskAt, deskOf, filesIn, type DeskOptions } from './desk.js';

const CATALOGUE = `
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - id: SVC-MAIL
    aliases: [SVC-EMAIL]
    title: Mail
  - { id: "web", title: Web, dependsOn: [{ to: SVC-MAIL }] }
`;
const SLA = `
//- agreements/sla.yaml
kind: sla
id: SLA-A
title: Agreement on SVC-MAIL
services: [ 'SVC-MAIL', web ]
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

SVC-MAIL was SVC-EMAIL; see [[web]], SLA-A#p1, [the agreement](../agreements/sla.yaml#p1) and
[all of it](../agreements/sla.yaml), never \`SVC-MAIL\`.

\`\`\`mermaid
graph TD
  SVC-MAIL --> web
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

/** `file:line text` for each place. */
const lines = (files: ReadonlyMap<string, string>, places: readonly { file: string; range: Range }[]): string[] => places.map(({ file, range }) => {
  const text = files.get(file) ?? '', offset = offsetsOf(text);
  return `${file}:${range.start.line + 1} ${text.slice(offset(range.start), offset(range.end))}`;
});

async function referencesAt(text: string, withDefinition = false, options: DeskOptions = {}): Promise<string[]> {
  const { desk, file, position, files } = await deskAt(text, options);
  return lines(files, references(desk, file, position, withDefinition));
}

const OF_MAIL = [
  'agreements/sla.yaml:3 SVC-MAIL', 'agreements/sla.yaml:4 SVC-MAIL', 'catalogue.yaml:8 SVC-MAIL', 'incidents.yaml:6 SVC-MAIL',
  'pages/mail.md:6 SVC-MAIL', 'pages/mail.md:8 SVC-MAIL', 'pages/mail.md:8 SVC-EMAIL', 'pages/mail.md:13 SVC-MAIL',
];
const OF_P1 = ['agreements/sla.yaml:8 p1', 'agreements/sla.yaml:8 p1', 'incidents.yaml:6 p1', 'pages/mail.md:8 p1', 'pages/mail.md:8 p1'];

describe('references', () => {
  const at = (from: string, to: string): string => { assert.equal(ALL.split(from).length, 2, from); return ALL.replace(from, to); };

  it('of an item at its id: fields, mentions, diagrams and earlier ids of all files', async () => {
    assert.deepEqual(await referencesAt(at('- id: SVC-MAIL', '- id: SVC|-MAIL')), OF_MAIL);
  });
  it('with the definition and the earlier ids where it is asked for', async () => {
    assert.deepEqual(await referencesAt(at('- id: SVC-MAIL', '- id: SVC-MAIL|'), true), ['agreements/sla.yaml:3 SVC-MAIL', 'agreements/sla.yaml:4 SVC-MAIL', 'catalogue.yaml:5 SVC-MAIL', 'catalogue.yaml:6 SVC-EMAIL', ...OF_MAIL.slice(2)]);
  });
  it('are the same from every place that names it', async () => {
    for (const [from, to] of [
      ['[SVC-EMAIL]', '[SVC-|EMAIL]'], ["'SVC-MAIL'", "'|SVC-MAIL'"], ['Agreement on SVC-MAIL', 'Agreement on SVC-M|AIL'], ['# SVC-MAIL', '# SVC-MAIL|'],
      ['was SVC-EMAIL', 'was SVC-EM|AIL'], ['{ to: SVC-MAIL }', '{ to: |SVC-MAIL }'], ['  SVC-MAIL -->', '  SV|C-MAIL -->'],
    ] as const) assert.deepEqual(await referencesAt(at(from, to)), OF_MAIL, to);
  });
  it('of an id that is no word of its own: in fields and brackets', async () => {
    assert.deepEqual(await referencesAt(at('"web"', '"we|b"')), ['agreements/sla.yaml:4 web', 'pages/mail.md:8 web']);
  });
  it('of a local id: by its local part, its full name and a link, each time the part that names it', async () => {
    assert.deepEqual(await referencesAt(at('{ id: p1', '{ id: |p1')), OF_P1);
    assert.deepEqual(await referencesAt(at('[SLA-A#p1', '[SLA-A#p|1')), OF_P1);
    assert.deepEqual(await referencesAt(at('sla.yaml#p1', 'sla.yaml#p1|')), OF_P1);
  });
  it('of an artefact from the first part of a full name: full names and links to its file too', async () => {
    const found = ['agreements/sla.yaml:8 SLA-A', 'incidents.yaml:6 SLA-A', 'incidents.yaml:6 SLA-A', 'pages/mail.md:8 SLA-A', 'pages/mail.md:9 ../agreements/sla.yaml'];
    assert.deepEqual(await referencesAt(at('"SLA-A#p2"', '"SL|A-A#p2"')), found);
    assert.deepEqual(await referencesAt(at('id: SLA-A', 'id: SLA-|A')), found);
    assert.deepEqual(await referencesAt(at('(../agreements/sla.yaml)', '(../agree|ments/sla.yaml)')), found);
  });
  it('of what is nowhere: all places that name it', async () => {
    assert.deepEqual(await referencesAt(`
//- a.md
---
{ kind: document, id: DOC-A, title: A, supersedes: [DOC-OLD] }
---
As in [[DOC-O|LD]], and DOC-OLD.
//- b.md
---
{ kind: document, id: DOC-B, title: B }
---
[[DOC-OLD]]
`), ['a.md:2 DOC-OLD', 'a.md:4 DOC-OLD', 'b.md:4 DOC-OLD']);
  });
  it('of a text as it stands in an editor, not as it was checked', async () => {
    const found = await referencesAt(at('was SVC-EMAIL', 'and SVC-MAIL, |SVC-MAIL, was SVC-EMAIL'), false, { before: PAGE });
    assert.deepEqual(found.filter(place => place.startsWith('pages/')), ['pages/mail.md:6 SVC-MAIL', ...Array<string>(3).fill('pages/mail.md:8 SVC-MAIL'), 'pages/mail.md:8 SVC-EMAIL', 'pages/mail.md:13 SVC-MAIL']);
  });
  it('with Windows line ends and letters outside of ASCII', async () => {
    assert.deepEqual(await referencesAt(`
//- a.yaml
kind: service-catalogue
id: CAT
title: Café 🚀
services:
  - { id: SVC-ZÜRICH, title: "🚀 Büro" }
  - { id: SVC-B, title: 🚀 wie SVC-ZÜR|ICH, dependsOn: [{ to: SVC-ZÜRICH }] }
`, false, { eol: '\r\n' }), ['a.yaml:6 SVC-ZÜRICH', 'a.yaml:6 SVC-ZÜRICH']);
  });
  it('stand once where an anchor brings a place to several fields', async () => {
    assert.deepEqual(await referencesAt(`
//- a.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-|A, title: A }
  - { id: SVC-B, title: B, dependsOn: &needs [{ to: SVC-A }] }
  - { id: SVC-C, title: C, dependsOn: *needs }
`), ['a.yaml:6 SVC-A']);
  });
  it('are none where nothing is named', async () => {
    assert.deepEqual(await referencesAt(at('title: Web', 'title: W|eb'), true), []);
    assert.deepEqual(await referencesAt(at('`SVC-MAIL`', '`SVC-|MAIL`').replaceAll('¦', ''), true), []);
  });
});

describe('highlights', () => {
  it('are the places of one file, the definition as one that is written', async () => {
    const { desk, file, position, files } = await deskAt(ALL.replace('{ to: SVC-MAIL }', '{ to: SVC|-MAIL }'));
    const found = highlights(desk, file, position);
    assert.deepEqual(lines(files, found.map(({ range }) => ({ file, range }))).map((line, at) => `${line} ${found[at]?.kind ?? ''}`),
      ['catalogue.yaml:5 SVC-MAIL write', 'catalogue.yaml:6 SVC-EMAIL write', 'catalogue.yaml:8 SVC-MAIL read']);
  });
  it('in a file that only names it are read', async () => {
    const { desk, file, position } = await deskAt(ALL.replace('was SVC-EMAIL', 'was SVC|-EMAIL'));
    assert.deepEqual(highlights(desk, file, position).map(({ kind }) => kind), ['read', 'read', 'read', 'read']);
  });
});

describe('document links', () => {
  const links = async (text: string): Promise<string[]> => {
    const files = filesIn(text), { desk } = await deskOf(files);
    return documentLinks(desk, 'records/inc.yaml').map(({ range, file, at }) => `${lines(files, [{ file: 'records/inc.yaml', range }]).join()} -> ${file}${at ? `:${at.line + 1}` : ''}`);
  };
  it('lead from fields and from Markdown in YAML to files that are there, and never to the web', async () => {
    assert.deepEqual(await links(`
//- signed/report.pdf
%PDF
//- pages/Zürich 1.md
---
{ kind: document, id: DOC-Z, title: Z }
---
//- records/inc.yaml
kind: incident-record
id: INC-1
title: Down
openedAt: 2026-05-01T09:00:00+02:00
description: See [the page](../pages/Z%C3%BCrich%201.md#top), [this](https://example.org/a.md), [nothing](gone.md) and [below](#below).
evidence:
  - { file: ../signed/report.pdf, title: Report }
  - { file: ../signed/gone.pdf, title: Gone }
  - { url: "https://example.org/x.pdf", title: Elsewhere }
`), ['records/inc.yaml:7 ../signed/report.pdf -> signed/report.pdf', 'records/inc.yaml:5 ../pages/Z%C3%BCrich%201.md#top -> pages/Zürich 1.md']);
  });
});
