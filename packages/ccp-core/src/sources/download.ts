import { CcpError } from '../diagnostics/index.ts';
import { hostCertificates } from './host-certificates.ts';
import type { Environment } from './host-settings.ts';

/** Milliseconds without an answer or a byte until a download counts as stalled. */
const patience = 60_000;

/** Content behind an http or https address, with the host's certificates and proxies. Throws CcpError SOURCE_FAILED, INTERRUPTED. */
export async function download(url: string, env: Environment, signal: AbortSignal): Promise<Buffer> {
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  const ca = await hostCertificates(env);
  const dispatcher = new EnvHttpProxyAgent({ connect: { ca }, requestTls: { ca }, headersTimeout: patience, bodyTimeout: patience });
  try {
    const answer = await fetch(url, { dispatcher, signal });
    if (!answer.ok) throw refused(url, answer.status, answer.statusText);
    return Buffer.from(await answer.arrayBuffer());
  } catch (cause) {
    if (signal.aborted) throw new CcpError('INTERRUPTED', 'getting a source was stopped', { hint: 'Run the command again.' });
    if (cause instanceof CcpError) throw cause;
    const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    throw new CcpError('SOURCE_FAILED', `${url} cannot be downloaded`, { evidence: [reasonText(reason)], hint: 'Check the address and the way to it.', cause });
  } finally {
    await dispatcher.close();
  }
}

function refused(url: string, status: number, text: string): CcpError {
  return new CcpError('SOURCE_FAILED', `${url} cannot be downloaded`, { evidence: [`error ${status} ${text}`], hint: status === 404 ? 'There is no such file; check the address.' : 'Check the address and whether it needs a login; ccp passes no passwords.' });
}

function reasonText(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason);
  const { code } = reason as NodeJS.ErrnoException;
  return code === undefined || reason.message.includes(code) ? reason.message : `${reason.message} (${code})`;
}
