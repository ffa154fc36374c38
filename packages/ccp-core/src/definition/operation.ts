import type { ServiceContext } from './service.ts';

/** What live files hold, and what an operation notes beside them (annotations of their Secret; never secrets). */
export interface LiveFilesState {
  /** Content by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** Free text by key, lower case with `-`. */
  readonly notes: Readonly<Record<string, string>>;
}

/** Live files of one service, changed in place. */
export interface LiveFilesHandle {
  /** Throws NOT_DEPLOYED when they have not been made yet. */
  read(): Promise<LiveFilesState & { /** When they were made. */ readonly made: Date }>;
  /**
   * Compare-and-swap: `next` gets what is there and returns what shall be there; it is called again when somebody else was faster.
   * Returns what was written.
   */
  change(next: (now: LiveFilesState) => LiveFilesState): Promise<LiveFilesState>;
  /**
   * Waits until every running pod of the service shows exactly the present files, which is asked in the pods; returns their names.
   * Throws ACTION_FAILED with the pods that do not after 180 s.
   */
  shown(): Promise<readonly string[]>;
}

/** What an action that ccp carries out may use. */
export interface Operation<C = unknown> {
  /** Name of this run. */
  readonly run: string;
  readonly context: ServiceContext<C>;
  /** Aborted by Ctrl-C and when the right to change the environment is lost; from then on changes are refused. */
  readonly signal: AbortSignal;
  /** The time, for comparisons with what was noted before. */
  now(): Date;
  /** One line for the log of the run, and progress. Never a secret. */
  say(line: string): void;
  /** A file of the service as it is rendered, with markers instead of secrets; by its key. */
  file(key: string): string;
  /** By the name in the service's `liveFiles`. */
  liveFiles(name: string): LiveFilesHandle;
  /** Runs a command in a ready pod of the service; returns what it wrote to stdout. Throws ACTION_FAILED when it does not exit with 0. */
  exec(command: readonly string[]): Promise<string>;
}
