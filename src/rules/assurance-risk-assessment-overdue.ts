import { dayAt, objects, state, text, type Fields } from '../sms/data.js';
import { phrase } from '../sms/language.js';
import { compareText } from '../sms/text.js';
import type { ClauseRef, Kind, Path, Phrase, Report } from '../sms/types.js';
import { dueAfter } from './intervals.js';
import { currentOfKind } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import type { Place, Rule, RuleContext } from './rule.js';

const DOCUMENTS: readonly { kind: Kind; clauses: ClauseRef[]; about: Phrase }[] = [
  { kind: 'availability-plan', clauses: ['8.7.1'], about: phrase('word.risks-to-availability', 'risks to availability') },
  { kind: 'continuity-plan', clauses: ['8.7.2'], about: phrase('word.risks-to-continuity', 'risks to continuity') },
];
const SECURITY = { clauses: ['8.7.3.2'], about: phrase('word.risks-to-the-security-of-information', 'risks to the security of information') };

/** That there was no assessment at all is raised by annotations; here the last one is held against its interval. */
export const assuranceRiskAssessmentOverdue: Rule = {
  id: 'assurance-risk-assessment-overdue',
  title: 'Availability, continuity and security risks are assessed at planned intervals',
  clauses: ['8.7.1', '8.7.2', '8.7.3.2'],
  grade: 'minor',
  why: 'What threatens the services changes: new suppliers, new attacks, more data. Plans and controls that rest on an old assessment protect '
    + 'against the threats of then.',
  settings: { every: '12 months' },
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Plans and controls rest on the risks that were found: assess them, and enter the day, the '
      + 'method and what came of it.' },
    overdue: { text: '{name}: {about} were last assessed on {on}, and the next assessment was due on {due}. Hold it, and enter it as the first '
      + 'entry of riskAssessments.' },
    ahead: { text: '{name} names only assessments of {about} that lie ahead. Until the first one is held, nobody knows whether the plan protects '
      + 'against the right things.' },
  },
  *check(context) {
    const { model } = context;
    for (const { kind, ...what } of DOCUMENTS) {
      for (const plan of currentOfKind(model, kind)) yield* judge(context, plan.data, nameOf(plan), what, path => ({ file: plan.file, path }));
    }
  },
  records: {
    kinds: ['security-risk-register'],
    begin: context => ({ take: record => judge(context, record.data, nameOf(record), SECURITY, path => record.at(...path)) }),
  },
  examples: {
    good: [`
//- plan.yaml
kind: availability-plan
id: AVAILABILITY
title: Availability plan
riskAssessmentEvery: 6 months
riskAssessments:
  - { on: 2026-04-15, result: Two risks }
  - { on: 2024-04-15, result: Three risks }
`, `
//- risks.yaml
{ kind: security-risk-register, id: SEC-RISKS, title: Security risks, riskAssessments: [{ on: 2025-10-15 }, { on: 2026-12-01 }] }
`, `
//- plan.yaml
{ kind: continuity-plan, id: CONTINUITY, title: Continuity plan, status: withdrawn, riskAssessments: [{ on: 2020-04-15 }] }
`],
    bad: [`
//- plan.yaml
kind: availability-plan
id: AVAILABILITY
title: Availability plan
riskAssessmentEvery: 6 months
riskAssessments:
  - { on: 2026-04-14, result: Two risks }
//        ^^^^^^^^^^ assurance-risk-assessment-overdue overdue
  - { on: 2024-04-15, result: Three risks }
//- continuity.yaml
kind: continuity-plan
id: CONTINUITY
//  ^^^^^^^^^^ assurance-risk-assessment-overdue missing
title: Continuity plan
`, `
//- risks.yaml
{ kind: security-risk-register, id: SEC-RISKS, title: Security risks, riskAssessments: [{ on: 2025-10-14 }] }
//                                                                                            ^^^^^^^^^^ assurance-risk-assessment-overdue overdue
//- continuity.yaml
{ kind: continuity-plan, id: CONTINUITY, title: Continuity plan, riskAssessments: [{ on: 2026-12-01 }] }
//                                                                                       ^^^^^^^^^^ assurance-risk-assessment-overdue ahead
`],
  },
};

interface Subject { clauses: ClauseRef[]; about: Phrase }

function* judge(context: RuleContext, of: Fields, name: string, { clauses, about }: Subject, place: (path: Path) => Place): Iterable<Report> {
  const { today, settings, report } = context;
  if (state(of, 'riskAssessments') !== 'filled') return;
  const last = objects(of, 'riskAssessments').flatMap(({ at, value }) => {
    const on = dayAt(value, 'on');
    return on !== undefined && on <= today ? [{ at, on }] : [];
  }).sort((a, b) => compareText(b.on, a.on))[0];
  const due = last && (dueAfter(last.on, text(of, 'riskAssessmentEvery') ?? settings['every']) ?? last.on);
  if (!last) yield report(place(['riskAssessments', 0, 'on']), 'ahead', { name, about }, { clauses });
  else if (due !== undefined && due < today) {
    yield report(place(['riskAssessments', last.at, 'on']), 'overdue', { name, about, on: last.on, due }, { clauses });
  }
}
