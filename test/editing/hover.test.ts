import assert from 'node:assert/strict';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { hover } from '../../src/editing/hover.js';
import { code, escaped, said, withoutMarkup } from '../../src/editing/markup.js';
import { language } from '../../src/sms/language.js';
import { builtInKinds } from '../../src/sms/kinds.js';
import { lineTable } from '../../src/sms/text.js';
import { deskAt, type DeskOptions } from './desk.js';
import { spokenTo } from './spoken.js';

const CATALOGUE = `//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - id: SVC-MAIL
    aliases: [SVC-POST]
    title: Managed e-mail
    description: Mailboxes for *everybody*.
    owner: ROLE-MAIL
    status: live
    ownAvailability: 99.97
    dependsOn: [{ to: SVC-NET }, { to: [SUP-A, SUP-B], need: 1, availability: 99.5 }]
  - { id: SVC-NET, title: Network, ownAvailability: 99.98, dependsOn: [] }
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-A, title: Relay A }, { id: SUP-B, title: Relay B }] }
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-1, name: Ines }, { id: PER-2, name: Lena }]
roles:
  - { id: ROLE-MAIL, title: Owner of mail, holders: [{ person: PER-1, until: 2025-12-31 }, { person: PER-2, from: 2026-01-01 }] }
`;
const SLA = `//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
version: 1.4
status: approved
owner: ROLE-MAIL
reviewedOn: 2025-09-01
reviewEvery: 12 months
services: [SVC-MAIL]
targets:
  - { id: up, title: Up, services: [SVC-MAIL], metric: availability, operator: at-least, value: 99.9, unit: percent, window: calendar-month }
`;

/** The text it is about, and what is told. */
async function told(text: string, options: DeskOptions = {}): Promise<{ on: string; markdown: string } | undefined> {
  const { desk, file, position, files } = await deskAt(text, options), found = hover(desk, file, position, spokenTo(desk));
  if (!found) return undefined;
  const whole = files.get(file) ?? '', { starts } = lineTable(whole), { start, end } = found.range;
  return { on: whole.slice((starts[start.line] ?? 0) + start.character, (starts[end.line] ?? 0) + end.character), markdown: found.markdown };
}

/** Holds all of these, in this order. */
function has(markdown: string | undefined, parts: readonly string[]): void {
  let at = 0;
  for (const part of parts) {
    const next = (markdown ?? '').indexOf(part, at);
    assert.ok(next >= 0, `${JSON.stringify(part)} in\n${markdown ?? 'nothing'}`);
    at = next + part.length;
  }
}

