import type { HostPath } from 'ccp-core';

/** Folders that guests outlive pods in: state, sockets and definitions of libvirt, disks of instances. At the same path on the node. */
export const guestPaths = {
  'run-libvirt': { path: '/run/libvirt' },
  'lib-libvirt': { path: '/var/lib/libvirt' },
  'etc-qemu': { path: '/etc/libvirt/qemu' },
  'log-libvirt': { path: '/var/log/libvirt' },
  'lib-nova': { path: '/var/lib/nova', mounts: 'in' },
  // Whole: so the pseudo-terminals of consoles are those of the node, and are the same after the pod was replaced.
  dev: { path: '/dev', mustExist: true },
} as const satisfies Readonly<Record<string, HostPath>>;
