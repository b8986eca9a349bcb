import type { Language } from './language.js';

/** How far a clause is shown (format.md F17). `no-cases`: there was nothing to record, and something says so. */
export type ClauseState = 'missing' | 'drafted' | 'stale' | 'approved' | 'operating' | 'no-cases';

/** The worst first. What was never recorded is no worse than what was, where something says that there was no case. */
export const STATES: readonly ClauseState[] = ['missing', 'drafted', 'stale', 'approved', 'operating', 'no-cases'];

/** A state as people read it. */
export function stateWord(state: ClauseState, language: Language): string {
  switch (state) {
    case 'missing': return language.text('state.missing', 'missing');
    case 'drafted': return language.text('state.drafted', 'drafted');
    case 'stale': return language.text('state.stale', 'stale');
    case 'approved': return language.text('state.approved', 'approved');
    case 'operating': return language.text('state.operating', 'operating');
    case 'no-cases': return language.text('state.no-cases', 'no cases');
  }
}

/** What a state means, in a clause of a sentence. */
export function stateMeaning(state: ClauseState, language: Language): string {
  switch (state) {
    case 'missing': return language.text('state.missing.means', 'something that is expected is not there');
    case 'drafted': return language.text('state.drafted.means', 'there are drafts only');
    case 'stale': return language.text('state.stale.means', 'a review is overdue, an approval no longer holds, or records are too old or without a day');
    case 'approved': return language.text('state.approved.means', 'the documents are approved and in force; where records are expected too, there are none yet');
    case 'operating': return language.text('state.operating.means', 'records of the period show that it is done');
    case 'no-cases': return language.text('state.no-cases.means', 'there was nothing to record, and something says so');
  }
}
