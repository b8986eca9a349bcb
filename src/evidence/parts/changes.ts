import type { Approval, DocumentControl } from '../../sms/control.js';
import { certificationAudits } from '../../sms/certifications.js';
import { dayAt, text } from '../../sms/data.js';
import { addDays } from '../../sms/days.js';
import { approvalOn } from '../../sms/header.js';
import { dayOf, isHistory } from '../../sms/history.js';
import type { Language } from '../../sms/language.js';
import { compareText } from '../../sms/text.js';
import type { Artefact, Day } from '../../sms/types.js';
import { inline, joinInlines, span, type Desk, type PartMaker } from '../desk.js';
import type { Block, Inline, Row } from '../pack.js';
import { nameSpan } from './names.js';

/** What became of the documents since somebody from outside looked last; by approvals and their days, and by commits where there is a history. */
export const changes: PartMaker = {
  id: 'changes',
  clauses: ['7.5.3'],
  title: language => language.text('pack.changes.title', 'Changes since the last audit'),
  make(desk) {
    const { checked: { control, model }, inScope, language } = desk, t: Language['text'] = (...args) => language.text(...args), last = lastAudit(desk);
    if (!last) return { empty: t('pack.changes.empty',
      'No audit is recorded that has been held, so there is no day to count from. Clause 9.2 shows what is missing.') };
    const changed = [...control.documents.values()].filter(({ id }) => inScope(id)).flatMap(document => { const artefact = model.artefact(document.id),
      row = artefact && changeRow(artefact, document, last.day, desk); return row ? [row] : []; });
    const rows = changed.sort((a, b) => compareText(a.id ?? '', b.id ?? ''));
    return [
      { type: 'note', text: [span(t('pack.changes.since', 'Counted from {day}, the last day of ', { day: last.day })), ...last.named, span('.'),
      ...(isHistory(control.history) ? [] : inline(t('pack.changes.no-history', ' There is no history, so a change that no approval tells of is not seen.'),
        'attention'))] },
      ...(rows.length === 0 ? [{ type: 'note' as const,
      text: inline(t('pack.changes.none', 'No document was changed since, as far as approvals and history tell.')) }] : [{
        type: 'table' as const, key: 'changes', title: t('pack.changes.table', 'Documents changed since {day}: {count}',
          { day: last.day, count: rows.length }), rows,
        columns: [
          { key: 'document', title: t('pack.column.document', 'Document'), head: true }, { key: 'then', title: t('pack.changes.then', 'In force then') },
          { key: 'now', title: t('pack.changes.now', 'In force now') },
          { key: 'approvals', title: t('pack.changes.approvals', 'Approved since') },
          { key: 'summary', title: t('pack.changes.summary', 'What changed, by the document') },
          { key: 'commits', title: t('pack.changes.commits', 'Commits since'), numeric: true },
        ],
      } satisfies Block]),
    ];
  },
};

/** The last audit that was held: of the certification body, else an internal one. */
function lastAudit({ checked: { model, today }, language }: Desk): { day: Day; named: Inline } | undefined {
  const held = model.ofKind('certification').flatMap(artefact => certificationAudits(artefact.data,
    today).flatMap(({ value, type, begun, ended }) => (begun === undefined ? [] : [{
    day: ended ?? begun, named: [span(language.text('pack.changes.body-audit', 'the {type} audit of the certification body',
      { type: type.replace('-', ' ').replace(/(?<=[a-z])(?=\d)/, ' ') }), { item: model.item(`${artefact.id}#${text(value, 'id') ?? ''}`)?.id ?? artefact.id })],
  }])));
  const internal = model.ofKind('audit-report').flatMap(report => { const day = dayAt(report.data, 'to') ?? dayAt(report.data,
    'from'); return day === undefined || day > today ? [] : [{ day, named: [nameSpan(report)] }]; });
  const latest = (all: readonly { day: Day; named: Inline }[]): { day: Day; named: Inline } | undefined => [...all].filter(({ day }) => day <= today).sort((a,
    b) => compareText(b.day, a.day))[0];
  return latest(held) ?? latest(internal);
}

function changeRow(artefact: Artefact, document: DocumentControl, since: Day, desk: Desk): Row | undefined {
  const { language } = desk, t: Language['text'] = (...args) => language.text(...args), then = approvalOn(document.approvals, since)?.version,
    now = document.versionInForce;
  const from = addDays(since, 1), fresh = document.approvals.filter(({ meaning, on, state }) => meaning === 'approved' && state !== 'contradicted'
    && on !== undefined && on >= from);
  const own = approvedByHeader(document, fresh, from), commits = commitsSince(document, from, desk);
  if (fresh.length === 0 && !own && !(commits !== undefined && commits > 0 && document.status !== 'approved')
    && !(then !== undefined && now !== undefined && then !== now)) return undefined;
  return { id: artefact.id, cells: [
    [nameSpan(artefact)],
    then !== undefined ? inline(then) : inline(commits !== undefined && commits === document.commits?.length ? t('pack.changes.new', 'none in this history')
      : t('pack.changes.unknown', 'not recorded'), 'quiet'),
    now === undefined ? inline(t('pack.changes.not-in-force', 'none'), 'attention') : inline(now),
    joinInlines([...fresh.map(each => approvalInline(each, desk)), ...(own
      ? [inline(t('pack.changes.by-header', '{version} on {day}, by the header alone', { version: document.version ?? '', day: document.approvedOn ?? '' }))]
      : [])], '; '),
    inline(text(artefact.data, 'changeSummary')), inline(commits ?? t('pack.changes.not-known', 'not known')),
  ] };
}

/** Its header says a day of approval that no record tells of. */
function approvedByHeader({ approvedOn, status, version }: DocumentControl, fresh: readonly Approval[], from: Day): boolean {
  return status === 'approved' && approvedOn !== undefined && approvedOn >= from && !fresh.some(each => each.version === version);
}

function approvalInline({ version, on = '', role }: Approval, { checked: { model }, language }: Desk): Inline {
  const named = model.item(role ?? '');
  return [span(language.text('pack.changes.approved', '{version} on {day}', { version, day: on })),
    ...(named ? [span(language.text('pack.changes.by', ' by ')), nameSpan(named)] : [])];
}

const daysOf = new WeakMap<object, ReadonlyMap<string, Day>>();

/** The commits that touched it, by the days on which they were written: a claim of whoever wrote them. Undefined without a history. */
function commitsSince({ commits }: DocumentControl, from: Day, { checked: { control: { history } } }: Desk): number | undefined {
  if (!commits || !isHistory(history)) return undefined;
  const days = daysOf.get(history) ?? new Map(history.commits.map(({ id, committer }) => [id, dayOf(committer.at)]));
  daysOf.set(history, days);
  return commits.filter(id => (days.get(id) ?? '') >= from).length;
}
