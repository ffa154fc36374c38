/**
 * Tests of the workspace's own tools: plain JavaScript, so nothing is transformed.
 *
 * @type {import('jest').Config}
 */
export default {
  rootDir: '..',
  testEnvironment: 'node',
  transform: {},
  testMatch: ['<rootDir>/**/*.test.js'],
};
