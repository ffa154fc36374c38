import { describe, expect, test } from '@jest/globals';
import { judgeSpace } from './disk-space.ts';

const space = (freeGb: number): { folder: string; freeGb: number } => ({ folder: '/data', freeGb });

describe('space for a build', () => {
  test('enough is not spoken of', () => expect(judgeSpace(space(30), 27)).toBeUndefined());
  test('a full disk does not stop what builds nothing', () => expect(judgeSpace(space(0.1), 0)).toBeUndefined());
  test('what may become too little is warned of', () => expect(judgeSpace(space(5), 27)).toMatch(/5\.0 GB are free in \/data, 27 image\(s\).* 8\.9 GB/));
  test('a disk that is nearly full is refused before anything is built', () =>
    expect(() => judgeSpace(space(0.4), 1)).toThrow(expect.objectContaining({ code: 'PREREQUISITE', hint: expect.stringContaining('Free some space') as unknown })));
});
