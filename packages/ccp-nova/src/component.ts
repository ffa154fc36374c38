import { defineComponent } from 'ccp-core';
import { novaCompute } from './compute/compute.ts';
import { libvirtImage } from './compute/libvirt-image.ts';
import { libvirt } from './compute/libvirt.ts';
import { apiDbSync, dbSync, onlineDataMigrations } from './control/actions.ts';
import { novaConsole } from './control/console.ts';
import { novaComputeImage, novaImage } from './control/images.ts';
import { novaMetadata } from './control/metadata.ts';
import { nova } from './control/nova.ts';
import { novaConductor, novaScheduler } from './control/workers.ts';
import { placementDbSync } from './placement/db-sync.ts';
import { placementImage } from './placement/image.ts';
import { placement } from './placement/service.ts';

/** Images, services, actions and checks of this package, for discovery. */
export const component = defineComponent({
  name: 'ccp-nova',
  images: [placementImage, novaImage, novaComputeImage, libvirtImage],
  services: [placement, nova, novaMetadata, novaConductor, novaScheduler, novaConsole, libvirt, novaCompute],
  actions: [dbSync, apiDbSync, onlineDataMigrations, placementDbSync],
  tool: async () => (await import('./tool/index.ts')).tool,
});
