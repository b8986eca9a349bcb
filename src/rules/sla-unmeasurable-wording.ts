import { isFields, state, text } from '../sms/data.js';
import { isRetired } from '../sms/header.js';
import { phrase } from '../sms/language.js';
import { proseRange } from '../sms/prose.js';
import type { Artefact, Path, Phrase } from '../sms/types.js';
import { findWording, type Family } from '../service-levels/wording.js';
import { type Edit, offsetsOf } from '../sms/changes.js';
import { addingNew, byMessage, changesIn, dataAt, setting, shapeOf } from './mending.js';
import { isMeasurable, targetAt, targetIndex, textsOf } from './targets.js';
import type { FixContext, Rule } from './rule.js';

const WHY: Readonly<Record<Family, Phrase>> = {
  effort: phrase('wording.effort', 'promises effort instead of a result'), time: phrase('wording.time', 'names no time'), quality: phrase('wording.quality', 'praises instead of measuring'),
  scale: phrase('wording.scale', 'names no number'), deferral: phrase('wording.deferral', 'leaves open what is promised'),
  'bare-numbers': phrase('wording.bare-numbers', 'is a number without the window or the clock that it is measured by'),
};

/** With customers, with suppliers, with internal suppliers. */
const AGREEMENTS: ReadonlySet<string> = new Set(['sla', 'supplier-contract', 'internal-agreement']);

/** The fields of an agreement whose text promises something; descriptions, sources and the glossary explain. */
const PROMISES: Readonly<Record<string, readonly string[]>> = {
  targets: ['title', 'population', 'exclusionEvidence', 'calculation'], workloadLimits: ['title', 'measure', 'consequence'],
  exceptions: [], customerResponsibilities: [], obligations: [], commitments: [],
};

