import { readFileSync } from 'node:fs';
import { apiVersion, type ComponentPackage } from '../catalog/index.ts';

/** Version of this tool. */
export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}

/** What `ccp --version` prints. */
export function shortVersion(): string {
  return `${ownVersion()} (definition API ${apiVersion})`;
}

/** Versions of the tool, of its definition API, of Node.js and of components. */
export interface Versions {
  readonly ccp: string;
  readonly definitionApi: string;
  readonly node: string;
  readonly components: readonly Pick<ComponentPackage, 'name' | 'kind' | 'version'>[];
}

/** What `ccp version` prints. */
export function versionsOf(packages: readonly ComponentPackage[]): Versions {
  const components = packages.map(({ name, kind, version }) => ({ name, kind, version }));
  return { ccp: ownVersion(), definitionApi: apiVersion, node: process.versions.node, components };
}
