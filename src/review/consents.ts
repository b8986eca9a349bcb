import type { Approval, Control } from '../sms/control.js';
import { addTo, list, objects, text, texts, type Fields } from '../sms/data.js';
import { isDay, latestDay } from '../sms/days.js';
import { isRetired } from '../sms/header.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { idOf, namedIn, namedItem } from '../sms/named.js';
import { labelOf } from '../sms/naming.js';
import { holdersOn } from '../sms/people.js';
import { headerFields, kindsOf } from '../sms/kinds.js';
import { shapeAt } from '../sms/shapes.js';
import { compareText } from '../sms/text.js';
import type { Artefact, Item, Phrase, Word } from '../sms/types.js';
import { endOf } from './roles.js';
import type { Change, Consent, State } from './types.js';

/**
 * Who must agree to the changes before they hold, and whether that is there: approvers and owners of documents, the other side of agreements (8.3.3, 8.3.4),
 * who is accountable or to be consulted by the RACI matrices, and who answers for what is no longer looked at. An earlier approver or owner counts too: no
 * change chooses its own judges. In order of files; `control` is that of the later state.
 */
export function consentsOf(changes: readonly Change[], before: State, after: State, control: Control): Consent[] {
  const desk: Desk = { before, after, control, asked: new Map(), sides: new Map() }, groups = new Map<string, Change[]>();
  for (const change of changes) for (const id of new Set([change.artefact.id, ...left(change, desk)])) addTo(groups, id, change);
  const described = processesOf(after.model);
  for (const [id, own] of groups) {
    const document = documentOf(id, own, desk);
    if (!document) askForFrame(own, desk);
    else {
      const wants = wanting(document, own, desk);
      if (wants.length === 0) continue;
      askKeepers(document, wants, desk);
      askOtherSide(document, wants, desk);
      askByRaci(document, wants.filter(isContent), described, desk);
    }
  }
  for (const change of changes) askWhereNamed(change, desk);
  return consents(desk);
}

interface Desk { before: State; after: State; control: Control; asked: Map<string, Asked>; sides: Map<Artefact, readonly Item[]> }

/** A document in both states; one of them has it. */
interface Document { was: Artefact | undefined; now: Artefact | undefined }

/** `fresh`: what an approval covers of the document did not change, but something else did; what was agreed before is about something else. */
interface Asked { about: Document | Change; meaning: Consent['meaning']; who: Item | string; because: Map<string, Phrase>; changes: Set<string>; fresh: boolean }

function ask(desk: Desk, about: Document | Change, meaning: Consent['meaning'], who: Item | string | undefined, because: Phrase, changes: readonly Change[],
  fresh = false): void {
  if (who === undefined || changes.length === 0) return;
  const known = typeof who === 'string' ? desk.after.model.item(who) ?? who : who, id = typeof known === 'string' ? known : known.id;
  const artefact = 'act' in about ? about.artefact.id : (about.now ?? about.was)?.id ?? '', key = JSON.stringify([artefact, meaning, id]);
  const asked = desk.asked.get(key) ?? { about, meaning, who: known, because: new Map<string, Phrase>(), changes: new Set<string>(), fresh };
  const isOutside = !('act' in about) && changes.some(isContent) && isSameDigest(about, desk);
  desk.asked.set(key, { ...asked, fresh: asked.fresh || fresh || isOutside });
  asked.because.set(JSON.stringify(because), because);
  for (const change of changes) asked.changes.add(change.key);
}

/** The document that something moved out of: it is another one without it. */
function left({ act, before: at }: Change, { before, after }: Desk): readonly string[] {
  const from = act === 'moved' && at ? before.model.files.get(at.file)?.artefact : undefined;
  return from && after.model.artefact(from.id) ? [from.id] : [];
}

