import { fields, groupBy, text, valueAt, type Fields } from '../sms/data.js';
import { joined, phrase } from '../sms/language.js';
import { labelOf } from '../sms/naming.js';
import { isLicensed } from '../sms/own.js';
import { parseConfigFile } from '../sms/parse.js';
import { kindsOf } from '../sms/kinds.js';
import { compareText, resolveFile, textHash } from '../sms/text.js';
import type { Artefact, FileFacts, Phrase, Word } from '../sms/types.js';
import type { Desk } from './desk.js';
import { withoutEnd } from './matching.js';
import type { At, State, Weight } from './types.js';
import { difference } from './words.js';

/** What changed in files that are no artefacts: tables of records, and attachments. */

/** The table that a log names, by its file. */
export function tablesOf({ model }: Pick<State, 'model'>): ReadonlyMap<string, { log: Artefact; table: Fields }> {
  return new Map(model.withField('table').flatMap(log => {
    const table = fields(log.data, 'table'), named = table && text(table, 'file'), file = named === undefined ? undefined : resolveFile(log.file, named);
    return table && file !== undefined && [...kindsOf(model.config).get(log.kind)?.shape.properties.values() ?? []].some(({ kindFrom }) => kindFrom !== undefined) ? [[file, { log, table }] as const] : [];
  }));
}

/** The rows of tables of records, by their logs: how many came, went and changed. Gives the files that were held against each other. */
export function compareTables(desk: Desk): ReadonlySet<string> {
  const { before, after, matching } = desk, compared = new Set<string>(), added = new Set(matching.added), earlier = new Map([...matching.pairs].map(([one, other]) => [other, one]));
  const own = new Map([...tablesOf(before)].map(([file, { log, table }]) => [log.file, { file, table }]));
  for (const [file, { log, table }] of tablesOf(after)) {
    const item = desk.whole('after', log.file), was = item && !added.has(item) ? own.get(earlier.get(item)?.file ?? log.file) : undefined;
    if (!was || !item) continue;
    compared.add(file);
    if (was.file !== file && !after.model.paths.has(was.file)) {
      compared.add(was.file);
      desk.attachments.differing.push(was.file, file);
      desk.attachments.moved.push([was.file, file]);
    }
    const texts = [before.textOf(was.file), after.textOf(file)], hashes = [before.attachments.get(was.file), after.attachments.get(file)];
    const lost = [[before, was.file] as const, [after, file] as const].map(([state, path]) => state.incomplete.find(each => each.file === path)?.reason);
    const say = (what: Word): Phrase => phrase('review.table', '{log}: table {file}: {what}', { log: labelOf(log), file, what });
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const put = (what: Word, content: string): void => {
      desk.attachments.differing.push(file);
      desk.put({ act: 'changed', weight: 'record', direction: 'neutral', item, say: say(what), before: { file: was.file, path: [], range }, after: { file, path: [], range }, content });
    };
    if (texts[0] !== undefined && texts[0] === texts[1]) continue;
    if (texts[0] === undefined || texts[1] === undefined) {
      if (hashes[0] !== undefined && hashes[0] === hashes[1]) continue;
      const reason: Word = lost[1] ?? lost[0] ?? phrase('review.table-unread', 'its rows are not held against each other');
      if (hashes[0] === undefined || hashes[1] === undefined) {
        // One that is nowhere is a finding of the log, before and after.
        if (before.model.paths.has(was.file) || after.model.paths.has(file)) desk.notCompared.push({ side: hashes[0] !== undefined ? 'after' : hashes[1] !== undefined ? 'before' : 'both', file, reason });
        continue;
      }
      put(phrase('review.rows-changed', 'its rows changed'), `${hashes[0]} ${hashes[1]}`);
      continue;
    }
    const rowsOf = (of: string, how: Fields): { id: string; line: string }[] => {
      const separator = text(how, 'delimiter') ?? ',', lines = of.split(/\r\n|\r|\n/), named = fields(how, 'columns') ?? {}, column = text(named, 'id') ?? text(named['id'], 'column');
      const at = column === undefined ? -1 : (lines[0] ?? '').split(separator).map(cell => cell.replace(/^"|"$/g, '').trim()).indexOf(column);
      return lines.slice(1).filter(line => line.trim() !== '').map(line => ({ id: at < 0 ? line : line.split(separator)[at] ?? line, line }));
    };
    const [rows, now] = [rowsOf(texts[0], was.table), rowsOf(texts[1], table)], lines = difference(rows, now, row => row.line), ids = difference(lines.removed, lines.added, row => row.id);
    const counts: Word[] = [];
    if (ids.added.length > 0) counts.push(phrase('review.rows-came', 'rows added: {count}', { count: ids.added.length }));
    if (ids.removed.length > 0) counts.push(phrase('review.rows-went', 'rows taken out: {count}', { count: ids.removed.length }));
    if (lines.added.length > ids.added.length) counts.push(phrase('review.rows-differ', 'rows changed: {count}', { count: lines.added.length - ids.added.length }));
    put(counts.length === 0 ? phrase('review.rows-same', 'the same rows, in another order or form') : joined(counts), `${textHash(texts[0])} ${textHash(texts[1])}`);
  }
  return compared;
}

