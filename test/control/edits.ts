import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Repository } from '../support/repository.js';
import { digestOfText, judge } from './judged.js';

/** Edits of documents of the sample that two people approved: which of them keep both approvals, and which void them. */

const TOM = 'Tom Dekker <tom.dekker@harbour.example>', FEMKE = 'Femke Bos <femke.bos@harbour.example>';
const APPROVERS = [
  { role: 'ROLE-SD', person: 'PER-LM', who: 'Lena Maas <lena.maas@harbour.example>' },
  { role: 'ROLE-MD', person: 'PER-SH', who: 'Saskia Hoek <saskia.hoek@harbour.example>' },
] as const;
const TODAY = '2026-10-15';

/** The documents that are edited, by id. */
const FILES: Readonly<Record<string, string>> = {
  'SLA-BOREAL': 'agreements/sla-boreal.yaml', 'POLICY': 'policies/service-management-policy.md', 'RISKS': 'risks/register.yaml', 'PROC-PRB': 'processes/problem/procedure.md',
};

type Change = (text: string) => string;

export interface Edit {
  what: string;
  kind: 'none' | 'editorial' | 'normative';
  document: string;
  kept: boolean;
  /** What is changed: on disk, in a commit, or in two branches that are merged, perhaps with something more in the merge. */
  how: { disk: Change } | { commit: Change } | { branches: readonly [Change, Change]; merge?: Change };
}

