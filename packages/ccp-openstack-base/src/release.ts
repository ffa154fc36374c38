/** One project of a release, as its sdist on the package index. */
export interface ReleaseProject {
  /** Name of the distribution on the index. */
  readonly distribution: string;
  readonly version: string;
  /** sha256 of the sdist, hex. */
  readonly sha256: string;
  /**
   * `service`: its dependencies count for the common set. `tool`: it is installed beside the common set, without
   * having a say in it.
   */
  readonly role: 'service' | 'tool';
  /** Optional sets of its dependencies that its image has, for example `ldap`. Default: none. */
  readonly extras?: readonly string[];
  /** Distributions that its image needs and the project does not name, such as bindings of a hypervisor. Default: none. */
  readonly drivers?: readonly string[];
}

/** An OpenStack release: which version of each project belongs to it. */
export interface Release {
  /** Number of the release, for example `2026.2`. */
  readonly version: string;
  readonly name: string;
  /** Requirements that count instead of what distributions say of the same name, where these contradict each other. Default: none. */
  readonly overrides?: readonly string[];
  /** By project name, which is also the name of its lock file. */
  readonly projects: Readonly<Record<string, ReleaseProject>>;
}
