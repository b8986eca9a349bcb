import assert from 'node:assert/strict';
import { partOf, type Desk, type PartMaker } from '../../src/evidence/desk.js';
import { flowLabel, MOST_NODES } from '../../src/evidence/diagrams.js';
import type { Block, Diagram, InForce, Table } from '../../src/evidence/pack.js';
import { catalogue } from '../../src/evidence/parts/catalogue.js';
import { documents } from '../../src/evidence/parts/documents.js';
import { matrix } from '../../src/evidence/parts/matrix.js';
import { processes } from '../../src/evidence/parts/processes.js';
import { raci } from '../../src/evidence/parts/raci.js';
import { risks } from '../../src/evidence/parts/risks.js';
import { roles } from '../../src/evidence/parts/roles.js';
import { textsUnder } from '../support/folders.js';
import { readMarked } from '../../src/rules/marked.js';
import { allBlocks, deskFor, plain, tableIn, words } from './desk.js';

/** What the pack tells of services, promises, roles, risks and processes, and of the documents themselves. */
describe('the parts on services', () => {
  const texts = textsUnder('samples/harbour');
  let harbour: Desk;
  before(async function () { this.timeout(60_000); harbour = await deskFor(texts); });

  const deskOf = (source: string): Promise<Desk> => deskFor(new Map(readMarked(source).files));
  const made = (maker: PartMaker, desk: Desk): readonly Block[] => partOf(maker, desk).blocks;
  /** The cells of the first row whose first cell begins so, by the titles of their columns; tones in brackets. */
  const row = (table: Table | undefined, first: string): Readonly<Record<string, string>> => {
    const found = table?.rows.find(({ cells }) => words(cells[0]).startsWith(first));
    return Object.fromEntries((table?.columns ?? []).flatMap(({ title }, at) => (found ? [[title, (found.cells[at] ?? []).map(({ text, tone }) => (tone ? `${text}[${tone}]` : text)).join('')]] : [])));
  };
  const diagrams = (blocks: readonly Block[]): readonly Diagram[] => allBlocks(blocks).flatMap(block => (block.type === 'diagram' ? [block] : []));

  describe('targets against services', () => {
    it('holds what is promised against what a service reaches with all it rests on', () => {
      const blocks = made(matrix, harbour);
      assert.deepEqual(row(tableIn({ blocks }, 'availability'), 'Availability of managed e-mail (SLA-BOREAL#'), {
        'Target': 'Availability of managed e-mail (SLA-BOREAL#mail-availability)', 'Service': 'Managed e-mail (SVC-MAIL)', 'Promised': '99.9 %', 'Its own part': '99.97 %', 'With all it rests on': '99.9424 %', 'Carried?': 'carried[good]',
        'Weakest part': 'Data centre network (SVC-NET)',
      });
    });

    it('says of a promise that is not carried what would be needed', async () => {
      const file = 'agreements/sla-boreal.yaml', desk = await deskFor(new Map([...texts, [file, (texts.get(file) ?? '').replace('value: 99.9\n', 'value: 99.95\n')]]));
      const cells = row(tableIn({ blocks: made(matrix, desk) }, 'availability'), 'Availability of managed e-mail (SLA-BOREAL#');
      assert.equal(cells['Carried?'], 'not carried[bad]; watched as RSK-001');
      assert.equal(cells['Weakest part'], 'Data centre network (SVC-NET): 99.9976 % would be needed');
    }).timeout(30_000);

    it('holds what is measured against the services that it is measured of, agreement by agreement', () => {
      const table = tableIn({ blocks: made(matrix, harbour) }, 'matrix-SLA-MAASLAB-LIS'), lis = 'Hosting of the laboratory information system';
      assert.deepEqual(table?.columns.map(({ title }) => title), ['Measured', lis]);
      assert.equal(row(table, 'Availability')[lis], '≥ 99.95 %');
      assert.equal(row(table, 'Restoration time, P1')[lis], '≤ 2 hours (98 %)');
      const boreal = tableIn({ blocks: made(matrix, harbour) }, 'matrix-SLA-BOREAL'), availability = row(boreal, 'Availability');
      assert.equal(availability['Managed e-mail'], '≥ 99.9 %');
      assert.equal(availability['Backup and restore'], '');
      assert.equal(row(boreal, 'Restoration time, P2')['Backup and restore'], '≤ 8 hours (95 %)');
    });

    it('tells what is agreed beneath a promise of time, what it leaves, and who watches a gap', () => {
      const table = tableIn({ blocks: made(matrix, harbour) }, 'times');
      assert.equal(row(table, 'Restoration of priority 1 incidents (SLA-BOREAL#')['Carried?'], 'carried; 15 minutes are left[good]');
      assert.equal(row(table, 'Recovery after the loss of a hall')['Carried?'], 'not carried: it may take 6 hours[bad]; watched as RSK-005');
      assert.match(row(table, 'Restoration of priority 1 incidents (SLA-BOREAL#')['Agreed with those who supply'] ?? '', /\(CON-CARRIER-B#repair\): at most 3\.5 hours, 15 minutes to hand over/);
    });

    it('judges by all that is agreed with others, and shows what belongs to the scope', () => {
      const blocks = made(matrix, { ...harbour, inScope: id => !id.startsWith('CON-CARRIER') && !id.startsWith('SLA-MAASLAB') }), table = tableIn({ blocks }, 'times'), cells = row(table, 'Restoration of priority 1');
      assert.deepEqual(table?.rows.map(({ cells: [first] }) => words(first).includes('SLA-MAASLAB')), table?.rows.map(() => false));
      assert.match(cells['Agreed with those who supply'] ?? '', /\(CON-MX-B#answer\): at most 30 minutes; others that are not shown: 2$/);
      assert.equal(cells['Carried?'], 'carried; 15 minutes are left[good]');
    });

    it('shows the agreement as it is in force while the next version is written', async () => {
      const sla = harbour.inForce.get('SLA-BOREAL'), data = sla?.artefact.data, targets = data?.['targets'];
      assert.ok(sla && data && Array.isArray(targets));
      const then: InForce = { ...sla, artefact: { ...sla.artefact, data: { ...data, targets: targets.map((target: object, at) => (at === 0 ? { ...target, value: 99.4 } : target)) } }, earlier: true };
      const blocks = made(matrix, { ...harbour, inForce: new Map([...harbour.inForce, ['SLA-BOREAL', then]]) });
      assert.equal(row(tableIn({ blocks }, 'availability'), 'Availability of managed e-mail (SLA-BOREAL#')['Promised'], '99.4 %');
    });

    it('calls a bound a bound, and what cannot be known open', async () => {
      const desk = await deskOf(`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Services
services:
  - { id: SVC-A, title: A, ownAvailability: 99.9, dependsOn: [{ to: SVC-B }] }
  - { id: SVC-B, title: B, dependsOn: [] }
  - { id: SVC-C, title: C, ownAvailability: 99.9, dependsOn: [{ to: SVC-GONE }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA
services: [SVC-A]
targets:
  - { id: a, title: A up, metric: availability, operator: at-least, value: 99.5, unit: percent, window: calendar-month }
  - { id: c, title: C up, services: [SVC-C], metric: availability, operator: at-least, value: 99.5, unit: percent, window: calendar-month }
`), table = tableIn({ blocks: made(matrix, desk) }, 'availability');
      assert.equal(row(table, 'A up')['With all it rests on'], 'at most 99.9 %');
      assert.equal(row(table, 'A up')['Carried?'], 'open: not all parts are known[attention]');
      assert.equal(row(table, 'C up')['With all it rests on'], 'cannot be computed[attention]');
      assert.equal(row(table, 'C up')['Carried?'], 'open: something that it rests on is not known[attention]');
    });
  });

  describe('the catalogue', () => {
    it('draws what services rest on, with how many of a redundant group are needed', () => {
      const [diagram] = diagrams(made(catalogue, harbour)), node = (title: string): string => new RegExp(`(n\\d+)\\S"+${title}"`).exec(diagram?.source.replaceAll('{{', '{').replaceAll('([', '[') ?? '')?.[1] ?? title;
      const source = diagram?.source ?? '', circle = new RegExp(`${node('Managed e-mail')} --> (n\\d+)\\n[^]*?\\1 --> ${node('Relaymark Ltd')}\\n  \\1 --> ${node('Postweg Mail B.V.')}\\n`).exec(source)?.[1];
      assert.ok(circle !== undefined && source.includes(`  ${circle}(("1 of 2"))`), source);
      assert.ok(source.includes(`  ${node('Managed workplace')} -.-> ${node('Fleetdesk Europe S.A.')}`), 'what it can do without is dotted');
      assert.deepEqual(row(diagram?.text, 'Managed e-mail')['Rests on'], 'Directory and sign-on (SVC-IAM)');
      const relay = diagram?.text.rows.find(({ cells }) => words(cells[1]) === 'Relaymark Ltd (SUP-MX-A)');
      assert.deepEqual(relay?.cells.slice(2).map(words), ['redundant: 1 of 2 are enough', '99.5 %', 'Either relay can carry the whole inbound traffic']);
    });

    it('leaves other customers out of a row, and other services out of the table', () => {
      const of = new Set(['SVC-MAIL', 'SVC-NET', 'CUS-BOREAL']), blocks = made(catalogue, { ...harbour, inScope: id => of.has(id) }), table = tableIn({ blocks }, 'services');
      assert.deepEqual(table?.rows.map(({ id }) => id), ['SVC-MAIL', 'SVC-NET']);
      assert.equal(table?.leftOut, 8);
      assert.equal(row(table, 'Managed e-mail')['Customers'], 'Boreal Foods GmbH (CUS-BOREAL)');
      assert.doesNotMatch(JSON.stringify(diagrams(blocks)), /MAASLAB|Postweg/);
    });

    const services = (count: number, rests: (at: number) => string): string => `//- catalogue.yaml\nkind: service-catalogue\nid: CAT\ntitle: Services\nservices:\n${Array.from({ length: count }, (_, at) => `  - { id: SVC-${at}, title: Service ${at}, type: ${at < 3 ? 'customer-facing' : 'supporting'}, dependsOn: [${rests(at)}] }`).join('\n')}\n`;

    it('cuts what nobody could follow into one picture for each service for customers', async () => {
      const desk = await deskOf(services(120, at => (at < 3 ? `{ to: SVC-${at + 3} }` : at + 3 < 120 ? `{ to: SVC-${at + 3} }` : ''))), blocks = made(catalogue, desk), drawn = diagrams(blocks);
      assert.equal(drawn.length, 3);
      for (const { source } of drawn) assert.equal(source.match(/^ +n\d+[[({]/gm)?.length, 40);
      assert.match(plain(blocks), /All services together \(120 nodes\) are too many/);
    });

    it('draws no picture of what is too large even so, and tells it in a table', async () => {
      const desk = await deskOf(services(MOST_NODES + 20, at => (at === 0 ? Array.from({ length: MOST_NODES + 16 }, (_, to) => `{ to: SVC-${to + 3} }`).join(', ') : ''))), blocks = made(catalogue, desk);
      assert.deepEqual(diagrams(blocks), []);
      assert.match(plain(blocks), /Too large for a picture even so, and told in the table alone:\n- Service 0 \(SVC-0\)/);
      assert.equal(tableIn({ blocks }, 'dependencies')?.rows.length, MOST_NODES + 16);
    });
  });

  describe('roles', () => {
    it('says who holds a role on the day, since when, who stands in, and what shows that they can', () => {
      const table = tableIn({ blocks: made(roles, harbour) }, 'roles'), cells = row(table, 'Incident manager');
      assert.deepEqual([cells['Held by'], cells['Since'], cells['Deputy'], cells['Competence shown']], ['Ria Aalbers', '2023-06-01', 'Lead of the service desk (ROLE-DESKLEAD): Mila Janssen', 'COMP-IM: 2 sufficient']);
      assert.equal(row(table, 'Service level manager')['Held by'], 'Femke Bos', 'who held it before is not named');
      assert.match(row(table, 'Managing director')['Role'] ?? '', /top management/);
    });

    it('says that nobody holds a role that is given work', async () => {
      const desk = await deskOf('//- roles.yaml\n{ kind: role-register, id: ROLES, title: Roles, owner: ROLE-A, roles: [{ id: ROLE-A, title: A, holders: [{ person: PER-X, from: 2020-01-01, until: 2026-10-14 }] }, { id: ROLE-B, title: B }] }\n');
      const table = tableIn({ blocks: made(roles, desk) }, 'roles');
      assert.deepEqual([row(table, 'A')['Held by'], row(table, 'B')['Held by']], ['nobody[bad]', 'nobody[attention]']);
    });
  });

  describe('the RACI', () => {
    it('has one letter grid for each matrix, in which each activity has its roles', () => {
      const table = tableIn({ blocks: made(raci, harbour) }, 'grid-RACI-CHG'), cells = row(table, 'Approve a normal change');
      assert.deepEqual(Object.entries(cells).filter(([, cell]) => cell !== ''), [
        ['Activity', 'Approve a normal change'], ['Change manager', 'R A'], ['Change advisory board', 'C'], ['Service desk', 'I'],
      ]);
      assert.deepEqual(table?.columns[0]?.head, true);
    });

    it('names the roles by letters where there are too many for a grid', async () => {
      const many = Array.from({ length: 20 }, (_, at) => `ROLE-${at}`), desk = await deskOf(`//- raci.yaml\nkind: raci-matrix\nid: RACI\ntitle: RACI\nactivities:\n  - { id: a, title: Move, accountable: [ROLE-X], responsible: [${many.join(', ')}], informed: [ROLE-1] }\n//- roles.yaml\n{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-X, title: Mover }] }\n`);
      const cells = row(tableIn({ blocks: made(raci, desk) }, 'raci-RACI'), 'Move');
      assert.deepEqual([cells['A: answers for it'], cells['R: does the work'], cells['I: is told']], ['Mover (ROLE-X)', many.join(', '), 'ROLE-1']);
    });

    it('marks what nobody answers for, and what several do', async () => {
      const desk = await deskOf(`//- raci.yaml\nkind: raci-matrix\nid: RACI\ntitle: RACI\nactivities:\n  - { id: a, title: Nobody, responsible: [ROLE-A] }\n  - { id: b, title: Two, accountable: [ROLE-A, ROLE-B], responsible: [ROLE-A] }\n  - { id: c, title: Twice, accountable: [ROLE-A, ROLE-A] }
//- roles.yaml\n{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-A, title: Same }, { id: ROLE-B, title: Same }] }\n`), table = tableIn({ blocks: made(raci, desk) }, 'grid-RACI');
      assert.deepEqual(['Nobody', 'Two', 'Twice'].map(first => row(table, first)['Activity']), ['Nobody – nobody answers for it[bad]', 'Two – 2 roles answer for it[attention]', 'Twice – nobody does the work[attention]']);
      assert.deepEqual(table?.columns.map(({ title }) => title).slice(1, 3), ['Same (ROLE-A)', 'Same (ROLE-B)']);
    });
  });

  describe('risks', () => {
    it('shows on the map how many there are where, which, and at what level', () => {
      const blocks = made(risks, harbour), map = tableIn({ blocks }, 'heat-RC-HARBOUR');
      assert.deepEqual(map?.rows.map(({ cells }) => words(cells[0]).slice(0, 2)), ['5:', '4:', '3:', '2:', '1:']);
      assert.equal(row(map, '3:')['5: A patient is harmed, or a customer leaves'], 'extreme, 1: [heat-5]RSK-004');
      assert.equal(row(map, '2:')['4: A delivery day is lost, or samples go to another hospital'], 'moderate, 3: [heat-2]RSK-001, RSK-008, RSK-102');
      assert.equal(row(map, '1:')['1: Nobody outside Harbour notices'], 'low[heat-1]');
      assert.equal(row(tableIn({ blocks }, 'heat-after-RC-HARBOUR'), '1:')['5: A patient is harmed, or a customer leaves'], 'moderate, 4: [heat-2]RSK-003, RSK-004, RSK-005, RSK-101');
      assert.doesNotMatch(JSON.stringify(map), /RSK-016|RSK-018/, 'neither closed ones nor opportunities');
    });

    it('tells of each how high it is, what is done, what remains, and against the appetite', () => {
      const cells = row(tableIn({ blocks: made(risks, harbour) }, 'risks'), 'One line to the laboratory');
      assert.deepEqual([cells['Level'], cells['What remains'], cells['Against the appetite'], cells['Status']],
        ['high (12)[heat-4]', '3 × 4: high (12)[heat-4]', 'above, accepted until 2027-03-31 by [attention]Service director (ROLE-SD)', 'accepted']);
    });

    it('keeps opportunities apart, in no colour of danger', () => {
      const blocks = made(risks, harbour), cells = row(tableIn({ blocks }, 'opportunities'), 'One portal');
      assert.deepEqual([cells['Level'], cells['Against the appetite']], ['high (12)', '–']);
      assert.deepEqual(tableIn({ blocks }, 'risks')?.rows.filter(({ id }) => id === 'RSK-018'), []);
    });

    it('says what nobody accepted, whose acceptance ran out, and what nobody may accept', async () => {
      const desk = await deskOf(`
//- criteria.yaml
kind: risk-criteria
id: RC
title: Criteria
likelihood: [{ value: 1, title: Rare }, { value: 3, title: Yearly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 3, title: A target is missed }]
levels: [{ level: low, from: 1, to: 1 }, { level: moderate, from: 3, to: 3 }, { level: high, from: 9, to: 9 }]
appetite: low
tolerance: moderate
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SD, title: Director }] }
//- risks.yaml
kind: risk-register
id: RISKS
title: Risks
risks:
  - { id: RSK-1, title: Free, likelihood: 1, consequence: 3 }
  - { id: RSK-2, title: Over, likelihood: 3, consequence: 1, acceptance: { by: ROLE-SD, on: 2026-01-01, until: 2026-10-14 } }
  - { id: RSK-3, title: Too high, likelihood: 3, consequence: 3, acceptance: { by: ROLE-SD, on: 2026-01-01 } }
  - { id: RSK-4, title: Blank }
`), blocks = made(risks, desk), table = tableIn({ blocks }, 'risks');
      assert.deepEqual(['Free', 'Over', 'Too high', 'Blank'].map(first => row(table, first)['Against the appetite']), [
        'above, and nobody accepted it[bad]', 'above; accepted until 2026-10-14 only, by [bad]Director (ROLE-SD)', 'above what anybody may accept[bad]', 'cannot be told[attention]',
      ]);
      assert.equal(words(tableIn({ blocks }, 'heat-RC')?.rows.at(-1)?.cells[1]), 'RSK-4', 'what is not assessed is told below the map');
    });
  });

  describe('processes', () => {
    it('draws who gives to whom, once for each pair, and tells what in the table', () => {
      const [diagram] = diagrams(made(processes, harbour)), source = diagram?.source ?? '', node = (title: string): string => new RegExp(`(n\\d+)\\("${title}"\\)`).exec(source)?.[1] ?? title;
      assert.ok(source.includes(`  ${node('Steering of the management system')} <--> ${node('Risk management')}\n`));
      assert.deepEqual(diagram?.text.rows.filter(({ cells }) => words(cells[0]).includes('PRC-STEER') && words(cells[1]).includes('PRC-RISK')).map(({ cells }) => words(cells[2])), ['Issues and requirements']);
    });

    it('names the procedure of each process with the version in force', () => {
      const table = tableIn({ blocks: made(processes, harbour) }, 'processes');
      assert.equal(row(table, 'Incident management')['Procedure in force'], 'Incident management procedure (PROC-INC), version 3.1');
      assert.equal(row(table, 'Steering')['Inputs'], 'Context of service management at Harbour (CONTEXT), Interested parties and what they want (INTERESTED), Decisions of the management review');
    });
  });

  describe('documents', () => {
    const documentIn = (desk: Desk, id: string): { standing: string; file: string; text: string } | undefined => made(documents, desk).flatMap(block => (block.type === 'document' && block.id === id ? [{ standing: words(block.standing), file: block.file, text: JSON.stringify(block.body) }] : []))[0];

    it('shows each document once, by the clauses of its kind, and says how it stands', () => {
      const ids = made(documents, harbour).flatMap(block => (block.type === 'document' ? [block.id] : []));
      assert.equal(new Set(ids).size, ids.length);
      assert.ok(ids.indexOf('CONTEXT') < ids.indexOf('ROLES') && ids.indexOf('ROLES') < ids.indexOf('RISKS') && ids.indexOf('RISKS') < ids.indexOf('SLA-BOREAL') && ids.indexOf('SLA-BOREAL') < ids.indexOf('INC-2841'));
      assert.equal(documentIn(harbour, 'PROC-INC')?.standing, 'Version 3.1, in force since 2026-03-01; approved on 2026-02-12 by Service director (ROLE-SD); approval claimed');
      assert.equal(documentIn(harbour, 'NC-2026-01')?.standing, 'Record of 2026-07-30, as it stands');
      assert.equal(documentIn(harbour, 'DOC-LETTER-LIS'), undefined, 'what was withdrawn is named, not shown');
      assert.match(plain(made(documents, harbour)), /Not shown, since superseded or withdrawn:\n- [^\n]*\(DOC-LETTER-LIS\)/);
    });

    it('shows the text that is in force while the next version is written', () => {
      const now = harbour.inForce.get('PROC-INC');
      assert.ok(now);
      const then: InForce = { artefact: { ...now.artefact, data: { ...now.artefact.data, version: '3.0' } }, text: now.text.replace('## Purpose', '## What it is for'), version: '3.0', by: 'record', earlier: true };
      const shown = documentIn({ ...harbour, inForce: new Map([...harbour.inForce, ['PROC-INC', then]]) }, 'PROC-INC');
      assert.match(shown?.text ?? '', /What it is for/);
      assert.match(shown?.standing ?? '', /^Version 3\.0, in force.*\. Version 3\.1 is being written, and not in force$/);
    });

    it('leaves records of another time out, and counts them', () => {
      const desk = { ...harbour, period: { from: '2026-05-01', to: '2026-05-31' } }, text = plain(made(documents, desk));
      assert.equal(documentIn(desk, 'NC-2026-01'), undefined);
      assert.match(text, /Records of before 2026-05-01 or after 2026-05-31, which are not shown: \d+\./);
      assert.ok(documentIn(desk, 'CHG-1207'));
    });
  });

  it('lets no text of a document become an order of a picture', async () => {
    const title = `x"] --> n99; click n1 \\"javascript:alert(1)\\" %%{init: {'securityLevel':'loose'}}%% <img src=//evil.example> \`md\` #35; &lt; $$x$$ [a](//evil) fa:fa-bug`;
    const desk = await deskOf(`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Services
services:
  - { id: SVC-A, title: '${title.replaceAll("'", "''")}', dependsOn: [{ to: SVC-B }] }
  - { id: SVC-B, title: "end\\nsubgraph z\\n  click n1 callback", dependsOn: [] }
`), [diagram] = diagrams(made(catalogue, desk));
    const line = /^(?:flowchart TB|  subgraph g\d+\["[^"]*"\]|  end| +n\d+(?:\[|\(\[?|\{\{|\(\(|\[\/)"[^"<>&#`;:$[\]{}|\\]*"(?:\]|\]?\)|\}\}|\)\)|\/\])|  n\d+ (?:-->|-\.->) n\d+)$/;
    assert.deepEqual(diagram?.source.split('\n').filter(each => !line.test(each)), []);
    assert.doesNotMatch(diagram?.source ?? '', /%%|--[^>]/);
    assert.equal(words(diagram?.text.rows[0]?.cells[0]), `${title.replaceAll('\\"', '\\"')} (SVC-A)`, 'the table has it as it is written');
  });

  it('begins no list and no comment with a label', () => {
    assert.deepEqual(['1. First', '- dash', '', '50 %% off', 'A -- B', '\u202Ertl\tx', 'SVC-1.2 (9.5 %)'].map(flowLabel), ['1\u2024 First', '\u2013 dash', '\u2013', '50 % off', 'A \u2013 B', 'rtl x', 'SVC-1.2 (9.5 %)']);
  });

  it('says of an SMS with nothing in it what is missing', async () => {
    const desk = await deskFor(new Map());
    for (const maker of [catalogue, matrix, roles, raci, risks, processes, documents]) {
      const { blocks, empty } = partOf(maker, desk);
      assert.deepEqual(blocks, [], maker.id);
      assert.match(empty ?? '', /^[A-Z].*\.$/, maker.id);
    }
  });

  it('has one cell for each column in every table', () => {
    for (const maker of [catalogue, matrix, roles, raci, risks, processes]) {
      for (const block of allBlocks(made(maker, harbour))) {
        const table = block.type === 'table' ? block : block.type === 'diagram' ? block.text : undefined;
        for (const { cells } of table?.rows ?? []) assert.equal(cells.length, table?.columns.length, `${maker.id} ${table?.key ?? ''}`);
        assert.equal(new Set(table?.columns.map(({ key }) => key)).size, table?.columns.length ?? 0, `${maker.id} ${table?.key ?? ''}`);
      }
    }
  });
});
