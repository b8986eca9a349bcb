import { objects, state, text } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Phrase } from '../sms/types.js';
import { addingNew, byMessage, dataAt, mended, objectOf } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Place, Rule } from './rule.js';

/** The twelve inputs of a management review, by their key, in the order of the clause. */
const INPUTS: readonly [topic: string, words: Phrase][] = [
  ['earlier-actions', phrase('word.what-became-of-earlier-actions', 'what became of earlier actions')],
  ['changes-in-issues', phrase('word.changes-in-issues-around-the-organization', 'changes in issues around the organization')],
  ['performance-trends', phrase('word.trends-in-nonconformities-measurements-and-audits', 'trends in nonconformities, measurements and audits')],
  ['improvement-opportunities', phrase('word.opportunities-for-improvement', 'opportunities for improvement')],
  ['feedback', phrase('word.what-customers-and-others-say', 'what customers and others say')],
  ['policy-adherence', phrase('word.whether-policies-are-kept-and-still-fit', 'whether policies are kept and still fit')],
  ['objectives', phrase('word.how-far-objectives-are-reached', 'how far objectives are reached')],
  ['service-performance', phrase('word.performance-of-the-services', 'performance of the services')],
  ['other-parties', phrase('word.performance-of-other-parties', 'performance of other parties')],
  ['resources', phrase('word.resources-now-and-to-come', 'resources now and to come')],
  ['risks', phrase('word.risks-and-whether-actions-worked', 'risks and whether actions worked')],
  ['upcoming-changes', phrase('word.changes-to-come', 'changes to come')],
];

/** Top management looks at all twelve, each by something that it had before it. That an input says nothing is raised by an annotation. */
export const reviewInputMissing: Rule = {
  id: 'review-input-missing',
  title: 'The management review deals with all twelve inputs',
  clauses: ['9.3'],
  grade: 'minor',
  why: 'The list keeps a review from becoming a talk about last week. What is left out is usually what hurts.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Write what was seen and concluded, be it that nothing changed.' },
    topics: { text: '{review} does not deal with {topics}. The standard lists twelve inputs (clause 9.3): add what was seen of each of these, or '
      + 'take it up in the next review and say so.' },
    'no-evidence': { grade: 'observation', text: '{review} names nothing that was on the table for {topic}. Name the reports and records that the '
      + 'conclusion rests on.' },
  },
  records: {
    kinds: ['management-review'],
    begin: ({ report }) => ({
      *take(review) {
        const inputs = objects(review.data, 'inputs'), dealt = new Set(inputs.map(({ value }) => text(value, 'topic')));
        const lacking = INPUTS.filter(([topic]) => !dealt.has(topic));
        if (state(review.data, 'inputs') === 'filled' && lacking.length > 0) {
          const topics = phraseList(lacking.map(([, words]) => words));
          yield report(keyAt(review.at('inputs')), 'topics', { review: nameOf(review), topics, count: lacking.length });
        }
        for (const { at, value } of inputs) {
          const words = INPUTS.find(([topic]) => topic === text(value, 'topic'))?.[1];
          if (words === undefined || state(value, 'evidence') === 'filled' || state(value, 'summary') !== 'filled') continue;
          yield report(review.at('inputs', at, 'topic'), 'no-evidence', { review: nameOf(review), topic: words });
        }
      },
    }),
  },
  fixes: { begin: 'Begin the inputs that are missing' },
  fix: byMessage({
    *topics(context, finding) {
      const inputs = [...objectOf(context, finding), 'inputs'];
      const dealt = new Set(objects({ inputs: dataAt(context, finding, inputs) }, 'inputs').map(({ value }) => text(value, 'topic')));
      const lacking = INPUTS.filter(([topic]) => !dealt.has(topic));
      yield* mended(context, finding, addingNew(context, finding.file, inputs, lacking.map(([topic]) => ({ topic }))), { say: 'begin' });
    },
  }),
  examples: {
    good: [`
//- review.yaml
kind: management-review
id: MR-1
title: Review
inputs:
${INPUTS.map(([topic]) => `  - { topic: ${topic}, summary: Nothing new, evidence: [MR-1] }`).join('\n')}
`, `
//- log.yaml
kind: record-log
id: LOG
title: Reviews
of: management-review
records:
  - id: MR-2
    title: Review
    inputs: [${INPUTS.map(([topic]) => `{ topic: ${topic}, summary: Nothing new, evidence: [MR-1] }`).join(', ')}]
`],
    bad: [`
//- review.yaml
kind: management-review
id: MR-1
title: Review
inputs:
//@0-6 review-input-missing topics
${INPUTS.slice(0, 11).map(([topic]) => `  - { topic: ${topic}, summary: Nothing new, evidence: [MR-1] }`).join('\n')}
`, `
//- review.yaml
kind: management-review
id: MR-1
title: Review
inputs:
  - { topic: upcoming-changes, summary: Voice goes live in March }
//           ^^^^^^^^^^^^^^^^ review-input-missing no-evidence
${INPUTS.slice(0, 10).map(([topic]) => `  - { topic: ${topic}, summary: Nothing new, evidence: [MR-1] }`).join('\n')}
  - { topic: risks }
//    ^^^^^ review-input-missing missing
`],
  },
};

/** The key of a field instead of its value, which may go over many lines. */
function keyAt(place: Place): Place {
  return 'path' in place && !('idRange' in place) && !('range' in place) ? { file: place.file, path: place.path, part: 'key' } : place;
}
