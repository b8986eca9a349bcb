import assert from 'node:assert/strict';
import { phrase, ENGLISH, language } from '../../src/sms/language.js';
import { parseBody } from '../../src/sms/markdown.js';
import { ORIGIN } from '../../src/sms/parse.js';
import type { Finding } from '../../src/sms/types.js';
import { reviewPage, type PageNames } from '../../src/review/page.js';
import { htmlReview } from '../../src/review/report-html.js';
import { MOST_CHARACTERS, markdownReview } from '../../src/review/report-markdown.js';
import type { Change, Consent, Consequence, Review, Weight } from '../../src/review/types.js';

const NAMES: PageNames = { before: 'commit a of 2026-01-01', after: 'commit b of 2026-01-02', today: '2026-01-02', notes: [], sentence: ({ args }) => `${String(args['name'])} has no owner. Name one.` };
const EMPTY: Review = {
  changes: [], consequences: [], consents: [], approvals: [], clauses: [], findings: { introduced: [], fixed: [], regraded: [], remaining: 0 }, renamed: [], files: { changed: 1, added: 0, removed: 0, moved: 0 }, notCompared: [],
};
const WEIGHTS: readonly Weight[] = ['frame', 'promise', 'promise', 'content', 'content', 'lifecycle', 'record', 'editorial'];

function change(at: number, { title = `Restoration ${at}`, weight = WEIGHTS[at % WEIGHTS.length] ?? 'content', texts }: { title?: string; weight?: Weight; texts?: Change['texts'] } = {}): Change {
  const artefact = { id: `SLA-${at}`, type: 'sla', title: `Agreement ${at}`, kind: 'sla' }, place = { file: `agreements/sla-${at}.yaml`, path: [], range: ORIGIN };
  return {
    key: `key ${at}`, act: 'changed', weight, direction: 'loosened', thing: { id: `SLA-${at}#p2`, type: 'target', title }, artefact, clauses: ['8.3.3'], before: place, after: place,
    say: phrase('', '{title} loosened from at most {from} hours to at most {to} hours', { title, from: at, to: at + 1 }), parts: [phrase('', 'The terms are written otherwise as well')], ...(texts && { texts }),
  };
}

function finding(at: number, name = `Service ${at}`): Finding {
  return { rule: 'catalogue-field-missing', message: 'x', args: { name }, clauses: ['8.2.4'], file: `catalogue/${at}.yaml`, range: ORIGIN, related: [], grade: 'minor' };
}

function consequence({ key, thing }: Change): Consequence {
  return { thing: thing.id, changes: [key], reached: Array.from({ length: 20 }, (_, at) => ({ as: 'service' as const, thing: { id: `SVC-${at}`, type: 'service', title: `Service ${at}` }, file: 'catalogue.yaml' })) };
}

function consent(change: Change, state: Consent['state'], meaning: Consent['meaning'] = 'approved'): Consent {
  return { artefact: { ...change.artefact, file: 'sla.yaml', version: '1.1' }, meaning, who: { id: 'ROLE-SD', type: 'role', title: 'Service director', persons: ['Lena Maas'] }, because: [phrase('', 'approver of the document')], state, changes: [change.key] };
}

/** As many changes as findings, in the order in which a review tells them. */
function reviewOf(count: number): Review {
  const all = Array.from({ length: count }, (_, at) => change(at)), order = [...new Set(WEIGHTS)], changes = [...all].sort((a, b) => order.indexOf(a.weight) - order.indexOf(b.weight));
  return {
    ...EMPTY, changes, consequences: changes.map(consequence), consents: changes.slice(0, count / 2).map(each => consent(each, 'missing')),
    findings: { introduced: all.map((_, at) => finding(at)), fixed: all.map((_, at) => finding(at, `Mended ${at}`)), regraded: [], remaining: 0 },
  };
}

interface Node { type?: string | undefined; value?: string | number; children?: readonly Node[] }
function nodesIn(node: Node): Node[] { return [node, ...(node.children ?? []).flatMap(nodesIn)]; }

const markdown = (review: Review, most?: number): string => markdownReview(reviewPage(review, NAMES, ENGLISH), ENGLISH, most);

