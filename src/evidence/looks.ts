import type { ClauseState } from '../sms/clause-states.js';
import type { Language } from '../sms/language.js';
import { builtInStandards } from '../sms/standards.js';
import type { ClauseRef, Finding, Grade } from '../sms/types.js';
import { span } from './desk.js';
import type { Span, Tone } from './pack.js';

/** How grades, states and places are told and coloured in a pack. */

export const GRADES: readonly Grade[] = ['major', 'minor', 'observation'];

export function gradeTone(grade: Grade): Tone { return grade === 'major' ? 'bad' : grade === 'minor' ? 'attention' : 'quiet'; }

export function stateTone(state: ClauseState): Tone | undefined {
  return state === 'missing' || state === 'drafted' ? 'bad' : state === 'stale' ? 'attention' : state === 'operating' ? 'good' : undefined;
}

/** `agreements/sla.yaml:12`, which leads there. */
export function placeOf({ file, range }: Pick<Finding, 'file' | 'range'>): Span { return span(`${file}:${range.start.line + 1}`,
  { file, line: range.start.line + 1 }, { mark: 'code' }); }

export function titleOfClause(id: ClauseRef, language: Language, clauses = builtInStandards): string { return language.text(`clause.${id}.title`, clauses.clause(id)?.title ?? ''); }
