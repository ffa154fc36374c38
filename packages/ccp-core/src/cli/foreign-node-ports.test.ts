import { describe, expect, test } from '@jest/globals';
import { CcpError } from '../diagnostics/index.ts';
import { fakeCluster } from '../testing/fake-cluster.ts';
import { foreignNodePorts } from './foreign-node-ports.ts';

const keystone = (port: number): Parameters<typeof foreignNodePorts>[2] => [{ owner: { environment: 'b', namespace: 'ccp-b', component: 'ccp-keystone', service: 'keystone' }, nodePorts: new Map([['public', port]]) }];

async function clusterWith(namespace: string): Promise<ReturnType<typeof fakeCluster>> {
  const cluster = fakeCluster();
  await cluster.create({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'keystone-public', namespace, labels: { 'ccp.io/environment': 'a' } }, spec: { ports: [{ port: 5000, nodePort: 30500 }] } });
  return cluster;
}

describe('node ports on a shared cluster', () => {
  test('one that another environment holds is a fault that names the holder and the way out', async () => {
    const [fault] = await foreignNodePorts(await clusterWith('ccp-a'), 'ccp-b', keystone(30500));
    expect(fault?.message).toContain('30500');
    expect(fault?.message).toContain('ccp-a/keystone-public of the environment "a"');
    expect(fault?.hint).toContain('endpoints.nodePortOffset');
  });

  test('another port, the own namespace and a missing cluster are fine', async () => {
    expect(await foreignNodePorts(await clusterWith('ccp-a'), 'ccp-b', keystone(30600))).toEqual([]);
    expect(await foreignNodePorts(await clusterWith('ccp-b'), 'ccp-b', keystone(30500))).toEqual([]);
    expect(await foreignNodePorts(undefined, 'ccp-b', keystone(30500))).toEqual([]);
  });

  test('an account without the right to list all Services plans all the same', async () => {
    const cluster = { ...fakeCluster(), list: () => Promise.reject(new CcpError('CLUSTER_FORBIDDEN', 'no')) };
    expect(await foreignNodePorts(cluster, 'ccp-b', keystone(30500))).toEqual([]);
  });
});
