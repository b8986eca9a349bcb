import assert from 'node:assert/strict';
import { join } from 'node:path';
import { editorDesk, type EditorDesk } from '../../src/editing/desk.js';
import { rename } from '../../src/editing/rename.js';
import type { CheckResult } from '../../src/session/session.js';
import { applyChanges, type Changes } from '../../src/sms/changes.js';
import { ENGLISH } from '../../src/sms/language.js';
import { compareText } from '../../src/sms/text.js';
import type { Finding, Item } from '../../src/sms/types.js';
import { textsUnder } from '../support/folders.js';
import { checkTexts, crashedIn, openTexts } from '../support/sms.js';

/** One thing of each sort, its new id, and the new name of its file where that carries the id. */
const RENAMES: readonly (readonly [what: string, id: string, now: string, file?: string])[] = [
  ['a service', 'SVC-MAIL', 'SVC-POST'], ['an inner service', 'SVC-NET', 'SVC-NETWORK'], ['a role', 'ROLE-SD', 'ROLE-DIRECTOR'], ['an agreement', 'SLA-BOREAL', 'SLA-NORTH', 'agreements/sla-north.yaml'],
  ['a target', 'SLA-BOREAL#p1-restore', 'p1-recovery'], ['a target, to a word', 'SLA-MAASLAB#p1-restore', 'recovery'], ['a risk', 'RSK-007', 'RSK-107'], ['a calendar', 'CAL-24X7', 'CAL-ALWAYS'],
  ['a customer', 'CUS-BOREAL', 'CUS-NORTH'], ['a person', 'PER-LM', 'PER-MAAS'], ['a supplier', 'SUP-LABSOFT', 'SUP-LABORATORY'], ['a configuration item', 'CI-MX-QUEUE', 'CI-QUEUE'],
  ['a procedure', 'PROC-INC', 'PROC-INCIDENT'], ['a plan', 'PLAN', 'BOOK', 'context/book.md'], ['a requirement', 'REQ-MAIL-01', 'REQ-POST-01'], ['an improvement', 'IMP-011', 'IMP-111'],
  ['an activity of a plan', 'TP-LIS#servers', 'machines'], ['a finding of an audit', '', 'F-10'], ['a finding of a certification', 'CERT-HARBOUR#nc-suppliers', 'nc-parties'],
  ['an incident', 'INC-2841', 'INC-2941', 'records/incidents/INC-2941.yaml'], ['a problem', 'PRB-118', 'PRB-218', 'records/problems/PRB-218.yaml'], ['a change', 'CHG-1098', 'CHG-2098', 'records/changes/CHG-2098.yaml'],
  ['a priority matrix', 'PM-HARBOUR', 'PM-PORT'], ['a catalogue', 'CAT-HARBOUR', 'CAT-PORT'], ['a deviation', 'DEV-001', 'DEV-101'], ['a process', 'PRC-RISK', 'PRC-RISKS'],
];

describe('renaming in the sample harbour', function () {
  this.timeout(60_000);
  let texts: ReadonlyMap<string, string>, unsaved: (texts: ReadonlyMap<string, string>) => Promise<CheckResult>, then: CheckResult, desk: EditorDesk;
  before(async () => {
    texts = textsUnder(join(process.cwd(), 'samples/harbour'));
    unsaved = await openTexts(texts);
    then = await unsaved(new Map());
    desk = editorDesk(then, { textOf: file => texts.get(file), isChecked: () => true }, ENGLISH);
  });

  const changesOf = ({ file, idRange }: Item, now: string): Changes => {
    const changes = rename(desk, file, idRange.start, now, { renamesFiles: true, asks: true });
    assert.ok(!('refused' in changes), JSON.stringify(changes));
    return changes;
  };
  /** Files that are edited alone are checked as an editor has them; the others are read again. */
  const checked = (changes: Changes): Promise<CheckResult> => {
    const after = applyChanges(texts, changes);
    return changes.rename ? checkTexts(after) : unsaved(new Map([...after].filter(([file, text]) => texts.get(file) !== text)));
  };
  /** What each reference names, with a name and a file replaced; of those that name nothing that they name nothing. */
  const graph = ({ model }: CheckResult, name: (id: string) => string = id => id, place: (file: string) => string = file => file): { items: string[]; names: string[] } => ({
    items: model.items.map(({ file, type, path, id }) => `${place(file)} ${type} ${path.join('.')} ${name(id)}`).sort(compareText),
    names: model.references.map(reference => { const item = model.resolve(reference); return `${place(reference.file)} ${reference.via} ${reference.path.join('.')} ${item ? name(item.id) : String(model.resolves(reference))}`; }).sort(compareText),
  });
  const line = ({ file, rule, message }: Finding): string => `${file} ${rule} ${message}`;

  for (const [what, named, now, file] of RENAMES) {
    it(`of ${what} leaves nothing dangling, and the same graph with one name replaced`, async () => {
      const item = named === '' ? then.model.ofType('audit-finding')[0] : then.model.item(named);
      assert.ok(item, named);
      const changes = changesOf(item, now), moved = changes.rename?.[0], place = (path: string): string => (moved && path === moved.from ? moved.to : path);
      assert.equal(moved?.to, file);
      const after = await checked(changes);
      const wanted = graph(then, id => (id === item.id ? item.local === undefined ? now : `${item.artefact}#${now}` : item.path.length === 0 && id.startsWith(`${item.id}#`) ? now + id.slice(item.id.length) : id), place);
      assert.deepEqual(graph(after), wanted);
      assert.deepEqual(crashedIn(after), []);
      // What was approved by a record is not what stands there now; the record itself names it as it did on its day.
      const touched = new Set(changes.edits?.filter(({ edits }) => edits.some(({ confirm, note }) => /approved/.test(`${confirm ?? ''}${note ?? ''}`))).map(each => place(each.file)));
      const approved = [...then.control.documents.values()].filter(({ status, approval }) => status === 'approved' && approval?.record).map(document => place(document.file)).filter(path => touched.has(path));
      assert.deepEqual(after.findings.map(line), approved.map(path => `${path} doc-changed-without-version record`).sort(compareText));
      assert.deepEqual(changes.edits?.filter(each => each.file.startsWith('approvals/')), []);
    });
  }

  it('leaves nothing dangling where all that is asked about is left as it is', async () => {
    for (const [id, now] of [['SVC-MAIL', 'SVC-POST'], ['SLA-BOREAL', 'SLA-NORTH'], ['SLA-BOREAL#p1-restore', 'p1-recovery'], ['ROLE-SD', 'ROLE-DIRECTOR']] as const) {
      const item = then.model.item(id);
      assert.ok(item);
      const changes = changesOf(item, now), sure = { ...changes, edits: changes.edits?.map(({ file, edits }) => ({ file, edits: edits.filter(({ confirm }) => confirm === undefined) })) ?? [] };
      const after = await checked(sure), { model } = after;
      assert.deepEqual(model.references.filter(reference => !model.resolves(reference)), []);
assert.deepEqual([...new Set(after.findings.map(({ rule }) => rule).filter(rule => rule !== 'alias-used'))], ['doc-changed-without-version']);
    }
  });
});
