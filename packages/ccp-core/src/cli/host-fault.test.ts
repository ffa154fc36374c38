import { describe, expect, test } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { hostFault } from './host-fault.ts';

describe('faults of the host', () => {
  test('a full disk is told with the file and what to do', async () => {
    const fault: unknown = await writeFile('/dev/full', 'x').catch((error: unknown) => error);
    expect(hostFault(fault)).toMatchObject({ code: 'HOST_REFUSED', message: expect.stringContaining('the disk is full') as unknown, hint: expect.stringContaining('Free some space') as unknown });
  });

  test('a bug stays a bug', () => {
    const bug = new TypeError('x is not a function');
    expect(hostFault(bug)).toBe(bug);
  });
});
