import type { Approval } from '../../sms/control.js';
import { text } from '../../sms/data.js';
import { dayOfRecord } from '../../sms/expected.js';
import { isRetired } from '../../sms/header.js';
import { kindsOf } from '../../sms/kinds.js';
import type { Language } from '../../sms/language.js';
import type { Model } from '../../sms/model.js';
import { reading } from '../../sms/reading.js';
import { compareClauses } from '../../sms/standard.js';
import { compareText } from '../../sms/text.js';
import type { Artefact } from '../../sms/types.js';
import { inline, span, type Desk, type PartMaker } from '../desk.js';
import type { Block, DocumentBlock, Inline, InForce, Tone } from '../pack.js';
import { nameSpan } from './names.js';

/** What the documents and records say: each document as it is in force, each record of the period as it stands, in the order of the clauses that their kinds serve. */
export const documents: PartMaker = {
  id: 'documents',
  clauses: ['7.5'],
  title: language => language.text('pack.documents.title', 'Documents and records'),
  make(desk) {
    const { checked: { model }, language, inScope } = desk, t: Language['text'] = (...args) => language.text(...args);
    // What an approval record says stands in the register, beside what it approves.
    const all = model.artefacts.filter(one => one.kind !== 'approval-record' && inScope(one.id)), told = new Set<string>();
    const current = all.filter(one => one.header !== 'document' || !isRetired(one));
    const shown = current.filter(one => one.header !== 'record' || isOfPeriod(one, desk)).sort((a, b) => compareText(a.id, b.id));
    const retired = all.filter(one => !current.includes(one)), others = current.length - shown.length;
    if (all.length === 0) return { empty: t('pack.documents.empty', 'There is no document and no record that this pack is about.') };
    const kinds = [...new Set(shown.map(({ kind }) => kind))].sort((a, b) => compareClauses(clauseOf(a, model), clauseOf(b, model)) || compareText(a, b));
    return [
      ...(retired.length === 0 ? [] : [{ type: 'note' as const,
        text: inline(t('pack.documents.retired', 'Not shown, since superseded or withdrawn:')) },
        { type: 'list' as const, items: retired.map(one => [nameSpan(one)]) }]),
      ...(others === 0 ? [] : [{ type: 'note' as const, text: inline(t('pack.documents.other-records',
        'Records of before {from} or after {to}, which are not shown: {count}.', { ...desk.period, count: others })) }]),
      ...kinds.flatMap((kind): Block[] => [
        { type: 'heading', text: kindName(kind, language, model) },
        // Of two files with one id both are shown, and only the first can be led to.
        ...shown.filter(one => one.kind === kind).map((one): Block => { const block = documentBlock(one, desk, told.has(one.id)); told.add(one.id); return block; }),
      ]),
    ];
  },
};

function kindName(kind: string, language: Language, model: Model): string { return language.text(`kind.${kind}`, kindsOf(model.config).get(kind)?.name ?? kind); }

/** The first clause that a kind serves; those that serve none come last. */
function clauseOf(kind: string, model: Model): string { return [...kindsOf(model.config).get(kind)?.clauses ?? []].map(({ clause }) => clause).sort(compareClauses)[0] ?? '99'; }

/** A record that names no day belongs to every period. */
function isOfPeriod({ data }: Artefact, { checked: { today }, period }: Desk): boolean {
  const day = dayOfRecord(data, today);
  return day === undefined || (day >= period.from && day <= period.to);
}

function documentBlock(artefact: Artefact, desk: Desk, isSecond: boolean): DocumentBlock {
  const { checked: { model }, language, blobOf, textOf } = desk, force = isSecond ? undefined : desk.inForce.get(artefact.id);
  const own = force?.artefact ?? artefact, blob = force ? force.blob : blobOf(artefact.file);
  return {
    type: 'document', id: own.id, kind: own.kind, title: own.title, file: own.file, ...(force?.version !== undefined && { version: force.version }),
      ...(blob !== undefined && { blob }),
    standing: force ? standing(force, desk) : recordStanding(artefact, desk), body: reading(own, force?.text ?? textOf(artefact.file) ?? '', model, language),
  };
}

function recordStanding({ header, data }: Artefact, { checked: { today }, language }: Desk): Inline {
  const day = header === 'record' ? dayOfRecord(data, today) : undefined;
  return inline(header === 'record' ? (day === undefined ? language.text('pack.documents.record', 'Record, as it stands')
    : language.text('pack.documents.record-of', 'Record of {day}, as it stands', { day }))
    : language.text('pack.documents.kept', 'Kept up to date as things change; no version of it is approved'));
}

/** What is in force since when, by which approval and what that is worth; or that nothing is. */
function standing({ artefact, by, earlier, version }: InForce, { checked: { model, control }, language }: Desk): Inline {
  const t: Language['text'] = (...args) => language.text(...args), document = control.documents.get(artefact.id);
  const shown = version === undefined ? t('pack.documents.no-version', 'without a version') : t('pack.documents.version', 'version {version}', { version });
  if (by === 'none') {
    const status = text(artefact.data, 'status') ?? t('pack.documents.no-status', 'without a status');
    return inline(earlier ? t('pack.documents.lost', 'The text that was approved is not to be had; what stands here ({version}, {status}) is not in force', { version: shown, status })
      : t('pack.documents.none', 'Nothing of it is in force; what stands here is {version}, {status}', { version: shown, status }), 'attention');
  }
  const approval = document?.approvals.find(each => each.meaning === 'approved' && each.version === version
    && each.record !== undefined) ?? (document?.version === version ? document?.approval : undefined);
  const from = approval?.effectiveFrom ?? text(artefact.data, 'effectiveFrom') ?? approval?.on ?? text(artefact.data, 'approvedOn');
  const role = approval?.role === undefined ? undefined : model.item(approval.role), worth = worthOf(approval, by, language);
  return [
    ...inline(capital(from === undefined ? t('pack.documents.in-force', '{version}, in force', { version: shown })
      : t('pack.documents.in-force-since', '{version}, in force since {day}', { version: shown, day: from }))),
    ...(approval?.on === undefined ? [] : [...inline(t('pack.documents.approved-on', '; approved on {day}', { day: approval.on })),
      ...(role ? [span(t('pack.documents.approved-by', ' by ')), nameSpan(role)] : [])]),
    ...inline(t('pack.documents.approval', '; approval ')), ...worth,
    ...(earlier ? inline(document?.version === undefined || document.version === version
      ? t('pack.documents.changed', '. What stands in the file today says something else, and is not in force')
      : t('pack.documents.next', '. Version {next} is being written, and not in force', { next: document.version }), 'attention') : []),
  ];
}

function worthOf(approval: Approval | undefined, by: InForce['by'], language: Language): Inline {
  const state = by === 'header' || !approval ? 'claimed' : approval.state;
  const tone: Tone = state === 'evidenced' ? 'good' : state === 'claimed' ? 'attention' : 'bad';
  const words = state === 'evidenced' ? language.text('pack.documents.evidenced', 'evidenced') : state === 'claimed'
    ? (by === 'header' ? language.text('pack.documents.by-header', 'claimed by the header alone') : language.text('pack.documents.claimed', 'claimed'))
    : language.text('pack.documents.contradicted', 'contradicted');
  return inline(words, tone);
}

function capital(of: string): string { return of.charAt(0).toUpperCase() + of.slice(1); }
