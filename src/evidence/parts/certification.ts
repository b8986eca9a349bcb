import {
  nextSurveillance, recertification, restorableUntil, stage1HoldsUntil, suspensionEnds, type Due, type Validity,
} from '../../sms/certification-dates.js';
import { certificationAudits, certificationFindings, nextPlanned, surveillancesSince, termOfCertificate, type CertificateTerm, type CertificationAudit,
  type CertificationFinding } from '../../sms/certifications.js';
import { dayAt, fields, number, text, texts, type Fields } from '../../sms/data.js';
import { addPeriod } from '../../sms/days.js';
import type { Language } from '../../sms/language.js';
import { idOf } from '../../sms/named.js';
import { labelOf } from '../../sms/naming.js';
import { leaves } from '../../sms/standard.js';
import type { Artefact, Day } from '../../sms/types.js';
import { auditDaysFactors, auditDaysSource, estimateAuditDays, type AuditDaysWarning, type Days } from '../audit-days.js';
import { inline, joinInlines, span, type Desk, type PartMaker } from '../desk.js';
import type { Block, Inline, Row } from '../pack.js';
import { calendarOf, type CalendarEntry } from '../time-diagrams.js';
import { emptyIn } from './empty.js';

/** The cycle of the certificate: what is due when, what the body found, what it has seen, and how many days an audit takes. */
export const certification: PartMaker = {
  id: 'certification',
  clauses: ['iso17021:9.6'],
  title: language => language.text('pack.certification.title', 'Certification'),
  make(desk) {
    const { checked: { model }, inScope, language } = desk, all = model.ofKind('certification'),
      renewed = new Set(all.flatMap(({ data }) => text(data, 'previousCycle') ?? []).map(id => idOf(model, id)));
    const shown = all.filter(({ id }) => !renewed.has(id) && inScope(id));
    if (shown.length === 0) return { empty: emptyIn(desk, language.text('pack.certification.empty',
      'No certification is recorded: nothing is due by a certification body. A record of the kind certification would show the calendar.')) };
    return shown.flatMap(record => blocksOf(record, shown.length > 1, desk));
  },
};

function blocksOf(record: Artefact, several: boolean, desk: Desk): readonly Block[] {
  const { data, id } = record, { checked: { today }, language } = desk, t: Language['text'] = language.text, audits = certificationAudits(data, today),
    term = termOfCertificate(data, today);
  return [
    ...(several ? [{ type: 'heading' as const, id: `certification-${id}`, text: labelOf(record) }] : []),
    ...standing(term, data, t), certificateFacts(record, term, t),
    ...calendar(record, audits, term, desk), ...findings(record, certificationFindings(data, audits, term.expiry), desk), ...seen(record, audits, term, desk),
      ...days(record, audits, language),
  ];
}

/** How it stands with the certificate today, before anything else. */
function standing({ expiry, validity, granted }: CertificateTerm, data: Fields, t: Language['text']): Block[] {
  if (expiry === undefined || validity === undefined) return [{ type: 'note',
    text: [span(t('pack.certification.none', 'There is no certificate yet: stage 1 and stage 2 come first.'))] }];
  const suspended = dayAt(fields(data, 'suspension'), 'from'), said: Readonly<Record<Validity, string>> = {
    valid: t('pack.certification.valid', 'The certificate is valid until {day}.', { day: expiry }),
    suspended: t('pack.certification.suspended', 'The certificate is suspended since {from}; by {until} the reason has to be gone.',
      { from: suspended ?? '', until: suspended === undefined ? '' : suspensionEnds(suspended) }),
    restorable: t('pack.certification.restorable', 'The certificate expired on {day}; until {until} the body may restore it.',
      { day: expiry, until: restorableUntil(expiry) }),
    lapsed: t('pack.certification.lapsed', 'The certificate expired on {day} and cannot be restored: stage 2 is the least that has to be held again.', { day: expiry }),
    withdrawn: t('pack.certification.withdrawn', 'The certificate was withdrawn.'),
  };
  return [{ type: 'note', tone: validity === 'valid' ? 'good' : validity === 'suspended' || validity === 'restorable' ? 'attention' : 'bad',
    text: [span(said[validity]), ...(granted === undefined ? []
    : [span(t('pack.certification.granted', ' It was granted on {day}; three years from that day, less one, is how long it holds.', { day: granted }))])] }];
}

