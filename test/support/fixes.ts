import { isDeepStrictEqual } from 'node:util';
import { editorDesk } from '../../src/editing/desk.js';
import { fixContext } from '../../src/editing/fix-context.js';
import { fixesFor, fixTitle } from '../../src/rules/fixes.js';
import { rules } from '../../src/rules/index.js';
import type { Fix, Rule } from '../../src/rules/rule.js';
import type { CheckResult } from '../../src/session/session.js';
import { applyChanges, offsetsOf } from '../../src/sms/changes.js';
import { ENGLISH } from '../../src/sms/language.js';
import type { Finding } from '../../src/sms/types.js';
import type { Committed } from '../../src/rules/marked.js';
import { checkTexts } from './sms.js';

/** What a fix does to an SMS. `complaints`: what no fix may do. */
export interface Outcome { finding: Finding; fix: Fix; title: string; silenced: boolean; complaints: string[]; after: ReadonlyMap<string, string> }

export interface Sms { files: ReadonlyMap<string, string>; commits?: readonly Committed[] }

const byId = new Map(rules.map(rule => [rule.id, rule]));

export function ruleOf({ rule }: Finding): Rule {
  const known = byId.get(rule);
  if (!known) throw new Error(`no rule ${rule}`);
  return known;
}

export function fixesOf({ files }: Sms, { model, today, control, findings }: CheckResult, finding: Finding): Fix[] {
  const desk = editorDesk({ model, today, control, findings }, { textOf: file => files.get(file), isChecked: () => true }, ENGLISH);
  return fixesFor(finding, ruleOf(finding), fixContext(desk, ruleOf(finding)));
}

/** What may be found where a fix wrote: it is still to be written there. A field that is missing, whichever rule says so, is that too. */
const TO_BE_WRITTEN = new Set([
  'placeholder-text-in-approved placeholder', 'placeholder-text-in-approved record',
  // Of what has just been begun.
  'catalogue-dependency-unresolved empty', 'catalogue-service-without-sla no-sla-unsaid', 'ci-orphan orphan', 'escalation-path-undefined sla', 'improvement-register-inactive empty', 'internal-agreement-missing lacks',
  'major-incident-control-missing report-without-review', 'policy-commitment-or-approval-missing commitment', 'role-unknown-or-vacant vacant', 'role-sms-authority-missing nobody',
  'sla-breach-no-action no-action', 'sla-clock-or-source-undefined parts', 'sla-target-not-measurable none-measurable', 'sla-target-not-measurable no-targets', 'sla-target-not-measurable parts',
]);
/** What is told of something begun, where it is: a clause for which nothing was there has drafts now; a breach that was begun names no record yet. */
const BEGUN = new Set(['evidence-clause-empty only-drafts', 'sla-breach-no-action not-named']);
/** What these say keeps something from being read as it was meant: without them it is judged for the first time. */
const UNREAD = new Set(['yaml-syntax', 'key-duplicate', 'field-unknown', 'front-matter-unclosed', 'kind-unknown', 'kind-probably-missing', 'config-invalid', 'merge-conflict']);
/** Any edit of an approved document needs a new version, which only a person can give. */
const OF_ANY_EDIT = new Set(['doc-changed-without-version', 'doc-approval-invalid']);

/** Makes every fix of every finding of some rules, each on its own, and looks at what came of it. */
export async function* outcomes(sms: Sms, isOf: (finding: Finding) => boolean): AsyncGenerator<Outcome> {
  const before = await check(sms), crlf = withLineEnds(sms), crlfBefore = await check(crlf);
  const known = counted(before.findings.map(keyOf));
  for (const finding of before.findings.filter(isOf)) {
    const twin = crlfBefore.findings.find(other => keyOf(other) === keyOf(finding) && isDeepStrictEqual(other.range.start, finding.range.start));
    const twins = twin ? fixesOf(crlf, crlfBefore, twin) : [];
    for (const fix of fixesOf(sms, before, finding)) {
      const complaints: string[] = [], title = fixTitle(ruleOf(finding), fix, ENGLISH);
      if (/\{\w+\}|undefined/.test(title)) complaints.push(`its title is not complete: ${title}`);
      const files = applyChanges(sms.files, fix.changes), after = await check({ ...sms, files });
      const twinFix = twins.find(other => other.say === fix.say && JSON.stringify(other.args) === JSON.stringify(fix.args));
      if (!twinFix) complaints.push('it is not offered with CRLF');
      else for (const [file, text] of applyChanges(crlf.files, twinFix.changes)) if (text.replaceAll('\r\n', '\n') !== files.get(file)) complaints.push(`${file} becomes another text with CRLF`);
      else if (crlf.files.has(file) && /(?<!\r)\n/.test(text)) complaints.push(`${file} gets mixed line ends`);
      complaints.push(...lost(sms.files, files), ...slips(before, after, files), ...(UNREAD.has(finding.rule) ? [] : added(sms, before, after, files, fix, known, finding)));
      for (const still of after.findings.filter(other => keyOf(other) === keyOf(finding) && isDeepStrictEqual(other.range.start, finding.range.start))) {
        for (const again of fixesOf({ ...sms, files }, after, still)) {
          if (again.say === fix.say && JSON.stringify(again.args) === JSON.stringify(fix.args)) complaints.push('it is offered again after it was made');
        }
      }
      const count = (result: CheckResult): number => result.findings.filter(({ rule }) => rule === finding.rule).length;
      yield { finding, fix, title, silenced: count(after) < count(before), complaints, after: files };
    }
  }
}

