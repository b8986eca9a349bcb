import { dayAt, fields, objects, state, text, type Fields } from '../sms/data.js';
import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Day, Path } from '../sms/types.js';
import { nameOf } from '../sms/naming.js';
import { namedItem } from '../sms/named.js';
import type { RecordEntry, Rule, RuleContext } from './rule.js';

/** What a joint decision lacks is raised by annotations of the schemas of acceptance and release. */
export const acceptanceUnmetNoDecision: Rule = {
  id: 'acceptance-unmet-no-decision',
  title: 'Unmet acceptance criteria are decided on before deployment',
  clauses: ['8.5.2.3', '8.5.3'],
  grade: 'minor',
  why: 'Criteria that are missed and waved through protect nobody. A service may go live with a gap, if those who have to live with it decided so, '
    + 'before, and know what follows.',
  messages: {
    missing: { text: 'The decision in {title} ({id}) has no {fields}. It has to show what was decided, when, by which role, and with which '
      + 'customers or other parties: add it.' },
    unmet: { text: '{criterion} was {result}, {name} went live on {deployed}, and no decision on it is recorded. Record what those concerned '
      + 'decided together, or decide now what is done about it.' },
    late: { text: 'The decision on {criterion} of {name} is of {decided}; it went live on {deployed}. Such decisions come before the deployment: '
      + 'correct the day, or treat it as a nonconformity.' },
    'not-accepted': { text: '{name} was deployed on {deployed}, and its record does not show that the criteria were checked and that somebody '
      + 'approved it. Enter criteria, role and day under acceptance.' },
    'accepted-late': { text: '{name} was approved on {approved}, after it was deployed on {deployed}. Approval comes before the deployment: correct '
      + 'the day, or treat it as a nonconformity.' },
  },
  records: {
    kinds: ['acceptance-record', 'release-record'],
    begin: context => ({
      *take(record) {
        const deployed = deployedOn(context.model, record);
        if (deployed === undefined || deployed > context.today) return;
        if (record.kind === 'acceptance-record') { yield* unmet(context, record, record.data, [], deployed); return; }
        const acceptance = fields(record.data, 'acceptance'), approved = dayAt(acceptance, 'on'), name = nameOf(record);
        if (!acceptance || state(acceptance, 'approvedBy') !== 'filled' || approved === undefined) {
          yield context.report(record.at(...acceptance ? ['acceptance', 'approvedBy'] : []), 'not-accepted', { name, deployed });
        } else if (approved > deployed && record.data['emergency'] !== true) {
          yield context.report(record.at('acceptance', 'on'), 'accepted-late', { name, approved, deployed });
        }
        if (acceptance) yield* unmet(context, record, acceptance, ['acceptance'], deployed);
      },
    }),
  },
  examples: {
    good: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SD, title: Service director }] }
//- plan.yaml
{ kind: service-transition-plan, id: TP-1, title: Telephony, liveOn: 2026-03-01, acceptanceCriteria: [{ id: speed, title: Calls within 20 seconds }, { id: record, title: Calls are recorded }] }
//- acceptance.yaml
kind: acceptance-record
id: AC-1
title: Acceptance of telephony
plan: TP-1
criteria:
  - { criterion: TP-1#speed, result: met }
  - { criterion: TP-1#record, result: not-met }
decision: { outcome: deploy-with-conditions, on: 2026-02-26, by: ROLE-SD, with: [Head of IT of the customer] }
//- release.yaml
kind: release-record
id: REL-1
title: March
acceptance: { approvedBy: ROLE-SD, on: 2026-02-28, criteria: [{ title: Load test, result: met }] }
deployedAt: 2026-03-01T02:00:00+01:00
`, `
//- plan.yaml
{ kind: service-transition-plan, id: TP-1, title: Telephony, liveOn: 2026-12-01, acceptanceCriteria: [{ id: speed, title: Calls within 20 seconds }] }
//- acceptance.yaml
kind: acceptance-record
id: AC-1
title: First try of telephony
plan: TP-1
criteria: [{ criterion: TP-1#speed, result: not-met }]
`],
    bad: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SD, title: Service director }] }
//- plan.yaml
{ kind: service-transition-plan, id: TP-1, title: Telephony, liveOn: 2026-03-01, acceptanceCriteria: [{ id: speed, title: Calls within 20 seconds }, { id: record, title: Calls are recorded }] }
//- acceptance.yaml
kind: acceptance-record
id: AC-1
title: Acceptance of telephony
plan: TP-1
criteria:
  - { criterion: TP-1#speed, result: not-tested }
//                                   ^^^^^^^^^^ acceptance-unmet-no-decision unmet
  - criterion: TP-1#record
    result: not-met
    decision: { outcome: deploy, on: 2026-03-04, by: ROLE-SD, with: [Head of IT of the customer] }
//                                   ^^^^^^^^^^ acceptance-unmet-no-decision late
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SD, title: Service director }] }
//- release.yaml
kind: release-record
id: REL-1
title: March
acceptance:
  approvedBy: ROLE-SD
  on: 2026-03-02
//    ^^^^^^^^^^ acceptance-unmet-no-decision accepted-late
  criteria: [{ title: Load test, result: not-met }]
//                                       ^^^^^^^ acceptance-unmet-no-decision unmet
deployedAt: 2026-03-01T02:00:00+01:00
//- release-2.yaml
{ kind: release-record, id: REL-2, title: April, deployedAt: 2026-04-01T02:00:00+01:00 }
//                          ^^^^^ acceptance-unmet-no-decision not-accepted
//- acceptance.yaml
kind: acceptance-record
id: AC-1
title: Acceptance of telephony
criteria: [{ title: Load test, result: not-met }]
decision: { outcome: deploy, on: 2026-02-26, by: ROLE-SD }
//@0-8 acceptance-unmet-no-decision missing
`],
  },
};

/** The day on which what was judged went live: the record's own, else that of its release, else of its plan. */
function deployedOn(model: Model, { data }: RecordEntry): Day | undefined {
  const named = (key: string): Fields | undefined => { const id = text(data, key); return id === undefined ? undefined : model.artefact(id)?.data; };
  return dayAt(data, 'deployedAt') ?? dayAt(named('release'), 'deployedAt') ?? dayAt(named('plan'), 'liveOn');
}

/** Criteria that were not met, or not even tried, without a decision of their own or one for all of them. */
function* unmet({ model, report }: RuleContext, record: RecordEntry, judged: Fields, path: Path, deployed: Day): ReturnType<Required<Rule>['check']> {
  const common = fields(judged, 'decision');
  let toldLate = false;
  for (const { at, value } of objects(judged, 'criteria')) {
    const result = text(value, 'result');
    if (result !== 'not-met' && result !== 'not-tested') continue;
    const own = fields(value, 'decision'), decided = dayAt(own ?? common, 'on'), item = namedItem(model, value, 'criterion');
    const args = { name: nameOf(record), criterion: item ? nameOf(item) : text(value, 'title') ?? `Criterion ${at + 1}`, deployed };
    const place: Path = own ? [...path, 'criteria', at, 'decision', 'on'] : [...path, 'decision', 'on'];
    const words = result === 'not-met' ? phrase('word.not-met', 'not met') : phrase('word.not-tested', 'not tested');
    if (!own && !common) yield report(record.at(...path, 'criteria', at, 'result'), 'unmet', { ...args, result: words });
    else if (decided !== undefined && decided > deployed && (own || !toldLate)) {
      toldLate ||= !own;
      yield report(record.at(...place), 'late', { ...args, decided });
    }
  }
}
