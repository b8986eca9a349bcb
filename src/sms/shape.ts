import type { Kinds, KindSchema } from './kinds.js';
import { shapeAt, type Shape } from './shapes.js';
import type { Source } from './source.js';
import type { Path } from './types.js';
import { entryOf } from './yaml.js';

/** The schema of the kind that a file says it is of; undefined for what is no artefact, or of an unknown kind. */
export function schemaIn(source: Source | undefined, kinds: Kinds): KindSchema | undefined {
  const kind = entryOf(source?.root, 'kind')?.value;
  return kind?.type === 'scalar' ? kinds.get(kind.text.trim()) : undefined;
}

/** The shape of what stands at a path of a file. The entries of a log have the shape of the kind that the log names. */
export function shapeIn(schema: KindSchema, source: Source, path: Path, kinds: Kinds): Shape | undefined {
  let shape: Shape | undefined = schema.shape;
  for (const [depth, step] of path.entries()) {
    const property: Shape | undefined = typeof step === 'number' ? shape?.items : shape?.properties.get(step) ?? shape?.additional;
    if (property?.kindFrom !== undefined && depth === 0) {
      const named = entryOf(source.root, property.kindFrom)?.value, kind = named?.type === 'scalar' ? kinds.get(named.text.trim()) : undefined;
      if (kind && path.length > 1) return shapeAt(kind.shape, path.slice(2));
    }
    shape = property;
  }
  return shape;
}
