// `npm run code [folder]`: an SMS in VS Code in the browser, with this repository's extension installed as its package would be.
// Ctrl-C ends it.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PackageManager, listFiles } from '@vscode/vsce';
import { ensureHost, repository } from './install.mjs';
import { startServer } from './server.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'no-open': { type: 'boolean', default: false } } });
try {
  await code(folderToOpen(positionals));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function code(folder) {
  if (!existsSync(path.join(repository, 'dist', 'extension.cjs'))) throw new Error('The extension is not built yet: run npm run build.');
  const host = await ensureHost();
  // Anybody who has the address can change the files, so it holds a secret, and Workspace Trust asks as it does in any VS Code.
  const server = await startServer({ host, trust: true, token: randomBytes(24).toString('hex'), extensions: [await ourExtension()] });
  const address = server.address({ folder });
  console.log(`${folder} in VS Code:\n\n  ${address}\n\nThe address is for you alone: whoever has it can change these files. Ctrl-C ends it.`);
  if (!values['no-open']) openBrowser(address);
  const problem = await server.ended;
  await server.stop();
  throw new Error(`${problem}\n${server.log().slice(-3000)}`);
}

/** Installed, not as an extension in development: in that mode VS Code shows no messages. The files are those that .vscodeignore lets into the package. */
async function ourExtension() {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));
  const files = await listFiles({ cwd: repository, packageManager: PackageManager.None });
  return { name: `${publisher}.${name}-${version}`, from: repository, files };
}

/** npm puts its own argument first, counted from the repository; what the person adds comes after it, counted from where they are. */
function folderToOpen(names) {
  const folder = names.length > 1 ? path.resolve(process.env.INIT_CWD ?? process.cwd(), names.at(-1)) : path.resolve(names[0] ?? path.join(repository, 'samples', 'harbour'));
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    console.error(`There is no folder ${folder}.`);
    process.exit(1);
  }
  return folder;
}

/** The person's own browser, where there is one to be seen; the address was printed for all other cases. */
function openBrowser(address) {
  const [program, ...args] = process.platform === 'darwin' ? ['open', address]
    // rundll32 takes the address as it is; `start` would cut it at the first &.
    : process.platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler', address]
      : process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open', address] : [];
  if (program === undefined) return;
  spawn(program, args, { stdio: 'ignore', detached: true })
    .on('error', () => console.log('No browser could be opened; please open the address yourself.'))
    .unref();
}
