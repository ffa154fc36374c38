import { existsSync, readFileSync } from 'node:fs';

/**
 * Counts of a run from jest's JSON. A suite that could not run, a jest that ended without results, and one that failed
 * for another reason than a test each count as a failure.
 *
 * @param {string} file What jest wrote with `--outputFile`.
 * @param {number} exitCode How jest ended.
 */
export function readTally(file, exitCode) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const results = JSON.parse(readFileSync(file, 'utf8'));
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return {
    passed: results.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

/** Sum of two runs. */
export function addTallies(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** `12 passed, 0 failed`, and what was skipped if anything. */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
