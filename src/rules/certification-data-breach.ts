import { dayAt, fields, text, type Fields } from '../sms/data.js';
import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Arguments, ClauseRef, Day, Path, Report } from '../sms/types.js';
import { expiryOf, nextSurveillance, recertification, restorableUntil, stage1HoldsUntil, suspensionEnds } from '../sms/certification-dates.js';
import { certificationAudits, certificationFindings, nextPlanned, surveillancesSince, termOfCertificate, type CertificationAudit } from '../sms/certifications.js';
import { currentOfKind } from './lifecycle.js';
import { byMessage, writesArgument } from './mending.js';
import { nameOf, nameOfEntry } from '../sms/naming.js';
import { idOf } from '../sms/named.js';
import type { Details, RecordEntry, Rule, RuleContext } from './rule.js';

/** The dates of the cycle, of what the body found, and the words of the certificate. */
export const certificationDataBreach: Rule = {
  id: 'certification-data-breach',
  title: 'Certification dates are kept and the certificate fits the scope',
  clauses: ['iso17021:9.6'],
  grade: 'observation',
  why: 'The body counts days and not efforts: an audit or an answer that comes late costs the certificate, and words on it that differ from the '
    + 'scope claim what was never looked at.',
  messages: {
    'scope-differs': { text: 'The scope on the certificate reads otherwise than the wording in {scope}. Correct the statement, or have the body '
      + 'issue the certificate anew: both say the same.' },
    'expiry-differs': { text: 'The certificate says that it expires on {written}; three years from the decision of {decision}, less a day, end on '
      + '{expiry}. Find out which is right, and have the other corrected.' },
    expired: { grade: 'major', text: 'The certificate expired on {expiry}. Until {until} the body may restore it once the outstanding work is '
      + 'finished; stop using the mark, and call the body.' },
    lapsed: { grade: 'major', text: 'The certificate expired on {expiry} and could be restored only until {until}. At least stage 2 is to be held '
      + 'again; stop using the mark.' },
    suspended: { text: 'The certificate has been suspended since {from}. By {until} the reason has to be gone, else the body withdraws it or '
      + 'narrows its scope.' },
    'suspended-too-long': { grade: 'major', text: 'The certificate has been suspended since {from}, and the half year in which this can be put '
      + 'right ended on {until}. Ask the body how it stands, and enter it.' },
    'surveillance-late': { grade: 'major', text: '{name}: a surveillance audit had to be held by {due}, and none is recorded. The body has to '
      + 'suspend the certificate: call it, or enter the audit that was held.' },
    'surveillance-unplanned': { text: '{name}: the next surveillance audit is due by {due}, and no day is planned for it. Agree on days with the '
      + 'body and enter them.' },
    'surveillance-planned-late': { text: 'This surveillance audit is planned for {day}; it is due by {due} at the latest. Agree on an earlier day.' },
    'recertification-unplanned': { text: '{name}: the certificate expires on {expiry}, and no recertification audit is planned. It should be held '
      + 'between {from} and {due}, so that the decision comes in time.' },
    'recertification-planned-late': { text: 'This recertification audit is planned for {day}; the certificate expires on {expiry}, and corrections '
      + 'and decision take a month. Plan it by {due}.' },
    'stage1-outdated': { text: 'Stage 1 ended on {end}; bodies let stage 2 follow within six months, which is by {until}. Put stage 2 earlier, or '
      + 'ask the body whether stage 1 still counts.' },
    'answer-late': { text: '{name} was raised on {raised}; cause, correction and corrective action were to be sent by {due}. Send them and enter '
      + 'respondedOn.' },
    'major-open': { text: '{name}, a major nonconformity raised on {raised}, was to be closed by {due}. Finish it and have the body verify it.' },
    'stage2-to-repeat': { grade: 'major', text: '{name}, a major nonconformity of stage 2, was not closed by {due}, six months after the end of '
      + 'stage 2. The body has to hold stage 2 again: talk with it now.' },
    'minor-not-verified': { text: '{name} was to be verified at the next audit, and {audit} went by without it. Ask the body to close it, and enter '
      + 'closedOn.' },
    'concern-open': { text: '{name}, a concern of stage 1, was not closed before stage 2 began on {day}. It then becomes a nonconformity: enter how '
      + 'it ended.' },
  },
  records: {
    kinds: ['certification'],
    begin(context) {
      const all: RecordEntry[] = [];
      return {
        *take(record) { all.push(record); },
        *end() {
          const renewed = new Set(all.flatMap(({ data }) => text(data, 'previousCycle') ?? []).map(id => idOf(context.model, id)));
          for (const record of all) if (!renewed.has(record.id)) yield* judge(context, record);
        },
      };
    },
  },
  fixes: { expiry: 'Write {expiry}, as computed from the decision' },
  fix: byMessage({ 'expiry-differs': writesArgument('expiry', 'expiry', false) }),
  examples: {
    good: [`
//- scope.yaml
kind: scope-statement
id: SCOPE
title: Scope
certificationWording: Delivery of managed e-mail from Rotterdam.
//- certification.yaml
kind: certification
id: CERT
title: Certification
decision: { on: 2025-12-10, outcome: granted }
certificate: { scopeText: "Delivery of managed e-mail  from Rotterdam.", expiresOn: 2028-12-09 }
audits:
  - id: stage2
    title: Stage 2
    type: stage2
    from: 2025-11-11
    to: 2025-11-13
    findings:
      - { id: nc-1, title: Suppliers were not told, grade: minor, respondedOn: 2025-12-01 }
      - { id: nc-2, title: No test, grade: major, respondedOn: 2025-11-20, closedOn: 2025-12-01 }
  - { id: s1, title: First surveillance audit, type: surveillance, plannedFrom: 2026-12-10 }
`, `
//- certification.yaml
kind: certification
id: CERT
title: Certification
decision: { on: 2025-12-16, outcome: granted }
//- old.yaml
kind: certification
id: CERT-OLD
title: First certification
decision: { on: 2022-11-01 }
//- new.yaml
kind: certification
id: CERT-NEW
title: Second certification
previousCycle: CERT-OLD
decision: { on: 2025-10-20 }
audits: [{ id: s1, title: Surveillance, type: surveillance, from: 2026-10-01, to: 2026-10-02 }]
`, `
//- certification.yaml
kind: certification
id: CERT
title: Certification
contract: { respondWithin: 6 weeks, closeMajorWithin: 4 months }
audits:
  - { id: stage1, title: Stage 1, type: stage1, from: 2026-05-01, to: 2026-05-01, findings: [{ id: c-1, title: No audit, grade: concern, closedOn: 2026-06-20 }] }
  - { id: stage2, title: Stage 2, type: stage2, from: 2026-07-01, to: 2026-07-03, findings: [{ id: n-1, title: No test, grade: major, respondedOn: 2026-08-01 }] }
`],
    bad: [`
//- scope.yaml
kind: scope-statement
id: SCOPE
title: Scope
certificationWording: Delivery of managed e-mail from Rotterdam.
//- certification.yaml
kind: certification
id: CERT
title: Certification
decision: { on: 2025-12-10, outcome: granted }
certificate: { scopeText: Delivery of managed e-mail worldwide., expiresOn: 2028-12-31 }
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ certification-data-breach scope-differs
//@76-86 certification-data-breach expiry-differs
audits:
  - id: stage2
    title: Stage 2
    type: stage2
    from: 2025-11-11
    to: 2025-11-13
    findings:
      - { id: nc-1, title: Suppliers were not told, grade: minor }
//            ^^^^ certification-data-breach answer-late
      - { id: nc-2, title: No test, grade: major, respondedOn: 2025-11-20 }
//            ^^^^ certification-data-breach stage2-to-repeat
  - { id: s1, title: First surveillance audit, type: surveillance, plannedFrom: 2026-12-11 }
//                                                                              ^^^^^^^^^^ certification-data-breach surveillance-planned-late
`, `
//- late.yaml
kind: certification
id: CERT-A
//  ^^^^^^ certification-data-breach surveillance-late
title: Certification A
decision: { on: 2025-10-14 }
//- unplanned.yaml
kind: certification
id: CERT-B
//  ^^^^^^ certification-data-breach surveillance-unplanned
title: Certification B
decision: { on: 2025-12-15 }
//- expired.yaml
kind: certification
id: CERT-C
title: Certification C
decision: { on: 2023-05-01 }
//              ^^^^^^^^^^ certification-data-breach expired
audits: [{ id: s1, title: Surveillance, type: surveillance, from: 2026-04-01, to: 2026-04-02 }]
//- lapsed.yaml
kind: certification
id: CERT-D
title: Certification D
certificate: { expiresOn: 2026-04-14 }
//                        ^^^^^^^^^^ certification-data-breach lapsed
//- suspended.yaml
kind: certification
id: CERT-E
title: Certification E
certificate: { expiresOn: 2028-04-14 }
suspension: { from: 2026-08-01 }
//                  ^^^^^^^^^^ certification-data-breach suspended
//- suspended-long.yaml
kind: certification
id: CERT-F
title: Certification F
certificate: { expiresOn: 2028-04-14 }
suspension: { from: 2026-03-01 }
//                  ^^^^^^^^^^ certification-data-breach suspended-too-long
//- recertification.yaml
kind: certification
id: CERT-G
//  ^^^^^^ certification-data-breach recertification-unplanned
title: Certification G
certificate: { expiresOn: 2027-02-14 }
//- recertification-late.yaml
kind: certification
id: CERT-H
title: Certification H
certificate: { expiresOn: 2027-02-14 }
audits: [{ id: r, title: Recertification, type: recertification, plannedFrom: 2027-02-01 }]
//                                                                            ^^^^^^^^^^ certification-data-breach recertification-planned-late
`, `
//- certification.yaml
kind: certification
id: CERT
title: Certification
audits:
  - { id: stage1, title: Stage 1, type: stage1, from: 2026-04-01, to: 2026-04-14, findings: [{ id: c-1, title: No audit, grade: concern }] }
//                                                                    ^^^^^^^^^^ certification-data-breach stage1-outdated
//- open.yaml
kind: certification
id: CERT-2
title: Certification of the other house
audits:
  - { id: stage1, title: Stage 1, type: stage1, from: 2026-04-14, to: 2026-04-14, findings: [{ id: c-1, title: No audit, grade: concern }] }
//                                                                                                 ^^^ certification-data-breach concern-open
  - id: stage2
    title: Stage 2
    type: stage2
    from: 2026-06-01
    to: 2026-06-03
    findings:
      - { id: n-1, title: No test, grade: major, respondedOn: 2026-06-20 }
//            ^^^ certification-data-breach major-open
      - { id: n-2, title: No reviews, grade: minor, respondedOn: 2026-06-20 }
//            ^^^ certification-data-breach minor-not-verified
  - { id: follow, title: Follow-up, type: follow-up, from: 2026-09-01, to: 2026-09-01 }
`],
  },
};

