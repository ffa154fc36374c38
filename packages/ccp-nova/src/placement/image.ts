import { copy, defineImage } from 'ccp-core';
import { accountStep, openstackBase, openstackSource, optionCatalogue, python, users } from 'ccp-openstack-base';

const recipe = python('placement');

const options = optionCatalogue(['placement.conf', 'keystonemiddleware.auth_token', 'oslo.db', 'oslo.log', 'oslo.middleware.cors', 'oslo.middleware.http_proxy_to_wsgi', 'oslo.policy']);

/** Placement with `placement-manage`; served by the uWSGI of its base. */
export const placementImage = defineImage({
  name: 'placement',
  title: 'OpenStack Placement',
  from: openstackBase,
  source: openstackSource('placement'),
  stages: recipe.stages,
  steps: [accountStep(users.placement), ...recipe.steps, options, copy('image/placement-wsgi.ini', '/etc/ccp/wsgi.ini')],
  user: users.placement,
  expectedSeconds: 15,
});
