/** A source distribution on the Python package index, pinned by content. */
export interface PypiSource {
  readonly kind: 'pypi';
  /** Name under which `sources.<name>` of the configuration overrides it; for example `keystone`. */
  readonly project: string;
  /** Name of the distribution; differs from the project for placement (`openstack-placement`). */
  readonly distribution: string;
  readonly version: string;
  /** sha256 of the sdist, hex. */
  readonly sha256: string;
}

/** Where the code of an image comes from. The first kind; git, tarball and directory follow the same shape. */
export type SourceSpec = PypiSource;
