import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyseSafely } from '../../src/session/analyse.js';
import type { Side } from '../../src/session/reviewing.js';
import { Session } from '../../src/session/session.js';
import { defaults } from '../../src/sms/config.js';
import type { Files } from '../../src/sms/files.js';

/** An SMS in memory, by file; what is no text as bytes. */
export type Sms = Map<string, string | Uint8Array>;

const TODAY = '2026-10-15';
const TEXT = /\.(?:ya?ml|md|csv)$/;

/** The sample as it stands on disk, with the bytes of its attachments. */
export function harbour(): Sms {
  const folder = 'samples/harbour', names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(names.filter(entry => entry.isFile()).map(entry => {
    const path = join(entry.parentPath, entry.name), bytes = readFileSync(path), file = path.slice(folder.length + 1).replaceAll('\\', '/');
    return [file, TEXT.test(file) ? bytes.toString('utf8') : new Uint8Array(bytes)] as const;
  }));
}

/** Checked, as a review takes it. `known`: what was checked before, so that only what differs is read and judged again. */
export async function checked(sms: Sms, known?: Session): Promise<Side> {
  const files: Files = {
    list: () => Promise.resolve({ files: [...sms.keys()].filter(file => file !== 'sms.yaml'), skipped: [] }),
    read: file => {
      const found = sms.get(file);
      if (found === undefined) return Promise.resolve({ ok: false, reason: 'vanished', detail: '' });
      return Promise.resolve(typeof found === 'string' ? { ok: true, text: found } : { ok: false, reason: 'not-utf8', detail: '', line: 1,
        head: String.fromCharCode(...found.slice(0, 1000)) });
    },
    async *stream(file) {
      const found = sms.get(file) ?? '';
      yield Promise.resolve(typeof found === 'string' ? new TextEncoder().encode(found) : found);
    },
  };
  const session = new Session(files, { parse: (jobs, frame) => Promise.resolve(jobs.map(job => analyseSafely(job, frame))) }, known && { known });
  await session.refresh();
  return { session, files, result: await session.check({ today: TODAY, now: new Date('2026-10-15T10:00:00Z') }) };
}

/** One step of a scripted change. Fails where what it is to change does not stand there as it expects. */
export type Edit = (sms: Sms) => void;

function textOf(sms: Sms, file: string): string {
  const found = sms.get(file);
  if (typeof found !== 'string') throw new Error(`${file} is no text`);
  return found;
}

/** Passages put otherwise, each of which stands there exactly once, in order. */
function swap(file: string, ...passages: readonly (readonly [string, string])[]): Edit {
  return sms => {
    for (const [from, to] of passages) {
      const parts = textOf(sms, file).split(from);
      if (parts.length !== 2) throw new Error(`${file} has "${from}" ${parts.length - 1} times`);
      sms.set(file, parts.join(to));
    }
  };
}

/** Passages of one entry of a list, by its id: from there to the next entry or the end of the list. */
function swapIn(file: string, id: string, ...passages: readonly (readonly [string, string])[]): Edit {
  return sms => {
    const text = textOf(sms, file), found = entry(text, id), inner: Sms = new Map([[file, found]]);
    swap(file, ...passages)(inner);
    sms.set(file, text.replace(found, () => textOf(inner, file)));
  };
}

/** The lines of one entry of a list of two spaces, by its id. */
function entry(text: string, id: string): string {
  const found = new RegExp(`^  - (?:\\{ )?id: ${id}(?:,.*)?\\n(?:    .*\\n)*`, 'm').exec(text)?.[0];
  if (found === undefined) throw new Error(`no entry ${id}`);
  return found;
}

function drop(file: string, id: string): Edit { return sms => { const text = textOf(sms, file); sms.set(file, text.replace(entry(text, id), '')); }; }

function append(file: string, text: string): Edit { return sms => { sms.set(file, textOf(sms, file) + text); }; }

function add(file: string, text: string): Edit {
  return sms => {
    if (sms.has(file)) throw new Error(`${file} is there already`);
    sms.set(file, text);
  };
}

function move(from: string, to: string): Edit { return sms => { sms.set(to, sms.get(from) ?? ''); sms.delete(from); }; }

function rewrite(file: string, how: (text: string) => string): Edit {
  return sms => {
    const text = textOf(sms, file), now = how(text);
    if (now === text) throw new Error(`${file} stays as it is`);
    sms.set(file, now);
  };
}

