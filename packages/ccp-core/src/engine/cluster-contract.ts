import type { ClusterNode } from '../plan/topology.ts';
import type { KubeObject } from '../render/index.ts';
import type { V1DaemonSet, V1Deployment, V1Job, V1Pod, V1ReplicaSet, V1StatefulSet } from '@kubernetes/client-node';

export { fillSecrets, objectId, type KubeObject } from '../render/index.ts';
export type { ClusterNode } from '../plan/topology.ts';

/** Names an object. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** An object as the API server returned it. */
export type LiveObject = KubeObject & { readonly metadata: KubeObject['metadata'] & { readonly resourceVersion?: string; readonly uid?: string; readonly generation?: number; readonly deletionTimestamp?: string } };

/** Something that the user of the kubeconfig may do or not. */
export interface Right {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'update' | 'delete';
  /** API group; empty for the core one. */
  readonly group: string;
  /** Plural, lower case; with `/` a subresource, for example `pods/log`. */
  readonly resource: string;
  /** Default: the whole cluster. */
  readonly namespace?: string;
}

/** Gives the value of a secret for its marker. */
export type SecretLookup = (name: string) => string;

/** Options of {@link ClusterApi.apply}. */
export interface ApplyOptions {
  /** Ask the server what would come of it, and change nothing. Default: false. */
  readonly dryRun?: boolean;
  /** Fills secret markers in `stringData` of Secrets. */
  readonly secrets?: SecretLookup;
}

/** How a command in a container ended. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The live state of one namespace, kept up to date by watches. */
export interface ClusterView {
  readonly pods: () => readonly V1Pod[];
  readonly jobs: () => readonly V1Job[];
  readonly workloads: () => readonly (V1Deployment | V1StatefulSet | V1DaemonSet)[];
  readonly replicaSets: () => readonly V1ReplicaSet[];
  /** Resolves at the next change, after `limitMs` or when `signal` aborts, whichever is first. */
  changed(limitMs: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** How an object is deleted. */
export interface RemoveOptions {
  /** Of a pod, instead of its own. */
  readonly graceSeconds?: number;
  /** Leave what it owns; default: false. */
  readonly orphan?: boolean;
}

/**
 * What the engine needs of Kubernetes. Faults: CLUSTER_UNREACHABLE, CLUSTER_FORBIDDEN (with the missing right) and
 * CLUSTER_REFUSED (with the server's words).
 */
export interface ClusterApi {
  /** Version of the server, for example `v1.35.4`; the cheapest call that proves that it answers. */
  version(): Promise<string>;
  /** Whether the server would allow this to the user of the kubeconfig. */
  may(right: Right): Promise<boolean>;
  nodes(): Promise<readonly ClusterNode[]>;
  /** Sets labels of a node; null removes one. */
  labelNode(name: string, labels: Readonly<Record<string, string | null>>): Promise<void>;
  get(ref: ObjectRef): Promise<LiveObject | undefined>;
  /** Objects of a kind in a namespace, or in all (and of a kind that has none) for `''`; `labels` is a selector. */
  list(apiVersion: string, kind: string, namespace: string, labels?: string): Promise<readonly LiveObject[]>;
  /** Server-side apply as field manager `ccp`; returns the result as it is (or, in a dry run, would be). */
  apply(object: KubeObject, options?: ApplyOptions): Promise<LiveObject>;
  /** False when an object of that name exists already. */
  create(object: KubeObject, secrets?: SecretLookup): Promise<boolean>;
  /** False when the object was changed since it was read (its resourceVersion differs) or is gone. */
  replace(object: LiveObject): Promise<boolean>;
  /** Deletes with everything it owns, in the background; nothing happens when it is not there. */
  remove(ref: ObjectRef, options?: RemoveOptions): Promise<void>;
  /** Last lines of a container's log; empty when there is none. `previous`: of the run before the last restart. */
  podLog(namespace: string, pod: string, container: string, options: { readonly lines: number; readonly previous?: boolean }): Promise<readonly string[]>;
  /** Writes a container's log to `onLine` until the container ends or `signal` aborts; of what is there only the last `lines` (default: all). Returns at once when there is none. */
  followLog(namespace: string, pod: string, container: string, onLine: (line: string) => void, signal: AbortSignal, lines?: number): Promise<void>;
  /** Runs a command in a running container to its end. A pod that is gone or not running: exit code -1, with the reason on `stderr`. */
  exec(namespace: string, pod: string, container: string, command: readonly string[]): Promise<ExecResult>;
  view(namespace: string): Promise<ClusterView>;
}
