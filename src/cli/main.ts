import manifest from '../../package.json' with { type: 'json' };
import type { Rule } from '../rules/rule.js';
import { visible } from '../sms/text.js';
import { readArguments, type Options } from './arguments.js';
import { helpText } from './commands.js';
import { harmless } from './escape.js';
import type { Io } from './io.js';

const NO_OPTIONS: Options = { text: () => undefined, on: () => false };

/**
 * The command line: arguments after the program's name in, exit code out (format.md, "Outcome"). Never rejects: a mistake of the program is
 * exit code 70. `rules`: other rules than those of the release, for tests.
 */
export async function run(argv: readonly string[], io: Io, { rules }: { rules?: readonly Rule[] } = {}): Promise<number> {
  let options = NO_OPTIONS;
  try {
    const request = readArguments(argv);
    switch (request.kind) {
      case 'help': io.stdout(helpText(request.command)); return 0;
      case 'version': io.stdout(`${manifest.name} ${manifest.version} (format 1)\n`); return 0;
      case 'usage': io.stderr(helpText()); return 2;
      case 'error': return await refuse(request.message, formatFor(request.command, request.format), io);
      case 'run': options = reports(request.command.name) ? request.options : withoutFormat(request.options);
    }
    return await command(request.command.name, request.operands, request.options, io, rules ?? (await import('../rules/index.js')).rules);
  } catch (error) {
    return bug(error, options, io);
  }
}

async function command(name: string, operands: readonly string[], options: Options, io: Io, rules: readonly Rule[]): Promise<number> {
  const paint = async () => {
    const { painter, wantsColour } = await import('./layout.js');
    return painter(wantsColour(io, options.on('no-color')));
  };
  const columns = io.isTTY ? io.columns : undefined;
  switch (name) {
    case 'check': return (await import('./check.js')).checkCommand(operands, options, io, rules);
    case 'register': return (await import('./register.js')).registerCommand(operands[0], options, io);
    case 'coverage': return (await import('./coverage.js')).coverageCommand(operands[0], options, io, rules);
    case 'diff': return (await import('./diff.js')).diffCommand(operands[0] ?? '', operands[1], options, io, rules);
    case 'pack': return (await import('./pack.js')).packCommand(operands[0], options, io, rules);
    case 'verify': return (await import('./verify.js')).verifyCommand(operands[0] ?? '', io);
    case 'trace': return (await import('./trace.js')).traceCommand(operands[0] ?? '', operands[1], options, io, rules);
    case 'mutate': return (await import('./mutate.js')).mutateCommand(operands[0], options, io, rules);
    case 'baseline': return (await import('./baseline.js')).baselineCommand(operands[0], options, io, rules);
    case 'history': return (await import('./history.js')).historyCommand(operands[0] ?? '', operands[1], options, io);
    case 'approve': return (await import('./approve.js')).approveCommand(operands[0] ?? '', operands[1], options, io);
    case 'review': return (await import('./approve.js')).reviewCommand(operands[0] ?? '', operands[1], options, io);
    case 'codeowners': return (await import('./codeowners.js')).codeownersCommand(operands[0], options, io);
    case 'new': return (await import('./new.js')).newCommand(operands[0] ?? '', operands[1], options, io);
    case 'rules': {
      const { rulesJson, rulesText } = await import('./lists.js');
      if (options.on('test') || options.text('explain') !== undefined || operands[0] !== undefined) return (await import('./own-rules.js')).ownRulesCommand(operands[0], options, io, await paint(), columns);
      if (options.on('words')) io.stdout((await import('./tables.js')).ruleWordsTable());
      else if (options.on('markdown')) io.stdout((await import('./tables.js')).rulesTable());
      else io.stdout(options.text('format') === 'json' ? rulesJson(rules) : rulesText(rules, await paint(), columns));
      return 0;
    }
    case 'kinds':
      if (options.on('markdown')) { io.stdout((await import('./tables.js')).kindsTable()); return 0; }
      return (await import('./vocabulary.js')).withVocabulary(name, operands[0], options, io, async ({ kinds }) => { io.stdout((await import('./lists.js')).kindsText(kinds, await paint(), columns)); return 0; });
    case 'explain': {
      return (await import('./vocabulary.js')).withVocabulary(name, operands[1], options, io, async ({ kinds, standards, rules: known }) => {
        const found = (await import('./explain.js')).explain(operands[0] ?? '', known, kinds, standards, await paint(), columns);
        if ('unknown' in found) return refuse(found.unknown, undefined, io);
        io.stdout(found.text);
        return 0;
      });
    }
    case 'lsp':
      return options.on('stdio') ? io.serve() : refuse('sms lsp talks on standard input and output only, and wants to be told so: sms lsp --stdio.', undefined, io);
    default: throw new Error(`no command ${name}`);
  }
}

/** Documents of `sms check` are for those who asked for them; an error of another command is a sentence. */
function reports(command: string | undefined): boolean { return command === undefined || !['register', 'coverage', 'diff', 'pack', 'verify', 'trace', 'mutate', 'baseline', 'history', 'approve', 'review', 'codeowners', 'new'].includes(command); }

function formatFor(command: string | undefined, format: string | undefined): string | undefined { return reports(command) ? format : undefined; }

function withoutFormat(options: Options): Options { return { text: name => (name === 'format' ? undefined : options.text(name)), on: options.on }; }

/** Formats of `sms check` that programs read. */
const DOCUMENTS: ReadonlySet<string> = new Set(['json', 'sarif', 'github', 'gitlab', 'junit']);

/** What the user typed cannot be done. A program that waits for JSON or SARIF still gets one document. */
async function refuse(message: string, format: string | undefined, io: Io): Promise<number> {
  if (format === undefined || !DOCUMENTS.has(format)) {
    io.stderr(`${harmless(`sms: ${message}`)}\n`);
    return 2;
  }
  const { failed, write } = await import('./check.js');
  return write(failed([message], 'minor', []), { text: name => (name === 'format' ? format : undefined), on: () => false }, io);
}

async function bug(error: unknown, options: Options, io: Io): Promise<number> {
  const what = error instanceof Error ? error.message : String(error);
  const message = `This is a mistake in the program, not in your documents: ${visible(what)}. Please report it to the makers of ${manifest.name} `
    + 'with the command that you typed and what the same command prints with --debug. No result stands.';
  if (options.on('debug') && error instanceof Error && error.stack !== undefined) io.stderr(`${error.stack.split('\n').map(line => harmless(visible(line))).join('\n')}\n`);
  try {
    const { failed, write } = await import('./check.js');
    return write(failed([message], 'minor', [], 70), options, io);
  } catch (second) {
    io.stderr(`${harmless(`sms: ${message} (${visible(String(second))})`)}\n`);
    return 70;
  }
}
