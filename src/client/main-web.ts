import { Uri, workspace, type ExtensionContext } from 'vscode';
import type { BrowserMessageReader, MessageTransports } from 'vscode-languageclient/browser';
import { start } from './extension.js';

export { deactivate } from './extension.js';

/** What we use of the Worker of a browser. */
type BrowserWorker = ConstructorParameters<typeof BrowserMessageReader>[0] & { terminate(): void };
declare const Worker: new (address: string, options: { name: string }) => BrowserWorker;

/** The extension in a browser: the language server is a Worker, without disk and without git. */
export function activate(context: ExtensionContext): void {
  const script = Uri.joinPath(context.extensionUri, 'dist', 'server-worker.js');
  let running: BrowserWorker | undefined;
  const library = () => import('vscode-languageclient/browser');
  const begin = async (): Promise<MessageTransports> => {
    const { BrowserMessageReader, BrowserMessageWriter } = await library();
    const address = await addressOf(script);
    // A restart leaves nobody behind.
    running?.terminate();
    running = new Worker(address, { name: 'SMS as Code' });
    // What VS Code makes in place of a Worker does not count as one for its own library.
    return { reader: new BrowserMessageReader(running), writer: new BrowserMessageWriter(running) };
  };
  context.subscriptions.push({ dispose: () => { running?.terminate(); } });
  start(context, async options => {
    const { LanguageClient } = await library();
    return new LanguageClient('sms', 'SMS as Code', begin, options);
  });
}

/** VS Code starts no Worker from the address of a remote machine, yet can read what stands there. */
async function addressOf(script: Uri): Promise<string> {
  if (script.scheme !== 'vscode-remote') return script.toString(true);
  return URL.createObjectURL(new Blob([await workspace.fs.readFile(script)], { type: 'text/javascript' }));
}
