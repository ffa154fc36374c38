import { createServer, type Server } from 'node:net';
import { CcpError } from 'ccp-core';

/**
 * Runs `work` while no other process of this host changes the cluster `name`. The lock is a socket in Linux'
 * abstract namespace: the kernel gives it back when the process ends, however it ends. Throws DEPLOY_LOCKED.
 */
export async function withClusterLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const server = await listen(name);
  try {
    return await work();
  } finally {
    server.close();
  }
}

async function listen(name: string): Promise<Server> {
  const server = createServer((client) => client.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(locked(name, cause)));
    server.listen(`\0ccp-cluster-${name}`, resolve);
  });
  return server.unref();
}

function locked(name: string, cause: unknown): CcpError {
  return new CcpError('DEPLOY_LOCKED', `Another ccp process is changing the local cluster ${name}.`, {
    hint: 'Wait until it has finished, then run the command again.',
    cause,
  });
}
