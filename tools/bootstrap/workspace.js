import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './command.js';
import { Obstacle } from './obstacle.js';
import { step } from './step.js';

/** Absolute path of the workspace. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

const stampFile = join(root, 'node_modules', '.installed-lockfile');

// Not `npm ci`: it refuses a lockfile without the packages of foreign platforms, which a partial mirror leaves out. With a
// lockfile that fits package.json both install the same; `--no-save` leaves it as it is.
const install = ['npm', 'install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'];

/** Installs what the lockfile names, unless that was done already. */
export async function installDependencies() {
  const stamp = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const code = await step('Installing the npm packages of the lockfile', '20 s to 2 min', () => runCommand(install, { cwd: root }));
  if (code !== 0) throw new Obstacle(`The npm packages could not be installed; see above. To see more: ${install.slice(0, 3).join(' ')}`);
  writeFileSync(stampFile, stamp);
}

/** Compiles all packages; those that did not change come from nx's cache. */
export async function buildWorkspace() {
  const nx = ['node_modules/.bin/nx', 'run-many', '-t', 'build', '--output-style=static'];
  const code = await step('Building the workspace', '20 to 60 s, 3 s when nothing changed', () => runCommand(nx, { cwd: root }));
  if (code !== 0) throw new Obstacle('The workspace does not build; see above.', 1);
}
