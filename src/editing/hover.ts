import { addTo, isFields, number, state, text, texts, valueAt } from '../sms/data.js';
import { addPeriod, daysBetween, isDay, parsePeriod } from '../sms/days.js';
import type { Approval, ChangedSinceApproval, DocumentControl } from '../sms/control.js';
import { gradeWord, type Language } from '../sms/language.js';
import { holdersOn } from '../sms/people.js';
import { kindsOf, type Kinds, type KindSchema } from '../sms/kinds.js';
import { descriptionIn, labelIn, type Shape } from '../sms/shapes.js';
import { shapeIn } from '../sms/shape.js';
import { clause, MAIN, type Clause } from '../sms/standard.js';
import { standardsOf } from '../sms/standards.js';
import { words } from '../sms/text.js';
import type { ClauseRef, Finding, Item, Path, Position, Range } from '../sms/types.js';
import { availabilityChain } from './chain.js';
import { fieldAt, targetAt, touches, type FieldAt, type Target } from './cursor.js';
import type { EditorDesk } from './desk.js';
import { typeName } from './explorer.js';
import { code, escaped, said } from './markup.js';
import { readingsIn } from './readings.js';
import { isAlias } from './tokens.js';
import { countOf, usersOf } from './users.js';

/** Markdown in which texts of files are escaped. */
export interface Hover { range: Range; markdown: string }

/** What the rules and document control say, in the language of the desk. */
export interface Spoken {
  /** Why there is a rule; undefined for one that this release does not have. */
  why(rule: string): string | undefined;
  finding(finding: Finding): string;
  approval(approval: Approval): string;
  changed(changed: ChangedSinceApproval): string;
}

/** So many users of a type, findings, and types of users are named. */
const NAMED = 3, FINDINGS = 5, USERS = 6;
/** Most values of an enumeration that are listed. */
const CHOICES = 20;

/** What the cursor is on: a thing by its id, a clause by its number, a field by its key or value, a section by its heading. */
export function hover(desk: EditorDesk, file: string, position: Position, spoken: Spoken): Hover | undefined {
  const target = targetAt(desk, file, position), field = fieldAt(desk, file, position);
  if (target?.item) {
    const thing = aboutItem(desk, file, target.item, target, spoken);
    // Of a text, and of the field that holds the id of the thing itself, nobody asks.
    const beside = isInField(target) && field?.shape ? aboutField(desk, file, field, field.shape, spoken, true) : undefined;
    return { range: target.range, markdown: joined([thing, beside], '\n\n---\n\n') };
  }
  if (!field) return aboutSection(desk, file, position);
  const about = field.shape && aboutField(desk, file, field, field.shape, spoken, false);
  return about === undefined ? undefined : { range: field.range, markdown: about };
}

function isInField(target: Target): boolean { return target.type === 'reference' && target.reference.via === 'field'; }

/** Those parts that there are. */
function joined(parts: readonly (string | undefined)[], between: string): string { return parts.filter(part => part !== undefined && part !== '').join(between); }

// ---- things ----

function aboutItem(desk: EditorDesk, file: string, item: Item, target: Target, spoken: Spoken): string {
  const { language, model, control } = desk, { id, title, type, path, status } = item;
  const document = path.length === 0 ? control.documents.get(id) : undefined, inside = path.length === 0 || item.row ? undefined : model.artefact(item.artefact);
  const isFormer = target.type === 'alias' || (target.type === 'reference' && isAlias(item, target.reference.to));
  const head = [
    title === id || title.trim() === '' ? code(id) : `**${escaped(title)}** ${code(id)}`, escaped(typeName(type, language, kindsOf(model.config))),
    document?.version === undefined ? undefined : language.text('hover.version', 'version {version}', { version: escaped(document.version) }),
    status === undefined ? undefined : escaped(document ? language.text(`status.${status}`, status.replace(/-/g, ' ')) : status),
  ];
  const lines = [
    joined(head, ' · '), isFormer ? language.text('hover.alias', 'An earlier id of {id}.', { id: code(id) }) : undefined, described(desk, item),
    inside && language.text('hover.inside', 'In: {title}', { title: `${escaped(inside.title)} (${code(inside.id)})` }),
    item.row && language.text('hover.row', 'A row of the table of {log}.', { log: code(item.artefact) }),
    ...people(desk, item), ...(document ? documentLines(document, language, spoken) : []), users(desk, item),
  ];
  // What is found at the cursor the editor tells itself.
  const elsewhere = findingsOn(desk.findings, id).filter(finding => finding.file !== file || !touches(finding.range, target.range.start));
  return joined([joined(lines, '  \n'), type === 'service' ? availabilityChain(desk, item) : undefined, findings(elsewhere, language, spoken)], '\n\n');
}

