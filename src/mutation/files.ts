import { offsetsOf } from '../sms/changes.js';
import { text } from '../sms/data.js';
import { addPeriod, isDay } from '../sms/days.js';
import { kindsOf } from '../sms/kinds.js';
import { phrase } from '../sms/language.js';
import { nameOf } from '../sms/naming.js';
import { manifest } from '../sms/standard.js';
import { compareText } from '../sms/text.js';
import type { Artefact, Path } from '../sms/types.js';
import { setValue } from '../sms/yaml-edits.js';
import { nodeAt } from '../sms/yaml.js';
import { clausesOfKind, fieldsOf, schemaOf, stepped, thingOf, without, type Operator, type Original, type Seed, type Texts } from './operator.js';

/** Operators over documents, records and sections as a whole. */

const isApproved = (artefact: Artefact): boolean => artefact.header === 'document' && text(artefact.data, 'status') === 'approved';

/** What a document says is changed and nothing in it gets worse: whatever is found then is found of any change of it. */
export function reworded(original: Original, { file, data }: Artefact): Texts | undefined {
  const title = text(data, 'title');
  return title === undefined ? undefined : stepped(original, file, [(source, written) => setValue(source, written, ['title'], `${title}, as it is`)]);
}

function of(original: Original, artefact: Artefact, path: Path, say: Seed['say'], make: Seed['make']): Seed {
  return { kind: artefact.kind, file: artefact.file, path, clauses: clausesOfKind(schemaOf(original, artefact.kind)), say, make };
}

export const changedAfterApproval: Operator = {
  id: 'changed-after-approval', title: phrase('mutant.changed-after-approval', 'An approved document is changed and keeps its version'),
  unseen: phrase('mutant.unseen.changed-after-approval', 'There is neither a history nor an approval with a digest that would tell what was approved as this version.'),
  *artefact(artefact, original) {
    if (isApproved(artefact)) yield { ...of(original, artefact, ['title'], () => phrase('mutant.say.reworded', 'The title of {thing} is another one, under the same version.', { thing: nameOf(artefact) }), () => reworded(original, artefact)), clauses: ['7.5.3.2'] };
  },
};

export const approvalRecordRemoved: Operator = {
  id: 'approval-removed', title: phrase('mutant.approval-removed', 'The record of an approval is gone'),
  unseen: phrase('mutant.unseen.approval-removed', 'Without its record the approval is a claim of the document itself. No rule in force asks for more; sms register tells that it is only claimed.'),
  *artefact(artefact, original) {
    const document = original.model.artefact(text(artefact.data, 'artefact') ?? '');
    // Of what is in force: earlier versions are told of for the sake of the past alone.
    if (artefact.kind === 'approval-record' && document && text(document.data, 'version') === text(artefact.data, 'version')) yield { ...gone(original, artefact), clauses: ['7.5.2', '7.5.3.2'] };
  },
};

function gone(original: Original, artefact: Artefact): Seed {
  return of(original, artefact, [], () => phrase('mutant.say.gone', '{thing} is gone.', { thing: nameOf(artefact) }), () => without([artefact.file]));
}

export const documentRemoved: Operator = {
  id: 'document-removed', title: phrase('mutant.document-removed', 'A document is gone'),
  unseen: phrase('mutant.unseen.document-removed', 'Nothing names this document, and what the standard asks for is shown by others.'),
  *artefact(artefact, original) { if (artefact.header === 'document') yield gone(original, artefact); },
};

export const withdrawnInUse: Operator = {
  id: 'withdrawn-in-use', title: phrase('mutant.withdrawn-in-use', 'A document is withdrawn, and is still used'),
  unseen: phrase('mutant.unseen.withdrawn-in-use', 'What names this document names it as of the past, and what the standard asks for is shown by others.'),
  *artefact(artefact, original) {
    const { model } = original, uses = model.referencesTo(artefact.id).some(reference => reference.artefact !== artefact.id && model.artefact(reference.artefact)?.kind !== 'approval-record');
    if (isApproved(artefact) && uses) {
      yield of(original, artefact, ['status'], () => phrase('mutant.say.withdrawn', '{thing} is withdrawn.', { thing: nameOf(artefact) }), () => stepped(original, artefact.file, [(source, written) => setValue(source, written, ['status'], 'withdrawn')]));
    }
  },
};

export const attachmentRemoved: Operator = {
  id: 'attachment-removed', title: phrase('mutant.attachment-removed', 'A file that is named as evidence is gone'),
  unseen: phrase('mutant.unseen.attachment-removed', 'No rule in force minds that this file is not there.'),
  *artefact(artefact, original) {
    const { model } = original;
    for (const { to, via, expects, path } of model.files.get(artefact.file)?.references ?? []) {
      const file = to.split('#')[0] ?? '';
      if (via === 'field' && expects.includes('file') && model.paths.has(file) && !model.files.get(file)?.artefact) {
        yield of(original, artefact, path, () => phrase('mutant.say.attachment', '{file}, which {thing} names, is gone.', { file, thing: thingOf(original, { artefact, path }) }), () => without([file]));
      }
    }
  },
};

