import assert from 'node:assert/strict';
import { parseFile } from '../../src/sms/parse.js';

/** Where a text can stand that somebody types. Each is a file without any finding as long as the text is harmless. */
const places = {
  'a field': text => yaml(`changeSummary: ${text}`),
  'a field of a service': text => yaml('services:', '  - id: SVC-MAIL', '    title: Mail', `    users: ${text}`, ...service, '    status: live'),
  'the first field after a dash': text => yaml('services:', `  - users: ${text}`, '    id: SVC-MAIL', '    title: Mail', ...service),
  'an entry of a list': text => yaml('audiences:', '  - customers', `  - ${text}`, '  - service desk'),
  'a field between braces': text => yaml('services:', `  - { id: SVC-MAIL, users: ${text}, title: Mail, ${between} }`, `  - { id: SVC-NET, title: Network, ${between} }`),
  'the last field between braces': text => yaml('services:', `  - { id: SVC-MAIL, title: Mail, ${between}, users: ${text} }`, `  - { id: SVC-NET, title: Network, ${between} }`),
  'a field between braces over several lines': text =>
    yaml('services:', '  - {', '      id: SVC-MAIL,', `      users: ${text},`, '      title: Mail,', `      ${between} }`),
  'an entry between brackets': text => yaml(`audiences: [customers, ${text}, service desk]`, 'publishedAt: https://portal.example'),
  'the first entry between brackets': text => yaml(`audiences: [${text}]`, 'publishedAt: https://portal.example'),
  'the fields of a page': text => ['---', 'kind: document', 'id: DOC-MAIL', 'title: Use of e-mail', `changeSummary: ${text}`, ...header, '---', '', '# Use of e-mail', ''],
} satisfies Record<string, (text: string) => string[]>;
type Place = keyof typeof places;

const header = ['version: 1.0', 'status: draft', 'owner: ROLE-SLM', 'approver: ROLE-SD', 'reviewedOn: 2026-02-10', 'reviewEvery: 12 months'];
const service = ['    description: Mailboxes.', '    intendedOutcomes: [Staff send mail.]', '    owner: ROLE-MAIL', '    criticality: { level: high, reason: Orders }', '    dependsOn: []'];
const between = 'description: Mailboxes, intendedOutcomes: [Staff send mail.], owner: ROLE-MAIL, criticality: { level: high, reason: Orders }, dependsOn: []';

function yaml(...lines: string[]): string[] {
  const rest = [['audiences', '[customers]'], ['publishedAt', 'https://portal.example']].filter(([key]) => !lines.some(line => line.startsWith(`${key ?? ''}:`)));
  return ['kind: service-catalogue', 'id: CAT-HARBOUR', 'title: Catalogue', ...header, ...lines, ...rest.map(([key, value]) => `${key ?? ''}: ${value ?? ''}`)];
}

const everywhere = Object.keys(places) as Place[];
const block: Place[] = ['a field', 'a field of a service', 'the first field after a dash', 'an entry of a list', 'the fields of a page'];
const braces: Place[] = ['a field between braces', 'the last field between braces', 'a field between braces over several lines'];
const brackets: Place[] = ['an entry between brackets', 'the first entry between brackets'];
const except = (...without: Place[]): Place[] => everywhere.filter(place => !without.includes(place));

/** Rule, message and line of everything that the file is told. */
function told(lines: string[]): string[] {
  const file = lines[0] === '---' ? 'mail.md' : 'catalogue.yaml';
  return parseFile({ file, text: lines.join('\n') + '\n' }, { ids: {} }).reports.map(({ rule, message, range }) => `${rule} ${message} in line ${range.start.line + 1}`);
}

function typed(text: string, place: Place, message: string | undefined): void {
  it(`${text}   as ${place}`, () => {
    const lines = places[place](text);
    const line = lines.findIndex(l => l.includes(text)) + 1;
    assert.deepEqual(told(lines), message === undefined ? [] : [`yaml-syntax ${message} in line ${line}`]);
  });
}

