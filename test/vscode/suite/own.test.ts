import assert from 'node:assert/strict';
import { commands, extensions, Position, Range, window, workspace, WorkspaceEdit, type CodeAction, type CompletionList, type Hover, type TextDocument, type Uri } from 'vscode';
import { act, hasScreen, shot } from './screen.js';
import { closeUnsaved, file, findings, untilFindings } from './waiting.js';

/** What docs/own-kinds.md and docs/own-rules.md say, done to a copy of samples/harbour in an open window. */
const CATALOGUE = 'catalogue/services.yaml', REGISTER = 'registers/accounts.yaml', RULE = 'house-rules/account-of-nothing-live.yaml', ID = 'account-of-nothing-live';

const FIELD = `{
  "x-kind": "service-catalogue",
  "allOf": [{ "$ref": "service-catalogue.json" }],
  "properties": { "services": { "items": {
    "required": ["costCentre"],
    "properties": { "costCentre": { "title": "cost centre", "description": "Where the costs of the service are booked.", "type": "string", "pattern": "^CC-[0-9]{3}$", "examples": ["CC-100"] } }
  } } }
}
`;
const KIND = `{
  "x-kind": "cloud-account-register",
  "x-name": { "en": "Accounts in the cloud" },
  "description": "Which accounts we have with cloud providers, and what runs there.",
  "type": "object",
  "unevaluatedProperties": false,
  "properties": { "accounts": { "title": "accounts", "type": "array", "items": {
    "type": "object", "required": ["id", "title"], "unevaluatedProperties": false,
    "properties": {
      "id": { "$ref": "common.json#/$defs/id", "x-defines": "cloud-account" },
      "title": { "$ref": "common.json#/$defs/line" },
      "provider": { "title": "provider", "description": "Who bills us.", "type": "string", "enum": ["aws", "azure", "google"] },
      "services": { "title": "services", "description": "What runs there.", "type": "array", "items": { "type": "string", "x-refers-to": ["service"] } }
    }
  } } }
}
`;
const ACCOUNTS = `kind: cloud-account-register
id: CLOUD
title: Cloud accounts
version: "1.0"
status: draft
owner: ROLE-SMM
approver: ROLE-SD
accounts:
  - { id: ACC-ARCHIVE, title: Archive of mail, provider: azure, services: [SVC-MAIL] }
  - { id: ACC-OLD, title: Trial of 2024, provider: aws, services: [] }
`;
const OWN_RULE = `rule: ${ID}
title: A cloud account runs something that is live
why: An account that nobody uses is paid for, and nobody watches it.
grade: minor
select: cloud-account
where:
  - none: { to: services }
    where: [{ field: status, in: [live] }]
message: 'Nothing live runs in {name}. Close the account, or say what runs there.'
fix: { say: 'Say that SVC-MAIL runs there', set: { provider: azure } }
`;

