import assert from 'node:assert/strict';
import { join } from 'node:path';
import { folds } from '../../src/editing/folding.js';
import { findSymbols, outline, type OutlineNode } from '../../src/editing/symbols.js';
import { idTokens } from '../../src/editing/tokens.js';
import { language } from '../../src/sms/language.js';
import { comparePositions } from '../../src/sms/text.js';
import type { Range } from '../../src/sms/types.js';
import { textsUnder } from '../support/folders.js';
import { deskAt, deskOf, filesIn, type DeskOptions } from './desk.js';

/** The outline as indented lines. */
function lines(node: OutlineNode, depth = 0): string[] {
  return [`${'  '.repeat(depth)}${node.name}${node.detail === '' ? '' : ` (${node.detail})`}`, ...node.children.flatMap(child => lines(child, depth + 1))];
}

async function outlineOf(text: string, options?: DeskOptions): Promise<string[]> {
  const { desk, file } = await deskAt(text, options), found = outline(desk, file);
  if (found) check(found);
  return found ? lines(found) : [];
}

/** What an editor demands: children stand in their parent, and what is shown in what it is a part of. */
function check(node: OutlineNode): void {
  const holds = (outer: Range, inner: Range): boolean => comparePositions(outer.start, inner.start) <= 0 && comparePositions(inner.end, outer.end) <= 0;
  assert.ok(holds(node.range, node.at), `${node.name}: ${JSON.stringify([node.range, node.at])}`);
  for (const child of node.children) {
    assert.ok(holds(node.range, child.range), `${child.name} in ${node.name}`);
    check(child);
  }
}

const SLA = `kind: sla
id: SLA-A
title: SLA with Ahoy
services: [SVC-MAIL]
targets:
  - id: up
    title: Availability
    clock: { starts: openedAt, stops: closedAt }
  - { id: p1 }
  - title: Without an id
agreedBy: [{ party: CUS-A, name: J. Vermeer }]
|escalation:
  - { level: 1, role: ROLE-A }
`;

describe('the outline', () => {
  it('shows an artefact, its lists, and their entries by title and id', async () => {
    assert.deepEqual(await outlineOf(SLA), [
      'SLA with Ahoy (SLA-A · Service level agreement)', '  targets', '    Availability (up)', '      clock', '    p1', '    Without an id', '  agreement', '    J. Vermeer', '  escalation', '    1',
    ]);
  });
  it('is the same with CRLF, behind a comment, and in flow style', async () => {
    assert.deepEqual(await outlineOf(`# Ä 🙂\n${SLA}`, { eol: '\r\n' }), await outlineOf(SLA));
    assert.deepEqual(await outlineOf('|{ kind: sla, id: S, title: T, targets: [{ id: a, title: A }, { id: b }] }\n'), ['T (S · Service level agreement)', '  targets', '    A (a)', '    b']);
  });
  it('shows as much as can be read of a file with a syntax error', async () => {
    assert.deepEqual(await outlineOf('kind: sla\nid: S\ntitle: T\ntargets:\n  - { id: a, title: A }\n|exceptions: [\n'), ['T (S · Service level agreement)', '  targets', '    A (a)']);
  });
  it('leaves out what an alias repeats', async () => {
    assert.deepEqual(await outlineOf('|kind: sla\nid: S\ntitle: T\ntargets:\n  - { id: a, clock: &c { starts: x } }\n  - { id: b, clock: *c }\n'), ['T (S · Service level agreement)', '  targets', '    a', '      clock', '    b']);
  });
  it('nests headings', async () => {
    assert.deepEqual(await outlineOf('//- doc.md\n---\n{ kind: document, id: D, title: Doc }\n---\n# One\n## Two\n### Three\n## Four\n|\n# Five\n'),
      ['Doc (D · Document)', '  One', '    Two', '      Three', '    Four', '  Five']);
  });
  it('shows sms.yaml under the name of the organization, and of other files nothing', async () => {
    assert.deepEqual((await outlineOf('//- sms.yaml\nsms: 1\norganization: Example\ntimeZone: UTC\n|ids: { service: "SVC-*" }\n')).slice(0, 2), ['Example (sms.yaml)', '  ids']);
    assert.deepEqual(await outlineOf('//- other.yaml\na: [{ b: 1 }]|\n'), []);
  });
});

