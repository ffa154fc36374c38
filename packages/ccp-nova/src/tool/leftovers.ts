import type { CloudApi, Item } from './cloud-api.ts';

/** What is found and removed by name, in this order: what uses comes before what is used. */
const kinds = [
  { type: 'network', path: '/v2.0/floatingips', plural: 'floatingips', name: 'description' },
  { type: 'compute', path: '/servers', plural: 'servers', name: 'name' },
  { type: 'network', path: '/v2.0/ports', plural: 'ports', name: 'name' },
  { type: 'network', path: '/v2.0/routers', plural: 'routers', name: 'name' },
  { type: 'network', path: '/v2.0/networks', plural: 'networks', name: 'name' },
  { type: 'network', path: '/v2.0/security-groups', plural: 'security_groups', name: 'name' },
] as const;

/** Removes everything whose name starts with `prefix`. Returns how many things that were. */
export async function removeNamed(api: CloudApi, prefix: string): Promise<number> {
  let count = 0;
  for (const { type, path, plural, name } of kinds) {
    const found = await api.list(type, path, plural, (item) => String(item[name]).startsWith(prefix));
    count += found.length;
    if (plural === 'routers') for (const router of found) await removeInterfaces(api, router);
    for (const item of found) await api.remove(type, `${path}/${item.id}`);
    if (plural === 'servers') await api.until('ending the instances', 120, async () => ((await api.list(type, path, plural, (item) => found.some(({ id }) => id === item.id))).length === 0 ? true : undefined));
  }
  return count;
}

/** A router is in use while it has a leg in a subnet. */
async function removeInterfaces(api: CloudApi, router: Item): Promise<void> {
  const ports = await api.list('network', `/v2.0/ports?device_id=${router.id}`, 'ports', (port) => String(port['device_owner']).startsWith('network:router_interface'));
  for (const port of ports) await api.request('network', 'PUT', `/v2.0/routers/${router.id}/remove_router_interface`, { port_id: port.id });
}
