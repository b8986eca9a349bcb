// A generated SMS of any size, true to the shape of real ones: SLAs of eight targets, a catalogue, procedures in Markdown. The same bytes for the same size.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const header = (kind, id, title) => `kind: ${kind}
id: ${id}
title: ${title}
version: 1.2
status: approved
owner: ROLE-SLM
approver: ROLE-SD
approvedOn: 2026-02-12
effectiveFrom: 2026-03-01
reviewedOn: 2026-02-10
reviewEvery: 12 months
`;

/** Writes `size` artefacts into `folder`: one in twelve a procedure, a few registers, the others SLAs; a service for each dozen. Gives their number. */
export function writeCorpus(folder, size) {
  const perFile = 500, procedures = Math.floor(size / 12), services = Math.max(10, Math.floor(size / 12));
  const slas = size - procedures - Math.ceil(services / perFile) - 4;
  const write = (file, text) => { mkdirSync(join(folder, file, '..'), { recursive: true }); writeFileSync(join(folder, file), text); };
  write('sms.yaml', `sms: 1
organization: Generated
timeZone: Europe/Amsterdam
today: 2026-10-15
ids: { service: SVC-*, role: ROLE-*, customer: CUS-* }
`);
  write('roles.yaml', `${header('role-register', 'ROLES', 'Roles')}people:
  - { id: PER-1, name: Lena Maas, emails: [lena@example.org] }
roles:
${['SLM', 'SD', 'IM', 'DESK'].map(role => `  - { id: ROLE-${role}, title: Role ${role}, holders: [{ person: PER-1, from: 2024-01-01 }] }`).join('\n')}
`);
  write('customers.yaml', `${header('customer-register', 'CUSTOMERS', 'Customers')}customers:
${Array.from({ length: 20 }, (_, i) => `  - { id: CUS-${i}, title: Customer ${i}, owner: ROLE-SLM }`).join('\n')}
`);
  write('calendars.yaml', `${header('calendar', 'CALENDARS', 'Calendars')}calendars:
  - { id: CAL-24X7, title: Round the clock, timeZone: Europe/Amsterdam, hours: always }
`);
  write('requirements.yaml', `${header('service-requirements', 'REQUIREMENTS', 'Service requirements')}requirements:
${Array.from({ length: 20 }, (_, i) => `  - { id: REQ-${i}, title: Requirement ${i}, description: Work goes on round the clock, services: [SVC-${i % 10}], customers: [CUS-${i}] }`).join('\n')}
`);
  for (let from = 0; from < services; from += perFile) {
    write(`catalogue/${from}.yaml`, `${header('service-catalogue', `CAT-${from}`, 'Service catalogue')}audiences: [customers]
services:
${Array.from({ length: Math.min(perFile, services - from) }, (_, i) => `  - id: SVC-${from + i}
    title: Service ${from + i}
    description: What customer staff use every day, number ${from + i}.
    status: live
    type: supporting
    owner: ROLE-SLM
    intendedOutcomes: [Staff can work wherever they are]
    criticality: { level: high, reason: Orders arrive by it }
    ownAvailability: 99.98
    dependsOn: ${from + i > 3 ? `[{ to: SVC-${Math.floor((from + i) / 2)} }]` : '[]'}`).join('\n')}
