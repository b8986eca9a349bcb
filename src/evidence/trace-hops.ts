import { fields, number, objects, text, texts, type Fields } from '../sms/data.js';
import { approvalOn } from '../sms/header.js';
import { kindsOf } from '../sms/kinds.js';
import { told, type Language } from '../sms/language.js';
import { actionsFor, decisionsAbout, effectOf, reviewOf, reviewsOf, type Link } from '../sms/loop.js';
import type { Model } from '../sms/model.js';
import { namedIn, namedItem } from '../sms/named.js';
import { labelOf } from '../sms/naming.js';
import { holdersOn } from '../sms/people.js';
import { handovers } from '../sms/records.js';
import { labelIn } from '../sms/shapes.js';
import type { Breach } from '../sms/service-reports.js';
import { amountWord, limitWord } from '../sms/amounts.js';
import { isLeftOut, misfit, serviceTargets, type NotComputable, type TargetResult } from '../sms/target-results.js';
import type { Artefact, Day, Item } from '../sms/types.js';
import { inForceOn } from '../service-levels/in-force.js';
import { span } from './desk.js';
import type { Inline, Span, Tone } from './pack.js';
import { isMoment, joined, linked, listed, momentText, type Miss, type Thread } from './trace-thread.js';
import type { HopState, TraceHopKey, TracePlace } from './trace.js';

/** A hop before what the rules found about it is looked up. `about`: ids of what it tells of, where findings on it may stand. */
export interface Drawn { state: HopState; text: Inline; places?: readonly TracePlace[]; field?: string; about?: readonly string[] }

export type Maker = (thread: Thread) => Drawn | undefined;

/** In the order in which an auditor follows them. */
export const MAKERS: readonly (readonly [TraceHopKey, Maker])[] = [
  ['record', recordHop], ['customer', customerHop], ['service', serviceHop], ['target', targetHop], ['clocks', clocksHop], ['owner', ownerHop],
  ['procedure', procedureHop],
  ['source', sourceHop], ['decision', decisionHop], ['handover', handoverHop], ['escalation', escalationHop], ['cause', causeHop], ['problem', problemHop],
  ['change', changeHop],
  ['breach', breachHop], ['told', toldHop], ['report', reportHop], ['decided', decidedHop], ['nonconformity', nonconformityHop], ['effect', effectHop],
  ['review', reviewHop],
];

function recordHop({ data, log, id, title, place, t, shape, language }: Thread): Drawn {
  const status = text(data, 'status'), system = text(fields(log?.data, 'table'), 'system');
  const steps = [...shape?.properties ?? []].flatMap(([key, field]) => {
    const written = isMoment(key) ? text(data, key) : undefined;
    return written === undefined ? [] : [`${labelIn(language, field)} ${momentText(written)}`];
  });
  return {
    state: 'there', places: [place([])],
    text: [{ ...span(labelOf({ id, title }), { item: id }), mark: 'strong' }, ...(status === undefined ? [] : [span(` · ${status}`)]),
      ...(steps.length > 0 ? [span(`: ${steps.join('; ')}`)] : []),
      ...(system === undefined || !log ? [] : [span(t('trace.record.from', '; a row of {log}, exported from {system} at {at}',
        { log: log.id, system, at: momentText(text(fields(log.data, 'table'), 'exportedAt') ?? '') }))])],
  };
}

function customerHop({ model, data, holder, shape, place, t }: Thread): Drawn | undefined {
  const field = shape?.properties.has('customer') === true ? 'customer' : 'customers';
  if (!holder || shape?.properties.has(field) !== true) return undefined;
  const found = namedIn(model, holder, data, field), service = namedItem(model, data, 'service');
  if (found.length > 0) return { state: 'there', text: linked(found), places: [place([field])], field };
  if (field === 'customers') return undefined;
  if (service && text(model.value(service), 'type') === 'supporting') return { state: 'not-needed',
    text: [span(t('trace.customer.supporting', '{service} supports other services and has no customers of its own.', { service: labelOf(service) }))], field };
  return { state: 'missing', text: [span(t('trace.customer.missing', 'The record names no customer of the register.'))], places: [place([])], field };
}

function serviceHop({ model, data, holder, shape, place, t }: Thread): Drawn | undefined {
  const field = shape?.properties.has('service') === true ? 'service' : 'services';
  if (!holder || shape?.properties.has(field) !== true) return undefined;
  const found = namedIn(model, holder, data, field).filter(({ type }) => type === 'service');
  if (found.length > 0) return { state: 'there', text: linked(found), places: [place([field])], field };
  return field === 'services' ? undefined : { state: 'missing', text: [span(t('trace.service.missing', 'The record names no service of the catalogue.'))],
    places: [place([])], field };
}

