import { written, type Piece } from '../sms/skeleton.js';

/** A text with tab stops, in the syntax of snippets of LSP. `eol`: how its lines end. */
export function asSnippet(pieces: readonly Piece[], eol: string): string {
  let stop = 0;
  return pieces.map(piece => {
    if (typeof piece === 'string') return escapedText(piece).replaceAll('\n', eol);
    stop++;
    if (piece.choices && piece.choices.length > 0) return `\${${stop}|${piece.choices.map(choice => choice.replace(/[\\,|$}]/g, '\\$&')).join(',')}|}`;
    return piece.text === '' ? `$${stop}` : `\${${stop}:${escapedText(piece.text)}}`;
  }).join('');
}

/** The same for an editor that knows no tab stops. */
export function asText(pieces: readonly Piece[], eol: string): string { return written(pieces, eol); }

/** A text in which nothing is a tab stop. */
export function escapedText(text: string): string { return text.replace(/[\\$}]/g, '\\$&'); }
