import { state } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Section } from '../sms/types.js';

/** The section of a Markdown document that its schema knows by this key, where something stands in it or under its own headings. */
export function filledSection(model: Model, artefact: Artefact, key: string): Section | undefined {
  const sections = model.files.get(artefact.file)?.sections ?? [], at = sections.findIndex(section => section.key === key);
  const found = sections[at], next = sections[at + 1];
  return found && (found.text !== '' || (next !== undefined && next.depth > found.depth)) ? found : undefined;
}

/** True where the text of a document stands in a file that is not read (format.md F11), or under headings of somebody else (F12). */
export function isTextElsewhere(artefact: Artefact): boolean { return artefact.adopted || state(artefact.data, 'content') === 'filled'; }
