import { l10n, window, workspace, type ExtensionContext } from 'vscode';
import { State, type LanguageClient } from 'vscode-languageclient/node';
import { HISTORY_MOVED, IDLE, STATUS, type IdleResult, type StatusParams } from '../protocol.js';
import { approve, recordReview } from './approve.js';
import { registerCommands, sayWithLog, type Command } from './commands.js';
import { CoverageView, showCoverage } from './coverage-view.js';
import { DocumentsView, openDocument } from './documents-view.js';
import { watchHeads } from './git-box.js';
import { HistoryView } from './history-view.js';
import { createClient } from './language-client.js';
import { registerPastTexts } from './past-texts.js';
import { Register, type Document } from './register.js';
import { registerRuleHover } from './rule-hover.js';
import { registerRulePages, showRule, type Ask } from './rule-pages.js';
import { sendSettings } from './settings.js';
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
  const failed = (what: string) => (error: unknown): void => { log.error(`client: ${what} ${error instanceof Error ? error.stack ?? error.message : String(error)}`); };
  const register = new Register(ask), documents = new DocumentsView(register, context.workspaceState), history = new HistoryView(ask, register, failed('history: not shown'));
  const coverage = new CoverageView(ask, failed('coverage: not shown'));
  const about = (title: string, run: (document: Document) => unknown): Command => async given => {
    const document = await register.documentFor(given, title);
    return document && run(document);
  };

  // Restricted Mode has no git extension.
  const watchGit = (): void => {
    const moved = (): void => { server.sendNotification(HISTORY_MOVED).catch(failed('history: not told')); };
    watchHeads(moved).then(watching => context.subscriptions.push(watching), failed('history: not watched'));
  };
  watchGit();

  context.subscriptions.push(
    workspace.onDidGrantWorkspaceTrust(watchGit),
    log, status, register, documents, history, coverage, registerRulePages(ask), registerPastTexts(ask), registerRuleHover(), ...sendSettings(server, failed('settings: not sent')),
    register.onDidFail(failed('documents: not shown')),
    server.onNotification(STATUS, (params: StatusParams) => {
      status.show(params);
      if (!params.roots.every(({ outcome }) => outcome !== 'checking')) return;
      register.follow(params);
      coverage.follow(params);
    }),
    server.onDidChangeState(({ newState }) => {
      if (newState === State.Running) { register.refresh(); return; }
      status.stopped();
      register.clear();
      coverage.clear();
    }),
    ...registerCommands({
      'sms.showRule': rule => showRule(ask, rule),
      'sms.openDocument': about(l10n.t('Open Document'), openDocument),
      'sms.showHistory': about(l10n.t('Show History'), document => history.show(document)),
      'sms.compareVersions': about(l10n.t('Compare Versions'), document => history.compareVersions(document)),
      'sms.compareWithPrevious': entry => history.openEntry(entry),
      'sms.compareWithWorkingCopy': entry => history.compareWithWorkingCopy(entry),
      'sms.compareSelected': (entry, entries) => history.compareSelected(entry, entries),
      'sms.openVersion': entry => history.openVersion(entry),
      'sms.approve': about(l10n.t('Approve'), document => approve(ask, document)),
      'sms.recordReview': about(l10n.t('Record Review'), document => recordReview(ask, document)),
      'sms.showCoverage': () => showCoverage(),
      'sms.sortDocuments': () => documents.sort(),
      'sms.filterDocuments': () => documents.askFilter(),
      'sms.clearDocumentsFilter': () => { documents.setFilter(''); },
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
