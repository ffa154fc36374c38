import { describe, expect, test } from '@jest/globals';
import { versionOfCommit, withLocalPart } from './tree-version.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

describe('the version of a commit', () => {
  test.each([
    ['30.0.0-0-g0123456', '30.0.0'],
    ['v30.0.0-0-g0123456', '30.0.0'],
    ['30.0.0-5-g0123456', '30.0.1.dev5+g0123456789ab'],
    ['30.0.0.0rc1-2-g0123456', '30.0.0.0rc2.dev2+g0123456789ab'],
    ['ussuri-eol-3-g0123456', '29.1.0+g0123456789ab'],
    [undefined, '29.1.0+g0123456789ab'],
  ])('described as %s is %s', (described, version) => {
    expect(versionOfCommit(described, commit, '29.1.0')).toBe(version);
  });
});

test('a version has one local part', () => {
  expect(withLocalPart('30.0.0', 'd1')).toBe('30.0.0+d1');
  expect(withLocalPart('30.0.0+g2', 'd1')).toBe('30.0.0+g2.d1');
});
