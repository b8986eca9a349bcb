import { isFields, text } from '../../sms/data.js';
import { gradeWord, type Language } from '../../sms/language.js';
import { labelOf } from '../../sms/naming.js';
import { compareText } from '../../sms/text.js';
import type { Artefact } from '../../sms/types.js';
import { inline, joinInlines, span, type Desk, type PartMaker } from '../desk.js';
import { placeOf } from '../looks.js';
import type { Block, Inline, Row } from '../pack.js';

/** What was not looked at, looked at otherwise than the rules say, or is no more than a word: all of it in one list, so that nobody reads silence as a pass. */
export const notLookedAt: PartMaker = {
  id: 'not-looked-at',
  clauses: [],
  title: language => language.text('pack.not-looked-at.title', 'What was not looked at'),
  make(desk) {
    const t: Language['text'] = (...args) => desk.language.text(...args),
      rows = [...incomplete(desk), ...history(desk), ...settings(desk), ...deviations(desk), ...rules(desk), ...elsewhere(desk), ...files(desk)];
    if (rows.length === 0) return { empty: t('pack.not-looked-at.empty',
      'Nothing: every rule of the catalogue is in force over every file and the whole history, and no deviation is accepted.') };
    return [
      { type: 'note', text: inline(t('pack.not-looked-at.about',
        'What stands here was not checked, was checked otherwise than the rules say, or is only somebody\'s word. What is right about it nobody can read from this pack.')) },
      {
        type: 'table', key: 'limits', title: t('pack.not-looked-at.table', 'Not looked at, or only in part: {count}', { count: rows.length }), rows,
        columns: [
          { key: 'what', title: t('pack.column.what', 'What'), head: true }, { key: 'how', title: t('pack.not-looked-at.how', 'How it was left out') },
          { key: 'reason', title: t('pack.column.reason', 'Why') }, { key: 'owner', title: t('pack.column.owner', 'Owner') },
          { key: 'until', title: t('pack.column.until', 'Until'), numeric: true },
        ],
      } satisfies Block,
    ];
  },
};

function row(what: Inline, how: Inline, reason: Inline, owner: Inline = [], until = ''): Row { return { cells: [what, how, reason, owner, inline(until)] }; }

function ruleSpan(rule: string, { ruleTitle }: Desk): Inline { return [span(ruleTitle(rule), { rule }), ...inline(` (${rule})`)]; }

function ownerOf(id: string | undefined, { checked: { model }, language }: Desk): Inline {
  const item = model.item(id ?? '');
  return item ? [span(labelOf(item), { item: item.id })] : inline(id ?? language.text('pack.register.nobody', 'nobody'), 'attention');
}

function incomplete(desk: Desk): readonly Row[] {
  const { checked, language } = desk;
  return checked.incomplete.map(({ file, rule, reason }) => row(
    file !== undefined ? [span(file, { file }, { mark: 'code' }), ...(rule === undefined ? [] : [span(', '), ...ruleSpan(rule, desk)])] : rule !== undefined
      ? ruleSpan(rule, desk) : inline(language.text('pack.not-looked-at.sms', 'The SMS')),
    inline(language.text('pack.not-looked-at.incomplete', 'could not be checked to its end: the result is incomplete'), 'bad'), inline(reason),
  ));
}

function history({ checked: { historyNotes }, language }: Desk): readonly Row[] {
  return historyNotes.map(note => row(inline(language.text('pack.not-looked-at.history', 'History')),
    inline(language.text('pack.not-looked-at.history-how', 'not looked at, or not whole'), 'attention'), inline(note)));
}

function settings(desk: Desk): readonly Row[] {
  const { checked, language } = desk;
  return checked.settings.map(({ rule, off, grade, reason, owner, until }) => {
    const how = off || !grade ? language.text('pack.not-looked-at.off', 'switched off in sms.yaml')
      : language.text('pack.not-looked-at.graded', 'counts as {grade} by sms.yaml', { grade: gradeWord(grade, language) });
    return row(ruleSpan(rule, desk), inline(how, 'attention'), inline(reason), ownerOf(owner, desk), until);
  });
}

