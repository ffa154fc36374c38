import { existsSync, readFileSync } from 'node:fs';
import { runCommand } from './command.js';
import { Obstacle } from './obstacle.js';
import { step } from './step.js';

const logFile = '/var/log/dockerd-ccp.log';

/** Installs the distribution's engine. Throws Obstacle on other systems than Debian, Ubuntu and what descends from them. */
export async function installEngine(sudo) {
  if (!isDebianLike()) throw new Obstacle('No Docker engine answers, and ccp installs one only on Debian and Ubuntu. Install and start Docker (20.10 or newer), then run this command again.');
  const apt = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
  await step("Installing the distribution's Docker engine (packages docker.io and iptables), because none answers", '20 to 60 s', async () => {
    const done = (await runCommand([...apt, 'update'])) === 0 && (await runCommand([...apt, 'install', '--yes', '--no-install-recommends', 'docker.io', 'iptables'])) === 0;
    if (!done) throw new Obstacle('The Docker engine could not be installed; see above. Install and start it yourself, then run this command again.');
  });
}

function isDebianLike() {
  const file = '/etc/os-release';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(text);
}

/** Starts the installed engine, and returns where its log is. */
export async function startEngine(sudo) {
  if (existsSync('/run/systemd/system')) {
    if ((await runCommand([...sudo, 'systemctl', 'start', 'docker'])) !== 0) throw new Obstacle('The Docker engine could not be started: systemctl status docker');
    return 'its log: journalctl -u docker';
  }
  // A session of its own: it must outlive this command, and Ctrl-C is not for it.
  await runCommand([...sudo, 'sh', '-c', `setsid dockerd >>${logFile} 2>&1 </dev/null &`]);
  return `there is no service manager, so it was started by hand; its log: ${logFile}`;
}
