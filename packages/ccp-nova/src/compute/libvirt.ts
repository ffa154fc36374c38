import { defineService, exec } from 'ccp-core';
import { libvirtConfig } from './config.ts';
import { libvirtImage } from './libvirt-image.ts';
import { guestPaths } from './node-paths.ts';

/** Answers as soon as the daemon does, and needs no guest. */
const answers = exec('virsh', '--connect', 'qemu:///system', 'version');

/**
 * libvirt on a hypervisor. Guests are moved out of the pod when they start, and all that they and libvirt know lies on the node, so that they
 * outlive the pod, its image and the daemon. A pod is replaced when the operator deletes the old one.
 */
export const libvirt = defineService({
  name: 'libvirt',
  title: 'libvirt (hypervisor)',
  kind: 'DaemonSet',
  update: 'on-delete',
  roles: ['compute'],
  image: libvirtImage,
  config: libvirtConfig,
  ports: () => ({}),
  daemon: () => ({
    command: ['libvirt-start'],
    probes: { started: answers, ready: answers },
    host: {
      reason: 'It starts guests, which outlive its pod.',
      network: true,
      processes: true,
      privileged: true,
      critical: true,
      paths: { ...guestPaths, cgroup: { path: '/sys/fs/cgroup', mustExist: true }, 'run-openvswitch': { path: '/run/openvswitch' } },
    },
    graceSeconds: 10,
  }),
  availability: { replicas: 1 },
  resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '1Gi' } },
});
