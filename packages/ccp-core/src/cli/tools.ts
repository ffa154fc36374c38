import type { LoadedComponent } from '../catalog/index.ts';
import type { CloudSession, ClusterConnection, ClusterProvider, CommandDefinition, ImageDefinition, NodeResidents, ToolContext, ToolModule, VerifyCheck } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { sectionName } from '../config/index.ts';
import type { Session } from './session.ts';

/** What a component adds, with the name of its section. */
export interface LoadedTool {
  readonly section: string;
  readonly module: ToolModule;
}

/** Imports the tool modules of all components that have one. */
export async function loadTools(components: readonly LoadedComponent[]): Promise<LoadedTool[]> {
  const withTool = components.filter((component) => component.definition.tool !== undefined);
  return Promise.all(withTool.map(async (component) => ({ section: sectionName(component.name), module: (await component.definition.tool?.()) ?? {} })));
}

/** What a run offers to tools. */
export interface ToolSurroundings {
  readonly session: Session;
  imageReference(image: ImageDefinition): Promise<string>;
  cloud(): Promise<CloudSession>;
  residents(): Promise<readonly NodeResidents[]>;
  write(text: string): void;
}

/** The context that a tool's functions get. */
export function toolContext({ session, imageReference, cloud, residents, write }: ToolSurroundings, section: string): ToolContext {
  const { core, namespace } = session.configuration;
  return {
    environment: { name: core.environment.name, namespace },
    section: session.configuration.section(section),
    kubernetes: core.kubernetes,
    stateDirectory: session.stateDirectory,
    events: session.options.events,
    signal: session.options.signal,
    imageReference,
    cloud,
    residents,
    write,
  };
}

/** Commands of all tools with their sections. */
export function toolCommands(tools: readonly LoadedTool[]): { readonly command: CommandDefinition; readonly section: string }[] {
  return tools.flatMap(({ section, module }) => (module.commands ?? []).map((command) => ({ command, section })));
}

/** Checks of all tools with their sections. */
export function toolChecks(tools: readonly LoadedTool[]): { readonly check: VerifyCheck; readonly section: string }[] {
  return tools.flatMap(({ section, module }) => (module.checks ?? []).map((check) => ({ check, section })));
}

/** What all tools say of nodes that are taken away. */
export function toolResidents(tools: readonly LoadedTool[]): NodeResidents[] {
  return tools.flatMap(({ module }) => module.residents ?? []);
}

/** How this environment gets a cluster: an existing one that the configuration names, or one that a tool makes. */
export type ClusterSource =
  | { readonly kind: 'existing'; readonly connection: ClusterConnection }
  | { readonly kind: 'provided'; readonly provider: ClusterProvider; readonly context: ToolContext };

/** Decides where the cluster comes from. Throws CLUSTER_MISSING when none is configured and no component makes one, CONFIG_INVALID when an existing one has no registry. */
export function clusterSource(surroundings: ToolSurroundings, tools: readonly LoadedTool[]): ClusterSource {
  const { core, raw } = surroundings.session.configuration;
  const { kubernetes, registry } = core;
  if (kubernetes.kubeconfig !== undefined && registry.address === undefined) {
    throw new CcpError('CONFIG_INVALID', 'an existing cluster (kubernetes.kubeconfig) needs registry.address, from which its nodes pull images', {
      where: raw.locate(['kubernetes', 'kubeconfig']),
      hint: 'Set registry.address to the host:port of a registry that this engine can push to and the nodes can pull from.',
    });
  }
  if (kubernetes.kubeconfig !== undefined) return { kind: 'existing', connection: { kubeconfig: kubernetes.kubeconfig, changed: false } };
  for (const { section, module } of tools) {
    if (module.cluster !== undefined) return { kind: 'provided', provider: module.cluster, context: toolContext(surroundings, section) };
  }
  throw new CcpError('CLUSTER_MISSING', 'no cluster is configured and no component makes one', { hint: 'Set kubernetes.kubeconfig, or install ccp-installer.' });
}

/** The cluster's connection when it exists; changes nothing. */
export async function findCluster(source: ClusterSource): Promise<ClusterConnection | undefined> {
  return source.kind === 'existing' ? source.connection : source.provider.find(source.context);
}
