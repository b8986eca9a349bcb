import type { Rule } from './rule.js';

/** Raised by annotations of the service catalogue's schema. */
export const catalogueNotAccessible: Rule = {
  id: 'catalogue-not-accessible',
  title: 'The catalogue says for whom it is and where it is published',
  clauses: ['8.2.4'],
  grade: 'minor',
  why: 'Customers, users and staff are to have the part of the catalogue that concerns them. A catalogue that lies in a folder of the SMS manager '
    + 'tells nobody what can be had.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. The catalogue has to be open to those who use, buy and run the services (clause 8.2.4): say '
      + 'here who that is and where they find it.' },
  },
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
audiences: [Customers, Service desk]
publishedAt: https://portal.harbour.example/catalogue
services: []
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
//  ^^^ catalogue-not-accessible missing
title: Service catalogue
audiences: []
publishedAt: https://portal.harbour.example/catalogue
services: []
//- internal.yaml
kind: service-catalogue
id: CAT-INTERNAL
//  ^^^^^^^^^^^^ catalogue-not-accessible missing
title: Catalogue of supporting services
services: []
`],
  },
};
