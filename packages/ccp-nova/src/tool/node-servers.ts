import type { NodeResidents } from 'ccp-core';
import { CloudApi } from './cloud-api.ts';
import { serverCleaner } from './server-cleaner.ts';

const binary = 'nova-compute';

/**
 * Instances of a node, whose disks go with it, and Nova's record of its agent. While there is a record, the agent of a later node of the name does
 * not start: it misses the file `compute_id`, which went with the node too. The API removes no record of a host that has instances.
 */
export const nodeServers: NodeResidents = {
  name: 'servers',
  title: 'instances',
  endpoint: 'compute',
  agent: binary,
  async list(cloud, node, signal) {
    const servers = await new CloudApi(cloud, signal).list('compute', `/servers?all_tenants=1&limit=1000&host=${encodeURIComponent(node)}`, 'servers');
    return servers.map(({ id, name }) => ({ id, name: String(name ?? '') }));
  },
  remove: (cloud, servers, progress) => serverCleaner.remove(cloud, servers, progress),
  async forget(cloud, node, signal) {
    const api = new CloudApi(cloud, signal);
    const records = await api.list('compute', `/os-services?host=${encodeURIComponent(node)}&binary=${binary}`, 'services');
    // Not `remove`, which waits a minute where an instance is in the way.
    for (const { id } of records) await api.request('compute', 'DELETE', `/os-services/${id}`);
  },
  byHand: (node) =>
    `Delete its instances (\`ccp openstack server list --all-projects --host ${node}\`), then its record (\`ccp openstack compute service list --host ${node}\`, \`ccp openstack compute service delete ID\`): ` +
    `while Nova has one, ${binary} on a new node of this name does not start.`,
};
