import { texts } from '../sms/data.js';
import { inForce, isRetired, successorsIn } from '../sms/header.js';
import { meant, phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { foundOnce, type Findings } from '../sms/reads.js';
import { kindsOf, type Kinds } from '../sms/kinds.js';
import { nearest } from '../sms/text.js';
import type { Artefact, Item, ItemType, Kind, Phrase, Reference, Report, Word } from '../sms/types.js';
import { elementaryCycles } from './cycles.js';
import { nameOf } from '../sms/naming.js';
import { mostSuggestions } from './portions.js';
import type { Rule, RuleContext } from './rule.js';

/** Where more than this is wrong, ids are not mistyped one by one, and comparing each with all others would take long. */
const MOST_SUGGESTIONS = 500;

/** What a field, a link, a mention or a diagram names exists, is of the right sort, and is still in use. */
export const refUnresolvedOrObsolete: Rule = {
  id: 'ref-unresolved-or-obsolete',
  title: 'References point at what exists and is in force',
  clauses: ['7.5.3.2', '8.1'],
  grade: 'minor',
  why: 'An auditor follows references. One that leads to nothing, or to a document that was replaced, breaks the chain of evidence '
    + 'and lets people work by what no longer holds.',
  messages: {
    unknown: { missingId: true, text: 'Nothing in this SMS has the id {to}, so this reference leads nowhere.{hint} Correct the id, or add what it names.' },
    'wrong-type': { missingId: true, text: '{name} is of the type {type}; here belongs the id of a {expected}.{hint}' },
    'file-missing': { missingId: true, text: 'There is no file {to} in this SMS.{hint} Correct the path, or add the file.' },
    fragment: { text: '{to} exists, but it has nothing called {fragment}.{hint} Correct the part after the #, or add what it names.' },
    obsolete: { text: '{name} is {status} and no longer in use.{hint} Refer to what is in force instead, or take the reference out.' },
    replaced: { text: '{name} was replaced by {successor} on {day}, though it still says that it is {status}. Refer to {successorId} instead, and set the status of {id} to superseded.' },
    'supersedes-cycle': { text: '{name} says that it replaces {next}, and {next} that it replaces {name}{through}. In a circle nobody can say which document '
      + 'holds: take out the entry that names what came later.' },
    'supersedes-itself': { text: '{name} says that it replaces itself. Name the document that it replaces, or take the field out; an earlier version of the same document needs no mention.' },
  },
  *check({ model, report }) {
    for (const circle of circlesOf(model)) yield* reportCircle(model, circle, report);
  },
  references: ({ model, today, report }) => {
    const kinds = kindsOf(model.config), successors = successorsIn(model), inCircle = new Set(circlesOf(model).flat()), suggest = suggestions(model), isPage = pagesOf(model);
    return function* led(reference) {
      const target = model.resolve(reference), { to } = reference, hash = to.indexOf('#');
      const whole = hash < 0 ? to : to.slice(0, hash), fragment = hash < 0 ? '' : to.slice(hash + 1);
      const isFile = reference.expects.includes('file'), lacksAnchor = isFile && fragment !== '' && model.paths.has(whole) && !hasAnchor(model, whole, fragment);
      if (model.resolves(reference) && !lacksAnchor) {
        if (!target || !mayBeCurrent(model, reference, successors)) return;
        const obsolete = obsoleteIn(model, target, reference);
        if (!obsolete) {
          const replaced = target.artefact === reference.artefact ? undefined : model.artefact(target.artefact);
          const inUse = replaced?.header === 'document' && !inCircle.has(replaced.id) ? successors.get(replaced.id)?.find(successor => inForce(successor, today)) : undefined;
          if (replaced && inUse) {
            const [status] = texts(replaced.data, 'status');
            yield report(reference, 'replaced', {
              name: nameOf(replaced), id: replaced.id, status: status === undefined ? phrase('word.in-use', 'in use') : phrase(`status.${status}`, status), successor: nameOf(inUse), successorId: inUse.id,
              day: texts(inUse.data, 'effectiveFrom')[0] ?? texts(inUse.data, 'approvedOn')[0] ?? phrase('word.a-day-before-today', 'a day before today'),
            }, { related: [{ at: inUse, text: phrase('related.what-replaced-it', 'what replaced it') }] });
          }
          return;
        }
        const successor = successors.get(target.artefact)?.[0];
        const hint = successor ? phrase('hint.replaced', ' It was replaced by {successor}.', { successor: nameOf(successor) }) : '';
        const related = [
          { at: target, text: phrase('related.is-defined-here', '{name} is defined here', { name: target.id }) },
          ...(successor ? [{ at: successor, text: phrase('related.what-replaced-it', 'what replaced it') }] : []),
        ];
        const { status } = obsolete;
        yield report(reference, 'obsolete', { name: nameOf(obsolete), id: target.id, status: phrase(`status.${status}`, status), hint }, { related });
        return;
      }
      if (reference.rule !== undefined) return;
      if (isFile && isPage(reference.artefact, whole)) return;
      const hint = suggest(reference);
      if (isFile) {
        if (lacksAnchor) yield report(reference, 'fragment', { to: whole, fragment, hint });
        else yield report(reference, 'file-missing', { to: whole, hint });
      } else if (target) {
        yield report(reference, 'wrong-type', { name: nameOf(target), to, type: target.path.length === 0 ? kindName(target.type, kinds) : typeName(target.type, kinds), expected: phraseList(reference.expects.map(type => typeName(type, kinds)), 'or'), hint });
      } else if (fragment !== '' && model.artefact(whole)) {
        yield report(reference, 'fragment', { to: whole, fragment, hint });
      } else {
        yield report(reference, 'unknown', { to, hint });
      }
    };
  },
  examples: {
    good: [`
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
adopt:
  - { files: "site/*.html.md", as: markdown, kind: document, id: { from: path, strip: [site/, .html.md] }, fields: { title: title } }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail }] }
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, services: [SVC-MAIL], targets: [{ id: p1, title: Restoration }] }
//- mail.md
---
{ kind: document, id: DOC-MAIL, title: Use of e-mail, owner: ROLE-NOBODY, supersedes: DOC-MAIL-OLD }
---
# Use of e-mail

SVC-MAIL is for everyone, see [the catalogue](catalogue.yaml#SVC-MAIL), SLA-A#p1 and [below](mail.md#when-in-doubt).
It replaces DOC-MAIL-OLD. UTF-8 and CVE-2025-1234 are just words, \`[[SVC-X]]\` is code.

## When in doubt

Ask.
//- old.md
---
{ kind: document, id: DOC-MAIL-OLD, title: Use of e-mail, status: superseded }
---
# Use of e-mail

See also DOC-FAX.
//- fax.yaml
{ kind: document, id: DOC-FAX, title: Use of fax, status: withdrawn }
//- site/logging.html.md
---
title: Logging
---
See [alerts](alerting.html) and [the start](../site).
//- site/alerting.html.md
---
title: Alerts
---
//- site/index.html.md
---
title: Start
---
//- phone.yaml
{ kind: document, id: DOC-PHONE, title: Use of phones, status: approved, description: Until next year DOC-PHONE-OLD holds. }
//- phone-old.yaml
{ kind: document, id: DOC-PHONE-OLD, title: Use of phones before, status: approved }
//- phone-new.yaml
{ kind: document, id: DOC-PHONE-NEW, title: Use of phones to come, status: approved, effectiveFrom: 2027-01-01, supersedes: DOC-PHONE-OLD }
//- approval.yaml
{ kind: approval-record, id: APR-1, title: Approval of DOC-FAX, artefact: DOC-FAX, version: 1, meaning: approved, on: 2020-01-01 }
`, `
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
status: approved
supersedes: SLA-2024
targets: [{ id: p1, title: Restoration within 4 hours }]
//- sla-2024.yaml
{ kind: sla, id: SLA-2024, title: SLA with Boreal Foods of 2024, status: superseded, targets: [{ id: p1, title: Restoration within 8 hours }] }
//- desk.md
---
{ kind: procedure, id: PROC-DESK, title: Service desk, aliases: [PROC-HELPDESK], status: approved }
---
# Service desk

## Night shifts

The times are on the wall.
//- incidents.md
---
{ kind: procedure, id: PROC-INC, title: Incident management, status: approved }
---
Restoration is due by [[SLA-A#p1]]; at night see [[PROC-HELPDESK]] and [its rules](desk.md#night-shifts).
//- INC-1.yaml
# A record names what held on its day.
{ kind: incident-record, id: INC-1, title: Mail stands still, openedAt: "2024-05-01T09:00:00+02:00", targets: [SLA-2024#p1] }
`],
    bad: [`
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail }] }
//- scope.yaml
kind: scope-statement
id: SCOPE
title: Scope
services: [SVC-MIAL, CAT]
//         ^^^^^^^^ ref-unresolved-or-obsolete unknown
//                   ^^^ ref-unresolved-or-obsolete wrong-type
//- mail.md
---
{ kind: document, id: DOC-MAIL, title: Use of e-mail }
---
See [[SVC-WEB]], [[SCOPE#east]] and [the catalogue](catalog.yaml).
//    ^^^^^^^ ref-unresolved-or-obsolete unknown
//                 ^^^^^^^^^^ ref-unresolved-or-obsolete fragment
//                                                  ^^^^^^^^^^^^ ref-unresolved-or-obsolete file-missing
It is [a service](catalogue.yaml#SVC-WEB); the rules are those of [[DOC-FAX]].
//                ^^^^^^^^^^^^^^^^^^^^^^ ref-unresolved-or-obsolete fragment
//                                                                  ^^^^^^^ ref-unresolved-or-obsolete obsolete
//- fax.yaml
{ kind: document, id: DOC-FAX, title: Use of fax, status: withdrawn }
//- circle-1.yaml
{ kind: document, id: DOC-1, title: First, status: approved, supersedes: [DOC-3, DOC-FAX] }
//                                                                        ^^^^^ ref-unresolved-or-obsolete supersedes-cycle
//- circle-2.yaml
{ kind: document, id: DOC-2, title: Second, status: approved, supersedes: DOC-1 }
//- circle-3.yaml
{ kind: document, id: DOC-3, title: Third, status: approved, supersedes: DOC-2, description: Those before are DOC-1 and DOC-2. }
//- itself.yaml
{ kind: document, id: DOC-SELF, title: Itself, supersedes: DOC-SELF }
//                                                         ^^^^^^^^ ref-unresolved-or-obsolete supersedes-itself
//- phone.md
---
{ kind: document, id: DOC-PHONE, title: Use of phones }
---
The rules for calls are those of [[DOC-CALLS]].
//                                 ^^^^^^^^^ ref-unresolved-or-obsolete replaced
//- calls.yaml
{ kind: document, id: DOC-CALLS, title: Use of calls, status: approved }
//- calls-new.yaml
{ kind: document, id: DOC-CALLS-2, title: Calls, status: approved, effectiveFrom: 2026-10-01, supersedes: DOC-CALLS }
`, `
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
status: approved
supersedes: SLA-2024
targets: [{ id: p1, title: Restoration within 4 hours }]
//- sla-2024.yaml
{ kind: sla, id: SLA-2024, title: SLA with Boreal Foods of 2024, status: superseded, targets: [{ id: p1, title: Restoration within 8 hours }] }
//- desk.md
---
{ kind: procedure, id: PROC-DESK, title: Service desk, aliases: [PROC-HELPDESK], status: approved }
---
# Service desk

## Night shifts

The times are on the wall.
//- incidents.md
---
{ kind: procedure, id: PROC-INC, title: Incident management, status: draft }
---
Restoration is due by [[SLA-2024#p1]] or [[SLA-A#p2]]; at night see [its rules](desk.md#night-shift).
//                      ^^^^^^^^^^^ ref-unresolved-or-obsolete obsolete
//                                         ^^^^^^^^ ref-unresolved-or-obsolete fragment
//                                                                              ^^^^^^^^^^^^^^^^^^^ ref-unresolved-or-obsolete fragment
//- INC-1.yaml
# A record may name what was replaced, and not what never was.
{ kind: incident-record, id: INC-1, title: Mail stands still, openedAt: "2024-05-01T09:00:00+02:00", problem: SLA-2024, targets: [SLA-2023#p1] }
//                                                                                                            ^^^^^^^^ ref-unresolved-or-obsolete wrong-type
//                                                                                                                                ^^^^^^^^^^^ ref-unresolved-or-obsolete unknown
`],
  },
};

/** Enough to see what is wrong where many documents name one another. */
const MOST_CIRCLES = 20, MOST_NAMED = 5;

/** Documents each of which says that it replaces the next, and the last the first; those that name themselves first. */
function circlesOf(model: Model): readonly (readonly string[])[] {
  const replaces = new Map<string, readonly string[]>();
  for (const { id, data } of model.withField('supersedes')) {
    const ids = texts(data, 'supersedes').flatMap(each => model.item(each)?.artefact ?? []);
    if (ids.length > 0) replaces.set(id, ids);
  }
  return [...[...replaces].flatMap(([id, ids]) => (ids.includes(id) ? [[id]] : [])), ...elementaryCycles(replaces, MOST_CIRCLES).cycles];
}

/** Once for a circle, where its first document names the next one. */
function* reportCircle(model: Model, circle: readonly string[], report: RuleContext['report']): Iterable<Report> {
  const documents = circle.flatMap(id => model.artefact(id) ?? []), [first, ...others] = documents, next = others[0] ?? first;
  if (!first || !next) return;
  const place = model.files.get(first.file)?.references.find(reference => reference.path[0] === 'supersedes' && model.resolve(reference)?.artefact === next.id) ?? first;
  if (others.length === 0) yield report(place, 'supersedes-itself', { name: nameOf(first) });
  else {
    const between = others.slice(1), through = between.length === 0 ? '' : between.length > MOST_NAMED ? phrase('circle.through-many', ' by way of {count} others', { count: between.length })
      : phrase('circle.through', ' by way of {names}', { names: phraseList(between.map(nameOf)) });
    const related = others.map(at => ({ at, text: phrase('related.is-part-of-the-circle', '{name} is part of the circle', { name: at.id }) }));
    yield report(place, 'supersedes-cycle', { name: nameOf(first), next: nameOf(next), through, count: documents.length }, { related });
  }
}

/** History may name what is no longer in use: records, earlier terms, retired documents, and what says that it replaced the thing. */
function mayBeCurrent(model: Model, reference: Reference, successors: ReadonlyMap<string, readonly Artefact[]>): boolean {
  const from = model.artefact(reference.artefact);
  if (reference.path[0] === 'supersedes' || reference.path.includes('previously')) return false;
  if (!from) return true;
  const target = model.resolve(reference);
  return from.header !== 'record' && !isRetired(from) && !(target && successors.get(target.artefact)?.some(successor => successor.id === from.id));
}

/** The thing that is out of use: the target itself, or the document it stands in. */
function obsoleteIn(model: Model, target: Item, reference: Reference): { id: string; title: string; status: string } | undefined {
  if (target.artefact === reference.artefact) return undefined;
  const artefact = model.artefact(target.artefact);
  if (artefact?.header === 'document' && isRetired(artefact)) return { id: artefact.id, title: artefact.title, status: texts(artefact.data, 'status')[0] ?? '' };
  const own = artefact?.id !== target.id && (target.status === 'superseded' || target.status === 'withdrawn') ? target.status : undefined;
  return own === undefined ? undefined : { id: target.id, title: target.title, status: own };
}

/** True where the file has an item or a heading of that name, or where nothing is known of its inside. */
function hasAnchor(model: Model, file: string, fragment: string): boolean {
  const facts = model.files.get(file);
  if (!facts?.artefact) return true;
  const wanted = decoded(fragment).normalize('NFC');
  return facts.items.some(item => item.id === wanted || item.local === wanted || item.aliases.some(alias => alias.id === wanted))
    || anchors(facts.sections.map(section => section.heading)).has(wanted.toLowerCase());
}

/** The anchors that GitHub and VS Code give to headings; a repeated one gets a number. */
function anchors(headings: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const heading of headings) {
    const slug = heading.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '').replace(/ /g, '-');
    let anchor = slug;
    for (let n = 1; found.has(anchor); n++) anchor = `${slug}-${n}`;
    found.add(anchor);
  }
  return found;
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch (error) {
    if (error instanceof URIError) return fragment;
    throw error;
  }
}

