import { defineConfig, defineService, exec } from 'ccp-core';
import { z } from 'zod';
import { ovnCentralImage } from './images.ts';
import { ovnRemotes } from './remotes.ts';

const ready = exec('ovn-northd-ready');

/** Translates the northbound into the southbound database. Of several, one is active and the others stand by. */
export const ovnNorthd = defineService({
  name: 'ovn-northd',
  title: 'OVN northd',
  kind: 'Deployment',
  image: ovnCentralImage,
  config: defineConfig(z.strictObject({})),
  requires: ['ovn-northbound', 'ovn-southbound'],
  ports: () => ({}),
  daemon: (context) => ({
    command: ['ovn-northd-start'],
    env: ovnRemotes(context),
    probes: { started: ready, ready, alive: exec('ovn-appctl', '--timeout=9', '-t', '/run/ovn/ovn-northd.ctl', 'version') },
    graceSeconds: 10,
  }),
  availability: { replicas: 1, spread: 'host' },
  resources: { requests: { cpu: '10m', memory: '24Mi' }, limits: { memory: '512Mi' } },
  profiles: { ha: { replicas: 2 } },
});
