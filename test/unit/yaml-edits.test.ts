import assert from 'node:assert/strict';
import fc from 'fast-check';
import { edited, type Edit } from '../../src/sms/changes.js';
import type { Adoption } from '../../src/sms/config.js';
import { builtInKinds } from '../../src/sms/kinds.js';
import { readSource } from '../../src/sms/source.js';
import { addEntry, editBetween, inSequence, insertField, remove, renameKey, setField, setValue, type Step, type Value } from '../../src/sms/yaml-edits.js';
import { coreValue, readYaml, type Node } from '../../src/sms/yaml.js';

const HEAD = 'kind: document\nid: D\n';

/** The text behind the head after a step; `refused` where it cannot be done. */
function after(text: string, step: Step, { eol = '\n', file = 'd.yaml', adoption }: { eol?: string; file?: string; adoption?: Adoption } = {}): string {
  const whole = (adoption ? text : HEAD + text).replaceAll('\n', eol);
  const edits = step(readSource(file, whole, adoption, builtInKinds), whole);
  if (!edits) return 'refused';
  return edited(whole, edits).replaceAll(eol, '\n').slice(adoption ? 0 : HEAD.length);
}

describe('edits of fields', () => {
  const cases: Record<string, { before: string; step: Step; after: string }> = {
    'a value inside its quotes': { before: 'a: "x" # c\n', step: (s, t) => setValue(s, t, ['a'], 'y'), after: 'a: "y" # c\n' },
    'a value inside a list entry': { before: 'a:\n  - id: x # c\n    b: 1\n', step: (s, t) => setValue(s, t, ['a', 0, 'b'], 2), after: 'a:\n  - id: x # c\n    b: 2\n' },
    'an entry of a list of values': { before: 'a: [x, "y", z]\n', step: (s, t) => setValue(s, t, ['a', 1], 'w'), after: 'a: [x, "w", z]\n' },
    'an entry of a block list': { before: 'a:\n  - x # c\n  - \'y\'\n', step: (s, t) => setValue(s, t, ['a', 0], 'w: v'), after: 'a:\n  - \'w: v\' # c\n  - \'y\'\n' },
    'a number takes no quotes': { before: 'a: "x" # c\n', step: (s, t) => setValue(s, t, ['a'], 99.9), after: 'a: 99.9 # c\n' },
    'a list for a value': { before: 'a: x # c\nb: 1\n', step: (s, t) => setValue(s, t, ['a'], ['x', '&y']), after: 'a: [x, \'&y\'] # c\nb: 1\n' },
    'a list of sentences for a value': { before: 'a: x # c\nb: 1\n', step: (s, t) => setValue(s, t, ['a'], ['One thing.', 'Two: things.']), after: 'a: # c\n  - One thing.\n  - \'Two: things.\'\nb: 1\n' },
    'an object for a value': { before: 'a: x # c\nb: 1\n', step: (s, t) => setValue(s, t, ['a'], { k: 'v', l: 2 }), after: 'a: # c\n  k: v\n  l: 2\nb: 1\n' },
    'a value for an object': { before: 'a:\n  k: v\nb: 1\n', step: (s, t) => setValue(s, t, ['a'], 'x'), after: 'a: x\nb: 1\n' },
    'no comment is lost': { before: 'a:\n  k: v # why\n  l: w\nb: 1\n', step: (s, t) => setValue(s, t, ['a'], 'x'), after: 'refused' },
    'a value that others borrow': { before: 'a: &x v\nb: *x\n', step: (s, t) => setValue(s, t, ['a'], 'w'), after: 'refused' },
    'nothing to replace': { before: 'b: 1\n', step: (s, t) => setValue(s, t, ['a'], 'w'), after: 'refused' },
    'the same value again': { before: 'a: \'v\'\n', step: (s, t) => setValue(s, t, ['a'], 'v'), after: 'a: \'v\'\n' },

    'a field in order': { before: 'a: 1\nc: 3\n', step: (s, t) => insertField(s, t, [], 'b', 2, ['a', 'b', 'c']), after: 'a: 1\nb: 2\nc: 3\n' },
    'a field in front of the next one': { before: 'c: 3\n', step: (s, t) => insertField(s, t, [], 'b', 2, ['b', 'c']), after: 'b: 2\nc: 3\n' },
    'a field behind a block': { before: 'a:\n  - x\n  - y # c\nc: 3\n', step: (s, t) => insertField(s, t, [], 'b', 'v', ['a', 'b', 'c']), after: 'a:\n  - x\n  - y # c\nb: v\nc: 3\n' },
    'a field of a list entry': { before: 'a:\n  - id: x\n    c: 3\n  - id: y\n', step: (s, t) => insertField(s, t, ['a', 0], 'b', 2, ['id', 'b', 'c']), after: 'a:\n  - id: x\n    b: 2\n    c: 3\n  - id: y\n' },
    'a first field of a list entry': { before: 'a:\n  - c: 3 # k\n    d: 4\n', step: (s, t) => insertField(s, t, ['a', 0], 'id', 'x', ['id', 'c']), after: 'a:\n  - id: x\n    c: 3 # k\n    d: 4\n' },
    'a field between braces': { before: 'a: { id: x, c: 3 } # k\n', step: (s, t) => insertField(s, t, ['a'], 'b', ['p', 'q'], ['id', 'b', 'c']), after: 'a: { id: x, b: [p, q], c: 3 } # k\n' },
    'a field of an entry in braces': { before: 'a:\n  - { c: 3 }\n', step: (s, t) => insertField(s, t, ['a', 0], 'b', { k: 1 }, ['b', 'c']), after: 'a:\n  - { b: { k: 1 }, c: 3 }\n' },
    'a field of an object that is not there': { before: 'a: 1\nc: 3\n', step: (s, t) => insertField(s, t, ['b'], 'k', 'v', ['k']), after: 'a: 1\nc: 3\nb:\n  k: v\n' },
    'a field of an empty object': { before: 'a:   # c\nb: 1\n', step: (s, t) => insertField(s, t, ['a'], 'k', 'v', []), after: 'a:   # c\n  k: v\nb: 1\n' },
    'a field between empty braces': { before: 'a: {}\n', step: (s, t) => insertField(s, t, ['a'], 'k', 'v', []), after: 'a: { k: v }\n' },
    'a field without a value': { before: 'a:\nb: 1\n', step: (s, t) => insertField(s, t, [], 'a', 'v', []), after: 'a: v\nb: 1\n' },
    'a field that has a value': { before: 'a: x\n', step: (s, t) => insertField(s, t, [], 'a', 'v', []), after: 'refused' },
    'a field to be filled in': { before: 'a: 1\nc: { d: 1 }\n', step: (s, t) => inSequence(s, t, [(u, v) => insertField(u, v, [], 'b', { k: null, l: 'x' }, ['a', 'b']), (u, v) => insertField(u, v, ['c'], 'e', null, [])]),
      after: 'a: 1\nb:\n  k:\n  l: x\nc: { d: 1, e: ~ }\n' },
    'objects in a list': { before: 'a: 1\n', step: (s, t) => insertField(s, t, [], 'b', [{ id: 'x', t: 'a: b' }, { id: 'y' }], ['a', 'b']), after: 'a: 1\nb:\n  - id: x\n    t: \'a: b\'\n  - id: y\n' },
    'as the file indents': { before: 'a:\n- x\nb:\n    k: 1\n', step: (s, t) => insertField(s, t, [], 'c', [{ id: 'x', o: { p: 1 } }], []), after: 'a:\n- x\nb:\n    k: 1\nc:\n- id: x\n  o:\n      p: 1\n' },

    'an entry in brackets': { before: 'a: [x, y] # c\n', step: (s, t) => addEntry(s, t, ['a'], 'z'), after: 'a: [x, y, z] # c\n' },
    'an entry over lines in brackets': { before: 'a: [\n  x, # one\n  y # two\n]\n', step: (s, t) => addEntry(s, t, ['a'], 'z'), after: 'a: [\n  x, # one\n  y, # two\n  z\n]\n' },
    'an entry of a block': { before: 'a:\n  - x\n  - "y" # c\n    # more\nb: 1\n', step: (s, t) => addEntry(s, t, ['a'], 'z'), after: 'a:\n  - x\n  - "y" # c\n    # more\n  - "z"\nb: 1\n' },
    'an entry of a block without indent': { before: 'a:\n- id: x\n  k: 1\nb: 1\n', step: (s, t) => addEntry(s, t, ['a'], { id: 'y', k: 2 }), after: 'a:\n- id: x\n  k: 1\n- id: y\n  k: 2\nb: 1\n' },
    'an entry like its neighbour in braces': { before: 'a:\n  - { id: x, k: 1 }\n', step: (s, t) => addEntry(s, t, ['a'], { id: 'y', k: 2 }), after: 'a:\n  - { id: x, k: 1 }\n  - { id: y, k: 2 }\n' },
    'an entry at the end without a line end': { before: 'a:\n  - x', step: (s, t) => addEntry(s, t, ['a'], 'y'), after: 'a:\n  - x\n  - y' },
    'an entry of an empty list': { before: 'a: [] # c\nb: 1\n', step: (s, t) => addEntry(s, t, ['a'], 'y'), after: 'a: [y] # c\nb: 1\n' },
    'an object of an empty list': { before: 'a: [] # c\nb: 1\n', step: (s, t) => addEntry(s, t, ['a'], { id: 'y', k: 2 }), after: 'a: # c\n  - id: y\n    k: 2\nb: 1\n' },
    'an entry of a list that is not there': { before: 'a: 1\nc: 1\n', step: (s, t) => addEntry(s, t, ['b'], 'y', ['a', 'b', 'c']), after: 'a: 1\nb: [y]\nc: 1\n' },
    'an entry where a value stands': { before: 'a: x\n', step: (s, t) => addEntry(s, t, ['a'], 'y'), after: 'refused' },
    'an entry of a list in a list entry': { before: 'a:\n  - id: x\n    l:\n      - p\n  - id: y\n', step: (s, t) => addEntry(s, t, ['a', 0, 'l'], 'q'), after: 'a:\n  - id: x\n    l:\n      - p\n      - q\n  - id: y\n' },

    'out with a field': { before: 'a: 1 # c\n# of b\nb:\n  - x\nc: 3\n', step: (s, t) => remove(s, t, ['b']), after: 'a: 1 # c\n# of b\nc: 3\n' },
    'out with the first field behind a dash': { before: 'a:\n  - b: 1\n    id: x\n', step: (s, t) => remove(s, t, ['a', 0, 'b']), after: 'a:\n  - id: x\n' },
    'out with the last of an object': { before: 'a:\n  b: 1\nc: 3\n', step: (s, t) => remove(s, t, ['a', 'b']), after: 'c: 3\n' },
    'out with an entry': { before: 'a:\n  - x\n  # of y\n  - y\n  - z\n', step: (s, t) => remove(s, t, ['a', 1]), after: 'a:\n  - x\n  # of y\n  - z\n' },
    'out with an entry in brackets': { before: 'a: [x, "y", z]\n', step: (s, t) => remove(s, t, ['a', 1]), after: 'a: [x, z]\n' },
    'out with the last entry in brackets': { before: 'a: [x, y]\n', step: (s, t) => remove(s, t, ['a', 1]), after: 'a: [x]\n' },
    'out with what others borrow': { before: 'a: &x v\nb: *x\n', step: (s, t) => remove(s, t, ['a']), after: 'refused' },
    'out with what is not there': { before: 'a: 1\n', step: (s, t) => remove(s, t, ['b']), after: 'a: 1\n' },

    'another key': { before: 'a: 1 # c\n"b": 2\n', step: (s, t) => renameKey(s, t, ['b'], 'd'), after: 'a: 1 # c\n"d": 2\n' },
    'a key that is taken': { before: 'a: 1\nb: 2\n', step: (s, t) => renameKey(s, t, ['b'], 'a'), after: 'refused' },
  };
  for (const [name, { before, step, after: wanted }] of Object.entries(cases)) {
    it(name, () => {
      assert.equal(after(before, step), wanted);
      assert.equal(after(before, step, { eol: '\r\n' }), wanted, 'with CRLF');
      if (wanted !== 'refused' && before.endsWith('\n')) {
        const whole = `---\n${HEAD}${before}---\n# D\n\na: 1\n`, edits = step(readSource('d.md', whole, undefined, builtInKinds), whole);
        assert.equal(edits && edited(whole, edits), `---\n${HEAD}${wanted}---\n# D\n\na: 1\n`, 'in front matter');
      }
    });
  }

  it('go into braces at the top as they do into blocks', () => {
    const text = '{ "kind": "document", "id": "D", "l": ["a"] }\n';
    const on = (step: Step): string => { const edits = step(readSource('d.yaml', text, undefined, builtInKinds), text); return edits ? edited(text, edits) : 'refused'; };
    assert.equal(on((s, t) => insertField(s, t, [], 'title', 'T', ['id', 'title', 'l'])), '{ "kind": "document", "id": "D", "title": "T", "l": ["a"] }\n');
    assert.equal(on((s, t) => addEntry(s, t, ['l'], 'b')), '{ "kind": "document", "id": "D", "l": ["a", "b"] }\n');
    assert.equal(on((s, t) => remove(s, t, ['l', 0])), '{ "kind": "document", "id": "D" }\n');
  });

  it('leave a file alone that cannot be read to its end', () => assert.equal(after('a: "x\nb: 1\n', (s, t) => setField(s, t, ['c'], 'v', [])), 'refused'));

  it('mend a slip', () => assert.equal(after('a: “x”\n', (s, t) => setValue(s, t, ['a'], 'x')), 'a: x\n'));

  it('write an adopted file under its keys, in its words', () => {
    const adoption: Adoption = { files: '*', as: 'yaml', kind: 'document', fields: { title: 'name', status: 'meta.state', distribution: 'meta.to' }, values: { status: { wip: 'draft' } }, set: {} };
    const text = 'name: N\nmeta:\n    to: [x] # c\n';
    assert.equal(after(text, (s, t) => insertField(s, t, [], 'status', 'draft', ['title', 'status', 'distribution']), { adoption }), 'name: N\nmeta:\n    state: wip\n    to: [x] # c\n');
    assert.equal(after(text, (s, t) => addEntry(s, t, ['distribution'], 'y'), { adoption }), 'name: N\nmeta:\n    to: [x, y] # c\n');
    assert.equal(after(text, (s, t) => setField(s, t, ['owner'], 'y', []), { adoption }), 'refused');
  });

  it('are made one after another, and stay small', () => {
    const steps: Step[] = [
      (s, t) => insertField(s, t, [], 'b', [{ id: 'x' }], ['a', 'b', 'c']), (s, t) => addEntry(s, t, ['b'], { id: 'y' }), (s, t) => setValue(s, t, ['c'], 4),
      (s, t) => setValue(s, t, ['b', 0, 'id'], 'z'), (s, t) => insertField(s, t, [], 'a', 1, ['a', 'b']),
    ];
    const text = `${HEAD}# one\nc: 3\nd: 5\n`, edits = inSequence(readSource('d.yaml', text, undefined, builtInKinds), text, steps) ?? [];
    assert.equal(edited(text, edits), `${HEAD}# one\na: 1\nb:\n  - id: z\n  - id: y\nc: 4\nd: 5\n`);
    assert.deepEqual(edits.map(({ range }) => [range.start.line, range.end.line]), [[3, 3], [3, 3]]);
    assert.equal(inSequence(readSource('d.yaml', text, undefined, builtInKinds), text, [...steps, () => undefined]), undefined);
  });

  describe('of any file', () => {
    type Data = string | number | Data[] | { [key: string]: Data };
    const word = fc.constantFrom('x', 'a b', 'it\'s', '#1', 'a: b', '[z]', '- q', '', ' pad ', 'ü', '"q"', 'null', '2026-03-31', '@me', 'a, b'), key = fc.constantFrom('a', 'b', 'c', 'd', 'e f');
    const { data } = fc.letrec<{ data: Data }>(tie => ({
      data: fc.oneof({ maxDepth: 3, withCrossShrink: true }, word, fc.integer({ min: 0, max: 99 }), fc.array(tie('data'), { maxLength: 3 }), fc.dictionary(key, tie('data'), { maxKeys: 3, noNullPrototype: true })),
    }));
    /** One way of many to write it, with remarks. */
    const write = (value: Data, indent: string, pick: () => number): string => {
      if (typeof value !== 'object') return ` ${JSON.stringify(value)}${pick() === 0 ? ' # r' : ''}\n`;
      if (Object.keys(value).length === 0 || pick() === 0) return ` ${flow(value, pick)}${pick() === 0 ? ' # r' : ''}\n`;
      const below = Array.isArray(value) && pick() < 2 ? indent : `${indent}  `, remark = pick() === 0 ? `${below}# r\n` : '';
      if (Array.isArray(value)) return `\n${value.map(item => `${below}-${isBlockMap(item) && pick() > 0 ? write(item, `${below}  `, () => 3).trimStart().replace(/^/, ' ') : write(item, `${below}  `, pick)}`).join(remark)}`;
      return `${indent === '' ? '' : '\n'}${Object.entries(value).map(([name, child]) => `${below.slice(indent === '' ? 2 : 0)}${name}:${write(child, below.slice(indent === '' ? 2 : 0) || ' ', pick)}`).join(remark)}`;
    };
    const isBlockMap = (value: Data): value is { [key: string]: Data } => typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0;
    const flow = (value: Data, pick: () => number): string => (typeof value !== 'object' ? JSON.stringify(value) : Array.isArray(value) ? `[${value.map(item => flow(item, pick)).join(', ')}]`
      : `{ ${Object.entries(value).map(([name, child]) => `${pick() === 0 ? JSON.stringify(name) : name}: ${flow(child, pick)}`).join(', ')} }`);
    const read = (node: Node | undefined): unknown => (node === undefined ? {} : node.type === 'scalar' ? coreValue(node) : node.type === 'list' ? node.items.map(read) : Object.fromEntries(node.entries.map(({ key: { text }, value }) => [text, read(value)])));
    const pathsIn = (value: Data, path: (string | number)[]): (string | number)[][] => [path, ...(typeof value !== 'object' ? [] : Object.entries(value).flatMap(([step, child]) => pathsIn(child, [...path, Array.isArray(value) ? Number(step) : step])))];
    const at = (value: unknown, path: readonly (string | number)[]): unknown => path.reduce<unknown>((of, step) => (typeof of === 'object' && of !== null ? Object.getOwnPropertyDescriptor(of, step)?.value : undefined), value);

    it('do what they say and nothing else, or refuse', function () {
      this.timeout(60_000);
      let made = 0, refused = 0;
      fc.assert(fc.property(fc.dictionary(key, data, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), data, fc.infiniteStream(fc.nat({ max: 5 })), fc.nat(), fc.constantFrom('set', 'insert', 'add', 'remove'), fc.boolean(), (root, value, picks, which, what, crlf) => {
        const pick = (): number => picks.next().value ?? 1, body = write(root, '', pick).trimStart(), text = (crlf ? body.replaceAll('\n', '\r\n') : body);
        if (body.startsWith('{') || readYaml(text).problems.length > 0) return;
        const before = read(readYaml(text).root);
        assert.deepEqual(before, root, text);
        const paths = pathsIn(root, []).slice(1), path = paths[which % paths.length] ?? [], parent = path.slice(0, -1), last = path[path.length - 1], wanted: unknown = structuredClone(root), around = at(wanted, parent), own = at(root, path);
        const source = readSource('d.yaml', text, { files: '', as: 'yaml', kind: 'sms', fields: Object.fromEntries(['a', 'b', 'c', 'd', 'e f', 'new'].map(name => [name, name])), values: {}, set: {} }, builtInKinds);
        const step = (): Edit[] | 'none' | undefined => {
          switch (what) {
            case 'set': Reflect.set(Object(around), String(last), value); return setValue(source, text, path, value as Value);
            case 'insert': if (typeof own !== 'object' || Array.isArray(own)) return 'none'; Reflect.set(Object(at(wanted, path)), 'new', value); return insertField(source, text, path, 'new', value as Value, ['a', 'new', 'b']);
            case 'add': if (!Array.isArray(own)) return 'none'; Reflect.set(Object(at(wanted, path)), own.length, value); return addEntry(source, text, path, value as Value);
            case 'remove': if (Object.keys(Object(at(root, parent))).length < 2) return 'none'; if (Array.isArray(around)) around.splice(Number(last), 1); else Reflect.deleteProperty(Object(around), String(last)); return remove(source, text, path);
          }
        };
        const edits = step();
        if (edits === 'none') return;
        if (!edits) { refused++; return; }
        made++;
        const now = edited(text, edits);
        assert.deepEqual(read(readYaml(now).root), wanted, `${what} ${path.join('.')} ${JSON.stringify(value)}\n${text}\n---\n${now}`);
        assert.equal(crlf && /(?<!\r)\n/.test(now), false, now);
        if (what === 'insert' || what === 'add') assert.equal(now.match(/# r/g)?.length, text.match(/# r/g)?.length, now);
      }), { numRuns: 1500, seed: 5 });
      // What would take remarks with it.
      assert.ok(made > 400 && refused * 20 < made, `${made} made, ${refused} refused`);
    });
  });

  it('between two texts are one', () => {
    const on = (before: string, now: string): [Edit[], string] => { const edits = editBetween(before, now); return [edits, edited(before, edits)]; };
    assert.deepEqual(on('abc', 'abc'), [[], 'abc']);
    for (const [before, now] of [['a\r\nb\r\nc', 'a\r\nx\r\nc'], ['a\r\nb', 'a\nb'], ['aa', 'aaa'], ['', 'x'], ['x\r\n', 'x'], ['a\r\nb\r\n', 'a\r\nb\r\nb\r\n']] as const) assert.equal(on(before, now)[1], now);
    assert.equal(on('a: 1\nb: 2\nc: 3\n', 'a: 1\nb: 9\nc: 3\n')[0][0]?.text, '9');
  });
});