function documentOf(id: string, own: readonly Change[], { before, after }: Desk): Document | undefined {
  const now = after.model.artefact(id), renamed = own.find(({ act, thing }) => thing.id === id && (act === 'renamed' || act === 'moved'));
  const was = before.model.artefact(id) ?? (now && renamed ? before.model.files.get(renamed.before?.file ?? '')?.artefact : undefined);
  return (now ?? was)?.header === 'document' ? { was, now } : undefined;
}

/** A change that leaves the digest as it was is none that an earlier approval could cover: that a service ends is not in it. */
function isSameDigest({ was, now }: Document, { before, after }: Desk): boolean {
  const later = after.model.files.get(now?.file ?? '')?.digest;
  return later !== undefined && later === before.model.files.get(was?.file ?? '')?.digest;
}

/** What an approval covers, and what decides whether anything is looked at. */
function isContent({ weight }: Change): boolean { return weight === 'frame' || weight === 'promise' || weight === 'content'; }

/** The changes that want somebody's consent: of content, and those by which a document is said to be approved, or is taken back. None of mere drafts. */
function wanting({ was, now }: Document, own: readonly Change[], { control }: Desk): readonly Change[] {
  const status = (of: Artefact | undefined): string | undefined => of && text(of.data, 'status');
  const claims = isClaimed(was, now) || isClaimed(was, now, 'version'), ends = now !== undefined && isRetired(now) && was !== undefined && !isRetired(was);
  const isHeld = [was, now].some(of => status(of) === 'approved') || control.documents.get(now?.id ?? '')?.versionInForce !== undefined;
  return isHeld || ends ? own.filter(change => isContent(change) || ((claims || ends) && change.weight === 'lifecycle')) : [];
}

/** Whether the header claims an approval that it did not claim before: with the day of an earlier one it claims that one. */
function isClaimed(was: Artefact | undefined, now: Artefact | undefined, key = 'approvedOn'): boolean {
  const claimed = (of: Artefact | undefined): string | undefined => (of && text(of.data, 'status') === 'approved' ? text(of.data, key) ?? '' : undefined);
  return claimed(now) !== undefined && claimed(now) !== claimed(was);
}

const KEEPERS = [
  {
    key: 'approver', meaning: 'approved', is: phrase('review.because-approver', 'approver of the document'),
    before: phrase('review.because-approver-before', 'approver of the document until this change'),
  },
  {
    key: 'owner', meaning: 'reviewed', is: phrase('review.because-owner', 'owner of the document'),
    before: phrase('review.because-owner-before', 'owner of the document until this change'),
  },
] as const;

/** Approver and owner of the document, and the owners of the things in it that changed; earlier ones too. */
function askKeepers(document: Document, wants: readonly Change[], desk: Desk): void {
  const { was, now } = document, { model } = desk.after;
  const isSame = (one: string | undefined, other: string | undefined): boolean => idOf(model, one ?? '') === idOf(model, other ?? '');
  for (const { key, meaning, is, before } of KEEPERS) {
    const role = now && text(now.data, key), earlier = was && text(was.data, key);
    ask(desk, document, meaning, role, is, wants);
    if (!now || !isSame(role, earlier)) ask(desk, document, meaning, earlier, now ? before : is, wants);
  }
  for (const change of wants.filter(isContent)) {
    const [item, old] = [model, desk.before.model].map(each => each.inFiles(change.thing.id)), name = labelOf(change.thing);
    if ((item ?? old)?.path.length === 0) continue;
    ask(desk, document, 'reviewed', item?.owner, phrase('review.because-owner-of', 'owner of {name}', { name }), [change]);
    if (!item || !isSame(item.owner, old?.owner)) {
      ask(desk, document, 'reviewed', old?.owner, item ? phrase('review.because-owner-of-before', 'owner of {name} until this change', { name })
        : phrase('review.because-owner-of', 'owner of {name}', { name }), [change]);
    }
  }
}

