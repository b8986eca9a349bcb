import type { Changes } from '../sms/changes.js';
import { FORMAT } from '../sms/config.js';
import { isTimeZone } from '../sms/days.js';
import type { Language } from '../sms/language.js';
import { builtInKinds, type KindSchema } from '../sms/kinds.js';
import type { Shape } from '../sms/shapes.js';
import { artefactText, definingField, newId } from '../sms/skeleton.js';
import type { Day } from '../sms/types.js';
import { yamlScalar } from '../sms/yaml-text.js';

/** What somebody who begins an SMS is asked. Titles in the order given; blank ones and repetitions do not count. */
export interface NewSms {
  organization: string;
  /** Who builds it: holds both roles until they are given to others. */
  person: string;
  services: readonly string[];
  customers: readonly string[];
  /** IANA name; another one counts as UTC. */
  timeZone: string;
}

interface NewFile { file: string; text: string }

/** What the sms.yaml of an SMS is called. */
export const CONFIG_FILE = 'sms.yaml';

/**
 * A small SMS to build on: who answers for it, which services there are, and for whom. All that it lacks is one observation; beside it is found what each
 * service and the catalogue are still to say, which only its people know. Each service waits in the pipeline until it is agreed with somebody.
 */
export function newSms(
  { organization, person, services, customers, timeZone }: NewSms, { today, language }: { today: Day; language: Language },
): Changes & { create: readonly NewFile[] } {
  const control = { version: '0.1', status: 'draft', owner: 'ROLE-SMM', approver: 'ROLE-TOP' };
  const file = (name: string, kind: string, values: Readonly<Record<string, unknown>>): NewFile =>
    ({ file: name, text: artefactText(schemaOf(kind), { ...control, ...values }, { today, language: language.tag }) });
  const named = (kind: string, field: string, titles: readonly string[]): { id: string; title: string }[] => withIds(entryShape(schemaOf(kind), field), titles);
  const [leader] = named('role-register', 'people', [person.trim() || language.text('new.person', 'First person')]);
  const holders = [{ person: leader?.id, from: today }], buyers = named('customer-register', 'customers', customers);
  const roles = [
    { id: 'ROLE-TOP', title: language.text('new.top', 'Top management'), topManagement: true, holders },
    { id: 'ROLE-SMM', title: language.text('new.manager', 'SMS manager'), assures: ['conformity', 'reporting'], holders },
  ];
  const catalogue = named('service-catalogue', 'services', services).map(service => ({
    ...service, description: language.text('new.description', '<What the customer gets>'), status: 'pipeline', type: 'customer-facing', owner: 'ROLE-SMM',
    ...(buyers.length > 0 && { customers: buyers.map(({ id }) => id) }),
    intendedOutcomes: [language.text('new.outcome', '<What the customer can do because of the service>')],
  }));
  return {
    create: [
      { file: CONFIG_FILE, text: configText(organization.trim(), isTimeZone(timeZone) ? timeZone : 'UTC', language) },
      file('catalogue.yaml', 'service-catalogue', {
        id: 'CATALOGUE', title: language.text('new.catalogue', 'Service catalogue'), services: catalogue,
      }),
      file('customers.yaml', 'customer-register', { id: 'CUSTOMERS', title: language.text('new.customers', 'Customers'), customers: buyers }),
      file('roles.yaml', 'role-register', {
        id: 'ROLES', title: language.text('new.roles', 'Roles, responsibilities and authorities'), people: leader ? [{ id: leader.id, name: leader.title }] : [], roles,
      }),
    ],
  };
}

function configText(organization: string, timeZone: string, language: Language): string {
  const stage = language.text('new.stage', 'While it is being built, what is missing is one list. Take this line out when everything is in operation.');
  return [
    `sms: ${FORMAT}`, `organization: ${yamlScalar(organization)}`, 'standard: ISO/IEC 20000-1:2018', `timeZone: ${timeZone}`,
    ...(language.tag === 'en' ? [] : [`language: ${language.tag}`]), `# ${stage}`, 'stage: building', 'reviewEvery: { default: 12 months }', '',
  ].join('\n');
}

/** Each title once, with an id that looks like the example in the schema. */
function withIds(shape: Shape, titles: readonly string[]): { id: string; title: string }[] {
  const id = definingField(shape)?.shape, like = typeof id?.example === 'string' ? [id.example] : [], taken = new Set<string>();
  return [...new Set(titles.map(title => title.trim()).filter(title => title !== ''))].map(title => {
    const own = newId(id?.defines ?? '', title, { taken: each => taken.has(each), like });
    taken.add(own);
    return { id: own, title };
  });
}

function entryShape(schema: KindSchema, field: string): Shape {
  const shape = schema.shape.properties.get(field)?.items;
  if (!shape) throw new Error(`${schema.kind} has no list ${field}`);
  return shape;
}

function schemaOf(kind: string): KindSchema {
  const schema = builtInKinds.get(kind);
  if (!schema) throw new Error(`there is no kind ${kind}`);
  return schema;
}
