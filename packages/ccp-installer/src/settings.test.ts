import { describe, expect, test } from '@jest/globals';
import { CcpError } from 'ccp-core';
import { readSettings } from './settings.ts';

const environment = { name: 'blue', namespace: 'blue' };

describe('settings of the local cluster', () => {
  test('defaults are complete, and the name follows the environment', () => {
    expect(readSettings({ section: undefined, environment })).toEqual({
      name: 'ccp-blue',
      subnet: '172.31.80.0/24',
      apiPort: 16443,
      registryPort: 15000,
      volumesPerNode: 8,
      externalSubnet: '172.30.80.0/24',
      unsafeNoFsync: false,
    });
  });

  test('every fault is named with its key', () => {
    const section = { subnet: '172.31.80.5/24', apiPort: 80, nods: 2 };
    try {
      readSettings({ section, environment });
      throw new Error('nothing was refused');
    } catch (error) {
      expect(error).toBeInstanceOf(CcpError);
      const { code, evidence } = error as CcpError;
      expect(code).toBe('CONFIG_INVALID');
      expect(evidence.join('\n')).toMatch(/installer\.subnet/);
      expect(evidence.join('\n')).toMatch(/installer\.apiPort/);
      expect(evidence.join('\n')).toMatch(/nods/);
    }
  });
});
