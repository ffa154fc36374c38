import { workerService } from '../server/worker-service.ts';

/** Compares Neutron's database with OVN's, and repairs. One of several does the work. */
export const neutronOvnMaintenance = workerService({
  name: 'neutron-ovn-maintenance',
  title: 'Neutron OVN maintenance',
  program: 'neutron-ovn-maintenance-worker',
  // Measured: 219 MiB.
  memory: '224Mi',
});
