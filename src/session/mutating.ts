import { inTurn, type Candidate } from '../mutation/choosing.js';
import { reworded } from '../mutation/files.js';
import type { Operator, Original, Texts } from '../mutation/operator.js';
import { candidatesIn } from '../mutation/operators.js';
import type { Mutant, Mutation, Survival } from '../mutation/score.js';
import { findingChanges } from '../review/findings.js';
import type { Rule } from '../rules/rule.js';
import { edited } from '../sms/changes.js';
import { text } from '../sms/data.js';
import { UnreadableFile, type Files, type Listing, type Parser, type ReadResult } from '../sms/files.js';
import { kindsOf } from '../sms/kinds.js';
import { phrase } from '../sms/language.js';
import { nameOf } from '../sms/naming.js';
import { adoptionFor } from '../sms/adoption.js';
import { readConfigSource, readSource, type Source } from '../sms/source.js';
import { compareText, textHash } from '../sms/text.js';
import type { Finding, Phrase } from '../sms/types.js';
import { matchesGlob } from '../sms/wildcards.js';
import { inSequence, remove } from '../sms/yaml-edits.js';
import { Session, WEIGHT, type CheckResult } from './session.js';
import type { Side } from './reviewing.js';

export interface MutateSettings {
  parser: Parser;
  rules: readonly Rule[];
  now: Date;
  operators: readonly Operator[];
  /** The most mutants. */
  max: number;
  /** Told after each one. */
  progress?(done: number, most: number): void;
}

/**
 * Makes faults in scratch copies of an SMS that was checked, one at a time, and tells which of them the rules in force notice. The copies are texts in memory:
 * nothing is written, and the session given stays as it is. The SMS is one that was checked to its end; of another one nobody could say what is new.
 */
export async function mutate({ session, result, files }: Pick<Side, 'session' | 'result' | 'files'>, { parser, rules, now, operators, max, progress }: MutateSettings): Promise<Mutation> {
  const scratch = new Scratch(session, result, files, { parser, rules, now }), base = await scratch.check(new Map()), original = originalOf(scratch, base);
  const candidates = candidatesIn(original, operators), made: { candidate: Candidate; texts: Texts; mutant: Mutant }[] = [], seen = new Set<string>(), rewordings = new Map<string, CheckResult | undefined>();
  const most = Math.min(max, candidates.length);
  let unusable = 0;
  for (const candidate of inTurn(candidates)) {
    if (made.length >= max) break;
    const texts = changedOnly(candidate.seed.make(), scratch), key = texts && textHash(JSON.stringify([...texts]));
    if (!texts || key === undefined || seen.has(key)) { unusable++; continue; }
    seen.add(key);
    const then = await scratch.check(texts);
    // What cannot be read to its end is told of by the parser, whatever the rules are worth.
    if (then.incomplete.length > base.incomplete.length || then.error !== undefined) { unusable++; continue; }
    const found = graver(base, then);
    const [file] = texts.keys(), artefact = texts.size === 1 && file !== undefined && texts.get(file) !== undefined ? base.model.files.get(file)?.artefact : undefined;
    let own = found;
    if (found.length > 0 && artefact?.header === 'document' && candidate.seed.path.join() !== 'title') {
      // A change of what is approved is noticed whatever it says. Here it counts what it says.
      if (!rewordings.has(artefact.file)) { const other = reworded(original, artefact); rewordings.set(artefact.file, other && await scratch.check(other)); }
      const harmless = rewordings.get(artefact.file);
      own = harmless ? graver(harmless, then) : found;
    }
    made.push({ candidate, texts, mutant: mutantOf(candidate, { found, own }, scratch, () => whySurvived(candidate, { base, then, found, own })) });
    progress?.(made.length, most);
  }
  await askRulesThatAreOff(made, { scratch, base });
  const order = new Map(operators.map(({ id }, place) => [id, place]));
  const mutants = made.map(({ mutant }) => mutant).sort((a, b) => (order.get(a.operator) ?? 0) - (order.get(b.operator) ?? 0) || compareText(a.kind, b.kind) || compareText(a.file, b.file) || a.line - b.line || compareText(a.text.id ?? '', b.text.id ?? ''));
  return { mutants, operators: operators.map(({ id, title }) => ({ id, title })), places: candidates.length - unusable, before: base.findings.length, rules: rules.filter(({ id }) => !base.settings.some(({ rule, off }) => off && rule === id)).length };
}

