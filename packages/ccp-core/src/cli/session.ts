import type { Catalog } from '../catalog/index.ts';
import type { Configuration, SecretImports } from '../config/index.ts';
import type { EventSink } from '../definition/index.ts';
import type { Bindings } from '../plan/bindings.ts';
import type { Topology } from '../plan/topology.ts';
import type { TemplateText } from '../render/index.ts';

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
