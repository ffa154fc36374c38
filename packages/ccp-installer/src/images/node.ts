import { apt, copy, copyFrom, defineImage, run } from 'ccp-core';
import { debianBase, noHeaders } from 'ccp-debian-base';
import { versions } from '../versions.ts';
import { cniBinaries, etcdBinaries, kubernetesBinaries } from './binaries.ts';

const programs = ['kubeadm', 'kubectl', 'kubelet'] as const;

/** A machine of the cluster: containerd, the kubelet and what they call, supervised by runit. */
export const node = defineImage({
  name: 'kubernetes-node',
  title: 'Node of a local Kubernetes cluster',
  version: versions.kubernetes,
  licenses: 'Apache-2.0 AND GPL-2.0-only',
  from: debianBase,
  steps: [
    noHeaders,
    apt(
      'conntrack', 'containerd', 'dnsmasq-base', 'ethtool', 'iproute2', 'iptables', 'kmod', 'mount', 'nftables', 'procps', 'runc', 'runit', 'socat',
    ),
    run('mkdir -p /var/lib/ccp/volumes && rm -rf /etc/machine-id /var/lib/dbus/machine-id'),
    copyFrom(cniBinaries, '/', '/opt/cni/bin/'),
    copyFrom(etcdBinaries, '/etcdctl', '/usr/local/bin/etcdctl'),
    ...programs.map((program) => copyFrom(kubernetesBinaries, `/${program}`, `/usr/local/bin/${program}`)),
    copy('image/node/', '/'),
  ],
  root: { reason: 'Runs containerd and the kubelet, which make namespaces, mounts and packet filters.' },
  // kubeadm and the kubelet tell a container from a machine by it.
  env: { container: 'docker' },
  entrypoint: ['/usr/bin/tini', '--', '/usr/local/sbin/node-init'],
  stopSignal: 'SIGTERM',
  expectedSeconds: 40,
});
