import assert from 'node:assert/strict';
import { coverage } from '../../src/evidence/coverage.js';
import { diskFiles } from '../../src/node/disk.js';
import { gitFiles } from '../../src/node/git-files.js';
import { openHistory } from '../../src/node/git-history.js';
import { review, type Side } from '../../src/session/reviewing.js';
import { Session, type CheckResult } from '../../src/session/session.js';
import { approved, BASE, DOCUMENT, draftAndApprove, LENA, mail, parser, RECORD, smallSms, TODAY, TOM } from '../control/judged.js';
import type { Repository } from '../support/repository.js';

const HEADER = 'version: "1"\nstatus: approved\nowner: ROLE-SMM\napprover: ROLE-SD\napprovedOn: 2026-01-05\neffectiveFrom: 2026-01-05\n';
const sla = (id: string, hours: number, more = ''): string => `kind: sla\nid: ${id}\ntitle: Agreement ${id}\n${HEADER}customers: [CUS-BOREAL]\nservices: [SVC-MAIL]\nvalidFrom: 2026-01-05\n${more}targets:
  - { id: p1, title: P1, metric: restoration-time, priority: P1, operator: at-most, value: ${hours}, unit: hours, window: calendar-month, calendar: CAL }\n`;
const claims = 'calendar: CAL, title: "99.5 % uptime, at most 9 hours of downtime per month", metric: availability, operator: at-least, value: 99.5, unit: percent, window: calendar-month';
const FILES: Readonly<Record<string, string>> = {
  [DOCUMENT]: mail(), 'catalogue.yaml': `kind: service-catalogue\nid: CAT\ntitle: Services\n${HEADER}services: [{ id: SVC-MAIL, title: Mail, status: live, owner: ROLE-SMM }]\n`,
  'calendars.yaml': 'kind: calendar\nid: CALENDARS\ntitle: Calendars\ncalendars: [{ id: CAL, title: Always, timeZone: UTC, hours: always }]\n',
  'sla-a.yaml': sla('SLA-A', 4), 'sla-b.yaml': sla('SLA-B', 4), 'sla-c.yaml': `${sla('SLA-C', 4)}  - { id: up, ${claims} }\n`, 'note.md': '\ufeffA note that names [[SLA-A]].\n', 'plain.txt': 'x\n',
};

interface Kind { name: string; change(repository: Repository): void; /** What is done in the work tree alone. */ beside?(repository: Repository): void }

const write = (files: Parameters<Repository['write']>[0], author = TOM) => (repository: Repository): void => { repository.write(files).commit({ author }); };
const KINDS: readonly Kind[] = [
  { name: 'terms that contradict another agreement', change: write({ 'sla-a.yaml': sla('SLA-A', 8) }) },
  { name: 'a target that lacks a part', change: write({ 'sla-b.yaml': sla('SLA-B', 4).replace(', unit: hours', '') }) },
  { name: 'a calendar that is no longer round the clock', change: write({ 'calendars.yaml': FILES['calendars.yaml']?.replace('hours: always', 'hours: [{ days: [mon], from: "08:00", to: "18:00" }]') }) },
  { name: 'an agreement that takes over', change: write({ 'sla-b.yaml': sla('SLA-B', 8, 'supersedes: [SLA-A]\n') }) },
  { name: 'an id that others name', change: write({ 'sla-a.yaml': sla('SLA-X', 4) }) },
  { name: 'a file that came and one that went', change: write({ 'sla-a.yaml': undefined, 'deep/sla-d.yaml': sla('SLA-D', 2) }) },
  { name: 'a file that was renamed', change: repository => { repository.rename('sla-a.yaml', 'deep/sla-a.yaml').commit({ author: TOM }); } },
  { name: 'who holds a role', change: write({ 'roles.yaml': BASE['roles.yaml']?.replace('- { id: ROLE-SD, title: Service director, holders: [{ person: PER-LM', '- { id: ROLE-SD, title: Service director, holders: [{ person: PER-SH') }) },
  { name: 'content changed under an approved version', change: write({ [DOCUMENT]: approved({ words: 'Something else.' }) }) },
  { name: 'an approval taken back', change: write({ [RECORD]: undefined }, LENA) },
  { name: 'the configuration', change: write({ 'sms.yaml': `${BASE['sms.yaml'] ?? ''}recordsPeriod: 6 months\n` }) },
  { name: 'line ends, marks and a text that is not committed', change: write({ 'plain.txt': 'y\n' }), beside: repository => {
    repository.write({ 'sla-a.yaml': (FILES['sla-a.yaml'] ?? '').replace(/\n/g, '\r\n'), 'sla-b.yaml': `\ufeff${FILES['sla-b.yaml'] ?? ''}`, 'note.md': `\ufeff${FILES['note.md'] ?? ''}`, 'sla-c.yaml': sla('SLA-C', 1) });
  } },
];

describe('an earlier state checked with a later one at hand', () => {
  for (const { name, change, beside } of KINDS) it(`is what it is without: ${name}`, async () => {
    const repository = await smallSms(FILES), { environment, path: root } = repository, ends: (() => void)[] = [];
    const of = async (revision?: string, known?: Session): Promise<Side> => {
      const past = revision === undefined ? undefined : await gitFiles({ root, environment, revision });
      if (past && 'reason' in past) throw new Error(past.detail);
      const files = past ?? diskFiles(root), history = openHistory({ root, environment, ...(past && { revision: past.commit, opened: past.git }) });
      ends.push(() => { history.dispose(); past?.dispose(); });
      const session = new Session(files, parser, { history, ...(known && { known }) });
      await session.refresh();
      return { session, files, result: await session.check({ now: new Date(0), today: TODAY }) };
    };
    try {
      draftAndApprove(repository);
      change(repository);
      beside?.(repository);
      const after = await of(), told = plain(after.result);
      for (const revision of beside ? ['HEAD~1', 'HEAD'] : ['HEAD~1']) {
        const before = await of(revision, after.session), alone = await of(revision);
        assert.deepEqual(plain(before.result), plain(alone.result), revision);
        assert.deepEqual(await review(before, after), await review(alone, after), revision);
        // And from one commit to another, and back.
        const back = await of('HEAD', before.session);
        assert.deepEqual(plain(back.result), plain((await of('HEAD')).result), revision);
      }
      const again = await after.session.check({ now: new Date(0), today: TODAY });
      assert.deepEqual(plain(again), told);
    } finally {
      for (const end of ends) end();
      repository.remove();
    }
  });
});

/** All that a check told but the Model, whose files are compared for themselves. A digest is there or not: it is taken where it is asked for. */
function plain(result: CheckResult): unknown {
  const { model, ...told } = result;
  return { ...told, files: [...model.files.values()].map(({ digest: _, ...facts }) => facts), items: model.items, references: model.references, coverage: coverage(result) };
}
