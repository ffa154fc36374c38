import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { versions } from '../src/versions.ts';

const read = (path: string): Promise<string> => readFile(new URL(`../image/${path}`, import.meta.url), 'utf8');

describe('versions are the same wherever they are written', () => {
  test.each([
    ['kubernetes', `k8s.io/kubernetes v${versions.kubernetes}`],
    ['kubernetes', `k8s.io/component-base v${versions.kubernetes.replace(/^1/, '0')}`],
    ['etcd', `go.etcd.io/etcd/server/v3 v${versions.etcd}`],
    ['etcd', `go.etcd.io/etcd/etcdctl/v3 v${versions.etcd}`],
    ['coredns', `github.com/coredns/coredns v${versions.coredns}`],
    ['cni', `github.com/containernetworking/plugins v${versions.cni}`],
  ])('go.mod of %s has %s', async (module, line) => {
    expect(await read(`go/${module}/go.mod`)).toContain(line);
  });

  test.each(['kubernetes', 'etcd', 'coredns', 'cni'])('the compiler is new enough for %s', async (module) => {
    const wanted = /^go (\d+)\.(\d+)/m.exec(await read(`go/${module}/go.mod`))?.slice(1).map(Number) ?? [];
    const [major = 0, minor = 0] = versions.go.split('.').map(Number);
    expect((major - (wanted[0] ?? Infinity)) * 1000 + minor - (wanted[1] ?? Infinity)).toBeGreaterThanOrEqual(0);
  });

  test('containerd looks for the pause image that nodes hold', async () => {
    expect(await read('node/etc/ccp-node/containerd.toml')).toContain(`sandbox_image = "ccp.local/k8s/pause:${versions.pause}"`);
  });
});
