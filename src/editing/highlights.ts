import type { Position, Range } from '../sms/types.js';
import { referencesIn } from './cursor.js';
import type { EditorDesk } from './desk.js';
import { occurrences } from './references.js';

/** A place in the file under the cursor that names the same. `write`: it is defined there. */
export interface Highlight { range: Range; kind: 'read' | 'write' }

/** All places of one file that name what the cursor is on. No other file is looked at: this is asked each time the cursor moves. */
export function highlights(desk: EditorDesk, file: string, position: Position): Highlight[] {
  const facts = desk.factsOf(file), found = facts ? occurrences(desk, file, position, referencesIn(desk, facts)) : [];
  return found.filter(place => place.file === file).map(({ range, isDefinition }) => ({ range, kind: isDefinition ? 'write' : 'read' }));
}