type Say = (path: Path, message: string, args: Arguments, details?: Details) => Report;

function* judge({ model, today, report }: RuleContext, record: RecordEntry): Iterable<Report> {
  const { data } = record, name = nameOf(record), decision = fields(data, 'decision'), certificate = fields(data, 'certificate');
  const say: Say = (path, message, args, details) => report(record.at(...path), message, args, details);
  yield* scopeText(model, certificate, say);
  const audits = certificationAudits(data, today), { granted, written, expiry, validity } = termOfCertificate(data, today);
  yield* findings(data, audits, expiry, today, say);
  if (granted === undefined && written === undefined) yield* stages(audits, today, say);
  if (expiry === undefined) return;
  if (granted !== undefined && written !== undefined && written > expiryOf(granted) && text(decision, 'outcome') !== 'restored') {
    yield say(['certificate', 'expiresOn'], 'expiry-differs', { written, decision: granted, expiry: expiryOf(granted) });
  }
  const suspendedFrom = dayAt(fields(data, 'suspension'), 'from');
  if (validity === 'restorable' || validity === 'lapsed') {
    yield say(written === undefined ? ['decision', 'on'] : ['certificate', 'expiresOn'], validity === 'lapsed' ? 'lapsed' : 'expired',
      { expiry, until: restorableUntil(expiry) });
  } else if (validity === 'suspended' && suspendedFrom !== undefined) {
    const until = suspensionEnds(suspendedFrom);
    yield say(['suspension', 'from'], until < today ? 'suspended-too-long' : 'suspended', { from: suspendedFrom, until });
  } else if (validity === 'valid') {
    if (granted !== undefined) yield* surveillance(name, granted, expiry, audits, today, say);
    yield* recertifying(name, expiry, audits, today, say);
  }
}

