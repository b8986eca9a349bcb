/** The families of domain section 6.8: why a phrase cannot be measured. */
export type Family = 'effort' | 'time' | 'quality' | 'scale' | 'deferral' | 'bare-numbers';

/**
 * A phrase and where it is harmless. In `words` a space parts the words, `a|b` are alternatives, `a?` may be left out, `a~` takes the
 * endings of a German adjective. All in lower case.
 */
export interface Entry {
  family: Family;
  words: string;
  /** Harmless before one of these: `acceptable use`. */
  unlessBefore?: readonly string[];
  /** Harmless after one of these: `at most`. */
  unlessAfter?: readonly string[];
  /** Only before a number or one of `numberWords`: `about 4 hours`, not `information about`. */
  onlyBeforeNumber?: boolean;
  numberWords?: readonly string[];
  /** Harmless where the sentence says how often: `regularly, every 3 months`. */
  unlessInterval?: boolean;
  /** Harmless where the sentence says of what. */
  unlessSample?: boolean;
}

export interface WordList {
  entries: readonly Entry[];
  /** A sentence with one of these has a window for its percentage; with `dayWords` only after `eachWords` or a rolling number. */
  windowWords: readonly string[];
  dayWords: readonly string[];
  eachWords: readonly string[];
  rollingWords: readonly string[];
  periodNouns: readonly string[];
  /** Say by themselves how often. */
  intervalWords: readonly string[];
  /** After a number a length of time. */
  durationUnits: readonly string[];
  /** Units that need a clock to be named, and the words that name one. */
  clockUnits: readonly string[];
  clockWords: readonly string[];
  businessClock: readonly string[];
  elapsedClock: readonly string[];
  roundTheClock: readonly string[];
  supportWords: readonly string[];
  percentWords: readonly string[];
  /** Percentages of money need no window. */
  moneyWords: readonly string[];
  sampleWords: readonly string[];
  /** Words whose point does not end a sentence. */
  abbreviations: readonly string[];
}

function all(family: Family, words: readonly string[]): Entry[] {
  return words.map((phrase) => ({ family, words: phrase }));
}

const englishNumbers = ['a', 'an', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'half'];
/** What one is told or asked about. */
const toldAbout = [
  'ask', 'asked', 'complaint', 'complaints', 'data', 'details', 'enquiries', 'facts', 'inform', 'informed', 'information', 'informs',
  'notified',
  'question', 'questions', 'report', 'reports', 'statement', 'statements', 'talk', 'told',
];
/** `the most recent` and the like compare; they promise nothing. */
const superlative = [
  'appropriate', 'common', 'critical', 'favourable', 'important', 'likely', 'notably', 'recent', 'recently', 'relevant', 'senior', 'severe',
  'significant', 'suitable', 'urgent',
];

