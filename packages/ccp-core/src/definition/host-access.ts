/** A folder of the node in a pod, at the same path. */
export interface HostPath {
  /** Absolute path on the node and in the container. */
  readonly path: string;
  /** Must be there already; else it is made (mode 0755). Default: false. */
  readonly mustExist?: boolean;
  /** Whether mounts made later are seen: `in`: those of the node in the pod; `both`: also those of the pod on the node. Default: neither. */
  readonly mounts?: 'in' | 'both';
}

/**
 * What the daemon shares with its node. Only what cannot work otherwise (virtual switches, hypervisors) asks for it: such a pod is
 * as powerful as root of the node.
 */
export interface HostAccess {
  /** Why, for whoever reviews it. */
  readonly reason: string;
  /** Uses the network of the node, and its name as host name. Default: false. */
  readonly network?: boolean;
  /** Sees the processes of the node. Default: false. */
  readonly processes?: boolean;
  /** All capabilities and devices. Default: false. */
  readonly privileged?: boolean;
  /** Folders of the node, by volume name. */
  readonly paths?: Readonly<Record<string, HostPath>>;
  /** Part of what makes a node work: runs on a node whatever its taints, and is evicted last. Default: false. */
  readonly critical?: boolean;
}
