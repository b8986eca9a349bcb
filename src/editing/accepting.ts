import { objects, text, type Fields } from '../sms/data.js';
import { addDays, isDay } from '../sms/days.js';
import { DEVIATION_REGISTER, DEVIATIONS } from '../sms/deviations.js';
import { inForce, isRetired } from '../sms/header.js';
import { kindsOf } from '../sms/kinds.js';
import { shapeAt } from '../sms/shapes.js';
import { artefactText, definingField, newId } from '../sms/skeleton.js';
import type { Artefact, Day, Finding } from '../sms/types.js';
import { addEntry, inSequence, setField, type Value } from '../sms/yaml-edits.js';
import type { Changes } from '../sms/changes.js';
import type { EditorDesk } from './desk.js';

/** Why a finding is borne, who answers for that, and until when (format.md F14). */
export interface Acceptance { reason: string; owner: string; until: Day }

/** What accepting would write. `file`: of the register; `counts`: whether that is in force, so that the finding is accepted at once. */
export type AcceptancePlan = { ok: true; file: string; changes: Changes; counts: boolean } | { ok: false; sentence: string };

const KIND = DEVIATION_REGISTER, LIST = DEVIATIONS, FIELD_ORDER = ['id', 'rule', 'at', 'reason', 'owner', 'until'] as const;

/** What a deviation from the finding names: the innermost thing it is about, else its file. */
export function acceptedAt({ subject, artefact, file }: Finding): string { return subject ?? artefact ?? file; }

/** A day that may be proposed: a quarter of a year is long enough to act, and short enough not to be forgotten. */
export function proposedEnd(today: Day): Day { return addDays(today, 90); }

/** An entry in the register of deviations, in a new one where there is none; where the same was accepted before, that entry is renewed. */
export function planAcceptance(desk: EditorDesk, finding: Finding, { reason, owner, until }: Acceptance): AcceptancePlan {
  const { today, language } = desk, at = acceptedAt(finding), { rule } = finding;
  const wrong = wrongTerms(desk, { reason, owner, until });
  if (wrong !== undefined) return { ok: false, sentence: wrong };
  const registers = registersOf(desk);
  // An entry of a baseline covers what was there then, and nothing else.
  const same = (value: Fields): boolean => text(value, 'rule') === rule && text(value, 'at') === at && !('only' in value);
  const register = registers.find(({ data }) => objects(data, LIST).some(({ value }) => same(value))) ?? registers[0];
  const terms = { reason: reason.trim(), owner, until }, [id = ''] = newDeviations(desk, 1), entry = { id, rule, at, ...terms };
  if (!register) return { ok: true, ...newRegister(desk, terms, [entry]), counts: false };
  const { file, data } = register, source = desk.sourceOf(file), before = desk.textOf(file), known = objects(data, LIST).find(({ value }) => same(value));
  const edits = !source || before === undefined ? undefined
    : known ? inSequence(source, before, Object.entries(terms).map(([key, value]) => (now, current) => setField(now, current, [LIST, known.at, key], value, FIELD_ORDER)))
      : addEntry(source, before, [LIST], entry, [...desk.schemaOf(file)?.shape.properties.keys() ?? []]);
  if (!edits) {
    return { ok: false, sentence: language.text('new.no-place', '{file} cannot be read to its end, so nothing can be put into it. Correct it first.', { file }) };
  }
  return { ok: true, file, changes: { edits: [{ file, edits }] }, counts: inForce(register, today) };
}

/** Why nobody can accept anything on these terms, in a sentence. */
export function wrongTerms({ model, today, language }: EditorDesk, { reason, owner, until }: Acceptance): string | undefined {
  if (reason.trim() === '') return language.text('accept.reason', 'A deviation needs a reason: why it is borne, and what is done meanwhile.');
  if (!isDay(until) || until < today) return language.text('accept.until', 'A deviation ends on a day that is to come, written as in 2026-02-12.');
  return model.item(owner)?.type === 'role' ? undefined : language.text('accept.owner', '{owner} is no role of this SMS.', { owner });
}

/** The registers into which a deviation may be written. */
export function registersOf({ model }: EditorDesk): Artefact[] { return model.ofKind(KIND).filter(each => !isRetired(each) && !each.adopted); }

/** Ids for so many new deviations. */
export function newDeviations({ model }: EditorDesk, count: number): string[] {
  const schema = kindsOf(model.config).get(KIND), items = schema && shapeAt(schema.shape, [LIST])?.items, id = items && definingField(items)?.shape, type = id?.defines ?? '';
  const like = model.ofType(type).map(item => item.id), ids = new Set<string>();
  // The first of them has the number of the example.
  const example = typeof id?.example === 'string' ? [id.example.replace(/\d+$/, digits => '0'.repeat(digits.length))] : [];
  while (ids.size < count) ids.add(newId(type, '', { taken: own => ids.has(own) || model.item(own) !== undefined, like: like.length > 0 ? like : example, template: model.config.ids[type] }));
  return [...ids];
}

/** A register with its first entries; it is looked at when they end, where sms.yaml does not say how often. */
export function newRegister({ model, today, language }: EditorDesk, { owner, until }: Pick<Acceptance, 'owner' | 'until'>, entries: readonly Value[]): { file: string; id: string; approver: string | undefined; changes: Changes } {
  const schema = kindsOf(model.config).get(KIND);
  if (!schema) throw new Error(`there is no kind ${KIND}`);
  const free = (name: (more: string) => string, isTaken: (name: string) => boolean): string => {
    for (let at = 1; ; at++) { const own = name(at === 1 ? '' : `-${at}`); if (!isTaken(own)) return own; }
  };
  const file = free(more => `deviations${more}.yaml`, name => model.paths.has(name)), id = free(more => `DEVIATIONS${more}`, name => model.item(name) !== undefined);
  const approver = usualApprover(model.artefacts), { reviewEvery } = model.config, hasInterval = (reviewEvery[KIND] ?? reviewEvery['default']) !== undefined;
  const values = { id, title: language.text('accept.register', 'Accepted deviations'), owner, ...(approver !== undefined && { approver }), ...(!hasInterval && { nextReview: until }), [LIST]: entries };
  return { file, id, approver, changes: { create: [{ file, text: artefactText(schema, values, { today, language: model.config.language }) }] } };
}

/** Who approves most of the documents. */
function usualApprover(artefacts: readonly Artefact[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { header, data } of artefacts) {
    const approver = header === 'document' ? text(data, 'approver') : undefined;
    if (approver !== undefined) counts.set(approver, (counts.get(approver) ?? 0) + 1);
  }
  return [...counts].sort(([, m], [, n]) => n - m)[0]?.[0];
}
