import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { succeeds } from './command.js';
import { pingEngine } from './docker-ping.js';
import { installEngine, startEngine } from './docker-install.js';
import { asEngineUser, privilege } from './docker-access.js';
import { thisHost } from './host.js';
import { refuseWhenInterrupted } from './interruption.js';
import { Obstacle } from './obstacle.js';
import { say, step } from './step.js';

const startSeconds = 60;
const readyProgram = fileURLToPath(new URL('docker-ready.js', import.meta.url));

/**
 * Makes sure that a Docker engine answers. A running engine is never changed; on Debian and Ubuntu, as root or with
 * passwordless sudo, a missing one is installed from the distribution and a stopped one is started.
 *
 * @param {import('./host.js').Host} [host]
 * @returns {Promise<readonly string[]>} Words to put before a command that shall reach the engine; usually none.
 * @throws Obstacle saying what to do, when it may not do it itself.
 */
export async function ensureEngine(host = thisHost) {
  const ping = () => pingEngine(process.env.DOCKER_HOST, host.socket);
  switch (await ping()) {
    case 'reachable':
    case 'elsewhere':
      return [];
    case 'forbidden':
      return asEngineUser(host);
    default:
      return bringUpEngine(host, ping);
  }
}

async function bringUpEngine(host, ping) {
  if (process.env.DOCKER_HOST) throw new Obstacle(`No Docker engine answers at DOCKER_HOST=${process.env.DOCKER_HOST}. Start it, or let the local one be used:\n  unset DOCKER_HOST`);
  const sudo = await privilege(host);
  const missing = !host.daemons.some((file) => existsSync(file));
  if (missing) await installEngine(sudo, host);
  return step('Starting the Docker engine', '3 s', async () => {
    const log = (await ping()) === 'absent' ? await startEngine(sudo, host) : 'it was started by its package';
    await until(async () => (await ping()) !== 'absent', log);
    // The socket is there before the engine listens, and may be closed to this user.
    const access = (await ping()) === 'forbidden' ? await asEngineUser(host, { join: missing }) : [];
    await until(() => succeeds([...access, process.execPath, readyProgram, host.socket]), log);
    say(`The Docker engine runs; ${log}`);
    return access;
  });
}

async function until(condition, log) {
  for (let waited = 0; !(await condition()); waited += 1) {
    refuseWhenInterrupted();
    if (waited >= startSeconds) throw new Obstacle(`The Docker engine does not answer after ${startSeconds} s; ${log}`);
    await sleep(1000);
  }
}
