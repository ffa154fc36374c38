import type { Catalog } from '../catalog/index.ts';
import { usualRoles, type Configuration } from '../config/index.ts';
import { CcpError, nearest } from '../diagnostics/index.ts';
import { rolesOfServices } from './topology.ts';

/** Faults of keys of `nodes:` that give a role that does not exist. */
export function unknownRoles(catalog: Catalog, { core, raw }: Configuration): CcpError[] {
  const carried = [...rolesOfServices(catalog, core).keys()];
  // Whoever writes roles of their own means those.
  const known = Object.keys(core.roles).length > 0 ? carried : [...new Set([...carried, ...usualRoles])].sort();
  // The default key is ours, so that nobody needs a role of its name.
  const written = Object.entries(core.nodes).filter(([key]) => raw.origin(['nodes', key]) !== undefined);
  return written.flatMap(([key, { roles }]) =>
    roles.flatMap((role, index) => {
      if (known.includes(role)) return [];
      const near = nearest(role, known);
      return [new CcpError('CONFIG_INVALID', `nodes."${key}" gives the role "${role}", which does not exist`, { where: raw.locate(['nodes', key, 'roles', index]), hint: near === undefined ? `Roles: ${known.join(', ') || 'none'}.` : `Did you mean "${near}"?` })];
    }),
  );
}

/** Warnings of roles that no key of `nodes:` gives: what only they carry does not run. */
export function unusedRoles(catalog: Catalog, { core }: Configuration): string[] {
  const given = new Set(Object.values(core.nodes).flatMap(({ roles }) => roles));
  const roles = [...rolesOfServices(catalog, core)];
  const carried = new Set(roles.flatMap(([role, services]) => (given.has(role) ? services : [])));
  return roles
    .filter(([role]) => !given.has(role))
    .map(([role, services]) => {
      const left = services.filter((service) => !carried.has(service));
      return `Role "${role}" is given to no node by "nodes:"${left.length === 0 ? '.' : `, so ${left.join(', ')} will not run.`}`;
    });
}
