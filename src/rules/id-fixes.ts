import type { Edit } from '../sms/changes.js';
import type { Model } from '../sms/model.js';
import { proposedId } from '../sms/proposals.js';
import { comparePositions } from '../sms/text.js';
import type { Finding, Item } from '../sms/types.js';
import type { Fix, FixContext } from './rule.js';

/** Mends ids that cannot be ids or are taken for others, wherever they are written. */
export function* idFixes({ model }: FixContext, finding: Finding): Iterable<Fix> {
  const item = model.files.get(finding.file)?.items.find(({ idRange }) => comparePositions(idRange.start, finding.range.start) === 0);
  const id = item && idMeant(model, finding, item);
  if (!item || id === undefined || id === own(item)) return;
  const old = own(item), places: { file: string; edit: Edit }[] = [{ file: item.file, edit: { range: item.idRange, text: id } }];
  for (const { to, via, file, range } of model.references) {
    // Of a local id also the full name; of an artefact also the full names of what stands in it.
    const full = to === item.id && item.local !== undefined ? `${item.artefact}#${id}` : undefined;
    const written = to === old ? id : full ?? (to.startsWith(`${old}#`) && item.path.length === 0 ? id + to.slice(old.length) : undefined);
    if (written !== undefined && via !== 'link' && (item.local === undefined || to !== old || file === item.file)) places.push({ file, edit: { range, text: written } });
  }
  const files = [...new Set(places.map(({ file }) => file))];
  yield { say: 'rename', args: { id }, changes: { edits: files.map(file => ({ file, edits: places.filter(place => place.file === file).map(({ edit }) => edit) })) } };
}

function own({ id, local }: Item): string { return local ?? id; }

function idMeant(model: Model, { rule, message }: Finding, item: Item): string | undefined {
  const taken = (id: string): boolean => model.items.some(other =>
    own(other).toLowerCase() === id.toLowerCase() && (item.local === undefined || other.artefact === item.artefact));
  if (rule === 'id-differs-by-case') return numbered(own(item), taken);
  if (message === 'template') return item.local === undefined ? proposedId(model, item.type, item.title) : undefined;
  const plain = message === 'spoof' ? [...own(item)].map(c => LETTERS.get(c) ?? (HIDDEN.test(c) ? '' : c)).join('')
    : own(item).replace(/[\s#[\](){}<>`"'“”‘’\\\p{Cc}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, MOST_LETTERS);
  if (plain === '' || (message === 'spoof' && FOREIGN.test(plain))) return undefined;
  return taken(plain) ? numbered(plain, taken) : plain;
}

const MOST_LETTERS = 100;
const HIDDEN = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u;
const FOREIGN = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** Letters of other scripts that look like those of ours. */
const LETTERS = new Map([...'АВЕКМНОРСТУХаеорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο'].map((letter, at): [string, string] => [letter, 'ABEKMHOPCTYXaeopcyxABEZHIKMNOPTYXo'[at] ?? letter]));

function numbered(id: string, taken: (id: string) => boolean): string {
  for (let number = 2; ; number++) if (!taken(`${id}-${number}`)) return `${id}-${number}`;
}