const english: WordList = {
  entries: [
    ...all('effort', [
      'best effort|efforts|endeavour|endeavours|endeavor|endeavors',
      'reasonable effort|efforts|endeavour|endeavours|endeavor|endeavors|time|period',
      'commercially reasonable effort|efforts|endeavour|endeavours|endeavor|endeavors', 'commercially reasonable',
      'all reasonable effort|efforts',
      'all efforts', 'every reasonable? effort', 'strive|strives|strived|striving|strove', 'aim|aims|aiming|aimed to|for',
      'aim|aims|aiming at',
      'endeavour|endeavours|endeavor|endeavors to', 'try|tries|trying to', 'wherever|where|whenever|when possible', 'if possible',
      'where|wherever|if feasible', 'as far as practicable|possible', 'as|where|if appropriate',
    ]),
    ...all('time', [
      'as soon as reasonably? possible|practicable', 'as soon as we can', 'asap', 'promptly', 'timely', 'in a timely manner|fashion',
      'without undue|unreasonable? delay',
      'quickly', 'fastest', 'rapidly', 'short|shortest time', 'next available', 'in due course', 'usually within', 'typically',
      'approximately',
      'approx', 'circa',
    ]),
    {
      family: 'time', words: 'prompt',
      unlessBefore: ['a', 'an', 'engineering', 'for', 'injection', 'line', 'our', 'the', 'them', 'us', 'window', 'your'],
      unlessAfter: ['command', 'dos', 'login', 'password', 'shell', 'system', 'user'],
    },
    { family: 'time', words: 'immediately', unlessBefore: ['above', 'before', 'below', 'following', 'preceding', 'prior'] },
    {
      family: 'time', words: 'immediate',
      unlessBefore: ['family', 'manager', 'predecessor', 'subordinate', 'subordinates', 'successor', 'superior', 'supervisor'],
    },
    {
      family: 'time', words: 'quick',
      unlessBefore: ['access', 'assist', 'fix', 'fixes', 'guide', 'link', 'links', 'reference', 'start', 'win', 'wins'],
    },
    { family: 'time', words: 'fast', unlessBefore: ['ethernet', 'forward', 'lane', 'path', 'track'] },
    { family: 'time', words: 'rapid', unlessBefore: ['prototyping', 'application'] },
    { family: 'time', words: 'about', onlyBeforeNumber: true, numberWords: englishNumbers.slice(2), unlessAfter: toldAbout },
    { family: 'time', words: 'about half', unlessAfter: toldAbout },
    { family: 'time', words: 'about a|an minute|hour|day|week|month' },
    { family: 'time', words: 'around', onlyBeforeNumber: true, numberWords: englishNumbers.slice(2) },
    { family: 'time', words: 'around a|an minute|hour|day|week|month' },
    ...all('quality', [
      'high|highly available', 'robust', 'robustly', 'reliable', 'reliably', 'adequate', 'adequately', 'sufficient', 'sufficiently',
      'satisfactory',
      'satisfactorily', 'excellent', 'optimal', 'optimally', 'state of the art',
      'minimal downtime|impact|interruption|interruptions|disruption|delay|delays',
      'minimise|minimises|minimised|minimising|minimize|minimizes|minimized|minimizing',
      'maximise|maximises|maximised|maximising|maximize|maximizes|maximized|maximizing', 'user friendly', 'userfriendly', 'seamless',
      'seamlessly',
    ]),
    {
      family: 'quality', words: 'high availability',
      unlessBefore: ['cluster', 'clusters', 'group', 'groups', 'mode', 'pair', 'pairs', 'zone', 'zones'],
    },
    { family: 'quality', words: 'acceptable', unlessBefore: ['use'] },
    {
      family: 'quality', words: 'good',
      unlessBefore: ['afternoon', 'evening', 'faith', 'friday', 'morning', 'practice', 'practices', 'standing'],
      unlessAfter: ['for'],
    },
    { family: 'scale', words: 'most', unlessBefore: superlative, unlessAfter: ['at', 'the'] },
    { family: 'scale', words: 'many', unlessAfter: ['as', 'how', 'so', 'to', 'too'] },
    { family: 'scale', words: 'often', unlessAfter: ['how'] },
    { family: 'scale', words: 'few', unlessAfter: ['too'] },
    ...all('scale', ['several', 'some', 'rarely', 'from time to time']),
    ...['regularly', 'periodically', 'frequent', 'frequently', 'continuous', 'continuously'].map((words): Entry => (
      { family: 'scale', words, unlessInterval: true, unlessBefore: ['delivery', 'deployment', 'improvement', 'integration'] })),
    {
      family: 'scale', words: 'ongoing',
      unlessInterval: true,
      unlessBefore: ['change', 'changes', 'incident', 'incidents', 'investigation', 'maintenance', 'outage', 'outages'],
    },
    ...all('deferral', [
      'to be announced|defined|agreed|determined|confirmed|decided', 'tbd', 'tba', 'tbc', 'n a', 'subject to availability',
      'to the extent possible',
      'etc', 'and so on', 'not limited to',
    ]),
    { family: 'deferral', words: 'on request', unlessBefore: ['form', 'forms', 'fulfilment', 'type', 'types'] },
    { family: 'bare-numbers', words: 'on average', unlessSample: true },
    { family: 'bare-numbers', words: 'average', unlessSample: true },
  ],
  windowWords: [
    'month', 'months', 'monthly', 'quarter', 'quarters', 'quarterly', 'year', 'years', 'yearly', 'annual', 'annually', 'annum', 'week',
    'weeks', 'weekly', 'daily', 'period', 'window',
  ],
  dayWords: ['day', 'days'],
  eachWords: ['a', 'per', 'each', 'every', 'any'],
  rollingWords: ['rolling', 'last', 'past', 'any', 'consecutive'],
  periodNouns: ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year', 'annum'],
  intervalWords: ['hourly', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'annually'],
  durationUnits: [
    's', 'sec', 'secs', 'second', 'seconds', 'min', 'mins', 'minute', 'minutes', 'h', 'hr', 'hrs', 'hour', 'hours', 'business',
    'working', 'elapsed',
  ],
  clockUnits: ['h', 'hr', 'hrs', 'hour', 'hours', 'day', 'days'],
  clockWords: ['business', 'calendar', 'clock', 'elapsed', 'office', 'service', 'support', 'working', '24'],
  businessClock: ['business|working|office|service|support hour|hours|day|days'],
  elapsedClock: ['elapsed|clock|calendar hour|hours|day|days|time', '24 x? 7', 'around|round the clock'],
  roundTheClock: ['24 x? 7', 'around the clock', 'round the clock'],
  supportWords: ['support', 'helpdesk', 'hotline'],
  percentWords: ['%', 'percent'],
  moneyWords: [
    'charge', 'charges', 'cost', 'costs', 'credit', 'credits', 'discount', 'fee', 'fees', 'penalty', 'penalties', 'price', 'prices',
    'refund', 'tax', 'vat',
  ],
  sampleWords: ['sample', 'samples', 'measurements', 'survey', 'surveys', 'all', 'rolling'],
  abbreviations: ['approx', 'ca', 'max', 'min', 'no', 'nos', 'vs', 'e', 'g', 'i'],
};

