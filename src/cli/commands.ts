import { paragraph } from './layout.js';

/** What can be typed, and the help about it. */

const HELP_WIDTH = 120;

export interface OptionSpec {
  type: 'string' | 'boolean';
  /** One letter: `o` of -o. */
  short?: string;
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
  /** Findings make its exit code 1. */
  findingsCount?: true;
  /** What else exit code 1 says. */
  one?: string;
  examples: readonly (readonly [command: string, meaning: string])[];
}

/** Understood with every command. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  'no-color': { type: 'boolean', help: 'no colours (also: NO_COLOR=1 in the environment; FORCE_COLOR=1 wants them)' },
  debug: { type: 'boolean', help: 'say more on standard error; where the program itself fails, the place in it' },
  help: { type: 'boolean', help: 'this help (also: -h)' },
  version: { type: 'boolean', help: 'the version of the program and of the format' },
};

const AT: Readonly<Record<string, OptionSpec>> = {
  at: { type: 'string', value: 'REV', help: 'the SMS as it is in a commit, without a checkout: the name of a tag or branch, or the id of a commit' },
  'as-of': { type: 'string', value: 'DATE', help: 'the same for the newest commit that was committed by that day, by the dates that the committers claim' },
};
const TODAY: OptionSpec = { type: 'string', value: 'DATE', help: 'the day to judge by, such as 2026-03-31 (default: that of --as-of or of the commit, else today of sms.yaml, else the day in its time zone)' };
const GIT = 'Git is asked for the history, and for nothing else. The program is looked for on PATH, or named by SMS_GIT; whose signatures count is told by the list of keys that '
  + 'SMS_ALLOWED_SIGNERS names, else by your own git settings. Both are absolute paths in your environment, never in the repository. SMS_GIT_SECONDS there gives git more time for one answer than '
  + '20 seconds: a whole number, at most 600.';
const FOLDER_OF_ONE = 'FOLDER is the folder of the SMS, by default the one you are in.';
const OWN_WORDS = 'With FOLDER, that of an SMS, also what it describes itself: see schemas in sms.yaml.';
const NEVER = 'Nothing is committed, pushed or tagged: the files are written, the message for your commit goes to standard output, and what was done to standard error. Git says who you are; your '
  + 'e-mail address must stand in the role register. What cannot be done is said in a sentence, with exit code 2, and then nothing is written.';
const RECORDING: Readonly<Record<string, OptionSpec>> = {
  role: { type: 'string', value: 'ROLE', help: 'the role in which you act, by its id (needed only where you hold several that fit)' },
  on: { type: 'string', value: 'DATE', help: 'the day on which it was done (default: today)' },
  comment: { type: 'string', value: 'TEXT', help: 'what is to be remembered with it' },
  'dry-run': { type: 'boolean', help: 'show what would be written, and write nothing' },
};

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'check', operands: '[FOLDER…]', most: Infinity, least: 0,
    summary: 'checks an SMS and says what was found, file by file and clause by clause', findingsCount: true,
    details: [
      'FOLDER is the folder with sms.yaml, by default the one you are in. Inside an SMS the whole SMS is checked; from above, each SMS up to three folders down.',
      GIT,
    ],
    options: {
      format: {
        type: 'string', value: 'FORMAT', choices: ['text', 'json', 'sarif', 'github', 'gitlab', 'junit', 'md'],
        help: 'text (default), json, sarif (code scanning), github (annotations in GitHub Actions), gitlab (Code Quality), junit (test reports) or md (the summary of a step)',
      },
      'fail-on': { type: 'string', value: 'GRADE', choices: ['major', 'minor', 'observation'], help: 'the lowest grade that makes the exit code 1: major, minor (default) or observation' },
      since: { type: 'string', value: 'REV', help: 'only findings that are new against the commit from which REV and what is checked went apart, such as main; the others are counted in one line' },
      ...AT, today: TODAY,
      config: { type: 'string', value: 'FILE', help: 'read FILE instead of sms.yaml; FOLDER is then taken as the root as it is' },
      quiet: { type: 'boolean', help: 'only the findings and the last line' },
      'max-findings': { type: 'string', value: 'N', help: 'show at most the N worst (text, github and md; the other formats hold all)' },
      'allow-empty': { type: 'boolean', help: 'accept that there is nothing to check' },
      'exit-zero': { type: 'boolean', help: 'exit code 0 in spite of findings; errors and incomplete results keep theirs' },
    },
    examples: [
      ['sms check', 'the SMS you are in'],
      ['sms check samples/harbour --today 2026-12-31', 'as if it were the end of the year'],
      ['sms check --fail-on major --quiet', 'for a quick look'],
      ['sms check --as-of 2025-12-31', 'as it was at the end of that year'],
      ['sms check --format github', 'in GitHub Actions'],
      ['sms check --since main', 'what is new on your branch'],
      ['sms check handbook --config handbook.sms.yaml', 'documents that were never written for this program'],
    ],
  },
  {
    name: 'register', operands: '[FOLDER]', most: 1, least: 0,
    summary: 'lists the controlled documents: version, approval and what it is worth, next review',
    details: [
      FOLDER_OF_ONE, 'An approval is evidenced where a record of it fits the content and came with a commit of the person who held the role; else it is claimed, or contradicted. Why is said with it.', GIT,
    ],
    options: {
      format: { type: 'string', value: 'FORMAT', choices: ['text', 'md', 'csv', 'json'], help: 'text (default), md (a table for a wiki), csv (for a spreadsheet) or json' },
      ...AT, today: TODAY,
      sort: { type: 'string', value: 'KEY', choices: ['id', 'title', 'kind', 'owner', 'version', 'approved-on', 'next-review'], help: 'one list in this order (default: by id; in text in groups, what is to be looked at first)' },
      due: { type: 'string', value: 'WHICH', choices: ['overdue', 'soon'], help: 'only documents whose review is overdue; soon: and those due within 30 days' },
    },
    examples: [['sms register', 'all documents and how they stand'], ['sms register --due soon', 'what is to be reviewed'], ['sms register --format csv > register.csv', 'for a spreadsheet'], ['sms register --at v1.0 --format md', 'as of a tag']],
  },
  {
    name: 'coverage', operands: '[FOLDER]', most: 1, least: 0,
    summary: 'tells clause by clause how far the standard is shown, by what, and what is to be looked at',
    details: [
      FOLDER_OF_ONE, 'A clause is missing, drafted, approved, operating, stale, or has no cases: states and lists, never a percentage. What several findings on a clause suggest together stands with the findings it rests on; only '
      + 'an auditor grades.', GIT,
    ],
    options: {
      format: { type: 'string', value: 'FORMAT', choices: ['text', 'md', 'json'], help: 'text (default), md (for minutes or a wiki) or json' },
      standard: { type: 'string', value: 'ID', help: 'the clauses of another standard: iso27001, iso9001, fitsm, or one of your own (default: ISO/IEC 20000-1)' },
      by: { type: 'string', value: 'ORDER', choices: ['clause', 'pdca'], help: 'by clause (default), or in the order of plan, do, check, act' },
      stage1: { type: 'boolean', help: 'the nine families that an audit of documents asks for' },
      stage2: { type: 'boolean', help: 'the areas that an audit of operation looks into' },
      ...AT, today: TODAY,
    },
    examples: [['sms coverage', 'before a meeting'], ['sms coverage --stage1', 'before the first visit of the certification body'], ['sms coverage --format md > coverage.md', 'for the minutes']],
  },
  {
    name: 'diff', operands: 'BASE..HEAD [FOLDER]', most: 2, least: 1,
    summary: 'tells what a change means: promises tightened or loosened, what they reach, who must agree, findings that came and went',
    one: 'with --fail-on: there is something of what it names',
    details: [
      'BASE and HEAD are names of tags or branches, or ids of commits. BASE..HEAD compares the two as they are, BASE...HEAD from where they went apart, as a pull request does. Without HEAD it is '
      + 'what stands on disk. Things are known by their ids, wherever they moved; both states are judged as of the day of the later one.',
      FOLDER_OF_ONE, GIT,
    ],
    options: {
      format: { type: 'string', value: 'FORMAT', choices: ['text', 'md', 'html', 'json'], help: 'text (default), md (a comment for a pull request, at most 65,000 characters), html (one page, with the changed documents and their changes marked) or json' },
      today: TODAY,
      all: { type: 'boolean', help: 'list the changes too that say the same in other words' },
      'fail-on': { type: 'string', value: 'WHAT', help: 'exit code 1 where there is such a thing: introduced (findings), loosened (anything promised or asked), missing-consent; several with commas between' },
    },
    examples: [
      ['sms diff main...', 'what your branch and your unsaved work change'], ['sms diff v1.0..v2.0', 'between two versions'], ['sms diff main...HEAD --fail-on introduced,missing-consent', 'in CI'],
    ],
  },
  {
    name: 'pack', operands: '-o DIR [FOLDER]', most: 1, least: 0,
    summary: 'writes the audit evidence pack: pages to read, the originals, and what shows that nothing was changed since', one: 'with --require: the evidence level is lower',
    details: [
      'DIR gets a folder of its own, which a later run replaces as a whole; a folder that holds anything else is left as it is. From a commit the same bytes come out everywhere; what stands on disk '
      + 'and is in no commit makes a draft, and every page says so.',
      FOLDER_OF_ONE, GIT,
    ],
    options: {
      format: { type: 'string', value: 'FORMAT', choices: ['all', 'html', 'md', 'json', 'zip'], help: 'all (default: pages, data and the original files), html, md or json (one page with what checks it), or zip (all in one file)' },
      output: { type: 'string', short: 'o', value: 'DIR', help: 'the folder to write; - writes one page to standard output (also: -o; required)' },
      scope: { type: 'string', value: 'WHAT', help: 'all (default), clause:8.3.3, clause:iso9001:8.4, service:ID, customer:ID, stage1 (the documents) or stage2 (operation)' },
      standard: { type: 'string', value: 'ID', help: 'the clauses of another standard as well, in a chapter of their own: iso27001, iso9001, fitsm, or one of your own' },
      from: { type: 'string', value: 'DATE', help: 'records of this day and later (default: as far back as recordsPeriod of sms.yaml says)' },
      to: { type: 'string', value: 'DATE', help: 'records up to this day (default: the day that is judged by)' },
      'roles-only': { type: 'boolean', help: 'leave out the names of people' },
      sign: { type: 'string', value: 'KEY', help: 'sign the statement with this private SSH key, by ssh-keygen' },
      require: { type: 'string', value: 'LEVEL', choices: ['E1', 'E2'], help: 'write only a pack of this evidence level or a higher one: E1 (of a commit), E2 (of a signed tag)' },
      'require-complete-history': { type: 'boolean', help: 'write only where the whole history is here' },
      ...AT, today: TODAY,
    },
    examples: [
      ['sms pack -o ../evidence --at v2026.1', 'for the auditor, of a tag'], ['sms pack -o ../evidence --format zip --at HEAD --sign ~/.ssh/id_ed25519', 'in one file, signed'],
      ['sms pack -o ../boreal --scope customer:CUST-BOREAL', 'for one customer, without the others'], ['sms pack -o - --format md > pack.md', 'for a wiki'],
    ],
  },
  {
    name: 'verify', operands: 'PACK', most: 1, least: 1,
    summary: 'checks that an evidence pack is as it was written, and names what differs', one: 'something differs',
    details: [
      'PACK is the folder or the ZIP. The same can be done without this program: VERIFY.md in the pack says how. It shows that the files belong together, not who put them together: for that, compare the '
      + 'SHA-256 that it prints, or check the signature.',
    ],
    options: {},
    examples: [['sms verify ../evidence', 'a folder'], ['sms verify evidence-pack.zip', 'a ZIP']],
  },
  {
    name: 'trace', operands: 'ID [FOLDER]', most: 2, least: 1,
    summary: 'follows one record from end to end, as an auditor does: what was promised on its day, who answered for it, what came of it',
    details: [
      'ID is the id of a record: of a file, of an entry in a log, or of a row of a table. Targets, roles and the version of the procedure are those of the day on which it began. Each hop is there, missed and dealt with, '
      + 'not needed, not due yet, or missing, with its clause. Exit code 3: a hop is missing, or something could not be read.', FOLDER_OF_ONE, GIT,
    ],
    options: {
      format: { type: 'string', value: 'FORMAT', choices: ['text', 'md', 'json'], help: 'text (default), md or json' },
      ...AT, today: TODAY,
    },
    examples: [['sms trace INC-2841', 'an incident'], ['sms trace INC-2841 --format md > thread.md', 'for the file of an audit']],
  },
  {
    name: 'mutate', operands: '[FOLDER]', most: 1, least: 0,
    summary: 'makes faults in copies of an SMS, one at a time, and tells which of them the rules in force notice',
    details: [
      'What went unnoticed is listed with its place and the reason: it is a gap in the rules, or no fault where it stands. It shows that the checks bite, for the validation of the tool. The copies are in '
      + 'memory: no file of the SMS is touched. An SMS that cannot be checked to its end is not tried (exit code 3).', FOLDER_OF_ONE, GIT,
    ],
    options: {
      format: { type: 'string', value: 'FORMAT', choices: ['text', 'md', 'json'], help: 'text (default), md (for the validation of the tool) or json' },
      output: { type: 'string', short: 'o', value: 'FILE', help: 'write the report into FILE; - for standard output (also: -o)' },
      max: { type: 'string', value: 'N', help: 'make at most N faults (default: 400), spread evenly over what can be done and where' },
      operator: { type: 'string', value: 'LIST', help: 'only these sorts of faults, by the names in brackets in the report; several with commas between' },
      today: TODAY,
    },
    examples: [['sms mutate', 'the SMS you are in'], ['sms mutate --format md -o ../validation.md', 'for the validation of the tool'], ['sms mutate --operator link-broken,owner-removed --max 50', 'some faults of two sorts']],
  },
  {
    name: 'history', operands: 'ID [FOLDER]', most: 2, least: 1,
    summary: 'tells the life of a document: who wrote, approved and reviewed what, and what shows it',
    details: ['ID is the id of a document, an earlier one that it keeps as an alias, or its file.', FOLDER_OF_ONE, GIT],
    options: {
      format: { type: 'string', value: 'FORMAT', choices: ['text', 'md', 'json'], help: 'text (default), md or json' },
      ...AT, today: TODAY,
    },
    examples: [['sms history PROC-INC', 'a document, by its id'], ['sms history processes/incident/procedure.md', 'by its file'], ['sms history PROC-INC --format md', 'for a wiki']],
  },
  {
    name: 'approve', operands: 'ID [FOLDER]', most: 2, least: 1,
    summary: 'writes the record that you approve, agree to or withdraw a document',
    details: ['ID is the id of a document, or its file.', FOLDER_OF_ONE, NEVER, GIT],
    options: {
      meaning: { type: 'string', value: 'MEANING', choices: ['approved', 'agreed', 'withdrawn'], help: 'what your word means: approved, agreed or withdrawn (required)' },
      ...RECORDING,
      'effective-from': { type: 'string', value: 'DATE', help: 'the day from which the approved version applies' },
      'new-version': { type: 'string', value: 'VERSION', help: 'the version that the approved text gets (default: as sms.yaml says)' },
    },
    examples: [
      ['sms approve PROC-INC --meaning approved --dry-run', 'what would be written'],
      ['sms approve PROC-INC --meaning approved > message.txt', 'and then commit with git commit -F message.txt'],
    ],
  },
  {
    name: 'review', operands: 'ID [FOLDER]', most: 2, least: 1,
    summary: 'writes the record that you have reviewed a document and that it stands as it is',
    details: ['ID is the id of a document, or its file.', FOLDER_OF_ONE, NEVER, GIT],
    options: {
      ...RECORDING,
      'next-review': { type: 'string', value: 'DATE', help: 'an earlier day for the next review than its interval gives' },
    },
    examples: [['sms review PROC-INC --dry-run', 'what would be written'], ['sms review PROC-INC --comment "Nothing to change" > message.txt', 'and then commit']],
  },
  {
    name: 'new', operands: 'KIND|sms [FOLDER]', most: 2, least: 1,
    summary: 'writes a new document or record of a kind, or a small SMS to begin with',
    details: [
      'KIND is one of those that sms kinds lists; sms begins a new SMS in FOLDER, which exists.', FOLDER_OF_ONE,
      'The names of the new files go to standard output. Nothing is overwritten; what cannot be done is said in a sentence, with exit code 2.',
    ],
    options: {
      title: { type: 'string', value: 'TEXT', help: 'what it is called; for an SMS the name of the organization (required)' },
      id: { type: 'string', value: 'ID', help: 'its id (default: like those of the others of its kind)' },
      output: { type: 'string', short: 'o', value: 'FILE', help: 'the file to write (default: beside the others of its kind); - for standard output (also: -o)' },
      services: { type: 'string', value: 'LIST', help: 'of a new SMS: the services, separated by commas' },
      customers: { type: 'string', value: 'LIST', help: 'of a new SMS: the customers, separated by commas' },
      person: { type: 'string', value: 'NAME', help: 'of a new SMS: who builds it' },
      'time-zone': { type: 'string', value: 'ZONE', help: 'of a new SMS, such as Europe/Amsterdam (default: UTC)' },
    },
    examples: [
      ['sms new sms --title "Harbour Managed Services" --services "E-mail, Network"', 'an SMS to begin with, in the folder you are in'],
      ['sms new procedure --title "Handling incidents"', 'a procedure beside the others'], ['sms new sla --title "SLA with Boreal Foods" -o -', 'to standard output'],
    ],
  },
  {
    name: 'baseline', operands: '[FOLDER]', most: 1, least: 0,
    summary: 'takes over an old SMS: accepts what is found in it today, for a time, so that only what is new counts',
    details: [
      'The first time every finding goes into the register of deviations (deviations.yaml, where there is none): one entry for each rule and thing, with its owner and end. It covers what is found now, wherever that '
      + 'moves, and nothing else of the same rule. The register is a controlled document: it counts once it is approved (sms approve). After that the command only takes out what is gone; what is new stays a finding. '
      + 'A mandatory element that is missing, and an excluded requirement, are never accepted. Exit code 3: written, but something could not be checked.', FOLDER_OF_ONE, GIT,
    ],
    options: {
      owner: { type: 'string', value: 'ROLE', help: 'the first time: the role that answers for it, by its id (required)' },
      until: { type: 'string', value: 'DATE', help: 'the first time: the last day on which it is accepted (required)' },
      reason: { type: 'string', value: 'TEXT', help: 'the first time: why it is borne, and what is done meanwhile (default: that it was found when the SMS was taken over)' },
      'dry-run': { type: 'boolean', help: 'tell what would be written, and write nothing' },
      today: TODAY,
    },
    examples: [
      ['sms baseline --owner ROLE-SMM --until 2027-06-30 --dry-run', 'what would be taken over'], ['sms baseline --owner ROLE-SMM --until 2027-06-30', 'the first time'], ['sms baseline', 'later: take out what is mended'],
    ],
  },
  {
    name: 'codeowners', operands: '[FOLDER]', most: 1, least: 0,
    summary: 'writes CODEOWNERS, so that a forge asks the owners and approvers of a document about its changes', one: 'with --check: the file is not current',
    details: [
      FOLDER_OF_ONE, 'Each document gets a line with the e-mail addresses of those who hold the roles that own and approve it on the day. What has nobody is told on standard error. Forges ask everybody '
      + 'in a line, and one of them is enough for them; what an approval is worth is the business of sms register.',
    ],
    options: {
      write: { type: 'string', value: 'FILE', help: 'write the lines into FILE, such as .github/CODEOWNERS, between two marks; what stands outside of these is kept' },
      check: { type: 'string', value: 'FILE', help: 'only tell whether they stand in FILE; exit code 1 where they differ' },
      today: TODAY,
    },
    examples: [['sms codeowners --write .github/CODEOWNERS', 'for GitHub'], ['sms codeowners --check .gitlab/CODEOWNERS', 'in CI'], ['sms codeowners', 'to standard output']],
  },
  {
    name: 'rules', operands: '[FOLDER]', most: 1, least: 0,
    summary: 'lists the rules with grade and clauses; of the SMS in FOLDER also its own, tries their examples, and tells why they speak',
    details: ['With --test the examples beside each rule of the SMS are run: exit code 1 where one comes out wrong. With --explain it is told condition by condition why each rule of the SMS speaks of a thing, or does not.', FOLDER_OF_ONE],
    options: {
      test: { type: 'boolean', help: 'run the examples beside the rules of the SMS (in the folder you are in, without FOLDER)' },
      explain: { type: 'string', value: 'ID', help: 'tell why the rules of the SMS speak of the thing with this id, or do not' },
      rule: { type: 'string', value: 'RULE', help: 'with --explain: this rule alone, one of this program too where it is data' },
      markdown: { type: 'boolean', help: 'the rules in force as a Markdown table' },
      words: { type: 'boolean', help: 'the words that a file with a rule of your own can have, as a Markdown table' },
      format: { type: 'string', value: 'FORMAT', choices: ['text', 'json'], help: 'text (default) or json' },
    },
    examples: [['sms rules', 'all rules'], ['sms rules --test', 'the examples of your own rules'], ['sms rules --explain SVC-MAIL', 'why your own rules speak of it'], ['sms rules --format json', 'for programs']],
  },
  {
    name: 'explain', operands: 'RULE|CLAUSE|KIND [FOLDER]', most: 2, least: 1,
    summary: 'explains a rule, a clause or a kind: why, with examples, what shows it, the fields',
    details: ['A clause is explained in our own words. The text of the standard is not part of this program.', OWN_WORDS],
    options: {},
    examples: [['sms explain catalogue-field-missing', 'a rule'], ['sms explain 8.3.3', 'a clause'], ['sms explain 8.3', 'what lies below it'], ['sms explain sla', 'the fields of a kind, each with its help'], ['sms explain service-catalogue .', 'with the fields of your own']],
  },
  {
    name: 'kinds', operands: '[FOLDER]', most: 1, least: 0,
    summary: 'lists the kinds of documents and records, and the clauses they show',
    details: [OWN_WORDS],
    options: { markdown: { type: 'boolean', help: 'as a Markdown table' } },
    examples: [['sms kinds', 'all kinds'], ['sms kinds .', 'those of the SMS in this folder as well']],
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
  validate: 'check', lint: 'check', test: 'check', audit: 'check',
  documents: 'register', document: 'register', docs: 'register', status: 'register', log: 'history', thread: 'trace', follow: 'trace', timeline: 'history', blame: 'history', versions: 'history', sign: 'approve', 'sign-off': 'approve', signoff: 'approve',
  approval: 'approve', agree: 'approve', withdraw: 'approve', confirm: 'review', reviewed: 'review', matrix: 'coverage', clauses: 'coverage', readiness: 'coverage', gap: 'coverage', rule: 'rules', list: 'rules', kind: 'kinds', schemas: 'kinds', why: 'explain', show: 'explain',
  create: 'new', init: 'new', add: 'new', scaffold: 'new', template: 'new',
  evidence: 'pack', export: 'pack', report: 'pack', bundle: 'pack', zip: 'pack', unpack: 'verify',
  accept: 'baseline', adopt: 'baseline', takeover: 'baseline', suppress: 'baseline', deviations: 'baseline', deviation: 'baseline', ratchet: 'baseline', mutation: 'mutate', mutants: 'mutate', validation: 'mutate', compare: 'diff', changes: 'diff', difference: 'diff', owners: 'codeowners', clause: 'explain', server: 'lsp', 'language-server': 'lsp', commands: 'help', usage: 'help',
};

const EXIT_CODES: readonly (readonly [string, string])[] = [
  ['0', 'clean: everything was checked, and nothing at or above --fail-on was found'],
  ['1', 'findings'],
  ['2', 'error: a wrong command or sms.yaml, nothing to check, or something that cannot be approved'],
  ['3', 'incomplete: something could not be checked, so the result is not whole'],
  ['70', 'a mistake in this program'],
  ['130', 'interrupted (Ctrl-C); 143: ended by another program'],
];

/** Of a command that reports or writes and judges nothing. */
const DONE: readonly [string, string] = ['0', 'done; what was found does not count here (sms check)'];

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

