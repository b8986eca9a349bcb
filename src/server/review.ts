import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { noComparisonSentence } from '../control/words.js';
import type { NamedCommit } from '../node/git.js';
import type { CommitFiles, CommitOfDay, NoBase } from '../node/git-files.js';
import type { ReviewBasesResult, ReviewGroup, ReviewLine, ReviewPageParams, ReviewPageResult, ReviewParams, ReviewResult } from '../protocol.js';
import { fingerprints } from '../sms/findings.js';
import { headline } from '../review/headline.js';
import type { At, Change, Consent, Review } from '../review/types.js';
import { titleOfPart, type Part } from '../review/titles.js';
import { WEIGHTS } from '../review/weights.js';
import { sentence } from '../rules/check.js';
import { rulesOf } from '../rules/book.js';
import { earlierSide, review, type Side } from '../session/reviewing.js';
import { WEIGHT, type Session } from '../session/session.js';
import { isFields } from '../sms/data.js';
import type { Parser } from '../sms/files.js';
import { dayOf, type HistorySource, type NoHistory } from '../sms/history.js';
import { gradeWord, listIn, told, type Language } from '../sms/language.js';
import { labelOf } from '../sms/naming.js';
import { stateWord } from '../sms/clause-states.js';
import type { Finding, Word } from '../sms/types.js';
import type { Checked } from './document-control.js';

/** An earlier state of an SMS, opened from git. */
export interface Past { base: CommitOfDay; files: CommitFiles; history: HistorySource; dispose(): void }

/** What git knows of earlier states of the SMS at a root. */
export interface Pasts {
  names(): Promise<readonly NamedCommit[] | NoHistory>;
  /** The commit from which the base and what is checked out went apart. */
  find(base: string): Promise<CommitOfDay | NoBase | NoHistory>;
  open(base: CommitOfDay): Promise<Past | NoHistory>;
}

/** An SMS as it was checked last, with what leads to its past; without `pasts` git cannot be asked. */
export interface Reviewed { uri: string; session: Session; files: Side['files']; checked: Checked; pasts: Pasts | undefined }

interface Opened { past: Past; side: Side | undefined }

/** Reviews that are shown: the earlier state of each SMS is opened and checked once, however often the later one changes. */
export class Reviews {
  private readonly opened = new Map<string, { key: string; session: Session; opened: Promise<Opened | NoHistory> }>();

  constructor(private readonly parser: Parser) {}

  /** What one may compare with, the last changed first. */
  async bases({ pasts }: Reviewed, language: Language): Promise<ReviewBasesResult> {
    const names = await pasts?.names() ?? { reason: 'virtual' as const, detail: '' };
    if ('reason' in names) return { ok: false, sentence: noComparisonSentence(names, language) };
    const sorted = [...names].sort((a, b) => Date.parse(b.committed) - Date.parse(a.committed) || (a.name < b.name ? -1 : 1));
    return { ok: true, bases: sorted.map(({ name, is, commit, committed }) => ({ name, is, commit, on: dayOf(committed) })) };
  }

  async review(reviewed: Reviewed, base: string, language: Language, now: Date): Promise<ReviewResult> {
    const found = await this.compare(reviewed, base, language, now);
    if ('sentence' in found) return { ok: false, sentence: found.sentence };
    const { compared, past, isNew } = found;
    return {
      ok: true, base: { commit: past.base.commit, on: dayOf(past.base.committed) }, headline: listIn(language, headline(compared).map(each => String(told(language, each)))),
      notes: isNew ? [language.text('review.no-sms-then', 'There was no SMS in this folder then: all that is there now counts as new.')] : [],
      groups: groupsOf(compared, { language, reviewed, past }),
    };
  }

  /** A changed document with its changes marked. */
  async page(reviewed: Reviewed, { base, before, after }: ReviewPageParams, language: Language, now: Date): Promise<ReviewPageResult> {
    const { redline } = await import('../review/redline.js');
    const opened = await this.openedAt(reviewed, base, now);
    if (!('past' in opened)) throw new ResponseError(ErrorCodes.InvalidParams, sentenceOf(opened, language));
    const { result } = reviewed.checked, then = before === undefined || !opened.side ? undefined : sideOf(opened.side, before), there = after === undefined ? undefined : { file: after, model: result.model, text: reviewed.session.textOf(after) };
    return { title: (after === undefined ? undefined : result.model.files.get(after)?.artefact?.title) ?? after ?? before ?? '', html: redline(then, there, language) };
  }

  /** Nothing is read of the past any more. */
  dispose(): void { for (const root of [...this.opened.keys()]) this.close(root); }

