import { describe, expect, test } from '@jest/globals';
import { lastLines, quote } from './exec.ts';

describe('evidence of a failed command', () => {
  test.each([
    ['--config', '--config'],
    ['/run/ccp/kubeadm.yaml', '/run/ccp/kubeadm.yaml'],
    ['a b', "'a b'"],
    ["it's", `'it'\\''s'`],
    ['', "''"],
  ])('%j is pasted as %s', (word, pasted) => expect(quote(word)).toBe(pasted));

  test('the last lines that say something', () => {
    expect(lastLines('one\n\ntwo  \r\nthree\n', 2)).toEqual(['two', 'three']);
  });
});
