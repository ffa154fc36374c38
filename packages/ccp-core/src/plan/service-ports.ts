import type { Catalog } from '../catalog/index.ts';
import type { Configuration } from '../config/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { checkPublications, publicationOf } from './publication.ts';

/** Last node port that Kubernetes gives by default. */
const lastNodePort = 32767;

/**
 * Faults of the ports of services, known without anything else of them: the same number twice in one service (CONFIG_INVALID), a node port
 * or host name that two services want (CATALOG_INVALID) or that `endpoints.nodePortOffset` moves out of the range (CONFIG_INVALID).
 */
export function checkPorts(catalog: Catalog, configuration: Configuration, configs: ReadonlyMap<string, unknown>, services: readonly string[]): CcpError[] {
  const { raw } = configuration;
  const ports = services.flatMap((name) => {
    const service = catalog.services.get(name);
    return service === undefined ? [] : [{ name, ports: Object.entries(service.definition.ports({ config: configs.get(name) })) }];
  });
  const users = ports.map(({ name, ports: own }) => ({ owner: { service: name }, ...publicationOf(Object.fromEntries(own), configuration) }));
  const beyond = users.flatMap(({ owner, nodePorts }) => [...nodePorts].filter(([, port]) => port > lastNodePort).map(([key, port]) => new CcpError('CONFIG_INVALID', `node port ${port} of ${owner.service} (port "${key}") is above ${lastNodePort}`, { where: raw.locate(['endpoints', 'nodePortOffset']), hint: 'Choose a smaller endpoints.nodePortOffset.' })));
  const twice = ports.flatMap(({ name, ports: own }) => own.filter(([, { port }], i) => own.findIndex(([, other]) => other.port === port) < i).map(([key, { port }]) => new CcpError('CONFIG_INVALID', `${name} has port ${port} twice, the second time as "${key}"`, { where: raw.locate(['services', name, 'config']), hint: `Give its ports different numbers in services.${name}.config.` })));
  return [...twice, ...beyond, ...checkPublications(users)];
}
