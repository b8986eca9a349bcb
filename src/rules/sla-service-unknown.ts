import { list, text } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { phrase } from '../sms/language.js';
import type { Path } from '../sms/types.js';
import { currentSlas, targetsOf, termOn } from '../sms/agreements.js';
import { byMessage, removesIt } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/** An SLA that applies today is about services in operation; unknown ones are raised by the annotation of the reference. */
export const slaServiceUnknown: Rule = {
  id: 'sla-service-unknown',
  title: 'SLAs are about live services of the catalogue',
  clauses: ['8.3.3', '8.2.4'],
  grade: 'minor',
  why: 'A promise about something that the catalogue does not know, or that is not running, can be neither kept nor measured.',
  messages: {
    unresolved: { text: 'The SLA is about {to}, but the catalogue has no such service.{hint} Correct the id, or add the service to the '
      + 'catalogue.' },
    'not-live': { text: '{sla} is about {service}, which is not live but {status}. Take the service out of the SLA, correct its status in '
      + 'the catalogue, '
      + 'or let the SLA begin when the service does.' },
  },
  *check({ model, today, report }) {
    for (const sla of currentSlas(model)) {
      const from = text(sla.data, 'effectiveFrom');
      if (termOn(sla, today) !== 'running' || (isDay(from) && from > today)) continue;
      const said = new Set<string>();
      const places: { path: Path; of: unknown }[] = [{ path: [], of: sla.data }, ...targetsOf(sla).map(({ path, target }) => ({ path, of: target }))];
      for (const { path, of } of places) {
        for (const [at, id] of list(of, 'services').entries()) {
          const service = typeof id === 'string' ? model.item(id) : undefined;
          if (service?.type !== 'service' || said.has(service.id)) continue;
          said.add(service.id);
          const status = text(model.value(service), 'status');
          if (status !== 'pipeline' && status !== 'retired') continue;
          yield report({ file: sla.file, path: [...path, 'services', at] }, 'not-live', { sla: nameOf(sla), service: nameOf(service), status },
            { related: [{ at: service, text: phrase('related.the-service-in-the-catalogue', 'The service in the catalogue') }] });
        }
      }
    }
  },
  fixes: { remove: 'Take the service out' },
  fix: byMessage({ 'not-live': removesIt('remove') }),
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - { id: SVC-MAIL, title: Managed e-mail, status: live }
  - { id: SVC-FAX, title: Fax, status: retiring }
  - { id: SVC-CHAT, title: Chat, status: pipeline }
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, services: [SVC-MAIL, SVC-FAX], targets: [{ id: up, title: Up, services: [SVC-MAIL] }] }
//- next-year.yaml
{ kind: sla, id: SLA-B, title: SLA from next year on, services: [SVC-CHAT], validFrom: 2027-01-01 }
`, `
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - { id: SVC-MAIL, title: Managed e-mail, aliases: [SVC-EMAIL], status: live }
  - { id: SVC-FAX, title: Fax, status: retired }
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, services: [SVC-EMAIL], validTo: 2026-10-15 }
//- sla-run-out.yaml
# It ran out before the fax was switched off.
{ kind: sla, id: SLA-OLD, title: SLA until yesterday, services: [SVC-FAX], validTo: 2026-10-14 }
//- sla-to-come.yaml
{ kind: sla, id: SLA-B, title: SLA that is approved and not in effect, services: [SVC-FAX], effectiveFrom: 2026-10-16 }
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - { id: SVC-FAX, title: Fax, status: retired }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA
services: [SVC-FAX, SVC-MIAL]
//         ^^^^^^^ sla-service-unknown not-live
//                  ^^^^^^^^ sla-service-unknown unresolved
targets: [{ id: up, title: Up, services: [SVC-FAX] }]
`, `
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - { id: SVC-MAIL, title: Managed e-mail, status: live }
  - { id: SVC-CHAT, title: Chat, status: pipeline }
//- sla.yaml
# It holds from today on, and chat does not run yet. Ids are compared letter by letter.
kind: sla
id: SLA-A
title: SLA
services: [SVC-MAIL]
validFrom: 2026-10-15
targets:
  - { id: chat, title: Chat answers within a minute, services: [SVC-CHAT] }
//                                                              ^^^^^^^^ sla-service-unknown not-live
  - { id: mail, title: Mail is up, services: [svc-mail] }
//                                            ^^^^^^^^ sla-service-unknown unresolved
`],
  },
};
