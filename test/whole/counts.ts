import { join } from 'node:path';
import { rules } from '../../src/rules/index.js';
import type { Rule } from '../../src/rules/rule.js';
import { builtInKinds } from '../../src/sms/kinds.js';
import { leaves, leavesOf, ruleCatalogue } from '../../src/sms/standard.js';
import { foldersIn, textsUnder } from '../support/folders.js';

/** Bytes, the disk and crashes cannot be shown in a text: tests of their own show these. */
const ELSEWHERE = new Set(['file-unreadable', 'file-too-large', 'encoding-invalid', 'rule-crashed', 'limit-reached', 'link-outside-root', 'config-invalid']);

export interface Count { what: string; has: number; of: number; lacking: string[] }

/** How much of the whole standard there is: each beside what there should be. */
export function counts(): Count[] {
  const inForce = new Set(rules.map(({ id }) => id)), count = (what: string, all: readonly string[], has: (one: string) => boolean): Count => {
    const lacking = all.filter(one => !has(one));
    return { what, has: all.length - lacking.length, of: all.length, lacking };
  };
  // What speaks of any empty clause does not count.
  const touched = new Set([...ruleCatalogue().map(({ clauses }) => clauses), ...rules.filter(({ id }) => id !== 'evidence-clause-empty').map(({ clauses }) => clauses)]
    .flatMap(ids => ids.flatMap(id => leavesOf(id)).map(({ id }) => id)));
  const shown = kindsIn('samples/harbour'), broken = kindsIn('samples/broken'), bad = rules.map(({ examples }) => examples.bad.join('\n')).join('\n');
  const named = (texts: string, kind: string): boolean => new RegExp(`\\b(?:kind|of): ${kind}\\b(?!-)`).test(texts);
  const judged = rules.filter(({ id }) => !ELSEWHERE.has(id)), withCode = judged.filter(hasCode);
  const byId = new Map(rules.map(rule => [rule.id, rule]));
  return [
    count('rules of the catalogue in force', ruleCatalogue().map(({ id }) => id), id => inForce.has(id)),
    count('lowest-level clauses that a rule names', leaves().map(({ id }) => id), id => touched.has(id)),
    count('kinds with an artefact in samples/harbour', builtInKinds.all().map(({ kind }) => kind), kind => named(shown, kind)),
    count('kinds in a broken sample or a bad example', builtInKinds.all().map(({ kind }) => kind), kind => named(broken, kind) || named(bad, kind)),
    count('rules with a good and a bad example', judged.map(({ id }) => id), id => (byId.get(id)?.examples.good.length ?? 0) > 0 && (byId.get(id)?.examples.bad.length ?? 0) > 0),
    count('rules with code with two of each', withCode.filter(({ id }) => ruleCatalogue().some(rule => rule.id === id)).map(({ id }) => id), id => (byId.get(id)?.examples.good.length ?? 0) > 1 && (byId.get(id)?.examples.bad.length ?? 0) > 1),
  ];
}

function hasCode({ check, checkFile, records }: Rule): boolean { return check !== undefined || checkFile !== undefined || records !== undefined; }

function kindsIn(folder: string): string {
  const folders = folder.endsWith('broken') ? foldersIn(folder).map(name => join(folder, name)) : [folder];
  return folders.flatMap(each => [...textsUnder(each)].filter(([file]) => /\.(?:ya?ml|md)$/.test(file)).map(([, text]) => text)).join('\n');
}
