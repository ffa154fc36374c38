import { CcpError, type ResourceCleaner } from 'ccp-core';
import { CloudApi } from './cloud-api.ts';

/** Seconds in which an instance that shuts down in order is gone. */
const endLimit = 180;
const list = '/servers?all_tenants=1&limit=1000';

/** Instances of all projects. They run outside of pods, so they would go on running on their nodes without a cloud that knows of them. */
export const serverCleaner: ResourceCleaner = {
  name: 'servers',
  title: 'instances',
  endpoint: 'compute',
  async list(cloud, signal) {
    const servers = await new CloudApi(cloud, signal).list('compute', list, 'servers');
    return servers.map(({ id, name }) => ({ id, name: String(name ?? '') }));
  },
  async remove(cloud, servers, { signal, step }) {
    const api = new CloudApi(cloud, signal);
    for (const { id } of servers) await api.remove('compute', `/servers/${id}`);
    const remaining = async (): Promise<string[]> => (await api.list('compute', list, 'servers', ({ id }) => servers.some((server) => server.id === id))).map(({ id, name, status }) => `${id} ${String(name)} ${String(status ?? '')}`);
    const gone = async (): Promise<true | undefined> => {
      const left = await remaining();
      step(`${servers.length - left.length} of ${servers.length} are gone`);
      return left.length === 0 ? true : undefined;
    };
    await api.until('ending the instances', endLimit, gone, remaining).catch((fault: unknown) => {
      if (!(fault instanceof CcpError)) throw fault;
      throw new CcpError(fault.code, fault.message, { evidence: fault.evidence, hint: 'See ccp logs nova-compute; an instance on a node that is away goes when the node is back.', cause: fault });
    });
  },
};