/** What the thing says of itself, cut after so many characters. */
const DESCRIPTION = 240;

function described(desk: EditorDesk, item: Item): string | undefined {
  const own = valueNow(desk, item), told = (text(own, 'description') ?? text(own, 'statement'))?.replace(/\s+/g, ' ').trim();
  return told === undefined || told.length <= DESCRIPTION ? told && escaped(told) : escaped(`${told.slice(0, DESCRIPTION).replace(/[\ud800-\udbff]$/, '')}…`);
}

/** The object that carries the id, as its file stands now: a thing may be new, or stand elsewhere than when the SMS was checked. */
function valueNow({ factsOf }: EditorDesk, item: Item): unknown {
  const facts = factsOf(item.file), now = facts?.items.find(({ id, path }) => id === item.id && (path.length === 0) === (item.path.length === 0));
  return now && valueAt(facts?.artefact?.data, now.path);
}

function people(desk: EditorDesk, item: Item): (string | undefined)[] {
  const { model, language, today } = desk, value = valueNow(desk, item);
  const named = (id: string): string => {
    const known = model.item(id);
    return known && known.title !== known.id ? `${escaped(known.title)} (${code(id)})` : code(id);
  };
  const owner = item.owner === undefined ? undefined : language.text('hover.owner', 'Owner: {owner}', { owner: named(item.owner) });
  if (item.type !== 'role' || item.path.length === 0) return [owner];
  const held = holdersOn(isFields(value) ? value : {}, today).flatMap(holder => text(holder, 'person') ?? []).map(named).join(', ');
  return [owner, held === '' ? language.text('hover.held.none', 'Held by nobody today.') : language.text('hover.held', 'Held by: {people}', { people: held })];
}

function documentLines(document: DocumentControl, language: Language, spoken: Spoken): (string | undefined)[] {
  const { inForce, versionInForce, approval, changedSinceApproval, nextReview, due, status } = document;
  const force = inForce ? language.text('hover.in-force', 'In force today.')
    : versionInForce !== undefined ? language.text('hover.in-force.earlier', 'Version {version} is in force today.', { version: escaped(versionInForce) })
      : due === 'retired' ? undefined : language.text('hover.in-force.none', 'Not in force today.');
  const review = nextReview === undefined || due === 'retired' || due === 'none' ? undefined
    : due === 'overdue' ? language.text('hover.review.overdue', 'Review overdue since {day}.', { day: nextReview })
      : language.text('hover.review', 'Next review: {day}', { day: nextReview });
  return [
    force, approval && status === 'approved' ? `${approvalWord(approval.state, language)} ${said(spoken.approval(approval))}` : undefined,
    changedSinceApproval && said(spoken.changed(changedSinceApproval)), review,
  ];
}

function approvalWord(state: Approval['state'], language: Language): string {
  switch (state) {
    case 'evidenced': return language.text('approval.evidenced', 'Approval evidenced.');
    case 'claimed': return language.text('approval.claimed', 'Approval only claimed.');
    case 'contradicted': return language.text('approval.contradicted', 'Approval contradicted.');
  }
}

function users(desk: EditorDesk, item: Item): string | undefined {
  const { language } = desk, known = usersOf(desk, item), others = known.slice(USERS).reduce((sum, { items }) => sum + items.length, 0);
  const all = known.slice(0, USERS).map(({ type, items }) => {
    const count = countOf(type, items.length, language, kindsOf(desk.model.config)), names = items.slice(0, NAMED).map(({ id }) => code(id)).join(', ');
    return `${count} (${items.length > NAMED ? `${names}, …` : names})`;
  });
  if (others > 0) all.push(language.text('list.others', 'and {count} more', { count: others }));
  return all.length === 0 ? undefined : language.text('hover.users', 'Used by: {users}', { users: all.join(' · ') });
}

function findings(own: readonly Finding[], language: Language, spoken: Spoken): string | undefined {
  const count = own.length, more = count - FINDINGS;
  if (count === 0) return undefined;
  return joined([
    count === 1 ? language.text('hover.findings.one', '1 finding:') : language.text('hover.findings.many', '{count} findings:', { count }),
    ...own.slice(0, FINDINGS).map(finding => `- ${escaped(gradeWord(finding.grade, language))}: ${said(spoken.finding(finding))}`),
    more > 0 ? `- ${language.text('list.others', 'and {count} more', { count: more })}` : undefined,
  ], '\n');
}

const things = new WeakMap<readonly Finding[], Map<string, Finding[]>>();

/** What is found on a thing; of an artefact also in its parts. */
function findingsOn(all: readonly Finding[], thing: string): readonly Finding[] {
  const found = things.get(all) ?? new Map<string, Finding[]>();
  if (!things.has(all)) for (const finding of all) for (const id of new Set([finding.subject, finding.artefact])) if (id !== undefined) addTo(found, id, finding);
  things.set(all, found);
  return found.get(thing) ?? [];
}

