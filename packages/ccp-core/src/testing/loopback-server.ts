import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM texts of a key and of a certificate for 127.0.0.1 that it has signed itself; the certificate is its own authority, for a day. */
export interface LoopbackIdentity {
  readonly key: string;
  readonly cert: string;
}

/** A server of a test on 127.0.0.1 that speaks HTTPS. */
export interface LoopbackServer {
  readonly port: number;
  /** Closes it with all its connections; again is fine. */
  stop(): Promise<void>;
}

/** Makes an identity with the host's openssl; throws without one. */
export function loopbackIdentity(): LoopbackIdentity {
  const folder = mkdtempSync(join(tmpdir(), 'ccp-identity-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
    const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', ['req', '-x509', ...kind, ...names, '-keyout', key, '-out', cert], { stdio: 'pipe' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Listens on a free port. */
export async function serveLoopback(identity: LoopbackIdentity, handle: RequestListener): Promise<LoopbackServer> {
  const server = createServer(identity, handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
