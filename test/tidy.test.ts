import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { build } from 'esbuild';
import { kindsTable, rulesTable } from '../src/cli/tables.js';
import { rules } from '../src/rules/index.js';
import { ruleCatalogue } from '../src/sms/standard.js';

/** The house holds itself to its design: what imports what, what is listed where. */

const FLOORS: readonly (readonly string[])[] = [['service-levels'], ['sms'], ['rules', 'editing', 'control', 'evidence', 'review', 'mutation', 'node'], ['session'], ['server', 'cli'], ['client', 'webview']];
const floorOf = (file: string): number => FLOORS.findIndex(floor => floor.includes(file.split('/')[1] ?? ''));
const roomOf = (file: string): string => file.split('/')[1] ?? '';

const OWNERS: Readonly<Record<string, readonly string[]>> = {
  'yaml': ['src/sms/yaml.ts'],
  'remark': ['src/sms/markdown.ts'], 'remark-gfm': ['src/sms/markdown.ts'], 'remark-frontmatter': ['src/sms/markdown.ts'], 'mdast': ['src/sms', 'src/review', 'src/evidence'], 'hast': ['src/sms/html.ts', 'src/review', 'src/evidence'],
  'unified': ['src/sms/html.ts'], 'remark-rehype': ['src/sms/html.ts'], 'rehype-sanitize': ['src/sms/html.ts'], 'rehype-stringify': ['src/sms/html.ts'],
  'diff': ['src/review'],
  'papaparse': ['src/sms/csv.ts'],
  'fflate': ['src/evidence/archive.ts'],
  '@noble/hashes': ['src/control/digest.ts', 'src/sms/hash.ts'],
  '#validators': ['src/sms/schema-errors.ts'], 'ajv-formats': ['src/sms/schema-errors.ts'], 're2js': ['src/sms/pattern.ts'], '#schemas': ['src/sms/kinds.ts', 'src/sms/shapes.ts'], '#languages': ['src/server'],
  'vscode-languageserver': ['src/server'], 'vscode-languageserver-textdocument': ['src/server'], 'vscode-languageclient': ['src/client'], 'vscode': ['src/client'],
};
/** What a browser runs apart from the extension may take the code that does the same elsewhere. */
const PAGES: readonly string[] = ['src/webview/verify.ts', 'src/webview/drawing.ts', 'src/webview/page.ts'];
const SYSTEM = new Set(['fs', 'path', 'child_process', 'worker_threads', 'os', 'url', 'process', 'http', 'https', 'net']);

function walk(folder: string): string[] {
  return readdirSync(folder).sort().flatMap(name => {
    const path = `${folder}/${name}`;
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

interface Import { file: string; to: string; typeOnly: boolean }
function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)|\brequire\('([^']+)'\)/gm)]
    .map(([, type, from, dynamic, required]) => ({ file, to: from ?? dynamic ?? required ?? '', typeOnly: type !== undefined }));
}

const sources = walk('src').filter(file => file.endsWith('.ts'));
const imports = sources.flatMap(importsOf);
const internal = imports.filter(({ to }) => to.startsWith('.')).map(i => ({ ...i, target: posix.normalize(posix.join(dirname(i.file), i.to)) }));

