/**
 * Versions of what the cluster is made of. Those of etcd, CoreDNS and pause are the ones that kubeadm of this
 * Kubernetes version asks for (`kubeadm config images list`); the go.mod files of `image/go` name the same.
 */
export const versions = {
  kubernetes: '1.35.4',
  etcd: '3.6.6',
  coredns: '1.13.1',
  pause: '3.10.1',
  cni: '1.9.1',
  go: '1.26',
  /** Of Debian's package docker-registry. */
  registry: '2.8.3',
} as const;
