import { objects, texts } from '../sms/data.js';
import { kindsOf } from '../sms/kinds.js';
import { meant, phrase } from '../sms/language.js';
import { nearest } from '../sms/text.js';
import type { Kind } from '../sms/types.js';
import { currentOfKind } from './lifecycle.js';
import { addsEntry, byMessage } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { logsOf } from '../sms/records.js';
import type { Rule } from './rule.js';

/** Every kind of record that this SMS holds stands in a retention schedule. That an entry says how long and what then is raised by annotations. */
export const docRetentionMissing: Rule = {
  id: 'doc-retention-missing',
  title: 'Every kind of record has a retention period and an end',
  clauses: ['7.5.3.2'],
  grade: 'minor',
  why: 'Records for which nobody decided how long they are kept vanish when a tool is cleaned up, or stay for ever, with the names of people in '
    + 'them.',
  messages: {
    missing: { text: '{title} has no {fields}. Records are to have a time for which they are kept and a way in which they end: add it here.' },
    'kind-missing': { absence: true, text: '{schedule} says nothing about records of the kind {kind} ({name}), of which this SMS holds {count}. Add '
      + 'the kind to an entry, with the time for which such records are kept and what happens to them then.' },
    unknown: { text: '{kind} is no kind of record, so nothing is kept by this entry.{hint} Write the name that the records give as `kind`.' },
  },
  *check({ model, report }) {
    const schedules = currentOfKind(model, 'retention-schedule'), [first] = schedules;
    if (!first) return;
    const known = kindsOf(model.config).all().filter(({ header }) => header === 'record').map(({ kind }) => kind), listed = new Set<Kind>();
    for (const schedule of schedules) {
      for (const { at, value } of objects(schedule.data, 'entries')) {
        for (const [place, kind] of texts(value, 'kinds').entries()) {
          const near = kindsOf(model.config).get(kind)?.header === 'record' ? kind : nearest(kind, known);
          if (near !== undefined) listed.add(near);
          if (near !== kind) yield report({ file: schedule.file, path: ['entries', at, 'kinds', place] }, 'unknown', { kind, hint: meant(near) });
        }
      }
    }
    for (const { kind, name } of kindsOf(model.config).all().filter(({ kind, header }) => header === 'record' && kind !== 'record-log' && !listed.has(kind))) {
      const count = model.ofKind(kind).length + logsOf(model, kind).length;
      if (count > 0) yield report(first, 'kind-missing', { schedule: nameOf(first), kind, name: phrase(`kind.${kind}`, name.toLowerCase()), count });
    }
  },
  fixes: { add: 'Add an entry for {kind}' },
  fix: byMessage({ 'kind-missing': addsEntry('add', ['entries'], (_, { args }) => ({ title: args['name'] ?? '', kinds: [args['kind'] ?? ''] }), { whole: true }) }),
  examples: {
    good: [`
//- retention.yaml
kind: retention-schedule
id: RETENTION
title: Retention schedule
entries:
  - { title: Incidents, kinds: [incident-record], period: 3 years, disposition: Deleted from the tool }
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: Mail stands still }
//- log.yaml
{ kind: record-log, id: LOG, title: More incidents, of: incident-record, records: [] }
`, `
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: "Without any schedule another rule speaks, once" }
`],
    bad: [`
//- retention.yaml
kind: retention-schedule
id: RETENTION
//  ^^^^^^^^^ doc-retention-missing kind-missing
title: Retention schedule
entries:
  - { title: Awareness, kinds: [awareness-record], period: 2 years, disposition: Deleted }
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: Mail stands still }
`, `
//- retention.yaml
kind: retention-schedule
id: RETENTION
title: Retention schedule
entries:
  - title: Incidents
//@4-9 doc-retention-missing missing
    kinds: [incident-recrod]
//          ^^^^^^^^^^^^^^^ doc-retention-missing unknown
    period: 3 years
//- log.yaml
{ kind: record-log, id: LOG, title: Incidents, of: incident-record, table: { file: incidents.csv } }
//- incidents.csv
id
`],
  },
};
