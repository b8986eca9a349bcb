import { parentPort } from 'node:worker_threads';
import type { ParseRequest } from '../node/parse-pool.js';
import type { Frame } from '../sms/files.js';
import { ANY_ID, emptyFacts, ORIGIN, type ParseJob } from '../sms/parse.js';
import type { FileFacts } from '../sms/types.js';
import { analyse } from './analyse.js';

/** The thread that reads and checks files: one batch after the other, one answer a file, so that whoever waits sees where it hangs. */
const port = parentPort;
if (!port) throw new Error('worker-main runs as a worker thread only');
port.postMessage('ready');
port.on('message', ({ jobs, frame }: ParseRequest) => {
  for (const { at, job } of jobs) port.postMessage({ at, facts: JSON.stringify(safely(job, frame)) });
});

/** A bug that one file brings to light must not take the others along. */
function safely(job: ParseJob, frame: Frame): FileFacts {
  try {
    return analyse(job, frame);
  } catch (error) {
    const reason = `a bug of this program: ${error instanceof Error ? error.message : String(error)}`;
    return {
      ...emptyFacts(job.file), incomplete: reason, maybe: [ANY_ID],
      reports: [{ rule: 'file-unreadable', message: 'unreadable', args: { reason }, file: job.file, range: ORIGIN, related: [] }],
    };
  }
}
