import { apt, copy, defineImage, run } from 'ccp-core';
import { accountStep, debianBase, users } from 'ccp-debian-base';
import { versions } from '../versions.ts';

/** Where the registry keeps its content: a volume. */
export const registryData = '/var/lib/registry';

/** The registry that the nodes of a local cluster pull from. */
export const registry = defineImage({
  name: 'registry',
  title: 'Image registry of a local cluster',
  version: versions.registry,
  from: debianBase,
  steps: [
    accountStep(users.registry),
    apt('docker-registry'),
    run(`install -d -m 0750 -o ${users.registry.id} -g ${users.registry.id} ${registryData}`),
    copy('image/registry/config.yml', '/etc/docker/registry/config.yml'),
  ],
  user: users.registry,
  entrypoint: ['/usr/bin/tini', '--', '/usr/bin/docker-registry', 'serve', '/etc/docker/registry/config.yml'],
  expectedSeconds: 15,
});