  private async compare(reviewed: Reviewed, base: string, language: Language, now: Date): Promise<{ compared: Review; past: Past; isNew: boolean } | { sentence: string }> {
    const opened = await this.openedAt(reviewed, base, now);
    if (!('past' in opened)) return { sentence: sentenceOf(opened, language) };
    return { compared: await review(opened.side, { session: reviewed.session, result: reviewed.checked.result, files: reviewed.files }, language), past: opened.past, isNew: !opened.side };
  }

  /** What is checked out and the base may have moved meanwhile, and with them the commit from which they went apart; the day may have become another. */
  private async openedAt(reviewed: Reviewed, base: string, now: Date): Promise<Opened | NoBase | NoHistory> {
    const { uri, session, pasts, checked: { result } } = reviewed, found = await pasts?.find(base) ?? { reason: 'virtual' as const, detail: '' };
    if (!('commit' in found)) return found;
    const key = JSON.stringify([found.commit, result.today]), known = this.opened.get(uri);
    if (known?.key === key && known.session === session) return known.opened;
    this.close(uri);
    const opened = this.open(reviewed, found, now);
    this.opened.set(uri, { key, session, opened });
    // What failed may succeed another time.
    opened.then(found => { if (!('past' in found)) this.forget(uri, opened); }, () => { this.forget(uri, opened); });
    return opened;
  }

  private async open({ pasts, session, files, checked: { result } }: Reviewed, base: CommitOfDay, now: Date): Promise<Opened | NoHistory> {
    const past = await pasts?.open(base) ?? { reason: 'virtual' as const, detail: '' };
    if (!('files' in past)) return past;
    try {
      return { past, side: await earlierSide(past.files, past.history, { session, result, files }, { parser: this.parser, now }) };
    } catch (error) {
      past.dispose();
      throw error;
    }
  }

  private forget(uri: string, opened: Promise<unknown>): void { if (this.opened.get(uri)?.opened === opened) this.opened.delete(uri); }

  /** The review of an SMS is not looked at any more: what it holds of the past goes. */
  close(uri: string): void {
    const known = this.opened.get(uri);
    this.opened.delete(uri);
    known?.opened.then(found => { if ('past' in found) found.past.dispose(); }, () => undefined);
  }
}

function sideOf({ session, result: { model } }: Side, file: string) { return { file, model, text: session.textOf(file) }; }

function sentenceOf(why: NoBase | NoHistory, language: Language): string {
  if ('reason' in why) return noComparisonSentence(why, language);
  const { noBase, base } = why;
  switch (noBase) {
    case 'unrelated': return language.text('review.unrelated', '{base} and what is checked out have no commit in common: there is none from which they went apart.', { base });
    case 'beyond-cut': return language.text('review.beyond-cut', 'The commit from which {base} and what is checked out went apart is not in this copy of the repository, which does not hold the whole history. Fetch it: git fetch --unshallow', { base });
    case 'not-fetched': return language.text('review.not-fetched', 'There is no {base} in this copy of the repository: it may be misspelt, or not fetched.', { base });
  }
}

interface Desk { language: Language; reviewed: Reviewed; past: Past }

