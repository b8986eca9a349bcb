import type { Config } from '../sms/config.js';
import { groupBy, state, text } from '../sms/data.js';
import { isRetired, nextReview, reviewEvery } from '../sms/header.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Artefact, FileFacts, Finding, Phrase, Word } from '../sms/types.js';
import { matchesGlob } from '../sms/wildcards.js';
import { byMessage, mended, setting } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Fix, FixContext, Rule } from './rule.js';

const MOST_RELATED = 20;
const REQUIRED = ['title', 'version', 'status', 'owner', 'approver'];

/** Every document carries the header of format.md F6, and a day on which it will be reviewed. */
export const docControlBlockMissing: Rule = {
  id: 'doc-control-block-missing',
  title: 'Documents carry their control block',
  clauses: ['7.5.2'],
  grade: 'minor',
  why: 'A document that does not say which version it is, who answers for it, who approves it and when it is looked at again '
    + 'cannot be shown to be the right one, or to be suitable still.',
  messages: {
    'missing-in-all': { text: 'None of the {documents} documents of this entry has {fields}. Without this nobody can tell whether they are the valid ones and who keeps them so. Say under `fields` '
      + 'what these are called in the files, or give a value for all of them under `set`.' },
    missing: { text: '{name} has no {fields}. Without this nobody can tell whether the document is the valid one and who keeps it so: add it to the header.' },
  },
  *checkFile({ facts, artefact, config, report }) {
    // Of adopted ones those of one entry are looked at together.
    if (artefact.adopted) return;
    const missing = missingOf(facts, artefact, config);
    if (missing.length > 0) yield report(artefact, 'missing', { name: nameOf(artefact), fields: phraseList(missing.map(inWords)), count: missing.length });
  },
  *check({ model, config, report }) {
    const adopted = [...model.files.values()].flatMap(facts => (facts.artefact?.adopted && facts.artefact.header === 'document' && facts.incomplete === undefined ? [{ facts, artefact: facts.artefact }] : []));
    for (const [entry, of] of groupBy(adopted, ({ artefact }) => config.adopt.findIndex(({ files }) => matchesGlob(files, artefact.file)))) {
      const lacking = of.map(({ facts, artefact }) => ({ artefact, missing: missingOf(facts, artefact, config) })), [first] = lacking;
      // An id is each document's own.
      const common = of.length < 2 || entry < 0 || !first ? [] : first.missing.filter(field => field !== 'id' && lacking.every(({ missing }) => missing.includes(field)));
      if (common.length > 0) {
        const related = lacking.slice(0, MOST_RELATED).map(({ artefact }) => ({ at: artefact, text: phrase('related.one-of-them', 'one of them') }));
        yield report({ file: config.file, path: ['adopt', entry, 'files'] }, 'missing-in-all', { documents: of.length, fields: phraseList(common.map(inWords), 'or'), count: common.length }, { related });
      }
      for (const { artefact, missing } of lacking) {
        const own = missing.filter(field => !common.includes(field));
        if (own.length > 0) yield report(artefact, 'missing', { name: nameOf(artefact), fields: phraseList(own.map(inWords)), count: own.length });
      }
    }
  },
  fixes: { begin: 'Insert {fields}' },
  fix: byMessage({ missing: beginsHeader }),
  examples: {
    good: [`
//- mail.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
version: 1.2
status: approved
owner: ROLE-MAIL
approver: ROLE-SD
approvedOn: 2026-02-12
reviewEvery: 12 months
//- drill.yaml
{ kind: document, id: DOC-DRILL, title: Fire drill, version: 1, status: in-review, owner: ROLE-SD, approver: ROLE-SD, nextReview: 2026-12-01 }
//- new.yaml
# never approved: its first review is counted from the approval
{ kind: document, id: DOC-NEW, title: Use of chat, version: 0.1, status: draft, owner: ROLE-MAIL, approver: ROLE-SD }
//- old.yaml
# nobody reviews what is no longer in use
{ kind: document, id: DOC-OLD, title: Use of fax, version: 3, status: withdrawn, owner: ROLE-MAIL, approver: ROLE-SD }
//- undated.yaml
# approved without a day: doc-approval-invalid says it
{ kind: document, id: DOC-UNDATED, title: Use of phones, version: 3, status: approved, owner: ROLE-MAIL, approver: ROLE-SD, reviewEvery: 1 year }
`, `
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
reviewEvery: { default: 12 months }
//- mail.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail, version: 1, status: approved, owner: ROLE-MAIL, approver: ROLE-SD, reviewedOn: 2026-01-05 }
`],
    bad: [`
//- mail.yaml
kind: document
id: DOC-MAIL
//  ^^^^^^^^ doc-control-block-missing missing
title: Use of e-mail
version:
status: approved
owner: ROLE-MAIL
approvedOn: 2026-02-12
reviewEvery: 12 months
//- chat.yaml
kind: document
id: DOC-CHAT
//  ^^^^^^^^ doc-control-block-missing missing
title: Use of chat
version: 1
status: approved
owner: ROLE-MAIL
approver: ROLE-SD
approvedOn: 2026-02-12
`, `
//- sms.yaml
# What the pages of the wiki do not say is not made up for by adopting them.
sms: 1
organization: Example
timeZone: Europe/Amsterdam
adopt:
  - { files: "wiki/*.md", as: markdown, kind: document, id: { from: path, strip: [wiki/, .md] }, fields: { title: title }, set: { version: "1", status: approved } }
//- wiki/leave.md
---
title: Leave
//@0-0 doc-control-block-missing missing
---
Ask your team lead.
//- chat.yaml
kind: document
id: DOC-CHAT
//  ^^^^^^^^ doc-control-block-missing missing
title: Use of chat
version: 1
status: in-review
owner: " "
approver: ROLE-SD
nextReview: 2027-02-01
`, `
//- sms.yaml
# All of them lack the same: that is told once, and what only one lacks there.
sms: 1
organization: Example
timeZone: Europe/Amsterdam
adopt:
  - files: "wiki/*.md"
//          ^^^^^^^^^ doc-control-block-missing missing-in-all
    as: markdown
    kind: document
    id: { from: path, strip: [wiki/, .md] }
    fields: { title: title, version: version, reviewEvery: cycle }
    set: { status: draft }
//- wiki/leave.md
---
title: Leave
//@0-0 doc-control-block-missing missing
---
Ask your team lead.
//- wiki/travel.md
---
title: Travel
version: 2
---
Ask your team lead.
`],
  },
};

