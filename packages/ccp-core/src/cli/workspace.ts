import type { CloudSession, ClusterConnection, ImageDefinition } from '../definition/index.ts';
import { CcpError, throwAll } from '../diagnostics/index.ts';
import { buildImages } from '../engine/build-images.ts';
import type { BuildReport } from '../engine/build-report.ts';
import type { ClusterApi } from '../engine/cluster-contract.ts';
import type { BuildAdapters, RegistryAccess } from '../engine/contracts.ts';
import { planImages } from '../engine/plan-images.ts';
import type { Desired } from '../engine/desired.ts';
import { planServices } from '../engine/plan-services.ts';
import { importFaults } from '../engine/secret-imports.ts';
import { readSecrets, type SecretStore } from '../engine/secrets.ts';
import type { LiveState } from '../engine/live-state.ts';
import { ownedImages } from '../plan/image-collect.ts';
import type { ImageNode, ImagePlan } from '../plan/image-node.ts';
import { secretSpecs } from '../plan/models.ts';
import type { DeployPlan } from '../plan/service-plan.ts';
import type { ClusterNode } from '../plan/topology.ts';
import type { ClusterTarget } from '../kubernetes/index.ts';
import type { ServiceModel } from '../render/index.ts';
import { openCloud } from './cloud.ts';
import { deployableModels, desiredState } from './desired.ts';
import { diskSpace, judgeSpace } from './disk-space.ts';
import { withPullSecret } from '../engine/pull-secret.ts';
import { foreignClaims } from './foreign-claims.ts';
import { onlyNeeded } from './image-selection.ts';
import { nodeLogin, registryAccess } from './registry-access.ts';
import { withRegistry } from './registry-offers.ts';
import { lockSources, sourcePins } from './source-pins.ts';
import type { Session } from './session.ts';
import { clusterSource, findCluster, loadTools, toolResidents, type ClusterSource, type LoadedTool, type ToolSurroundings } from './tools.ts';

/** Reaches a cluster. Throws CLUSTER_MISSING when its kubeconfig cannot be used. */
export type ClusterConnector = (target: ClusterTarget) => Promise<ClusterApi>;

/** Everything that commands share for one run. Parts are made when first used. */
export interface Workspace {
  readonly session: Session;
  readonly adapters: BuildAdapters;
  readonly connectCluster: ClusterConnector;
  readonly surroundings: ToolSurroundings;
  /** Plan of all images of the catalog, as if all that the engine lacks were built. Throws SOURCE_UNLOCKED for a source that was never fetched. */
  images(): Promise<ImagePlan>;
  /** As `images`, and what the registry of `registry.address` has is pulled instead of built. Asks it when the engine lacks something. Throws REGISTRY_FAILED. */
  imagesWithOffers(): Promise<ImagePlan>;
  /** As `imagesWithOffers`, after locking what is not locked yet, which may need the network; for commands that build. */
  imagesToBuild(): Promise<ImagePlan>;
  /** Forgets the image plans, after a build. */
  forgetImages(): void;
  tools(): Promise<readonly LoadedTool[]>;
  clusterSource(): Promise<ClusterSource>;
  /** How the registry of `registry.address` is spoken to. Throws CONFIG_INVALID, REGISTRY_FAILED. */
  registryAccess(): Promise<RegistryAccess>;
}

/** Loaded when a cluster is really used: the client takes a second to import. */
const connectRealCluster: ClusterConnector = async (target) => (await import('../kubernetes/index.ts')).connectCluster(target);

/** Composes a workspace. `write` gets results (stdout). */
export function openWorkspace(session: Session, adapters: BuildAdapters, write: (text: string) => void, connectCluster: ClusterConnector = connectRealCluster): Workspace {
  let images: Promise<ImagePlan> | undefined;
  let offers: Promise<ImagePlan> | undefined;
  let tools: Promise<LoadedTool[]> | undefined;
  let access: Promise<RegistryAccess> | undefined;
  let cloud: Promise<CloudSession> | undefined;
  // What a plan lacked may be there when it is asked for again.
  const forgetFailed = (fault: unknown): never => {
    workspace.forgetImages();
    throw fault;
  };
  const workspace: Workspace = {
    session,
    adapters,
    connectCluster,
    surroundings: {
      session,
      write,
      imageReference: (image) => builtReference(workspace, image),
      cloud: () => (cloud ??= openedCloud(workspace)),
      residents: async () => toolResidents(await workspace.tools()),
    },
    images: () => (images ??= planAllImages(session, adapters).catch(forgetFailed)),
    imagesWithOffers: () => (offers ??= workspace.images().then((plan) => withRegistry(workspace, plan)).catch(forgetFailed)),
    imagesToBuild: async () => {
      await lockSources(session, adapters.host);
      return workspace.imagesWithOffers();
    },
    forgetImages: () => {
      images = undefined;
      offers = undefined;
    },
    tools: () => (tools ??= loadTools(session.catalog.components)),
    clusterSource: async () => clusterSource(workspace.surroundings, await workspace.tools()),
    registryAccess: () => (access ??= registryAccess(session)),
  };
  return workspace;
}