describe('tidy', () => {
  it('imports only downward, and beside each other only types', () => {
    const wrong = internal.filter(({ file, target, typeOnly, to }) => {
      if (!target.startsWith('src/') || to.endsWith('.json')) return false;
      if (target === 'src/protocol.js' || file === 'src/protocol.ts') return false;
      const from = floorOf(file), into = floorOf(target);
      if (into > from) return true;
      if (from === 5 && into < from) return !typeOnly && !PAGES.includes(file);
      return into === from && roomOf(file) !== roomOf(target) && !typeOnly;
    });
    assert.deepEqual(wrong.map(({ file, to }) => `${file} imports ${to}`), []);
  });

  it('goes in no circle', () => {
    const graph = new Map<string, string[]>();
    for (const { file, target, typeOnly } of internal) if (!typeOnly) graph.set(file, [...graph.get(file) ?? [], target.replace(/\.js$/, '.ts')]);
    const circles: string[] = [], done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) { circles.push([...path.slice(path.indexOf(file)), file].join(' > ')); return; }
      if (done.has(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
    assert.deepEqual(circles, []);
  });

  it('touches the system only in node/ and where the programs begin', () => {
    const begins = ['src/cli/bin.ts', 'src/server/main-node.ts', 'src/session/worker-main.ts'];
    const wrong = imports.filter(({ file, to }) => SYSTEM.has(to.replace(/^node:/, '').split('/')[0] ?? '') && roomOf(file) !== 'node' && roomOf(file) !== 'client' && !begins.includes(file));
    assert.deepEqual(wrong.map(({ file, to }) => `${file} imports ${to}`), []);
  });

  it('imports each package where it is at home', () => {
    const wrong = imports.filter(({ to }) => !to.startsWith('.') && !to.startsWith('node:')).filter(({ file, to }) => {
      const name = to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : to.split('/')[0] ?? '';
      return !(OWNERS[name] ?? []).some(home => file === home || file.startsWith(`${home}/`));
    });
    assert.deepEqual(wrong.map(({ file, to }) => `${file} imports ${to}`), []);
  });

  it('asks no clock, chance, locale, environment or console below node/', () => {
    const pure = sources.filter(file => ['sms', 'service-levels', 'rules', 'editing', 'control', 'evidence', 'review', 'mutation', 'session'].includes(roomOf(file)));
    const forbidden = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\blocaleCompare\b|\btoLocale\w*\(|\bprocess\.(?:env|argv|cwd|exit|platform|std\w+|hrtime|memoryUsage|uptime|pid|on|nextTick|versions?)\b|\bconsole\.|\bperformance\.now\b/;
    assert.deepEqual(pure.filter(file => forbidden.test(readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))), []);
  });

  it('evaluates no code and starts no shell', () => {
    assert.deepEqual(sources.filter(file => /\beval\(|new Function\(|shell:\s*true|\bexec\(['"`]/.test(readFileSync(file, 'utf8'))), []);
  });

  it('lists every rule file, and each has good and bad examples for all its messages', () => {
    const files = readdirSync('src/rules').filter(name => /: Rule = \{/.test(readFileSync(join('src/rules', name), 'utf8'))).map(name => name.replace(/\.ts$/, '')).sort();
    assert.deepEqual(rules.map(rule => rule.id), files);
    // Bytes, the disk and crashes cannot be shown in a text: tests of their own show these.
    const elsewhere = new Set(['file-unreadable', 'file-too-large', 'encoding-invalid', 'rule-crashed', 'limit-reached', 'config-invalid', 'link-outside-root', 'table-invalid']);
    for (const rule of rules) {
      if (elsewhere.has(rule.id)) continue;
      assert.ok(rule.examples.good.length > 0 && rule.examples.bad.length > 0, `${rule.id} has examples`);
      const shown = rule.examples.bad.join('\n');
      assert.deepEqual(Object.keys(rule.messages).filter(message => !shown.includes(`${rule.id} ${message}\n`)), [], `messages of ${rule.id} without a bad example`);
    }
  });

  it('knows of every rule of the catalogue whether it is in force or what it waits for', () => {
    const inForce = new Set(rules.map(rule => rule.id));
    assert.deepEqual(ruleCatalogue().filter(({ id, waitsFor }) => inForce.has(id) === (waitsFor !== undefined)).map(({ id }) => id), []);
  });

  it('has a text for everything that the parser and the session raise', () => {
    const texts = new Map(rules.map(rule => [rule.id, rule.messages]));
    const raised = sources.filter(file => ['sms', 'session', 'node', 'rules'].includes(roomOf(file))).flatMap(file => {
      const source = readFileSync(file, 'utf8');
      return [...source.matchAll(/(?:\breport|\bfailed|\bproblem)\('([a-z-]+)', '([a-z0-9-]+)'|rule: '([a-z-]+)', message: '([a-z0-9-]+)'/g)]
        .map(match => ({ rule: match[1] ?? match[3] ?? '', message: match[2] ?? match[4] ?? '' })).filter(({ rule }) => texts.has(rule));
    });
    assert.ok(raised.length > 30);
    assert.deepEqual(raised.filter(({ rule, message }) => texts.get(rule)?.[message] === undefined), []);
  });

  it('names only rules that exist in the annotations of schemas', () => {
    const known = new Set([...rules.map(rule => rule.id), ...ruleCatalogue().map(rule => rule.id)]);
    const named = walk('schemas').flatMap(file => [...readFileSync(file, 'utf8').matchAll(/"x-rule":\s*(?:"([^"]+)"|\{([^}]*)\})/g)]
      .flatMap(([, one, several]) => (one !== undefined ? [one] : [...(several ?? '').matchAll(/:\s*"([^"]+)"/g)].map(([, id]) => id ?? ''))));
    assert.deepEqual([...new Set(named)].filter(id => !known.has(id)), []);
  });

  it('has fresh tables of rules and kinds in docs/', () => {
    assert.ok(readFileSync('docs/kinds.md', 'utf8').endsWith(`\n\n${kindsTable()}`), 'run: npm run docs');
    assert.ok(readFileSync('docs/rules.md', 'utf8').endsWith(`\n\n${rulesTable()}`), 'run: npm run docs');
  });

  it('contributes the commands that the code registers, and no others', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: { commands: { command: string }[] } };
    const contributed = manifest.contributes.commands.map(({ command }) => command).sort();
    const client = sources.filter(file => roomOf(file) === 'client').map(file => readFileSync(file, 'utf8')).join('\n');
    const named = [...new Set([...client.matchAll(/'(sms\.[A-Za-z.]+)'/g)].map(([, id]) => id ?? ''))].filter(id => !id.startsWith('sms.test.') && id !== 'sms.yaml').sort();
    assert.deepEqual(contributed, named);
  });

  it('builds the engine for a browser', async () => {
    // With the language server around it, and the extension that starts it. What only Node has does not resolve there.
    for (const entry of ['src/server/main-worker.ts', 'src/client/main-web.ts']) {
      const result = await build({
        entryPoints: [entry], bundle: true, write: false, platform: 'browser', format: 'cjs', mainFields: ['module', 'main'], conditions: ['worker', 'browser'], logLevel: 'silent',
        // The reader of tables has a way for streams of Node that we do not take.
        external: ['stream', 'vscode'],
      });
      assert.equal(result.errors.length, 0);
      assert.doesNotMatch(result.outputFiles[0]?.text ?? '', /\bdocument\.createElement\b|\bprocess\.(?:cwd|exit|on)\(/);
    }
  });

  it('keeps the lock file free of download addresses', () => {
    assert.ok(existsSync('package-lock.json'));
    assert.doesNotMatch(readFileSync('package-lock.json', 'utf8'), /"resolved"/);
  });
});
