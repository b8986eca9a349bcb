import picomatch from 'picomatch/posix';

/** Globs of sms.yaml (`ignore`, `adopt.files`), from the root, with `/`, the same on every system. */
const cache = new Map<string, (file: string) => boolean>();

export function matchesGlob(glob: string, file: string): boolean {
  let match = cache.get(glob);
  if (!match) {
    match = glob.length > 500 ? () => false : picomatch(glob, { dot: true });
    cache.set(glob, match);
  }
  return match(file);
}
