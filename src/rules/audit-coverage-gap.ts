import { list, objects, state, text, texts } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { clause, leaves, leavesOf } from '../sms/standard.js';
import type { Artefact, Item } from '../sms/types.js';
import { currentOfKind } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { namedIn, namedItem } from '../sms/named.js';
import type { Rule } from './rule.js';
import { spanOf } from '../sms/spans.js';

/**
 * Over its cycle the programme leads to every clause, and an audit that was held saw what it was to see. What programme and report have to hold
 * is raised by annotations.
 */
export const auditCoverageGap: Rule = {
  id: 'audit-coverage-gap',
  title: 'Internal audits cover every clause',
  clauses: ['9.2.1', '9.2.2'],
  grade: 'minor',
  why: 'A clause that no internal audit ever looks at is one where nobody inside would notice that it fell apart. The certification body does.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Audits are planned with how often, by what method, by whom and of what; what they saw is kept '
      + 'and goes to the managers concerned (clause 9.2): add it.' },
    gap: { text: '{programme} leads to {covered} of {all} clauses in its cycle; no audit, held or planned, looks at {lacking}. Add them to an '
      + 'audit.' },
    'wide-gap': { grade: 'major', text: '{programme} leads to {covered} of {all} clauses in its cycle: more than a quarter of the standard is seen '
      + 'by no audit, held or planned ({lacking}). Plan audits of them.' },
    unreported: { absence: true, text: '{audit} was planned for {day}, and there is no report on it. Hold it and report, or enter in the programme '
      + 'that it was called off or moved, and why.' },
    'report-lacks': { text: '{report} says nothing of {lacking}, which {audit} was to look at. Say what was seen of each clause, or that it was not '
      + 'audited and when it will be.' },
  },
  *check({ model, today, report }) {
    const reports = reportsByAudit(model);
    for (const programme of currentOfKind(model, 'audit-programme')) {
      const cycle = spanOf(programme.data, 'cycle'), covered = new Set<string>();
      let unread = false;
      for (const { at, value } of objects(programme.data, 'audits')) {
        const audit = namedItem(model, value, 'id'), status = text(value, 'status'), on = text(value, 'plannedOn');
        if (status === 'cancelled') continue;
        const planned = leavesNamed(texts(value, 'clauses'));
        // An audit that does not say of what, or when, is told by its field.
        if (planned.size === 0 || !isDay(on)) unread = true;
        if (isDay(on) && (!cycle || (on >= cycle.from && on <= cycle.to))) for (const leaf of planned) covered.add(leaf);
        const made = audit && reports.get(audit.id), last = text(value, 'plannedTo') ?? on;
        const held = isDay(last) && last < today;
        if (!made && audit && held) yield report(audit, 'unreported', { audit: nameOf(audit), day: on ?? '' });
        if (!made || !audit) continue;
        const seen = leavesNamed(objects(made.data, 'conformity').flatMap(({ value: entry }) => texts(entry, 'clauses')));
        const lacking = inOrder([...planned].filter(leaf => !seen.has(leaf)));
        if (lacking.length === 0 || state(made.data, 'conformity') !== 'filled') continue;
        const args = { report: nameOf(made), audit: nameOf(audit), lacking: phraseList(lacking) };
        yield report({ file: made.file, path: ['conformity'], part: 'key' }, 'report-lacks', args, {
          related: [{ at: { file: programme.file, path: ['audits', at, 'clauses'] }, text: phrase('related.the-clauses-that-were-to', 'The clauses that were to be audited') }],
        });
      }
      const lacking = inOrder(leaves().filter(leaf => !covered.has(leaf.id)).map(({ id }) => id)), all = leaves().length;
      if (lacking.length === 0 || unread || list(programme.data, 'audits').length === 0) continue;
      yield report({ file: programme.file, path: ['audits'], part: 'key' }, lacking.length * 4 > all ? 'wide-gap' : 'gap', {
        programme: nameOf(programme), covered: covered.size, all, lacking: phraseList(lacking), count: lacking.length,
      });
    }
  },
  examples: {
    good: [`
//- programme.yaml
kind: audit-programme
id: AP
title: Audits
cycle: { from: 2026-01-01, to: 2028-12-31 }
frequency: Twice a year
methods: Interviews and samples
responsibilities: ROLE-SMM plans
planning: Three weeks before
reporting: Within two weeks
rationale: What changed most comes first
audits:
  - { id: AUD-1, title: First half, plannedOn: 2026-10-14, plannedTo: 2026-10-15, criteria: The standard, clauses: ["4", "5", "6", "7"], auditors: [{ name: N, independence: From outside }] }
  - { id: AUD-2, title: Second half, plannedOn: 2028-12-31, criteria: The standard, clauses: ["8", "9", "10"], auditors: [{ name: N, independence: From outside }] }
`, `
//- programme.yaml
kind: audit-programme
id: AP
title: Audits
cycle: { from: 2026-01-01, to: 2026-12-31 }
frequency: Once
methods: Interviews and samples
responsibilities: ROLE-SMM plans
planning: Three weeks before
reporting: Within two weeks
rationale: All at once
audits:
  - id: AUD-1
    title: Everything
    plannedOn: 2026-09-01
    criteria: The standard
    clauses: ["4", "5", "6", "7", "8", "9", "10"]
    auditors: [{ name: N, independence: From outside }]
//- report.yaml
kind: audit-report
id: AR-1
title: Report
audit: AUD-1
from: 2026-09-02
auditors: [{ name: N, independence: From outside }]
conformity: [{ clauses: ["4", "5", "6", "7", "8"], result: conforms }, { clauses: ["9", "10"], result: not-audited, comment: In March }]
findings: []
effectiveness: It works.
reportedTo: [{ role: ROLE-SD, on: 2026-09-10 }]
`],
    bad: [`
//- programme.yaml
kind: audit-programme
id: AP
title: Audits
cycle: { from: 2026-01-01, to: 2028-12-31 }
frequency: Twice a year
methods: Interviews and samples
responsibilities: ROLE-SMM plans
planning: Three weeks before
reporting: Within two weeks
rationale: What changed most comes first
audits:
//@0-6 audit-coverage-gap gap
  - { id: AUD-1, title: First half, plannedOn: 2026-10-13, plannedTo: 2026-10-14, criteria: The standard, clauses: ["4", "5", "6", "7"], auditors: [{ name: N, independence: From outside }] }
//        ^^^^^ audit-coverage-gap unreported
  - { id: AUD-2, title: Second half, plannedOn: 2028-12-31, criteria: The standard, clauses: ["8", "9"], auditors: [{ name: N, independence: From outside }] }
`, `
//- programme.yaml
kind: audit-programme
id: AP
//  ^^ audit-coverage-gap missing
title: Audits
cycle: { from: 2026-01-01, to: 2026-12-31 }
frequency: Once
methods: Interviews and samples
responsibilities: ROLE-SMM plans
planning: Three weeks before
reporting: Within two weeks
audits:
//@0-6 audit-coverage-gap wide-gap
  - { id: AUD-1, title: Operation, plannedOn: 2026-09-01, criteria: The standard, clauses: ["8.6", "8.7"], auditors: [{ name: N, independence: From outside }] }
//- report.yaml
kind: audit-report
id: AR-1
title: Report
audit: AUD-1
from: 2026-09-02
auditors: [{ name: N, independence: From outside }]
conformity: [{ clauses: ["8.6"], result: conforms }]
//@0-10 audit-coverage-gap report-lacks
findings: []
effectiveness: It works.
reportedTo: [{ role: ROLE-SD, on: 2026-09-10 }]
`],
  },
};

function reportsByAudit(model: Model): ReadonlyMap<string, Artefact> {
  const audits = (report: Artefact): readonly Item[] => namedIn(model, report, report.data, 'audit');
  return new Map([...model.ofKind('audit-report')].reverse().flatMap(report => audits(report).map(({ id }) => [id, report] as const)));
}

/** A parent stands for all below it (format.md F16); other standards are not counted. */
function leavesNamed(ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.flatMap(id => (clause(id.trim()) ? leavesOf(id.trim()) : [])).map(({ id }) => id));
}

function inOrder(ids: readonly string[]): readonly string[] {
  const wanted = new Set(ids);
  return leaves().filter(({ id }) => wanted.has(id)).map(({ id }) => id);
}
