import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

describe('a window of VS Code that is loaded again', function () {
  this.timeout(300_000);
  this.retries(2);

  it('shows the evidence pack as it was, at the same place', async function () {
    if (process.platform === 'win32') { this.skip(); return; }
    const folder = mkdtempSync(join(tmpdir(), 'sms-reload-'));
    try {
      cpSync('samples/harbour', folder, { recursive: true });
      const { stdout } = await promisify(execFile)(process.execPath, ['test/vscode/host/reload.mjs', folder], { timeout: 280_000 });
      const { before, after, title }: { before?: number; after?: number; title?: string } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
      assert.match(title ?? '', /Harbour/);
      assert.ok(before !== undefined && before < 400, String(before));
      assert.equal(after, before);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
