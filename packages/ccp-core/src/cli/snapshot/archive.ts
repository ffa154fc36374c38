import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { CcpError } from '../../diagnostics/index.ts';
import type { SnapshotFile } from './part.ts';

/** Writes files below `folder` as a compressed tar that only its owner can read. Returns its bytes. Throws USAGE when the file exists: nothing is overwritten. */
export async function writeArchive(file: string, folder: string, files: readonly SnapshotFile[]): Promise<number> {
  const { packContext } = await import('../../docker/context-tar.ts');
  const tar = await packContext(files.map(({ path, text }) => ({ path: `${folder}/${path}`, mode: 0o600, content: Buffer.from(text) })));
  const bytes = await promisify(gzip)(tar);
  const handle = await open(file, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw new CcpError('USAGE', `cannot write the snapshot: ${cause.message}`, { where: { file }, hint: 'Give a file that does not exist yet, in a folder that exists and that you may write.', cause });
  });
  try {
    await handle.writeFile(bytes);
  } finally {
    await handle.close();
  }
  return bytes.length;
}
