import { fields, groupBy, isFields, valueAt, type Fields } from '../sms/data.js';
import { phrase } from '../sms/language.js';
import { parseConfigFile } from '../sms/parse.js';
import { configSchema } from '../sms/kinds.js';
import { textHash } from '../sms/text.js';
import type { Path } from '../sms/types.js';
import type { Desk } from './desk.js';
import { directionOf, fieldChanges, fieldKey, type Sides } from './fields.js';
import { namesOf } from './matching.js';
import { sentence } from './sentences.js';
import type { At, Direction, State } from './types.js';
import { pathKey } from './words.js';

/** What changed in sms.yaml, which decides what is looked at. */
export function compareConfig(desk: Desk): void {
  const { before, after } = desk, file = after.model.config.file, [was, now] = [before.textOf(before.model.config.file), after.textOf(file)];
  if (was === now) return;
  const [own, other] = [before, after].map(state => { const text = state.textOf(state.model.config.file); return text === undefined ? undefined : parseConfigFile(state.model.config.file, text); });
  const broken = [own, other].map(each => each === undefined || each.source.root === undefined || each.source.problems.some(({ breaks }) => breaks));
  const whole = (state: State): At => ({ file: state.model.config.file, path: [], range: state.locate(state.model.config.file, []) });
  if (!own || !other || broken[0] || broken[1]) {
    const side = !broken[0] ? 'after' : !broken[1] ? 'before' : 'both', reason = phrase('review.config-unread', 'it could not be read to its end');
    desk.notCompared.push({ side, file, reason });
    desk.put({
      act: 'unread', weight: 'frame', direction: 'changed', item: file, before: whole(before), after: whole(after), content: textHash(`${was ?? ''}\0${now ?? ''}`),
      say: phrase('review.unread-config', '{file} could not be compared: {reason}', { file, reason }),
    });
    return;
  }
  const teller = (state: State): Sides['before'] => ({ model: state.model, artefact: file });
  const sides: Sides = { before: teller(before), after: teller(after), names: namesOf(desk.matching.laterIds, { before: file, after: file }, after) };
  // Each entry of a map, such as a rule with its settings, is one thing to agree to.
  const opened = (data: Fields, others: Fields): Fields => Object.fromEntries([...new Set([...Object.keys(data), ...Object.keys(others)])].map(key => {
    const shape = configSchema.shape.properties.get(key), maps = shape?.additional, value = data[key];
    if (!maps) return [key, value];
    const keys = [...Object.keys(fields(data, key) ?? {}), ...Object.keys(fields(others, key) ?? {})];
    return [key, Object.fromEntries([...new Set(keys)].map(name => {
      const entry = isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;
      return [name, entry === undefined && maps.properties.size > 0 ? {} : entry];
    }))];
  }));
  const found = fieldChanges(opened(own.data, other.data), opened(other.data, own.data), configSchema.shape, sides);
  for (const [, group] of groupBy(found, ({ by }) => pathKey(by.slice(0, 2)))) {
    const told = group.map(change => sentence(change, file, sides, directionOf(change, true))), [first] = group;
    // Of settings that came or went altogether the first that decides is what they are about; among others nothing hides what is loosened.
    const way = first?.by.slice(0, 2) ?? [], isAll = [own.data, other.data].some(data => valueAt(data, way) === undefined), is = (...directions: Direction[]) => told.find(({ direction }) => directions.includes(direction));
    const decides = (isAll ? is('loosened', 'tightened') : is('loosened') ?? is('tightened')) ?? told[0];
    if (!first || !decides) continue;
    const at = (state: State, path: Path): At => ({ file: state.model.config.file, path, range: state.locate(state.model.config.file, path) }), change = group[told.indexOf(decides)] ?? first;
    desk.put({
      act: 'changed', weight: 'frame', direction: decides.direction, item: file, field: change.now ?? change.was ?? [], say: decides.say, parts: told.filter(each => each !== decides).map(({ say }) => say),
      ...(decides.texts && { texts: decides.texts }), before: at(before, change.was ?? []), after: at(after, change.now ?? []), content: group.map(fieldKey).join(' '),
    });
  }
  if (found.length > 0) return;
  desk.put({ act: 'reformatted', weight: 'editorial', direction: 'neutral', item: file, before: whole(before), after: whole(after), content: textHash(`${was ?? ''}\0${now ?? ''}`),
    say: phrase('review.reformatted', '{thing}: says the same in another form (comments, quotes, order of fields or layout)', { thing: file }) });
}
