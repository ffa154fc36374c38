import type { VerifyAccess } from './verify-access.ts';

/** How to reach the cloud's own APIs as its administrator. */
export interface CloudAccess extends VerifyAccess {
  /** Accept any certificate. Default: false. */
  readonly insecure?: boolean;
  /** Certificates (PEM) to trust instead of the system's. */
  readonly caCertificate?: string;
}

/** An answer of one of the cloud's APIs. */
export interface CloudAnswer {
  readonly status: number;
  /** Parsed JSON; undefined for an empty body. */
  readonly body: unknown;
}

/** An authenticated session. */
export interface CloudSession {
  /** Public URL of the service of a type (`compute`, `image`, …) in the environment's region; undefined when the catalog has none. */
  endpoint(type: string): string | undefined;
  /** One request with the session's token. Throws VERIFY_FAILED when there is no answer; every status is an answer. */
  request(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: unknown): Promise<CloudAnswer>;
}
