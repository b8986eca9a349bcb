import { phrase } from '../sms/language.js';
import type { Phrase } from '../sms/types.js';
import type { Review } from './types.js';

/** What a review comes to, in short sentences, the gravest first: what a reviewer reads before anything else. */
export function headline({ changes, approvals, consents, findings, notCompared }: Review): Phrase[] {
  const said: Phrase[] = [];
  const say = (count: number, one: (count: number) => Phrase, many: (count: number) => Phrase): void => { if (count > 0) said.push(count === 1 ? one(count) : many(count)); };
  const of = (weight: string, ...directions: string[]): number => changes.filter(each => each.weight === weight && directions.includes(each.direction)).length;
  say(notCompared.length, () => phrase('review.headline.unread.one', '1 thing could not be compared'), count => phrase('review.headline.unread.many', '{count} things could not be compared', { count }));
  say(changes.filter(({ weight }) => weight === 'frame').length,
    () => phrase('review.headline.frame.one', '1 change of what is checked at all'), count => phrase('review.headline.frame.many', '{count} changes of what is checked at all', { count }));
  say(of('promise', 'loosened'), () => phrase('review.headline.loosened.one', '1 promise loosened'), count => phrase('review.headline.loosened.many', '{count} promises loosened', { count }));
  say(of('promise', 'changed'), () => phrase('review.headline.changed.one', '1 promise changed'), count => phrase('review.headline.changed.many', '{count} promises changed', { count }));
  say(of('promise', 'tightened'), () => phrase('review.headline.tightened.one', '1 promise tightened'), count => phrase('review.headline.tightened.many', '{count} promises tightened', { count }));
  say(approvals.filter(({ became }) => became === 'voided').length,
    () => phrase('review.headline.voided.one', '1 approval voided'), count => phrase('review.headline.voided.many', '{count} approvals voided', { count }));
  // Who should look at it does so on the forge: that needs no record.
  say(consents.filter(({ state, meaning }) => meaning !== 'reviewed' && (state === 'missing' || state === 'contradicted')).length,
    () => phrase('review.headline.consents.one', '1 consent missing'), count => phrase('review.headline.consents.many', '{count} consents missing', { count }));
  say(findings.introduced.length, () => phrase('review.headline.introduced.one', '1 new finding'), count => phrase('review.headline.introduced.many', '{count} new findings', { count }));
  say(findings.fixed.length, () => phrase('review.headline.fixed.one', '1 finding mended'), count => phrase('review.headline.fixed.many', '{count} findings mended', { count }));
  if (said.length > 0) return said;
  return [changes.every(({ weight }) => weight === 'editorial') ? (changes.length === 0 ? phrase('review.headline.nothing', 'nothing changed') : phrase('review.headline.editorial', 'the same is said in other words'))
    : phrase('review.headline.quiet', 'no promise, no approval and no finding is touched')];
}
