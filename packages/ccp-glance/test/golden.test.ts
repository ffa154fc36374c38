import { expect, test } from '@jest/globals';
import { checkGolden } from 'ccp-core/testing';
import { fileURLToPath } from 'node:url';

test('Dockerfiles and manifests are as reviewed; UPDATE_GOLDEN=1 writes them anew', async () => {
  const differences = await checkGolden(fileURLToPath(new URL('..', import.meta.url)), process.env['UPDATE_GOLDEN'] === '1');
  expect(differences).toEqual([]);
});
