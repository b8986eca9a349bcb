import { Worker } from 'node:worker_threads';
import type { Frame, Parser } from '../sms/files.js';
import { ANY_ID, emptyFacts, ORIGIN, type ParseJob } from '../sms/parse.js';
import type { FileFacts } from '../sms/types.js';

export interface ParseRequest { jobs: { at: number; job: ParseJob }[]; frame: Frame }
/** Facts as JSON: plain data crosses faster as one text than as an object. */
interface ParseAnswer { at: number; facts: string }

export interface PoolOptions {
  /** Path of the bundle of the thread (session/worker-main.ts). */
  worker: string;
  threads: number;
  /** How long one file may take before its thread is ended, in seconds. */
  seconds: number;
  /** For one run, not for an editor: at rest the threads are ended, and their memory (some 40 MiB each) is free for tables. */
  forOneRun?: true;
}

/** How many files go to a thread at once: few enough that both end together, enough that messages cost nothing. */
const BATCH = 24;
/** After so many files a thread holds twice the memory of a new one; where an editor stays open, a new one takes its place as soon as there is nothing to do. */
const WORN = 500;
/** To start a thread costs as much as to parse so many files in one that is there. */
const WORTH_A_THREAD = 100;
const HEAP_MIB = 256, YOUNG_MIB = 16;

export interface Threads {
  /** Starts a thread where there is none, so that whoever types need not wait for it. */
  ready(): Promise<void>;
  /** Ends those that have nothing to do; when something comes there are new ones. */
  endIdle(): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Parses in threads that are ended when a file takes too long or too much memory: that file is then reported as over a limit, the others go on.
 * A thread that dies for no reason of a file's gets one second chance with the file.
 */
export function parsePool({ worker, threads, seconds, forOneRun }: PoolOptions): Parser & Threads {
  const idle: Worker[] = [], parsed = new WeakMap<Worker, number>();
  let waiting = 0, disposed = false;
  let queue: Promise<unknown> = Promise.resolve(), starting: Promise<void> = Promise.resolve();

  const parse = async (jobs: readonly ParseJob[], frame: Frame): Promise<FileFacts[]> => {
    const results: FileFacts[] = [];
    let next = 0;
    const take = (): ParseRequest['jobs'] => {
      const from = next;
      next = Math.min(jobs.length, next + BATCH);
      return jobs.slice(from, next).map((job, i) => ({ at: from + i, job }));
    };
    const lanes = Array.from({ length: Math.min(threads, Math.ceil(jobs.length / BATCH), Math.max(idle.length, Math.ceil(jobs.length / WORTH_A_THREAD))) }, async () => {
      for (let batch = take(); batch.length > 0; batch = take()) {
        await runBatch(batch, frame, results);
      }
    });
    await Promise.all(lanes);
    return results;
  };

  const runBatch = async (batch: ParseRequest['jobs'], frame: Frame, results: FileFacts[]): Promise<void> => {
    let rest = batch, retried: number | undefined;
    while (rest.length > 0) {
      const thread = idle.pop() ?? await started(worker);
      const { done, failure } = await run(thread, { jobs: rest, frame }, seconds, answer => { results[answer.at] = JSON.parse(answer.facts) as FileFacts; });
      parsed.set(thread, (parsed.get(thread) ?? 0) + done);
      if (!failure) { idle.push(thread); return; }
      await thread.terminate();
      rest = rest.slice(done);
      const stuck = rest[0];
      if (!stuck) return;
      if (failure === 'died' && retried !== stuck.at) { retried = stuck.at; continue; }
      results[stuck.at] = overLimit(stuck.job.file, failure, seconds);
      rest = rest.slice(1);
    }
  };

  const endIdle = async (): Promise<void> => { await Promise.all(idle.splice(0).map(thread => thread.terminate())); };
  const renew = async (): Promise<void> => {
    const worn = idle.filter(thread => (parsed.get(thread) ?? 0) > WORN);
    if (worn.length === 0) return;
    idle.splice(0, idle.length, ...idle.filter(thread => !worn.includes(thread)));
    await Promise.all(worn.map(thread => thread.terminate()));
    await ready();
  };
  // One is enough for what is typed.
  const start = async (): Promise<void> => {
    if (idle.length > 0 || waiting > 0 || disposed) return;
    const thread = await started(worker);
    thread.unref();
    if (disposed) await thread.terminate(); else idle.push(thread);
  };
  const ready = (): Promise<void> => {
    // A thread that cannot be started is told of by whoever needs it.
    starting = starting.then(start).catch(() => undefined);
    return starting;
  };

  return {
    // One call after the other: the threads belong to one batch of answers at a time.
    parse: (jobs, frame) => {
      waiting++;
      const mine = queue.then(() => starting).then(() => parse(jobs, frame)).finally(() => {
        waiting--;
        if (waiting === 0 && !forOneRun) void renew();
      });
      queue = mine.catch(() => undefined);
      return mine;
    },
    ready,
    endIdle,
    dispose: async () => {
      disposed = true;
      await endIdle();
    },
    ...(forOneRun && { rest: endIdle }),
  };
}

/** A thread that has loaded: the time that a file takes is counted without it. */
function started(worker: string): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, maxYoungGenerationSizeMb: YOUNG_MIB } });
    const exited = (code: number): void => reject(new Error(`the thread that reads files ended at its start (${code})`));
    thread.once('error', reject).once('exit', exited);
    thread.once('message', () => {
      thread.off('error', reject).off('exit', exited);
      resolve(thread);
    });
  });
}

/** Rejects where the thread ended for a reason of its own, such as a bundle that is not there: then no file is to blame. */
function run(thread: Worker, request: ParseRequest, seconds: number, take: (answer: ParseAnswer) => void): Promise<{ done: number; failure?: 'slow' | 'died' }> {
  return new Promise((resolve, reject) => {
    let done = 0;
    const settle = (): void => {
      clearTimeout(timer);
      thread.off('message', message).off('error', failed).off('exit', exited);
    };
    const end = (failure?: 'slow' | 'died'): void => {
      settle();
      // A thread that waits for work must not keep the process alive.
      thread.unref();
      resolve({ done, ...(failure && { failure }) });
    };
    const message = (answer: ParseAnswer): void => {
      take(answer);
      timer.refresh();
      if (++done === request.jobs.length) end();
    };
    const exited = (): void => end('died');
    const failed = (error: Error): void => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') { end('died'); return; }
      settle();
      reject(error);
    };
    const timer = setTimeout(() => end('slow'), seconds * 1000);
    thread.ref();
    thread.on('message', message).on('error', failed).on('exit', exited);
    thread.postMessage(request);
  });
}

function overLimit(file: string, failure: 'slow' | 'died', seconds: number): FileFacts {
  const slow = failure === 'slow';
  return {
    ...emptyFacts(file), incomplete: slow ? 'it took too long to read' : 'it took too much memory to read', maybe: [ANY_ID],
    reports: [{ rule: 'limit-reached', message: slow ? 'time' : 'memory', args: slow ? { seconds } : {}, file, range: ORIGIN, related: [] }],
  };
}
