import { apt, copy, defineImage } from 'ccp-core';
import { accountStep, openstackBase, openstackSource, optionCatalogue, python, users } from 'ccp-openstack-base';
import { addressScript } from '../ovn/address-script.ts';

const recipe = python('neutron', { configFolder: 'neutron' });

/** The namespaces of Neutron's sample files: server, ML2 with its mechanism drivers, and the agents. */
const options = optionCatalogue([
  'neutron',
  'neutron.agent',
  'neutron.az.agent',
  'neutron.base.agent',
  'neutron.db',
  'neutron.experimental',
  'neutron.extensions',
  'neutron.metadata.agent',
  'neutron.ml2',
  'neutron.ml2.ovn',
  'neutron.ml2.ovn.agent',
  'neutron.ml2.ovs.agent',
  'neutron.ovn.metadata.agent',
  'designate.auth',
  'ironic.auth',
  'nova.auth',
  'placement.auth',
  'keystonemiddleware.auth_token',
  'oslo.cache',
  'oslo.concurrency',
  'oslo.db',
  'oslo.log',
  'oslo.messaging',
  'oslo.middleware.cors',
  'oslo.middleware.healthcheck',
  'oslo.middleware.http_proxy_to_wsgi',
  'oslo.policy',
  'oslo.privsep',
  'oslo.reports',
  'oslo.service.periodic_task',
  'oslo.service.service',
  'oslo.versionedobjects',
  'osprofiler',
]);

/** Neutron's server with `neutron-db-manage`; the API is served by the uWSGI of its base. */
export const neutronImage = defineImage({
  name: 'neutron',
  title: 'OpenStack Neutron',
  from: openstackBase,
  source: openstackSource('neutron'),
  stages: recipe.stages,
  steps: [
    accountStep(users.neutron),
    // ML2/OVN runs ovsdb-client, and the API does not load without it.
    apt('openvswitch-common'),
    ...recipe.steps,
    options,
    copy('image/neutron/wsgi.ini', '/etc/ccp/wsgi.ini'),
    copy('image/neutron/with-ovn.sh', '/usr/local/bin/with-ovn', { mode: '0755' }),
    addressScript,
  ],
  user: users.neutron,
  env: { OS_NEUTRON_CONFIG_FILES: 'neutron.conf;ml2_conf.ini' },
  expectedSeconds: 30,
});
