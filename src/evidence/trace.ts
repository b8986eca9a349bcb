import { kindsOf } from '../sms/kinds.js';
import { listIn, type Language } from '../sms/language.js';
import { compareClauses } from '../sms/standard.js';
import type { ClauseRef, Day, Finding, Kind } from '../sms/types.js';
import { span } from './desk.js';
import { timelineOf } from './time-diagrams.js';
import type { Block, Inline, Span, Tone } from './pack.js';
import { joined, threadOf, type Thread, type TraceInput } from './trace-thread.js';
import { MAKERS, type Drawn } from './trace-hops.js';
import { eventsOf } from './trace-events.js';

/** One record followed from end to end, as an auditor follows it, each hop with what was in force on its day. Plain data, told in one language. */
export interface Trace {
  id: string;
  kind: Kind;
  kindName: string;
  title: string;
  place: TracePlace;
  /** The day on which it began: targets, roles and documents are those of this day (format.md F9). Absent where the record names none. */
  day?: Day;
  /** As of which it is judged. */
  today: Day;
  /** False where a hop is missing. */
  complete: boolean;
  hops: readonly TraceHop[];
  /** In the order in which they happened. */
  events: readonly TraceEvent[];
}

/**
 * `answered`: it did not happen, and a nonconformity deals with that. `not-yet`: its time has not come, or it hangs on something that is missing.
 * `not-needed`: the text says why.
 */
export type HopState = 'there' | 'missing' | 'answered' | 'not-yet' | 'not-needed';

export const TRACE_HOPS = [
  'record', 'customer', 'service', 'target', 'clocks', 'owner', 'procedure', 'source', 'decision', 'handover', 'escalation', 'cause', 'problem', 'change',
  'breach', 'told', 'report', 'decided', 'nonconformity', 'effect', 'review',
] as const;
export type TraceHopKey = typeof TRACE_HOPS[number];

export interface TraceHop {
  key: TraceHopKey;
  title: string;
  state: HopState;
  text: Inline;
  /** Where what is told stands; of what is missing, where it should stand. */
  places: readonly TracePlace[];
  clauses: readonly ClauseRef[];
  /** What a rule found about it. */
  finding?: { rule: string; text: string };
}

/** `line` counts from 1. */
export interface TracePlace { file: string; line?: number }

export interface TraceEvent { day: Day; time?: string; hop: TraceHopKey; text: string }

/** The thread of a record; undefined where the id names none. */
export function traceOf(input: TraceInput, id: string): Trace | undefined {
  const thread = threadOf(input, id);
  if (!thread) return undefined;
  const { kind, title, day, today, schemaName, place } = thread;
  const hops = MAKERS.flatMap(([key, make]) => {
    const hop = make(thread);
    return hop ? [judged(thread, key, hop)] : [];
  });
  return {
    id: thread.id, kind, kindName: schemaName, title, place: place([]), ...(day !== undefined && { day }), today,
    complete: hops.every(({ state }) => state !== 'missing'), hops, events: eventsOf(thread),
  };
}

/**
 * Title, clauses where no field of the schema tells, and the rules that speak about the hop: `rule` or `rule message`. `only`: these explain what is
 * missing and make nothing missing.
 */
interface HopKind { title: (t: Language['text']) => string; clauses: readonly ClauseRef[]; rules: readonly string[]; only?: readonly string[] }

