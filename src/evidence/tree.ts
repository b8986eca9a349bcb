import type { Nodes } from 'mdast';
import type { Language } from '../sms/language.js';
import type { Block, DocumentBlock, EvidencePack, Part, Target } from './pack.js';

/** What every form of a pack needs: where things stand in it, and the words around its parts. */

/** Where things stand: each in one place, which is its document before a heading, that before a row, and that before a mention in the text of another document. */
export interface Places {
  /** The part in which something has its place, by its id. */
  partOf(id: string): string | undefined;
  /** Whether it has its place just there. */
  isAt(id: string, block: object): boolean;
  /** Its document stands in the pack. */
  isDocument(id: string): boolean;
  isPart(id: string): boolean;
}

export function placesIn(parts: readonly Part[]): Places {
  const found = new Map<string, { part: string; block: object; rank: number }>();
  const note = (id: string | undefined, part: string, block: object, rank: number): void => {
    const before = id === undefined ? undefined : found.get(id);
    if (id !== undefined && (!before || before.rank > rank)) found.set(id, { part, block, rank });
  };
  const look = (blocks: readonly Block[], part: string): void => {
    for (const block of blocks) {
      switch (block.type) {
        case 'document':
          note(block.id, part, block, 0);
          for (const id of itemsIn(block)) note(id, part, block, 3);
          break;
        case 'heading': note(block.id, part, block, 1); break;
        case 'table': for (const row of block.rows) note(row.id, part, row, 2); break;
        case 'diagram': look([block.text], part); break;
        case 'folded': look(block.blocks, part); break;
        case 'note': case 'facts': case 'list': break;
      }
    }
  };
  for (const { id, blocks } of parts) look(blocks, id);
  const ids = new Set(parts.map(({ id }) => id));
  return {
    partOf: id => found.get(id)?.part, isAt: (id, block) => found.get(id)?.block === block, isPart: id => ids.has(id),
    isDocument: id => found.get(id)?.rank === 0,
  };
}

/** What is described within a document (sms/reading.ts). */
function itemsIn({ body }: DocumentBlock): string[] {
  const ids: string[] = [], look = (node: Nodes): void => {
    const id = node.data?.hProperties?.['dataItem'];
    if (typeof id === 'string') ids.push(id);
    if ('children' in node) node.children.forEach(look);
  };
  look(body);
  return ids;
}

/** The id of a place on a page, of letters, digits and dashes; any other sign of an id of an SMS is written as its number. */
export function anchorOf(id: string): string { return `item-${plainId(id)}`; }
export function anchorOfPart(id: string): string { return `part-${plainId(id)}`; }
function plainId(id: string): string { return id.replace(/[^A-Za-z0-9-]/gu, sign => `_${(sign.codePointAt(0) ?? 0).toString(16)}_`); }

/** The thing in the pack that a target names. */
export function idOf(target: Target): string | undefined {
  return 'item' in target ? target.item : 'clause' in target ? target.clause : 'rule' in target ? target.rule : undefined;
}

/** A target as one text, for whoever follows it: `item:SLA-MAIL`, `file:agreements/sla.yaml:12`. */
export function targetText(target: Target): string {
  if ('file' in target) return `file:${target.file}${target.line === undefined ? '' : `:${target.line}`}`;
  const [[kind, value] = ['', '']] = Object.entries(target);
  return `${kind}:${value}`;
}

/** A place in a file as it is told where nobody can click: nothing where the text says it already. */
export function placeText(target: Target, text: string): string {
  if (!('file' in target) || text.includes(target.file)) return '';
  return ` (${target.file}${target.line === undefined ? '' : `:${target.line}`})`;
}

/** The page of the web or the mail that a target leads to. */
export function addressOf(target: Target): string | undefined {
  return 'url' in target && /^(?:https?|mailto):/i.test(target.url) ? target.url : undefined;
}

/** What stands over every part of a draft. */
export function draftText(language: Language): string {
  return language.text('pack.page.draft', 'DRAFT – not from a commit. Nothing of this is evidence yet.');
}

export function withheldText(count: number, language: Language): string {
  return count === 1 ? language.text('pack.page.left-out-one', '1 row is left out on purpose.') : language.text('pack.page.left-out', '{count} rows are left out on purpose.', { count });
}

export function packTitle(pack: EvidencePack, language: Language): string {
  return language.text('pack.page.title', 'Audit evidence pack: {organization}', { organization: pack.organization });
}

/** What the pack is about, of which day and commit, in one line. */
export function packLine(pack: EvidencePack, language: Language): string {
  const { commit, today, level, further } = pack, args = { standard: [pack.standard, ...(further ? [further.title] : [])].join(' · '), today, level: level.level, scope: scopeText(pack, language) };
  if (!commit || pack.draft) return language.text('pack.page.line', '{standard} · {scope} · as of {today} · evidence level {level}', args);
  return language.text('pack.page.line-commit', '{standard} · {scope} · as of {today} · commit {commit} · evidence level {level}', { ...args, commit: commit.tag ?? commit.id.slice(0, 12) });
}

export function scopeText({ scope }: EvidencePack, language: Language): string {
  switch (scope.of) {
    case 'all': return language.text('pack.page.scope-all', 'the whole SMS');
    case 'clause': return language.text('pack.page.scope-clause', 'clause {id}', { id: scope.id });
    case 'service': return language.text('pack.page.scope-service', 'service {title}', { title: scope.title });
    case 'customer': return language.text('pack.page.scope-customer', 'customer {title}', { title: scope.title });
    case 'stage1': return language.text('pack.page.scope-stage1', 'documents for Stage 1');
    case 'stage2': return language.text('pack.page.scope-stage2', 'Stage 2 by process');
  }
}

/** `Git's id` of bytes, as short as git shows it. */
export function shortBlob(blob: string): string { return blob.slice(0, 12); }

/** What is said of a document above its text. */
export function documentFacts({ kind, id, version, file, blob }: DocumentBlock, language: Language): readonly (readonly [name: string, value: string])[] {
  return [
    [language.text('pack.page.document-id', 'Id'), id], [language.text('pack.page.document-kind', 'Kind'), kind],
    ...(version === undefined ? [] : [[language.text('pack.page.document-version', 'Version'), version] as const]),
    [language.text('pack.page.document-file', 'File'), file],
    [language.text('pack.page.document-content', 'Content'), blob === undefined ? language.text('pack.page.not-committed', 'not committed') : shortBlob(blob)],
  ];
}