/** Of an agreement the other side, earlier and later, where its terms change. */
function askOtherSide(document: Document, wants: readonly Change[], desk: Desk): void {
  const { was, now } = document, { model } = desk.after, artefact = now ?? was, terms = wants.filter(change => artefact && isTerm(change, artefact, desk));
  const clause = kindsOf(model.config).get(artefact?.kind ?? '')?.clauses[0]?.clause ?? '';
  for (const side of [now, was].flatMap(of => (of ? otherSide(of, of === now ? model : desk.before.model, desk) : []))) {
    ask(desk, document, 'agreed', model.item(side.id) ?? side, side.type === 'customer'
      ? phrase('review.because-customer', 'customer of the agreement ({clause})', { clause })
      : phrase('review.because-party', 'other party to the agreement ({clause})', { clause }), terms);
  }
}

/** Terms are agreed; how the document is kept, and which of our roles does what, is ours. */
function isTerm({ direction, weight, field, thing }: Change, artefact: Artefact, { before, after }: Desk): boolean {
  if (direction === 'neutral') return false;
  const item = after.model.inFiles(thing.id) ?? before.model.inFiles(thing.id), path = [...item?.path ?? [], ...field ?? []];
  if (!field) return true;
  if (weight === 'lifecycle') return field.at(-1) === 'status';
  const schema = kindsOf(after.model.config).get(artefact.kind), shape = schema && shapeAt(schema.shape, path), names = [...shape?.refersTo ?? [], ...shape?.items?.refersTo ?? []];
  return !headerFields.has(String(path[0])) && !names.includes('role');
}

/** Whom an agreement names in fields of its own who could say under `agreedBy` that they agreed. None of other documents. */
function otherSide(artefact: Artefact, model: Model, { sides }: Desk): readonly Item[] {
  const known = sides.get(artefact);
  if (known) return known;
  const fields = kindsOf(model.config).get(artefact.kind)?.shape.properties, types = fields?.get('agreedBy')?.items?.properties.get('party')?.refersTo ?? [];
  const found = types.length === 0 ? [] : [...fields ?? []].flatMap(([key, { refersTo, items }]) =>
    ([...refersTo, ...items?.refersTo ?? []].some(type => types.includes(type)) ? texts(artefact.data, key).flatMap(id => model.item(id) ?? []) : []));
  sides.set(artefact, found);
  return found;
}

/** Where what an agreement names, and does not hold itself, promises less or comes to its end: a service, a calendar, a matrix. */
function askWhereNamed(change: Change, desk: Desk): void {
  const { before, after } = desk, { act, weight, direction, thing, field } = change, now = after.model.inFiles(thing.id), { model } = now ? after : before;
  const item = now ?? before.model.inFiles(thing.id), status = now && field?.at(-1) === 'status' ? endOf(now, before, after) : undefined;
  const isLess = now !== undefined && weight === 'promise' && (direction === 'loosened' || direction === 'changed');
  const isGone = !now && act === 'removed' && isContent(change), holder = item && model.artefact(item.artefact);
  if (!item || (holder && otherSide(holder, model, desk).length > 0) || !(status !== undefined || isLess || isGone)) return;
  const name = labelOf(item), because = status !== undefined ? phrase('review.because-ended', 'the agreement names {name}, which is {status} now', { name, status })
    : isGone ? phrase('review.because-gone', 'the agreement names {name}, which is gone', { name })
      : direction === 'loosened' ? phrase('review.because-less', 'the agreement names {name}, of which less is promised', { name })
        : phrase('review.because-other', 'the agreement names {name}, which is another now', { name });
  for (const { via, path, artefact } of model.referencesTo(item.id)) {
    const agreement = via === 'field' && artefact !== item.artefact && !headerFields.has(String(path[0])) ? model.artefact(artefact) : undefined;
    if (!agreement || isRetired(agreement)) continue;
    const document = { was: before.model.artefact(agreement.id), now: after.model.artefact(agreement.id) };
    const sides = otherSide(agreement, model, desk).filter(({ id }) => id !== item.id);
    for (const side of sides) ask(desk, document, 'agreed', after.model.item(side.id) ?? side, because, [change], true);
  }
}

