import assert from 'node:assert/strict';
import { planAcceptance, type AcceptancePlan } from '../../src/editing/accepting.js';
import { editorDesk, type EditorDesk } from '../../src/editing/desk.js';
import { offers, planNew, type Wish } from '../../src/editing/new-artefact.js';
import { newSms, type NewSms } from '../../src/editing/new-sms.js';
import { sentence } from '../../src/rules/check.js';
import { ruleById } from '../../src/rules/index.js';
import { applyChanges } from '../../src/sms/changes.js';
import { ENGLISH, language } from '../../src/sms/language.js';
import { builtInKinds } from '../../src/sms/kinds.js';
import { EXAMPLE_CONFIG, readMarked } from '../../src/rules/marked.js';
import { checkTexts } from '../support/sms.js';

const TODAY = '2026-10-15';
const WISH: NewSms = { organization: 'Harbour: Mail & More', person: 'Lena Maas', services: ['E-mail', 'Network', ' E-mail ', ''], customers: ['Boreal Foods', 'Zoë #1'], timeZone: 'Europe/Amsterdam' };

/** What is found, above observations and beside what is not there at all. */
async function found(files: ReadonlyMap<string, string>): Promise<string[]> {
  const { findings, incomplete } = await checkTexts(files, { today: TODAY });
  return [...findings.filter(({ grade, rule }) => grade !== 'observation' || rule !== 'mandatory-artefact-missing').map(each => `${each.file} ${each.grade} ${each.rule}: ${sentence(ruleById(each.rule), each)}`), ...incomplete.map(({ reason }) => reason)];
}

describe('a new SMS', () => {
  const files = applyChanges(new Map(), newSms(WISH, { today: TODAY, language: ENGLISH }));

  it('has nothing found in it but what is still missing, in one observation, and what only its people know of each service and where they publish the catalogue', async () => {
    const unsaid = ['catalogue-field-missing', 'service-criticality-or-requirements-missing'].map(rule => [rule, 'missing', 'minor']);
    assert.deepEqual((await checkTexts(files, { today: TODAY })).findings.map(({ rule, message, grade }) => [rule, message, grade]),
      [['catalogue-not-accessible', 'missing', 'minor'], ...unsaid, ...unsaid, ['mandatory-artefact-missing', 'building', 'observation']]);
  });

  it('has the services, the customers and the roles with ids as in the examples of the schemas', async () => {
    const { model } = await checkTexts(files);
    assert.deepEqual(model.items.filter(({ path }) => path.length > 0).map(({ id, title }) => [id, title]), [
      ['SVC-E-MAIL', 'E-mail'], ['SVC-NETWORK', 'Network'], ['CUS-BOREAL-FOODS', 'Boreal Foods'], ['CUS-ZOE-1', 'Zoë #1'],
      ['PER-LENA-MAAS', 'Lena Maas'], ['ROLE-TOP', 'Top management'], ['ROLE-SMM', 'SMS manager'],
    ]);
    assert.deepEqual([model.config.organization, model.config.timeZone, model.config.stage], ['Harbour: Mail & More', 'Europe/Amsterdam', 'building']);
  });

  it('is as sound with nothing but a name, an unknown time zone and another language', async () => {
    const german = language('de', { 'new.catalogue': 'Servicekatalog', 'new.description': '<Was der Kunde bekommt>' });
    for (const wish of [{ ...WISH, services: [], customers: [], person: '', timeZone: 'Nowhere/At all' }, { ...WISH, customers: [] }, { ...WISH, services: [] }]) {
      const all = await found(applyChanges(new Map(), newSms(wish, { today: TODAY, language: german })));
      assert.deepEqual(all.filter(each => !/ minor (?:catalogue-not-accessible|catalogue-field-missing|service-criticality-or-requirements-missing): /.test(each)), []);
    }
  });
});

/** What questions are answered from, over texts all of which are checked. */
async function open(source: string): Promise<{ desk: EditorDesk; files: ReadonlyMap<string, string> }> {
  const { files } = readMarked(source), all = new Map([['sms.yaml', EXAMPLE_CONFIG], ...files]), result = await checkTexts(all, { today: TODAY });
  return { files: all, desk: editorDesk({ ...result }, { textOf: file => all.get(file), isChecked: () => true }, ENGLISH) };
}

async function made(source: string, wish: Wish): Promise<{ id: string; file: string; text: string; files: Map<string, string>; at: string }> {
  const { desk, files } = await open(source), plan = planNew(desk, wish);
  assert.ok(plan.ok, plan.ok ? '' : plan.sentence);
  const after = applyChanges(files, plan.changes), { file, position } = plan.at, text = after.get(file) ?? '';
  return { id: plan.id, file, text, files: after, at: (text.split('\n')[position.line] ?? '').slice(position.character) };
}

