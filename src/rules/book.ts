import type { Own } from '../sms/own.js';
import type { Report } from '../sms/types.js';
import { ruleById, rules } from './index.js';
import { readOwnRules } from './own-rules.js';
import type { Rule } from './rule.js';

/** The rules in force for one SMS: those of this program, and those of its own (sms.yaml, rulePacks). */
export interface RuleBook {
  /** Those of this program first, then those of its own in order of their ids. */
  readonly all: readonly Rule[];
  /** Those of its own. */
  readonly own: readonly Rule[];
  get(id: string): Rule | undefined;
  /** What is wrong with the files of own rules, and which are therefore not used. */
  readonly reports: readonly Report[];
  readonly incomplete: readonly string[];
}

const BUILT_IN: RuleBook = { all: rules, own: [], get: ruleById, reports: [], incomplete: [] };

/** Of the same own files the same book. Never throws. */
export function rulesOf({ own }: { own: Own }): RuleBook {
  if (!own.files.some(({ use }) => use === 'rule')) return BUILT_IN;
  // By its key: threads that read files get a copy with each batch.
  const found = known.get(own.key) ?? bookOf(own);
  if (!known.has(own.key) && known.size >= MOST_KNOWN) known.clear();
  known.set(own.key, found);
  return found;
}

const known = new Map<string, RuleBook>();
/** Of states of SMSs: what one edits, and what that is compared with. */
const MOST_KNOWN = 20;

/** Those of a book, with others in place of those of this program, where a test or a tool gives some. Of the same the same list. */
export function withOwn(others: readonly Rule[] | undefined, book: RuleBook): readonly Rule[] {
  if (others === undefined || others === rules) return book.all;
  if (book.own.length === 0) return others;
  const found = together.get(book) ?? new Map<readonly Rule[], readonly Rule[]>(), list = found.get(others) ?? [...others, ...book.own];
  together.set(book, found.set(others, list));
  return list;
}

const together = new WeakMap<RuleBook, Map<readonly Rule[], readonly Rule[]>>();

function bookOf(own: Own): RuleBook {
  const { rules: found, reports, incomplete } = readOwnRules(own, id => ruleById(id) !== undefined), byId = new Map(found.map(rule => [rule.id, rule]));
  return { all: [...rules, ...found], own: found, get: id => ruleById(id) ?? byId.get(id), reports, incomplete };
}
