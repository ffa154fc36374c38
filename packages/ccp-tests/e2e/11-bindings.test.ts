import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ccp, ccpJson, components, kubectl, stateDirectory } from './harness/ccp.ts';
import { docker } from './harness/docker.ts';
import { startDatabase, type ExternalDatabase } from './harness/external-database.ts';

interface Status {
  ready: boolean;
  services: { service: string; state: string; reason: string }[];
}
interface Plan {
  services: { service: string; configKeys: { path: string }[]; restarts: string[] }[];
}

/** Everything that some quoting on the way could lose. */
const nasty = `a'b"c\\d\\\\ $HOME \`id\` $$ %s 50% @:/?#;-- "`;
const administrator = { user: 'dba', password: `root ü密🔑 ${nasty}` };
let folder: string;
let config: string;
let database: ExternalDatabase | undefined;

async function writeSecrets(values: Readonly<Record<string, string>>): Promise<void> {
  await writeFile(join(folder, 'secrets.yaml'), stringify(values), { mode: 0o600 });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-'));
  config = join(folder, 'ccp.yaml');
  const images = await ccpJson<{ name: string; reference: string }[]>(['images', 'list', '-o', 'json']);
  const [network = ''] = (await docker.listNetworks({ filters: JSON.stringify({ label: ['ccp.io/cluster=ccp-e2e'] }) })).map(({ Name }) => Name);
  database = await startDatabase(images.find(({ name }) => name === 'mariadb')?.reference ?? '', network, administrator);
  const settings = {
    ...(parse(components) as object),
    environment: { name: 'bound' },
    kubernetes: { kubeconfig: `${stateDirectory}/kubeconfig` },
    registry: { address: '127.0.0.1:15100' },
    endpoints: { nodePortOffset: 300 },
    services: { mariadb: { enabled: false }, db: { definition: 'external-mariadb', config: { host: database.address, adminUser: administrator.user } } },
    secrets: { file: './secrets.yaml' },
  };
  await writeFile(config, stringify(settings));
  await writeSecrets({ 'db.admin-password': administrator.password, 'keystone.database-password': nasty });
});

afterAll(async () => {
  await ccp(['down'], { config });
  await database?.stop();
  await rm(folder, { recursive: true });
});

describe('a database beside the cluster', () => {
  test('serves Keystone; passwords of any characters arrive', async () => {
    const deployed = await ccp(['deploy'], { config });
    expect(deployed.exitCode === 0 ? '' : deployed.stderr).toBe('');
    const status = await ccpJson<Status>(['status', '-o', 'json'], 0, { config });
    expect(status.services.map(({ service, state }) => `${service} ${state}`).sort()).toEqual(['db ready', 'keystone ready', 'memcached ready']);
    expect(status.services.find(({ service }) => service === 'db')?.reason).toBe(`outside the cluster, at ${database?.address}`);
    const token = await ccpJson<{ id: string }>(['openstack', 'token', 'issue', '-f', 'json'], 0, { config });
    expect(token.id.length).toBeGreaterThan(100);
    expect((await ccp(['plan', '--check'], { config })).exitCode).toBe(0);
    const objects = await kubectl('-n', 'ccp-bound', 'get', 'pods,deployments,statefulsets,jobs,services,configmaps', '-o', 'json');
    expect(objects).not.toContain(JSON.stringify(nasty).slice(1, 20));
  });

  test('a value that differs from the deployed one is refused and not shown', async () => {
    await writeSecrets({ 'db.admin-password': administrator.password, 'keystone.database-password': 'AnotherValue99' });
    const result = await ccp(['deploy'], { config });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('secret "keystone.database-password" is deployed with another value');
    expect(result.stderr).not.toMatch(/AnotherValue99|50% @/);
    await writeSecrets({});
    expect((await ccp(['plan', '--check'], { config })).exitCode).toBe(0);
  });

  test('an option, a patch and a switched off service are planned by name', async () => {
    const debug = ['--set', "services.keystone.files.'keystone.conf'.DEFAULT.debug=true"];
    const patch = ['--set', 'services.keystone.patches=[{kind: Deployment, patch: {spec: {minReadySeconds: 3}}}]'];
    const { services } = await ccpJson<Plan>(['plan', '-o', 'json', ...debug, ...patch], 0, { config });
    expect(services.map(({ service }) => service)).toEqual(['keystone']);
    expect(services[0]?.configKeys.map(({ path }) => path)).toEqual(["services.keystone.files.'keystone.conf'.DEFAULT.debug", 'services.keystone.patches']);
    expect(services[0]?.restarts).toEqual([expect.stringMatching(/^keystone-/)]);
    const off = await ccp(['plan', '--set', 'services.memcached.enabled=false'], { config });
    expect([off.exitCode, off.stderr]).toEqual([2, expect.stringContaining('keystone requires cache, which no service provides')]);
  });
});
