import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Adoption } from '../sms/config.js';
import { isFields, valueAt } from '../sms/data.js';
import { LIFECYCLE } from '../sms/header.js';
import { readBody } from '../sms/markdown.js';
import { isInData } from '../sms/parse.js';
import { builtInKinds, type Kinds } from '../sms/kinds.js';
import { isSet, type Shape } from '../sms/shapes.js';
import { isMarkdown } from '../sms/source.js';
import { compareText, evenLines, normalText } from '../sms/text.js';
import type { Artefact, FileFacts } from '../sms/types.js';

/**
 * The digest `sms1` of what an artefact says (format.md F10; docs/digest.md says how another program computes it). `text` is its file, read to
 * its end, `kinds` those of its SMS, `adoption` the entry of sms.yaml that takes it. Undefined for Markdown over a limit.
 */
export function digestOf(artefact: Artefact, text: string, adoption?: Adoption, kinds: Kinds = builtInKinds): string | undefined {
  const canonical = canonicalText(artefact, text, adoption, kinds);
  return canonical === undefined ? undefined : `sms1:${bytesToHex(sha256(utf8ToBytes(canonical)))}`;
}

/**
 * The digest of the artefact of a file, as everybody takes it who compares: undefined where the file holds none, could not be read to its end, or says
 * what its data do not hold. A digest must not pass over a key written twice or a number that is none.
 */
export function digestIfWhole({ artefact, incomplete, reports }: FileFacts, text: string, adoption?: Adoption, kinds: Kinds = builtInKinds): string | undefined {
  return artefact && incomplete === undefined && isInData(reports) ? digestOf(artefact, text, adoption, kinds) : undefined;
}

/** The text whose SHA-256 the digest is. */
export function canonicalText(artefact: Artefact, text: string, adoption?: Adoption, kinds: Kinds = builtInKinds): string | undefined {
  const shape = kinds.get(artefact.kind)?.shape;
  const markdown = adoption ? adoption.as === 'markdown' : isMarkdown(artefact.file);
  const body = markdown ? readBody(evenLines(text), normalText) : [];
  if ('limit' in body) return undefined;
  const data = Object.fromEntries(Object.entries(withoutMapped(asWritten(artefact), shape, adoption)).filter(([key]) => !LIFECYCLE.includes(key)));
  return `{"data":${canonicalValue(data, shape) ?? '{}'},"body":${JSON.stringify(body)}}`;
}

/** Git's id of a blob with this text in UTF-8, by SHA-1, or by SHA-256 where `like`, another id of the repository, is one of 64 digits. */
export function blobId(text: string, like: string): string {
  const bytes = utf8ToBytes(text);
  const blob = concatBytes(utf8ToBytes(`blob ${bytes.length}\0`), bytes);
  return bytesToHex(like.length === 64 ? sha256(blob) : sha1(blob));
}

/** The same of bytes that are read as often as is needed: first to count them. `open` rejects where they cannot be read. */
export async function blobIdOf(open: () => AsyncIterable<Uint8Array>, like: string): Promise<string> {
  let size = 0;
  for await (const { length } of open()) size += length;
  const hash = like.length === 64 ? sha256.create() : sha1.create();
  hash.update(utf8ToBytes(`blob ${size}\0`));
  for await (const portion of open()) hash.update(portion);
  return bytesToHex(hash.digest());
}

/** True where the blob holds this text: as it is, with line ends of a work tree on Windows, or behind a byte order mark, which reading takes away. */
export function sameBlob(text: string, blob: string): boolean {
  const even = text.replace(/\r\n/g, '\n');
  return (even === text ? [text] : [text, even]).some(form => blobId(form, blob) === blob || blobId(`\ufeff${form}`, blob) === blob);
}

/** Canonical JSON of a value; undefined where it does not count. */
function canonicalValue(value: unknown, shape: Shape | undefined): string | undefined {
  if (value === null || value === undefined || shape?.normative === false) return undefined;
  if (Array.isArray(value)) {
    const items = value.flatMap(item => canonicalValue(item, shape?.items) ?? []);
    return `[${(isSet(shape) ? items.sort(compareText) : items).join(',')}]`;
  }
  if (!isFields(value)) return JSON.stringify(typeof value === 'string' ? normalText(value) : value);
  // Written by hand, since JSON.stringify puts keys that look like numbers first.
  const fields = Object.entries(value).flatMap(([key, child]) => {
    const text = canonicalValue(child, shape?.properties.get(key) ?? shape?.additional);
    return text === undefined ? [] : [{ key: normalText(key), text }];
  });
  fields.sort((a, b) => compareText(a.key, b.key) || compareText(a.text, b.text));
  return `{${fields.map(({ key, text }) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

/** What a file means where it is misspelt was not approved: what it says was. */
function asWritten({ data, meant = [] }: Artefact): Artefact['data'] {
  if (meant.length === 0) return data;
  const own = structuredClone(data);
  for (const { path, written } of meant) {
    const around = valueAt(own, path.slice(0, -1)) as Record<string | number, unknown>, key = path[path.length - 1] ?? '';
    if (written === undefined) delete around[key]; else around[key] = written;
  }
  return own;
}

/** An adopted file keeps its own keys; those that are mapped count under our name alone, else a recorded review would change the content. */
function withoutMapped(data: Artefact['data'], shape: Shape | undefined, adoption: Adoption | undefined): Artefact['data'] {
  if (!adoption) return data;
  return Object.values(adoption.fields).map(path => path.split('.'))
    .filter(([first = '']) => !shape?.properties.has(first) && !Object.hasOwn(adoption.fields, first))
    .reduce<Artefact['data']>((rest, path) => without(rest, path), data);
}

function without(data: Readonly<Record<string, unknown>>, [first = '', ...rest]: readonly string[]): Record<string, unknown> {
  if (rest.length === 0) return Object.fromEntries(Object.entries(data).filter(([key]) => key !== first));
  const child = data[first];
  return isFields(child) ? { ...data, [first]: without(child, rest) } : { ...data };
}
