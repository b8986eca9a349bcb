// Turns the service catalogue of GitLab's runbooks into a service-catalogue artefact: node test/corpus/gitlab-catalogue.mjs SOURCE-FOLDER > catalogue.yaml
// Nothing is judged or mended here: an entry without a value stays one, a name that nothing has stays as it is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

export function gitlabCatalogue(folder) {
  const { services } = parse(readFileSync(join(folder, 'services', 'service-catalog.yml'), 'utf8'));
  return stringify({
    kind: 'service-catalogue',
    id: 'CAT-GITLAB',
    title: 'Service catalogue of GitLab.com',
    services: services.map(service => ({
      id: service.name,
      title: service.friendly_name ?? service.name,
      status: 'live',
      type: 'supporting',
      dependsOn: (service.technical?.dependencies ?? []).map(dependency => ({ to: dependency?.service ?? null })),
    })),
  });
}

if (process.argv[1]?.endsWith('gitlab-catalogue.mjs')) process.stdout.write(gitlabCatalogue(process.argv[2]));
