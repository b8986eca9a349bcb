import assert from 'node:assert/strict';
import { consequencesOf } from '../../src/review/consequence.js';
import type { Change, Weight } from '../../src/review/types.js';
import { ENGLISH, told } from '../../src/sms/language.js';
import { changeOf, checked, harbour, harbourWith, sample, small, type Checked } from './states.js';

/** What a change of a thing reaches, a line each: role, id, whether grave, and how. */
function reached(id: string, before: Checked, after: Checked, more: Partial<Change> & { weight: Weight } = { weight: 'content' }): string[] {
  const all = consequencesOf([changeOf(id, before.state, after.state, more)], before.state, after.state);
  assert.ok(all.length <= 1);
  return all.flatMap(each => each.reached.map(({ as, thing, say, grave }) => `${grave ? '! ' : ''}${as} ${thing.id}${say ? `: ${told(ENGLISH, say)}` : ''}`));
}

const CATALOGUE = `
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-SHOP, title: Shop, ownAvailability: 99.99, dependsOn: [{ to: SVC-DB }, { to: SVC-CHAT, kind: soft }] }
  - { id: SVC-DB, title: Databases, ownAvailability: 99.98, dependsOn: [{ to: SVC-NET }, { to: SVC-SHOP, kind: soft }] }
  - { id: SVC-NET, title: Network, ownAvailability: 99.97, continuity: { rto: 4 hours }, dependsOn: [] }
  - { id: SVC-CHAT, title: Chat, dependsOn: [{ to: SVC-NET }] }
  - { id: SVC-LIST, title: Lists, dependsOn: [{ to: SVC-CHAT }] }
`;
const AGREEMENTS = `
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal }, { id: CUS-B, title: Maas }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal
status: approved
customers: [CUS-A]
services: [SVC-SHOP]
targets:
  - { id: up, title: Availability, metric: availability, operator: at-least, value: 99.9, unit: percent, window: calendar-month }
  - { id: p2, title: Restoration of P2, metric: restoration-time, priority: P2, operator: at-most, value: 8, unit: hours, window: calendar-month }
  - { id: chat, title: Chat, services: [SVC-CHAT], metric: availability, operator: at-least, value: 99, unit: percent, window: calendar-month }
//- net-07.yaml
kind: supplier-contract
id: NET-07
title: Network contract
services: [SVC-NET]
continuity: { rto: 4 hours }
targets:
  - { id: repair, title: Repair, supports: [SLA-A#p2], metric: restoration-time, priority: P2, operator: at-most, value: 8, unit: hours }
//- risks.yaml
{ kind: risk-register, id: RISKS, title: Risks, risks: [{ id: RSK-1, title: One route only, services: [SVC-NET] }] }
//- incident.yaml
{ kind: incident-record, id: INC-1, title: Network down, service: SVC-NET }
`;
const SMALL = CATALOGUE + AGREEMENTS;

/** The small SMS with a passage put otherwise. */
function smallWith(...passages: readonly (readonly [string, string])[]): Promise<Checked> {
  return small(passages.reduce((text, [from, to]) => { assert.equal(text.split(from).length, 2, from); return text.replace(from, to); }, SMALL));
}

