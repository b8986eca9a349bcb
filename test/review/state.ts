import { rules } from '../../src/rules/index.js';
import { knownRules } from '../../src/session/known-rules.js';
import type { Change, State } from '../../src/review/types.js';
import { readConfig } from '../../src/sms/config.js';
import { kindsOf } from '../../src/sms/kinds.js';
import { ENGLISH, told } from '../../src/sms/language.js';
import { buildModel } from '../../src/sms/model.js';
import { parseFile } from '../../src/sms/parse.js';
import { adoptionFor } from '../../src/sms/adoption.js';
import { isMarkdown, isYaml, locate, readConfigSource, readSource, type Source } from '../../src/sms/source.js';
import { textHash } from '../../src/sms/text.js';
import type { FileFacts } from '../../src/sms/types.js';
import { matchesGlob } from '../../src/sms/wildcards.js';
import { EXAMPLE_CONFIG, EXAMPLE_TODAY, readMarked } from '../../src/rules/marked.js';

/** A state of an SMS from texts, without the rules: `//- path` begins a file. */
export function stateOf(source: string, { config = EXAMPLE_CONFIG, known }: { config?: string; known?: State } = {}): State {
  return stateOfTexts(new Map([['sms.yaml', config], ...readMarked(source).files]), known);
}

/** `known`: a state whose facts are taken where the text is the same. */
export function stateOfTexts(texts: ReadonlyMap<string, string>, known?: State): State {
  const { config, facts: own } = readConfig('sms.yaml', texts.get('sms.yaml') ?? '', knownRules(rules)), facts: FileFacts[] = [], attachments = new Map<string, string>(), sources = new Map<string, Source>();
  for (const [file, text] of texts) {
    if (file === 'sms.yaml') continue;
    const adoption = adoptionFor(file, text, config, matchesGlob), before = known?.textOf(file) === text ? known.model.files.get(file) : undefined;
    const read = isMarkdown(file) || isYaml(file) || adoption ? before ?? parseFile({ file, text, ...(adoption && { adoption }) }, config) : undefined;
    if (read) facts.push(read);
    if (!read?.artefact && !read?.incomplete && !isTable(file)) attachments.set(file, textHash(text));
  }
  return {
    model: buildModel([own, ...facts], texts.keys(), config), today: EXAMPLE_TODAY, textOf: file => texts.get(file), findings: [], attachments,
    incomplete: facts.flatMap(({ file, incomplete: reason }) => (reason === undefined ? [] : [{ file, reason }])),
    locate: (file, path, part) => {
      const text = texts.get(file) ?? '';
      let source = sources.get(file);
      if (!source) sources.set(file, source = file === 'sms.yaml' ? readConfigSource(file, text) : readSource(file, text, adoptionFor(file, text, config, matchesGlob), kindsOf(config)));
      return locate(source, path, part);
    },
  };
}

function isTable(file: string): boolean { return file.endsWith('.csv'); }

/** One line for a change, as a test compares it. */
export function lineOf({ act, weight, direction, say }: Change): string { return `${act} ${weight} ${direction}: ${told(ENGLISH, say)}`; }
