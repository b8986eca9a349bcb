import { ENGLISH, told } from '../sms/language.js';
import { FORMAT } from '../sms/config.js';
import type { At, Change } from '../review/types.js';
import { rulesOf } from '../rules/book.js';
import type { Finding, Word } from '../sms/types.js';
import { fingerprint } from '../sms/findings.js';
import type { DiffRun } from './diff.js';
import { jsonText } from './escape.js';
import { findingFacts, oneBased, TOOL } from './json-report.js';

/** What a change means for programs, described by schemas/reports/diff.json. Files are seen from the root of the SMS; positions count from 1, columns in UTF-16 units. */
export function diffJson({ range, base, head, root, result, review, notes, exitCode }: DiffRun): string {
  const say = (word: Word): string => String(told(ENGLISH, word)), finding = (one: Finding): object => ({ ...findingFacts(one, rulesOf(result.config).get(one.rule)), fingerprint: fingerprint(one) });
  return jsonText({
    format: FORMAT, tool: TOOL, root: root.name, organization: result.config.organization, range, base: { id: base.commit, committed: base.committed },
    ...(head && { head: { id: head.commit, committed: head.committed } }), today: result.today, todayFrom: result.todayFrom, outcome: exitCode === 3 ? 'incomplete' : 'compared',
    exitCode, notes, files: review.files,
    renamed: review.renamed.map(([from, to]) => ({ from, to })),
    changes: review.changes.map(({ say: text, parts = [], before, after, ...change }: Change) => ({
      ...change, text: say(text), parts: parts.map(say), ...(before && { before: place(before) }), ...(after && { after: place(after) }),
    })),
    consequences: review.consequences.map(({ reached, ...consequence }) => ({
      ...consequence, reached: reached.map(({ say: how, ...each }) => ({ ...each, ...(how && { text: say(how) }) })),
    })),
    consents: review.consents.map(({ because, ...consent }) => ({ ...consent, because: because.map(say) })),
    approvals: review.approvals.map(({ say: text, ...approval }) => ({ ...approval, text: say(text) })), clauses: review.clauses,
    findings: {
      introduced: review.findings.introduced.map(finding), fixed: review.findings.fixed.map(finding),
      regraded: review.findings.regraded.map(({ finding: one, from }) => ({ ...finding(one), from })), remaining: review.findings.remaining,
    },
    notCompared: review.notCompared.map(({ reason, ...each }) => ({ ...each, reason: say(reason) })),
  });
}

function place({ file, path, range }: At): object { return { file, path, range: oneBased(range) }; }
