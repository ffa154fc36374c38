import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterConnection } from '../definition/index.ts';
import { CcpError, throwAll } from '../diagnostics/index.ts';
import { deploy } from '../engine/deploy.ts';
import { enduring } from '../engine/enduring.ts';
import { ensurePullSecret } from '../engine/pull-secret.ts';
import { refuseWhenStopped } from '../engine/interruption.ts';
import { takeLease, type LeaseCandidate } from '../engine/lease.ts';
import { ensureNamespace } from '../engine/namespace.ts';
import { importFaults } from '../engine/secret-imports.ts';
import { ensureSecrets, readSecrets } from '../engine/secrets.ts';
import { verificationMark } from '../engine/verified.ts';
import { secretSpecs } from '../plan/models.ts';
import { planOf } from '../plan/plan-selection.ts';
import type { DeployPlan } from '../plan/service-plan.ts';
import { identityOf, writeCredentials, type CredentialFiles } from './credentials.ts';
import { deployableModels, modelsFor, podImages, secretNamesOf } from './desired.ts';
import { foreignClaims } from './foreign-claims.ts';
import { onlyNeeded } from './image-selection.ts';
import { ownNamespace } from './namespace.ts';
import { checkOptionsAround } from './option-check.ts';
import { isAlive, ownPid } from './process.ts';
import { pushImage } from './push.ts';
import { nodeLogin } from './registry-access.ts';
import { lockSources } from './source-pins.ts';
import { buildAll, connect, inspect, type Inspection, type Workspace } from './workspace.ts';

/** What a deploy did. */
export interface DeployResult {
  /** The plan that was carried out. */
  readonly plan: DeployPlan;
  /** Undefined when no service of the environment provides identity. */
  readonly credentials: CredentialFiles | undefined;
  readonly inspection: Inspection;
}

/**
 * Brings the environment to what the configuration says: locks sources, checks options, builds and pushes what its pods need, takes the lease, makes missing
 * secrets, and carries out the plan. `only`: services that it is done for; what they need must be deployed. Default: all. Throws
 * CONFIG_INVALID for options that images do not know, DEPLOY_LOCKED, DEPLOY_FAILED and the faults of building and of the cluster.
 */
export async function deployEnvironment(workspace: Workspace, connection: ClusterConnection, only?: ReadonlySet<string>): Promise<DeployResult> {
  const { session } = workspace;
  const { namespace, core } = session.configuration;
  const { events, signal: stopped } = session.options;
  const api = await connect(workspace, connection);
  const cluster = enduring(api, { events, signal: stopped });
  const nodes = await cluster.nodes();
  const models = deployableModels(session, nodes);
  throwAll([...importFaults(await readSecrets(cluster, namespace), session.imports, secretSpecs(models)), ...(await foreignClaims(cluster, { ...session, nodes, models }))]);
  const ours = models.filter(({ owner }) => only?.has(owner.service) ?? true);
  await lockSources(session, workspace.adapters.host);
  await checkOptionsAround(workspace, ours, () => publishImages(workspace, podImages(session, ours), connection.pushAddress));
  const onWait = (): void => events({ type: 'message', level: 'warning', text: `The namespace ${namespace} is being deleted; waiting until it is gone, then it is made anew.` });
  await ensureNamespace(cluster, core.environment.name, namespace, { signal: stopped, onWait });
  const lease = await takeLease(api, namespace, await ownCandidate(stopped));
  try {
    const secrets = await ensureSecrets(cluster, core.environment.name, namespace, secretNamesOf(models), (name) => session.imports.value(name));
    const login = await nodeLogin(workspace);
    await ensurePullSecret(cluster, { environment: core.environment.name, namespace }, login === undefined ? undefined : { host: core.registry.address ?? '', login });
    const inspection = await inspect(workspace, cluster);
    const signal = AbortSignal.any([stopped, lease.lost]);
    const plan = only === undefined ? inspection.plan : planOf(inspection.plan, only);
    if (plan.changes) await verificationMark(cluster, core.environment.name, namespace).clear();
    await deploy({ cluster, desired: inspection.desired, plan, live: inspection.live, only, secrets, events, signal });
    const credentials = hasIdentity(inspection, only) ? await writeCredentials(session.stateDirectory, inspection.models, secrets) : undefined;
    return { plan, credentials, inspection };
  } finally {
    await lease.release();
  }
}

/**
 * Throws what keeps the environment from being deployed to a cluster that is there, before anything is built: CONFIG_INVALID for a namespace of
 * somebody else, nodes that are too few, and what another environment has.
 */
export async function checkPlace(workspace: Workspace, connection: ClusterConnection): Promise<void> {
  const { session } = workspace;
  const { namespace, core } = session.configuration;
  const cluster = await connect(workspace, connection);
  await ownNamespace(cluster, { environment: core.environment.name, namespace });
  const nodes = await cluster.nodes();
  throwAll(await foreignClaims(cluster, { ...session, nodes, models: deployableModels(session, nodes) }));
}

/** Whether one of the deployed services provides identity, whose credentials are then written. */
function hasIdentity({ models }: Inspection, only: ReadonlySet<string> | undefined): boolean {
  return identityOf(models.filter(({ owner }) => only?.has(owner.service) ?? true)) !== undefined;
}

/** This process, as it asks for the lease. */
export async function ownCandidate(signal: AbortSignal): Promise<LeaseCandidate> {
  const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').then((text) => text.trim(), () => undefined);
  const delay = async (ms: number): Promise<void> => {
    await sleep(ms, undefined, { signal }).catch(() => refuseWhenStopped(signal, 'waiting for the lease'));
  };
  return { pid: ownPid(), bootId, isAlive, delay };
}

/** Makes sure that the registry has these images: builds and pushes what is missing. */
export async function publishImages(workspace: Workspace, names: readonly string[], address: string | undefined): Promise<void> {
  const plan = await workspace.imagesToBuild();
  if (plan.images.some((image) => names.includes(image.name) && image.action !== 'present')) throwAll((await buildAll(workspace, onlyNeeded(plan, names))).faults);
  // One after the other; a fault with one keeps no other from being pushed.
  const faults: CcpError[] = [];
  for (const image of (await workspace.images()).images.filter((item) => names.includes(item.name))) {
    await pushImage(workspace, image, address).catch((fault: unknown) => {
      if (!(fault instanceof CcpError) || fault.code !== 'REGISTRY_FAILED') throw fault;
      faults.push(fault);
    });
  }
  throwAll(faults);
}

/** Rewrites openrc and clouds.yaml from the cluster. */
export async function refreshCredentials(workspace: Workspace, connection: ClusterConnection): Promise<CredentialFiles> {
  const cluster = await connect(workspace, connection);
  const models = modelsFor(workspace.session, await cluster.nodes());
  return writeCredentials(workspace.session.stateDirectory, models, await readSecrets(cluster, workspace.session.configuration.namespace));
}
