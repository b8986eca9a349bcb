import { l10n, window, type Disposable, type LogOutputChannel } from 'vscode';
import { CloseAction, RevealOutputChannelOn, State, type BaseLanguageClient, type LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions } from '../protocol.js';
import { readSettings } from './settings.js';

/** How often a server that crashed is started anew within three minutes. */
const RESTARTS = 4;

/** Loads and makes the client of a server: a process of its own, or a Worker. */
export type MakeClient = (options: LanguageClientOptions) => Promise<BaseLanguageClient>;

/**
 * The client of our language server, not started yet. The server asks for the documents and file events that it wants: every file inside an SMS
 * whatever its language, since adopted files may have any extension, and none outside. So there is no selector of documents here.
 */
export async function createClient(make: MakeClient, log: LogOutputChannel): Promise<BaseLanguageClient> {
  const client: BaseLanguageClient = await make({
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    diagnosticCollectionName: 'sms',
    // Read anew at each start.
    initializationOptions: (): InitializationOptions => ({ ruleLinks: 'command', lenses: 'command', acceptance: 'command', settings: readSettings() }),
    errorHandler: {
      error: (error, message, count) => crashes().error(error, message, count),
      closed: async () => {
        const result = await crashes().closed();
        if (result.action === CloseAction.DoNotRestart) void offerRestart();
        return { ...result, handled: true };
      },
    },
  });
  let handler: ReturnType<typeof client.createDefaultErrorHandler> | undefined;
  const crashes = (): NonNullable<typeof handler> => handler ??= client.createDefaultErrorHandler(RESTARTS);
  const offerRestart = async (): Promise<void> => {
    const restart = l10n.t('Restart'), showLog = l10n.t('Show Log');
    const choice = await window.showErrorMessage(l10n.t('The SMS is no longer checked: the checking program ended five times within three minutes. The log says why.'), restart, showLog);
    if (choice === showLog) log.show(true);
    if (choice !== restart) return;
    // As many crashes as at first.
    handler = undefined;
    await client.start().catch((error: unknown) => { log.error(`client: restart failed ${String(error)}`); });
  };
  return client;
}

/** Calls back whenever the server begins to run, and whenever it ends. */
export function onRunning(client: BaseLanguageClient, changed: (running: boolean) => void): Disposable {
  return client.onDidChangeState(({ newState }) => { changed(newState === State.Running); });
}
