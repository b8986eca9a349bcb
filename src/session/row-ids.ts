/**
 * The ids of the rows of a table, each with its line. As strings in a Map a million of them take more than a hundred megabytes; here they stand one
 * after the other in one buffer, and a table of hashes says where.
 */
export class RowIds {
  private count = 0;
  /** UTF-16, id after id: the n-th ends where `ends` says and begins where the one before ends. */
  private letters = new Uint16Array(4096);
  private ends = new Uint32Array(256);
  private lines = new Uint32Array(256);
  /** By hash, the next free place taken: the number of the id, counted from 1; never more than half full. */
  private places = new Uint32Array(512);
  /** Ids for which there was no place near their hash: by chance almost none; somebody who wants to hold us up can choose all of them so. */
  private readonly crowded = new Map<string, number>();

  get size(): number { return this.count + this.crowded.size; }

  /** The line under which an id was added; undefined for one that was not. */
  get(id: string): number | undefined {
    const place = this.placeOf(id), at = place === undefined ? 0 : this.places[place] ?? 0;
    // Since it found no place, the places may have been spread.
    return at === 0 ? this.crowded.get(id) : this.lines[at - 1];
  }

  /** Adds an id that was not added before. */
  add(id: string, line: number): void {
    if (2 * this.count >= this.places.length) this.spread();
    const start = this.startOf(this.count), end = start + id.length, place = this.placeOf(id);
    if (place === undefined) { this.crowded.set(id, line); return; }
    while (end > this.letters.length) this.letters = grown(this.letters, new Uint16Array(2 * this.letters.length));
    if (this.count === this.ends.length) {
      this.ends = grown(this.ends, new Uint32Array(2 * this.count));
      this.lines = grown(this.lines, new Uint32Array(2 * this.count));
    }
    for (let i = 0; i < id.length; i++) this.letters[start + i] = id.charCodeAt(i);
    this.ends[this.count] = end;
    this.lines[this.count] = line;
    this.places[place] = ++this.count;
  }

  /** All ids, in the order in which they were added but for the crowded ones. */
  *all(): Generator<string> {
    for (let at = 0; at < this.count; at++) yield String.fromCharCode(...this.letters.subarray(this.startOf(at), this.ends[at]));
    yield* this.crowded.keys();
  }

  /** Where the id stands among the hashes, or would; undefined where that is too far to look. */
  private placeOf(id: string): number | undefined {
    let hash = FIRST;
    for (let i = 0; i < id.length; i++) hash = mixed(hash, id.charCodeAt(i));
    const first = this.first(hash);
    for (let step = 0; step < MOST_STEPS; step++) {
      const place = (first + step) & (this.places.length - 1), at = this.places[place] ?? 0;
      if (at === 0 || this.isId(at - 1, id)) return place;
    }
    return undefined;
  }

  private isId(at: number, id: string): boolean {
    const start = this.startOf(at);
    if ((this.ends[at] ?? 0) - start !== id.length) return false;
    // From the end: ids that count up differ there.
    for (let i = id.length - 1; i >= 0; i--) if (this.letters[start + i] !== id.charCodeAt(i)) return false;
    return true;
  }

  private spread(): void {
    this.places = new Uint32Array(2 * this.places.length);
    for (let at = 0; at < this.count; at++) {
      let hash = FIRST;
      for (let i = this.startOf(at), end = this.ends[at] ?? 0; i < end; i++) hash = mixed(hash, this.letters[i] ?? 0);
      const first = this.first(hash), mask = this.places.length - 1;
      let step = 0;
      while (step < MOST_STEPS && this.places[(first + step) & mask] !== 0) step++;
      if (step < MOST_STEPS) this.places[(first + step) & mask] = at + 1;
      else this.crowded.set(String.fromCharCode(...this.letters.subarray(this.startOf(at), this.ends[at])), this.lines[at] ?? 0);
    }
  }

  private startOf(at: number): number { return at === 0 ? 0 : this.ends[at - 1] ?? 0; }

  private first(hash: number): number { return (hash ^ (hash >>> 15)) & (this.places.length - 1); }
}

const MOST_STEPS = 64;

// FNV-1a, by letter instead of by byte.
const FIRST = 0x811c9dc5;

function mixed(hash: number, letter: number): number { return Math.imul(hash ^ letter, 0x01000193); }

function grown<T extends Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