function targetHop({ model, data, day, shape, results, place, placeOf, t, language }: Thread): Drawn | undefined {
  if (shape?.properties.has('targets') !== true) return undefined;
  const field = 'targets', sayNo = (why: string): Drawn => ({ state: 'not-needed', text: [span(why)], field });
  if (isLeftOut(data)) return sayNo(t('trace.target.left-out', 'It does not count: it was taken back, or is the same as {other}.',
    { other: text(data, 'duplicateOf') ?? '–' }));
  if (results.length > 0) {
    const wrong = results.flatMap(({ target }) => { const why = misfit(target, data, model); return why ? [`${target.id}: ${told(language, why)}`] : []; });
    const lines = results.map(result => promiseLine(result, day, language));
    return { state: wrong.length > 0 ? 'missing' : 'there', text: joined([...lines, ...wrong.map(line => [span(line)])], '; '),
      places: results.map(({ target }) => placeOf({ file: target.sla.file, path: [...target.path, 'id'] })), field };
  }
  const service = namedItem(model, data, 'service'), customer = namedItem(model, data, 'customer'), priority = text(data, 'priority');
  if (service && customer && day !== undefined && (priority !== undefined || shape.properties.has('requestModel'))
    && (serviceTargets(model).promises(service.id, customer.id, day) || shape.properties.has('requestModel'))) {
    return sayNo(t('trace.target.none-promised', 'No agreement in force on {day} promises {customer} a time for this: nothing to hold it against.',
      { day, customer: labelOf(customer) }));
  }
  if (service && text(model.value(service), 'type') === 'supporting') return sayNo(t('trace.target.supporting',
    '{service} supports other services; no time is agreed for it with a customer.', { service: labelOf(service) }));
  return { state: 'missing', text: [span(t('trace.target.missing',
    'Nobody can say which service level target was in force: customer, service, priority and day lead to none.'))], places: [place([])], field };
}

/** `Restoration of P1 (SLA-BOREAL#p1-restore): at most 4 hours, in force since 2026-03-01; before it at most 8 hours`. */
function promiseLine({ target, terms, limit, unit }: TargetResult, day: Day | undefined, language: Language): Inline {
  const t: Language['text'] = language.text, name = span(labelOf(target), { item: target.id }), since = text(terms, 'effectiveFrom');
  if (limit === undefined) return [name, span(t('trace.target.no-limit', ': no time limit in force on {day}', { day: day ?? '–' }))];
  const promise = (of: Fields | undefined, value: number): string => {
    const attainment = number(of, 'attainment'), most = String(told(language, limitWord('at-most', amountWord(value, text(of, 'unit') ?? unit))));
    return attainment === undefined ? most : t('trace.target.attainment', '{limit} in {percent} % of the cases', { limit: most, percent: attainment });
  };
  const from = since ?? text(target.sla.data, 'validFrom'), before = day === undefined || since === undefined ? undefined : beforeTerms(target.value, since);
  const value = number(before, 'value'), isPast = terms !== undefined && terms !== target.value && text(target.value, 'effectiveFrom') !== undefined;
  return [
    name, span(`: ${promise(terms, limit)}`), ...(from === undefined ? [] : [span(t('trace.target.since', ', in force since {day}', { day: from }))]),
    ...(value === undefined ? [] : [span(t('trace.target.before', '; before it {limit}', { limit: promise(before, value) }))]),
    ...(isPast ? [span(t('trace.target.now', '; the terms of today came into force only on {day}', { day: text(target.value, 'effectiveFrom') ?? '' }))] : []),
  ];
}

/** The terms that held on the day before the others did. */
function beforeTerms(target: Fields, since: Day): Fields | undefined {
  const before = objects(target, 'previously').map(({ value }) => value).filter(value => (text(value, 'effectiveFrom') ?? '') < since);
  return inForceOn({ previously: before }, since) ?? undefined;
}

function clocksHop({ results, shape, place, t, language }: Thread): Drawn | undefined {
  if (shape?.properties.has('targets') !== true || results.length === 0) return undefined;
  const unclear = results.filter(({ state, reason }) => state === 'not-computable' && reason !== 'no-limit');
  return { state: unclear.length > 0 ? 'missing' : 'there', text: joined(results.map(result => clockLine(result, t, language)), '; '), places: [place([])] };
}

