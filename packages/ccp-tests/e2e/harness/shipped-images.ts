import { docker, filesOf } from './docker.ts';

/** An image as `ccp images list` shows it. */
export interface ListedImage {
  readonly name: string;
  readonly reference: string;
  readonly shipped: boolean;
  /** Id that it runs as; absent when it starts as root. */
  readonly user?: number;
  readonly rootReason?: string;
}

/** What only a build needs; none of it may ship. */
const forbidden: readonly (readonly [string, RegExp])[] = [
  ['compiler', /^\/usr\/(local\/)?bin\/(x86_64-linux-gnu-)?(gcc|g\+\+|cc|c\+\+|clang|go|rustc|cpp|ld|as|make)(-\d+)?$/],
  ['Go toolchain', /^\/usr\/(lib|local)\/go(-[\d.]+)?\/bin\/go$/],
  ['header', /\.(h|hh|hpp)$/],
  ['pip', /^\/(usr|opt)\/.*\/(pip3?|uv)$|site-packages\/pip\/__init__\.py$|dist-packages\/pip\/__init__\.py$/],
  ['apt list', /^\/var\/lib\/apt\/lists\/.+(Packages|Release|Sources)/],
  ['package cache', /^\/var\/cache\/apt\/.+\.(deb|bin)$/],
];

/** What must not be in these images that the engine has: things of a build, a start as root without a reason or as another account than listed. */
export async function faultsOf(images: readonly ListedImage[]): Promise<string[]> {
  const found: string[] = [];
  for (const { name, reference, user: id, rootReason } of images) {
    const files = await filesOf(reference);
    for (const [what, pattern] of forbidden) {
      const hit = files.find((file) => pattern.test(file));
      if (hit !== undefined) found.push(`${name}: ${what} ${hit}`);
    }
    const { User: user } = (await docker.getImage(reference).inspect()).Config;
    const isRoot = /^(|0|root)(:.*)?$/.test(user);
    if (isRoot && (rootReason ?? '') === '') found.push(`${name}: starts as root without a reason`);
    if (!isRoot && user !== `${id}:${id}`) found.push(`${name}: starts as ${user}, not as ${id}`);
  }
  return found;
}
