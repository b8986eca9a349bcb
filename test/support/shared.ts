import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of the shared material beside the checkout; a test that needs it skips with a message where it is absent. */
export function shared(test: Mocha.Context, ...path: string[]): string {
  const folder = join(process.cwd(), '..', 'shared', ...path);
  if (!existsSync(folder)) {
    console.log(`      ../shared/${path.join('/')} is absent: skipped`);
    test.skip();
  }
  return folder;
}
