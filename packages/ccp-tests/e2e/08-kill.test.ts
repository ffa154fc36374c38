import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ccp, ccpJson, type CcpOptions, components, kubectl, stateDirectory } from './harness/ccp.ts';
import { docker, leftOf } from './harness/docker.ts';
import { killAfter, randomFrom } from './harness/kill.ts';

/** Set CCP_TEST_SEED to the seed that a failed run printed to kill at the same points again. */
const seed = Number(process.env['CCP_TEST_SEED'] ?? Date.now() % 1_000_000);
const random = randomFrom(seed);
const between = (least: number, most: number): number => least + random() * (most - least);

let folder: string;
beforeAll(async () => {
  process.stderr.write(`kill points of seed ${seed}\n`);
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function configuration(name: string, text: string): Promise<CcpOptions> {
  const config = join(folder, `${name}.yaml`);
  await writeFile(config, text);
  return { config };
}

/** Kills `args` at random points, each run going on from where the one before was killed. */
async function killTimes(times: number, [least, most]: readonly [number, number], args: readonly string[], options: CcpOptions): Promise<void> {
  for (let i = 0; i < times; i++) {
    const done = await killAfter(between(least, most), args, options);
    if (done !== undefined && done.exitCode !== 0) throw new Error(`run ${i + 1} failed by itself: ${done.stderr}`);
  }
}

describe('killed without warning, a rerun always ends in the same state', () => {
  test('at 6 points of a build', async () => {
    const options: CcpOptions = { ...(await configuration('fixture', 'environment: {name: fixture}\n')), env: { FIXTURE_VERSION: `1.1.${Date.now()}` } };
    const args = ['--directory', fileURLToPath(new URL('./fixtures/faulty-images', import.meta.url)), 'build', '-c', 'fixture-slow', 'fixture-sibling', '-o', 'json'];
    await killTimes(6, [0.3, 5], args, options);
    const { images } = await ccpJson<{ images: { name: string; outcome: string; reference: string }[] }>(args, 0, options);
    const references = images.filter((image) => image.name.startsWith('fixture-')).map((image) => image.reference);
    const found = await Promise.all(references.map((reference) => docker.getImage(reference).inspect()));
    expect(found.map((image) => image.RepoTags[0])).toEqual(references);
    for (const { Id } of found) await docker.getImage(Id).remove({ force: true });
  });

  test('at 6 points of making a cluster', async () => {
    const options = await configuration('killed', `${components}environment: {name: killed}\ninstaller: {subnet: 172.31.86.0/24, externalSubnet: null, apiPort: 16644, registryPort: 15301, unsafeNoFsync: true}\n`);
    // An interrupted run of the tests may have left one.
    expect((await ccp(['cluster', 'down'], options)).exitCode).toBe(0);
    await killTimes(6, [0.5, 14], ['cluster', 'up'], options);
    const up = await ccp(['cluster', 'up'], options);
    expect([up.exitCode, up.stderr]).toEqual([0, expect.any(String)]);
    const nodes = await ccp(['kubectl', 'get', 'nodes', '-o', 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}'], options);
    expect(nodes.stdout).toBe('True');
    expect((await ccp(['cluster', 'down'], options)).exitCode).toBe(0);
    expect(await leftOf('ccp-killed')).toEqual([]);
  });

  test('at 8 points of a first deploy', async () => {
    const options = await configuration('slain', `${components}environment: {name: slain}\nkubernetes: {kubeconfig: ${stateDirectory}/kubeconfig}\nregistry: {address: "127.0.0.1:15100"}\nendpoints: {nodePortOffset: 60}\n`);
    await killTimes(8, [1.5, 9], ['deploy'], options);
    const last = await ccp(['deploy'], options);
    expect([last.exitCode, last.stderr]).toEqual([0, expect.any(String)]);
    expect((await ccp(['plan', '--check'], options)).exitCode).toBe(0);
    const token = await ccp(['openstack', 'token', 'issue', '-f', 'value', '-c', 'user_id'], options);
    expect(token.exitCode).toBe(0);
    // What a deploy that nobody disturbed has: the same objects, but for the hashes in their names.
    expect(await objectsOf('ccp-slain')).toEqual(await objectsOf('ccp-e2e'));
    expect((await ccp(['down'], options)).exitCode).toBe(0);
    expect(await kubectl('get', 'nodes', '--show-labels')).not.toContain('slain.ccp.io');
  });
});

/** `kind/name` of everything that ccp made in a namespace, hashes replaced, each once. */
async function objectsOf(namespace: string): Promise<string[]> {
  const kinds = 'secrets,services,serviceaccounts,roles,rolebindings,deployments,statefulsets,jobs,poddisruptionbudgets,leases,persistentvolumeclaims';
  const names = await kubectl('-n', namespace, 'get', kinds, '-o', 'name');
  return [...new Set(names.split('\n').map((name) => name.replace(/-[0-9a-f]{8,12}$/, '-HASH')))].sort();
}
