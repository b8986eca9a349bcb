import { text } from '../sms/data.js';
import type { Prose } from '../sms/types.js';
import { nameOf } from '../sms/naming.js';
import { phrases } from './phrases.js';
import { rewritten } from './mending.js';
import type { Rule } from './rule.js';

const MARKS = String.raw`(?<![\w-])(?:TODO|TBD|TBC|TBA|FIXME|X{3,})(?![\w-])`;
const BRACKETED = String.raw`\[(?:`
  + String.raw`(?:[Ii]nsert|INSERT|[Ee]nter|ENTER|[Ff]ill in|[Aa]dd|[Yy]our|YOUR|[Dd]escribe|[Ss]pecify|[Nn]ame of|[Tt]o be)\b[^\]\n]{0,120}|`
  + String.raw`(?:[Cc]ompany|[Oo]rgani[sz]ation|[Cc]ustomer|[Ss]upplier|[Ss]ervice|[Dd]ocument)? ?(?:[Nn]ame|[Dd]ate|[Tt]itle|[Rr]ole|[Vv]ersion|[Tt]ext)|`
  + String.raw`[Cc]ompany|COMPANY|TBD|TBC|TODO|[Xx]{2,}|…|\.{3}|_{2,})\]`;
const ANGLED = String.raw`<[A-Za-z][A-Za-z0-9_ ./'-]{1,60}(?<! )>`;
const TEMPLATED = String.raw`\{\{[^{}\n]{1,80}\}\}`;
const LOREM = String.raw`\b[Ll]orem [Ii]psum\b(?:[\w\s,]{0,40}\bamet\b)?`;
const PLACEHOLDER = new RegExp([MARKS, BRACKETED, ANGLED, TEMPLATED, LOREM].join('|'), 'g');

const OF_ORGANIZATION = /^\W*(?:(?:insert|enter|add|your) )?(?:the )?(?:name of (?:the|your) )?(?:company|organi[sz]ation)(?: name)?\W*$/i;
const UNWRITTEN = new RegExp(ANGLED, 'g');

const HTML = new Set(('a abbr address article aside audio b blockquote br button caption center cite code col colgroup data dd del details div dl dt em '
  + 'figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main mark meta nav object ol '
  + 'option p path picture pre q rp rt ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td template '
  + 'textarea tfoot th thead time title tr tt u ul var video wbr').split(' '));

