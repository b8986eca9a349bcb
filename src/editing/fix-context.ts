import type { FixContext, Rule } from '../rules/rule.js';
import type { Finding, Path } from '../sms/types.js';
import { fieldAt } from './cursor.js';
import type { EditorDesk } from './desk.js';

/** What the fixes of a rule are made from. */
export function fixContext(desk: EditorDesk, rule: Rule): FixContext {
  const { model, today, control } = desk;
  return {
    model, today, control, settings: { ...rule.settings, ...model.config.rules[rule.id]?.thresholds },
    textOf: file => desk.textOf(file), sourceOf: file => desk.sourceOf(file), pathOf: finding => pathOf(desk, finding),
  };
}

/** The path of what a finding points at; of the object where it points at its id. */
function pathOf(desk: EditorDesk, { file, range }: Finding): Path {
  const field = fieldAt(desk, file, range.start);
  if (!field) return [];
  return field.part === 'value' && (field.shape?.defines !== undefined || field.path[field.path.length - 1] === 'id') ? field.path.slice(0, -1) : field.path;
}
