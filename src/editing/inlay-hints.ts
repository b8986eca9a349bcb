import { comparePositions } from '../sms/text.js';
import type { Position, Range } from '../sms/types.js';
import { nodeAt } from '../sms/yaml.js';
import type { EditorDesk } from './desk.js';
import { readingsIn } from './readings.js';

/** A few words behind a value that say what it comes to. */
export interface InlayHint { position: Position; label: string; tooltip: string }

/** The readings of the values in a part of a file. */
export function inlayHints(desk: EditorDesk, file: string, range: Range): InlayHint[] {
  const source = desk.sourceOf(file);
  return source ? readingsIn(desk, file).flatMap(({ path, short, long }) => {
    const node = nodeAt(source.root, path)?.node;
    if (node?.type !== 'scalar') return [];
    // Behind the quote that closes it.
    const position = source.table.position(source.base + node.end + (node.plain ? 0 : 1));
    return comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0 ? [{ position, label: `= ${short}`, tooltip: long }] : [];
  }) : [];
}