describe('the comment on a pull request', () => {
  it('holds everything of a small review, and of a large one what fits, the gravest of each section first', () => {
    const small = markdown(reviewOf(5));
    assert.ok(small.length < 20_000);
    assert.doesNotMatch(small, /not shown/);
    for (const count of [60, 400]) {
      const review = reviewOf(count), comment = markdown(review);
      assert.ok(comment.length <= MOST_CHARACTERS, `${count}: ${comment.length}`);
      const sections = [...comment.matchAll(/^(?:### |<summary>)(.*?) \((\d+)\)(?:<\/summary>)?$([^]*?)(?=^### |^<details>|^---|$(?![^]))/gm)];
      assert.ok(sections.length >= 8);
      let shown = 0, all = 0;
      for (const [, title, total = '0', body = ''] of sections) {
        const entries = body.match(/^- /gm)?.length ?? 0, left = Number(/\*(?:and )?(\d+)(?: more)?,? not shown here\*/.exec(body)?.[1] ?? 0);
        assert.equal(entries + left, Number(total), title);
        shown += entries;
        all += Number(total);
      }
      const told = /of (\d+) entries it shows (\d+)/.exec(comment);
      assert.deepEqual(told?.slice(1).map(Number) ?? [all, all], [all, shown]);
      if (count === 400) {
        assert.ok(told);
        assert.ok(comment.length > MOST_CHARACTERS * 0.8, 'the room is used');
        assert.match(comment, /Restoration 0 loosened/);
      }
    }
  });

  it('keeps within any cap, cuts no entry, and says the headline whatever happens', () => {
    const review = reviewOf(400);
    for (const most of [30_000, 8000, 3000]) {
      const comment = markdown(review, most);
      assert.ok(comment.length <= most, `${comment.length} of ${most}`);
      assert.match(comment, /^<!-- sms-as-code review -->\n\n## \d+ changes of what is checked at all/);
      for (const line of comment.split('\n').filter(each => /^- \*\*▼/.test(each))) assert.match(line, /clause 8\.3\.3\)$/);
      assert.equal(comment.match(/<details>/g)?.length ?? 0, comment.match(/<\/details>/g)?.length ?? 0);
    }
    assert.equal(markdown(review), markdown(review));
  });

  it('answers who must agree before anything else is told', () => {
    const one = change(1, { weight: 'promise' }), answer = (...consents: Consent[]): string => markdown({ ...EMPTY, changes: [one], consents }).split('\n')[4] ?? '';
    assert.equal(answer(), 'Nobody has to agree to this change.');
    assert.equal(answer(consent(one, 'missing')), '**✗ Not there yet for Agreement 1 1.1:** approval of Service director (Lena Maas).');
    assert.equal(answer(consent(one, 'evidenced'), consent(one, 'missing', 'reviewed')), '**✓ Everybody who must agree to Agreement 1 1.1 has agreed:** approval of Service director (Lena Maas). **Should look at it:** Service director (Lena Maas).');
    assert.match(answer(consent(one, 'claimed')), /\(only claimed, not evidenced\)\.$/);
    assert.match(answer(consent(one, 'contradicted'), consent(change(2), 'evidenced')), /^\*\*✗ Not there yet:\*\* approval of Service director \(Lena Maas\) for Agreement 1 1\.1\. \*\*✓ There:\*\* approval .* for Agreement 2 1\.1\.$/);
  });

  it('names what is reached once, at the gravest change of a thing, and what no longer carries in a sentence', () => {
    const [one, two] = [change(1, { weight: 'promise' }), { ...change(1, { weight: 'content' }), key: 'other' }], reached = consequence(one).reached.slice(0, 2);
    const grave = { as: 'supplier-term' as const, thing: { id: 'CON-1', type: 'target', title: 'Contract' }, file: 'c.yaml', grave: true as const, say: phrase('', 'allows 8 hours, which is more than is promised') };
    const comment = markdown({ ...EMPTY, changes: [one, two], consequences: [{ thing: one.thing.id, changes: ['other', one.key], reached: [...reached, grave] }] });
    assert.equal(comment.match(/\*\*Concerns\*\* services Service 0 and Service 1$/gm)?.length, 1);
    assert.match(comment, /\*\*⚠\*\* Contract: allows 8 hours, which is more than is promised\./);
    assert.ok(comment.indexOf('Concerns') < comment.indexOf('Content that approvals cover'));
  });

  it('folds what says the same, and lists it where all is asked for', () => {
    const review = { ...EMPTY, changes: [change(1, { weight: 'editorial' }), { ...change(1, { weight: 'editorial' }), key: 'b' }] };
    assert.match(markdown(review), /<details>\n<summary>The same in other words \(1\)<\/summary>\n\n- `agreements\/sla-1\.yaml`: 2 changes of form only\.\n\n<\/details>/);
    assert.match(markdownReview(reviewPage(review, NAMES, ENGLISH, { all: true }), ENGLISH), /other words \(2\)/);
  });

  const HOSTILE = [
    '</details>', '<img src=x onerror=alert(1)>', '@everyone', '@harbour/directors', 'fixes #12', 'closes harbour/sms#7', 'GH-7', '!5', '| a | b |', '`` ` ``', '--> <!--', '# Approved', '[x](javascript:alert(1))', '![p](https://t.example/p.png)',
    'https://t.example/login', 'www.t.example', '\u202edenethgit\u202c', '\u001b[31m', 'first\n\n/merge\n\n## Approved', '<!-- sms-as-code review -->', '***', '- [ ] task', '1. one', '&lt;b&gt;', '$1', '~bug', '%1', '\\', '+++', 'a\u200bb', '&commat;everyone',
  ];

  it('takes nothing from a text but text', () => {
    for (const text of [...HOSTILE, HOSTILE.join(' ')]) {
      const one = change(1, { weight: 'promise', title: text, texts: { before: text, after: text } });
      const review = { ...EMPTY, changes: [{ ...one, artefact: { ...one.artefact, title: text } }], consents: [{ ...consent(one, 'missing'), artefact: { ...consent(one, 'missing').artefact, title: text, version: text } }], findings: { ...EMPTY.findings, introduced: [finding(1, text)] }, notCompared: [{ side: 'after' as const, file: text, reason: text }] };
      const comment = markdown(review);
      assert.deepEqual(comment.match(/^#+ .*/gm)?.map(line => line.replace(/\s*\(\d+\)$/, '')), ['## 1 thing could not be compared, 1 promise loosened, 1 consent missing and 1 new finding', '### Could not be compared', '### Promises', '### Who must agree or look at it', '### New findings'], text);
      const nodes = nodesIn(parseBody(comment)), texts = nodes.filter(({ type }) => type === 'text').map(({ value }) => String(value));
      assert.deepEqual([...new Set(nodes.map(({ type }) => type ?? ''))].sort(), ['heading', 'html', 'inlineCode', 'list', 'listItem', 'paragraph', 'root', 'strong', 'text', 'thematicBreak'], text);
      assert.deepEqual(nodes.filter(({ type }) => type === 'html').map(({ value }) => value), ['<!-- sms-as-code review -->'], text);
      // What a forge would make of texts: calls, links to tickets, commands of GitLab.
      for (const each of texts) assert.doesNotMatch(each, /@\w|#\d|GH-\d|(?<!\w)[!$%~&]\w|https?:\/\/|www\.|(?:^|\n)\s*\/\w/, text);
      assert.doesNotMatch(comment, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/, text);
      assert.ok(comment.startsWith('<!-- sms-as-code review -->\n\n## '));
    }
  });

  it('cuts texts that have no end', () => {
    const long = 'very long '.repeat(100_000), one = change(1, { weight: 'promise', title: long, texts: { before: long } });
    const comment = markdown({ ...EMPTY, changes: [one], consents: [consent(one, 'missing')], findings: { ...EMPTY.findings, introduced: [finding(1, long)] } });
    assert.ok(comment.length < 6000, String(comment.length));
    assert.match(comment, /very long… loosened from at most 1 hours to at most 2 hours\./);
    assert.match(comment, /\*\*Was:\*\* very long .*very long…$/m);
  });

  it('speaks another language where it knows the words', () => {
    const german = language('de', { 'review.report.nobody': 'Niemand muss dem zustimmen.', 'review.group.promise': 'Zusagen' });
    const comment = markdownReview(reviewPage({ ...EMPTY, changes: [change(1, { weight: 'promise' })] }, NAMES, german), german);
    assert.match(comment, /Niemand muss dem zustimmen\.\n\n### Zusagen \(1\)/);
  });
});

describe('the page of a review', () => {
  it('says what the comment says, in one file without scripts or addresses', () => {
    const page = htmlReview(reviewPage(reviewOf(60), NAMES, ENGLISH), [], ENGLISH);
    assert.match(page, /^<!DOCTYPE html>\n<html lang="en">/);
    assert.equal(page.match(/<h1>/g)?.length, 1);
    assert.match(page, /<h2>Promises \(16\)<\/h2><ul>\s*<li><strong>▼<\/strong> Restoration/);
    assert.match(page, /<details><summary>Mended findings \(60\)<\/summary>/);
    assert.doesNotMatch(page, /<script|<img|<link|\ssrc=|@import|url\(|https?:/);
    assert.equal(page.match(/<li>/g)?.length, page.match(/<\/li>/g)?.length);
  });

  it('lets no text become more than text', () => {
    for (const text of ['</title><script>alert(1)</script>', '<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '"><svg onload=alert(1)>', '\u202edenethgit']) {
      const one = change(1, { weight: 'promise', title: text });
      const page = htmlReview({ ...reviewPage({ ...EMPTY, changes: [one] }, NAMES, ENGLISH), title: text }, [], ENGLISH);
      assert.doesNotMatch(page, /<script|<img|<svg|<[^>]*\son\w+=|href="javascript|\u202e/);
    }
  });
});
