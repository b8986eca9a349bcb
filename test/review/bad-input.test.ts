import assert from 'node:assert/strict';
import { review } from '../../src/session/reviewing.js';
import { ENGLISH, told } from '../../src/sms/language.js';
import type { Change, Review } from '../../src/review/types.js';
import { checked, type Sms } from './forty.js';

/** What a review is given when somebody or something made a mess of one side: it says what it can, and what it cannot; it never fails. */

type Texts = Readonly<Record<string, string | Uint8Array | undefined>>;

const CONFIG = 'sms: 1\norganization: Tiny\ntimeZone: UTC\nstage: building\n';
const SLA = `kind: sla
id: SLA-A
title: Mail for Boreal
version: "1"
status: draft
customers: [CUS-A]
targets:
  - { id: p1, title: Restoration, metric: restoration-time, operator: at-most, value: 4, unit: hours, window: calendar-month }
`;
const RISKS = `kind: risk-register
id: RISKS
title: Risks
version: "1"
status: draft
risks:
  - { id: THING-1, title: Flood, owner: ROLE-A, likelihood: 1, consequence: 2 }
  - { id: THING-2, title: Fire, owner: ROLE-A, likelihood: 2, consequence: 2 }
`;
const CATALOGUE = `kind: service-catalogue
id: CAT
title: Catalogue
version: "1"
status: draft
services:
  - { id: SVC-A, title: Mail, owner: ROLE-A }
`;
const note = (id: string, text: string): string =>
  `---\nkind: document\nid: ${id}\ntitle: ${id} title\nversion: "1"\nstatus: draft\n---\n# ${id}\n\n${text}\n`;
const ALL: Texts = { 'sms.yaml': CONFIG, 'sla.yaml': SLA, 'risks.yaml': RISKS, 'catalogue.yaml': CATALOGUE, 'note.md': note('DOC-A', 'Text.') };

const smsOf = (texts: Texts): Sms => new Map(Object.entries(texts).flatMap(([file, text]) => (text === undefined ? [] : [[file, text] as const])));
/** Both sides as they come; without a session that they share, and with one, which must not matter. */
async function reviewed(before: Texts | undefined, after: Texts): Promise<Review> {
  const now = await checked(smsOf(after)), [alone, shared] = before ? [await checked(smsOf(before)), await checked(smsOf(before), now.session)] : [];
  const found = await review(alone, now);
  assert.deepEqual(await review(shared, now), found);
  return found;
}
const lineOf = ({ act, weight, direction, thing }: Change): string => `${act} ${weight} ${direction} ${thing.id}`;
const lines = ({ changes }: Review): string[] => changes.map(lineOf);
const gaps = ({ notCompared }: Review): string[] => notCompared.map(({ side, file }) => `${side} ${file ?? ''}`);
const sentence = ({ changes: [first] }: Review): string => (first ? String(told(ENGLISH, first.say)) : '');

