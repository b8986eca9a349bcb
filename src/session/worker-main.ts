import { parentPort } from 'node:worker_threads';
import type { ParseRequest } from '../node/parse-pool.js';
import { analyseSafely } from './analyse.js';

/** The thread that reads and checks files: one batch after the other, one answer a file, so that whoever waits sees where it hangs. */
const port = parentPort;
if (!port) throw new Error('worker-main runs as a worker thread only');
port.postMessage('ready');
port.on('message', ({ jobs, frame }: ParseRequest) => {
  for (const { at, job } of jobs) port.postMessage({ at, facts: JSON.stringify(analyseSafely(job, frame)) });
});