// ---- fields ----

/** `brief`: beside the thing that the value names. */
function aboutField(desk: EditorDesk, file: string, field: FieldAt, shape: Shape, spoken: Spoken, brief: boolean): string | undefined {
  const { language } = desk, { path, part, node } = field;
  const written = part === 'value' && node.type === 'scalar' ? node.text.trim() : '';
  if (written !== '' && shape.namesClause) return aboutClause(desk, written);
  const named = path.length === 1 && path[0] === 'kind' && part === 'value' ? kindsOf(desk.model.config).get(written) : undefined;
  if (named) return aboutKind(named, language, kindsOf(desk.model.config));
  // An entry of a list of values has no name of its own.
  const { key, own, parent } = fieldAround(desk, file, field, shape);
  if (key === '') return undefined;
  const description = said(descriptionIn(language, own.description === '' ? shape : own)), called = labelIn(language, own);
  const label = called.toLowerCase() === words(key).toLowerCase() ? code(key) : `**${escaped(called)}** ${code(key)}`;
  const about = joined([joined([label, parent?.required.has(key) ? language.text('hover.required', 'required') : undefined], ' · '), description], '  \n');
  const readings = part === 'value' ? valueReadings(desk, file, path, shape, written) : [];
  if (brief) return joined([about, ...readings], '\n\n');
  const missing = own.rule.missing ?? shape.rule.missing, why = missing === undefined ? undefined : spoken.why(missing);
  return joined([
    about, ...readings, part === 'key' || shape.choices.length > 0 ? allowed(own, shape, language) : undefined,
    wanted(own.clauses.length > 0 ? own.clauses : shape.clauses, language),
    why && language.text('hover.rule', 'Where it is missing, {rule} says so. {why}', { rule: code(missing ?? ''), why: said(why) }),
  ], '\n\n');
}

/** What may stand in a field, or what for example does. */
function allowed(own: Shape, shape: Shape, language: Language): string | undefined {
  const choices = shape.choices.slice(0, CHOICES).map(code).join(', '), example = shape.example ?? own.example;
  if (choices !== '') return language.text('hover.choices', 'One of: {choices}', { choices: shape.choices.length > CHOICES ? `${choices}, …` : choices });
  if (example === undefined) return undefined;
  return language.text('hover.example', 'Example: {example}', { example: code(typeof example === 'string' ? example : JSON.stringify(example)) });
}

/** The field that a value stands in, and the object around it. */
function fieldAround(desk: EditorDesk, file: string, { path, schema }: FieldAt, shape: Shape): { key: string; own: Shape; parent: Shape | undefined } {
  let length = path.length;
  while (length > 0 && typeof path[length - 1] === 'number') length--;
  const key = String(path[length - 1] ?? ''), source = desk.sourceOf(file);
  const at = (steps: Path): Shape | undefined => source && shapeIn(schema, source, steps, kindsOf(desk.model.config));
  return { key, own: length === path.length ? shape : at(path.slice(0, length)) ?? shape, parent: at(path.slice(0, length - 1)) };
}

/** Why the standard wants it: its clauses in our words. */
function wanted(refs: readonly ClauseRef[], language: Language): string { return listed(refs.flatMap(ref => clause(ref) ?? []), language); }

function listed(all: readonly Clause[], language: Language): string { return all.map(each => `- ${clauseLine(each, language)}`).join('\n'); }

function clauseLine({ id, title, paraphrase }: Clause, language: Language): string {
  const head = `**${escaped(id)} ${said(language.text(`clause.${id}.title`, title))}**`;
  return paraphrase === undefined ? head : `${head}: ${said(language.text(`clause.${id}.paraphrase`, paraphrase))}`;
}

function aboutKind({ kind, shape, clauses: shown }: KindSchema, language: Language, kinds: Kinds): string {
  const head = `**${escaped(typeName(kind, language, kinds))}** ${code(kind)}`;
  const help = shape.description === '' ? '' : said(language.text(`kind.${kind}.help`, shape.description));
  return joined([joined([head, help], '  \n'), wanted([...new Set(shown.map(each => each.clause))], language)], '\n\n');
}

function valueReadings(desk: EditorDesk, file: string, path: Path, shape: Shape, written: string): string[] {
  const { language, today } = desk, key = JSON.stringify(path), own = readingsIn(desk, file).find(reading => JSON.stringify(reading.path) === key);
  const readings = own ? [said(own.long)] : [], period = shape.pattern === undefined ? undefined : parsePeriod(written);
  if (period && !own) readings.push(language.text('hover.period', 'From today it ends on {day}.', { day: addPeriod(today, period) }));
  if (shape.format === 'date' && isDay(written)) readings.push(dayReading(daysBetween(today, written), language));
  return [...readings, ...promisedChains(desk, file, path)];
}

