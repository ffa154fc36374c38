import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import coerce from 'semver/functions/coerce.js';
import lte from 'semver/functions/lte.js';
import { isComponent, type ComponentDefinition } from '../definition/index.ts';
import { CcpError, nearest, throwAll, type Where } from '../diagnostics/index.ts';

/** Version of the definition API that this core implements; packages state theirs in `ccp.apiVersion`. */
export const apiVersion = '1.0';

/** Kinds of packages; `tool` packages own a section of `ccp.yaml`. */
export type ComponentKind = 'base' | 'service' | 'tool';

/** A package that was found to be a component, not yet imported. */
export interface ComponentPackage {
  readonly name: string;
  readonly kind: ComponentKind;
  readonly version: string;
  /** Absolute folder of the package. */
  readonly directory: string;
  /** Absolute path of the module that exports `component`. */
  readonly entry: string;
}

/** A package with its definition. */
export interface LoadedComponent extends ComponentPackage {
  readonly definition: ComponentDefinition;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, { readonly default?: string }>>;
  readonly ccp?: { readonly kind?: ComponentKind; readonly entry?: string; readonly apiVersion?: string };
}

/**
 * Finds component packages: every direct dependency or workspace of the nearest package.json at or above `from`
 * that has a `ccp` field, sorted by name; `only` narrows to the named ones.
 * Throws CATALOG_INVALID when there is no package.json, a named package is missing, or one needs a newer core.
 */
export async function findComponents(from: string, only?: readonly string[]): Promise<ComponentPackage[]> {
  const { packages, faults } = await discoverComponents(from, only);
  throwAll(faults);
  return packages;
}

/** What {@link discoverComponents} found. */
export interface Discovery {
  readonly packages: ComponentPackage[];
  readonly faults: readonly CcpError[];
  /** Whether a package is of another definition API, or a named one is not there and none is like it, so that what it defines is not known. */
  readonly incomplete: boolean;
}

/**
 * Finds component packages like {@link findComponents} and returns what is wrong with them (CATALOG_INVALID; `placeOf`: where the name with
 * this index stands). For a name that is not there the package with the nearest one is taken, so that the rest can be checked.
 * Throws CATALOG_INVALID when there is no package.json.
 */
export async function discoverComponents(from: string, only?: readonly string[], placeOf: (index: number) => Where = () => ({ object: 'components' })): Promise<Discovery> {
  const root = nearestPackage(from);
  const manifest = await readManifest(root);
  const directories = [...(await workspaceDirectories(root, manifest.workspaces ?? [])), ...dependencyDirectories(root, Object.keys(manifest.dependencies ?? {}))];
  const found = new Map<string, ComponentPackage>();
  const refused = new Map<string, CcpError>();
  for (const directory of directories) {
    const manifest = await readManifest(directory);
    const component = componentOf(manifest, directory);
    if (component instanceof CcpError) refused.set(manifest.name ?? '', component);
    else if (component !== undefined) found.set(component.name, component);
  }
  const known = [...found.keys()].sort();
  if (only === undefined) return { packages: known.flatMap((name) => found.get(name) ?? []), faults: [...refused.values()], incomplete: refused.size > 0 };
  const chosen = only.map((name, index) => ({ name, index, meant: found.has(name) || refused.has(name) ? name : nearest(name, known) }));
  const absent = chosen.filter(({ name, meant }) => name !== meant).map(({ name, index, meant }) => missing(name, meant, placeOf(index)));
  const packages = [...new Set(chosen.flatMap(({ meant }) => meant ?? []))].flatMap((name) => found.get(name) ?? []);
  const unusable = only.flatMap((name) => refused.get(name) ?? []);
  return { packages, faults: [...unusable, ...absent], incomplete: unusable.length > 0 || chosen.some(({ meant }) => meant === undefined) };
}

/** Imports the definitions of `packages`. Throws CATALOG_INVALID when a package is not built, cannot be imported or exports no component. */
export async function loadComponents(packages: readonly ComponentPackage[]): Promise<LoadedComponent[]> {
  const { components, faults } = await importComponents(packages);
  throwAll(faults);
  return components;
}

