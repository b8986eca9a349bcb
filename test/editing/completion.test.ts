import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { completionsAt, type Completion, type CompletionOptions, type Completions } from '../../src/editing/completion.js';
import { edited } from '../../src/sms/changes.js';
import { lineTable } from '../../src/sms/text.js';
import { readYaml } from '../../src/sms/yaml.js';
import { checkTexts } from '../support/sms.js';
import { deskAt, deskOf, type DeskAt, type DeskOptions } from './desk.js';

const RULES = [
  { id: 'availability-not-monitored-or-investigated', title: 'Availability is monitored', settings: [] }, { id: 'sla-service-unknown', title: 'Services exist', settings: [] },
  { id: 'deviation-unused', title: 'Deviations are used', settings: [{ name: 'days', value: 30 }] },
];

/** Services, roles, an SLA and a procedure, to be named from elsewhere. */
const SMS = `
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
ids: { service: SVC-*, risk: RSK-### }
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: Managed e-mail, owner: ROLE-MAIL }
  - { id: SVC-OLD, title: Fax, status: retired, owner: ROLE-MAIL }
  - { id: SVC-NET, title: Network, owner: ROLE-NET }
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people:
  - { id: PER-ANNA, name: Anna Vermeer }
roles:
  - { id: ROLE-MAIL, title: Mail owner }
  - { id: ROLE-NET, title: Network owner }
  - { id: desk, title: Service desk }
//- agreements/sla.yaml
kind: sla
id: SLA-BOREAL
title: SLA with Boreal
targets:
  - { id: availability, title: Availability of mail }
  - { id: p1-restore, title: Restoration of P1 }
//- processes/incident.md
---
{ kind: procedure, id: PROC-INC, title: Incident management }
---
Text.
//- signed/sla (2026).pdf
x
`;

interface Asked extends Completions, DeskAt { labels: string[]; of(label: string): Completion; after(label: string): string }

