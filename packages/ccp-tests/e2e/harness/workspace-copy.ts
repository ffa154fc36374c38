import { execa } from 'execa';
import { cp, mkdir, mkdtemp, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config, root } from './ccp.ts';

/**
 * Copies what a clone with installed and built packages has into a new folder, for tests that change files: other tests run beside them. What npm
 * installed is linked, but for the packages of the workspace; so is the state of the environments. Returns the folder; its maker removes it.
 */
export async function copyWorkspace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ccp-workspace-'));
  const files = ['package.json', 'package-lock.json', 'nx.json', 'tsconfig.base.json', '.npmrc', 'tools', 'packages'];
  for (const file of files) await cp(join(root, file), join(folder, file), { recursive: true, verbatimSymlinks: true });
  await mkdir(join(folder, 'node_modules'));
  const own = await readdir(join(root, 'packages'));
  for (const entry of await readdir(join(root, 'node_modules'))) {
    const target = own.includes(entry) ? join('..', 'packages', entry) : join(root, 'node_modules', entry);
    await symlink(target, join(folder, 'node_modules', entry));
  }
  await symlink(join(root, '.ccp'), join(folder, '.ccp'));
  return folder;
}

/** Runs a program in a copy and returns its output; throws with all of it when it fails. */
export async function inCopy(workspace: string, ...words: string[]): Promise<string> {
  const [program = '', ...rest] = words;
  const { exitCode, stdout, all } = await execa(program, rest, { cwd: workspace, all: true, reject: false, env: { NX_DAEMON: 'false', NX_TUI: 'false' } });
  if (exitCode !== 0) throw new Error(`${words.join(' ')} ended with ${exitCode}:\n${all}`);
  return stdout;
}

/** Runs the copy's own command line on the tests' environment. */
export function ccpInCopy(workspace: string, ...words: string[]): Promise<string> {
  return inCopy(workspace, 'node', 'packages/ccp-core/bin/ccp.js', '--config', config, '--format', 'plain', ...words);
}
