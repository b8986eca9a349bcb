import assert from 'node:assert/strict';
import { traceBlocks, traceOf, TRACE_HOPS, type Trace, type TraceHopKey } from '../../src/evidence/trace.js';
import type { CheckResult } from '../../src/session/session.js';
import { ENGLISH } from '../../src/sms/language.js';
import { openLoops } from '../defects/loop.js';
import { foldersIn, textsUnder } from '../support/folders.js';
import { readMarked } from '../../src/rules/marked.js';
import { openTexts } from '../support/sms.js';

const thread = (result: CheckResult, id: string): Trace => traceOf({ checked: result, language: ENGLISH, sentence: ({ rule }) => rule }, id) ?? assert.fail(`${id} is no record`);
const states = ({ hops }: Trace): Record<string, string> => Object.fromEntries(hops.map(({ key, state }) => [key, state]));
const missing = ({ hops }: Trace): string[] => hops.flatMap(({ key, state, clauses }) => (state === 'missing' ? [`${key} ${clauses.join(' ')}`] : []));
const said = ({ hops }: Trace, wanted: TraceHopKey): string => hops.find(({ key }) => key === wanted)?.text.map(({ text }) => text).join('') ?? '';

const INCIDENT = 'records/incidents/INC-2841.yaml', ROLES = 'registers/roles.yaml', NC = 'records/nonconformities/NC-2026-01.yaml';

