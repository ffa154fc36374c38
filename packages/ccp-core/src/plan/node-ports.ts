import { CcpError } from '../diagnostics/index.ts';

/** Node ports of one service, by port name. */
export interface NodePortUser {
  readonly owner: { readonly service: string };
  readonly nodePorts: ReadonlyMap<string, number>;
}

/** Faults (CATALOG_INVALID): node ports, offset added, that more than one port of the environment wants; a node has each only once. */
export function checkNodePorts(models: readonly NodePortUser[]): CcpError[] {
  const users = new Map<number, string[]>();
  for (const { owner, nodePorts } of models) {
    for (const [name, port] of nodePorts) users.set(port, [...(users.get(port) ?? []), `${owner.service} (port "${name}")`]);
  }
  return [...users]
    .filter(([, names]) => names.length > 1)
    .map(([port, names]) => new CcpError('CATALOG_INVALID', `node port ${port} is wanted by ${names.join(' and ')}`, { where: { object: names.join(', ') }, hint: 'Give one of them another nodePort.' }));
}