async function refused(source: string, wish: Wish): Promise<string> {
  const plan = planNew((await open(source)).desk, wish);
  return plan.ok ? assert.fail(`made ${plan.id}`) : plan.sentence;
}

const RISKS = `
//- risks/mail.yaml
kind: risk-register
id: RISKS
title: Risks of mail
status: draft
risks:
  # The gravest first.
  - { id: RSK-001, title: Flood }
  - id: RSK-002
    title: Fire   # in the hall
`;

describe('a new artefact', () => {
  it('is offered by chapter of the standard, and as an entry of the documents that there are', async () => {
    const all = offers((await open(RISKS)).desk), groups = [...new Set(all.map(({ group }) => group))];
    assert.deepEqual([groups[0], groups.at(-1)], ['4 Context of the organization', 'In a file that is there']);
    assert.deepEqual(all.filter(({ template }) => 'file' in template), [
      { template: { file: 'risks/mail.yaml', field: 'risks' }, makes: ['risk'], label: 'Risk in Risks of mail', note: 'RISKS', help: all.at(-1)?.help ?? '', group: 'In a file that is there' },
    ]);
    assert.equal(all.filter(({ template }) => 'kind' in template).length, builtInKinds.all().length);
  });

  it('stands beside the others of its kind and is called like them, with an id that nobody has', async () => {
    const { id, file, text } = await made('//- records/incidents/INC-0007.yaml\n{ kind: incident-record, id: INC-0007, title: A }\n', { template: { kind: 'incident-record' }, title: 'Mail is slow' });
    assert.deepEqual([id, file], ['INC-0008', 'records/incidents/INC-0008.yaml']);
    assert.match(text, /^kind: incident-record\nid: INC-0008\ntitle: Mail is slow\n/);
  });

  it('has the id and the file that somebody wants, as Markdown where its kind is', async () => {
    const { file, files } = await made(RISKS, { template: { kind: 'procedure' }, title: 'Handling incidents', id: 'PROC-INC', file: 'processes/incident.md' });
    assert.equal(file, 'processes/incident.md');
    assert.deepEqual((await checkTexts(files)).model.item('PROC-INC')?.title, 'Handling incidents');
    const proposed = await made(RISKS, { template: { kind: 'procedure' }, title: 'Handling incidents' });
    assert.deepEqual([proposed.id, proposed.file], ['PROCEDURE-HANDLING-INCIDENTS', 'procedure-handling-incidents.md']);
  });

  it('can be made of every kind', async () => {
    const { desk, files } = await open(RISKS);
    const plans = builtInKinds.all().map(({ kind }) => ({ kind, plan: planNew(desk, { template: { kind }, title: 'Something new' }) }));
    const all = plans.reduce<ReadonlyMap<string, string>>((texts, { plan }) => (plan.ok ? applyChanges(texts, plan.changes) : texts), files), { model, incomplete } = await checkTexts(all);
    assert.deepEqual(plans.map(({ plan }) => plan.ok && model.artefact(plan.id)?.kind), builtInKinds.all().map(({ kind }) => kind));
    assert.deepEqual(incomplete, []);
  });

  it('is refused with a sentence where its id or file is taken, malformed, or outside', async () => {
    const risk = { template: { kind: 'risk-register' }, title: 'More' };
    assert.match(await refused(RISKS, { ...risk, id: 'RSK-001' }), /RSK-001 is taken/);
    assert.match(await refused(RISKS, { ...risk, id: 'A B' }), /no white space/);
    assert.match(await refused(`//- sms.yaml\n${EXAMPLE_CONFIG}ids: { risk-register: REG-* }\n${RISKS}`, { ...risk, id: 'MORE' }), /REG-\*/);
    assert.match(await refused(RISKS, { ...risk, file: 'risks/mail.yaml' }), /exists already/);
    for (const file of ['../x.yaml', '/x.yaml', 'a//b.yaml', '.hidden/x.yaml', 'x.txt', 'c:\\x.yaml']) assert.match(await refused(RISKS, { ...risk, file }), /no path of a file/, file);
  });
});