describe('the thread of INC-2841', () => {
  const texts = textsUnder('samples/harbour');
  let checkWith: (unsaved: ReadonlyMap<string, string>) => Promise<CheckResult>, whole: CheckResult;

  before(async function () {
    this.timeout(120_000);
    checkWith = await openTexts(texts);
    whole = await checkWith(new Map());
  });

  const changed = async (changes: readonly { file: string; from?: string; to?: string }[]): Promise<Trace> => {
    const unsaved = new Map<string, string>();
    for (const { file, from = '', to = '' } of changes) {
      const text = unsaved.get(file) ?? texts.get(file) ?? '';
      assert.equal(text.split(from).length, 2, `"${from}" stands exactly once in ${file}`);
      unsaved.set(file, text.replace(from, () => to));
    }
    return thread(await checkWith(unsaved), 'INC-2841');
  };

  it('is whole, hop by hop, and says what was missed and dealt with', () => {
    const trace = thread(whole, 'INC-2841');
    assert.equal(trace.complete, true);
    assert.equal(trace.day, '2026-04-14');
    assert.deepEqual(states(trace), {
      record: 'there', customer: 'there', service: 'there', target: 'there', clocks: 'there', owner: 'there', procedure: 'there', handover: 'answered', escalation: 'answered', problem: 'there', change: 'there',
      breach: 'there', told: 'there', report: 'there', decided: 'there', nonconformity: 'there', effect: 'there', review: 'there',
    });
    assert.deepEqual(trace.hops.filter(({ clauses }) => clauses.length === 0), []);
  });

  it('is held against what was in force on its day', () => {
    const trace = thread(whole, 'INC-2841');
    assert.match(said(trace, 'target'), /SLA-BOREAL#p1-restore\): at most 4 hours in 95 % of the cases, in force since 2026-03-01; before it at most 8 hours/);
    assert.match(said(trace, 'clocks'), /missed, 7 hours against 4 hours/);
    assert.match(said(trace, 'owner'), /ROLE-IM.*held on 2026-04-14 by Ria Aalbers/);
    assert.match(said(trace, 'procedure'), /PROC-INC\) version 3\.1, in force on 2026-04-14 since 2026-03-01 by an approval record/);
  });

  it('takes the terms and the version of an earlier day where it began earlier', async () => {
    const text = (texts.get(INCIDENT) ?? '').replaceAll('2026-04-14', '2026-02-10').replaceAll('2026-04-15', '2026-02-11').replaceAll('2026-04-16', '2026-02-12');
    const trace = thread(await checkWith(new Map([[INCIDENT, text]])), 'INC-2841');
    assert.match(said(trace, 'target'), /at most 8 hours in 90 % of the cases, in force since 2025-03-01; the terms of today came into force only on 2026-03-01/);
    assert.match(said(trace, 'clocks'), /kept, 7 hours of 8 hours/);
    assert.match(said(trace, 'procedure'), /version 3\.0, in force on 2026-02-10 .*; today version 3\.1 holds/);
  });

  it('tells what happened in its order, with when the time was over', () => {
    const { events } = thread(whole, 'INC-2841'), at = (words: string): number => events.findIndex(({ text }) => text === words);
    const order = ['moment of opening', 'time of SLA-BOREAL#p1-restore is over', 'moment of restoration', 'CHG-1207 deployed', 'effect of NC-2026-01 checked', 'management review MR-2026-09'].map(at);
    assert.ok(order.every((place, i) => place >= 0 && (i === 0 || place > (order[i - 1] ?? 0))), JSON.stringify(order));
    assert.equal(events[at('time of SLA-BOREAL#p1-restore is over')]?.time, '00:40');
  });

  const loose: Readonly<Record<string, string>> = {
    'record → target: the incident is held against the target of another priority': 'target 8.3.3 8.6.1',
    'record → breach: the breach does not name the incident': 'breach 8.3.3',
    'target → breach: the report shows the miss and names no breach': 'breach 8.3.3',
    'target → breach: neither the miss nor a breach is in the report': 'breach 8.3.3',
    'target → breach: the report says that the target was met': 'breach 8.3.3',
    'target → breach: the breach does not say of what': 'breach 8.3.3',
    'breach → customer: nobody says when the customer was told': 'told 8.3.3',
    'breach → report: no report of April is about the agreement': 'report 8.3.3 9.4',
    'report → decision: nothing is decided about the breach': 'decided 9.4',
    'decision → nonconformity: it does not come from the breach': 'nonconformity 10.1.1',
    'nonconformity → effectiveness: it was closed and nobody checked': 'effect 10.1.1',
    'nonconformity → management review: the review did not deal with it': 'review 9.3',
  };

  for (const open of openLoops) {
    it(`has one gap, and a finding that says so: ${open.title}`, async function () {
      this.timeout(60_000);
      const trace = await changed(open.change);
      assert.deepEqual(missing(trace), [loose[open.title]]);
      assert.equal(trace.hops.find(({ state }) => state === 'missing')?.finding?.rule, open.expect[0]?.rule);
    });
  }

  it('has the gap where it is, whichever hop is taken out', async function () {
    this.timeout(60_000);
    for (const [field, id] of [['customer', 'CUS-BOREAL'], ['service', 'SVC-MAIL']] as const) assert.deepEqual(missing(await changed([{ file: INCIDENT, from: `${field}: ${id}\n` }])), [`${field} 8.6.1`]);
    const untimed = missing(await changed([{ file: INCIDENT, from: 'restoredAt: 2026-04-15T03:40:00+02:00\n' }]));
    assert.deepEqual(untimed.slice(0, 2), ['record 8.6.1', 'clocks 8.3.3']);
  });

  it('finds no owner where nobody held the role that day, and no version where none was approved by then', async function () {
    this.timeout(60_000);
    const roles = texts.get(ROLES) ?? '', at = roles.indexOf('id: ROLE-IM'), holders = /holders: \[[^\]]*\]|holders:\n(?: {6,}- .*\n)+/.exec(roles.slice(at))?.[0] ?? assert.fail();
    const unheld = roles.slice(0, at) + roles.slice(at).replace(holders, holders.replace(/from: \d{4}-\d\d-\d\d/g, 'from: 2026-10-01'));
    assert.deepEqual(missing(thread(await checkWith(new Map([[ROLES, unheld]])), 'INC-2841')), ['owner 5.3']);
    const files = new Map([...texts].filter(([file]) => file.startsWith('approvals/PROC-INC/')).map(([file, text]) => [file, text.replace(/^effectiveFrom: .*$/m, 'effectiveFrom: 2026-06-01').replace(/^on: .*$/m, 'on: 2026-06-01')]));
    assert.deepEqual(missing(thread(await checkWith(files), 'INC-2841')), ['procedure 7.5.3.1 8.1']);
  });

  it('has a gap at handovers and escalations where no nonconformity deals with them', async function () {
    this.timeout(60_000);
    const trace = await changed([{ file: NC, from: 'from: [INC-2841, SR-BOREAL-2026-04#b1]', to: 'from: [CV-2026-1]' }]);
    assert.deepEqual(missing(trace), ['handover 8.6.1', 'escalation 8.6.1', 'nonconformity 10.1.1']);
    assert.equal(states(trace)['effect'], 'not-yet');
  });

  it('of other records is whole too: the sample is clean', () => {
    const ids = ['NC-2026-01', 'NC-2026-02', 'PRB-118', 'PRB-126', 'CHG-1207', 'CHG-1316', 'CPL-2026-01', 'INC-4187', 'INC-4236', 'SEC-2026-1', 'REL-2026-05', 'SR-BOREAL-2026-04', 'MR-2026-09', 'AR-2026-1', 'CT-2026-1'];
    assert.deepEqual(ids.flatMap(id => missing(thread(whole, id)).map(gap => `${id} ${gap}`)), []);
  });

  it('is none of documents, registers and logs', () => {
    for (const id of ['PROC-INC', 'SVC-MAIL', 'LOG-INC-2026', 'NOTHING', 'SLA-BOREAL#p1-restore', '']) assert.equal(traceOf({ checked: whole, language: ENGLISH, sentence: () => '' }, id), undefined, id);
  });

  it('reads as a table of hops and a picture with the same as a table', () => {
    const trace = thread(whole, 'INC-2841'), [, , hops, picture] = traceBlocks(trace, ENGLISH);
    assert.ok(hops?.type === 'table' && picture?.type === 'diagram');
    assert.equal(hops.rows.length, trace.hops.length);
    assert.equal(picture.text.rows.length, trace.events.length);
    assert.ok(hops.rows.every(({ cells }) => cells.length === hops.columns.length));
    assert.deepEqual(trace.hops.map(({ key }) => key), TRACE_HOPS.filter(key => trace.hops.some(hop => hop.key === key)));
  });
});

