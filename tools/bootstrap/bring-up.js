import { join } from 'node:path';
import { runCommand } from './command.js';
import { ensureEngine } from './docker-engine.js';
import { sayWhenRootToolIsMissing } from './root-tool.js';
import { buildWorkspace, installDependencies, root } from './workspace.js';

/** Prepares this host and runs `ccp up` with `words`; returns its exit code. */
export async function bringUp(words) {
  await sayWhenRootToolIsMissing();
  await installDependencies();
  await buildWorkspace();
  const access = await ensureEngine();
  return runCommand([...access, process.execPath, join(root, 'packages/ccp-core/bin/ccp.js'), 'up', ...words], { cwd: root, stdout: 'result' });
}
