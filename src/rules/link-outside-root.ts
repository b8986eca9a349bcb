import type { Rule } from './rule.js';

/** `link` is raised by the parser, `symlink` by the session when it lists the files. */
export const linkOutsideRoot: Rule = {
  id: 'link-outside-root',
  title: 'What the SMS relies on lies inside its folder or has a web address',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'Whoever receives the SMS, an auditor for example, receives its folder. What lies beside it is not there for them and is not ' +
    'controlled with it.',
  messages: {
    link: {
      text: 'This points out of the folder of the SMS, to {to}. Other readers do not have that file, and it was not opened. ' +
        'Copy it into the SMS, or give its web address.',
    },
    symlink: {
      text: 'This is only a shortcut to something outside the folder of the SMS. It was not followed, so nothing behind it was checked. ' +
        'Put the file itself here, or remove the shortcut.',
    },
  },
  examples: {
    good: [`
//- signed/sla.pdf
%PDF
//- agreements/mail.md
---
{ kind: document, id: DOC-MAIL, title: Use of e-mail }
---

See [the signed copy](../signed/sla.pdf), [the portal](https://portal.example/../mail), [below](#below) and \`[this](../../no-link.md)\`.

## Below
`],
    bad: [`
//- agreements/mail.md
---
{ kind: document, id: DOC-MAIL, title: Use of e-mail }
---

See [the signed copy](../../signed/sla.pdf).
//                    ^^^^^^^^^^^^^^^^^^^^ link-outside-root link
`],
  },
};
