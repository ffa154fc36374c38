import type { CloudConnector, ResourceCleaner } from './cleaner.ts';
import type { ImageDefinition } from './image-spec.ts';
import type { NodeResidents } from './node-residents.ts';
import type { ToolContext } from './tool-context.ts';
import type { VerifyAccess } from './verify-access.ts';

/** An option or a positional argument of a command. */
export interface OptionSpec {
  /** commander's notation: `-n, --nodes <count>` for an option, `[name]` or `<name>` for an argument. */
  readonly flags: string;
  readonly description: string;
  readonly default?: string | boolean;
  /** The option may be given several times; its value is the list of all. Default: false. */
  readonly repeatable?: boolean;
}

/** A command that a component adds to the command line. */
export interface CommandDefinition {
  /** Words after `ccp`, for example `cluster up`. */
  readonly name: string;
  readonly summary: string;
  readonly arguments?: readonly OptionSpec[];
  readonly options?: readonly OptionSpec[];
  /** All further words go to the command as they are (`ccp openstack …`). Default: false. */
  readonly passThrough?: boolean;
  /** Returns the exit code; faults are thrown as CcpError. */
  run(context: ToolContext, args: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number>;
}

/** How to reach a cluster and where its nodes pull from. */
export interface ClusterConnection {
  /** Absolute path of a kubeconfig (0600). */
  readonly kubeconfig: string;
  /** `host:port` that the local engine can push to; the nodes see the same content. Absent: images are pushed to `registry.address`. */
  readonly pushAddress?: string;
  /** True when the call had to create or start anything. */
  readonly changed: boolean;
}

/** Brings up a cluster when `kubernetes.kubeconfig` is not set. Every call continues what an interrupted one left. */
export interface ClusterProvider {
  /** Images that `ensure` needs in the local engine. */
  readonly images: readonly ImageDefinition[];
  /** Throws what would make `ensure` fail and can be known before images are built, such as PORT_TAKEN. Changes nothing. */
  check?(context: ToolContext): Promise<void>;
  /** The registry that nodes pull from, where it can be started before them: `images` that it needs, and its address for pushes. */
  readonly registry?: { readonly images: readonly ImageDefinition[]; ensure(context: ToolContext): Promise<string> };
  /** The running cluster, made or started when needed. Builds nothing that is there. */
  ensure(context: ToolContext): Promise<ClusterConnection>;
  /** The connection of an existing cluster; undefined when there is none. Changes nothing. */
  find(context: ToolContext): Promise<ClusterConnection | undefined>;
  /** Whether other environments may be on the same cluster by their configuration. Default: no. */
  shared?(context: ToolContext): boolean;
  /** Cleans up what an environment leaves on a cluster that stays for others, after its namespace is gone: no data of it is offered again. */
  leave?(context: ToolContext): Promise<void>;
  /** Removes containers, networks and volumes of this environment's cluster. `all`: also images and caches. Returns what of it stays on this host, for people. */
  remove(context: ToolContext, options: { readonly all: boolean }): Promise<readonly string[]>;
}

/** What a check may use. */
export interface VerifyContext extends ToolContext {
  readonly access: VerifyAccess;
  /** Shows what is being done. */
  step(text: string): void;
}

/** One thing that a check found out. */
export interface VerifyStep {
  readonly step: string;
  /** For people, with counts; never a secret. */
  readonly finding: string;
  readonly seconds: number;
}

/** What a check found. */
export interface VerifyFinding {
  /** One line; never a secret. */
  readonly finding: string;
  readonly steps: readonly VerifyStep[];
}

/** One check at the end of `up`, and of `verify`. */
export interface VerifyCheck {
  readonly name: string;
  readonly title: string;
  /** Usual seconds. Default: 2. */
  readonly expectedSeconds?: number;
  /** Uses the cloud as a tenant does, which takes long: `up` runs it only until it has once succeeded after a change. Default: false. */
  readonly thorough?: boolean;
  /** Returns a short finding (never a secret), or one with its steps; throws CcpError when it does not hold. */
  run(context: VerifyContext): Promise<string | VerifyFinding>;
}

/** What a component adds to the tool itself; loaded when first used. */
export interface ToolModule {
  readonly commands?: readonly CommandDefinition[];
  readonly cluster?: ClusterProvider;
  readonly checks?: readonly VerifyCheck[];
  /** For cleaners; exactly one component offers it. */
  readonly cloud?: CloudConnector;
  /** What is deleted through the cloud's APIs before the environment is removed from a cluster that stays. */
  readonly cleaners?: readonly ResourceCleaner[];
  /** What is lost with a node, and what stays of it in the cloud, when the node is taken away. */
  readonly residents?: readonly NodeResidents[];
}
