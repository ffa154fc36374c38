import { randomBytes } from 'node:crypto';
import { shown, type ActionDefinition, type ClusterConnection, type JobAction, type OperationAction } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { startRecord, type RunRecord } from '../engine/action-record.ts';
import { removeOldRuns } from '../engine/action-runs.ts';
import type { ClusterApi } from '../engine/cluster-contract.ts';
import { enduring } from '../engine/enduring.ts';
import { takeLease } from '../engine/lease.ts';
import { openOperation, operate } from '../engine/operation.ts';
import { startRun, waitForRun } from '../engine/run-action.ts';
import { readSecrets } from '../engine/secrets.ts';
import type { RenderInputs, ServiceModel } from '../render/index.ts';
import { actionTarget } from './action-target.ts';
import { ownCandidate, publishImages } from './deploying.ts';
import { modelsFor } from './desired.ts';
import { findCluster } from './tools.ts';
import { connect, type Workspace } from './workspace.ts';

/** What is run, and how. */
export interface RunRequest {
  readonly action: ActionDefinition;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The instance of its service; undefined when there must be only one. */
  readonly service: string | undefined;
  /** Whether to return only when the run has ended. */
  readonly wait: boolean;
}

/** A run that was started, and ended when it was waited for. */
export interface StartedRun {
  readonly run: string;
  /** Why it failed; undefined when it succeeded or was not waited for. */
  readonly fault: CcpError | undefined;
}

/**
 * Runs an action. Throws NOT_DEPLOYED, USAGE, DEPLOY_LOCKED (an operation while somebody else changes the environment), INTERRUPTED,
 * and what the cluster throws; that the run failed (ACTION_FAILED) is returned, since there is a run to tell of.
 */
export async function runAction(workspace: Workspace, request: RunRequest): Promise<StartedRun> {
  const connection = await findCluster(await workspace.clusterSource());
  if (connection === undefined) throw new CcpError('CLUSTER_MISSING', 'this environment has no cluster', { hint: 'Run ccp up.' });
  const cluster = await connect(workspace, connection);
  const model = actionTarget(request, modelsFor(workspace.session, await cluster.nodes()));
  const { action, wait } = request;
  const deployed: Deployed = { workspace, connection, cluster, model, image: await deployedImage(cluster, model), run: `${action.name}-${randomBytes(4).toString('hex')}` };
  if (!('job' in action) && !wait) throw new CcpError('USAGE', `${action.name} is carried out by ccp itself and cannot go on without it`, { hint: 'Leave --no-wait out.' });
  try {
    await ('job' in action ? runInCluster(deployed, action, request) : carryOut(deployed, action, request));
    return { run: deployed.run, fault: undefined };
  } catch (fault) {
    if (fault instanceof CcpError && fault.code === 'ACTION_FAILED') return { run: deployed.run, fault };
    throw fault;
  }
}

/** The deployed service that an action is run for. */
interface Deployed {
  readonly workspace: Workspace;
  readonly connection: ClusterConnection;
  readonly cluster: ClusterApi;
  readonly model: ServiceModel;
  /** Reference of the image that its pods run. */
  readonly image: string;
  readonly run: string;
}

async function deployedImage(cluster: ClusterApi, { owner, definition }: ServiceModel): Promise<string> {
  const live = await cluster.get({ apiVersion: 'apps/v1', kind: definition.kind, metadata: { name: owner.service, namespace: owner.namespace } });
  const spec = live?.['spec'] as { template?: { spec?: { containers?: readonly { name: string; image: string }[] } } } | undefined;
  const image = spec?.template?.spec?.containers?.[0]?.image;
  if (image === undefined) throw new CcpError('NOT_DEPLOYED', `${owner.service} is not deployed`, { hint: 'Run ccp deploy.' });
  return image;
}

async function runInCluster({ workspace, connection, cluster, model, image, run }: Deployed, action: JobAction, { parameters, wait }: RunRequest): Promise<void> {
  const { namespace } = model.owner;
  const secrets = await readSecrets(cluster, namespace);
  const references = await ownImage(workspace, connection, action);
  const inputs: RenderInputs = { imageReference: (name) => references.get(name) ?? image, imageKey: (name) => name, secretVersion: (name) => secrets.version(name), podInit: undefined };
  const start = (): Promise<void> => startRun(cluster, { action, parameters, model, run, inputs, secrets });
  await removeOldRuns(cluster, namespace, action.name);
  if (!wait) return start();
  const { events, signal } = workspace.session.options;
  const expectedSeconds = action.job(model.context, parameters as never).expectedSeconds ?? 10;
  const view = await cluster.view(namespace);
  try {
    await shown(events, { kind: 'job', name: run, title: action.title, expectedSeconds }, async (step) => {
      await start();
      await waitForRun({ cluster, view, namespace, run, signal, onProgress: (text) => step(secrets.redact(text)) });
    });
  } finally {
    view.close();
  }
}

/** The image of the action's own, where it has one, is built and pushed when it is missing; the service's is deployed. */
async function ownImage(workspace: Workspace, { pushAddress }: ClusterConnection, { image }: JobAction): Promise<Map<string, string>> {
  if (image === undefined) return new Map();
  await publishImages(workspace, [image.name], pushAddress);
  const { images } = await workspace.images();
  return new Map(images.filter(({ name }) => name === image.name).map(({ name, reference }) => [name, reference]));
}

async function carryOut({ workspace, cluster: api, model, run }: Deployed, action: OperationAction, { parameters }: RunRequest): Promise<void> {
  const { owner } = model;
  const { events, signal } = workspace.session.options;
  const cluster = enduring(api, { events, signal });
  await removeOldRuns(cluster, owner.namespace, action.name);
  const secrets = await readSecrets(cluster, owner.namespace);
  const lease = await takeLease(api, owner.namespace, await ownCandidate(signal));
  try {
    const record = await startRecord(cluster, { owner, run, action: action.name, parameters, holder: lease.identity });
    const view = await cluster.view(owner.namespace);
    await shown(events, { kind: 'job', name: run, title: action.title }, async (step) => {
      const say = (line: string): void => {
        record.say(secrets.redact(line));
        step(secrets.redact(line));
      };
      const operation = openOperation({ cluster, view, model, run, signal: AbortSignal.any([signal, lease.lost]), now: () => new Date(), say, onWait: step });
      await recorded(record, () => operate(action, operation, parameters));
    }).finally(() => view.close());
  } finally {
    await lease.release();
  }
}

/** The record tells the end even when that is a fault; the fault itself is the caller's. */
async function recorded(record: RunRecord, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (fault) {
    await record.end('failed', fault instanceof Error ? fault.message : String(fault)).catch(() => undefined);
    throw fault;
  }
  await record.end('succeeded', '');
}
