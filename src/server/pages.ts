import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import manifest from '../../package.json' with { type: 'json' };
import { fieldAt } from '../editing/cursor.js';
import { countOf, usersOf } from '../editing/users.js';
import { artefactBlock } from '../evidence/artefact-page.js';
import { inline, joinInlines, span, type PartMaker } from '../evidence/desk.js';
import { blocksHtml, partHtml, problemTexts, rowsHtml, type PartPage } from '../evidence/html.js';
import type { Block, DocumentBlock, Inline, Part } from '../evidence/pack.js';
import { evidencePack } from '../evidence/packing.js';
import { MAKERS } from '../evidence/parts/index.js';
import { scopeNamed } from '../evidence/scope.js';
import { traceBlocks } from '../evidence/trace.js';
import { packLine, packTitle, type Places } from '../evidence/tree.js';
import type { PagePart, PageParams, PageResult, RecordsResult, ScopesResult, StandsAtResult, StandsAtParams, TargetParams, TargetResult } from '../protocol.js';
import { sentence } from '../rules/check.js';
import { rulesOf } from '../rules/book.js';
import { approvalWords, deskOf } from '../session/packing.js';
import { recordIds, traceRecord } from '../session/tracing.js';
import { itemsAround } from '../sms/around.js';
import { isFields, text } from '../sms/data.js';
import { dayOf, isHistory } from '../sms/history.js';
import { kindsOf } from '../sms/kinds.js';
import { gradeWord, type Language } from '../sms/language.js';
import { labelOf } from '../sms/naming.js';
import { clauses } from '../sms/standard.js';
import { textHash } from '../sms/text.js';
import type { KnownRoot, Place } from './workspace.js';
import type { Checked } from './document-control.js';

/** An SMS as it was checked last. */
export type Shown = KnownRoot & { checked: Checked };

/** One piece of a page, not yet written as HTML. */
interface Piece { id: string; title: string; within?: string; mark: string; html(): string; error?: string }

/** Nothing has a place of its own: whoever shows a page looks for what its things are called. So what a part says hangs on nothing around it. */
const NOWHERE: Places = { partOf: () => undefined, isAt: () => false, isDocument: () => false, isPart: () => true };

/** So many records one can look through; others are asked for by their ids. */
const MOST_RECORDS = 2000;

/**
 * Pages about an SMS as it stands, piece by piece: each has a mark by what it says, and is written as HTML only for those who do not know it. `pause` lets others have
 * their turn between parts.
 */
export class Pages {
  /** Marks of texts, which stay the same objects while they read as they did. */
  private readonly marks = new WeakMap<DocumentBlock['body'], string>();
  /** By marks of what was written. */
  private readonly written = new Map<string, string>();

  constructor(private readonly pause: () => Promise<void>, private readonly makers: readonly PartMaker[] = MAKERS) {}

  async page(shown: Shown, { page, known = {} }: Omit<PageParams, 'root'>, language: Language): Promise<PageResult> {
    const made = page.of === 'pack' ? await this.pack(shown, page.scope ?? 'all', language) : page.of === 'artefact' ? this.artefact(shown, page.file, language) : await this.trace(shown, page.id, language);
    if ('sentence' in made) return { ok: false, sentence: made.sentence };
    const { pieces, ...others } = made, parts: PagePart[] = [];
    for (const piece of pieces) {
      const part = written(piece, known);
      parts.push(part);
      if (part.html !== undefined) await this.pause();
    }
    return { ok: true, ...others, parts, problems: problemTexts(language) };
  }

  private async pack({ session, files, checked: { result } }: Shown, given: string, language: Language): Promise<Made> {
    const scope = scopeNamed(given, result.model), { history } = result.control;
    if (!scope) return { sentence: language.text('preview.no-scope', 'This SMS has nothing called {scope} that an evidence pack could be about.', { scope: given }) };
    const head = isHistory(history) ? history.commits.find(({ id }) => id === history.head) : undefined;
    const desk = await deskOf({ session, result, files }, { scope, draft: true, language, tool: { name: manifest.name, version: manifest.version }, ...(head && { commit: { id: head.id, day: dayOf(head.committer.at) } }) });
    const made = new Map<string, ReturnType<PartMaker['make']>>(), failed = new Map<string, string>();
    for (const maker of this.makers) {
      try { made.set(maker.id, maker.make(desk)); } catch (error) { failed.set(maker.id, error instanceof Error ? error.message : String(error)); }
      await this.pause();
    }
    const pack = evidencePack(desk, { makers: this.makers.map(maker => ({ ...maker, make: () => made.get(maker.id) ?? { empty: '' } })) });
    const pieces: Piece[] = [];
    for (const part of pack.parts) {
      const error = failed.get(part.id);
      pieces.push(...(error === undefined ? this.pieces(part, pageFor(language)) : [{ id: part.id, title: part.title, mark: `error ${error}`, html: () => '', error }]));
    }
    return { title: packTitle(pack, language), line: packLine(pack, language), pieces };
  }

