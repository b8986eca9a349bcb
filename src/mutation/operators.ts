import { dayPassed, doneInFuture, controlFieldRemoved, fieldRemoved, idDoubled, linkBroken, linkMisdirected, loosened, ownerRemoved, reviewAged } from './fields.js';
import { approvalRecordRemoved, attachmentRemoved, changedAfterApproval, documentRemoved, mandatoryRemoved, recordsAged, recordsRemoved, sectionEmptied, withdrawnInUse } from './files.js';
import {
  accountableDoubled, accountableRemoved, availabilityOverpromised, clockDropped, dependencyCircular, breachUnescalated, dependencyDropped, holdUnjustified, matrixLoosened, matrixOpened, priorityChanged, responsibleRemoved,
  riskAboveAppetite, roleVacant, scoreWrong, selfApproved, targetUnmeasured, wordingVague,
} from './meanings.js';
import type { Candidate } from './choosing.js';
import { currentArtefacts, fieldsOf, type Operator, type Original } from './operator.js';

/** All operators. Of two that make the same text the first one counts, so that those with a meaning of their own come before the general ones. */
export const OPERATORS: readonly Operator[] = [
  changedAfterApproval, selfApproved, approvalRecordRemoved, controlFieldRemoved, reviewAged, withdrawnInUse,
  mandatoryRemoved, documentRemoved, sectionEmptied, attachmentRemoved,
  ownerRemoved, roleVacant, accountableDoubled, accountableRemoved, responsibleRemoved,
  targetUnmeasured, clockDropped, wordingVague, availabilityOverpromised, loosened, matrixLoosened, matrixOpened,
  dependencyDropped, dependencyCircular,
  scoreWrong, riskAboveAppetite,
  holdUnjustified, breachUnescalated, priorityChanged, recordsRemoved, recordsAged,
  dayPassed, doneInFuture,
  linkBroken, linkMisdirected, idDoubled, fieldRemoved,
];

/** Where these operators can make a fault, in the order of the operators and of the files. Nothing is made yet. */
export function candidatesIn(original: Original, operators: readonly Operator[] = OPERATORS): Candidate[] {
  const found = new Map<Operator, Candidate[]>(operators.map(operator => [operator, []]));
  const sow = (operator: Operator, seeds: Iterable<Candidate['seed']> | undefined): void => { for (const seed of seeds ?? []) found.get(operator)?.push({ operator, seed }); };
  for (const artefact of currentArtefacts(original)) {
    for (const operator of operators) sow(operator, operator.artefact?.(artefact, original));
    for (const field of fieldsOf(original, artefact)) for (const operator of operators) sow(operator, operator.field?.(field, original));
  }
  for (const operator of operators) sow(operator, operator.whole?.(original));
  return [...found.values()].flat();
}