describe('a new entry', () => {
  it('comes to the end of its list, in the manner of the others', async () => {
    const { id, text, at } = await made(RISKS, { template: { file: 'risks/mail.yaml', field: 'risks' }, title: 'Somebody: leaves' });
    assert.deepEqual([id, at], ['RSK-003', 'RSK-003']);
    assert.ok(text.endsWith("    title: Fire   # in the hall\n  - id: RSK-003\n    title: 'Somebody: leaves'\n    customerImpact: <What it would mean for the customer>\n"), text);
  });

  it('begins the list where there is none, with a local id as the schema has them', async () => {
    const { id, text, files } = await made('//- sla.yaml\nkind: sla\nid: SLA-A\ntitle: A\nservices: []\nexceptions: []\n', { template: { file: 'sla.yaml', field: 'targets' }, title: 'Availability of mail' });
    assert.deepEqual([id, text], ['availability-of-mail', 'kind: sla\nid: SLA-A\ntitle: A\nservices: []\ntargets:\n  - id: availability-of-mail\n    title: Availability of mail\nexceptions: []\n']);
    assert.ok((await checkTexts(files)).model.item('SLA-A#availability-of-mail'));
  });

  it('is refused where there is no such list, or an id is taken in its file', async () => {
    assert.match(await refused(RISKS, { template: { file: 'risks/mail.yaml', field: 'people' }, title: 'X' }), /nothing here/);
    assert.match(await refused(RISKS, { template: { file: 'gone.yaml', field: 'risks' }, title: 'X' }), /nothing here/);
    assert.match(await refused(RISKS, { template: { file: 'risks/mail.yaml', field: 'risks' }, title: 'X', id: 'RSK-002' }), /taken/);
  });
});

const DEVIATING = `
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
approver: ROLE-SD
roles: [{ id: ROLE-SD, title: Director }, { id: ROLE-SMM, title: Manager }]
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
approver: ROLE-SD
services: [{ id: SVC-MAIL, title: Mail }]
`;
const REGISTER = `
//- deviations.yaml
kind: deviation-register
id: DEV
title: Deviations
status: approved
deviations:
  - { id: DEV-009, rule: catalogue-field-missing, at: SVC-OLD, reason: Old, owner: ROLE-SMM, until: 2026-12-31 }
`;
const TERMS = { reason: 'The team is new: see # 4.', owner: 'ROLE-SMM', until: '2026-12-31' };

async function accepted(source: string): Promise<{ plan: AcceptancePlan; files: ReadonlyMap<string, string> }> {
  const { desk, files } = await open(source), finding = desk.findings.find(({ rule }) => rule === 'catalogue-field-missing') ?? assert.fail('nothing found'), plan = planAcceptance(desk, finding, TERMS);
  return { plan, files: plan.ok ? applyChanges(files, plan.changes) : files };
}

describe('accepting a finding', () => {
  it('is an entry in the register that is in force, and the finding is accepted', async () => {
    const { plan, files } = await accepted(DEVIATING + REGISTER), { accepted: found } = await checkTexts(files, { today: TODAY });
    assert.deepEqual(plan.ok && [plan.file, plan.counts], ['deviations.yaml', true]);
    assert.ok(files.get('deviations.yaml')?.endsWith("  - { id: DEV-010, rule: catalogue-field-missing, at: SVC-MAIL, reason: 'The team is new: see # 4.', owner: ROLE-SMM, until: 2026-12-31 }\n"), files.get('deviations.yaml'));
    assert.deepEqual(found.map(({ rule, subject, deviation }) => [rule, subject, deviation]), [['catalogue-field-missing', 'SVC-MAIL', 'DEV-010']]);
  });

  it('makes the register where there is none: a draft, which counts when it is approved', async () => {
    const { plan, files } = await accepted(DEVIATING);
    assert.deepEqual(plan.ok && [plan.file, plan.counts], ['deviations.yaml', false]);
    const { model, findings } = await checkTexts(files, { today: TODAY });
    assert.deepEqual(model.artefact('DEVIATIONS')?.data, {
      kind: 'deviation-register', id: 'DEVIATIONS', title: 'Accepted deviations', version: '0.1', status: 'draft', owner: 'ROLE-SMM', approver: 'ROLE-SD', nextReview: '2026-12-31',
      deviations: [{ id: 'DEV-001', rule: 'catalogue-field-missing', at: 'SVC-MAIL', ...TERMS }],
    });
    assert.deepEqual(findings.filter(({ file }) => file === 'deviations.yaml'), []);
  });

  it('renews what was accepted before and has ended', async () => {
    const { files } = await accepted(DEVIATING + REGISTER.replace('SVC-OLD', 'SVC-MAIL').replace('2026-12-31', '2026-01-31'));
    assert.ok(files.get('deviations.yaml')?.includes("- { id: DEV-009, rule: catalogue-field-missing, at: SVC-MAIL, reason: 'The team is new: see # 4.', owner: ROLE-SMM, until: 2026-12-31 }"), files.get('deviations.yaml'));
  });

  it('wants a reason, a role and a day to come', async () => {
    const { desk } = await open(DEVIATING), [finding] = desk.findings;
    for (const wrong of [{ reason: ' ' }, { owner: 'SVC-MAIL' }, { owner: 'ROLE-GONE' }, { until: '2026-10-14' }, { until: '2026-02-30' }]) {
      assert.equal(planAcceptance(desk, finding ?? assert.fail(), { ...TERMS, ...wrong }).ok, false, JSON.stringify(wrong));
    }
  });
});
