// What the tests in a real VS Code need beside node_modules: VS Code's server and web workbench out of the npm package
// code-server, the Node it wants, and a Chromium. All of it is put into .vscode-test/, once; nothing is built.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, chmod, constants, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const repository = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '');

const codeServer = 'code-server@4.139.1';
const node = 'node@24';
const store = path.join(repository, '.vscode-test');
const windows = process.platform === 'win32';

/**
 * Install VS Code's server and its Node, if they are not there yet; this takes minutes the first time.
 * @param {(line: string) => void} say receives one line before something slow is done
 * @returns {Promise<{ vscode: string, node: string }>} the folder of the server, and the Node binary to start it with
 */
export async function ensureHost(say = console.log) {
  await mkdir(store, { recursive: true });
  await removeLeftovers();
  const server = await installOnce('code-server-4.139.1', say, async (folder) => {
    await npm(['pack', codeServer, '--pack-destination', folder, '--loglevel', 'error'], folder);
    const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
    if (archive === undefined) throw new Error('npm pack left no archive.');
    await run('tar', ['-xzf', archive], { cwd: folder });
    await rm(path.join(folder, archive));
    const vscode = path.join(folder, 'package', 'lib', 'vscode');
    await npm(['install', '--omit=dev', '--ignore-scripts', '--prefix', vscode, ...quiet], vscode);
  });
  const runtime = await installOnce('node-24', say, async (folder) => {
    // Without a package.json of its own, npm would install into this repository and change its dependencies.
    await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
    await npm(['install', node, '--prefix', folder, ...quiet], folder);
    const binary = nodeBinary(folder);
    if (!existsSync(binary)) {
      throw new Error('npm installed the package without its binary; is "ignore-scripts" set in the configuration of npm?');
    }
    if (!windows) await chmod(binary, 0o755);
    await run(binary, ['--version']);
  });
  return { vscode: path.join(server, 'package', 'lib', 'vscode'), node: nodeBinary(runtime) };
}

/**
 * Find a Chromium (or Chrome or Edge); on Debian as root, install one.
 * @param {(line: string) => void} say receives one line before something slow is done
 * @returns {Promise<string>} its executable
 */
export async function ensureChromium(say = console.log) {
  const wished = process.env.CHROME_PATH;
  if (wished) {
    if (await isExecutable(wished)) return wished;
    throw new Error(`CHROME_PATH names ${wished}, which is not a program that can be started.`);
  }
  const found = await findChromium();
  if (found !== undefined) return found;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    say('Installing Chromium with apt-get …');
    try {
      await aptInstall();
    } catch (error) {
      throw new Error(`Chromium could not be installed with apt-get; install it by hand, or name a browser in CHROME_PATH.\n${told(error)}`);
    }
    const installed = await findChromium();
    if (installed !== undefined) return installed;
  }
  throw new Error('The tests in VS Code need a browser: install Chromium, Google Chrome or Microsoft Edge, or name its program in CHROME_PATH.');
}

const run = promisify(execFile);
const quiet = ['--no-audit', '--no-fund', '--loglevel', 'error'];

function nodeBinary(folder) {
  return path.join(folder, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
}

/** The marker is written last and the folder moved into place whole, so an interrupted installation never counts as one. */
async function installOnce(name, say, install) {
  const folder = path.join(store, name);
  const marker = path.join(folder, 'installed');
  if (existsSync(marker)) return folder;
  const part = path.join(store, `${name}.part-${process.pid}`);
  say(`Installing ${name} into .vscode-test (once; this takes a few minutes) …`);
  try {
    await mkdir(part);
    await install(part);
    await writeFile(path.join(part, 'installed'), `${new Date().toISOString()}\n`);
    if (!existsSync(marker)) {
      await rm(folder, { recursive: true, force: true });
      await rename(part, folder);
    }
  } catch (error) {
    // Another run may have finished first, in which case its installation serves as well.
    if (existsSync(marker)) return folder;
    throw new Error(`${name}, which the tests in VS Code run in, could not be installed; check that npm reaches its registry and run this again.\n${told(error)}`);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  return folder;
}

/** Half installations whose process was killed: half a gigabyte each. */
async function removeLeftovers() {
  for (const name of await readdir(store)) {
    const pid = /\.part-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(path.join(store, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** npm as the person has configured it, but without what an outer `npm test` tells its scripts about this package. */
function npm(args, cwd) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^npm_(?:package|lifecycle|config_local_prefix)/i.test(key)));
  const outer = process.env.npm_execpath;
  if (outer?.endsWith('npm-cli.js')) return run(process.execPath, [outer, ...args], { cwd, env, maxBuffer: 1 << 26 });
  return run(windows ? 'npm.cmd' : 'npm', args, { cwd, env, maxBuffer: 1 << 26, shell: windows });
}

async function aptInstall() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env, maxBuffer: 1 << 26 });
  try {
    await install();
  } catch {
    // On a fresh machine the lists of packages are absent or out of date.
    await run('apt-get', ['update'], { env, maxBuffer: 1 << 26 });
    await install();
  }
}

async function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable'];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(path.isAbsolute);
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  if (process.platform === 'darwin') {
    for (const base of ['/Applications', path.join(os.homedir(), 'Applications')]) {
      for (const app of ['Google Chrome', 'Chromium', 'Microsoft Edge']) candidates.push(`${base}/${app}.app/Contents/MacOS/${app}`);
    }
  }
  if (windows) {
    for (const base of [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]) {
      if (!base) continue;
      candidates.push(path.join(base, 'Google', 'Chrome', 'Application', 'chrome.exe'));
      candidates.push(path.join(base, 'Chromium', 'Application', 'chrome.exe'));
      candidates.push(path.join(base, 'Microsoft', 'Edge', 'Application', 'msedge.exe'));
    }
  }
  for (const candidate of candidates) if (await isExecutable(candidate)) return candidate;
  return undefined;
}

async function isExecutable(file) {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function told(error) {
  const detail = [error.message, error.stderr].filter(Boolean).join('\n');
  return detail.length > 4000 ? `${detail.slice(0, 4000)} …` : detail;
}