describe('hover', () => {
  const situations: [string, string, string, readonly string[], DeskOptions?][] = [
    ['on a key: its meaning, why the standard wants it, the rule that speaks', SLA.replace('targets:', 'targ|ets:'), 'targets', ['`targets`', 'Each needs metric, operator, value', '**8.3.3 Service level management**: Agree with']],
    ['on a key in front matter', '//- doc.md\n---\nkind: document\nid: D-1\ntitle: Doc\nreview|Every: 12 months\n---\nText\n', 'reviewEvery', ['**review interval** `reviewEvery`', 'How often it is reviewed', 'Example: `12 months`', '**7.5.2']],
    ['on a key in flow style', SLA.replace('metric:', 'me|tric:'), 'metric', ['`metric`', '**8.3.3']],
    ['on a key in a file with CRLF', SLA.replace('window:', 'win|dow:'), 'window', ['One of: `calendar-month`'], { eol: '\r\n' }],
    ['on a choice: what else may stand there', SLA.replace('at-least', 'at-l|east'), 'at-least', ['operator', 'One of: `at-least`, `at-most`, `equal`']],
    ['on a required key', CATALOGUE.replace('  - id: SVC-MAIL', '  - i|d: SVC-MAIL'), 'id', ['`id` · required']],
    ['on a key of sms.yaml', '//- sms.yaml\nsms: 1\norganization: Example\ntimeZ|one: Europe/Amsterdam\n', 'timeZone', ['`timeZone`']],
    ['on a kind: what it is for', SLA.replace('kind: sla', 'kind: s|la'), 'sla', ['**Service level agreement** `sla`', 'What is agreed with a customer', '**8.3.3']],
    ['on an entry of a log, whose kind stands elsewhere', '//- log.yaml\nkind: record-log\nid: LOG-1\ntitle: Incidents\nof: incident-record\nrecords:\n  - { id: INC-1, title: Down, prio|rity: P1 }\n', 'priority', ['`priority`']],
    ['on the number of a clause', '//- doc.yaml\n{ kind: document, id: D-1, title: Doc, clauses: [8.3|.3] }\n', '8.3.3', ['**8.3.3 Service level management**: Agree', 'Shown by: Service level agreement', 'ITIL practice: Service level management', 'Related: `iso9001:8.2.2`']],
    ['on the number of a clause with clauses below', '//- doc.yaml\n{ kind: document, id: D-1, title: Doc, clauses: [8|.3] }\n', '8.3', ['**8.3 Relationship and agreement**', '- **8.3.2', '- **8.3.3']],
    ['on the number of a clause of another standard', '//- n.yaml\n{ kind: nonconformity, id: NC-1, title: It, against: ["iso9001:9.|1.3"] }\n', 'iso9001:9.1.3', ['**iso9001:9.1.3 Analysis and evaluation**', 'These clauses correspond to it, as a suggestion', '**8.3.3']],
    ['on an id in a field: title, owner, state, users, what it can reach', `${CATALOGUE}${SLA.replace('services: [SVC-MAIL]\ntargets', 'services: [SVC-M|AIL]\ntargets')}`, 'SVC-MAIL',
      ['**Managed e-mail** `SVC-MAIL` · Service · live', 'Mailboxes for \\*everybody\\*.', 'In: Service catalogue (`CAT`)', 'Owner: Owner of mail (`ROLE-MAIL`)', 'Used by: 1 service level agreement (`SLA-A`)',
        'With all it depends on it reaches 99.9475 %:', '- its own part: 99.97 %', '- Network (`SVC-NET`): 99.98 %', '- 1 of 2:', '  - Relay A (`SUP-A`): 99.5 %', '---', '`services`']],
    ['on the id where it is defined', CATALOGUE.replace('id: SVC-NET', 'id: SVC-|NET'), 'SVC-NET', ['**Network** `SVC-NET`', 'Used by: 1 service (`SVC-MAIL`)', 'Its own availability: 99.98 %']],
    ['on an earlier id', `${CATALOGUE}${SLA.replace('services: [SVC-MAIL]\ntargets', 'services: [SVC-P|OST]\ntargets')}`, 'SVC-POST', ['**Managed e-mail** `SVC-MAIL`', 'An earlier id of `SVC-MAIL`.']],
    ['on a role: who holds it today', `${CATALOGUE}${SLA.replace('owner: ROLE-MAIL', 'owner: ROLE-M|AIL')}`, 'ROLE-MAIL', ['**Owner of mail** `ROLE-MAIL` · Role', 'Held by: Lena (`PER-2`)', 'Used by:']],
    ['on a document: what is in force, what its approval is worth, its review, its findings', `${CATALOGUE}${SLA}//- risks.yaml\n{ kind: risk-register, id: RISKS, title: Risks, risks: [{ id: R-1, title: x, statement: SLA|-A is missed }] }\n`, 'SLA-A',
      ['**SLA with Ahoy** `SLA-A` · Service level agreement · version 1.4 · approved', 'In force today.', 'Approval only claimed.', 'Review overdue since 2026-09-01.', 'Used by: 1 risk (`R-1`)', 'findings:', '- m']],
    ['on a bare id in Markdown', `${CATALOGUE}//- doc.md\n---\n{ kind: document, id: D-1, title: Doc }\n---\n# Ä 🙂\n\n🙂 SVC-N|ET fails.\n`, 'SVC-NET', ['**Network** `SVC-NET`']],
    ['on an id in double brackets', `${CATALOGUE}//- doc.md\n---\n{ kind: document, id: D-1, title: Doc }\n---\n[[SVC|-NET]]\n`, 'SVC-NET', ['**Network** `SVC-NET`']],
    ['on an id in a diagram', `${CATALOGUE}//- doc.md\n---\n{ kind: document, id: D-1, title: Doc }\n---\n\`\`\`mermaid\nflowchart LR\n  SVC-MAIL-->SVC-N|ET\n\`\`\`\n`, 'SVC-NET', ['**Network** `SVC-NET`']],
    ['on a link', `${CATALOGUE}//- doc.md\n---\n{ kind: document, id: D-1, title: Doc }\n---\n[it](catalogue.yaml#SVC-N|ET)\n`, 'catalogue.yaml#SVC-NET', ['**Network** `SVC-NET`']],
    ['on a target: what the percentage leaves, and what can be reached', `${CATALOGUE}${SLA.replace('99.9', '99|.9')}`, '99.9', ['It leaves 43 min 12 s of downtime in 30 days, around the clock.', '**Managed e-mail** `SVC-MAIL`', 'reaches 99.9475 %']],
    ['on an interval of reviews: the next one', SLA.replace('12 months', '12 mon|ths'), '12 months', ['The next review was due on 2026-09-01.']],
    ['on a day', SLA.replace('2025-09-01', '2025-09|-01'), '2025-09-01', ['409 days ago.']],
    ['on a figure of a risk: score and level', '//- c.yaml\nkind: risk-criteria\nid: RC\ntitle: Criteria\nlikelihood: [{ value: 1, title: a }, { value: 2, title: b }]\nconsequence: [{ value: 1, title: a }, { value: 2, title: b }]\nscore: product\nlevels: [{ level: low, from: 1, to: 2 }, { level: high, from: 3, to: 4 }]\n//- r.yaml\n{ kind: risk-register, id: R, title: R, risks: [{ id: R-1, title: x, likelihood: 2, consequence: |2 }] }\n', '2', ['Likelihood times consequence is 4; by `RC` the level is high.'.replaceAll('`', '')]],
    ['in a file with a syntax error', `${CATALOGUE}//- sla.yaml\nkind: sla\nid: SLA-A\ntitle: x\nservices: [SVC-N|ET]\ntargets: [{ id: a\n`, 'SVC-NET', ['**Network** `SVC-NET`']],
    ['in a text that is not saved', `${CATALOGUE}${SLA}exceptions: [When SVC-N|ET fails.]\n`, 'SVC-NET', ['**Network** `SVC-NET`'], { before: SLA }],
  ];
  for (const [name, text, on, parts, options] of situations) {
    it(name, async () => {
      const found = await told(text, options);
      assert.equal(found?.on, on);
      has(found.markdown, parts);
    });
  }

  const nothing: [string, string][] = [
    ['between fields', `${SLA}\n|\n`], ['on a word of prose', '//- doc.md\n---\n{ kind: document, id: D-1, title: Doc }\n---\nOrdin|ary words.\n'], ['in a file that is no artefact', '//- notes.yaml\na: b|\n'],
    ['on a version that looks like a clause', SLA.replace('version: 1.4', 'version: 8.|3')],
  ];
  for (const [name, text] of nothing) {
    it(`says nothing of a clause ${name}`, async () => { assert.doesNotMatch((await told(text))?.markdown ?? '', /8\.3 Relationship/); });
  }
  it('says nothing where there is nothing', async () => {
    for (const [, text] of nothing.slice(0, 3)) assert.equal(await told(text), undefined);
  });

  it('tells of a heading that the kind asks for which clauses want it', async () => {
    const kind = builtInKinds.all().find(({ body }) => body.some(({ required, clauses }) => required && clauses.length > 0)), section = kind?.body.find(({ required, clauses }) => required && clauses.length > 0);
    assert.ok(kind && section);
    const found = await told(`//- doc.md\n---\n{ kind: ${kind.kind}, id: P, title: Policy }\n---\n# |${section.headings[0] ?? ''}\n`);
    has(found?.markdown, ['must have this section', `**${section.clauses[0] ?? ''} `]);
  });
  it('tells of a thing that the unsaved file has just got, and of one that stands elsewhere now', async () => {
    const now = CATALOGUE.replace('services:\n', 'services:\n  - { id: SVC-NEW, title: New, description: Brand new. }\n');
    has((await told(now.replace('{ to: SVC-NET }', '{ to: SVC-N|EW }'), { before: CATALOGUE }))?.markdown, ['**New** `SVC-NEW`', 'Brand new.']);
    has((await told(now.replace('id: SVC-MAIL', 'id: SVC-M|AIL'), { before: CATALOGUE }))?.markdown, ['**Managed e-mail**', 'Mailboxes for']);
  });
  it('tells the rule that speaks where a field is missing', async () => {
    const found = await told(CATALOGUE.replace('dependsOn: []', 'dep|endsOn: []'));
    has(found?.markdown, ['`dependsOn`', 'Where it is missing, `catalogue-field-missing` says so. ']);
  });
  it('is in the language of the reader', async () => {
    const german = language('de', { 'hover.owner': 'Verantwortlich: {owner}', 'kind.service': 'Dienst', 'clause.8.3.3.title': 'Dienstgüte' });
    has((await told(CATALOGUE.replace('id: SVC-MAIL', 'id: SVC-|MAIL'), { language: german }))?.markdown, ['· Dienst ·', 'Verantwortlich: Owner of mail']);
    has((await told('//- d.yaml\n{ kind: document, id: D-1, title: Doc, clauses: [8.3|.3] }\n', { language: german }))?.markdown, ['**8.3.3 Dienstgüte**']);
  });
  it('makes no markup, link or picture of what files say', async () => {
    const evil = '"![x](https://evil.example/?q) [y](command:sms.showRule) <img src=x> **b** `c` www.evil.example a@evil.example https://evil.example $(zap) | ~~s~~"';
    const found = await told(`${CATALOGUE.replace('title: Network', () => `title: ${evil}`)}${SLA}exceptions: [When SVC-N¦ET fails.]\n`);
    assert.match(found?.markdown ?? '', /evil/);
    assert.deepEqual(kindsIn(found?.markdown ?? '').filter(type => ['link', 'image', 'html', 'linkReference', 'delete', 'table', 'imageReference'].includes(type)), []);
  });
});

