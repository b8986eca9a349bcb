import { objects, text, texts, type Fields } from '../../sms/data.js';
import { isRetired } from '../../sms/header.js';
import type { Language } from '../../sms/language.js';
import type { Model } from '../../sms/model.js';
import { labelOf } from '../../sms/naming.js';
import type { Artefact } from '../../sms/types.js';
import { inline, span, type PartMaker } from '../desk.js';
import { titlesOf } from '../diagrams.js';
import type { Block, Column, Inline, Row, Tone } from '../pack.js';
import { asInForce, namedInline } from './names.js';

/** Who does, answers for, is asked about and is told of each activity. */
export const raci: PartMaker = {
  id: 'raci',
  clauses: ['5.3'],
  title: language => language.text('pack.raci.title', 'Responsibilities (RACI)'),
  make(desk) {
    const { checked: { model }, language, inScope } = desk, t: Language['text'] = (...args) => language.text(...args);
    const all = model.ofKind('raci-matrix').filter(one => !isRetired(one));
    const shown = all.filter(({ id }) => inScope(id)).map(one => asInForce(desk, one)).filter(({ data }) => objects(data, 'activities').length > 0);
    if (shown.length === 0) {
      return { empty: all.length === 0 ? t('pack.raci.empty', 'There is no RACI matrix. Clause 5.3 shows what is missing.')
        : t('pack.raci.nothing', 'No matrix that this pack is about lists an activity.') };
    }
    return [
      { type: 'note', text: inline(t('pack.raci.letters', 'R does the work, A answers for the result, C is asked beforehand, I is told. Exactly one role answers for each activity.')) },
      ...shown.map(matrix => matrixTable(matrix, model, language)),
    ];
  },
};

const LETTERS = [['responsible', 'R'], ['accountable', 'A'], ['consulted', 'C'], ['informed', 'I']] as const;

/** More roles beside each other no page holds. */
const MOST_ROLES = 20;

/** Activities against roles; where there are too many roles, against the letters. */
function matrixTable(matrix: Artefact, model: Model, language: Language): Block {
  const t: Language['text'] = (...args) => language.text(...args), activities = objects(matrix.data, 'activities').map(({ value }) => value);
  const used = new Set(activities.flatMap(activity => LETTERS.flatMap(([field]) => idsOf(model, activity, field))));
  const known = model.ofType('role').flatMap(({ id }) => (used.has(id) ? [id] : []));
  const columns = [...known, ...[...used].filter(id => !known.includes(id)).sort()], isWide = columns.length > MOST_ROLES;
  const named = columns.map(id => ({ id, title: model.item(id)?.title ?? id })), titled = titlesOf(named);
  const heads: Column[] = isWide ? LETTERS.map(([field, letter]) => ({ key: field, title: `${letter}: ${wordOf(field, language)}` }))
    : named.map((role, at) => ({ key: `role-${at + 1}`, title: titled(role) }));
  return {
    type: 'table', key: `${isWide ? 'raci' : 'grid'}-${matrix.id}`, title: labelOf(matrix),
    columns: [{ key: 'activity', title: t('pack.raci.activity', 'Activity'), head: true }, ...heads],
    rows: activities.map((activity): Row => ({ cells: [
      [...activityCell(matrix, activity), ...gap(model, activity, t)],
      ...(isWide ? LETTERS.map(([field]) => namedInline(model, activity, field)) : columns.map(id => letters(model, activity, id))),
    ] })),
  };
}

function wordOf(field: (typeof LETTERS)[number][0], language: Language): string {
  switch (field) {
    case 'responsible': return language.text('pack.raci.responsible', 'does the work');
    case 'accountable': return language.text('pack.raci.accountable', 'answers for it');
    case 'consulted': return language.text('pack.raci.consulted', 'is asked');
    case 'informed': return language.text('pack.raci.informed', 'is told');
  }
}

function idsOf(model: Model, activity: Fields, field: string): readonly string[] { return [...new Set(texts(activity, field).map(id => model.item(id)?.id ?? id))]; }

function activityCell(matrix: Artefact, activity: Fields): Inline {
  const id = text(activity, 'id'), title = text(activity, 'title') ?? id ?? '–';
  return id === undefined ? inline(title) : [span(title, { item: `${matrix.id}#${id}` })];
}

function letters(model: Model, activity: Fields, role: string): Inline {
  const own = LETTERS.filter(([field]) => idsOf(model, activity, field).includes(role)).map(([, letter]) => letter);
  return own.length === 0 ? [] : [span(own.join(' '), undefined, own.includes('A') ? { mark: 'strong' } : {})];
}

/** That not exactly one role answers for it, or that nobody does it. */
function gap(model: Model, activity: Fields, t: Language['text']): Inline {
  const accountable = idsOf(model, activity, 'accountable').length;
  const say = (words: string, tone: Tone): Inline => [span(' – '), span(words, undefined, { tone })];
  if (accountable === 0) return say(t('pack.raci.nobody', 'nobody answers for it'), 'bad');
  if (accountable > 1) return say(t('pack.raci.several', '{count} roles answer for it', { count: accountable }), 'attention');
  return idsOf(model, activity, 'responsible').length > 0 ? [] : say(t('pack.raci.no-work', 'nobody does the work'), 'attention');
}
