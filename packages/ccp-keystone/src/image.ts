import { apt, copy, defineImage } from 'ccp-core';
import { accountStep, openstackBase, openstackSource, optionCatalogue, python, users } from 'ccp-openstack-base';
import { programFolder } from './ldap-domains.ts';

const recipe = python('keystone', { configFolder: 'keystone' });

/** The namespaces of Keystone's sample file. Own methods of [auth] are named there; a federation protocol has a section of its name with one option. */
const options = optionCatalogue(['keystone', 'oslo.cache', 'oslo.db', 'oslo.log', 'oslo.messaging', 'oslo.middleware', 'oslo.policy', 'osprofiler'], {
  free: ['auth'],
  everywhere: ['remote_id_attribute'],
});

/** Keystone with `keystone-manage`; served by the uWSGI of its base. */
export const keystoneImage = defineImage({
  name: 'keystone',
  title: 'OpenStack Keystone',
  from: openstackBase,
  source: openstackSource('keystone'),
  stages: recipe.stages,
  // The library of python-ldap.
  steps: [accountStep(users.keystone), apt('libldap2'), ...recipe.steps, options, copy('image/', '/etc/ccp/'), copy('programs/', `${programFolder}/`)],
  user: users.keystone,
  expectedSeconds: 25,
});
