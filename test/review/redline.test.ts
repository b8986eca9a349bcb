import assert from 'node:assert/strict';
import { redline, type Page } from '../../src/review/redline.js';
import { ENGLISH } from '../../src/sms/language.js';
import { EXAMPLE_CONFIG } from '../../src/rules/marked.js';
import { stateOfTexts } from './state.js';

/** What a reader sees of a change: `[+came+]` and `[-went-]`, tags left out. */
function read(html: string): string {
  return html.replace(/<span class="sr">.*?<\/span>/gs, '').replace(/<ins[^>]*>/g, '[+').replace(/<\/ins>/g, '+]').replace(/<del[^>]*>/g, '[-').replace(/<\/del>/g, '-]')
    .replace(/<\/(?:p|li|h\d|tr|td|th|div)>/g, '$&\n').replace(/<[^>]*>/g, '').replace(/\n+/g, '\n');
}

function pages(file: string, before: string | undefined, after: string | undefined, others: Record<string, string> = {}): [Page | undefined, Page | undefined] {
  const [was, now] = [before, after].map((text): Page | undefined => {
    if (text === undefined) return undefined;
    const state = stateOfTexts(new Map(Object.entries({ 'sms.yaml': EXAMPLE_CONFIG, ...others, [file]: text })));
    return { file, model: state.model, text };
  });
  return [was, now];
}

function html(file: string, before: string | undefined, after: string | undefined, others?: Record<string, string>): string {
  return redline(...pages(file, before, after, others), ENGLISH);
}

const FRONT = '---\nkind: procedure\nid: PROC-1\ntitle: Handling of incidents\nowner: ROLE-IM\n---\n';
const markdown = (before: string, after: string): string => html('procedure.md', FRONT + before, FRONT + after);
const marksIn = (text: string): string[] => [...read(text).matchAll(/\[([+-]).*?\1\]/gs)].map(([mark]) => mark);

const AGREEMENT = `kind: sla
id: SLA-1
title: Agreement with Boreal
customers: [CUS-1]
services: [SVC-1, SVC-2]
targets:
  - { id: p1, title: Restoration of P1, metric: restoration-time, operator: at-most, value: 4, unit: hours }
  - { id: p2, title: Restoration of P2, metric: restoration-time, operator: at-most, value: 8, unit: hours }
exceptions:
  - Outages caused by the customer.
  - Agreed maintenance.
`;
const CATALOGUE = { 'catalogue.yaml': 'kind: service-catalogue\nid: CAT-1\ntitle: Catalogue\nservices:\n  - { id: SVC-1, title: Managed e-mail }\n  - { id: SVC-2, title: Workplace }\n' };
const agreement = (from: string, to: string): string => {
  assert.equal(AGREEMENT.split(from).length, 2);
  return html('sla.yaml', AGREEMENT, AGREEMENT.replace(from, () => to), CATALOGUE);
};

