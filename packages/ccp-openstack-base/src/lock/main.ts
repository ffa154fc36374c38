/* eslint-disable no-restricted-globals -- a program of its own, started by the target `lock` */
import { readFile, writeFile } from 'node:fs/promises';
import { packagedProjects } from '../packaged.ts';
import { hibiscus } from '../releases/hibiscus-2026-2.ts';
import { lockFiles } from './lock-files.ts';

const folder = new URL('../../image/locks/', import.meta.url);

/** Text of a file of the locks folder; undefined when there is none. */
async function text(name: string): Promise<string | undefined> {
  return readFile(new URL(name, folder), 'utf8').catch(() => undefined);
}

/**
 * Writes the lock files. `--upgrade` takes the newest of everything; `--check` writes nothing and exits 1 when a
 * file is not what it would be.
 */
async function main(flags: readonly string[]): Promise<number> {
  const files = await lockFiles({
    release: hibiscus,
    packaged: packagedProjects,
    drivers: (await text('drivers.in')) ?? '',
    build: (await text('build.in')) ?? '',
    pins: flags.includes('--upgrade') ? '' : ((await text('pins.txt')) ?? ''),
  });
  let changed = 0;
  for (const [name, content] of files) {
    if ((await text(name)) === content) continue;
    changed += 1;
    process.stdout.write(`${name} changed\n`);
    if (!flags.includes('--check')) await writeFile(new URL(name, folder), content);
  }
  return flags.includes('--check') && changed > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
