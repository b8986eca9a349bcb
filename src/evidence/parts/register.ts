import type { DocumentControl } from '../../sms/control.js';
import { dayOfRecord } from '../../sms/expected.js';
import { kindsOf } from '../../sms/kinds.js';
import type { Language } from '../../sms/language.js';
import type { Model } from '../../sms/model.js';
import { compareText } from '../../sms/text.js';
import type { Artefact } from '../../sms/types.js';
import { inline, span, type Desk, type PartMaker } from '../desk.js';
import type { Block, Inline, Row, Tone } from '../pack.js';
import { nameSpan } from './names.js';

/** Every artefact once: what is maintained with its version, owner, approver and what its approval is worth; what is retained with its day. */
export const register: PartMaker = {
  id: 'register',
  clauses: ['7.5'],
  title: language => language.text('pack.register.title', 'Register of documents and records'),
  make(desk) {
    const { checked: { model }, language, inScope } = desk, t: Language['text'] = (...args) => language.text(...args);
    const all = [...model.artefacts].sort((a, b) => compareText(a.id, b.id) || compareText(a.file, b.file)), shown = all.filter(({ id }) => inScope(id)),
      out = all.filter(({ id }) => !inScope(id));
    if (all.length === 0) return { empty: t('pack.register.empty', 'There is no artefact: no file says that it is part of the SMS. Clause 7.5 shows what is missing.') };
    if (shown.length === 0) return { empty: t('pack.register.out-of-scope', 'No artefact belongs to what this pack is about.') };
    const documents = shown.filter(({ header }) => header === 'document'), others = shown.filter(({ header }) => header !== 'document');
    const left = (has: (one: Artefact) => boolean): { leftOut?: number } => { const leftOut = out.filter(has).length; return leftOut > 0 ? { leftOut } : {}; };
    return [
      ...worth(documents, desk),
      ...(documents.length === 0 ? [{ type: 'note' as const, text: inline(t('pack.register.no-documents', 'No document belongs to what this pack is about.')) }] : [{
        type: 'table' as const, key: 'register-documents', title: t('pack.register.documents', 'Documents'),
        rows: documents.map(one => documentRow(one, desk)), ...left(({ header }) => header === 'document'),
        columns: [
          { key: 'document', title: t('pack.column.document', 'Document'), head: true }, { key: 'kind', title: t('pack.column.kind', 'Kind') },
          { key: 'version', title: t('pack.column.version', 'Version') }, { key: 'standing', title: t('pack.column.standing', 'Standing') },
          { key: 'owner', title: t('pack.column.owner', 'Owner') }, { key: 'approver', title: t('pack.column.approver', 'Approver') },
          { key: 'approved', title: t('pack.column.approved', 'Approved') }, { key: 'worth', title: t('pack.column.worth', 'What the approval is worth') },
          { key: 'review', title: t('pack.column.review', 'Next review') },
        ],
      }]),
      ...(others.length === 0 ? [{ type: 'note' as const, text: inline(t('pack.register.no-records', 'No record belongs to what this pack is about.')) }] : [{
        type: 'table' as const, key: 'register-records', title: t('pack.register.records', 'Records, and what is kept up to date without approval'),
        rows: others.map(one => recordRow(one, desk)), ...left(({ header }) => header !== 'document'),
        columns: [
          { key: 'record', title: t('pack.column.record', 'Record'), head: true }, { key: 'kind', title: t('pack.column.kind', 'Kind') },
          { key: 'day', title: t('pack.column.day', 'Day'), numeric: true }, { key: 'file', title: t('pack.column.file', 'File') },
        ],
      }]),
    ];
  },
};

/** What the approvals are worth together, before each by itself. */
function worth(documents: readonly Artefact[], { checked: { control }, language }: Desk): readonly Block[] {
  const t: Language['text'] = (...args) => language.text(...args), known = documents.flatMap(({ id }) => control.documents.get(id) ?? []);
  const approvals = (state: string): number => known.filter(({ approval }) => approval?.state === state).length,
    overdue = known.filter(({ due }) => due === 'overdue').length;
  if (known.length === 0) return [];
  return [{ type: 'facts', facts: [
    { name: t('pack.register.evidenced', 'Approvals evidenced by git'), value: inline(approvals('evidenced')) },
    { name: t('pack.register.claimed', 'Approvals only claimed'), value: inline(approvals('claimed'), approvals('claimed') > 0 ? 'attention' : undefined) },
    { name: t('pack.register.contradicted', 'Approvals contradicted'), value: inline(approvals('contradicted'), approvals('contradicted') > 0 ? 'bad' : undefined) },
    { name: t('pack.register.without', 'Documents without an approval of their version'), value: inline(known.filter(({ approval }) => !approval).length) },
    { name: t('pack.register.overdue', 'Reviews overdue'), value: inline(overdue, overdue > 0 ? 'attention' : undefined) },
  ] }];
}

