import { commands, l10n, window, type Disposable, type LogOutputChannel } from 'vscode';

/** What a command does with the arguments that a link, a key binding or another extension gave it: any, or none. */
export type Command = (...args: readonly unknown[]) => unknown;

/** Registers the commands, each so that what goes wrong in it is logged and said once, with a way to the log. */
export function registerCommands(table: Readonly<Record<string, Command>>, log: LogOutputChannel): Disposable[] {
  return Object.entries(table).map(([id, run]) => commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      return await run(...args);
    } catch (error) {
      log.error(`command: ${id} failed ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
      const reason = error instanceof Error ? error.message : String(error);
      sayWithLog(l10n.t('SMS as Code could not do this: {0}', reason), log);
      return undefined;
    }
  }));
}

/** An error message with a button that shows the log. */
export function sayWithLog(message: string, log: LogOutputChannel): void {
  const showLog = l10n.t('Show Log');
  window.showErrorMessage(message, showLog).then(choice => { if (choice === showLog) log.show(true); });
}
