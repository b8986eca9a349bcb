import {
  LSPErrorCodes, ResponseError, type CancellationToken, type ClientCapabilities, type Registration, type ServerCapabilities, type TextDocumentRegistrationOptions,
} from 'vscode-languageserver';
import type { EditorDesk } from '../editing/desk.js';
import type { InitializationOptions } from '../protocol.js';
import type { Place, Workspace } from './workspace.js';

/** What a feature answers from. */
export interface Asked {
  desk: EditorDesk;
  /** The file that is asked about, from the root. */
  file: string;
  /** The address of the SMS. */
  root: string;
  /** The address of a file of the same SMS. */
  uri(file: string): string;
  /** The version of the text of an open file that `desk` sees; undefined for one that is not open. */
  version(file: string): number | undefined;
  client: ClientCapabilities;
  options: InitializationOptions;
}

/**
 * One request of the protocol about a file; features.ts lists them. Registered for the files of each SMS where the client lets us choose, else announced at once. `P`: its
 * parameters; the method says which they are.
 */
export interface Feature {
  method: string;
  /** What is announced to a client that does not let us register. Absent for a request that belongs to another feature (`codeAction/resolve`). */
  capability?: Partial<ServerCapabilities>;
  /** Beside the documents. */
  options?: object;
  /** Registered for these files alone; the editor has its own for the others. */
  files?: 'yaml';
  /** Waits until everything seen is checked: for what changes files. */
  current?: true;
  /** Null for nothing. Throws a ResponseError with a sentence for what cannot be done. */
  answer(asked: Asked, params: never): object | null | Promise<object | null>;
}

/** Typed at the one place where a feature is written. `P` are the parameters of `method` in the protocol. */
export function feature<P>(of: Omit<Feature, 'answer'> & { answer(asked: Asked, params: P): object | null | Promise<object | null> }): Feature { return of; }

/** One request about no file: it is asked of every SMS. */
export interface WideFeature<P = never> {
  method: string;
  capability: Partial<ServerCapabilities>;
  answer(all: readonly Asked[], params: P): object | null | Promise<object | null>;
}

/** The address in the parameters of a request: of its document, or in the data of what is to be resolved. */
export function addressIn(params: unknown): string | undefined {
  const uri = at(at(params, 'textDocument'), 'uri') ?? at(at(params, 'data'), 'uri');
  return typeof uri === 'string' ? uri : undefined;
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}

/** Answers a request about a file; null for a file of no SMS, or of one that was never checked. */
export async function answerFeature(
  { answer, current }: Feature, params: unknown, { workspace, client, options, idle, token }: { workspace: Workspace; client: ClientCapabilities; options: InitializationOptions; idle(): Promise<unknown>; token: CancellationToken },
): Promise<object | null> {
  const uri = addressIn(params);
  if (uri === undefined) return null;
  let place = workspace.placeOf(uri);
  if (current || (place === undefined && workspace.mayHave(uri))) {
    await idle();
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
    place = workspace.placeOf(uri);
  }
  return place ? answer(askedOf(place, client, options), params as never) : null;
}

export function askedOf(place: Place, client: ClientCapabilities, options: InitializationOptions): Asked { return { ...place, client, options }; }

/** What is announced at once to a client that does not let us register for the files of each SMS. */
export function announced(features: readonly (Feature | WideFeature)[]): Partial<ServerCapabilities> {
  return Object.assign({}, ...features.map(({ capability }) => capability ?? {}));
}

/** Registrations for the files of one SMS. */
export function registrations(features: readonly Feature[], root: string, selector: (pattern: string) => TextDocumentRegistrationOptions['documentSelector']): Registration[] {
  return features.filter(({ capability }) => capability !== undefined).map(({ method, options, files }) => ({
    id: `${method} ${root}`, method, registerOptions: { documentSelector: selector(files === 'yaml' ? '**/*.{yaml,yml}' : '**/*'), ...options },
  }));
}
