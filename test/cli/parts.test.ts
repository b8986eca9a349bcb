import { visible } from '../../src/sms/text.js';
import assert from 'node:assert/strict';
import { commandData, commandProperty, harmless, jsonText } from '../../src/cli/escape.js';
import { columnsOf, paragraph, row, wantsColour } from '../../src/cli/layout.js';
import { absolutePath, pathBelow, relativePath, tidyPath } from '../../src/cli/paths.js';
import { exitCodeOf, worstOutcome } from '../../src/cli/run.js';

describe('parts of the command line', () => {
  it('reads paths of POSIX', () => {
    assert.equal(absolutePath('/home/ann', '../bob/./sms//'), '/home/bob/sms');
    assert.equal(absolutePath('/home/ann', '/'), '/');
    assert.equal(relativePath('/home/ann', '/home/ann'), '.');
    assert.equal(relativePath('/home/ann', '/home/bob/sms'), '../bob/sms');
    assert.equal(pathBelow('/home/ann', '/home/ann2'), undefined);
    assert.equal(pathBelow('/', '/srv/sms'), 'srv/sms');
    assert.equal(pathBelow('/srv', '/srv/..x'), '..x');
    assert.equal(tidyPath('/srv', './a b/'), 'a b');
    assert.equal(tidyPath('/srv', './'), '.');
    assert.equal(tidyPath('/srv', '../'), '..');
    assert.equal(tidyPath('/srv', 'back\\slash'), 'back\\slash');
  });

  it('reads paths of Windows: drives and shares, with slashes in what it shows (C11)', () => {
    assert.equal(absolutePath('C:\\work', 'sms\\docs'), 'C:\\work\\sms\\docs');
    assert.equal(absolutePath('C:\\work', '..\\other/sms'), 'C:\\other\\sms');
    assert.equal(absolutePath('C:\\work', 'D:\\sms'), 'D:\\sms');
    assert.equal(absolutePath('\\\\host\\share\\work', 'sms'), '\\\\host\\share\\work\\sms');
    assert.equal(relativePath('C:\\work', 'C:\\work\\sms\\docs'), 'sms/docs');
    assert.equal(relativePath('C:\\work', 'D:\\sms'), undefined);
    assert.equal(tidyPath('C:\\work', '.\\sms\\docs\\'), 'sms/docs');
  });

  it('shows what would steer a terminal', () => {
    assert.equal(visible('a\u001b[2Jb\u202ec\u0085\ud800'), 'a\\u001b[2Jb\\u202ec\\u0085\\ud800');
    assert.equal(visible('Zoë 🙂 日本 \\u001b'), 'Zoë 🙂 日本 \\u001b');
    assert.equal(JSON.parse(jsonText('\u009b\u2028é')), '\u009b\u2028é');
    assert.doesNotMatch(jsonText('\u009b\u2028\u0007'), /[\u0007\u009b\u2028]/);
  });

  it('gives CI systems no commands', () => {
    assert.equal(harmless('  ::error::x'), '  \\u003a:error::x');
    assert.equal(harmless('a ::error::x'), 'a ::error::x');
    assert.equal(harmless('x ##[error]y ##vso[task]z'), 'x \\u0023#[error]y \\u0023#vso[task]z');
    assert.equal(harmless('## Heading'), '## Heading');
    assert.equal(commandData('50%\r\nx'), '50%25\\u000d\\u000ax');
    assert.equal(commandProperty('a:b,c%'), 'a%3Ab%2Cc%25');
  });

  it('decides about colour: flag, environment, terminal (C04)', () => {
    const wants = (env: Record<string, string>, isTTY: boolean, flag = false): boolean => wantsColour({ env, isTTY }, flag);
    assert.equal(wants({}, true), true);
    assert.equal(wants({}, false), false);
    assert.equal(wants({ NO_COLOR: '' }, true), true);
    assert.equal(wants({ NO_COLOR: '1' }, true), false);
    assert.equal(wants({ FORCE_COLOR: '1' }, false), true);
    assert.equal(wants({ FORCE_COLOR: '0' }, true), false);
    assert.equal(wants({ FORCE_COLOR: '1' }, true, true), false);
    assert.equal(wants({ TERM: 'dumb' }, true), false);
  });

  it('fills lines by their width in a terminal', () => {
    assert.equal(columnsOf('日本e\u0301🙂'), 7);
    assert.deepEqual(paragraph('one two three four five six', 24, 4), ['    one two three four', '    five six']);
    assert.deepEqual(paragraph('one two', undefined, 4, true), ['one two']);
    assert.deepEqual(row(['a b', 'c', ''], [1, 3, 3]), ['a  c', 'b']);
  });

  it('orders outcomes as the format does: error, incomplete, findings, clean', () => {
    assert.equal(worstOutcome(['clean', 'findings', 'incomplete', 'error', 'clean']), 'error');
    assert.equal(worstOutcome(['findings', 'incomplete']), 'incomplete');
    assert.equal(worstOutcome([]), 'clean');
    assert.deepEqual(['clean', 'findings', 'incomplete', 'error'].map(o => exitCodeOf(o as 'clean', false)), [0, 1, 3, 2]);
    assert.deepEqual(['clean', 'findings', 'incomplete', 'error'].map(o => exitCodeOf(o as 'clean', true)), [0, 0, 3, 2]);
  });
});
