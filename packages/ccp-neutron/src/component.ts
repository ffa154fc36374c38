import { defineComponent } from 'ccp-core';
import { openvswitchDb } from './openvswitch/db.ts';
import { openvswitchImage } from './openvswitch/image.ts';
import { openvswitchVswitchd } from './openvswitch/vswitchd.ts';
import { neutronOvnAgent } from './ovn/agent.ts';
import { neutronAgentsImage } from './ovn/agents-image.ts';
import { ovnController } from './ovn/controller.ts';
import { ovnNb, ovnSb } from './ovn/database-service.ts';
import { ovnCentralImage, ovnHostImage } from './ovn/images.ts';
import { neutronOvnMaintenance } from './ovn/maintenance.ts';
import { ovnNorthd } from './ovn/northd.ts';
import { dbSync } from './server/db-sync.ts';
import { neutronImage } from './server/image.ts';
import { neutronPeriodicWorkers } from './server/periodic-workers.ts';
import { neutron } from './server/service.ts';

/** Images, services and actions of this package, for discovery. */
export const component = defineComponent({
  name: 'ccp-neutron',
  images: [neutronImage, neutronAgentsImage, openvswitchImage, ovnCentralImage, ovnHostImage],
  services: [ovnNb, ovnSb, ovnNorthd, openvswitchDb, openvswitchVswitchd, ovnController, neutron, neutronPeriodicWorkers, neutronOvnMaintenance, neutronOvnAgent],
  actions: [dbSync],
});