  private artefact({ session, checked: { result } }: Shown, file: string, language: Language): Made {
    const { model, findings, control } = result, artefact = model.files.get(file)?.artefact, source = session.textOf(file);
    if (!artefact || source === undefined) return { sentence: language.text('preview.no-artefact', '{file} is no document and no record of this SMS: it says no kind that this release knows.', { file }) };
    const own = findings.filter(finding => finding.file === file), document = control.documents.get(artefact.id), version = document?.version ?? text(artefact.data, 'version');
    const said = own.map(finding => ({ finding, line: finding.range.start.line + 1, text: sentence(rulesOf(result.config).get(finding.rule), finding, language) }));
    const block = artefactBlock({
      artefact, text: source, ...(version !== undefined && { version }), standing: standingOf(result, artefact.id, language), lineOf: path => session.locate(file, path).start.line + 1,
      findings: said.map(({ finding: { grade }, line, text: words }) => ({ line, grade, word: gradeWord(grade, language), text: words })),
    }, model, language), page = pageFor(language);
    const list: Block = { type: 'list', items: said.map(({ finding: { rule, grade }, line, text: words }): Inline => [
      span(gradeWord(grade, language), undefined, { tone: grade === 'observation' ? 'quiet' : grade === 'minor' ? 'attention' : 'bad' }), span(' '), span(words, { rule }), span(' '),
      span(language.text('preview.line', 'line {line}', { line }), { file, line }),
    ]) };
    const item = model.item(artefact.id), users = item ? usersOf({ model }, item) : [];
    const facts: Block = { type: 'facts', facts: users.map(({ type, items }) => ({ name: countOf(type, items.length, language, kindsOf(model.config)), value: joinInlines(items.map(one => [span(labelOf(one), { item: one.id })])) })) };
    const part = (id: string, title: string, blocks: readonly Block[]): Piece[] => this.pieces({ id, title, clauses: [], blocks }, page);
    return {
      title: artefact.title, line: `${artefact.id} · ${file}`, file,
      pieces: [
        ...(said.length > 0 ? part('findings', said.length === 1 ? language.text('preview.finding', '1 finding') : language.text('preview.findings', '{count} findings', { count: said.length }), [list]) : []),
        { id: 'document', title: artefact.title, mark: markOf(block), html: () => blocksHtml([block], page) },
        ...part('users', language.text('preview.users', 'Used by'), users.length > 0 ? [facts] : [{ type: 'note', tone: 'quiet', text: inline(language.text('preview.no-users', 'Nothing in this SMS names it.')) }]),
      ],
    };
  }

  private async trace({ session, checked: { result } }: Shown, id: string, language: Language): Promise<Made> {
    const found = await traceRecord({ session, result }, id, language);
    if ('trace' in found) {
      const { trace } = found, title = language.text('preview.trace', 'Thread of {id}', { id: trace.id });
      return { title, line: `${trace.kindName} · ${trace.place.file}`, pieces: this.pieces({ id: 'trace', title: trace.title, clauses: [], blocks: traceBlocks(trace, language) }, pageFor(language)) };
    }
    if ('other' in found) return { sentence: language.text('preview.no-record', '{id} is no record: only what happened can be traced, such as an incident.', { id }) };
    return { sentence: found.meant === undefined ? language.text('preview.nothing', 'This SMS has no record {id}.', { id }) : language.text('preview.meant', 'This SMS has no record {id}. Is {meant} meant?', { id, meant: found.meant }) };
  }

