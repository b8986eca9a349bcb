import { text } from '../sms/data.js';
import { phraseList } from '../sms/language.js';
import { byMessage, completes, dataAt, objectOf } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';
import { isLeftOut } from '../sms/target-results.js';

const CLASSES = ['category', 'impact', 'urgency', 'priority'] as const;

/** Every incident, in a file, a list or a row, says its class and how urgent it is. */
export const incidentNotClassified: Rule = {
  id: 'incident-not-classified',
  title: 'Incidents are classified',
  clauses: ['8.6.1'],
  grade: 'minor',
  why: 'Whoever takes the next call decides by what stands in the ticket. Without class, impact, urgency and priority the loudest caller goes '
    + 'first, and no trend can be read later.',
  messages: {
    missing: { text: '{incident} has no {fields}. Incidents have to be classified and prioritized (clause 8.6.1): enter it; the priority follows '
      + 'from the matrix.' },
  },
  records: {
    kinds: ['incident-record'],
    begin: ({ report }) => ({
      *take(record) {
        if (isLeftOut(record.data)) return;
        const missing = CLASSES.filter(key => text(record.data, key) === undefined);
        if (missing.length > 0) yield report(record.at(), 'missing', { incident: nameOf(record), fields: phraseList(missing) });
      },
    }),
  },
  fixes: { begin: 'Begin what is missing' },
  fix: byMessage({ missing: completes('begin', (context, finding) => CLASSES.filter(key => text(dataAt(context, finding, objectOf(context, finding)), key) === undefined)) }),
  examples: {
    good: [`
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: Mail stands still, category: mail flow, impact: high, urgency: low, priority: P2 }
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents of May
records:
  - { id: INC-2, title: No network, category: network, impact: low, urgency: low, priority: P3, status: closed }
`, `
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: Mail stands still, category: mail flow, impact: high, urgency: low, priority: P2 }
//- INC-2.yaml
{ kind: incident-record, id: INC-2, title: Mail stands still too, duplicateOf: INC-1 }
`],
    bad: [`
//- INC-1.yaml
kind: incident-record
id: INC-1
//  ^^^^^ incident-not-classified missing
title: Mail stands still
category: mail flow
impact: high
priority: P2
`, `
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents of May
records:
  - { id: INC-2, title: No network, category: network, impact: low, urgency: low, priority: P3 }
  - { id: INC-3, title: No network again, category: "", impact: low, urgency: low, priority: }
//        ^^^^^ incident-not-classified missing
`],
  },
};
