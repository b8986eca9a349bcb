import { l10n, window, type ExtensionContext } from 'vscode';
import { State, type LanguageClient } from 'vscode-languageclient/node';
import { IDLE, STATUS, type IdleResult, type StatusParams } from '../protocol.js';
import { registerCommands, sayWithLog } from './commands.js';
import { createClient } from './language-client.js';
import { registerRuleHover } from './rule-hover.js';
import { registerRulePages, showRule, type Ask } from './rule-pages.js';
import { StatusBar } from './status-bar.js';

let client: LanguageClient | undefined;

/** Starts the language server in its own process and returns at once: all work is done there. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('SMS as Code', { log: true });
  const status = new StatusBar();
  const server = client = createClient(context, log);
  // A request waits for the server to run.
  const ask: Ask = (method, params) => server.sendRequest(method, params);
  server.start().catch(error => {
    log.error(`client: the server did not start ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    sayWithLog(l10n.t('The SMS cannot be checked: the checking program did not start.'), log);
  });

  context.subscriptions.push(
    log, status, registerRulePages(ask), registerRuleHover(),
    server.onNotification(STATUS, (params: StatusParams) => { status.show(params); }),
    server.onDidChangeState(({ newState }) => { if (newState !== State.Running) status.stopped(); }),
    ...registerCommands({
      'sms.showRule': rule => showRule(ask, rule),
      'sms.restartServer': () => server.restart(),
      'sms.showLog': () => { log.show(); },
      // For tests alone: registered, never contributed.
      'sms.test.idle': () => ask<IdleResult>(IDLE, {}),
    }, log),
  );
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