function certificateFacts({ id, title, data }: Artefact, { expiry, written }: CertificateTerm, t: Language['text']): Block {
  const certificate = fields(data, 'certificate'), body = fields(data, 'body'),
    of = (name: string, value: string | undefined): { name: string; value: Inline }[] => (value === undefined ? [] : [{ name, value: inline(value) }]);
  return { type: 'facts', facts: [
    { name: t('pack.certification.record', 'Record'), value: [span(labelOf({ id, title }), { item: id })] },
    ...of(t('pack.certification.number', 'Certificate'), text(certificate, 'number')),
    ...of(t('pack.certification.standard', 'Standard'), text(certificate, 'standard')),
    ...of(t('pack.certification.scope', 'Scope'), text(certificate, 'scopeText')),
    ...of(t('pack.certification.body', 'Certification body'), text(body, 'title')),
    ...of(t('pack.certification.accredited', 'Accredited by'), text(body, 'accreditedBy')),
    ...of(t('pack.certification.first', 'First issued on'), text(certificate, 'firstIssuedOn')),
    ...of(t('pack.certification.issued', 'Issued on'), text(certificate, 'issuedOn')),
    ...of(t('pack.certification.expires', 'Expires on'), expiry === undefined ? undefined : written === undefined
      ? t('pack.certification.computed', '{day}, computed from the decision', { day: expiry }) : expiry),
    ...of(t('pack.certification.sites', 'Sites'), texts(certificate, 'sites').join('; ') || undefined),
  ] };
}

/** The surveillance audits of a whole cycle, each with the audit that was held for it. */
function surveillances(decision: Day, expiry: Day, held: readonly Day[]): readonly { due: Due; held?: Day }[] {
  const found: { due: Due; held?: Day }[] = [], done: Day[] = [], left = [...held].sort();
  for (let due = nextSurveillance(decision, expiry, []); due !== undefined && found.length < 10; due = nextSurveillance(decision, expiry, done)) {
    const own = left[0] !== undefined && left[0] <= due.dueOn ? left.shift() : undefined;
    done.push(own ?? due.planBy);
    found.push({ due, ...(own !== undefined && { held: own }) });
  }
  return found;
}

