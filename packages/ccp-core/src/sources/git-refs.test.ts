import { describe, expect, test } from '@jest/globals';
import { parseRefs, placeOf, refPatterns } from './git-refs.ts';

const refs = parseRefs(['a\tHEAD', 'a\trefs/heads/master', 'b\trefs/heads/stable/2026.2', 'c\trefs/tags/30.0.0', 'd\trefs/tags/30.0.0^{}', 'e\trefs/changes/34/1234/5'].join('\n'));

describe('what a ref means', () => {
  test.each([
    ['HEAD', { kind: 'ref', name: 'HEAD' }],
    ['stable/2026.2', { kind: 'ref', name: 'refs/heads/stable/2026.2' }],
    ['30.0.0', { kind: 'ref', name: 'refs/tags/30.0.0' }],
    ['refs/changes/34/1234/5', { kind: 'ref', name: 'refs/changes/34/1234/5' }],
    ['changes/34/1234/5', { kind: 'ref', name: 'refs/changes/34/1234/5' }],
    ['0123456', { kind: 'commit', commit: '0123456' }],
  ])('%s', (ref, place) => {
    expect(placeOf('x', ref, refs)).toEqual(place);
  });

  test('an unknown one names one that is near, or what there is', () => {
    expect(() => placeOf('x', 'stable/2026.1', refs)).toThrow(expect.objectContaining({ code: 'SOURCE_FAILED', hint: 'Did you mean "stable/2026.2"?' }));
    expect(() => placeOf('x', 'nothing-like-it', refs)).toThrow(expect.objectContaining({ hint: 'It has: master, stable/2026.2, 30.0.0, refs/changes/34/1234/5.' }));
    expect(() => placeOf('x', 'HEAD', [])).toThrow(expect.objectContaining({ message: 'x has no commits' }));
  });

  test('a server is asked for its reviews only when one is meant', () => {
    expect(refPatterns('master')).not.toContain('refs/master');
    expect(refPatterns('changes/1/1/1')).toContain('refs/changes/1/1/1');
  });
});
