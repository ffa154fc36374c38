import { expect, test } from '@jest/globals';
import { checkWorkspace } from 'ccp-core/testing';
import { fileURLToPath } from 'node:url';

test('every component of the workspace keeps the promises of components', async () => {
  expect(await checkWorkspace(fileURLToPath(new URL('../../../', import.meta.url)))).toEqual([]);
});
