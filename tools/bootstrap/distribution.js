import { existsSync, readFileSync } from 'node:fs';

/** Commands by which distributions install Docker, by a word of their ID or ID_LIKE. */
const installs = [
  ['debian', 'apt-get install docker.io iptables'],
  ['ubuntu', 'apt-get install docker.io iptables'],
  ['fedora', 'dnf install moby-engine'],
  ['suse', 'zypper install docker'],
  ['opensuse', 'zypper install docker'],
  ['arch', 'pacman -S docker'],
  ['alpine', 'apk add docker'],
];

/**
 * @param {string} osRelease Path of os-release(5).
 * @returns {{debianLike: boolean, commands: string}} `commands`: what root runs to install and start Docker; where the first of them is
 *   not known, only the second.
 */
export function readDistribution(osRelease) {
  const text = existsSync(osRelease) ? readFileSync(osRelease, 'utf8') : '';
  const words = [...text.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)].flatMap(([, value]) => value.replaceAll('"', '').split(' '));
  const [name, install] = installs.find(([word]) => words.includes(word)) ?? [];
  const commands = [...(install === undefined ? [] : [install]), name === 'alpine' ? 'rc-service docker start' : 'systemctl start docker'];
  return { debianLike: name === 'debian' || name === 'ubuntu', commands: commands.map((command) => `  sudo ${command}`).join('\n') };
}
