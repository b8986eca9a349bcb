import { gitFiles, namedCommits, spanOf } from '../node/git-files.js';
import { openHistory } from '../node/git-history.js';
import type { SettingsParams } from '../protocol.js';
import type { Pasts } from './review.js';

/** The earlier states of the SMS in a folder of the disk, told by the git of the machine's settings. */
export function pastsIn(root: string, { git: program, allowedSigners }: Pick<SettingsParams, 'git' | 'allowedSigners'>): Pasts {
  const git = { root, ...(program !== undefined && { program }) };
  return {
    names: () => namedCommits(git),
    open: async base => {
      const span = await spanOf(git, { base, merged: true });
      if (!('base' in span) || 'noBase' in span) return span;
      const files = await gitFiles({ ...git, revision: span.base.commit });
      if ('reason' in files) return files;
      const history = openHistory({ ...git, revision: span.base.commit, ...(allowedSigners !== undefined && { allowedSigners }) });
      return { base: span.base, files, history, dispose: () => { history.dispose(); files.dispose(); } };
    },
  };
}