/** Replaces what must be there. */
const swap = (from: string | RegExp, to: string): Change => text => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${String(from)} is not in the text`);
  return changed;
};
const then = (...changes: readonly Change[]): Change => text => changes.reduce((each, change) => change(each), text);

/** Puts the first item of a list in YAML behind the second. */
const swapItems = (list: string): Change => text => {
  const lines = text.split('\n'), start = lines.indexOf(`${list}:`) + 1;
  if (start === 0) throw new Error(`there is no list ${list}`);
  const dash = /^ *- /.exec(lines[start] ?? '')?.[0] ?? '- ', starts = lines.flatMap((line, at) => (at >= start && line.startsWith(dash) ? [at] : []));
  const [first = 0, second = 0, third = lines.length] = starts;
  return [...lines.slice(0, first), ...lines.slice(second, third), ...lines.slice(first, second), ...lines.slice(third)].join('\n');
};

const sla = 'SLA-BOREAL';
const figure = swap('value: 99.9\n', 'value: 99.5\n');
const comment = swap('targets:\n', '# What the customer is promised.\ntargets:\n');

export const EDITS: readonly Edit[] = [
  // Nothing is said differently.
  { what: 'a comment', kind: 'none', document: sla, kept: true, how: { commit: comment } },
  { what: 'a comment that is not committed', kind: 'none', document: sla, kept: true, how: { disk: comment } },
  { what: 'keys in another order', kind: 'none', document: sla, kept: true, how: { commit: then(swap('classification: confidential\n', ''), text => `${text}classification: confidential\n`) } },
  { what: 'a number with a nought behind it', kind: 'none', document: sla, kept: true, how: { commit: swap('value: 99.9\n', 'value: 99.900\n') } },
  { what: 'quotation marks around a value', kind: 'none', document: sla, kept: true, how: { commit: swap('title: Availability of managed e-mail', 'title: "Availability of managed e-mail"') } },
  { what: 'line ends of Windows', kind: 'none', document: sla, kept: true, how: { commit: text => text.replace(/\n/g, '\r\n') } },
  { what: 'line ends of Windows in a work tree', kind: 'none', document: 'POLICY', kept: true, how: { disk: text => text.replace(/\n/g, '\r\n') } },
  { what: 'targets in another order', kind: 'none', document: sla, kept: true, how: { commit: swapItems('targets') } },
  { what: 'references in another order', kind: 'none', document: sla, kept: true, how: { commit: swap('services: [SVC-MAIL, SVC-WORK, SVC-ERP, SVC-BACKUP]', 'services: [SVC-BACKUP, SVC-MAIL, SVC-WORK, SVC-ERP]') } },
  { what: 'risks in another order', kind: 'none', document: 'RISKS', kept: true, how: { commit: swapItems('risks') } },
  { what: 'lines of prose wrapped elsewhere', kind: 'editorial', document: 'POLICY', kept: true, how: { commit: rewrap } },
  { what: 'quotation marks and dashes as typographers set them', kind: 'editorial', document: sla, kept: true, how: { commit: swap("customer's own staff", 'customer\u2019s own staff') } },
  { what: 'blank lines and a blank at the end', kind: 'editorial', document: 'PROC-PRB', kept: true, how: { commit: text => `${text.replace(/\n\n(?=[A-Z#])/g, '\n\n\n')}\n\n` } },
  // The life of the document goes on.
  { what: 'a review that was recorded', kind: 'editorial', document: sla, kept: true, how: { commit: swap(/^reviewedOn: .*$/m, 'reviewedOn: 2026-09-01') } },
  { what: 'a summary of the change', kind: 'editorial', document: sla, kept: true, how: { commit: swap(/^changeSummary: .*$/m, 'changeSummary: See the minutes.') } },
  { what: 'the agreement of the customer', kind: 'editorial', document: sla, kept: true, how: { commit: swap('position: Head of IT\n', 'position: Director\n') } },
  // Something else is said.
  { what: 'another figure', kind: 'normative', document: sla, kept: false, how: { commit: figure } },
  { what: 'another figure that is not committed', kind: 'normative', document: sla, kept: false, how: { disk: figure } },
  { what: 'a reworded exception', kind: 'normative', document: sla, kept: false, how: { commit: swap('Outages that a change by', 'Outages and delays that a change by') } },
  { what: 'another approver', kind: 'normative', document: sla, kept: false, how: { commit: swap('approver: ROLE-SD', 'approver: ROLE-MD') } },
  { what: 'another unit', kind: 'normative', document: sla, kept: false, how: { commit: swap('value: 15\n    unit: minutes', 'value: 15\n    unit: hours') } },
  { what: 'a target that is gone', kind: 'normative', document: sla, kept: false, how: { commit: swap(/ {2}- id: erp-availability[\s\S]*?(?= {2}- id: p1-response)/, '') } },
  { what: 'exceptions in another order', kind: 'normative', document: sla, kept: false, how: { commit: swapItems('exceptions') } },
  { what: 'a word of the policy', kind: 'normative', document: 'POLICY', kept: false, how: { commit: text => `${text}\nNobody needs to read this.\n` } },
  { what: 'a step of a procedure that is a heading now', kind: 'normative', document: 'PROC-PRB', kept: false, how: { commit: swap(/^## /m, '### ') } },
  // Two branches that are merged.
  { what: 'two branches, with a comment and another order', kind: 'none', document: sla, kept: true, how: { branches: [comment, swapItems('workloadLimits')] } },
  { what: 'two branches, one with another figure', kind: 'normative', document: sla, kept: false, how: { branches: [comment, swap(/value: 4\n {4}unit: score/, 'value: 3.5\n    unit: score')] } },
  { what: 'two branches, each with another figure', kind: 'normative', document: sla, kept: false, how: { branches: [figure, swap(/value: 4\n {4}unit: score/, 'value: 3.5\n    unit: score')] } },
  { what: 'two branches with comments, and another figure in the merge', kind: 'normative', document: sla, kept: false, how: { branches: [comment, text => `${text}# the end\n`], merge: figure } },
  { what: 'two branches, and what one of them changed is undone in the merge', kind: 'none', document: sla, kept: true, how: { branches: [figure, text => `${text}# the end\n`], merge: swap('value: 99.5\n', 'value: 99.9\n') } },
];

function rewrap(text: string): string {
  const end = text.indexOf('\n---', 4) + 5;
  return text.slice(0, end) + text.slice(end).split('\n\n').map(block => (/^[A-Za-z]/.test(block) && !block.includes('|') ? block.replace(/ /g, '\n') : block)).join('\n\n');
}

/** These documents of the sample in a repository, with two records for each of the documents, of two people in two roles. */
export class Approved {
  private constructor(readonly repository: Repository, private readonly start: string) {}

  static async create(): Promise<Approved> {
    const repository = await Repository.create();
    const sample = ['sms.yaml', 'registers/roles.yaml', ...Object.values(FILES)];
    repository.write(Object.fromEntries(sample.map(file => [file, readFileSync(join('samples/harbour', file))]))).commit({ author: TOM, message: 'Begin' });
    for (const { role, person, who } of APPROVERS) {
      const records = Object.entries(FILES).map(([id, file]) => [`approvals/${id}/${role}.yaml`, recordOf(id, file, role, person)]);
      repository.write(Object.fromEntries(records) as Record<string, string>).commit({ author: who, message: 'Approve' });
    }
    return new Approved(repository, repository.git('rev-parse', 'HEAD'));
  }

  /** Applies an edit to what was approved, and tells whether both approvals hold: all signs together, or what does not fit. */
  async kept({ document, how }: Edit): Promise<boolean | string> {
    const { repository, start } = this, file = FILES[document] ?? '';
    repository.git('checkout', '-q', '-f', '-B', 'main', start);
    const edit = (change: Change): Repository => repository.write({ [file]: change(readFileSync(join(repository.path, file), 'utf8')) });
    if ('disk' in how) edit(how.disk);
    else if ('commit' in how) edit(how.commit).commit({ author: TOM });
    else {
      const [first, second] = how.branches;
      repository.git('checkout', '-q', '-B', 'side', start);
      edit(first).commit({ author: FEMKE });
      repository.checkout('main');
      edit(second).commit({ author: TOM });
      repository.git('-c', 'user.name=x', '-c', 'user.email=x@example.org', 'merge', '-q', '--no-ff', '--no-commit', 'side');
      if (how.merge) edit(how.merge);
      repository.commit({ author: TOM, message: 'Merge side' });
    }
    const { result, document: control } = await judge(repository.path, { id: document, today: TODAY, environment: repository.environment });
    const states = (control?.approvals ?? []).map(({ state, reasons }) => `${state} ${reasons[0]?.code ?? ''}`).sort();
    const found = result.findings.filter(({ rule, file: at }) => (rule === 'doc-changed-without-version' && at === file) || (rule === 'doc-approval-invalid' && at.startsWith(`approvals/${document}/`))).map(({ rule, message }) => `${rule} ${message}`);
    const signs = JSON.stringify([states, found, control?.changedSinceApproval !== undefined]);
    if (signs === KEPT) return true;
    return signs === VOIDED ? false : signs;
  }

  remove(): void { this.repository.remove(); }
}

const KEPT = JSON.stringify([['evidenced own-commit', 'evidenced own-commit'], [], false]);
const VOIDED = JSON.stringify([['contradicted digest-differs', 'contradicted digest-differs'], ['doc-changed-without-version record'], true]);

function recordOf(id: string, file: string, role: string, person: string): string {
  const text = readFileSync(join('samples/harbour', file), 'utf8'), version = /^version: (.+)$/m.exec(text)?.[1] ?? '';
  return `kind: approval-record\nid: APR-${id}-${role}\ntitle: Approval of ${id}\nartefact: ${id}\nversion: ${version}\nmeaning: approved\nrole: ${role}\nperson: ${person}\non: 2026-09-30\ndigest: ${digestOfText(file, text)}\n`;
}
