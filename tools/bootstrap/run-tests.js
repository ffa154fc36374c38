import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.js';
import { ensureEngine } from './docker-engine.js';
import { Obstacle } from './obstacle.js';
import { sayWhenRootToolIsMissing } from './root-tool.js';
import { ensureSshClient } from './ssh-client.js';
import { say, step } from './step.js';
import { addTallies, readTally, summary } from './test-tally.js';
import { buildWorkspace, installDependencies, root } from './workspace.js';

const suites = {
  unit: { title: 'Unit tests', usually: '30 to 60 s', config: 'tools/jest/workspace.config.js' },
  endToEnd: { title: 'End-to-end tests on real Docker, Kubernetes and OpenStack', usually: '50 to 60 min with all images present', config: 'packages/ccp-tests/e2e/jest.config.js' },
};

/** Unit tests alone; `words` go to jest. */
export async function runUnitTests(words) {
  await installDependencies();
  await buildWorkspace();
  return report(await runSuite(suites.unit, [], words));
}

/** Unit tests, then end-to-end tests; `words` go to jest both times. The last line on stdout is the sum. */
export async function runAllTests(words) {
  await sayWhenRootToolIsMissing();
  await installDependencies();
  await buildWorkspace();
  const unit = await runSuite(suites.unit, [], words);
  return report(addTallies(unit, await runEndToEnd(words)));
}

/** A host on which they cannot run has failed them: nothing was shown to work. */
async function runEndToEnd(words) {
  try {
    const access = await ensureEngine();
    await ensureSshClient();
    return await runSuite(suites.endToEnd, access, ['--runInBand', ...words]);
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error;
    say(`The end-to-end tests cannot run. ${error.message}`);
    return { passed: 0, failed: 1, skipped: [] };
  }
}

async function runSuite({ title, usually, config }, access, words) {
  const folder = mkdtempSync(join(tmpdir(), 'ccp-test-'));
  const results = join(folder, 'results.json');
  const node = [process.execPath, '--experimental-vm-modules', '--no-warnings', join(root, 'node_modules/jest/bin/jest.js')];
  try {
    const code = await step(title, usually, () => runCommand([...access, ...node, '--config', config, '--json', '--outputFile', results, '--passWithNoTests', ...words], { cwd: root }));
    return readTally(results, code);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report(tally) {
  process.stdout.write(`${summary(tally)}\n`);
  return tally.failed === 0 && tally.passed > 0 ? 0 : 1;
}
