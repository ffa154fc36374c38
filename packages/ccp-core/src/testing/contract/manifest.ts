import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { apiVersion } from '../../catalog/index.ts';
import type { ComponentDefinition, ImageDefinition } from '../../definition/index.ts';
import { broken, type Finding, type Promised } from './finding.ts';

/** What the contract reads of a component's package.json. */
export interface ComponentManifest {
  readonly name: string;
  readonly type?: string;
  readonly description?: string;
  readonly license?: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly ccp?: { readonly kind?: string; readonly entry?: string; readonly apiVersion?: string };
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly files?: readonly string[];
  readonly nx?: { readonly tags?: readonly string[]; readonly targets?: Readonly<Record<string, unknown>> };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const kinds = ['base', 'service', 'tool'];
const targets = ['build', 'typecheck', 'lint', 'test'];
/** Sources first: with the types first a stale declaration would win over the source. */
const conditions = ['@ccp/source', 'types', 'default'];

/** Faults of a component's package.json against its definition and its folder. */
export function manifestFindings(directory: string, manifest: ComponentManifest, definition: ComponentDefinition): Finding[] {
  return broken('package.json', [
    ...identityPromises(directory, manifest, definition),
    ...kindPromises(manifest, definition),
    ...dependencyPromises(manifest),
    ...publishedPromises(directory, manifest, definition),
  ]);
}

function identityPromises(directory: string, { name, type, description, license, engines }: ComponentManifest, definition: ComponentDefinition): Promised[] {
  return [
    { kept: name === basename(directory), problem: `the package is named ${name} and lies in ${basename(directory)}`, hint: 'Name folder and package alike.' },
    { kept: name === definition.name, problem: `the component is named ${definition.name}`, hint: `Write defineComponent({ name: '${name}', … }).` },
    { kept: type === 'module', problem: 'the package is no ES module', hint: 'Set "type": "module".' },
    { kept: [description, license, engines?.['node']].every((text) => text !== undefined && text !== ''), problem: 'description, license or engines.node is missing', hint: 'Write all three.' },
  ];
}

function kindPromises({ ccp, nx }: ComponentManifest, definition: ComponentDefinition): Promised[] {
  const kind = ccp?.kind ?? '';
  const services = definition.services ?? [];
  const missing = targets.filter((target) => nx?.targets?.[target] === undefined);
  return [
    { kept: kinds.includes(kind), problem: `ccp.kind is "${kind}"`, hint: `Write one of ${kinds.join(', ')}.` },
    { kept: ccp?.apiVersion !== undefined, problem: 'ccp.apiVersion is missing', hint: `Write "apiVersion": "${apiVersion}".` },
    { kept: kind !== 'service' || services.length > 0, problem: 'a package of kind service has no service', hint: 'List it in services, or choose the kind base.' },
    { kept: kind !== 'base' || services.length === 0, problem: 'a package of kind base has services', hint: 'Choose the kind service.' },
    { kept: kind !== 'tool' || definition.tool !== undefined, problem: 'a package of kind tool adds nothing to the tool', hint: 'Set tool in the component, or choose another kind.' },
    { kept: nx?.tags?.includes(`kind:${kind}`) === true, problem: `nx.tags lacks kind:${kind}, by which lint knows what may be imported`, hint: `Add "kind:${kind}" to nx.tags.` },
    { kept: missing.length === 0, problem: `nx.targets lacks ${missing.join(', ')}`, hint: 'Add them as empty objects; nx.json says what they do.' },
  ];
}

function dependencyPromises({ dependencies, peerDependencies, exports }: ComponentManifest): Promised[] {
  const own = Object.keys((exports?.['.'] ?? {}) as object);
  return [
    { kept: peerDependencies?.['ccp-core'] !== undefined, problem: 'ccp-core is no peer dependency', hint: 'Add it to peerDependencies: all components share the one core of the environment.' },
    { kept: dependencies?.['ccp-core'] === undefined, problem: 'ccp-core is a dependency', hint: 'Move it to peerDependencies.' },
    { kept: own.join() === conditions.join(), problem: `exports["."] has the conditions ${own.join(', ')}`, hint: `Write ${conditions.join(', ')}, in this order.` },
    { kept: exports?.['./package.json'] !== undefined, problem: 'exports lacks "./package.json"', hint: 'Add it; tools read the manifest.' },
  ];
}

function publishedPromises(directory: string, { files = [] }: ComponentManifest, definition: ComponentDefinition): Promised[] {
  const templates = (definition.services ?? []).some((service) => Object.keys(service.files ?? {}).length > 0) ? ['templates'] : [];
  const rooms = ['dist', 'README.md', ...templates, ...definition.images.flatMap(contextRooms)];
  const missing = [...new Set(rooms)].filter((room) => !files.includes(room));
  return [
    { kept: missing.length === 0, problem: `files lacks ${missing.join(', ')}, so that the published package would not work`, hint: 'Add what definitions use.' },
    { kept: existsSync(join(directory, 'tsconfig.json')) && existsSync(join(directory, 'tsconfig.lib.json')), problem: 'tsconfig.json or tsconfig.lib.json is missing', hint: 'Copy them from another package.' },
  ];
}

/** Top folders (or files) of the package that an image takes files from. */
function contextRooms(image: ImageDefinition): string[] {
  const steps = [...image.steps, ...(image.stages ?? []).flatMap((stage) => stage.steps)];
  const paths = steps.flatMap((step) => {
    if (step.kind === 'copy') return [step.source];
    return step.kind === 'run' ? (step.mounts ?? []).flatMap((mount) => (mount.kind === 'context' ? [mount.source] : [])) : [];
  });
  // A URL belongs to the package that brings the file along.
  return paths.filter((path) => typeof path === 'string').map((path) => path.split('/')[0] ?? path);
}