/** What is offered at the cursor; `after`: the text with it written. */
async function at(text: string, options: Partial<CompletionOptions> & DeskOptions & { with?: string } = {}): Promise<Asked> {
  const there = await deskAt(`${options.with ?? SMS}\n${text.replace(/^\n/, '').startsWith('//- ') ? text.replace(/^\n/, '') : `//- ${text.startsWith('---') ? 'doc.md' : 'doc.yaml'}\n${text.replace(/^\n/, '')}`}`, { ...options, unjudged: true });
  const found = completionsAt(there.desk, there.file, there.position, { snippets: options.snippets ?? false, trigger: options.trigger, rules: RULES });
  const sorted = [...found.items].sort((a, b) => ((a.sort ?? a.label) < (b.sort ?? b.label) ? -1 : 1));
  const of = (label: string): Completion => {
    const one = found.items.find(item => item.label === label);
    assert.ok(one, `${label} is not among ${sorted.map(item => item.label).join(', ')}`);
    assert.ok(one.range.start.line === there.position.line && one.range.end.line === there.position.line && one.range.start.character <= there.position.character
      && one.range.end.character >= there.position.character, 'its range is around the cursor');
    return one;
  };
  const after = (label: string): string => {
    const { range, insert, also = [] } = of(label);
    return edited(there.files.get(there.file) ?? '', [{ range, text: insert }, ...also]).trimEnd();
  };
  return { ...found, ...there, labels: sorted.map(({ label }) => label), of, after };
}

describe('completion of keys', () => {
  it('offers those that are not there, the needed ones first, with label and help', async () => {
    const { labels, of } = await at('kind: service-catalogue\nid: A\ntitle: A\n|');
    assert.deepEqual(labels.slice(0, 3), ['audiences', 'publishedAt', 'version']);
    assert.ok(!labels.includes('id') && !labels.includes('kind'));
    assert.equal(of('publishedAt').detail, 'place of publication, needed');
    assert.equal(of('publishedAt').documentation, 'Address at which the audiences find the catalogue.\n\nClauses: 8.2.4 Service catalogue management');
  });

  it('knows those below the cursor too', async () => {
    const { labels } = await at('kind: sla\nid: A\n|\n\n# later\nowner: X\nversion: 1\ntargets:\n  - id: a\n    priority: P1\n');
    assert.ok(!labels.includes('owner') && !labels.includes('version') && labels.includes('priorityMatrix'));
  });

  it('in an entry offers those of the entry', async () => {
    const { labels } = await at('kind: sla\nid: A\ntargets:\n  - id: a\n    metric: availability\n    |\n  - id: b\n    unit: percent\n');
    assert.ok(labels.includes('unit') && !labels.includes('metric') && !labels.includes('owner'));
  });

  it('behind a dash', async () => { assert.equal((await at('kind: sla\nid: A\ntargets:\n  - i|\n    title: T')).after('id'), 'kind: sla\nid: A\ntargets:\n  - id: \n    title: T'); });

  it('in braces, over lines and without those that follow', async () => {
    const { labels, after } = await at('kind: sla\nid: A\ntargets:\n  - { id: a,\n      m|, unit: percent }\n  - { id: b, metric: availability }');
    assert.ok(labels.includes('metric') && !labels.includes('unit') && !labels.includes('id'));
    assert.ok(after('metric').includes('      metric: , unit: percent }'), after('metric'));
  });

  it('in braces before another field writes the comma', async () => {
    const { labels, after } = await at('kind: sla\ntargets: [{ id: a, | unit: percent }]');
    assert.ok(!labels.includes('unit'));
    assert.equal(after('metric'), 'kind: sla\ntargets: [{ id: a, metric: , unit: percent }]');
  });

  it('leaves a colon that is there', async () => {
    assert.equal((await at('kind: sla\nver|: 1')).after('version'), 'kind: sla\nversion: 1');
    assert.equal((await at('kind: sla\ntargets: [{ i|: a }]')).after('id'), 'kind: sla\ntargets: [{ id: a }]');
  });

  it('goes on as the field wants it', async () => {
    const of = async (key: string): Promise<string> => (await at('kind: service-catalogue\nservices:\n  - id: SVC-A\n    |', { snippets: true })).of(key).insert;
    assert.equal(await of('status'), 'status: ${1|pipeline,live,retiring,retired|}');
    assert.equal(await of('owner'), 'owner: $1');
    assert.equal(await of('criticality'), 'criticality:\n      $1');
    assert.equal(await of('dependsOn'), 'dependsOn:\n      - $1');
    assert.equal(await of('intendedOutcomes'), 'intendedOutcomes:\n      - $1');
    assert.equal(await of('customers'), 'customers: [$1]');
  });

  it('below a key without a value', async () => {
    assert.ok((await at('kind: service-catalogue\nservices:\n  - id: SVC-A\n    criticality:\n      |')).labels.join() === 'level,reason');
  });

  it('in front matter, in Markdown with CRLF', async () => {
    const { after, labels } = await at('---\nkind: procedure\nid: A\now|\n---\n\n## Purpose\n', { eol: '\r\n' });
    assert.ok(labels.includes('owner'));
    assert.ok(after('owner').startsWith('---\r\nkind: procedure\r\nid: A\r\nowner: \r\n---'), after('owner'));
  });

  it('in front matter that is not closed yet', async () => { assert.ok((await at('---\nkind: procedure\nid: A\n|\n\n## Purpose\n')).labels.includes('owner')); });

  it('of the records of a log', async () => {
    const { labels } = await at('kind: record-log\nid: A\ntitle: T\nof: incident-record\nrecords:\n  - id: INC-1\n    |');
    assert.ok(labels.includes('openedAt') && !labels.includes('kind') && !labels.includes('id') && !labels.includes('records'));
  });

  it('of sms.yaml, and there of names that are keys', async () => {
    assert.ok((await at('//- sms.yaml\nsms: 1\norganization: X\n|', { with: '' })).labels.includes('timeZone'));
    assert.ok((await at('//- sms.yaml\nsms: 1\nids:\n  se|', { with: '' })).labels.includes('service'));
    assert.ok((await at('//- sms.yaml\nsms: 1\nreviewEvery: { | }', { with: '' })).labels.includes('default'));
    assert.ok((await at('//- sms.yaml\nsms: 1\nrules:\n  |', { with: '' })).labels.includes('sla-service-unknown'));
    assert.deepEqual((await at('//- sms.yaml\nsms: 1\nrules:\n  sla-service-unknown:\n    o|', { with: '' })).labels, ['off', 'grade', 'reason', 'owner', 'until']);
    assert.ok((await at('//- sms.yaml\nsms: 1\nrules:\n  deviation-unused:\n    d|', { with: '' })).labels.includes('days'));
    assert.ok((await at('//- sms.yaml\nsms: 1\nadopt:\n  - files: "a/*.md"\n    as: markdown\n    kind: document\n    fields:\n      |', { with: '' })).labels.includes('reviewedOn'));
  });

  it('of nothing where nothing is: comments, behind values, in blocks of text, wrong indentation', async () => {
    for (const text of ['kind: sla\n# own|', 'kind: sla\nid: A # o|', 'kind: sla\ntargets: []|', 'kind: sla\ndescription: |-\n  some text\n  o¦', 'kind: sla\nid: A\n    o|']) {
      assert.deepEqual((await at(text)).labels, [], text);
    }
  });
});

describe('completion of values', () => {
  it('offers the choices of a field, and replaces the one that is there', async () => {
    const { labels, after } = await at('kind: sla\nstatus: dr|aft   # new\n');
    assert.deepEqual(labels, ['draft', 'in-review', 'approved', 'superseded', 'withdrawn']);
    assert.equal(after('approved'), 'kind: sla\nstatus: approved   # new');
  });

  it('right behind the colon writes the space', async () => { assert.equal((await at('kind: sla\nstatus:|')).after('draft'), 'kind: sla\nstatus: draft'); });

  it('on the line below the key', async () => { assert.equal((await at('kind: sla\nstatus:\n  d|')).after('draft'), 'kind: sla\nstatus:\n  draft'); });

  it('offers the ids of the right type with title and owner, retired ones last', async () => {
    assert.deepEqual((await at('kind: sla\nid: A\nservices: [SVC-MAIL, |]')).labels, ['SVC-NET', 'SVC-OLD']);
    const { labels, of, after } = await at('kind: sla\nid: A\nservices: [|]');
    assert.deepEqual(labels, ['SVC-MAIL', 'SVC-NET', 'SVC-OLD']);
    const mail = of('SVC-MAIL');
    assert.equal(mail.detail, 'Managed e-mail');
    assert.equal(mail.documentation, '**Managed e-mail**  \nService  \nOwner: Mail owner (ROLE-MAIL)  \ncatalogue.yaml');
    assert.equal(mail.filter, 'SVC-MAIL Managed e-mail');
    assert.deepEqual([of('SVC-OLD').retired, mail.retired], [true, undefined]);
    assert.equal(after('SVC-NET'), 'kind: sla\nid: A\nservices: [SVC-NET]');
  });

  it('in a list begins an entry, and behind the key of a list brackets', async () => {
    assert.equal((await at('kind: sla\nservices:\n  - S|')).after('SVC-NET'), 'kind: sla\nservices:\n  - SVC-NET');
    assert.equal((await at('kind: sla\nservices:\n  |')).after('SVC-NET'), 'kind: sla\nservices:\n  - SVC-NET');
    assert.equal((await at('kind: sla\nservices: |')).after('SVC-NET'), 'kind: sla\nservices: [SVC-NET]');
  });

  it('in quotes stays in them', async () => {
    assert.equal((await at('kind: sla\nowner: "ROLE-|"')).after('ROLE-NET'), 'kind: sla\nowner: "ROLE-NET"');
    assert.equal((await at("kind: sla\nservices: ['SVC|', SVC-MAIL]")).after('SVC-NET'), "kind: sla\nservices: ['SVC-NET', SVC-MAIL]");
  });

  it('offers local ids of the same artefact first, and full names elsewhere', async () => {
    const { labels } = await at('kind: sla\nid: SLA-MINE\ntargets:\n  - { id: own, title: O }\ncredits:\n  - target: |');
    assert.deepEqual(labels, ['own', 'SLA-BOREAL#availability', 'SLA-BOREAL#p1-restore']);
    assert.deepEqual((await at('kind: risk-register\nid: R\nrisks:\n  - { id: RSK-001, targets: [SLA-BOREAL#p|] }', { trigger: '#' })).labels, ['SLA-BOREAL#p1-restore']);
  });

  it('counts what was not saved: a role just written, in the same file', async () => {
    const before = '//- doc.yaml\nkind: role-register\nid: R\ntitle: T\n';
    const { labels } = await at('kind: role-register\nid: R\ntitle: T\nowner: |\nroles:\n  - { id: ROLE-NEW, title: New }\n', { before });
    assert.equal(labels[0], 'ROLE-NEW');
  });

  it('offers the kinds by name, those for the form of the file first', async () => {
    const { labels, of } = await at('kind: s|\nid: A\n');
    assert.ok(labels.includes('sla') && labels.includes('procedure') && labels.indexOf('sla') < labels.indexOf('procedure'));
    assert.equal(of('sla').detail, 'Service level agreement');
  });

  it('offers clauses, days, zones, periods, examples, files and kinds of records', async () => {
    assert.equal((await at('kind: document\nclauses: [8.3|]')).of('8.3.3').detail, 'Service level management');
    assert.deepEqual((await at('kind: document\napprovedOn: |')).labels, ['2026-10-15']);
    assert.ok((await at('kind: calendar\ncalendars:\n  - timeZone: Eu|')).labels.includes('Europe/Amsterdam'));
    assert.deepEqual((await at('kind: document\nreviewEvery: |')).labels, ['12 months', '30 days']);
    assert.deepEqual((await at('kind: deviation-register\ndeviations:\n  - rule: d|')).labels, RULES.map(({ id }) => id));
    assert.deepEqual((await at('kind: risk-register\nrisks:\n  - id: RSK-001\n  - id: |')).labels, ['RSK-002']);
    assert.ok((await at('kind: sla\ntargets:\n  - metric: |')).labels.includes('restoration-time'));
    assert.equal((await at("//- agreements/b.yaml\nkind: sla\nagreedBy:\n  - evidence: [{ file: | }]")).after('../signed/sla (2026).pdf'), 'kind: sla\nagreedBy:\n  - evidence: [{ file: ../signed/sla (2026).pdf }]');
    const { labels } = await at('kind: record-log\nof: |');
    assert.ok(labels.includes('incident-record') && !labels.includes('sla'));
    assert.ok((await at('//- sms.yaml\nsms: 1\nadopt:\n  - kind: |', { with: '' })).labels.includes('document'));
    assert.deepEqual((await at('//- sms.yaml\nsms: 1\nstage: |', { with: '' })).labels, ['building', 'operating']);
  });

  it('leaves a bare id where double brackets were begun in a field', async () => {
    assert.equal((await at('kind: sla\nowner: [[ROLE-|]]', { trigger: '-' })).after('ROLE-NET'), 'kind: sla\nowner: ROLE-NET');
    assert.equal((await at('kind: sla\nchangeSummary: [[|]]', { trigger: '[' })).after('SVC-NET'), 'kind: sla\nchangeSummary: SVC-NET');
  });

  it('of an adopted file are theirs', async () => {
    const adopting = '//- sms.yaml\nsms: 1\norganization: X\ntimeZone: Europe/Amsterdam\nadopt:\n  - { files: "wiki/*.md", as: markdown, kind: document, id: { from: path, strip: [wiki/, .md] },'
      + ' fields: { title: title, status: page.state, owner: by }, values: { status: { live: approved } } }\n//- roles.yaml\nkind: role-register\nid: R\ntitle: R\nroles: [{ id: ROLE-A, title: A }]';
    const { labels, of } = await at('//- wiki/a.md\n---\ntitle: A\npage:\n  state: |\n---\nText\n', { with: adopting });
    assert.deepEqual([labels, of('live').detail], [['live'], 'approved']);
    assert.deepEqual((await at('//- wiki/a.md\n---\ntitle: A\nby: |\n---\nText\n', { with: adopting })).labels, ['ROLE-A']);
    assert.deepEqual((await at('//- wiki/a.md\n---\ntitle: A\no|\n---\nText\n', { with: adopting })).labels, []);
  });
});

describe('completion of whole things', () => {
  it('a new service, with a free id and what it needs', async () => {
    const { after, of, labels } = await at('//- catalogue2.yaml\nkind: service-catalogue\nid: CAT2\nservices:\n  |', { snippets: true });
    assert.equal(labels[0], 'New service');
    assert.equal(of('New service').insert, ['- id: ${1:SVC-NEW}', '    title: ${2:<What the service is called>}', '    description: ${3:<What the customer gets>}', '    owner: $4', '    customers: [$5]', '    intendedOutcomes:',
      '      - ${6:<What the customer can do because of the service>}', '    criticality:', '      level: ${7|low,medium,high,critical|}', '      reason: ${8:<Why it is that critical>}',
      '    serviceHours: $9', '    supportHours: $10', '    dependsOn:', '      - to: $11'].join('\n'));
    assert.ok(after('New service').includes('\nservices:\n  - id: ${1'));
  });

  it('a new risk behind a dash, counted on; and again one in braces', async () => {
    const { of, after } = await at('kind: risk-register\nid: R\nrisks:\n  - { id: RSK-001, title: A }\n  - |');
    assert.ok(of('New risk').insert.startsWith('id: RSK-002\n    title: <The risk or opportunity in one line>\n'), of('New risk').insert);
    assert.ok(after('New risk').includes('\n  - id: RSK-002\n    title:'));
    assert.ok((await at('kind: risk-register\nid: R\nrisks: [{ id: RSK-001, title: A }, |]')).after('New risk').includes(', { id: RSK-002, title: <The risk or opportunity in one line>, '));
  });

  it('a new entry behind the end of the last one, where that could go on as well', async () => {
    const { after, labels } = await at('kind: sla\nid: A\nworkloadLimits:\n  - id: tickets\n    limit: 4\n    |\nexceptions: []');
    assert.deepEqual([labels[0], labels.at(-1)], ['aliases', 'New workload limit']);
    assert.ok(after('New workload limit').includes('\n    limit: 4\n  - id: '), after('New workload limit'));
    assert.ok(!(await at('kind: sla\nid: A\ntargets:\n  - id: a\n    |\n    unit: percent')).labels.includes('New target'));
  });

  it('a new target has an id of its own artefact; a new record of a log the kind of the log', async () => {
    assert.ok((await at('kind: sla\nid: A\ntargets:\n  - { id: target-1 }\n  |')).of('New target').insert.startsWith('- id: target-2\n    title: <The target in one line>\n    metric: <What is measured>\n    priority:'), 'target');
    assert.ok((await at('kind: record-log\nid: A\nof: incident-record\nrecords:\n  - { id: INC-0001 }\n  |')).of('New incident').insert.startsWith('- id: INC-0002\n    title: <'));
  });

  it('a new artefact in an empty file, which then only lacks what is to be written', async () => {
    const { of, file } = await at('//- new.yaml\n|');
    const { findings } = await checkTexts(new Map([[file, of('kind: service-management-plan').insert]]));
    assert.deepEqual(findings.filter(({ rule }) => rule.startsWith('field-') || rule.startsWith('yaml-')).map(({ message }) => message), []);
    assert.ok((await at('//- new.yaml\nkind: |\n')).after('sla').startsWith('kind: sla\nid: SLA-NEW\ntitle: <What it is called>\nversion: 0.1\nstatus: draft\nowner:\n'));
  });

  it('in Markdown with its sections, whatever of the dashes is there', async () => {
    const whole = (await at('//- new.md\n|')).after('kind: procedure');
    assert.ok(/^---\nkind: procedure\nid: PROC-NEW\n[^]*\n---\n\n## Purpose\n\n\[Describe here: Purpose\]\n/.test(whole), whole);
    assert.equal((await at('//- new.md\n---\nkind: |\n---\n')).after('procedure'), whole);
    assert.equal((await at('//- new.md\n---\nkind: p|')).after('procedure'), whole);
  });

  it('in the language of the SMS', async () => {
    const whole = (await at('//- new.md\n|', { with: '//- sms.yaml\nsms: 1\norganization: X\ntimeZone: Europe/Berlin\nlanguage: de\n' })).after('kind: procedure');
    assert.ok(whole.includes('\n## Zweck\n'), whole);
  });

  it('only the name where the file holds more', async () => { assert.equal((await at('kind: |\nid: A\n')).after('sla'), 'kind: sla\nid: A'); });
});

describe('completion in prose', () => {
  const page = (text: string): string => `---\nkind: procedure\nid: PROC-A\ntitle: A\n---\n\n## Zürich – Wörter 🚢\n\n${text}\n`;

  it('leaves a bare id of double brackets where that is enough, and keeps them where not', async () => {
    const { after, of } = await at(page('See [[|]] now.'), { trigger: '[' });
    assert.equal(of('SVC-MAIL').filter, '[[SVC-MAIL Managed e-mail');
    assert.ok(after('SVC-MAIL').endsWith('\nSee SVC-MAIL now.'));
    assert.ok(after('desk').endsWith('\nSee [[desk]] now.'));
    assert.ok((await at(page('🚢 Über [[SVC-M|'))).after('SVC-MAIL').endsWith('🚢 Über SVC-MAIL'));
  });

  it('offers nothing at a single bracket, a dash of a list or a number sign of a heading', async () => {
    assert.deepEqual((await at(page('a [|'), { trigger: '[' })).labels, []);
    assert.deepEqual((await at(page('-|'), { trigger: '-' })).labels, []);
    assert.deepEqual((await at(page('## #|'), { trigger: '#' })).labels, []);
    assert.deepEqual((await at(page('a well-|'), { trigger: '-' })).labels, []);
    assert.deepEqual((await at(page('the (|'), { trigger: '(' })).labels, []);
  });

  it('offers ids behind a known beginning, also where only typed', async () => {
    const { labels, after } = await at(page('**SVC-|**, and more'), { trigger: '-' });
    assert.deepEqual(labels, ['SVC-MAIL', 'SVC-NET', 'SVC-OLD']);
    assert.ok(after('SVC-NET').endsWith('\n**SVC-NET**, and more'));
    assert.deepEqual((await at(page('the mail|'))).labels, []);
    assert.ok((await at(page('the |'))).labels.includes('SVC-MAIL'));
  });

  it('offers what is inside of an artefact behind its number sign', async () => {
    const { labels, after } = await at(page('Restored within SLA-BOREAL#|.'), { trigger: '#' });
    assert.deepEqual(labels, ['SLA-BOREAL#availability', 'SLA-BOREAL#p1-restore']);
    assert.ok(after('SLA-BOREAL#p1-restore').endsWith('within SLA-BOREAL#p1-restore.'));
    assert.deepEqual((await at(page('SVC-MAIL#|'), { trigger: '#' })).labels, []);
  });

  it('offers files as targets of links, and behind them what stands in them', async () => {
    const { after } = await at('//- processes/b.md\n---\nkind: procedure\nid: PROC-B\ntitle: B\n---\n[signed](../s|) here\n', { trigger: '/' });
    assert.ok(after('../signed/sla (2026).pdf').endsWith('[signed](../signed/sla%20%282026%29.pdf) here'));
    assert.ok((await at(page('[mail](catalogue.yaml#|)'), { trigger: '#' })).after('SVC-NET').endsWith('[mail](catalogue.yaml#SVC-NET)'));
  });

  it('offers ids in diagrams, bare, and nothing in code', async () => {
    const { labels, after } = await at(page('```mermaid\ngraph LR\n  SVC-MAIL --> SVC-|\n```'), { trigger: '-' });
    assert.deepEqual(labels, ['SVC-MAIL', 'SVC-NET', 'SVC-OLD']);
    assert.ok(after('SVC-NET').includes('SVC-MAIL --> SVC-NET\n'));
    assert.deepEqual((await at(page('```text\nSVC-|\n```'), { trigger: '-' })).labels, []);
    assert.deepEqual((await at(page('Type `SVC-|` in'), { trigger: '-' })).labels, []);
    assert.deepEqual((await at(page('Type `a` and SVC-|'), { trigger: '-' })).labels.length, 3);
  });

  it('in texts of YAML, plain, in quotes and in blocks', async () => {
    assert.ok((await at('kind: sla\nchangeSummary: Now with SVC-|', { trigger: '-' })).after('SVC-NET').endsWith('Now with SVC-NET'));
    assert.ok((await at('kind: sla\nexceptions:\n  - "Not [[|]]"', { trigger: '[' })).after('desk').endsWith('  - "Not [[desk]]"'));
    assert.ok((await at('kind: sla\nchangeSummary: >\n  Für SVC-¦ gilt\n  mehr\nid: A', { trigger: '-' })).after('SVC-NET').includes('\n  Für SVC-NET gilt\n  mehr\n'));
    assert.deepEqual((await at('kind: sla\nid: SVC-|', { trigger: '-' })).labels.filter(label => label === 'SVC-NET'), []);
  });

  it('offers nothing in a page that is no artefact', async () => { 
    assert.deepEqual((await at('//- notes.md\nSVC-|', { trigger: '-' })).labels, []);
    assert.deepEqual((await at('//- notes.md\n---\nlayout: post\n---\nSVC-|', { trigger: '-' })).labels, []);
  });
});

describe('completion in a text that does not parse', () => {
  for (const [what, text, label] of [
    ['a bracket that was not closed above', 'kind: sla\nservices: [SVC-MAIL\nsta|', 'status'],
    ['a quote that was not closed above', 'kind: sla\ntitle: "SLA\nsta|', 'status'],
    ['a colon in a text', 'kind: sla\ntitle: Mail: now\nstatus: |', 'draft'],
    ['tabs above', 'kind: sla\nreporting:\n\tevery: 1 month\nstatus: |', 'draft'],
    ['tabs before the cursor', 'kind: sla\nreporting:\n\te|', 'every'],
    ['a merge conflict', 'kind: sla\n<<<<<<< ours\ntitle: A\n=======\ntitle: B\n>>>>>>> theirs\nstatus: |', 'draft'],
    ['the kind at its end', 'owner: |\ndependsOn: [{ kind: hard }]\nkind: sla', 'ROLE-NET'],
    ['a field behind it twice', 'kind: sla\nid: A\nid: B\nowner: |\n', 'ROLE-NET'],
    ['braces that stay open below', 'kind: sla\ntargets:\n  - { id: a, |\n  - { id: b, metric: x }', 'metric'],
    ['a wrong indentation', 'kind: sla\nid: A\n  title: T\nowner: |', 'ROLE-NET'],
    ['an entry without its dash', 'kind: sla\ntargets:\n  id: a\n  - id: b\n    m|', 'metric'],
    ['nothing but a key', 'kind: sla\nowner|', 'owner'],
    ['letters outside of ASCII', 'kind: sla\ntitle: "Größe – 🚢🚢"\nservices: [ SVC-MAIL , |', 'SVC-NET'],
  ] as const) {
    it(`works with ${what}`, async () => { (await at(text)).of(label); });
  }

  it('keeps CRLF in what it writes over several lines', async () => {
    const { insert } = (await at('kind: risk-register\nid: R\nrisks:\n  |', { eol: '\r\n' })).of('New risk');
    assert.ok(insert.includes('\r\n') && !/[^\r]\n/.test(insert), JSON.stringify(insert));
  });
});

describe('completion in another language', () => {
  const marked = { tag: 'xx', text: (id: string, _: string, args = {}) => `«${id} ${Object.values(args).join(' ')}»` };
  const said = async (text: string): Promise<string[]> =>
    (await at(text, { language: marked, with: '' })).items.flatMap(({ detail, documentation, kind, label }) => [detail, documentation, ...(kind === 'entry' ? [label] : [])].filter(each => each !== undefined));

  it('says nothing of its own in English', async () => {
    for (const text of ['kind: sla\n|', 'kind: sla\ntargets:\n  - |', '|', 'kind: document\napprovedOn: |', 'kind: sla\ntargets: [{ metric: | }]', 'kind: document\nclauses: [|]', 'kind: risk-register\nrisks: [{ id: | }]']) {
      const words = await said(text);
      assert.ok(words.length > 0, text);
      // Names of fields that are their keys in words have no other name.
      assert.deepEqual(words.filter(each => !each.includes('«') && !/^[a-z ]+$/.test(each)), [], text);
    }
  });
});

describe('completion all over the sample', () => {
  const CURSORS = 4;

  it('breaks no text that was whole, and only replaces what is around the cursor', async function () {
    this.timeout(120_000);
    const files = new Map(readdirSync('samples/harbour', { recursive: true, encoding: 'utf8' }).map(file => file.replaceAll('\\', '/')).filter(file => /\.(?:ya?ml|md)$/.test(file)).sort()
      .map(file => [file, readFileSync(`samples/harbour/${file}`, 'utf8')]));
    const { desk } = await deskOf(files, { unjudged: true }), wrong: string[] = [];
    let asked = 0, offered = 0;
    for (const [file, text] of files) {
      const { position } = lineTable(text);
      for (let cursor = 1; cursor <= CURSORS; cursor++) {
        const there = position(Math.floor((text.length * cursor) / (CURSORS + 0.3))), { items } = completionsAt(desk, file, there, { snippets: false, rules: RULES });
        asked++;
        offered += items.length;
        for (const { range, insert, also = [], label } of [items[0], items[items.length - 1]].filter(item => item !== undefined)) {
          const place = `${file}:${there.line + 1}:${there.character} ${label}`;
          if (range.start.line !== there.line || range.end.line !== there.line || range.start.character > there.character || range.end.character < there.character) wrong.push(`${place}: not around the cursor`);
          if (!file.endsWith('.md') && readYaml(edited(text, [{ range, text: insert }, ...also])).problems.some(({ rule }) => rule === 'yaml-syntax')) wrong.push(`${place}: ${JSON.stringify(insert)}`);
        }
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(asked > 1000 && offered > 10_000, `${asked} cursors, ${offered} completions`);
  });
});

describe('many things', () => {
  it('are offered up to a limit, then by what is typed', async () => {
    const services = Array.from({ length: 700 }, (_, at) => `  - { id: SVC-${String(at).padStart(4, '0')}, title: Service ${at} }`).join('\n');
    const many = `//- catalogue.yaml\nkind: service-catalogue\nid: CAT\ntitle: C\nservices:\n${services}`;
    const all = await at('kind: sla\nservices: [|]', { with: many });
    assert.deepEqual([all.items.length, all.incomplete], [500, true]);
    const some = await at('kind: sla\nservices: [service699|]', { with: many });
    assert.deepEqual([some.labels, some.incomplete], [['SVC-0699'], false]);
  });
});