function originalOf(scratch: Scratch, { model, today }: CheckResult): Original {
  const sources = new Map<string, Source>();
  return {
    model, today, textOf: file => scratch.textOf(file),
    sourceOf: file => {
      const written = scratch.textOf(file), known = sources.get(file);
      if (known || written === undefined) return known;
      const source = readSource(file, written, adoptionFor(file, written, model.config, matchesGlob), kindsOf(model.config));
      sources.set(file, source);
      return source;
    },
  };
}

/** Those files that differ; undefined where none does. */
function changedOnly(texts: Texts | undefined, scratch: Scratch): Texts | undefined {
  const changed = [...texts ?? []].filter(([file, now]) => now === undefined || now !== scratch.textOf(file));
  return changed.length === 0 ? undefined : new Map(changed);
}

/** What is found that was not found before, or was graded lower. */
function graver(before: CheckResult, { findings }: CheckResult): readonly Finding[] {
  const { introduced, regraded } = findingChanges(before.findings, findings, []);
  return [...introduced, ...regraded.flatMap(({ finding, from }) => (WEIGHT[finding.grade] > WEIGHT[from] ? [finding] : []))];
}

function mutantOf({ operator, seed }: Candidate, { found, own }: { found: readonly Finding[]; own: readonly Finding[] }, scratch: Scratch, why: () => Survival): Mutant {
  const caughtBy = new Map<string, Finding['grade']>();
  for (const { rule, grade } of own.length > 0 ? own : found) if (WEIGHT[grade] > WEIGHT[caughtBy.get(rule) ?? 'observation'] || !caughtBy.has(rule)) caughtBy.set(rule, grade);
  const rules = [...caughtBy].map(([rule, grade]) => ({ rule, grade })).sort((a, b) => WEIGHT[b.grade] - WEIGHT[a.grade] || compareText(a.rule, b.rule));
  return {
    operator: operator.id, kind: seed.kind, file: seed.file, line: seed.line ?? scratch.lineOf(seed.file, seed.path), path: seed.path, text: seed.say(), clauses: seed.clauses, caughtBy: rules,
    state: rules.length === 0 ? 'survived' : own.length === 0 ? 'changed' : rules.some(({ grade }) => grade !== 'observation') ? 'caught' : 'observed', ...(own.length === 0 && { why: why() }),
  };
}

/** Why nothing is found in a mutant, by what was found with it and by what its operator says of all that it makes. */
function whySurvived({ operator, seed }: Candidate, { base, then, found, own }: { base: CheckResult; then: CheckResult; found: readonly Finding[]; own: readonly Finding[] }): Survival {
  const [accepted] = findingChanges(base.accepted, then.accepted, []).introduced;
  if (accepted) return { reason: 'accepted', text: phrase('mutant.why.accepted', 'The rule {rule} notices it, and the deviation {deviation} accepts that.', { rule: accepted.rule, deviation: then.accepted.find(each => each.rule === accepted.rule && each.file === accepted.file)?.deviation ?? '' }) };
  const document = base.model.files.get(seed.file)?.artefact, status = document?.header === 'document' ? text(document.data, 'status') : undefined;
  const unseen = seed.unseen ?? operator.unseen, [change] = found;
  if (change && own.length === 0) return { reason: 'only-as-change', text: phrase('mutant.why.only-as-change', 'It is noticed only since an approved text changed ({rule}), as any change of it is. Once it is approved: {unseen}', { rule: change.rule, unseen }) };
  if (document && status !== undefined && status !== 'approved') return { reason: 'not-in-force', text: phrase('mutant.why.not-in-force', '{thing} is not approved ({status}), and rules over what is in force leave it out. {unseen}', { thing: nameOf(document), status, unseen }) };
  return { reason: 'not-asked', text: unseen };
}