function clockLine({ target, state, elapsed, limit, unit, reason, reading }: TargetResult, t: Language['text'], language: Language): Inline {
  const amount = (value: number | undefined): string => String(told(language, amountWord(Math.round((value ?? 0) * 100) / 100, unit))),
    name = span(target.title === '' ? target.id : target.title, { item: target.id });
  const held = reading && reading.holdMinutes > 0 ? [span(t('trace.clock.held', ', {count} minutes on hold not counted',
    { count: Math.round(reading.holdMinutes) }))] : [], args = { elapsed: amount(elapsed), limit: amount(limit) };
  const said = (words: string, tone?: Tone): Inline => [name, span(': '), span(words, undefined, tone ? { tone } : {}), ...held];
  switch (state) {
    case 'met': return said(t('trace.clock.met', 'kept, {elapsed} of {limit}', args), 'good');
    case 'missed': return said(t('trace.clock.missed', 'missed, {elapsed} against {limit}', args), 'bad');
    case 'past-due': return said(t('trace.clock.past-due', 'still running and missed, {elapsed} against {limit}', args), 'bad');
    case 'running': return said(t('trace.clock.running', 'still running, within {limit}', args));
    case 'not-computable': return said(notComputable(reason, t), reason === 'no-limit' ? undefined : 'attention');
  }
}

function notComputable(reason: NotComputable | undefined, t: Language['text']): string {
  switch (reason) {
    case 'no-limit': return t('trace.clock.no-limit', 'no time at most is promised, so no clock runs');
    case 'no-terms': return t('trace.clock.no-terms', 'no data: nothing was promised on that day');
    case 'no-calendar': return t('trace.clock.no-calendar', 'no data: the target names no calendar that can be counted in');
    case 'no-clock': return t('trace.clock.no-clock', 'no data: the target does not say when its clock starts and stops');
    case 'no-stop': return t('trace.clock.no-stop', 'no data: the record went on to a later step, and when the clock stopped is not written');
    case 'no-day': case 'no-start': case 'not-started': return t('trace.clock.no-start', 'no data: when the clock started is not written');
    default: return t('trace.clock.no-data', 'no data: the moments of the record cannot be computed with');
  }
}

function ownerHop({ model, data, process, day, today, kind, place, placeOf, t }: Thread): Drawn {
  const own = text(data, 'owner'), named = own ?? text(process && model.value(process), 'owner'), role = named === undefined ? undefined : model.item(named),
    on = day ?? today;
  const about = process ? [process.id] : [], shown = kindsOf(model.config).get(kind)?.clauses.map(({ clause }) => clause).join(', ') ?? '';
  if (role?.type !== 'role') {
    return { state: 'missing', about, places: [process ? placeOf(process) : place([])],
      text: [span(process ? t('trace.owner.none', '{process} has no owner in the map.', { process: labelOf(process) })
      : t('trace.owner.no-process', 'No process of a map serves clause {clause}, so that nobody owns this.', { clause: shown }))] };
  }
  const value = model.value(role), deputy = namedItem(model, value, 'deputy'), names = holdersOn(value, on).flatMap(holder => personOf(model, holder) ?? []);
  const held = names.length > 0 ? [span(t('trace.owner.held', ', held on {day} by ', { day: on })), ...listed(names)]
    : [span(t('trace.owner.vacant', ', held by nobody on {day}', { day: on }), undefined, { tone: 'bad' })];
  const inStead = deputy ? holdersOn(model.value(deputy), on).flatMap(holder => personOf(model, holder) ?? []) : [];
  return {
    state: names.length > 0 ? 'there' : 'missing', about,
      places: [...(own === undefined && process ? [placeOf({ file: process.file, path: [...process.path, 'owner'] })] : [place(['owner'])]), placeOf(role)],
    text: [span(labelOf(role), { item: role.id }), ...(own === undefined && process
      ? [span(t('trace.owner.process', ', owner of {process}', { process: labelOf(process) }))] : []), ...held,
      ...(deputy ? [span(t('trace.owner.deputy', '; deputy {role}', { role: labelOf(deputy) })),
        ...(inStead.length > 0 ? [span(' ('), ...listed(inStead), span(')')] : [])] : [])],
  };
}

function personOf(model: Model, holder: Fields): Span | undefined {
  const id = text(holder, 'person') ?? text(holder, 'name'), item = id === undefined ? undefined : model.item(id);
  return id === undefined ? undefined : item ? span(labelOf(item), { item: item.id }) : span(id);
}

