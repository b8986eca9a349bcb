import { blobId } from '../../src/control/digest.js';
import { EXAMPLE_CONFIG, EXAMPLE_TODAY, type Committed } from '../../src/rules/marked.js';
import type { Rule } from '../../src/rules/rule.js';
import { rulesOf } from '../../src/rules/book.js';
import { analyse } from '../../src/session/analyse.js';
import { Session, type CheckResult } from '../../src/session/session.js';
import { filesOf, type Parser } from '../../src/sms/files.js';
import type { Commit, History, HistorySource } from '../../src/sms/history.js';
import { compareText } from '../../src/sms/text.js';

/** The session over texts in memory, with the history that the commits make. */
export async function checkTexts(files: ReadonlyMap<string, string>, options: TextOptions = {}): Promise<CheckResult> { return (await openTexts(files, options))(new Map()); }

export interface TextOptions { rules?: readonly Rule[]; today?: string; commits?: readonly Committed[]; own?: 'refused' }

/** The same, kept open: gives what is found with some texts unsaved, and reads only these anew. */
export async function openTexts(files: ReadonlyMap<string, string>, options: TextOptions = {}): Promise<(unsaved: ReadonlyMap<string, string>) => Promise<CheckResult>> {
  const texts = new Map(files), { rules } = options;
  if (!texts.has('sms.yaml')) texts.set('sms.yaml', EXAMPLE_CONFIG);
  const parser: Parser = { parse: (jobs, frame) => Promise.resolve(jobs.map(job => analyse(job, frame, rules ?? rulesOf(frame.config).all))) };
  const session = new Session(filesOf(texts), parser, { ...(options.own && { own: options.own }), ...(options.commits && options.commits.length > 0 && { history: historyOf(options.commits) }) });
  await session.refresh();
  let before: readonly string[] = [];
  return async unsaved => {
    for (const file of before) session.setOverlay(file, undefined);
    for (const [file, text] of unsaved) session.setOverlay(file, text);
    before = [...unsaved.keys()];
    return session.check({ now: new Date(`${EXAMPLE_TODAY}T10:00:00Z`), ...(rules && { rules }), ...(options.today !== undefined && { today: options.today }) });
  };
}

/** The rules that failed over it: none, in a test that passes. */
export function crashedIn({ incomplete }: CheckResult): CheckResult['incomplete'] { return incomplete.filter(({ rule }) => rule !== undefined); }

/** A straight history as git would tell it. */
export function historyOf(committed: readonly Committed[]): HistorySource {
  const blobs = new Map<string, string>();
  let before = new Map<string, string>();
  const commits = committed.map(({ email, day, files }, at): Commit => {
    const after = new Map([...files].map(([file, text]) => { const blob = blobId(text, ''); blobs.set(blob, text); return [file, blob]; }));
    const changes = [...new Set([...before.keys(), ...after.keys()])].sort(compareText).filter(file => before.get(file) !== after.get(file)).map(file => {
      const old = before.get(file), now = after.get(file);
      return { file, before: old === undefined ? [] : [old], ...(now !== undefined && { after: now }) };
    });
    before = after;
    const who = { name: email.split('@')[0] ?? '', email, at: `${day}T12:00:00+00:00` };
    return { id: commitId(at), parents: at === 0 ? [] : [commitId(at - 1)], author: who, committer: who, changes };
  }).reverse();
  const history: History = { head: commits[0]?.id ?? '', commits, tags: [], files: before, ignored: [] };
  return {
    read: () => Promise.resolve(history),
    blobs: ids => Promise.resolve(new Map(ids.flatMap(id => { const text = blobs.get(id); return text === undefined ? [] : [[id, new TextEncoder().encode(text)]]; }))),
    messages: () => Promise.resolve(new Map()), signatures: () => Promise.resolve(new Map()), identity: () => Promise.resolve(undefined),
  };
}

function commitId(at: number): string { return (at + 1).toString(16).padStart(40, '0'); }