function kindsIn(markdown: string): string[] {
  const kinds: string[] = [];
  const visit = (node: { type: string; children?: { type: string }[] }): void => { kinds.push(node.type); node.children?.forEach(visit); };
  visit(remark().use(remarkGfm).parse(markdown));
  return kinds;
}

describe('what a service can reach', () => {
  const catalogue = (services: string): string => `//- calendars.yaml
kind: calendar
id: CALENDARS
title: Calendars
calendars:
  - { id: CAL-ALL, title: Always, timeZone: Europe/Amsterdam, hours: always }
  - { id: CAL-DAY, title: By day, timeZone: Europe/Amsterdam, hours: [{ days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00" }] }
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
${services}`;
  const services: [string, string, readonly string[]][] = [
    ['is a bound where a part is not known', '  - { id: SVC|-A, title: A, ownAvailability: 99, dependsOn: [{ to: SVC-B }] }\n  - { id: SVC-B, title: B, dependsOn: [] }\n',
      ['With all it depends on it reaches 99 % at most:', '- its own part: 99 %', '- B (`SVC-B`): not known']],
    ['is not known where it depends on itself', '  - { id: SVC|-A, title: A, dependsOn: [{ to: SVC-B }] }\n  - { id: SVC-B, title: B, dependsOn: [{ to: SVC-A }] }\n',
      ['It depends on itself by way of SVC-A, SVC-B', '- B (`SVC-B`): not known']],
    ['is not known where a dependency names nothing', '  - { id: SVC|-A, title: A, ownAvailability: 99, dependsOn: [{ to: SVC-NONE }] }\n', ['cannot be computed: a dependency cannot be followed.']],
    ['counts a part once that two others rest on, and lists its parts once',
      '  - { id: SVC|-A, title: A, ownAvailability: 100, dependsOn: [{ to: SVC-B }, { to: SVC-C }] }\n  - { id: SVC-B, title: B, ownAvailability: 100, dependsOn: [{ to: SVC-C }] }\n  - { id: SVC-C, title: C, ownAvailability: 99, dependsOn: [{ to: SVC-D }] }\n  - { id: SVC-D, title: D, ownAvailability: 100, dependsOn: [] }\n',
      ['reaches 99 %:', '- B (`SVC-B`): 100 %\n  - C (`SVC-C`): 99 %\n    - D (`SVC-D`): 100 %\n- C (`SVC-C`): 99 %\n', 'Counted once: `SVC-C`.', 'More would be gained by `SVC-C`']],
    ['names a stand-in and how often it takes over', '  - { id: SVC|-A, title: A, ownAvailability: 100, dependsOn: [{ to: [SVC-B, SVC-C], need: 1, coverage: 0.9 }] }\n  - { id: SVC-B, title: B, ownAvailability: 99, dependsOn: [] }\n  - { id: SVC-C, title: C, ownAvailability: 98, dependsOn: [] }\n',
      ['- 1 of 2:', '  - B (`SVC-B`): 99 %', '  - C (`SVC-C`): 98 %, takes over in 90 % of the cases']],
    ['leaves out what has fewer hours', '  - { id: SVC|-A, title: A, serviceHours: CAL-ALL, ownAvailability: 99, dependsOn: [{ to: SVC-B }] }\n  - { id: SVC-B, title: B, serviceHours: CAL-DAY, ownAvailability: 90, dependsOn: [] }\n',
      ['reaches 99 % at most:', 'Left out, for in fewer hours than the service: `SVC-B`.']],
  ];
  for (const [name, text, parts] of services) it(name, async () => has((await told(catalogue(text)))?.markdown, parts));
  it('is not told of a service of which nothing is known', async () => {
    assert.doesNotMatch((await told(catalogue('  - { id: SVC|-A, title: A }\n')))?.markdown ?? '', /reaches/);
  });
});

