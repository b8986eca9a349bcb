/** What of mermaid's language is drawn: pictures that anybody wrote, made harmless before they are drawn where they can do no harm. */

/** Characters; longer sources are shown as text. */
export const MOST_SOURCE = 50_000;

/** Kinds of diagrams that are drawn. Others (icons that are fetched, formulas, HTML) are shown as their source. */
const DRAWN: ReadonlySet<string> = new Set([
  'flowchart', 'graph', 'sequenceDiagram', 'stateDiagram', 'stateDiagram-v2', 'classDiagram', 'erDiagram', 'gantt', 'timeline', 'pie', 'journey', 'mindmap', 'quadrantChart', 'gitGraph', 'requirementDiagram', 'xychart-beta', 'xychart',
]);

export type Cleaned = { source: string } | { problem: 'too-long' | 'kind' | 'empty' };

/**
 * The source of a diagram without what steers the one who draws it: directives, front matter, clicks, links, styles of others' choice, pictures, formulas. What is
 * left out shows nothing of its own, but for pictures, of which the words stay.
 */
export function cleanDiagram(source: string): Cleaned {
  if (source.length > MOST_SOURCE) return { problem: 'too-long' };
  const bare = withoutDirectives(source.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/^\s*---[ \t]*\n[^]*?\n[ \t]*---[ \t]*(?:\n|$)/, ''));
  const lines = bare.split('\n').filter(line => !/^\s*%%/.test(line)).map(line => line.replace(STEERING, ''));
  const kind = /^\s*([A-Za-z][\w-]*)/.exec(lines.join('\n'))?.[1];
  if (kind === undefined) return { problem: lines.every(line => line.trim() === '') ? 'empty' : 'kind' };
  if (!DRAWN.has(kind)) return { problem: 'kind' };
  return { source: `${lines.join('\n').replace(/@\{[^{}]*\}/g, '').replace(/\$\$/g, '').trim()}\n` };
}

/** A directive within another shows when that one is gone. */
function withoutDirectives(source: string): string {
  for (let before = source; ; before = source) {
    source = before.replace(/%%\s*\{[^]*?\}\s*%%/g, '');
    if (source === before) source = before.replace(/%%\s*\{/g, '');
    if (source === before) return source;
  }
}

/** To the end of the line: what a click does, and how things look. */
const STEERING = /(?:^|;)\s*(?:click\s|link\s|links\s|callback\s|href\s|style\s|linkStyle\s|classDef\s|cssClass\s|accDescr\s*\{|UpdateElementStyle).*$/;