/** sms.yaml, and rules and schemas of one's own: they carry no approvals; who approves what the SMS is to be answers for what is looked at. */
function askForFrame(own: readonly Change[], desk: Desk): void {
  for (const change of own.filter(({ weight, direction }) => weight === 'frame' && direction !== 'tightened' && direction !== 'neutral')) {
    const [key, name] = change.field ?? [], rule = String(name ?? ''), because = phrase('review.because-rule', 'answers for how the rule {rule} is set', { rule });
    for (const { model } of key === 'rules' ? [desk.after, desk.before] : []) ask(desk, change, 'reviewed', model.config.rules[rule]?.owner, because, [change]);
    for (const [role, why] of heads(desk)) ask(desk, change, 'approved', role, why, [change]);
  }
}

/** Who approves the policy (5.2.1), else the plan (6.3), as it was before; where there is neither, top management. */
function heads({ before, after }: Desk): readonly (readonly [string, Phrase])[] {
  const model = before.model.artefacts.length > 0 ? before.model : after.model;
  for (const leaf of ['5.2.1', '6.3']) {
    const found = model.artefacts.flatMap(document => {
      const role = document.header === 'document' && !isRetired(document) && kindsOf(model.config).get(document.kind)?.clauses.some(({ clause }) => clause === leaf)
        ? text(document.data, 'approver') : undefined;
      return role === undefined ? [] : [[role, phrase('review.because-head', 'approver of {document}: this decides what is looked at',
        { document: labelOf(document) })] as const];
    });
    if (found.length > 0) return found;
  }
  return model.ofType('role').filter(role => model.value(role)['topManagement'] === true).map(({ id }) => [id,
    phrase('review.because-top', 'top management: this decides what is looked at')] as const);
}

/** A process that a document describes: who is accountable for it, and the rows of a RACI matrix that tell who does what. */
interface Described { title: string; owner: string | undefined; rows: readonly Item[] }

/** By the name of the process that document and matrix carry, or by the map of processes. */
function processesOf(model: Model): (document: Artefact) => readonly Described[] {
  const rows = new Map<string, Item[]>();
  for (const item of model.ofType('activity')) if (isRow(model.value(item))) addTo(rows, item.artefact, item);
  const matrices = [...rows].flatMap(([id, own]) => { const matrix = model.artefact(id); return matrix && !isRetired(matrix) ? [{ matrix, own }] : []; });
  return document => {
    const name = text(document.data, 'process');
    const mapped = model.ofType('process').flatMap((item): Described[] => {
      const value = model.value(item), map = model.artefact(item.artefact);
      if (!map || !((name !== undefined && text(value, 'process') === name) || namedItem(model, value, 'procedure')?.id === document.id)) return [];
      const own = namedIn(model, map, value, 'raci').flatMap(one => (one.path.length > 0 ? [one] : rows.get(one.id) ?? []));
      return [{ title: item.title, owner: text(value, 'owner'), rows: own }];
    });
    const called = name === undefined ? [] : matrices.filter(({ matrix }) => text(matrix.data, 'process') === name);
    const title = mapped[0]?.title ?? name ?? '';
    return [...mapped, ...called.map(({ matrix, own }): Described => ({ title, owner: text(matrix.data, 'processOwner'), rows: own }))];
  };
}

function isRow(value: unknown): boolean { return list(value, 'accountable').length + list(value, 'responsible').length > 0; }

