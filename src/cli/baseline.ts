import { planBaseline, type BaselinePlan } from '../editing/baseline.js';
import { editorDesk } from '../editing/desk.js';
import { writeFiles, type NotWritten } from '../node/write.js';
import { rulesOf } from '../rules/book.js';
import type { Rule } from '../rules/rule.js';
import { edited } from '../sms/changes.js';
import { groupBy } from '../sms/data.js';
import { isHistory } from '../sms/history.js';
import { ENGLISH } from '../sms/language.js';
import { compareText, visible } from '../sms/text.js';
import type { Finding } from '../sms/types.js';
import type { Options } from './arguments.js';
import { harmless } from './escape.js';
import type { Io } from './io.js';
import { columnsOf, paragraph, plural } from './layout.js';
import { withDocuments, type DocumentsAsked } from './opening.js';
import { countGrades, GRADES } from './run.js';

/** More rules or findings are counted. */
const MOST_LISTED = 12;
const WIDTH = 110;

/**
 * `sms baseline`: writes what is found today into the register of deviations, or shortens it by what is gone since. What was done goes to standard output. 2 where
 * it cannot be done; 3 where it was, and something could not be read or checked.
 */
export function baselineCommand(folder: string | undefined, options: Options, io: Io, rules: readonly Rule[]): Promise<number> {
  const refuse = (problem: string): number => { io.stderr(`${harmless(visible(`sms: ${problem}`))}\n`); return 2; };
  return withDocuments('baseline', folder, options, io, async asked => {
    const { root, session, result } = asked, { model, config } = result, unread = new Set(result.incomplete.flatMap(({ file }) => file ?? []));
    if (result.error === 'nothing') return refuse('There is no document here, so nothing that could be taken over: sms.yaml says which files are read (adopt), sms kinds which kinds there are.');
    const off = new Set(result.settings.flatMap(each => (each.off ? [each.rule] : []))), inForce = new Map([...rules, ...rulesOf(config).own].map(rule => [rule.id, rule]));
    const decides = (rule: string): boolean => inForce.has(rule) && !off.has(rule) && !(inForce.get(rule)?.needs === 'history' && !isHistory(result.control.history));
    const desk = editorDesk({ ...result }, { textOf: file => session.textOf(file), isChecked: () => true }, ENGLISH);
    const given = (name: 'owner' | 'until' | 'reason') => { const text = options.text(name); return text === undefined ? {} : { [name]: text }; };
    const plan = planBaseline(desk, { open: result.findings, accepted: result.accepted, unread, partial: result.incomplete.length > 0, decides }, { ...given('owner'), ...given('until'), ...given('reason') });
    if (!plan.ok) {
      const roles = model.ofType('role').map(({ id }) => id).sort(compareText), isKnown = model.item(options.text('owner') ?? '')?.type === 'role';
      return refuse(isKnown ? plan.sentence : `${plan.sentence} ${roles.length === 0 ? 'This SMS has no role yet: sms new role-register --title Roles begins a list of them.'
        : `Its roles: ${roles.slice(0, MOST_LISTED).join(', ')}${roles.length > MOST_LISTED ? ' …' : ''}.`}`);
    }
    const files = [
      ...(plan.changes.create ?? []).map(({ file, text }) => ({ file, before: undefined, after: text })),
      ...(plan.changes.edits ?? []).map(({ file, edits }) => { const before = session.textOf(file) ?? ''; return { file, before, after: edited(before, edits) }; }),
    ];
    const written = options.on('dry-run') ? { ok: true as const } : await writeFiles(root.folder, files);
    if (!written.ok) return refuse(`${notWritten(written)} Nothing was written.`);
    io.stdout(reportOf(plan, asked, { dry: options.on('dry-run'), changed: files.length > 0, byId: inForce }));
    return result.incomplete.length > 0 ? 3 : 0;
  }, { rules });
}

interface Told { dry: boolean; changed: boolean; byId: ReadonlyMap<string, Rule> }

