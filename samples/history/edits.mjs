// What an earlier text of a document had otherwise. Each edit takes the text and gives the earlier one. An edit that finds nothing to do is
// an error: the sample has changed under it.

/** `from` stands exactly once. */
export const swap = (from, to) => (text) => {
  if (text.split(from).length !== 2) throw new Error(`"${from}" stands ${text.split(from).length - 1} times in\n${text.slice(0, 200)}`);
  return text.replace(from, () => to);
};

/** `from` stands at least once; each is replaced. `from` is a text, or a pattern with the flag g. */
export const swapAll = (from, to) => (text) => {
  const changed = text.replaceAll(from, to);
  if (changed === text) throw new Error(`${from} stands nowhere in\n${text.slice(0, 200)}`);
  return changed;
};

/** What stands from `start` on up to `end` (up to the end of the text without it). */
export const between = (start, end, to) => (text) => {
  const from = text.indexOf(start), until = end === undefined ? text.length : text.indexOf(end, from);
  if (from < 0 || until < 0) throw new Error(`"${start}" to "${end}" stands nowhere in\n${text.slice(0, 200)}`);
  return text.slice(0, from) + to + text.slice(until);
};

/** The items of lists that have these ids are not there. */
export const without = (...ids) => (text) => ids.reduce((rest, id) => {
  const item = new RegExp(`^( *)- (?:id: ${id}\\n(?:\\1 +.*\\n)*|\\{ id: ${id},.*\\n)`, 'gm');
  return swapAll(item, '')(rest);
}, text);

/** Targets are on the terms that they had before: those of their `previously`, which itself is not yet there. */
export const termsBefore = (...ids) => (text) => ids.reduce((rest, id) => {
  const target = new RegExp(`^  - id: ${id}\\n(?:    .*\\n)*`, 'm').exec(rest)?.[0] ?? '', [now, then] = target.split('    previously:\n');
  if (then === undefined) throw new Error(`${id} had no other terms`);
  const terms = [...then.matchAll(/(\w+): ([^,{}[\]]+)(?=[,}])/g)].filter(([, field]) => new RegExp(`^    ${field}: [^{]*$`, 'm').test(now));
  return rest.replace(target, () => terms.reduce((before, [, field, value]) => before.replace(new RegExp(`^(    ${field}: ).*$`,
    'm'), (_, key) => key + value.trim()), now));
}, text);

/** What is marked as done later than this day is open still, in a block or between braces. Where there is none the text stays as it is. */
export const asOf = (day) => (text) => text
  .replace(/, status: done, doneOn: (\d{4}-\d\d-\d\d)(?:, (?:effect|result|shownBy): (?:"[^"]*"|\[[^\]]*\]|[^,}]*?))*(?= ?[,}])/g,
    (all, on) => (on > day ? ', status: open' : all))
  .replace(/^( +)status: done\n\1doneOn: (\d{4}-\d\d-\d\d)\n(?:\1(?:effect|result): .*\n(?:\1 +.*\n)*)*/gm,
    (all, indent, on) => (on > day ? `${indent}status: open\n` : all));

/** Fields at the top; `null` stands for none. */
export const head = (fields) => (text) => Object.entries(fields).reduce((rest, [field, value]) => {
  const line = new RegExp(`^${field}: .*\\n`, 'm');
  if (!line.test(rest)) throw new Error(`no ${field} in\n${rest.slice(0, 200)}`);
  return rest.replace(line, () => (value === null ? '' : `${field}: ${value}\n`));
}, text);

/** The text before its approval: what the approval says is not yet there. */
export const unapproved = (text) => text
  .replace(/^status: .*$/m, 'status: in-review')
  .replace(/^(?:approvedBy|approvedOn|effectiveFrom|reviewedOn): .*\n/gm, '');
