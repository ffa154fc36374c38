import { describe, expect, test } from '@jest/globals';
import { checkConfigReference } from 'ccp-core/testing';
import { fileURLToPath } from 'node:url';

describe('configuration reference', () => {
  test('is what the schemas say (UPDATE_REFERENCE=1 writes it)', async () => {
    expect(await checkConfigReference(fileURLToPath(new URL('../../../', import.meta.url)), process.env['UPDATE_REFERENCE'] === '1')).toEqual([]);
  });
});