`);
  }
  for (let i = 0; i < slas; i++) write(`agreements/${Math.floor(i / 100)}/sla-${i}.yaml`, sla(i, services));
  for (let i = 0; i < procedures; i++) write(`processes/${Math.floor(i / 100)}/procedure-${i}.md`, procedure(i, services));
  return size;
}

/** The same with a third of `size`, and beside it as many copies of samples/harbour as make up the rest: documents and records of all kinds, tables too. */
export function writeMixedCorpus(folder, size) {
  const artefacts = writeCorpus(folder, Math.floor(size / 3));
  return artefacts + writeCopies(folder, size - artefacts);
}

/**
 * At most `size` artefacts in the proportions of samples/harbour: copies of it under one sms.yaml, each with ids of its own. What was approved of the
 * sample has other words there, so that the records of approvals name no digest. Gives the number of artefacts.
 */
export function writeCopies(folder, size) {
  const files = walk('samples/harbour').filter(file => file !== 'sms.yaml').map(file => ({ file, text: readFileSync(join('samples/harbour', file), 'utf8') }));
  const each = files.filter(({ text }) => /^(?:---\r?\n)?kind: /.test(text)).length;
  const ids = new Set(files.flatMap(({ file, text }) => (file.endsWith('.csv') ? text.split('\n').map(line => /^[^;,]*/.exec(line)[0]) : [...text.matchAll(/\bid: ([^\s,}]+)/g)].map(([, id]) => id))));
  if (!existsSync(join(folder, 'sms.yaml'))) {
    mkdirSync(folder, { recursive: true });
    // Its templates of ids have no room for the number of the copy.
    writeFileSync(join(folder, 'sms.yaml'), readFileSync('samples/harbour/sms.yaml', 'utf8').replace(/-#+/g, '-*'));
  }
  let artefacts = 0;
  for (let copy = 1; artefacts + each <= size; copy++, artefacts += each) {
    for (const { file, text } of files) {
      const path = join(folder, `copy-${copy}`, file);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, text.replace(/^(?:digest|blob): .*\n/gm, '').replace(/(?<![\w./-])[A-Z][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*(?![\w-])/g, id => (ids.has(id) ? `${id}-C${copy}` : id)));
    }
  }
  return artefacts;
}

function walk(folder, within = '') {
  return readdirSync(join(folder, within)).sort().flatMap(name => {
    const path = within === '' ? name : `${within}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? walk(folder, path) : [path];
  });
}

function sla(i, services) {
  const service = `SVC-${i % services}`;
  return `${header('sla', `SLA-${i}`, `Agreement ${i} with customer ${i % 20}`)}customers: [CUS-${i % 20}]
services: [${service}]
validFrom: 2026-03-01
validTo: 2028-02-29
agreedBy:
  - { party: CUS-${i % 20}, name: J. Vermeer, position: Head of IT, on: 2026-02-20 }
basedOn: [REQ-${i % 20}]
targets:
${Array.from({ length: 8 }, (_, t) => `  - id: t${t}
    title: Restoration of priority ${t} incidents
    services: [${service}]
    effectiveFrom: 2026-03-01
    metric: restoration-time
    priority: P${t}
    operator: at-most
    value: ${4 + t}
    unit: hours
    attainment: 95
    window: calendar-month
    calendar: CAL-24X7
    clock: { starts: openedAt, stops: restoredAt, holds: [] }
    source: { system: Service desk, point: Ticket timestamps }
    calculation: Share of incidents restored within the limit`).join('\n')}
workloadLimits:
  - { id: tickets, measure: Incidents logged, limit: 400, unit: count, window: calendar-month, consequence: P7 is suspended for the excess }
exceptions:
  - Outages that the customer's own changes of ${service} cause.
`;
}

function procedure(i, services) {
  return `---
${header('procedure', `PROC-${i}`, `Procedure ${i}`)}---

# Procedure ${i}

## Purpose

Services such as SVC-${i % services} that failed are restored within the targets agreed with the customer.

## Roles

ROLE-IM owns this procedure; [the catalogue](../../catalogue/0.yaml) names the services.

## Steps

${Array.from({ length: 8 }, (_, s) => `${s + 1}. ROLE-DESK logs the incident with customer, service, *impact* and urgency, and opens the target that applies, for example SLA-${i}#t${s}.`).join('\n')}

| step | who | until |
| --- | --- | --- |
| log | ROLE-DESK | at once |
| restore | ROLE-IM | the target |

## Records

Each incident is a record.

## Measures

Share of incidents restored within the target, monthly.
`;
}
