import assert from 'node:assert/strict';
import { movedRanges } from '../../src/server/moved.js';

/** Where what is marked `^` in the text before stands in the text after; `gone` where its line is not there any more. */
function moved(before: string, after: string): string {
  const at = before.indexOf('^'), text = before.replace('^', ''), line = before.slice(0, at).split('\n').length - 1, character = at - before.lastIndexOf('\n', at) - 1;
  const range = movedRanges(text, after)({ start: { line, character }, end: { line, character: character + 1 } });
  return range ? after.split('\n')[range.start.line]?.slice(range.start.character, range.end.character) ?? 'outside' : 'gone';
}

describe('a range of an earlier text', () => {
  it('stays above what was edited', () => { assert.equal(moved('^a\nb\nc', 'a\nb\nnew\nc'), 'a'); });
  it('goes with its line below lines that came', () => { assert.equal(moved('a\nb\n^c', 'a\nnew\nnewer\nb\nc'), 'c'); });
  it('goes with its line below lines that went', () => { assert.equal(moved('a\nb\nc\n^d', 'a\nd'), 'd'); });
  it('is gone with its line', () => { assert.equal(moved('a\n^b\nc', 'a\nc'), 'gone'); });
  it('stays in a line that was edited', () => { assert.equal(moved('a\n^bc\nd', 'a\nbcx\nd'), 'b'); });
  it('stays in a text that is the same', () => { assert.equal(moved('a\n^b', 'a\nb'), 'b'); });
  it('is counted by lines that end as in an editor', () => {
    assert.deepEqual(movedRanges('a\r\nb\rc', 'a\r\nx\r\nb\rc')({ start: { line: 2, character: 0 }, end: { line: 2, character: 1 } }), { start: { line: 3, character: 0 }, end: { line: 3, character: 1 } });
  });
});