/** Adopted pages of a web site link to what their neighbours are published as: `slis.html` or `slis` for `slis.html.md.erb`, `node` for `node/index.html.md`. */
function pagesOf(model: Model): (from: string, link: string) => boolean {
  let pages: Set<string> | undefined;
  const stem = (path: string): string => path.replace(/(?:\.\w+)+$/, '').replace(/\/(?:index)?$/, '');
  return (from, link) => {
    if (!model.artefact(from)?.adopted) return false;
    pages ??= new Set(model.artefacts.filter(({ adopted }) => adopted).map(({ file }) => stem(file)));
    return /(?:\.html?|(?:^|\/)[^./]*)$/.test(link) && pages.has(stem(link));
  };
}

/** `Did you mean …?` for a reference that names nothing suitable. Each question is answered once. */
function suggestions(model: Model): (reference: Reference) => Word {
  const known = new Map<string, Word>();
  let files: Map<string, string> | undefined;
  return ({ to, expects, artefact }) => {
    const key = `${expects.join(' ')} ${artefact} ${to}`, answer = known.get(key);
    if (answer !== undefined) return answer;
    if (known.size >= mostSuggestions(model, MOST_SUGGESTIONS)) return '';
    const [whole = '', fragment] = to.split('#');
    let suggestion: string | undefined;
    if (expects.includes('file') && model.paths.has(whole)) {
      suggestion = nearest(fragment ?? '', (model.files.get(whole)?.items ?? []).map(item => item.local ?? item.id));
    } else if (expects.includes('file')) {
      files ??= new Map([...model.paths].reverse().map(path => [nameOfFile(path), path]));
      suggestion = files.get(nameOfFile(whole)) ?? nearest(whole, files.values());
    } else {
      suggestion = nearestOf(model, expects, artefact, to);
    }
    const question = meant(suggestion);
    known.set(key, question);
    return question;
  };
}

