import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { asFile, clientTexts, serverTexts, sources } from '../../l10n/collect.js';
import { changedSentence, cutSentence, ignoredSentence, noComparisonSentence, noHistorySentence, reasonSentence, signatureSentence, underwaySentence } from '../../src/control/words.js';
import { sentence } from '../../src/rules/check.js';
import { ruleById, rules } from '../../src/rules/index.js';
import { languageOf } from '../../src/server/languages.js';
import { reasonIn } from '../../src/session/unread.js';
import type { ReasonCode } from '../../src/sms/control.js';
import type { NoHistory, Signature } from '../../src/sms/history.js';
import { ENGLISH, language, listIn, told } from '../../src/sms/language.js';
import { dataIn, hardCoded, pseudoTable } from '../support/pseudo.js';
import { readMarked } from '../../src/rules/marked.js';
import { checkTexts } from '../support/sms.js';

const { texts, unclear, twice } = serverTexts();
const PSEUDO = language('qps-ploc', pseudoTable(texts));

describe('texts for other languages', () => {
  it('are listed for translators as the sources have them', () => {
    const stale = 'run: npm run docs';
    assert.ok(readFileSync('l10n/sms.en.json', 'utf8') === asFile(texts), stale);
    assert.ok(readFileSync('l10n/bundle.l10n.json', 'utf8') === asFile(clientTexts().texts), stale);
  });

  it('have ids and English words that the sources say in full', () => {
    assert.deepEqual(unclear, []);
    assert.deepEqual(clientTexts().unclear, []);
  });

  it('have each an id of its own', () => { assert.deepEqual(twice, []); });

  it('name only arguments that VS Code puts in, by number', () => {
    assert.deepEqual(Object.keys(clientTexts().texts).filter(text => /\{(?!\d+\})/.test(text)), []);
  });
});

