import type { ListItem, Nodes, Root, RootContent } from 'mdast';
import type { Language } from '../sms/language.js';
import { writeMarkdown } from '../sms/markdown.js';
import { byRank, listOf, paragraph, rootOf, text, type ReviewPage, type Section } from './page.js';

/** By this line the comment of an earlier run is known, and replaced. */
export const MARK = '<!-- sms-as-code review -->';
/** GitHub takes 65,536 characters in a comment; our own action stops at 65,000, with a line of its own before it. */
export const MOST_CHARACTERS = 64_800;

/**
 * A review as a comment on a pull request, in at most `most` characters: of each section as many entries as there is room for, the gravest first, whole ones
 * only, and how many were left out. Nothing in it calls people, closes tickets, or gives orders to the forge.
 */
export function markdownReview(page: ReviewPage, language: Language, most = MOST_CHARACTERS): string {
  const sizes = new Map(page.sections.flatMap(({ entries }) => entries.map(entry => [entry, sizeOf(entry)] as const)));
  // What holds the entries together takes room as well; how much depends on them.
  for (let room = most; ; room = Math.floor(room * 0.9)) {
    const written = write(page, kept(page.sections, sizes, room), language);
    if (written.length <= most || room < 1) return written;
  }
}

function sizeOf(entry: ListItem): number { return writeMarkdown(harmless(rootOf([listOf([entry])]))).length; }

/** How many entries of each section there is room for: first each its share, then what is left by rank. */
function kept(sections: readonly Section[], sizes: ReadonlyMap<ListItem, number>, most: number): ReadonlyMap<Section, number> {
  const counts = new Map<Section, number>(), ranked = byRank(sections);
  let left = most;
  const take = (section: Section, room: number): void => {
    let count = counts.get(section) ?? 0, used = 0;
    for (; count < section.entries.length; count++) {
      const size = sizes.get(section.entries[count] ?? { type: 'listItem', children: [] }) ?? 0;
      if (used + size > Math.min(room, left)) break;
      used += size;
    }
    counts.set(section, count);
    left -= used;
  };
  for (const section of ranked) take(section, most / (2 * ranked.length));
  for (const section of ranked) take(section, left);
  return counts;
}

function write({ title, answers, sections, foot }: ReviewPage, counts: ReadonlyMap<Section, number>, language: Language): string {
  const all = sections.reduce((sum, { entries }) => sum + entries.length, 0), shown = sections.reduce((sum, section) => sum + (counts.get(section) ?? 0), 0);
  const note = (said: string): RootContent => ({ type: 'paragraph', children: [{ type: 'emphasis', children: [text(said)] }] });
  const blocks = sections.flatMap((section): RootContent[] => {
    const { entries, folded } = section, count = counts.get(section) ?? 0, left = entries.length - count, name = `${section.title} (${entries.length})`;
    const body = [
      ...(count > 0 ? [listOf(entries.slice(0, count))] : []),
      ...(left > 0 ? [count > 0 ? note(language.text('review.report.more', 'and {left} more, not shown here', { left })) : note(language.text('review.report.none-shown', '{left} not shown here', { left }))] : []),
    ];
    if (!folded) return [{ type: 'heading', depth: 3, children: [text(name)] }, ...body];
    return [{ type: 'html', value: `<details>\n<summary>${name.replace(/[&<>]/g, sign => `&#${sign.charCodeAt(0)};`)}</summary>` }, ...body, { type: 'html', value: '</details>' }];
  });
  return writeMarkdown(harmless(rootOf([
    { type: 'html', value: MARK }, { type: 'heading', depth: 2, children: [text(title)] }, ...answers,
    ...(shown < all ? [note(language.text('review.report.shortened', 'Too much for one comment: of {all} entries it shows {shown}, the gravest of each section. sms diff lists all.', { all, shown }))] : []),
    ...blocks, { type: 'thematicBreak' }, paragraph(foot.children),
  ])));
}

/** Stands where a forge would see more than text, and is not seen itself. */
const BREAK = '\u200b';

/** Names after @, numbers after # and the other signs by which GitHub and GitLab link things, addresses, and lines that GitLab takes for commands, are text only. */
function harmless(root: Root): Root {
  const visit = <T extends Nodes>(node: T): T => {
    if (node.type === 'text') return { ...node, value: node.value.replace(/@(?=[\p{L}\p{N}_-])|#(?=\d)|(?<![\p{L}\p{N}])[!$%~&^](?=[\p{L}\p{N}_"])|(?<![\p{L}\p{N}])\/(?=[a-z])|\bGH-(?=\d)|\bwww(?=\.)|:(?=\/\/)/giu, `$&${BREAK}`) };
    return 'children' in node ? { ...node, children: node.children.map(child => visit(child)) } : node;
  };
  return visit(root);
}
