import type { Rule } from './rule.js';

/** Raised by the parser. */
export const frontMatterUnclosed: Rule = {
  id: 'front-matter-unclosed',
  title: 'The fields at the top of a page stand between two lines of three dashes',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'Without its end the block of fields swallows the page, and the document has neither identification nor text.',
  messages: {
    unclosed: {
      text: 'The fields at the top of this page begin with `---` but have no end. Put a line with nothing but `---` after the last field.',
    },
    unopened: {
      text: 'The fields at the top of this page lack the line `---` above them, so they count as text and the page as no document of the SMS. ' +
        'Put a line with nothing but `---` at the very beginning.',
    },
    code: {
      text: 'The fields at the top of a page are read as plain fields only; `{language}` is never run. Begin the page with `---` and ' +
        'nothing else in that line.',
    },
  },
  examples: {
    good: [`
//- policy.md
---
kind: document
id: DOC-MAIL
title: Use of e-mail
---

# Use of e-mail

    ---

---
`, `
//- notes.md
# A page without fields

---

It is an attachment.
`],
    bad: [`
//- policy.md
kind: document
//@0-4 front-matter-unclosed unopened
id: DOC-MAIL
title: Use of e-mail
---

# Use of e-mail
`, `
//- policy.md
---
//@0-3 front-matter-unclosed unclosed
kind: document
id: DOC-MAIL
title: Use of e-mail

# Use of e-mail

E-mail is for work.
`, `
//- policy.md
---js
//@0-5 front-matter-unclosed code
kind: document
id: DOC-MAIL
title: Use of e-mail
---

E-mail is for work.
`],
  },
};
