import { copy, copyFrom, defineImage, run, type Stage } from 'ccp-core';
import { accountStep, openstackBase, openstackSource, python, users } from 'ccp-openstack-base';

const recipe = python('horizon');

/** Horizon is installed and its assets are made in a stage: half of what that needs is not needed to serve them. */
const dashboard: Stage = {
  name: 'dashboard',
  from: openstackBase,
  steps: [
    ...recipe.steps,
    run('# Collect and compress the assets\nsh /run/dashboard/make-dashboard.sh /run/base /dashboard', {
      mounts: [
        { kind: 'context', source: 'build/', target: '/run/dashboard' },
        { kind: 'context', source: 'build/local_settings.py', target: '/etc/openstack-dashboard/local_settings.py' },
        { kind: 'image', image: openstackBase, source: '/opt/os', target: '/run/base' },
      ],
    }),
  ],
};

/** Horizon with its assets, served by the uWSGI of its base. */
export const horizonImage = defineImage({
  name: 'horizon',
  title: 'OpenStack Horizon',
  from: openstackBase,
  source: openstackSource('horizon'),
  stages: [...recipe.stages, dashboard],
  steps: [accountStep(users.horizon), copyFrom('dashboard', '/dashboard/', '/'), copy('image/', '/etc/ccp/')],
  user: users.horizon,
  expectedSeconds: 40,
});