function dayReading(days: number, language: Language): string {
  if (days === 0) return language.text('hover.day.today', 'That is today.');
  if (days === 1) return language.text('hover.day.tomorrow', 'That is tomorrow.');
  if (days === -1) return language.text('hover.day.yesterday', 'That was yesterday.');
  return days > 0 ? language.text('hover.day.ahead', 'In {count} days.', { count: days }) : language.text('hover.day.ago', '{count} days ago.', { count: -days });
}

/** On a promise of availability in percent: what its services can reach, in the hours that it is promised in. */
function promisedChains(desk: EditorDesk, file: string, path: Path): string[] {
  const data = desk.factsOf(file)?.artefact?.data, terms = valueAt(data, path.slice(0, -1)), calendar = text(terms, 'calendar');
  if (path.at(-1) !== 'value' || !isFields(terms) || text(terms, 'unit') !== 'percent' || number(terms, 'value') === undefined) return [];
  // Terms that were replaced stand inside the target and name no metric and no services of their own.
  const around = path.map((_, at) => valueAt(data, path.slice(0, path.length - 1 - at)));
  const metric = around.flatMap(each => text(each, 'metric') ?? [])[0], naming = around.find(each => state(each, 'services') === 'filled');
  if (metric !== 'availability') return [];
  return texts(naming, 'services').flatMap(id => {
    const service = desk.model.item(id), chain = service?.type === 'service' ? availabilityChain(desk, service, calendar) : undefined;
    return service && chain !== undefined ? [`**${escaped(service.title)}** ${code(service.id)}\n\n${chain}`] : [];
  }).slice(0, NAMED);
}

// ---- clauses and sections ----

/** A clause in our words, with those of other standards that correspond to it; and its own text, where the organization has a licence for that. */
function aboutClause({ language, model }: EditorDesk, ref: ClauseRef): string | undefined {
  const standards = standardsOf(model.config), known = standards.clause(ref), standard = standards.of(ref);
  if (!known || !standard) return undefined;
  const { paraphrase, amended, itil = [] } = known, below = paraphrase === undefined ? standard.clauses.filter(({ parent }) => parent === ref) : [];
  const kinds = (known.kinds ?? []).map(kind => typeName(kind, language, kindsOf(model.config))).join(', '), others = standards.related(ref).flatMap(id => standards.clause(id) ?? []);
  const facts = [
    kinds === '' ? undefined : language.text('hover.clause.kinds', 'Shown by: {kinds}', { kinds: escaped(kinds) }),
    itil.length === 0 ? undefined : language.text('hover.clause.itil', 'ITIL practice: {practices}', { practices: escaped(itil.join(', ')) }),
    standard.id !== MAIN || others.length === 0 ? undefined : language.text('hover.clause.related', 'Related: {clauses}', { clauses: others.map(({ id }) => code(id)).join(', ') }),
  ];
  const amendment = amended === undefined ? undefined : said(language.text(`clause.${ref}.amended`, amended));
  const text = standards.requirement(ref), quoted = text === undefined ? undefined : `${language.text('hover.requirement', 'Requirement (your licensed text)')}\n\n${quote(text)}`;
  // Of the other standards only ISO/IEC 20000-1 is told in our words.
  const corresponding = standard.id === MAIN ? undefined : others.length === 0 ? language.text('hover.clause.alone', 'No clause of another standard is known to correspond to it.')
    : `${language.text('hover.clause.through', 'These clauses correspond to it, as a suggestion: what shows them counts for it too.')}\n\n${listed(others, language)}`;
  return joined([clauseLine(known, language), standard.id === MAIN ? undefined : escaped(standard.title), quoted, listed(below, language), amendment, joined(facts, '  \n'), corresponding], '\n\n');
}

/** Text of others, as a quotation. */
function quote(text: string): string { return text.split(/\r?\n/).map(line => `> ${escaped(line)}`.trimEnd()).join('\n'); }

/** On a heading that the kind of the document asks for: which clauses want it. */
function aboutSection({ factsOf, schemaOf, language }: EditorDesk, file: string, position: Position): Hover | undefined {
  const section = factsOf(file)?.sections.find(({ range }) => touches(range, position)), body = schemaOf(file)?.body.find(({ key }) => key === section?.key);
  if (!section || !body || body.clauses.length === 0) return undefined;
  const head = body.required ? language.text('hover.section.required', 'A document of this kind must have this section.')
    : language.text('hover.section', 'A section that a document of this kind may have.');
  return { range: section.range, markdown: joined([said(head), wanted(body.clauses, language)], '\n\n') };
}
