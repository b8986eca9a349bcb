import { RE2JS, RE2JSException } from 're2js';

/** A pattern that somebody brings along, matched in time linear in the text (re2js), so that no text can make it run without end. */
export interface Pattern {
  /** Whether it is found in the text, as by `new RegExp(source, 'u').test(text)`. */
  test(text: string): boolean;
}

/** Why a pattern cannot be used. */
export type PatternFault = 'syntax' | 'look-around' | 'back-reference' | 'too-large';

/** Never throws. What RE2 reads otherwise than the platform stands in docs/own-kinds.md: `\s` is the white space of ASCII. */
export function compilePattern(source: string): Pattern | PatternFault {
  // The platform knows best what is well-formed; it is not asked to match.
  try { new RegExp(source, 'u'); } catch { return 'syntax'; }
  if (/^(?:[^\\]|\\[^1-9k])*\\[1-9k]/u.test(source)) return 'back-reference';
  try { return RE2JS.compile(RE2JS.translateRegExp(source.replace(PAIR, pair => String(JSON.parse(`"${pair}"`))))); } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return /\(\?<?[=!]/.test(source) ? 'look-around' : 'too-large';
  }
}

/** A character that is written as its two halves. */
const PAIR = /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}/g;