/** The sign that a tool laid a file out anew: entries in flow as blocks, other quotes, comments, spaces and the line ends of Windows. */
function laidOut(text: string): string {
  const block = text.replace(/^( *)(\w+): \[([^\][{}"]+)\]$/gm,
    (_, indent: string, key: string, entries: string) => `${indent}${key}:\n${entries.split(', ').map(each => `${indent}  - ${each}`).join('\n')}`)
    .replace(/^( *)(title|metric|unit|operator): ([A-Za-z][\w -]*)$/gm, '$1$2: "$3"').replace(/^( +- id: .*)$/gm, '\n$1   # entry');
  return `# Laid out by a tool\n${block}`.replaceAll('\n', '\r\n');
}

/** The same paragraphs, broken into lines elsewhere. */
function rewrapped(text: string): string {
  return text.split(/\n\n/).map((block,
    at) => (at === 0 || /^(?:#|\||```|---| *[-\d])/.test(block) ? block : block.replace(/\n/g, ' ').replace(/(.{30,60}) /g, '$1\n'))).join('\n\n');
}

/** Entries of a list the other way round. */
function reversed(text: string, list: string): string {
  const [head = '', rows = ''] = text.split(new RegExp(`(?<=^${list}:\\n)`, 'm'));
  return head + rows.split(/^(?=  - )/m).reverse().join('');
}

/** A record by which somebody says yes to a document as it stands then, with the digest of it (format.md F10). */
function approval(artefact: string, name: string, body: string, of: string): Edit {
  return sms => {
    const { digest = '' } = analyseSafely({ file: of, text: textOf(sms, of), digest: 'only' }, { config: defaults('sms.yaml'), today: TODAY });
    const [version = ''] = name.split('-');
    add(`approvals/${artefact}/${name}.yaml`,
      `kind: approval-record\nid: APR-${artefact}-${name}\ntitle: ${artefact} ${version}\nartefact: ${artefact}\nversion: ${version}\n${body}digest: ${digest}\n`)(sms);
  };
}

export interface Scripted {
  name: string;
  edits: readonly Edit[];
  /** All that is not editorial, worst first: `act weight direction id`, and what its sentences say, in any of them. */
  changes: readonly (readonly [string, ...RegExp[]])[];
  /** All that is folded away: `act id`. */
  folded?: readonly string[];
  /** All that reaches something, by its id. `has`, `not`: `role id`. `grave`: all that no longer carries or is no longer carried, but for what is `other`. */
  reaches?: Readonly<Record<string, { has?: readonly string[]; not?: readonly string[]; grave?: readonly string[] }>>;
  /** All of them: `document meaning who state`. */
  consents?: readonly string[];
  /** The documents whose approval covers something else now. */
  voided?: readonly string[];
  /** At least these rules find what was not there before. */
  introduced?: readonly string[];
}

const BOREAL = ['agreement SLA-BOREAL', 'customer CUS-BOREAL'], MAASLAB = ['agreement SLA-MAASLAB', 'customer CUS-MAASLAB'],
  LIS = ['agreement SLA-MAASLAB-LIS', 'customer CUS-MAASLAB', 'service SVC-LIS'];
const OF_BOREAL = ['service SVC-MAIL', 'service SVC-WORK', 'service SVC-ERP', 'service SVC-BACKUP'],
  OF_MAASLAB = ['service SVC-MAIL', 'service SVC-WORK', 'service SVC-BACKUP'];
const UNDER_P1 = ['supplier-term CON-CARRIER-A#repair', 'supplier-term CON-CARRIER-B#repair', 'supplier-term CON-HALL-A#hands',
  'supplier-term CON-HALL-B#hands', 'supplier-term CON-MX-A#answer', 'supplier-term CON-MX-B#answer'];

function missing(document: string, ...all: readonly string[]): string[] { return all.map(each => `${document} ${each} missing`); }

const AGREED_BOREAL = missing('SLA-BOREAL', 'agreed CUS-BOREAL', 'approved ROLE-SD', 'reviewed ROLE-SLM');
const AGREED_MAASLAB = missing('SLA-MAASLAB', 'agreed CUS-MAASLAB', 'approved ROLE-SD', 'reviewed ROLE-SLM');
const AGREED_LIS = missing('SLA-MAASLAB-LIS', 'agreed CUS-MAASLAB', 'approved ROLE-SD', 'reviewed ROLE-SLM');

const BACKUP_TARGET = `  - id: backup-success
    title: Success of daily backups
    services: [SVC-BACKUP]
    effectiveFrom: 2026-11-01
    metric: backup-success
    operator: at-least
    value: 99
    unit: percent
    population: Backup jobs of the laboratory planned in the month
    window: calendar-month
    calendar: CAL-24X7
    source: { system: Backup server, query: Report on jobs of the customer, point: Result of the job and of its check }
    calculation: Jobs that ended without error divided by jobs planned
`;

const DEVIATION = `  - id: DEV-003
    title: Boreal reads its report late
    rule: service-report-missing
    at: SLA-BOREAL
    reason: The head of IT is away until December.
    owner: ROLE-SLM
    until: 2026-12-31
`;

const INCIDENT = `kind: incident-record
id: INC-4301
title: Scanner of the warehouse cannot sign on
customer: CUS-BOREAL
service: SVC-ERP
channel: phone
openedAt: 2026-10-14T22:05:00+02:00
priority: P3
status: open
`;

const PLANNED = `kind: service-catalogue
id: CAT-PLANNED
title: Planned services
version: 1.0
status: approved
owner: ROLE-SLM
approver: ROLE-SD
approvedOn: 2026-10-12
effectiveFrom: 2026-10-12
audiences: [Customers]
services:
`;

/** What a service level manager would say of each, by the papers of the sample. */
export const SCRIPTED: readonly Scripted[] = [
  {
    name: 'a promise is tightened beyond what suppliers carry',
    edits: [swapIn('agreements/sla-boreal.yaml', 'p1-restore',
      ['value: 4\n    unit: hours\n    attainment: 95', 'value: 2\n    unit: hours\n    attainment: 95'])],
    changes: [['changed promise tightened SLA-BOREAL#p1-restore',
      /Restoration of priority 1 incidents for Boreal Foods .* tightened from .*4 hours to .*2 hours/]],
    reaches: { 'SLA-BOREAL#p1-restore': { has: [...BOREAL, ...OF_BOREAL, ...UNDER_P1, 'risk RSK-008', 'procedure PROC-INC'],
      not: [...MAASLAB, 'service SVC-LIS'], grave: ['supplier-term CON-CARRIER-A#repair', 'supplier-term CON-CARRIER-B#repair'] } },
    consents: AGREED_BOREAL, voided: ['SLA-BOREAL'], introduced: ['underpinning-weaker-than-sla', 'doc-changed-without-version'],
  },
  {
    name: 'a promise is loosened', edits: [swapIn('agreements/sla-boreal.yaml', 'p2-restore', ['value: 8\n', 'value: 12\n'])],
    changes: [['changed promise loosened SLA-BOREAL#p2-restore', /Boreal Foods .* loosened from .*8 hours to .*12 hours/]],
    reaches: { 'SLA-BOREAL#p2-restore': { has: [...BOREAL, ...OF_BOREAL], not: [...MAASLAB, 'service SVC-LIS', ...UNDER_P1] } },
    consents: AGREED_BOREAL, voided: ['SLA-BOREAL'],
  },
  {
    name: 'value and unit change together, and say the same',
    edits: [swapIn('agreements/sla-boreal.yaml', 'p1-restore', ['value: 4\n    unit: hours\n', 'value: 240\n    unit: minutes\n'])],
    changes: [['changed promise neutral SLA-BOREAL#p1-restore', /same/, /240 minutes/, /4 hours/]],
    reaches: { 'SLA-BOREAL#p1-restore': { has: [...BOREAL, ...UNDER_P1], not: MAASLAB } },
    // The customer agreed to just that; the document is another one to whoever approved it.
    consents: missing('SLA-BOREAL', 'approved ROLE-SD', 'reviewed ROLE-SLM'), voided: ['SLA-BOREAL'],
  },
  {
    name: 'value and unit change together, from 30 minutes to 1 hour',
    edits: [swapIn('agreements/sla-maaslab.yaml', 'p2-response', ['value: 30\n    unit: minutes\n', 'value: 1\n    unit: hours\n'])],
    changes: [['changed promise loosened SLA-MAASLAB#p2-response', /loosened from .*30 minutes to .*1 hour/]],
    reaches: { 'SLA-MAASLAB#p2-response': { has: [...MAASLAB, ...OF_MAASLAB], not: [...BOREAL, 'service SVC-ERP', 'service SVC-LIS'] } },
    consents: AGREED_MAASLAB, voided: ['SLA-MAASLAB'],
  },
  {
    name: 'attainment', edits: [swapIn('agreements/sla-maaslab.yaml', 'p3-restore', ['attainment: 90', 'attainment: 95'])],
    changes: [['changed promise tightened SLA-MAASLAB#p3-restore', /tightened from .*90 %.* to .*95 %/]],
    reaches: { 'SLA-MAASLAB#p3-restore': { has: [...MAASLAB, ...OF_MAASLAB], not: BOREAL } }, consents: AGREED_MAASLAB, voided: ['SLA-MAASLAB'],
  },
  {
    name: 'a quarter instead of a month',
    edits: [swapIn('agreements/sla-boreal.yaml', 'mail-availability', ['    window: calendar-month\n', '    window: quarter\n'])],
    changes: [['changed promise loosened SLA-BOREAL#mail-availability', /loosened from .*99\.9 %.*month to .*99\.9 %.*quarter/]],
    reaches: { 'SLA-BOREAL#mail-availability': { has: [...BOREAL, 'service SVC-MAIL', 'risk RSK-001'],
      not: [...MAASLAB, 'service SVC-ERP', 'service SVC-WORK'] } }, consents: AGREED_BOREAL, voided: ['SLA-BOREAL'],
  },
  {
    name: 'another calendar', edits: [swapIn('agreements/sla-maaslab.yaml', 'p3-restore', ['CAL-LAB', 'CAL-OFFICE'])],
    changes: [['changed promise loosened SLA-MAASLAB#p3-restore', /loosened/, /CAL-OFFICE.*instead of .*CAL-LAB/]],
    reaches: { 'SLA-MAASLAB#p3-restore': { has: [...MAASLAB, ...OF_MAASLAB], not: BOREAL } }, consents: AGREED_MAASLAB, voided: ['SLA-MAASLAB'],
  },
  {
    name: 'the hours of a calendar', edits: [swap('catalogue/calendars.yaml', ['to: "18:00"', 'to: "17:00"'])],
    changes: [['changed promise loosened CAL-OFFICE', /fewer hours/, /08:00.17:00 instead of .*08:00.18:00/]],
    reaches: { 'CAL-OFFICE': {
      has: [...BOREAL, ...MAASLAB, 'service SVC-WORK', 'promise SLA-BOREAL#p3-response', 'promise SLA-BOREAL#p3-restore',
        'promise SLA-BOREAL#p4-response', 'promise SLA-BOREAL#p4-restore', 'promise SLA-BOREAL#new-workplace',
        'promise SLA-BOREAL#file-restore', 'promise SLA-MAASLAB#new-workplace', 'supplier-term CON-DEVICE#answer',
          'supplier-term CON-LABSOFT#correction'],
      not: ['service SVC-ERP', 'promise SLA-BOREAL#mail-availability', 'promise SLA-BOREAL#erp-availability',
        'promise SLA-MAASLAB#mail-availability'],
    } },
    consents: [
      ...missing('CAL-HARBOUR', 'approved ROLE-SD', 'reviewed ROLE-SLM'), ...missing('CON-DEVICE', 'agreed SUP-DEVICE'),
        ...missing('CON-LABSOFT', 'agreed SUP-LABSOFT'),
      ...missing('SLA-BOREAL', 'agreed CUS-BOREAL'), ...missing('SLA-MAASLAB', 'agreed CUS-MAASLAB'),
    ], voided: ['CAL-HARBOUR'],
  },
  {
    name: 'an exclusion, and a reason for which the clock holds', edits: [
      swapIn('agreements/sla-boreal.yaml', 'erp-availability', ['excludes: [agreed-maintenance]', 'excludes: [agreed-maintenance, customer-caused]']),
        swapIn('agreements/sla-maaslab-lis.yaml', 'p1-restore', ['holds: []', 'holds: [awaiting-supplier]']),
    ],
    changes: [['changed promise loosened SLA-MAASLAB-LIS#p1-restore', /loosened.*awaiting-supplier/],
      ['changed promise loosened SLA-BOREAL#erp-availability', /loosened.*customer-caused/]],
    reaches: {
      'SLA-BOREAL#erp-availability': { has: [...BOREAL, 'service SVC-ERP'], not: [...MAASLAB, 'service SVC-MAIL'] },
      'SLA-MAASLAB-LIS#p1-restore': { has: [...LIS, 'supplier-term CON-LABSOFT#answer-p1', 'supplier-term AGR-MAASLAB-TECH#hands-p1', 'risk RSK-008',
        'procedure PROC-INC'], not: BOREAL },
    },
    consents: [...AGREED_BOREAL, ...AGREED_LIS], voided: ['SLA-BOREAL', 'SLA-MAASLAB-LIS'],
  },
  { name: 'a file elsewhere', edits: [move('catalogue/requirements.yaml', 'registers/requirements.yaml')], changes: [],
    folded: ['moved REQUIREMENTS'] },
  {
    name: 'another id, with the earlier one as its alias',
    edits: [swap('agreements/priority-matrix.yaml', ['id: PM-HARBOUR\n', 'id: PM-ALL\naliases: [PM-HARBOUR]\n'])],
    changes: [['renamed content neutral PM-ALL', /PM-ALL.*PM-HARBOUR/]],
    reaches: { 'PM-ALL': { has: [...BOREAL, ...MAASLAB, 'agreement SLA-MAASLAB-LIS', 'risk RSK-008', 'procedure PROC-INC'] } },
    consents: missing('PM-ALL', 'approved ROLE-IM', 'approved ROLE-SD'), voided: ['PM-ALL'], introduced: ['alias-used'],
  },
  {
    name: 'another id, and nothing says what it was', edits: [swap('risks/register.yaml', ['id: RSK-010', 'id: RSK-110'])],
    changes: [['renamed content neutral RSK-110', /RSK-110.*RSK-010/]],
    reaches: { 'RSK-110': { has: ['other OBJ-CHANGES', 'other AVAILABILITY-PLAN', 'other POL-CHG', 'procedure PROC-CHG'],
      grave: ['procedure PROC-CHG'] } },
    consents: missing('RISKS', 'approved ROLE-SD', 'reviewed ROLE-CM', 'reviewed ROLE-SMM'), voided: ['RISKS'],
    introduced: ['ref-unresolved-or-obsolete'],
  },
  {
    name: 'rows in another order, paragraphs broken elsewhere',
    edits: [rewrite('risks/register.yaml', text => reversed(text, 'risks')), rewrite('processes/request/procedure.md', rewrapped)],
    changes: [], folded: ['reformatted PROC-REQ', 'reordered RISKS'],
  },
  { name: 'a file laid out by a tool', edits: [rewrite('agreements/sla-maaslab.yaml', laidOut)], changes: [], folded: ['reformatted SLA-MAASLAB'] },
  {
    name: 'a service depends on another one', edits: [swapIn('catalogue/services.yaml', 'SVC-ERP', ['- to: SVC-IAM', '- to: SVC-WORK'])],
    changes: [['changed content changed SVC-ERP', /dependenc.* from .*SVC-IAM.* to .*SVC-WORK/]],
    reaches: { 'SVC-ERP': { has: [...BOREAL, 'promise SLA-BOREAL#erp-availability', 'risk RSK-010', 'risk RSK-016'], not: MAASLAB,
      grave: ['promise SLA-BOREAL#erp-availability'] } },
    consents: missing('CAT-HARBOUR', 'approved ROLE-SD', 'reviewed ROLE-HOST', 'reviewed ROLE-SLM'), voided: ['CAT-HARBOUR'],
    introduced: ['sla-availability-exceeds-composite'],
  },
  {
    name: 'another owner of a service', edits: [swapIn('catalogue/services.yaml', 'SVC-MAIL', ['owner: ROLE-MAIL', 'owner: ROLE-PLAT'])],
    changes: [['changed content neutral SVC-MAIL', /owner changed from .*ROLE-MAIL.* to .*ROLE-PLAT/]],
    reaches: { 'SVC-MAIL': { has: [...BOREAL, ...MAASLAB, 'supplier-term CON-MX-A', 'supplier-term CON-MX-B', 'risk RSK-001'],
      not: ['agreement SLA-MAASLAB-LIS', 'service SVC-LIS'] } },
    consents: missing('CAT-HARBOUR', 'approved ROLE-SD', 'reviewed ROLE-MAIL', 'reviewed ROLE-PLAT', 'reviewed ROLE-SLM'), voided: ['CAT-HARBOUR'],
  },
  {
    // Neither of the two alone: nobody makes oneself the judge.
    name: 'another approver', edits: [swap('processes/incident/procedure.md', ['approver: ROLE-SD', 'approver: ROLE-IM'])],
    changes: [['changed content neutral PROC-INC', /approver changed from .*ROLE-SD.* to .*ROLE-IM/]],
    reaches: { 'PROC-INC': { has: ['procedure PRC-INC', 'procedure PROC-MAJOR'], not: [...BOREAL, ...MAASLAB] } },
    consents: missing('PROC-INC', 'approved ROLE-IM', 'approved ROLE-SD'), voided: ['PROC-INC'],
  },
  {
    name: 'a service in use is taken out', edits: [drop('catalogue/services.yaml', 'SVC-BACKUP')],
    changes: [['removed promise loosened SVC-BACKUP', /Backup and restore .*taken out/]],
    reaches: { 'SVC-BACKUP': { has: [...BOREAL, ...MAASLAB], grave: [
      'agreement SLA-BOREAL', 'agreement SLA-MAASLAB', 'promise SLA-BOREAL#backup-success', 'promise SLA-BOREAL#file-restore',
        'promise SLA-MAASLAB#file-restore', 'service SVC-ERP', 'service SVC-LIS',
      'supplier-term CON-VAULT', 'risk RSK-004', 'risk RSK-005', 'risk RSK-011', 'procedure PROC-CON', 'procedure RM-RESTORE',
    ] } },
    consents: [...missing('CAT-HARBOUR', 'approved ROLE-SD', 'reviewed ROLE-PLAT', 'reviewed ROLE-SLM'),
      ...missing('SLA-BOREAL', 'agreed CUS-BOREAL'), ...missing('SLA-MAASLAB', 'agreed CUS-MAASLAB'), ...missing('CON-VAULT', 'agreed SUP-VAULT')],
    voided: ['CAT-HARBOUR'], introduced: ['ref-unresolved-or-obsolete'],
  },
  {
    name: 'a service in use is retired', edits: [swapIn('catalogue/services.yaml', 'SVC-WORK', ['status: live', 'status: retired'])],
    changes: [['changed promise loosened SVC-WORK', /status changed from live to retired/]],
    reaches: { 'SVC-WORK': { has: [...BOREAL, ...MAASLAB], not: ['agreement SLA-MAASLAB-LIS', 'service SVC-LIS'], grave: [
      'agreement SLA-BOREAL', 'agreement SLA-MAASLAB', 'promise SLA-BOREAL#new-workplace', 'promise SLA-BOREAL#starters',
        'promise SLA-MAASLAB#new-workplace', 'supplier-term CON-DEVICE', 'risk RSK-004', 'risk RSK-018', 'risk RSK-103', 'risk RSK-104',
      'procedure PROC-CON', 'procedure RM-RETURN', 'procedure RM-SOFTWARE', 'procedure RM-WORKPLACE',
    ] } },
    // What was approved does not say whether it is delivered: no approval is voided, and none covers its end.
    consents: [...missing('CAT-HARBOUR', 'approved ROLE-SD', 'reviewed ROLE-SLM', 'reviewed ROLE-WORK'),
      ...missing('SLA-BOREAL', 'agreed CUS-BOREAL'), ...missing('SLA-MAASLAB', 'agreed CUS-MAASLAB'), ...missing('CON-DEVICE', 'agreed SUP-DEVICE')],
    introduced: ['sla-service-unknown'],
  },
  {
    name: 'a target is taken out', edits: [drop('agreements/sla-boreal.yaml', 'satisfaction')],
    changes: [['removed promise loosened SLA-BOREAL#satisfaction', /Satisfaction of users .*taken out/, /at least 4/]],
    reaches: { 'SLA-BOREAL#satisfaction': { has: [...BOREAL, ...OF_BOREAL], not: MAASLAB, grave: ['procedure PROC-SLM'] } }, consents: AGREED_BOREAL,
    voided: ['SLA-BOREAL'], introduced: ['ref-unresolved-or-obsolete'],
  },
  {
    name: 'a target comes', edits: [swap('agreements/sla-maaslab.yaml', ['workloadLimits:\n', `${BACKUP_TARGET}workloadLimits:\n`])],
    changes: [['added promise tightened SLA-MAASLAB#backup-success', /Success of daily backups .*added/, /at least 99 %/]],
    reaches: { 'SLA-MAASLAB#backup-success': { has: [...MAASLAB, 'service SVC-BACKUP'], not: [...BOREAL, 'service SVC-MAIL'] } },
    consents: AGREED_MAASLAB, voided: ['SLA-MAASLAB'],
  },
  {
    name: 'a cell of the priority matrix', edits: [swap('agreements/priority-matrix.yaml', ['significant: { high: P1,', 'significant: { high: P2,'])],
    changes: [['changed promise loosened PM-HARBOUR', /significant.*high.*P2 instead of P1/]],
    reaches: { 'PM-HARBOUR': { has: [...BOREAL, ...MAASLAB, 'agreement SLA-MAASLAB-LIS', 'procedure PROC-INC', 'risk RSK-008'] } },
    consents: [
      ...missing('PM-HARBOUR', 'approved ROLE-IM', 'approved ROLE-SD', 'reviewed ROLE-HOST', 'reviewed ROLE-PLAT', 'reviewed ROLE-SEC'),
      ...missing('SLA-BOREAL', 'agreed CUS-BOREAL'), ...missing('SLA-MAASLAB', 'agreed CUS-MAASLAB'),
        ...missing('SLA-MAASLAB-LIS', 'agreed CUS-MAASLAB'),
    ], voided: ['PM-HARBOUR'], introduced: ['incident-priority-not-from-matrix'],
  },
  {
    name: 'who is accountable: another one, and nobody', edits: [
      swapIn('processes/incident/raci.yaml', 'escalate', ['accountable: [ROLE-IM]', 'accountable: [ROLE-DESKLEAD]']),
        swapIn('processes/incident/raci.yaml', 'review', ['accountable: [ROLE-PM]', 'accountable: []']),
    ],
    changes: [['changed content neutral RACI-INC#escalate', /accountable.*ROLE-DESKLEAD.* added.*ROLE-IM.* taken out/],
      ['changed content neutral RACI-INC#review', /accountable.*ROLE-PM.* taken out/]],
    reaches: { 'RACI-INC#escalate': { has: ['procedure PROC-INC'], not: [...BOREAL, ...MAASLAB] },
      'RACI-INC#review': { has: ['procedure PROC-INC'], not: [...BOREAL, ...MAASLAB] } },
    consents: missing('RACI-INC', 'approved ROLE-DESKLEAD', 'approved ROLE-IM', 'approved ROLE-PM', 'approved ROLE-SD', 'reviewed ROLE-HOST',
      'reviewed ROLE-PLAT'),
    voided: ['RACI-INC'], introduced: ['raci-not-exactly-one-accountable'],
  },
  {
    name: 'a role ends', edits: [drop('registers/roles.yaml', 'ROLE-CAB')],
    changes: [['removed content changed ROLE-CAB', /Change advisory board .*taken out/]],
    reaches: { 'ROLE-CAB': { has: ['other POL-CHG'], not: [...BOREAL, ...MAASLAB],
      grave: ['procedure PROC-CHG', 'procedure RACI-CHG#approve', 'procedure RACI-CHG#approve-wide'] } },
    consents: missing('ROLES', 'approved ROLE-SD', 'reviewed ROLE-SMM'), voided: ['ROLES'], introduced: ['role-unknown-or-vacant'],
  },
  {
    name: 'somebody else holds a role',
    edits: [swapIn('registers/roles.yaml', 'ROLE-IM',
      ['holders: [{ person: PER-RA, from: 2023-06-01 }]',
      'holders:\n      - { person: PER-NB, from: 2026-10-01 }\n      - { person: PER-RA, from: 2023-06-01, until: 2026-09-30 }'])],
    changes: [['changed content changed ROLE-IM', /Nadia Bakker .*added/], ['changed content changed ROLE-IM', /Ria Aalbers .*2026-09-30/]],
    reaches: { 'ROLE-IM': { has: ['procedure PROC-INC', 'procedure PROC-MAJOR', 'procedure RACI-INC#restore'],
      not: ['customer CUS-BOREAL', 'customer CUS-MAASLAB', 'service SVC-MAIL', 'promise SLA-BOREAL#p1-restore'] } },
    consents: missing('ROLES', 'approved ROLE-SD', 'reviewed ROLE-SMM'), voided: ['ROLES'], introduced: ['competence-gap'],
  },
  {
    // Whether more incidents until a problem has to be opened is less, the format does not say; nobody guesses, and it stands first.
    name: 'a threshold of a rule', edits: [swap('sms.yaml', ['incidents: 3', 'incidents: 5'])],
    changes: [['changed frame changed sms.yaml', /recurring-incident-without-problem.*incidents changed from 3 to 5/]],
    consents: missing('sms.yaml', 'approved ROLE-MD'),
  },
  {
    name: 'a rule is switched off, another graded lower',
    edits: [append('sms.yaml', `  awareness-gap: { off: true, reason: The course of November closes it, owner: ROLE-SMM, until: 2026-12-31 }
  competence-gap: { grade: observation, reason: Trainers are booked out, owner: ROLE-SMM, until: 2026-12-31 }
`)],
    changes: [['changed frame loosened sms.yaml', /awareness-gap.*switched off/, /The course of November/, /2026-12-31/],
      ['changed frame loosened sms.yaml', /competence-gap.*observation/]],
    consents: missing('sms.yaml', 'approved ROLE-MD', 'reviewed ROLE-SMM'),
  },
  {
    name: 'a deviation is extended, and one comes', edits: [
      append('registers/deviations.yaml', DEVIATION),
      swapIn('registers/deviations.yaml', 'DEV-001', ['until: 2026-11-30', 'until: 2027-11-30']),
    ],
    changes: [['changed frame loosened DEV-001', /from 2026-11-30 to 2027-11-30/],
      ['added frame loosened DEV-003', /Boreal reads its report late .*added/]],
    reaches: { 'DEV-001': { has: ['supplier-term CON-HALL-B#power'], not: [...BOREAL, ...MAASLAB] } },
    consents: missing('DEVIATIONS', 'approved ROLE-SD', 'reviewed ROLE-NET', 'reviewed ROLE-SLM', 'reviewed ROLE-SMM'), voided: ['DEVIATIONS'],
  },
  {
    name: 'a supplier promises less than what rests on it',
    edits: [swapIn('agreements/contracts/carrier-a.yaml', 'repair', ['value: 3\n', 'value: 5\n'])],
    changes: [['changed promise loosened CON-CARRIER-A#repair', /Maaswijk Fiber .*loosened from .*3 hours to .*5 hours/]],
    reaches: { 'CON-CARRIER-A#repair': { has: [...BOREAL, ...MAASLAB],
      not: ['agreement SLA-MAASLAB-LIS', 'service SVC-LIS', 'promise SLA-BOREAL#p2-restore'],
      grave: ['promise SLA-BOREAL#p1-restore', 'promise SLA-MAASLAB#p1-restore'] } },
    consents: missing('CON-CARRIER-A', 'agreed SUP-CARRIER-A', 'approved ROLE-SD', 'reviewed ROLE-SUP'), voided: ['CON-CARRIER-A'],
    introduced: ['underpinning-weaker-than-sla'],
  },
  {
    name: 'an internal agreement is tightened',
    edits: [swapIn('agreements/internal/technical-service-maaslab.yaml', 'hands-p1', ['value: 30\n', 'value: 20\n'])],
    changes: [['changed promise tightened AGR-MAASLAB-TECH#hands-p1', /tightened from .*30 minutes to .*20 minutes/]],
    reaches: { 'AGR-MAASLAB-TECH#hands-p1': { has: ['promise SLA-MAASLAB-LIS#p1-restore', 'agreement SLA-MAASLAB-LIS', 'customer CUS-MAASLAB'],
      not: [...BOREAL, 'promise SLA-MAASLAB-LIS#p2-restore'] } },
    consents: missing('AGR-MAASLAB-TECH', 'agreed SUP-MAASLAB-TECH', 'approved ROLE-SD', 'reviewed ROLE-NET'), voided: ['AGR-MAASLAB-TECH'],
  },
  {
    name: 'how much risk is accepted, and how much one leaves',
    edits: [swap('risks/criteria.yaml', ['appetite: moderate ', 'appetite: high ']),
      swapIn('risks/register.yaml', 'RSK-009', ['residual: { likelihood: 2', 'residual: { likelihood: 4'])],
    changes: [['changed content changed RSK-009', /residual.*likelihood changed from 2 to 4/],
      ['changed content changed RC-HARBOUR', /appetite changed from moderate to high/]],
    reaches: { 'RSK-009': { has: ['supplier-term CON-HALL-B'], not: [...BOREAL, ...MAASLAB] },
      'RC-HARBOUR': { has: ['other RISKS', 'other POLICY'], not: [...BOREAL, ...MAASLAB] } },
    consents: [...missing('RC-HARBOUR', 'approved ROLE-MD', 'reviewed ROLE-SMM'),
      ...missing('RISKS', 'approved ROLE-SD', 'reviewed ROLE-OPS', 'reviewed ROLE-SMM')], voided: ['RC-HARBOUR', 'RISKS'],
  },
  {
    name: 'how far the treatment of a risk is',
    edits: [swapIn('risks/register.yaml', 'RSK-001',
      ['status: in-progress',
      'status: done\n        doneOn: 2026-10-12\n        effect: Frankfurt failed on 2026-10-13, and mail came in by Amsterdam'])],
    changes: [['changed progress neutral RISKS#upstream', /status changed from in-progress to done/],
      ['changed progress neutral RISKS#upstream', /2026-10-12/], ['changed progress neutral RISKS#upstream', /Frankfurt failed/]],
  },
  {
    name: 'a sentence of a procedure',
    edits: [swap('processes/incident/procedure.md', ['within five minutes of the call', 'within ten minutes of the call'])],
    changes: [['changed content changed PROC-INC', /Steps.*ten.* instead of .*five/]],
    reaches: { 'PROC-INC': { has: ['procedure PRC-INC', 'procedure PROC-MAJOR', 'procedure PROC-PRB', 'procedure PROC-REQ'],
      not: [...BOREAL, ...MAASLAB] } },
    consents: missing('PROC-INC', 'approved ROLE-IM', 'approved ROLE-SD', 'reviewed ROLE-HOST', 'reviewed ROLE-PLAT', 'reviewed ROLE-SEC'),
    voided: ['PROC-INC'],
  },
  {
    name: 'a section is taken out', edits: [rewrite('processes/problem/procedure.md', text => text.replace(/\n## Measures[^]*$/, ''))],
    changes: [['changed content changed PROC-PRB', /Measures.* taken out/]],
    reaches: { 'PROC-PRB': { has: ['procedure PRC-PRB', 'procedure PROC-INC', 'procedure PROC-MAJOR'] } },
    consents: missing('PROC-PRB', 'approved ROLE-PM', 'approved ROLE-SD', 'reviewed ROLE-IM'), voided: ['PROC-PRB'], introduced: ['section-missing'],
  },
  {
    name: 'a record comes, and another one is corrected',
    edits: [add('records/incidents/INC-4301.yaml', INCIDENT),
      swap('records/incidents/INC-4236.yaml', ['cause: Software update', 'cause: Update of the maker of the laptop'])],
    changes: [['changed record neutral INC-4236', /cause changed from Software update to Update of the maker/],
      ['added record neutral INC-4301', /Scanner of the warehouse/]],
  },
  {
    name: 'the signed copy', edits: [sms => { sms.set('agreements/signed/sla-boreal-1.4.pdf', Uint8Array.of(37, 80, 68, 70, 0, 255)); }],
    changes: [['changed attachment changed agreements/signed/sla-boreal-1.4.pdf', /changed/]],
  },
  {
    name: 'a new version to which all have agreed', edits: [
      swap('agreements/sla-boreal.yaml', ['version: 1.4\n', 'version: 1.5\n'],
        ['approvedOn: 2026-02-12\neffectiveFrom: 2026-03-01\nreviewedOn: 2026-02-10',
        'approvedOn: 2026-10-12\neffectiveFrom: 2026-10-14\nreviewedOn: 2026-10-09']),
      swapIn('agreements/sla-boreal.yaml', 'p2-restore', ['value: 8\n', 'value: 6\n']),
      approval('SLA-BOREAL', '1.5-ROLE-SD', 'meaning: approved\nrole: ROLE-SD\nperson: PER-LM\non: 2026-10-12\neffectiveFrom: 2026-10-14\n',
        'agreements/sla-boreal.yaml'),
      approval('SLA-BOREAL', '1.5-CUS-BOREAL', 'meaning: agreed\nparty: CUS-BOREAL\nname: J. Vermeer\nposition: Head of IT\non: 2026-10-13\n',
        'agreements/sla-boreal.yaml'),
      approval('SLA-BOREAL', '1.5-ROLE-SLM', 'meaning: reviewed\nrole: ROLE-SLM\nperson: PER-FB\non: 2026-10-09\n', 'agreements/sla-boreal.yaml'),
    ],
    changes: [
      ['changed promise tightened SLA-BOREAL#p2-restore', /8 hours to .*6 hours/],
        ['changed lifecycle neutral SLA-BOREAL', /version changed from 1\.4 to 1\.5/],
        ['changed lifecycle neutral SLA-BOREAL', /approval changed from 2026-02-12 to 2026-10-12/],
      ['changed lifecycle neutral SLA-BOREAL', /effective day changed from 2026-03-01/],
        ['changed lifecycle neutral SLA-BOREAL', /review changed from 2026-02-10/],
      ['added record neutral APR-SLA-BOREAL-1.5-CUS-BOREAL', /added/], ['added record neutral APR-SLA-BOREAL-1.5-ROLE-SD', /added/],
        ['added record neutral APR-SLA-BOREAL-1.5-ROLE-SLM', /added/],
    ],
    reaches: { 'SLA-BOREAL#p2-restore': { has: BOREAL, not: MAASLAB } },
    // Without a history nobody can say whether they wrote it themselves.
    consents: ['SLA-BOREAL agreed CUS-BOREAL claimed', 'SLA-BOREAL approved ROLE-SD claimed', 'SLA-BOREAL reviewed ROLE-SLM claimed'],
  },
  {
    name: 'only the number of the version', edits: [swap('processes/request/procedure.md', ['version: 1.8', 'version: 1.9'])],
    changes: [['changed lifecycle neutral PROC-REQ', /version changed from 1\.8 to 1\.9/]],
    // The approval is of 1.8.
    consents: missing('PROC-REQ', 'approved ROLE-SD', 'reviewed ROLE-DESKLEAD'), voided: ['PROC-REQ'],
  },
  {
    name: 'two promises in a file laid out by a tool', edits: [
      swapIn('agreements/sla-maaslab.yaml', 'p4-restore', ['value: 45', 'value: 60']),
        swapIn('agreements/sla-maaslab.yaml', 'p1-response', ['attainment: 95', 'attainment: 90']), rewrite('agreements/sla-maaslab.yaml', laidOut),
    ],
    changes: [['changed promise loosened SLA-MAASLAB#p1-response', /95 %.* to .*90 %/],
      ['changed promise loosened SLA-MAASLAB#p4-restore', /45 business hours to .*60 business hours/]],
    reaches: { 'SLA-MAASLAB#p1-response': { has: MAASLAB, not: BOREAL }, 'SLA-MAASLAB#p4-restore': { has: MAASLAB, not: BOREAL } },
    consents: AGREED_MAASLAB, voided: ['SLA-MAASLAB'],
  },
  {
    name: 'a service in another catalogue', edits: [sms => {
      const text = textOf(sms, 'catalogue/services.yaml'), row = entry(text, 'SVC-VOICE');
      sms.set('catalogue/services.yaml', text.replace(row, ''));
      add('catalogue/planned.yaml', PLANNED + row)(sms);
    }],
    changes: [['moved content neutral SVC-VOICE', /Managed telephony .*CAT-HARBOUR.*CAT-PLANNED/],
      ['added content neutral CAT-PLANNED', /Planned services.* added/]],
    reaches: { 'SVC-VOICE': { has: ['other SD-VOICE'], not: MAASLAB } },
    // Each catalogue is another one without it, or with it.
    consents: [...missing('CAT-HARBOUR', 'approved ROLE-SD', 'reviewed ROLE-NET', 'reviewed ROLE-SLM'), 'CAT-PLANNED approved ROLE-SD claimed',
      ...missing('CAT-PLANNED', 'reviewed ROLE-NET', 'reviewed ROLE-SLM')], voided: ['CAT-HARBOUR'],
  },
];
