import { dayAt, fields, objects, state, text, type Fields } from '../sms/data.js';
import { parsePeriod, type Period } from '../sms/days.js';
import { inForce } from '../sms/header.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Day } from '../sms/types.js';
import { currentOfKind } from './lifecycle.js';
import { idsIn } from '../sms/named.js';

/** How the change policies treat a category of changes. */
export interface ChangeCategory { category: string; emergency: boolean; preApproved: boolean; authorities: readonly string[] }

/** What the change policies say, read once for all changes. */
export interface ChangeRules {
  /** The policy to point at: the first one in force, else the first draft. */
  policy: Artefact | undefined;
  categories: ReadonlyMap<string, ChangeCategory>;
  reviewWithin: Period | undefined;
  trendEvery: Period | undefined;
}

/** Of the change policies that were neither superseded nor withdrawn; drafts are among them. */
export function changeRules(model: Model, today: Day): ChangeRules {
  const policies = currentOfKind(model, 'change-policy'), policy = policies.find(each => inForce(each, today)) ?? policies[0];
  const categories = new Map<string, ChangeCategory>();
  for (const each of policies) {
    for (const { value } of objects(each.data, 'categories')) {
      const category = text(value, 'category');
      if (category === undefined || categories.has(category)) continue;
      categories.set(category, {
        category, emergency: value['emergency'] === true, preApproved: value['preApproved'] === true,
        authorities: idsIn(model, value, 'authorities'),
      });
    }
  }
  return { policy, categories, reviewWithin: parsePeriod(text(policy?.data, 'reviewWithin')), trendEvery: parsePeriod(text(policy?.data, 'trendEvery')) };
}

/** The category that a change names, where a policy knows it. */
export function categoryOf(rules: ChangeRules, change: Fields): ChangeCategory | undefined {
  return rules.categories.get(text(change, 'category') ?? '');
}

/** True where the change was put into operation, or the attempt was made. */
export function isDeployed(change: Fields): boolean {
  return state(change, 'deployedAt') === 'filled' || ['successful', 'failed', 'reversed'].includes(text(change, 'outcome') ?? '')
    || ['deployed', 'reviewed'].includes(text(change, 'status') ?? '');
}

/** True where somebody let the change go ahead. */
export function isApproved(change: Fields): boolean {
  return text(fields(change, 'decision'), 'outcome') === 'approved' || text(change, 'status') === 'approved';
}

/** True where the change was approved only after it was deployed, and had to wait: the decisive fault, of which other wrong days are part. */
export function isDecidedLate(change: Fields, category: ChangeCategory | undefined): boolean {
  const deployed = dayAt(change, 'deployedAt'), decision = fields(change, 'decision'), decided = dayAt(decision, 'on');
  return deployed !== undefined && decided !== undefined && decided > deployed && text(decision, 'outcome') !== 'rejected' && !category?.emergency && !category?.preApproved;
}

/** True for what becomes of a service as a whole, and for a change that the policy calls major. */
export function isMajor(change: Fields): boolean { return change['majorImpact'] === true || state(change, 'serviceChange') === 'filled'; }