function* scopeText(model: Model, certificate: Fields | undefined, say: Say): Iterable<Report> {
  const printed = text(certificate, 'scopeText');
  const stated = currentOfKind(model, 'scope-statement').filter(({ data }) => text(data, 'certificationWording') !== undefined), [scope] = stated;
  if (printed === undefined || !scope || stated.some(({ data }) => words(text(data, 'certificationWording') ?? '') === words(printed))) return;
  const clauses: ClauseRef[] = ['4.3', 'iso17021:9.6'];
  yield say(['certificate', 'scopeText'], 'scope-differs', { scope: nameOf(scope) }, {
    clauses, related: [{ at: { file: scope.file, path: ['certificationWording'] }, text: phrase('related.the-wording-in-the-scope', 'The wording in the scope statement') }],
  });
}

/** Text without what a printer changes: white space, forms of quotes and dashes, the point at the end. */
function words(text: string): string {
  return text.normalize('NFC').replace(/[\u2018\u2019]/g, '\'').replace(/[\u201c-\u201e]/g, '"').replace(/[\u2010-\u2015]/g, '-').replace(/\s+/g, ' ').trim().replace(/\.$/, '');
}

function* surveillance(name: string, decision: Day, expiry: Day, audits: readonly CertificationAudit[], today: Day, say: Say): Iterable<Report> {
  const next = nextSurveillance(decision, expiry, surveillancesSince(decision, audits)), planned = nextPlanned(audits, 'surveillance', today);
  if (!next) return;
  if (next.dueOn < today) yield say([], 'surveillance-late', { name, due: next.dueOn });
  else if (planned && planned.day > next.dueOn) yield say(['audits', planned.at, planned.key], 'surveillance-planned-late', { day: planned.day, due: next.dueOn });
  else if (!planned && next.opensOn <= today) yield say([], 'surveillance-unplanned', { name, due: next.planBy });
}

