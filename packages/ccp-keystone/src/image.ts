import { copy, defineImage } from 'ccp-core';
import { accountStep, openstackBase, openstackSource, python, users } from 'ccp-openstack-base';

const recipe = python('keystone', { configFolder: 'keystone' });

/** Keystone with `keystone-manage`; served by the uWSGI of its base. */
export const keystoneImage = defineImage({
  name: 'keystone',
  title: 'OpenStack Keystone',
  from: openstackBase,
  source: openstackSource('keystone'),
  stages: recipe.stages,
  steps: [accountStep(users.keystone), ...recipe.steps, copy('image/', '/etc/ccp/')],
  user: users.keystone,
  expectedSeconds: 25,
});
