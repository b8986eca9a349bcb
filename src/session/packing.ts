import { approvalSentence, changedSentence } from '../control/words.js';
import { coverage } from '../evidence/coverage.js';
import type { Desk } from '../evidence/desk.js';
import { coverageOf } from '../evidence/further-coverage.js';
import type { EvidencePack, InForce, PackCommit, PackScope, Period } from '../evidence/pack.js';
import { evidencePack } from '../evidence/packing.js';
import { showsOf } from '../evidence/redaction.js';
import { scopeFilter } from '../evidence/scope.js';
import { sentence } from '../rules/check.js';
import { rulesOf } from '../rules/book.js';
import type { Approval, DocumentControl } from '../sms/control.js';
import { text } from '../sms/data.js';
import { addPeriod, parsePeriod } from '../sms/days.js';
import { isHistory } from '../sms/history.js';
import { ENGLISH, type Language } from '../sms/language.js';
import type { Standard } from '../sms/standard.js';
import { standardsOf } from '../sms/standards.js';
import { compareText } from '../sms/text.js';
import type { Artefact, Day } from '../sms/types.js';
import { isHidden, listSms, type Entry } from '../sms/walk.js';
import { idOfBytes, type Side } from './reviewing.js';

/** What a pack is to be about. */
export interface PackAsked {
  scope: PackScope;
  /** Another standard whose clauses are to be told of as well. */
  standard?: Standard;
  /** Of records; by default up to today, and as far back as `recordsPeriod` of sms.yaml says. */
  period?: Partial<Period>;
  /** The commit that it is made from, or upon which the files stand. */
  commit?: PackCommit;
  /** The files are not those of the commit, or there is none. */
  draft: boolean;
  /** Names of people are left out. */
  rolesOnly?: boolean;
  language?: Language;
  tool: { name: string; version: string };
}

/** `shows`: whether a text may be given away as it is; undefined where everything may. */
export interface Packed { desk: Desk; pack: EvidencePack; shows: ((text: string) => boolean) | undefined }

/** The pack of a checked SMS, and all that it was made from. */
export async function packOf(side: Side, asked: PackAsked): Promise<Packed> {
  const desk = await deskOf(side, asked);
  const names = { rolesOnly: asked.rolesOnly === true };
  return { desk, pack: evidencePack(desk, names), shows: showsOf(desk, names) };
}

/** Gathers what the parts of a pack are made from: the documents in force with their very texts, the tables, and the words for findings. */
export async function deskOf({ session, result, files }: Side, { scope, standard, period, commit, draft, language = ENGLISH, tool }: PackAsked): Promise<Desk> {
  const covered = coverage(result, language), standards = standardsOf(result.config), other = standard ?? (scope.of === 'clause' ? standards.of(scope.id) : undefined),
    further = other && other !== standards.main ? { standard: other, covered: coverageOf(other, result, language, covered) } : undefined, { history } = result.control, of = periodOf(period, result);
  const tables = [];
  // One after the other: each is read as a stream.
  for (const table of session.tables) tables.push([table.log.id, await table.facts(result.model, of, result.today)] as const);
  const tag = isHistory(history) ? history.tags.find(each => each.name === commit?.tag) : undefined, signature = tag && (await session.source?.signatures([tag.object]))?.get(tag.object);
  const blobOf = (file: string): string | undefined => {
    const known = files.idOf?.(file), blob = known ?? (isHistory(history) ? history.files.get(file) : undefined), now = session.textOf(file);
    return blob === undefined || known !== undefined || (now !== undefined ? session.revisions.isBlob(file, now, blob) : !draft) ? blob : undefined;
  };
  return {
    checked: result, covered, ...(further && { further }), scope, inScope: scopeFilter(scope, result, [...covered, ...further?.covered ?? []]), period: of, ...(commit && { commit }), ...(signature && { signature }), draft,
    inForce: await documentsInForce({ session, result, files }, blobOf), tables: new Map(tables), blobOf, textOf: file => session.textOf(file),
    sentence: finding => sentence(rulesOf(result.config).get(finding.rule), finding, language), ruleTitle: rule => language.text(`rule.${rule}.title`, rulesOf(result.config).get(rule)?.title ?? rule), language, tool,
    approvalWords: id => approvalWords(result, id, language),
  };
}

/** What an approval is worth and why, and that the content is no longer what was approved. */
export function approvalWords({ model, control }: Side['result'], id: string, language: Language): string {
  const { approval, changedSinceApproval } = control.documents.get(id) ?? {};
  return [...(approval ? [approvalSentence(approval, model, language)] : []), ...(changedSinceApproval ? [changedSentence(changedSinceApproval, language)] : [])].join(' ');
}

function periodOf({ from, to }: Partial<Period> = {}, { config, today }: Side['result']): Period {
  const length = parsePeriod(config.recordsPeriod), until = to ?? today;
  return { from: from ?? (length ? addPeriod(until, length, -1) : until), to: until };
}

