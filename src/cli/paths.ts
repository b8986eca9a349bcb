/** Paths as the user writes and reads them. The drive, the case and links are left as they are; nothing here looks at the disk. */

interface Split { lead: string; parts: string[] }

function isWindows(cwd: string): boolean { return !cwd.startsWith('/'); }

function split(path: string, windows: boolean): Split {
  if (!windows) return { lead: path.startsWith('/') ? '/' : '', parts: path.split('/') };
  const lead = /^(?:[\\/]{2}|[A-Za-z]:[\\/]|[\\/])?/.exec(path)?.[0] ?? '';
  return { lead: lead.replace(/\//g, '\\'), parts: path.slice(lead.length).split(/[\\/]/) };
}

/** The absolute path without `.` and `..`. */
export function absolutePath(cwd: string, path: string): string {
  const windows = isWindows(cwd);
  const own = split(path, windows), base = split(cwd, windows);
  const parts: string[] = [];
  for (const part of own.lead === '' ? [...base.parts, ...own.parts] : own.parts) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return (own.lead === '' ? base.lead : own.lead) + parts.join(windows ? '\\' : '/');
}

export function isAbsolutePath(cwd: string, path: string): boolean { return split(path, isWindows(cwd)).lead !== ''; }

/** The way from one absolute folder to another, with `/`: `.`, `samples/harbour`, `../other`; undefined between drives. */
export function relativePath(from: string, to: string): string | undefined {
  const windows = isWindows(from);
  const a = split(from, windows), b = split(to, windows);
  if (a.lead !== b.lead) return undefined;
  const [left, right] = [a.parts.filter(part => part !== ''), b.parts.filter(part => part !== '')];
  let common = 0;
  while (common < left.length && common < right.length && left[common] === right[common]) common++;
  return [...left.slice(common).map(() => '..'), ...right.slice(common)].join('/') || '.';
}

/** The same, where `to` is `from` or lies below it. */
export function pathBelow(from: string, to: string): string | undefined {
  const way = relativePath(from, to);
  return way === undefined || way === '..' || way.startsWith('../') ? undefined : way;
}

/** `./samples/harbour/` reads `samples/harbour`. */
export function tidyPath(cwd: string, path: string): string {
  const slashes = isWindows(cwd) ? path.replace(/\\/g, '/') : path;
  return slashes.replace(/^(?:\.\/+)+(?=.)/, '').replace(/(?<=.)\/+$/, '') || '.';
}
