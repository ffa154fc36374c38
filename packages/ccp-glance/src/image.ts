import { apt, copy, defineImage, run } from 'ccp-core';
import { accountStep, openstackBase, openstackSource, optionCatalogue, python, users } from 'ccp-openstack-base';
import { storeOptions } from './stores.ts';

const recipe = python('glance', { configFolder: 'glance' });

/** The namespaces of Glance's sample files. Sections of stores have the names that the configuration gives them. */
const options = optionCatalogue(
  [
    'glance',
    'glance.api',
    'glance.store',
    'glance.multi_store',
    'keystonemiddleware.auth_token',
    'oslo.concurrency',
    'oslo.db',
    'oslo.limit',
    'oslo.log',
    'oslo.messaging',
    'oslo.middleware.cors',
    'oslo.middleware.healthcheck',
    'oslo.middleware.http_proxy_to_wsgi',
    'oslo.policy',
    'oslo.reports',
    'osprofiler',
  ],
  { everywhere: storeOptions },
);

/** Glance with `glance-manage`; served by the uWSGI of its base. */
export const glanceImage = defineImage({
  name: 'glance',
  title: 'OpenStack Glance',
  from: openstackBase,
  source: openstackSource('glance'),
  stages: recipe.stages,
  steps: [
    accountStep(users.glance),
    // Stores in Ceph; conversion of what is imported.
    apt('python3-rados', 'python3-rbd', 'qemu-utils'),
    ...recipe.steps,
    run("# Debian's bindings of Ceph, the only modules there, are found after those of Glance\necho /usr/lib/python3/dist-packages >/opt/os/lib/python3.13/site-packages/ceph.pth"),
    run('# Samples stand where files of the service are mounted\nrm -f /etc/glance/*.conf'),
    options,
    copy('image/', '/etc/ccp/'),
  ],
  user: users.glance,
  expectedSeconds: 25,
});
