import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CcpError } from '../diagnostics/index.ts';
import { download } from './download.ts';
import type { Environment } from './host-settings.ts';

/** Gets a file (http, https, or an absolute path), checks it, and keeps it in `folder` under its sha256. */
export async function getTarball(folder: string, location: string, expected: string | undefined, env: Environment, signal: AbortSignal): Promise<{ sha256: string; bytes: Buffer }> {
  const bytes = /^https?:\/\//i.test(location) ? await download(location, env, signal) : await readLocal(location);
  const sha256 = sha256Of(bytes);
  if (expected !== undefined && expected !== sha256) {
    throw new CcpError('SOURCE_FAILED', `${location} is not the file that is expected`, {
      evidence: [`expected sha256 ${expected}`, `actual   sha256 ${sha256}`],
      hint: 'Correct the sha256 if the new content is meant; else find out who changed the file. What is locked is taken anew by ccp fetch.',
    });
  }
  await keep(folder, sha256, bytes);
  return { sha256, bytes };
}

/** The kept file; undefined when it is not there or no longer what it was. */
export async function keptTarball(folder: string, sha256: string): Promise<Buffer | undefined> {
  const bytes = await readFile(join(folder, sha256)).catch(() => undefined);
  return bytes !== undefined && sha256Of(bytes) === sha256 ? bytes : undefined;
}

/** Whole under its name or not at all, whoever else does the same. */
async function keep(folder: string, sha256: string, bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fresh = join(folder, `.${randomUUID()}`);
  try {
    await writeFile(fresh, bytes);
    await rename(fresh, join(folder, sha256));
  } finally {
    await rm(fresh, { force: true });
  }
}

async function readLocal(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new CcpError('SOURCE_FAILED', `cannot read ${path}: ${(cause as Error).message}`, { hint: 'Check the path; a relative one is taken from the folder of the configuration file.', cause });
  }
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
