import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { CcpError } from '../../diagnostics/index.ts';
import { redactor } from '../../engine/secrets.ts';
import { fakeCluster, type FakeCluster } from '../../testing/fake-cluster.ts';
import { collectParts, type MissingPart } from './part.ts';
import { secretValues } from './cluster-parts.ts';
import { clusterParts } from './take-snapshot.ts';

const password = 'GeneratedValueOf32Characters0000';
const keyLine = 'MC4CAQAwBQYDK2VwBCIEIA';

/** An environment with one pod whose second container was started again, and whose log shows what it must not. */
async function environment(): Promise<FakeCluster> {
  const cluster = fakeCluster();
  const metadata = { name: 'keystone-0', namespace: 'ccp-x', managedFields: [{ manager: 'ccp' }] };
  await cluster.apply({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { initContainers: [{ name: 'wait' }], containers: [{ name: 'keystone' }] }, status: { containerStatuses: [{ name: 'keystone', restartCount: 2 }] } });
  await cluster.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'ccp-secrets', namespace: 'ccp-x' }, stringData: { 'keystone.password': password } });
  await cluster.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keystone-0a1b', namespace: 'ccp-x' }, immutable: true, stringData: { 'keystone.conf': `connection = mysql://keystone:${password}@mariadb`, word: 'keystone' } });
  await cluster.apply({ apiVersion: 'v1', kind: 'Event', metadata: { name: 'e1', namespace: 'ccp-x' }, message: 'Back-off restarting failed container', proxyPassword: 'by-its-name' });
  cluster.logs.set('keystone-0/wait', ['waits']);
  cluster.logs.set('keystone-0/keystone', ['first', `keystone: refused for ${password}`]);
  return cluster;
}

async function taken(cluster: FakeCluster, lines = 10): Promise<{ texts: ReadonlyMap<string, string>; missing: readonly MissingPart[] }> {
  const { parts, values } = await clusterParts(async () => cluster, 'ccp-x', lines);
  const { files, missing } = await collectParts(parts);
  const redact = redactor(values);
  return { texts: new Map(files.map(({ path, text }) => [path, redact(text)])), missing };
}

describe('what a snapshot holds of a cluster', () => {
  test('logs of every container and of its run before, without secret values', async () => {
    const { texts, missing } = await taken(await environment(), 1);
    expect(missing).toEqual([]);
    expect([...texts].filter(([path]) => path.startsWith('logs/'))).toEqual([
      ['logs/keystone-0/wait.log', 'waits\n'],
      ['logs/keystone-0/keystone.log', 'keystone: refused for ***\n'],
      ['logs/keystone-0/keystone.previous.log', 'keystone: refused for ***\n'],
    ]);
  });

  test('objects without who wrote them; of Secrets keys and lengths alone', async () => {
    const { texts } = await taken(await environment());
    const of = (path: string): unknown => parse(texts.get(`kubernetes/${path}.yaml`) ?? '');
    expect(of('environment/Pod')).toEqual([expect.objectContaining({ metadata: expect.not.objectContaining({ managedFields: expect.anything() }) })]);
    expect(of('environment/Event')).toEqual([expect.objectContaining({ message: 'Back-off restarting failed container', proxyPassword: '***' })]);
    expect(of('environment/Secret')).toEqual([
      { name: 'ccp-secrets', bytesOfValues: ['keystone.password: 32'] },
      { name: 'keystone-0a1b', immutable: true, bytesOfValues: [expect.stringMatching(/^keystone\.conf: \d+$/), 'word: 8'] },
    ]);
    for (const text of texts.values()) expect(text).not.toContain(password);
  });

  test('no secret of an annotation or of a variable', async () => {
    const cluster = await environment();
    const annotations = { 'ccp.io/overrides': '{"files":{"app.conf":{"ldap":{"password":"hunter2hunter2"}}}}' };
    await cluster.apply({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'app-1', namespace: 'ccp-x', annotations }, spec: { env: [{ name: 'X_PASSWORD', value: 'hunter2hunter2' }, { name: 'X', value: 'kept' }] } });
    const text = (await taken(cluster)).texts.get('kubernetes/environment/ReplicaSet.yaml') ?? '';
    expect(text).toContain('kept');
    expect(text).not.toContain('hunter2');
  });

  test('a kind that may not be listed is told, and costs nothing else', async () => {
    const cluster = await environment();
    const list = cluster.list;
    cluster.list = async (apiVersion, kind, ...rest) => {
      if (kind === 'PersistentVolume') throw new CcpError('CLUSTER_FORBIDDEN', 'may not list');
      return list(apiVersion, kind, ...rest);
    };
    const { texts, missing } = await taken(cluster);
    expect(missing).toEqual([{ what: 'PersistentVolume objects of the cluster', why: 'CLUSTER_FORBIDDEN: may not list' }]);
    expect(texts.has('logs/keystone-0/keystone.log')).toBe(true);
  });

  test('no log where the Secrets cannot be read', async () => {
    const cluster = await environment();
    const list = cluster.list;
    cluster.list = async (apiVersion, kind, ...rest) => {
      if (kind === 'Secret') throw new CcpError('CLUSTER_FORBIDDEN', 'may not list');
      return list(apiVersion, kind, ...rest);
    };
    const { texts, missing } = await taken(cluster);
    expect(missing.map(({ what }) => what.replace(/ \(.*/, '')).sort()).toEqual(['Secrets of ccp-x', 'logs']);
    expect([...texts.keys()].filter((path) => path.startsWith('logs/'))).toEqual([]);
    expect(texts.has('kubernetes/environment/Pod.yaml')).toBe(true);
  });

  test('nothing where there is no cluster, which is told once', async () => {
    const { parts } = await clusterParts(() => Promise.reject(new CcpError('CLUSTER_MISSING', 'none')), 'ccp-x', 1);
    expect(await collectParts(parts)).toEqual({ files: [], missing: [{ what: 'objects and logs of the cluster', why: 'CLUSTER_MISSING: none' }] });
  });
});

test('secret values are single lines and the lines of private keys, but no ordinary words of files', () => {
  const encoded = (values: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Buffer.from(value).toString('base64')]));
  const secret = (values: Record<string, string>, more: object = {}): Parameters<typeof secretValues>[0][number] => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: encoded(values), ...more });
  const key = `-----BEGIN PRIVATE KEY-----\n${keyLine}\n-----END PRIVATE KEY-----\n`;
  expect(secretValues([secret({ a: `${password}\n`, 'tls.key': key }), secret({ word: 'keystone' }, { immutable: true })])).toEqual([password, keyLine]);
});
