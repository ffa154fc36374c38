import type { LiveFilesSpec } from '../definition/index.ts';
import type { ServiceModel } from './model.ts';

/** Live files of a service by the name of the Secret that holds them, `<service>-<name>`; `only` narrows to some names. */
export function liveSecretsOf(model: ServiceModel, only?: readonly string[]): Record<string, LiveFilesSpec> {
  const entries = Object.entries(model.definition.liveFiles ?? {}).filter(([name]) => only === undefined || only.includes(name));
  return Object.fromEntries(entries.map(([name, live]) => [`${model.owner.service}-${name}`, live]));
}
