// npm run bench, or `node bench/rules.mjs [ARTEFACTS]`: what all rules cost beside parsing, in one process and one thread, over a corpus of all kinds.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeMixedCorpus } from './corpus.mjs';
import { RUNS, bundled, median, now, seconds } from './measure.mjs';

const SIZE = Number(process.argv[2] ?? 5000);
const BUDGET = 1;
const MOST_SHOWN = 10;
const scratch = mkdtempSync(join(tmpdir(), 'sms-bench-rules-'));

/** Our own functions, each to be timed by itself. */
function bundle() {
  const contents = `export { documentControl } from './src/control/document-control.ts';
export { check, checkFile, checkRecords } from './src/rules/check.ts';
export { checkData, recordsOfData } from './src/rules/conditions.ts';
export { rules } from './src/rules/index.ts';
export { knownRules } from './src/session/known-rules.ts';
export { Revisions } from './src/session/revisions.ts';
export { rowIndex, Table } from './src/session/tables.ts';
export { readConfig } from './src/sms/config.ts';
export { builtInKinds } from './src/sms/kinds.ts';
export { buildModel } from './src/sms/model.ts';
export { parseFile } from './src/sms/parse.ts';
export { locate, readConfigSource, readSource } from './src/sms/source.ts';`;
  return bundled(contents, scratch);
}

function textsBelow(folder, within = '') {
  return readdirSync(join(folder, within)).sort().flatMap(name => {
    const file = within === '' ? name : `${within}/${name}`;
    return statSync(join(folder, file)).isDirectory() ? textsBelow(folder, file) : [[file, readFileSync(join(folder, file), 'utf8')]];
  });
}

/** The rules with what each takes added up in `spent`; what a rule says of records as data is judged as one of its own. */
function timedRules(rules, { checkData, recordsOfData }, config, spent) {
  return rules.flatMap(rule => {
    const { data, records, ...whole } = rule, ofData = data && recordsOfData(data, config);
    const time = run => {
      const from = now();
      try { return run(); } finally { spent.set(rule.id, (spent.get(rule.id) ?? 0) + now() - from); }
    };
    const watched = check => ({ ...check, take: record => time(() => { const taken = check.take(record); return taken && [...taken]; }), ...(check.done && { done: () => time(check.done) }), ...(check.end && { end: () => time(() => [...check.end()]) }) });
    const begun = check => ({ ...check, begin: context => watched(time(() => check.begin(context))) });
    const noting = check => ({ ...check, note: context => watched(time(() => check.note(context))), end: (...asked) => time(() => [...check.end(...asked)]) });
    return [{
      ...whole,
      ...(rule.checkFile && { checkFile: context => time(() => [...rule.checkFile(context)]) }),
      ...((rule.check || data) && { check: context => time(() => [...rule.check?.(context) ?? [], ...(data ? checkData(data, context) : [])]) }),
      ...(rule.references && { references: context => {
        const judge = time(() => rule.references(context));
        return reference => time(() => [...judge(reference)]);
      } }),
      ...(records && { records: records.note ? noting(records) : begun(records) }),
    }, ...(ofData ? [{ ...whole, check: undefined, checkFile: undefined, references: undefined, records: begun(ofData) }] : [])];
  });
}

async function run(ours, texts) {
  const { config, facts: configFacts } = ours.readConfig('sms.yaml', texts.get('sms.yaml'), ours.knownRules(ours.rules)), today = config.today;
  const spent = new Map(), rules = timedRules(ours.rules, ours, config, spent);
  const sources = new Map();
  const locate = (file, path, part) => {
    if (!sources.has(file)) sources.set(file, (file === 'sms.yaml' ? ours.readConfigSource : ours.readSource)(file, texts.get(file) ?? '', undefined, ours.builtInKinds));
    return ours.locate(sources.get(file), path, part);
  };
  const jobs = [...texts].filter(([file]) => /\.(?:md|ya?ml)$/.test(file) && file !== 'sms.yaml').map(([file, text]) => ({ file, text }));
  let from = now();
  const parsed = jobs.map(job => ours.parseFile(job, config)), parsing = now() - from;
  from = now();
  const facts = parsed.map(each => {
    if (!each.artefact) return each;
    const { reports, crashed } = ours.checkFile(each, { rules, today, config, locate });
    return { ...each, prose: [], reports: [...each.reports, ...reports], ...(crashed.length > 0 && { crashed }) };
  });
  const overFiles = now() - from;
  const desk = { open: async function* open(file) { yield new TextEncoder().encode(texts.get(file)); }, exists: file => texts.has(file), locate, timeZone: config.timeZone, kinds: ours.builtInKinds };
  const tables = facts.flatMap(({ artefact }) => (artefact?.kind === 'record-log' && artefact.data.table ? [new ours.Table(artefact, desk)] : []));
  for (const table of tables) await table.readIds();
  from = now();
  const model = ours.buildModel([configFacts, ...facts], texts.keys(), config, ours.rowIndex(tables)), building = now() - from;
  // Documents are judged by their history first: without one that is quick, and no rule.
  const revisions = new ours.Revisions(undefined, { parse: () => Promise.resolve([]) });
  const control = await ours.documentControl({
    model, today, history: { reason: 'off', detail: '' }, known: new Map(), isBlob: () => false,
    contents: revisions.contents({ config, today }, { textOf: file => texts.get(file), factsOf: file => model.files.get(file) }),
  });
  const rows = [];
  for (const table of tables) for await (const portion of table.rows(model)) rows.push({ log: table.log, rows: (async function* again() { yield portion; })() });
  const options = { rules, today, control, locate };
  from = now();
  const records = await ours.checkRecords(model, options, rows), overRecords = now() - from;
  from = now();
  const { findings, crashed } = ours.check(model, { ...options, records }), overAll = now() - from;
  if (crashed.length > 0) throw new Error(`${crashed[0].rule} failed: ${crashed[0].error}`);
  return {
    parsing, building, overFiles, overRecords, overAll, rules: overFiles + overRecords + overAll, spent,
    findings: findings.length, artefacts: model.artefacts.length, kinds: new Set(model.artefacts.map(({ kind }) => kind)).size,
  };
}

try {
  const ours = bundle(), folder = join(scratch, 'sms');
  writeMixedCorpus(folder, SIZE);
  const texts = new Map(textsBelow(folder)), runs = [];
  for (let at = 0; at < RUNS; at++) runs.push(await run(ours, texts));
  const of = key => median(runs.map(each => each[key])), ratio = median(runs.map(each => each.rules / each.parsing)), [first] = runs;
  console.log(`${first.artefacts} artefacts of ${first.kinds} kinds, ${ours.rules.length} rules, one thread, ${first.findings} findings`);
  console.log(`  parsing                          ${seconds(of('parsing'))}`);
  console.log(`  making the Model                 ${seconds(of('building'))}`);
  console.log(`  rules over one file              ${seconds(of('overFiles'))}`);
  console.log(`  rules over records               ${seconds(of('overRecords'))}`);
  console.log(`  rules over the whole             ${seconds(of('overAll'))}`);
  console.log(`  ratio of all rules to parsing    ${ratio.toFixed(2)}  (budget ${BUDGET.toFixed(1)}${ratio > BUDGET ? ': OVER' : ''})`);
  const costs = ours.rules.map(({ id }) => ({ id, ms: median(runs.map(({ spent }) => spent.get(id) ?? 0)) })).sort((a, b) => b.ms - a.ms).slice(0, MOST_SHOWN);
  for (const { id, ms } of costs) console.log(`    ${id.padEnd(48)} ${seconds(ms)}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
