import assert from 'node:assert/strict';
import { clausePage } from '../../src/editing/clause-page.js';
import { explorerChildren, explorerSummary, type ExplorerInput, type ExplorerMode, type ExplorerNode } from '../../src/editing/explorer.js';
import { coverage, outsideClauses } from '../../src/evidence/coverage.js';
import { sentence } from '../../src/rules/check.js';
import { ruleById } from '../../src/rules/index.js';
import { ENGLISH } from '../../src/sms/language.js';
import { clause } from '../../src/sms/standard.js';
import { builtInStandards } from '../../src/sms/standards.js';
import { readMarked } from '../../src/rules/marked.js';
import { checkTexts } from '../support/sms.js';

const HEADER = 'version: "1.0"\nstatus: approved\nowner: ROLE-SMM\napprover: ROLE-SD\napprovedOn: 2026-02-02\neffectiveFrom: 2026-02-02\n';

const SMS = `
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
${HEADER}reviewEvery: 6 months
roles:
  - { id: ROLE-SD, title: Service director }
  - { id: ROLE-SMM, title: SMS manager }
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
${HEADER}reviewEvery: 12 months
services:
  - { id: SVC-MAIL, title: Mail, status: live, owner: ROLE-SMM, dependsOn: [{ to: SVC-NET }] }
  - { id: SVC-NET, title: Network, status: live, owner: ROLE-GONE }
//- customers.yaml
kind: customer-register
id: CUSTOMERS
title: Customers
${HEADER}reviewEvery: 9 months
customers:
  - { id: CUS-BOREAL, title: Boreal }
//- sla.yaml
kind: sla
id: SLA-BOREAL
title: Mail for Boreal
${HEADER}reviewEvery: 12 months
customers: [CUS-BOREAL]
services: [SVC-MAIL]
validTo: 2027-06-30
targets:
  - { id: availability, title: Availability of mail, services: [SVC-MAIL] }
//- records/INC-1.yaml
kind: incident-record
id: INC-1
title: Mail was slow
service: SVC-MAIL
//- improvements.yaml
kind: improvement-register
id: IMPROVEMENTS
title: Improvements
improvements:
  - { id: IMP-1, title: Faster mail, status: in-progress, due: 2026-10-01 }
  - { id: IMP-2, title: Greener mail, status: closed, due: 2026-10-02 }
  - { id: IMP-3, title: Quieter mail, status: proposed, due: 2026-10-31 }
`;

async function open(source: string): Promise<ExplorerInput> {
  const result = await checkTexts(readMarked(source).files);
  return { ...result, language: ENGLISH, clauses: () => ({ covered: coverage(result), outside: outsideClauses(result.findings) }), further: [], sentence: finding => sentence(ruleById(finding.rule), finding) };
}

/** The tree as lines, as far down as said, without what findings add. */
function tree(input: ExplorerInput, mode: ExplorerMode, depth: number, path: readonly string[] = []): string[] {
  const said = ({ label, description }: ExplorerNode): string => [label, ...description.split(' · ').filter(part => part !== '' && !/\b(?:major|minor|observations?)\b/.test(part))].join(' · ');
  return explorerChildren(input, mode, path).flatMap(node => [`${'  '.repeat(path.length)}${said(node)}`, ...(depth > 1 && node.fold !== 'none' ? tree(input, mode, depth - 1, [...path, node.key]) : [])]);
}

