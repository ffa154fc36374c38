import type { BuildFile } from '../engine/contracts.ts';

/** Tags that name a version, with or without `v`; those of branches at their end (`ussuri-eol`) do not. */
const versionTag = /^v?(\d+(?:\.\d+)*(?:(?:a|b|rc)\d+)?)$/;

/**
 * Version of a commit from the output of `git describe --tags --long`: the tag's own at the tag, else that of the next release as a
 * development version, `30.0.1.dev5+g0123456789ab`. Without a tag `baseVersion` with the commit: `30.0.0+g0123456789ab`.
 */
export function versionOfCommit(described: string | undefined, commit: string, baseVersion: string): string {
  const [, tag = '', count = '0'] = /^(.+)-(\d+)-g[0-9a-f]+$/.exec(described ?? '') ?? [];
  const release = versionTag.exec(tag)?.[1];
  const short = commit.slice(0, 12);
  if (release === undefined) return `${baseVersion}+g${short}`;
  return count === '0' ? release : `${next(release)}.dev${count}+g${short}`;
}

/** The last number raised by one. */
function next(release: string): string {
  return release.replace(/\d+$/, (digits) => String(Number(digits) + 1));
}

/** A version with a local part that tells states of the same version apart. */
export function withLocalPart(version: string, part: string): string {
  return `${version}${version.includes('+') ? '.' : '+'}${part}`;
}

/** The version that a source distribution's own metadata says; undefined when there is none. */
export function versionOfMetadata(files: readonly BuildFile[]): string | undefined {
  const metadata = files.find(({ path }) => path === 'PKG-INFO');
  return /^Version:\s*(\S+)\s*$/m.exec(metadata?.content.toString('utf8') ?? '')?.[1];
}
