import { connect, createServer, type Server } from 'node:net';
import { once } from 'node:events';

/**
 * Runs `work` while no other process of this host runs one of the same name; waits for its turn. The lock is a socket in Linux'
 * abstract namespace: the kernel gives it back when its process ends, however it ends, and tells all who wait.
 */
export async function withProcessLock<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const address = `\0ccp-${name}`;
  let server: Server | undefined;
  while (server === undefined) {
    signal.throwIfAborted();
    server = await listen(address);
    if (server === undefined) await heldBy(address, signal);
  }
  const waiting = new Set<{ destroy(): void }>();
  server.on('connection', (client) => waiting.add(client));
  try {
    return await work();
  } finally {
    server.close();
    for (const client of waiting) client.destroy();
  }
}

/** The lock; undefined when somebody else has it. */
async function listen(address: string): Promise<Server | undefined> {
  const server = createServer();
  const started = once(server, 'listening');
  server.listen(address);
  try {
    await started;
    return server.unref();
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw fault;
  }
}

/** Resolves when the holder lets go of the lock, or is gone already. */
async function heldBy(address: string, signal: AbortSignal): Promise<void> {
  const client = connect({ path: address });
  const stop = (): void => void client.destroy();
  signal.addEventListener('abort', stop, { once: true });
  client.on('error', () => undefined);
  await once(client, 'close');
  signal.removeEventListener('abort', stop);
}
