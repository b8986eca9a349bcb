import type { Rule } from './rule.js';

/** Raised by the parser and the session (reliability: default limits). */
export const limitReached: Rule = {
  id: 'limit-reached',
  title: 'Everything is small enough to be checked to its end',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'Beyond these limits checking would take too long or too much memory. What lies beyond was not checked, so the result is ' +
    'incomplete.',
  messages: {
    nodes: {
      text: 'This file holds more than {limit} values, so it was not checked. Split it into several documents, or keep records as a CSV ' +
        'table.',
    },
    time: {
      text: 'Checking this file took longer than {seconds} seconds and was stopped, so it was not checked to its end. Split it into ' +
        'several documents.',
    },
    memory: { text: 'Checking this file took more memory than there is for one file, so it was not checked to its end. Split it into several documents.' },
    artefacts: {
      text: 'This SMS has more than {limit} documents. The others were not checked. Divide it into several SMS, or keep records in tables.',
    },
    files: {
      text: 'This folder holds more than {limit} files. The others were not looked at. Name what does not belong to the SMS under ' +
        '`ignore` in sms.yaml.',
    },
    depth: {
      text: 'Folders stand inside one another more than {limit} deep here. What lies deeper was not looked at. Move it up, or name it ' +
        'under `ignore` in sms.yaml.',
    },
    rows: { text: '{count} rows of this table have the same finding ({rule}); the first {limit} are listed. What is wrong with all of them is usually one column or one '
      + 'habit: mend it there and export again.', grade: 'observation' },
    findings: { text: 'The rule {rule} speaks {count} times in this file; the first {limit} are listed. A rule that speaks of nearly everything says little: look at its conditions.', grade: 'observation' },
    line: { text: 'This line is longer than {limit} characters, so the file was not checked. Break the line.' },
    path: { text: 'A file stands so deep, or under names so long, that its path has more than {limit} bytes; it was not looked at. Shorten the names.' },
    markup: { text: 'The paragraph, table or list here holds more than {limit} marks such as * [ | or list dashes, so the page was not checked. Divide it.' },
    nesting: {
      text: 'Here emphasis, links, quotations or lists stand inside one another more than {limit} deep, so the page was not checked. ' +
        'Write it more simply.',
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
