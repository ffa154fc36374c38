import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { runCommand, succeeds } from './command.js';
import { readDistribution } from './distribution.js';
import { Obstacle } from './obstacle.js';
import { say } from './step.js';

/**
 * Words that run a command as root: none for root, else sudo that never asks.
 *
 * @param {import('./host.js').Host} host
 * @throws Obstacle when neither is possible.
 */
export async function privilege(host) {
  if (process.getuid?.() === 0) return [];
  if (await succeeds(['sudo', '-n', 'true'])) return ['sudo', '-n'];
  throw new Obstacle(`No Docker engine answers, and this user may not install or start one. Install and start Docker (20.10 or newer):\n${readDistribution(host.osRelease).commands}\nand run this command again.`);
}

/**
 * Words that run a command as this user with the rights of the group `docker`. A user who was put into that group has them
 * from the next login on; until then root hands them over.
 *
 * @param {import('./host.js').Host} host
 * @param {{join?: boolean}} [options] `join`: puts the user into the group first; only for an engine installed just now.
 */
export async function asEngineUser(host, { join = false } = {}) {
  const { username, uid, gid } = userInfo();
  const hint = `The Docker engine runs, but ${username} may not use it. Run, and log in again:\n  sudo usermod -aG docker ${username}`;
  const sudo = await privilege(host).catch(() => undefined);
  if (sudo === undefined) throw new Obstacle(hint);
  if (join) {
    await runCommand([...sudo, 'usermod', '-aG', 'docker', username]);
    say(`Put ${username} into the group docker, for whom the engine listens. Other commands have that right from the next login on.`);
  }
  const groups = idList('-G', username);
  if (!idList('-nG', username).includes('docker')) throw new Obstacle(hint);
  return [...sudo, '-E', 'setpriv', `--reuid=${uid}`, `--regid=${gid}`, `--groups=${groups.join(',')}`, '--'];
}

/** Groups as the host's tables have them now, not as this process got them at login. */
function idList(option, username) {
  return execFileSync('id', [option, username], { encoding: 'utf8' }).trim().split(' ');
}