describe('the thread of a record', () => {
  const check = async (source: string): Promise<CheckResult> => (await openTexts(readMarked(source).files))(new Map());

  it('is told of what nearly nothing is known of', async () => {
    const result = await check('\n//- INC-1.yaml\n{ kind: incident-record, id: INC-1, title: No network }\n');
    const trace = thread(result, 'INC-1');
    assert.equal(trace.day, undefined);
    assert.deepEqual(trace.hops.filter(({ state }) => state === 'missing').map(({ key }) => key), ['record', 'customer', 'service', 'target', 'owner']);
    assert.deepEqual(trace.events, []);
  });

  it('is told of an entry of a log, by an earlier id too', async () => {
    const result = await check('\n//- log.yaml\nkind: record-log\nof: incident-record\nid: LOG\ntitle: Log\nrecords:\n  - { id: INC-3, aliases: [OLD-3], title: No network, openedAt: 2026-05-04T09:00:00+02:00 }\n');
    assert.equal(thread(result, 'INC-3').day, '2026-05-04');
    assert.equal(thread(result, 'OLD-3').id, 'INC-3');
  });

  it('is told of every record of every broken sample, with a finding told once', async function () {
    this.timeout(120_000);
    let count = 0;
    for (const folder of foldersIn('samples/broken')) {
      const result = await (await openTexts(textsUnder(`samples/broken/${folder}`)))(new Map());
      for (const { id } of result.model.items) {
        const trace = traceOf({ checked: result, language: ENGLISH, sentence: ({ rule, message }) => `${rule} ${message}` }, id);
        if (!trace) continue;
        count++;
        assert.deepEqual(trace.hops.filter(({ clauses, text }) => clauses.length === 0 && text.length === 0), [], `${folder} ${id}`);
        const told = JSON.stringify(traceBlocks(trace, ENGLISH)).match(/"rule":"/g)?.length ?? 0;
        assert.equal(told, new Set(trace.hops.flatMap(({ finding }) => finding?.text ?? [])).size, `${folder} ${id}`);
      }
    }
    assert.ok(count > 50, String(count));
  });

  it('holds what people write as words, whatever they write', async () => {
    const title = '<script>alert(1)</script> %%{init}%% end\\nclick x', result = await check(`\n//- INC-1.yaml\nkind: incident-record\nid: INC-1\ntitle: No network\nopenedAt: 2026-05-04T09:00:00+02:00\nactions:\n  - { at: 2026-05-04T09:10:00+02:00, description: '${title}; a: b #c "d"' }\n`);
    const picture = traceBlocks(thread(result, 'INC-1'), ENGLISH).find(({ type }) => type === 'diagram');
    assert.ok(picture?.type === 'diagram');
    assert.doesNotMatch(picture.source, /[<>;#"'{}[\]\\|]|%%|:(?! )/);
  });
});