/** The ten slips of format.md F2 that stand in one line: what is typed, and where it is a slip. */
const slips: Record<string, [text: string, where: Place[]][]> = {
  colon: [
    ['For all staff: mailboxes and calendars', [...block, ...braces]],
    ['Answered: within the hour: always', everywhere],
    ['Customers\' mail: read at 08:00', [...block, ...braces]],
    ['see https://portal.example/mail: the portal', [...block, ...braces]],
    ['Staff (all halls: 1 to 4)', [...block, ...braces]],
    ['two lines:', block],
    ['"Mail": the service', [...block, ...braces]],
  ],
  'braces-comma': [
    ['Orders, invoices and pay slips', braces],
    ['Office staff, warehouse staff, drivers', braces],
  ],
  comparison: [
    ['>= 99.9 percent', everywhere],
    ['>=99.9', everywhere],
    ['> 240 people', everywhere],
    ['>240', everywhere],
    ['>5', everywhere],
    ['>= 4 hours # agreed', block],
  ],
  'reserved-character': [
    ['@anna and her team', everywhere],
    ['@ the desk', everywhere],
    ['%5 of the staff', everywhere],
    ['% of all', everywhere],
    ['*all* staff', everywhere],
    ['* all staff', everywhere],
    ['*everybody', everywhere],
    ['& partners', everywhere],
    ['&Co staff', everywhere],
    ['!important', everywhere],
    ['! Attention', everywhere],
    ['| staff', everywhere],
    ['|staff| and guests', everywhere],
    ['`mail` users', everywhere],
    ['> about 90 % said so', everywhere],
    ['[draft] office staff', everywhere],
    ['? nobody knows', block],
  ],
  'double-bracket': [
    ['[[ROLE-MAIL]] and guests', everywhere],
    ['[[ROLE-MAIL]]', everywhere],
    ['[[ROLE-MAIL]], [[ROLE-NET]]', block],
  ],
  'curly-quotes': [
    ['“Office staff”', everywhere],
    ['‘Office staff’', everywhere],
    ['„Alle Mitarbeiter“', everywhere],
    ['“Staff: all of them”', everywhere],
    ['“Office staff, drivers”', [...block, ...braces]],
  ],
  hash: [
    ['Staff of hall #4', everywhere],
    ['#4 and #5', except('the first entry between brackets')],
    ['hall #4: all staff', everywhere],
    ['hall # 4', [...braces, ...brackets].filter(place => place !== 'a field between braces over several lines')],
  ],
  'unclosed-quote': [
    ['"Office staff', everywhere],
    ['\'Office staff', everywhere],
    ['"Office" staff', everywhere],
    ['\'Office\' staff', everywhere],
    ['\'Customer\'s staff\'', everywhere],
    ['"Staff of "hall 4" only"', everywhere],
  ],
  'bracket-inside': [
    ['see [[ROLE-MAIL]]', [...braces, ...brackets]],
    ['Staff {all halls}', [...braces, ...brackets]],
  ],
  backslash: [['"\\\\server\\Users"', everywhere]],
};

/** What looks like a slip and is none. */
const harmless: [text: string, where: Place[]][] = [
  ['At 08:00, 12:00 and 16:00', block],
  ['At 08:00 and 16:00', everywhere],
  ['https://portal.example/mail?x=1', everywhere],
  ['Note :) all staff', everywhere],
  ['"For all staff: mailboxes"', everywhere],
  ['\'For all staff: mailboxes\'', everywhere],
  ['Office staff, warehouse staff', block],
  ['"Office staff, warehouse staff"', everywhere],
  ['Office staff (hall 4)', everywhere],
  ['<= 240 people', everywhere],
  ['more than 240, or >= 300', block],
  ['240 > 200', everywhere],
  ['">= 240"', everywhere],
  ['anna@example.org', everywhere],
  ['100 % of all & more * or less | so!', everywhere],
  ['R&D', everywhere],
  ['-5', everywhere],
  ['see [[ROLE-MAIL]]', block],
  ['"[[ROLE-MAIL]] and guests"', everywhere],
  ['The “green line” team', everywhere],
  ['“Green line” and “red line”', everywhere],
  ['“Green line” team', everywhere],
  ['Customers\' and drivers’ staff', everywhere],
  ['5" and 6\' screens', everywhere],
  ['"Office staff"', everywhere],
  ['\'It\'\'s for all\'', everywhere],
  ['"say \\"hello\\""', everywhere],
  ['Hall#4', everywhere],
  ['"Hall #4"', everywhere],
  ['Staff   # a remark', block],
  ['C:\\Users', everywhere],
  ['\'\\\\server\\Users\'', everywhere],
  ['Is it? Yes!', everywhere],
  ['~ 240', everywhere],
  ['数 – 全員', everywhere],
];

