import type { z } from 'zod';
import { branded, isBranded, type Branded } from './brand.ts';
import type { ActionDefinition } from './action.ts';
import type { ImageDefinition } from './image-spec.ts';
import type { ServiceDefinition } from './service.ts';
import type { ToolModule } from './tool.ts';

/** A condition that a pod waits for before its containers start. */
export type WaitFor =
  /** At least one serving, not terminating endpoint of a Service of the same namespace. `local`: on the node of the pod that waits. */
  | { readonly kind: 'endpoints'; readonly service: string; readonly local?: true }
  /** The Job with exactly this name is Complete. */
  | { readonly kind: 'job'; readonly name: string };

/** Input of the pod-init container; versioned JSON in the variable `CCP_ENTRYPOINT`. The name of its node is in `CCP_NODE_NAME` where a wait is local. */
export interface PodInitInput {
  /** 2 where a wait is local, so that a program that would take it for any other refuses it. */
  readonly version: 1 | 2;
  readonly namespace: string;
  readonly waits: readonly WaitFor[];
}

/** What runs before the daemon in every pod that waits for something. Exactly one component provides it. */
export interface PodInit {
  readonly image: ImageDefinition;
  /** Program and arguments; the image's entrypoint (tini) starts it. */
  readonly command: readonly string[];
  /** Raised when the input changes its meaning; a new image with the same contract restarts nothing. */
  readonly contract: number;
}

/** What a package exports as `component`. */
export interface ComponentSpec {
  /** The package's name. */
  readonly name: string;
  readonly images: readonly ImageDefinition[];
  readonly services?: readonly ServiceDefinition[];
  /** One-off runs on demand (`ccp action run`), for services of this component. */
  readonly actions?: readonly ActionDefinition[];
  readonly podInit?: PodInit;
  /** Schema of the section of `ccp.yaml` that belongs to the tool (named by the package without `ccp-`); core validates it. Default: anything is allowed. */
  readonly section?: z.ZodType;
  /**
   * Configuration of services that follows from the section while this tool provides the cluster, by service: it stands in the place of the
   * services' own defaults. `section`: valid, with its defaults.
   */
  readonly serviceDefaults?: (section: unknown) => Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Commands, cluster provider and checks; imported on first use. */
  readonly tool?: () => Promise<ToolModule>;
}

/** A component as its package wrote it. */
export type ComponentDefinition = ComponentSpec & Branded<'component'>;

/** Declares a component; each package exports exactly one, under the name `component`. */
export function defineComponent(spec: ComponentSpec): ComponentDefinition {
  return branded('component', spec);
}

/** Whether `value` was made by {@link defineComponent}. */
export function isComponent(value: unknown): value is ComponentDefinition {
  return isBranded('component', value);
}
