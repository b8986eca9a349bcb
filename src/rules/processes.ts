import { text, texts, type Fields } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import type { Item } from '../sms/types.js';
import { currentOfType } from './lifecycle.js';

/** A process of a map that is in use. */
export interface Process { item: Item; process: Fields }

/** The processes of all maps in use by which services are run: those that serve a clause of chapter 8. */
export function operationalProcesses(model: Model): readonly Process[] {
  return currentOfType(model, 'process').map(item => ({ item, process: model.value(item) }))
    .filter(({ process }) => texts(process, 'clauses').some(clause => /^8(\.|$)/.test(clause.trim())));
}

/** The names by which matrices and procedures may call the process. */
export function namesOf({ item, process }: Process): readonly string[] {
  const short = text(process, 'process');
  return short === undefined ? [item.id] : [item.id, short];
}