/** Imports like {@link loadComponents}, and returns what is wrong beside what could be imported. */
export async function importComponents(packages: readonly ComponentPackage[]): Promise<{ readonly components: LoadedComponent[]; readonly faults: readonly CcpError[] }> {
  const results = await Promise.all(packages.map(importComponent));
  return { components: results.flatMap((result) => (result instanceof CcpError ? [] : [result])), faults: results.filter((result) => result instanceof CcpError) };
}

async function importComponent(item: ComponentPackage): Promise<LoadedComponent | CcpError> {
  const where = { file: item.entry };
  if (!existsSync(item.entry)) return new CcpError('CATALOG_INVALID', `${item.name} is not built`, { where, hint: 'Run npm run build.' });
  let module: { component?: unknown };
  try {
    module = (await import(pathToFileURL(item.entry).href)) as { component?: unknown };
  } catch (cause) {
    if (cause instanceof CcpError) return cause;
    return new CcpError('CATALOG_INVALID', `${item.name} cannot be imported: ${cause instanceof Error ? cause.message : String(cause)}`, { where, hint: 'Mend the package and build it; CCP_DEBUG=1 shows where in it.', cause });
  }
  if (isComponent(module.component)) return { ...item, definition: module.component };
  return new CcpError('CATALOG_INVALID', `${item.name} exports no "component"`, { where, hint: 'Export one made by defineComponent.' });
}

function nearestPackage(from: string): string {
  for (let directory = resolve(from); ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'package.json'))) return directory;
    if (dirname(directory) === directory) {
      throw new CcpError('CATALOG_INVALID', `no package.json at or above ${from}`, { hint: 'Run ccp in the folder of your environment, beside ccp.yaml.' });
    }
  }
}

async function readManifest(directory: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as Manifest;
}

/** Folders of npm workspaces: `folder/*` and plain folders, the two forms in use. */
async function workspaceDirectories(root: string, patterns: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    patterns.map(async (pattern) => {
      if (!pattern.endsWith('/*')) return [join(root, pattern)];
      const parent = join(root, pattern.slice(0, -2));
      return (await readdir(parent)).map((name) => join(parent, name));
    }),
  );
  return lists.flat().filter((directory) => existsSync(join(directory, 'package.json'))).sort();
}

function dependencyDirectories(root: string, names: readonly string[]): string[] {
  const require = createRequire(join(root, 'package.json'));
  return names.flatMap((name) => {
    const folder = (require.resolve.paths(name) ?? []).map((path) => join(path, name)).find((path) => existsSync(join(path, 'package.json')));
    return folder === undefined ? [] : [folder];
  });
}

function componentOf(manifest: Manifest, directory: string): ComponentPackage | CcpError | undefined {
  const { name, ccp } = manifest;
  if (name === undefined || ccp === undefined) return undefined;
  const refused = apiVersionFault(name, ccp.apiVersion ?? apiVersion, directory);
  if (refused !== undefined) return refused;
  const entry = join(directory, entryOf(manifest, ccp.entry ?? '.'));
  return { name, kind: ccp.kind ?? 'service', version: manifest.version ?? '0.0.0', directory, entry };
}

function entryOf(manifest: Manifest, path: string): string {
  return manifest.exports?.[path]?.default ?? './dist/index.js';
}

/** Same major, and not newer than this core. */
function apiVersionFault(name: string, written: string, directory: string): CcpError | undefined {
  const wanted = coerce(written);
  const offered = coerce(apiVersion);
  if (wanted !== null && offered !== null && wanted.major === offered.major && lte(wanted, offered)) return undefined;
  return new CcpError('CATALOG_INVALID', `${name} is written for definition API ${written}, this core offers ${apiVersion}`, {
    where: { file: join(directory, 'package.json') },
    hint: 'Update ccp-core, or use a version of the package for this core.',
  });
}

function missing(name: string, near: string | undefined, where: Where): CcpError {
  return new CcpError('CATALOG_INVALID', `component "${name}" is not installed`, { where, hint: near === undefined ? `npm install ${name}` : `Did you mean "${near}"?` });
}
