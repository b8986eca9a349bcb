import type { Desk } from '../../src/evidence/desk.js';
import type { Block, Inline, Part, Table } from '../../src/evidence/pack.js';
import { analyse } from '../../src/session/analyse.js';
import { deskOf, type PackAsked } from '../../src/session/packing.js';
import { Session } from '../../src/session/session.js';
import { rules } from '../../src/rules/index.js';
import { UnreadableFile, type Files } from '../../src/sms/files.js';
import { EXAMPLE_CONFIG, EXAMPLE_TODAY } from '../../src/rules/marked.js';

/** What the parts of a pack are made from, of texts in memory. */
export async function deskFor(texts: ReadonlyMap<string, string>, asked: Partial<PackAsked> = {}): Promise<Desk> {
  const all = new Map([['sms.yaml', EXAMPLE_CONFIG], ...texts]);
  const files: Files = {
    list: () => Promise.resolve({ files: [...all.keys()], skipped: [] }),
    read: file => { const text = all.get(file); return Promise.resolve(text === undefined ? { ok: false, reason: 'vanished', detail: '' } : { ok: true, text }); },
    async* stream(file) {
      const text = all.get(file);
      if (text === undefined) throw new UnreadableFile('vanished', '');
      yield Promise.resolve(new TextEncoder().encode(text));
    },
  };
  const session = new Session(files, { parse: (jobs, frame) => Promise.resolve(jobs.map(job => analyse(job, frame, rules))) });
  await session.refresh();
  const result = await session.check({ now: new Date(`${EXAMPLE_TODAY}T10:00:00Z`), rules });
  return deskOf({ session, result, files }, { scope: { of: 'all' }, draft: true, tool: { name: 'sms-as-code', version: '0' }, ...asked });
}

export function words(inline: Inline | undefined): string { return (inline ?? []).map(({ text }) => text).join(''); }

/** All blocks, those in folded ones too. */
export function allBlocks(blocks: readonly Block[]): readonly Block[] { return blocks.flatMap(block => (block.type === 'folded' ? [block, ...allBlocks(block.blocks)] : [block])); }

/** The table with this key, those of diagrams too. */
export function tableIn({ blocks }: Pick<Part, 'blocks'>, key: string): Table | undefined {
  return allBlocks(blocks).flatMap(block => (block.type === 'table' ? [block] : block.type === 'diagram' ? [block.text] : [])).find(table => table.key === key);
}

/** The first row that begins so, as its cells by the keys of their columns; empty where there is none. */
export function rowOf(table: Table | undefined, begin: string): Readonly<Record<string, string>> {
  const row = table?.rows.find(({ cells }) => words(cells[0]).startsWith(begin));
  return Object.fromEntries((table?.columns ?? []).flatMap(({ key }, at) => (row ? [[key, words(row.cells[at])]] : [])));
}

/** A part as plain text. */
export function plain(blocks: readonly Block[], indent = ''): string {
  return blocks.map(block => {
    switch (block.type) {
      case 'heading': return `${indent}## ${block.text}`;
      case 'note': return `${indent}(${block.tone ?? ''}) ${words(block.text)}`;
      case 'facts': return block.facts.map(({ name, value }) => `${indent}${name}: ${words(value)}`).join('\n');
      case 'list': return block.items.map(item => `${indent}- ${words(item)}`).join('\n');
      case 'table': return [`${indent}[${block.title}]${block.leftOut === undefined ? '' : ` left out: ${block.leftOut}`}`, `${indent}${block.columns.map(({ title }) => title).join(' | ')}`, ...block.rows.map(({ cells }) => `${indent}${cells.map(words).join(' | ')}`)].join('\n');
      case 'diagram': return `${indent}${block.source}\n${plain([block.text], indent)}`;
      case 'document': return `${indent}document ${block.id}`;
      case 'folded': return `${indent}> ${block.title}\n${plain(block.blocks, `${indent}  `)}`;
    }
  }).join('\n');
}
