import type { Desk } from '../desk.js';

/** Why a chapter is empty: `said` holds for the whole SMS; of a part of it nobody may conclude that there is nothing at all. */
export function emptyIn({ scope, language }: Desk, said: string): string {
  return scope.of === 'all' ? said : language.text('pack.scope.nothing', 'Nothing of this belongs to what this pack is about; the pack of the whole SMS tells the rest.');
}
