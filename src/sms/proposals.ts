import { kindSchema } from './schema.js';
import { newId } from './skeleton.js';
import type { Model } from './model.js';
import type { Kind } from './types.js';

/** An id for a new item of a type, or artefact of a kind, that looks like those there are. `given`: ids that others, made at the same time, have. */
export function proposedId(model: Model, type: string, title: string, given: ReadonlySet<string> = new Set()): string {
  return newId(type, title, { taken: id => given.has(id) || model.item(id) !== undefined, like: model.ofType(type).map(({ id }) => id), template: model.config.ids[type] });
}

/** A file for a new artefact that is not there yet: beside the last of its kind, else in a folder for such files. */
export function proposedFile(model: Model, kind: Kind, id: string): string {
  const schema = kindSchema(kind), others = model.ofKind(kind), last = others[others.length - 1]?.file;
  const folder = last !== undefined ? last.slice(0, last.lastIndexOf('/') + 1) : schema?.header === 'record' ? `records/${kind}/` : 'documents/';
  const name = id.replace(/[^\p{L}\p{N}._-]+/gu, '-'), end = schema?.format === 'markdown' ? '.md' : '.yaml';
  for (let number = 1; ; number++) {
    const file = `${folder}${number === 1 ? name : `${name}-${number}`}${end}`;
    if (!model.paths.has(file)) return file;
  }
}
