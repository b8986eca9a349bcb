import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TEXT = /\.(?:ya?ml|md|markdown|csv|txt)$/i;

/** Every file under a folder by its path with `/`; of files that hold no text the path alone, with an empty text. */
export function textsUnder(folder: string): Map<string, string> {
  const texts = new Map<string, string>();
  const read = (within: string): void => {
    const entries = readdirSync(join(folder, within), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const file = `${within}${entry.name}`;
      if (entry.isDirectory()) read(`${file}/`);
      else texts.set(file, TEXT.test(file) ? readFileSync(join(folder, file), 'utf8') : '');
    }
  };
  read('');
  return texts;
}

/** The names of the folders in a folder, in order. */
export function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(entry => entry.name).sort();
}
