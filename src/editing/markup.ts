/**
 * Texts as Markdown in a hover. What comes from files is text there, never markup, a link or a picture (reliability.md L14). Little more is escaped than that
 * needs: some editors show the source.
 */
export function escaped(text: string): string {
  // Some make a link of an address even where its marks are escaped, but none in code.
  return text.replace(/\s+/g, ' ').trim().split(/(\S*(?::\/\/|\bwww\.|@)\S*)/i).map((part, at) => (at % 2 === 1 ? code(part) : plain(part))).join('')
    .replace(/^(?:>|[-+#=]|\d+(?=[.)](?:\s|$)))/, start => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

function plain(text: string): string { return text.replace(/[\\`*[\]<|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w+;)|\$(?=[({])/gu, '\\$&'); }

/** A sentence of ours, in which texts of files may stand: what is between backticks is code, the rest is text. */
export function said(text: string): string {
  const spaced = (part: string): string => `${/^\s/.test(part) ? ' ' : ''}${escaped(part)}${/\S\s$/.test(part) ? ' ' : ''}`;
  return text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? code(part) : spaced(part))).join('');
}

/** A text as code, whatever it holds. */
export function code(text: string): string {
  const shown = text.replace(/\s+/g, ' ').trim();
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length)), ticks = '`'.repeat(longest + 1), space = longest > 0 ? ' ' : '';
  return shown === '' ? '' : `${ticks}${space}${shown}${space}${ticks}`;
}

/** The same without its markup, for editors that show plain text. Takes what the functions above make, and `**` around a text. */
export function withoutMarkup(markdown: string): string {
  return markdown.replace(/\\([!-/:-@[-`{-~])|\*\*|`+ ?/g, (_, character: string | undefined) => character ?? '');
}