/** Files that are no artefacts, by their content. `plain`: those that were read as text; `compared`: tables of which all is said. */
export function compareAttachments(plain: readonly string[], compared: ReadonlySet<string>, desk: Desk): void {
  const { before, after, attachments } = desk, tables = [before, after].flatMap(state => [...tablesOf(state).keys()]), config = after.model.config.file;
  const frame = [before, after].flatMap(state => {
    const own = state.textOf(state.model.config.file), data = own === undefined ? {} : parseConfigFile(config, own).data;
    return ['schemas', 'rulePacks'].flatMap(key => [valueAt(data, [key])].flat());
  }).flatMap(folder => (typeof folder === 'string' ? [withoutEnd(folder.replace(/^\.\//, ''), '/')] : []));
  // What a standard says changes nothing in what is checked.
  const weight = (file: string): Weight => (![before, after].some(({ model }) => isLicensed(file, model.config.own)) && frame.some(folder => file === folder || file.startsWith(`${folder}/`)) ? 'frame' : 'attachment');
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, at = (file: string): At => ({ file, path: [], range });
  const own = [before, after].flatMap(({ model }) => model.config.own.files.map(({ file }) => file));
  const candidates = new Set([...plain, ...tables, ...own, ...before.attachments.keys(), ...after.attachments.keys()]), gone: { file: string; hash: string }[] = [], came: { file: string; hash: string }[] = [];
  for (const file of [...candidates].sort(compareText)) {
    if (compared.has(file) || file === config || claims(before.model.files.get(file)) || claims(after.model.files.get(file))) continue;
    const [was, now] = [before.attachments.get(file), after.attachments.get(file)];
    const [one, other] = [before, after].map(state => { const own = state.textOf(file); return own === undefined ? undefined : `text ${textHash(own)}`; });
    const [from, to] = was !== undefined && now !== undefined ? [was, now] : one !== undefined && other !== undefined ? [one, other] : [was ?? one, now ?? other];
    if (from === to) continue;
    if (from === undefined && to !== undefined) came.push({ file, hash: to });
    else if (to === undefined && from !== undefined) gone.push({ file, hash: from });
    else {
      attachments.differing.push(file);
      const say = phrase('review.attachment-changed', '{file} changed', { file });
      desk.put({ act: 'changed', weight: weight(file), direction: 'changed', item: file, before: at(file), after: at(file), content: `${from} ${to}`, say });
    }
  }
  const byHash = { gone: groupBy(gone, ({ hash }) => hash), came: groupBy(came, ({ hash }) => hash) };
  for (const { file, hash } of came) {
    const from = byHash.gone.get(hash), [one] = from ?? [];
    attachments.differing.push(file);
    if (one && from?.length === 1 && byHash.came.get(hash)?.length === 1) {
      attachments.differing.push(one.file);
      attachments.moved.push([one.file, file]);
      const say = phrase('review.moved', '{thing} moved from {before} to {after}', { thing: file, before: one.file, after: file });
      desk.put({ act: 'moved', weight: 'editorial', direction: 'neutral', item: file, before: at(one.file), after: at(file), content: `${one.file} ${hash}`, say });
    } else desk.put({ act: 'added', weight: weight(file), direction: 'neutral', item: file, after: at(file), content: hash, say: phrase('review.attachment-added', '{file} added', { file }) });
  }
  for (const { file, hash } of gone) {
    if (attachments.moved.some(([from]) => from === file)) continue;
    attachments.differing.push(file);
    desk.put({ act: 'removed', weight: weight(file), direction: 'changed', item: file, before: at(file), content: hash, say: phrase('review.attachment-removed', '{file} taken out', { file }) });
  }
}

/** Whether a file is an artefact, or says that it is one and could not be read. */
export function claims(facts: FileFacts | undefined): boolean { return facts !== undefined && (facts.artefact !== undefined || facts.incomplete !== undefined); }
