// Build: schemas → validators and one list of schemas, l10n → one table of languages (dist/generated), then the bundles (dist/).
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import addFormats from 'ajv-formats';

/** The words of format.md F15 that our schemas add to JSON Schema. */
export const VOCABULARY = ['x-kind', 'x-name', 'x-format', 'x-header', 'x-body', 'x-clauses', 'x-defines', 'x-local', 'x-refers-to', 'x-rule',
  'x-normative', 'x-order', 'x-direction', 'x-kind-from'];

const ours = new URL('./schemas/', import.meta.url);
const translated = new URL('./l10n/', import.meta.url);
const dist = new URL('./dist/', import.meta.url);
const generated = new URL('./generated/', dist);

/** Compiles every schema at build time, strictly: loading the result costs 6 ms instead of 200, and nothing evaluates code at run time. */
function compileSchemas() {
  const schemas = readdirSync(ours).filter(name => name.endsWith('.json') && name !== 'rule-catalogue.json').sort()
    .map(name => JSON.parse(readFileSync(new URL(name, ours), 'utf8')));
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, verbose: false, messages: false, code: { source: true, esm: true, lines: false } });
  addFormats.default(ajv);
  ajv.addVocabulary(VOCABULARY);
  for (const schema of schemas) ajv.addSchema(schema);
  const names = {};
  const checked = schemas.filter(schema => schema['x-kind'] || schema.$id === 'sms.json');
  checked.forEach((schema, at) => { names[`v${at}`] = schema.$id; });
  const code = standalone.default(ajv, names);
  const index = checked.map((schema, at) => `${JSON.stringify(schema['x-kind'] ?? 'sms')}: v${at}`).join(', ');
  mkdirSync(generated, { recursive: true });
  writeFileSync(new URL('validators.mjs', generated), `${code}\nexport const validators = { ${index} };\n`);
  writeFileSync(new URL('schemas.json', generated), JSON.stringify(schemas));
}

/** The texts of each language by their ids, as the server needs them. English stands in the code. */
function collectLanguages() {
  const languages = {};
  for (const name of readdirSync(translated).sort()) {
    const [, tag] = /^sms\.([A-Za-z0-9-]+)\.json$/.exec(name) ?? [];
    if (tag !== undefined && tag !== 'en') languages[tag.toLowerCase()] = JSON.parse(readFileSync(new URL(name, translated), 'utf8'));
  }
  mkdirSync(generated, { recursive: true });
  writeFileSync(new URL('languages.json', generated), JSON.stringify(languages));
}

/** Data as texts: what is read as JSON takes a fraction of the memory and time that the same takes as code. */
const DATA_AS_TEXT = {
  name: 'data-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.json$/ }, ({ path }) => ({ contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))))});`, loader: 'js' }));
  },
};

export const COMMON = { bundle: true, format: 'cjs', target: 'node20', mainFields: ['module', 'main'], legalComments: 'none', logLevel: 'warning', plugins: [DATA_AS_TEXT] };

async function bundle() {
  const node = { ...COMMON, platform: 'node', minify: true };
  const entries = [
    { in: 'src/cli/bin.ts', out: 'cli' }, { in: 'src/session/worker-main.ts', out: 'worker' }, { in: 'src/server/main-node.ts', out: 'server' },
  ];
  await build({ ...node, entryPoints: entries, outdir: 'dist', outExtension: { '.js': '.cjs' } });
  await build({ ...node, entryPoints: [{ in: 'src/client/main-node.ts', out: 'extension' }], outdir: 'dist', outExtension: { '.js': '.cjs' }, external: ['vscode'] });
  const web = { ...COMMON, platform: 'browser', target: 'es2022', conditions: ['worker', 'browser'], minify: true, outdir: 'dist' };
  // The reader of tables has a way for streams of Node, which we do not take.
  await build({ ...web, format: 'iife', entryPoints: [{ in: 'src/server/main-worker.ts', out: 'server-worker' }], external: ['stream'] });
  await build({ ...web, format: 'iife', entryPoints: [{ in: 'src/webview/verify.ts', out: 'verify' }, { in: 'src/webview/diagrams.ts', out: 'diagrams' }, { in: 'src/webview/page.ts', out: 'page' }] });
  // In a package of type `module`, VS Code for the Web takes an entry for CommonJS only where it ends in `.cjs`.
  await build({ ...web, entryPoints: [{ in: 'src/client/main-web.ts', out: 'extension-web' }], outExtension: { '.js': '.cjs' }, external: ['vscode'] });
}

/** A bundle stays in memory as text, at two bytes for each character as soon as one is foreign. esbuild leaves those in patterns, where an escape says the same. */
function inAscii() {
  for (const name of readdirSync(dist).filter(each => /\.c?js$/.test(each))) {
    const file = new URL(name, dist), text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/[^\x00-\x7f]/g, foreign => `\\u${foreign.charCodeAt(0).toString(16).padStart(4, '0')}`));
  }
}

compileSchemas();
collectLanguages();
await bundle();
inAscii();
// As it is published: a page that draws brings it along whole.
copyFileSync(new URL('./node_modules/mermaid/dist/mermaid.min.js', import.meta.url), new URL('mermaid.min.js', dist));
