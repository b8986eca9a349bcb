import assert from 'node:assert/strict';
import type { Root as Html, RootContent as HtmlContent } from 'hast';
import type { Nodes, Root } from 'mdast';
import { isFields } from '../../src/sms/data.js';
import { htmlOf, htmlText } from '../../src/sms/html.js';
import { ENGLISH } from '../../src/sms/language.js';
import { writeMarkdown } from '../../src/sms/markdown.js';
import { reading } from '../../src/sms/reading.js';
import type { Artefact } from '../../src/sms/types.js';
import { textsUnder } from '../support/folders.js';
import { stateOf, stateOfTexts } from '../review/state.js';

/** A document as it reads: from the schema of its kind alone, with nothing lost and nothing that runs. */
describe('reading an artefact', () => {
  const plain = (node: Nodes): string => ('value' in node ? node.value : 'children' in node ? node.children.map(plain).join(node.type === 'tableRow' || node.type === 'root' || node.type === 'list' || node.type === 'table' ? '\n' : '') : '');
  const read = (source: string, id: string): Root => {
    const { model, textOf } = stateOf(source), artefact = model.artefact(id);
    assert.ok(artefact, id);
    return reading(artefact, textOf(artefact.file) ?? '', model, ENGLISH);
  };
  const markdown = (source: string, id: string): string => writeMarkdown(read(source, id)).replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---');
  const textOf = (node: Html | HtmlContent): string => (node.type === 'text' ? node.value : 'children' in node ? node.children.map(textOf).join('') : '');
  const leaves = (value: unknown, key = ''): string[] => (Array.isArray(value) ? value.flatMap(one => leaves(one, key)) : isFields(value) ? Object.entries(value).flatMap(([name, one]) => leaves(one, name)) : typeof value === 'boolean' || value === null || value === undefined || value === '' ? [] : [String(value)]);

  it('loses nothing of what stands in the sample', () => {
    const texts = textsUnder('samples/harbour'), { model } = stateOfTexts(texts), lost: string[] = [];
    assert.ok(model.artefacts.length > 200);
    for (const artefact of model.artefacts) {
      const shown = textOf(htmlOf(reading(artefact, texts.get(artefact.file) ?? '', model, ENGLISH))).replace(/\s+/g, ' '), { kind: _, id: __, title: ___, ...data } = artefact.data;
      for (const leaf of leaves(data)) {
        const item = model.item(leaf) ?? model.item(`${artefact.id}#${leaf}`);
        if (!shown.includes(leaf.replace(/\s+/g, ' ').trim()) && !(item && shown.includes(item.id))) lost.push(`${artefact.id}: ${leaf}`);
      }
    }
    assert.deepEqual(lost, []);
  });

  const CALENDAR = `
//- calendars.yaml
kind: calendar
id: CAL
title: Calendars
version: 1.10
owner: ROLE-A
approvedOn: 2026-02-01
changeSummary: Made for SLA-A; see [[ROLE-A]] and ROLE-GONE.
calendars:
  - { id: CAL-DAY, title: By day, timeZone: Europe/Amsterdam, hours: [{ days: [mon, tue], from: "08:00", to: "18:00" }, { days: [sat], from: "09:00", to: "12:00" }] }
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-A, title: "A | \\"pipe\\"" }] }
//- sla.yaml
{ kind: sla, id: SLA-A, title: Agreement }
`;

  it('tells facts under their names, as they are written, with ids as links', () => {
    const shown = markdown(CALENDAR, 'CAL');
    assert.match(shown, /\| Version \| 1\.10 \|/);
    assert.match(shown, /\| Owner \| \[A \\\| "pipe" \(ROLE-A\)\]\(#item-ROLE-A\) \|/);
    assert.match(shown, /\| Change summary \| Made for \[SLA-A\]\(#item-SLA-A\); see \[ROLE-A\]\(#item-ROLE-A\) and ROLE-GONE\. \|/);
    assert.doesNotMatch(shown, /Kind|Calendars \|/);
  });

  it('tells lists of things as a table with a column for each field that is used', () => {
    const shown = markdown(CALENDAR, 'CAL');
    assert.match(shown, /#### Calendars\n\n\| Id \| Title \| Time zone \| Hours \|\n[^\n]*\n\| CAL-DAY \| By day \| Europe\/Amsterdam \| days: mon, tue; beginning: 08:00; end: 18:00 • days: sat; beginning: 09:00; end: 12:00 \|/);
  });

  it('tells large things as sections, which links can lead to', () => {
    const texts = textsUnder('samples/harbour'), { model } = stateOfTexts(texts), sla = model.artefact('SLA-BOREAL');
    assert.ok(sla);
    const root = reading(sla, texts.get(sla.file) ?? '', model, ENGLISH), target = root.children.find(node => node.data?.hProperties?.['dataItem'] === 'SLA-BOREAL#p1-restore');
    assert.equal(target?.type === 'heading' && `${target.depth} ${plain(target)}`, '5 Restoration of priority 1 incidents (p1-restore)');
    const link = JSON.stringify(root).match(/"url":"#item-CUS-BOREAL".*?"dataTo":"(.*?)"/);
    assert.equal(link?.[1], 'item:CUS-BOREAL');
  });

  const BODY = `
//- processes/incident.md
---
kind: procedure
id: PROC-INC
title: Incidents
---
# Incidents

<!-- not for everybody -->
## Purpose

See [the change procedure](change.md), [that](<../processes/change.md#steps>), [a page](https://example.org/a), [this](javascript:alert(1)), [file](../signed/a.pdf) and [ref].
Both <script>alert(1)</script> and <b onclick="x">that</b> are text.

![A plan](https://evil.example/plan.png)

<div style="position:fixed">block</div>

### Detail

- item of [[PROC-CHG]]
- kept <!-- gone -->

\`\`\`mermaid
flowchart LR
  a --> PROC-CHG
\`\`\`

[ref]: javascript:alert(2)
//- processes/change.md
---
kind: procedure
id: PROC-CHG
title: Changes
---
## Steps
`;

  it('gives the Markdown with its headings lowered, its own title and its comments left out', () => {
    const { children } = read(BODY, 'PROC-INC');
    assert.deepEqual(children.flatMap(node => (node.type === 'heading' ? [`${node.depth} ${plain(node)}`] : [])), ['4 Purpose', '5 Detail']);
    assert.doesNotMatch(JSON.stringify(children), /not for everybody|gone/);
    assert.deepEqual(children.flatMap(node => (node.type === 'code' ? [[node.lang, node.value]] : [])), [['mermaid', 'flowchart LR\n  a --> PROC-CHG']]);
  });

  it('leads to artefacts and to the web, and to nothing else', () => {
    const urls: string[] = [], look = (node: Nodes): void => { if (node.type === 'link') urls.push(`${plain(node)}: ${node.url}`); if ('children' in node) node.children.forEach(look); };
    look(read(BODY, 'PROC-INC'));
    assert.deepEqual(urls, ['the change procedure: #item-PROC-CHG', 'that: #item-PROC-CHG', 'a page: https://example.org/a', 'PROC-CHG: #item-PROC-CHG']);
  });

  it('holds no HTML and no picture: both are text', () => {
    const root = read(BODY, 'PROC-INC'), types = new Set<string>(), look = (node: Nodes): void => { types.add(node.type); if ('children' in node) node.children.forEach(look); };
    look(root);
    for (const type of ['html', 'image', 'imageReference', 'linkReference', 'definition', 'yaml']) assert.ok(!types.has(type), type);
    const text = htmlText(htmlOf(root).children.flatMap(node => (node.type === 'element' || node.type === 'text' ? [node] : [])));
    assert.match(text, /&#x3C;script>alert\(1\)&#x3C;\/script>/);
    assert.match(text, /Picture: A plan <code>https:\/\/evil\.example\/plan\.png<\/code>/);
    assert.doesNotMatch(writeMarkdown(root), /(^|[^\\])<(?:script|b|div)/);
  });

  it('shows what was misspelt as it is written', () => {
    const shown = markdown('//- policy.yaml\n{ kind: calendar, id: CAL, title: Hours, ownr: ROLE-X, status: aproved }\n', 'CAL');
    assert.match(shown, /\| Ownr \| ROLE-X \|/);
    assert.match(shown, /\| Status \| aproved \|/);
    assert.doesNotMatch(shown, /\| Owner \||\| approved \|/);
  });

  it('shows a text of too much markup as it is written', () => {
    const body = '*a '.repeat(6000), { children } = read(`//- p.md\n---\nkind: procedure\nid: PROC\ntitle: P\n---\n${body}\n`, 'PROC');
    assert.ok(children.some(node => node.type === 'code' && node.value.includes('*a *a')));
    assert.ok(children.some(node => node.type === 'paragraph' && plain(node).startsWith('The text has too much markup')));
  });

  it('reads once what says the same, and anew when the text or a name in it is another', () => {
    const { model, textOf } = stateOf(BODY), artefact = model.artefact('PROC-INC');
    assert.ok(artefact);
    const text = textOf(artefact.file) ?? '', first = reading(artefact, text, model, ENGLISH);
    assert.equal(reading(artefact, text, model, ENGLISH), first);
    const past = reading(artefact, text.replace('## Purpose', '## Aim'), model, ENGLISH);
    assert.match(plain(past), /Aim/);
    const calendar = stateOf(CALENDAR), own = calendar.model.artefact('CAL');
    assert.ok(own);
    reading(own, '', calendar.model, ENGLISH);
    assert.doesNotMatch(JSON.stringify(reading(artefact, text, stateOf(BODY.slice(0, BODY.indexOf('//- processes/change.md'))).model, ENGLISH)), /item-PROC-CHG/, 'what is gone is no link');
    const renamed = stateOf(CALENDAR.replace('A | \\"pipe\\"', 'Another')), kept: Artefact = own;
    assert.match(plain(reading(kept, '', renamed.model, ENGLISH)), /Another \(ROLE-A\)/);
  });
});
