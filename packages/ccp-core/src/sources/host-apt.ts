import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { debianMirrors, parseDeb822, parseListFormat, type AptSource, type DebianMirrors } from './apt-sources.ts';

/** Debian mirrors in the package sources below `etc` (default `/etc/apt`); undefined when there are none. */
export async function hostMirrors(etc = '/etc/apt'): Promise<DebianMirrors | undefined> {
  const folder = join(etc, 'sources.list.d');
  const names = await readdir(folder).catch(() => []);
  const files = [join(etc, 'sources.list'), ...names.sort().map((name) => join(folder, name))];
  const sources = await Promise.all(files.map(readSources));
  return debianMirrors(await Promise.all(sources.flat().map(resolveMirrorFile)));
}

/**
 * Settings of the host's apt that decide whether its mirrors can be used at all: proxies, and whether old index files are
 * accepted (mirrors of a fixed day). Lines of apt.conf; none where there is no apt.
 */
export async function hostAptOptions(): Promise<string[]> {
  const { execa } = await import('execa');
  const dump = await execa('apt-config', ['dump'], { stdin: 'ignore' }).catch(() => ({ stdout: '' }));
  const lines = dump.stdout.split('\n').filter((line) => /^Acquire::(https?::Proxy|Check-Valid-Until|Check-Date) "[^"]+";$/.test(line));
  return [...new Set(lines)].sort();
}

async function readSources(file: string): Promise<AptSource[]> {
  const format = file.endsWith('.sources') ? parseDeb822 : file.endsWith('.list') ? parseListFormat : undefined;
  if (format === undefined) return [];
  return format(await readFile(file, 'utf8').catch(() => ''));
}

/** Cloud images list their mirrors in a file and name that (`mirror+file:`), which means nothing inside a container. */
async function resolveMirrorFile(source: AptSource): Promise<AptSource> {
  const uris = source.uris.map(async (uri) => {
    if (!uri.startsWith('mirror+file:')) return uri;
    const text = await readFile(uri.slice('mirror+file:'.length).replace(/^\/\//, ''), 'utf8').catch(() => '');
    return /^https?:\S+/m.exec(text)?.[0] ?? uri;
  });
  return { ...source, uris: await Promise.all(uris) };
}
