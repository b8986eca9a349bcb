import { accountabilityGivenAway } from './accountability-given-away.js';
import { aliasUsed } from './alias-used.js';
import { catalogueDependencyUnresolved } from './catalogue-dependency-unresolved.js';
import { catalogueFieldMissing } from './catalogue-field-missing.js';
import { catalogueServiceWithoutSla } from './catalogue-service-without-sla.js';
import { clauseTagUnknown } from './clause-tag-unknown.js';
import { configInvalid } from './config-invalid.js';
import { deviationExpired } from './deviation-expired.js';
import { deviationUnused } from './deviation-unused.js';
import { docApprovalInvalid } from './doc-approval-invalid.js';
import { docChangedWithoutVersion } from './doc-changed-without-version.js';
import { docControlBlockMissing } from './doc-control-block-missing.js';
import { docDuplicateId } from './doc-duplicate-id.js';
import { docReviewOverdue } from './doc-review-overdue.js';
import { encodingInvalid } from './encoding-invalid.js';
import { evidenceClauseEmpty } from './evidence-clause-empty.js';
import { evidenceStaleOrThin } from './evidence-stale-or-thin.js';
import { fieldInvalid } from './field-invalid.js';
import { fieldUnknown } from './field-unknown.js';
import { fileTooLarge } from './file-too-large.js';
import { fileUnreadable } from './file-unreadable.js';
import { frontMatterUnclosed } from './front-matter-unclosed.js';
import { idDiffersByCase } from './id-differs-by-case.js';
import { idInvalid } from './id-invalid.js';
import { keyDuplicate } from './key-duplicate.js';
import { keyReserved } from './key-reserved.js';
import { kindProbablyMissing } from './kind-probably-missing.js';
import { kindUnknown } from './kind-unknown.js';
import { limitReached } from './limit-reached.js';
import { linkOutsideRoot } from './link-outside-root.js';
import { mandatoryArtefactMissing } from './mandatory-artefact-missing.js';
import { mergeConflict } from './merge-conflict.js';
import { placeholderTextInApproved } from './placeholder-text-in-approved.js';
import { raciNoResponsible } from './raci-no-responsible.js';
import { raciNotExactlyOneAccountable } from './raci-not-exactly-one-accountable.js';
import { refUnresolvedOrObsolete } from './ref-unresolved-or-obsolete.js';
import { riskAboveAppetiteNotAccepted } from './risk-above-appetite-not-accepted.js';
import { riskCriteriaMissing } from './risk-criteria-missing.js';
import { riskRegisterIncomplete } from './risk-register-incomplete.js';
import { riskScoreInconsistent } from './risk-score-inconsistent.js';
import { riskUnattended } from './risk-unattended.js';
import { roleUnknownOrVacant } from './role-unknown-or-vacant.js';
import { ruleCrashed } from './rule-crashed.js';
import { scopeBoundaryVague } from './scope-boundary-vague.js';
import { scopeCatalogueMismatch } from './scope-catalogue-mismatch.js';
import { scopeExcludesRequirement } from './scope-excludes-requirement.js';
import { scopeServiceOrOrganizationMissing } from './scope-service-or-organization-missing.js';
import { sectionMissing } from './section-missing.js';
import { serviceCriticalityOrRequirementsMissing } from './service-criticality-or-requirements-missing.js';
import { slaAvailabilityExceedsComposite } from './sla-availability-exceeds-composite.js';
import { slaClockOrSourceUndefined } from './sla-clock-or-source-undefined.js';
import { slaNoTiebreakBetweenCustomers } from './sla-no-tiebreak-between-customers.js';
import { slaNotAgreedOrExpired } from './sla-not-agreed-or-expired.js';
import { slaPriorityMatrixIncomplete } from './sla-priority-matrix-incomplete.js';
import { slaServiceUnknown } from './sla-service-unknown.js';
import { slaTargetNotMeasurable } from './sla-target-not-measurable.js';
import { slaUnmeasurableWording } from './sla-unmeasurable-wording.js';
import { slaWorkloadOrExceptionsMissing } from './sla-workload-or-exceptions-missing.js';
import { standardReferenceMisnamed } from './standard-reference-misnamed.js';
import { yamlAliasLimit } from './yaml-alias-limit.js';
import { yamlSyntax } from './yaml-syntax.js';
import { yamlTooDeep } from './yaml-too-deep.js';
import type { Rule } from './rule.js';

/** All rules of this release, by id. A new rule is one file and its line here (twice). */
export const rules: readonly Rule[] = [
  accountabilityGivenAway,
  aliasUsed,
  catalogueDependencyUnresolved,
  catalogueFieldMissing,
  catalogueServiceWithoutSla,
  clauseTagUnknown,
  configInvalid,
  deviationExpired,
  deviationUnused,
  docApprovalInvalid,
  docChangedWithoutVersion,
  docControlBlockMissing,
  docDuplicateId,
  docReviewOverdue,
  encodingInvalid,
  evidenceClauseEmpty,
  evidenceStaleOrThin,
  fieldInvalid,
  fieldUnknown,
  fileTooLarge,
  fileUnreadable,
  frontMatterUnclosed,
  idDiffersByCase,
  idInvalid,
  keyDuplicate,
  keyReserved,
  kindProbablyMissing,
  kindUnknown,
  limitReached,
  linkOutsideRoot,
  mandatoryArtefactMissing,
  mergeConflict,
  placeholderTextInApproved,
  raciNoResponsible,
  raciNotExactlyOneAccountable,
  refUnresolvedOrObsolete,
  riskAboveAppetiteNotAccepted,
  riskCriteriaMissing,
  riskRegisterIncomplete,
  riskScoreInconsistent,
  riskUnattended,
  roleUnknownOrVacant,
  ruleCrashed,
  scopeBoundaryVague,
  scopeCatalogueMismatch,
  scopeExcludesRequirement,
  scopeServiceOrOrganizationMissing,
  sectionMissing,
  serviceCriticalityOrRequirementsMissing,
  slaAvailabilityExceedsComposite,
  slaClockOrSourceUndefined,
  slaNoTiebreakBetweenCustomers,
  slaNotAgreedOrExpired,
  slaPriorityMatrixIncomplete,
  slaServiceUnknown,
  slaTargetNotMeasurable,
  slaUnmeasurableWording,
  slaWorkloadOrExceptionsMissing,
  standardReferenceMisnamed,
  yamlAliasLimit,
  yamlSyntax,
  yamlTooDeep,
];

const byId = new Map(rules.map(rule => [rule.id, rule]));

export function ruleById(id: string): Rule | undefined { return byId.get(id); }
