/** A file that enters an image, and where it lies on this host. */
export interface ContextFile {
  /** Path in the build context. */
  readonly path: string;
  /** Name for people: relative to the package that brings it. */
  readonly title: string;
  /** Permission bits, for example 0o644. */
  readonly mode: number;
  /** Hex; of a symbolic link: of its target. */
  readonly sha256: string;
  /** Absolute path to read it from. */
  readonly file: string;
  /** Target, when it is a symbolic link. */
  readonly link?: string;
}
