import assert from 'node:assert/strict';
import { edited } from '../../src/sms/changes.js';
import { insertSection } from '../../src/sms/markdown-edits.js';

const ORDER = [['Purpose', 'Aim'], ['Roles'], ['Steps', 'Activities']];

function after(text: string, heading = 'Roles'): string {
  const edits = insertSection(text, heading, 'Body.', ORDER);
  return edits ? edited(text, edits) : 'refused';
}

describe('sections of a page', () => {
  const cases: Record<string, [before: string, after: string]> = {
    'before the next one': ['## Aim\na\n\n## Steps\ns\n', '## Aim\na\n\n## Roles\n\nBody.\n\n## Steps\ns\n'],
    'before the next one without a blank line': ['## Aim\na\n## Steps\ns\n', '## Aim\na\n\n## Roles\n\nBody.\n\n## Steps\ns\n'],
    'behind the one before it, and what belongs to that': ['# Title\n\n### Purpose\na\n#### More\nb\n\n### Other\no\n', '# Title\n\n### Purpose\na\n#### More\nb\n\n### Roles\n\nBody.\n\n### Other\no\n'],
    'at the end': ['---\nkind: procedure\n---\n\n# T\n\ntext\n', '---\nkind: procedure\n---\n\n# T\n\ntext\n\n## Roles\n\nBody.\n'],
    'at the end without a line end': ['# T\ntext', '# T\ntext\n\n## Roles\n\nBody.\n'],
    'on an empty page': ['', '## Roles\n\nBody.\n'],
    'where it has no text': ['## Roles\n\n## Steps\ns\n', '## Roles\n\nBody.\n\n## Steps\ns\n'],
    'where it has no text at the end': ['## Steps\ns\n\n## Roles\n', '## Steps\ns\n\n## Roles\n\nBody.\n'],
    'not where it has one': ['## ROLES\nx\n', '## ROLES\nx\n'],
    'not in a heading that is code': ['```\n## Steps\n```\n', '```\n## Steps\n```\n\n## Roles\n\nBody.\n'],
  };
  for (const [name, [before, wanted]] of Object.entries(cases)) {
    it(name, () => {
      assert.equal(after(before), wanted);
      assert.equal(after(wanted), wanted, 'twice is once');
      const crlf = before.replaceAll('\n', '\r\n');
      if (crlf !== before) assert.equal(after(crlf), wanted.replaceAll('\n', '\r\n'), 'with CRLF');
    });
  }
});
