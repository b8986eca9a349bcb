import { list, state, text } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Artefact, Phrase } from '../sms/types.js';
import { currentOfKind, isYetToCome } from './lifecycle.js';
import { byMessage, completes, creates, dataAt } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';
import { agreementsByParty, partiesOf, standingOf } from './supplier-agreements.js';

const WORDS: Readonly<Record<string, Phrase>> = {
  'internal-supplier': phrase('word.an-internal-supplier', 'an internal supplier'),
  'customer-acting-as-supplier': phrase('word.a-customer-acting-as-supplier', 'a customer acting as supplier'),
};

/** What a part of the own larger organization, or a customer, does for the services is agreed in writing. */
export const internalAgreementMissing: Rule = {
  id: 'internal-agreement-missing',
  title: 'Internal suppliers and customers acting as a supplier have an agreement',
  clauses: ['8.3.4.2'],
  grade: 'minor',
  why: 'Between colleagues, and with a customer who helps, nobody likes to write things down. So nobody knows how soon they help, until it is '
    + 'needed at night.',
  messages: {
    none: { absence: true, text: '{party} is {type}, but no agreement with it is in force. Write down what it does for your services, its targets '
      + 'and other commitments, and where your processes meet, as an internal-agreement with its party.' },
    expired: { text: '{agreement} ran out on {validTo}, and no other agreement with {party} is in force. Renew it.' },
    lacks: { text: '{agreement} does not say {parts}. Agree on it with the party and enter it.' },
    nobody: { text: '{name} does not say with whom it is. Name the party of the register, so that it counts for it.' },
  },
  *check(context) {
    const { model, today, report } = context;
    if (isYetToCome(context, 'internal-agreement')) return;
    const agreements = agreementsByParty(model, ['internal-agreement']);
    for (const party of partiesOf(model, Object.keys(WORDS))) {
      const { valid, latest, other } = standingOf(agreements.get(party.id) ?? [], today);
      if (latest) {
        yield report({ file: latest.file, path: ['validTo'] }, 'expired',
          { agreement: nameOf(latest), party: nameOf(party), validTo: text(latest.data, 'validTo') ?? '' });
      } else if (valid.length === 0) {
        yield report(party, 'none', { party: nameOf(party), type: WORDS[text(model.value(party), 'type') ?? ''] ?? '' },
          { related: other.map(one => ({ at: one, text: phrase('related.is-not-in-force-today', '{name} is not in force today', { name: one.id }) })) });
      }
    }
    for (const agreement of currentOfKind(model, 'internal-agreement')) {
      if (state(agreement.data, 'content') === 'filled') continue;
      const parts = lackingParts(agreement);
      if (parts.length > 0) yield report(agreement, 'lacks', { agreement: nameOf(agreement), parts: phraseList(parts), count: parts.length });
    }
  },
  data: [{ select: 'internal-agreement', where: [{ field: 'party', is: 'absent' }], say: 'nobody' }],
  fixes: { create: 'Write the internal agreement {id} with it', begin: 'Begin what is missing' },
  fix: byMessage({
    // Where one is begun already it is to be finished.
    none: creates('internal-agreement', 'create', ({ model }, { subject = '', related }) => (related.length > 0 ? undefined : { title: `Agreement with ${model.item(subject)?.title ?? subject}`, values: { party: subject } })),
    lacks: completes('begin', (context, finding) => {
      const data = dataAt(context, finding, []), promised = state(data, 'targets') === 'filled';
      return ['commitments', 'activities', 'interfaces'].filter(key => state(data, key) !== 'filled' && !(promised && key === 'commitments'));
    }),
  }),
  examples: {
    good: [`
//- parties.yaml
kind: party-register
id: PARTIES
title: Parties
parties:
  - { id: SUP-NET, title: Network team of the group, type: internal-supplier }
  - { id: SUP-LAB, title: Technical service of the laboratory, type: customer-acting-as-supplier }
  - { id: SUP-MX, title: Mail relay, type: external-supplier }
//- net.yaml
kind: internal-agreement
id: AGR-NET
title: Agreement with the network team
status: approved
effectiveFrom: 2026-10-15
party: SUP-NET
targets: [{ id: p1, title: Restoration of priority 1, metric: restoration-time, priority: P1, operator: at-most, value: 3, unit: hours, window: per-event }]
commitments: []
activities: [Runs the switches of both halls.]
interfaces: [Tickets are passed on in our tool.]
//- lab.yaml
{ kind: internal-agreement, id: AGR-LAB, title: Agreement with the technical service, status: approved, party: SUP-LAB, content: [{ url: "https://portal.example/lab.pdf" }] }
`, `
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
stage: building
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-NET, title: Network team of the group, type: internal-supplier }] }
`],
    bad: [`
//- parties.yaml
kind: party-register
id: PARTIES
title: Parties
parties:
  - { id: SUP-NET, title: Network team of the group, type: internal-supplier }
//        ^^^^^^^ internal-agreement-missing none
  - { id: SUP-LAB, title: Technical service of the laboratory, type: customer-acting-as-supplier }
//- net.yaml
kind: internal-agreement
id: AGR-NET
title: Agreement with the network team
status: approved
effectiveFrom: 2026-10-16
party: SUP-NET
targets: [{ id: p1, title: Restoration of priority 1, metric: restoration-time, priority: P1, operator: at-most, value: 3, unit: hours, window: per-event }]
commitments: []
activities: [Runs the switches of both halls.]
interfaces: [Tickets are passed on in our tool.]
//- lab.yaml
{ kind: internal-agreement, id: AGR-LAB, title: Agreement with the technical service, status: approved, party: SUP-LAB, validTo: 2026-06-30, content: [{ url: "https://portal.example/lab.pdf" }] }
//                                                                                                                               ^^^^^^^^^^ internal-agreement-missing expired
`, `
//- agreement.yaml
kind: internal-agreement
id: AGR-NET
//  ^^^^^^^ internal-agreement-missing nobody
title: Agreement with the network team
targets: []
commitments: [Two people are on call.]
activities: [Runs the switches of both halls.]
interfaces: [Tickets are passed on in our tool.]
//- second.yaml
kind: internal-agreement
id: AGR-LAB
//  ^^^^^^^ internal-agreement-missing lacks
title: Agreement with the technical service
party: SUP-LAB
targets: []
commitments: []
activities: [Changes modules on site.]
`],
  },
};

function lackingParts({ data }: Artefact): Phrase[] {
  const filled = (key: string): boolean => state(data, key) === 'filled';
  return [
    ...(filled('targets') || list(data, 'commitments').length > 0 ? [] : [phrase('word.what-is-promised-targets-or-commitments', 'what is promised (targets or commitments)')]),
    ...(filled('activities') ? [] : [phrase('word.what-is-done-for-the-services-activities', 'what is done for the services (activities)')]),
    ...(filled('interfaces') ? [] : [phrase('word.where-your-processes-and-theirs-meet-interfaces', 'where your processes and theirs meet (interfaces)')]),
  ];
}
