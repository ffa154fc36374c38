import type { ErrorCode } from './codes.ts';

/** A place in the input or the name of an object. */
export interface Where {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Configuration key, image, service or Kubernetes object, for example `Job keystone-db-sync-7f3a`. */
  readonly object?: string;
}

/** Parts of a {@link CcpError}. */
export interface ErrorParts {
  /** What to do next, one sentence or command. */
  readonly hint?: string;
  readonly where?: Where;
  /** Evidence: last log lines, events; shown below the message. */
  readonly evidence?: readonly string[];
  /** Further faults found in the same go. */
  readonly others?: readonly CcpError[];
  readonly cause?: unknown;
}

/** The one error class for everything that a user can cause or mend. Any other error is a bug of ccp. */
export class CcpError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly where: Where | undefined;
  readonly evidence: readonly string[];
  readonly others: readonly CcpError[];

  constructor(code: ErrorCode, message: string, parts: ErrorParts = {}) {
    super(message, parts.cause === undefined ? {} : { cause: parts.cause });
    this.name = 'CcpError';
    this.code = code;
    this.hint = parts.hint;
    this.where = parts.where;
    this.evidence = parts.evidence ?? [];
    this.others = parts.others ?? [];
  }
}

/** `file:line:column` or the object's name; empty when neither is known. */
export function formatWhere(where: Where | undefined): string {
  if (where === undefined) return '';
  const place = [where.file, where.line, where.column].filter((part) => part !== undefined).join(':');
  return [place, where.object].filter((part) => part !== undefined && part !== '').join(' ');
}
