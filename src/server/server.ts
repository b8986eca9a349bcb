import {
  DidChangeTextDocumentNotification, DidChangeWatchedFilesNotification, DidCloseTextDocumentNotification, DidOpenTextDocumentNotification, DidSaveTextDocumentNotification, ErrorCodes,
  FileChangeType, LSPErrorCodes, ResponseError, TextDocuments, TextDocumentSyncKind,
  type CancellationToken, type Connection, type InitializeError, type InitializeParams, type InitializeResult, type Registration,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  ACCEPTANCE_CHOICES, APPROVAL_CHOICES, CLAUSE, CONTENT, EXPLORER, HISTORY, HISTORY_MOVED, IDLE, NEW_ARTEFACT, NEW_CHOICES, NEW_SMS, PAGE, PREPARE_ACCEPTANCE, PREPARE_APPROVAL, RECORDS, REGISTER, REVIEW, REVIEW_BASES, REVIEW_END, REVIEW_PAGE, RULE, RULES, SCOPES, SETTINGS, STANDS_AT, STATUS, TARGET,
  type ContentResult, type IdleResult, type InitializationOptions, type RegisterResult, type RuleParams, type RuleResult, type RulesResult, type SettingsParams,
} from '../protocol.js';
import { ruleById, rules } from '../rules/index.js';
import { rulesOf } from '../rules/book.js';
import { rulePage } from '../rules/page.js';
import type { Rule } from '../rules/rule.js';
import { ENGLISH, gradeWord } from '../sms/language.js';
import {
  readAcceptanceParams, readFindingParams, readNewArtefactParams, readNewSmsParams, readRootParams, toAcceptanceChoices, toNewArtefact, toNewChoices, toNewSms, toPreparedAcceptance,
} from './creating.js';
import { readClauseParams, readExplorerParams, toClause, toExplorer } from './explorer.js';
import { announced, answerFeature, askedOf, registrations } from './editing.js';
import { FEATURES, WIDE_FEATURES } from './features.js';
import { readReviewPageParams, readReviewParams, Reviews } from './review.js';
import { readContentParams, readDocumentParams, readWish, toChoices, toHistory, toPrepared, toRegister, type Checked } from './document-control.js';
import { languageOf } from './languages.js';
import { Pages, readPageParams, readStandsAtParams, readTargetParams, standsAt, targetOf, toRecords, toScopes } from './pages.js';
import { Workspace, type FileEvent, type KnownRoot, type Place, type Surroundings } from './workspace.js';

const EVENT: Readonly<Record<FileChangeType, FileEvent['type']>> = {
  [FileChangeType.Created]: 'created', [FileChangeType.Changed]: 'changed', [FileChangeType.Deleted]: 'deleted',
};

/**
 * Serves one client over a connection, which begins to listen. Nothing is sent before the client is initialized;
 * what the client cannot do (watch files, tell of folders, say which documents it wants) is done without.
 */
