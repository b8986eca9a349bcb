import assert from 'node:assert/strict';
import { commands, extensions, workspace } from 'vscode';

/** Runs in both sorts of folder: with an SMS somewhere below, and without any. */
describe('the extension', () => {
  const extension = extensions.getExtension('sms-as-code.sms-as-code');

  it('is active where there is an SMS and asleep where there is none', async () => {
    assert.ok(extension, 'the extension is installed');
    // As long as VS Code itself takes to look for the files that wake an extension.
    const roots = await workspace.findFiles('{sms.yaml,*/sms.yaml,*/*/sms.yaml}');
    if (roots.length > 0) await extension.activate();
    assert.equal(extension.isActive, roots.length > 0);
  });

  it('asks to be woken by an SMS or a page about one alone, and says what it does in Restricted Mode', () => {
    const manifest = extension?.packageJSON as { activationEvents: string[]; capabilities: { untrustedWorkspaces: { supported: string; description: string } } };
    assert.deepEqual(manifest.activationEvents, ['workspaceContains:sms.yaml', 'workspaceContains:*/sms.yaml', 'workspaceContains:*/*/sms.yaml', 'onWebviewPanel:smsPage']);
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    assert.doesNotMatch(manifest.capabilities.untrustedWorkspaces.description, /^%/);
  });

  it('has its commands, woken by them where it sleeps', async () => {
    const contributed = (extension?.packageJSON as { contributes: { commands: { command: string }[] } }).contributes.commands.map(({ command }) => command);
    await commands.executeCommand('sms.showLog');
    assert.equal(extension?.isActive, true);
    const known = new Set(await commands.getCommands(true));
    assert.deepEqual([...contributed, 'sms.test.idle'].filter(command => !known.has(command)), []);
    assert.ok(!contributed.includes('sms.test.idle'));
    await commands.executeCommand('workbench.action.closePanel');
  });
});