const KINDS: Readonly<Record<TraceHopKey, HopKind>> = {
  record: { title: t => t('trace.hop.record', 'Record'), clauses: [],
    rules: ['incident-trace-gap', 'incident-not-classified', 'incident-priority-not-from-matrix', 'change-without-assessment', 'change-outside-process'] },
  customer: { title: t => t('trace.hop.customer', 'Customer'), clauses: ['8.3.2'], rules: [], only: ['incident-without-sla-reference incomplete'] },
  service: { title: t => t('trace.hop.service', 'Service'), clauses: ['8.2.4'], rules: ['incident-without-sla-reference service-retired'],
    only: ['incident-without-sla-reference incomplete'] },
  target: { title: t => t('trace.hop.target', 'Target in force'), clauses: ['8.3.3'],
    rules: ['incident-without-sla-reference other-target', 'incident-without-sla-reference no-target'] },
  clocks: { title: t => t('trace.hop.clocks', 'Clocks'), clauses: ['8.3.3'], rules: ['incident-hold-unjustified'] },
  owner: { title: t => t('trace.hop.owner', 'Owner'), clauses: ['5.3'], rules: ['process-owner-or-raci-missing', 'role-unknown-or-vacant'] },
  procedure: { title: t => t('trace.hop.procedure', 'Procedure in force'), clauses: ['8.1', '7.5.3.1'], rules: [],
    only: ['doc-approval-invalid', 'doc-changed-without-version'] },
  source: { title: t => t('trace.hop.source', 'Comes from'), clauses: [], rules: [] },
  decision: { title: t => t('trace.hop.decision', 'Approval'), clauses: ['8.5.1.3'], rules: ['change-implemented-before-approval'] },
  handover: { title: t => t('trace.hop.handover', 'Handovers'), clauses: ['8.6.1'], rules: ['incident-handover-undocumented'] },
  escalation: { title: t => t('trace.hop.escalation', 'Escalations'), clauses: ['8.6.1'],
    rules: ['incident-breach-no-escalation', 'complaint-overdue-or-no-escalation'] },
  cause: { title: t => t('trace.hop.cause', 'Cause'), clauses: ['10.1.1'], rules: ['problem-rca-superficial', 'finding-without-corrective-action'] },
  problem: { title: t => t('trace.hop.problem', 'Problem'), clauses: ['8.6.3'], rules: ['recurring-incident-without-problem'] },
  change: { title: t => t('trace.hop.change', 'Change'), clauses: ['8.5.1.3'], rules: [] },
  breach: { title: t => t('trace.hop.breach', 'Reported as a breach'), clauses: ['8.3.3'], rules: [], only: ['sla-breach-no-action', 'service-report-no-decision miss'] },
  told: { title: t => t('trace.hop.told', 'Customer told'), clauses: ['8.3.3'], rules: [], only: ['sla-breach-no-action missing'] },
  report: { title: t => t('trace.hop.report', 'Service report'), clauses: ['8.3.3', '9.4'], rules: [],
    only: ['service-report-missing', 'sla-breach-no-action unanswered'] },
  decided: { title: t => t('trace.hop.decided', 'Decision'), clauses: ['9.4'], rules: [], only: ['service-report-no-decision'] },
  nonconformity: { title: t => t('trace.hop.nonconformity', 'Nonconformity or improvement'), clauses: ['10.1.1'], rules: [], only: ['sla-breach-no-action'] },
  effect: { title: t => t('trace.hop.effect', 'Effect checked'), clauses: ['10.1.1'], rules: ['nc-effectiveness-not-verified', 'change-review-missing'] },
  review: { title: t => t('trace.hop.review', 'Management review'), clauses: ['9.3'], rules: [], only: ['review-no-decision-or-late'] },
};

/** With its clauses and with what a rule found about it. */
function judged(thread: Thread, key: TraceHopKey, { state, text: told, places = [], field, about = [] }: Drawn): TraceHop {
  const { title, clauses, rules, only = [] } = KINDS[key], { findings, place, shape, id, kind, sentence } = thread, own = new Set([id, ...about]), line = place([]);
  const isAbout = ({ subject, artefact, file, range }: Finding): boolean => own.has(subject ?? artefact ?? '')
    || (file === line.file && range.start.line + 1 === line.line);
  const speaks = (names: readonly string[]) => ({ rule, message }: Finding): boolean => names.includes(rule) || names.includes(`${rule} ${message}`);
  const telling = findings.filter(isAbout), against = telling.find(speaks(rules)), why = against ?? (state === 'missing' ? telling.find(speaks(only)) : undefined);
  const ofField = field === undefined ? [] : shape?.properties.get(field)?.clauses ?? [], ofKind = kindsOf(thread.model.config).get(kind)?.clauses.map(({ clause }) => clause) ?? [];
  const known = ofField.length > 0 ? ofField : clauses.length > 0 ? clauses : ofKind;
  return {
    key, title: title(thread.t), state: against ? 'missing' : state, text: told, places, clauses: [...new Set(known)].sort(compareClauses),
    ...(why && { finding: { rule: why.rule, text: sentence(why) } }),
  };
}

