import { createHash } from 'node:crypto';
import { fakeSources } from './fake-sources.ts';
import { fakeRegistry, type FakeRegistry } from './fake-registry.ts';
import type { BuildAdapters, BuildHost, BuildOutcome, BuildRequest, ImageEngine, LocalImage } from '../engine/contracts.ts';
import { CcpError } from '../diagnostics/index.ts';

/** What a fake engine does when it is asked to build: given the image's name, how often it was asked, and the request. */
export type FakeBuild = (name: string, attempt: number, request: BuildRequest) => Promise<BuildOutcome> | BuildOutcome;

/** An engine in memory. */
export interface FakeEngine extends ImageEngine {
  /** Images by reference. */
  readonly images: Map<string, LocalImage>;
  /** Names of builds in the order in which they began. */
  readonly started: string[];
  /** Calls other than builds, for example `listImages` or `tag a b`. */
  readonly calls: string[];
  /** Files of images by `<reference> <path>`. */
  readonly files: Map<string, Buffer>;
}

/** Outcome of a build that works. */
export const builtOutcome: BuildOutcome = { ok: true, id: 'sha256:0', sizeBytes: 1000 };

/** Outcome of a build whose step wrote `lines` and failed. */
export function failedOutcome(...lines: string[]): BuildOutcome {
  return { ok: false, step: '[final 2/3] make', message: 'exit code: 2', lines };
}

/**
 * An engine that runs nothing: labels of what it builds are read from the Dockerfile. `build` default: all builds work. `registry`: where it pushes
 * to and pulls from; what that does not have is pulled as an image without labels.
 */
export function fakeEngine(build: FakeBuild = () => builtOutcome, registry: FakeRegistry = fakeRegistry()): FakeEngine {
  const images = new Map<string, LocalImage>();
  const started: string[] = [];
  const calls: string[] = [];
  const files = new Map<string, Buffer>();
  let clock = 0;
  const keep = (reference: string, labels: Readonly<Record<string, string>>): void => {
    const id = `sha256:${createHash('sha256').update(reference).digest('hex')}`;
    images.set(reference, { id, references: [reference], labels, createdAt: ++clock, sizeBytes: 1000 });
  };
  return {
    images,
    started,
    calls,
    checkVersion: async () => undefined,
    files,
    listImages: async (label) => {
      calls.push('listImages');
      return [...images.values()].filter((image) => label in image.labels);
    },
    findImage: async (reference) => images.get(reference),
    build: async (request) => {
      const name = nameOf(request.reference);
      started.push(name);
      const outcome = await build(name, started.filter((other) => other === name).length, request);
      if (request.signal.aborted) throw new CcpError('INTERRUPTED', 'stopped');
      if (outcome.ok) keep(request.reference, labelsOf(String(request.files.find((file) => file.path === 'Dockerfile')?.content)));
      return outcome;
    },
    importRoot: async (_tar, reference, labels) => {
      started.push(nameOf(reference));
      keep(reference, labels);
      return reference;
    },
    tag: async (image, reference) => {
      calls.push(`tag ${image} ${reference}`);
      const found = [...images.values()].find((candidate) => candidate.id === image);
      if (found !== undefined) images.set(reference, { ...found, references: [...found.references, reference] });
    },
    ...transfers(registry, { images, calls, keep }),
    removeImage: async (reference) => void images.delete(reference),
    readImageFile: async (image, path) => files.get(`${image} ${path}`),
    run: async () => 0,
  };
}

interface EngineParts extends Pick<FakeEngine, 'images' | 'calls'> {
  keep(reference: string, labels: Readonly<Record<string, string>>): void;
}

function transfers(registry: FakeRegistry, { images, calls, keep }: EngineParts): Pick<ImageEngine, 'pull' | 'push'> {
  const note = (call: string): void => {
    calls.push(call);
    if (registry.fault !== undefined) throw registry.fault;
  };
  return {
    pull: async (reference) => {
      note(`pull ${reference}`);
      keep(reference, registry.images.get(reference) ?? {});
    },
    push: async (reference) => {
      note(`push ${reference}`);
      registry.images.set(reference, images.get(reference)?.labels ?? {});
    },
  };
}

/** A host whose files are `files` (text by absolute path; folders are the paths below them) and which has no settings. */
export function fakeHost(files: Readonly<Record<string, string>> = {}): BuildHost {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  return {
    readContext: async ({ path, mode }) => {
      const bits = mode === undefined ? 0o644 : Number.parseInt(mode, 8);
      const found = Object.entries(files).filter(([file]) => file === path || file.startsWith(`${path}/`));
      const folder = !(path in files);
      return {
        folder,
        files: found.map(([file, text]) => ({
          path: folder ? file.slice(path.length + 1) : (file.split('/').at(-1) ?? ''),
          mode: bits,
          sha256: sha256(text),
          file,
        })),
      };
    },
    readFile: async ({ file }) => Buffer.from(files[file] ?? ''),
    settings: async () => ({ files: [], proxies: {} }),
    bootstrap: async (_root, use) => {
      const { Readable } = await import('node:stream');
      await use(Readable.from([]));
    },
    sources: fakeSources(),
  };
}

/** All in one, for planning, building and pushing. */
export function fakeTools(files?: Readonly<Record<string, string>>, build?: FakeBuild): BuildAdapters & { readonly engine: FakeEngine; readonly registry: FakeRegistry } {
  const registry = fakeRegistry();
  return { engine: fakeEngine(build, registry), host: fakeHost(files), registry };
}

function nameOf(reference: string): string {
  return reference.replace(/^.*\//, '').replace(/:.*$/, '');
}

function labelsOf(dockerfile: string): Record<string, string> {
  const line = /^LABEL (.*)$/m.exec(dockerfile)?.[1] ?? '';
  const pairs = [...line.matchAll(/(\S+?)="((?:[^"\\]|\\.)*)"/g)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value.replace(/\\(.)/g, '$1')]));
}