  /** A part, its documents apart: one of a thousand that changed is written alone. */
  private pieces(part: Part, page: PartPage): Piece[] {
    const first = part.blocks.findIndex(({ type }) => type === 'document'), end = first < 0 ? part.blocks.length : first - (part.blocks[first - 1]?.type === 'heading' ? 1 : 0);
    const head: Part = { ...part, blocks: part.blocks.slice(0, end) }, pieces: Piece[] = [{ id: part.id, title: part.title, mark: markOf(head), html: () => beforeEnd(partHtml({ ...head, blocks: [] }, page), head.blocks.map(block => this.html(block, page)).join('')) }];
    let own: Block[] = [];
    const close = (title: string, key: string): void => {
      const blocks = own;
      own = [];
      pieces.push({ id: `${part.id}/${key}`, title, within: part.id, mark: textHash(blocks.map(block => this.markOfBlock(block)).join(' ')), html: () => blocks.map(block => this.html(block, page)).join('') });
    };
    for (const block of part.blocks.slice(end)) {
      own.push(block);
      if (block.type === 'document') close(block.title, block.file);
    }
    if (own.length > 0) close(part.title, '');
    return pieces;
  }

  /** A block as HTML, put together from what was written before where that says the same: of a table with a thousand rows one changes at a time. */
  private html(block: Block, page: PartPage): string {
    if (block.type === 'document') return blocksHtml([block], page);
    if (block.type === 'folded') return beforeEnd(blocksHtml([{ ...block, blocks: [] }], page), block.blocks.map(each => this.html(each, page)).join(''));
    if (block.type !== 'table' || block.rows.length <= ROWS) return this.once([block, page.language.tag], () => blocksHtml([block], page));
    const { rows, ...head } = block, chunks = Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, at) => rows.slice(at * ROWS, (at + 1) * ROWS));
    const body = chunks.map(chunk => this.once([head.columns, chunk, page.language.tag], () => rowsHtml(block, chunk, page))).join('');
    return blocksHtml([{ ...head, rows: [] }], page).replace('<tbody></tbody>', () => `<tbody>${body}</tbody>`);
  }

  private once(of: object, write: () => string): string {
    const key = markOf(of), known = this.written.get(key) ?? write();
    if (this.written.size >= MOST_WRITTEN) this.written.clear();
    this.written.set(key, known);
    return known;
  }

  private markOfBlock(block: Block): string {
    if (block.type !== 'document') return markOf(block);
    const { body, ...others } = block, known = this.marks.get(body) ?? markOf(body);
    this.marks.set(body, known);
    return `${markOf(others)} ${known}`;
  }
}

type Made = { title: string; line: string; file?: string; pieces: Piece[] } | { sentence: string };

/** Rows that are written together, and how many such texts are remembered. */
const ROWS = 25, MOST_WRITTEN = 10_000;

/** Before the last end of an element. */
function beforeEnd(outer: string, inner: string): string { const end = outer.lastIndexOf('</'); return outer.slice(0, end) + inner + outer.slice(end); }

function pageFor(language: Language): PartPage { return { places: NOWHERE, language, draft: false, live: true }; }

function markOf(said: object): string { return textHash(JSON.stringify(said)); }

/** Nothing is written for whoever knows it. */
function written({ id, title, within, mark, html, error }: Piece, known: Readonly<Record<string, string>>): PagePart {
  const head = { id, title, mark, ...(within !== undefined && { within }) };
  if (error !== undefined) return { ...head, error };
  if (Object.hasOwn(known, id) && known[id] === mark) return head;
  try {
    return { ...head, html: html() };
  } catch (problem) {
    return { ...head, error: problem instanceof Error ? problem.message : String(problem) };
  }
}

/** Its version and status, and what its approval is worth and why. */
function standingOf(result: Checked['result'], id: string, language: Language): Inline {
  const document = result.control.documents.get(id), words = approvalWords(result, id, language);
  if (!document) return inline(language.text('preview.not-controlled', 'No version of it is approved: it is kept up to date, or tells what happened.'), 'quiet');
  const { approval, inForce, changedSinceApproval } = document, status = text(result.model.artefact(id)?.data ?? {}, 'status');
  return [
    ...inline(inForce ? language.text('preview.in-force', 'In force') : language.text('preview.not-in-force', 'Not in force'), inForce && !changedSinceApproval ? 'good' : 'attention'),
    ...inline(status === undefined ? '' : ` · ${status}`), ...inline(words === '' ? ` · ${language.text('preview.no-approval', 'nothing says that it was approved')}` : ` · ${words}`, approval?.state === 'contradicted' ? 'bad' : undefined),
  ];
}

