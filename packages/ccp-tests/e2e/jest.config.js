import { workspaceOptions } from '../../../tools/jest/workspace.config.js';

/**
 * Tests against real Docker, Kubernetes and OpenStack. Files run one after the other in the order of their names:
 * the first brings the environment up, the last takes it down.
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
