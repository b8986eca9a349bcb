import type { ExtensionContext } from 'vscode';
import { start } from './extension.js';

export { deactivate } from './extension.js';

/** The extension where there is Node: the language server is a process of its own. */
export function activate(context: ExtensionContext): void {
  start(context, async options => {
    const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
    // Not in the folder of the workspace: nothing of it may influence how our process starts.
    const server = { module: context.asAbsolutePath('dist/server.cjs'), transport: TransportKind.ipc, options: { cwd: context.asAbsolutePath('dist') } };
    return new LanguageClient('sms', 'SMS as Code', { run: server, debug: server }, options);
  });
}
