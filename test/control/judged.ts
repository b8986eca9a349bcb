import { dirname, join } from 'node:path';
import { diskFiles } from '../../src/node/disk.js';
import { openHistory, type HistoryOptions } from '../../src/node/git-history.js';
import { analyse } from '../../src/session/analyse.js';
import { Session, type CheckResult } from '../../src/session/session.js';
import { defaults } from '../../src/sms/config.js';
import type { DocumentControl, Timeline } from '../../src/sms/control.js';
import type { HistorySource } from '../../src/sms/history.js';
import type { Parser } from '../../src/sms/files.js';
import { Repository } from '../support/repository.js';

/** The people of the small SMS below, as they commit. */
export const TOM = 'Tom Dekker <tom@example.org>';
export const LENA = 'Lena Maas <lena@example.org>';
export const SASKIA = 'Saskia Hoek <saskia@example.org>';
export const BOT = 'portal-bot <bot@example.org>';

export const DOCUMENT = 'policies/mail.md';
export const RECORD = 'approvals/DOC-MAIL/1.0-ROLE-SD.yaml';
export const DAY = '2026-01-05';
export const TODAY = '2026-10-15';

export const BASE: Readonly<Record<string, string>> = {
  'sms.yaml': 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\nstage: building\n',
  'roles.yaml': `kind: role-register
id: ROLES
title: Roles
people:
  - { id: PER-TD, name: Tom Dekker, emails: [tom@example.org] }
  - { id: PER-LM, name: Lena Maas, emails: [lena@example.org, lena.maas@home.example] }
  - { id: PER-SH, name: Saskia Hoek, emails: [saskia@example.org] }
  - { id: PER-XX, name: Xenia Xanthos }
roles:
  - { id: ROLE-SD, title: Service director, holders: [{ person: PER-LM, from: 2024-01-01 }, { person: PER-XX, from: 2024-01-01 }] }
  - { id: ROLE-OLD, title: Former director, holders: [{ person: PER-LM, from: 2024-01-01, until: 2026-03-31 }, { person: PER-SH, from: 2026-04-01 }] }
  - { id: ROLE-NEW, title: Later director, holders: [{ person: PER-SH, from: 2024-01-01, until: 2026-03-31 }, { person: PER-LM, from: 2026-04-01 }] }
  - { id: ROLE-SMM, title: SMS manager, holders: [{ person: PER-TD, from: 2024-01-01 }] }
`,
  'parties.yaml': 'kind: customer-register\nid: CUSTOMERS\ntitle: Customers\ncustomers: [{ id: CUS-BOREAL, title: Boreal Foods, owner: ROLE-SMM }]\n',
};

type Fields = Readonly<Record<string, string | undefined>>;

function lines(fields: Fields): string { return Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}\n`])).join(''); }

/** The policy on e-mail: a draft of version 1.0, unless said otherwise. `words` is what it says; undefined leaves a field out. */
export function mail({ words = 'Mail is for work.', comment = '', ...fields }: Fields = {}): string {
  const header = { kind: 'document', id: 'DOC-MAIL', title: 'Use of e-mail', version: '1.0', status: 'in-review', owner: 'ROLE-SMM', approver: 'ROLE-SD', ...fields };
  return `---\n${comment}${lines(header)}---\n\n# Use of e-mail\n\n${words}\n`;
}

/** The same with the header of an approved document. */
export function approved(fields: Fields = {}): string { return mail({ status: 'approved', approvedOn: DAY, effectiveFrom: DAY, ...fields }); }

/** A record of the approval of a text of the document, by Lena in the role of the approver unless said otherwise. */
export function recordOf(text: string, fields: Fields = {}): string {
  return lines({
    kind: 'approval-record', id: 'APR-MAIL', title: 'Approval of DOC-MAIL', artefact: 'DOC-MAIL', version: '1.0', meaning: 'approved', role: 'ROLE-SD', person: 'PER-LM', on: DAY,
    ...('digest' in fields ? {} : { digest: digestOfText(DOCUMENT, text) }), ...fields,
  });
}

