// VS Code's own server, started for one run: its own process group, its own data folder, gone without a trace at the end.
import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const windows = process.platform === 'win32';
const startLimit = 60_000;

/** In the browser auto-save is on by default and would write "unsaved" edits into the files. Nothing is looked up in a marketplace. */
const settings = {
  'files.autoSave': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.reduceMotion': 'on',
};

/**
 * Start VS Code's server on a free port of 127.0.0.1 and wait until it answers. Rejects with one sentence when it does not.
 * SIGINT, SIGTERM and SIGHUP stop it and end this process.
 * @param {object} options
 * @param {{ vscode: string, node: string }} options.host from ensureHost()
 * @param {boolean} [options.tests] heed the extensions and tests that an address names; messages then pop up no longer, they wait in the list
 *   of notifications
 * @param {{ name: string, from: string, files: string[] }[]} [options.extensions] installed as from a marketplace; `name` is publisher.name-version
 * @param {boolean} [options.trust] leave Workspace Trust on: folders open in Restricted Mode until a person trusts them
 * @param {string} [options.token] connection token; without it any program on this machine can drive the editor
 * @param {Record<string, unknown>} [options.settings] user settings besides those that every run has
 * @param {Record<string, string>} [options.env] added to the environment of server and extension host
 * @returns {Promise<{ address: (open: { folder?: string, extensions?: string[], tests?: string }) => string, ended: Promise<string>,
 *   log: () => string, stop: () => Promise<void> }>} `address` makes the URL to open (absolute paths), `ended` resolves with a sentence
 *   should the server end by itself, `log` gives the last lines it wrote, `stop` ends it and removes its data
 */
export async function startServer(options) {
  const data = await mkdtemp(path.join(os.tmpdir(), 'sms-vscode-'));
  const user = path.join(data, 'data', 'User');
  const temporary = path.join(data, 'tmp');
  await mkdir(user, { recursive: true });
  await mkdir(temporary);
  await writeFile(path.join(user, 'settings.json'), JSON.stringify({ ...settings, ...options.settings }, undefined, 2));
  for (const { name, from, files } of options.extensions ?? []) await copyFiles(from, path.join(data, 'extensions', name), files);
  const port = await freePort();
  const child = spawn(options.host.node, serverArguments(options, port, data), {
    cwd: options.host.vscode,
    detached: !windows,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(socketsFit(temporary) && { TMPDIR: temporary }), ...options.env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-20_000);
    });
  }
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(`VS Code's server could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`VS Code's server ended by itself (${signal ?? `exit code ${code}`}).`));
  });

  let stopping;
  const stop = () => {
    stopping ??= (async () => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
      await endGroup(child, ended);
      await rm(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    })();
    return stopping;
  };
  const handlers = Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }).map(([signal, code]) => [signal, () => {
    stop().finally(() => process.exit(code));
  }]);
  for (const [signal, handler] of handlers) process.on(signal, handler);

  const origin = `127.0.0.1:${port}`;
  const failure = await Promise.race([ended, answering(`http://${origin}/version`)]);
  if (failure !== undefined) {
    await stop();
    throw new Error(`${failure}\n${output}`);
  }
  return { address: (open) => address(origin, options.token, open), ended, log: () => output, stop };
}

function serverArguments({ tests, trust, token }, port, data) {
  return [
    path.join('out', 'server-main.js'), '--host', '127.0.0.1', '--port', String(port),
    ...(token === undefined ? ['--without-connection-token'] : ['--connection-token', token]),
    ...(trust ? [] : ['--disable-workspace-trust']),
    // Without it a built VS Code pays no heed to an extension or tests named in the address.
    ...(tests ? ['--enable-smoke-test-driver'] : []),
    '--accept-server-license-terms', '--disable-telemetry', '--server-data-dir', data,
  ];
}

async function copyFiles(from, to, files) {
  for (const file of files) {
    await mkdir(path.join(to, path.dirname(file)), { recursive: true });
    await copyFile(path.join(from, file), path.join(to, file));
  }
}

function address(origin, token, { folder, extensions = [], tests }) {
  const remote = (file) => `vscode-remote://${origin}${pathToFileURL(file).pathname}`;
  const payload = extensions.map((extension) => ['extensionDevelopmentPath', remote(extension)]);
  if (tests !== undefined) payload.push(['extensionTestsPath', remote(tests)]);
  payload.push(['skipWelcome', 'true']);
  const query = new URLSearchParams();
  if (folder === undefined) query.set('ew', 'true');
  else query.set('folder', decodeURIComponent(pathToFileURL(folder).pathname));
  if (token !== undefined) query.set('tkn', token);
  query.set('payload', JSON.stringify(payload));
  return `http://${origin}/?${query}`;
}

/** VS Code leaves its sockets behind in the temporary folder, so it gets one of its own; but the path of a socket may have 103 bytes only. */
function socketsFit(folder) {
  return !windows && Buffer.byteLength(folder) + '/vscode-ipc-00000000-0000-0000-0000-000000000000.sock'.length <= 103;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Resolves with nothing once the address answers, with a sentence when it does not in time. */
async function answering(url) {
  const end = Date.now() + startLimit;
  while (Date.now() < end) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      await response.arrayBuffer();
      if (response.ok) return undefined;
    } catch (error) {
      // Refused or too slow: it is still starting.
      if (error.name !== 'TypeError' && error.name !== 'TimeoutError') throw error;
    }
    await delay(100);
  }
  return `VS Code's server did not answer within ${startLimit / 1000} seconds.`;
}

/** The server's children (extension host, terminals, language servers) are in its group and end with it. */
async function endGroup(child, ended) {
  if (child.pid === undefined) return;
  if (windows) {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' }).on('error', () => child.kill());
    await ended;
    return;
  }
  signalGroup(child.pid, 'SIGTERM');
  for (let waited = 0; waited < 3_000 && signalGroup(child.pid, 0); waited += 50) await delay(50);
  signalGroup(child.pid, 'SIGKILL');
}

/** @returns {boolean} whether the group still had a process */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}
