import { l10n, Uri, window, workspace, type ExtensionContext } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { HISTORY_MOVED, IDLE, STATUS, type IdleResult, type StatusParams } from '../protocol.js';
import { acceptFinding } from './accept.js';
import { approve, recordReview } from './approve.js';
import { ClausePages } from './clauses.js';
import { registerCommands, sayWithLog, type Command } from './commands.js';
import { DocumentsView, openDocument } from './documents-view.js';
import { ExplorerView } from './explorer-view.js';
import { serveFiles } from './files.js';
import { watchHeads } from './git-box.js';
import { HistoryView } from './history-view.js';
import type { MakeClient } from './language-client.js';
import { createArtefact } from './new-artefact.js';
import { createSms } from './new-sms.js';
import { PagePanels } from './page-panels.js';
import { registerPastTexts } from './past-texts.js';
import { showReferences } from './references.js';
import { Register, type Document } from './register.js';
import { registerRuleHover } from './rule-hover.js';
import { ReviewPages } from './review-pages.js';
import { ReviewView } from './review-view.js';
import { registerRulePages, showRule, type Ask } from './rule-pages.js';
import { sendSettings } from './settings.js';
import { StatusBar } from './status-bar.js';

let client: Promise<BaseLanguageClient> | undefined;

/** Starts the language server that `make` connects to and returns at once: all work is done there. The same in Node and in a browser. */
export function start(context: ExtensionContext, make: MakeClient): void {
  const log = window.createOutputChannel('SMS as Code', { log: true });
  const status = new StatusBar();
  const server = client = connect();
  // Both wait for the server to run.
  const ask: Ask = async (method, params) => (await server).sendRequest(method, params);
  const tell = async (method: string, params: object): Promise<void> => (await server).sendNotification(method, params);
  server.then(made => made.start()).catch((error: unknown) => {
    log.error(`client: the server did not start ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    sayWithLog(l10n.t('The SMS cannot be checked: the checking program did not start.'), log);
  });
  const failed = (what: string) => (error: unknown): void => { log.error(`client: ${what} ${error instanceof Error ? error.stack ?? error.message : String(error)}`); };
  const register = new Register(ask), documents = new DocumentsView(register, context.workspaceState), history = new HistoryView(ask, register, failed('history: not shown'));
  const explorer = new ExplorerView(ask, context.workspaceState, failed('explorer: not shown')), clauses = new ClausePages(ask), pages = new ReviewPages(ask, Uri.joinPath(context.extensionUri, 'media'));
  const panels = new PagePanels(ask, register, context.extensionUri, failed('page: not shown'));
  const reviews = new ReviewView(ask, register, pages, context.workspaceState, failed('review: not shown'));
  const about = (title: string, run: (document: Document) => unknown): Command => async given => {
    const document = await register.documentFor(given, title);
    return document && run(document);
  };

  // Restricted Mode has no git extension.
  const watchGit = (): void => {
    const moved = (): void => { tell(HISTORY_MOVED, {}).catch(failed('history: not told')); };
    watchHeads(moved).then(watching => context.subscriptions.push(watching), failed('history: not watched'));
  };
  watchGit();

  context.subscriptions.push(
    workspace.onDidGrantWorkspaceTrust(watchGit),
    log, status, register, documents, history, explorer, clauses, pages, panels, reviews, registerRulePages(ask), registerPastTexts(ask), registerRuleHover(), ...sendSettings(tell, failed('settings: not sent')),
    register.onDidFail(failed('documents: not shown')),
    ...registerCommands({
      'sms.showRule': rule => showRule(ask, rule),
      'sms.openDocument': about(l10n.t('Open Document'), openDocument),
      'sms.showReferences': (address, place) => showReferences(address, place),
      'sms.showHistory': about(l10n.t('Show History'), document => history.show(document)),
      'sms.compareVersions': about(l10n.t('Compare Versions'), document => history.compareVersions(document)),
      'sms.compareWithPrevious': entry => history.openEntry(entry),
      'sms.compareWithWorkingCopy': entry => history.compareWithWorkingCopy(entry),
      'sms.compareSelected': (entry, entries) => history.compareSelected(entry, entries),
      'sms.openVersion': entry => history.openVersion(entry),
      'sms.approve': about(l10n.t('Approve'), document => approve(ask, document)),
      'sms.recordReview': about(l10n.t('Record Review'), document => recordReview(ask, document)),
      'sms.reviewChanges': base => reviews.begin(base),
      'sms.endReview': () => reviews.end(),
      'sms.openReviewedChange': line => reviews.open(line),
      'sms.openReviewPage': line => reviews.openPage(line),
      'sms.openPack': scope => panels.openPack(scope),
      'sms.previewArtefact': given => panels.previewArtefact(given),
      'sms.traceRecord': id => panels.traceRecord(id),
      'sms.showCoverage': () => explorer.showClause(),
      'sms.showExplorer': () => explorer.show(),
      'sms.groupExplorer': () => explorer.group(),
      'sms.goToClause': given => clauses.goTo(explorer, given),
      'sms.newSms': () => createSms(ask),
      'sms.newArtefact': type => createArtefact(ask, register, type),
      'sms.acceptFinding': (uri, rule, range) => acceptFinding(ask, uri, rule, range),
      'sms.sortDocuments': () => documents.sort(),
      'sms.filterDocuments': () => documents.askFilter(),
      'sms.clearDocumentsFilter': () => { documents.setFilter(''); },
      'sms.restartServer': async () => {
        const started = await server;
        await started.stop();
        await started.start();
      },
      'sms.showLog': () => { log.show(); },
      // For tests alone: registered, never contributed.
      'sms.test.idle': () => ask<IdleResult>(IDLE, {}),
    }, log),
  );

  /** In turns of its own: loading the library of the client takes longer than all the rest here, and every other extension waits for each turn. */
  async function connect(): Promise<BaseLanguageClient> {
    await nextTurn();
    const { createClient, onRunning } = await import('./language-client.js');
    await nextTurn();
    const made = await createClient(make, log);
    context.subscriptions.push(
      ...serveFiles(made),
      made.onNotification(STATUS, (params: StatusParams) => {
        status.show(params);
        if (!params.roots.every(({ outcome }) => outcome !== 'checking')) return;
        register.follow(params);
        explorer.follow(params);
        clauses.follow();
        reviews.follow(params);
        panels.follow(params.roots);
      }),
      onRunning(made, running => {
        if (running) { register.refresh(); return; }
        status.stopped();
        register.clear();
        explorer.clear();
      }),
    );
    return made;
  }
}

function nextTurn(): Promise<void> { return new Promise(resolve => { setTimeout(resolve); }); }

export async function deactivate(): Promise<void> {
  await (await client)?.stop();
}