/**
 * Every document as it is in force (format.md F9): what its latest approval that has taken effect is about, in the very bytes that were approved where they are no
 * longer what stands there. What only a header calls approved is a claim; of what is not in force the text that stands there is given, and that it is not.
 */
async function documentsInForce({ session, result, files }: Side, blobOf: (file: string) => string | undefined): Promise<ReadonlyMap<string, InForce>> {
  const { model, control, today } = result;
  const found = new Map<string, InForce>(), earlier: { document: DocumentControl; artefact: Artefact; blob: string; version: string }[] = [];
  for (const document of control.documents.values()) {
    const artefact = model.artefact(document.id);
    if (!artefact) continue;
    const now = (by: InForce['by'], isEarlier = false): void => {
      const blob = blobOf(artefact.file);
      found.set(document.id, {
        artefact, text: session.textOf(artefact.file) ?? '', by, earlier: isEarlier, ...(document.version !== undefined && { version: document.version }), ...(blob !== undefined && { blob }),
      });
    };
    const { versionInForce: version } = document, record = version === undefined ? undefined : recordOf(document, version, today);
    if (version === undefined) now('none');
    else if (document.inForce && !(record && document.changedSinceApproval)) now(record ? 'record' : 'header');
    else {
      const blob = await approvedBlob(document, version, record, { session, result, files });
      // The bytes that were approved are not to be had: what stands there is something else, and not in force.
      if (blob === undefined) now('none', true); else earlier.push({ document, artefact, blob, version });
    }
  }
  const past = await session.pastArtefacts(earlier.map(({ artefact, blob }) => ({ file: artefact.file, blob })), result);
  for (const { document, artefact, blob, version } of earlier) {
    const then = past.get(blob);
    found.set(document.id, then ? { artefact: then.artefact, text: then.text, version, blob, by: 'record', earlier: true }
      : { artefact, text: session.textOf(artefact.file) ?? '', by: 'none', earlier: true, ...(document.version !== undefined && { version: document.version }) });
  }
  return found;
}

/** The latest record of an approval of the version that has taken effect. */
function recordOf({ approvals }: DocumentControl, version: string, today: Day): Approval | undefined {
  const from = ({ effectiveFrom, on = '' }: Approval): Day => effectiveFrom ?? on;
  return approvals.filter(each => each.record && each.meaning === 'approved' && each.version === version && each.state !== 'contradicted' && each.on !== undefined && from(each) <= today)
    .sort((a, b) => compareText(from(b), from(a)))[0];
}

/** Git's id of what was approved: as the record names it, else of the newest content that had the digest of the record, or the version. */
async function approvedBlob({ id }: DocumentControl, version: string, approval: Approval | undefined, { session, result: { model } }: Side): Promise<string | undefined> {
  const data = approval?.record && model.artefact(approval.record.id)?.data, blob = data && text(data, 'blob'), digest = data && text(data, 'digest');
  if (blob !== undefined) return blob;
  const revisions = ((await session.timeline(id))?.entries ?? []).flatMap(({ revision }) => (revision && revision.unreadable !== true ? [revision] : []));
  return revisions.find(revision => (digest !== undefined ? revision.digest === digest : revision.version === version && revision.status === 'approved'))?.blob;
}

/** Files of the SMS that are not what its commit holds, in order: changed, missing or of no commit. Undefined where there is no commit at all. */
export async function notCommitted({ session, result, files }: Side): Promise<readonly string[] | undefined> {
  const { control: { history }, model, config } = result;
  if (!isHistory(history)) return undefined;
  if (files.idOf) return [];
  const here = new Set([...model.paths, ...(session.textOf(config.file) === undefined ? [] : [config.file])]), differing = new Set<string>();
  for (const file of here) {
    const blob = history.files.get(file), now = session.textOf(file);
    if (blob === undefined || !(now !== undefined ? session.revisions.isBlob(file, now, blob) : await idOfBytes(() => files.stream(file), blob).catch(() => undefined) === blob)) differing.add(file);
  }
  for (const file of (await listSms(foldersOf(history.files.keys()), () => Promise.resolve(true), config.ignore)).files) if (!here.has(file)) differing.add(file);
  return [...differing].sort(compareText);
}

/** The folders of a list of files, to be walked like those on disk. */
function foldersOf(files: Iterable<string>): (folder: string) => Promise<readonly Entry[]> {
  const folders = new Map<string, Map<string, Entry>>();
  for (const file of files) {
    if (isHidden(file)) continue;
    const parts = file.split('/');
    parts.forEach((name, at) => {
      const folder = parts.slice(0, at).join('/'), entries = folders.get(folder) ?? new Map<string, Entry>();
      entries.set(name, { name, is: at === parts.length - 1 ? 'file' : 'folder' });
      folders.set(folder, entries);
    });
  }
  return folder => Promise.resolve([...folders.get(folder)?.values() ?? []]);
}
