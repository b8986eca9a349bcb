// The workspaces of tests that need git: an SMS with a year of history, and the sample with a change that is proposed.
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

const people = { lena: 'Lena Maas', femke: 'Femke Bos', tom: 'Tom Dekker' };

const header = (fields) => `---\nkind: procedure\n${Object.entries(fields).map(([key, value]) => `${key}: ${value}`).join('\n')}\n---\n`;
const incident = (fields, text) => `${header({ id: 'PROC-INC', title: 'Handling incidents', ...fields, owner: 'ROLE-SLM', approver: 'ROLE-SD', reviewEvery: '12 months' })}\n## Purpose\n\n${text}\n`;

const sms = `sms: 1
organization: Harbour Managed Services B.V.
timeZone: Europe/Amsterdam
today: 2026-10-15
stage: building
`;

const roles = `kind: role-register
id: ROLES
title: Roles, responsibilities and authorities
version: "2.0"
status: approved
owner: ROLE-SMM
approver: ROLE-SD
approvedOn: 2026-03-02
effectiveFrom: 2026-03-02
reviewedOn: 2026-03-02
reviewEvery: 12 months
classification: internal
people:
  - { id: PER-LM, name: Lena Maas, emails: [lena@harbour.example] }
  - { id: PER-FB, name: Femke Bos, emails: [femke@harbour.example] }
  - { id: PER-TD, name: Tom Dekker, emails: [tom@harbour.example] }
roles:
  - { id: ROLE-SD, title: Service director, holders: [{ person: PER-LM, from: 2024-01-01 }] }
  - { id: ROLE-SLM, title: Service level manager, holders: [{ person: PER-FB, from: 2024-01-01 }] }
  - { id: ROLE-SMM, title: SMS manager, holders: [{ person: PER-TD, from: 2024-01-01 }] }
`;

const reviews = `${header({ id: 'PROC-REV', title: 'Reviewing services with customers', version: '"1.2"', status: 'approved', owner: 'ROLE-SLM', approver: 'ROLE-SD', approvedOn: '2025-02-10', effectiveFrom: '2025-03-01', reviewEvery: '12 months' })}
## Purpose

Every customer hears once a month how the services did.
`;

const mail = `${header({ id: 'PROC-MAIL', title: 'Using e-mail', version: '"0.3"', status: 'in-review', owner: 'ROLE-SMM', approver: 'ROLE-SD', reviewEvery: '12 months' })}
## Purpose

Mail is for work.
`;

const fax = `${header({ id: 'PROC-FAX', title: 'Receiving faxes', version: '"3.0"', status: 'withdrawn', owner: 'ROLE-SMM', approver: 'ROLE-SD', approvedOn: '2021-05-04', effectiveFrom: '2021-05-04' })}
## Purpose

Faxes are put into the pigeon-holes.
`;

/** A work tree in a folder, which exists; Lena is who would commit there next. */
function workTree(folder) {
  const git = (args, environment = {}) => execFileSync('git', args, {
    cwd: folder, stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, GIT_CONFIG_GLOBAL: path.join(folder, '..', 'no-config'), GIT_CONFIG_NOSYSTEM: '1', ...environment },
  });
  const write = async (files) => {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
  };
  /** Replaces each text by another; each stands there once. */
  const edit = async (file, ...pairs) => {
    let text = await readFile(path.join(folder, file), 'utf8');
    for (const [from, to] of pairs) {
      if (text.split(from).length !== 2) throw new Error(`${file} has ${text.split(from).length - 1} times: ${from}`);
      text = text.replace(from, () => to);
    }
    await writeFile(path.join(folder, file), text);
  };
  const commit = (who, day, message) => {
    const date = `${day}T10:00:00+01:00`, email = `${who}@harbour.example`;
    git(['add', '-A']);
    git(['-c', 'commit.gpgSign=false', 'commit', '-q', '-m', message], {
      GIT_AUTHOR_NAME: people[who], GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date, GIT_COMMITTER_NAME: people[who], GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date,
    });
  };
  git(['init', '-q', '-b', 'main']);
  for (const [key, value] of [['user.name', people.lena], ['user.email', 'lena@harbour.example'], ['core.autocrlf', 'false'], ['commit.gpgSign', 'false']]) git(['config', key, value]);
  return { git, write, edit, commit };
}

/** The sample, and a branch on which a change of it is proposed. @param {string} folder exists and is empty */
export async function makeProposal(folder) {
  await cp(path.join('samples', 'harbour'), folder, { recursive: true });
  const { git, write, edit, commit } = workTree(folder);
  commit('tom', '2026-10-01', 'The SMS as it is');
  git(['switch', '-q', '-c', 'boreal-2027']);
  await edit('agreements/sla-boreal.yaml', ['value: 30\n    unit: minutes', 'value: 45\n    unit: minutes'], ['    title: Availability of managed e-mail\n    services: [SVC-MAIL]\n', '    services:\n      - SVC-MAIL\n    title: Availability of managed e-mail\n']);
  await edit('sms.yaml', ['rules:\n', 'rules:\n  knowledge-stale: { off: true, reason: The articles are looked at in spring, owner: ROLE-SMM, until: 2027-03-31 }\n']);
  await write({ 'registers/knowledge/printing.md': '---\nkind: knowledge-article\nid: KA-900\ntitle: Printing from the halls\n---\nTurn the printer off and on.\n' });
  await edit('processes/incident/procedure.md', ['is restored within the time agreed', 'is restored as soon as it can be, and within the time agreed']);
  commit('femke', '2026-10-12', 'Propose the agreement of 2027 with Boreal Foods');
}

/** Always the same commits. @param {string} folder becomes a work tree; it exists and is empty. */
export async function makeRepository(folder) {
  const { git, write, commit } = workTree(folder);
  await write({ 'sms.yaml': sms, 'roles.yaml': roles, 'processes/reviews.md': reviews, 'processes/fax.md': fax });
  commit('tom', '2025-02-10', 'Begin the SMS');
  await write({ 'incident.md': incident({ version: '"0.9"', status: 'draft' }, 'Incidents are recorded.') });
  commit('femke', '2025-09-15', 'Draft how we handle incidents');
  await write({ 'incident.md': incident({ version: '"1.0"', status: 'approved', approvedOn: '2025-11-20', effectiveFrom: '2025-12-01', reviewedOn: '2025-11-20' }, 'Incidents are recorded.') });
  commit('femke', '2025-11-20', 'Approve how we handle incidents\n\nApproved-by: Lena Maas <lena@harbour.example>');
  git(['-c', 'tag.gpgSign=false', 'tag', 'sms-2025']);
  await rename(path.join(folder, 'incident.md'), path.join(folder, 'processes', 'incident.md'));
  commit('femke', '2026-03-02', 'Put processes into a folder');
  await write({ 'processes/mail.md': mail });
  commit('lena', '2026-06-01', 'Write down how mail is used');
  await write({ 'processes/incident.md': incident({ version: '"1.1"', status: 'in-review', reviewedOn: '2025-11-20' }, 'Incidents are recorded, classified and given a priority.') });
  commit('femke', '2026-09-20', 'Incidents have a class and a priority');
}
