import { escaped, visible } from '../sms/text.js';
const HIDDEN_IN_JSON = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A line that no CI system takes for a command, although it begins with or holds the user's text: GitHub reads `::` first and `##[` anywhere, Azure `##vso[`. */
export function harmless(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1\\u003a').replace(/#(?=#(?:vso)?\[)/g, '\\u0023');
}

/** A JSON document of 2 spaces, with one line end, without characters that a terminal would obey or hide. */
export function jsonText(document: unknown): string { return `${JSON.stringify(document, null, 2).replace(HIDDEN_IN_JSON, escaped)}\n`; }

/** Text for XML, between tags or in an attribute: what XML 1.0 cannot hold is shown as an escape. */
export function xmlText(text: string): string {
  const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return visible(text).replace(/[\ufffe\uffff]/g, escaped).replace(/[&<>"']/g, character => named[character] ?? '');
}

/** The text of a workflow command of GitHub. */
export function commandData(text: string): string { return visible(text).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A'); }

/** The value of a property of a workflow command of GitHub. */
export function commandProperty(text: string): string { return commandData(text).replace(/:/g, '%3A').replace(/,/g, '%2C'); }
