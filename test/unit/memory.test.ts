import assert from 'node:assert/strict';
import { analyse } from '../../src/session/analyse.js';
import { Session, type CheckResult } from '../../src/session/session.js';
import { UnreadableFile, type Files, type Parser } from '../../src/sms/files.js';
import type { FileFacts } from '../../src/sms/types.js';
import { textsUnder } from '../support/folders.js';

const SEED = Number(process.env['SMS_SEED'] ?? 5), EDITS = Number(process.env['SMS_EDITS'] ?? 60);

/** Numbers that look like chance and are the same in each run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('a check that reuses what the last one found', function () {
  this.timeout(300_000);
  const saved = textsUnder('samples/harbour'), names = [...saved.keys()].filter(file => /\.(?:ya?ml|md|csv)$/.test(file));
  // Most of what is said of a row of a table depends on these.
  const around = names.filter(file => /\.csv$/.test(file) || /^kind: (?:record-log|sla|calendar|priority-matrix|request-model|incident-record|problem-record|nonconformity|service-report)$/m.test(saved.get(file) ?? ''));
  const ids = [...new Set([...saved.values()].flatMap(text => [...text.matchAll(/\bid: ([A-Z][\w.-]+)/g)].map(([, id]) => id ?? '')))];
  const files: Files = {
    list: () => Promise.resolve({ files: [...saved.keys()], skipped: [] }),
    read: file => { const text = saved.get(file); return Promise.resolve(text === undefined ? { ok: false, reason: 'vanished', detail: '' } : { ok: true, text }); },
    async* stream(file) {
      const text = saved.get(file);
      if (text === undefined) throw new UnreadableFile('vanished', '');
      yield Promise.resolve(new TextEncoder().encode(text));
    },
  };
  // Parsing is what takes long, and no part of this; each session gets facts of its own.
  const parsed = new Map<string, string>();
  const parser: Parser = {
    parse: (jobs, frame) => Promise.resolve(jobs.map((job): FileFacts => {
      const key = JSON.stringify([job, frame]);
      if (!parsed.has(key)) parsed.set(key, JSON.stringify(analyse(job, frame)));
      return JSON.parse(parsed.get(key) ?? '');
    })),
  };
  const now = new Date('2026-10-15T12:00:00Z');
  const said = ({ findings, accepted, incomplete, tallies, withoutHistory, error }: CheckResult): string => JSON.stringify({ findings, accepted, incomplete, tallies: [...tallies], withoutHistory, error }, undefined, 1);
  const cold = async (unsaved: ReadonlyMap<string, string>): Promise<string> => {
    const session = new Session(files, parser);
    await session.refresh();
    for (const [file, text] of unsaved) session.setOverlay(file, text);
    return said(await session.check({ now }));
  };

  const next = chance(SEED), one = <T>(of: readonly T[]): T | undefined => of[next(of.length)];
  const edits: Readonly<Record<string, (text: string) => string>> = {
    'another id where one stands': text => {
      const found = [...text.matchAll(/[A-Z][A-Z0-9]+-[\w.-]*\w/g)], at = one(found);
      return at ? text.slice(0, at.index) + (one(ids) ?? '') + text.slice(at.index + at[0].length) : text;
    },
    'another digit': text => {
      const at = one([...text.matchAll(/\d/g)]);
      return at ? text.slice(0, at.index) + String(next(10)) + text.slice(at.index + 1) : text;
    },
    'a line less': text => { const lines = text.split('\n'); lines.splice(next(lines.length), 1); return lines.join('\n'); },
    'a line twice': text => { const lines = text.split('\n'), at = next(lines.length); lines.splice(at, 0, lines[at] ?? ''); return lines.join('\n'); },
    'an empty line': text => { const lines = text.split('\n'); lines.splice(next(lines.length), 0, ''); return lines.join('\n'); },
    'a letter less': text => { const at = next(text.length); return text.slice(0, at) + text.slice(at + 1); },
    'a letter more': text => { const at = next(text.length); return `${text.slice(0, at)}x${text.slice(at)}`; },
    'another status': text => text.replace(/^status: .*$/m, `status: ${one(['draft', 'approved', 'withdrawn', 'superseded', 'closed', 'open']) ?? ''}`),
    'another title': text => text.replace(/^(title: .*)$/m, '$1!'),
    'another id of its own': text => text.replace(/^id: .*$/m, `id: ${next(2) === 0 ? 'NEW-1' : one(ids) ?? ''}`),
    'a reference to nothing': text => `${text}\n`.replace(/^title: (.*)$/m, `title: $1\nsupersedes: [NOWHERE-${next(3)}, ${one(ids) ?? ''}]`),
  };

  it('finds the same as one that begins anew, edit after edit', async () => {
    const session = new Session(files, parser), unsaved = new Map<string, string>(), story: string[] = [];
    await session.refresh();
    await session.check({ now });
    for (let edit = 0; edit < EDITS; edit++) {
      const chosen = next(12), open = [...unsaved.keys()];
      const file = chosen === 0 ? 'sms.yaml' : chosen === 1 ? `new-${next(3)}.yaml` : chosen < 6 && open.length > 0 ? one(open) ?? '' : one(chosen < 10 ? around : names) ?? '';
      const name = one(Object.keys(edits)) ?? '', before = unsaved.get(file) ?? saved.get(file) ?? saved.get(one(names) ?? '') ?? '';
      if (unsaved.has(file) && next(5) === 0) {
        unsaved.delete(file);
        session.setOverlay(file, undefined);
        story.push(`${file}: as saved`);
      } else if (saved.has(file) && !unsaved.has(file) && next(4) === 0) {
        saved.set(file, edits[name]?.(before) ?? before);
        await session.changed([file]);
        story.push(`${file}: ${name}, on disk`);
      } else {
        const text = edits[name]?.(before) ?? before;
        unsaved.set(file, text);
        session.setOverlay(file, text);
        story.push(`${file}: ${name}`);
      }
      // Now and then a check is overtaken by the next edit.
      if (next(4) === 0) {
        let turns = next(60);
        await assert.rejects(session.check({ now, pause: () => { if (turns-- === 0) throw new Error('overtaken'); return undefined; } }), /overtaken/);
        continue;
      }
      const warm = said(await session.check({ now }));
      assert.equal(warm, await cold(unsaved), `seed ${SEED}\n${story.join('\n')}`);
    }
  });
});
