import assert from 'node:assert/strict';
import { findTwoClocks, findWording, type WordingOptions } from '../../../src/service-levels/wording.js';

/** `family: phrase` of each hit; where they stand is checked on the way. */
function found(text: string, language = 'en', options?: WordingOptions): string[] {
  const hits = findWording(text, language, options);
  assert.ok(hits !== 'no-list');
  return hits.map(({ family, phrase, start, end }) => {
    assert.equal(text.slice(start, end).replace(/\s+/g, ' '), phrase);
    return `${family}: ${phrase}`;
  });
}

const english: [string, string[]][] = [
  ['We use best efforts to help.', ['effort: best efforts']],
  ['Commercially reasonable efforts are made.', ['effort: Commercially reasonable efforts']],
  ['within a reasonable time, wherever possible', ['effort: reasonable time', 'effort: wherever possible']],
  ['We strive to, aim to, endeavour to and try to help, as appropriate.', ['effort: strive', 'effort: aim to', 'effort: endeavour to', 'effort: try to', 'effort: as appropriate']],
  ['as far as practicable; where feasible; if possible', ['effort: as far as practicable', 'effort: where feasible', 'effort: if possible']],
  ['As soon as possible', ['time: As soon as possible']],
  ['as soon\n  as practicable', ['time: as soon as practicable']],
  ['ASAP, promptly and in a timely manner', ['time: ASAP', 'time: promptly', 'time: in a timely manner']],
  ['as soon as we can', ['time: as soon as we can']],
  ['without undue delay, without delay', ['time: without undue delay', 'time: without delay']],
  ['immediately, quickly, rapidly, in due course, typically', ['time: immediately', 'time: quickly', 'time: rapidly', 'time: in due course', 'time: typically']],
  ['an immediate, prompt, quick, fast answer in the shortest time', ['time: immediate', 'time: prompt', 'time: quick', 'time: fast', 'time: shortest time']],
  ['usually within 4 hours, approximately 2 hours', ['time: usually within', 'time: approximately']],
  ['about 4 hours, around two hours, circa 3, about an hour, approx. 5 hours', ['time: about', 'time: around', 'time: circa', 'time: about an hour', 'time: approx']],
  ['the next available engineer', ['time: next available']],
  ['highly available, high-availability, robust and reliable', ['quality: highly available', 'quality: high-availability', 'quality: robust', 'quality: reliable']],
  ['adequate, sufficient, acceptable, satisfactory, good, excellent, optimal', ['adequate', 'sufficient', 'acceptable', 'satisfactory', 'good', 'excellent', 'optimal'].map((word) => `quality: ${word}`)],
  ['state-of-the-art, user-friendly, seamless, with minimal downtime', ['quality: state-of-the-art', 'quality: user-friendly', 'quality: seamless', 'quality: minimal downtime']],
  ['minimise and maximize', ['quality: minimise', 'quality: maximize']],
  ['We give 24/7 support.', ['quality: 24/7 support']],
  ['24x7 support, 24×7 support', ['quality: 24x7 support', 'quality: 24×7 support']],
  ['Support around the clock.', ['quality: Support around the clock']],
  ['most, many, few, several, some, often, rarely', ['most', 'many', 'few', 'several', 'some', 'often', 'rarely'].map((word) => `scale: ${word}`)],
  ['reviewed regularly, periodically and from time to time', ['scale: regularly', 'scale: periodically', 'scale: from time to time']],
  ['ongoing and continuous monitoring, frequent backups', ['scale: ongoing', 'scale: continuous', 'scale: frequent']],
  ['to be agreed; TBD; tbc; n/a; subject to availability', ['deferral: to be agreed', 'deferral: TBD', 'deferral: tbc', 'deferral: n/a', 'deferral: subject to availability']],
  ['on request, including but not limited to mail, etc.', ['deferral: on request', 'deferral: not limited to', 'deferral: etc']],
  ['to the extent possible, and so on', ['deferral: to the extent possible', 'deferral: and so on']],
  ['Availability is 99.9 %. It is reported every month.', ['bare-numbers: 99.9 %']],
  ['95 percent of incidents, 90 per cent of requests', ['bare-numbers: 95 percent', 'bare-numbers: 90 per cent']],
  ['restored in 4 hours on average', ['bare-numbers: on average']],
];

const harmless = [
  '', 'The service desk works around the clock.', 'The fast-track procedure and the fast track.', 'Information about 3 services.', 'Everything about mail.',
  'The most recent version, at most 4 hours.', 'a short message', 'No more than as many as 4 tickets; how often is told below.', 'the acceptable use policy', 'goods are delivered',
  'Availability is 99.9 % per calendar month.', '99.9 % in any rolling 30 days', 'Monthly availability of 99.5 %', '99 % each day', 'A service credit of 10 % is due.',
  'He said "as soon as possible" once.', 'He said “promptly” and «quickly» and „asap“ and »soon, most«.', 'The field `on request` and ```\nasap\n``` are code.',
  'Reviewed regularly, every 3 months.', 'Backups are continuous, at intervals of 5 minutes, and verified weekly.', 'SVC-FAST and good.example.org, some_name',
  'immediately before the change', 'ongoing incidents', '24/7 support with a response within 30 minutes', 'continuous integration', 'breakfast, rapidity, mosto, fewer',
  'as soon, as possible', '95 % of P1 incidents restored within 4 elapsed hours, per calendar month', 'the command prompt', 'see [Jira](https://example.org/fast/good)', 'restored in 4 hours',
  'immediate\u0301ly is another word', 'On average over all tickets',
];

