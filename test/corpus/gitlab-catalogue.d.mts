/** YAML text of a service-catalogue artefact made from the folder of the source. */
export function gitlabCatalogue(folder: string): string;
