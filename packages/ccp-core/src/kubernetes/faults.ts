import { CcpError } from '../diagnostics/index.ts';

interface ApiFault {
  readonly code?: unknown;
  /** Watches call it so. */
  readonly statusCode?: unknown;
  readonly body?: unknown;
  readonly message?: string;
  readonly cause?: { readonly code?: string };
}

/** HTTP status of an answer of the API server; undefined when there was no answer. */
export function statusOf(fault: unknown): number | undefined {
  const { code, statusCode } = (fault ?? {}) as ApiFault;
  return [code, statusCode].find((item) => typeof item === 'number');
}

/** Turns any fault of the client into the error that the user sees. */
export function clusterError(fault: unknown, doing: string, server: string): CcpError {
  if (fault instanceof CcpError) return fault;
  const status = statusOf(fault);
  const said = serverMessage(fault);
  if (/because it is being terminated|namespaces "[^"]*" not found/.test(said)) {
    return new CcpError('CLUSTER_REFUSED', `cannot ${doing}: ${said}`, { hint: 'The namespace is being deleted by somebody. Run the command again: it waits until the namespace is gone and makes everything anew.', cause: fault });
  }
  if (status === 401 || status === 403) {
    return new CcpError('CLUSTER_FORBIDDEN', `the Kubernetes API refuses to ${doing}: ${said}`, { hint: 'Use a kubeconfig whose user has this right (kubernetes.kubeconfig, kubernetes.context).', cause: fault });
  }
  if (status === undefined || status >= 500) {
    return new CcpError('CLUSTER_UNREACHABLE', `cannot ${doing}: ${said}`, { where: { object: server }, hint: 'Is the cluster running? For the local one: ccp cluster status, ccp cluster start.', cause: fault });
  }
  return new CcpError('CLUSTER_REFUSED', `cannot ${doing}: ${said}`, { hint: 'The object or the cluster must change; ccp plan shows what would be applied.', cause: fault });
}

function serverMessage(fault: unknown): string {
  const { body, message, cause, code } = (fault ?? {}) as ApiFault;
  if (typeof body === 'string') return parsedMessage(body);
  const said = (body as { message?: string } | undefined)?.message;
  const [line] = (message ?? String(fault)).split('\n');
  return said ?? cause?.code ?? (typeof code === 'string' ? code : String(line));
}

function parsedMessage(body: string): string {
  try {
    return (JSON.parse(body) as { message?: string }).message ?? body;
  } catch {
    return body.trim().slice(0, 300);
  }
}