async function planAllImages(session: Session, adapters: BuildAdapters): Promise<ImagePlan> {
  const { catalog, configuration, stateDirectory } = session;
  const { builder, registry } = configuration.core;
  return planImages(ownedImages(catalog), adapters, {
    namespace: registry.namespace,
    osEpoch: builder.osEpoch,
    sources: await sourcePins(session, adapters.host),
    stateDirectory,
    ...(registry.address === undefined ? {} : { registry: registry.address }),
    ...(builder.debianReference === undefined ? {} : { debianReference: builder.debianReference }),
  });
}

/** How {@link buildAll} goes on. */
export interface BuildWatch {
  /** Called for every image as soon as it is in the engine. */
  readonly onBuilt?: (image: ImageNode) => void;
  /** Ends the build, as Ctrl-C does. */
  readonly signal?: AbortSignal;
}

/** Builds and pulls what of `plan` is to be built and pulled. Throws PREREQUISITE before anything is built when the disk is nearly full. */
export async function buildAll(workspace: Workspace, plan: ImagePlan, { onBuilt = () => undefined, signal }: BuildWatch = {}): Promise<BuildReport> {
  const { session, adapters } = workspace;
  await lookAtSpace(session, plan);
  const own = session.options.signal;
  const { login } = plan.images.some((image) => image.action === 'pull') ? await workspace.registryAccess() : {};
  const report = await buildImages(plan, adapters, {
    events: session.options.events,
    signal: signal === undefined ? own : AbortSignal.any([own, signal]),
    stateDirectory: session.stateDirectory,
    width: session.configuration.core.builder.width,
    login,
    onBuilt,
  });
  workspace.forgetImages();
  return report;
}

async function lookAtSpace({ options, stateDirectory }: Session, plan: ImagePlan): Promise<void> {
  const images = plan.images.filter((image) => image.action === 'build').length;
  const warning = images === 0 ? undefined : judgeSpace(await diskSpace(stateDirectory), images);
  if (warning !== undefined) options.events({ type: 'message', level: 'warning', text: warning });
}

/** What is there is used without a word to the registry: others that the engine lacks are of no concern. */
async function builtReference(workspace: Workspace, image: ImageDefinition): Promise<string> {
  const node = (await workspace.images()).images.find((item) => item.name === image.name);
  if (node === undefined) throw new Error(`image ${image.name} is not listed by its component`);
  // An image of the same content may be there under the name of another registry only.
  if (node.action === 'present') return node.sameAs ?? node.reference;
  throwAll((await buildAll(workspace, onlyNeeded(await workspace.imagesWithOffers(), [image.name]))).faults);
  return node.reference;
}

/** The state of an environment and what would change it; see {@link inspect}. */
export interface Inspection {
  readonly cluster: ClusterApi | undefined;
  readonly nodes: readonly ClusterNode[];
  readonly models: readonly ServiceModel[];
  readonly secrets: SecretStore;
  readonly desired: Desired;
  readonly plan: DeployPlan;
  readonly live: LiveState;
}

/** Connects to the cluster of the environment. Throws CLUSTER_UNREACHABLE when it does not answer. */
export async function connect(workspace: Workspace, connection: ClusterConnection): Promise<ClusterApi> {
  const cluster = await workspace.connectCluster({ kubeconfig: connection.kubeconfig, context: workspace.session.configuration.core.kubernetes.context });
  await cluster.version();
  return cluster;
}

/** The running cluster of the environment, or CLUSTER_MISSING. */
export async function requireCluster(workspace: Workspace): Promise<ClusterApi> {
  const connection = await findCluster(await workspace.clusterSource());
  if (connection === undefined) throw new CcpError('CLUSTER_MISSING', 'this environment has no cluster', { hint: 'Run ccp up.' });
  return connect(workspace, connection);
}

async function openedCloud(workspace: Workspace): Promise<CloudSession> {
  const cloud = await openCloud(workspace, await requireCluster(workspace));
  if (cloud === undefined) throw new CcpError('NOT_DEPLOYED', 'no service of this environment provides identity', { hint: 'Add ccp-keystone to the components.' });
  return cloud;
}

/**
 * Renders what should be and compares it with what is; changes nothing. Without a cluster everything is to be created. Throws CONFIG_INVALID
 * for imported secrets that do not fit what is deployed, and for what another environment of the cluster has.
 */
export async function inspect(workspace: Workspace, cluster: ClusterApi | undefined): Promise<Inspection> {
  const { session } = workspace;
  const [images, nodes, secrets] = await Promise.all([workspace.images(), cluster?.nodes() ?? [], readSecrets(cluster, session.configuration.namespace)]);
  const models = deployableModels(session, nodes);
  throwAll([...importFaults(secrets, session.imports, secretSpecs(models)), ...(await foreignClaims(cluster, { ...session, nodes, models }))]);
  const desired = withPullSecret(desiredState(session, models, images, secrets, nodes), (await nodeLogin(workspace)) !== undefined);
  const { plan, live } = await planServices(cluster, desired);
  return { cluster, nodes, models, secrets, desired, plan, live };
}
