import type { FileFacts, Path } from '../sms/types.js';

/**
 * Makes one object of what says the same in the facts of many files: names of files and artefacts, the types that a reference expects, paths. Facts come
 * from threads as text, in which each place has its own copy; of 10,000 artefacts these are a third of all memory.
 */
export class Sharing {
  private readonly strings = new Map<string, string>();
  private readonly lists = new Map<string, Path>();

  /** The same facts; those given are changed. */
  share(facts: FileFacts): FileFacts {
    const own = this.string(facts.file);
    facts.file = own;
    if (facts.artefact) Object.assign(facts.artefact, { file: own, kind: this.string(facts.artefact.kind), id: this.string(facts.artefact.id) });
    for (const item of facts.items) Object.assign(item, { file: own, artefact: this.string(item.artefact), type: this.string(item.type), id: this.string(item.id), path: this.list(item.path) });
    for (const reference of facts.references) {
      Object.assign(reference, { file: own, artefact: this.string(reference.artefact), to: this.string(reference.to), path: this.list(reference.path), expects: this.list(reference.expects) });
      if (reference.rule !== undefined) reference.rule = this.string(reference.rule);
    }
    for (const candidate of facts.candidates) Object.assign(candidate, { text: this.string(candidate.text), path: this.list(candidate.path) });
    return facts;
  }

  private string(text: string): string {
    const known = this.strings.get(text);
    if (known !== undefined) return known;
    this.strings.set(text, text);
    return text;
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
