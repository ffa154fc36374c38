import { defineImage } from 'ccp-core';
import { accountStep, openstackBase, openstackSource, python, users } from 'ccp-openstack-base';

const recipe = python('openstack-client');

/** The command `openstack` with the plug-ins of the services that this release packages. */
export const openstackClientImage = defineImage({
  name: 'openstack-client',
  title: 'OpenStack command line client',
  from: openstackBase,
  source: openstackSource('openstack-client'),
  stages: recipe.stages,
  steps: [accountStep(users.openstack), ...recipe.steps],
  user: users.openstack,
  workdir: '/var/lib/openstack',
  entrypoint: ['/usr/bin/tini', '--', 'openstack'],
  expectedSeconds: 20,
});
