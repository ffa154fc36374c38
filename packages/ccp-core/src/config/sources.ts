import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');

/** The keys that each name one kind of source. */
const kinds = ['version', 'git', 'tarball', 'directory'] as const;

/** Keys that only say more about one kind. */
const companions: readonly { readonly key: 'ref' | 'sha256'; readonly of: readonly (typeof kinds)[number][] }[] = [
  { key: 'ref', of: ['git'] },
  { key: 'sha256', of: ['version', 'tarball'] },
];

const keys = z.strictObject({
  version: z.string().min(1).optional().describe('Version of a source distribution on the package index.'),
  sha256: sha256.optional().describe('sha256 of the source distribution (needed unless it is the one of the release) or of the tarball.'),
  git: z.string().min(1).optional().describe('Repository: https or ssh address, or a path, relative to the folder of the configuration file.'),
  ref: z.string().min(1).optional().describe('Branch, tag, commit, review (refs/changes/34/1234/5) or whole ref name. Default: HEAD.'),
  tarball: z.string().min(1).optional().describe('http(s) address or path of a tar or tar.gz; relative to the folder of the configuration file.'),
  directory: z.string().min(1).optional().describe('Folder with the project as it is now, uncommitted changes included; relative to the folder of the configuration file.'),
});

/** `sources.<project>`: exactly one of version, git, tarball and directory. It replaces the source of the release as a whole. */
export const sourceSection = keys.superRefine((value, context) => {
  const given = kinds.filter((kind) => value[kind] !== undefined);
  if (given.length === 0) context.addIssue({ code: 'custom', message: `names no source; give one of ${kinds.join(', ')}` });
  if (given.length > 1) context.addIssue({ code: 'custom', path: [given[1] ?? ''], message: `${given.join(' and ')} are different sources; give one of them` });
  for (const { key, of } of companions) {
    if (value[key] !== undefined && given.length > 0 && !given.some((kind) => of.includes(kind))) context.addIssue({ code: 'custom', path: [key], message: `belongs to ${of.join(' or ')}, not to ${given.join(' and ')}` });
  }
  for (const key of ['git', 'tarball'] as const) {
    if (hasPassword(value[key])) context.addIssue({ code: 'custom', path: [key], message: 'holds a password; leave it to a credential helper or an SSH key' });
  }
});

function hasPassword(address: string | undefined): boolean {
  return address !== undefined && /^[a-z+]+:\/\/[^/@]*:[^/@]*@/i.test(address);
}

/** A source as `sources.<project>` of the configuration says it. */
export type WantedSource =
  | { readonly kind: 'sdist'; readonly version: string; readonly sha256: string | undefined }
  | { readonly kind: 'git'; readonly git: string; readonly ref: string }
  | { readonly kind: 'tarball'; readonly tarball: string; readonly sha256: string | undefined }
  | { readonly kind: 'directory'; readonly directory: string };

/** The one source that a validated section names. */
export function wantedSource({ version, sha256: digest, git, ref, tarball, directory }: z.infer<typeof sourceSection>): WantedSource {
  if (git !== undefined) return { kind: 'git', git, ref: ref ?? 'HEAD' };
  if (tarball !== undefined) return { kind: 'tarball', tarball, sha256: digest };
  if (directory !== undefined) return { kind: 'directory', directory };
  return { kind: 'sdist', version: version ?? '', sha256: digest };
}