describe('the explorer', () => {
  let input: ExplorerInput;
  before(async () => { input = await open(SMS); });

  it('groups files by their kind, and shows in each what it holds', () => {
    assert.deepEqual(tree(input, 'kind', 3).slice(0, 8), [
      'Customer register · 1', '  Customers · CUSTOMERS', '    Boreal · CUS-BOREAL',
      'Improvement register · 1', '  Improvements · IMPROVEMENTS', '    Faster mail · IMP-1', '    Greener mail · IMP-2', '    Quieter mail · IMP-3',
    ]);
    assert.deepEqual(tree(input, 'kind', 3).slice(-3), ['Service level agreement · 1', '  Mail for Boreal · SLA-BOREAL', '    Availability of mail · SLA-BOREAL#availability']);
  });

  it('shows of a service what names it and what it names, each once and by its kind', () => {
    assert.deepEqual(tree(input, 'service', 4), [
      'Mail · SVC-MAIL',
      '  Incident · 1', '    Mail was slow · INC-1',
      '  Role · 1', '    SMS manager · ROLE-SMM',
      '  Service · 1', '    Network · SVC-NET',
      '  Service level agreement · 1', '    Mail for Boreal · SLA-BOREAL', '      Availability of mail · SLA-BOREAL#availability',
      '  Target · 1', '    Availability of mail · SLA-BOREAL#availability',
      'Network · SVC-NET',
      '  Service · 1', '    Mail · SVC-MAIL',
    ]);
  });

  it('shows of a customer what is about it', () => {
    assert.deepEqual(tree(input, 'customer', 3), ['Boreal · CUS-BOREAL', '  Service level agreement · 1', '    Mail for Boreal · SLA-BOREAL']);
  });

  it('shows of a role what it owns, and of an owner that there is not its id', () => {
    assert.deepEqual(tree(input, 'owner', 2), [
      'ROLE-GONE · ROLE-GONE · 1', '  Service · 1', 'SMS manager · ROLE-SMM · 5', '  Customer register · 1', '  Role register · 1', '  Service · 1', '  Service catalogue · 1', '  Service level agreement · 1',
    ]);
  });

  it('shows what is due by its day: reviews, what is still open, and how long agreements hold', () => {
    assert.deepEqual(tree(input, 'due', 2), [
      'Overdue · 2', '  2026-08-02 Roles · review · ROLES', '  2026-10-01 Faster mail · due · IMP-1',
      'Within 30 days · 2', '  2026-10-31 Quieter mail · due · IMP-3', '  2026-11-02 Customers · review · CUSTOMERS',
      'Later · 3', '  2027-02-02 Catalogue · review · CAT', '  2027-02-02 Mail for Boreal · review · SLA-BOREAL', '  2027-06-30 Mail for Boreal · holds until then · SLA-BOREAL',
    ]);
  });

  it('shows the clauses by chapter with their states, what shows each, and what is found there', () => {
    assert.deepEqual(explorerChildren(input, 'clause', []).map(({ id, type }) => [id, type]), ['4', '5', '6', '7', '8', '9', '10'].map(id => [id, 'clause']));
    const level = explorerChildren(input, 'clause', ['8']).find(({ id }) => id === '8.3.3');
    assert.deepEqual([level?.label, level?.mark, level?.look, level?.fold], ['8.3.3 Service level management', 'missing', 'major', 'closed']);
    const [suggestion, agreements] = explorerChildren(input, 'clause', ['8', '8.3.3']);
    assert.deepEqual([suggestion?.key, suggestion?.mark, agreements?.mark], ['suggestion', 'major', 'missing']);
    assert.deepEqual(explorerChildren(input, 'clause', ['8', '8.3.3', agreements?.key ?? '']).map(({ id, document, place }) => [id, document, place?.file]), [['SLA-BOREAL', true, 'sla.yaml']]);
    assert.ok(explorerChildren(input, 'clause', ['8', '8.3.3', 'suggestion']).every(({ type, place }) => type === 'finding' && place));
    assert.match(explorerSummary(input, 'clause'), /^\d+ missing, .*\d+ approved/);
  });

  it('has nothing urgent about what is missing while the SMS is being built', async () => {
    const young = await open(`//- sms.yaml\nsms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\nstage: building\n${SMS}`), urgent = (of: ExplorerInput): unknown[] => explorerChildren(of, 'clause', ['7']).map(({ mark, look }) => mark === 'missing' && look);
    assert.ok(urgent(input).includes('major'));
    assert.ok(!urgent(young).includes('major') && !urgent(young).includes('minor'), String(urgent(young)));
  });

  it('says for screen readers what an item is and how it stands, and leads to its id', async () => {
    const [mail] = explorerChildren(await open('//- catalogue.yaml\nkind: service-catalogue\nid: CAT\ntitle: Catalogue\nservices:\n  - { id: SVC-MAIL, title: Mail }\n'), 'service', []);
    assert.match(mail?.spoken ?? '', /^SVC-MAIL Mail, service, (?:\d+ major, )?\d+ minor/);
    assert.deepEqual(mail?.place, { file: 'catalogue.yaml', range: { start: { line: 4, character: 10 }, end: { line: 4, character: 18 } } });
  });

  it('shows a thousand lines below one, and says how many more there are', async () => {
    const customers = Array.from({ length: 1002 }, (_, at) => `  - { id: CUS-${at}, title: Customer }`).join('\n');
    const nodes = explorerChildren(await open(`//- customers.yaml\nkind: customer-register\nid: CUSTOMERS\ntitle: Customers\ncustomers:\n${customers}\n`), 'customer', []);
    assert.deepEqual([nodes.length, nodes.at(-1)?.label, nodes.at(-1)?.fold], [1001, '2 more, found by their names with Go to Symbol in Workspace', 'none']);
  });

  it('has nothing below a line that is not there any more', () => {
    for (const path of [['8', '8.3.99'], ['99'], ['SVC-GONE'], ['SVC-GONE', 'sla'], ['overdue', 'x', 'y']]) {
      for (const mode of ['clause', 'kind', 'service', 'customer', 'owner', 'due'] as const) assert.deepEqual(explorerChildren(input, mode, path), [], `${mode} ${path.join(' ')}`);
    }
  });
});

describe('the page of a clause', () => {
  it('has what the clause wants, how the SMS stands there, and each finding at its place', async () => {
    const found = clause('8.3.3') ?? assert.fail(), page = clausePage(found, builtInStandards, [await open(SMS)], ENGLISH);
    for (const part of ['# 8.3.3 Service level management', found.paraphrase ?? '', '## How this SMS stands', '**missing** · ', '(`SLA-BOREAL`)', '#### Findings', '(`sla.yaml:']) assert.ok(page.includes(part), `${part} in\n${page}`);
  });

  it('has for a branch all clauses below it', async () => {
    const page = clausePage(clause('8.3') ?? assert.fail(), builtInStandards, [await open(SMS)], ENGLISH);
    assert.deepEqual([...page.matchAll(/^### (\S+)/gm)].map(([, id]) => id), ['8.3.1', '8.3.2', '8.3.3', '8.3.4.1', '8.3.4.2']);
  });

  it('shows what comes from files as text', async () => {
    const page = clausePage(clause('8.3.3') ?? assert.fail(), builtInStandards, [await open(SMS.replace('id: SLA-BOREAL', 'id: "<b>[x](y)"'))], ENGLISH);
    assert.doesNotMatch(page.replace(/`[^`]*`/g, ''), /(?<!\\)<b>|(?<!\\)\[x/);
  });
});
