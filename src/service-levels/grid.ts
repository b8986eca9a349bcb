export interface Cell { row: number; column: number }

/**
 * Where ranks fall from the first row or column towards the last, though they may only stay or rise. Told are neighbours in a row or a
 * column (unknown cells between them are passed over); where these are in order and only cells across unknown ones are not, one such pair
 * for each cell.
 */
export function brokenOrder(ranks: readonly (readonly (number | undefined)[])[]): { first: Cell; second: Cell }[] {
  type Known = Cell & { rank: number };
  const neighbours: { first: Cell; second: Cell }[] = [], distant: { first: Cell; second: Cell }[] = [];
  const above: (Known | undefined)[] = [], highest: (Known | undefined)[] = [];
  const place = ({ row, column }: Cell): Cell => ({ row, column });
  for (const [row, line] of ranks.entries()) {
    let left: Known | undefined, soFar: Known | undefined;
    for (const [column, rank] of line.entries()) {
      const here = rank === undefined ? undefined : { row, column, rank };
      soFar = higher(soFar, highest[column]);
      if (here) {
        for (const before of [above[column], left]) {
          if (before && before.rank > here.rank) neighbours.push({ first: place(before), second: place(here) });
        }
        if (soFar && soFar.rank > here.rank) distant.push({ first: place(soFar), second: place(here) });
        above[column] = left = here;
        soFar = higher(soFar, here);
      }
      // Of all known cells that are neither below nor to the right of this one, the one with the highest rank.
      highest[column] = soFar;
    }
  }
  return neighbours.length > 0 ? neighbours : distant;
}

function higher<T extends { rank: number }>(a: T | undefined, b: T | undefined): T | undefined {
  return a && (!b || a.rank >= b.rank) ? a : b;
}
