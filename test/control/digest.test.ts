import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import { blobId, canonicalText, digestOf, sameBlob } from '../../src/control/digest.js';
import { LIFECYCLE } from '../../src/sms/header.js';
import { analyse } from '../../src/session/analyse.js';
import { defaults, type Adoption } from '../../src/sms/config.js';
import { builtInKinds } from '../../src/sms/kinds.js';
import type { Shape } from '../../src/sms/shapes.js';
import { normalText } from '../../src/sms/text.js';
import type { Artefact, FileFacts } from '../../src/sms/types.js';
import { textsUnder } from '../support/folders.js';
import { shared } from '../support/shared.js';
import { digestTables } from './digest-tables.js';

interface Vector { name: string; file: string; text: string; canonical: string; digest: string }

const vectors = JSON.parse(readFileSync('docs/digest-vectors.json', 'utf8')) as Vector[];
const page = readFileSync('docs/digest.md', 'utf8');
const sample = textsUnder('samples/harbour');
const frame = { config: { ...defaults('sms.yaml'), ids: { service: 'SVC-*' } }, today: '2026-10-15' };
const facts = (file: string, text: string, adoption?: Adoption): FileFacts => analyse({ file, text, digest: 'only', ...(adoption && { adoption }) }, frame);

function read(file: string, text: string, adoption?: Adoption): Artefact {
  const { artefact, incomplete } = facts(file, text, adoption);
  assert.ok(artefact && incomplete === undefined, `${file}: ${incomplete ?? 'no artefact'}`);
  return artefact;
}

function digest(file: string, text: string, adoption?: Adoption): string {
  const { digest: value, incomplete } = facts(file, text, adoption);
  assert.match(value ?? '', /^sms1:[0-9a-f]{64}$/, incomplete);
  return value ?? '';
}

const hash = (text: string): string => `sms1:${createHash('sha256').update(text, 'utf8').digest('hex')}`;

describe('digest sms1: vectors', () => {
  it('are enough and have names of their own', () => {
    assert.ok(vectors.length >= 12);
    assert.equal(new Set(vectors.map(({ name }) => name)).size, vectors.length);
  });

  for (const { name, file, text, canonical, digest: wanted } of vectors) {
    it(name, () => {
      const artefact = read(file, text);
      assert.equal(canonicalText(artefact, text), canonical);
      assert.equal(digestOf(artefact, text), wanted);
      assert.equal(hash(canonical), wanted);
      const fields = independent(file, text);
      assert.equal(file.endsWith('.md') ? canonical.slice(0, canonical.indexOf(',"body":')) : canonical, file.endsWith('.md') ? `{"data":${fields}` : `{"data":${fields},"body":[]}`);
    });
  }

  it('reproduce the approval record of the example of the format', function () {
    const folder = shared(this, 'design', 'format-example');
    const text = readFileSync(join(folder, 'agreements/sla-boreal.yaml'), 'utf8');
    const record = readFileSync(join(folder, 'approvals/SLA-BOREAL/1.2-ROLE-SD.yaml'), 'utf8');
    assert.equal(digest('agreements/sla-boreal.yaml', text), /^digest: (\S+)$/m.exec(record)?.[1]);
    assert.ok(sameBlob(text, /^blob: (\S+)$/m.exec(record)?.[1] ?? ''));
  });

  it('agree with a program written from the page on every YAML document of the sample', () => {
    const documents = [...sample].filter(([file]) => file.endsWith('.yaml') && file !== 'sms.yaml');
    assert.ok(documents.length > 15);
    for (const [file, text] of documents) assert.equal(canonicalText(read(file, text), text), `{"data":${independent(file, text)},"body":[]}`, file);
  });
});

describe('digest sms1: the page', () => {
  it('has fresh tables of the fields that schemas mark', () => {
    const { notCounted, ordered } = digestTables();
    for (const table of [notCounted, ordered]) assert.ok(page.includes(`\n\n${table}\n`), `docs/digest.md is stale; the table is now:\n\n${table}`);
  });

  it('names the fields of the header that are left out', () => {
    const rows = page.split('\n').filter(line => /^\| `(?:version|aliases)`/.test(line)).flatMap(line => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(match => match[1]));
    assert.deepEqual(rows.sort(), [...LIFECYCLE].sort());
  });

  it('shows the first vector in full', () => {
    const first = vectors[0];
    assert.ok(first);
    for (const part of [`\`\`\`yaml\n${first.text}\`\`\``, `\`\`\`json\n${first.canonical}\n\`\`\``, `    ${first.digest}\n`, first.digest.slice(5)]) assert.ok(page.includes(part), part);
  });
});