function procedureHop({ model, control, process, day, today, place, placeOf, t }: Thread): Drawn {
  const on = day ?? today;
  if (!process) return { state: 'not-needed', text: [span(t('trace.procedure.no-process', 'No process of a map is about such records.'))], places: [place([])] };
  const named = namedItem(model, model.value(process), 'procedure'), known = named && control.documents.get(named.id);
  if (!named || !known) return { state: 'not-needed',
    text: [span(t('trace.procedure.none', 'The map names no procedure for {process}.', { process: labelOf(process) }))], places: [placeOf(process)] };
  const approval = approvalOn(known.approvals, on), claimed = known.approvals.some(({ meaning }) => meaning === 'approved') ? undefined
    : known.effectiveFrom ?? known.approvedOn;
  const version = approval?.version ?? (claimed !== undefined && claimed <= on && known.status === 'approved' ? known.version : undefined),
    since = approval?.effectiveFrom ?? approval?.on ?? claimed;
  const name = span(labelOf(named), { item: named.id }), now = known.versionInForce, about = [named.id];
  if (version === undefined) return { state: 'missing', about, places: [placeOf(named)],
    text: [name, span(t('trace.procedure.not-in-force', ': no version of it was in force on {day}, as far as its approvals tell', { day: on }))] };
  return {
    state: 'there', about, places: [placeOf(named), ...(approval?.record ? [placeOf({ file: approval.record.file })] : [])],
    text: [name, span(t('trace.procedure.version', ' version {version}, in force on {day} since {since}', { version, day: on, since: since ?? '–' })),
      span(approval ? t('trace.procedure.record', ' by an approval record') : t('trace.procedure.claim', ' by its own header only, which is a claim')),
      ...(now !== undefined && now !== version ? [span(t('trace.procedure.now', '; today version {version} holds', { version: now }))] : [])],
  };
}

function sourceHop({ model, holder, data, shape, place, kind, t }: Thread): Drawn | undefined {
  const field = ['from', 'incidents', 'records'].find(key => shape?.properties.has(key) === true && (key !== 'incidents' || kind === 'problem-record'));
  if (!holder || field === undefined) return undefined;
  const found = namedIn(model, holder, data, field);
  if (found.length > 0) return { state: 'there', text: linked(found), places: [place([field])], field };
  const isProactive = text(data, 'origin')?.startsWith('proactive') === true;
  return { state: kind === 'nonconformity' ? 'missing' : 'not-needed', field, places: [place([])],
    text: [span(isProactive ? t('trace.source.proactive', 'It was found by looking at trends, before anything happened.')
    : kind === 'nonconformity' ? t('trace.source.missing', 'It does not say what it comes from.') : t('trace.source.none', 'It names nothing that it comes from.'))] };
}

/** Of a change: who approved it, before it was deployed. */
function decisionHop({ model, data, shape, place, t }: Thread): Drawn | undefined {
  if (shape?.properties.get('decision')?.properties.has('outcome') !== true) return undefined;
  const decision = fields(data, 'decision'), outcome = text(decision, 'outcome'), on = text(decision, 'on'), role = namedItem(model, decision, 'by'),
    deployed = text(data, 'deployedAt')?.slice(0, 10);
  const field = 'decision', places = [place(['decision'])];
  if (outcome === undefined || on === undefined) {
    return deployed === undefined ? { state: 'not-yet', field, places: [place([])], text: [span(t('trace.decision.not-yet', 'It is not decided, and not deployed.'))] }
      : { state: 'missing', field, places: [place([])],
        text: [span(t('trace.decision.missing', 'It was deployed on {day}, and nobody is on record as having approved it.', { day: deployed }))] };
  }
  const who = role ? holdersOn(model.value(role), on).flatMap(holder => personOf(model, holder) ?? []) : [];
  const late = deployed !== undefined && on > deployed;
  return { state: late ? 'missing' : 'there', field, places,
    text: [span(t('trace.decision.by', '{outcome} on {day}', { outcome, day: on })),
    ...(role ? [span(t('trace.decision.role', ' by ')), span(labelOf(role), { item: role.id })] : []),
    ...(who.length > 0 ? [span(' ('), ...listed(who), span(')')] : []),
      ...(deployed === undefined ? [] : [span(t('trace.decision.deployed', '; deployed on {day}', { day: deployed }))])] };
}

