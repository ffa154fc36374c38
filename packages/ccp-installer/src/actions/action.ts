import type { ClusterWork } from '../cluster/work.ts';

/** One named step of making or starting a cluster. It may be run again at any time. */
export interface Action {
  /** Shown name, unique among the actions of one run. */
  readonly name: string;
  readonly title: string;
  readonly expectedSeconds: number;
  /** Whether there is nothing to do; then it is not shown. */
  done(work: ClusterWork): Promise<boolean>;
  run(work: ClusterWork, step: (text: string) => void): Promise<void>;
}