/** What a pack can be about. */
export function toScopes({ checked: { result: { model } } }: Shown, language: Language): ScopesResult {
  const items = (of: 'service' | 'customer', note: string): ScopesResult['scopes'] => model.ofType(of).map(({ id, title }) => ({ scope: `${of}:${id}`, label: title, note: `${note} · ${id}` }));
  return { scopes: [
    { scope: 'all', label: language.text('preview.scope.all', 'The whole SMS'), note: '' },
    { scope: 'stage1', label: language.text('preview.scope.stage1', 'Stage 1'), note: language.text('preview.scope.stage1.note', 'the documents that are looked at before the audit on site') },
    { scope: 'stage2', label: language.text('preview.scope.stage2', 'Stage 2'), note: language.text('preview.scope.stage2.note', 'what is looked at process by process') },
    ...items('service', language.text('preview.scope.service', 'service')), ...items('customer', language.text('preview.scope.customer', 'customer: shows nothing of other customers')),
    ...clauses().map(({ id, title }) => ({ scope: `clause:${id}`, label: `${id} ${title}`, note: language.text('preview.scope.clause', 'clause') })),
  ] };
}

export function toRecords({ session, checked: { result: { model } } }: Shown, language: Language): RecordsResult {
  const records: RecordsResult['records'] = [];
  for (const id of recordIds(model, session.tables)) {
    if (records.length >= MOST_RECORDS) break;
    const item = model.inFiles(id);
    records.push({ id, title: item?.title ?? '', kind: item ? language.text(`kind.${item.type}`, item.type) : '' });
  }
  return { records };
}

/** What stands at a line: the thing that is described there, then what that stands in. */
export function standsAt({ desk, file, root }: Place, line: number): StandsAtResult {
  const facts = desk.factsOf(file), source = desk.textOf(file)?.split('\n')[line] ?? '';
  // After the signs of lists and objects.
  const path = fieldAt(desk, file, { line, character: Math.max(0, source.search(/[^\s{[-]/)) })?.path ?? [];
  return { root, file, ids: [...itemsAround(facts, path)].reverse().map(({ id }) => id) };
}

/** Where a link of a page leads; nowhere for what is not there. */
export async function targetOf({ session, checked: { result: { model }, address } }: Shown, to: string): Promise<TargetResult> {
  const [, of = '', rest = ''] = /^(item|file):([^]+)$/.exec(to) ?? [], at = (file: string, line: number): TargetResult => ({ uri: address(file), range: { start: { line, character: 0 }, end: { line, character: 0 } } });
  if (of === 'item') {
    for (const table of session.tables) {
      const line = model.inFiles(rest) ? undefined : table.ids.get(rest);
      if (line !== undefined) return at(table.file, line);
    }
    const item = model.item(rest);
    return item ? { uri: address(item.file), range: item.idRange } : null;
  }
  const [, file = rest, line = '1'] = /^(.+):(\d{1,9})$/.exec(rest) ?? [];
  return of === 'file' && (model.paths.has(file) || model.files.has(file)) ? at(file, Math.max(0, Number(line) - 1)) : null;
}

export function readPageParams(method: string, params: unknown): PageParams {
  const wrong = new ResponseError<void>(ErrorCodes.InvalidParams, `${method} wants { root: URI, page: { of: pack, scope? } or { of: artefact, file } or { of: trace, id }, known?: { PART: MARK } }.`);
  if (!isFields(params) || typeof params['root'] !== 'string' || !isFields(params['page'])) throw wrong;
  const { root, page: { of, scope, file, id }, known = {} } = params;
  if (!isFields(known)) throw wrong;
  const marks = Object.fromEntries(Object.entries(known).flatMap(([part, mark]) => (typeof mark === 'string' ? [[part, mark]] : [])));
  if (of === 'pack' && (scope === undefined || typeof scope === 'string')) return { root, page: { of, ...(scope !== undefined && { scope }) }, known: marks };
  if (of === 'artefact' && typeof file === 'string') return { root, page: { of, file }, known: marks };
  if (of === 'trace' && typeof id === 'string') return { root, page: { of, id }, known: marks };
  throw wrong;
}

export function readTargetParams(method: string, params: unknown): TargetParams {
  if (isFields(params) && typeof params['root'] === 'string' && typeof params['to'] === 'string') return { root: params['root'], to: params['to'] };
  throw new ResponseError(ErrorCodes.InvalidParams, `${method} wants { root: URI, to: item:ID or file:PATH:LINE }.`);
}

export function readStandsAtParams(method: string, params: unknown): StandsAtParams {
  if (isFields(params) && typeof params['uri'] === 'string' && typeof params['line'] === 'number' && Number.isSafeInteger(params['line']) && params['line'] >= 0) return { uri: params['uri'], line: params['line'] };
  throw new ResponseError(ErrorCodes.InvalidParams, `${method} wants { uri: URI, line: NUMBER }.`);
}