/** Of a matrix whoever is accountable for a row that changed, and is consulted by it; of a document those of the process that it describes. */
function askByRaci(document: Document, content: readonly Change[], described: ReturnType<typeof processesOf>, desk: Desk): void {
  const { was, now } = document, { before, after } = desk;
  let isMatrix = false;
  for (const change of content) {
    const [row, earlier] = [after, before].map(({ model }) => {
      const item = model.inFiles(change.thing.id), value = item && model.value(item);
      return isRow(value) ? value : undefined;
    });
    const roles = (of: unknown, key: string): readonly string[] => texts(of, key).map(id => idOf(after.model, id)), answering = roles(row, 'accountable');
    const answered = roles(earlier, 'accountable').filter(role => !answering.includes(role)), { title } = change.thing;
    isMatrix ||= row !== undefined || earlier !== undefined;
    for (const role of answering) ask(desk, document, 'approved', role, accountable(title), [change]);
    for (const role of answered) ask(desk, document, 'approved', role, row ? accountableBefore(title) : accountable(title), [change]);
    for (const role of roles(row ?? earlier, 'consulted')) ask(desk, document, 'reviewed', role, consultedOn(title), [change]);
    if (change.field?.[0] === 'processOwner') {
      ask(desk, document, 'approved', now && text(now.data, 'processOwner'), accountable(text(now?.data, 'process') ?? ''), [change]);
      ask(desk, document, 'approved', was && text(was.data, 'processOwner'), accountableBefore(text(was?.data, 'process') ?? ''), [change]);
    }
  }
  if (isMatrix || !now) return;
  for (const { title, owner, rows } of described(now)) {
    if (rows.some(row => row.artefact === now.id)) continue;
    const values = rows.map(row => ({ activity: row.title, value: after.model.value(row) })), consulted = new Map<string, string[]>();
    const answering = owner === undefined ? values.flatMap(({ value }) => texts(value, 'accountable')) : [owner];
    for (const role of answering) ask(desk, document, 'approved', role, accountable(title), content);
    for (const { activity, value } of values) for (const role of texts(value, 'consulted')) addTo(consulted, idOf(after.model, role), activity);
    const said = content.filter(({ direction }) => direction !== 'neutral');
    for (const [role, activities] of consulted) ask(desk, document, 'reviewed', role, consultedOn(phraseList(activities)), said);
  }
}

function accountable(process: string): Phrase { return phrase('review.because-accountable', 'accountable for {process} (RACI)', { process }); }
function accountableBefore(process: string): Phrase {
  return phrase('review.because-accountable-before', 'accountable for {process} until this change (RACI)', { process });
}
function consultedOn(activities: Word): Phrase { return phrase('review.because-consulted', 'to be consulted on {activities} (RACI)', { activities }); }

const MEANINGS: readonly Consent['meaning'][] = ['agreed', 'approved', 'reviewed'];

/** Whoever approves has reviewed as well: that is one consent. */
function consents(desk: Desk): Consent[] {
  const all = [...desk.asked.values()], idOfWho = ({ who }: Asked): string => (typeof who === 'string' ? who : who.id),
    artefactOf = ({ about }: Asked): string => ('act' in about ? about.artefact.id : (about.now ?? about.was)?.id ?? '');
  const approving = new Map(all.filter(({ meaning }) => meaning === 'approved').map(asked => [JSON.stringify([artefactOf(asked), idOfWho(asked)]), asked]));
  const merged = all.filter(asked => {
    const stronger = asked.meaning === 'reviewed' ? approving.get(JSON.stringify([artefactOf(asked), idOfWho(asked)])) : undefined;
    for (const [key, because] of stronger ? asked.because : []) stronger?.because.set(key, because);
    for (const key of stronger ? asked.changes : []) stronger?.changes.add(key);
    return !stronger;
  });
  return merged.map(asked => consent(asked, desk)).sort((a, b) => compareText(a.artefact.file, b.artefact.file)
    || MEANINGS.indexOf(a.meaning) - MEANINGS.indexOf(b.meaning) || compareText(a.who.id, b.who.id));
}

function consent(asked: Asked, desk: Desk): Consent {
  const { about, meaning, who, because, changes } = asked, document = 'act' in about ? undefined : about, own = document?.now ?? document?.was;
  const version = own && text(own.data, 'version');
  const artefact = own ? { id: own.id, type: own.kind, title: own.title, kind: own.kind, file: own.file, ...(version !== undefined && { version }) }
    : 'act' in about ? { ...about.artefact, file: about.after?.file ?? about.before?.file ?? about.artefact.id } : { id: '', type: '', title: '', kind: '', file: '' };
  return {
    artefact, meaning, because: [...because.values()], ...(document ? standing(asked, document, desk) : { state: 'missing' }), changes: [...changes],
    who: typeof who === 'string' ? { id: who, type: 'role', title: who, persons: [] }
      : { id: who.id, type: who.type, title: who.title, persons: personsOf(who, desk.after) },
  };
}

