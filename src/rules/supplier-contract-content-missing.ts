import { fields, state } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Artefact, Phrase } from '../sms/types.js';
import { currentOfKind } from './lifecycle.js';
import { byMessage, completes, dataAt } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/** A contract says what is supplied, what it has to meet, what is promised, and who may do and decide what. */
export const supplierContractContentMissing: Rule = {
  id: 'supplier-contract-content-missing',
  title: 'Supplier contracts have their four parts',
  clauses: ['8.3.4.1'],
  grade: 'minor',
  why: 'Scope, requirements, targets or other duties, and the responsibilities of both sides: where one of them is not written down, each side '
    + 'takes for granted what suits it.',
  messages: {
    lacks: { text: '{contract} does not say {parts}. Agree on it with the supplier and enter it; where the text of the contract is a file of its '
      + 'own, name that file under `content`.' },
    nobody: { text: '{name} does not say which supplier it is with. Name the party of the register, so that it counts for this supplier.' },
  },
  *check({ model, report }) {
    for (const contract of currentOfKind(model, 'supplier-contract')) {
      // What stands in a signed file cannot be read here.
      if (state(contract.data, 'content') === 'filled') continue;
      const parts = lackingParts(contract);
      if (parts.length > 0) yield report(contract, 'lacks', { contract: nameOf(contract), parts: phraseList(parts), count: parts.length });
    }
  },
  data: [{ select: 'supplier-contract', where: [{ field: 'party', is: 'absent' }], say: 'nobody' }],
  fixes: { begin: 'Begin what is missing' },
  fix: byMessage({
    lacks: completes('begin', (context, finding) => ['provides', 'requirements', 'obligations', 'responsibilities'].filter(key => {
      const data = dataAt(context, finding, []);
      return state(data, key) !== 'filled' && !(key === 'obligations' && state(data, 'targets') === 'filled');
    })),
  }),
  examples: {
    good: [`
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-MX, title: Mail relay, type: external-supplier }] }
//- contract.yaml
kind: supplier-contract
id: CON-MX
title: Mail relay
party: SUP-MX
provides: [Relaying of inbound mail]
requirements: [Mail is filtered for malware.]
targets: []
obligations: [Tells of its own incidents within the hour.]
responsibilities: { ours: [Keeps the list of recipients.], theirs: [Decides on its filters.] }
`, `
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-MX, title: Mail relay, type: external-supplier }] }
//- contract.yaml
{ kind: supplier-contract, id: CON-MX, title: The contract that is a signed file, party: SUP-MX, content: [{ url: "https://portal.example/mx.pdf" }] }
`],
    bad: [`
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-MX, title: Mail relay, type: external-supplier }] }
//- contract.yaml
kind: supplier-contract
id: CON-MX
//  ^^^^^^ supplier-contract-content-missing lacks
title: Mail relay
party: SUP-MX
provides: [Relaying of inbound mail]
requirements: [Mail is filtered for malware.]
targets: []
responsibilities: { ours: [Keeps the list of recipients.], theirs: [Decides on its filters.] }
`, `
//- contract.yaml
kind: supplier-contract
id: CON-MX
//  ^^^^^^ supplier-contract-content-missing nobody
title: Mail relay
provides: [Relaying of inbound mail]
requirements: [Mail is filtered for malware.]
obligations: [Tells of its own incidents within the hour.]
responsibilities: { ours: [Keeps the list of recipients.], theirs: [Decides on its filters.] }
//- contract-b.yaml
{ kind: supplier-contract, id: CON-B, title: Carrier, party: SUP-B, responsibilities: { theirs: [Repairs the line.] } }
//                             ^^^^^ supplier-contract-content-missing lacks
`],
  },
};

function lackingParts({ data }: Artefact): Phrase[] {
  const filled = (of: unknown, key: string): boolean => state(of, key) === 'filled', responsibilities = fields(data, 'responsibilities');
  return [
    ...(filled(data, 'provides') ? [] : [phrase('word.what-is-supplied-provides', 'what is supplied (provides)')]),
    ...(filled(data, 'requirements') ? [] : [phrase('word.which-requirements-the-supplier-has-to-meet', 'which requirements the supplier has to meet (requirements)')]),
    ...(filled(data, 'targets') || filled(data, 'obligations') ? [] : [phrase('word.what-is-promised-targets-or-obligations', 'what is promised (targets or obligations)')]),
    ...(filled(responsibilities, 'ours') && filled(responsibilities, 'theirs') ? []
      : [phrase('word.what-each-side-decides-and-does-responsibilities', 'what each side decides and does (responsibilities: ours, theirs)')]),
  ];
}