const germanNumbers = ['ein', 'eine', 'einer', 'einem', 'einen', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun', 'zehn'];

/** `im laufenden Monat` is the current one; `kontinuierliche Verbesserung` is the name of a process. */
const germanCurrent = ['betrieb', 'jahr', 'jahres', 'monat', 'monats', 'quartal', 'quartals', 'verbesserung'];

const german: WordList = {
  entries: [
    ...all('effort', [
      'nach bestem bemühen', 'nach besten kräften', 'nach bestem wissen und? gewissen?', 'bestmöglich~', 'bemüht|bemühen sich|uns',
      'angemessen~',
      'wirtschaftlich|kaufmännisch vertretbar~|zumutbar~|angemessen~|sinnvoll~', 'mit vertretbarem|zumutbarem aufwand',
      'soweit|wenn|falls|sofern|wo immer? möglich', 'nach möglichkeit', 'möglichst', 'anstreben', 'angestrebt~', 'streben', 'strebt',
      'versuchen', 'versucht',
    ]),
    ...all('time', [
      'schnellstmöglich~', 'schnellstens', 'so schnell|bald|rasch wie möglich', 'sobald wie? möglich', 'baldmöglichst~', 'baldigst',
      'unverzüglich~',
      'umgehend~', 'sofort', 'sofortig~', 'zeitnah~', 'zügig~', 'rasch~', 'schnell~', 'kurzfristig~', 'rechtzeitig~',
      'ohne schuldhafte|schuldhaftes|unnötige|wesentliche verzögerung|verzögerungen|zögern', 'in angemessener zeit|frist',
      'innerhalb angemessener zeit|frist', 'in der regel', 'üblicherweise', 'normalerweise', 'typischerweise', 'gewöhnlich', 'meist',
      'meistens',
      'ungefähr', 'zu gegebener zeit', 'demnächst',
    ]),
    ...['etwa', 'circa', 'ca', 'rund', 'zirka'].map((words): Entry => (
      { family: 'time', words, onlyBeforeNumber: true, numberWords: germanNumbers })),
    ...all('quality', [
      'hochverfügbar~', 'hochverfügbarkeit', 'hohe|hoher|höchste|höchster verfügbarkeit', 'robust~', 'zuverlässig~', 'ausreichend~',
      'hinreichend~',
      'genügend~', 'akzeptabel', 'akzeptable|akzeptablen|akzeptabler|akzeptables', 'zufriedenstellend~', 'gut~', 'ausgezeichnet~',
      'hervorragend~',
      'optimal~', 'stand der technik', 'minimieren', 'minimiert', 'maximieren', 'maximiert', 'benutzerfreundlich~', 'nahtlos~',
      'reibungslos~',
    ]),
    ...all('scale', [
      'die meisten', 'wenige|wenigen', 'einige|einigen|einiger', 'mehrere|mehreren|mehrerer', 'manche|manchen', 'oft',
      'selten', 'gelegentlich~', 'von zeit zu zeit', 'hin und wieder',
    ]),
    { family: 'scale', words: 'viele|vielen|vieler', unlessAfter: ['so', 'wie', 'zu'] },
    ...['regelmäßig~', 'regelmässig~', 'häufig~', 'periodisch~', 'laufend~', 'fortlaufend~', 'kontinuierlich~'].map((words): Entry => (
      { family: 'scale', words, unlessInterval: true, unlessBefore: germanCurrent })),
    ...all('deferral', [
      'noch zu definieren|klären|vereinbaren|bestimmen', 'noch festzulegen',
      'wird|werden noch definiert|festgelegt|geklärt|vereinbart|bestimmt', 'tbd',
      'n a', 'bei bedarf', 'auf anfrage', 'auf wunsch', 'je nach verfügbarkeit', 'vorbehaltlich der verfügbarkeit', 'usw', 'etc',
      'und so weiter',
      'nicht beschränkt auf',
    ]),
    { family: 'bare-numbers', words: 'im durchschnitt|mittel', unlessSample: true },
    { family: 'bare-numbers', words: 'durchschnittlich~', unlessSample: true },
  ],
  windowWords: [
    'monat', 'monats', 'monate', 'monaten', 'kalendermonat', 'monatlich', 'quartal', 'quartals', 'quartalsweise', 'jahr', 'jahres',
    'jahre', 'jahren', 'kalenderjahr', 'jährlich', 'woche', 'wochen', 'wöchentlich', 'täglich', 'zeitraum', 'zeitraums', 'messzeitraum',
    'monatsmittel', 'jahresmittel',
  ],
  dayWords: ['tag', 'tage', 'tagen'],
  eachWords: ['je', 'pro', 'jede', 'jeden', 'jeder', 'jedem', 'alle'],
  rollingWords: ['gleitend', 'gleitenden', 'letzten', 'vergangenen'],
  periodNouns: ['minute', 'stunde', 'tag', 'woche', 'monat', 'quartal', 'jahr'],
  intervalWords: ['stündlich', 'täglich', 'wöchentlich', 'monatlich', 'quartalsweise', 'vierteljährlich', 'halbjährlich', 'jährlich'],
  durationUnits: [
    's', 'sekunde', 'sekunden', 'min', 'minute', 'minuten', 'h', 'std', 'stunde', 'stunden', 'geschäftsstunden', 'arbeitsstunden',
    'servicestunden',
  ],
  clockUnits: ['h', 'std', 'stunde', 'stunden', 'tag', 'tage', 'tagen'],
  clockWords: ['kalendarisch', 'kalendarische', 'kalendarischen', 'verstrichene', 'verstrichenen', 'geschäftszeit', 'servicezeit', '24'],
  businessClock: [

    'geschäftsstunden|arbeitsstunden|servicestunden|bürostunden|arbeitstage|arbeitstagen|werktage|werktagen',
    'geschäftszeit|geschäftszeiten|servicezeit|servicezeiten',
  ],
  elapsedClock: ['verstrichene|verstrichenen stunden|zeit', 'kalendertage|kalendertagen', '24 x? 7', 'rund um die uhr'],
  roundTheClock: ['24 x? 7', 'rund um die uhr'],
  supportWords: ['support', 'unterstützung', 'hotline', 'bereitschaft', 'helpdesk'],
  percentWords: ['%', 'prozent'],
  moneyWords: [
    'gutschrift', 'gutschriften', 'kosten', 'preis', 'preise', 'rabatt', 'entgelt', 'gebühr', 'gebühren', 'vergütung', 'vertragsstrafe',
    'mwst', 'umsatzsteuer',
  ],
  sampleWords: ['stichprobe', 'stichproben', 'messungen', 'umfrage', 'umfragen', 'aller', 'gleitend'],
  abbreviations: ['ca', 'bzw', 'max', 'min', 'mind', 'nr', 'std', 'vgl', 'z', 'b', 'd', 'h', 'u', 'a'],
};

/** By language; none for a language is said, never guessed. */
export const wordLists: ReadonlyMap<string, WordList> = new Map([['en', english], ['de', german]]);