function handoverHop({ model, data, shape, place, actions, t }: Thread): Drawn | undefined {
  if (shape?.properties.has('assignments') !== true) return undefined;
  const held = objects(data, 'assignments'), crossed = handovers(data), silent = crossed.filter(({ noted }) => !noted), field = 'assignments';
  if (held.length === 0) return { state: 'not-needed', text: [span(t('trace.handover.none', 'It names no groups or shifts between which it went.'))], field };
  const lines = held.map(({ value }): Inline => {
    const role = namedItem(model, value, 'role'), person = namedItem(model, value, 'person'), shift = text(value, 'shift'), note = text(value, 'handover');
    const who = [role, person].flatMap(item => (item ? [[span(labelOf(item), { item: item.id })]] : []));
    return [
      span(`${momentText(text(value, 'from') ?? '')} `.trimStart()), ...joined(who, ' / '),
        ...(shift === undefined ? [] : [span(t('trace.handover.shift', ', {shift} shift', { shift }))]),
      ...(note === undefined ? [] : [span(t('trace.handover.note', ', handed over with: "{note}"', { note }))]),
    ];
  });
  const without = silent.map(({ next }) => text(next, 'from')).flatMap(at => (at === undefined ? [] : [momentText(at)]));
  const answered = silent.length > 0 ? actions.filter(({ type }) => type === 'nonconformity') : [];
  return {
    state: silent.length === 0 ? 'there' : answered.length > 0 ? 'answered' : 'missing', field, places: silent.length > 0
      ? silent.map(({ at }) => place([field, at])) : [place([field])],
    text: [...joined(lines, '; '), ...(silent.length === 0 ? []
      : [span(t('trace.handover.silent', '. Without a word of handover: {moments}', { moments: without.join(', ') }), undefined,
      { tone: 'attention' as const }), ...answeredBy(answered, t)])],
  };
}

function escalationHop({ model, data, shape, place, results, misses, actions, t }: Thread): Drawn | undefined {
  if (shape?.properties.has('escalations') !== true) return undefined;
  const field = 'escalations', made = objects(data, field), at = text(data, 'escalatedAt');
  if (made.length > 0 || at !== undefined) {
    const to = namedItem(model, data, 'escalatedTo');
    const lines = made.map(({ value }): Inline => {
      const role = namedItem(model, value, 'to'), reason = text(value, 'reason');
      return [span(momentText(text(value, 'at') ?? text(value, 'on') ?? '')),
        ...(role ? [span(t('trace.escalation.to', ' to ')), span(labelOf(role), { item: role.id })] : []),
        ...(reason === undefined ? [] : [span(`: ${reason}`)])];
    });
    return { state: 'there', field, places: [place([made.length > 0 ? field : 'escalatedAt'])], text: lines.length > 0 ? joined(lines, '; ')
      : [span(momentText(at ?? '')), ...(to ? [span(t('trace.escalation.to', ' to ')), span(labelOf(to), { item: to.id })] : [])] };
  }
  if (misses.length === 0) {
    return { state: 'not-needed', field, text: [span(results.length > 0 ? t('trace.escalation.kept', 'No target was missed, and nobody had to be called in.')
      : t('trace.escalation.none', 'Nobody was called in, and no missed target asks for it.'))] };
  }
  const answered = actions.filter(({ type }) => type === 'nonconformity');
  return { state: answered.length > 0 ? 'answered' : 'missing', field, places: [place([field])],
    text: [span(t('trace.escalation.missing', 'The time was over, and nobody was told or called in'), undefined, { tone: 'attention' }),
    ...answeredBy(answered, t)] };
}

function answeredBy(actions: readonly Item[], t: Language['text']): Inline {
  return actions.length === 0 ? [span('.')] : [span('. '), ...linked(actions), span(t('trace.answered', ' deals with that.'))];
}

function causeHop({ data, shape, place, t }: Thread): Drawn | undefined {
  const field = ['rootCause', 'causeAnalysis'].find(key => shape?.properties.has(key) === true);
  if (field === undefined) return undefined;
  const open = !OVER.has(text(data, 'status') ?? ''), cause = text(data, 'rootCause') ?? texts(fields(data, 'causeAnalysis'), 'chain').at(-1),
    method = text(data, 'rcaMethod') ?? text(fields(data, 'causeAnalysis'), 'method');
  if (cause !== undefined) return { state: 'there', field, places: [place([field])],
    text: [span(cause), ...(method === undefined ? [] : [span(t('trace.cause.method', ' (found by: {method})', { method }))])] };
  return { state: open ? 'not-yet' : 'missing', field, places: [place([])],
    text: [span(open ? t('trace.cause.not-yet', 'The cause is not known yet.') : t('trace.cause.missing', 'It is closed, and its cause is not written.'))] };
}

/** Statuses of records that are over. */
const OVER: ReadonlySet<string> = new Set(['closed', 'resolved', 'verified', 'reviewed']);

