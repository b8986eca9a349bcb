import { acceptanceUnmetNoDecision } from './acceptance-unmet-no-decision.js';
import { accountabilityGivenAway } from './accountability-given-away.js';
import { actionOverdue } from './action-overdue.js';
import { aliasUsed } from './alias-used.js';
import { assetObligationExpired } from './asset-obligation-expired.js';
import { assuranceRiskAssessmentOverdue } from './assurance-risk-assessment-overdue.js';
import { auditCoverageGap } from './audit-coverage-gap.js';
import { auditNotDoneBeforeStage1 } from './audit-not-done-before-stage1.js';
import { auditorNotIndependent } from './auditor-not-independent.js';
import { availabilityNotMonitoredOrInvestigated } from './availability-not-monitored-or-investigated.js';
import { awarenessGap } from './awareness-gap.js';
import { capacityThresholdCrossedNoAction } from './capacity-threshold-crossed-no-action.js';
import { catalogueDependencyUnresolved } from './catalogue-dependency-unresolved.js';
import { catalogueFieldMissing } from './catalogue-field-missing.js';
import { catalogueNotAccessible } from './catalogue-not-accessible.js';
import { catalogueRealityMismatch } from './catalogue-reality-mismatch.js';
import { catalogueServiceWithoutSla } from './catalogue-service-without-sla.js';
import { certificationDataBreach } from './certification-data-breach.js';
import { changeImplementedBeforeApproval } from './change-implemented-before-approval.js';
import { changeNoReversalOrTest } from './change-no-reversal-or-test.js';
import { changeOutsideProcess } from './change-outside-process.js';
import { changePolicyIncomplete } from './change-policy-incomplete.js';
import { changeReviewMissing } from './change-review-missing.js';
import { changeTrendAnalysisOverdue } from './change-trend-analysis-overdue.js';
import { changeWithoutAssessment } from './change-without-assessment.js';
import { ciAttributesIncomplete } from './ci-attributes-incomplete.js';
import { ciChangeUntraceable } from './ci-change-untraceable.js';
import { ciOrphan } from './ci-orphan.js';
import { ciVerificationOverdue } from './ci-verification-overdue.js';
import { clauseTagUnknown } from './clause-tag-unknown.js';
import { communicationGap } from './communication-gap.js';
import { competenceGap } from './competence-gap.js';
import { complaintOverdueOrNoEscalation } from './complaint-overdue-or-no-escalation.js';
import { configInvalid } from './config-invalid.js';
import { contextClimateNotDetermined } from './context-climate-not-determined.js';
import { contextOrPartiesIncomplete } from './context-or-parties-incomplete.js';
import { continuityPlanContentMissing } from './continuity-plan-content-missing.js';
import { continuityTestMissingOrOverdue } from './continuity-test-missing-or-overdue.js';
import { continuityTestResultUnused } from './continuity-test-result-unused.js';
import { costNotMonitored } from './cost-not-monitored.js';
import { customerReviewOrSatisfactionOverdue } from './customer-review-or-satisfaction-overdue.js';
import { demandOrCapacityPlanMissing } from './demand-or-capacity-plan-missing.js';
import { deviationExpired } from './deviation-expired.js';
import { deviationUnused } from './deviation-unused.js';
import { docApprovalInvalid } from './doc-approval-invalid.js';
import { docChangedWithoutVersion } from './doc-changed-without-version.js';
import { docControlBlockMissing } from './doc-control-block-missing.js';
import { docDuplicateId } from './doc-duplicate-id.js';
import { docRetentionMissing } from './doc-retention-missing.js';
import { docReviewOverdue } from './doc-review-overdue.js';
import { encodingInvalid } from './encoding-invalid.js';
import { escalationPathUndefined } from './escalation-path-undefined.js';
import { evidenceClauseEmpty } from './evidence-clause-empty.js';
import { evidenceStaleOrThin } from './evidence-stale-or-thin.js';
import { fieldInvalid } from './field-invalid.js';
import { fieldUnknown } from './field-unknown.js';
import { fileTooLarge } from './file-too-large.js';
import { fileUnreadable } from './file-unreadable.js';
import { findingWithoutCorrectiveAction } from './finding-without-corrective-action.js';
import { frontMatterUnclosed } from './front-matter-unclosed.js';
import { gapAnalysisUnremediated } from './gap-analysis-unremediated.js';
import { greenDashboardConflict } from './green-dashboard-conflict.js';
import { idDiffersByCase } from './id-differs-by-case.js';
import { idInvalid } from './id-invalid.js';
import { improvementRegisterInactive } from './improvement-register-inactive.js';
import { improvementWithoutTargetOrMeasure } from './improvement-without-target-or-measure.js';
import { incidentBreachNoEscalation } from './incident-breach-no-escalation.js';
import { incidentHandoverUndocumented } from './incident-handover-undocumented.js';
import { incidentHoldUnjustified } from './incident-hold-unjustified.js';
import { incidentNotClassified } from './incident-not-classified.js';
import { incidentPriorityNotFromMatrix } from './incident-priority-not-from-matrix.js';
import { incidentTraceGap } from './incident-trace-gap.js';
import { incidentWithoutSlaReference } from './incident-without-sla-reference.js';
import { internalAgreementMissing } from './internal-agreement-missing.js';
import { keyDuplicate } from './key-duplicate.js';
import { keyReserved } from './key-reserved.js';
import { kindProbablyMissing } from './kind-probably-missing.js';
import { kindUnknown } from './kind-unknown.js';
import { knowledgeStale } from './knowledge-stale.js';
import { knownErrorMissing } from './known-error-missing.js';
import { limitReached } from './limit-reached.js';
import { linkOutsideRoot } from './link-outside-root.js';
import { majorIncidentControlMissing } from './major-incident-control-missing.js';
import { mandatoryArtefactMissing } from './mandatory-artefact-missing.js';
import { measurementDefinitionIncomplete } from './measurement-definition-incomplete.js';
import { mergeConflict } from './merge-conflict.js';
import { metricsOnlyActivity } from './metrics-only-activity.js';
import { ncEffectivenessNotVerified } from './nc-effectiveness-not-verified.js';
import { ncOverdueOrRecurring } from './nc-overdue-or-recurring.js';
import { newServicePlanIncomplete } from './new-service-plan-incomplete.js';
import { objectiveNotMeasurable } from './objective-not-measurable.js';
import { objectiveUnplannedOrUnevaluated } from './objective-unplanned-or-unevaluated.js';
import { partyUncontrolled } from './party-uncontrolled.js';
import { placeholderTextInApproved } from './placeholder-text-in-approved.js';
import { policyCommitmentOrApprovalMissing } from './policy-commitment-or-approval-missing.js';
import { problemNotProactive } from './problem-not-proactive.js';
import { problemRcaSuperficial } from './problem-rca-superficial.js';
import { processOwnerOrRaciMissing } from './process-owner-or-raci-missing.js';
import { raciNoResponsible } from './raci-no-responsible.js';
import { raciNotExactlyOneAccountable } from './raci-not-exactly-one-accountable.js';
import { recurringIncidentWithoutProblem } from './recurring-incident-without-problem.js';
import { refUnresolvedOrObsolete } from './ref-unresolved-or-obsolete.js';
import { releaseWithoutBaselineOrLink } from './release-without-baseline-or-link.js';
import { requestInstructionsMissing } from './request-instructions-missing.js';
import { reviewInputMissing } from './review-input-missing.js';
import { reviewNoDecisionOrLate } from './review-no-decision-or-late.js';
import { riskAboveAppetiteNotAccepted } from './risk-above-appetite-not-accepted.js';
import { riskCriteriaMissing } from './risk-criteria-missing.js';
import { riskRegisterIncomplete } from './risk-register-incomplete.js';
import { riskScoreInconsistent } from './risk-score-inconsistent.js';
import { riskUnattended } from './risk-unattended.js';
import { roleSmsAuthorityMissing } from './role-sms-authority-missing.js';
import { roleUnknownOrVacant } from './role-unknown-or-vacant.js';
import { ruleCrashed } from './rule-crashed.js';
import { ruleInvalid } from './rule-invalid.js';
import { schemaInvalid } from './schema-invalid.js';
import { scopeBoundaryVague } from './scope-boundary-vague.js';
import { scopeCatalogueMismatch } from './scope-catalogue-mismatch.js';
import { scopeExcludesRequirement } from './scope-excludes-requirement.js';
import { scopeServiceOrOrganizationMissing } from './scope-service-or-organization-missing.js';
import { sectionMissing } from './section-missing.js';
import { securityIncidentNotAnalysed } from './security-incident-not-analysed.js';
import { securityPolicyOrControlGap } from './security-policy-or-control-gap.js';
import { serviceCriticalityOrRequirementsMissing } from './service-criticality-or-requirements-missing.js';
import { serviceReportMissing } from './service-report-missing.js';
import { serviceReportNoDecision } from './service-report-no-decision.js';
import { serviceReportNoTrendOrComment } from './service-report-no-trend-or-comment.js';
import { slaAvailabilityExceedsComposite } from './sla-availability-exceeds-composite.js';
import { slaBreachNoAction } from './sla-breach-no-action.js';
import { slaBreachRepeatedNoRca } from './sla-breach-repeated-no-rca.js';
import { slaClockOrSourceUndefined } from './sla-clock-or-source-undefined.js';
import { slaNoTiebreakBetweenCustomers } from './sla-no-tiebreak-between-customers.js';
import { slaNotAgreedOrExpired } from './sla-not-agreed-or-expired.js';
import { slaPriorityMatrixIncomplete } from './sla-priority-matrix-incomplete.js';
import { slaServiceUnknown } from './sla-service-unknown.js';
import { slaTargetNotMeasurable } from './sla-target-not-measurable.js';
import { slaUnmeasurableWording } from './sla-unmeasurable-wording.js';
import { slaWorkloadOrExceptionsMissing } from './sla-workload-or-exceptions-missing.js';
import { smpContentMissing } from './smp-content-missing.js';
import { standardReferenceMisnamed } from './standard-reference-misnamed.js';
import { supplierContractContentMissing } from './supplier-contract-content-missing.js';
import { supplierPerformanceUnmonitored } from './supplier-performance-unmonitored.js';
import { supplierUncontractedOrExpired } from './supplier-uncontracted-or-expired.js';
import { tableInvalid } from './table-invalid.js';
import { underpinningWeakerThanSla } from './underpinning-weaker-than-sla.js';
import { yamlAliasLimit } from './yaml-alias-limit.js';
import { yamlSyntax } from './yaml-syntax.js';
import { yamlTooDeep } from './yaml-too-deep.js';
import type { Rule } from './rule.js';

