import { workerService } from './worker-service.ts';

/** What Neutron does at intervals, whatever the mechanism: quotas, agents that are away, what expires. */
export const neutronPeriodicWorkers = workerService({
  name: 'neutron-periodic-workers',
  title: 'Neutron periodic workers',
  program: 'neutron-periodic-workers',
  // Measured: 176 to 288 MiB.
  memory: '192Mi',
});
