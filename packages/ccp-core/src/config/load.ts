import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { CcpError } from '../diagnostics/index.ts';
import { readConfiguration, type RawConfiguration } from './document.ts';
import { coreSchema, type CoreConfig } from './schema.ts';
import { validateParts } from './validate.ts';

/** Configuration of one run: core's sections validated, those of tools as written. */
export interface Configuration {
  readonly core: CoreConfig;
  /** Namespace of the environment. */
  readonly namespace: string;
  /** Section of a tool, by its name; undefined when it is not written. */
  section(name: string): unknown;
  readonly raw: RawConfiguration;
}

/** A configuration with what is wrong in it; where there are faults, it has defaults in the place of what is faulty. */
export interface LoadedConfiguration {
  readonly configuration: Configuration;
  readonly faults: readonly CcpError[];
}

/**
 * Reads and validates the configuration. `sections`: names of sections that tools own (they validate them).
 * Returns faults instead of throwing them, so that the catalog's can be shown in the same go; throws CONFIG_INVALID
 * only when a file cannot be read or parsed. Relative files are those of `folder`; default: the folder of `file`.
 */
export async function loadConfiguration(file: string | undefined, sets: readonly string[], sections: readonly string[], folder?: string): Promise<LoadedConfiguration> {
  return composeConfiguration(await readConfiguration(file, sets), sections, folder);
}

/** Validates what was read; see {@link loadConfiguration}. */
export function composeConfiguration(raw: RawConfiguration, sections: readonly string[], folder?: string): LoadedConfiguration {
  const own = Object.fromEntries(Object.entries(raw.value).filter(([key]) => !sections.includes(key)));
  const { value, faults } = validateParts(coreSchema, own, raw, [], sections);
  const core = withPlaces(value ?? coreSchema.parse({}), folder ?? (raw.file === undefined ? '.' : dirname(raw.file)));
  const configuration: Configuration = {
    core,
    namespace: core.environment.namespace ?? `ccp-${core.environment.name}`,
    section: (name) => raw.value[name],
    raw,
  };
  return { configuration, faults: [...raw.faults, ...faults] };
}

/** Files that the configuration names, as absolute paths. */
function withPlaces(core: CoreConfig, folder: string): CoreConfig {
  const { kubeconfig } = core.kubernetes;
  if (kubeconfig === undefined) return core;
  const expanded = /^~(?=\/|$)/.test(kubeconfig) ? `${homedir()}${kubeconfig.slice(1)}` : kubeconfig;
  return { ...core, kubernetes: { ...core.kubernetes, kubeconfig: resolve(folder, expanded) } };
}