function check({ files, commits = [] }: Sms): Promise<CheckResult> { return checkTexts(files, { commits }); }

function withLineEnds({ files, ...sms }: Sms): Sms { return { ...sms, files: new Map([...files].map(([file, text]) => [file, text.replace(/\r?\n/g, '\r\n')])) }; }

export function keyOf({ rule, message, file, args }: Finding): string { return JSON.stringify([rule, message, file, { ...args, line: 0 }]); }

function counted(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Comments that are gone. */
function lost(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  // A page has comments in its fields only.
  const fieldsOf = (file: string, text: string): string => (/\.md$/.test(file) ? /^---\r?\n[^]*?^---/m.exec(text)?.[0] ?? '' : text);
  return [...before].flatMap(([file, text]) => [...fieldsOf(file, text).matchAll(/(?:^|[ \t])#.*$/gm)].flatMap(([comment]) =>
    (after.get(file)?.includes(comment.trim()) === true ? [] : [`the comment ${comment.trim()} of ${file} is lost`])));
}

/** Texts that can no longer be read to their end. */
function slips(before: CheckResult, after: CheckResult, files: ReadonlyMap<string, string>): string[] {
  return [...files.keys()].flatMap(file => {
    const was = before.model.files.get(file), is = after.model.files.get(file);
    return is?.incomplete !== undefined && was?.incomplete === undefined ? [`${file}: ${is.incomplete}`] : [];
  });
}

function added(sms: Sms, before: CheckResult, after: CheckResult, files: ReadonlyMap<string, string>, fix: Fix, known: ReadonlyMap<string, number>, mended: Finding): string[] {
  // What is left of a finding, with fewer fields or another number in its words, is no new one.
  const loose = ({ rule, message, file, subject = '' }: Finding): string => [rule, message, file, subject].join(' ');
  const were = counted(before.findings.map(loose)), are = counted(after.findings.map(loose));
  const created = new Set([...fix.changes.create ?? []].map(({ file }) => file)), counts = new Map(known), renamed = new Map(fix.changes.rename?.map(({ from, to }) => [to, from]));
  // While an id is named that is not there, nobody says that something is absent: it may be that.
  const dangling = ({ model }: CheckResult): Set<string> => new Set(model.references.filter(reference => !model.resolves(reference)).map(({ to }) => to));
  const left = dangling(after), namesLess = [...dangling(before)].some(to => !left.has(to));
  return after.findings.flatMap(finding => {
    const key = keyOf({ ...finding, file: renamed.get(finding.file) ?? finding.file }), of = counts.get(key) ?? 0;
    if (of > 0) { counts.set(key, of - 1); return []; }
    if ((are.get(loose(finding)) ?? 0) <= (were.get(loose(finding)) ?? 0)) return [];
    if (finding.grade === 'observation' || OF_ANY_EDIT.has(finding.rule)) return [];
    if (BEGUN.has(`${finding.rule} ${finding.message}`) || (namesLess && ruleOf(finding).messages[finding.message]?.absence)) return [];
    // What is said of a whole, because of a part of it, is about that part.
    const within = [finding, ...finding.related].some(at => created.has(at.file) || isWritten(sms.files.get(at.file) ?? '', files.get(at.file) ?? '', at, fix));
    const quotesPlaceholder = Object.values(finding.args).some(word => /<[A-Za-z][^<>]+>/.test(String(word)));
    // What the thing that was mended lacks next is told at its id.
    if (finding.file === mended.file && finding.subject === mended.subject && TO_BE_WRITTEN.has(`${finding.rule} ${finding.message}`)) return [];
    if (within && (TO_BE_WRITTEN.has(`${finding.rule} ${finding.message}`) || finding.message === 'missing' || quotesPlaceholder)) return [];
    return [`${within ? 'where it wrote' : 'elsewhere'} ${finding.file}:${finding.range.start.line + 1} is found ${finding.rule} ${finding.message} ${JSON.stringify(finding.args)}`];
  });
}

/** True where a finding touches a line that the fix wrote. */
function isWritten(before: string, after: string, { file, range }: Pick<Finding, 'file' | 'range'>, { changes }: Fix): boolean {
  const offset = offsetsOf(before);
  let shift = 0;
  return (changes.edits ?? []).filter(edited => edited.file === file).flatMap(({ edits }) => edits).some(({ range: own, text }) => {
    const start = offset(own.start) + shift, end = start + text.length;
    shift += text.length - (offset(own.end) - offset(own.start));
    const line = (at: number): number => after.slice(0, at).split('\n').length - 1;
    return range.start.line >= line(start) && range.start.line <= line(end);
  });
}
