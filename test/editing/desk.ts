import assert from 'node:assert/strict';
import { editorDesk, type EditorDesk } from '../../src/editing/desk.js';
import { ENGLISH, type Language } from '../../src/sms/language.js';
import { lineTable } from '../../src/sms/text.js';
import type { Position } from '../../src/sms/types.js';
import { EXAMPLE_CONFIG, readMarked } from '../../src/rules/marked.js';
import { checkTexts } from '../support/sms.js';

/** Another cursor than `|`, for texts that hold bars. */
export const CURSOR = '¦';

export interface DeskAt {
  desk: EditorDesk;
  /** Where the cursor is. */
  file: string;
  position: Position;
  /** The texts as they stand now, without the cursor. */
  files: ReadonlyMap<string, string>;
}

export interface DeskOptions {
  /** Texts as they stood when the SMS was checked last, where they are others now: files as in `text`, an empty one for one that is new. */
  before?: string;
  language?: Language;
  today?: string;
  /** How line ends are written in the file with the cursor. */
  eol?: '\n' | '\r\n';
  /** No rule is asked, so that there are no findings. */
  unjudged?: true;
}

/**
 * An SMS of several files, `//- path` above each, with the cursor at the one `|` (or `¦`, where there is one). Without a line with a path the text is that
 * of `doc.yaml`, or of `doc.md` where it begins with dashes.
 */
export async function deskAt(text: string, options: DeskOptions = {}): Promise<DeskAt> {
  const files = new Map(filesIn(text)), mark = text.includes(CURSOR) ? CURSOR : '|';
  const marked = [...files].filter(([, content]) => content.includes(mark));
  const [file, withMark] = marked[0] ?? ['', ''];
  assert.ok(marked.length === 1 && withMark.split(mark).length === 2, `one ${mark} marks the cursor`);
  const even = options.eol === '\r\n' ? withMark.replaceAll('\n', '\r\n') : withMark;
  const at = even.indexOf(mark), clean = even.slice(0, at) + even.slice(at + 1);
  files.set(file, clean);
  return { ...await deskOf(files, options), file, position: lineTable(clean).position(at), files };
}

/** The same without a cursor. */
export async function deskOf(files: ReadonlyMap<string, string>, { before, language = ENGLISH, today, unjudged }: DeskOptions = {}): Promise<{ desk: EditorDesk }> {
  const now = new Map(files);
  if (!now.has('sms.yaml')) now.set('sms.yaml', EXAMPLE_CONFIG);
  const then = new Map(now);
  for (const [file, content] of before === undefined ? [] : filesIn(before)) if (content.trim() === '') then.delete(file); else then.set(file, content);
  const { model, today: day, control, findings } = await checkTexts(then, { ...(today !== undefined && { today }), ...(unjudged && { rules: [] }) });
  const texts = { textOf: (file: string) => now.get(file), isChecked: (file: string) => now.get(file) === then.get(file) };
  return { desk: editorDesk({ model, today: day, control, findings }, texts, language) };
}

export function filesIn(text: string): ReadonlyMap<string, string> {
  const own = text.replace(/^\n/, '');
  if (/^\/\/- /m.test(own)) return readMarked(text).files;
  return new Map([[own.startsWith('---') ? 'doc.md' : 'doc.yaml', own]]);
}
