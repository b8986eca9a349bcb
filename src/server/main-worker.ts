import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import languages from '#languages';
import { analyseSafely } from '../session/analyse.js';
import type { Parser } from '../sms/files.js';
import type { FileFacts } from '../sms/types.js';
import { clientFiles } from './client-files.js';
import { serve } from './server.js';

/** The language server as a Worker of a browser: the client has the files, and there are neither threads nor git. */
declare const self: ConstructorParameters<typeof BrowserMessageReader>[0];
const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));

/** How long files are read before whatever else waits gets its turn. Milliseconds. */
const TURN = 30;

const parser: Parser = {
  parse: async (jobs, frame) => {
    const facts: FileFacts[] = [];
    let began = performance.now();
    for (const job of jobs) {
      facts.push(analyseSafely(job, frame));
      if (performance.now() - began < TURN) continue;
      await new Promise(resolve => { setTimeout(resolve, 0); });
      began = performance.now();
    }
    return facts;
  },
};

serve(connection, { ...clientFiles((method, params) => connection.sendRequest(method, params)), parser, languages, now: () => new Date() });