describe('slips of the pen', () => {
  for (const place of everywhere) it(`${place} is fine with a plain text`, () => assert.deepEqual(told(places[place]('Staff of both halls')), []));
  for (const [message, cases] of Object.entries(slips)) {
    describe(message, () => { for (const [text, where] of cases) for (const place of where) typed(text, place, message); });
  }
  describe('near misses', () => { for (const [text, where] of harmless) for (const place of where) typed(text, place, undefined); });

  describe('ids in brackets', () => {
    for (const [field, at] of [['owner: [[ROLE-SLM]]', 'owner'], ['distribution: [[Service desk]]', 'distribution']] as const) {
      it(field, () => {
        const lines = yaml(field).filter((line, i) => i >= 9 || !line.startsWith(`${at}:`));
        assert.deepEqual(told(lines), [`yaml-syntax double-bracket in line ${lines.indexOf(field) + 1}`]);
      });
    }
  });
});

/** Slips that take more than one line; `<` marks the line that must be named. */
const shapes: Record<string, string[]> = {
  tab: [
    'audiences:\n\t- customers <',
    'services:\n  - id: SVC-MAIL\n\ttitle: Mail <',
    'services:\n  - id: SVC-MAIL\n  \ttitle: Mail <',
    'services:\n  - {\n\tid: SVC-MAIL <\n  }',
    'changeSummary: >-\n\tA new text. <\nclassification: internal',
    'changeSummary: One line\n\tand another one <\nclassification: internal',
    '\tclassification: internal <',
  ],
  indentation: [
    'changeSummary: A new text\n  classification: internal <',
    'changeSummary: "A new text"\n  classification: internal <',
    'audiences:\n  - customers\n - service desk <',
    'audiences:\n  - customers\n- service desk <',
    'audiences:\n    - customers\n  - service desk <',
    'audiences:\n  - customers\n    - service desk <',
    'audiences: customers\n  - service desk <',
    'services:\n  - id: SVC-MAIL\n   title: Mail <',
    'services:\n  - id: SVC-MAIL\n     title: Mail <',
    'services:\n  - id: SVC-MAIL\n  title: Mail <',
    'services:\n  - id: SVC-MAIL\n    title: Mail\n   status: live <',
    'services:\n  - id: SVC-MAIL\n    title: Mail\n      status: live <\n    type: supporting',
    'changeSummary: >-\n  One line\n and another one <\nclassification: internal',
    'changeSummary: One line\nand another one <\nclassification: internal',
  ],
  'unclosed-quote': [
    'changeSummary: "A new text <\nclassification: internal\ndistribution: ["Service desk", Customers]',
    'changeSummary: "A new text <\nclassification: "internal"',
    'changeSummary: \'A new text <\nclassification: Customer\'s',
    'distribution: ["Service desk, "Customers"] <\nclassification: internal',
    '"changeSummary: A new text <\nclassification: internal',
  ],
  colon: [
    'changeSummary: A text of two lines\n  and, for example: a colon <\nclassification: internal',
  ],
  hash: [
    'services:\n  - { id: SVC-MAIL, title: Hall #4, status: live } <\n  - { id: SVC-NET, title: Network }',
    'distribution: [Hall #4, Hall #5] <\nclassification: internal',
    'distribution:\n  - #4 <\n  - Customers',
  ],
  'double-bracket': ['changeSummary: [[SVC-MAIL]] <\nclassification: internal'],
  'reserved-character': [
    'changeSummary: {{ summary }} <',
    'changeSummary: &one &two &three text <',
    'distribution: [? Customers] <',
  ],
  other: [
    'distribution: [Customers,, Service desk] <',
    'services:\n  - { id: SVC-MAIL, title: Mail <\n      status: live }',
    'changeSummary:A new text <\nclassification: internal',
    'changeSummary <\nclassification: internal',
    'distribution: [Service desk, Customers <\nclassification: internal',
    'services:\n  - { id: SVC-MAIL, title: Mail <\n  - { id: SVC-NET, title: Network }',
    'services: [{ id: SVC-MAIL, title: Mail }}] <\nclassification: internal',
    'retention: { period:2 years } <',
  ],
  'several-documents': ['classification: internal\n--- <\nkind: document', 'classification: internal\n...\nand more <'],
};