/** Who holds a role today, persons or groups by their names; of customers and other parties those to turn to. */
function personsOf(who: Item, { model, today }: State): readonly string[] {
  const value = model.value(who);
  if (who.type !== 'role') return objects(value, 'contacts').flatMap(contact => text(contact.value, 'name') ?? []);
  return holdersOn(value, today).flatMap(holder => {
    const person = text(holder, 'person');
    return person === undefined ? text(holder, 'group') ?? [] : model.item(person)?.title ?? person;
  });
}

const STATES: readonly Approval['state'][] = ['evidenced', 'claimed', 'contradicted'];

/** What there is of the consent, the best first: records that cover the content as it is now, else what the document itself says for the first time. */
function standing({ meaning, who, fresh }: Asked, { was, now }: Document, { before, after, control }: Desk): Pick<Consent, 'state' | 'record'> {
  const { model } = after, id = typeof who === 'string' ? who : who.id, known = control.documents.get(now?.id ?? '');
  if (!now || !known) return { state: 'missing' };
  const isTheirs = ({ role, party }: Approval): boolean => {
    const own = role === undefined ? undefined : model.item(role);
    return own?.id === id || role === id || [party, own && text(model.value(own), 'party')].some(name => name !== undefined && idOf(model, name) === id);
  };
  const fits = (given: Approval['meaning']): boolean => given === meaning || (meaning === 'reviewed' && given === 'approved')
    || (meaning !== 'agreed' && given === 'withdrawn' && isRetired(now));
  const records = known.approvals.filter(approval => fits(approval.meaning) && approval.version === known.version && isTheirs(approval) && covers(approval));
  const best = STATES.flatMap(state => records.filter(each => each.state === state))[0];
  if (best) {
    const person = best.person === undefined ? undefined : model.item(best.person)?.title ?? best.person;
    return { state: best.state, ...(best.record && { record: { ...best.record, ...(best.on !== undefined && { on: best.on }),
      ...(person !== undefined && { person }) } }) };
  }
  if (meaning === 'agreed') {
    const said = (of: Artefact | undefined): Fields[] => objects(of?.data, 'agreedBy').flatMap(({ value }) => (idOf(model, text(value, 'party') ?? '') === id ? [value] : []));
    // Without a day, or on one before they agreed to what was, nobody agreed to this.
    const last = latestDay(said(was).map(entry => text(entry, 'on'))) ?? '';
    const entry = said(now).findLast(each => { const on = text(each, 'on'); return isDay(on) && on > last && on <= after.today; });
    const on = text(entry, 'on'), person = text(entry, 'name');
    return entry ? { state: 'claimed', record: { id: now.id, file: now.file, ...(on !== undefined && { on }),
      ...(person !== undefined && { person }) } } : { state: 'missing' };
  }
  // The header names one who approves; it says so anew, or it says what it said of something else.
  const claim = known.approval;
  return meaning === 'approved' && claim && !claim.record && claim.role !== undefined && idOf(model, claim.role) === id && isClaimed(was, now)
    ? { state: claim.state } : { state: 'missing' };

  function covers({ record, state }: Approval): boolean {
    const own = record && model.artefact(record.id), earlier = record && before.model.artefact(record.id), digest = text(own?.data, 'digest'),
      content = model.files.get(now?.file ?? '')?.digest;
    const isNew = !earlier || ['version', 'digest', 'on'].some(key => text(earlier.data, key) !== text(own?.data, key));
    if (fresh || !digest || !content) return isNew;
    return digest === content || (isNew && state === 'contradicted');
  }
}
