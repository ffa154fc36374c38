import { workspaceOptions } from '../../../tools/jest/workspace.config.js';

/**
 * Tests against real Docker, Kubernetes and OpenStack. Files run one after the other in the order of their names; those of the small environment (01 to
 * 29) and those of the whole cloud (30 to 39) are independent of each other, so that `npm test` may run them side by side, but for what measures (38).
 *
 * @type {import('jest').Config}
 */
export default {
  ...workspaceOptions(new URL('../../../', import.meta.url).pathname),
  rootDir: '.',
  testMatch: ['<rootDir>/*.test.ts'],
  testSequencer: '<rootDir>/harness/by-name.cjs',
  maxWorkers: 1,
  // Long enough for a cold build on two busy cores; waits inside end earlier, with reasons.
  testTimeout: 45 * 60_000,
  verbose: true,
};
