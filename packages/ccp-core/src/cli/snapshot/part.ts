import { stringify } from 'yaml';
import { CcpError } from '../../diagnostics/index.ts';
import { redacted } from '../../config/index.ts';

/** A file of a snapshot. */
export interface SnapshotFile {
  /** Below the snapshot's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Something that a snapshot holds: files that are had together, or not at all. */
export interface SnapshotPart {
  /** For people, for example `logs of keystone-0`. */
  readonly what: string;
  files(): Promise<readonly SnapshotFile[]>;
}

/** What could not be had. */
export interface MissingPart {
  readonly what: string;
  readonly why: string;
}

/** Gets all parts; one that cannot be had keeps no other from being had. */
export async function collectParts(parts: readonly SnapshotPart[]): Promise<{ readonly files: readonly SnapshotFile[]; readonly missing: readonly MissingPart[] }> {
  const results = await Promise.all(
    parts.map(async ({ what, files }) => {
      try {
        return { files: await files(), missing: [] };
      } catch (fault) {
        return { files: [], missing: [{ what, why: reasonOf(fault) }] };
      }
    }),
  );
  return { files: results.flatMap(({ files }) => files), missing: results.flatMap(({ missing }) => missing) };
}

/** A fault of ccp itself must not cost the rest of the snapshot either. */
function reasonOf(fault: unknown): string {
  return fault instanceof CcpError ? `${fault.code}: ${fault.message}` : `a fault of ccp itself: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`;
}

/** A part that is one file of YAML. What a secret's key names, and passwords in URLs, are hidden. */
export function yamlPart(what: string, path: string, value: () => Promise<unknown>): SnapshotPart {
  // Through JSON, so that what has no value is not there.
  const text = async (): Promise<string> => stringify(redacted([], JSON.parse(JSON.stringify(await value()))), { aliasDuplicateObjects: false, lineWidth: 0 });
  return { what, files: async () => [{ path, text: await text() }] };
}
