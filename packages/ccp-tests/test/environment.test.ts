import { afterEach, describe, expect, test } from '@jest/globals';
import { openEnvironment, type EngineEvent, type Environment } from 'ccp-core';
import { fakeTools } from 'ccp-core/testing';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';

const directory = fileURLToPath(new URL('fixtures/programs', import.meta.url));
const events: EngineEvent[] = [];

async function open(sets: readonly string[] = [], signal?: AbortSignal): Promise<Environment> {
  return openEnvironment({ directory, sets, adapters: fakeTools(), events: (event) => events.push(event), ...(signal === undefined ? {} : { signal }) });
}

afterEach(async () => {
  events.length = 0;
  await rm(`${directory}/.ccp`, { recursive: true, force: true });
});

describe('an environment for programs', () => {
  test('tells its name and what would be done, before there is a cluster', async () => {
    const environment = await open(['environment.name=lab']);
    const plan = await environment.plan();
    expect([environment.name, environment.namespace]).toEqual(['lab', 'ccp-lab']);
    expect(plan).toMatchObject({ clusterReachable: false, changes: true, images: [{ name: 'sample', action: 'build' }], services: [{ service: 'sample', action: 'create' }] });
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  test('builds, tells progress as events, and has nothing to build then', async () => {
    const environment = await open();
    expect((await environment.build()).images).toMatchObject([{ name: 'sample', outcome: 'built' }]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'work-finished', kind: 'image', name: 'sample', outcome: 'done' }));
    expect((await environment.plan()).images).toEqual([]);
  });

  test('a snapshot holds what can be had without a cluster, and no password', async () => {
    const folder = `${directory}/.ccp`;
    await mkdir(`${folder}/lab/logs/build`, { recursive: true });
    await writeFile(`${folder}/password`, 'of the registry\n');
    await writeFile(`${folder}/lab/logs/build/sample.log`, 'sent with "of the registry", refused for of-the-directory\n');
    await writeFile(`${folder}/lab/clouds.yaml`, 'clouds: {ccp: [written-half');
    const environment = await open(['environment.name=lab', 'registry.address=registry.test', 'registry.username=ada', 'registry.passwordFile=.ccp/password', 'services.sample.patches=[{kind: Deployment, patch: {spec: {env: [{name: LDAP_PASSWORD, value: of-the-directory}]}}}]']);
    const { file, files, missing } = await environment.snapshot({ file: `${folder}/snapshot.tar.gz` });
    expect(missing.map(({ what }) => what)).toEqual(expect.arrayContaining(['status', 'objects and logs of the cluster']));
    expect(files).toEqual(expect.arrayContaining(['configuration.yaml', 'plan.yaml', 'doctor.yaml', 'versions.yaml', 'host/host.yaml', 'snapshot.yaml', 'local/logs/build/sample.log']));
    const text = gunzipSync(await readFile(file)).toString();
    expect(text).toContain('sent with "***", refused for ***');
    expect(text).not.toMatch(/of the registry|of-the-directory|written-half/);
    expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600');
    await expect(environment.snapshot({ file })).rejects.toMatchObject({ code: 'USAGE', where: { file } });
  });

  test.each<[string, (environment: Environment) => Promise<unknown>, string]>([
    ['build of an unknown image', (environment) => environment.build(['smaple']), 'USAGE'],
    ['deploy without a cluster', (environment) => environment.deploy(), 'CLUSTER_MISSING'],
    ['status without a cluster', (environment) => environment.status(), 'CLUSTER_MISSING'],
    ['watch without a cluster', (environment) => environment.watch().next(), 'CLUSTER_MISSING'],
  ])('%s is a fault with its code', async (_, act, code) => {
    await expect(act(await open())).rejects.toMatchObject({ name: 'CcpError', code, hint: expect.any(String) });
  });

  test('all mistakes of the configuration are told at once', async () => {
    await expect(open(['services.sample.config.prot=1', 'replicas.smaple=2'])).rejects.toMatchObject({ code: 'CONFIG_INVALID', others: [expect.anything()] });
  });

  test('an abort of the caller ends what runs with INTERRUPTED', async () => {
    const environment = await open([], AbortSignal.abort());
    await expect(environment.build()).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
