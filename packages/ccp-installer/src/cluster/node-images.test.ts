import { describe, expect, test } from '@jest/globals';
import { containerdName, nodeImages } from './node-images.ts';

describe('images of a node', () => {
  test('bear the names that kubeadm 1.35.4 lists', () => {
    expect(nodeImages.map(({ wantedName }) => wantedName).sort()).toEqual([
      'ccp.local/k8s/coredns:v1.13.1',
      'ccp.local/k8s/etcd:3.6.6-0',
      'ccp.local/k8s/kube-apiserver:v1.35.4',
      'ccp.local/k8s/kube-controller-manager:v1.35.4',
      'ccp.local/k8s/kube-proxy:v1.35.4',
      'ccp.local/k8s/kube-scheduler:v1.35.4',
      'ccp.local/k8s/pause:3.10.1',
    ]);
  });

  test.each([
    ['ccp.local/ccp/etcd:1', 'ccp.local/ccp/etcd:1'],
    ['127.0.0.1:5000/a/b:1', '127.0.0.1:5000/a/b:1'],
    ['localhost/a:1', 'localhost/a:1'],
    ['team/a:1', 'docker.io/team/a:1'],
    ['a:1', 'docker.io/library/a:1'],
  ])('%s is %s to containerd', (reference, name) => expect(containerdName(reference)).toBe(name));
});