/** What rules found, each told at the first hop that it explains: one finding may explain several. */
export function findingsOnce({ hops }: Trace): ReadonlyMap<TraceHopKey, NonNullable<TraceHop['finding']>> {
  const said = new Set<string>();
  return new Map(hops.flatMap(({ key, finding }) => {
    if (!finding || said.has(finding.text)) return [];
    said.add(finding.text);
    return [[key, finding] as const];
  }));
}

/** How a state reads, with the tone that goes with it. */
export function hopState(state: HopState, language: Language): { text: string; tone: Tone } {
  switch (state) {
    case 'there': return { text: language.text('trace.state.there', 'there'), tone: 'good' };
    case 'missing': return { text: language.text('trace.state.missing', 'missing'), tone: 'bad' };
    case 'answered': return { text: language.text('trace.state.answered', 'missed and dealt with'), tone: 'attention' };
    case 'not-yet': return { text: language.text('trace.state.not-yet', 'not yet'), tone: 'quiet' };
    case 'not-needed': return { text: language.text('trace.state.not-needed', 'not needed'), tone: 'quiet' };
  }
}

/** What the thread comes to, in a sentence. */
export function traceSummary({ complete, hops }: Trace, language: Language): string {
  const missing = hops.filter(({ state }) => state === 'missing');
  return complete ? language.text('trace.complete', 'The thread is whole: every hop that is needed is there or dealt with.')
    : language.text('trace.incomplete', 'The thread has a gap: {hops}.',
      { hops: listIn(language, missing.map(({ title, clauses }) => (clauses.length > 0 ? `${title} (${clauses.join(', ')})` : title))) });
}

/** The thread as blocks of a pack: the same for the pack, the command line and the preview. */
export function traceBlocks(trace: Trace, language: Language): readonly Block[] {
  const { id, day, today, complete, hops, events } = trace, findings = findingsOnce(trace), t: Language['text'] = language.text;
  const where = (place: TracePlace): Span => span(place.line === undefined ? place.file : `${place.file}:${place.line}`,
    { file: place.file, ...(place.line !== undefined && { line: place.line }) }, { mark: 'code' });
  return [
    { type: 'note', tone: complete ? 'good' : 'bad', text: [span(traceSummary(trace, language))] },
    { type: 'note', text: [span(day === undefined ? t('trace.as-of.no-day', 'The record does not say when it began: what was in force is that of {today}.', { today })
      : t('trace.as-of', 'Targets, roles and documents are those of {day}, when it began; judged as of {today}.', { day, today }))] },
    {
      type: 'table', key: `trace-${id}`, title: t('trace.table', 'The thread of {id}, hop by hop', { id }),
      columns: [{ key: 'hop', title: t('trace.column.hop', 'Hop'), head: true }, { key: 'state', title: t('trace.column.state', 'State') },
        { key: 'what', title: t('trace.column.what', 'What is there, or what is not') },
        { key: 'where', title: t('trace.column.where', 'Where') }, { key: 'clause', title: t('trace.column.clause', 'Clause') }],
      rows: hops.map(({ key, title, state, text: what, places, clauses }) => {
        const finding = findings.get(key), { text: words, tone } = hopState(state, language),
          once = [...new Map(places.map(place => [`${place.file}:${place.line ?? ''}`, place])).values()];
        return { cells: [
          [span(title)], [span(words, undefined, { tone })],
            [...what, ...(finding ? [span(what.at(-1)?.text.endsWith('.') === true ? ' ' : '. '), span(finding.text, { rule: finding.rule })] : [])],
          joined(once.map(place => [where(place)]), ', '), joined(clauses.map(clause => [span(clause, { clause })]), ', '),
        ] };
      }),
    },
    ...(events.length === 0 ? [] : [timelineOf({
      key: `time-${id}`, title: t('trace.timeline', 'What happened when: {id}', { id }),
      columns: { day: t('trace.column.day', 'Day'), time: t('trace.column.time', 'Time'), what: t('trace.column.event', 'What happened') },
      events: events.map(({ day: on, time, text: words }) => ({ day: on, ...(time !== undefined && { time }), text: words })),
    })]),
  ];
}
