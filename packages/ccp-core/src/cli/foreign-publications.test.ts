import { describe, expect, test } from '@jest/globals';
import { CcpError } from '../diagnostics/index.ts';
import { fakeCluster } from '../testing/fake-cluster.ts';
import { foreignPublications } from './foreign-publications.ts';

const keystone = (port: number): Parameters<typeof foreignPublications>[2] => [{ owner: { service: 'keystone' }, nodePorts: new Map([['public', port]]), hosts: new Map() }];

async function clusterWith(namespace: string): Promise<ReturnType<typeof fakeCluster>> {
  const cluster = fakeCluster();
  await cluster.create({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'keystone-public', namespace, labels: { 'ccp.io/environment': 'a' } }, spec: { ports: [{ port: 5000, nodePort: 30500 }] } });
  return cluster;
}

describe('node ports on a shared cluster', () => {
  test('one that another environment holds is a fault that names the holder and the way out', async () => {
    const [fault] = await foreignPublications(await clusterWith('ccp-a'), 'ccp-b', keystone(30500));
    expect(fault?.message).toContain('30500');
    expect(fault?.message).toContain('ccp-a/keystone-public of the environment "a"');
    expect(fault?.hint).toContain('endpoints.nodePortOffset');
  });

  test('another port, the own namespace and a missing cluster are fine', async () => {
    expect(await foreignPublications(await clusterWith('ccp-a'), 'ccp-b', keystone(30600))).toEqual([]);
    expect(await foreignPublications(await clusterWith('ccp-b'), 'ccp-b', keystone(30500))).toEqual([]);
    expect(await foreignPublications(undefined, 'ccp-b', keystone(30500))).toEqual([]);
  });

  test('an account without the right to list all Services plans all the same', async () => {
    const cluster = { ...fakeCluster(), list: () => Promise.reject(new CcpError('CLUSTER_FORBIDDEN', 'no')) };
    expect(await foreignPublications(cluster, 'ccp-b', keystone(30500))).toEqual([]);
  });
});

describe('host names on a shared cluster', () => {
  const named = (host: string): Parameters<typeof foreignPublications>[2] => keystone(30500).map((model) => ({ ...model, nodePorts: new Map(), hosts: new Map([['public', host]]) }));

  test('one that an Ingress of another namespace has is a fault; others are fine', async () => {
    const cluster = fakeCluster();
    await cluster.create({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'keystone', namespace: 'ccp-a', labels: { 'ccp.io/environment': 'a' } }, spec: { rules: [{ host: 'identity.cloud.example' }] } });
    expect(await foreignPublications(cluster, 'ccp-b', named('identity.cloud.example'))).toEqual([
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: 'keystone wants the host name identity.cloud.example (port "public"), which Ingress ccp-a/keystone of the environment "a" has on the same cluster',
        hint: expect.stringContaining('endpoints.ingress.domain') as unknown,
      }),
    ]);
    expect(await foreignPublications(cluster, 'ccp-b', named('identity.b.example'))).toEqual([]);
    expect(await foreignPublications(cluster, 'ccp-a', named('identity.cloud.example'))).toEqual([]);
  });
});