describe('what an organization adds in VS Code', () => {
  before(async () => {
    await extensions.getExtension('sms-as-code.sms-as-code')?.activate();
    await commands.executeCommand('sms.test.idle');
    const config = await read('sms.yaml');
    for (const [name, text] of [['own/services.json', FIELD], ['own/accounts.json', KIND], [RULE, OWN_RULE], [REGISTER, ACCOUNTS], ['sms.yaml', `${config}\nschemas: [own]\nrulePacks: [house-rules]\n`]] as const) await workspace.fs.writeFile(file(name), new TextEncoder().encode(text));
    await untilFindings('what the own rule finds', () => findings(REGISTER, ID).length === 1);
  });
  afterEach(async () => {
    await closeUnsaved();
    await commands.executeCommand('sms.test.idle');
  });

  it('offers a field of its own, tells what it is for, and puts it in where it is missing', async () => {
    const document = await workspace.openTextDocument(file(CATALOGUE)), at = document.getText().indexOf('    owner: ROLE-MAIL');
    assert.ok(findings(CATALOGUE, 'field-invalid').length > 0, 'that it is missing is told');
    await replace(document, new Range(document.positionAt(at), document.positionAt(at)), '    costCentre: CC-1\n');
    await untilFindings('that CC-1 is no cost centre', () => findings(CATALOGUE, 'field-invalid').some(({ message }) => message.includes('CC-1')));
    const place = document.positionAt(at + 6), [hover] = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, place);
    assert.match(hover?.contents.map(each => (typeof each === 'string' ? each : each.value)).join('\n') ?? '', /Where the costs of the service are booked/);
    await show(document, document.positionAt(at + 18));
    if (hasScreen) await act({ press: 'Control+Shift+m' }, { waitFor: '.markers-panel .monaco-list-row' });
    await shot('own-field');
    await replace(document, new Range(document.positionAt(at), document.positionAt(at + '    costCentre: CC-1\n'.length)), '');
    await untilFindings('that it is missing again', () => findings(CATALOGUE, 'field-invalid').length > 0 && !findings(CATALOGUE, 'field-invalid').some(({ message }) => message.includes('CC-1')));
    await commands.executeCommand('sms.test.idle');
    const missing = findings(CATALOGUE, 'field-invalid').length, wanted = findings(CATALOGUE, 'field-invalid')[0];
    assert.ok(wanted);
    const actions = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, wanted.range, 'quickfix', 10), fix = actions.find(({ title }) => title.includes('costCentre'));
    assert.ok(fix?.edit, actions.map(({ title }) => title).join('\n'));
    assert.ok(await workspace.applyEdit(fix.edit));
    await untilFindings('that one less is missing', () => findings(CATALOGUE, 'field-invalid').length < missing);
  });

  it('knows a register of its own: its choices, the services that it may name, the explorer by kind', async () => {
    const document = await workspace.openTextDocument(file(REGISTER)), text = document.getText();
    const items = async (at: number): Promise<string[]> => (await commands.executeCommand<CompletionList>('vscode.executeCompletionItemProvider', document.uri, document.positionAt(at))).items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok((await items(text.indexOf('azure'))).includes('google'));
    const services = await items(text.indexOf('SVC-MAIL'));
    assert.ok(services.includes('SVC-NET') && !services.includes('SUP-HALL-A'), services.join());
    await show(document, document.positionAt(text.indexOf('SVC-MAIL') + 4));
    if (!hasScreen) return;
    await commands.executeCommand('sms.showCoverage');
    const chosen = commands.executeCommand('sms.groupExplorer');
    await act({ waitFor: '.quick-input-list .monaco-list-row' }, { click: '.quick-input-list .monaco-list-row[aria-label*="ind"]' });
    await chosen;
    await act({ waitFor: '.monaco-list-row[aria-label*="Accounts in the cloud"]' }, { shot: 'own-register' });
  });

  it('tells what a rule of its own finds, mends it, explains it, and follows a change of the rule at once', async () => {
    const document = await workspace.openTextDocument(file(REGISTER)), [found] = findings(REGISTER, ID);
    assert.ok(found);
    assert.match(found.message, /Nothing live runs in "Trial of 2024" \(ACC-OLD\)/);
    await show(document, found.range.start);
    await commands.executeCommand('sms.showRule', ID);
    if (hasScreen) await act({ waitFor: 'h1:has-text("A cloud account runs something that is live")', webview: true }, { shot: 'own-rule' });
    const actions = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, found.range, 'quickfix', 10), fix = actions.find(({ title }) => title.includes('SVC-MAIL runs there'));
    assert.ok(fix?.edit, actions.map(({ title }) => title).join('\n'));
    const rule = await workspace.openTextDocument(file(RULE)), at = rule.getText().indexOf('[live]');
    await replace(rule, new Range(rule.positionAt(at), rule.positionAt(at + '[live]'.length)), '[retired]');
    await untilFindings('that accounts of live services are told too', () => findings(REGISTER, ID).length === 2);
    await replace(rule, new Range(rule.positionAt(at), rule.positionAt(at + '[retired]'.length)), '[lve]');
    await untilFindings('that the rule cannot be used', () => findings(RULE, 'rule-invalid').length === 1 && findings(REGISTER, ID).length === 0);
    assert.match(findings(RULE, 'rule-invalid')[0]?.message ?? '', /Did you mean live\?/);
    await show(rule, rule.positionAt(at));
    await shot('own-rule-wrong');
  });
});

async function read(name: string): Promise<string> { return new TextDecoder().decode(await workspace.fs.readFile(file(name))); }

async function replace({ uri }: { uri: Uri }, range: Range, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(uri, range, text);
  assert.ok(await workspace.applyEdit(edit));
}

async function show(document: TextDocument, at: Position): Promise<void> {
  await window.showTextDocument(document, { selection: new Range(at, at) });
}
