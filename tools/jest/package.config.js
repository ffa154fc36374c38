import { fileURLToPath } from 'node:url';
import { workspaceOptions } from './workspace.config.js';

/**
 * Unit tests of one package: run in the package's folder with `--rootDir .`. The end-to-end tests of ccp-tests
 * lie in its `e2e/` folder, need Docker, and have a configuration of their own.
 *
 * @type {import('jest').Config}
 */
export default {
  ...workspaceOptions(fileURLToPath(new URL('../../', import.meta.url))),
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/test/**/*.test.ts'],
  // Loading a client takes a second, on a busy host many: only a test that hangs is to be ended by this.
  testTimeout: 30_000,
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/e2e/'],
};