function calendar({ id, data }: Artefact, audits: readonly CertificationAudit[], { granted, expiry }: CertificateTerm,
  { checked: { today }, language }: Desk): Block[] {
  const t: Language['text'] = language.text, entries: CalendarEntry[] = [];
  const sections = { audits: t('pack.certification.audits', 'Audits'), windows: t('pack.certification.windows', 'Windows'),
    certificate: t('pack.certification.certificate', 'Certificate') };
  for (const { value, begun, ended, planned } of audits) {
    const from = begun ?? planned, last = ended ?? dayAt(value, 'plannedTo') ?? from, note = begun === undefined ? t('pack.certification.planned', 'planned')
      : t('pack.certification.held', 'held');
    if (from !== undefined && last !== undefined) entries.push({ section: sections.audits, text: text(value, 'title') ?? text(value, 'type') ?? '', from,
      to: last, ...(begun !== undefined && { state: 'done' as const }), note: inline(note, begun === undefined ? undefined : 'good') });
  }
  if (expiry === undefined) {
    const stage1 = audits.find(({ type, ended }) => type === 'stage1' && ended !== undefined)?.ended;
    if (stage1 !== undefined) entries.push({ section: sections.windows, text: t('pack.certification.stage2', 'Stage 2, two to eight weeks after stage 1'),
      from: addPeriod(stage1, { count: 14, unit: 'day' }), to: addPeriod(stage1, { count: 56, unit: 'day' }),
      note: inline(t('pack.certification.stage1-until', 'after {day} bodies want stage 1 again', { day: stage1HoldsUntil(stage1) })) });
  } else {
    if (granted !== undefined) {
      const plans = audits.flatMap(({ type, planned }) => (type === 'surveillance' && planned !== undefined && planned >= today ? [planned] : [])).sort();
      for (const [at, { due: { opensOn, dueOn }, held }] of surveillances(granted, expiry, surveillancesSince(granted, audits)).entries()) {
        const late = held === undefined && dueOn < today, planned = held === undefined && plans[0] !== undefined && plans[0] <= dueOn ? plans.shift() : undefined;
        entries.push({ section: sections.windows, text: t('pack.certification.surveillance', 'Surveillance audit {number}', { number: at + 1 }), from: opensOn,
          to: dueOn, ...(held !== undefined ? { state: 'done' as const } : late ? { state: 'crit' as const } : opensOn <= today ? { state: 'active' as const }
          : {}),
          note: held !== undefined ? inline(t('pack.certification.held-on', 'held on {day}', { day: held }), 'good') : late
            ? inline(t('pack.certification.surveillance-late', 'due by {day}, and none is recorded', { day: dueOn }), 'bad')
            : inline(planned !== undefined ? t('pack.certification.planned-for', 'due by {due}; planned for {day}', { due: dueOn, day: planned })
              : t('pack.certification.due-by', 'due by {due}', { due: dueOn })) });
      }
    }
    const { opensOn, dueOn } = recertification(expiry), planned = nextPlanned(audits, 'recertification', today),
      held = audits.find(({ type, begun }) => type === 'recertification' && begun !== undefined)?.begun;
    entries.push({ section: sections.windows, text: t('pack.certification.recertification', 'Recertification audit'), from: opensOn, to: dueOn,
      ...(held !== undefined ? { state: 'done' as const } : dueOn < today ? { state: 'crit' as const } : opensOn <= today ? { state: 'active' as const } : {}),
      note: inline(held !== undefined ? t('pack.certification.held-on', 'held on {day}', { day: held }) : planned
        ? t('pack.certification.planned-for', 'due by {due}; planned for {day}', { due: dueOn, day: planned.day })
        : t('pack.certification.recertify-by', 'held by {due}, so that corrections and the decision come before the certificate expires', { due: dueOn })) });
    const from = granted ?? dayAt(fields(data, 'certificate'), 'issuedOn');
    if (from !== undefined) entries.push({ section: sections.certificate, text: t('pack.certification.validity', 'Certificate valid'), from, to: expiry,
      note: inline(t('pack.certification.expires-on', 'expires on {day}', { day: expiry })) });
    entries.push({ section: sections.certificate, text: t('pack.certification.restore', 'Once expired, can be restored until'), from: restorableUntil(expiry),
      note: inline(t('pack.certification.restore-note', 'once outstanding work is finished; afterwards stage 2 is the least')) });
  }
  return entries.length === 0 ? [] : [calendarOf({
    key: `calendar-${id}`, title: t('pack.certification.calendar', 'Calendar of the certification'), entries,
      today: { day: today, text: t('pack.certification.today', 'as of {today}', { today }) },
    columns: { what: t('pack.column.what', 'What'), from: t('pack.column.from-day', 'From'), to: t('pack.column.to-day', 'To'), note: t('pack.column.note', 'Note') },
  })];
}

