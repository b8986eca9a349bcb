import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { partOf, type Desk, type PartMaker } from '../../src/evidence/desk.js';
import type { Part, Table } from '../../src/evidence/pack.js';
import { audits } from '../../src/evidence/parts/audits.js';
import { certification } from '../../src/evidence/parts/certification.js';
import { loop } from '../../src/evidence/parts/loop.js';
import { records } from '../../src/evidence/parts/records.js';
import { reports } from '../../src/evidence/parts/reports.js';
import { openLoops } from '../defects/loop.js';
import { foldersIn, textsUnder } from '../support/folders.js';
import { readMarked } from '../../src/rules/marked.js';
import { allBlocks, deskFor, plain, rowOf, tableIn, words } from './desk.js';

/** Today is 2026-10-15, the period the twelve months before. */
const made = async (maker: PartMaker, source: string): Promise<Part> => partOf(maker, await deskFor(readMarked(source).files));

describe('records, reports, audits, certification and the loop in a pack', () => {
  const texts = textsUnder('samples/harbour');
  let desk: Desk;
  before(async function () {
    this.timeout(120_000);
    desk = await deskFor(texts);
  });

  const MAKERS = [records, reports, audits, certification, loop];

  it('have a cell for each column, and each diagram its table', () => {
    const wrong = MAKERS.flatMap(maker => allBlocks(partOf(maker, desk).blocks)).flatMap(block => (block.type === 'table' ? [block] : block.type === 'diagram' ? [block.text] : [])).filter(({ columns, rows }) => rows.some(({ cells }) => cells.length !== columns.length));
    assert.deepEqual(wrong.map(({ key }) => key), []);
    const keys = MAKERS.flatMap(maker => allBlocks(partOf(maker, desk).blocks).flatMap(block => (block.type === 'table' || block.type === 'diagram' ? [`${maker.id} ${block.key}`] : [])));
    assert.deepEqual(keys.filter((key, at) => keys.indexOf(key) !== at), []);
  });

  it('say why they are empty where there is nothing', async () => {
    for (const maker of MAKERS) assert.match((await made(maker, '\n//- notes.txt\nNothing yet.\n')).empty ?? '', /\.$/, maker.id);
  });

  it('never say of a part of the SMS that there is nothing at all', () => {
    const none = { ...desk, scope: { of: 'service' as const, id: 'SVC-X', title: 'X' }, inScope: () => false, tables: new Map<string, never>() };
    for (const maker of MAKERS) assert.match(partOf(maker, none).empty ?? '', /^Nothing of this belongs to what this pack is about/, maker.id);
    const plans = { ...desk, inScope: (id: string) => id === 'AUDIT-PROGRAMME' };
    assert.equal(rowOf(tableIn(partOf(audits, plans), 'internal-audits'), 'Control, resolution')['state'], 'held');
  });

  it('are made of every broken sample', async function () {
    this.timeout(120_000);
    for (const folder of foldersIn('samples/broken')) {
      const broken = await deskFor(textsUnder(`samples/broken/${folder}`));
      for (const maker of MAKERS) { const { blocks, empty } = partOf(maker, broken); assert.equal(blocks.length === 0, empty !== undefined, `${folder} ${maker.id}`); }
    }
  });

  describe('records', () => {
    it('are counted wherever they stand, and by whose they are', () => {
      const part = partOf(records, desk), incidents = rowOf(tableIn(part, 'populations'), 'Incident');
      assert.deepEqual([incidents['all'], incidents['period'], incidents['oldest'], incidents['newest'], incidents['kept']], ['300', '300', '2026-04-01', '2026-09-29', '4 files, 296 rows of a table']);
      assert.match(incidents['gaps'] ?? '', /nothing before 2026-04-01; LOG-INC-2026 was exported on 2026-10-08/);
      const table = tableIn(part, 'customers');
      assert.equal(Number(rowOf(table, 'Boreal')['incident-record']) + Number(rowOf(table, 'Maasdelta')['incident-record']), 300);
    });

    it('in tables have a source, a moment of export and a hash that others can compute', () => {
      const table = tableIn(partOf(records, desk), 'sources'), file = 'records/incidents/incidents-2026.csv';
      assert.equal(table?.rows.length, 3);
      const { system, exported, rows, sha256 } = rowOf(table, 'Incidents from April');
      assert.deepEqual([system, exported, rows, sha256], ['Service desk, report on closed incidents', '2026-10-08T06:00:00+02:00', '296', createHash('sha256').update(texts.get(file) ?? '').digest('hex')]);
    });

    it('that a log declares to be none are no gap', async () => {
      const part = await made(records, '\n//- log.yaml\n{ kind: record-log, of: complaint, id: LOG-CPL, title: Complaints, records: [] }\n');
      assert.equal(rowOf(tableIn(part, 'populations'), 'Complaint')['gaps'], 'no cases, as LOG-CPL says');
    });

    it('of before the period are population, and none in the period is said', async () => {
      const part = await made(records, '\n//- a.yaml\n{ kind: complaint, id: CPL-1, title: Noise, receivedOn: 2024-03-01 }\n');
      const { all, period, gaps } = rowOf(tableIn(part, 'populations'), 'Complaint');
      assert.deepEqual([all, period], ['1', '0']);
      assert.match(gaps ?? '', /none in the period/);
    });

    it('that cannot be read to their end have no hash', async () => {
      const part = await made(records, '\n//- log.yaml\n{ kind: record-log, of: complaint, id: LOG, title: Log, table: { file: a.csv } }\n//- a.csv\nid,title,receivedOn\nCPL-1,"open,2026-03-01\n');
      const { sha256, system } = rowOf(tableIn(part, 'sources'), 'Log');
      assert.deepEqual([sha256, system], ['none: it was not read to its end', 'not said']);
    });

    it('of other customers are neither shown nor counted in the pack of one', () => {
      const own = { ...desk, scope: { of: 'customer' as const, id: 'CUS-BOREAL', title: 'Boreal' }, inScope: (id: string) => !id.includes('MAASLAB') };
      const part = partOf(records, own), incidents = rowOf(tableIn(part, 'populations'), 'Incident');
      assert.equal(incidents['all'], '–');
      assert.ok((incidents['kept'] ?? '').includes(`${String(desk.tables.get('LOG-INC-2026')?.byCustomer.get('CUS-BOREAL'))} rows of this customer in a table`));
      assert.equal(tableIn(part, 'customers')?.leftOut, 1);
      assert.doesNotMatch(plain(tables(part, 'populations', 'customers')), /Maasdelta|MAASLAB|296/);
    });
  });

  describe('service reports', () => {
    it('tell target by target what was promised by the terms in force, and what was reached', () => {
      const part = partOf(reports, desk), row = rowOf(tableIn(part, 'reports'), 'Services for Boreal Foods in April');
      assert.deepEqual([row['period'], row['met'], row['missed'], row['breaches'], row['decisions']], ['2026-04', '9', '4', '4', '4, all done']);
      const result = tableIn(part, 'results-SR-BOREAL-2026-04')?.rows.find(({ cells }) => words(cells[1]).includes('p1-restore'))?.cells.map(words);
      assert.deepEqual(result?.slice(2, 6), ['at most 4 hours in 95 % of the cases', '0 %', '0 of 1', 'missed']);
      assert.equal(rowOf(tableIn(part, 'breaches-SR-BOREAL-2026-04'), 'A priority 1 incident')['told'], '2026-04-15');
    });

    it('show missing ones as findings, and a result without a verdict as no data', async () => {
      const part = await made(reports, '\n//- report.yaml\nkind: service-report\nid: SR-1\ntitle: September\nperiod: { from: 2026-09-01, to: 2026-09-30 }\nresults: [{ target: SLA-X#t, value: 3 }]\n');
      assert.equal(rowOf(tableIn(part, 'reports'), 'September')['decisions'], 'none');
      assert.match(plain(part.blocks), /SLA-X#t \|  \| 3 \|  \| no data/);
      assert.match(plain(part.blocks), /The report holds no decision/);
    });

    it('in the pack of a customer are that customer\'s alone', () => {
      const own = { ...desk, inScope: (id: string) => !id.includes('MAASLAB') }, part = partOf(reports, own), table = tableIn(part, 'reports');
      assert.equal(table?.leftOut, 6);
      assert.doesNotMatch(plain(table ? [table] : []), /MAASLAB|Maasdelta/);
    });
  });

  describe('audits, reviews, nonconformities and improvements', () => {
    it('show who is to do what by when, and who does it today', () => {
      const part = partOf(audits, desk), open = rowOf(tableIn(part, 'nonconformities'), 'Configuration items in hall B');
      assert.deepEqual([open['owner'], open['due'], open['late'], open['actions'], open['effect']], ['Change manager (ROLE-CM): Hugo Verbeek', '2026-11-30', 'open, in time', '0 of 2', 'not yet']);
      assert.equal(rowOf(tableIn(part, 'audit-findings'), 'Accuracy of the configuration items')['nonconformity'], 'NC-2026-02');
      assert.equal(rowOf(tableIn(part, 'improvements'), 'Stock of laptops')['late'], 'done on 2026-06-29');
    });

    it('tell what is late, what was late, and what nobody answered', async () => {
      const part = await made(audits, `
//- a.yaml
{ kind: audit-report, id: AR-1, title: Audit, from: 2026-05-04, findings: [{ id: f1, title: No test, grade: minor }] }
//- b.yaml
{ kind: nonconformity, id: NC-1, title: Overdue, dueOn: 2026-10-01, status: in-progress }
//- c.yaml
{ kind: nonconformity, id: NC-2, title: Late, dueOn: 2026-05-01, closedOn: 2026-05-20, status: closed }
//- d.yaml
{ kind: nonconformity, id: NC-3, title: Long ago, detectedOn: 2024-05-01, closedOn: 2024-05-20, status: closed }
//- e.yaml
{ kind: management-review, id: MR-1, title: Review, on: 2025-09-01, nextOn: 2026-09-01, decisions: [{ id: d1, title: Hire, due: 2026-02-01, status: open }] }
//- f.yaml
{ kind: audit-programme, id: AP, title: Programme, audits: [{ id: AUD-1, title: Forgotten, plannedOn: 2026-03-02 }] }
`);
      const nonconformities = tableIn(part, 'nonconformities');
      assert.deepEqual(nonconformities?.rows.map(({ cells }) => `${words(cells[0])}: ${words(cells[6])}; ${words(cells.at(-1))}`), ['Overdue (NC-1): overdue since 2026-10-01; not yet', 'Late (NC-2): done on 2026-05-20, late; no']);
      assert.match(plain(part.blocks), /Over before the period, and not listed: 1\./);
      assert.equal(rowOf(tableIn(part, 'audit-findings'), 'No test')['nonconformity'], 'none');
      assert.equal(rowOf(tableIn(part, 'internal-audits'), 'Forgotten')['state'], 'planned, and no report of it');
      assert.match(plain(part.blocks), /was to be held on 2026-09-01, and none is recorded since/);
      assert.equal(rowOf(tableIn(part, 'review-decisions'), 'Hire')['late'], 'overdue since 2026-02-01');
      assert.match(plain(part.blocks), /No improvement was raised in the period/);
    });
  });

  describe('certification', () => {
    const cert = (rest: string): string => `\n//- c.yaml\n{ kind: certification, id: CERT, title: Certification, ${rest} }\n`;
    const calendar = (part: Part): Table | undefined => tableIn(part, 'calendar-CERT');

    it('shows the cycle with its windows, what the body has not seen, and the days of audits', () => {
      const part = partOf(certification, desk), table = tableIn(part, 'calendar-CERT-HARBOUR');
      assert.deepEqual(rowOf(table, 'Surveillance audit 2'), { what: 'Surveillance audit 2', from: '2027-10-10', to: '2027-12-31', note: 'due by 2027-12-31; planned for 2027-11-16' });
      assert.deepEqual(['Recertification audit', 'Certificate valid', 'Once expired'].map(row => { const { from = '', to = '' } = rowOf(table, row); return `${from} ${to}`; }), ['2028-08-09 2028-11-09', '2025-12-10 2028-12-09', '2029-06-09 2029-06-09']);
      assert.match(rowOf(tableIn(part, 'visits-CERT-HARBOUR'), '8.6.1')['state'] ?? '', /not yet seen in this cycle; seen before it on 2025-11-11/);
      assert.equal(tableIn(part, 'visits-CERT-HARBOUR')?.rows.length, 63);
      assert.deepEqual([rowOf(tableIn(part, 'days-CERT-HARBOUR'), 'Stage 2')['days'], rowOf(tableIn(part, 'days-CERT-HARBOUR'), 'Stage 2')['agreed']], ['4–6', 'Stage 2: 5']);
      assert.match(plain(part.blocks), /not the normative table of ISO\/IEC 20000-6/);
    });

    it('draws the day that is judged by, and not that of whoever looks', () => {
      const diagram = partOf(certification, desk).blocks.find(({ type }) => type === 'diagram');
      assert.ok(diagram?.type === 'diagram');
      assert.match(diagram.source, /todayMarker off\n.* :vert, v1, 2026-10-15, 0d/);
    });

    const cases: readonly (readonly [title: string, source: string, expected: RegExp])[] = [
      ['none yet', 'audits: [{ id: s1, title: Stage 1, type: stage1, from: 2026-09-01, to: 2026-09-01 }]', /There is no certificate yet[\s\S]*Stage 2, two to eight weeks after stage 1 \| 2026-09-15 \| 2026-10-27 \| after 2027-03-01 bodies want stage 1 again/],
      ['valid', 'decision: { on: 2025-12-10 }', /valid until 2028-12-09[\s\S]*2028-12-09, computed from the decision/],
      ['expired', 'certificate: { expiresOn: 2026-08-01 }', /expired on 2026-08-01; until 2027-02-01 the body may restore it/],
      ['lapsed', 'certificate: { expiresOn: 2026-04-01 }', /cannot be restored/],
      ['suspended', 'certificate: { expiresOn: 2028-04-14 }, suspension: { from: 2026-08-01 }', /suspended since 2026-08-01; by 2027-02-01/],
      ['withdrawn', 'certificate: { expiresOn: 2028-04-14 }, withdrawnOn: 2026-09-01', /was withdrawn/],
      ['without its surveillance', 'decision: { on: 2025-10-01 }', /Surveillance audit 1 \| 2026-08-01 \| 2026-10-01 \| due by 2026-10-01, and none is recorded/],
      ['without a figure of people', 'decision: { on: 2025-12-10 }', /the days of an audit cannot be estimated/],
      ['of many', 'decision: { on: 2025-12-10 }, personnel: 900', /The last band has no upper end/],
    ];
    for (const [title, source, expected] of cases) it(`is told: ${title}`, async () => assert.match(plain((await made(certification, cert(source))).blocks), expected));

    it('holds findings of the body against their days', async () => {
      const part = await made(certification, cert('decision: { on: 2026-07-20 }, contract: { respondWithin: 6 weeks }, audits: [{ id: st2, title: Stage 2, type: stage2, from: 2026-06-01, to: 2026-06-03, findings: ['
        + '{ id: n1, title: Major, grade: major }, { id: n2, title: Minor, grade: minor, respondedOn: 2026-07-01 }, { id: n3, title: Answered late, grade: minor, respondedOn: 2026-08-01 }, { id: o1, title: Hint, grade: observation }] }]')), table = tableIn(part, 'findings-CERT');
      assert.deepEqual(['Major', 'Minor', 'Answered late', 'Hint'].map(name => { const { raised, answer, close } = rowOf(table, name); return `${raised} | ${answer} | ${close}`; }), [
        '2026-06-03 | overdue since 2026-07-15 | overdue since 2026-09-01; stage 2 again after 2026-12-03', '2026-06-03 | 2026-07-01, due 2026-07-15 | verified at the next audit',
        '2026-06-03 | 2026-08-01, due 2026-07-15 | verified at the next audit', '2026-06-03 |  | no duty',
      ]);
    });

    it('follows a cycle with what was held', async () => {
      const part = await made(certification, cert('decision: { on: 2024-03-01 }, audits: [{ id: s1, title: First, type: surveillance, from: 2025-02-03, to: 2025-02-04, clauses: ["8"] }]'));
      assert.equal(rowOf(calendar(part), 'Surveillance audit 1')['note'], 'held on 2025-02-03');
      assert.match(rowOf(calendar(part), 'Surveillance audit 2')['note'] ?? '', /due by 2026-12-31/);
      assert.equal(rowOf(tableIn(part, 'visits-CERT'), '8.2.4')['state'], 'seen on 2025-02-03');
      assert.equal(rowOf(tableIn(part, 'visits-CERT'), '9.3')['state'], 'not yet seen in this cycle');
    });
  });

  describe('the loop', () => {
    it('is shown breach by breach, and none of the sample has a hop missing', () => {
      const part = partOf(loop, desk), table = tableIn(part, 'chains');
      assert.equal(table?.rows.length, 14);
      assert.deepEqual(new Set(table.rows.map(({ cells }) => words(cells.at(-1)))), new Set(['nothing']));
      assert.equal(rowOf(table, 'A priority 1 incident took seven hours')['review'], 'MR-2026-09');
    });

    it('names the hop that is missing, with its clause', async function () {
      this.timeout(120_000);
      for (const [hop, gap] of [['decision', 'Decision 9.4'], ['effect', 'Effect checked 10.1.1']] as const) {
        const changed = new Map(texts), open = openLoops.find(each => each.hop === hop) ?? assert.fail();
        for (const { file, from = '', to = '' } of open.change) changed.set(file, (changed.get(file) ?? '').replace(from, () => to));
        const table = tableIn(partOf(loop, await deskFor(changed)), 'chains'), gaps = table?.rows.map(({ cells }) => words(cells.at(-1))) ?? [];
        assert.equal(rowOf(table, 'A priority 1 incident took seven hours')['gap'], gap);
        assert.ok(gaps.filter(each => each !== 'nothing').every(each => each === gap), hop);
      }
    });

    it('has the thread of each record that is a file', () => {
      const folded = partOf(loop, desk).blocks.filter(({ type }) => type === 'folded');
      assert.deepEqual(folded.map(block => (block.type === 'folded' ? block.title : '')), ['The thread of INC-2841: Inbound order mail of Boreal Foods stands in the queue of the relays']);
    });
  });
});

/** Some tables of a part. */
function tables(part: Part, ...keys: readonly string[]): Table[] { return keys.flatMap(key => tableIn(part, key) ?? []); }
