import { expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { apiReport } from './api-report.js';

const core = fileURLToPath(new URL('../../packages/ccp-core/', import.meta.url));

test('packages/ccp-core/reference/api.md is what the sources say; npx nx run ccp-core:api writes it anew', () => {
  const file = `${core}reference/api.md`;
  expect((existsSync(file) ? readFileSync(file, 'utf8') : '').split('\n')).toEqual(apiReport(core).split('\n'));
}, 60_000);
