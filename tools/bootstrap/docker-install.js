import { existsSync } from 'node:fs';
import { aptInstall } from './apt-install.js';
import { runCommand } from './command.js';
import { readDistribution } from './distribution.js';
import { Obstacle } from './obstacle.js';
import { step } from './step.js';

/** Installs the distribution's engine. Throws Obstacle on other systems than Debian, Ubuntu and what descends from them. */
export async function installEngine(sudo, { osRelease }) {
  const { debianLike, commands } = readDistribution(osRelease);
  if (!debianLike) throw new Obstacle(`No Docker engine answers, and ccp installs one only on Debian and Ubuntu. Install and start Docker (20.10 or newer):\n${commands}\nand run this command again.`);
  await step("Installing the distribution's Docker engine (packages docker.io and iptables), because none answers", '20 to 60 s', async () => {
    const done = await aptInstall(sudo, ['docker.io', 'iptables']);
    if (!done) throw new Obstacle(`The Docker engine could not be installed; see above. Install and start it yourself:\n${commands}\nand run this command again.`);
  });
}

/** Starts the installed engine, and returns where its log is. */
export async function startEngine(sudo, { systemd, daemonLog }) {
  if (existsSync(systemd)) {
    if ((await runCommand([...sudo, 'systemctl', 'start', 'docker'])) !== 0) throw new Obstacle('The Docker engine could not be started; see\n  systemctl status docker');
    return 'its log: journalctl -u docker';
  }
  // A session of its own: it must outlive this command, and Ctrl-C is not for it.
  await runCommand([...sudo, 'sh', '-c', `setsid dockerd >>${daemonLog} 2>&1 </dev/null &`]);
  return `there is no service manager, so it was started by hand; its log: ${daemonLog}`;
}
