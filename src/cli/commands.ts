/** What can be typed, and the help about it. */

export interface OptionSpec {
  type: 'string' | 'boolean';
  /** What stands for the value in the help: `DATE`. */
  value?: string;
  choices?: readonly string[];
  help: string;
}

export interface CommandSpec {
  name: string;
  /** Completes `sms NAME`: `[FOLDER…]`. */
  operands: string;
  /** The most operands it takes. */
  most: number;
  least: number;
  summary: string;
  details: readonly string[];
  options: Readonly<Record<string, OptionSpec>>;
  examples: readonly (readonly [command: string, meaning: string])[];
}

/** Understood with every command. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  'no-color': { type: 'boolean', help: 'no colours (also: NO_COLOR=1 in the environment; FORCE_COLOR=1 wants them)' },
  debug: { type: 'boolean', help: 'say more on standard error; where the program itself fails, the place in it' },
  help: { type: 'boolean', help: 'this help (also: -h)' },
  version: { type: 'boolean', help: 'the version of the program and of the format' },
};

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'check', operands: '[FOLDER…]', most: Infinity, least: 0,
    summary: 'checks an SMS and says what was found, file by file and clause by clause',
    details: [
      'FOLDER is the folder with sms.yaml, by default the one you are in. Inside an SMS the whole SMS is checked; from above, each SMS up to three folders down.',
    ],
    options: {
      format: { type: 'string', value: 'FORMAT', choices: ['text', 'json', 'sarif', 'github'], help: 'text (default), json, sarif (code scanning) or github (annotations in GitHub Actions)' },
      'fail-on': { type: 'string', value: 'GRADE', choices: ['major', 'minor', 'observation'], help: 'the lowest grade that makes the exit code 1: major, minor (default) or observation' },
      today: { type: 'string', value: 'DATE', help: 'the day to judge by, such as 2026-03-31 (default: today of sms.yaml, else the day in its time zone)' },
      config: { type: 'string', value: 'FILE', help: 'read FILE instead of sms.yaml; FOLDER is then taken as the root as it is' },
      quiet: { type: 'boolean', help: 'only the findings and the last line' },
      'max-findings': { type: 'string', value: 'N', help: 'show at most the N worst (text and github; json and sarif hold all)' },
      'allow-empty': { type: 'boolean', help: 'accept that there is nothing to check' },
      'exit-zero': { type: 'boolean', help: 'exit code 0 in spite of findings; errors and incomplete results keep theirs' },
    },
    examples: [
      ['sms check', 'the SMS you are in'],
      ['sms check samples/harbour --today 2026-12-31', 'as if it were the end of the year'],
      ['sms check --fail-on major --quiet', 'for a quick look'],
      ['sms check --format github', 'in GitHub Actions'],
      ['sms check handbook --config handbook.sms.yaml', 'documents that were never written for this program'],
    ],
  },
  {
    name: 'rules', operands: '', most: 0, least: 0,
    summary: 'lists the rules with grade and clauses, and those that wait for a later release',
    details: [],
    options: {
      markdown: { type: 'boolean', help: 'the rules in force as a Markdown table' },
      format: { type: 'string', value: 'FORMAT', choices: ['text', 'json'], help: 'text (default) or json' },
    },
    examples: [['sms rules', 'all rules'], ['sms rules --format json', 'for programs']],
  },
  {
    name: 'explain', operands: 'RULE|CLAUSE|KIND', most: 1, least: 1,
    summary: 'explains a rule, a clause or a kind: why, with examples, what shows it, the fields',
    details: ['A clause is explained in our own words. The text of the standard is not part of this program.'],
    options: {},
    examples: [['sms explain catalogue-field-missing', 'a rule'], ['sms explain 8.3.3', 'a clause'], ['sms explain 8.3', 'what lies below it'], ['sms explain sla', 'the fields of a kind, each with its help']],
  },
  {
    name: 'kinds', operands: '', most: 0, least: 0,
    summary: 'lists the kinds of documents and records, and the clauses they show',
    details: [],
    options: { markdown: { type: 'boolean', help: 'as a Markdown table' } },
    examples: [['sms kinds', 'all kinds']],
  },
  {
    name: 'lsp', operands: '--stdio', most: 0, least: 0,
    summary: 'runs the language server, for any editor that speaks the Language Server Protocol',
    details: ['An editor starts it and talks to it on standard input and output. VS Code needs only the extension.'],
    options: { stdio: { type: 'boolean', help: 'talk on standard input and output (required)' } },
    examples: [['sms lsp --stdio', 'as the command of a language server']],
  },
  {
    name: 'help', operands: '[COMMAND]', most: 1, least: 0,
    summary: 'this overview, or the help about one command',
    details: [], options: {}, examples: [['sms help check', 'the help about check']],
  },
];

/** Words that people try, and the command they want. */
export const SYNONYMS: Readonly<Record<string, string>> = {
  validate: 'check', verify: 'check', lint: 'check', test: 'check', audit: 'check', rule: 'rules', list: 'rules', kind: 'kinds', schemas: 'kinds', why: 'explain', show: 'explain',
  clause: 'explain', server: 'lsp', 'language-server': 'lsp', commands: 'help', usage: 'help',
};

const EXIT_CODES: readonly (readonly [string, string])[] = [
  ['0', 'clean: everything was checked, and nothing at or above --fail-on was found'],
  ['1', 'findings'],
  ['2', 'error: a wrong command or sms.yaml, or nothing to check'],
  ['3', 'incomplete: something could not be checked, so the result is not whole'],
  ['70', 'a mistake in this program'],
  ['130', 'interrupted (Ctrl-C); 143: ended by another program'],
];

export function commandSpec(name: string): CommandSpec | undefined { return COMMANDS.find(command => command.name === name); }

export function helpText(name?: string): string {
  const command = name === undefined ? undefined : commandSpec(name);
  return (command ? commandHelp(command) : overview()).join('\n') + '\n';
}

function overview(): string[] {
  return [
    'SMS as Code checks the documentation of a service management system (ISO/IEC 20000-1).', '',
    'Examples', ...table(COMMANDS.filter(({ name }) => name !== 'help' && name !== 'lsp').flatMap(({ examples }) => examples.slice(0, 2))), '',
    'Commands', ...table(COMMANDS.map(({ name, operands, summary }) => [`sms ${name} ${operands}`.trim(), summary])), '',
    'Options', ...options(COMMON_OPTIONS), '',
    ...exitCodes(), '',
    'sms COMMAND --help says more about a command.',
  ];
}

function commandHelp({ name, operands, summary, details, options: own, examples }: CommandSpec): string[] {
  return [
    `sms ${name} ${summary}.`, ...details, '',
    'Examples', ...table(examples), '',
    'Usage', `  sms ${name}${Object.keys(own).length > 0 && name !== 'lsp' ? ' [OPTIONS]' : ''}${operands === '' ? '' : ` ${operands}`}`, '',
    'Options', ...options({ ...own, ...COMMON_OPTIONS }), '',
    ...exitCodes(),
  ];
}

function options(specs: Readonly<Record<string, OptionSpec>>): string[] {
  return table(Object.entries(specs).map(([name, { value, help }]) => [`--${name}${value === undefined ? '' : ` ${value}`}`, help]));
}

function exitCodes(): string[] { return ['Exit codes', ...table(EXIT_CODES), '  Of several, 70 comes before 2, 2 before 3, 3 before 1.']; }

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
