import type { Adoption, Config } from './config.js';
import { kindsOf } from './kinds.js';
import { headOf, isMarkdown, isYaml } from './source.js';

/** The first `adopt` entry that takes a file; a file with a kind of its own needs none (format.md F12). */
export function adoptionFor(file: string, text: string, config: Pick<Config, 'adopt' | 'own'>, matches: (glob: string, file: string) => boolean): Adoption | undefined {
  if (config.adopt.length === 0) return undefined;
  const entry = config.adopt.find(candidate => matches(candidate.files, file));
  if (!entry) return undefined;
  const own = (isMarkdown(file) || isYaml(file)) && /^kind[ \t]*:[ \t]*(\S+)/m.exec(isMarkdown(file) ? headOf(text) : text)?.[1];
  return own && kindsOf(config).get(own) ? undefined : entry;
}
