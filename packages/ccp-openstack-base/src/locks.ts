import type { PackagedProject } from './packaged.ts';

/** File of the locked distributions of the common set or of one project's delta, with hashes. */
export function lockFile(set: 'common' | PackagedProject): URL {
  return new URL(`../image/locks/${set}.txt`, import.meta.url);
}