/** Each with the findings that it hides. */
function deviations(desk: Desk): readonly Row[] {
  const { checked: { model, accepted }, scope, inScope, sentence, language } = desk,
    ids = [...new Set(accepted.flatMap(({ deviation }) => deviation ?? []))].sort(compareText);
  return ids.flatMap((id): Row[] => {
    const item = model.item(id), value = item ? model.value(item) : {}, own = accepted.filter(each => each.deviation === id
      && (scope.of === 'all' || inScope(each.subject ?? each.artefact ?? '')));
    if (own.length === 0) return [];
    return [row(
      [span(item ? labelOf(item) : id, { item: id })], [...inline(language.text('pack.not-looked-at.accepted', 'accepted for a time: '), 'attention'),
        ...joinInlines(own.map(each => [span(`${sentence(each)} `), placeOf(each)]), '; ')],
      inline(text(value, 'reason')), ownerOf(text(value, 'owner'), desk), text(value, 'until') ?? '',
    )];
  });
}

function rules(desk: Desk): readonly Row[] {
  const { checked: { waiting, withoutHistory }, language } = desk, t: Language['text'] = (...args) => language.text(...args);
  const unchecked = inline(t('pack.not-looked-at.without-history', 'not checked, in part or altogether'), 'attention'), later = inline(t('pack.not-looked-at.waiting', 'not in force in this release'), 'attention');
  return [
    ...withoutHistory.map(rule => row(ruleSpan(rule, desk), unchecked, inline(t('pack.not-looked-at.needs-history', 'It needs a history that is not here.')))),
    ...waiting.map(({ rule, waitsFor }) => row(ruleSpan(rule, desk), later, inline(t('pack.not-looked-at.waits-for', 'It waits for {what}.', { what: waitsFor.replace(/\.$/, '') })))),
  ];
}

/** What is held somewhere else: an address, which nobody opened. */
function elsewhere({ checked: { model }, inScope, language }: Desk): readonly Row[] {
  return model.artefacts.filter(({ id }) => inScope(id)).flatMap(artefact => {
    const urls = [...new Set(urlsIn(artefact))];
    return urls.length === 0 ? [] : [row(
      [span(labelOf(artefact), { item: artefact.id })], inline(language.text('pack.not-looked-at.elsewhere', 'held elsewhere: claimed, not opened'),
        'attention'), joinInlines(urls.map(url => [/^https?:\/\//i.test(url) ? span(url, { url }) : span(url)])),
    )];
  });
}

/** The fields of a card that name an address (format.md F11). */
function urlsIn({ data }: Artefact): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown, listed: boolean): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, listed);
    else if (isFields(value)) {
      const url = listed ? text(value, 'url') : undefined;
      if (url !== undefined) found.push(url);
      for (const [key, each] of Object.entries(value)) visit(each, key === 'evidence' || key === 'content');
    }
  };
  visit(data, false);
  return found;
}

/** Files that are no artefacts are known by name and hash only; those of other scopes are not named. */
function files({ checked: { model, attachments }, tables, scope, inScope, language }: Desk): readonly Row[] {
  const read = new Set([...tables.values()].map(({ file }) => file)), named = new Set(scope.of === 'all' ? []
    : model.artefacts.filter(({ id }) => inScope(id)).flatMap(({ file }) => model.referencesIn(file).map(({ to }) => to)));
  const unread = attachments.filter(file => !read.has(file) && (scope.of === 'all' || named.has(file))).sort(compareText);
  return unread.map(file => row([span(file, { file }, { mark: 'code' })],
    inline(language.text('pack.not-looked-at.attachment', 'its bytes are here, what it says was not read'), 'quiet'),
    inline(language.text('pack.not-looked-at.no-artefact', 'It is no artefact: nothing in it says what it is.'))));
}
