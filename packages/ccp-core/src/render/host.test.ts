import { describe, expect, test } from '@jest/globals';
import { hostFields, hostMounts, hostVolumes, mainSecurity } from './host.ts';

describe('what a daemon shares with its node', () => {
  test('nothing by itself: it may gain no privilege', () => {
    expect([hostFields(undefined), hostMounts(undefined), hostVolumes(undefined)]).toEqual([{}, [], []]);
    expect(mainSecurity(undefined)).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
  });

  test("the node's network comes with the cluster's names", () => {
    expect(hostFields({ network: true, processes: true })).toEqual({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet', hostPID: true });
  });

  test('what makes a node work runs whatever its taints and is evicted last', () => {
    expect(hostFields({ critical: true })).toEqual({ priorityClassName: 'system-node-critical', tolerations: [{ operator: 'Exists' }] });
  });

  test('folders are mounted at the same path, made unless they must be there, with the propagation that is asked for', () => {
    const host = { reason: 'test', paths: { dev: { path: '/dev', mustExist: true }, netns: { path: '/run/netns', mounts: 'both' } } } as const;
    expect(hostVolumes(host)).toEqual([
      { name: 'dev', hostPath: { path: '/dev', type: 'Directory' } },
      { name: 'netns', hostPath: { path: '/run/netns', type: 'DirectoryOrCreate' } },
    ]);
    expect(hostMounts(host)).toEqual([
      { name: 'dev', mountPath: '/dev' },
      { name: 'netns', mountPath: '/run/netns', mountPropagation: 'Bidirectional' },
    ]);
  });
});
