import { l10n, Uri, workspace, type Disposable } from 'vscode';
import { CONTENT, type ContentParams, type ContentResult } from '../protocol.js';
import type { Ask } from './rule-pages.js';

const SCHEME = 'sms-past';

/** Serves texts of the past, read-only: what a file held in a commit. */
export function registerPastTexts(ask: Ask): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async uri => {
      const params = readParams(uri);
      if (!params) throw new Error(l10n.t('This address names no text of the past.'));
      return (await ask<ContentResult>(CONTENT, params)).text;
    },
  });
}

/**
 * The address of a text of the past. `when` gets into its name, as in `sla (1.3, 2026-01-10).yaml`, which keeps the extension and thereby the
 * colours of its language.
 */
export function pastText({ root, file, blob }: ContentParams, when: string): Uri {
  const mark = ` (${when.replace(/[\\/]/g, '-')})`, dot = file.lastIndexOf('.');
  const name = dot > file.lastIndexOf('/') + 1 ? `${file.slice(0, dot)}${mark}${file.slice(dot)}` : `${file}${mark}`;
  return Uri.from({ scheme: SCHEME, path: `/${name}`, query: JSON.stringify({ root, file, blob }) });
}

/** An address can come from anywhere; the server judges what is in it. */
function readParams({ query }: Uri): ContentParams | undefined {
  try {
    const value: unknown = JSON.parse(query);
    if (typeof value !== 'object' || value === null || !('root' in value) || !('file' in value) || !('blob' in value)) return undefined;
    const { root, file, blob } = value;
    return typeof root === 'string' && typeof file === 'string' && typeof blob === 'string' ? { root, file, blob } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
