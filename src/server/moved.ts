import type { Range } from '../sms/types.js';

/**
 * Where a range of an earlier text stands in a later one: below what was edited it goes with its line, above and within it stays. Undefined where its line
 * is gone.
 */
export function movedRanges(before: string, after: string): (range: Range) => Range | undefined {
  const then = linesOf(before), now = linesOf(after), shorter = Math.min(then.length, now.length);
  let above = 0, below = 0;
  while (above < shorter && then[above] === now[above]) above++;
  while (below < shorter - above && then[then.length - 1 - below] === now[now.length - 1 - below]) below++;
  const moved = now.length - then.length, gone = { from: now.length - below, to: then.length - below };
  return range => {
    const { start, end } = range;
    if (start.line >= gone.to) return moved === 0 ? range : { start: { ...start, line: start.line + moved }, end: { ...end, line: end.line + moved } };
    return start.line >= gone.from ? undefined : range;
  };
}

function linesOf(text: string): readonly string[] { return text.split(/\r\n|[\r\n]/); }
