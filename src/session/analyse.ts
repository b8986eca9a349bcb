import { digestIfWhole } from '../control/digest.js';
import { checkFile } from '../rules/check.js';
import { rules as allRules } from '../rules/index.js';
import type { Rule } from '../rules/rule.js';
import type { Frame } from '../sms/files.js';
import { kindsOf } from '../sms/kinds.js';
import { ANY_ID, emptyFacts, ORIGIN, parseFile, type ParseJob } from '../sms/parse.js';
import { locate, readSource, type Source } from '../sms/source.js';
import type { FileFacts } from '../sms/types.js';

/**
 * One file read and checked by the rules over one file: all that can be done without the others, so that threads can do it. Where only its digest
 * is wanted, no rules: the file is one of the past.
 */
export function analyse(job: ParseJob, { config, today }: Frame, rules: readonly Rule[] = allRules): FileFacts {
  const facts = parseFile(job, config);
  if (!facts.artefact) return facts;
  const digest = job.digest ? digestIfWhole(facts, job.text, job.adoption, kindsOf(config)) : undefined;
  // Nobody asks for the rest.
  if (job.digest === 'only') return { ...emptyFacts(job.file), artefact: facts.artefact, ...(digest !== undefined && { digest }) };
  let source: Source | undefined;
  const { reports, crashed } = checkFile(facts, {
    rules, today, config,
    locate: (_, path, part) => locate(source ??= readSource(job.file, job.text, job.adoption, kindsOf(config)), path, part),
  });
  return { ...facts, prose: [], reports: [...facts.reports, ...reports], ...(crashed.length > 0 && { crashed }), ...(digest !== undefined && { digest }) };
}

/** The same; a bug that one file brings to light does not take the others along. */
export function analyseSafely(job: ParseJob, frame: Frame): FileFacts {
  try {
    return analyse(job, frame);
  } catch (error) {
    const reason = `a bug of this program: ${error instanceof Error ? error.message : String(error)}`;
    return {
      ...emptyFacts(job.file), incomplete: reason, maybe: [ANY_ID],
      reports: [{ rule: 'file-unreadable', message: 'unreadable', args: { reason }, file: job.file, range: ORIGIN, related: [] }],
    };
  }
}
