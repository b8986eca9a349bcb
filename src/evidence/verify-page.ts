import type { Language } from '../sms/language.js';
import { inScript, sourceOf } from './policy.js';
import { differenceTexts, pageTexts } from './verify-text.js';

/** The page in every pack that checks hashes offline in a browser. `script`: the bundle of webview/verify.ts. The same bytes everywhere. */
export function verifyPage(script: string, language: Language): string {
  const page = pageTexts(language), texts = JSON.stringify({ page, differences: differenceTexts(language) }).replace(/</g, '\\u003c'), code = inScript(script);
  return `<!doctype html>
<html lang="${language.tag}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${sourceOf(code)}; style-src ${sourceOf(STYLE)}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeText(page.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeText(page.title)}</h1>
<p>${escapeText(page.about)}</p>
<noscript><p class="bad">${escapeText(page.noscript)}</p></noscript>
<div id="choose" hidden>
<p><label for="folder">${escapeText(page.folder)}</label> <input type="file" id="folder" webkitdirectory multiple></p>
<p><label for="zip">${escapeText(page.zip)}</label> <input type="file" id="zip" accept=".zip,application/zip"> <span>${escapeText(page.drop)}</span></p>
</div>
<div id="result" role="status" tabindex="-1"></div>
</main>
<script type="application/json" id="texts">${texts}</script>
<script>${code}</script>
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; background: #fff; color: #1b1b1b; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 46rem; padding: 0 1rem; overflow-wrap: anywhere; }
label { display: inline-block; min-width: 12rem; }
#result:focus { outline: none; }
.good { color: #0b6e2e; font-weight: 600; }
.bad { color: #b00020; font-weight: 600; }
code { font-family: ui-monospace, monospace; }
@media (prefers-color-scheme: dark) { :root { background: #161616; color: #f2f2f2; } .good { color: #6fdc8c; } .bad { color: #ff8389; } }
`;

function escapeText(text: string): string { return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'); }
