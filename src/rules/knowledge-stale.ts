import type { Rule } from './rule.js';

export const knowledgeStale: Rule = {
  id: 'knowledge-stale',
  title: 'Knowledge articles are valid and have an audience',
  clauses: ['7.6'],
  grade: 'observation',
  why: 'Who followed an article that no longer holds asks a colleague the next time, and knowledge goes back into the heads of a few.',
  messages: {
    stale: { text: '{name} could be relied on until {day}. Try whether it still holds and enter a new day, or withdraw it.' },
    'no-audience': { text: '{name} tells how to live with a known error, but not who is to read it. Name the audience, so that those at the desk '
      + 'find it.' },
  },
  data: [
    { select: 'knowledge-article', where: [{ field: 'validUntil', before: 'today' }], say: 'stale', at: 'validUntil', args: { day: 'validUntil' } },
    { select: 'knowledge-article', where: [{ field: 'knownErrors', is: 'present' }, { field: 'audience', is: 'absent' }], say: 'no-audience' },
  ],
  examples: {
    good: [`
//- queue.md
---
kind: knowledge-article
id: KB-1
title: Mail stands in the queue
validUntil: 2026-10-15
knownErrors: [KE-1]
audience: [Service desk]
---
## Situation
Nothing arrives.
## What to do
Switch to the other relay.
//- old.yaml
{ kind: knowledge-article, id: KB-OLD, title: Use of the fax, status: withdrawn, validUntil: 2020-01-01 }
//- general.yaml
{ kind: knowledge-article, id: KB-2, title: Numbers to call }
`],
    bad: [`
//- queue.md
---
kind: knowledge-article
id: KB-1
//  ^^^^ knowledge-stale no-audience
title: Mail stands in the queue
validUntil: 2026-10-14
//          ^^^^^^^^^^ knowledge-stale stale
knownErrors: [KE-1]
---
## Situation
Nothing arrives.
## What to do
Switch to the other relay.
`],
  },
};
