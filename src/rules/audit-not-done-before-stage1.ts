import { objects, text } from '../sms/data.js';
import { isDay, latestDay } from '../sms/days.js';
import type { Day } from '../sms/types.js';
import { dueAfter } from './intervals.js';
import type { RecordEntry, Rule } from './rule.js';

/** Before stage 1 of a first certification an internal audit was held, and after it a management review. */
export const auditNotDoneBeforeStage1: Rule = {
  id: 'audit-not-done-before-stage1',
  title: 'Internal audit and management review precede Stage 1',
  clauses: ['9.2', '9.3'],
  grade: 'major',
  why: 'Stage 1 looks whether internal audit and management review work. Where one of them is still to come the body sends the organization home, '
    + 'and the days are paid all the same.',
  settings: { ahead: '28 days' },
  messages: {
    'no-audit': { absence: true, text: 'Stage 1 is on {day}, and no internal audit is recorded that ended before. Hold it and record its report, or '
      + 'put stage 1 later.' },
    'no-review': { absence: true, text: 'Stage 1 is on {day}, and no management review is recorded before it. Hold it with the results of the '
      + 'internal audit, or put stage 1 later.' },
    'review-before-audit': { absence: true, grade: 'minor', text: 'Stage 1 is on {day}; the last management review before it ({review}) came before '
      + 'the internal audit of {audit}, so top management has not dealt with its results. Hold a review after the audit.' },
  },
  records: {
    kinds: ['certification', 'audit-report', 'management-review'],
    begin({ today, config, settings, report }) {
      const audits: Days = [], reviews: Days = [], certifications: RecordEntry[] = [];
      return {
        *take(record) {
          const { kind, data } = record;
          if (kind === 'certification') certifications.push(record);
          else if (kind === 'management-review') reviews.push(text(data, 'on'));
          else if (text(data, 'type') !== 'external') audits.push(text(data, 'to') ?? text(data, 'on') ?? text(data, 'from'));
        },
        *end() {
          // Where an SMS in operation has no audit, or no review, at all, `mandatory-artefact-missing` speaks.
          const building = config.stage === 'building';
          const until = dueAfter(today, settings['ahead']) ?? today;
          for (const { data, at } of certifications) {
            // The body has decided: whatever was missing then was settled.
            if (isDay(text(data['decision'], 'on'))) continue;
            for (const { at: index, value } of objects(data, 'audits')) {
              const key = isDay(text(value, 'from')) ? 'from' : 'plannedFrom', day = text(value, key);
              if (text(value, 'type') !== 'stage1' || !isDay(day) || day > until) continue;
              const place = at('audits', index, key), audit = latestBefore(audits, day), review = latestBefore(reviews, day);
              if (audit === undefined && (building || audits.length > 0)) yield report(place, 'no-audit', { day }, { clauses: ['9.2'] });
              if (review === undefined && (building || reviews.length > 0)) yield report(place, 'no-review', { day }, { clauses: ['9.3'] });
              if (audit !== undefined && review !== undefined && review < audit) {
                yield report(place, 'review-before-audit', { day, review, audit }, { clauses: ['9.3'] });
              }
            }
          }
        },
      };
    },
  },
  examples: {
    good: [`
//- certification.yaml
kind: certification
id: CERT
title: Certification
audits: [{ id: stage1, title: Stage 1, type: stage1, plannedFrom: 2026-11-12 }]
//- audit.yaml
{ kind: audit-report, id: AR-1, title: Internal audit, from: 2026-09-01, to: 2026-09-03 }
//- review.yaml
{ kind: management-review, id: MR-1, title: Management review, on: 2026-09-03 }
`, `
//- certification.yaml
kind: certification
id: CERT
title: Certification
audits: [{ id: stage1, title: Stage 1, type: stage1, plannedFrom: 2026-11-13 }]
//- older.yaml
kind: certification
id: CERT-OLD
title: Certification of the other house
decision: { on: 2025-12-10 }
audits: [{ id: stage1, title: Stage 1, type: stage1, from: 2025-10-14 }]
`],
    bad: [`
//- sms.yaml
{ sms: 1, organization: Example, timeZone: Europe/Amsterdam, stage: building }
//- certification.yaml
kind: certification
id: CERT
title: Certification
audits: [{ id: stage1, title: Stage 1, type: stage1, plannedFrom: 2026-11-12 }]
//                                                                ^^^^^^^^^^ audit-not-done-before-stage1 no-audit
//@66-76 audit-not-done-before-stage1 no-review
//- audit.yaml
{ kind: audit-report, id: AR-1, title: Audit by a customer, type: external, from: 2026-09-01, to: 2026-09-03 }
`, `
//- certification.yaml
kind: certification
id: CERT
title: Certification
audits: [{ id: stage1, title: Stage 1, type: stage1, plannedFrom: 2026-11-12 }]
//                                                                ^^^^^^^^^^ audit-not-done-before-stage1 review-before-audit
//- audit.yaml
{ kind: audit-report, id: AR-1, title: Internal audit, from: 2026-09-01, to: 2026-09-03 }
//- review.yaml
{ kind: management-review, id: MR-1, title: Management review, on: 2026-09-02 }
`],
  },
};

type Days = (string | undefined)[];

function latestBefore(held: Days, day: Day): Day | undefined { return latestDay(held.filter(one => one !== undefined && one < day)); }
