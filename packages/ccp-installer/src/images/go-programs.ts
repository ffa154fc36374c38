import { copy, copyFrom, defineImage, run, type ImageDefinition } from 'ccp-core';
import { goBuilder } from './go-builder.ts';

/** Programs that are compiled together from one main module. */
export interface GoPrograms {
  /** Name of the image. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** Folder of `image/go` with go.mod and go.sum (and Go files, where the programs are our own). */
  readonly module: string;
  /** `go build` lines; results go to /out, linker flags come from `$LDFLAGS`. */
  readonly build: readonly string[];
  /** Values set by the linker, by variable. */
  readonly set?: Readonly<Record<string, string>>;
  readonly expectedSeconds: number;
}

/** An image that holds nothing but the static binaries, at its root. Modules and compiled packages stay in caches of the engine. */
export function goPrograms(programs: GoPrograms): ImageDefinition {
  const { name, title, version, expectedSeconds } = programs;
  const set = Object.entries(programs.set ?? {}).map(([variable, value]) => ` -X ${variable}=${value}`);
  // The first line is what progress shows.
  const script = [`# go build: ${programs.module}`, 'cd /src', 'mkdir /out', `export LDFLAGS='-s -w${set.join('')}'`, ...programs.build].join('\n');
  return defineImage({
    name,
    title,
    version,
    from: 'scratch',
    stages: [
      {
        name: 'build',
        from: goBuilder,
        steps: [
          copy(`image/go/${programs.module}/`, '/src/'),
          run(script, {
            network: true,
            // One pair for each module: two builds at once with the same cache would each get an empty one.
            mounts: [
              { kind: 'cache', id: `go-modules-${programs.module}`, target: '/var/cache/go/modules' },
              { kind: 'cache', id: `go-build-${programs.module}`, target: '/var/cache/go/build' },
            ],
          }),
        ],
      },
    ],
    steps: [copyFrom('build', '/out/', '/')],
    shipped: false,
    expectedSeconds,
  });
}
