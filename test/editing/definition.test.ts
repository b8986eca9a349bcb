import assert from 'node:assert/strict';
import { definition } from '../../src/editing/definition.js';
import { lineTable } from '../../src/sms/text.js';
import { deskAt, type DeskOptions } from './desk.js';

const CATALOGUE = `//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - id: SVC-MAIL
    aliases: [SVC-POST]
    title: Managed e-mail
    dependsOn: [{ to: SVC-NET }]
  - { id: SVC-NET, title: Network, aliases: [] }
`;
const ROLES = `//- roles.yaml
kind: role-register
id: ROLES
title: Roles
roles:
  - { id: ROLE-É, title: Größe }
`;
const SLA = `//- sla.yaml
kind: sla
id: SLA-A
title: SLA
targets:
  - id: up
    title: Up
`;

/** `file:line:text` of where it leads to, and the text that leads there. */
async function leads(text: string, options: DeskOptions = {}): Promise<string | undefined> {
  const { desk, file, position, files } = await deskAt(text, options), found = definition(desk, file, position);
  if (!found) return undefined;
  const cut = (name: string, { start, end }: typeof found.range): string => {
    const whole = files.get(name) ?? '', { starts } = lineTable(whole);
    return whole.slice((starts[start.line] ?? 0) + start.character, (starts[end.line] ?? 0) + end.character);
  };
  return `${cut(file, found.origin)} > ${found.file}:${found.range.start.line}:${cut(found.file, found.range)}`;
}