describe('a changed document with its changes marked', () => {
  it('marks the word that changed, and no other', () => {
    const page = markdown('The manager informs the customer within 30 minutes of the breach.\n', 'The manager informs the customer within 60 minutes of the breach.\n');
    assert.deepEqual(marksIn(page), ['[-30-]', '[+60+]']);
    assert.match(page, /<del><span class="sr">removed: <\/span>30<\/del><ins><span class="sr">added: <\/span>60<\/ins>/);
  });

  it('marks a paragraph that was added, and leaves the ones around it', () => {
    assert.deepEqual(marksIn(markdown('First.\n\nLast.\n', 'First.\n\nThe duty manager is told as well.\n\nLast.\n')), ['[+The duty manager is told as well.+]']);
  });

  it('shows an entry of a list at its new place where the order was changed', () => {
    assert.deepEqual(marksIn(markdown('- Log it\n- Tell the customer\n- Close it\n', '- Tell the customer\n- Log it\n- Close it\n')), ['[-Log it-]', '[+Log it+]']);
  });

  it('marks the cell of a table', () => {
    const table = (limit: string): string => `| Priority | Limit |\n| --- | --- |\n| P1 | 4 hours |\n| P2 | ${limit} hours |\n`;
    assert.deepEqual(marksIn(markdown(table('8'), table('12'))), ['[-8-]', '[+12+]']);
  });

  it('marks a column that was added in each of its cells', () => {
    assert.deepEqual(marksIn(markdown('| A | B |\n| - | - |\n| 1 | 2 |\n', '| A | B | C |\n| - | - | - |\n| 1 | 2 | 3 |\n')), ['[+C+]', '[+3+]']);
  });

  it('marks a heading', () => { assert.deepEqual(marksIn(markdown('## Escalation\n\nText.\n', '## Escalation of breaches\n\nText.\n')), ['[+ of breaches+]']); });

  it('marks the line of a code block', () => {
    const page = markdown('```\nstop\nstart\n```\n', '```\nstop\nwait 10\nstart\n```\n');
    assert.match(page, /<pre><code>stop\n<\/code><ins><span class="sr">added: <\/span><code>wait 10\n<\/code><\/ins><code>start<\/code><\/pre>/);
  });

  it('marks nothing where only the writing differs', () => {
    for (const [before, after] of [
      ['One sentence that is\nwrapped here.\n', 'One sentence that\nis wrapped here.\n'], ['* a\n* b\n', '-   a\n\n-   b\n'], ['It is *urgent*.\n', 'It is __urgent__.\n'],
      ['Title\n=====\n\nText\n', '# Title\n\nText\n'], ['| a | b |\n|-|-|\n| 1 | 2 |\n', '| a   | b   |\n| :-- | --: |\n| 1   | 2   |\n'], ['Say “yes” – now.\n', 'Say "yes" - now.\n'], ['a <!-- hm -->b\n', 'a b\n'],
    ] as const) {
      const page = markdown(before, after);
      assert.deepEqual(marksIn(page), [], before);
      assert.match(page, /only how it is written differs/);
    }
    assert.match(markdown('Text\n', 'Text\n'), /Nothing changed/);
  });

  it('says where a link leads when that is what changed', () => {
    assert.deepEqual(marksIn(markdown('See [the list](https://a.example/).\n', 'See [the list](https://b.example/).\n')), ['[-the list (https://a.example/)-]', '[+the list (https://b.example/)+]']);
  });

  it('shows the fields of front matter above the body, by their names', () => {
    const page = html('procedure.md', `${FRONT}Text.\n`, `${FRONT.replace('ROLE-IM', 'ROLE-SD')}Text.\n`, { 'roles.yaml': 'kind: role-register\nid: ROLES\ntitle: Roles\nroles:\n  - { id: ROLE-IM, title: Incident manager }\n  - { id: ROLE-SD, title: Service director }\n' });
    assert.match(read(page), /Owner\n\[-Incident manager \(ROLE-IM\)-\]\[\+Service director \(ROLE-SD\)\+\]/);
    assert.ok(page.indexOf('Service director') < page.indexOf('Text.'));
  });

  it('marks a value of YAML beside its name, and an entry that went', () => {
    assert.deepEqual(marksIn(agreement('P2, metric: restoration-time, operator: at-most, value: 8', 'P2, metric: restoration-time, operator: at-most, value: 12')), ['[-8-]', '[+12+]']);
    assert.match(agreement('P2, metric: restoration-time, operator: at-most, value: 8', 'P2, metric: restoration-time, operator: at-most, value: 12'), /<tr class="changed"><th scope="row">Value<\/th><td><del>/);
    assert.deepEqual(marksIn(agreement('  - Agreed maintenance.\n', '')), ['[-Agreed maintenance.-]']);
    assert.deepEqual(marksIn(agreement('[SVC-1, SVC-2]', '[SVC-1]')), ['[-Workplace (SVC-2)-]']);
  });

  it('marks nothing in YAML that is only written otherwise', () => {
    const [first = '', second = ''] = AGREEMENT.split('\n').filter(line => line.startsWith('  - {'));
    for (const after of [AGREEMENT.replace('[SVC-1, SVC-2]', '\n  - "SVC-2" # moved\n  - SVC-1'), AGREEMENT.replace(`${first}\n${second}`, `${second}\n${first}`), AGREEMENT.replace('title: Agreement with Boreal', 'title: >-\n  Agreement\n  with Boreal')]) {
      const page = html('sla.yaml', AGREEMENT, after, CATALOGUE);
      assert.notEqual(after, AGREEMENT);
      assert.deepEqual(marksIn(page), []);
    }
  });

  it('tells a new and a removed document by one mark around all of it', () => {
    assert.match(html('procedure.md', undefined, `${FRONT}Text.\n`), /^<p class="note">This document is new[^<]*<\/p><ins class="whole">.*Text\..*<\/ins>$/s);
    assert.match(html('procedure.md', `${FRONT}Text.\n`, undefined), /^<p class="note">This document was removed[^<]*<\/p><del class="whole">.*Text\..*<\/del>$/s);
  });

  it('compares what is no artefact, or broken, line by line, and says what cannot be shown', () => {
    const lines = Array.from({ length: 30 }, (_, at) => `line ${at}`);
    const page = html('notes.txt', lines.join('\n'), lines.map(line => (line === 'line 20' ? 'line twenty' : line)).join('\n'));
    assert.deepEqual(marksIn(page), ['[-line 20\n-]', '[+line twenty\n+]']);
    assert.match(page, /… 17 lines that did not change …/);
    assert.deepEqual(marksIn(html('sla.yaml', AGREEMENT, AGREEMENT.replace('title: Agreement with Boreal', 'title: [Agreement'), CATALOGUE)), ['[-title: Agreement with Boreal\n-]', '[+title: [Agreement\n+]']);
    const [was, now] = pages('plan.pdf', '', '');
    assert.ok(was && now);
    assert.match(redline({ ...was, text: undefined }, { ...now, text: undefined }, ENGLISH), /is no text/);
    assert.match(html('big.csv', Array.from({ length: 9000 }, (_, at) => `a${at}`).join('\n'), Array.from({ length: 9000 }, (_, at) => `b${at}`).join('\n')), /Too much of this file changed/);
  });

  it('lets nothing through that runs, loads, or deceives', () => {
    const page = markdown('Text.\n', 'Text <img src=x onerror=alert(1)> <script>alert(2)</script> [x](javascript:alert(3)) ![p](https://t.example/p.png) [f](file:///etc) loosened\u202edenethgit\u202c.\n\n<iframe src="https://t.example"></iframe>\n');
    assert.doesNotMatch(page, /<(?:img|script|iframe)|<[^>]*(?:src=|\son\w+=|javascript:|file:)/i);
    assert.match(page, /&#x3C;img src=x onerror=alert\(1\)>/);
    assert.match(page, /\\u202e/);
    assert.doesNotMatch(page, /\u202e/);
  });
});
