import { text, type Fields } from './data.js';
import type { Model } from './model.js';
import { namedItem } from './named.js';

/** The procedures of a process: the one that it names, else those that name the process by its short name. */
export function proceduresOf(model: Model, process: Fields): readonly { id: string; title: string }[] {
  const named = namedItem(model, process, 'procedure'), short = text(process, 'process');
  return named ? [named] : short === undefined ? [] : model.ofKind('procedure').filter(({ data }) => text(data, 'process') === short);
}
