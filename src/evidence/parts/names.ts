import { texts } from '../../sms/data.js';
import type { Model } from '../../sms/model.js';
import { labelOf } from '../../sms/naming.js';
import type { Artefact } from '../../sms/types.js';
import { inline, joinInlines, span, type Desk } from '../desk.js';
import type { Inline, Span } from '../pack.js';

/** How parts name things: title and id, which lead to the thing. */

export function nameSpan(item: { id: string; title: string }): Span { return span(labelOf(item), { item: item.id }); }

/** What a field names, one or several; an id that leads nowhere stands as it is written. `shows`: of those that exist. */
export function namedInline(model: Model, of: unknown, key: string, shows: (id: string) => boolean = () => true): Inline {
  return joinInlines(texts(of, key).flatMap((id): Inline[] => {
    const item = model.item(id);
    return item ? (shows(item.id) ? [[nameSpan(item)]] : []) : [inline(id)];
  }));
}

/** A document as it is in force on the day; as it stands where nothing of it is. */
export function asInForce({ inForce }: Desk, artefact: Artefact): Artefact { return inForce.get(artefact.id)?.artefact ?? artefact; }
