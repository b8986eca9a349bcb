import type { Control } from '../../src/sms/control.js';
import type { Change, State, Weight } from '../../src/review/types.js';
import { ORIGIN } from '../../src/sms/parse.js';
import { textsUnder } from '../support/folders.js';
import { readMarked } from '../../src/rules/marked.js';
import { checkTexts, type TextOptions } from '../support/sms.js';

/** Two states of a small SMS with what document control knows of each, and changes named by hand: what consequences and consents are asked for. */

export interface Checked { state: State; control: Control }

export async function checked(texts: ReadonlyMap<string, string>, options: TextOptions = {}): Promise<Checked> {
  const { model, today, findings, incomplete, control } = await checkTexts(texts, { rules: [], ...options });
  return { control, state: { model, today, findings, incomplete, textOf: file => texts.get(file), locate: () => ORIGIN, attachments: new Map() } };
}

/** `source`: files as examples of rules write them. */
export function small(source: string, options?: TextOptions): Promise<Checked> { return checked(readMarked(source).files, options); }

export const harbour: ReadonlyMap<string, string> = textsUnder('samples/harbour');

/** The sample as it is, checked once. */
export function sample(): Promise<Checked> { return whole ??= checked(harbour); }
let whole: Promise<Checked> | undefined;

/** The sample with passages of files put otherwise; without a file's text it is gone. Fails where a passage does not stand there exactly once. */
export function harbourWith(edits: Readonly<Record<string, readonly (readonly [string, string])[] | undefined>>): Map<string, string> {
  const texts = new Map(harbour);
  for (const [file, passages] of Object.entries(edits)) {
    if (passages === undefined) { texts.delete(file); continue; }
    for (const [from, to] of passages) {
      const text = texts.get(file) ?? '';
      if (text.split(from).length !== 2) throw new Error(`${file} has "${from}" ${text.split(from).length - 1} times`);
      texts.set(file, text.replace(from, () => to));
    }
  }
  return texts;
}

/** A change of a thing as the comparison tells it, in the parts that consequences and consents look at. */
export function changeOf(id: string, before: State, after: State, more: Partial<Change> & { weight: Weight }): Change {
  const item = after.model.inFiles(id) ?? before.model.inFiles(id), artefact = item && (after.model.artefact(item.artefact) ?? before.model.artefact(item.artefact));
  const thing = item ? { id: item.id, type: item.type, title: item.title } : { id, type: 'file', title: id };
  return {
    key: `${id} ${more.act ?? 'changed'} ${(more.field ?? []).join('.')}`, act: 'changed', direction: 'changed', thing, clauses: [], say: { text: '' },
    artefact: artefact ? { id: artefact.id, type: artefact.kind, kind: artefact.kind, title: artefact.title } : { ...thing, kind: 'sms' }, ...more,
  };
}
