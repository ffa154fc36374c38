import type { ContextPath, ImageDefinition, Mount, Step } from './image-spec.ts';

/** Installs distribution packages without recommendations, and leaves no lists or caches behind. */
export function apt(...packages: string[]): Step {
  return { kind: 'apt', packages: [...packages].sort() };
}

/** As {@link apt}, from the backports of the release. */
export function aptBackports(...packages: string[]): Step {
  return { kind: 'apt', packages: [...packages].sort(), backports: true };
}

/** Copies a file, or the content of a folder (path ends in `/`), of the package into the image, owned by root. */
export function copy(source: ContextPath, target: string, options: { mode?: string } = {}): Step {
  return { kind: 'copy', source, target, ...options };
}

/** Copies from another image, or from a stage of the same image. */
export function copyFrom(image: ImageDefinition | string, source: string, target: string): Step {
  return { kind: 'copyFrom', image, source, target };
}

/** Options of {@link run}. */
export interface RunOptions {
  readonly network?: boolean;
  readonly mounts?: readonly Mount[];
}

/** Runs a shell script while building. No secret and nothing volatile (time, host name) may enter the result. */
export function run(script: string, options: RunOptions = {}): Step {
  return { kind: 'run', script: script.trim(), ...options };
}
