import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { addTallies, readTally, summary } from './test-tally.js';

const folder = mkdtempSync(join(tmpdir(), 'tally-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A results file of jest with these counts. */
function results(counts) {
  const file = join(folder, 'results.json');
  const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, numRuntimeErrorTestSuites: 0 };
  writeFileSync(file, JSON.stringify({ ...none, ...counts }));
  return file;
}

test.each([
  ['all passed', { numPassedTests: 3 }, 0, { passed: 3, failed: 0, skipped: [] }],
  ['one failed', { numPassedTests: 2, numFailedTests: 1 }, 1, { passed: 2, failed: 1, skipped: [] }],
  ['a suite that could not run', { numPassedTests: 2, numRuntimeErrorTestSuites: 1 }, 1, { passed: 2, failed: 1, skipped: [] }],
  ['a failure outside of the tests', { numPassedTests: 2 }, 1, { passed: 2, failed: 1, skipped: [] }],
  [
    'skipped ones',
    { numPassedTests: 2, numPendingTests: 2, numTodoTests: 1, testResults: [{ assertionResults: [{ status: 'passed', fullName: 'a' }, { status: 'pending', fullName: 'b' }, { status: 'todo', fullName: 'c' }] }] },
    0,
    { passed: 2, failed: 0, skipped: ['b', 'c', '1 without a name'] },
  ],
])('%s', (_, counts, exitCode, tally) => {
  expect(readTally(results(counts), exitCode)).toEqual(tally);
});

test('a run without results is a failure', () => {
  expect(readTally(join(folder, 'absent.json'), 130)).toEqual({ passed: 0, failed: 1, skipped: [] });
});

test('the last line is the sum alone; what was skipped is said before it', () => {
  const sum = addTallies({ passed: 3, failed: 1, skipped: [] }, { passed: 4, failed: 0, skipped: ['b', 'c'] });
  expect(summary(sum)).toBe('Skipped: b; c\n7 passed, 1 failed');
  expect(summary({ passed: 7, failed: 0, skipped: [] })).toBe('7 passed, 0 failed');
});
