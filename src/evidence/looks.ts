import type { Language } from '../sms/language.js';
import { clause } from '../sms/standard.js';
import type { ClauseRef, Finding, Grade } from '../sms/types.js';
import type { ClauseState } from './coverage.js';
import { span } from './desk.js';
import type { Span, Tone } from './pack.js';

/** How grades, states and places are told and coloured in a pack. */

export const GRADES: readonly Grade[] = ['major', 'minor', 'observation'];

/** The worst first. */
export const STATES: readonly ClauseState[] = ['missing', 'drafted', 'stale', 'approved', 'operating', 'no-cases'];

export function gradeTone(grade: Grade): Tone { return grade === 'major' ? 'bad' : grade === 'minor' ? 'attention' : 'quiet'; }

export function stateTone(state: ClauseState): Tone | undefined {
  return state === 'missing' || state === 'drafted' ? 'bad' : state === 'stale' ? 'attention' : state === 'operating' ? 'good' : undefined;
}

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

/** `agreements/sla.yaml:12`, which leads there. */
export function placeOf({ file, range }: Pick<Finding, 'file' | 'range'>): Span { return span(`${file}:${range.start.line + 1}`,
  { file, line: range.start.line + 1 }, { mark: 'code' }); }

export function titleOfClause(id: ClauseRef, language: Language): string { return language.text(`clause.${id}.title`, clause(id)?.title ?? ''); }
