import { reasonSentence } from '../control/words.js';
import type { Approval, Reason } from '../sms/control.js';
import type { Model } from '../sms/model.js';
import { fullName, namedIn } from './register-entries.js';

const MEANINGS: Readonly<Record<Approval['meaning'], string>> = { approved: 'approved', reviewed: 'reviewed', agreed: 'agreed to', withdrawn: 'withdrawn' };

/** `3.1 approved on 2026-02-12 by Lena Maas (PER-LM) as Service director (ROLE-SD): evidenced`. */
export function approvalLine({ version, meaning, on, person, party, role, state }: Approval, model: Model): string {
  const full = (id: string): string => fullName(namedIn(model, id));
  const what = [version === '' ? 'without a version' : `version ${version}`, MEANINGS[meaning], ...(on === undefined ? [] : [`on ${on}`]), ...(person === undefined ? [] : [`by ${full(person)}`]),
    ...(party === undefined ? [] : [`for ${full(party)}`]), ...(role === undefined ? [] : [`as ${full(role)}`])];
  return `${what.join(' ')}: ${state}`;
}

/** Why it is worth what it is worth, the reason that decides first, then what was noticed beside. */
export function approvalReasons({ reasons, remarks }: Approval, model: Model): string[] { return [...new Set([...reasons, ...remarks].map(each => sentenceOf(each, model)))]; }

/** An approval for programs: with the names of who acted and the sentence of each reason. */
export function approvalFacts(approval: Approval, model: Model): Record<string, unknown> {
  const { role, person, party, reasons, remarks, ...plain } = approval, [decides] = reasons;
  return {
    ...plain, sentence: decides ? sentenceOf(decides, model) : '', ...(role !== undefined && { role: namedIn(model, role) }), ...(person !== undefined && { person: namedIn(model, person) }),
    ...(party !== undefined && { party: namedIn(model, party) }), reasons: reasons.map(each => reasonFacts(each, model)), remarks: remarks.map(each => reasonFacts(each, model)),
  };
}

export function reasonFacts(reason: Reason, model: Model): { code: string; args: Reason['args']; sentence: string } { return { code: reason.code, args: reason.args, sentence: sentenceOf(reason, model) }; }

export function sentenceOf(reason: Reason, model: Model): string { return reasonSentence(reason, id => model.item(id)?.title); }
