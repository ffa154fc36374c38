import { describe, expect, test } from '@jest/globals';
import { missing, nodesSchema, podsSchema, leasesSchema, type Observed } from './readiness.ts';

const started = Date.parse('2026-01-01T10:00:00Z') / 1000;
const before = '2026-01-01T09:00:00Z';
const after = '2026-01-01T10:00:05Z';
const expected = [{ name: 'a-1', startedAt: started + 0.7, controlPlane: true }];

function pod(name: string, labels: Record<string, string>, startedAt: string, ready = 'True'): unknown {
  return {
    metadata: { name, labels },
    spec: { nodeName: 'a-1' },
    status: { conditions: [{ type: 'Ready', status: ready }], containerStatuses: [{ state: { running: { startedAt } } }] },
  };
}

function observed(when: { readonly lease?: string; readonly pods?: string; readonly ready?: string; readonly dns?: string } = {}): Observed {
  const pods = when.pods ?? after;
  return {
    nodes: nodesSchema.parse({ items: [{ metadata: { name: 'a-1' }, status: { conditions: [{ type: 'Ready', status: when.ready ?? 'True' }] } }] }),
    leases: leasesSchema.parse({ items: [{ metadata: { name: 'a-1' }, spec: { renewTime: when.lease ?? after } }] }),
    pods: podsSchema.parse({
      items: [
        ...['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => pod(name, { component: name }, pods)),
        pod('kube-proxy-x', { 'k8s-app': 'kube-proxy' }, pods),
        pod('coredns-x', { 'k8s-app': 'kube-dns' }, pods, when.dns ?? 'True'),
      ],
    }),
  };
}

describe('readiness of a cluster', () => {
  test('nothing is missing when all was seen since the start', () => {
    expect(missing(expected, observed())).toEqual([]);
  });

  test('what was ready before the node was started does not count', () => {
    expect(missing(expected, observed({ lease: before }))).toEqual(['the kubelet of a-1 has not reported yet']);
    expect(missing(expected, observed({ pods: before }))).toEqual([
      'kube-proxy on a-1 is not ready',
      'etcd on a-1 is not ready',
      'kube-apiserver on a-1 is not ready',
      'kube-controller-manager on a-1 is not ready',
      'kube-scheduler on a-1 is not ready',
      'CoreDNS is not ready',
    ]);
  });

  test('the start of the same second counts, for Kubernetes tells whole seconds', () => {
    expect(missing(expected, observed({ pods: '2026-01-01T10:00:00Z' }))).toEqual([]);
  });

  test('a node or pod that is not ready is named', () => {
    expect(missing(expected, observed({ ready: 'False' }))).toEqual(['node a-1 is not ready']);
    expect(missing(expected, observed({ dns: 'False' }))).toEqual(['CoreDNS is not ready']);
  });

  test('a worker needs kube-proxy but no control plane', () => {
    const nodes = [...expected, { name: 'a-2', startedAt: started, controlPlane: false }];
    expect(missing(nodes, observed())).toEqual(['the kubelet of a-2 has not reported yet', 'kube-proxy on a-2 is not ready', 'CoreDNS is ready 1 of 2 times']);
  });
});
