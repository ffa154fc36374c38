import { existsSync, readFileSync } from 'node:fs';

/**
 * Counts of a run from jest's JSON, and the names of skipped tests. A suite that could not run, a jest that ended without results, and one that failed
 * for another reason than a test each count as a failure.
 *
 * @param {string} file What jest wrote with `--outputFile`.
 * @param {number} exitCode How jest ended.
 */
export function readTally(file, exitCode) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [] };
  const results = JSON.parse(readFileSync(file, 'utf8'));
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return {
    passed: results.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: skippedNames(results),
  };
}

/** Tests that did not run, by name; of those that jest does not name, how many. */
function skippedNames({ testResults = [], numPendingTests, numTodoTests }) {
  const tests = testResults.flatMap((suite) => suite.assertionResults ?? []);
  const names = tests.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => fullName);
  const unnamed = numPendingTests + numTodoTests - names.length;
  return unnamed > 0 ? [...names, `${unnamed} without a name`] : names;
}

/** Sum of two runs. */
export function addTallies(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: [...a.skipped, ...b.skipped] };
}

/** What was skipped, if anything, and as the last line `12 passed, 0 failed`. */
export function summary({ passed, failed, skipped }) {
  return [...(skipped.length === 0 ? [] : [`Skipped: ${skipped.join('; ')}`]), `${passed} passed, ${failed} failed`].join('\n');
}
