#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from './main.js';

/** Where the program begins: what it touches of the process is given to `run`. Bundled as dist/cli.cjs, beside worker.cjs and server.cjs. */

let outputFailed = false;
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads has had enough (`sms check | head -1`): go on silently to the exit code.
    if (error.code === 'EPIPE' || outputFailed) return;
    outputFailed = true;
    process.stderr.write(`sms: the output could not be written (${error.code ?? error.message}).\n`);
    process.exitCode = 2;
  });
}

for (const [signal, code, words] of [['SIGINT', 130, 'interrupted'], ['SIGTERM', 143, 'ended by another program']] as const) {
  process.on(signal, () => {
    process.stderr.write(`sms: ${words}; there is no result.\n`);
    process.exit(code);
  });
}

function main(): void {
  const work = run(process.argv.slice(2), {
    stdout: text => { process.stdout.write(text); },
    stderr: text => { process.stderr.write(text); },
    cwd: process.cwd(), env: process.env, now: new Date(), isTTY: process.stdout.isTTY === true, columns: process.stdout.columns,
    worker: join(__dirname, 'worker.cjs'), threads: threads(process.env['SMS_THREADS']),
    asset: name => readFileSync(join(__dirname, name === 'pack.css' ? '../media' : '.', name), 'utf8'),
    serve: () => {
      // Read only now, so that the other commands start quickly. The server ends the process itself.
      require(join(__dirname, 'server.cjs'));
      return new Promise<number>(() => undefined);
    },
  });
  work.then(code => { process.exitCode = outputFailed ? 2 : code; }, (error: unknown) => {
    process.stderr.write(`sms: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 70;
  });
}

main();

/** As many as the machine has cores, four at most; SMS_THREADS sets another number, for measuring. */
function threads(wished: string | undefined): number {
  const number = Number(wished);
  return Number.isInteger(number) && number >= 1 && number <= 16 ? number : Math.min(4, availableParallelism());
}