describe('a review of what nobody should have written', function () {
  this.timeout(60_000);

  it('an artefact of another kind', async () => {
    const found = await reviewed(ALL, { ...ALL, 'sla.yaml': SLA.replace('kind: sla', 'kind: service-catalogue') });
    assert.equal(lines(found)[0], 'retyped promise changed SLA-A');
    assert.match(sentence(found), /SLA-A stands for something else now/);
    assert.deepEqual(lines(found).filter(line => line.endsWith(' SLA-A')).length, 1);
    const unknown = await reviewed(ALL, { ...ALL, 'sla.yaml': SLA.replace('kind: sla', 'kind: no-such-kind') });
    assert.deepEqual([lines(unknown), gaps(unknown)], [['unread promise changed SLA-A'], ['after sla.yaml']]);
    // A file that is an artefact no more is gone as one.
    assert.ok(lines(await reviewed(ALL, { ...ALL, 'note.md': 'Text.\n' })).includes('removed content changed DOC-A'));
  });

  it('an id that stands for a thing of another type in another file', async () => {
    const row = '  - { id: THING-1, title: Flood, owner: ROLE-A, likelihood: 1, consequence: 2 }\n';
    const found = await reviewed(ALL,
      { ...ALL, 'risks.yaml': RISKS.replace(row, ''), 'catalogue.yaml': `${CATALOGUE}  - { id: THING-1, title: Telephony, owner: ROLE-A }\n` });
    assert.deepEqual(lines(found), ['retyped promise changed THING-1']);
    assert.match(sentence(found), /THING-1 stands for something else now: .*Flood.*Telephony/);
    assert.deepEqual([found.changes[0]?.before?.file, found.changes[0]?.after?.file], ['risks.yaml', 'catalogue.yaml']);
  });

  it('a file that cannot be parsed, on either side and on both', async () => {
    const broken = 'kind: sla\nid: SLA-A\ntargets: [\n', other = 'kind: sla\nid: SLA-A\ntargets: {\n';
    for (const [before, after, side] of [[SLA, broken, 'after'], [broken, SLA, 'before'], [broken, other, 'both']] as const) {
      const found = await reviewed({ ...ALL, 'sla.yaml': before }, { ...ALL, 'sla.yaml': after });
      assert.deepEqual([lines(found), gaps(found)], [['unread promise changed SLA-A'], [`${side} sla.yaml`]]);
    }
    // The same bytes say the same, whatever that is.
    const same = await reviewed({ ...ALL, 'sla.yaml': broken }, { ...ALL, 'sla.yaml': broken, 'note.md': note('DOC-A', 'Other.') });
    assert.deepEqual([lines(same), gaps(same)], [['changed content changed DOC-A'], []]);
  });

  it('a text that became binary', async () => {
    const found = await reviewed(ALL, { ...ALL, 'note.md': Uint8Array.of(...new TextEncoder().encode(note('DOC-A', 'Text.')), 0xff, 0xfe, 0) });
    assert.deepEqual([lines(found), gaps(found)], [['unread content changed DOC-A'], ['after note.md']]);
    // What does not even begin like an artefact is none any more.
    assert.deepEqual(lines(await reviewed(ALL, { ...ALL, 'note.md': Uint8Array.of(0xff, 0xfe, 0, 1) })), ['removed content changed DOC-A']);
  });

  it('a binary attachment with one other byte', async () => {
    const bytes = (last: number): Uint8Array => Uint8Array.of(0x25, 0x50, 0x44, 0x46, 0, 0x0d, 0x0a, last);
    assert.deepEqual(lines(await reviewed({ ...ALL, 'signed.pdf': bytes(1) }, { ...ALL, 'signed.pdf': bytes(2) })),
      ['changed attachment changed signed.pdf']);
    assert.deepEqual(lines(await reviewed({ ...ALL, 'signed.pdf': bytes(1) }, { ...ALL, 'signed.pdf': bytes(1) })), []);
  });

  it('a register of 10,000 lines that a tool wrote anew, and one promise in it', async () => {
    const rows = Array.from({ length: 1250 }, (_, at) => `  - id: RSK-${at}
    title: Risk ${at}
    statement: What happens when ${at} fails
    services: [SVC-A]
    owner: ROLE-A
    likelihood: ${at % 5 + 1}
    consequence: ${at % 4 + 1}
    status: open
`);
    const head = RISKS.slice(0, RISKS.indexOf('  - ')), text = head + rows.join('');
    assert.ok(text.split('\n').length > 10_000);
    const rewritten = (head + [...rows].reverse().join('')).replace(/^( +)(title|statement): (.*)$/gm, '$1$2: "$3"')
      .replaceAll('[SVC-A]', '\n      - SVC-A').replaceAll('\n', '\r\n');
    const now = await checked(smsOf({ ...ALL, 'risks.yaml': rewritten })), before = await checked(smsOf({ ...ALL, 'risks.yaml': text }), now.session);
    const found = await review(before, now);
    assert.deepEqual(found.changes.map(lineOf).filter(line => !line.includes('editorial')), []);
    assert.ok(found.changes.length <= 2, 'two sentences at most for 10,000 lines');
    const likelier = rewritten.replace('likelihood: 3\r\n    consequence: 3\r\n', 'likelihood: 5\r\n    consequence: 3\r\n');
    const one = await review(before, await checked(smsOf({ ...ALL, 'risks.yaml': likelier }), now.session));
    assert.deepEqual(one.changes.map(lineOf).filter(line => !line.includes('editorial')), ['changed content changed RSK-1242']);
  });

  it('a base that cannot be read as an SMS: nothing is compared, and it says why', async () => {
    for (const [config, why] of [[CONFIG.replace('sms: 1', 'sms: 2'), /2/], [undefined, /sms\.yaml/]] as const) {
      const found = await reviewed({ ...ALL, 'sms.yaml': config }, { ...ALL, 'note.md': note('DOC-A', 'Other.') });
      assert.deepEqual([lines(found), gaps(found), found.findings.introduced], [[], ['before sms.yaml'], []]);
      assert.match(String(told(ENGLISH, found.notCompared[0]?.reason ?? '')), why);
    }
  });

  it('an sms.yaml that cannot be read to its end: that is told first, and the review is not whole', async () => {
    const broken = { ...ALL, 'sms.yaml': `${CONFIG}ignore: [drafts/**\n`, 'note.md': note('DOC-A', 'Other.') };
    for (const [before, after, side] of [[ALL, broken, 'after'], [broken, ALL, 'before']] as const) {
      const found = await reviewed(before, after);
      assert.deepEqual(lines(found), ['unread frame changed sms.yaml', 'changed content changed DOC-A']);
      assert.ok(gaps(found).includes(`${side} sms.yaml`));
    }
  });

  it('one id more than once', async () => {
    const twice = { ...ALL, 'copy.md': note('DOC-A', 'Text.') };
    assert.deepEqual(lines(await reviewed(ALL, twice)), ['added content neutral DOC-A']);
    assert.deepEqual(lines(await reviewed(twice, ALL)), ['removed content changed DOC-A']);
    assert.deepEqual(lines(await reviewed(twice, twice)), []);
    const one = await reviewed(twice, { ...twice, 'note.md': note('DOC-A', 'Other.') });
    assert.deepEqual(one.changes.map(change => [lineOf(change), change.after?.file]), [['changed content changed DOC-A', 'note.md']]);
    const row = (title: string): string => `  - { id: THING-1, title: ${title}, owner: ROLE-A }\n`;
    const rows = (...titles: string[]): string => RISKS.slice(0, RISKS.indexOf('  - ')) + titles.map(row).join('');
    assert.deepEqual(lines(await reviewed({ ...ALL, 'risks.yaml': rows('Flood', 'Fire') }, { ...ALL, 'risks.yaml': rows('Flood', 'Heat') })),
      ['changed content neutral THING-1']);
  });

  it('nothing on one side, or on both', async () => {
    const empty = { 'sms.yaml': CONFIG }, everything = ['SLA-A', 'CAT', 'DOC-A', 'RISKS'];
    const ids = ({ changes }: Review, act: string): string[] =>
      everything.filter(id => changes.some(change => change.act === act && change.artefact.id === id));
    assert.deepEqual(ids(await reviewed(undefined, ALL), 'added'), everything);
    assert.deepEqual(ids(await reviewed(empty, ALL), 'added'), everything);
    assert.deepEqual(ids(await reviewed(ALL, empty), 'removed'), everything);
    assert.deepEqual(lines(await reviewed(empty, empty)), []);
    assert.deepEqual(lines(await reviewed(undefined, {})), []);
  });

  it('ids and keys that languages stumble over', async () => {
    const odd = (id: string, value: number): string => RISKS.slice(0, RISKS.indexOf('  - ')) + `  - { id: "${id}", title: "$& $1 {thing}", owner: ROLE-A, `
      + `likelihood: ${value}, consequence: 1, __proto__: { likelihood: 9 }, constructor: x }\n`;
    for (const id of ['__proto__', 'constructor', 'A.*+?', 'Ä#ö', '{thing}']) {
      const found = await reviewed({ ...ALL, 'risks.yaml': odd(id, 1) }, { ...ALL, 'risks.yaml': odd(id, 2) });
      assert.deepEqual(found.changes.map(({ act, weight }) => [act, weight]), [['changed', 'content']], id);
      assert.match(sentence(found), /\$& \$1 \{thing\}.* 1 to 2/);
    }
  });
});
