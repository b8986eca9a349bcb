// The extension as VS Code for the Web sees it. An editor that has both prefers `main`, and so Node: here there is `browser` alone.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PackageManager, listFiles } from '@vscode/vsce';
import { repository } from '../host/install.mjs';

/** Copies what .vscodeignore lets into the package, and the tests: VS Code runs them in the extension host of the extension that they lie in. */
export async function makeWebExtension(folder, tests) {
  for (const file of await listFiles({ cwd: repository, packageManager: PackageManager.None })) {
    await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
    await cp(path.join(repository, file), path.join(folder, file));
  }
  const { main: _, ...manifest } = JSON.parse(await readFile(path.join(repository, 'package.json'), 'utf8'));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  const extensionTestsPath = path.join(folder, 'tests.cjs');
  await cp(tests, extensionTestsPath);
  return { extensionDevelopmentPath: folder, extensionTestsPath };
}