/** Shapes that are unusual and right. */
const fine = [
  'changeSummary: >-\n  For all staff: mail,\n  # no remark: part of the text\n  "and so on',
  'changeSummary: |\n  @anna: >= 99.9 %\n\n    [[indented]]\n',
  'changeSummary: One line\n  and another one\nclassification: internal',
  'changeSummary: "One line\n  and another: one"\nclassification: internal',
  'distribution:\n- Customers\n- Service desk',
  'distribution: [\n  Customers,   # a remark\n  Service desk,\n]',
  'distribution:\n  # a remark\n  - Customers\n\n#classification: internal\n  - Service desk',
  'changeSummary:\tA new text\t# after a tab',
  'changeSummary: ',
  '# the end\n...',
];

describe('slips over several lines', () => {
  for (const front of [false, true]) {
    const around = (source: string): string[] => {
      const lines = ['kind: document', 'id: DOC-MAIL', 'title: Use of e-mail', ...header.filter(line => !source.includes(line.split(' ')[0] ?? ' ')), ...source.split('\n')];
      return front ? ['---', ...lines, '---', '', '# Use of e-mail', ''] : lines;
    };
    describe(front ? 'in the fields of a page' : 'in a file of fields', () => {
      for (const [message, sources] of Object.entries(shapes)) {
        for (const source of sources) {
          if (front && message === 'several-documents') continue;
          it(`${message}: ${JSON.stringify(source)}`, () => {
            const catalogue = /services:|audiences:/.test(source);
            const lines = around(source).map(line => (catalogue ? line.replace('kind: document', 'kind: service-catalogue') : line));
            const at = lines.findIndex(line => line.endsWith(' <'));
            const text = lines.map(line => line.replace(/ <$/, ''));
            const reports = parseFile({ file: front ? 'mail.md' : 'mail.yaml', text: text.join('\n') + '\n' }, { ids: {} }).reports;
            assert.deepEqual(reports.map(({ rule, message: m, range }) => `${rule} ${m} ${range.start.line}`), [`yaml-syntax ${message} ${at}`]);
          });
        }
      }
      for (const source of fine) {
        if (front && source.endsWith('...')) continue;
        it(`fine: ${JSON.stringify(source)}`, () => assert.deepEqual(told(around(source)), []));
      }
    });
  }

  it('names the first line, where that alone is indented', () => assert.deepEqual(told([' kind: document', 'id: DOC-MAIL', 'title: Use']), ['yaml-syntax indentation in line 1']));

  it('tells slips in front of the one that breaks the text off, and no damage behind it', () => {
    assert.deepEqual(told(yaml('changeSummary: Hall #4', 'classification: at 8: always', 'id: CAT-TWICE', 'audiences: [a #b, c]', '  title: x', '@')),
      ['yaml-syntax hash in line 10', 'yaml-syntax colon in line 11']);
  });

  describe('long texts of marks', () => {
    const marks: Record<string, string> = {
      ']': 'reserved-character', '&x ': 'reserved-character', 'a: ': 'colon', '"a" ': 'unclosed-quote', '“a: ': 'curly-quotes', '? ': 'reserved-character', '{a} ': 'reserved-character',
      '- x\n': 'other', '\n\tx': 'tab', '> ': 'reserved-character', '[], ': 'reserved-character',
    };
    for (const [mark, message] of Object.entries(marks)) {
      it(JSON.stringify(mark), () => {
        const text = `kind: document\nchangeSummary: ${mark.repeat(900_000 / mark.length)}\n`;
        const said = parseFile({ file: 'mail.yaml', text }, { ids: {} }).reports.map(report => `${report.rule} ${report.message}`);
        assert.deepEqual(said, [`yaml-syntax ${message}`]);
      });
    }
  });

  it('reads CRLF as it reads LF', () => {
    const text = ['kind: document', 'id: DOC-MAIL', 'title: Use', 'changeSummary: For all: mail', ''].join('\r\n');
    const { reports } = parseFile({ file: 'mail.yaml', text }, { ids: {} });
    assert.deepEqual(reports.map(({ message, range }) => [message, range]), [['colon', { start: { line: 3, character: 22 }, end: { line: 3, character: 23 } }]]);
  });

  it('says nothing of a file that is none of ours', () => {
    assert.deepEqual(parseFile({ file: 'pipeline.yaml', text: 'a: b: c\n@x: [\n' }, { ids: {} }).reports, []);
  });

  it('marks a file that breaks off as not checked to its end', () => {
    assert.notEqual(parseFile({ file: 'mail.yaml', text: 'kind: document\ntitle: a: b\n' }, { ids: {} }).incomplete, undefined);
    assert.equal(parseFile({ file: 'mail.yaml', text: 'kind: document\ntitle: Hall #4\n' }, { ids: {} }).incomplete, undefined);
  });
});