function* recertifying(name: string, expiry: Day, audits: readonly CertificationAudit[], today: Day, say: Say): Iterable<Report> {
  if (audits.some(({ type, begun }) => type === 'recertification' && begun !== undefined)) return;
  const { opensOn, dueOn } = recertification(expiry), planned = nextPlanned(audits, 'recertification', today);
  if (planned && planned.day > dueOn) yield say(['audits', planned.at, planned.key], 'recertification-planned-late', { day: planned.day, expiry, due: dueOn });
  else if (!planned && opensOn <= today) yield say([], 'recertification-unplanned', { name, expiry, from: opensOn, due: dueOn });
}

/** Before the first decision: whether stage 2 follows on stage 1 in time. */
function* stages(audits: readonly CertificationAudit[], today: Day, say: Say): Iterable<Report> {
  const stage1 = audits.find(({ type, ended }) => type === 'stage1' && ended !== undefined), end = stage1?.ended;
  if (!stage1 || end === undefined) return;
  const stage2 = audits.find(({ type }) => type === 'stage2'), until = stage1HoldsUntil(end), follows = stage2?.begun ?? stage2?.planned ?? today;
  if (follows > until) yield say(['audits', stage1.at, text(stage1.value, 'to') === undefined ? 'from' : 'to'], 'stage1-outdated', { end, until });
}

/** What the body raised and has not closed, each by the first date that passed and weighs most. */
function* findings(data: Fields, audits: readonly CertificationAudit[], expiry: Day | undefined, today: Day, say: Say): Iterable<Report> {
  for (const { value, path, grade, raised, answeredOn, closedOn, respondBy = '', closeMajorBy = '', repeatBy, later } of certificationFindings(data, audits, expiry)) {
    const name = nameOfEntry(value);
    if (raised === undefined || closedOn !== undefined) continue;
    if (grade === 'concern') {
      const stage2 = audits.find(({ type, begun }) => type === 'stage2' && begun !== undefined);
      if (stage2?.begun !== undefined) yield say(path, 'concern-open', { name, day: stage2.begun });
    } else if (grade === 'major' && repeatBy !== undefined && repeatBy < today) yield say(path, 'stage2-to-repeat', { name, due: repeatBy });
    else if (grade === 'major' && closeMajorBy < today) yield say(path, 'major-open', { name, raised, due: closeMajorBy });
    else if (grade === 'minor' && later) yield say(path, 'minor-not-verified', { name, audit: text(later.value, 'title') ?? text(later.value, 'id') ?? '' });
    else if ((grade === 'major' || grade === 'minor') && answeredOn === undefined && respondBy < today) yield say(path, 'answer-late', { name, raised, due: respondBy });
  }
}
