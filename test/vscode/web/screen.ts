// As suite/screen.ts, in a browser: no environment says where the launcher answers, so the tests tell it.
import { FileSystemError, Uri, workspace } from 'vscode';
import type { Step } from '../suite/screen.js';
import { folder } from '../suite/waiting.js';

let asked = 0;

/** A file beside the folder of the workspace, which is the test run's alone. */
export function beside(name: string): Uri { return Uri.joinPath(folder(), '..', name); }

/** Do the steps in order. Gives the texts found by `text` steps, by their `as`. Rejects with the step that could not be done. */
export async function act(...steps: Step[]): Promise<Record<string, string[]>> {
  const id = `web-${++asked}`;
  console.log(`UI ${JSON.stringify({ id, steps, into: beside('').path.replace(/\/$/, '') })}`);
  const { texts, error } = JSON.parse(await whenWritten(beside(`${id}.json`))) as { texts: Record<string, string[]>; error?: string };
  if (error !== undefined) throw new Error(error);
  return texts;
}

/** The time limit is that of the test. */
async function whenWritten(file: Uri): Promise<string> {
  for (;;) {
    try {
      return new TextDecoder().decode(await workspace.fs.readFile(file));
    } catch (error) {
      if (!(error instanceof FileSystemError && error.code === 'FileNotFound')) throw error;
    }
    await new Promise(resolve => { setTimeout(resolve, 50); });
  }
}
