import type { Language } from '../sms/language.js';
import type { Weight } from './types.js';

/** What a review is told in: changes by their weight, and what stands beside them. */
export type Part = Weight | 'not-compared' | 'consents' | 'approvals' | 'introduced' | 'regraded' | 'fixed' | 'clauses';

/** What a part is called, wherever a review is read. */
export function titleOfPart(part: Part, language: Language): string {
  switch (part) {
    case 'not-compared': return language.text('review.group.not-compared', 'Could not be compared');
    case 'frame': return language.text('review.group.frame', 'What is checked at all (settings, deviations, rules of your own)');
    case 'promise': return language.text('review.group.promise', 'Promises');
    case 'content': return language.text('review.group.content', 'Content that approvals cover');
    case 'lifecycle': return language.text('review.group.lifecycle', 'Versions, states and days of documents');
    case 'progress': return language.text('review.group.progress', 'How things went');
    case 'record': return language.text('review.group.record', 'Records');
    case 'attachment': return language.text('review.group.attachment', 'Other files');
    case 'editorial': return language.text('review.group.editorial', 'The same in other words');
    case 'consents': return language.text('review.group.consents', 'Who must agree or look at it');
    case 'approvals': return language.text('review.group.approvals', 'Approvals');
    case 'introduced': return language.text('review.group.introduced', 'New findings');
    case 'regraded': return language.text('review.group.regraded', 'Findings that are graded otherwise now');
    case 'fixed': return language.text('review.group.fixed', 'Mended findings');
    case 'clauses': return language.text('review.group.clauses', 'Clauses');
  }
}
