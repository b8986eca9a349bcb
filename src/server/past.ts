import { gitFiles, namedCommits, spanOf } from '../node/git-files.js';
import { openHistory } from '../node/git-history.js';
import type { SettingsParams } from '../protocol.js';
import type { Pasts } from './review.js';

/** The earlier states of the SMS in a folder of the disk, told by the git of the machine's settings. */
export function pastsIn(root: string, { git: program, allowedSigners }: Pick<SettingsParams, 'git' | 'allowedSigners'>): Pasts {
  const git = { root, ...(program !== undefined && { program }) };
  return {
    names: () => namedCommits(git),
    find: async base => {
      const span = await spanOf(git, { base, merged: true });
      return 'base' in span && !('noBase' in span) ? span.base : span;
    },
    open: async base => {
      const files = await gitFiles({ ...git, revision: base.commit });
      if ('reason' in files) return files;
      const history = openHistory({ ...git, revision: base.commit, opened: files.git, ...(allowedSigners !== undefined && { allowedSigners }) });
      return { base, files, history, dispose: () => { history.dispose(); files.dispose(); } };
    },
  };
}
