import type { List, ListItem, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import { stateWord } from '../sms/clause-states.js';
import { groupBy } from '../sms/data.js';
import { gradeWord, listIn, told, type Language } from '../sms/language.js';
import { compareText, visible } from '../sms/text.js';
import type { Finding, Word } from '../sms/types.js';
import { headline } from './headline.js';
import { titleOfPart, type Part } from './titles.js';
import type { ApprovalChange, At, Change, ClauseChange, Consent, Consequence, Direction, Reached, Review, Role, Thing, Weight } from './types.js';

/** A review as one reads it: what it comes to, who must agree, and then all of it in sections, the gravest first. Trees of Markdown, for a comment and for a page. */
export interface ReviewPage {
  title: string;
  /** What one must know before anything else, one paragraph each. */
  answers: readonly Paragraph[];
  sections: readonly Section[];
  /** What was compared. */
  foot: Paragraph;
}

/** `folded`: worth a look by whoever wants it. `rank`: what is kept first where there is little room, from 0. */
export interface Section { title: string; folded: boolean; rank: number; entries: readonly ListItem[] }

/** What is compared, as the reader knows it, and how findings are told. */
export interface PageNames { before: string; after: string; today: string; notes: readonly string[]; sentence: (finding: Finding) => string }

/** `all`: each change that says the same in other words too, of which else only files are told. */
export function reviewPage(review: Review, names: PageNames, language: Language, { all = false }: { all?: boolean } = {}): ReviewPage {
  const desk = deskFor(review, language), { findings } = review, editorial = review.changes.filter(({ weight }) => weight === 'editorial');
  const part = (of: Part, rank: number, entries: readonly ListItem[], folded = false): Section => ({ title: titleOfPart(of, language), rank, entries, folded });
  const changed = (weight: Weight, rank: number): Section => {
    const entries = review.changes.filter(change => change.weight === weight).map(change => changeItem(desk, change));
    return part(weight, rank, entries, !OPEN.has(weight) && entries.length > MOST_OPEN);
  };
  const sections: Section[] = [
    part('not-compared', 1, review.notCompared.map(({ file, side, reason }) => notComparedItem(desk, file, side, reason))),
    changed('frame', 0), changed('promise', 2), changed('content', 4),
    part('consents', 3, consentItems(desk)),
    part('approvals', 6, review.approvals.map(approval => approvalItem(desk, approval))),
    part('introduced', 5, findings.introduced.map(finding => findingItem(desk, finding, names))),
    part('regraded', 8, findings.regraded.map(({ finding, from }) => findingItem(desk, finding, names, gradeWord(from, language)))),
    part('clauses', 7, review.clauses.map(clause => clauseItem(clause, language))),
    changed('lifecycle', 9), changed('progress', 11), changed('record', 10), changed('attachment', 12),
    part('fixed', 13, findings.fixed.map(finding => findingItem(desk, finding, names)), true),
    part('editorial', 14, all ? editorial.map(change => changeItem(desk, change)) : editorialItems(desk, editorial), true),
  ];
  const said = listIn(language, headline(review).map(word => wordsOf(desk, word)));
  return {
    title: capital(said), sections: sections.filter(({ entries }) => entries.length > 0),
    answers: [...names.notes.map(note => paragraph([text(note)])), paragraph(answer(desk))],
    foot: paragraph([text(language.text('review.report.foot', 'Compared {before} with {after}, both as of {today}. {files} What is not listed here says the same as before.',
      { before: names.before, after: names.after, today: names.today, files: filesTouched(desk) }))]),
  };
}

/** Weights of which every change is in sight. */
const OPEN: ReadonlySet<Weight> = new Set<Weight>(['frame', 'promise', 'content']);
/** Of the others so many. */
const MOST_OPEN = 8;
/** Longer texts of the documents are cut: no entry may grow without end. */
const MOST_CHARACTERS = 500;
const MOST_OF_NAME = 200;
/** So many further sentences. */
const MOST_PARTS = 12;
/** So many names stand in one sentence; more are counted. */
const MOST_NAMES = 6;

/** Text as a reader sees it in one line: nothing in it steers what is around it. */
export function text(of: string): PhrasingContent { return { type: 'text', value: oneLine(of) }; }
function oneLine(of: string): string {
  const line = visible(of.slice(0, 4 * MOST_CHARACTERS).replace(/\s+/g, ' ').trim());
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
function strong(of: string): PhrasingContent { return { type: 'strong', children: [text(of)] }; }
function code(of: string): PhrasingContent { return { type: 'inlineCode', value: oneLine(of) }; }
export function paragraph(children: readonly PhrasingContent[]): Paragraph { return { type: 'paragraph', children: [...children] }; }
export function item(line: readonly PhrasingContent[], below: readonly ListItem[] = []): ListItem {
  return { type: 'listItem', spread: false, children: [paragraph(line), ...(below.length > 0 ? [listOf(below)] : [])] };
}
export function listOf(entries: readonly ListItem[]): List { return { type: 'list', ordered: false, spread: false, children: [...entries] }; }
export function rootOf(children: readonly RootContent[]): Root { return { type: 'root', children: [...children] }; }

/** Paths and names of settings stay as they are. */
function capital(of: string): string { return /^\S*[/._]\S/.test(of) ? of : of.charAt(0).toUpperCase() + of.slice(1); }
function sentence(of: string): string { return capital(lineEnd(of)); }
function lineEnd(of: string): string { const line = oneLine(of); return /[.!?…]$/.test(line) ? line : `${line}.`; }
function joined(parts: readonly (readonly PhrasingContent[])[], between: string): PhrasingContent[] {
  return parts.flatMap((part, at) => (at === 0 ? part : [plainText(between), ...part]));
}

interface Desk {
  review: Review;
  language: Language;
  /** By key of the change that tells it. */
  reached: ReadonlyMap<string, Consequence>;
}

function deskFor(review: Review, language: Language): Desk {
  // What a thing carries stands at the gravest of its changes.
  const told_ = new Set<Consequence>(), reached = new Map<string, Consequence>();
  const byKey = new Map(review.consequences.flatMap(consequence => consequence.changes.map(key => [key, consequence] as const)));
  for (const { key } of review.changes) {
    const consequence = byKey.get(key);
    if (consequence && !told_.has(consequence)) { told_.add(consequence); reached.set(key, consequence); }
  }
  return { review, language, reached };
}

function wordsOf({ language }: Desk, word: Word): string { return String(told(language, shortened(word))); }

/** A name without end must not push the end of the sentence out of sight. */
function shortened(word: Word): Word {
  if (typeof word === 'number') return word;
  if (typeof word === 'string') return word.length <= MOST_OF_NAME ? word : `${word.slice(0, MOST_OF_NAME).replace(/[\ud800-\udbff]$/, '').trimEnd()}…`;
  return { ...word, ...(word.args && { args: Object.fromEntries(Object.entries(word.args).map(([name, value]) => [name, shortened(value)])) }) };
}

function changeItem(desk: Desk, change: Change): ListItem {
  const { direction, say, parts = [], texts, artefact, thing } = change, sign = signOf(desk, direction), line = sentence(wordsOf(desk, say));
  const where = thing.id === artefact.id || wordsOf(desk, say).includes(artefact.title) ? [] : [[text(artefact.title)]], below = desk.reached.get(change.key);
  return item([
    ...(sign === undefined ? [] : [strong(line.toLowerCase().includes(sign.word) ? `${sign.sign} ` : `${sign.sign} ${capital(sign.word)}:`), plainText(' ')]),
    text(line), ...placeOf(desk, change.after ?? change.before, change, where),
  ], [
    ...partItems(parts.map(part => sentence(wordsOf(desk, part)))),
    ...(texts ? [...textItem(desk, 'before', texts.before), ...textItem(desk, 'after', texts.after)] : []),
    ...(below ? consequenceItems(desk, below.reached, artefact.id) : []),
  ]);
}

/** What is soon said stands in one line. */
function partItems(parts: readonly string[]): ListItem[] {
  const line = parts.join(' ');
  return (line.length <= MOST_CHARACTERS ? [line] : parts.slice(0, MOST_PARTS)).filter(part => part !== '').map(part => item([text(part)]));
}

function consentItems(desk: Desk): ListItem[] {
  const isMissing = (all: readonly Consent[]): boolean => all.some(each => !isThere(each) && each.meaning !== 'reviewed');
  const groups = [...groupBy(desk.review.consents, ({ artefact }) => artefact.id).values()];
  return [...groups.filter(isMissing), ...groups.filter(all => !isMissing(all))].map(all => {
    const [first] = all;
    return item([strong(first ? documentName(first.artefact) : '')], all.map(consent => item(consentLine(consent, desk.language))));
  });
}

/** Whether everybody has agreed who must, and who is still to look at it: for that a review on the forge is enough. */
function answer({ review: { consents }, language }: Desk): PhrasingContent[] {
  const there = consents.filter(isThere), missing = consents.filter(each => !isThere(each));
  const binding = missing.filter(({ meaning }) => meaning !== 'reviewed'), looking = missing.filter(({ meaning }) => meaning === 'reviewed');
  if (consents.length === 0) return [text(language.text('review.report.nobody', 'Nobody has to agree to this change.'))];
  const areMany = new Set(consents.map(({ artefact }) => artefact.id)).size > 1, documents = documentsOf(consents, language);
  const part = (title: string, said: string): PhrasingContent[] => (said === '' ? [] : [strong(title), plainText(' '), text(`${said}.`), plainText(' ')]);
  const isWhole = binding.length === 0 && there.some(({ meaning }) => meaning !== 'reviewed');
  return [
    ...part(areMany ? language.text('review.report.missing', '✗ Not there yet:')
      : language.text('review.report.missing-for', '✗ Not there yet for {documents}:', { documents }), actsOf(binding, language, areMany)),
    ...part(!isWhole ? language.text('review.report.there', '✓ There:') : areMany ? language.text('review.report.all-there', '✓ Everybody who must agree has agreed:')
      : language.text('review.report.all-there-for', '✓ Everybody who must agree to {documents} has agreed:', { documents }), actsOf(there, language, areMany)),
    ...part(language.text('review.report.to-look', 'Should look at it:'), namesIn(language, looking.map(({ who }) => whoOf(who)))),
  ].slice(0, -1);
}

function isThere({ state }: Consent): boolean { return state === 'evidenced' || state === 'claimed'; }

/** `agreement of Boreal Foods; approval of Service director (Lena Maas)`, with the documents where these are several. */
function actsOf(consents: readonly Consent[], language: Language, areMany: boolean): string {
  const groups = groupBy(consents, ({ meaning, state, who }) => JSON.stringify([meaning, state === 'claimed', areMany ? who.id : '']));
  const said = [...groups.values()].map(some => {
    const [{ meaning, state } = { meaning: 'approved' as const, state: 'missing' as const }] = some, act = actOf(meaning, namesIn(language, some.map(({ who }) => whoOf(who))), language);
    const what = areMany ? language.text('review.report.act-for', '{act} for {documents}', { act, documents: documentsOf(some, language) }) : act;
    return state === 'claimed' ? `${what} ${language.text('review.report.claimed', '(only claimed, not evidenced)')}` : what;
  });
  return (said.length <= MOST_NAMES ? said : [...said.slice(0, MOST_NAMES - 1), language.text('review.report.acts-more', '{count} more', { count: said.length - MOST_NAMES + 1 })]).join('; ');
}

function documentsOf(consents: readonly Consent[], language: Language): string { return namesIn(language, consents.map(({ artefact }) => documentName(artefact))); }

function documentName(artefact: Consent['artefact']): string { return [titleOf(artefact), ...(artefact.version === undefined ? [] : [artefact.version])].join(' '); }

function titleOf({ title, id }: Thing): string { return title === '' ? id : title; }

function approvalItem(desk: Desk, { artefact, became, say }: ApprovalChange): ListItem {
  const { language } = desk;
  const word = became === 'voided' ? language.text('review.report.voided', '✗ Void:') : became === 'weaker' ? language.text('review.report.weaker', '▼ Weaker:')
    : became === 'given' ? language.text('review.report.given', '✓ Given:') : language.text('review.report.stronger', '▲ Stronger:');
  return item([strong(word), plainText(' '), text(`${titleOf(artefact)}: ${lineEnd(wordsOf(desk, say))}`)]);
}

function findingItem(desk: Desk, finding: Finding, { sentence: say }: PageNames, from?: string): ListItem {
  const { grade, file, range: { start }, rule } = finding, word = gradeWord(grade, desk.language);
  return item([
    strong(`${capital(from === undefined ? word : desk.language.text('review.report.regraded-from', '{grade}, {from} before', { grade: word, from }))}:`), plainText(' '), text(sentence(say(finding))),
    plainText(' ('), code(`${file}:${start.line + 1}`), plainText(', '), code(rule), plainText(')'),
  ]);
}

function clauseItem({ clause, title, before, after, direction, reason }: ClauseChange, language: Language): ListItem {
  const sign = direction === 'worse' ? '▼' : direction === 'better' ? '▲' : '◆';
  return item([strong(`${sign} ${clause} ${title}:`), plainText(' '), text(`${stateWord(before, language)} → ${stateWord(after, language)}.`), plainText(' '), text(sentence(reason))]);
}

function notComparedItem(desk: Desk, file: string | undefined, side: 'before' | 'after' | 'both', reason: Word): ListItem {
  const { language } = desk, when = side === 'before' ? language.text('review.report.as-it-was', 'as it was') : side === 'after' ? language.text('review.report.as-it-is', 'as it is') : '';
  return item([...(file === undefined ? [] : [code(file), plainText(when === '' ? ': ' : `, ${when}: `)]), text(sentence(wordsOf(desk, reason)))]);
}

/** Files that say the same, and in how many places they say it otherwise. */
function editorialItems(desk: Desk, changes: readonly Change[]): ListItem[] {
  return [...groupBy(changes, ({ after, before, artefact }) => (after ?? before)?.file ?? artefact.id)].map(([file, all]) => {
    const [only] = all.length === 1 ? all : [];
    return item([code(file), plainText(': '), text(only ? sentence(wordsOf(desk, only.say)) : desk.language.text('review.report.editorial-count', '{count} changes of form only.', { count: all.length }))]);
  });
}

function filesTouched(desk: Desk): string {
  const { changed, added, removed, moved } = desk.review.files, { language } = desk;
  const parts = [
    changed > 0 ? language.text('review.report.files-changed', '{count} changed', { count: changed }) : '', added > 0 ? language.text('review.report.files-added', '{count} added', { count: added }) : '',
    removed > 0 ? language.text('review.report.files-removed', '{count} removed', { count: removed }) : '', moved > 0 ? language.text('review.report.files-moved', '{count} moved', { count: moved }) : '',
  ].filter(part => part !== '');
  return parts.length === 0 ? '' : language.text('review.report.files', 'Files: {parts}.', { parts: listIn(language, parts) });
}

function signOf(desk: Desk, direction: Direction): { sign: string; word: string } | undefined {
  const { language } = desk;
  switch (direction) {
    case 'loosened': return { sign: '▼', word: language.text('review.report.loosened', 'loosened') };
    case 'tightened': return { sign: '▲', word: language.text('review.report.tightened', 'tightened') };
    case 'changed': return { sign: '◆', word: language.text('review.report.changed', 'changed') };
    case 'neutral': return undefined;
  }
}

function placeOf(desk: Desk, at: At | undefined, { clauses }: Change, where: readonly PhrasingContent[][]): PhrasingContent[] {
  const numbers = { clauses: clauses.join(', ') }, { language } = desk;
  const named = clauses.length === 1 ? language.text('review.report.one-clause', 'clause {clauses}', numbers) : language.text('review.report.some-clauses', 'clauses {clauses}', numbers);
  const all = [...where, ...(at ? [[code(`${at.file}:${at.range.start.line + 1}`)]] : []), ...(clauses.length > 0 ? [[text(named)]] : [])];
  return all.length === 0 ? [] : [plainText(' ('), ...joined(all, ', '), plainText(')')];
}

function textItem(desk: Desk, side: 'before' | 'after', of: string | undefined): ListItem[] {
  if (of === undefined || of.trim() === '') return [];
  return [item([strong(side === 'before' ? desk.language.text('review.report.was', 'Was:') : desk.language.text('review.report.now', 'Now:')), plainText(' '), text(of)])];
}

/** What no longer carries, each in its own sentence; the rest by what it is. */
function consequenceItems(desk: Desk, reached: readonly Reached[], own: string): ListItem[] {
  const grave = reached.filter(each => each.grave && each.say), others = groupBy(reached.filter(each => !grave.includes(each) && each.thing.id !== own), ({ as }) => as);
  const named = ROLES.flatMap(role => { const all = others.get(role) ?? []; return all.length === 0 ? [] : [reachedAs(desk, role, all.map(({ thing }) => titleOf(thing)))]; });
  return [
    ...[...groupBy(grave, ({ say = '' }) => wordsOf(desk, say))].slice(0, MOST_NAMES)
      .map(([said, all]) => item([strong('⚠'), plainText(' '), text(`${namesIn(desk.language, all.map(({ thing }) => titleOf(thing)))}: ${lineEnd(said)}`)])),
    ...(named.length > 0 ? [item([strong(desk.language.text('review.report.reaches', 'Concerns')), plainText(' '), ...joined(named.map(each => [text(each)]), '; ')])] : []),
  ];
}

function reachedAs(desk: Desk, role: Role, names: readonly string[]): string {
  const { language } = desk, args = { names: namesIn(desk.language, names) };
  switch (role) {
    case 'service': return names.length === 1 ? language.text('review.report.service', 'service {names}', args) : language.text('review.report.services', 'services {names}', args);
    case 'customer': return names.length === 1 ? language.text('review.report.customer', 'customer {names}', args) : language.text('review.report.customers', 'customers {names}', args);
    case 'agreement': return names.length === 1 ? language.text('review.report.agreement', 'agreement {names}', args) : language.text('review.report.agreements', 'agreements {names}', args);
    case 'promise': return names.length === 1 ? language.text('review.report.promise', 'promise {names}', args) : language.text('review.report.promises', 'promises {names}', args);
    case 'supplier-term': return names.length === 1 ? language.text('review.report.supplier-term', 'supplier term {names}', args) : language.text('review.report.supplier-terms', 'supplier terms {names}', args);
    case 'risk': return names.length === 1 ? language.text('review.report.risk', 'risk {names}', args) : language.text('review.report.risks', 'risks {names}', args);
    case 'procedure': return names.length === 1 ? language.text('review.report.procedure', 'procedure {names}', args) : language.text('review.report.procedures', 'procedures {names}', args);
    case 'other': return language.text('review.report.others', 'also {names}', args);
  }
}

function namesIn(language: Language, names: readonly string[]): string {
  const all = [...new Set(names.map(oneLine))];
  if (all.length <= MOST_NAMES) return listIn(language, all);
  return language.text('review.and-more', '{items} and {count} more', { items: all.slice(0, MOST_NAMES - 1).join(', '), count: all.length - MOST_NAMES + 1 });
}

function actOf(meaning: Consent['meaning'], who: string, language: Language): string {
  switch (meaning) {
    case 'agreed': return language.text('review.report.agreement-of', 'agreement of {who}', { who });
    case 'approved': return language.text('review.report.approval-of', 'approval of {who}', { who });
    case 'reviewed': return language.text('review.report.review-of', 'review by {who}', { who });
  }
}

function consentLine({ meaning, who, because, state, record }: Consent, language: Language): PhrasingContent[] {
  const why = because.length === 0 ? '' : language.text('review.report.because', ' – {reasons}', { reasons: listIn(language, because.map(word => String(told(language, shortened(word))))) });
  const said = { what: actOf(meaning, whoOf(who), language), who: whoOf(who), why, on: record?.on ?? '' };
  const line = (sign: string, of: string): PhrasingContent[] => [strong(sign), plainText(' '), text(of)];
  if (state === 'contradicted') return line('✗', language.text('review.report.consent-contradicted', 'Contradicted by what is recorded: {what}{why}.', said));
  if (state === 'missing') {
    return meaning === 'reviewed' ? line('–', language.text('review.report.consent-look', 'Should look at it: {who}{why}.', said))
      : line('✗', language.text('review.report.consent-missing', 'Missing: {what}{why}.', said));
  }
  const there = record?.on === undefined ? language.text('review.report.consent-there', 'There: {what}{why}', said)
    : language.text('review.report.consent-there-on', 'There since {on}: {what}{why}', said);
  const claimed = state === 'claimed' ? ` ${language.text('review.report.claimed', '(only claimed, not evidenced)')}` : '';
  return [...line('✓', there), ...(record ? [plainText(' ('), code(record.id), plainText(')')] : []), plainText(`${claimed}.`)];
}

/** As it is, spaces at its ends too; nothing from documents. */
function plainText(value: string): PhrasingContent { return { type: 'text', value }; }

function whoOf({ persons, ...who }: Consent['who']): string {
  const name = titleOf(who), { type } = who;
  return type === 'role' && persons.length > 0 && persons.length <= 2 ? `${name} (${persons.join(', ')})` : name;
}

const ROLES: readonly Role[] = ['customer', 'service', 'agreement', 'promise', 'supplier-term', 'procedure', 'risk', 'other'];

/** The order in which sections are filled where there is little room. */
export function byRank(sections: readonly Section[]): Section[] { return [...sections].sort((a, b) => a.rank - b.rank || compareText(a.title, b.title)); }
