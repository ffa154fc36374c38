import { mkdir } from 'node:fs/promises';
import { findComponents, type Catalog, type ComponentPackage } from '../catalog/index.ts';
import { readConfiguration, type Configuration, type SecretImports } from '../config/index.ts';
import type { EventSink } from '../definition/index.ts';
import { throwAll } from '../diagnostics/index.ts';
import type { Bindings } from '../plan/bindings.ts';
import type { Topology } from '../plan/topology.ts';
import type { TemplateText } from '../render/index.ts';
import { checkSession, defaultFile, writtenComponents } from './session-check.ts';

export { sectionName } from './section-name.ts';

/** Where and with what a command works. */
export interface SessionOptions {
  /** Folder of the environment: ccp.yaml and `.ccp` lie here, components are resolved from here. */
  readonly directory: string;
  /** Configuration file. Default: `ccp.yaml` of the folder when it exists. */
  readonly file?: string | undefined;
  /** `key.path=value` assignments, over the file. */
  readonly sets?: readonly string[];
  readonly events: EventSink;
  readonly signal: AbortSignal;
}

/** Configuration and definitions of one run, checked against each other. */
export interface Session {
  readonly options: SessionOptions;
  readonly configuration: Configuration;
  readonly catalog: Catalog;
  /** Validated configuration by service. */
  readonly configs: ReadonlyMap<string, unknown>;
  readonly bindings: Bindings;
  readonly topology: Topology;
  /** By absolute file name. */
  readonly templates: ReadonlyMap<string, TemplateText>;
  /** Values of secrets that the operator hands in. */
  readonly imports: SecretImports;
  /** Absolute path of `.ccp/<environment>`. */
  readonly stateDirectory: string;
}

/**
 * Reads the configuration, finds the components and checks all of it. Every fault found is thrown in one error
 * (CONFIG_INVALID, CATALOG_INVALID, TEMPLATE_INVALID), warnings go to the events; nothing is changed but that the state folder exists
 * afterwards.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { session, faults, warnings } = await checkSession(options);
  throwAll(faults);
  for (const text of warnings) options.events({ type: 'message', level: 'warning', text });
  await mkdir(session.stateDirectory, { recursive: true, mode: 0o700 });
  return session;
}

/** Finds the packages that an environment uses: those of `components:`, else all. Throws CONFIG_INVALID, CATALOG_INVALID. */
export async function findPackages({ directory, file, sets }: Pick<SessionOptions, 'directory' | 'file' | 'sets'>): Promise<ComponentPackage[]> {
  return findComponents(directory, writtenComponents(await readConfiguration(file ?? defaultFile(directory), sets ?? [])));
}
