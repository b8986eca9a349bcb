import type { Rule } from './rule.js';

/** Raised by the session when bytes become text. */
export const encodingInvalid: Rule = {
  id: 'encoding-invalid',
  title: 'Every document is saved as UTF-8',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'In another encoding the letters of names and places come out wrong for other readers, or the document does not open at all.',
  messages: {
    'not-utf8': {
      text: 'Line {line} holds a character that is not saved as UTF-8 (byte {byte}), so this file was not checked. Save it as UTF-8: ' +
        'in VS Code, click the name of the encoding at the bottom right, reopen the file with the encoding it was written in, ' +
        'and save it with UTF-8.',
    },
    utf16: {
      text: 'This file is saved as UTF-16 and was not checked. Save it as UTF-8: in VS Code, click the name of the encoding at the ' +
        'bottom right ' +
        'and choose "Save with Encoding".',
    },
    nul: {
      text: 'This file holds characters that no text has, so it is probably a picture, a Word file or the like with the wrong ending ' +
        'to its name. ' +
        'Give it its own ending, or save it as plain text in UTF-8.',
    },
  },
  examples: {
    good: [`
//- policy.yaml
{ kind: document, id: DOC-MAIL, title: "Nutzung von E-Mail für Mitarbeiter – Zürich, 東京 🌊" }
`],
    bad: [],
  },
};
