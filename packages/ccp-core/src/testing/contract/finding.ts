/** A promise of components that one does not keep. */
export interface ContractFault {
  /** Name of the package. */
  readonly package: string;
  /** What of the package: `package.json`, `README.md`, or a definition, for example `service hello`. */
  readonly definition: string;
  readonly problem: string;
  /** What to do. */
  readonly hint: string;
}

/** A fault of a package that is known. */
export type Finding = Omit<ContractFault, 'package'>;

/** One promise: kept, or `problem` and `hint` tell. */
export interface Promised {
  readonly kept: boolean;
  readonly problem: string;
  readonly hint: string;
}

/** The promises of one definition that are not kept. */
export function broken(definition: string, promises: readonly Promised[]): Finding[] {
  return promises.filter((promise) => !promise.kept).map(({ problem, hint }) => ({ definition, problem, hint }));
}