describe('folding', () => {
  async function foldsOf(text: string, options?: DeskOptions): Promise<string[] | undefined> {
    const { desk, file } = await deskAt(text, options);
    return folds(desk, file)?.map(({ startLine, endLine, is }) => `${startLine}-${endLine}${is === 'comment' ? '#' : ''}`);
  }
  const text = `kind: sla
id: SLA-A
title: T
# one
# two
targets:
  - id: a
    title: A
    calculation: >-
      First
      # no comment

      last

  # alone
  - { id: b,
      title: B }

exceptions: []
|`;
  it('goes by fields, entries, long texts and comments, and ends before blank lines', async () => {
    assert.deepEqual(await foldsOf(text), ['3-4#', '5-16', '6-12', '8-12', '15-16']);
    assert.deepEqual(await foldsOf(text, { eol: '\r\n' }), ['3-4#', '5-16', '6-12', '8-12', '15-16']);
  });
  it('is left to the editor where the file cannot be read to its end, and in Markdown', async () => {
    assert.equal(await foldsOf('kind: sla\nid: S\ntitle: T\ntargets:\n  - { id: a\n|exceptions: [\n'), undefined);
    assert.equal(await foldsOf('//- doc.md\n---\nkind: document\nid: D\ntitle: T\n---\n|# One\n'), undefined);
  });
});

describe('every file of a whole SMS', () => {
  it('has an outline that nests, folds of more than a line, and tokens one after the other', async function () {
    this.timeout(60_000);
    const files = textsUnder(join(process.cwd(), 'samples/harbour')), { desk } = await deskOf(files, { today: '2026-10-15' });
    for (const file of files.keys()) {
      const tree = outline(desk, file), before = { line: -1, character: 0 };
      if (tree) check(tree);
      for (const { startLine, endLine } of folds(desk, file) ?? []) assert.ok(startLine < endLine, file);
      idTokens(desk, file).reduce((end, { range }) => {
        assert.ok(comparePositions(end, range.start) <= 0 && range.start.line === range.end.line, file);
        return range.end;
      }, before);
    }
  });
});

describe('symbols of the SMS', () => {
  const files = filesIn(`//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Services by mail
services:
  - { id: SVC-MAIL, title: Managed e-mail, aliases: [OLD-POST] }
  - { id: SVC-NET, title: Network }
//- sla.yaml
{ kind: sla, id: SLA-A, title: Agreement, targets: [{ id: mail, title: Up }] }
//- mail.yaml
{ kind: document, id: MAIL, title: About }
`);
  const found = async (query: string): Promise<string[]> => findSymbols((await deskOf(files)).desk, query).map(({ name, container }) => `${name} | ${container}`);

  it('are found by id and title without case, the best first', async () => {
    assert.deepEqual(await found('mail'), [
      'MAIL About | Document', 'SVC-MAIL Managed e-mail | Service · Services by mail', 'SLA-A#mail Up | Target · Agreement', 'CAT Services by mail | Service catalogue',
    ]);
    assert.deepEqual(await found('network'), ['SVC-NET Network | Service · Services by mail']);
  });
  it('are found by an earlier id, which is then shown', async () => {
    assert.deepEqual(await found('old-p'), ['SVC-MAIL Managed e-mail (formerly OLD-POST) | Service · Services by mail']);
  });
  it('are found by the letters of an id in their order', async () => { assert.deepEqual(await found('svnet'), ['SVC-NET Network | Service · Services by mail']); });
  it('are all there for an empty query, and none for what is nowhere', async () => {
    assert.equal((await found('')).length, 6);
    assert.deepEqual(await found('zebra'), []);
  });
  it('are 200 at most', async () => {
    const many = new Map([['catalogue.yaml', `kind: service-catalogue\nid: CAT\ntitle: T\nservices:\n${Array.from({ length: 300 }, (_, at) => `  - { id: SVC-${at}, title: S }`).join('\n')}\n`]]);
    assert.equal(findSymbols((await deskOf(many)).desk, 'svc').length, 200);
  });
  it('are told in the language of the reader', async () => {
    const { desk } = await deskOf(files, { language: language('de', { 'kind.service': 'Dienst' }) });
    assert.equal(findSymbols(desk, 'svc-net')[0]?.container, 'Dienst · Services by mail');
  });
});