describe('consequences', () => {
  it('of a service: what depends on it, hard before soft and through a circle, who promises that, and to whom; records are left out', async () => {
    const before = await small(SMALL), after = await smallWith(['title: Network, own', 'title: The network, own']);
    assert.deepEqual(reached('SVC-NET', before, after), [
      'service SVC-CHAT: depends on The network (SVC-NET)', 'service SVC-DB: depends on The network (SVC-NET)', 'supplier-term NET-07', 'risk RSK-1',
      'service SVC-LIST: depends on Chat (SVC-CHAT)', 'service SVC-SHOP: depends on Databases (SVC-DB)', 'agreement SLA-A: promises Chat (SVC-CHAT)', 'promise SLA-A#chat: promises Chat (SVC-CHAT)',
      'customer CUS-A: customer of SLA with Boreal (SLA-A)', 'promise SLA-A#p2: promises Shop (SVC-SHOP)', 'promise SLA-A#up: promises Shop (SVC-SHOP)',
    ]);
    assert.deepEqual(reached('SVC-CHAT', before, after), [
      'service SVC-LIST: depends on Chat (SVC-CHAT)', 'agreement SLA-A: promises Chat (SVC-CHAT)', 'promise SLA-A#chat: promises Chat (SVC-CHAT)', 'customer CUS-A: customer of SLA with Boreal (SLA-A)',
      'service SVC-SHOP: uses Chat (SVC-CHAT), and goes on without it', 'service SVC-DB: uses Shop (SVC-SHOP), and goes on without it', 'promise SLA-A#p2: promises Shop (SVC-SHOP)', 'promise SLA-A#up: promises Shop (SVC-SHOP)',
    ], 'what goes on without it stands last, however near');
  });

  it('of a promise that was made shorter or longer: the contract that does not carry it, with both numbers', async () => {
    const before = await small(SMALL), say = (hours: number): string => `! supplier-term NET-07#repair: Network contract (NET-07) still allows 8 hours, the promise is ${hours} hours`;
    const shorter = await smallWith(['value: 8, unit: hours, window', 'value: 6, unit: hours, window']);
    assert.deepEqual(reached('SLA-A#p2', before, shorter, { weight: 'promise' }), ['service SVC-SHOP', 'agreement SLA-A', say(6), 'customer CUS-A: customer of SLA with Boreal (SLA-A)']);
    const from4 = await smallWith(['value: 8, unit: hours, window', 'value: 4, unit: hours, window']);
    assert.ok(reached('SLA-A#p2', from4, shorter, { weight: 'promise' }).includes(say(6)), 'it did not carry four hours, and does not carry six');
    const renamed = await smallWith(['title: Restoration of P2', 'title: Back again']);
    assert.deepEqual(reached('SLA-A#p2', before, renamed).filter(line => line.startsWith('!')), [], 'what carries it as before is not told');
    assert.deepEqual(reached('SLA-A#p2', from4, await smallWith(['value: 8, unit: hours, window', 'value: 4, unit: hours, window'], ['title: Restoration of P2', 'title: Back again'])).filter(line => line.startsWith('!')), [],
      'nor what did not carry it before either');
  });

  it('of the terms of a supplier: the promise that rests on them, and the service that is not back in time', async () => {
    const before = await small(SMALL), longer = await smallWith(['P2, operator: at-most, value: 8, unit: hours }', 'P2, operator: at-most, value: 12, unit: hours }']);
    assert.deepEqual(reached('NET-07#repair', before, longer, { weight: 'promise' }), [
      '! promise SLA-A#p2: Network contract (NET-07) allows 12 hours now, the promise is 8 hours', 'agreement SLA-A', 'customer CUS-A: customer of SLA with Boreal (SLA-A)',
    ]);
    const later = await smallWith(['continuity: { rto: 4 hours }\ntargets', 'continuity: { rto: 6 hours }\ntargets']);
    assert.equal(reached('NET-07', before, later, { weight: 'promise' })[0], '! service SVC-NET: after a disaster Network contract (NET-07) allows 6 hours, Network (SVC-NET) has to be back within 4 hours');
    const sooner = await smallWith(['99.97, continuity: { rto: 4 hours }', '99.97, continuity: { rto: 1 hour }']);
    assert.ok(reached('SVC-NET', before, sooner, { weight: 'promise' }).some(line => line.startsWith('! supplier-term NET-07: after a disaster')));
  });

  it('of an availability: the promise above what the service reaches with all it depends on', async () => {
    const before = await small(SMALL), weaker = await smallWith(['ownAvailability: 99.97', 'ownAvailability: 99.5']);
    const say = (value: number, reach: number): string => `Shop (SVC-SHOP) with all it depends on reaches ${reach} %, the promise is ${value} %`;
    assert.ok(reached('SVC-NET', before, weaker, { weight: 'promise' }).includes(`! promise SLA-A#up: ${say(99.9, 99.4702)}`));
    const higher = await smallWith(['value: 99.9, unit', 'value: 99.95, unit']);
    assert.ok(reached('SLA-A#up', before, higher, { weight: 'promise' }).includes(`! service SVC-SHOP: ${say(99.95, 99.94)}`));
    assert.deepEqual(reached('SVC-NET', weaker, await smallWith(['ownAvailability: 99.97', 'ownAvailability: 99.5'], ['title: Network, own', 'title: The network, own'])).filter(line => line.startsWith('!')), []);
  });

  it('of what is gone: whoever rested on it, and gravely whoever still names it, records too', async () => {
    const before = await small(SMALL), entry = '  - { id: SVC-NET, title: Network, ownAvailability: 99.97, continuity: { rto: 4 hours }, dependsOn: [] }\n';
    const lines = reached('SVC-NET', before, await smallWith([entry, ''], ['{ to: SVC-NET }, { to', '{ to']), { weight: 'promise', act: 'removed' });
    assert.deepEqual(lines.filter(line => line.startsWith('!')), ['SVC-CHAT', 'NET-07', 'RSK-1', 'INC-1'].map((id, at) => `! ${['service', 'supplier-term', 'risk', 'other'][at]} ${id}: still names it, and it is gone`));
    assert.ok(lines.includes('service SVC-DB: depends on Network (SVC-NET)') && lines.includes('customer CUS-A: customer of SLA with Boreal (SLA-A)'));
    // A catalogue that goes takes its services with it.
    const without = await small(AGREEMENTS), whole = reached('CAT', before, without, { weight: 'promise', act: 'removed' });
    assert.deepEqual(whole.filter(line => line.startsWith('!')), [
      '! agreement SLA-A: still names it, and it is gone', '! promise SLA-A#chat: still names it, and it is gone', '! supplier-term NET-07: still names it, and it is gone',
      '! risk RSK-1: still names it, and it is gone', '! other INC-1: still names it, and it is gone',
    ]);
  });

  it('of what came to its end: who still names it; of the rest of its life nothing', async () => {
    const before = await small(SMALL), after = await smallWith(['title: Chat, dependsOn', 'title: Chat, status: retired, dependsOn']), status = { weight: 'progress', field: ['status'] } as const;
    assert.deepEqual(reached('SVC-CHAT', before, after, status).slice(0, 3), [
      '! service SVC-LIST: still names it, and it is retired now', '! agreement SLA-A: promises Chat (SVC-CHAT)', '! promise SLA-A#chat: still names it, and it is retired now',
    ].map(line => (line.startsWith('! agreement') ? line.slice(2) : line)));
    assert.deepEqual(reached('SVC-CHAT', before, await smallWith(['title: Chat, dependsOn', 'title: Chat, status: retiring, dependsOn']), status), []);
    assert.deepEqual(reached('SLA-A', before, after, { weight: 'lifecycle', field: ['version'] }), []);
    assert.deepEqual(reached('SLA-A', before, after, { weight: 'editorial' }), []);
  });

  it('of a role: who names it, and not what rests on them; of a role that is gone, gravely', async () => {
    const before = await sample(), roles = harbour.get('registers/roles.yaml') ?? '', entry = /  - id: ROLE-IM\n(?: {4}.*\n)+/.exec(roles)?.[0] ?? '';
    const lines = reached('ROLE-IM', before, before);
    assert.ok(lines.includes('procedure RACI-INC#restore') && lines.includes('agreement SLA-BOREAL') && !lines.some(line => line.startsWith('customer') || line.startsWith('promise')));
    const after = await checked(harbourWith({ 'registers/roles.yaml': [[entry, '']] })), gone = reached('ROLE-IM', before, after, { weight: 'content', act: 'removed' });
    assert.deepEqual(gone.filter(line => !line.startsWith('! ')), []);
    assert.ok(gone.includes('! procedure RACI-INC#restore: still names it, and it is gone') && gone.includes('! other KB-HANDOVER: still names it, and it is gone'), 'in prose as well');
  });

  it('of the P1 target of the sample made tighter: the two carriers together', async () => {
    const p1 = '    metric: restoration-time\n    priority: P1\n    operator: at-most\n    value: ';
    const before = await sample(), after = await checked(harbourWith({ 'agreements/sla-boreal.yaml': [[`${p1}4`, `${p1}2`]] })), lines = reached('SLA-BOREAL#p1-restore', before, after, { weight: 'promise' });
    const together = 'Contract on internet access with Maaswijk Fiber (CON-CARRIER-A) and Contract on internet access with Delta Carrier (CON-CARRIER-B) together may take 3 hours 45 minutes, the promise is 2 hours';
    assert.deepEqual(lines.filter(line => line.startsWith('!')), ['A', 'B'].map(one => `! supplier-term CON-CARRIER-${one}#repair: ${together}`));
    assert.deepEqual(lines.filter(line => /^(?:risk|procedure|customer|agreement)/.test(line)), ['agreement SLA-BOREAL', 'risk RSK-008', 'procedure PROC-INC', 'customer CUS-BOREAL: customer of Service level agreement with Boreal Foods (SLA-BOREAL)']);
  });

  it('finds a renamed promise again: what did not carry it before is no news', async () => {
    const before = await smallWith(['value: 8, unit: hours, window', 'value: 4, unit: hours, window']);
    const after = await smallWith(['value: 8, unit: hours, window', 'value: 4, unit: hours, window'], ['id: p2, title: Restoration of P2', 'id: second, title: Back again'], ['supports: [SLA-A#p2]', 'supports: [SLA-A#second]']);
    const at = { file: 'sla.yaml', path: ['targets', 1], range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
    assert.deepEqual(reached('SLA-A#second', before, after, { weight: 'content', act: 'renamed', before: at, after: at }).filter(line => line.startsWith('!')), []);
  });
});
