import { daysBetween } from '../sms/days.js';
import { kindsOf, type Kinds } from '../sms/kinds.js';
import type { Shape } from '../sms/shapes.js';
import type { Approval, DocumentControl } from '../sms/control.js';
import type { Language } from '../sms/language.js';
import type { Item, ItemType, Range } from '../sms/types.js';
import type { EditorDesk } from './desk.js';
import { countOf, usersOf, type Users } from './users.js';

/** A line above something. `leads`: to its references, its history, the recording of a review. */
export interface Lens { range: Range; title: string; leads: 'references' | 'history' | 'review'; item: Item }

/** So many types of users are named. */
const MOST_TYPES = 3;

/** How an artefact stands, and who uses it and what is in it, as far as anything does. */
export function lenses(desk: EditorDesk, file: string): Lens[] {
  const { language } = desk;
  return (desk.factsOf(file)?.items ?? []).flatMap(own => {
    const item = desk.model.item(own.id), range = own.idRange;
    if (!item || item.file !== file) return [];
    const document = own.path.length === 0 ? desk.control.documents.get(item.id) : undefined;
    const named = own.path.length === 0 || namedByOthers(kindsOf(desk.model.config)).has(own.type) ? usersOf(desk, item) : [];
    // Of a target every report speaks.
    const users = own.local !== undefined && named.every(({ records }) => records) ? [] : named;
    return [
      ...(document ? [...review(document, desk.today, language), ...approval(document, language)] : []),
      ...(users.length === 0 ? [] : [{ title: usedBy(users, desk), leads: 'references' as const }]),
    ].map(lens => ({ ...lens, range, item }));
  });
}

function usedBy(all: readonly Users[], { language, model }: EditorDesk): string {
  const users = all.slice(0, MOST_TYPES).map(({ type, items }) => countOf(type, items.length, language, kindsOf(model.config))).join(', ');
  const count = all.slice(MOST_TYPES).reduce((sum, { items }) => sum + items.length, 0);
  if (count > 1) return language.text('lens.uses.others', '{users} and {count} others use this', { users, count });
  if (count === 1) return language.text('lens.uses.other', '{users} and 1 other use this', { users });
  const isOne = all.length === 1 && all[0]?.items.length === 1;
  return isOne ? language.text('lens.uses.one', '{users} uses this', { users }) : language.text('lens.uses.many', '{users} use this', { users });
}

function review({ due, nextReview }: DocumentControl, today: string, language: Language): Pick<Lens, 'title' | 'leads'>[] {
  if (nextReview === undefined || (due !== 'overdue' && due !== 'due-soon')) return [];
  const days = daysBetween(today, nextReview);
  const title = due === 'overdue' ? language.text('lens.review.overdue', 'Review overdue since {day}', { day: nextReview })
    : days === 0 ? language.text('lens.review.today', 'Review due today')
      : days === 1 ? language.text('lens.review.tomorrow', 'Review due tomorrow') : language.text('lens.review.soon', 'Review due in {count} days', { count: days });
  return [{ title, leads: 'review' }];
}

function approval({ approval: worth, status, version = '', changedSinceApproval }: DocumentControl, language: Language): Pick<Lens, 'title' | 'leads'>[] {
  if (status !== 'approved' || !worth) return [];
  const title = changedSinceApproval ? language.text('lens.approval.changed', 'Changed since version {version} was approved', { version })
    : approvalTitle(worth, version, language);
  return [{ title, leads: 'history' }];
}

function approvalTitle({ state }: Approval, version: string, language: Language): string {
  switch (state) {
    case 'evidenced': return language.text('lens.approval.evidenced', 'Approval of version {version}: evidenced', { version });
    case 'claimed': return language.text('lens.approval.claimed', 'Approval of version {version}: only claimed', { version });
    case 'contradicted': return language.text('lens.approval.contradicted', 'Approval of version {version}: contradicted', { version });
  }
}

const named = new WeakMap<Kinds, ReadonlySet<ItemType>>();

/** The types that some field may name. */
function namedByOthers(kinds: Kinds): ReadonlySet<ItemType> {
  const known = named.get(kinds);
  if (known) return known;
  const types = new Set<ItemType>(), seen = new Set<Shape>();
  const visit = (shape: Shape | undefined): void => {
    if (!shape || seen.has(shape)) return;
    seen.add(shape);
    for (const type of shape.refersTo) types.add(type);
    for (const property of shape.properties.values()) visit(property);
    visit(shape.items);
    visit(shape.additional);
  };
  for (const { shape } of kinds.all()) visit(shape);
  named.set(kinds, types);
  return types;
}