export const sectionEmptied: Operator = {
  id: 'section-emptied', title: phrase('mutant.section-emptied', 'A section says nothing any more'),
  unseen: phrase('mutant.unseen.section-emptied', 'No rule in force asks what stands in this section.'),
  *artefact(artefact, original) {
    const sections = original.model.files.get(artefact.file)?.sections ?? [], body = schemaOf(original, artefact.kind)?.body ?? [];
    for (const [at, { key, depth, heading, range }] of sections.entries()) {
      const asked = body.find(each => each.key === key), written = original.textOf(artefact.file);
      if (!asked?.required || written === undefined) continue;
      const next = sections.slice(at + 1).find(each => each.depth <= depth), offset = offsetsOf(written), from = offset(range.end), to = next ? offset(next.range.start) : written.length;
      const emptied = `${written.slice(0, from)}\n\n${written.slice(to)}`;
      yield {
        ...of(original, artefact, [], () => phrase('mutant.say.section-emptied', 'The section "{heading}" of {thing} is empty.', { heading, thing: nameOf(artefact) }), () => (emptied === written ? undefined : new Map([[artefact.file, emptied]]))),
        line: range.start.line, ...(asked.clauses.length > 0 && { clauses: asked.clauses }),
      };
    }
  },
};

/** Records of a kind that are files of their own, and the logs of it. */
function recordsOf({ model }: Original, kind: string): readonly Artefact[] { return [...model.ofKind(kind), ...model.logsOf(kind)]; }

export const mandatoryRemoved: Operator = {
  id: 'mandatory-removed', title: phrase('mutant.mandatory-removed', 'What the standard asks for is not there at all'),
  unseen: phrase('mutant.unseen.mandatory-removed', 'What shows the same stands in documents of another kind.'),
  *whole(original) {
    for (const { title, kinds, clauses, min, as } of manifest()) {
      const held = as === 'maintain' && min > 0 ? kinds.flatMap(kind => recordsOf(original, kind)) : [], [first] = held;
      if (first) yield { ...everyOne(original, first, held), clauses, say: () => phrase('mutant.say.mandatory-removed', 'There is nothing for "{title}" any more (files taken out: {count}).', { title, count: held.length }) };
    }
  },
};

function everyOne(original: Original, first: Artefact, all: readonly Artefact[]): Seed {
  return of(original, first, [], () => phrase('mutant.say.gone', '{thing} is gone.', { thing: nameOf(first) }), () => without([...new Set(all.map(({ file }) => file))].sort(compareText)));
}

export const recordsRemoved: Operator = {
  id: 'records-removed', title: phrase('mutant.records-removed', 'There is no record of what is done'),
  unseen: phrase('mutant.unseen.records-removed', 'No rule in force expects records of this kind here: there may have been no case.'),
  *whole(original) {
    for (const { kind, header } of kindsOf(original.model.config).all()) {
      const held = header === 'record' && kind !== 'record-log' ? recordsOf(original, kind) : [], [first] = held;
      if (first) yield { ...everyOne(original, first, held), kind, clauses: clausesOfKind(schemaOf(original, kind)), say: () => phrase('mutant.say.records-removed', 'All records of the kind {kind} are gone (files taken out: {count}).', { kind: phrase(`kind.${kind}`, kind), count: held.length }) };
    }
  },
};

/** Years by which records are set back: more than any period that records are asked for. */
const YEARS = 4;

export const recordsAged: Operator = {
  id: 'records-aged', title: phrase('mutant.records-aged', 'What is to be done at intervals was last done long ago'),
  unseen: phrase('mutant.unseen.records-aged', 'No rule in force asks for newer records of this kind: there may have been no case since.'),
  *whole(original) {
    const { model } = original;
    for (const { kind, header } of kindsOf(model.config).all()) {
      // What is kept in a table has its days in another file.
      const held = header === 'record' && kind !== 'approval-record' && kind !== 'record-log' && model.logsOf(kind).every(({ data }) => data['table'] === undefined) ? recordsOf(original, kind) : [], [first] = held;
      if (!first) continue;
      yield {
        ...of(original, first, [], () => phrase('mutant.say.records-aged', 'All records of the kind {kind} are dated {years} years earlier (files changed: {count}).', { kind: phrase(`kind.${kind}`, kind), years: YEARS, count: held.length }), () => aged(original, held)),
        kind, clauses: clausesOfKind(schemaOf(original, kind)),
      };
    }
  },
};

function aged(original: Original, records: readonly Artefact[]): Texts | undefined {
  const texts = new Map<string, string>();
  for (const record of records) {
    const source = original.sourceOf(record.file);
    let written = original.textOf(record.file);
    if (!source || written === undefined || source.adoption) continue;
    const places = [...fieldsOf(original, record)].flatMap(({ shape: { format }, value, path }) => {
      const node = nodeAt(source.root, path)?.node, day = typeof value === 'string' ? value.slice(0, 10) : '';
      return (format === 'date' || format === 'date-time') && node?.type === 'scalar' && isDay(day) ? [{ from: source.base + node.start, day }] : [];
    });
    // A day is as long as any other, so that all places stay.
    for (const { from, day } of places) written = written.slice(0, from) + addPeriod(day, { count: YEARS, unit: 'year' }, -1) + written.slice(from + day.length);
    if (places.length > 0) texts.set(record.file, written);
  }
  return texts.size > 0 ? texts : undefined;
}
