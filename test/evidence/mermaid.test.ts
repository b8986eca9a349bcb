import assert from 'node:assert/strict';
import { cleanDiagram, MOST_SOURCE } from '../../src/evidence/mermaid.js';

const cleaned = (source: string): string => { const result = cleanDiagram(source); return 'source' in result ? result.source : `(${result.problem})`; };

describe('sources of diagrams', () => {
  const LEFT: readonly (readonly [what: string, source: string, left: string])[] = [
    ['directives', '%%{init: {"securityLevel":"loose"}}%%\nflowchart LR\n  a --> b', 'flowchart LR\n  a --> b\n'],
    ['directives over several lines', '%%{\n  init: {\n    "htmlLabels": true\n  }\n}%%\nflowchart LR\n  a --> b', 'flowchart LR\n  a --> b\n'],
    ['directives within directives', '%%%%{x}%%{init: {"securityLevel":"loose"}}%%\nflowchart LR\n  a --> b', 'flowchart LR\n  a --> b\n'],
    ['front matter', '---\nconfig:\n  securityLevel: loose\n---\nflowchart LR\n  a --> b', 'flowchart LR\n  a --> b\n'],
    ['front matter with other line ends', '---\r\nconfig: x\r\n---\r\npie\r\n  "a" : 1', 'pie\n  "a" : 1\n'],
    ['clicks and styles', 'flowchart LR\n  a --> b\n  click b href "javascript:x()"\n  a --> c; click c call x()\n  classDef k fill:red;}body{display:none\n  style a fill:red', 'flowchart LR\n  a --> b\n\n  a --> c\n'],
    ['pictures', 'flowchart LR\n  a@{ img: "https://evil.example/x", label: "A" } --> b', 'flowchart LR\n  a --> b\n'],
    ['formulas', 'sequenceDiagram\n  A->>B: $$x$$', 'sequenceDiagram\n  A->>B: x\n'],
    ['comments', '%% a note\nflowchart LR\n  a --> b', 'flowchart LR\n  a --> b\n'],
  ];
  for (const [what, source, left] of LEFT) it(`are drawn without ${what}`, () => { assert.equal(cleaned(source), left); });

  it('are not drawn where they are too long, empty, or of a kind that fetches', () => {
    assert.equal(cleaned(`flowchart LR\n${'x'.repeat(MOST_SOURCE)}`), '(too-long)');
    assert.equal(cleaned(' \n'), '(empty)');
    for (const source of ['architecture-beta\n  service a(server)[x]', 'c4context', '<script>x</script>', 'flowchartx LR', 'constructor']) assert.equal(cleaned(source), '(kind)', source);
  });
});