/** What the body raised, each with its days. */
function findings({ id }: Artefact, found: readonly CertificationFinding[], { checked: { model, today }, language }: Desk): Block[] {
  const t: Language['text'] = language.text;
  if (found.length === 0) return [{ type: 'note', text: [span(t('pack.certification.no-findings', 'No finding of the certification body is recorded.'))] }];
  const due = (day: Day | undefined, done: Day | undefined): Inline => (day === undefined ? done === undefined ? [] : inline(done) : done !== undefined
    ? inline(t('pack.certification.done-on', '{day}, due {due}', { day: done, due: day }), done <= day ? 'good' : 'attention')
    : day < today ? inline(t('pack.late.overdue', 'overdue since {day}', { day }), 'bad') : inline(day));
  return [{
    type: 'table', key: `findings-${id}`, title: t('pack.certification.findings', 'Findings of the certification body and their days'),
    columns: [
      { key: 'finding', title: t('pack.column.finding', 'Finding'), head: true }, { key: 'audit', title: t('pack.column.audit', 'Audit') },
      { key: 'grade', title: t('pack.column.body-grade', 'Grade by the body') }, { key: 'clauses', title: t('pack.column.clauses', 'Clauses') },
      { key: 'raised', title: t('pack.column.raised', 'Raised on') },
      { key: 'answer', title: t('pack.column.answer', 'Cause, correction and plan sent') }, { key: 'close', title: t('pack.column.close', 'Closed') },
      { key: 'nonconformity', title: t('pack.column.nonconformity', 'Nonconformity') },
    ],
    rows: found.map(({ audit, value, grade, raised, answeredOn, closedOn, respondBy, closeMajorBy, repeatBy, later }): Row => {
      const local = text(value, 'id') ?? '', isRaised = grade === 'major' || grade === 'minor', next = nextAudit(audit, model, id, today),
        named = text(value, 'nonconformity');
      const close = closedOn !== undefined ? inline(closedOn, 'good') : grade === 'major'
        ? [...due(closeMajorBy, undefined), ...(repeatBy === undefined ? []
        : [span(t('pack.certification.repeat', '; stage 2 again after {day}', { day: repeatBy }))])]
        : grade === 'minor' ? later ? inline(t('pack.certification.verify-missed', 'to be verified at {audit}, which went by',
          { audit: text(later.value, 'title') ?? '' }), 'bad')
          : inline(next === undefined ? t('pack.certification.verify-next', 'verified at the next audit')
          : t('pack.certification.verify-at', 'verified at the next audit, {day}', { day: next }))
          : grade === 'concern' ? inline(t('pack.certification.concern', 'before stage 2 begins')) : inline(t('pack.certification.no-duty', 'no duty'), 'quiet');
      return { id: `${id}#${local}`, cells: [
        inline(`${text(value, 'title') ?? ''} (${local})`), inline(text(audit.value, 'title') ?? audit.type), inline(grade),
          joinInlines(texts(value, 'clauses').map(clause => [span(clause.trim(), { clause: clause.trim() })])), inline(raised),
        isRaised ? due(respondBy, answeredOn) : inline(answeredOn), close, named === undefined ? [] : [span(named, { item: idOf(model, named) })],
      ] };
    }),
  }];
}

function nextAudit(after: CertificationAudit, model: Desk['checked']['model'], id: string, today: Day): Day | undefined {
  const data = model.artefact(id)?.data ?? {};
  return certificationAudits(data, today).flatMap(({ at, planned }) => (at !== after.at && planned !== undefined && planned >= today ? [planned] : [])).sort()[0];
}

