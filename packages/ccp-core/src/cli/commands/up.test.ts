import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ClusterConnection } from '../../definition/index.ts';
import { fakeCluster } from '../../testing/fake-cluster.ts';
import { fakeTools } from '../../testing/fake-engine.ts';
import { fakeRegistry } from '../../testing/fake-registry.ts';
import { sampleNodes } from '../../testing/sample-desired.ts';
import { deployEnvironment } from '../deploying.ts';
import { openSession } from '../open-session.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import { bringUp, upCommand, type UpReport } from './up.ts';
import { verifyCommand } from './verify.ts';

const directory = fileURLToPath(new URL('../../../test/fixtures/environment', import.meta.url));
const adapters = { ...fakeTools(), registry: fakeRegistry() };
const connection: ClusterConnection = { kubeconfig: '/nowhere', changed: false };
let cluster: ReturnType<typeof fakeCluster>;
beforeEach(() => {
  cluster = fakeCluster(sampleNodes, { settled: true });
});
afterEach(async () => {
  delete process.env['FIXTURE_CLOUD'];
  await rm(`${directory}/.ccp`, { recursive: true, force: true });
});

/** A call of its own on the same cluster and engine. */
async function open(...sets: string[]): Promise<Workspace> {
  const session = await openSession({ directory, sets: ['components=[ccp-cloud]', ...sets], events: () => undefined, signal: new AbortController().signal });
  return openWorkspace(session, adapters, () => undefined, async () => cluster);
}

async function up(...sets: string[]): Promise<UpReport> {
  return bringUp(await open(...sets));
}

function checksOf({ checks }: UpReport): string[] {
  return checks.map(({ check }) => check);
}

describe('up verifies as a tenant would', () => {
  test('after a failure again, until it has succeeded; then a token is enough', async () => {
    process.env['FIXTURE_CLOUD'] = 'broken';
    await expect(up()).rejects.toMatchObject({ code: 'VERIFY_FAILED' });
    await expect(up()).rejects.toMatchObject({ code: 'VERIFY_FAILED' });
    delete process.env['FIXTURE_CLOUD'];
    const mended = await up();
    expect([mended.changed, mended.thorough, checksOf(mended)]).toEqual([false, true, ['token', 'instance']]);
    const again = await up();
    expect([again.changed, again.thorough, checksOf(again)]).toEqual([false, false, ['token']]);
  });

  test('says that there is nothing to do only when all of it was verified', async () => {
    const page = async (): Promise<string> => {
      let text = '';
      await upCommand.run({ workspace: await open(), args: [], options: {}, output: 'table', write: (part) => (text += part) });
      return text.split('\n')[0] ?? '';
    };
    process.env['FIXTURE_CLOUD'] = 'broken';
    await expect(page()).rejects.toMatchObject({ code: 'VERIFY_FAILED' });
    delete process.env['FIXTURE_CLOUD'];
    expect(await page()).toMatch(/^Environment local is as configured, and verified now/);
    expect(await page()).toMatch(/^Nothing to do: environment local/);
  });

  test('after a change, also one that a deploy made', async () => {
    await up();
    expect(checksOf(await up())).toEqual(['token']);
    expect(checksOf(await up('environment.region=other', 'services.stub-identity.resources.limits.memory=2Mi'))).toContain('instance');
    await deployEnvironment(await open(), connection);
    expect(checksOf(await up())).toContain('instance');
  });

  test('after ccp verify failed, and not where that has succeeded since', async () => {
    const verify = async (): Promise<number> => verifyCommand.run({ workspace: await open(), args: [], options: {}, output: 'json', write: () => undefined });
    await up();
    process.env['FIXTURE_CLOUD'] = 'broken';
    await expect(verify()).rejects.toMatchObject({ code: 'VERIFY_FAILED' });
    await expect(up()).rejects.toMatchObject({ code: 'VERIFY_FAILED' });
    delete process.env['FIXTURE_CLOUD'];
    await verify();
    expect(checksOf(await up())).toEqual(['token']);
  });

  test('in a namespace that was made anew, whatever is left of the state folder', async () => {
    await up();
    cluster = fakeCluster(sampleNodes, { settled: true });
    expect(checksOf(await up())).toContain('instance');
  });
});
