import type { Model } from '../sms/model.js';
import { innermost } from '../sms/parse.js';
import { ENGLISH, phrase, told } from '../sms/language.js';
import { comparePositions, compareText } from '../sms/text.js';
import type { Phrase, Range, Reference, RelatedLocation, Report } from '../sms/types.js';
import type { Rule } from './rule.js';

/** How many other places a finding carries; all of them are counted. */
const MOST_PLACES = 100;

/**
 * A record that was deleted or renamed is one fault, at however many places it is named: of all reports that an id leads nowhere, whatever rule they
 * come from, the first of each id is kept (a field before a mention and a mention before a table, then in order of files) and is related to the others.
 * Local ids are told apart by their artefact. The other reports keep their order.
 */
export function onePerMissingId(reports: readonly Report[], model: Model, byId: ReadonlyMap<string, Rule>): Report[] {
  const groups = new Map<string, Report[]>(), kept: Report[] = [];
  for (const report of reports) {
    const key = keyOf(report, model, byId);
    if (key === undefined) { kept.push(report); continue; }
    const group = groups.get(key);
    if (group) group.push(report); else groups.set(key, [report]);
  }
  if (groups.size === 0) return kept;
  const concerned = new Set([...groups.values()].flatMap(group => group.map(({ file }) => file)));
  const mentions = new Set([...concerned].flatMap(file => model.referencesIn(file)).filter(({ via }) => via !== 'field').map(({ file, range }) => placeKey(file, range)));
  const weight = (report: Report): number => (report.rule === 'table-invalid' ? 2 : mentions.has(placeKey(report.file, report.range)) ? 1 : 0);
  for (const group of groups.values()) {
    const [first, ...others] = group.sort((a, b) => weight(a) - weight(b) || compareText(a.file, b.file) || comparePositions(a.range.start, b.range.start));
    if (first) kept.push(others.length === 0 ? first : together(first, others));
  }
  return kept;
}

const HERE: Phrase = phrase('related.named-here', 'It is named here too');

function together(first: Report, others: readonly Report[]): Report {
  const places = new Map(others.map(({ file, range }): [string, RelatedLocation] => [placeKey(file, range), { file, range, text: HERE.text, words: HERE }]));
  const { hint: before = '' } = { ...first.args, ...first.words };
  const hint = places.size === 1 ? phrase('hint.place.one', '{before} 1 more place names it.', { before })
    : phrase('hint.place.many', '{before} {count} more places name it.', { before, count: places.size });
  // Parts of one missing thing: the thing is named.
  const { to } = first.args, whole = others.some(other => other.args['to'] !== to) && typeof to === 'string' ? to.split('#')[0] : to;
  return {
    ...first, args: { ...first.args, ...(whole !== undefined && { to: whole }), hint: told(ENGLISH, hint), places: places.size + 1 }, words: { ...first.words, hint },
    related: [...first.related, ...[...places.values()].slice(0, MOST_PLACES)],
  };
}

/** What a report says is missing; undefined where it says something else. Two that name parts of one missing thing name that. */
function keyOf({ rule, message, args, artefact, file }: Report, model: Model, byId: ReadonlyMap<string, Rule>): string | undefined {
  const { to } = args;
  if (typeof to !== 'string' || !(byId.get(rule)?.messages[message]?.missingId || message === 'unresolved')) return undefined;
  if (model.item(to)) return `${rule} ${to}`;
  const [head = ''] = to.split('#');
  return /\p{Ll}/u.test(head) && !to.includes('#') && !message.startsWith('file') ? `${artefact ?? file} ${to}` : model.item(head) ? to : head;
}

function placeKey(file: string, { start }: Range): string { return `${file}:${start.line}:${start.character}`; }

/** Whether a reference names nothing at all. */
function isDangling(model: Model, reference: Reference): boolean {
  return reference.via === 'field' && !reference.expects.includes('file') && model.resolve(reference) === undefined;
}

/** What is raised because of something else, and may name that at its own end. */
const ANSWERS: ReadonlySet<string> = new Set(['nonconformity', 'improvement', 'problem-record']);

const known = new WeakMap<Model, ReadonlySet<string>>();

const asking = new WeakMap<readonly Reference[], readonly Reference[]>();

/** Those that may name one of ANSWERS; the list is the same one for many Models. */
function askingForAnswers(references: readonly Reference[]): readonly Reference[] {
  let found = asking.get(references);
  if (!found) asking.set(references, found = references.filter(({ via, expects }) => via === 'field' && expects.some(type => ANSWERS.has(type))));
  return found;
}

/**
 * True where the thing itself names, in a field, a nonconformity, improvement or problem that is not there: what came of it nobody can say. `subject` and `artefact` are those of a report;
 * a record is one story, so that of a record all fields count, of a document those of the same thing.
 */
export function namesWhatIsMissing(model: Model, { subject, artefact }: Pick<Report, 'subject' | 'artefact'>): boolean {
  let things = known.get(model);
  if (!things) {
    const found = new Set<string>();
    for (const reference of askingForAnswers(model.references)) {
      if (!isDangling(model, reference)) continue;
      const own = model.files.get(reference.file), whole = own?.artefact;
      if (!own || !whole) continue;
      found.add(whole.header === 'record' && whole.kind !== 'record-log' ? whole.id : innermost(own.items, reference.path)?.id ?? whole.id);
    }
    known.set(model, things = found);
  }
  return (subject !== undefined && things.has(subject)) || (artefact !== undefined && model.artefact(artefact)?.header === 'record' && things.has(artefact));
}
