import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';

const here = new URL('./', import.meta.url);

/** Runs `work` (source of an async function over step, runCommand and Obstacle) as a command does; `onStep` is called when a step begins. */
async function run(work, onStep = () => undefined) {
  const program = `
    import { runToExit } from '${here}run-to-exit.js';
    import { runCommand } from '${here}command.js';
    import { Obstacle } from '${here}obstacle.js';
    import { step } from '${here}step.js';
    await runToExit(async () => { ${work} });`;
  // A group of its own, as a terminal gives it: Ctrl-C reaches the children, too.
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { detached: true, stdio: ['pipe', 'ignore', 'pipe'] });
  child.stderr.on('data', (data) => String(data).includes('»') && onStep(child));
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { said, code };
}

test('Ctrl-C ends the step, and nothing further is begun', async () => {
  const work = "await step('first', 'long', () => runCommand(['cat'])); await step('second', 'long', () => runCommand(['cat'])); return 0;";
  const { said, code } = await run(work, (child) => process.kill(-child.pid, 'SIGINT'));
  expect(code).toBe(130);
  expect(said).toMatch(/first[^]*Stopped\. The next run continues\./);
  expect(said).not.toContain('second');
});

test.each([
  ['what the user must do is shown as it is, and ends with 2', "throw new Obstacle('Install it.')", 2],
  ['a workspace that does not build ends with 1', "throw new Obstacle('Install it.', 1)", 1],
])('%s', async (_, work, expected) => {
  expect(await run(work)).toEqual({ said: 'Install it.\n', code: expected });
});

test('the number of the work is the exit code', async () => {
  expect((await run('return 3;')).code).toBe(3);
});
