import type { Own } from '../sms/own.js';
import type { Report } from '../sms/types.js';
import { ruleById, rules } from './index.js';
import type { Rule } from './rule.js';

/** The rules in force for one SMS: those of this program, and those of its own (sms.yaml, rulePacks). */
export interface RuleBook {
  readonly all: readonly Rule[];
  get(id: string): Rule | undefined;
  /** What is wrong with the files of own rules. */
  readonly reports: readonly Report[];
}

const BUILT_IN: RuleBook = { all: rules, get: ruleById, reports: [] };

/** Of the same own files the same book. */
export function rulesOf(_: { own: Own }): RuleBook { return BUILT_IN; }