function kindName(kind: string, language: Language, model: Model): string { return language.text(`kind.${kind}`, kindsOf(model.config).get(kind)?.name ?? kind); }

function documentRow(artefact: Artefact, desk: Desk): Row {
  const { checked: { model, control }, language, approvalWords } = desk, document = control.documents.get(artefact.id),
    t: Language['text'] = (...args) => language.text(...args);
  const named = (id: string | undefined): Inline => { const item = model.item(id ?? ''); return item ? [nameSpan(item)]
    : inline(id ?? t('pack.register.nobody', 'nobody'), 'attention'); };
  // Of two files with one id, document control knows the first.
  if (!document || document.file !== artefact.file) {
    return { cells: [inline(`${artefact.title} (${artefact.id})`), inline(kindName(artefact.kind, language, model)), [],
      inline(t('pack.register.second', 'not controlled: another file has the same id'), 'bad'), [], [], [], [], []] };
  }
  return { id: artefact.id, cells: [
    [nameSpan(artefact)], inline(kindName(artefact.kind, language, model)), versionInline(document, language), standingInline(document, language),
      named(document.owner), named(document.approver), inline(document.approvedOn),
    worthInline(document, approvalWords(artefact.id), language), reviewInline(document, language),
  ] };
}

function versionInline({ version, versionInForce }: DocumentControl, language: Language): Inline {
  if (version === undefined) return inline(language.text('pack.register.no-version', 'none'), 'attention');
  return versionInForce === undefined || versionInForce === version ? inline(version)
    : inline(language.text('pack.register.earlier', '{version}; in force: {earlier}', { version, earlier: versionInForce }), 'attention');
}

function standingInline({ status, inForce, effectiveFrom, supersededBy, committed }: DocumentControl, language: Language): Inline {
  const t: Language['text'] = (...args) => language.text(...args);
  const said = inForce ? (effectiveFrom === undefined ? t('pack.register.in-force', 'in force')
    : t('pack.register.in-force-since', 'in force since {day}', { day: effectiveFrom }))
    : status === undefined ? t('pack.register.no-status', 'no status') : status === 'approved' && effectiveFrom !== undefined && supersededBy.length === 0
      ? t('pack.register.from', 'approved, in force from {day}', { day: effectiveFrom }) : status.replace('-', ' ');
  return [
    ...inline(said, inForce ? 'good' : status === 'superseded' || status === 'withdrawn' ? 'quiet' : 'attention'),
    ...(supersededBy.length > 0 ? [span(t('pack.register.superseded', '; superseded by ')),
    ...supersededBy.flatMap((id, at) => [...(at > 0 ? [span(', ')] : []), span(id, { item: id })])] : []),
    ...(committed === 'changed' ? inline(t('pack.register.changed', '; changes not committed'), 'attention') : committed === 'new'
      ? inline(t('pack.register.new', '; not committed yet'), 'attention') : []),
  ];
}

function worthInline({ approval, status }: DocumentControl, words: string, language: Language): Inline {
  if (!approval) return inline(status === 'approved' ? language.text('pack.register.unapproved', 'nothing says who approved it')
    : language.text('pack.register.no-approval', 'not approved'), 'attention');
  const tone: Tone = approval.state === 'evidenced' ? 'good' : approval.state === 'claimed' ? 'attention' : 'bad';
  return [...inline(stateWord(approval.state, language), tone), ...inline(words === '' ? '' : `. ${words}`)];
}

function stateWord(state: 'evidenced' | 'claimed' | 'contradicted', language: Language): string {
  return state === 'evidenced' ? language.text('pack.register.is-evidenced', 'Evidenced') : state === 'claimed'
    ? language.text('pack.register.is-claimed', 'Claimed') : language.text('pack.register.is-contradicted', 'Contradicted');
}

function reviewInline({ nextReview, due }: DocumentControl, language: Language): Inline {
  if (due === 'retired') return inline(language.text('pack.register.no-review', 'none any more'), 'quiet');
  if (nextReview === undefined || due === 'none') return inline(language.text('pack.register.no-day', 'no day'), 'attention');
  return due === 'overdue' ? inline(language.text('pack.register.is-overdue', '{day}, overdue', { day: nextReview }), 'bad') : due === 'due-soon'
    ? inline(language.text('pack.register.due-soon', '{day}, due soon', { day: nextReview }), 'attention') : inline(nextReview);
}

function recordRow(artefact: Artefact, { checked: { model, today }, language }: Desk): Row {
  const isFirst = model.artefact(artefact.id) === artefact;
  return { ...(isFirst && { id: artefact.id }), cells: [
    isFirst ? [nameSpan(artefact)] : inline(`${artefact.title} (${artefact.id})`), inline(kindName(artefact.kind, language, model)),
      inline(dayOfRecord(artefact.data, today)), [span(artefact.file, { file: artefact.file }, { mark: 'code' })],
  ] };
}
