import { defineComponent } from 'ccp-core';
import { openstackBase } from './base.ts';
import { openstackBuilder } from './builder.ts';
import { openstackWheels } from './wheels.ts';

/** The package's images, for discovery. */
export const component = defineComponent({
  name: 'ccp-openstack-base',
  images: [openstackBuilder, openstackWheels, openstackBase],
});