function problemHop({ shape, data, problems, place, placeOf, t }: Thread): Drawn | undefined {
  if (shape?.properties.has('problem') !== true) return undefined;
  if (problems.length > 0) return { state: 'there', text: linked(problems), places: problems.map(placeOf), about: problems.map(({ id }) => id) };
  return data['major'] === true ? { state: 'missing', places: [place([])], text: [span(t('trace.problem.major', 'It was a major incident, and no problem asks why.'))] }
    : { state: 'not-needed', text: [span(t('trace.problem.none', 'No problem is named, and nothing found so far asks for one.'))] };
}

function changeHop({ shape, kind, changes, placeOf, t }: Thread): Drawn | undefined {
  if (kind === 'change-record' || (shape?.properties.has('change') !== true && shape?.properties.has('changes') !== true && changes.length === 0)) return undefined;
  return changes.length > 0 ? { state: 'there', text: linked(changes), places: changes.map(placeOf), about: changes.map(({ id }) => id) }
    : { state: 'not-needed', text: [span(t('trace.change.none', 'Nothing was changed because of it, as far as the records tell.'))] };
}

function breachHop({ shape, results, misses, place, placeOf, day, today, t }: Thread): Drawn | undefined {
  if (shape?.properties.has('targets') !== true) return undefined;
  if (misses.length === 0) {
    return { state: 'not-needed', text: [span(results.length === 0
      ? t('trace.breach.no-target', 'No target, no breach: no report, decision or nonconformity is asked for.')
      : results.some(({ state }) => state === 'running') ? t('trace.breach.running', 'No target is missed so far: no report, decision or nonconformity is asked for.')
        : t('trace.breach.kept', 'Every target was kept: no report, decision or nonconformity is asked for.'))] };
  }
  const lines = misses.map((miss): { state: HopState; line: Inline; places: readonly TracePlace[] } => {
    const { breach, named, needed, reports, result: { target }, share } = miss, goal = span(target.id, { item: target.id });
    if (!needed) return { state: 'not-needed', places: [],
      line: [goal, span(t('trace.breach.period-kept', ': missed here, and kept over the period as promised ({share}): no breach', { share: share ?? '' }))] };
    if (!breach && reports.length === 0) return { state: 'not-yet', places: [],
      line: [goal, span(isRunning(day, today) ? t('trace.breach.not-yet', ': the month is not over, and not reported yet')
      : t('trace.breach.no-report', ': there is no report that could name the miss'))] };
    if (!breach) return { state: 'missing', places: reports.map(({ artefact }) => placeOf(artefact)),
      line: [goal, span(t('trace.breach.missing', ': no service report names the miss as a breach'))] };
    const head = [span(breach.id, { item: breach.id }), span(` ${breach.title}`)], at = placeOf({ file: breach.report.file, path: [...breach.path, 'id'] });
    if (!named) return { state: 'missing', places: [at], line: [...head, span(t('trace.breach.not-named', ' is of this target, and does not name this record'))] };
    return breach.target ? { state: 'there', places: [at], line: head }
      : { state: 'missing', places: [at], line: [...head, span(t('trace.breach.of-what', ' does not say which target was missed'))] };
  });
  const about = misses.flatMap(({ breach, reports, result }) => [...(breach ? [breach.id] : []), ...reports.map(({ artefact }) => artefact.id), result.target.sla.id]);
  return { state: worst(lines.map(({ state }) => state)), text: joined(lines.map(({ line }) => line), '; '),
    places: [...lines.flatMap(({ places }) => places), ...(lines.every(({ places }) => places.length === 0) ? [place([])] : [])], about };
}

function isRunning(day: Day | undefined, today: Day): boolean { return day !== undefined && day.slice(0, 7) >= today.slice(0, 7); }

/** The misses that the period did not make good. */
function toReport({ misses }: Thread): readonly Miss[] { return misses.filter(({ needed }) => needed); }

function toldHop(thread: Thread): Drawn | undefined {
  const { placeOf, t } = thread, breaches = toReport(thread).flatMap(({ breach }) => breach ?? []);
  if (toReport(thread).length === 0) return undefined;
  if (breaches.length === 0) return { state: 'not-yet',
    text: [span(t('trace.told.no-breach', 'As long as no report names the breach, nobody can say when the customer heard of it.'))] };
  const untold = breaches.filter(({ value }) => text(value, 'customerInformedOn') === undefined),
    at = ({ report, path }: Breach): TracePlace => placeOf({ file: report.file, path: [...path, 'customerInformedOn'] });
  return { state: untold.length > 0 ? 'missing' : 'there', about: breaches.map(({ id }) => id), places: (untold.length > 0 ? untold : breaches).map(at),
    text: [span(untold.length > 0 ? t('trace.told.missing', 'Nobody says when the customer was told of {breach}.', { breach: untold.map(({ id }) => id).join(', ') })
      : t('trace.told.there', 'The customer was told on {days}.', { days: breaches.map(({ value }) => text(value, 'customerInformedOn')).join(', ') }))] };
}

