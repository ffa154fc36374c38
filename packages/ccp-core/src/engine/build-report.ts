import type { CcpError } from '../diagnostics/index.ts';

/** What became of one image. `skipped`: not needed, or something that it needs failed. */
export type ImageOutcome = 'present' | 'built' | 'pulled' | 'failed' | 'skipped';

/** What became of one image at the registry. `present`: it had it. `skipped`: the registry was gone, or the run was stopped. */
export type PushOutcome = 'pushed' | 'present' | 'failed' | 'skipped';

/** One line of a {@link BuildReport}; plain data but for `error`. */
export interface ImageReport {
  readonly name: string;
  readonly reference: string;
  readonly key: string;
  readonly outcome: ImageOutcome;
  /** Why it was built, pulled, skipped or left alone; of a failed image the failure. */
  readonly reason: string;
  /** Seconds of all tries. */
  readonly seconds: number;
  /** Bytes of all layers with those of its bases; 0 when there is none. */
  readonly sizeBytes: number;
  /** Absolute path of the log; absent when it was neither built nor pulled. */
  readonly log?: string;
  /** Absent when it was not to be pushed, or is not in the engine. */
  readonly push?: PushOutcome;
}

/** How a run ended; `images` are in the order of the plan. */
export interface BuildReport {
  readonly images: readonly ImageReport[];
  readonly planMs: number;
  readonly seconds: number;
  /** One for each image that failed, or could not be pushed. Hand them to `throwAll` to end with them. Not part of the JSON form. */
  readonly faults: readonly CcpError[];
}