interface Edit { name: string; file: string; edit: (text: string) => string }

/** Each place is changed; one that is not there is a mistake of the test. */
const swap = (...pairs: readonly (readonly [from: string | RegExp, to: string])[]) => (text: string): string => pairs.reduce((now, [from, to]) => {
  const next = now.replace(from, to);
  assert.notEqual(next, now, `nothing to change: ${String(from)}`);
  return next;
}, text);

/** A part of the text between two marks, without them. */
const between = (text: string, from: string, to: string): string => text.slice(text.indexOf(from), text.indexOf(to));

const SLA = 'agreements/sla-boreal.yaml', RISKS = 'risks/register.yaml', RACI = 'processes/incident/raci.yaml', MATRIX = 'agreements/priority-matrix.yaml';
const PROC = 'processes/incident/procedure.md', MAJOR = 'processes/incident/major-incident.md', POLICY = 'policies/service-management-policy.md', CATALOGUE = 'catalogue/services.yaml';

const KEPT: readonly Edit[] = [
  { name: 'comments in YAML', file: SLA, edit: swap(['kind: sla\n', '# by hand\nkind: sla  # an agreement\n'], ['    value: 99.9\n', '    value: 99.9   # percent\n']) },
  { name: 'another order of keys', file: SLA, edit: swap(['owner: ROLE-SLM\napprover: ROLE-SD\n', 'approver: ROLE-SD\nowner: ROLE-SLM\n'], ['    unit: percent\n    window: calendar-month\n', '    window: calendar-month\n    unit: percent\n']) },
  { name: 'a number with another number of digits', file: SLA, edit: swap(['value: 99.9\n', 'value: 99.90\n']) },
  { name: 'a number with an exponent', file: SLA, edit: swap(['value: 99.9\n', 'value: 9.99e1\n']) },
  { name: 'a number in quotes', file: SLA, edit: swap(['value: 99.9\n', 'value: "99.9"\n']) },
  { name: 'a text in single quotes', file: SLA, edit: swap(['title: Service level agreement with Boreal Foods', "title: 'Service level agreement with Boreal Foods'"]) },
  { name: 'a text in double quotes', file: SLA, edit: swap(['title: Service level agreement with Boreal Foods', 'title: "Service level agreement with Boreal\\x20Foods"']) },
  { name: 'a text in a block', file: SLA, edit: swap(['title: Service level agreement with Boreal Foods', 'title: >-\n  Service level agreement\n  with Boreal Foods']) },
  { name: 'Windows line ends in YAML', file: RISKS, edit: swap([/\n/g, '\r\n']) },
  { name: 'old Macintosh line ends in YAML', file: RISKS, edit: swap([/\n/g, '\r']) },
  { name: 'targets in another order', file: SLA, edit: text => {
    const mail = between(text, '  - id: mail-availability', '  - id: erp-availability');
    return swap([mail, ''], ['workloadLimits:', `${mail}workloadLimits:`])(text);
  } },
  { name: 'references in another order', file: SLA, edit: swap(['services: [SVC-MAIL, SVC-WORK, SVC-ERP, SVC-BACKUP]', 'services: [SVC-BACKUP, SVC-ERP, SVC-MAIL, SVC-WORK]']) },
  { name: 'a list in a block', file: SLA, edit: swap(['services: [SVC-MAIL, SVC-WORK, SVC-ERP, SVC-BACKUP]', 'services:\n- SVC-MAIL\n- SVC-WORK\n- SVC-ERP\n- SVC-BACKUP']) },
  { name: 'activities of a RACI in another order', file: RACI, edit: text => text.replace(/(  - \{ id: log,.*\n)(  - \{ id: prioritize,.*\n)/, '$2$1') },
  { name: 'curly quotes, a long dash, an ellipsis', file: SLA, edit: swap(["customer's own staff caused.", 'customer’s own staff caused.'], ['Sign-on and sending', 'Sign‑on and sending']) },
  { name: 'more white space in a text', file: SLA, edit: swap(['  - Outages that a change by', '  -   Outages that a\u00a0change   by']) },
  { name: 'letters composed of two characters', file: SLA, edit: text => text.normalize('NFD').replace('kind: sla', '# \u00e4\nkind: sla') },
  { name: 'a key without a value', file: SLA, edit: swap(['customers: [', 'provider:\ncustomers: [']) },
  { name: 'an anchor and its alias', file: SLA, edit: swap(['calendar: CAL-24X7\n', 'calendar: &c CAL-24X7\n'], ['calendar: CAL-24X7\n', 'calendar: *c\n']) },
  { name: 'the life of the document goes on', file: SLA, edit: swap(['version: 1.4', 'version: 1.5'], ['status: approved', 'status: in-review'], ['approvedBy: PER-LM\n', ''], ['approvedOn: 2026-02-12', 'approvedOn: 2026-10-01'],
    ['effectiveFrom: 2026-03-01\nreviewedOn: 2026-02-10', 'effectiveFrom: 2026-11-01\nreviewedOn: 2026-09-30'], [/changeSummary: .*/, 'changeSummary: Nothing.\nsupersedes: SLA-OLD\naliases: [SLA-B]\nauthor: PER-LM\nnextReview: 2027-01-01']) },
  { name: 'the customer agrees', file: SLA, edit: swap(['on: 2026-02-20\n', 'on: 2026-10-02\n'], ['title: Signed copy', 'title: Copy with both signatures']) },
  { name: 'an action is finished', file: RISKS, edit: swap(['        due: 2026-12-01\n        status: in-progress', '        due: 2026-12-01\n        status: done\n        doneOn: 2026-10-10\n        effect: Tried in October']) },
  { name: 'a risk is looked at', file: RISKS, edit: swap(['reviewedOn: 2026-09-10\n    status: open', 'reviewedOn: 2026-10-10\n    status: closed']) },
  { name: 'a service goes out of use', file: CATALOGUE, edit: swap(['status: live', 'status: retiring']) },
  { name: 'the policy is announced to somebody else', file: POLICY, edit: swap(['  - { audience: Boreal Foods,', '  - { audience: Suppliers, channel: Mail, on: 2026-04-01 }\n  - { audience: Boreal Foods,']) },
  { name: 'a paragraph wrapped anew', file: PROC, edit: swap(['Major incidents follow PROC-MAJOR from the moment they are declared. Requests\nwithout a failure', 'Major incidents\nfollow PROC-MAJOR from the moment they are declared. Requests without\na failure']) },
  { name: 'an entry of a list wrapped anew', file: PROC, edit: swap(['since when, who is\n   hit. A number', 'since when, who is hit.\n   A number']) },
  { name: 'other marks of emphasis', file: PROC, edit: swap([/\*\*/g, '__']) },
  { name: 'every entry numbered 1', file: PROC, edit: swap([/^[2-7]\. /gm, '1. ']) },
  { name: 'numbers with a bracket', file: PROC, edit: swap([/^([1-7])\. /gm, '$1) ']) },
  { name: 'underlined headings', file: PROC, edit: swap([/^# (.*)$/m, '$1\n====='], [/^## (.*)$/gm, '$1\n---']) },
  { name: 'padding of a table', file: MAJOR, edit: swap([/^\| 0 \| declare/m, '|  0       |    declare'], ['|---|---|---|', '| :--- | ---: | :-: |']) },
  { name: 'a comment in Markdown', file: PROC, edit: swap(['## Roles', '<!-- who\n\nis who -->\n\n## Roles'], ['A call, a mail', 'A call, <!-- or --> a mail']) },
  { name: 'a link by reference', file: PROC, edit: text => `${swap(['[the matrix](raci.yaml)', '[the matrix][raci]'])(text)}\n[raci]: raci.yaml\n` },
  { name: 'Windows line ends in Markdown', file: MAJOR, edit: swap([/\n/g, '\r\n']) },
  { name: 'a fence of tildes', file: MAJOR, edit: swap([/```/g, '~~~~']) },
  { name: 'no line end at the end', file: MAJOR, edit: text => text.trimEnd() },
];

const VOIDED: readonly Edit[] = [
  { name: 'another value', file: SLA, edit: swap(['value: 99.9\n', 'value: 99.5\n']) },
  { name: 'a value of earlier terms', file: SLA, edit: swap(['operator: at-least, value: 99.5', 'operator: at-least, value: 99.4']) },
  { name: 'a reworded exception', file: SLA, edit: swap(["a change by the customer's own staff caused", "the customer's own staff caused"]) },
  { name: 'another approver', file: SLA, edit: swap(['approver: ROLE-SD', 'approver: ROLE-MD']) },
  { name: 'another owner', file: SLA, edit: swap(['owner: ROLE-SLM', 'owner: ROLE-SD']) },
  { name: 'another title', file: SLA, edit: swap(['Boreal Foods\nversion', 'Boreal Food\nversion']) },
  { name: 'another letter case', file: SLA, edit: swap(['Outages that', 'outages that']) },
  { name: 'another day of a target', file: SLA, edit: swap(['services: [SVC-ERP]\n    effectiveFrom: 2025-03-01', 'services: [SVC-ERP]\n    effectiveFrom: 2025-04-01']) },
  { name: 'steps of escalation in another order', file: SLA, edit: text => text.replace(/(  - \{ level: 1,.*\n)(  - \{ level: 2,.*\n)/, '$2$1') },
  { name: 'exceptions in another order', file: SLA, edit: text => text.replace(/(  - Outages that.*\n)(  - Warehouse.*\n)/, '$2$1') },
  { name: 'urgencies in another order', file: MATRIX, edit: text => text.replace(/(  - \{ urgency: high,.*\n)(  - \{ urgency: medium,.*\n)/, '$2$1') },
  { name: 'a removed target', file: SLA, edit: text => text.replace(between(text, '  - id: erp-availability', '  - id: p1-response'), '') },
  { name: 'a removed reference', file: SLA, edit: swap(['services: [SVC-MAIL, SVC-WORK, SVC-ERP, SVC-BACKUP]', 'services: [SVC-MAIL, SVC-WORK, SVC-ERP]']) },
  { name: 'a removed field', file: SLA, edit: swap(['    excludes: [agreed-maintenance]\n', '']) },
  { name: 'an emptied list', file: SLA, edit: swap(['    excludes: [agreed-maintenance]\n', '    excludes: []\n']) },
  { name: 'a field nobody knows', file: SLA, edit: swap(['customers: [', 'penalty: none\ncustomers: [']) },
  { name: 'an action put off', file: RISKS, edit: swap(['due: 2026-12-01', 'due: 2027-12-01']) },
  { name: 'another likelihood', file: RISKS, edit: swap(['likelihood: 2\n    consequence: 4', 'likelihood: 1\n    consequence: 4']) },
  { name: 'somebody else accountable', file: RACI, edit: swap(['accountable: [ROLE-DESKLEAD], responsible: [ROLE-DESK] }', 'accountable: [ROLE-IM], responsible: [ROLE-DESK] }']) },
  { name: 'another target of a link', file: PROC, edit: swap(['(raci.yaml)', '(../change/raci.yaml)']) },
  { name: 'a changed number in prose', file: PROC, edit: swap(['within 20 minutes', 'within 30 minutes']) },
  { name: 'a word struck through', file: PROC, edit: swap(['by telephone', '~~by telephone~~']) },
  { name: 'words put in code', file: PROC, edit: swap(['SVC-MON;', '`SVC-MON`;']) },
  { name: 'swapped steps', file: PROC, edit: swap(['**Assign.**', '**X.**'], ['**Restore.**', '**Assign.**'], ['**X.**', '**Restore.**']) },
  { name: 'an entry deeper in its list', file: PROC, edit: swap([/^3\. \*\*Look/m, '   1. **Look']) },
  { name: 'a list that begins with another number', file: PROC, edit: swap([/^1\. \*\*Log/m, '2. **Log']) },
  { name: 'numbers made bullets', file: PROC, edit: swap([/^[1-7]\. /gm, '-  ']) },
  { name: 'an arrow of a diagram', file: PROC, edit: swap(['ROLE-DESK -- after 20 minutes --> ROLE-ONCALL', 'ROLE-DESK -- after 20 minutes --> ROLE-LABSOFT']) },
  { name: 'the depth of a heading', file: PROC, edit: swap(['## Escalation', '### Escalation']) },
  { name: 'a heading made a paragraph', file: PROC, edit: swap(['## Escalation', '**Escalation**']) },
  { name: 'swapped cells of a table', file: MAJOR, edit: swap(['| 15 | inform ROLE-SD | ROLE-IM |', '| 15 | ROLE-IM | inform ROLE-SD |']) },
  { name: 'a removed row of a table', file: MAJOR, edit: swap(['| 15 | inform ROLE-SD | ROLE-IM |\n', '']) },
  { name: 'a moved section', file: MAJOR, edit: text => { const records = between(text, '## Records', '## Measures'); return swap([records, ''], ['## Steps', `${records}## Steps`])(text); } },
  { name: 'visible text behind a comment that ended early', file: PROC, edit: swap(['## Roles', '<!--> All of this is void. <!-- -->\n\n## Roles']) },
  { name: 'a task done', file: PROC, edit: swap(['Every incident is', '- [x] x\n\nEvery incident is']) },
  { name: 'HTML', file: PROC, edit: swap(['Every incident is', 'Every incident<br>is']) },
];

describe('digest sms1: edits of the sample', () => {
  for (const { name, file, edit } of KEPT) {
    it(`keeps: ${name}`, () => {
      const text = sample.get(file) ?? '', edited = edit(text);
      assert.notEqual(edited, text);
      assert.equal(canonicalText(read(file, edited), edited), canonicalText(read(file, text), text));
      assert.equal(digest(file, edited), digest(file, text));
    });
  }

  for (const { name, file, edit } of VOIDED) {
    it(`voids: ${name}`, () => {
      const text = sample.get(file) ?? '', edited = edit(text);
      assert.notEqual(edited, text);
      assert.notEqual(digest(file, edited), digest(file, text));
    });
  }

  it('keeps and voids tasks by their state alone', () => {
    const text = (mark: string): string => `---\nkind: document\nid: DOC\ntitle: T\n---\n${mark} ring\n`;
    assert.equal(digest('a.md', text('- [x]')), digest('a.md', text('* [X]')));
    assert.notEqual(digest('a.md', text('- [x]')), digest('a.md', text('- [ ]')));
    assert.notEqual(digest('a.md', text('- [ ]')), digest('a.md', text('-')));
  });
});

describe('digest sms1: properties', () => {
  const documents = [...sample].filter(([file]) => file.endsWith('.yaml') && file !== 'sms.yaml').map(([file, text]) => ({ text, artefact: read(file, text) }))
    .filter(({ artefact }) => artefact.header === 'document');
  const silent = new Set([...digestTables().notCounted.matchAll(/^\| (.+) \| `(.+)` \|$/gm)].flatMap(([, kinds = '', path = '']) => [...kinds.matchAll(/`([\w-]+)`/g)].map(match => `${match[1]} ${path}`)));

  it('any other value voids, and no value that is progress or life of the document does', () => {
    let counted = 0, left = 0;
    for (const { artefact, text } of documents) {
      const before = canonicalText(artefact, text);
      const change = (holder: Record<string | number, unknown>, key: string | number, path: string, quiet: boolean): void => {
        const value = holder[key], still = quiet || silent.has(`${artefact.kind} ${path}`) || LIFECYCLE.includes(path);
        if (typeof value === 'object' && value !== null) {
          for (const inner of Array.isArray(value) ? value.keys() : Object.keys(value)) change(value as Record<string, unknown>, inner, typeof inner === 'number' ? `${path}[]` : `${path}.${inner}`, still);
          return;
        }
        holder[key] = typeof value === 'number' ? value + 0.5 : typeof value === 'boolean' ? !value : `${String(value)}x`;
        assert.equal(canonicalText(artefact, text) === before, still, `${artefact.file} ${path}`);
        holder[key] = value;
        if (still) left++; else counted++;
      };
      for (const key of Object.keys(artefact.data)) change(artefact.data, key, key, false);
      assert.equal(canonicalText(artefact, text), before);
    }
    assert.ok(counted > 1500 && left > 200, `${counted} counted, ${left} left out`);
  });

  it('the order of keys, of items and of references never counts', () => {
    const isSortable = (list: Shape | undefined): boolean => list !== undefined && !list.fixedOrder
      && ((list.items?.refersTo.length ?? 0) > 0 || [...list.items?.properties.values() ?? []].some(({ defines }) => defines !== undefined));
    fc.assert(fc.property(fc.constantFrom(...documents), fc.infiniteStream(fc.nat()), ({ artefact, text }, stream) => {
      const shuffled = <T>(list: readonly T[]): T[] => list.map(value => ({ value, at: stream.next().value as number })).sort((a, b) => a.at - b.at).map(({ value }) => value);
      const mix = (value: unknown, shape: Shape | undefined): unknown => {
        if (Array.isArray(value)) { const mixed = value.map(item => mix(item, shape?.items)); return isSortable(shape) ? shuffled(mixed) : mixed; }
        if (typeof value !== 'object' || value === null) return value;
        return Object.fromEntries(shuffled(Object.entries(value)).map(([name, child]) => [name, mix(child, shape?.properties.get(name) ?? shape?.additional)]));
      };
      assert.equal(canonicalText({ ...artefact, data: mix(artefact.data, builtInKinds.get(artefact.kind)?.shape) as Artefact['data'] }, text), canonicalText(artefact, text));
    }), { numRuns: 60 });
  });

  it('a misspelt field or choice counts as it is written, and as what no schema knows', () => {
    const of = (line: string): string => digest('sla.yaml', `kind: sla\nid: S\ntitle: S\n${line}\n`);
    // Typed as `title` would be it were the text 1.10; nobody's field is a number.
    assert.equal(of('targets: [{ id: t, titel: 1.10 }]'), of('targets: [{ id: t, titel: 1.1 }]'));
    assert.notEqual(of('targets: [{ id: t, titel: 1.10 }]'), of('targets: [{ id: t, title: 1.10 }]'));
    // `customers` is a set of references; in a field of nobody order counts.
    assert.notEqual(of('custmers: [CUS-A, CUS-B]'), of('custmers: [CUS-B, CUS-A]'));
    assert.notEqual(of('targets: [{ id: t, operator: at-leest }]'), of('targets: [{ id: t, operator: at-least }]'));
  });

  it('a number is the same however it is written', () => {
    const spelt = (written: string): string => digest('sla.yaml', `kind: sla\nid: S\ntitle: S\ntargets: [{ id: t, value: ${written} }]\n`);
    fc.assert(fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 6 }), (whole, places) => {
      const plain = (whole / 10 ** places).toFixed(places);
      const forms = [`${plain}${places > 0 ? '00' : '.0'}`, `"${plain}"`, `${whole}e-${places}`, `${whole}.0E-${places}`];
      assert.deepEqual(forms.map(spelt), forms.map(() => spelt(plain)));
    }), { numRuns: 40 });
  });

  it('normalized text is normalized for good', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), text => { assert.equal(normalText(normalText(text)), normalText(text)); }), { numRuns: 2000 });
    fc.assert(fc.property(fc.array(fc.constantFrom(' ', '\u0085', '\ufeff', '’', '«', '―', '…', 'e', '\u0301', '\u0338', '=', '-', "'", '\u200b'), { maxLength: 12 }), parts => {
      assert.equal(normalText(normalText(parts.join(''))), normalText(parts.join('')));
    }), { numRuns: 2000 });
  });

  it('wrapping, bullets and line ends of Markdown never count; another word does', () => {
    const word = fc.stringMatching(/^[a-z]{1,9}$/);
    const entries = fc.array(fc.array(word, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 5 });
    const head = '---\nkind: document\nid: DOC\ntitle: T\n---\n';
    const wrapped = (words: readonly string[], width: number, indent: string): string => {
      const lines = [''];
      for (const next of words) {
        const line = lines[lines.length - 1] ?? '';
        if (line !== '' && line.length + next.length > width) lines.push(next); else lines[lines.length - 1] = line === '' ? next : `${line} ${next}`;
      }
      return lines.join(`\n${indent}`);
    };
    const list = (all: readonly (readonly string[])[], width: number, bullet: string): string => head + all.map(words => `${bullet} ${wrapped(words, width, '  ')}\n`).join('');
    fc.assert(fc.property(entries, fc.integer({ min: 5, max: 80 }), fc.constantFrom('-', '*', '+'), word, (all, width, bullet, other) => {
      const wanted = digest('a.md', list(all, 1000, '-'));
      assert.equal(digest('a.md', list(all, width, bullet)), wanted);
      assert.equal(digest('a.md', list(all, width, bullet).replace(/\n/g, '\r\n')), wanted);
      assert.notEqual(digest('a.md', list([...all.slice(1), [...all[0] ?? [], other]], width, bullet)), wanted);
    }), { numRuns: 40 });
  });

  it('text that looks like what the digest writes for markup is none', () => {
    const text = (body: string): string => `---\nkind: document\nid: DOC\ntitle: T\n---\n${body}\n`;
    for (const [markup, prose] of [['`x`', '{code x}'], ['~~x~~', '{delete x}'], ['[x](u.md)', '{link {to u.md} x}'], ['- x', '{item {paragraph x}}'], ['![x](u.png)', '\\\\{image {to u.png} x}']] as const) {
      assert.notEqual(canonicalText(read('a.md', text(markup)), text(markup))?.replace('"list"', '"paragraph"'), canonicalText(read('a.md', text(prose)), text(prose)));
    }
  });
});

describe('digest sms1: where there is none', () => {
  it('of what was not read to its end, or is no artefact', () => {
    const none = ['kind: sla\nid: A\ntitle: "A\n', 'kind: slaa\nid: A\ntitle: A\n', 'id: A\n', 'kind: sla\nid: A\ntitle: A\napprover: ROLE-A\napprover: ROLE-B\n',
      'kind: sla\nid: A\ntitle: A\nconstructor: x\n', 'kind: sla\nid: A\ntitle: A\n<<: { owner: ROLE-A }\n', 'kind: sla\nid: A\ntitle: !!str A\n', 'kind: sla\nid: A\ntitle: A\nservices: [[SVC-A]]\n',
      'kind: sla\nid: A\ntitle: A\ntargets: [{ id: t, value: 1e400 }]\n', 'kind: sla\nid: A\ntitle: A\ntargets: [{ id: t, value: 9007199254740993 }]\n'];
    for (const text of none) assert.equal(facts('a.yaml', text).digest, undefined, text);
    const long = `---\nkind: document\nid: A\ntitle: A\n---\n${'x '.repeat(11_000)}\n`;
    assert.equal(facts('a.md', long).digest, undefined);
    assert.ok(facts('a.md', long).artefact);
    assert.equal(digestOf({ id: 'A', kind: 'document', title: 'A', file: 'a.md', header: 'document', data: {}, adopted: false }, long), undefined);
  });

  it('where nobody asked', () => {
    const text = sample.get(SLA) ?? '';
    const plain = analyse({ file: SLA, text }, frame), asked = facts(SLA, text);
    assert.equal('digest' in plain, false);
    assert.deepEqual(plain.artefact, asked.artefact);
    assert.deepEqual(JSON.parse(JSON.stringify(asked)), asked);
  });
});

describe('digest sms1: adopted files', () => {
  const adoption: Adoption = {
    files: '**/*.erb', as: 'markdown', kind: 'document', id: { from: 'path', strip: ['.erb'] },
    fields: { title: 'title', reviewedOn: 'last_reviewed_on', owner: 'meta.owner' }, values: { owner: { lena: 'ROLE-SD' } }, set: { approver: 'ROLE-MD' },
  };
  const text = '---\ntitle: A page\nlast_reviewed_on: 2026-01-01\nweight: 10\nmeta: { owner: lena, tags: [b, a] }\n---\n# A page\n\nText.\n';

  it('count their mapped fields under our names and their other keys', () => {
    assert.equal(canonicalText(read('a.erb', text, adoption), text, adoption),
      '{"data":{"approver":"ROLE-MD","kind":"document","meta":{"tags":["b","a"]},"owner":"ROLE-SD","title":"A page","weight":10},"body":[[1,"A page",[["paragraph","Text."]]]]}');
  });

  it('keep their digest over a review', () => {
    const wanted = digest('a.erb', text, adoption);
    assert.equal(digest('a.erb', text.replace('2026-01-01', '2026-09-01'), adoption), wanted);
    for (const [from, to] of [['weight: 10', 'weight: 11'], ['lena', 'sven'], ['Text.', 'Texts.'], ['[b, a]', '[a, b]']] as const) assert.notEqual(digest('a.erb', text.replace(from, to), adoption), wanted, to);
  });

  it('are Markdown or YAML as sms.yaml says, whatever they are called', () => {
    const yaml: Adoption = { files: '*.md', as: 'yaml', kind: 'document', fields: {}, values: {}, set: { id: 'A', title: 'T' } };
    assert.equal(canonicalText(read('a.md', 'x: 1\n', yaml), 'x: 1\n', yaml), '{"data":{"id":"A","kind":"document","title":"T","x":1},"body":[]}');
  });
});

describe('blob ids', () => {
  it('are those of git', () => {
    for (const text of ['', 'hello\n', 'ä 😀\r\n', sample.get(SLA) ?? '']) {
      assert.equal(blobId(text, '0'.repeat(40)), execFileSync('git', ['hash-object', '--no-filters', '--stdin'], { input: text, encoding: 'utf8', cwd: '/' }).trim());
      assert.equal(blobId(text, '0'.repeat(64)), createHash('sha256').update(`blob ${Buffer.byteLength(text)}\0`).update(text).digest('hex'));
    }
  });

  it('are the same over line ends and a byte order mark, and nothing else', () => {
    const of = (text: string): string => blobId(text, '0'.repeat(40));
    assert.ok(sameBlob('a\nb\n', of('a\nb\n')));
    assert.ok(sameBlob('a\r\nb\r\n', of('a\nb\n')));
    assert.ok(sameBlob('a\r\nb\r\n', of('a\r\nb\r\n')));
    assert.ok(sameBlob('a\nb\n', of('\ufeffa\nb\n')));
    assert.ok(sameBlob('a\r\nb\r\n', of('\ufeffa\nb\n')));
    assert.ok(sameBlob('a\n', blobId('a\n', '0'.repeat(64))));
    for (const other of ['a\nb', 'a \nb\n', '\ufeff\ufeffa\nb\n']) assert.equal(sameBlob('a\nb\n', of(other)), false);
    for (const odd of ['', 'xyz', of('a').slice(1)]) assert.equal(sameBlob('a', odd), false);
  });
});

/**
 * The fields as canonical JSON, by a program that shares nothing with ours: written from docs/digest.md alone, over the schemas as files and the
 * library for YAML.
 */
function independent(file: string, text: string): string {
  type Schema = Record<string, unknown>;
  const record = (value: unknown): Schema | undefined => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Schema : undefined);
  const schemas = new Map(readdirSync('schemas').filter(name => name.endsWith('.json')).map(name => [name, JSON.parse(readFileSync(join('schemas', name), 'utf8')) as Schema]));
  const whole = (schema: Schema): Schema => {
    let all: Schema = schema;
    if (typeof schema['$ref'] === 'string') {
      const [name = '', pointer = ''] = schema['$ref'].split('#');
      all = { ...whole(pointer.split('/').slice(1).reduce((at, step) => record(at[step]) ?? {}, schemas.get(name) ?? {})), ...schema };
    }
    for (const part of (all['allOf'] as Schema[] | undefined) ?? []) {
      const from = whole(part);
      all = { ...from, ...all, properties: { ...record(from['properties']), ...record(all['properties']) } };
    }
    return all;
  };
  const norm = (s: string): string => {
    const out = [...s.normalize('NFC')].map(c => ("‘’‚‛‹›".includes(c) ? "'" : '“”„‟«»'.includes(c) ? '"' : '‐‑‒–—―−'.includes(c) ? '-' : c === '…' ? '...' : c));
    return out.join('').split(/[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/).filter(part => part !== '').join(' ');
  };
  const number = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;
  const scalar = (source: string, plain: boolean, type: unknown): unknown => {
    const types = [type ?? []].flat();
    if (plain && ['', '~', 'null'].includes(source)) return null;
    if (types.length === 0) return !plain ? source : source === 'true' ? true : source === 'false' ? false : number.test(source) ? Number(source) : source;
    if ((types.includes('number') || types.includes('integer')) && number.test(source) && (plain || !types.includes('string'))) return Number(source);
    if (types.includes('boolean') && plain && ['true', 'false'].includes(source)) return source === 'true';
    return source;
  };
  const canonical = (node: unknown, schema: Schema, document: Document): string | undefined => {
    const s = whole(schema);
    if (s['x-normative'] === false) return undefined;
    if (isAlias(node)) return canonical(node.resolve(document), schema, document);
    if (isSeq(node)) {
      const entry = whole(record(s['items']) ?? {});
      const items = node.items.map(item => canonical(item, entry, document)).filter(item => item !== undefined);
      const isItems = Object.values(record(entry['properties']) ?? {}).some(property => 'x-defines' in whole(property as Schema));
      if (s['x-order'] !== 'fixed' && (isItems || 'x-refers-to' in entry)) items.sort((a, b) => (a < b ? -1 : 1));
      return `[${items.join(',')}]`;
    }
    if (isMap(node)) {
      const properties = record(s['properties']) ?? {}, other = record(s['additionalProperties']) ?? {};
      const fields = node.items.map(({ key, value }) => {
        const name = isScalar(key) ? String(key.value) : '';
        return [norm(name), canonical(value, record(properties[name]) ?? other, document)] as const;
      }).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
      return `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
    }
    const value = isScalar(node) ? scalar(String(node.value ?? ''), node.type === 'PLAIN', s['type']) : null;
    return value === null ? undefined : JSON.stringify(typeof value === 'string' ? norm(value) : value);
  };
  const front = file.endsWith('.md') ? /^---\r?\n([^]*?)^---\r?$/m.exec(text)?.[1] ?? '' : text;
  const document = parseDocument(front, { schema: 'failsafe' });
  assert.ok(isMap(document.contents));
  const leftOut = ['version', 'status', 'author', 'approvedBy', 'approvedOn', 'effectiveFrom', 'reviewedOn', 'nextReview', 'changeSummary', 'aliases', 'supersedes'];
  const kind = String(document.get('kind'));
  for (const key of leftOut) document.contents.delete(key);
  return canonical(document.contents, schemas.get(`${kind}.json`) ?? {}, document) ?? '';
}