describe('definition', () => {
  const situations: [string, string, string | undefined, DeskOptions?][] = [
    ['of a field in a list', `${CATALOGUE}${SLA}services: [SVC-M|AIL]\n`, 'SVC-MAIL > catalogue.yaml:4:SVC-MAIL'],
    ['at the first character', `${CATALOGUE}${SLA}services: [|SVC-MAIL]\n`, 'SVC-MAIL > catalogue.yaml:4:SVC-MAIL'],
    ['right behind the last character', `${CATALOGUE}${SLA}services: [SVC-NET|]\n`, 'SVC-NET > catalogue.yaml:8:SVC-NET'],
    ['of a field in block style', `${CATALOGUE}${SLA}services:\n  - SVC-N|ET\n`, 'SVC-NET > catalogue.yaml:8:SVC-NET'],
    ['of a field in quotes, without the quotes', `${CATALOGUE}${SLA}services: ["SVC-N|ET"]\n`, 'SVC-NET > catalogue.yaml:8:SVC-NET'],
    ['in a file with CRLF', `${CATALOGUE}${SLA}services:\n  - SVC-MAIL\n  - SVC-N|ET\n`, 'SVC-NET > catalogue.yaml:8:SVC-NET', { eol: '\r\n' }],
    ['of a non-ASCII id', `${ROLES}//- sla.yaml\nkind: sla\nid: SLA-A\ntitle: "Größe 🙂"\nowner: ROLE-|É\n`, 'ROLE-É > roles.yaml:4:ROLE-É'],
    ['behind characters of two units', `${CATALOGUE}//- sla.yaml\n{ kind: sla, id: SLA-A, title: "🙂🙂", services: [SVC-N|ET] }\n`, 'SVC-NET > catalogue.yaml:8:SVC-NET'],
    ['on the id itself', CATALOGUE.replace('id: SVC-NET', 'id: SVC|-NET'), 'SVC-NET > catalogue.yaml:8:SVC-NET'],
    ['on an earlier id', CATALOGUE.replace('[SVC-POST]', '[SVC|-POST]'), 'SVC-POST > catalogue.yaml:4:SVC-MAIL'],
    ['by an earlier id', `${CATALOGUE}${SLA}services: [SVC-P|OST]\n`, 'SVC-POST > catalogue.yaml:4:SVC-MAIL'],
    ['of a local id in its own artefact', `${SLA}workloadLimits: [{ id: w, measure: More, consequence: "[[u|p]]" }]\n`, 'up > sla.yaml:4:up'],
    ['of a full name from elsewhere', `${SLA}//- risks.yaml\nkind: risk-register\nid: RISKS\ntitle: Risks\nrisks: [{ id: R-1, title: x, targets: [SLA-A#u|p] }]\n`, 'SLA-A#up > sla.yaml:4:up'],
    ['of a bare id in a YAML text', `${CATALOGUE}${SLA}exceptions:\n  - When SVC-N|ET is down.\n`, 'SVC-NET > catalogue.yaml:8:SVC-NET'],
    ['of a bare id in a block text', `${CATALOGUE}//- risks.yaml\nkind: risk-register\nid: RISKS\ntitle: Risks\nrisks:\n  - id: R-1\n    title: x\n    statement: >-\n      First line,\n      then SVC-N|ET.\n`, 'SVC-NET > catalogue.yaml:8:SVC-NET'],
    ['in front matter', `${ROLES}//- doc.md\n---\nkind: document\nid: DOC-1\ntitle: Doc\nowner: ROLE|-É\n---\nText.\n`, 'ROLE-É > roles.yaml:4:ROLE-É'],
    ['of a bare id in Markdown', `${CATALOGUE}//- doc.md\n---\n{ kind: document, id: DOC-1, title: Doc }\n---\n# Mail\n\n**SVC-M|AIL** is ours.\n`, 'SVC-MAIL > catalogue.yaml:4:SVC-MAIL'],
    ['of an id in double brackets', `${CATALOGUE}//- doc.md\n---\n{ kind: document, id: DOC-1, title: Doc }\n---\nSee [[ SVC-M|AIL ]].\n`, 'SVC-MAIL > catalogue.yaml:4:SVC-MAIL'],
    ['of an id in a table of Markdown', `${CATALOGUE}//- doc.md\n---\n{ kind: document, id: DOC-1, title: Doc }\n---\n| Service | Since |\n| --- | --- |\n| SVC-N¦ET | 2020 |\n`, 'SVC-NET > catalogue.yaml:8:SVC-NET'],
    ['of a node of a diagram', `${CATALOGUE}//- doc.md\n---\n{ kind: document, id: DOC-1, title: Doc }\n---\n\`\`\`mermaid\nflowchart LR\n  SVC-MAIL --> SVC-N|ET\n\`\`\`\n`, 'SVC-NET > catalogue.yaml:8:SVC-NET'],
    ['not in a code span', `${CATALOGUE}//- doc.md\n---\n{ kind: document, id: DOC-1, title: Doc }\n---\nSee \`SVC-M|AIL\`.\n`, undefined],
    ['of a link to an artefact', `${CATALOGUE}//- docs/doc.md\n---\n{ kind: document, id: DOC-1, title: Doc }\n---\nSee [it](../cata|logue.yaml).\n`, '../catalogue.yaml > catalogue.yaml:0:'],
    ['of a link with an id', `${CATALOGUE}//- docs/doc.md\n---\n{ kind: document, id: DOC-1, title: Doc }\n---\nSee [it](../catalogue.yaml#SVC|-NET).\n`, '../catalogue.yaml#SVC-NET > catalogue.yaml:8:SVC-NET'],
    ['of a link with a heading', '//- a.md\n---\n{ kind: document, id: DOC-A, title: A }\n---\n# Übung: was & wie\n\n## Twice\n\n## Twice\n//- b.md\n---\n{ kind: document, id: DOC-B, title: B }\n---\n[x](a.md#übung-was--wi|e)\n',
      'a.md#übung-was--wie > a.md:3:# Übung: was & wie'],
    ['of a link with the second heading of a name', '//- a.md\n---\n{ kind: document, id: DOC-A, title: A }\n---\n## Twice\n\n## Twice\n//- b.md\n---\n{ kind: document, id: DOC-B, title: B }\n---\n[x](a.md#twice-|1)\n', 'a.md#twice-1 > a.md:5:## Twice'],
    ['of a link to a page that is no artefact', '//- notes.md\n# Notes\n\n## On call\n//- b.md\n---\n{ kind: document, id: DOC-B, title: B }\n---\n[x](notes.md#on-c|all)\n', 'notes.md#on-call > notes.md:2:## On call'],
    ['of a link to a heading that is not there', '//- a.md\n---\n{ kind: document, id: DOC-A, title: A }\n---\n# One\n//- b.md\n---\n{ kind: document, id: DOC-B, title: B }\n---\n[x](a.md#t|wo)\n', 'a.md#two > a.md:0:'],
    ['not of a link to a file that is not there', '//- b.md\n---\n{ kind: document, id: DOC-B, title: B }\n---\n[x](gone|.md)\n', undefined],
    ['of a file in a field', '//- signed.md\nSigned.\n//- sub/sla.yaml\nkind: sla\nid: SLA-A\ntitle: SLA\nagreedBy: [{ party: X, evidence: [{ file: ../sign|ed.md }] }]\n', '../signed.md > signed.md:0:'],
    ['of what names nothing', `${CATALOGUE}${SLA}services: [SVC-N|ONE]\n`, undefined],
    ['of a clause number', '//- doc.yaml\n{ kind: document, id: DOC-1, title: Doc, clauses: [8.3|.3] }\n', undefined],
    ['of a key', `${CATALOGUE}${SLA}serv|ices: [SVC-NET]\n`, undefined],
    ['in a file with a syntax error below', `${CATALOGUE}${SLA}services: [SVC-N|ET]\ncustomers: [\n`, 'SVC-NET > catalogue.yaml:8:SVC-NET'],
    ['of a row of a table: its line', '//- log.yaml\nkind: record-log\nid: LOG-1\ntitle: Incidents\nof: incident-record\ntable: { file: log.csv, columns: { id: Number, title: What } }\n//- log.csv\nNumber,What\nINC-7,Down\nINC-8,Up\n//- p.yaml\nkind: problem-record\nid: PRB-1\ntitle: It\nincidents: [INC|-8]\n',
      'INC-8 > log.csv:2:INC-8,Up\n'],
  ];
  for (const [name, text, expected, options] of situations) it(name, async () => assert.equal(await leads(text, options), expected));

  it('leads to where the id stands now in a file that is not saved, and from a text that is not saved', async () => {
    const unsaved = `${CATALOGUE.replace('title: Service catalogue\n', 'title: Service catalogue\ndescription: More\n\n')}${SLA}services: [SVC-MAIL, SVC-N|ET]\n`;
    assert.equal(await leads(unsaved, { before: `${CATALOGUE}${SLA}` }), 'SVC-NET > catalogue.yaml:10:SVC-NET');
  });
  it('knows an id that the same unsaved file has just got', async () => {
    const own = CATALOGUE.replace('{ to: SVC-NET }', '{ to: SVC-D|NS }').replace('id: SVC-NET', 'id: SVC-DNS');
    assert.equal(await leads(own, { before: CATALOGUE }), 'SVC-DNS > catalogue.yaml:8:SVC-DNS');
  });
});
