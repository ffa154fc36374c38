import type { SecretImports } from '../config/index.ts';
import type { SecretSpec } from '../definition/index.ts';
import { CcpError, nearest } from '../diagnostics/index.ts';
import type { SecretStore } from './secrets.ts';

/** Secrets that services need, by full name. */
export type SecretSpecs = Readonly<Record<string, SecretSpec>>;

/** Faults (CONFIG_INVALID): imported names that no service needs. */
export function unknownImports(imports: SecretImports, specs: SecretSpecs): CcpError[] {
  const known = Object.keys(specs).sort();
  return [...imports.places]
    .filter(([name]) => !known.includes(name))
    .map(([name, where]) => {
      const near = nearest(name, known);
      return new CcpError('CONFIG_INVALID', `no service needs the secret "${name}"`, { where, hint: near === undefined ? `Secrets: ${known.join(', ') || 'none'}.` : `Did you mean "${near}"?` });
    });
}

/**
 * Faults (CONFIG_INVALID) of imported values against what is deployed, without any value: one that differs from the deployed one, and one
 * that must be imported and is neither deployed nor in the file.
 */
export function importFaults(store: SecretStore, imports: SecretImports, specs: SecretSpecs): CcpError[] {
  return Object.entries(specs).flatMap(([name, spec]) => {
    const value = imports.value(name);
    const where = { object: name, ...imports.places.get(name) };
    if (store.version(name) === 'new') return value === undefined && spec.imported === true ? [missing(name, spec)] : [];
    if (value === undefined || store.value(name) === value) return [];
    return [new CcpError('CONFIG_INVALID', `secret "${name}" is deployed with another value than the file has`, { where, hint: 'Deploying does not change a secret that is in use. Write the deployed value, or take the line out.' })];
  });
}

function missing(name: string, { description }: SecretSpec): CcpError {
  return new CcpError('CONFIG_INVALID', `secret "${name}" must be imported: ${description}`, { where: { object: name }, hint: `Write it into a file (mode 0600) that "secrets.file" names: ${name}: "..."` });
}