describe('in a pseudo-language', function () {
  this.timeout(60_000);

  /** Of the sentences of all examples: what is no text of ours. `inArguments`: in the words that a rule hands to its message. `unfilled`: English ones that are not put together. */
  const judged = async (): Promise<{ bare: string[]; inArguments: string[]; inRelated: string[]; unfilled: string[] }> => {
    const bare = new Set<string>(), unfilled: string[] = [], inArguments = new Set<string>(), inRelated = new Set<string>();
    for (const rule of rules) for (const example of rule.examples.bad) {
      const { files, commits } = readMarked(example), { findings, model } = await checkTexts(files, { commits });
      const isData = dataIn([...files.keys(), ...files.values()], [...model.files.values()].flatMap(({ items }) => items.map(({ id }) => id)).concat(commits.map(({ email }) => email.split('@')[0] ?? '')));
      for (const finding of findings) {
        const { rule: id, message, args, words } = finding, name = `${id} ${message}`, blank = Object.fromEntries(Object.keys(args).map(arg => [arg, '1']));
        if (hardCoded(PSEUDO.text(`rule.${id}.message.${message}`, `${id}: ${message}`, blank), () => false).length > 0) bare.add(name);
        const asked = [...(ruleById(id)?.messages[message]?.text ?? '').matchAll(/\{(\w+)\}/g)].map(([, arg = '']) => arg);
        if (asked.some(arg => !(arg in args)) || /\[object |\bundefined\b/.test([sentence(ruleById(id), finding), ...finding.related.map(({ text }) => text)].join('\n'))) unfilled.push(name);
        for (const arg of Object.keys(args)) {
          const { [arg]: own } = words ?? {}, alone = { ...finding, args: { ...blank, [arg]: args[arg] ?? '' }, words: own ? { [arg]: own } : {} };
          if (hardCoded(sentence(ruleById(id), alone, PSEUDO), isData).length > 0) inArguments.add(`${name} ${arg}`);
        }
        for (const { text, words: own } of finding.related) if (hardCoded(String(own ? told(PSEUDO, own) : text), isData).length > 0) inRelated.add(name);
      }
    }
    return { bare: [...bare].sort(), inArguments: [...inArguments].sort(), inRelated: [...inRelated].sort(), unfilled };
  };

  it('every sentence of a finding is made of texts by id', async () => {
    const { bare, inArguments, inRelated, unfilled } = await judged();
    assert.deepEqual(unfilled, []);
    assert.deepEqual(bare, []);
    assert.deepEqual(inArguments, []);
    assert.deepEqual(inRelated, []);
  });
});

describe('the sentences of document control in a pseudo-language', () => {
  const codesOf = (area: string): string[] => [...new Set(Object.keys(texts).flatMap(id => (id.startsWith(`${area}.`) ? [id.split('.')[1] ?? ''] : [])))];
  const judge = (sentences: readonly string[]): string[] => sentences.flatMap(sentence => hardCoded(sentence, run => /^X\d?$/.test(run)));

  it('are made of texts by id, with what is known and without', () => {
    const names = ['person', 'commit', 'by', 'day', 'version', 'role', 'roleTitle', 'holders', 'other', 'algorithm', 'digest', 'today', 'blob', 'tag'], all = Object.fromEntries(names.map(name => [name, 'X']));
    const codes = codesOf('reason').filter((code): code is ReasonCode => code !== 'own-content-same');
    assert.ok(codes.length >= 30);
    const cases = [{}, all, { ...all, same: 'yes' }, ...names.map(name => ({ [name]: 'X' }))];
    assert.deepEqual(judge(codes.flatMap(code => cases.map(args => reasonSentence({ code, args }, undefined, PSEUDO)))), []);
    const changed = { version: 'X', record: 'X', approvedIn: 'X', commit: 'X', by: 'X', on: 'X' };
    assert.deepEqual(judge([changedSentence(changed, PSEUDO), changedSentence({ version: 'X' }, PSEUDO)]), []);
  });

  it('on what is missing of a history and what a signature is worth as well', () => {
    const reasons = codesOf('no-history') as NoHistory['reason'][], states = codesOf('signature') as Signature['state'][];
    assert.ok(reasons.length >= 13 && states.length === 5);
    assert.deepEqual(judge([
      ...reasons.flatMap(reason => ['', 'X'].flatMap(detail => [noHistorySentence, noComparisonSentence].map(say => say({ reason, detail }, PSEUDO)))),
      ...(['shallow', 'missing-objects'] as const).flatMap(reason => [[], ['X'], ['X', 'X2']].map(at => cutSentence({ reason, at }, PSEUDO))),
      ...(['replace-refs', 'grafts', 'mailmap'] as const).map(each => ignoredSentence(each, PSEUDO)),
      ...states.flatMap(state => [signatureSentence({ state }, PSEUDO), signatureSentence({ state, signer: 'X', key: 'X', detail: 'X' }, PSEUDO)]),
    ]), []);
    assert.deepEqual(hardCoded(underwaySentence('bisect', PSEUDO), run => run === 'git bisect reset'), []);
  });
});

describe('why something was not read', () => {
  it('has an id for each reason in the sources', () => {
    const reasons = ['src/sms/parse.ts', 'src/session/session.ts', 'src/session/own-files.ts', 'src/session/tables.ts', 'src/session/analyse.ts', 'src/node/parse-pool.ts'].flatMap(file =>
      [...readFileSync(file, 'utf8').matchAll(/(?:\bincomplete(?: \?\?=| =|:)|\breason:|\bfailed\(.*,|\bstop\(.*,|\bslow \?.*?|[?:]{1,2}|const reason =) ['`]((?:it|its|the|there|folders|a|an|sms\.yaml) [^'`]+)['`]/g)]
        .map(([, reason = '']) => reason.replace(/\$\{[^}]*\}/g, '1')));
    assert.ok(reasons.length >= 20, String(reasons.length));
    assert.deepEqual(reasons.filter(reason => reasonIn(PSEUDO, reason) === reason), []);
  });

  it('is told with what it names, and what is told already stays', () => {
    assert.equal(reasonIn(ENGLISH, 'the rule failed: x is (not) a function.'), 'the rule failed: x is (not) a function.');
    assert.equal(reasonIn(language('x', { 'unread.rows': 'mehr als {limit} Zeilen' }), 'it has more than 1000000 rows'), 'mehr als 1000000 Zeilen');
    assert.equal(reasonIn(PSEUDO, 'Etwas anderes.'), 'Etwas anderes.');
  });
});

describe('what VS Code shows', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>, named = Object.keys(JSON.parse(readFileSync('package.nls.json', 'utf8')) as object).sort();

  it('of the manifest stands in package.nls.json, key for key', () => {
    const used = new Set<string>(), plain: string[] = [];
    const visit = (value: unknown, key: string): void => {
      if (typeof value === 'object' && value !== null) { for (const [name, below] of Object.entries(value)) visit(below, Array.isArray(value) ? key : name); return; }
      if (typeof value !== 'string') return;
      const [, name] = /^%(.+)%$/.exec(value) ?? [];
      if (name !== undefined) used.add(name);
      // The name of the product is no text.
      else if (SHOWN.has(key) && value !== 'SMS') plain.push(`${key}: ${value}`);
    };
    const { displayName, description, capabilities, contributes } = manifest;
    visit({ displayName, description, capabilities, contributes }, '');
    assert.deepEqual(plain, []);
    assert.deepEqual([...used].sort(), named);
  });

  it('of the client goes through l10n.t', () => {
    const plain = sources('src/client').flatMap(file => literalsIn(readFileSync(file, 'utf8')).filter(isShown).map(({ text }) => `${file}: ${text}`));
    assert.deepEqual(plain.filter(each => !NOT_SHOWN.some(pattern => pattern.test(each))), []);
  });

  it('is found where it is not', () => {
    const source = "item.label = 'Open'; window.showErrorMessage(`No ${x}`); const a = ok ? 'two words' : l10n.t('Three little words'); // 'in a comment'\n log.error('the log is English');";
    assert.deepEqual(literalsIn(source).filter(isShown).map(({ text }) => text), ['Open', 'No ', 'two words']);
  });
});

describe('a language', () => {
  const tables = { 'de': { 'a.b': 'Wert {x}' }, 'pt-br': {}, 'pt': {} };

  it('is that of the client, else that without the region, else English', () => {
    const tags = ['de', 'de-AT', 'de_DE.UTF-8', 'pt-BR', 'pt-PT', 'fr', 'en-GB', 'C', '', '__proto__', 'constructor', undefined].map(locale => languageOf(locale, tables).tag);
    assert.deepEqual(tags, ['de', 'de', 'de', 'pt-br', 'pt', 'en', 'en', 'en', 'en', 'en', 'en', 'en']);
  });

  it('puts in arguments, and is English where it lacks a text', () => {
    const german = languageOf('de', tables);
    assert.equal(german.text('a.b', 'Value {x}', { x: '{y}', y: 1 }), 'Wert {y}');
    assert.equal(german.text('a.c', 'Value {x}', { x: 2 }), 'Value 2');
    assert.equal(german.text('constructor', 'Value {z}', { x: 2 }), 'Value {z}');
  });

  it('lists', () => {
    assert.deepEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(items => listIn(ENGLISH, items)), ['', 'a', 'a and b', 'a, b and c']);
    assert.equal(listIn(language('x', { 'list.or': '{items}/{last}' }), ['a', 'b', 'c'], 'or'), 'a, b/c');
  });
});

