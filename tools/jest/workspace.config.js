import { availableParallelism } from 'node:os';

/**
 * What every jest configuration of the workspace shares: TypeScript sources are loaded as ES modules through swc
 * (no type check; that is what `typecheck` is for), and packages of the workspace resolve to their sources.
 *
 * @param {string} root Absolute path of the workspace.
 * @returns {import('jest').Config}
 */
export function workspaceOptions(root) {
  return {
    testEnvironment: 'node',
    // 'import' and 'require' are added by jest, each where it fits; named here they would hold for both.
    testEnvironmentOptions: { customExportConditions: ['@ccp/source', 'node'] },
    extensionsToTreatAsEsm: ['.ts'],
    transform: {
      '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, swcrc: false }],
    },
    modulePathIgnorePatterns: [`${escapePattern(root)}packages/[^/]+/dist/`],
    haste: { forceNodeFilesystemAPI: true },
  };
}

/** @param {string} text */
function escapePattern(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * Unit tests of all packages in one run.
 *
 * @type {import('jest').Config}
 */
export default {
  // More than the cores, of which jest would leave one idle: tests of servers and processes wait. Measured on two cores: 69 s with 100 %, 51 s with this.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // Only a test that hangs is to be ended by this; loading a client takes many seconds on a busy host.
  testTimeout: 30_000,
  rootDir: '../..',
  ...workspaceOptions(new URL('../../', import.meta.url).pathname),
  testMatch: ['<rootDir>/packages/*/src/**/*.test.ts', '<rootDir>/packages/*/test/**/*.test.ts', '<rootDir>/tools/**/*.test.js'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/e2e/'],
};
