// What the benches share: how they time, name what they timed, and take in our own functions.
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

export const RUNS = Number(process.env.BENCH_RUNS ?? 3);

export const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
export const seconds = ms => `${(ms / 1000).toFixed(2)} s`;
/** Milliseconds of a clock that only goes on. */
export const now = () => Number(process.hrtime.bigint()) / 1e6;

/** What `contents` exports out of src/, bundled into the folder `scratch`. */
export function bundled(contents, scratch) {
  const outfile = join(scratch, 'ours.cjs');
  buildSync({ stdin: { contents, resolveDir: resolve('.'), loader: 'ts' }, bundle: true, platform: 'node', format: 'cjs', outfile, mainFields: ['module', 'main'], logLevel: 'error' });
  return createRequire(import.meta.url)(outfile);
}

/** Milliseconds that a script takes; throws where it fails. */
export function timed(args, { cwd, environment }) {
  const from = now(), { status, stderr } = spawnSync(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], env: environment });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return now() - from;
}

export function inGit(folder, environment, args) {
  execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.org', ...args], { cwd: folder, env: environment, stdio: 'ignore' });
}
