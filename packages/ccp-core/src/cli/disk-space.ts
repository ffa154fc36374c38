import { statfs } from 'node:fs/promises';
import { CcpError } from '../diagnostics/index.ts';
import { engineRootFolder } from '../docker/index.ts';

/** A full build with its caches takes about 14 GB, the volumes of a cluster and its registry 3.5 (measured); with room for logs. */
export const neededDiskGb = 20;
/** Average of one image with its build cache: 14 GB for 42 of them (measured). */
const gbPerImage = 0.33;
/** Below this engines and databases fail in ways that are hard to understand. */
const leastGb = 1;

/** Free space where images are kept. */
export interface DiskSpace {
  readonly folder: string;
  /** 10^9 bytes. */
  readonly freeGb: number;
}

/** Of the engine's folder, which takes nearly all of it, when the engine tells it and it is on this host; else of `folder`. */
export async function diskSpace(folder: string): Promise<DiskSpace> {
  const root = await engineRootFolder().catch(() => undefined);
  const ofRoot = root === undefined ? undefined : await statfs(root).catch(() => undefined);
  const { bavail, bsize } = ofRoot ?? (await statfs(folder));
  return { folder: ofRoot === undefined || root === undefined ? folder : root, freeGb: (bavail * bsize) / 1e9 };
}

/**
 * What is to be said before `images` images are built with this much space: nothing, or a warning. Throws PREREQUISITE when so
 * little is left that the build would only fill the disk.
 */
export function judgeSpace({ folder, freeGb }: DiskSpace, images: number): string | undefined {
  const needed = images * gbPerImage;
  if (images === 0 || freeGb >= needed + leastGb) return undefined;
  const finding = `${freeGb.toFixed(1)} GB are free in ${folder}, ${images} image(s) to build take about ${needed.toFixed(1)} GB`;
  if (freeGb < leastGb) throw new CcpError('PREREQUISITE', `the disk is nearly full: ${finding}`, { hint: 'Free some space, for example with docker system prune, and run again.' });
  return `The disk may become full: ${finding}.`;
}
