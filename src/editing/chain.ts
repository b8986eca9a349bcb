import { compositeAvailability, type Composite, type DependencyGraph } from '../service-levels/composite.js';
import type { Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Item } from '../sms/types.js';
import { readUnderpinning, restsOnBroken, serviceHours, type Underpinning } from '../sms/underpinning.js';
import type { EditorDesk } from './desk.js';
import { code, escaped, said } from './markup.js';

/** More parts, or parts of parts, than this are not listed. */
const MOST_PARTS = 12, DEEPEST = 3;

/**
 * What a service can reach with all that it depends on, and the parts that this comes from; as Markdown. `calendar`: whose hours count, else those of the
 * service. Undefined where nothing is known of its own part nor of any other. Of one that depends on nothing its own part alone.
 */
export function availabilityChain({ model, today, language }: EditorDesk, service: Item, calendar?: string): string | undefined {
  const { underpinning, hours } = underpinningOf(model, today), { graph } = underpinning, node = graph.nodes.get(service.id);
  if (!node || (node.own === undefined && node.dependsOn.length === 0)) return undefined;
  const isBroken = restsOnBroken(underpinning, service.id);
  if (node.own !== undefined && node.dependsOn.length === 0 && !isBroken) return language.text('chain.alone', 'Its own availability: {percent} %', { percent: percentOf(node.own) });
  const composite = compositeAvailability(graph, service.id, new Set(hours.narrower(service, calendar)));
  const head = isBroken
    ? language.text('chain.broken', 'What it reaches with all it depends on cannot be computed: a dependency cannot be followed.') : reach(composite, language);
  const parts = [own(node.own, language), ...partsOf(model, graph, language, service.id, 0, new Set([service.id]))], more = parts.length - MOST_PARTS;
  const others = more > 0 ? [`- ${language.text('list.others', 'and {count} more', { count: more })}`] : [];
  return [said(head), ...parts.slice(0, MOST_PARTS), ...others, ...notes(model, composite, language)].join('\n');
}

const known = new WeakMap<Model, { underpinning: Underpinning; hours: ReturnType<typeof serviceHours> }>();

function underpinningOf(model: Model, today: string): { underpinning: Underpinning; hours: ReturnType<typeof serviceHours> } {
  const before = known.get(model);
  if (before) return before;
  const underpinning = readUnderpinning(model), read = { underpinning, hours: serviceHours(model, today, underpinning) };
  known.set(model, read);
  return read;
}

function reach(composite: Composite, language: Language): string {
  if (composite.kind !== 'not-computable') {
    const percent = percentOf(composite.share);
    return composite.kind === 'exact' ? language.text('chain.exact', 'With all it depends on it reaches {percent} %:', { percent })
      : language.text('chain.bound', 'With all it depends on it reaches {percent} % at most:', { percent });
  }
  switch (composite.reason) {
    case 'cycle': {
      const names = (composite.cycle ?? []).join(', ');
      return language.text('chain.cycle', 'It depends on itself by way of {names}, so nothing can be computed.', { names });
    }
    case 'need-impossible': return language.text('chain.need', 'A dependency needs none, or more than it names, so nothing can be computed.');
    case 'nothing-known': return language.text('chain.unknown', 'What it reaches with all it depends on is not known:');
    case 'too-complex': return language.text('chain.complex', 'Its dependencies are too interwoven to be computed exactly.');
  }
}

function own(share: number | undefined, language: Language): string {
  return share === undefined ? `- ${language.text('chain.own.unknown', 'its own part: not known')}`
    : `- ${language.text('chain.own', 'its own part: {percent} %', { percent: percentOf(share) })}`;
}

/** `told`: those whose own parts are listed already, since each counts once. */
function partsOf(model: Model, graph: DependencyGraph, language: Language, id: string, depth: number, told: Set<string>): string[] {
  const indent = '  '.repeat(depth);
  return (graph.nodes.get(id)?.dependsOn ?? []).flatMap(({ to, need, availability }) => {
    const redundant = need < to.length, lead = redundant ? [`${indent}- ${language.text('chain.group', '{need} of {count}:', { need, count: to.length })}`] : [];
    const at = redundant ? depth + 1 : depth;
    return [...lead, ...to.flatMap(part => {
      // A stand-in that does not always take over is a part of its own, of which nobody knows by name.
      const takesOver = model.item(part) === undefined ? graph.nodes.get(part) : undefined, real = takesOver?.dependsOn[0]?.to[0] ?? part;
      const share = graph.nodes.get(real)?.own ?? availability, percent = share === undefined ? undefined : percentOf(share);
      const name = `${escaped(model.item(real)?.title ?? real)} (${code(real)})`, coverage = takesOver?.own;
      const line = percent === undefined ? language.text('chain.part.unknown', '{name}: not known', { name })
        : coverage === undefined ? language.text('chain.part', '{name}: {percent} %', { name, percent })
          : language.text('chain.part.stand-in', '{name}: {percent} %, takes over in {coverage} % of the cases', { name, percent, coverage: percentOf(coverage) });
      const below = at + 1 >= DEEPEST || told.has(real) ? [] : partsOf(model, graph, language, real, at + 1, told.add(real));
      return [`${'  '.repeat(at)}- ${line}`, ...below];
    })];
  });
}

function notes(model: Model, { narrowerHours, shared, weakest }: Composite, language: Language): string[] {
  const names = (ids: readonly string[]): string => ids.filter(id => model.item(id) !== undefined).map(code).join(', ');
  const fewer = names(narrowerHours), counted = names(shared), worst = weakest && model.item(weakest.id);
  const sentences = [
    ...(fewer === '' ? [] : [language.text('chain.fewer-hours', 'Left out, for in fewer hours than the service: {names}.', { names: fewer })]),
    ...(counted === '' ? [] : [language.text('chain.shared', 'Counted once: {names}.', { names: counted })]),
    ...(worst ? [language.text('chain.weakest', 'More would be gained by {name} than by any other dependency.', { name: code(worst.id) })] : []),
  ];
  return sentences.length === 0 ? [] : ['', sentences.join(' ')];
}

/** A share as percent, with the four decimals that findings have. */
function percentOf(share: number): string { return String(Number((share * 100).toFixed(4))); }