function reportHop(thread: Thread): Drawn | undefined {
  const { model, day, today, place, placeOf, t } = thread, misses = toReport(thread);
  if (misses.length === 0) return undefined;
  const open = misses.filter(({ reports }) => reports.length === 0),
    reports = [...new Map(misses.flatMap(({ reports: of }) => of).map(({ artefact }) => [artefact.id, artefact])).values()];
  const slas = open.map(({ result }) => result.target.sla),
    plans = model.ofType('report-definition').filter(item => { const artefact = model.artefact(item.artefact); return artefact !== undefined
    && namedIn(model, artefact, model.value(item), 'agreements').some(({ id }) => slas.some(sla => sla.id === id)); });
  if (open.length === 0) {
    return { state: 'there', places: reports.map(report => placeOf(report)), text: joined(reports.map((report): Inline => {
      const to = objects(report.data, 'communicatedTo').flatMap(({ value }) => { const on = text(value, 'on'), item = namedItem(model, value, 'to');
        return on === undefined || !item ? [] : [`${labelOf(item)} ${on}`]; });
      return [span(labelOf(report), { item: report.id }), ...(to.length > 0 ? [span(t('trace.report.sent', ', given to {whom}', { whom: to.join(', ') }))] : [])];
    }), '; ') };
  }
  if (isRunning(day, today)) return { state: 'not-yet', text: [span(t('trace.report.not-yet', 'The month is not over: it is not reported yet.'))] };
  return { state: 'missing', about: plans.map(({ id }) => id), places: plans.length > 0 ? plans.map(placeOf) : [place([])],
    text: [span(t('trace.report.missing', 'No service report about {slas} covers {day}.', { slas: slas.map(({ id }) => id).join(', '), day: day ?? '–' }))] };
}

function decidedHop(thread: Thread): Drawn | undefined {
  const { model, id, placeOf, t } = thread, misses = toReport(thread);
  if (misses.length === 0) return undefined;
  const found = misses.flatMap(({ breach, reports }) => (breach ? decisionsAbout(model, breach).map(decision => ({ ...decision, report: breach.report }))
    : []).concat(reports.flatMap(({ artefact }) => aboutRecord(model, artefact, id))));
  const unanswered = misses.filter(({ breach, reports }) => (breach ? decisionsAbout(model, breach).length === 0
    : reports.every(({ artefact }) => aboutRecord(model, artefact, id).length === 0)));
  const about = misses.flatMap(({ breach }) => breach?.id ?? []);
  if (unanswered.length === 0 && found.length > 0) {
    const own = [...new Map(found.map(decision => [decision.id, decision])).values()];
    return { state: 'there', about, places: own.map(({ report }) => placeOf({ file: report.file, path: ['decisions'] })),
      text: joined(own.map(({ id: of, value }): Inline => [span(of, { item: of }), span(` ${text(value, 'title') ?? ''}`)]), '; ') };
  }
  if (misses.every(({ breach, reports }) => !breach && reports.length === 0)) return { state: 'not-yet',
    text: [span(t('trace.decided.no-report', 'Without a report nobody decides on it.'))] };
  return { state: 'missing', about, text: [span(t('trace.decided.missing', 'No decision of a service report is about it.'))],
    places: unanswered.flatMap(({ breach, reports }) => (breach ? [placeOf({ file: breach.report.file, path: [...breach.path, 'id'] })]
      : reports.map(({ artefact }) => placeOf(artefact)))) };
}

/** The decisions of a report that are about a record. */
function aboutRecord(model: Model, report: Artefact, id: string): { id: string; value: Fields; report: Artefact }[] {
  return objects(report.data, 'decisions').flatMap(({ at, value }) => (namedIn(model, report, value, 'about').some(item => item.id === id)
    ? [{ id: `${report.id}#${text(value, 'id') ?? String(at + 1)}`, value, report }] : []));
}

function nonconformityHop(thread: Thread): Drawn | undefined {
  const { model, kind, actions, placeOf, place, t } = thread, misses = toReport(thread);
  if (kind === 'nonconformity' || (misses.length === 0 && actions.length === 0)) return undefined;
  const without = misses.flatMap(({ breach }) => (breach && actionsFor(model, breach).length === 0 ? [breach] : [])),
    about = misses.flatMap(({ breach }) => breach?.id ?? []);
  if (without.length > 0) {
    return { state: 'missing', about, places: without.map(({ report, path }) => placeOf({ file: report.file, path: [...path, 'id'] })),
      text: [span(t('trace.nonconformity.not-of-breach', 'Neither a nonconformity nor an improvement comes from {breach}',
      { breach: without.map(({ id }) => id).join(', ') })),
      ...(actions.length > 0 ? [span(t('trace.nonconformity.names-record', '; the record itself is named by ')), ...linked(actions)] : [])] };
  }
  return actions.length > 0 ? { state: 'there', about, text: linked(actions), places: actions.map(placeOf) }
    : { state: 'missing', about, places: [place([])],
    text: [span(t('trace.nonconformity.missing', 'Neither a nonconformity nor an improvement comes from it.'))] };
}

