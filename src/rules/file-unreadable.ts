import type { Rule } from './rule.js';

/** Raised by the session where the disk refuses a file. */
export const fileUnreadable: Rule = {
  id: 'file-unreadable',
  title: 'Every file of the SMS can be opened',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'What nobody can open is not available where it is needed, and nothing in it can be checked or shown to an auditor.',
  messages: {
    unreadable: {
      text: 'This file could not be opened: {reason}. Nothing in it was checked. Make it readable for your account, then check again.',
    },
    vanished: { text: 'This file was removed or renamed while it was being read, so nothing in it was checked. Check again.' },
    'not-a-file': {
      text: 'This has the name of a document but is none: it is a device, a pipe or the like, and was not opened. ' +
        'Remove it from the folder of the SMS, or put the document in its place.',
    },
  },
  examples: {
    good: [`
//- policy.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail }
`],
    bad: [],
  },
};