function commandHelp(command: CommandSpec): string[] {
  const { name, operands, summary, details, options: own, examples } = command;
  return [
    `sms ${name} ${summary}.`, ...details.flatMap(detail => paragraph(detail, HELP_WIDTH, 0)), '',
    'Examples', ...table(examples), '',
    'Usage', `  sms ${name}${Object.keys(own).length > 0 && name !== 'lsp' ? ' [OPTIONS]' : ''}${operands === '' ? '' : ` ${operands}`}`, '',
    'Options', ...options({ ...own, ...COMMON_OPTIONS }), '',
    ...exitCodes(command),
  ];
}

function options(specs: Readonly<Record<string, OptionSpec>>): string[] {
  return table(Object.entries(specs).map(([name, { value, help }]) => [`--${name}${value === undefined ? '' : ` ${value}`}`, help]));
}

/** Those that the command can end with; without one, all. */
function exitCodes(command?: CommandSpec): string[] {
  if (!command || command.findingsCount) return ['Exit codes', ...table(EXIT_CODES), '  Of several, 70 comes before 2, 2 before 3, 3 before 1.'];
  const one: (readonly [string, string])[] = command.one === undefined ? [] : [['1', command.one]];
  return ['Exit codes', ...table([DONE, ...one, ...EXIT_CODES.filter(([code]) => code !== '0' && code !== '1')]), '  Of several, 70 comes before 2, 2 before 3.'];
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
