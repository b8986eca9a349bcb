import { l10n, window, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { CloseAction, LanguageClient, RevealOutputChannelOn, TransportKind, type CloseHandlerResult } from 'vscode-languageclient/node';
import type { InitializationOptions } from '../protocol.js';
import { readSettings } from './settings.js';

/** How often a server that crashed is started anew within three minutes. */
const RESTARTS = 4;

/**
 * The client of our language server, not started yet. The server runs as a process of its own and asks for the documents and file events it
 * wants: every file inside an SMS whatever its language, since adopted files may have any extension, and none outside. So there is no
 * selector of documents here.
 */
export function createClient(context: ExtensionContext, log: LogOutputChannel): LanguageClient {
  // Not in the folder of the workspace: nothing of it may influence how our process starts.
  const server = { module: context.asAbsolutePath('dist/server.cjs'), transport: TransportKind.ipc, options: { cwd: context.asAbsolutePath('dist') } };
  const client: LanguageClient = new LanguageClient('sms', 'SMS as Code', { run: server, debug: server }, {
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    diagnosticCollectionName: 'sms',
    // Read anew at each start.
    initializationOptions: (): InitializationOptions => ({ ruleLinks: 'command', settings: readSettings() }),
    errorHandler: {
      error: (error, message, count) => crashes().error(error, message, count),
      closed: async () => {
        const result = await crashes().closed();
        return result.action === CloseAction.Restart ? { ...result, handled: true } : givenUp(client, log, result);
      },
    },
  });
  let handler: ReturnType<typeof client.createDefaultErrorHandler> | undefined;
  const crashes = (): NonNullable<typeof handler> => handler ??= client.createDefaultErrorHandler(RESTARTS);
  return client;
}

function givenUp(client: LanguageClient, log: LogOutputChannel, result: CloseHandlerResult): CloseHandlerResult {
  const restart = l10n.t('Restart'), showLog = l10n.t('Show Log');
  window.showErrorMessage(l10n.t('The SMS is no longer checked: the checking program ended five times within three minutes. The log says why.'), restart, showLog).then(choice => {
    if (choice === restart) client.start().catch(error => { log.error(`client: restart failed ${String(error)}`); });
    else if (choice === showLog) log.show(true);
  });
  return { ...result, handled: true };
}
