import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ClusterConnection } from '../../definition/index.ts';
import type { BuildAdapters } from '../../engine/contracts.ts';
import { fakeCluster } from '../../testing/fake-cluster.ts';
import { fakeTools } from '../../testing/fake-engine.ts';
import { fakeRegistry } from '../../testing/fake-registry.ts';
import { fakeSources } from '../../testing/fake-sources.ts';
import { sampleNodes } from '../../testing/sample-desired.ts';
import { deployEnvironment } from '../deploying.ts';
import { openSession } from '../open-session.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import { deployCommand } from './deploy.ts';
import { planEnvironment } from './plan.ts';
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

/** A call of its own on the same cluster and, unless others are given, with the same engine. */
async function open(sets: readonly string[] = [], tools: BuildAdapters = adapters): Promise<Workspace> {
  const session = await openSession({ directory, sets: ['components=[ccp-cloud]', ...sets], events: () => undefined, signal: new AbortController().signal });
  return openWorkspace(session, tools, () => undefined, async () => cluster);
}

async function up(...sets: string[]): Promise<UpReport> {
  return bringUp(await open(sets));
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

describe('a source that is not locked yet', () => {
  const branch = { 'https://git.test/app HEAD': { identity: 'c0ffee'.padEnd(40, '0'), version: '1.0.1' } };
  /** A call on a fresh checkout of an environment with a branch. */
  const fresh = async (found: Parameters<typeof fakeSources>[0] = branch): Promise<Workspace> => {
    const tools = fakeTools();
    const host = { ...tools.host, sources: fakeSources(found) };
    return open(['components=[ccp-branch]', 'sources.app.git=https://git.test/app'], { ...tools, host });
  };
  const deploying = (workspace: Workspace, options: Readonly<Record<string, unknown>>): Promise<number> =>
    deployCommand.run({ workspace, args: [], options, output: 'json', write: () => undefined });

  test('is locked by up', async () => {
    expect((await bringUp(await fresh())).images).toMatchObject({ built: 1 });
    // What is locked is not looked for.
    expect((await (await fresh({})).images()).images[0]?.version).toBe('1.0.1');
  });

  test('is locked by deploy, also after a plan that lacked it', async () => {
    const workspace = await fresh();
    await expect(planEnvironment(workspace, false)).rejects.toMatchObject({ code: 'SOURCE_UNLOCKED' });
    expect(await deploying(workspace, {})).toBe(0);
    expect((await (await fresh({})).images()).images[0]?.version).toBe('1.0.1');
  });

  test('is left unlocked by plan and by a dry run', async () => {
    await expect(planEnvironment(await fresh(), false)).rejects.toMatchObject({ code: 'SOURCE_UNLOCKED' });
    await expect(deploying(await fresh(), { dryRun: true })).rejects.toMatchObject({ code: 'SOURCE_UNLOCKED' });
    await expect((await fresh()).images()).rejects.toMatchObject({ code: 'SOURCE_UNLOCKED' });
  });
});
