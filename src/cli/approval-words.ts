import { reasonSentence } from '../control/words.js';
import type { Approval, Reason } from '../sms/control.js';
import type { Model } from '../sms/model.js';
import { fullName, namedIn } from './names.js';

const MEANINGS: Readonly<Record<Approval['meaning'], string>> = { approved: 'approved', reviewed: 'reviewed', agreed: 'agreed to', withdrawn: 'withdrawn' };

/** `3.1 approved on 2026-02-12 by Lena Maas (PER-LM) as Service director (ROLE-SD): evidenced`. */
export function approvalLine({ version, meaning, on, person, party, role, state }: Approval, model: Model): string {
  const full = (id: string): string => fullName(namedIn(model, id));
  const what = [version === '' ? 'without a version' : `version ${version}`, MEANINGS[meaning], ...(on === undefined ? [] : [`on ${on}`]), ...(person === undefined ? [] : [`by ${full(person)}`]),
    ...(party === undefined ? [] : [`for ${full(party)}`]), ...(role === undefined ? [] : [`as ${full(role)}`])];
  return `${what.join(' ')}: ${state}`;
}

/** Why it is worth what it is worth, in a sentence: of the reason that decides. The others, and what was noticed beside, stand in the history of the document. */
export function decidingSentence({ reasons: [decides] }: Approval, model: Model): string { return decides ? sentenceOf(decides, model) : ''; }

/** Why it is worth what it is worth, the reason that decides first, then what was noticed beside. */
export function approvalReasons({ reasons, remarks }: Approval, model: Model): string[] { return [...new Set([...reasons, ...remarks].map(each => sentenceOf(each, model)))]; }

/** An approval for programs: with the names of who acted and the sentence of each reason. */
export function approvalFacts(approval: Approval, model: Model): Record<string, unknown> {
  const { role, person, party, reasons, remarks, ...plain } = approval;
  return {
    ...plain, sentence: decidingSentence(approval, model), ...(role !== undefined && { role: namedIn(model, role) }), ...(person !== undefined && { person: namedIn(model, person) }),
    ...(party !== undefined && { party: namedIn(model, party) }), reasons: reasons.map(each => reasonFacts(each, model)), remarks: remarks.map(each => reasonFacts(each, model)),
  };
}

/** A reason for programs; `commits` are those of `args.commit`, one by one. */
export function reasonFacts(reason: Reason, model: Model): Record<string, unknown> {
  const { code, args } = reason, { commit = '' } = args;
  return { code, args, ...(commit !== '' && { commits: commit.split(', ') }), sentence: sentenceOf(reason, model) };
}

export function sentenceOf(reason: Reason, model: Model): string { return reasonSentence(reason, id => model.item(id)?.title); }
