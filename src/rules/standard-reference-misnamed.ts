import type { Finding } from '../sms/types.js';
import { byMessage, rewritten } from './mending.js';
import { phrases } from './phrases.js';
import type { Fix, FixContext, Rule } from './rule.js';

const ISO = String.raw`\bISO(?:\s*/\s*IEC)?[\s-]*`;
const NUMBER = new RegExp(`${ISO}(?:20001|2000-1|200001)(?![\\d])`, 'gi');
const EDITION = new RegExp(`${ISO}20000(?:-1)?\\s*:\\s*(?:19|20)\\d\\d(?!\\d)`, 'gi');
const OTHER_PART = new RegExp(`\\b(?:certified|certificate|certification)\\s+(?:to|against|for|under|according to|in accordance with)\\s+${ISO}20000-(?!1\\b)\\d+`
  + `|${ISO}20000-(?!1\\b)\\d+\\s+(?:certified|certificate|certification)\\b`, 'gi');
const ITIL = new RegExp(`${ISO}20000(?:-1)?(?::\\d{4})?[\\s-]+(?:certified|conforming|conformant|compliant)[\\s-]+ITIL\\b`
  + `|\\bITIL[\\s-]+(?:certified|certificated|compliant|accredited)\\s+(?:organi[sz]ation|company|provider|service provider|SMS|service management system)\\b`
  + `|\\b(?:organi[sz]ation|company|provider|we)\\s+(?:is|are)\\s+ITIL[\\s-]+(?:certified|certificated|compliant|accredited)\\b`, 'gi');

/** Before or after a reference to an earlier edition: it is told as history. */
const HISTORY_BEFORE = new RegExp(String.raw`\b(?:from|former|formerly|previous|previously|earlier|old|replac\w+|supersed\w+|withdrawn|`
  + String.raw`until|instead of|unlike|not|no longer)(?:\s+(?:the|its|edition|of|standard|was|to|by|against))*\s*$`, 'i');
const HISTORY_AFTER = /^\W*(?:\w+\s+){0,4}(?:replaced|superseded|withdrawn|obsolete|earlier edition|old edition)\b/i;

/** Texts call the standard by its name and name the edition in force. */
export const standardReferenceMisnamed: Rule = {
  id: 'standard-reference-misnamed',
  title: 'The standard is called by its right name and edition',
  clauses: ['7.5.2'],
  grade: 'observation',
  why: 'A wrong number or an old edition makes the reader doubt that anybody compared the document with the standard. It is found in the first minutes of an audit.',
  messages: {
    number: { text: 'There is no standard {found} for service management. Its name is ISO/IEC 20000-1:2018.' },
    edition: { text: '{found} names an edition that is not in force. The edition in force is ISO/IEC 20000-1:2018; write this, or leave the year out.' },
    part: { text: '{found}: only part 1 can be certified. The other parts give guidance; write ISO/IEC 20000-1:2018.' },
    itil: { text: '{found}: a certificate is about a service management system under ISO/IEC 20000-1. ITIL is guidance: '
      + 'people can be certified in it, organizations cannot.' },
  },
  *checkFile({ facts, report }) {
    for (const { text, place, prose, at } of phrases(facts, NUMBER)) {
      if (!/\bnot\s+$/i.test(prose.text.slice(Math.max(0, at - 6), at))) yield report(place, 'number', { found: text });
    }
    for (const { text, place, prose, at } of phrases(facts, EDITION)) {
      if (/20000-1\s*:\s*2018$/.test(text)) continue;
      const before = prose.text.slice(Math.max(0, at - 50), at), after = prose.text.slice(at + text.length, at + text.length + 50);
      if (!HISTORY_BEFORE.test(before) && !HISTORY_AFTER.test(after)) yield report(place, 'edition', { found: text });
    }
    for (const { text, place } of phrases(facts, OTHER_PART)) yield report(place, 'part', { found: text });
    for (const { text, place } of phrases(facts, ITIL)) yield report(place, 'itil', { found: text });
  },
  fixes: { name: 'Write ISO/IEC 20000-1:2018' },
  fix: byMessage({ number: itsName, edition: itsName, part: itsName }),
  examples: {
    good: [`
//- policy.md
---
{ kind: service-management-policy, id: POL, title: Service management policy }
---
We work to ISO/IEC 20000-1:2018 with Amendment 1:2024, and use ISO/IEC 20000-2:2019 as guidance.
In 2019 we moved from ISO/IEC 20000-1:2011 to the edition of 2018. Our team leaders are ITIL certified.
Some call it "ISO 20001".
`, `
//- scope.yaml
# 27001 and 9001 are standards of their own, and guidance may be named with its year.
kind: scope-statement
id: SCOPE
title: Scope
statement: The SMS fulfils ISO/IEC 20000-1. It was built with ISO/IEC 20000-2:2019, beside ISO/IEC 27001:2022 and ISO 9001:2015.
//- history.md
---
{ kind: document, id: DOC-HISTORY, title: History of the SMS }
---
The edition that ISO/IEC 20000-1:2011 was replaced by is in force since 2018. Harbour is certified to ISO/IEC 20000-1:2018.
Our staff hold ITIL certificates; the company holds one to ISO/IEC 20000-1.
`],
    bad: [`
//- policy.md
---
{ kind: service-management-policy, id: POL, title: Service management policy }
---
Our SMS fulfils ISO 20001 and is certified to ISO/IEC 20000-1:2011.
//              ^^^^^^^^^ standard-reference-misnamed number
//                                            ^^^^^^^^^^^^^^^^^^^^ standard-reference-misnamed edition
The service desk is certified to ISO/IEC 20000-2, and we offer ISO 20000-1 certified ITIL processes.
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ standard-reference-misnamed part
//                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^ standard-reference-misnamed itil
`, `
//- scope.yaml
kind: scope-statement
id: SCOPE
title: Scope
statement: The SMS fulfils ISO/IEC 20000-1:2005.
//                         ^^^^^^^^^^^^^^^^^^^^ standard-reference-misnamed edition
//- flyer.md
---
{ kind: document, id: DOC-FLYER, title: Flyer, status: draft }
---
We are ITIL certified, and our ISO/IEC 20000-2 certificate is on the wall.
//@0-21 standard-reference-misnamed itil
//                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ standard-reference-misnamed part
`],
  },
};

function itsName(context: FixContext, finding: Finding): Iterable<Fix> { return rewritten(context, finding, 'ISO/IEC 20000-1:2018', { say: 'name', preferred: true }); }
