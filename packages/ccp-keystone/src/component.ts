import { defineComponent } from 'ccp-core';
import { keystoneActions } from './actions/index.ts';
import { keystoneImage } from './image.ts';
import { openstackClientImage } from './openstack-client-image.ts';
import { registrationImage } from './registration-image.ts';
import { keystone } from './service.ts';

/** Images, service, commands and checks of this package, for discovery. */
export const component = defineComponent({
  name: 'ccp-keystone',
  images: [keystoneImage, openstackClientImage, registrationImage],
  services: [keystone],
  actions: keystoneActions,
  tool: async () => (await import('./tool/index.ts')).tool,
});
