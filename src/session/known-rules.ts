import type { Rule } from '../rules/rule.js';
import type { KnownRules } from '../sms/config.js';
import { ruleCatalogue } from '../sms/standard.js';

/** What the configuration must know of the rules: those of this release and those of the catalogue that wait. */
export function knownRules(rules: readonly Rule[]): KnownRules {
  const own = new Map(rules.map(rule => [rule.id, rule]));
  const all = new Set([...own.keys(), ...ruleCatalogue().map(rule => rule.id)]);
  return {
    has: id => all.has(id),
    ids: () => all,
    thresholds: id => { const rule = own.get(id); return rule && new Set(Object.keys(rule.settings ?? {})); },
    inForce: () => own.keys(),
  };
}
