import type { Control } from '../sms/control.js';
import type { Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { parseConfigFile, parseFile } from '../sms/parse.js';
import { configSchema, kindsOf, type KindSchema } from '../sms/kinds.js';
import { schemaIn } from '../sms/shape.js';
import { adoptionFor } from '../sms/adoption.js';
import { readConfigSource, readSource, type Source } from '../sms/source.js';
import type { Day, FileFacts, Finding, Item, Reference } from '../sms/types.js';
import { matchesGlob } from '../sms/wildcards.js';

/** One SMS as it was checked last. */
export interface Checked { model: Model; today: Day; control: Control; findings: readonly Finding[] }

/** Texts of one SMS as they stand now: in an open editor, else on disk. */
export interface Texts {
  textOf(file: string): string | undefined;
  /** Whether the check knew this very text. */
  isChecked(file: string): boolean;
}

/** What an editor's questions are answered from: the SMS as it was checked last, and the texts as they stand now. */
export interface EditorDesk extends Checked {
  readonly language: Language;
  textOf(file: string): string | undefined;
  /** The fields of a file as a tree; undefined where the file is not there. */
  sourceOf(file: string): Source | undefined;
  /** What the file says as it stands now: of an open one more than the Model knows. */
  factsOf(file: string): FileFacts | undefined;
  /** The schema of a file's kind; undefined for what is no artefact, or of an unknown kind. */
  schemaOf(file: string): KindSchema | undefined;
  /** What a reference of `factsOf` names: an item of its file as that stands now, else one of the Model. */
  resolve(reference: Reference): Item | undefined;
}

/** What was read of texts that changed since the check; to be kept from one question to the next. */
export type Readings = Map<string, { text: string; source?: Source; facts?: FileFacts }>;

export function editorDesk(checked: Checked, texts: Texts, language: Language, readings: Readings = new Map()): EditorDesk {
  const { config } = checked.model;
  const isConfig = (file: string): boolean => file === config.file;
  const reading = (file: string): { text: string; source?: Source; facts?: FileFacts } | undefined => {
    const text = texts.textOf(file);
    if (text === undefined) return undefined;
    const known = readings.get(file);
    if (known?.text === text) return known;
    const fresh = { text };
    readings.set(file, fresh);
    return fresh;
  };
  const desk: EditorDesk = {
    ...checked, language,
    textOf: file => texts.textOf(file),
    sourceOf: file => {
      const read = reading(file);
      if (!read) return undefined;
      return read.source ??= isConfig(file) ? readConfigSource(file, read.text) : readSource(file, read.text, adoptionFor(file, read.text, config, matchesGlob), kindsOf(config));
    },
    factsOf: file => {
      const known = checked.model.files.get(file);
      if (known && texts.isChecked(file)) return known;
      const read = reading(file);
      if (!read) return undefined;
      if (read.facts) return read.facts;
      const adoption = adoptionFor(file, read.text, config, matchesGlob);
      return read.facts = isConfig(file) ? parseConfigFile(file, read.text).facts : parseFile({ file, text: read.text, ...(adoption && { adoption }) }, config);
    },
    schemaOf: file => {
      if (isConfig(file)) return configSchema;
      return schemaIn(desk.sourceOf(file), kindsOf(config));
    },
    resolve: reference => {
      const facts = texts.isChecked(reference.file) ? undefined : desk.factsOf(reference.file);
      const local = `${reference.artefact}#${reference.to}`;
      // Of the two names a local one comes first, as in the Model.
      return facts?.items.find(({ id }) => id === local) ?? facts?.items.find(({ id }) => id === reference.to) ?? checked.model.resolve(reference);
    },
  };
  return desk;
}
