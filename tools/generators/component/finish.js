import { join } from 'node:path';
import { runCommand } from '../../bootstrap/command.js';
import { root } from '../../bootstrap/workspace.js';

// Everything that the package needs is in the lock file already. Links in node_modules are made by the next install (`npm run up`), and
// nothing needs them before.
const lock = ['npm', 'install', '--package-lock-only', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--config', 'tools/jest/package.config.js'];

/**
 * Makes the new package a part of the workspace: its entry in package-lock.json, and its golden files by a first run of its tests.
 *
 * @param {string} name
 * @param {string} folder Relative to the workspace.
 */
export async function finish(name, folder) {
  await runOrExplain(lock, lock.slice(0, 3).join(' '));
  await runOrExplain([process.execPath, ...jest, '--rootDir', join(root, folder)], `npx nx test ccp-${name}`, { UPDATE_GOLDEN: '1' });
  process.stderr.write(nextSteps(name, folder));
}

async function runOrExplain(command, words, env = {}) {
  const code = await runCommand(command, { cwd: root, env: { ...process.env, ...env } });
  if (code !== 0) throw new Error(`The package is written, but \`${words}\` failed; see above.`);
}

/** What an author does next. */
function nextSteps(name, folder) {
  return `
${folder} is complete and its tests pass. Next:
  npm run up                    builds it and runs it, beside everything else
  npx ccp status                shows it
  ${folder}/README.md     lists what to edit; after a change of what is built or deployed:
  UPDATE_GOLDEN=1 npx nx test ccp-${name}
`;
}
