import type { CloudSession } from './cloud.ts';
import type { EventSink } from './events.ts';
import type { ImageDefinition } from './image-spec.ts';
import type { NodeResidents } from './node-residents.ts';

/** What a command of a tool gets. */
export interface ToolContext {
  readonly environment: { readonly name: string; readonly namespace: string };
  /** Section of `ccp.yaml` that belongs to the tool (named by its component without `ccp-`), as written: valid for the component's `section`, without its defaults. */
  readonly section: unknown;
  /** Sections that every tool may read. */
  readonly kubernetes: { readonly kubeconfig?: string | undefined; readonly context?: string | undefined };
  /** Absolute path of `.ccp/<environment>`, made with mode 0700. */
  readonly stateDirectory: string;
  /** Progress; never writes to stdout. */
  readonly events: EventSink;
  /** Aborted by Ctrl-C. Everything that waits must end soon after. */
  readonly signal: AbortSignal;
  /** Reference of an image in the local engine; builds it first when it is missing. */
  imageReference(image: ImageDefinition): Promise<string>;
  /** The cloud's APIs, as administrator. Throws CLUSTER_MISSING, NOT_DEPLOYED where there is no cloud, VERIFY_FAILED where Keystone does not answer. */
  cloud(): Promise<CloudSession>;
  /** What components say of nodes that are taken away. */
  residents(): Promise<readonly NodeResidents[]>;
  /** Writes to stdout; only results, never progress. */
  write(text: string): void;
}