function reportOf(plan: BaselinePlan, { result, root, todayGiven }: DocumentsAsked, { dry, changed, byId }: Told): string {
  const lines: string[] = [], say = (text: string, indent = 0): void => { lines.push(...paragraph(harmless(visible(text)), WIDTH, indent).map(harmless)); };
  const { first, covered, never, unread, fresh, gone, registers } = plan;
  if (dry) say('Nothing is written: --dry-run. It would be:');
  if (first && covered.length === 0) say('There is nothing to take over: no finding could be accepted.');
  else if (first) {
    say(`Taken over: ${findings(covered)}, in ${plural(plan.entries, 'entry', 'entries')} of ${registers[0]?.file ?? ''}, until ${registers[0]?.until ?? ''}. What is found beside them from now on counts.`);
    lines.push(...byRule(covered, byId));
  } else {
    say(changed ? `The baseline is shorter: ${[
      ...(gone.entries > 0 ? [`${plural(gone.entries, 'entry', 'entries')} taken out`] : []), ...(gone.shortened > 0 ? [`${plural(gone.shortened, 'entry', 'entries')} shortened`] : []),
    ].join(', ')}, for what they cover is gone.` : 'The baseline stays as it is: nothing that it covers is gone.');
    if (registers.length > 0) say(`It still covers ${findings(covered)}: ${registers.map(({ file, until }) => `${file} (until ${until})`).join(', ')}. Nothing is added to it; owner and end stay.`);
  }
  if (fresh.length > 0) { say(`Found since, and not covered: ${findings(fresh)}. sms check lists them.`); lines.push(...byRule(fresh, byId)); }
  if (never.length > 0) {
    say(`Never accepted, and still to be mended: ${findings(never)} that something mandatory is missing, or that a requirement is excluded. sms check lists them.`);
    lines.push(...byRule(never, byId));
    if (result.config.stage !== 'building') say('While the documents that are missing are being written, "stage: building" in sms.yaml makes one list of them.', 2);
  }
  if (result.incomplete.length > 0) {
    say(`Could not be checked, so ${first ? 'what they hide will count as new' : 'nothing is taken out of the baseline'} (correct this first, then ${first ? 'take the baseline' : 'run this again'}):`);
    listed(result.incomplete.map(({ file, rule, reason }) => `${file ?? rule ?? 'the SMS'}: ${reason}`)).forEach(line => { say(line, 2); });
    if (unread.length > 0) say(`${findings(unread)} in these files ${unread.length === 1 ? 'stays' : 'stay'} outside of the baseline.`, 2);
  }
  for (const { id, file, counts, until, approver } of registers) {
    if (until < result.today) say(`It ended on ${until}, and nothing of ${file} counts any more: put right what is left, or decide anew.`);
    if (counts && !changed) continue;
    say(counts ? `${file} was approved as it was: approve it as it is now.` : `Nothing of it counts until ${id} is approved${approver === undefined ? '' : ` by ${approver}`}: look ${file} through${approver === undefined ? ', write into it who approves it (approver)' : ''}, commit it, and then:`);
    say(`sms approve ${id} --meaning approved${root.name === '.' ? '' : ` ${root.name}`}`, 2);
  }
  say(`As of ${result.today}${todayGiven ? ' (--today)' : ''}.`);
  return `${lines.join('\n')}\n`;
}

function findings(of: readonly Finding[]): string {
  const counts = countGrades(of), grades = GRADES.filter(grade => counts[grade] > 0).map(grade => plural(counts[grade], grade, grade === 'observation' ? 'observations' : grade));
  return `${plural(of.length, 'finding')}${of.length === 0 ? '' : ` (${grades.join(', ')})`}`;
}

/** How often each rule, the most frequent first. */
function byRule(of: readonly Finding[], byId: ReadonlyMap<string, Rule>): string[] {
  const groups = [...groupBy(of, ({ rule }) => rule)].sort(([a, m], [b, n]) => n.length - m.length || compareText(a, b)), [, most = []] = groups[0] ?? [];
  const width = String(most.length).length, name = Math.max(...groups.map(([rule]) => columnsOf(rule)));
  return listed(groups.map(([rule, own]) => `${String(own.length).padStart(width)}  ${rule.padEnd(name)}  ${byId.get(rule)?.title ?? ''}`.trimEnd())).map(line => harmless(visible(`  ${line}`)));
}

function listed(lines: readonly string[]): string[] { return lines.length <= MOST_LISTED + 1 ? [...lines] : [...lines.slice(0, MOST_LISTED), `and ${lines.length - MOST_LISTED} more`]; }

function notWritten({ file, reason, detail }: NotWritten): string {
  switch (reason) {
    case 'changed': case 'vanished': return `${file} was changed by somebody else meanwhile. Look at it, and try again.`;
    case 'exists': return `There is a file ${file} already that is no register of deviations. Give it another name, and try again.`;
    case 'outside': return `${file} does not lie plainly below the folder of the SMS.`;
    case 'failed': return `${file} could not be written (${detail}). Look whether the disk is full, and whether you may write there.`;
  }
}
