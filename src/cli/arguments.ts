import { parseArgs } from 'node:util';
import { nearest, visible } from '../sms/text.js';
import { COMMANDS, COMMON_OPTIONS, SYNONYMS, commandSpec, type CommandSpec, type OptionSpec } from './commands.js';

/** What the user asked for. `format` and `command` of an error: what was wanted, as far as it could be understood. */
export type Request =
  | { kind: 'help'; command?: string }
  | { kind: 'version' }
  | { kind: 'usage' }
  | { kind: 'run'; command: CommandSpec; options: Options; operands: readonly string[] }
  | { kind: 'error'; message: string; format?: string; command?: string };

export interface Options { text(name: string): string | undefined; on(name: string): boolean }

const EVERY_OPTION: Readonly<Record<string, OptionSpec>> = Object.assign({}, COMMON_OPTIONS, ...COMMANDS.map(({ options }) => options)) as Record<string, OptionSpec>;

/** Reads the arguments after the program's name. Never throws: what is not understood is an error with a sentence that says what would be. */
export function readArguments(argv: readonly string[]): Request {
  const { tokens } = parseArgs({
    args: [...argv], strict: false, allowPositionals: true, tokens: true,
    options: Object.fromEntries(Object.entries(EVERY_OPTION).map(([name, { type, short }]) => [name, name === 'help' ? { type, short: 'h' } : { type, ...(short !== undefined && { short }) }])),
  });
  const operands: string[] = [], texts = new Map<string, string>(), flags = new Set<string>();
  const unknown: string[] = [], wrong: string[] = [], bare: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(EVERY_OPTION, token.name) ? EVERY_OPTION[token.name] : undefined;
    if (!spec) unknown.push(token.rawName);
    else if (spec.type === 'boolean') {
      if (token.value === undefined) flags.add(token.name); else wrong.push(`${token.rawName} takes no value.`);
    } else if (token.value === undefined || token.value === '' || (!token.inlineValue && token.value.startsWith('--'))) {
      bare.push(token.name);
    } else texts.set(token.name, token.value);
  }
  const format = texts.get('format');
  const [name, ...rest] = operands;
  const known = name === undefined ? undefined : commandSpec(name);
  const error = (message: string): Request => ({ kind: 'error', message, ...(format !== undefined && { format }), ...(known && { command: known.name }) });

  if (name !== undefined && !known && (unknown.length === 0 || guessCommand(name) !== undefined)) {
    const meant = guessCommand(name);
    return error(`There is no command "${visible(name)}". ${meant === undefined ? 'sms --help lists the commands.' : `Did you mean: sms ${meant}?`}`);
  }
  if (flags.has('help') || known?.name === 'help') {
    const about = known?.name === 'help' ? rest[0] : known?.name;
    if (about !== undefined && !commandSpec(about)) return error(`There is no command "${visible(about)}". sms --help lists the commands.`);
    return about === undefined ? { kind: 'help' } : { kind: 'help', command: about };
  }
  const allowed = { ...known?.options, ...COMMON_OPTIONS };
  const stray = unknown[0] ?? [...texts.keys(), ...flags].filter(option => !Object.hasOwn(allowed, option)).map(option => `--${option}`)[0];
  if (stray !== undefined) {
    const meant = nearest(stray.replace(/^-+/, ''), Object.keys(allowed));
    return error(`${known ? `sms ${known.name}` : 'sms'} has no option ${visible(stray)}. `
      + (meant === undefined ? `sms ${known ? `${known.name} ` : ''}--help lists the options. For a folder of that name: -- ${visible(stray)}` : `Did you mean --${meant}?`));
  }
  if (wrong[0] !== undefined) return error(wrong[0]);
  if (bare[0] !== undefined) {
    const spec = allowed[bare[0]];
    return error(`--${bare[0]} needs a value${spec ? `: ${spec.choices ? oneOf(spec.choices) : spec.value ?? ''}` : ''}.`);
  }
  if (flags.has('version')) return { kind: 'version' };
  if (!known) return { kind: 'usage' };

  for (const [option, value] of texts) {
    const choices = known.options[option]?.choices;
    if (choices && !choices.includes(value)) {
      const meant = nearest(value, choices);
      return error(`--${option} takes ${oneOf(choices)}, not "${visible(value)}".${meant === undefined ? '' : ` Did you mean ${meant}?`}`);
    }
  }
  if (rest.length < known.least) return error(`sms ${known.name} needs to know what: sms ${known.name} ${known.operands}.`);
  if (rest.length > known.most) return error(`sms ${known.name} takes ${known.most === 0 ? 'no names' : known.most === 1 ? 'one name' : 'a name and a folder'}, not "${visible(rest[known.most] ?? '')}".`);
  return { kind: 'run', command: known, operands: rest, options: { text: option => texts.get(option), on: option => flags.has(option) } };
}

function oneOf(choices: readonly string[]): string { return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`; }

function guessCommand(word: string): string | undefined {
  const guess = nearest(word, [...COMMANDS.map(command => command.name), ...Object.keys(SYNONYMS)]);
  return guess === undefined ? undefined : SYNONYMS[guess] ?? guess;
}