/** The digest of a file as a session computes it. */
export function digestOfText(file: string, text: string): string {
  const { digest } = analyse({ file, text, digest: 'only' }, { config: defaults('sms.yaml'), today: TODAY });
  if (digest === undefined) throw new Error(`${file} has no digest`);
  return digest;
}

/** A repository in which Tom committed the small SMS. */
export async function smallSms(more: Readonly<Record<string, string>> = {}): Promise<Repository> {
  const repository = await Repository.create();
  repository.write({ ...BASE, ...more }).commit({ author: TOM, message: 'Begin' });
  return repository;
}

/** Tom drafts a version, and Lena approves it with a record; gives the ids of both commits. */
export function draftAndApprove(repository: Repository, { file = DOCUMENT, record = RECORD, fields = {}, of = {} }: { file?: string; record?: string; fields?: Fields; of?: Fields } = {}): { drafted: string; approval: string } {
  const drafted = repository.write({ [file]: mail(fields) }).commit({ author: TOM, message: 'Draft' });
  const text = approved(fields);
  const approval = repository.write({ [file]: text, [record]: recordOf(text, of) }).commit({ author: LENA, message: 'Approve' });
  return { drafted, approval };
}

export interface Judged {
  result: CheckResult;
  timeline: Timeline | undefined;
  document: DocumentControl | undefined;
}

/** Reads and checks in this thread. */
export const parser: Parser = { parse: (jobs, frame) => Promise.resolve(jobs.map(job => analyse(job, frame))) };

/** A folder as the command line checks it, in one thread: the real disk and the real git. */
export async function judge(folder: string, { id = 'DOC-MAIL', today = TODAY, ...options }: { id?: string; today?: string } & Partial<HistoryOptions> = {}): Promise<Judged> {
  const history = openHistory({ root: folder, ...options });
  try {
    return await judgeWith(folder, history, id, today);
  } finally {
    history.dispose();
  }
}

export async function judgeWith(folder: string, history: HistorySource, id: string, today: string): Promise<Judged> {
  const session = new Session(diskFiles(folder), parser, { history });
  await session.refresh();
  const result = await session.check({ now: new Date(`${today}T10:00:00Z`), today });
  return { result, timeline: await session.timeline(id), document: result.control.documents.get(id) };
}

/** A clone of a repository beside it, which goes with it. */
export function clone(repository: Repository, name: string, ...options: string[]): string {
  const to = join(dirname(repository.path), name);
  repository.git('clone', '-q', ...options, `file://${repository.path}`, to);
  return to;
}

/** What was decided of the approval of today's version: its state, the reason that decides, the commit that it names, and what is flagged beside. */
export interface Verdict { state: string; code: string; commit: string; flagged: string[] }

/** `commits` gives names to ids, so that a verdict can be read. */
export function verdictOf({ result, timeline, document }: Judged, commits: Readonly<Record<string, string>>): Verdict {
  const named = (id: string): string => Object.entries(commits).find(([, commit]) => id !== '' && commit.startsWith(id))?.[0] ?? id;
  const approval = document?.approval, reason = approval?.reasons[0], { history } = result.control, changed = document?.changedSinceApproval;
  const commit = (reason?.args['commit'] ?? '').split(', ').map(named).join(' ');
  const flagged = [
    ...(approval?.remarks ?? []).map(({ code }) => code),
    ...(timeline?.remarks ?? []).map(({ code }) => `timeline ${code}`),
    ...(timeline?.tags ?? []).filter(tag => tag.nameInside !== undefined && tag.nameInside !== tag.name).map(tag => `tag ${tag.name} is ${tag.nameInside ?? ''} inside`),
    ...('head' in history ? [...(history.cut ? [`cut ${history.cut.reason}`] : []), ...history.ignored.map(ignored => `ignored ${ignored}`), ...(history.underway ? [history.underway] : [])] : [`no history: ${history.reason}`]),
    ...(changed ? [`changed in ${named(changed.commit ?? '')}`] : []),
    ...result.findings.filter(({ rule }) => rule === 'doc-approval-invalid' || rule === 'doc-changed-without-version').map(({ rule, message }) => `${rule} ${message}`),
    ...(result.incomplete.length > 0 ? ['incomplete'] : []),
  ];
  return { state: approval?.state ?? 'none', code: reason?.code ?? '', commit, flagged };
}