/** All rules of this release, by id. A new rule is one file and its line here (twice). */
export const rules: readonly Rule[] = [
  acceptanceUnmetNoDecision,
  accountabilityGivenAway,
  actionOverdue,
  aliasUsed,
  assetObligationExpired,
  assuranceRiskAssessmentOverdue,
  auditCoverageGap,
  auditNotDoneBeforeStage1,
  auditorNotIndependent,
  availabilityNotMonitoredOrInvestigated,
  awarenessGap,
  capacityThresholdCrossedNoAction,
  catalogueDependencyUnresolved,
  catalogueFieldMissing,
  catalogueNotAccessible,
  catalogueRealityMismatch,
  catalogueServiceWithoutSla,
  certificationDataBreach,
  changeImplementedBeforeApproval,
  changeNoReversalOrTest,
  changeOutsideProcess,
  changePolicyIncomplete,
  changeReviewMissing,
  changeTrendAnalysisOverdue,
  changeWithoutAssessment,
  ciAttributesIncomplete,
  ciChangeUntraceable,
  ciOrphan,
  ciVerificationOverdue,
  clauseTagUnknown,
  communicationGap,
  competenceGap,
  complaintOverdueOrNoEscalation,
  configInvalid,
  contextClimateNotDetermined,
  contextOrPartiesIncomplete,
  continuityPlanContentMissing,
  continuityTestMissingOrOverdue,
  continuityTestResultUnused,
  costNotMonitored,
  customerReviewOrSatisfactionOverdue,
  demandOrCapacityPlanMissing,
  deviationExpired,
  deviationUnused,
  docApprovalInvalid,
  docChangedWithoutVersion,
  docControlBlockMissing,
  docDuplicateId,
  docRetentionMissing,
  docReviewOverdue,
  encodingInvalid,
  escalationPathUndefined,
  evidenceClauseEmpty,
  evidenceStaleOrThin,
  fieldInvalid,
  fieldUnknown,
  fileTooLarge,
  fileUnreadable,
  findingWithoutCorrectiveAction,
  frontMatterUnclosed,
  gapAnalysisUnremediated,
  greenDashboardConflict,
  idDiffersByCase,
  idInvalid,
  improvementRegisterInactive,
  improvementWithoutTargetOrMeasure,
  incidentBreachNoEscalation,
  incidentHandoverUndocumented,
  incidentHoldUnjustified,
  incidentNotClassified,
  incidentPriorityNotFromMatrix,
  incidentTraceGap,
  incidentWithoutSlaReference,
  internalAgreementMissing,
  keyDuplicate,
  keyReserved,
  kindProbablyMissing,
  kindUnknown,
  knowledgeStale,
  knownErrorMissing,
  limitReached,
  linkOutsideRoot,
  majorIncidentControlMissing,
  mandatoryArtefactMissing,
  measurementDefinitionIncomplete,
  mergeConflict,
  metricsOnlyActivity,
  ncEffectivenessNotVerified,
  ncOverdueOrRecurring,
  newServicePlanIncomplete,
  objectiveNotMeasurable,
  objectiveUnplannedOrUnevaluated,
  partyUncontrolled,
  placeholderTextInApproved,
  policyCommitmentOrApprovalMissing,
  problemNotProactive,
  problemRcaSuperficial,
  processOwnerOrRaciMissing,
  raciNoResponsible,
  raciNotExactlyOneAccountable,
  recurringIncidentWithoutProblem,
  refUnresolvedOrObsolete,
  releaseWithoutBaselineOrLink,
  requestInstructionsMissing,
  reviewInputMissing,
  reviewNoDecisionOrLate,
  riskAboveAppetiteNotAccepted,
  riskCriteriaMissing,
  riskRegisterIncomplete,
  riskScoreInconsistent,
  riskUnattended,
  roleSmsAuthorityMissing,
  roleUnknownOrVacant,
  ruleCrashed,
  ruleInvalid,
  schemaInvalid,
  scopeBoundaryVague,
  scopeCatalogueMismatch,
  scopeExcludesRequirement,
  scopeServiceOrOrganizationMissing,
  sectionMissing,
  securityIncidentNotAnalysed,
  securityPolicyOrControlGap,
  serviceCriticalityOrRequirementsMissing,
  serviceReportMissing,
  serviceReportNoDecision,
  serviceReportNoTrendOrComment,
  slaAvailabilityExceedsComposite,
  slaBreachNoAction,
  slaBreachRepeatedNoRca,
  slaClockOrSourceUndefined,
  slaNoTiebreakBetweenCustomers,
  slaNotAgreedOrExpired,
  slaPriorityMatrixIncomplete,
  slaServiceUnknown,
  slaTargetNotMeasurable,
  slaUnmeasurableWording,
  slaWorkloadOrExceptionsMissing,
  smpContentMissing,
  standardReferenceMisnamed,
  supplierContractContentMissing,
  supplierPerformanceUnmonitored,
  supplierUncontractedOrExpired,
  tableInvalid,
  underpinningWeakerThanSla,
  yamlAliasLimit,
  yamlSyntax,
  yamlTooDeep,
];

const byId = new Map(rules.map(rule => [rule.id, rule]));

export function ruleById(id: string): Rule | undefined { return byId.get(id); }
