import { edited } from '../sms/changes.js';
import type { Adoption } from '../sms/config.js';
import { builtInKinds } from '../sms/kinds.js';
import { ENGLISH, phrase, told } from '../sms/language.js';
import { isMarkdown, readSource, type Source } from '../sms/source.js';
import { remove, setField } from '../sms/yaml-edits.js';
import type { Phrase } from '../sms/types.js';
import { entryOf, isEmpty, nodeAt, type Node } from '../sms/yaml.js';

/** Why a header field cannot be written. `sentence` says it to a person, with what to do; `words`: for other languages. */
export interface HeaderProblem {
  code: 'unreadable' | 'no-front-matter' | 'no-fields' | 'unmapped' | 'constant' | 'word-taken' | 'not-a-value' | 'twice' | 'cannot-edit';
  field?: string;
  sentence: string;
  words: Phrase;
}

function problem(code: HeaderProblem['code'], words: Phrase, field?: string): HeaderProblem {
  return { code, ...(field !== undefined && { field }), sentence: String(told(ENGLISH, words)), words };
}

/** The order in which a document header is written (format.md F6). */
const HEADER: readonly string[] = [
  'kind', 'id', 'title', 'version', 'status', 'owner', 'approver', 'author', 'approvedOn', 'approvedBy', 'effectiveFrom', 'reviewedOn', 'reviewEvery', 'nextReview',
  'classification', 'distribution', 'language', 'retention', 'externalOrigin', 'changeSummary', 'clauses', 'supersedes', 'translationOf', 'aliases', 'content',
];

/**
 * The text of an artefact with header fields set (a value) or removed (undefined), by the smallest edits: all other bytes stay. `adoption` is the entry
 * of sms.yaml that takes the file; ours is then written under their key and in their words. A byte order mark stays where there is one.
 * After each edit the text is read again: unless the field reads as wanted and everything else as before, a problem is given instead.
 */
export function headerEdits(
  file: string, text: string, adoption: Adoption | undefined, changes: Readonly<Record<string, string | undefined>>,
): { text: string } | { problem: HeaderProblem } {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  let current = text.slice(mark.length);
  for (const [field, value] of Object.entries(changes).sort(([a], [b]) => placeOf(a) - placeOf(b))) {
    const done = edit(file, current, adoption, field, value);
    if ('problem' in done) return done;
    current = done.text;
  }
  return { text: mark + current };
}

function placeOf(field: string): number {
  const place = HEADER.indexOf(field);
  return place < 0 ? HEADER.length : place;
}

/** One field. */
function edit(file: string, text: string, adoption: Adoption | undefined, field: string, value: string | undefined): { text: string } | { problem: HeaderProblem } {
  const say = (code: HeaderProblem['code'], words: Phrase): { problem: HeaderProblem } => ({ problem: problem(code, words, field) });
  const source = readSource(file, text, adoption, builtInKinds);
  const fault = faultOf(file, source);
  if (fault) return { problem: fault };
  const read = entryOf(source.root, field);
  if (value === undefined ? !read : read?.value.type === 'scalar' && !isEmpty(read.value) && read.value.text === value) return { text };

  const theirs = adoption && Object.hasOwn(adoption.fields, field) ? adoption.fields[field] : undefined;
  if (adoption && theirs === undefined) {
    return Object.hasOwn(adoption.set, field)
      ? say('constant', phrase('header.constant', '`{field}` of {file} is a constant in sms.yaml (`adopt`, `set`), so it cannot be written into the file. Map it to a key of the file under '
        + '`fields` instead.', { field, file }))
      : say('unmapped', phrase('header.unmapped', '{file} is adopted, and sms.yaml does not say under which key its `{field}` stands. Add `{field}` to `fields` of its entry under `adopt`.', {
        field, file,
      }));
  }
  const path = theirs === undefined ? [field] : theirs.split('.');
  const written = value === undefined ? undefined : theirWord(value, adoption?.values[field]);
  if (value !== undefined && written === undefined) {
    return say('word-taken', phrase('header.word-taken', 'sms.yaml reads "{value}" of `{field}` as another word (`adopt`, `values`), and names no word of the file that means {value}. Add one.', {
      value, field,
    }));
  }
  const key = path[path.length - 1] ?? field;
  if (source.problems.some(({ rule, args }) => rule === 'key-duplicate' && args['key'] === key)) {
    return say('twice', phrase('header.twice', '`{key}` stands twice in {file}, and only one of them counts. Remove one first.', { key, file }));
  }
  const tree = adoption ? source.theirs : source.root;
  const present = nodeAt(tree, path)?.node;
  if (written !== undefined && present && present.type !== 'scalar') {
    return say('not-a-value', present.type === 'list'
      ? phrase('header.list', '`{key}` of {file} holds a list, where one value belongs. Write `{key}: {value}` by hand.', { key, file, value: written })
      : phrase('header.fields', '`{key}` of {file} holds further fields, where one value belongs. Write `{key}: {value}` by hand.', { key, file, value: written }));
  }

  const edits = written === undefined ? remove(source, text, [field]) : setField(source, text, [field], value ?? '', HEADER);
  const now = edits && edited(text, edits);
  if (now !== undefined && holds(file, source, now, adoption, field, value)) return { text: now };
  return say('cannot-edit', value === undefined
    ? phrase('header.cannot-remove', '`{key}` cannot be taken out of {file} without touching something else there. Remove it by hand.', { key, file })
    : phrase('header.cannot-write', '`{key}: {value}` cannot be written into {file} without touching something else there. Write it by hand.', { key, file, value: written ?? '' }));
}

function faultOf(file: string, { problems, front, root, claims, adoption }: Source): HeaderProblem | undefined {
  if (front?.kind === 'none' && (adoption || isMarkdown(file))) {
    return problem('no-front-matter', phrase('header.no-front-matter', '{file} has no fields at its top to write to. Begin the file with a line `---`, its fields, and another line `---`.', {
      file,
    }));
  }
  if ((front && front.kind !== 'yaml') || problems.some(({ breaks }) => breaks)) {
    return problem('unreadable', phrase('header.unreadable', 'The fields of {file} cannot be read to their end, so nothing is written there. Put right first what `sms check` finds in it.', {
      file,
    }));
  }
  return root && claims ? undefined : problem('no-fields', phrase('header.no-fields', '{file} is no document of the SMS: it has no field `kind`.', { file }));
}

/** Their word for a value of ours; undefined where it would read as something else. */
function theirWord(value: string, values: Readonly<Record<string, string>> | undefined): string | undefined {
  const word = Object.entries(values ?? {}).find(([, ours]) => ours === value)?.[0];
  return word ?? (values && Object.hasOwn(values, value) ? undefined : value);
}

/** True where the edited text reads as wanted: of our fields two may stand under one key of theirs. */
function holds(file: string, before: Source, text: string, adoption: Adoption | undefined, field: string, value: string | undefined): boolean {
  const after = readSource(file, text, adoption, builtInKinds), read = entryOf(after.root, field)?.value;
  if (faultOf(file, after) || (value === undefined ? read !== undefined : read?.type !== 'scalar' || isEmpty(read) || read.text !== value)) return false;
  const others = ({ root }: Source): string => JSON.stringify(root?.entries.flatMap(({ key, value: own }) => (key.text === field ? [] : [[key.text, shape(own)]])));
  return others(before) === others(after);
}

/** What a tree holds, without places. */
function shape(node: Node): unknown {
  if (node.type === 'scalar') return [node.text, node.plain];
  return node.type === 'list' ? node.items.map(shape) : { map: node.entries.map(({ key, value }) => [key.text, shape(value)]) };
}