/** Keys of the manifest whose values VS Code shows to people. */
const SHOWN: ReadonlySet<string> = new Set(['displayName', 'title', 'shortTitle', 'name', 'contextualTitle', 'category', 'description', 'markdownDescription', 'enumDescriptions',
  'markdownEnumDescriptions', 'enumItemLabels', 'deprecationMessage', 'markdownDeprecationMessage', 'label', 'contents', 'altText', 'tooltip', 'editPresentation', 'patternErrorMessage', 'errorMessage']);

/** Literals of the client that look like words and are none for people. */
const NOT_SHOWN: readonly RegExp[] = [
  // The name of the product.
  /: SMS as Code$/,
  // Read by menus and by the server.
  /history-view\.ts: smsEntry \w+$/, /files\.ts: no permission$/,
  // The frame of a page.
  /(?:review-pages|page-panels)\.ts: (?:">\n?|'; base-uri 'none'; form-action 'none'">\n)?<[^]*$/,
  // Names of icons.
  /: \$\([a-z-]+\) ?$/,
];

interface Literal { text: string; before: string }

/** The literals of a source, without what `${}` puts into them, and what stands before each. */
function literalsIn(source: string): Literal[] {
  const found: Literal[] = [], open: { braces: number }[] = [];
  let at = 0;
  /** The rest of a template, from after its backtick or a closing brace. */
  const template = (start: number): void => {
    let text = '';
    for (; at < source.length; at++) {
      const char = source[at] ?? '';
      if (char === '\\') { text += source[++at] ?? ''; continue; }
      if (char === '`') { at++; break; }
      if (char === '$' && source[at + 1] === '{') { at += 2; open.push({ braces: 0 }); break; }
      text += char;
    }
    found.push({ text, before: source.slice(Math.max(0, start - 200), start) });
  };
  while (at < source.length) {
    const rest = source.slice(at, at + 2000), [, comment] = /^(\/\/[^\n]*|\/\*[^]*?\*\/)/.exec(rest) ?? [], [, regular] = /^(\/(?![/*\s])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*)/.exec(rest) ?? [];
    if (comment !== undefined) { at += comment.length; continue; }
    if (regular !== undefined && /[(,=:[!&|?{};\n]\s*$/.test(source.slice(Math.max(0, at - 20), at))) { at += regular.length; continue; }
    const char = source[at] ?? '', inner = open.at(-1), start = at;
    if (char === "'" || char === '"') {
      let text = '';
      for (at++; at < source.length && source[at] !== char; at++) text += source[at] === '\\' ? source[++at] ?? '' : source[at] ?? '';
      at++;
      found.push({ text, before: source.slice(Math.max(0, start - 200), start) });
    } else if (char === '`') { at++; template(start); } else if (char === '{' && inner) { inner.braces++; at++; } else if (char === '}' && inner) {
      at++;
      if (inner.braces-- === 0) { open.pop(); template(start); }
    } else at++;
  }
  return found;
}

/** A text given to what VS Code shows; or of two words and more, wherever it stands, unless it is handed to l10n.t, to the log or to an import. */
function isShown({ text, before }: Literal): boolean {
  if (!/\p{L}/u.test(text) || /(?:\bl10n\.t|\blog\.\w+|\bfailed|\brequire|\bimport|\bexecuteCommand|\b\w*[eE]rror|\.on\w+|setContext)\(\s*$/.test(before) || /(?:\bfrom|\bimport)\s*$/.test(before)) return false;
  if (/(?:\bshow(?:Information|Warning|Error)Message|\bnew TreeItem|\bsetStatusBarMessage)\(\s*$|\b(?:label|tooltip|description|detail|title|prompt|place[hH]older|message|openLabel|saveLabel|value|name)\s*[:=]\s*$/.test(before)) return true;
  return /\p{L}{2,}[^\p{L}\n]{0,3} \p{L}{2,}/u.test(text);
}
