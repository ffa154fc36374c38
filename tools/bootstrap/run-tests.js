import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.js';
import { ensureEngine } from './docker-engine.js';
import { refuseWhenInterrupted } from './interruption.js';
import { Obstacle } from './obstacle.js';
import { sayWhenRootToolIsMissing } from './root-tool.js';
import { ensureSshClient } from './ssh-client.js';
import { say, step } from './step.js';
import { addTallies, readTally, summary } from './test-tally.js';
import { buildWorkspace, installDependencies, root } from './workspace.js';

const unitTests = ['--config', 'tools/jest/workspace.config.js'];

/** Jest's words for the end-to-end tests whose file names begin with two such digits, one after the other. */
const endToEnd = (digits) => ['--config', 'packages/ccp-tests/e2e/jest.config.js', '--testMatch', `**/e2e/${digits}-*.test.ts`, '--runInBand'];

/**
 * Cores from which on the parts of a stage run side by side, each with an environment of its own. Each keeps 1.5 busy: with 2 in all it takes as long as
 * one after the other, and what waits for a pod may wait too long.
 */
const coresForTwo = 4;

/** One after the other. */
const stages = [
  { title: 'Images for the end-to-end tests', usually: '10 s when they are there, about 15 min on 2 cores otherwise', parts: { prepare: endToEnd('00') }, needed: true },
  {
    title: 'End-to-end tests on real Docker, Kubernetes and OpenStack: a small environment, and a whole cloud',
    usually: '50 min on 2 cores',
    parts: { small: endToEnd('{0[1-9],[12]?}'), cloud: endToEnd('3[0-7]') },
  },
  { title: 'What interrupts a guest, measured with nothing beside it', usually: '6 min', parts: { guests: endToEnd('3[89]') } },
  { title: 'What they left in the engine', usually: '5 s', parts: { end: endToEnd('99') } },
];

/** Unit tests alone; `words` go to jest. */
export async function runUnitTests(words) {
  await installDependencies();
  await buildWorkspace();
  return report(await runUnitSuite(words));
}

function runUnitSuite(words) {
  return step('Unit tests', '30 to 60 s', () => runJest([], [...unitTests, ...words]));
}

/** Unit tests, then end-to-end tests; `words` go to jest both times. The last line on stdout is the sum. */
export async function runAllTests(words) {
  await sayWhenRootToolIsMissing();
  await installDependencies();
  await buildWorkspace();
  const unit = await runUnitSuite(words);
  return report(addTallies(unit, await runEndToEnd(words)));
}

/** A host on which they cannot run has failed them: nothing was shown to work. */
async function runEndToEnd(words) {
  try {
    const access = await ensureEngine();
    await ensureSshClient();
    let sum = { passed: 0, failed: 0, skipped: [] };
    for (const { title, usually, parts, needed } of stages) {
      const runs = Object.entries(parts).map(([name, suite]) => () => runJest(access, [...suite, ...words], name));
      const tallies = await step(title, usually, () => (availableParallelism() >= coresForTwo ? Promise.all(runs.map((run) => run())) : inTurn(runs)));
      sum = tallies.reduce(addTallies, sum);
      if (needed && sum.failed > 0) throw new Obstacle('See above: without their images no environment can come up.');
    }
    return sum;
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error;
    say(`The end-to-end tests cannot run. ${error.message}`);
    return { passed: 0, failed: 1, skipped: [] };
  }
}

/** Results of calls that are made one after the other. Throws when Ctrl-C was pressed. */
async function inTurn(calls) {
  const results = [];
  for (const call of calls) {
    refuseWhenInterrupted();
    results.push(await call());
  }
  return results;
}

/** Runs jest with these words and counts; the lines of a named part begin with its name. */
async function runJest(access, words, part) {
  const folder = mkdtempSync(join(tmpdir(), 'ccp-test-'));
  const results = join(folder, 'results.json');
  const node = [process.execPath, '--experimental-vm-modules', '--no-warnings', join(root, 'node_modules/jest/bin/jest.js')];
  try {
    const code = await runCommand([...access, ...node, '--json', '--outputFile', results, '--passWithNoTests', ...words], { cwd: root, prefix: part });
    return readTally(results, code);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report(tally) {
  process.stdout.write(`${summary(tally)}\n`);
  return tally.failed === 0 && tally.passed > 0 ? 0 : 1;
}
