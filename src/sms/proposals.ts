import { kindsOf } from './kinds.js';
import { newId } from './skeleton.js';
import type { Model } from './model.js';
import { compareText } from './text.js';
import type { Artefact, Kind } from './types.js';

/** An id for a new item of a type, or artefact of a kind, that looks like those there are. `given`: ids that others, made at the same time, have. */
export function proposedId(model: Model, type: string, title: string, given: ReadonlySet<string> = new Set()): string {
  return newId(type, title, { taken: id => given.has(id) || model.item(id) !== undefined, like: model.ofType(type).map(({ id }) => id), template: model.config.ids[type] });
}

/** A file for a new artefact that is not there yet: beside most others of its kind, and called as they are: by the id, in small letters where they are not called by theirs. */
export function proposedFile(model: Model, kind: Kind, id: string): string {
  const others = model.ofKind(kind), schema = kindsOf(model.config).get(kind), ending = schema?.format === 'markdown' ? 'md' : 'yaml';
  const folder = mostFrequent(others.map(folderOf)) ?? (schema?.header === 'record' ? 'records/' : '');
  const called = others.length > 0 && others.every(other => other.file.slice(folderOf(other).length).startsWith(`${other.id}.`));
  const name = (called ? id : id.toLowerCase()).replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^\.+/, '');
  for (let at = 1; ; at++) {
    const file = `${folder}${name}${at === 1 ? '' : `-${at}`}.${ending}`;
    if (!model.paths.has(file)) return file;
  }
}

function folderOf({ file }: Artefact): string { return file.slice(0, file.lastIndexOf('/') + 1); }

function mostFrequent(all: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b))[0]?.[0];
}
