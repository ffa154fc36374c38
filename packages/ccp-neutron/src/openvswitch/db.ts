import { defineConfig, defineService, exec } from 'ccp-core';
import { z } from 'zod';
import { runPath, statePath } from './host-paths.ts';
import { openvswitchImage } from './image.ts';

const file = '/var/lib/openvswitch/conf.db';
const ready = exec('ovs-vsctl', '--no-wait', '--timeout=4', 'list-br');

/**
 * The database of a node's Open vSwitch. A restart costs the guests' traffic nothing; still it changes only when its pod is deleted, so
 * that an operator decides the order on a node.
 */
export const openvswitchDb = defineService({
  name: 'openvswitch-db',
  title: 'Open vSwitch database of a node',
  kind: 'DaemonSet',
  roles: ['compute', 'network'],
  update: 'on-delete',
  image: openvswitchImage,
  config: defineConfig(z.strictObject({})),
  ports: () => ({}),
  daemon: () => ({
    command: [
      'ovsdb-start',
      file,
      '/usr/share/openvswitch/vswitch.ovsschema',
      file,
      '--remote=punix:/run/openvswitch/db.sock',
      // Neutron's agents and Nova on the node.
      '--remote=ptcp:6640:127.0.0.1',
      '--remote=db:Open_vSwitch,Open_vSwitch,manager_options',
      '--unixctl=/run/openvswitch/ovsdb-server.ctl',
      '-vconsole:info',
      '-vsyslog:off',
      '-vfile:off',
    ],
    host: { reason: 'Programs on the node reach it by socket and at its loopback; its data belongs to the node.', network: true, critical: true, paths: { ...runPath, ...statePath } },
    probes: { started: ready, ready },
    graceSeconds: 5,
  }),
  availability: { replicas: 1 },
  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '256Mi' } },
});
