import { runCommand } from './command.js';

/** Installs packages of the distribution without recommendations. Whether it could. */
export async function aptInstall(sudo, packages) {
  const apt = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
  return (await runCommand([...apt, 'update'])) === 0 && (await runCommand([...apt, 'install', '--yes', '--no-install-recommends', ...packages])) === 0;
}