export function serve(connection: Connection, surroundings: Surroundings): void {
  const documents = new TextDocuments(TextDocument);
  let state: 'new' | 'running' | 'shut-down' = 'new';
  let client: InitializeParams['capabilities'] = {};
  let options: InitializationOptions = {};
  let folders: string[] = [];
  let language = ENGLISH;

  const workspace = new Workspace(surroundings, {
    publish: params => { void connection.sendDiagnostics(params); },
    status: params => {
      void connection.sendNotification(STATUS, params);
      if (params.roots.every(({ outcome }) => outcome !== 'checking')) refresh();
    },
    rootsChanged: roots => { void syncDocuments(roots).catch(failed('documents: registering failed')); },
    log: (level, line) => { connection.console[level](line); },
    ruleHref: rule => (options.ruleLinks === 'command' ? commandLink(rule) : undefined),
    language: () => language,
  });
  const failed = (what: string) => (error: unknown): void => { connection.console.error(`${what} ${stackOf(error)}`); };
  /** What is shown beside the texts follows from the whole SMS. */
  const refresh = (): void => {
    for (const what of ['codeLens', 'inlayHint', 'semanticTokens'] as const) {
      if (client.workspace?.[what]?.refreshSupport) connection.sendRequest(`workspace/${what}/refresh`).catch(failed(`${what}: not refreshed`));
    }
  };

  connection.onInitialize((params): InitializeResult | ResponseError<InitializeError> => {
    if (state !== 'new') return new ResponseError(ErrorCodes.InvalidRequest, 'This server is initialized already.', { retry: false });
    state = 'running';
    client = params.capabilities;
    options = readOptions(params.initializationOptions);
    language = languageOf(params.locale, surroundings.languages);
    workspace.setSettings(options.settings);
    // rootUri is what clients had before there were several folders.
    const addresses = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
    folders = addresses.flatMap(uri => surroundings.pathOfUri(uri) ?? []);
    return {
      serverInfo: { name: 'SMS as Code' },
      capabilities: {
        textDocumentSync: perRoot() ? { openClose: false, change: TextDocumentSyncKind.None }
          : { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
        ...announced(perRoot() ? WIDE_FEATURES : [...FEATURES, ...WIDE_FEATURES]),
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(() => {
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*' }] }).catch(failed('files: watching failed'));
    }
    if (client.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const paths = (changed: readonly { uri: string }[]): string[] => changed.flatMap(({ uri }) => surroundings.pathOfUri(uri) ?? []);
        const gone = new Set(paths(removed));
        folders = [...new Set([...folders.filter(folder => !gone.has(folder)), ...paths(added)])];
        workspace.setFolders(folders);
      });
    }
    workspace.setFolders(folders);
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    workspace.filesChanged(changes.flatMap(({ uri, type }) => {
      const path = surroundings.pathOfUri(uri);
      return path === undefined ? [] : [{ path, type: EVENT[type] }];
    }));
  });
  documents.onDidChangeContent(({ document }) => { workspace.documentChanged({ uri: document.uri, version: document.version, text: document.getText() }); });
  documents.onDidClose(({ document }) => { workspace.documentClosed(document.uri); });
  documents.onDidSave(({ document }) => { workspace.documentSaved(document.uri); });

  /** One place where requests fail: out of turn, cancelled, or by a mistake of ours, which is logged. */
  const answer = (method: string, handler: (params: unknown, token: CancellationToken) => object | null | Promise<object | null>): void => {
    // Without parameters the token comes first.
    connection.onRequest(method, async (...given: [unknown, CancellationToken] | [CancellationToken]): Promise<object | null> => {
      const [params, token] = given.length === 2 ? given : [undefined, given[0]];
      if (state === 'new') return new ResponseError(ErrorCodes.ServerNotInitialized, 'This server is not initialized yet.');
      if (state === 'shut-down') return new ResponseError(ErrorCodes.InvalidRequest, 'This server is shut down.');
      const cancelled = (): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestCancelled, `${method} was cancelled.`);
      // One that was cancelled before it began has a token that tells nobody.
      if (token.isCancellationRequested) return cancelled();
      try {
        const result = await handler(params, token);
        return token.isCancellationRequested ? cancelled() : result;
      } catch (error) {
        if (error instanceof ResponseError) return error;
        failed(`request: ${method} failed`)(error);
        return new ResponseError(ErrorCodes.InternalError, language.text('problem.mistake', '{method} failed because of a mistake in this program: {error}', { method, error: error instanceof Error ? error.message : String(error) }));
      }
    });
  };
  /** Of all SMSs that are open; where two have one of the same name, that of the first. */
  const ownRules = (): readonly Rule[] => [...new Map(workspace.places().flatMap(({ desk }) => rulesOf(desk.model.config).own).reverse().map(rule => [rule.id, rule])).values()].reverse();
  answer(RULE, (params): RuleResult => {
    if (!isRuleParams(params)) throw new ResponseError(ErrorCodes.InvalidParams, `${RULE} wants { rule: ID }.`);
    const rule = ruleById(params.rule) ?? ownRules().find(({ id }) => id === params.rule);
    if (!rule) throw new ResponseError(ErrorCodes.InvalidParams, language.text('problem.no-rule', 'There is no rule {rule} in this release.', { rule: params.rule }));
    return { title: language.text(`rule.${rule.id}.title`, rule.title), markdown: rulePage(rule, language) };
  });
  answer(RULES, (): RulesResult => ({ rules: [...rules, ...ownRules()].map(({ id, title, grade, clauses }) => ({ id, title: language.text(`rule.${id}.title`, title), grade: gradeWord(grade, language), clauses })) }));
  /** Everything seen so far is checked; or the request was cancelled. */
  const idle = (method: string, token: CancellationToken): Promise<number> => new Promise((resolve, reject) => {
    token.onCancellationRequested(() => { reject(new ResponseError(LSPErrorCodes.RequestCancelled, `${method} was cancelled.`)); });
    workspace.idle().then(resolve, reject);
  });
  for (const each of FEATURES) {
    answer(each.method, (params, token) => answerFeature(each, params, { workspace, client, options, idle: () => idle(each.method, token), token }));
  }
  for (const each of WIDE_FEATURES) answer(each.method, params => each.answer(workspace.places().map(place => askedOf(place, client, options)), params as never));
  answer(IDLE, async (_, token): Promise<IdleResult> => ({ generation: await idle(IDLE, token) }));

  /** Every SMS; only the first to ask waits for a check, later ones get what was checked last. */
  const checkedOnce = async (method: string, token: CancellationToken): Promise<Checked[]> => {
    if (workspace.known().every(({ checked }) => !checked)) await idle(method, token);
    return workspace.known().flatMap(({ checked }) => checked ?? []);
  };
  answer(EXPLORER, async (params, token) => { const wanted = readExplorerParams(EXPLORER, params); return toExplorer(await checkedOnce(EXPLORER, token), wanted, language); });
  answer(CLAUSE, async (params, token) => { const wanted = readClauseParams(CLAUSE, params); return toClause(await checkedOnce(CLAUSE, token), wanted, language); });
  answer(REGISTER, async (_, token): Promise<RegisterResult> => ({ roots: (await checkedOnce(REGISTER, token)).map(checked => toRegister(checked, language)) }));
  /** The SMS with this address, checked as it is now. */
  const rootAt = async (uri: string, method: string, token: CancellationToken): Promise<KnownRoot & { checked: Checked }> => {
    await idle(method, token);
    const root = workspace.known().find(known => known.uri === uri);
    if (!root) throw new ResponseError(ErrorCodes.InvalidParams, language.text('problem.no-sms', 'There is no SMS at {uri} in this workspace.', { uri }));
    const { checked } = root;
    if (!checked) throw new ResponseError(LSPErrorCodes.RequestFailed, language.text('problem.not-checked', 'The SMS at {uri} could not be checked, so nothing is known of its documents; the log says why.', { uri }));
    return { ...root, checked };
  };
  const noDocument = (id: string): ResponseError<void> => new ResponseError(ErrorCodes.InvalidParams, language.text('problem.no-document', 'This SMS has no document {id}.', { id }));
  answer(HISTORY, async (params, token) => {
    const { root, id } = readDocumentParams(HISTORY, params), { session, checked } = await rootAt(root, HISTORY, token);
    const timeline = await session.timeline(id);
    if (!timeline) throw noDocument(id);
    return toHistory(timeline, checked, language);
  });
  answer(CONTENT, async (params, token): Promise<ContentResult> => {
    const { root, file, blob } = readContentParams(CONTENT, params), { session } = await rootAt(root, CONTENT, token);
    const text = await session.pastText(blob);
    if (text === undefined) throw new ResponseError(ErrorCodes.InvalidParams, language.text('problem.no-text', 'Git does not have this text of {file} ({blob}).', { file, blob: blob.slice(0, 12) }));
    return { text };
  });
  answer(APPROVAL_CHOICES, async (params, token) => {
    const { root, id } = readDocumentParams(APPROVAL_CHOICES, params), { session, checked } = await rootAt(root, APPROVAL_CHOICES, token);
    return toChoices(await session.approvalChoices(id, language), id, checked.result.control.history, language);
  });
  answer(PREPARE_APPROVAL, async (params, token) => {
    const { root, id } = readDocumentParams(PREPARE_APPROVAL, params), wish = readWish(PREPARE_APPROVAL, params), { session, checked } = await rootAt(root, PREPARE_APPROVAL, token);
    return toPrepared(await session.planApproval(id, wish, language), checked.address, language);
  });

  const reviews = new Reviews(surroundings.parser);
  connection.onExit(() => { reviews.dispose(); });
  answer(REVIEW_BASES, async (params, token) => reviews.bases(await rootAt(readRootParams(REVIEW_BASES, params).root, REVIEW_BASES, token), language));
  answer(REVIEW, async (params, token) => { const { root, base } = readReviewParams(REVIEW, params); return reviews.review(await rootAt(root, REVIEW, token), base, language, surroundings.now()); });
  answer(REVIEW_END, params => { reviews.close(readRootParams(REVIEW_END, params).root); return null; });
  answer(REVIEW_PAGE, async (params, token) => { const wish = readReviewPageParams(REVIEW_PAGE, params); return reviews.page(await rootAt(wish.root, REVIEW_PAGE, token), wish, language, surroundings.now()); });

  const pages = new Pages(() => new Promise(resolve => { if (surroundings.turn) surroundings.turn(resolve); else setTimeout(resolve); }));
  answer(PAGE, async (params, token) => { const wish = readPageParams(PAGE, params); return pages.page(await rootAt(wish.root, PAGE, token), wish, language); });
  answer(SCOPES, async (params, token) => toScopes(await rootAt(readRootParams(SCOPES, params).root, SCOPES, token), language));
  answer(RECORDS, async (params, token) => toRecords(await rootAt(readRootParams(RECORDS, params).root, RECORDS, token), language));
  answer(TARGET, async (params, token) => { const { root, to } = readTargetParams(TARGET, params); return targetOf(await rootAt(root, TARGET, token), to); });
  answer(STANDS_AT, params => { const { uri, line } = readStandsAtParams(STANDS_AT, params), place = workspace.placeOf(uri); return place ? standsAt(place, line) : null; });

  answer(NEW_SMS, params => toNewSms(readNewSmsParams(NEW_SMS, params), surroundings.now(), language));
  /** What questions about a file are answered from, checked as it is now. */
  const placeAt = async (uri: string, method: string, token: CancellationToken): Promise<Place> => {
    await idle(method, token);
    const place = workspace.placeOf(uri);
    if (!place) throw new ResponseError(ErrorCodes.InvalidParams, language.text('problem.no-sms', 'There is no SMS at {uri} in this workspace.', { uri }));
    return place;
  };
  answer(NEW_CHOICES, async (params, token) => toNewChoices(await placeAt(readRootParams(NEW_CHOICES, params).root, NEW_CHOICES, token)));
  answer(NEW_ARTEFACT, async (params, token) => { const wish = readNewArtefactParams(NEW_ARTEFACT, params); return toNewArtefact(await placeAt(wish.root, NEW_ARTEFACT, token), wish); });
  answer(ACCEPTANCE_CHOICES, async (params, token) => { const of = readFindingParams(ACCEPTANCE_CHOICES, params); return toAcceptanceChoices(await placeAt(of.uri, ACCEPTANCE_CHOICES, token), of); });
  answer(PREPARE_ACCEPTANCE, async (params, token) => { const wish = readAcceptanceParams(PREPARE_ACCEPTANCE, params); return toPreparedAcceptance(await placeAt(wish.uri, PREPARE_ACCEPTANCE, token), wish); });

  connection.onNotification(SETTINGS, (params: unknown) => {
    const settings = readSettings(params);
    if (settings) workspace.setSettings(settings);
  });
  connection.onNotification(HISTORY_MOVED, () => { workspace.historyMoved(); });

  connection.onShutdown(() => {
    state = 'shut-down';
    workspace.close();
  });

  /** Whether the client lets us ask for the documents of each SMS, so that it sends no others. */
  const perRoot = (): boolean => client.textDocument?.synchronization?.dynamicRegistration === true && client.textDocument.filters?.relativePatternSupport === true;

  const registered = new Map<string, readonly string[]>();
  let registering: Promise<void> = Promise.resolve();
  /** Asks the client for the documents inside the roots, whatever their language: adopted files have any extension. */
  const syncDocuments = (roots: readonly string[]): Promise<void> => {
    registering = registering.catch(() => undefined).then(async () => {
      if (!perRoot() || state !== 'running') return;
      const gone = [...registered].filter(([root]) => !roots.includes(root));
      const come = roots.filter(root => !registered.has(root)).map(root => ({ root, registrations: registrationsOf(root) }));
      for (const { root, registrations } of come) registered.set(root, registrations.map(({ id }) => id));
      for (const [root] of gone) registered.delete(root);
      // First what is new: a document that changes from one SMS to another stays open.
      if (come.length > 0) await connection.sendRequest('client/registerCapability', { registrations: come.flatMap(({ registrations }) => registrations) });
      const unregisterations = gone.flatMap(([, ids]) => ids.map(id => ({ id, method: id.slice(0, id.indexOf(' ')) })));
      if (unregisterations.length > 0) await connection.sendRequest('client/unregisterCapability', { unregisterations });
    });
    return registering;
  };

  const registrationsOf = (root: string): Registration[] => {
    const base = surroundings.uriOfPath(root);
    const selector = (pattern: string): { scheme: string; pattern: { baseUri: string; pattern: string } }[] => [{ scheme: base.slice(0, base.indexOf(':')), pattern: { baseUri: base, pattern } }];
    const documentSelector = selector('**/*');
    const registration = (method: string, more: object = {}): Registration => ({ id: `${method} ${root}`, method, registerOptions: { documentSelector, ...more } });
    // In this order: opening sends the documents that are open already, and their changes must follow.
    return [
      registration(DidChangeTextDocumentNotification.method, { syncKind: TextDocumentSyncKind.Incremental }),
      registration(DidSaveTextDocumentNotification.method, { includeText: false }),
      registration(DidCloseTextDocumentNotification.method),
      registration(DidOpenTextDocumentNotification.method),
      ...registrations(FEATURES, root, selector),
    ];
  };

  documents.listen(connection);
  connection.listen();
}

/** VS Code runs it when somebody clicks on the code of a finding. */
function commandLink(rule: string): string { return `command:sms.showRule?${encodeURIComponent(JSON.stringify([rule]))}`; }

function readOptions(value: unknown): InitializationOptions {
  if (typeof value !== 'object' || value === null) return {};
  const settings = 'settings' in value ? readSettings(value.settings) : undefined;
  return {
    ...('ruleLinks' in value && value.ruleLinks === 'command' && { ruleLinks: 'command' }), ...('lenses' in value && value.lenses === 'command' && { lenses: 'command' }),
    ...('acceptance' in value && value.acceptance === 'command' && { acceptance: 'command' }),
    ...(settings && { settings }),
  };
}

/** What is there but says nothing of trust counts as not trusted. */
function readSettings(value: unknown): SettingsParams | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const path = (key: 'git' | 'allowedSigners'): string | undefined => {
    const given: unknown = key in value ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
    return typeof given === 'string' && given !== '' ? given : undefined;
  };
  const git = path('git'), allowedSigners = path('allowedSigners');
  return { trusted: 'trusted' in value && value.trusted === true, ...(git !== undefined && { git }), ...(allowedSigners !== undefined && { allowedSigners }) };
}

function isRuleParams(value: unknown): value is RuleParams {
  return typeof value === 'object' && value !== null && 'rule' in value && typeof value.rule === 'string';
}

function stackOf(error: unknown): string { return error instanceof Error ? error.stack ?? error.message : String(error); }