/** Which clauses the body looked at on which visit of this cycle, and which it has not seen yet. */
function seen({ id, data }: Artefact, audits: readonly CertificationAudit[], { granted }: CertificateTerm, { checked: { today }, language }: Desk): Block[] {
  const t: Language['text'] = language.text, isFirst = text(data, 'previousCycle') === undefined;
  const visits = audits.filter(({ type }) => type === 'surveillance' || type === 'recertification' || type === 'follow-up' || (isFirst && type === 'stage2'));
  if (visits.length === 0) return [];
  // Stage 2 looks at the whole standard; so does a recertification that says nothing else.
  const covers = ({ type, value }: CertificationAudit, clause: string): boolean => { const named = texts(value, 'clauses').map(each => each.trim());
    return named.length === 0 ? type === 'stage2' || type === 'recertification' : named.some(each => clause === each || clause.startsWith(`${each}.`)); };
  const unseen: string[] = [], unplanned: string[] = [], recertified = visits.some(({ type }) => type === 'recertification');
  const rows = leaves().map((clause): Row => {
    const own = visits.filter(visit => covers(visit, clause.id)), held = own.filter(({ begun }) => begun !== undefined),
      inCycle = held.filter(({ begun }) => granted === undefined || (begun !== undefined && begun >= granted));
    if (inCycle.length === 0) { unseen.push(clause.id); if (!own.some(({ planned }) => planned !== undefined && planned >= today)) unplanned.push(clause.id); }
    return { cells: [
      [span(clause.id, { clause: clause.id }), span(` ${language.text(`clause.${clause.id}.title`, clause.title)}`)],
      ...visits.map(visit => (!covers(visit, clause.id) ? [] : visit.begun !== undefined ? inline(t('pack.certification.seen', 'seen'), 'good')
        : inline(t('pack.certification.planned', 'planned'), 'quiet'))),
      inCycle.length > 0 ? inline(t('pack.certification.seen-on', 'seen on {day}', { day: inCycle.map(({ begun }) => begun).join(', ') }), 'good')
        : inline(held.length > 0 ? t('pack.certification.seen-before', 'not yet seen in this cycle; seen before it on {day}',
          { day: held.map(({ begun }) => begun).join(', ') }) : t('pack.certification.not-seen', 'not yet seen in this cycle'), 'attention'),
    ] };
  });
  return [
    { type: 'note', ...(unplanned.length > 0 && recertified && { tone: 'attention' as const }),
      text: [span(unseen.length === 0 ? t('pack.certification.all-seen', 'The body has looked at every clause since the decision.')
      : t('pack.certification.unseen',
        'Since the decision the body has not looked at {count} of {all} clauses; the surveillance audits and the recertification together cover all of them.',
        { count: unseen.length, all: rows.length })),
    ...(unplanned.length > 0 ? [span(recertified ? t('pack.certification.unplanned', ' Planned for no visit: ')
      : t('pack.certification.left', ' Planned for no surveillance audit, and so left to the recertification, which is not planned yet: ')),
      ...joinInlines(unplanned.map(clause => [span(clause, { clause })])), span('.')] : [])] },
    { type: 'folded', title: t('pack.certification.coverage', 'Clauses and visits of this cycle'), blocks: [{
      type: 'table', key: `visits-${id}`, title: t('pack.certification.coverage', 'Clauses and visits of this cycle'), rows,
      columns: [{ key: 'clause', title: t('pack.column.clause', 'Clause'), head: true },
        ...visits.map(({ at, value, type, begun, planned = begun }) => ({ key: `visit-${at}`,
        title: `${text(value, 'title') ?? type}${planned === undefined ? '' : ` (${begun ?? planned})`}` })),
        { key: 'state', title: t('pack.column.state', 'State') }],
    }] },
  ];
}

