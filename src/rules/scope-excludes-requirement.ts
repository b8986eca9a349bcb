import { clause, clauses } from '../sms/standard.js';
import { phrase, sentences } from './phrases.js';
import type { Rule } from './rule.js';

const NUMBER = String.raw`(?<![\w.-])(?:10|[4-9])(?:\.\d{1,2}){0,3}(?![\w%€$]|\.\d)`;
const AND = String.raw`\s*(?:,|and|or|to|-|–|&)\s*`;
const CLAUSE = String.raw`(?:(?:sub-?)?clauses?|sections?|chapters?|requirements?|§+)\s*${NUMBER}(?:${AND}(?:(?:sub-?)?clauses?\s*)?${NUMBER})*`;
const ISO = String.raw`ISO(?:\s*/\s*IEC)?\s*20000(?:-1)?(?::\d{4})?`;
const REQUIREMENTS = String.raw`(?:(?:requirements?|clauses?|parts?|sections?) (?:of|in|from) (?:the (?:standard|norm)|${ISO}|this standard))`;
/** Of two words at least, so that no word of everyday is taken for a clause; paragraphs have the title of their clause. */
const TITLES = [...new Set(clauses().map(({ title }) => title))].filter(title => title.includes(' '))
  .map(title => title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');

/** Said after what is left out. */
const LEFT_OUT = String.raw`(?:(?:is|are|was|were|has been|have been)\s+(?:\w+ly\s+)?`
  + String.raw`(?:excluded|not applicable|inapplicable|left out|exempted|waived|out of scope|outside (?:the |our )?scope|`
  + String.raw`not (?:implemented|required|relevant)(?: (?:for|to) us)?)`
  + String.raw`|(?:do|does|did)(?: not|n't) apply|\(?(?:not applicable|n/a|excluded)\)?|[:–-]+\s*(?:not applicable|n/a|excluded))`;
/** Said before it. */
const LEAVES_OUT = String.raw`(?:(?:we|scope|SMS|organi[sz]ation)\s+(?:therefore |also )?(?:excludes?|leaves? out|exempts?)|excluding|except(?: for)?|`
  + String.raw`with the exception of|exceptions?:|exclusions?:|excluded(?: (?:clauses?|requirements?))?\s*:|`
  + String.raw`not applicable(?: (?:clauses?|requirements?))?\s*:|n/a\s*:)`;
const END = String.raw`(?=\s*(?:$|[.,;:!?)]|(?:for|to|in|at|within|from|by|because|since|as|due|and|but|until)\b))`;
const OF_STANDARD = String.raw`(?:of|in|from) (?:the standard|${ISO})`;

const PATTERNS = [
  // Clause 8.4.2 (Demand management) is not applicable; 8.4.2 Demand management: not applicable
  [String.raw`(?:${CLAUSE}|(?<=^[\s:(]{0,9})${NUMBER}|${NUMBER}(?=[\s:–-]+(?:${TITLES})\b))`,
    String.raw`(?:\s*\([^()]{0,80}\)|[\s,]+${OF_STANDARD}|[\s,:–-]+(?:${TITLES}))*[\s,:–-]+${LEFT_OUT}${END}`],
  // requirements of the standard on demand management do not apply
  [REQUIREMENTS, String.raw`(?:\s+(?:that|which|listed|below|named|on|about|${NUMBER}|(?:[\w-]+ )?management|[\w-]+ing)){0,5}\s+${LEFT_OUT}${END}`],
  // the following clauses do not apply
  [String.raw`following (?:clauses|requirements)(?: ${OF_STANDARD})?\s+(?:(?:is|are)\s+(?:excluded|not applicable|left out)|do not apply)`],
  // Demand management is not applicable; demand management is out of scope of the SMS
  [String.raw`(?:^|[:;.,(]\s*|\b(?:and|that|as|because|the|process)\s+)(?:${TITLES})\s+(?:is|are)\s+(?:`,
    String.raw`not applicable(?:\s+(?:to|for) (?:us|our \w+))?(?=\s*(?:$|[.,;:!?)]|because|since|as|due))|`,
    String.raw`(?:excluded|left out|out)\s+(?:from|of) (?:the |our )?(?:scope of (?:the |our )?)?(?:SMS|service management system|certification|certificate))`],
  // we exclude clause 8.4.2; except 8.4.2 Demand management
  [String.raw`${LEAVES_OUT}\s*(?:the )?(?:requirements? (?:of|in|from) )?(?:${CLAUSE}|${REQUIREMENTS}|`,
    String.raw`${NUMBER}(?:${AND}${NUMBER})*(?=[\s,]+(?:${OF_STANDARD}|${TITLES})|\s*(?:$|[.;)])))`],
].map(parts => new RegExp(parts.join(''), 'gi'));

/** It is denied, asked, or only thought of. */
const DENIED = new RegExp(String.raw`\b(?:no|none|neither|nor|never|nothing|without|cannot|can't|must not|may not|shall not|should not|is not|are not|isn't|aren't|`
  + String.raw`not be|not|if|whether|when|unless|would|might|could)\b`, 'i');
/** Numbers of something else than the standard. */
const OTHER_TEXT = new RegExp(String.raw`\b(?:27001|27002|9001|14001|22301|27701|17021|annex a|GDPR|contracts?|agreements?|SLA|terms|conditions|law|act|regulation|`
  + String.raw`directive|code|lease|licen[cs]e|manual|report|appendix)\b`, 'i');
const SUBJECT_BEFORE = /\b(?:under|per|by|with|see|at|against|according to|pursuant to|following|meeting)\s+(?:the )?$/i;

/** No clause of the standard is left out: depth scales with the organization, presence does not. */
export const scopeExcludesRequirement: Rule = {
  id: 'scope-excludes-requirement',
  title: 'No requirement of the standard is excluded',
  clauses: ['4.3'],
  grade: 'major',
  why: 'ISO/IEC 20000-1 knows no exclusions: clauses 4 to 10 apply to every organization, whatever its size. '
    + 'Services, sites and customers can be left outside; requirements cannot.',
  messages: {
    excluded: { text: 'Here it says that a requirement of the standard is left out: {found}. All clauses apply, whatever the size of the organization. '
      + 'Say instead how the requirement is met on a small scale; services, sites or customers may be left outside.' },
  },
  *checkFile({ artefact, facts, report }) {
    const hasClauses = artefact.kind === 'sla' || /contract|agreement|terms|conditions|law/i.test(artefact.title);
    for (const prose of facts.prose) {
      if (!/exclu|applicab|apply|n\/a|le(?:ft|aves?) out|scope|except|exempt|waive|not (?:implemented|required|relevant)/i.test(prose.text)) continue;
      for (const sentence of sentences(prose.text)) {
        if (OTHER_TEXT.test(sentence.text)) continue;
        const namesStandard = /\bstandard\b|20000/i.test(sentence.text);
        let end = 0;
        const found = PATTERNS.flatMap(pattern => [...sentence.text.matchAll(pattern)]).sort((a, b) => a.index - b.index);
        for (const match of found) {
          if (match.index < end || !namesRequirement(match[0]) || isDenied(sentence.text, match)) continue;
          // Sections and chapters, and the clauses of a contract, are its own unless the standard is named.
          if (!namesStandard && (hasClauses ? /\d/.test(match[0]) : /\b(?:sections?|chapters?)\b/i.test(match[0]))) continue;
          end = match.index + match[0].length;
          const lead = /^[\s:;.,(]*/.exec(match[0])?.[0].length ?? 0, { place, text } = phrase(facts, prose, sentence.at + match.index + lead, match[0].slice(lead));
          yield report(place, 'excluded', { found: text.replace(/\s+/g, ' ').trim() });
        }
      }
    }
  },
  examples: {
    good: [`
//- scope.yaml
kind: scope-statement
id: SCOPE
title: Scope
statement: >-
  All clauses of ISO/IEC 20000-1 apply; no clause is excluded, and clause 4.3 allows none to be not applicable.
  The site in Delft is out of scope. SVC-SHOP is excluded from the scope of the SMS.
notIncluded: [{ service: SVC-SHOP, reason: "Out of scope: run by the sales department." }]
//- sla.md
---
{ kind: document, id: DOC-TERMS, title: Terms }
---
Clause 8.3 of the contract does not apply to tests. Change management is excluded from the monthly fee.
Control A.8.11 of ISO/IEC 27001 is not applicable. Version 4.2 is excluded from support, and requirement REQ-MAIL-01 does not apply to Nordic.
If a requirement of the standard is not applicable in a project, the auditor is asked. Outages under clause 8.7.1 are excluded.
An availability above 99.5 is not required. Section 4.2 is not applicable to contractors.
`, `
//- plan.md
---
{ kind: document, id: DOC-PLAN, title: Plan }
---
Clause 8.4.2 applies to us as well: three people meet the requirement with one sheet a quarter.
Demand management is not done by the service desk. The services of the branch are out of scope, and so is its site.
If clause 8.4.2 were excluded, no certificate would be possible; "clause 8.4.2 is not applicable" is what an auditor must not find here.
`],
    bad: [`
//- scope.yaml
kind: scope-statement
id: SCOPE
title: Scope
statement: All requirements are met except clause 8.4.2, and 8.5.3 Release and deployment management is not applicable.
//                                  ^^^^^^^^^^^^^^^^^^^ scope-excludes-requirement excluded
//                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ scope-excludes-requirement excluded
//- plan.md
---
{ kind: document, id: DOC-PLAN, title: Plan }
---
Clauses 8.4.1 and 8.4.2 of the standard do not apply to us.
//@0-52 scope-excludes-requirement excluded
We are small: demand management is not applicable.
//            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ scope-excludes-requirement excluded
The following requirements of ISO/IEC 20000-1 are excluded: see below.
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ scope-excludes-requirement excluded
`, `
//- scope.yaml
kind: scope-statement
id: SCOPE
title: Scope
statement: "Exclusions: 8.7.2 Service continuity management."
//          ^^^^^^^^^^^^^^^^^ scope-excludes-requirement excluded
//- interview.md
---
{ kind: document, id: DOC-NOTES, title: Notes, status: draft }
---
We leave out clause 9.2, because the customer audits us.
//@0-23 scope-excludes-requirement excluded
`],
  },
};

/** A number in it is one of a clause; where there is none the words named a requirement. */
function namesRequirement(found: string): boolean {
  const numbers = [...found.replace(new RegExp(ISO, 'gi'), '').matchAll(new RegExp(NUMBER, 'g'))].map(([number]) => number);
  // A bare number of one part, "4 is not required", is a quantity.
  const isNamed = /clause|section|chapter|requirement|§/i.test(found);
  return numbers.length === 0 || numbers.some(number => clause(number) !== undefined && (isNamed || number.includes('.')));
}

/** The words before it in its sentence turn it into something else, or it is only a place to look something up. */
function isDenied(sentence: string, match: RegExpMatchArray): boolean {
  const at = match.index ?? 0, before = sentence.slice(Math.max(0, at - 300), at);
  const near = before.slice(Math.max(before.lastIndexOf(','), before.lastIndexOf(':'), before.lastIndexOf('(')) + 1);
  return DENIED.test(near) || SUBJECT_BEFORE.test(before) || /\b(?:not excluded|never excluded)\b/i.test(match[0]);
}
