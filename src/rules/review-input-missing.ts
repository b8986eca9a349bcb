import { objects, state, text } from '../sms/data.js';
import { sentenceList } from '../sms/text.js';
import { nameOf } from './naming.js';
import type { Place, Rule } from './rule.js';

/** The twelve inputs of a management review, by their key, in the order of the clause. */
const INPUTS: readonly [topic: string, words: string][] = [
  ['earlier-actions', 'what became of earlier actions'], ['changes-in-issues', 'changes in issues around the organization'],
  ['performance-trends', 'trends in nonconformities, measurements and audits'], ['improvement-opportunities', 'opportunities for improvement'],
  ['feedback', 'what customers and others say'], ['policy-adherence', 'whether policies are kept and still fit'], ['objectives', 'how far objectives are reached'],
  ['service-performance', 'performance of the services'], ['other-parties', 'performance of other parties'], ['resources', 'resources now and to come'],
  ['risks', 'risks and whether actions worked'], ['upcoming-changes', 'changes to come'],
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
          const topics = sentenceList(lacking.map(([, words]) => words));
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
