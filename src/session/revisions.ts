import { blobId, sameBlob } from '../control/digest.js';
import { decodeUtf8 } from '../sms/bytes.js';
import type { Config } from '../sms/config.js';
import type { Contents, Revision } from '../sms/control.js';
import { isFields, text } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import type { Frame, Parser } from '../sms/files.js';
import type { HistorySource } from '../sms/history.js';
import type { ParseJob } from '../sms/parse.js';
import { adoptionFor } from '../sms/adoption.js';
import { isMarkdown, isYaml } from '../sms/source.js';
import { compareText, textHash } from '../sms/text.js';
import { matchesGlob } from '../sms/wildcards.js';
import type { FileFacts } from '../sms/types.js';

/** Past contents kept, some hundred bytes each. */
const MOST_KEPT = 100_000;
/** Past contents fetched at once. */
const PORTION = 256;

/** What is known of the files of today. */
export interface Today {
  textOf(file: string): string | undefined;
  factsOf(file: string): FileFacts | undefined;
  /** Git's id of its bytes, where they come out of git. */
  idOf(file: string): string | undefined;
}

/**
 * The contents of an SMS, of the past by blob and of today by text, each read and digested once. Kept between checks; a change of sms.yaml
 * that changes what a file means begins anew.
 */
export class Revisions {
  private readonly byBlob = new Map<string, Revision | undefined>();
  private readonly byText = new Map<string, { hash: string; revision: Revision | undefined }>();
  private readonly blobs = new Map<string, { text: string; blob: string }>();
  private readonly same = new Map<string, { text: string; blob: string; same: boolean }>();
  private key = '';
  /** Adopted files whose id is their path: the same bytes under two names are two documents. */
  private namedByFile = false;

  /** `known`: those of another state of the same repository, with its texts. */
  constructor(private readonly source: HistorySource | undefined, private readonly parser: Parser, private readonly known?: { revisions: Revisions; textOf(file: string): string | undefined }) {}

  /** The contents as a judgement asks for them, beside what is known of today. */
  contents(frame: Frame, today: Today): Contents {
    const key = JSON.stringify([frame.config.adopt]);
    // What a text means depends on the adoptions.
    if (key !== this.key) {
      this.byBlob.clear();
      this.byText.clear();
      if (this.known?.revisions.key === key) for (const [place, revision] of this.known.revisions.byBlob) this.byBlob.set(place, revision);
    }
    this.key = key;
    this.namedByFile = frame.config.adopt.some(({ id }) => id?.from !== 'field');
    // The half that was read first.
    if (this.byBlob.size > MOST_KEPT) for (const blob of [...this.byBlob.keys()].slice(0, MOST_KEPT / 2)) this.byBlob.delete(blob);
    const contents: Contents = {
      past: async wanted => {
        const missing = [...new Map(wanted.filter(({ file, blob }) => blob !== '' && !this.byBlob.has(this.place(file, blob))).map(each => [this.place(each.file, each.blob), each])).values()];
        // What was never changed since need not be fetched.
        const same = missing.filter(({ file, blob }) => { const text = today.textOf(file); return text !== undefined && (today.idOf(file) ?? this.blobOf(file, text, blob)) === blob; });
        const now = same.length > 0 ? await contents.today(same.map(({ file }) => file)) : new Map<string, Revision>();
        for (const { file, blob } of same) { const revision = now.get(file); if (revision) this.byBlob.set(this.place(file, blob), { ...revision, blob }); }
        const rest = missing.filter(({ file, blob }) => !this.byBlob.has(this.place(file, blob)));
        for (let at = 0; at < rest.length; at += PORTION) await this.readPast(rest.slice(at, at + PORTION), frame);
        return found(wanted.map(({ file, blob }) => [blob, this.byBlob.get(this.place(file, blob))]));
      },
      today: async files => {
        const texts = new Map(files.flatMap(file => { const now = today.textOf(file); return now === undefined ? [] : [[file, now] as const]; }));
        const missing = [...texts].filter(([file, now]) => {
          const hash = textHash(now);
          if (this.byText.get(file)?.hash === hash) return false;
          // By the text itself: who writes a change could make two texts of one hash.
          const same = this.known?.revisions.key === this.key && this.known.textOf(file) === now ? this.known.revisions.byText.get(file) : undefined;
          if (same?.hash === hash) this.byText.set(file, same);
          return same?.hash !== hash;
        });
        const facts = new Map(missing.map(([file]) => [file, today.factsOf(file)]));
        // A record is compared by what it says, and the digest of a document may have been taken when it was read.
        const unread = missing.filter(([file]) => { const known = facts.get(file); return known?.digest === undefined && (known?.artefact?.header !== 'record' || known.incomplete !== undefined); });
        const read = await this.parse(unread.map(([file, now]) => ({ file, text: now })), frame);
        unread.forEach(([file], at) => { const now = read[at]; if (now) facts.set(file, now); });
        for (const [file, now] of missing) this.byText.set(file, { hash: textHash(now), revision: revision(facts.get(file), file, '') });
        return found([...texts.keys()].map(file => [file, this.byText.get(file)?.revision]));
      },
    };
    return contents;
  }

