import { readZip, type PackFile } from '../evidence/archive.js';
import { verify, type Verdict } from '../evidence/verification.js';
import { sha256Of } from '../sms/hash.js';
import { filled } from '../sms/language.js';

/** The page that checks a pack in a browser, offline. Nothing of what it reads is ever taken as HTML. */

interface Texts { page: Record<string, string>; differences: Record<string, string> }
/** What of the browser is used. */
interface Chosen { name: string; webkitRelativePath: string; arrayBuffer(): Promise<ArrayBuffer> }
interface Element { textContent: string; hidden: boolean; className: string; files?: ArrayLike<Chosen> | null; append(...children: Element[]): void; replaceChildren(...children: Element[]): void; addEventListener(type: string, listener: (event: Event) => void): void; focus(how: { preventScroll: boolean }): void }
interface Event { preventDefault(): void; dataTransfer?: { files: ArrayLike<Chosen> } | null }
declare const document: { getElementById(id: string): Element | null; createElement(tag: string): Element; body: Element };

function element(id: string): Element {
  const found = document.getElementById(id);
  if (!found) throw new Error(id);
  return found;
}

function made(tag: string, text: string, name = ''): Element {
  const own = document.createElement(tag);
  own.textContent = text;
  own.className = name;
  return own;
}

const texts: Texts = JSON.parse(element('texts').textContent), result = element('result');
const say = (id: string, args: Record<string, string | number> = {}): string => filled(texts.page[id] ?? id, args);

async function check(read: () => Promise<readonly PackFile[] | undefined>): Promise<void> {
  result.replaceChildren(made('p', say('working')));
  const files = await read().catch(() => undefined), verdict = files && verify(files, sha256Of);
  result.replaceChildren(...(verdict ? shown(verdict) : [made('p', say('none', { files: 'MANIFEST.sha256, STATEMENT.json' }), 'bad')]));
  result.focus({ preventScroll: true });
}

function shown({ differences, files, fingerprint, signed, predicate }: Verdict): Element[] {
  const list = made('ul', '');
  for (const { what, file, other = '' } of differences) list.append(made('li', filled(texts.differences[what] ?? what, { file, other })));
  const level = predicate['level'], word = (value: unknown): string => (typeof value === 'string' ? value : '–');
  return [
    ...(differences.length === 0 ? [made('p', `✓ ${say('good', { count: files })}`, 'good')] : [made('p', `✗ ${say('bad', { count: differences.length })}`, 'bad'), list]),
    made('p', say('outcome', {
      organization: word(predicate['organization']), day: word(predicate['today']), outcome: say(word(predicate['outcome'])),
      level: typeof level === 'object' && level !== null && 'level' in level ? word(level.level) : '–',
    })),
    made('p', say('fingerprint')), made('code', fingerprint), made('p', say(signed ? 'signed' : 'unsigned')), made('p', say('trust')),
  ];
}

async function folder(chosen: ArrayLike<Chosen>): Promise<readonly PackFile[]> {
  const files: PackFile[] = [];
  for (const file of Array.from(chosen)) files.push({ path: file.webkitRelativePath.replace(/^[^/]*\//, ''), bytes: new Uint8Array(await file.arrayBuffer()) });
  return files;
}

async function zip(chosen: ArrayLike<Chosen>): Promise<readonly PackFile[] | undefined> {
  const [file] = Array.from(chosen);
  return file && readZip(new Uint8Array(await file.arrayBuffer()));
}

for (const [id, read] of [['folder', folder], ['zip', zip]] as const) {
  const input = element(id);
  input.addEventListener('change', () => { const { files } = input; if (files && files.length > 0) void check(() => read(files)); });
}
document.body.addEventListener('dragover', event => { event.preventDefault(); });
document.body.addEventListener('drop', event => {
  event.preventDefault();
  const files = event.dataTransfer?.files;
  if (files && files.length > 0) void check(() => zip(files));
});
element('choose').hidden = false;
