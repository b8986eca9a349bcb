import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { start } from './extension.js';

export { deactivate } from './extension.js';

/** The extension where there is Node: the language server is a process of its own. */
export function activate(context: ExtensionContext): void {
  // Not in the folder of the workspace: nothing of it may influence how our process starts.
  const server = { module: context.asAbsolutePath('dist/server.cjs'), transport: TransportKind.ipc, options: { cwd: context.asAbsolutePath('dist') } };
  start(context, options => new LanguageClient('sms', 'SMS as Code', { run: server, debug: server }, options));
}