function effectHop({ model, kind, data, shape, followed: actions, place, placeOf, misses, t }: Thread): Drawn | undefined {
  const field = ['effectivenessCheck', 'review'].find(key => shape?.properties.has(key) === true);
  if (field !== undefined) {
    const check = fields(data, field), on = text(check, 'checkedOn') ?? text(check, 'on'), result = text(check, 'result') ?? text(check, 'conclusion'),
      over = OVER.has(text(data, 'status') ?? '');
    if (on !== undefined && result !== undefined) return { state: 'there', field, places: [place([field])],
      text: [span(t('trace.effect.checked', 'Checked on {day}: {result}', { day: on, result }))] };
    return over && text(data, 'status') !== 'resolved'
      ? { state: kind === 'change-record' ? 'not-needed' : 'missing', field, places: [place([])],
      text: [span(kind === 'change-record' ? t('trace.effect.no-review', 'It was closed without a review; where the policy asks for one, a rule says so.')
      : t('trace.effect.missing', 'It is closed, and whether it helped was not checked.'))] }
      : { state: 'not-yet', field, places: [place([])], text: [span(t('trace.effect.open', 'It is not finished: nobody can check yet whether it helped.'))] };
  }
  if (actions.length === 0) return misses.some(({ needed }) => needed)
    ? { state: 'not-yet', text: [span(t('trace.effect.nothing', 'There is nothing yet whose effect could be checked.'))] } : undefined;
  const { state, by } = together(actions.map(action => effectOf(model, action)));
  const checks = actions.flatMap(action => { const check = fields(model.value(action), 'effectiveness'), on = text(check, 'checkedOn'); return on === undefined
    ? [] : [[span(action.id, { item: action.id }), span(t('trace.effect.of', ': checked on {day}, {result}',
    { day: on, result: text(check, 'result') ?? '–' }))]]; });
  return {
    state, about: actions.map(({ id }) => id), places: actions.map(action => placeOf({ file: action.file, path: [...action.path, 'effectiveness'] })),
    text: state === 'there' ? (checks.length > 0 ? joined(checks, '; ') : linked(actions.filter(({ id }) => by.includes(id))))
      : [...linked(actions), span(state === 'missing' ? t('trace.effect.not-checked', ': finished, and whether it helped was not checked')
        : t('trace.effect.pending', ': not finished, so that nobody can check it yet'))],
  };
}

function reviewHop({ model, followed: actions, misses, placeOf, t }: Thread): Drawn | undefined {
  if (actions.length === 0) return misses.some(({ needed }) => needed)
    ? { state: 'not-yet', text: [span(t('trace.review.nothing', 'There is nothing yet that a management review could deal with.'))] } : undefined;
  const reviews = reviewsOf(model), { state, by } = together(actions.map(action => reviewOf(model, action, reviews))),
    dealt = [...new Set(by)].flatMap(id => model.inFiles(id) ?? []);
  return {
    state, about: actions.map(({ id }) => id), places: (dealt.length > 0 ? dealt : actions).map(placeOf),
    text: state === 'there' ? joined(dealt.map((item): Inline => [span(labelOf(item), { item: item.id }),
      span(t('trace.review.on', ' of {day}', { day: text(model.value(item), 'on') ?? '–' }))]), '; ')
      : [...linked(actions), span(state === 'missing' ? t('trace.review.missing', ': no management review since then dealt with it')
        : t('trace.review.pending', ': no management review was held since then'))],
  };
}

/** Of several actions the best hop, as in the loop. */
function together(links: readonly Link[]): { state: HopState; by: readonly string[] } {
  const any = (state: Link['state']): boolean => links.some(link => link.state === state);
  return { state: any('there') ? 'there' : any('missing') ? 'missing' : 'not-yet', by: links.flatMap(({ by }) => by) };
}

function worst(states: readonly HopState[]): HopState {
  return (['missing', 'answered', 'not-yet', 'there', 'not-needed'] as const).find(state => states.includes(state)) ?? 'not-needed';
}
