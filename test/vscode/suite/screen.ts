// The screen of the VS Code that the tests run in. A test in the extension host cannot click or take a picture;
// host/launch.mjs does it and answers through a file. A desktop VS Code has nobody to do it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** What a person does with VS Code. Selectors are Playwright's, the first match counts; `webview` looks inside the webview. `fill` sets a whole input: VS Code selects in a box that it just opened, and letters get lost. Limit in milliseconds. */
export type Step = { webview?: boolean; timeout?: number } & (
  | { click: string } | { fill: string; with: string } | { hover: string } | { press: string } | { type: string } | { waitFor: string } | { waitGone: string }
  | { shot: string } | { text: string; as: string });

/** Whether there is a screen to act on; where there is none, a test that needs one skips itself. */
export const hasScreen = process.env['SMS_TEST_UI_DIR'] !== undefined;

/** Before a box is opened in the text: when lenses come and move the text, VS Code closes it. */
export const lensesThere: Step = { waitFor: '.monaco-editor.focused .codelens-decoration a:visible' };

let asked = 0;

/**
 * Do the steps in order. Gives the texts found by `text` steps, by their `as`: one text for each element that matched.
 * Rejects with the step that could not be done; out/ui-failed-*.png then shows why.
 */
export async function act(...steps: Step[]): Promise<Record<string, string[]>> {
  const folder = process.env['SMS_TEST_UI_DIR'];
  if (folder === undefined) throw new Error('This VS Code has no screen that a test can act on.');
  asked += 1;
  const id = `step-${asked}`;
  console.log(`UI ${JSON.stringify({ id, steps })}`);
  const result: unknown = JSON.parse(await whenWritten(path.join(folder, `${id}.json`)));
  if (!isAnswer(result)) throw new Error('The launcher answered something else than the result of the steps.');
  if (result.error !== undefined) throw new Error(result.error);
  return result.texts;
}

/** Take the picture out/NAME.png; where there is no screen, none is taken. */
export async function shot(name: string): Promise<void> {
  if (hasScreen) await act({ shot: name });
}

/** Polls, because file watchers miss files on some file systems; the time limit is that of the test. */
async function whenWritten(file: string): Promise<string> {
  for (;;) {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
    await delay(50);
  }
}

function isAnswer(value: unknown): value is { texts: Record<string, string[]>; error?: string } {
  return typeof value === 'object' && value !== null && 'ok' in value && 'texts' in value;
}
