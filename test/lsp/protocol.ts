import type { Readable, Writable } from 'node:stream';
import { createConnection, type Connection } from 'vscode-languageserver';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';

export { CancellationTokenSource, createProtocolConnection, FileChangeType, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
export type { ClientCapabilities, Diagnostic, ProtocolConnection, PublishDiagnosticsParams, Registration } from 'vscode-languageserver/node';

/** The server's end of a connection over streams, which does not end this process as the one of `vscode-languageserver/node` would. */
export function createServerConnection(input: Readable, output: Writable): Connection {
  return createConnection(
    logger => createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output), logger),
    { shutdownReceived: false, initialize: () => undefined, exit: () => undefined },
  );
}
