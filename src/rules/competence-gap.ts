import { fields, objects, state, text } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Item, Path } from '../sms/types.js';
import { currentOfKind } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { namedItem } from '../sms/named.js';
import { holdersOf } from './roles.js';
import type { Place, Rule } from './rule.js';

/** What an entry of a record lacks is raised by annotations; here profiles, holders and records are laid beside one another. */
export const competenceGap: Rule = {
  id: 'competence-gap',
  title: 'Competence is shown and evaluated for each role',
  clauses: ['7.2'],
  grade: 'minor',
  why: 'A certificate in a folder shows that somebody sat in a course. That the holder of a role can do what the role needs is shown by somebody '
    + 'who looked and judged.',
  messages: {
    missing: { text: '{title} has no {fields}. Say what the competence rests on, and who judged when and how whether it is enough.' },
    'no-record': { absence: true, text: '{role} needs {competences}, and no record shows it for {holder}. Keep a record of competence: what it '
      + 'rests on, and who judged it.' },
    expired: { text: 'The evidence of {holder} for {competence} was valid until {day}. Renew it and enter the new day.' },
    insufficient: { text: '{holder} was judged on {day} to fall short in {competence}, and nothing is done about it. Enter what is done, by whom '
      + 'and until when (actions).' },
  },
  records: {
    kinds: ['competence-record'],
    begin({ model, today, report }) {
      const shown = new Map<string, Shown>();
      let records = 0;
      return {
        take(record) {
          records++;
          const holder = subjectOf(model, record.data);
          for (const { at, value } of holder === undefined ? [] : objects(record.data, 'competences')) {
            const competence = namedItem(model, value, 'competence')?.id, evaluation = fields(value, 'evaluation'), day = text(evaluation, 'on') ?? '';
            const key = `${holder?.id ?? ''} ${competence ?? ''}`, known = shown.get(key);
            if (competence === undefined || holder === undefined || (known && known.day > day)) continue;
            const place = (...rest: Path): Place => record.at('competences', at, ...rest);
            const until = text(value, 'validUntil'), result = text(evaluation, 'result'), acted = state(value, 'actions') === 'filled';
            shown.set(key, { holder: holder.name, competence, day, until, result, acted, place });
          }
          return [];
        },
        *end() {
          for (const { holder, competence, day, until, result, acted, place } of shown.values()) {
            const item = model.item(competence), args = { holder, competence: item ? `“${item.title}”` : competence };
            if (isDay(until) && until < today) yield report(place('validUntil'), 'expired', { ...args, day: until });
            if ((result === 'insufficient' || result === 'partly') && !acted) {
              yield report(place('evaluation', 'result'), 'insufficient', { ...args, day });
            }
          }
          // Without any record there is no evidence at all, which other rules say once.
          if (records === 0) return;
          for (const { role, competences, file, path } of profiles(model)) {
            for (const { item, name } of holdersOf(model, role, today)) {
              const missing = competences.filter(({ id }) => !shown.has(`${item.id} ${id}`));
              if (missing.length === 0) continue;
              const needed = phraseList(missing.map(({ title }) => `“${title}”`));
              yield report({ file, path }, 'no-record', { role: nameOf(role), holder: name, competences: needed });
            }
          }
        },
      };
    },
  },
  examples: {
    good: [`
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-A, name: Anna }, { id: PER-B, name: Bram }]
roles:
  - { id: ROLE-PLAT, title: Owner of the platform, holders: [{ person: PER-A, from: 2024-01-01 }, { person: PER-B, until: 2026-08-31 }] }
  - { id: ROLE-DESK, title: Service desk, holders: [{ group: Service desk }] }
//- resources.yaml
kind: resource-plan
id: RESOURCES
title: Resources
profiles:
  - { role: ROLE-PLAT, competences: [{ id: storage, title: Restores a volume }] }
  - { role: ROLE-DESK, competences: [{ id: priority, title: Sets priorities }] }
//- anna.yaml
kind: competence-record
id: COMP-A
title: Competence of Anna
person: PER-A
competences:
  - { competence: RESOURCES#storage, shownBy: Course, validUntil: 2026-10-15, evaluation: { on: 2026-06-08, by: ROLE-OPS, result: sufficient } }
//- desk.yaml
kind: competence-record
id: COMP-DESK
title: Competence of the desk
role: ROLE-DESK
group: Service desk
competences:
  - { competence: RESOURCES#priority, shownBy: Test, evaluation: { on: 2026-06-08, result: partly }, actions: [{ id: again, title: Test again in November }] }
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, people: [{ id: PER-A, name: Anna }], roles: [{ id: ROLE-PLAT, title: Owner of the platform, holders: [{ person: PER-A }] }] }
//- resources.yaml
{ kind: resource-plan, id: RESOURCES, title: Without any record the evidence as a whole is missing, profiles: [{ role: ROLE-PLAT, competences: [{ id: storage, title: Restores a volume }] }] }
`],
    bad: [`
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-A, name: Anna }, { id: PER-B, name: Bram }]
roles: [{ id: ROLE-PLAT, title: Owner of the platform, holders: [{ person: PER-A, from: 2024-01-01 }, { person: PER-B, from: 2026-09-01 }] }]
//- resources.yaml
kind: resource-plan
id: RESOURCES
title: Resources
profiles:
  - { role: ROLE-PLAT, competences: [{ id: storage, title: Restores a volume }] }
//          ^^^^^^^^^ competence-gap no-record
//- anna.yaml
kind: competence-record
id: COMP-A
title: Competence of Anna
person: PER-A
competences:
  - { competence: RESOURCES#storage, shownBy: Course, validUntil: 2026-10-14, evaluation: { on: 2026-06-08, by: ROLE-OPS, result: sufficient } }
//                                                                ^^^^^^^^^^ competence-gap expired
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, people: [{ id: PER-A, name: Anna }], roles: [{ id: ROLE-PLAT, title: Owner of the platform, holders: [{ person: PER-A }] }] }
//- resources.yaml
{ kind: resource-plan, id: RESOURCES, title: Resources, profiles: [{ role: ROLE-PLAT, competences: [{ id: storage, title: Restores a volume }] }] }
//- log.yaml
kind: record-log
id: LOG
title: Competence
of: competence-record
records:
  - id: COMP-A
    title: Competence of Anna
    person: PER-A
    competences:
      - { competence: RESOURCES#storage, shownBy: Course, evaluation: { on: 2026-06-08, by: ROLE-OPS, result: insufficient } }
//                                                                                                            ^^^^^^^^^^^^ competence-gap insufficient
//- old.yaml
kind: competence-record
id: COMP-B
title: Competence of Bram
competences: [{ title: Runs the network, shownBy: Ten years of practice }]
//@16-21 competence-gap missing
`],
  },
};

interface Shown {
  holder: string; competence: string; day: string; until: string | undefined; result: string | undefined; acted: boolean;
  place: (...path: Path) => Place;
}

/** Whom a record is about: a person, or a group by its role. */
function subjectOf(model: Model, record: unknown): { id: string; name: string } | undefined {
  const person = namedItem(model, record, 'person');
  if (person) return { id: person.id, name: nameOf(person) };
  const role = namedItem(model, record, 'role'), group = text(record, 'group');
  return role && group !== undefined ? { id: role.id, name: group } : undefined;
}

function profiles(model: Model): readonly { role: Item; competences: readonly { id: string; title: string }[]; file: string; path: Path }[] {
  return currentOfKind(model, 'resource-plan').flatMap(plan => objects(plan.data, 'profiles').flatMap(({ at, value }) => {
    const role = namedItem(model, value, 'role');
    const competences = objects(value, 'competences').flatMap(({ value: competence }) => {
      const item = model.item(`${plan.id}#${text(competence, 'id') ?? ''}`);
      return item ? [{ id: item.id, title: item.title }] : [];
    });
    return role?.type === 'role' ? [{ role, competences, file: plan.file, path: ['profiles', at, 'role'] }] : [];
  }));
}
