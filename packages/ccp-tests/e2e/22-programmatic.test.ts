import { describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { ccp, config, root } from './harness/ccp.ts';

const example = `${root}packages/ccp-tests/examples/plan-and-deploy.js`;

/** Runs the example as its reader would. */
async function planAndDeploy(...sets: string[]) {
  const { exitCode, stdout, stderr } = await execa('node', [example, config, ...sets], { cwd: root, reject: false });
  return { exitCode, lines: stdout.split('\n'), stderr };
}

describe('programs plan, deploy and watch with exported functions', () => {
  test('a changed key is planned, deployed and seen to be ready', async () => {
    const run = await planAndDeploy('services.memcached.config.maxConnections=2048');
    expect([run.exitCode, run.stderr]).toEqual([0, expect.stringContaining('service memcached')]);
    expect(run.lines).toContain('plan: update memcached, 1 pods restart');
    expect(run.lines).toContain('deployed');
    expect(run.lines.at(-1)).toMatch(/^status: .*memcached 1\/1/);
  });

  test('deploying without it goes back, and then there is nothing to do', async () => {
    expect((await planAndDeploy()).lines).toContain('deployed');
    expect((await planAndDeploy()).lines.slice(0, 2)).toEqual(['plan: nothing to do', 'nothing was to be deployed']);
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
  });

  test('a mistake is told with its code and no stack trace', async () => {
    const run = await planAndDeploy('services.memcached.config.memroy=64');
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/^CONFIG_INVALID: /);
    expect(run.stderr).not.toMatch(/\n {4}at /);
  });
});