  /** Whether a text is what git holds under an id. */
  isBlob(file: string, now: string, blob: string): boolean {
    if (this.blobOf(file, now, blob) === blob) return true;
    const known = this.same.get(file);
    if (known?.text === now && known.blob === blob) return known.same;
    const same = sameBlob(now, blob);
    this.same.set(file, { text: now, blob, same });
    return same;
  }

  private place(file: string, blob: string): string { return this.namedByFile ? `${blob} ${file}` : blob; }

  /** Git's id of a text of today; `like`: another id of the repository. */
  blobOf(file: string, now: string, like: string): string {
    let known = this.blobs.get(file);
    if (known?.text !== now || known.blob.length !== like.length) this.blobs.set(file, known = { text: now, blob: blobId(now, like) });
    return known.blob;
  }

  private async readPast(wanted: readonly { file: string; blob: string }[], frame: Frame): Promise<void> {
    const bytes = await this.source?.blobs(wanted.map(({ blob }) => blob)) ?? new Map<string, Uint8Array>();
    const jobs: { file: string; blob: string; text: string }[] = [];
    for (const { file, blob } of wanted) {
      const raw = bytes.get(blob), decoded = raw && decodeUtf8(raw);
      // What is not there now may be there when it is fetched; what is no text will never be one.
      if (decoded?.ok && isRead(file, frame.config)) jobs.push({ file, blob, text: decoded.text });
      else if (raw) this.byBlob.set(this.place(file, blob), noDocument(file, blob));
    }
    const facts = await this.parse(jobs, frame);
    jobs.forEach(({ file, blob }, at) => {
      const of = facts[at];
      // Another time the machine may have more time.
      if (of?.reports.some(({ rule, message }) => rule === 'limit-reached' && (message === 'time' || message === 'memory'))) return;
      const whole = of && (of.artefact !== undefined || of.incomplete === undefined);
      this.byBlob.set(this.place(file, blob), revision(of, file, blob) ?? (whole && !of.artefact ? noDocument(file, blob) : { ...noDocument(file, blob), unreadable: true }));
    });
  }

  private async parse(texts: readonly { file: string; text: string }[], frame: Frame): Promise<FileFacts[]> {
    if (texts.length === 0) return [];
    return this.parser.parse(texts.map(({ file, text: now }): ParseJob => {
      const adoption = adoptionFor(file, now, frame.config, matchesGlob);
      return { file, text: now, digest: 'only', ...(adoption && { adoption }) };
    }), frame);
  }
}

function isRead(file: string, { adopt }: Config): boolean { return isMarkdown(file) || isYaml(file) || adopt.some(({ files }) => matchesGlob(files, file)); }

/** What stands for a content that is no document. */
function noDocument(file: string, blob: string): Revision { return { blob, file, id: '', kind: '', title: '', digest: '' }; }

function found(entries: readonly (readonly [string, Revision | undefined])[]): Map<string, Revision> {
  return new Map(entries.flatMap(([key, value]) => (value ? [[key, value] as const] : [])));
}

/** Data in one order of keys: two texts that say the same give the same. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (isFields(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => compareText(a, b))) : each));
}

function revision(facts: FileFacts | undefined, file: string, blob: string): Revision | undefined {
  const artefact = facts?.artefact;
  if (!artefact || (facts?.digest === undefined && artefact.header !== 'record')) return undefined;
  const { data } = artefact, field = (key: string): object => { const value = text(data, key); return value === undefined ? {} : { [key]: value }; };
  const day = (key: string): object => { const value = text(data, key); return isDay(value) ? { [key]: value } : {}; };
  return {
    blob, file, id: artefact.id, kind: artefact.kind, title: artefact.title, digest: facts.digest ?? '',
    ...(artefact.header === 'record' && { says: textHash(canonical(data)) }), ...field('version'), ...field('status'), ...day('approvedOn'), ...field('approvedBy'), ...day('effectiveFrom'), ...day('reviewedOn'), ...field('changeSummary'),
  };
}
