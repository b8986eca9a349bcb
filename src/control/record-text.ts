import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Day } from '../sms/types.js';
import { fitsTemplate, matchesGlob } from '../sms/wildcards.js';
import { entryOf, readYaml } from '../sms/yaml.js';
import { yamlScalar } from '../sms/yaml-text.js';
import type { ApprovalInput, Deed, Meaning } from './approving.js';
import { refusal, type Refusal } from './refusals.js';

const TITLES: Readonly<Record<Meaning, string>> = { approved: 'Approval of', reviewed: 'Review of', agreed: 'Agreement to', withdrawn: 'Withdrawal of' };

/** What a record says of the document as it is to be. `blob`: git's id of its file. */
export interface Approved { version: string; digest: string; blob: string; effectiveFrom?: Day }

/** The approval record of a deed: an id and a file that are free, and its text; or why there can be none. */
export function recordOf(
  { document, person, role, on, wish }: Deed, { version, digest, blob, effectiveFrom }: Approved, { model, files }: ApprovalInput,
): { id: string; file: string; text: string } | Refusal {
  const { meaning } = wish, about = `${document.id}-${meaning === 'reviewed' ? on : version}-${role.id}`;
  const more = meaning === 'agreed' || meaning === 'withdrawn' ? `-${meaning}` : '';
  const id = recordId(model, `${meaning === 'reviewed' ? 'REV' : 'APR'}-${about}${more}`);
  if (id === undefined) return refusal('no-record-id', phrase('refusal.no-record-id', 'No id is left for the record: sms.yaml asks for ids of approval records such as `{template}`. '
    + 'Widen that template.', { template: model.config.ids['approval-record'] ?? '' }));
  const file = recordFile(`approvals/${fileName(document.id)}`, fileName(`${meaning === 'reviewed' ? `review-${on}` : version}-${role.id}${more}`), files);
  const paths = file.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
  const ignored = model.config.ignore.find(glob => paths.some(path => matchesGlob(glob, path) || matchesGlob(glob, `${path}/`)));
  if (ignored !== undefined) return refusal('record-ignored', phrase('refusal.record-ignored', 'The record would be {file}, but sms.yaml ignores `{ignored}`, so nobody would see '
    + 'it. Take that from `ignore`.', { file, ignored }));
  const comment = wish.comment?.replace(/\r\n?/g, '\n').trim();
  return { id, file, text: recordText([
    ['kind', 'approval-record'], ['id', id], ['title', `${TITLES[meaning]} ${document.id} ${version}`], ['artefact', document.id], ['version', version],
    ['meaning', meaning], ['role', role.id], ['person', person.id], ['on', on], ['effectiveFrom', effectiveFrom], ['digest', digest], ['blob', blob],
    ['comment', comment === '' ? undefined : comment],
  ]) };
}

const MOST_TRIES = 1_000;

/** A free id for a record, by the template of sms.yaml where it has one for approval records. Undefined where none can be made. */
function recordId(model: Model, wanted: string): string | undefined {
  const template = model.config.ids['approval-record'];
  const taken = new Set(model.items.flatMap(item => [item.id, ...item.aliases.map(alias => alias.id)]).map(folded));
  const serves = (id: string): boolean => [...id].length <= LONGEST_ID && !taken.has(folded(id)) && (template === undefined || fitsTemplate(id, template));
  const word = wanted.normalize('NFC').replace(/[\s#[\](){}<>"'`\\\p{Cc}\p{Cf}\p{Cs}\u2018-\u201f\u00ab\u00bb]+/gu, '-'), plain = word.replace(/[^\p{L}\p{N}._-]+/gu, '-');
  const numbered = (base: string, n: number, room = LONGEST_ID): string => {
    const end = n === 1 ? '' : `-${n}`;
    return [...base].slice(0, room - end.length).join('') + end;
  };
  for (const base of [word, plain]) {
    for (let n = 1; n <= MOST_TRIES; n++) if (serves(numbered(base, n))) return numbered(base, n);
  }
  if (template === undefined) return undefined;
  const digits = template.match(/#/g)?.length ?? 0, stars = template.match(/\*/g)?.length ?? 0, room = Math.max(1, LONGEST_ID - (template.length - stars) - (stars - 1));
  const filled = (n: number): string => {
    let rest = String(n).padStart(digits, '0'), star = 0;
    return template.replace(/[#*]/g, c => {
      if (c === '*') return star++ > 0 ? '1' : numbered(plain, digits > 0 ? 1 : n, room);
      const digit = rest[0] ?? '0';
      rest = rest.slice(1);
      return digit;
    });
  };
  // A number that was given once is not given again while its record is there: on from the highest.
  const used = stars > 0 ? 0 : [...taken].reduce((highest, id) => {
    if (!fitsTemplate(id, folded(template))) return highest;
    const number = Number([...template].flatMap((c, at) => (c === '#' ? [id[at] ?? '0'] : [])).join(''));
    return Math.max(highest, number);
  }, 0);
  const most = digits > 0 ? 10 ** Math.min(digits, 9) - 1 : MOST_TRIES;
  for (const first of [used + 1, 1]) {
    for (let n = first; n <= Math.min(most, first + MOST_TRIES); n++) if (serves(filled(n))) return filled(n);
  }
  return undefined;
}

const LONGEST_ID = 100;

/** As file systems and people may confuse it. */
function folded(name: string): string { return name.normalize('NFC').toLowerCase(); }

/** A text as a part of a path that every file system takes, Windows too, and that is no hidden file and no option of a program. */
function fileName(wanted: string): string {
  const name = [...wanted.normalize('NFC').replace(/[\s<>:"/\\|?*'`\p{Cc}\p{Cf}\p{Cs}]+/gu, '-')].slice(0, LONGEST_ID).join('').replace(/^[.-]+|[. -]+$/g, '');
  return name === '' || /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|node_modules)(?:\.|$)/i.test(name) ? `_${name}` : name;
}

function recordFile(folder: string, name: string, files: ReadonlySet<string>): string {
  const taken = new Set([...files].map(folded));
  for (let n = 1; ; n++) {
    const file = `${folder}/${name}${n === 1 ? '' : `-${n}`}.yaml`;
    if (!taken.has(folded(file))) return file;
  }
}

/** Fields as a YAML file of ours, in the order given; what has no value is left out. */
function recordText(fields: readonly (readonly [key: string, value: string | undefined])[]): string {
  return fields.flatMap(([key, value]) => (value === undefined ? [] : [`${key}: `
    + `${value.includes('\n') ? block(value) ?? yamlScalar(value) : yamlScalar(value)}\n`])).join('');
}

/** Several lines as a literal block; undefined where they would not read as the same text. */
function block(value: string): string | undefined {
  const written = `|-\n${value.split('\n').map(line => (line === '' ? '' : `  ${line}`)).join('\n')}`;
  const { root, problems } = readYaml(`k: ${written}\n`), node = entryOf(root, 'k')?.value;
  return problems.length === 0 && node?.type === 'scalar' && node.text === value ? written : undefined;
}
