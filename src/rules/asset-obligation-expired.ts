import { byMessage, mended, setting } from './mending.js';
import type { Rule } from './rule.js';

export const assetObligationExpired: Rule = {
  id: 'asset-obligation-expired',
  title: 'Obligations of assets have not lapsed',
  clauses: ['8.2.5'],
  grade: 'observation',
  why: 'Software without a licence breaks the law and hardware without maintenance breaks at night. Both come with a date that is easy to keep in '
    + 'view and easy to miss.',
  messages: {
    expired: { text: '{name} of {in} ended on {until}, and the asset is still in use. Renew it and enter the new day, or retire the asset.' },
  },
  data: [{
    select: 'asset', each: 'obligations', say: 'expired', at: 'endsOn', args: { until: 'endsOn' },
    where: [{ field: 'endsOn', before: 'today' }, { field: '^status', notIn: ['retired', 'disposed'] }],
  }],
  fixes: { retire: 'The asset is retired' },
  fix: byMessage({
    *expired(context, finding) {
      const path = context.pathOf(finding), at = path.findIndex(step => typeof step === 'number');
      if (at >= 0) yield* mended(context, finding, [setting(context, finding.file, [...path.slice(0, at + 1), 'status'], 'retired')], { say: 'retire' });
    },
  }),
  examples: {
    good: [`
//- assets.yaml
kind: asset-register
id: ASSETS
title: Assets
assets:
  - { id: AST-1, title: Storage, obligations: [{ title: Maintenance, type: maintenance, endsOn: 2026-10-15 }, { title: Fire protection, type: statutory }] }
  - { id: AST-2, title: Old storage, status: retired, obligations: [{ title: Maintenance, type: maintenance, endsOn: 2024-12-31 }] }
`],
    bad: [`
//- assets.yaml
kind: asset-register
id: ASSETS
title: Assets
assets:
  - id: AST-1
    title: Storage
    obligations:
      - { title: Maintenance, type: maintenance, endsOn: 2026-10-14 }
//                                                       ^^^^^^^^^^ asset-obligation-expired expired
`],
  },
};
