import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { succeeds } from './command.js';
import { pingEngine } from './docker-ping.js';
import { installEngine, startEngine } from './docker-install.js';
import { asEngineUser, privilege } from './docker-access.js';
import { refuseWhenInterrupted } from './interruption.js';
import { Obstacle } from './obstacle.js';
import { say, step } from './step.js';

const startSeconds = 60;
const readyProgram = fileURLToPath(new URL('docker-ready.js', import.meta.url));

/**
 * Makes sure that a Docker engine answers. A running engine is never changed; on Debian and Ubuntu, as root or with
 * passwordless sudo, a missing one is installed from the distribution and a stopped one is started.
 *
 * @returns {Promise<readonly string[]>} Words to put before a command that shall reach the engine; usually none.
 * @throws Obstacle saying what to do, when it may not do it itself.
 */
export async function ensureEngine() {
  switch (await pingEngine()) {
    case 'reachable':
    case 'elsewhere':
      return [];
    case 'forbidden':
      return asEngineUser();
    default:
      return bringUpEngine();
  }
}

async function bringUpEngine() {
  if (process.env.DOCKER_HOST) throw new Obstacle(`No Docker engine answers at DOCKER_HOST=${process.env.DOCKER_HOST}. Start it, or unset the variable.`);
  const sudo = await privilege();
  const missing = !existsSync('/usr/bin/dockerd') && !existsSync('/usr/sbin/dockerd');
  if (missing) await installEngine(sudo);
  return step('Starting the Docker engine', '3 s', async () => {
    const log = (await pingEngine()) === 'absent' ? await startEngine(sudo) : 'it was started by its package';
    await until(async () => (await pingEngine()) !== 'absent', log);
    // The socket is there before the engine listens, and may be closed to this user.
    const access = (await pingEngine()) === 'forbidden' ? await asEngineUser({ join: missing }) : [];
    await until(() => succeeds([...access, process.execPath, readyProgram]), log);
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