/** A header for what is new: a first version, a draft; who answers for it only where one role can be meant. */
function* beginsHeader(context: FixContext, finding: Finding): Iterable<Fix> {
  const { model } = context, facts = model.files.get(finding.file), artefact = facts?.artefact;
  if (!facts || !artefact || artefact.adopted) return;
  const roles = model.ofType('role'), [role] = roles.length === 1 ? roles : [], every = model.config.reviewEvery['default'] ?? '12 months';
  const begun = missingOf(facts, artefact, model.config).flatMap((field): [string, string | null][] => {
    switch (field) {
      case 'version': return [[field, text(artefact.data, 'status') === undefined || text(artefact.data, 'status') === 'draft' ? '0.1' : '1']];
      case 'status': return [[field, 'draft']];
      case 'owner': case 'approver': return [[field, role?.id ?? null]];
      case 'review-interval': case 'review-both': return [['reviewEvery', every]];
      default: return [];
    }
  });
  const fields = phraseList(begun.map(([key, value]) => (value === null ? `\`${key}\`` : `\`${key}: ${value}\``)));
  if (begun.length > 0) yield* mended(context, finding, begun.map(([key, value]) => setting(context, finding.file, [key], value)), { say: 'begin', args: { fields } });
}

/** What the header lacks, in the order of the fields. */
function missingOf(facts: FileFacts, artefact: Artefact, config: Config): readonly string[] {
  if (artefact.header !== 'document') return [];
  // A misspelt key is told by `field-unknown`.
  const meant = facts.reports.filter(({ rule, subject }) => rule === 'field-unknown' && subject === artefact.id).map(({ args }) => args['suggestion']);
  const missing = REQUIRED.filter(key => state(artefact.data, key) !== 'filled' && !meant.includes(key));
  if (lacksId(artefact, config)) missing.unshift('id');
  const review = lackingForReview(artefact, config);
  if (review !== undefined) missing.push(review);
  return missing;
}

/** Without an id a document goes by its file; one that is adopted may have been given an id from there on purpose. */
function lacksId(artefact: Artefact, config: Config): boolean {
  if (!artefact.adopted) return state(artefact.data, 'id') !== 'filled';
  return artefact.id === artefact.file && config.adopt.every(adoption => adoption.id?.from !== 'path');
}

/** What keeps a review day from being computed. */
const REVIEWS: Readonly<Record<string, Phrase>> = {
  'review-day': phrase('review-day.day', 'review day (no day of a last review or approval)'), 'review-interval': phrase('review-day.interval', 'review day (no review interval)'),
  'review-both': phrase('review-day.both', 'review day (no day of a last review or approval and no review interval)'),
};

/** Fields by their keys. */
function inWords(missing: string): Word { return REVIEWS[missing] ?? missing; }

/** One of `REVIEWS`; undefined where there is a review day, or where none is due. */
function lackingForReview(artefact: Artefact, config: Config): string | undefined {
  const { data } = artefact, status = text(data, 'status');
  const isNew = status === 'draft' || status === 'in-review';
  if (isRetired(artefact) || nextReview(artefact, config) !== undefined) return undefined;
  // A value that is there and cannot be read is told as such by the engine.
  if (state(data, 'nextReview') === 'filled') return undefined;
  const undated = state(data, 'reviewedOn') !== 'filled' && state(data, 'approvedOn') !== 'filled';
  if (undated && isNew) return undefined;
  const noDay = undated && status !== 'approved', noInterval = reviewEvery(artefact, config) === undefined && state(data, 'reviewEvery') !== 'filled';
  return noDay && noInterval ? 'review-both' : noDay ? 'review-day' : noInterval ? 'review-interval' : undefined;
}
