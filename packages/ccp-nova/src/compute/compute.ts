import { defineService, exec, podField } from 'ccp-core';
import { novaComputeImage } from '../control/images.ts';
import { hearsBus } from '../hears-bus.ts';
import { cellOf, confVariables, novaConf } from '../nova-conf.ts';
import { computeConfig } from './config.ts';
import { guestPaths } from './node-paths.ts';

/**
 * Nova's agent on a hypervisor. It is replaced at any time: guests are libvirt's. When told to end it finishes what it does, for up to 160 s
 * (Nova's `manager_shutdown_timeout`).
 */
export const novaCompute = defineService({
  name: 'nova-compute',
  title: 'Nova (agent of a hypervisor)',
  kind: 'DaemonSet',
  roles: ['compute'],
  image: novaComputeImage,
  config: computeConfig,
  requires: ['compute-cell', 'placement', 'image', 'network'],
  wants: ['console'],
  ports: () => ({}),
  files: novaConf,
  variables: (context) => {
    const console = context.needs.console;
    return confVariables({ cell: cellOf(context), compute: true, ...(console === undefined ? {} : { consoleUrl: `${console.publicUrl}/vnc_lite.html` }) });
  },
  daemon: (context) => ({
    command: ['nova-compute-start'],
    env: { CCP_VIRT_TYPE: context.config.virtType, OS_DEFAULT__HOST: podField('spec.nodeName'), OS_DEFAULT__MY_IP: podField('status.hostIP') },
    probes: { started: hearsBus(context), ready: exec('nova-compute-well', 'ready'), alive: exec('nova-compute-well', 'alive') },
    host: {
      reason: 'It makes network devices and files of guests on the node.',
      network: true,
      privileged: true,
      critical: true,
      paths: { ...guestPaths, 'run-openvswitch': { path: '/run/openvswitch' } },
    },
    graceSeconds: 190,
  }),
  availability: { replicas: 1 },
  resources: { requests: { cpu: '50m', memory: '192Mi' }, limits: { memory: '768Mi' } },
});