/** What survived is tried again with the rules that sms.yaml switches off: those that would notice it are named. */
async function askRulesThatAreOff(made: readonly { texts: Texts; mutant: Mutant }[], { scratch, base }: { scratch: Scratch; base: CheckResult }): Promise<void> {
  const off = new Map(base.settings.flatMap(setting => (setting.off ? [[setting.rule, setting] as const] : []))), survivors = made.filter(({ mutant }) => mutant.state === 'survived');
  const file = base.config.file, written = scratch.textOf(file);
  if (off.size === 0 || survivors.length === 0 || written === undefined) return;
  const source = readConfigSource(file, written), edits = inSequence(source, written, [...off.keys()].map(rule => (now, current) => remove(now, current, ['rules', rule, 'off'])));
  if (!edits) return;
  const all: Texts = new Map([[file, edited(written, edits)]]), before = await scratch.check(all);
  if (before.error !== undefined) return;
  for (const { texts, mutant } of survivors) {
    const noticed = graver(before, await scratch.check(new Map([...all, ...texts]))).find(({ rule }) => off.has(rule)), setting = noticed && off.get(noticed.rule);
    if (setting) mutant.why = { reason: 'switched-off', text: offWords(setting) };
  }
}

function offWords({ rule, until, owner, reason }: CheckResult['settings'][number]): Phrase {
  return phrase('mutant.why.off', 'The rule {rule} would notice it. sms.yaml switches it off until {until} ({owner}: {reason}).', { rule, until, owner, reason });
}

/** A copy of an SMS in memory, in which files have other texts or are gone. What does not differ is neither read nor judged again. */
class Scratch {
  private readonly gone = new Set<string>();
  private readonly session: Session;
  private readonly listings = new Map<string, Listing>();
  private changed: readonly string[] = [];
  private isOpen = false;

  constructor(private readonly known: Session, private readonly result: CheckResult, private readonly files: Files, private readonly settings: Pick<MutateSettings, 'parser' | 'rules' | 'now'>) {
    const { source: history } = known, idOf = files.idOf?.bind(files);
    const seen: Files = {
      list: async ignore => {
        const key = JSON.stringify(ignore), listing = this.listings.get(key) ?? await files.list(ignore);
        this.listings.set(key, listing);
        return { ...listing, files: listing.files.filter(file => !this.gone.has(file)) };
      },
      read: file => this.read(file),
      stream: file => this.stream(file),
      ...(idOf && { idOf: file => (this.gone.has(file) ? undefined : idOf(file)) }),
    };
    this.session = new Session(seen, settings.parser, { configFile: result.config.file, known, ...(history && { history }) });
  }

  /** What is found where these files differ from the original. */
  async check(texts: Texts): Promise<CheckResult> {
    const { session, gone } = this, before = [...gone];
    for (const file of this.changed) session.setOverlay(file, undefined);
    gone.clear();
    for (const [file, now] of texts) if (now === undefined) gone.add(file); else session.setOverlay(file, now);
    this.changed = [...texts].flatMap(([file, now]) => (now === undefined ? [] : [file]));
    if (!this.isOpen) await session.refresh();
    else if (before.length > 0 || gone.size > 0) await session.changed([...new Set([...before, ...gone])]);
    this.isOpen = true;
    return session.check({ today: this.result.today, now: this.settings.now, rules: this.settings.rules });
  }

  /** The text of a file as it is in the original. */
  textOf(file: string): string | undefined { return this.known.textOf(file); }

  /** The line of a value in the original, from 0. */
  lineOf(file: string, path: Mutant['path']): number { return this.known.locate(file, path).start.line; }

  private async read(file: string): Promise<ReadResult> {
    if (this.gone.has(file)) return { ok: false, reason: 'vanished', detail: '' };
    const text = this.known.textOf(file);
    return text === undefined ? this.files.read(file) : { ok: true, text };
  }

  private async* stream(file: string): AsyncGenerator<Uint8Array> {
    if (this.gone.has(file)) throw new UnreadableFile('vanished', '');
    yield* this.files.stream(file);
  }
}
