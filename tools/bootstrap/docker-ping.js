import { request } from 'node:http';
import { thisHost } from './host.js';

const pingMilliseconds = 5000;

/**
 * Whether the Docker engine answers where DOCKER_HOST, or the default socket, says.
 *
 * @returns {Promise<'reachable' | 'forbidden' | 'absent' | 'elsewhere'>} `forbidden`: there is a socket that this user may
 * not open. `elsewhere`: DOCKER_HOST names something that cannot be asked from here (ssh, TLS).
 */
export function pingEngine(dockerHost = process.env.DOCKER_HOST, socket = thisHost.socket) {
  const target = targetOf(dockerHost, socket);
  if (target === undefined) return Promise.resolve('elsewhere');
  return new Promise((resolve) => {
    const ping = request({ ...target, path: '/_ping', timeout: pingMilliseconds }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? 'reachable' : 'absent');
    });
    ping.once('timeout', () => ping.destroy(new Error('no answer')));
    ping.once('error', ({ code }) => resolve(code === 'EACCES' ? 'forbidden' : 'absent'));
    ping.end();
  });
}

function targetOf(dockerHost, socket) {
  if (dockerHost === undefined || dockerHost === '') return { socketPath: socket };
  if (dockerHost.startsWith('unix://')) return { socketPath: dockerHost.slice('unix://'.length) };
  if (!dockerHost.startsWith('tcp://') || process.env.DOCKER_TLS_VERIFY) return undefined;
  const { hostname, port } = new URL(dockerHost.replace('tcp://', 'http://'));
  return { hostname, port: Number(port || 2375) };
}