describe('texts in markup', () => {
  const texts = ['- a', '+ a', '1. a', '1) a', '# a', '> a', '---', '===', 'a_b _c_ __d__', '**x** *y*', '`a`', '[a](b)', '[a]', '![a](b)', '<b>', '<https://a.example>', 'https://a.example/x_y', 'www.a.example', 'WWW.a.example', 'x@a.example',
    'a & b &amp; &#35;', '~~a~~', 'a | b', '\\*a\\*', '1.4', 'SLA-BOREAL#p1-restore', 'ends in \\', '$(zap)', '- [ ] a', 'ftp://a.example', 'a\n# b\n- c'];
  for (const text of texts) {
    it(`${JSON.stringify(text)} stays text`, () => {
      const read = remark().use(remarkGfm).parse(escaped(text)), [only] = read.children, inside = only?.type === 'paragraph' ? only.children : [];
      assert.equal(read.children.length, 1);
      assert.equal(inside.map(part => (part.type === 'text' || part.type === 'inlineCode' ? part.value : `{${part.type}}`)).join(''), text.replace(/\s+/g, ' '));
      assert.equal(withoutMarkup(escaped(text)), text.replace(/\s+/g, ' '));
    });
  }
  it('is code between backticks, whatever it holds', () => {
    assert.equal(said('Set `a_b` of *x*.'), 'Set `a_b` of \\*x\\*.');
    assert.equal(code('a`b'), '`` a`b ``');
    assert.deepEqual(kindsIn(code('`` [x](y) ``')), ['root', 'paragraph', 'inlineCode']);
  });
});
