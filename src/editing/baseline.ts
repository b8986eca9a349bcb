import type { Changes } from '../sms/changes.js';
import { groupBy, text } from '../sms/data.js';
import { acceptedBy, amountOf, asRow, DEVIATIONS, deviationsIn, NEVER_ACCEPTED, writtenMarks, type Deviation } from '../sms/deviations.js';
import { marksOf } from '../sms/findings.js';
import { inForce } from '../sms/header.js';
import { LIMITS } from '../sms/limits.js';
import { compareText } from '../sms/text.js';
import type { Artefact, Day, Finding } from '../sms/types.js';
import { matchesGlob } from '../sms/wildcards.js';
import { addEntries, inSequence, removeEntries, setField, type Step } from '../sms/yaml-edits.js';
import { acceptedAt, newDeviations, newRegister, registersOf, wrongTerms, type Acceptance } from './accepting.js';
import type { EditorDesk } from './desk.js';

/** What was found, and of what nobody can say that nothing was found. */
export interface Found {
  open: readonly Finding[];
  accepted: readonly Finding[];
  /** Files that were not read to their end: what is found in them may be the damage. */
  unread: ReadonlySet<string>;
  /** Something was not checked, so that what is not found may be there all the same. */
  partial: boolean;
  /** Whether a rule looked at everything. */
  decides(rule: string): boolean;
}

/** What would be written, and the findings that stay outside, by the reason. `fresh`: found after the baseline was taken. */
export interface BaselinePlan {
  ok: true;
  first: boolean;
  changes: Changes;
  /** Those that hold the baseline, once this is written. */
  registers: { id: string; file: string; counts: boolean; until: Day; approver?: string }[];
  entries: number;
  covered: Finding[];
  never: Finding[];
  unread: Finding[];
  fresh: Finding[];
  /** What is taken out: whole entries, and parts of others. */
  gone: { entries: number; shortened: number };
}

/** Entries of a list are in this order. */
const ORDER = ['id', 'rule', 'at', 'only', 'reason', 'owner', 'until'] as const;

/** What is about the machinery or about deviations themselves is mended, not borne. */
const NOT_TAKEN: ReadonlySet<string> = new Set(['rule-crashed', 'config-invalid', 'deviation-unused', 'deviation-expired']);

/**
 * The baseline of an SMS that is taken over: in the register of deviations an entry for each rule and thing, which accepts what is found now and nothing that
 * comes later. Where there is one already it only gets shorter: what is gone is taken out, what is new stays a finding.
 */
export function planBaseline(desk: EditorDesk, found: Found, terms: Partial<Acceptance>): BaselinePlan | { ok: false; sentence: string } {
  const known = registersOf(desk).flatMap(register => deviationsIn(register).filter(({ only }) => only).map(deviation => ({ register, deviation })));
  return known.length > 0 ? shorten(desk, found, known) : begin(desk, found, terms);
}

/** Findings that never go in, those of files that were not read, and the others. */
function sorted({ open, unread }: Found): Pick<BaselinePlan, 'never' | 'unread'> & { others: Finding[] } {
  const never = open.filter(({ rule }) => NEVER_ACCEPTED.has(rule)), rest = open.filter(({ rule }) => !NEVER_ACCEPTED.has(rule) && !NOT_TAKEN.has(rule));
  return { never, unread: rest.filter(({ file }) => unread.has(file)), others: rest.filter(({ file }) => !unread.has(file)) };
}

function begin(desk: EditorDesk, found: Found, { owner, until, reason }: Partial<Acceptance>): BaselinePlan | { ok: false; sentence: string } {
  const { model, today, language } = desk, refused = (sentence: string): { ok: false; sentence: string } => ({ ok: false, sentence });
  if (owner === undefined || until === undefined) {
    return refused(language.text('baseline.terms', 'Who answers for what is taken over, and until when? Say it with --owner ROLE and --until DATE.'));
  }
  const wish = { owner, until, reason: reason ?? language.text('baseline.reason', 'Found when the SMS was taken over on {today}, and to be put right by the end.', { today }) };
  const wrong = wrongTerms(desk, wish);
  if (wrong !== undefined) return refused(wrong);
  const { never, unread, others } = sorted(found), entries = entriesFor(others), bare = entries.map(each => ({ id: '', ...each, reason: wish.reason.trim(), owner, until }));
  if (sizeOf(bare).nodes > LIMITS.nodes || sizeOf(bare).length > LIMITS.fileBytes) {
    const [rule = ''] = [...groupBy(entries, each => each.rule)].sort(([, m], [, n]) => n.length - m.length)[0] ?? [];
    return refused(language.text('baseline.too-many', 'That would be {count} entries, more than one register holds. Put right first what is found most often ({rule}), or switch that rule off for a time (rules in sms.yaml).', { count: entries.length, rule }));
  }
  const ids = newDeviations(desk, entries.length), values = bare.map((each, i) => ({ ...each, id: ids[i] ?? '' }));
  const plan = { ok: true, first: true, entries: entries.length, covered: others, never, unread, fresh: [], gone: { entries: 0, shortened: 0 } } as const;
  if (values.length === 0) return { ...plan, fresh: [], changes: {}, registers: [] };
  const [register] = registersOf(desk);
  if (!register) {
    const { file, id, approver, changes } = newRegister(desk, wish, values), glob = model.config.ignore.find(each => matchesGlob(each, file));
    if (glob !== undefined) return refused(language.text('baseline.ignored', 'The register would be {file}, which sms.yaml leaves out (ignore: {glob}). Have it read, and try again.', { file, glob }));
    return { ...plan, fresh: [], changes, registers: [{ id, file, counts: false, until, ...(approver !== undefined && { approver }) }] };
  }
  const { file } = register, source = desk.sourceOf(file), before = desk.textOf(file);
  const edits = source && before !== undefined ? addEntries(source, before, [DEVIATIONS], values, [...desk.schemaOf(file)?.shape.properties.keys() ?? []]) : undefined;
  if (!edits) return refused(notEditable(desk, file));
  return { ...plan, fresh: [], changes: { edits: [{ file, edits }] }, registers: [{ ...whereOf(register, today), until }] };
}