/** How many days the audits take by the articles' table, beside those that were agreed. */
function days({ id, data }: Artefact, audits: readonly CertificationAudit[], language: Language): Block[] {
  const t: Language['text'] = language.text, factors = auditDaysFactors(language), personnel = number(data, 'personnel'),
    sites = texts(fields(data, 'certificate'), 'sites').length, estimate = personnel === undefined ? undefined
    : estimateAuditDays({ personnel, ...(sites > 0 && { sites }) });
  if (!estimate) return [{ type: 'note', text: [span(t('pack.certification.no-personnel',
    'How many people are in scope is not recorded (personnel): the days of an audit cannot be estimated.'))] }];
  const agreed = (...types: readonly string[]): string => audits.flatMap(({ type, value }) => { const count = number(value, 'days');
    return types.includes(type) && count !== undefined ? [t('pack.certification.agreed', '{title}: {count}', { title: text(value, 'title') ?? type, count })]
    : []; }).join('; ');
  const row = (title: string, of: Days, ...types: readonly string[]): Row => ({ cells: [inline(title), inline(daysText(of)), inline(agreed(...types))] }),
    { band } = estimate;
  return [
    {
      type: 'table', key: `days-${id}`, title: t('pack.certification.days', 'Days of audits, estimated for {personnel} people in scope', { personnel: personnel ?? 0 }),
      columns: [{ key: 'audit', title: t('pack.column.audit', 'Audit'), head: true },
        { key: 'days', title: t('pack.column.estimate', 'Estimated days'), numeric: true },
        { key: 'agreed', title: t('pack.column.agreed', 'Agreed or held') }],
      rows: [
        row(t('pack.certification.stage-1', 'Stage 1'), estimate.stage1, 'stage1'), row(t('pack.certification.stage-2', 'Stage 2'), estimate.stage2, 'stage2'),
          row(t('pack.certification.each-surveillance', 'Each surveillance audit'), estimate.surveillance, 'surveillance'),
        row(t('pack.certification.recertification', 'Recertification audit'), estimate.recertification, 'recertification'),
      ],
    },
    { type: 'note', tone: 'attention', text: [span(t('pack.certification.caveat',
      'An estimate for planning, without factors that shorten or lengthen it, for the band {band}: ',
      { band: band.to === undefined ? `${band.from}+` : `${band.from}–${band.to}` })), span(`${auditDaysSource('articles', language)}.`)] },
    ...estimate.warnings.map((warning): Block => ({ type: 'note', tone: 'attention', text: [span(warningText(warning, t))] })),
    { type: 'folded', title: t('pack.certification.sources', 'Where these figures come from'), blocks: [{ type: 'list', items: [
      inline(t('pack.certification.factors', 'Shorter: {less}. Longer: {more}.', { less: factors.less.join('; '), more: factors.more.join('; ') })),
      inline(t('pack.certification.source-adjust', 'Factors: {source}.', { source: auditDaysSource('iso20000-6', language) })),
        inline(t('pack.certification.source-cap', 'More than 30 %: {source}.', { source: auditDaysSource('ea', language) })),
        inline(t('pack.certification.source-round', 'Rounding: {source}.', { source: auditDaysSource('practice', language) })),
      ...(estimate.sites ? [inline(t('pack.certification.source-sites',
        'Of {count} sites {initial} are visited at first and {surveillance} at surveillance, the head office always: square root as in IAF MD 1.',
        { count: sites, initial: estimate.sites.initial, surveillance: estimate.sites.surveillance }))] : []),
    ] }] },
  ];
}

function daysText([least, most]: Days): string { return least === most ? String(least) : `${least}–${most}`; }

function warningText(warning: AuditDaysWarning, t: Language['text']): string {
  const percent = (share: number): number => Math.round(share * 1000) / 10;
  switch (warning.warning) {
    case 'reduction-over-limit': return t('pack.certification.over-limit',
      'The factors come to {raw} %, and no more than {limit} % may be taken off: look at the factors, cutting them off is not enough.',
      { raw: percent(warning.raw), limit: percent(-warning.limit) });
    case 'increase-over-limit': return t('pack.certification.over-increase', 'The factors come to {raw} %; {limit} % is the most that counts.',
      { raw: percent(warning.raw), limit: percent(warning.limit) });
    case 'open-ended': return t('pack.certification.open-ended', 'The last band has no upper end: it may be more days.');
    case 'share-outside-range': return t('pack.certification.share', 'Surveillance at {share} % of the initial audit lies outside {least} to {most} %.',
      { share: percent(warning.share), least: percent(warning.least), most: percent(warning.most) });
  }
}