function nameOfFile(path: string): string { return path.slice(path.lastIndexOf('/') + 1).toLowerCase(); }

/** Many places that name one missing thing ask one question, unless they have ids of their own to choose from. */
const answers: Findings<{ ids: readonly string[]; nearest: Map<string, string | undefined> }> = new WeakMap();

function nearestOf(model: Model, expects: readonly ItemType[], from: string, to: string): string | undefined {
  const own = model.artefact(from);
  if (own && model.files.get(own.file)?.items.some(({ local }) => local !== undefined)) return nearest(to, model.idsFor(expects, from));
  const known = foundOnce(model, answers, seen => ({ ids: seen.idsFor(['item'], ''), nearest: new Map() })), key = `${expects.join(' ')} ${to}`;
  if (!known.nearest.has(key)) known.nearest.set(key, nearest(to, expects.includes('item') ? known.ids : model.idsFor(expects, '')));
  return known.nearest.get(key);
}

/** What a type is called in a sentence. */
function typeName(type: ItemType, kinds: Kinds): Phrase {
  if (type === 'artefact') return phrase('word.document-or-record', 'document or record');
  return kinds.itemTypes().has(type) ? phrase(`kind.${type}`, type.replace(/-/g, ' ')) : kindName(type, kinds);
}

function kindName(kind: Kind, kinds: Kinds): Phrase { return phrase(`kind.${kind}`, kinds.get(kind)?.name.toLowerCase() ?? kind.replace(/-/g, ' ')); }