/** An approved document was written for this organization: nothing of the template is left in it. A record tells what was, and nobody approves it. */
export const placeholderTextInApproved: Rule = {
  id: 'placeholder-text-in-approved',
  title: 'Approved documents and records hold no placeholders',
  clauses: ['7.5.2'],
  grade: 'minor',
  why: 'A placeholder in an approved document shows that it was approved without being read to the end, or that a template was never fitted to the organization.',
  settings: { brands: 'Your Company, Your Organization, Your Organisation, Company XYZ, XYZ Company, ABC Company, Contoso, Fabrikam, CertiKit, Advisera' },
  messages: {
    placeholder: { text: '{name} is approved, but still holds the placeholder {found}. Write what belongs here, or set the status back to draft '
      + 'until it is written.' },
    brand: { text: '{name} is approved, but still holds {found}, a name from a template. Write what is true of your organization, '
      + 'or set the status back to draft.' },
    record: { text: '{name} holds only the placeholder {found} here. Write what was seen or done: a record shows nothing until then.' },
  },
  *checkFile({ artefact, facts, config, settings, report }) {
    const name = nameOf(artefact);
    if (artefact.header === 'record') {
      for (const { text: found, place, prose, at } of phrases(facts, UNWRITTEN)) {
        if (prose.text.trim() === found && !isMarkup(found, prose, at)) yield report(place, 'record', { name, found });
      }
    }
    if (artefact.header !== 'document' || text(artefact.data, 'status') !== 'approved') return;
    for (const { text: found, place, prose, at } of phrases(facts, PLACEHOLDER)) {
      if (!isMarkup(found, prose, at)) yield report(place, 'placeholder', { name, found });
    }
    const brands = String(settings['brands'] ?? '').split(',').map(brand => brand.trim()).filter(brand => brand !== '' && !includes(config.organization, brand));
    if (brands.length === 0) return;
    for (const { text: found, place } of phrases(facts, new RegExp(`(?<![\\w-])(?:${brands.map(escaped).join('|')})(?![\\w-])`, 'gi'))) {
      // "your company" in a sentence is said to a reader; in capitals it is the template's.
      if (!/^your [a-z]/.test(found)) yield report(place, 'brand', { name, found });
    }
  },
  fixes: { organization: 'Write {organization}' },
  *fix(context, finding) {
    const { organization } = context.model.config, found = String(finding.args['found'] ?? '');
    // Only of this it is known what belongs there.
    const means = finding.message === 'brand' || (finding.message === 'placeholder' && OF_ORGANIZATION.test(found));
    if (means && organization !== '') yield* rewritten(context, finding, organization, { say: 'organization', args: { organization }, preferred: true });
  },
  examples: {
    good: [`
//- draft.md
---
{ kind: procedure, id: PROC-CHG, title: Change management, status: draft }
---
TODO: describe the emergency route. [Insert the members of the board.]
//- approved.md
---
{ kind: procedure, id: PROC-INC, title: Incident management, status: approved }
---
Answer "TBD" is no answer. A field left at \`TODO\` is refused; your company's desk is told, see [the list](list.md).

Response < 15 minutes and > 95 %; write to <desk@harbour.example>. Priority is to be determined with the caller.

- [ ] tick this off
`, `
//- sms.yaml
# Here Contoso is no name from a template.
sms: 1
organization: Contoso Netherlands
timeZone: Europe/Amsterdam
//- desk.md
---
{ kind: procedure, id: PROC-DESK, title: Service desk, status: approved }
---
The service desk of Contoso is open from 7:00 to 18:00. [Enter a ticket](https://desk.example) at any time.

The members of the board are named in the minutes; XX is the mark of the night shift.
`],
    bad: [`
//- approved.md
---
{ kind: procedure, id: PROC-INC, title: Incident management, status: approved }
---
The service desk of Your Company is open from XXX to 18:00. [Insert escalation levels]
//                  ^^^^^^^^^^^^ placeholder-text-in-approved brand
//                                            ^^^ placeholder-text-in-approved placeholder
//                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^ placeholder-text-in-approved placeholder

Major incidents: TBD. Lorem ipsum dolor sit amet, consectetur. Tell {{customer.name}}.
//               ^^^ placeholder-text-in-approved placeholder
//                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ placeholder-text-in-approved placeholder
//                                                                  ^^^^^^^^^^^^^^^^^ placeholder-text-in-approved placeholder
//- scope.yaml
kind: scope-statement
id: SCOPE
title: Scope
status: approved
statement: The services that <name of the organization> delivers.
//                           ^^^^^^^^^^^^^^^^^^^^^^^^^^ placeholder-text-in-approved placeholder
`, `
//- sms.yaml
sms: 1
organization: Harbour
timeZone: Europe/Amsterdam
//- desk.md
---
{ kind: procedure, id: PROC-DESK, title: Service desk, status: approved }
---
## Desk of Contoso
//         ^^^^^^^ placeholder-text-in-approved brand

| Priority | Called within |
| --- | --- |
| P1 | [TBD] |
//     ^^^^^ placeholder-text-in-approved placeholder
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with {{customer}}
//              ^^^^^^^^^^^^ placeholder-text-in-approved placeholder
status: approved
`, `
//- records/CHG-1.yaml
# Where it stands alone it was never filled in; inside a sentence it may be what a caller typed.
kind: change-record
id: CHG-1
title: New relay for <customer> in hall A
description: <Why it is made>
//           ^^^^^^^^^^^^^^^^ placeholder-text-in-approved record
`],
  },
};

/** A tag of HTML, a bracket of a link, or a box to tick. */
function isMarkup(found: string, { text: around }: Prose, at: number): boolean {
  if (found.startsWith('<')) return HTML.has(/^<([A-Za-z0-9]+)/.exec(found)?.[1]?.toLowerCase() ?? '') && !/^<\w+ (?!\w+=)\w/.test(found);
  if (!found.startsWith('[')) return false;
  const next = around[at + found.length];
  return next === '(' || next === '[' || around[at - 1] === '[';
}

function includes(whole: string, part: string): boolean { return whole.toLowerCase().includes(part.toLowerCase()); }

function escaped(literal: string): string { return literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'); }