const german: [string, string[]][] = [
  ['Störungen werden schnellstmöglich und unverzüglich behoben.', ['time: schnellstmöglich', 'time: unverzüglich']],
  ['In der Regel antworten wir zeitnah, nach bestem Bemühen.', ['time: In der Regel', 'time: zeitnah', 'effort: nach bestem Bemühen']],
  ['in angemessener Zeit, mit angemessenem Aufwand, möglichst früh', ['time: in angemessener Zeit', 'effort: angemessenem', 'effort: möglichst']],
  ['Der Dienst ist hochverfügbar und zuverlässig.', ['quality: hochverfügbar', 'quality: zuverlässig']],
  ['Bei Bedarf und regelmäßig, regelmäßige Prüfung', ['deferral: Bei Bedarf', 'scale: regelmäßig', 'scale: regelmäßige']],
  ['So bald wie möglich, ca. 4 Stunden, etwa zwei Tage', ['time: So bald wie möglich', 'time: ca', 'time: etwa']],
  ['Die meisten Anfragen, viele Nutzer, auf Anfrage, usw.', ['scale: Die meisten', 'scale: viele', 'deferral: auf Anfrage', 'deferral: usw']],
  ['Wird noch festgelegt.', ['deferral: Wird noch festgelegt']],
  ['Verfügbarkeit 99,9 %', ['bare-numbers: 99,9 %']],
  ['Support rund um die Uhr', ['quality: Support rund um die Uhr']],
  ['unver\u0075\u0308glich, ho\u0308chste Verfu\u0308gbarkeit', ['quality: ho\u0308chste Verfu\u0308gbarkeit']],
];

const germanHarmless = [
  'Verfügbarkeit 99,9 % je Kalendermonat', 'im laufenden Monat', 'regelmäßig, alle 3 Monate', 'monatlich regelmäßig geprüft', '„schnellstmöglich“ und »zeitnah«', 'Wie viele Nutzer? Rund um die Uhr.',
  'Das Angemessenheitsprinzip', 'weniger als 4 Stunden',
];

describe('unmeasurable wording', () => {
  for (const [text, expected] of english) it(`finds: ${JSON.stringify(text)}`, () => assert.deepEqual(found(text), expected));
  for (const text of harmless) it(`passes over: ${JSON.stringify(text)}`, () => assert.deepEqual(found(text), []));
  for (const [text, expected] of german) it(`finds in German: ${text}`, () => assert.deepEqual(found(text, 'de-AT'), expected));
  for (const text of germanHarmless) it(`passes over in German: ${text}`, () => assert.deepEqual(found(text, 'de'), []));

  it('takes the language from its tag and says where it has no list', () => {
    assert.deepEqual(found('asap', 'EN-gb'), ['time: asap']);
    for (const language of ['nl', '', 'constructor', 'english']) assert.equal(findWording('asap', language), 'no-list');
  });
  it('reports bare durations only when asked', () => {
    const bare = { bareDurations: true };
    assert.deepEqual(found('Restored in 4 hours or 4 h, at most 2 days.', 'en', bare), ['bare-numbers: 4 hours', 'bare-numbers: 4 h', 'bare-numbers: 2 days']);
    assert.deepEqual(found('Restored in 4 business hours, 4 elapsed hours, 4 hours elapsed, 30 minutes.', 'en', bare), []);
    assert.deepEqual(found('in 4 Stunden', 'de', bare), ['bare-numbers: 4 Stunden']);
  });
  it('does not let a stray quotation mark hide what follows it', () => {
    assert.deepEqual(found('A 3" rack.\n\nWe answer asap.'), ['time: asap']);
    assert.deepEqual(found('A 3" rack is fitted asap.'), ['time: asap']);
    assert.deepEqual(found('A stray ` here, asap.\n\nAnother ` there, promptly.'), ['time: asap', 'time: promptly']);
  });
  it('looks for the window in the same sentence only, and knows what is no end of one', () => {
    assert.deepEqual(found('Approx. 99.9 % per month'), ['time: Approx']);
    assert.deepEqual(found('- 99.9 %\n- per month'), ['bare-numbers: 99.9 %']);
    assert.deepEqual(found('99.9 %\nper month'), []);
  });
  it('takes time in proportion to the text', () => {
    for (const piece of ['as soon as ', '"', '`', '“', '``` ` ', '\n \n"', ' ', 'as\n', '24/', '4 ', '. ', 'reasonable ']) {
      assert.ok(Array.isArray(findWording(piece.repeat(100_000), 'en')));
    }
  });
});

describe('two clocks in one text', () => {
  it('names both', () => {
    const text = 'Restored within 4 business hours. Measured 24x7.';
    const clocks = findTwoClocks(text, 'en');
    assert.ok(clocks && clocks !== 'no-list');
    assert.deepEqual([clocks.business.phrase, clocks.elapsed.phrase], ['business hours', '24x7']);
    assert.equal(text.slice(clocks.elapsed.start, clocks.elapsed.end), '24x7');
  });
  it('is content with one', () => {
    for (const text of ['within 4 business hours', '4 elapsed hours, 24/7', '', '"24x7" or business days']) assert.equal(findTwoClocks(text, 'en'), undefined);
    assert.equal(findTwoClocks('24x7', 'nl'), 'no-list');
  });
  it('knows German', () => {
    const clocks = findTwoClocks('In 4 Servicestunden, gemessen rund um die Uhr', 'de');
    assert.ok(clocks && clocks !== 'no-list');
    assert.deepEqual([clocks.business.phrase, clocks.elapsed.phrase], ['Servicestunden', 'rund um die Uhr']);
  });
});