/** Promises in an agreement are worded so that somebody else could check them. */
export const slaUnmeasurableWording: Rule = {
  id: 'sla-unmeasurable-wording',
  title: 'Promises are worded so that they can be checked',
  clauses: ['8.3.3'],
  grade: 'observation',
  why: 'Words such as “promptly” or “best effort” mean one thing to who promises and another to who was promised. In a dispute they are '
    + 'worth nothing to either.',
  messages: {
    phrase: { text: '“{phrase}” {why}. Put a figure in its place: how much or how soon, of which cases, over which time, measured where.' },
    'no-list': { text: 'Nothing is known about unmeasurable wording in the language “{language}”: the promises of this agreement were not '
      + 'searched for it. Read them yourself.' },
  },
  *checkFile({ facts, artefact, config, report }) {
    if (!AGREEMENTS.has(artefact.kind) || isRetired(artefact)) return;
    const own = text(artefact.data, 'language'), language = own ?? config.language;
    for (const prose of textsOf(facts)) {
      const use = useOf(artefact, prose.path);
      if (!use) continue;
      const hits = findWording(prose.text, language, { bareDurations: use.bareDurations });
      if (hits === 'no-list') {
        yield report(own === undefined ? artefact : { file: artefact.file, path: ['language'] }, 'no-list', { language });
        return;
      }
      for (const { family, phrase: wording, start, end } of hits) {
        if (family === 'bare-numbers' && !use.bareNumbers) continue;
        yield report({ file: artefact.file, range: proseRange(prose, start, end) }, 'phrase', { phrase: wording, family, why: WHY[family] });
      }
    }
  },
  fixes: { target: 'Begin a target in its place, and refer to it here' },
  fix: byMessage({
    *'phrase'(context, finding) {
      const { file, range, args } = finding, text = context.textOf(file), path = context.pathOf(finding), targets = shapeOf(context, file, ['targets']);
      if (!targets || text === undefined || path[0] === 'targets') return;
      const { id: sla = '' } = context.model.files.get(file)?.artefact ?? {}, offset = offsetsOf(text), found = text.slice(offset(range.start), offset(range.end));
      const id = freeTarget(context, sla), refer = `(see ${sla}#${id})`, written = dataAt(context, finding, path);
      const add = addingNew(context, file, ['targets'], [{ id, title: `<What “${String(args['phrase'])}” means>`.replace(/[“”]/g, ''), ...MEANT[String(args['family'])] }]);
      // In the text of a page the fields stand above it.
      const inPage: Edit[] = path.length === 0 ? [{ range, text: refer }] : [];
      const changes = changesIn(context, file, typeof written === 'string' && path.length > 0 ? [setting(context, file, path, written.replace(found, refer)), ...add] : add);
      if (changes) yield { say: 'target', changes: { edits: (changes.edits ?? []).map(each => ({ ...each, edits: [...each.edits, ...inPage] })) } };
    },
  }),
  examples: {
    good: [`
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-MAIL]
targets:
  - id: p1
    title: 95 % of priority 1 incidents are restored within 4 hours
    description: We do our best to be quick.
    metric: restoration-time
    priority: P1
    operator: at-most
    value: 4
    unit: hours
    window: calendar-month
  - { id: vague, title: Incidents are solved as soon as possible }
exceptions:
  - What the customer's instructions call "best effort".
glossary:
  - { term: Best effort, meaning: Work without a promise of its result. }
`, `
//- agreement.yaml
kind: internal-agreement
id: AGR-A
title: Agreement with the network team
commitments: ["Somebody is on site within 2 hours of a call, at any time of day."]
//- agreement-old.yaml
{ kind: internal-agreement, id: AGR-OLD, title: Agreement until 2025, status: superseded, commitments: [Somebody comes as soon as possible.] }
//- desk.md
---
# No agreement: who is served is promised nothing here.
{ kind: procedure, id: PROC-DESK, title: Service desk }
---
Be friendly, and call back as soon as possible.
`],
    bad: [`
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-MAIL]
targets:
  - id: p1
    title: Priority 1 incidents are promptly restored
//                                  ^^^^^^^^ sla-unmeasurable-wording phrase
    metric: restoration-time
    priority: P1
    operator: at-most
    value: 4
    unit: hours
    window: calendar-month
workloadLimits:
  - { id: tickets, measure: Tickets, consequence: The excess is handled on a best effort basis }
//                                                                           ^^^^^^^^^^^ sla-unmeasurable-wording phrase
//- sla-fr.yaml
kind: sla
id: SLA-FR
title: Convention de service
language: fr
//        ^^ sla-unmeasurable-wording no-list
exceptions: [Les pannes que le client cause.]
`, `
//- contract.yaml
kind: supplier-contract
id: CON-A
title: Contract with the carrier
requirements: [The carrier does its best.]
obligations: [Faults are repaired promptly.]
//                                ^^^^^^^^ sla-unmeasurable-wording phrase
//- agreement.yaml
kind: internal-agreement
id: AGR-A
title: Agreement with the network team
commitments: [Somebody comes as soon as possible.]
//                           ^^^^^^^^^^^^^^^^^^^ sla-unmeasurable-wording phrase
`],
  },
};

/**
 * How the text at a path is searched; undefined where it promises nothing, or stands in a target that is not measurable anyway. Where
 * fields beside the text say the window and the clock, its bare numbers are none.
 */
function useOf(sla: Artefact, path: Path): { bareNumbers: boolean; bareDurations: boolean } | undefined {
  const [list, at, field] = path;
  if (list === undefined) return { bareNumbers: true, bareDurations: true };
  const allowed = typeof list === 'string' && Object.hasOwn(PROMISES, list) ? PROMISES[list] : undefined;
  if (!allowed || (allowed.length > 0 && !allowed.includes(String(field)))) return undefined;
  const index = targetIndex(path), target = index === undefined ? undefined : targetAt(sla, index);
  if (index !== undefined && !(isFields(target) && isMeasurable(sla, target))) return undefined;
  const limits = list === 'workloadLimits' && typeof at === 'number' ? sla.data['workloadLimits'] : undefined;
  return { bareNumbers: Array.isArray(limits) && state(limits[Number(at)], 'window') !== 'filled', bareDurations: false };
}

/** What a family of wording is probably about: the direction of the promise, never its figure. */
const MEANT: Readonly<Record<string, Readonly<Record<string, string>>>> = { time: { metric: 'response-time', operator: 'at-most' }, quality: { operator: 'at-least' } };

function freeTarget({ model }: FixContext, sla: string): string {
  for (let number = 1; ; number++) if (!model.item(`${sla}#target-${number}`)) return `target-${number}`;
}
