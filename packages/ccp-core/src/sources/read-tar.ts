import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CcpError } from '../diagnostics/index.ts';
import type { BuildFile } from '../engine/contracts.ts';

/** Files and links of an uncompressed tar with the modes that a build context gives them, sorted by path. Throws CcpError SOURCE_FAILED. */
export async function readTar(bytes: Buffer, name: string): Promise<BuildFile[]> {
  const { extract } = await import('tar-stream');
  const reader = extract();
  reader.on('error', () => undefined);
  reader.end(bytes);
  const files = new Map<string, BuildFile>();
  try {
    // tar-stream's streams are streamx's, whose types differ.
    for await (const entry of reader as AsyncIterable<TarEntry>) {
      const content: Buffer[] = [];
      for await (const chunk of entry) content.push(chunk);
      const file = fileOf(entry.header, Buffer.concat(content), files);
      if (file !== undefined) files.set(file.path, file);
    }
  } catch (cause) {
    throw cause instanceof CcpError ? cause : new CcpError('SOURCE_FAILED', `${name} is no readable tar`, { hint: 'Give a tar or tar.gz.', cause });
  }
  const outside = [...files.keys()].find((path) => path.startsWith('/') || path.split('/').includes('..'));
  if (outside !== undefined) throw new CcpError('SOURCE_FAILED', `${name} holds ${outside}, which lies outside of it`, { hint: 'Do not use this file.' });
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** As {@link readTar}, for a file that may be compressed with gzip; a folder that holds everything is left out of the paths. */
export async function readTarball(bytes: Buffer, name: string): Promise<BuildFile[]> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = isGzip ? await promisify(gunzip)(bytes).catch((cause: unknown) => unreadable(name, cause)) : bytes;
  const files = await readTar(plain, name);
  const [top = ''] = files[0]?.path.split('/') ?? [];
  return files.every(({ path }) => path.startsWith(`${top}/`)) ? files.map((file) => ({ ...file, path: file.path.slice(top.length + 1) })) : files;
}

function unreadable(name: string, cause: unknown): never {
  throw new CcpError('SOURCE_FAILED', `${name} is damaged: it cannot be unpacked`, { hint: 'Get it again.', cause });
}

interface TarHeader {
  readonly name: string;
  readonly mode?: number;
  readonly type?: string | null;
  readonly linkname?: string | null;
}

type TarEntry = AsyncIterable<Buffer> & { readonly header: TarHeader };

function fileOf({ name, mode = 0, type, linkname }: TarHeader, content: Buffer, known: ReadonlyMap<string, BuildFile>): BuildFile | undefined {
  const path = name.replace(/^\.\//, '');
  if (type === 'symlink') return { path, mode: 0o777, content: Buffer.alloc(0), link: linkname ?? '' };
  if (type === 'link') {
    const target = known.get((linkname ?? '').replace(/^\.\//, ''));
    return target === undefined ? undefined : { ...target, path };
  }
  return type === 'file' ? { path, mode: (mode & 0o100) === 0 ? 0o644 : 0o755, content } : undefined;
}