/** What entries add to a file, as its limits count: values with what holds them, and bytes; quotes and indentation weigh the same. */
function sizeOf(values: readonly { only: readonly string[] }[]): { nodes: number; length: number } {
  const nodes = values.reduce((sum, value) => sum + Object.keys(value).length + value.only.length + 1, 0);
  return { nodes, length: new TextEncoder().encode(JSON.stringify(values)).length };
}

/** One entry for each rule and thing; for the rows of a table that are too many to be listed, one for the table. */
function entriesFor(findings: readonly Finding[]): { rule: string; at: string; only: string[] }[] {
  const cut = new Set(findings.flatMap(({ rule, message, artefact, args }) => (rule === 'limit-reached' && message === 'rows' ? [JSON.stringify([args['rule'], artefact])] : [])));
  const placed = findings.map(finding => {
    const { rule, artefact } = finding;
    return artefact !== undefined && cut.has(JSON.stringify([rule, artefact])) ? { finding: asRow(finding), at: artefact } : { finding, at: acceptedAt(finding) };
  });
  return [...groupBy(placed, ({ finding, at }) => JSON.stringify([finding.rule, at])).values()].flatMap(group => {
    const [first] = group, counts = new Map<string, number>();
    for (const { finding } of group) for (const mark of marksOf(finding)) counts.set(mark, (counts.get(mark) ?? 0) + amountOf(finding));
    return first ? [{ rule: first.finding.rule, at: first.at, only: writtenMarks(counts) }] : [];
  }).sort((a, b) => compareText(a.rule, b.rule) || compareText(a.at, b.at));
}

function shorten(desk: EditorDesk, found: Found, known: readonly { register: Artefact; deviation: Deviation }[]): BaselinePlan | { ok: false; sentence: string } {
  const { model, today } = desk, byRule = groupBy([...found.open, ...found.accepted], ({ rule }) => rule), covered = new Set<Finding>();
  let gone = 0, shortened = 0;
  const edits: { file: string; edits: NonNullable<ReturnType<Step>> }[] = [], registers: BaselinePlan['registers'] = [];
  for (const [register, entries] of groupBy(known, each => each.register)) {
    const steps: Step[] = [], empty: number[] = [], kept: Deviation[] = [];
    for (const { deviation } of entries) {
      const { findings, unused, spare } = acceptedBy(model, deviation, byRule.get(deviation.rule) ?? []), { index, only = new Map<string, number>() } = deviation;
      for (const finding of findings) if (!NEVER_ACCEPTED.has(finding.rule)) covered.add(finding);
      const decided = !found.partial && found.decides(deviation.rule);
      if (decided && unused) { empty.push(index); continue; }
      kept.push(deviation);
      if (!decided || spare.size === 0) continue;
      const left = writtenMarks(new Map([...only].map(([mark, count]) => [mark, count - (spare.get(mark) ?? 0)])));
      steps.push((now, current) => setField(now, current, [DEVIATIONS, index, 'only'], left, ORDER));
    }
    gone += empty.length;
    shortened += steps.length;
    const until = kept.map(each => each.until).sort().at(-1);
    if (until !== undefined) registers.push({ ...whereOf(register, today), until });
    // Places in the list count until something is taken out of it.
    if (empty.length > 0) steps.push((now, current) => removeEntries(now, current, [DEVIATIONS], empty));
    const { file } = register, source = desk.sourceOf(file), before = desk.textOf(file);
    if (steps.length === 0) continue;
    const made = source && before !== undefined ? inSequence(source, before, steps) : undefined;
    if (!made) return { ok: false, sentence: notEditable(desk, file) };
    edits.push({ file, edits: made });
  }
  const { never, unread, others } = sorted(found);
  return {
    ok: true, first: false, changes: edits.length === 0 ? {} : { edits }, registers, entries: known.length - gone, covered: [...covered], never, unread: unread.filter(each => !covered.has(each)),
    fresh: others.filter(each => !covered.has(each)), gone: { entries: gone, shortened },
  };
}

function whereOf(register: Artefact, today: Day): { id: string; file: string; counts: boolean; approver?: string } {
  const approver = text(register.data, 'approver');
  return { id: register.id, file: register.file, counts: inForce(register, today), ...(approver !== undefined && { approver }) };
}

function notEditable({ language }: EditorDesk, file: string): string {
  return language.text('new.no-place', '{file} cannot be read to its end, so nothing can be put into it. Correct it first.', { file });
}
