/**
 * Where things of this host are; tests have a host of their own.
 *
 * @typedef {object} Host
 * @property {string} socket Of the engine, where DOCKER_HOST names none.
 * @property {readonly string[]} daemons The engine's program is one of these.
 * @property {string} osRelease os-release(5).
 * @property {string} systemd There when systemd is the service manager.
 * @property {string} daemonLog Of an engine that is started by hand.
 */

/** @type {Host} */
export const thisHost = {
  socket: '/var/run/docker.sock',
  daemons: ['/usr/bin/dockerd', '/usr/sbin/dockerd'],
  osRelease: '/etc/os-release',
  systemd: '/run/systemd/system',
  daemonLog: '/var/log/dockerd-ccp.log',
};
