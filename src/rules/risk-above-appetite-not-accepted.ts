import { fields, list, objects, text, type Fields } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Path } from '../sms/types.js';
import { isAboveAppetite } from '../service-levels/risk.js';
import { nameOf } from '../sms/naming.js';
import { assess, criteriaOf, currentRisks, giveEveryLevel, isClosed, isOpportunity, type Criteria } from '../sms/risks.js';
import type { Rule } from './rule.js';

/** What remains of a risk above the appetite is accepted, by a role that the criteria entitle, and the acceptance has not run out. */
export const riskAboveAppetiteNotAccepted: Rule = {
  id: 'risk-above-appetite-not-accepted',
  title: 'Risks above the appetite are accepted by somebody entitled',
  clauses: ['6.1.2', '6.1.3'],
  grade: 'minor',
  why: 'The appetite says how much risk the organization bears without asking. What lies above it is either treated further or somebody '
    + 'with the right to do so '
    + 'says yes to it, for a time.',
  messages: {
    'not-accepted': { text: '{risk} is {level} {when}, above the appetite ({appetite}), and nobody accepted that. '
      + 'Treat it further, or record an acceptance: by which role, on which day, until when.' },
    'not-entitled': { absence: true, text: '{risk} is {level} {when}; {role} accepted it, but by {criteria} {entitled}. Ask the entitled role.' },
    expired: { text: 'The acceptance of {risk} ({level} {when}) ran out on {until}. Decide anew: accept it for another time, or treat the '
      + 'risk further.' },
    'above-tolerance': { text: '{risk} is {level} {when}, above the tolerance ({tolerance}): by {criteria} nobody may accept that. Treat '
      + 'it further.' },
  },
  *check({ model, today, report }) {
    for (const { item, risk, register } of currentRisks(model)) {
      const criteria = criteriaOf(model, register);
      if (!criteria || !giveEveryLevel(criteria) || criteria.appetite === undefined || isOpportunity(risk) || isClosed(risk)) continue;
      const residual = fields(risk, 'residual'), level = assess(criteria, residual ?? risk)?.level;
      if (level === undefined || isAboveAppetite(criteria.order, level, criteria.appetite) !== true) continue;
      const when = residual ? phrase('risk.after-treatment', 'after its treatment') : phrase('risk.as-it-stands', 'as it stands');
      const args = { risk: nameOf(item), level, when, appetite: criteria.appetite, criteria: nameOf(criteria.artefact) };
      const place = (key: string): { file: string; path: Path } => ({ file: item.file, path: [...item.path, 'acceptance', key] });
      const tolerance = text(criteria.artefact.data, 'tolerance'), acceptance = fields(risk, 'acceptance'), until = text(acceptance, 'until');
      const by = text(acceptance, 'by'), role = by === undefined ? undefined : model.item(by);
      if (tolerance !== undefined && isAboveAppetite(criteria.order, level, tolerance) === true) {
        yield report(item, 'above-tolerance', { ...args, tolerance });
      } else if (by === undefined) yield report(item, 'not-accepted', args);
      else if (role?.type !== 'role') continue;
      else if (isDay(until) && until < today) yield report(place('until'), 'expired', { ...args, until });
      else {
        const entitled = entitledRoles(model, criteria, level);
        if (entitled?.some(id => id === role.id) === false) {
          const names = entitled.map(id => model.item(id)).flatMap(one => (one ? nameOf(one) : []));
          yield report(place('by'), 'not-entitled', {
            ...args, role: nameOf(role),
            entitled: names.length > 0 ? phrase('entitled.only', 'only {names} may', { names: phraseList(names) })
              : phrase('entitled.nobody', 'nobody is entitled to accept the level {level}', { level }),
          });
        }
      }
    }
  },
  examples: {
    good: [`
//- criteria.yaml
kind: risk-criteria
id: RC
title: Risk criteria
likelihood: [{ value: 1, title: Rare }, { value: 3, title: Yearly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 3, title: A target is missed }]
levels: [{ level: low, from: 1, to: 1 }, { level: moderate, from: 3, to: 3 }, { level: high, from: 9, to: 9 }]
appetite: low
mayAccept: [{ level: moderate, role: ROLE-SMM }, { level: high, role: ROLE-SD }]
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SD, title: Service director }, { id: ROLE-SMM, title: SMS manager }] }
//- risks.yaml
kind: risk-register
id: RISKS
title: Risks
criteria: RC
risks:
  - { id: RSK-001, title: Flood, likelihood: 3, consequence: 3, residual: { likelihood: 1, consequence: 1 } }
  - { id: RSK-002, title: Fire, likelihood: 1, consequence: 3, acceptance: { by: ROLE-SD, on: 2026-06-01, until: 2026-10-15 } }
  - { id: RSK-003, title: Theft, likelihood: 3, consequence: 3, status: closed }
  - { id: RSK-004, title: New desk tool, category: opportunity, likelihood: 3, consequence: 3 }
`, `
//- criteria.yaml
kind: risk-criteria
id: RC
title: Risk criteria
likelihood: [{ value: 1, title: Rare }, { value: 2, title: Yearly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 2, title: A target is missed }]
score: matrix
matrix:
  1: { 1: low, 2: moderate }
  2: { 1: moderate, 2: high }
levels: [{ level: low }, { level: moderate }, { level: high }]
appetite: low
mayAccept: [{ level: moderate, role: ROLE-SMM }, { level: high, role: ROLE-SD }]
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SD, title: Service director }, { id: ROLE-SMM, title: SMS manager }] }
//- risks.yaml
# The second was high, and moderate is what is left of it; who may accept the higher level may accept the lower one.
kind: risk-register
id: RISKS
title: Risks
risks:
  - { id: RSK-001, title: Flood, likelihood: 1, consequence: 2, acceptance: { by: ROLE-SMM, on: 2026-06-01 } }
  - { id: RSK-002, title: Fire, likelihood: 2, consequence: 2, residual: { likelihood: 2, consequence: 1 }, acceptance: { by: ROLE-SMM, on: 2026-06-01 } }
  - { id: RSK-003, title: Theft, likelihood: 2, consequence: 1, acceptance: { by: ROLE-SD, on: 2026-06-01 } }
`],
    bad: [`
//- criteria.yaml
kind: risk-criteria
id: RC
title: Risk criteria
likelihood: [{ value: 1, title: Rare }, { value: 3, title: Yearly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 3, title: A target is missed }, { value: 9, title: The company fails }]
levels: [{ level: low, from: 1, to: 1 }, { level: moderate, from: 3, to: 3 }, { level: high, from: 9, to: 9 }, { level: extreme, from: 10, to: 27 }]
appetite: low
tolerance: high
mayAccept: [{ level: moderate, role: ROLE-SMM }, { level: high, role: ROLE-SD }]
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SD, title: Service director }, { id: ROLE-SMM, title: SMS manager }] }
//- risks.yaml
kind: risk-register
id: RISKS
title: Risks
criteria: RC
risks:
  - { id: RSK-001, title: Flood, likelihood: 3, consequence: 3, residual: { likelihood: 1, consequence: 3 } }
//        ^^^^^^^ risk-above-appetite-not-accepted not-accepted
  - { id: RSK-002, title: Fire, likelihood: 3, consequence: 3, acceptance: { by: ROLE-SMM, on: 2026-06-01 } }
//                                                                               ^^^^^^^^ risk-above-appetite-not-accepted not-entitled
  - { id: RSK-003, title: Theft, likelihood: 3, consequence: 3, acceptance: { by: ROLE-SD, on: 2026-06-01, until: 2026-10-14 } }
//                                                                                                                ^^^^^^^^^^ risk-above-appetite-not-accepted expired
  - { id: RSK-004, title: War, likelihood: 3, consequence: 9, acceptance: { by: ROLE-SD, on: 2026-06-01 } }
//        ^^^^^^^ risk-above-appetite-not-accepted above-tolerance
`, `
//- criteria.yaml
kind: risk-criteria
id: RC
title: Risk criteria
likelihood: [{ value: 1, title: Rare }, { value: 2, title: Yearly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 2, title: A target is missed }]
score: matrix
matrix:
  1: { 1: low, 2: moderate }
  2: { 1: moderate, 2: high }
levels: [{ level: low }, { level: moderate }, { level: high }]
appetite: low
mayAccept: [{ level: moderate, role: ROLE-SMM }]
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SD, title: Service director }, { id: ROLE-SMM, title: SMS manager }] }
//- risks.yaml
# Nobody may accept what is high, and the treatment of the second one left it as it was.
kind: risk-register
id: RISKS
title: Risks
risks:
  - { id: RSK-001, title: Flood, likelihood: 2, consequence: 2, acceptance: { by: ROLE-SMM, on: 2026-06-01, until: 2026-12-31 } }
//                                                                                ^^^^^^^^ risk-above-appetite-not-accepted not-entitled
  - { id: RSK-002, title: Fire, likelihood: 1, consequence: 2, residual: { likelihood: 1, consequence: 2 } }
//        ^^^^^^^ risk-above-appetite-not-accepted not-accepted
`],
  },
};

/** Who may accept a level: the roles of this level and of graver ones. Undefined where the criteria name nobody at all, or only unknown roles. */
function entitledRoles(model: Model, criteria: Criteria, level: string): readonly string[] | undefined {
  const { data } = criteria.artefact, entries = objects(data, 'mayAccept').map(({ value }) => value);
  const known = entries.flatMap(value => {
    const role = roleOf(model, value), of = text(value, 'level');
    return role === undefined || of === undefined ? [] : [{ role, enough: criteria.order.indexOf(of) >= criteria.order.indexOf(level) }];
  });
  if (known.length === 0 || known.length < list(data, 'mayAccept').length) return undefined;
  return [...new Set(known.filter(({ enough }) => enough).map(({ role }) => role))];
}

function roleOf(model: Model, entry: Fields): string | undefined {
  const id = text(entry, 'role'), item = id === undefined ? undefined : model.item(id);
  return item?.type === 'role' ? item.id : undefined;
}