/** As the changes are told: what decides what is looked at, then promises, and so on; beside them who must agree, and what was found. */
function groupsOf({ changes, consequences, consents, findings, approvals, notCompared, clauses }: Review, desk: Desk): ReviewGroup[] {
  const { language } = desk, words = (word: Word): string => String(told(language, word));
  const reached = new Map(consequences.flatMap(({ changes: keys, reached: all }) => keys.map(key => [key, all] as const)));
  const wanted = new Map<string, Consent[]>();
  for (const consent of consents) for (const key of consent.changes) wanted.set(key, [...wanted.get(key) ?? [], consent]);
  const ofChange = (change: Change): ReviewLine => ({
    key: change.key, label: words(change.say), note: change.artefact.id === change.thing.id ? change.artefact.title : `${change.thing.title} · ${change.artefact.title}`, mark: change.direction,
    detail: [
      ...change.parts?.map(words) ?? [],
      ...reachedSentences(reached.get(change.key) ?? [], desk),
      ...(wanted.get(change.key) ?? []).map(consent => consentSentence(consent, language)),
    ],
    ...placesOf(change, desk),
  });
  const numbered = fingerprints(findings.introduced);
  const ofFinding = (mark: ReviewLine['mark']) => (finding: Finding, at: number): ReviewLine => ({
    label: sentence(rulesOf(desk.reviewed.checked.result.config).get(finding.rule), finding, language), note: `${gradeWord(finding.grade, language)} · ${finding.file}`, mark, detail: [],
    ...(mark === 'new' && { key: `finding ${numbered[at] ?? ''}`, after: { uri: desk.reviewed.checked.address(finding.file), file: finding.file, range: finding.range } }),
  });
  const part = (id: Part, lines: ReviewLine[], folded = false): ReviewGroup => ({ id, label: titleOfPart(id, language), folded, lines });
  const groups: ReviewGroup[] = [
    part('not-compared', notCompared.map(({ file, reason }): ReviewLine => ({ label: words(reason), note: file ?? '', mark: 'missing', detail: [] }))),
    ...WEIGHTS.filter(weight => weight !== 'editorial').map(weight => part(weight, changes.filter(each => each.weight === weight).map(ofChange))),
    part('consents', consents.map((consent): ReviewLine => ({
      label: consentSentence(consent, language), note: consent.artefact.title, mark: consent.state === 'missing' || consent.state === 'contradicted' ? 'missing' : 'there', detail: consent.because.map(words),
    }))),
    part('approvals', approvals.map(({ artefact, became, say }): ReviewLine => ({ label: `${artefact.title}: ${words(say)}`, note: artefact.id, mark: became === 'voided' || became === 'weaker' ? 'missing' : 'there', detail: [] }))),
    part('introduced', findings.introduced.map(ofFinding('new'))),
    part('regraded', findings.regraded.map(({ finding, from }): ReviewLine => ({
      ...ofFinding('info')(finding, 0), mark: WEIGHT[finding.grade] > WEIGHT[from] ? 'new' : 'mended', note: `${gradeWord(from, language)} → ${gradeWord(finding.grade, language)} · ${finding.file}`,
    }))),
    part('fixed', findings.fixed.map(ofFinding('mended')), true),
    part('clauses', clauses.map(({ clause, title, before, after, direction, reason }): ReviewLine => ({ label: `${clause} ${title}: ${stateWord(before, language)} → ${stateWord(after, language)}`, note: reason, mark: direction === 'worse' ? 'missing' : direction === 'better' ? 'there' : 'info', detail: [] })), true),
    part('editorial', changes.filter(({ weight }) => weight === 'editorial').map(ofChange), true),
  ];
  return groups.filter(({ lines }) => lines.length > 0);
}

/** What no longer carries stands in a sentence of its own; the rest is counted by its role. */
function reachedSentences(reached: Review['consequences'][number]['reached'], { language }: Desk): string[] {
  const told_ = reached.filter(({ say }) => say !== undefined).map(({ say, thing }) => `${thing.title}: ${told(language, say ?? '')}`);
  const rest = reached.filter(({ say }) => say === undefined).map(({ thing }) => labelOf(thing));
  return [...told_, ...(rest.length > 0 ? [language.text('review.reaches', 'Reaches {things}.', { things: listIn(language, rest) })] : [])];
}

function consentSentence({ who, meaning, state, record }: Consent, language: Language): string {
  const args = { who: who.title === '' ? who.id : who.title, on: record?.on ?? '' };
  if (state === 'missing' || state === 'contradicted') {
    switch (meaning) {
      case 'approved': return language.text('review.wants.approved', '{who} must approve: not there', args);
      case 'agreed': return language.text('review.wants.agreed', '{who} must agree: not there', args);
      case 'reviewed': return language.text('review.wants.reviewed', '{who} must look at it: not there', args);
    }
  }
  switch (meaning) {
    case 'approved': return language.text('review.has.approved', '{who} approved it ({state}) {on}', { ...args, state });
    case 'agreed': return language.text('review.has.agreed', '{who} agreed ({state}) {on}', { ...args, state });
    case 'reviewed': return language.text('review.has.reviewed', '{who} looked at it ({state}) {on}', { ...args, state });
  }
}

function placesOf({ before, after }: Change, { reviewed: { uri, checked }, past }: Desk): Pick<ReviewLine, 'before' | 'after'> {
  const blob = before && past.files.idOf(before.file), range = ({ range: { start, end } }: At): At['range'] => ({ start, end });
  return {
    ...(after && { after: { uri: checked.address(after.file), file: after.file, range: range(after) } }),
    ...(before && blob !== undefined && { before: { root: uri, file: before.file, blob, range: range(before) } }),
  };
}

export function readReviewParams(method: string, params: unknown): ReviewParams {
  if (isFields(params) && typeof params['root'] === 'string' && typeof params['base'] === 'string') return { root: params['root'], base: params['base'] };
  throw new ResponseError(ErrorCodes.InvalidParams, `${method} wants { root: URI, base: BRANCH OR COMMIT }.`);
}

export function readReviewPageParams(method: string, params: unknown): ReviewPageParams {
  const { before, after } = isFields(params) ? params : {};
  if ((before !== undefined && typeof before !== 'string') || (after !== undefined && typeof after !== 'string')) throw new ResponseError(ErrorCodes.InvalidParams, `${method} wants { root: URI, base: BRANCH OR COMMIT, before?: FILE, after?: FILE }.`);
  return { ...readReviewParams(method, params), ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
