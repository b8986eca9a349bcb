/** How messages name a thing: `Managed e-mail (SVC-MAIL)`; the id alone where the title says no more. */
export function nameOf(thing: { id: string; title: string }): string {
  return thing.title.trim() === '' || thing.title === thing.id ? thing.id : `${thing.title} (${thing.id})`;
}
