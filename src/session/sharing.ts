import { isFields } from '../sms/data.js';
import type { FileFacts, Path, Position, Range } from '../sms/types.js';

/**
 * Makes one object of what says the same in the facts of many files: positions, ranges, paths, names, choices and other short texts. Facts come from threads as
 * text, in which each place has its own copy; of 10,000 artefacts these are a third of all memory.
 */
export class Sharing {
  private readonly strings = new Map<string, string>();
  private readonly lists = new Map<string, Path>();
  private readonly positions = new Map<number, Position>();
  /** Those within a line. */
  private readonly ranges = new Map<number, Range>();

  /** The same facts; those given are changed. */
  share(facts: FileFacts): FileFacts {
    const own = this.string(facts.file);
    facts.file = own;
    if (facts.artefact) {
      Object.assign(facts.artefact, { file: own, kind: this.string(facts.artefact.kind), id: this.string(facts.artefact.id), title: this.string(facts.artefact.title) });
      this.value(facts.artefact.data);
    }
    for (const item of facts.items) {
      Object.assign(item, { file: own, artefact: this.string(item.artefact), type: this.string(item.type), id: this.string(item.id), title: this.string(item.title), path: this.list(item.path), idRange: this.range(item.idRange) });
      if (item.owner !== undefined) item.owner = this.string(item.owner);
      if (item.status !== undefined) item.status = this.string(item.status);
    }
    for (const reference of facts.references) {
      Object.assign(reference, { range: this.range(reference.range), file: own, artefact: this.string(reference.artefact), to: this.string(reference.to), path: this.list(reference.path), expects: this.list(reference.expects) });
      if (reference.rule !== undefined) reference.rule = this.string(reference.rule);
    }
    for (const candidate of facts.candidates) {
      Object.assign(candidate, { text: this.string(candidate.text), path: this.list(candidate.path), range: this.range(candidate.range) });
    }
    return facts;
  }

  private string(text: string): string {
    const known = this.strings.get(text);
    if (known !== undefined) return known;
    this.strings.set(text, text);
    return text;
  }

  private range({ start, end }: Range): Range {
    const isShort = start.line === end.line && start.character < WIDTH && end.character < WIDTH, key = (start.line * WIDTH + start.character) * WIDTH + end.character;
    let range = isShort ? this.ranges.get(key) : undefined;
    if (!range) {
      range = { start: this.position(start), end: this.position(end) };
      if (isShort) this.ranges.set(key, range);
    }
    return range;
  }

  private position(position: Position): Position {
    if (position.character >= WIDTH) return position;
    const key = position.line * WIDTH + position.character, known = this.positions.get(key);
    if (known) return known;
    this.positions.set(key, position);
    return position;
  }

  /** Data with their short texts shared. */
  private value(value: unknown): unknown {
    if (typeof value === 'string') return value.length < SHORT ? this.string(value) : value;
    if (Array.isArray(value)) for (const [at, entry] of value.entries()) value[at] = this.value(entry);
    else if (isFields(value)) {
      const fields: Record<string, unknown> = value;
      for (const key of Object.keys(fields)) fields[key] = this.value(fields[key]);
    }
    return value;
  }

  private list(path: Path): Path {
    if (path.length === 0) return NOTHING;
    const key = JSON.stringify(path), known = this.lists.get(key);
    if (known) return known;
    this.lists.set(key, path);
    return path;
  }
}

const NOTHING: Path = [];
/** Places further to the right are rare. */
const WIDTH = 4096;
/** Longer texts are rarely the same. */
const SHORT = 60;
