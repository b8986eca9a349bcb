import { sha256Of } from '../sms/hash.js';

/** Code within HTML: what would end it or begin a comment is written otherwise, in strings and patterns where alone it can stand. */
export function inScript(code: string): string { return code.replace(/\r\n?/g, '\n').replace(/<(?=\/script|script|!--)/gi, '\\x3c').trim(); }

/** What a content security policy calls a script or a style. */
export function sourceOf(text: string): string { return `'sha256-${btoa(sha256Of(new TextEncoder().encode(text)).replace(/../g, pair => String.fromCharCode(parseInt(pair, 16))))}'`; }
