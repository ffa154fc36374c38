import { CcpError, shown } from 'ccp-core';
import { volumesSchema } from '../cluster/volumes.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { ifThere } from '../docker/connect.ts';
import { removeOwnContainer, removeOwnVolume } from '../docker/own-parts.ts';
import { changeApi, getJson } from '../kubernetes/api.ts';
import type { ApiAccess } from '../kubernetes/kubeconfig.ts';
import { removalMark } from '../kubernetes/removal-mark.ts';
import { drainedPodsSchema, podsToEvict, volumesOfNode, type NodeVolume } from '../kubernetes/removal.ts';
import { drainNode, podsPath } from './drain.ts';
import { requireAccess } from './kubeconfig.ts';
import { hasJoined } from './node-container.ts';
import { agentsOnNode, openResidents, type Residents } from './residents.ts';

/** Status of a DELETE of what does not exist. */
const absent = 404;

const lossHint = 'Move or back up what is named and delete it (with the cloud running: see ccp status), or add --force to remove it with the node.';

/**
 * Removes workers with everything on them, one after the other: drained, then container, what the cloud knows of it, claims (only with
 * `force`), volumes, node object. `force`: claims that hold data there and instances go too, and pods that may not leave are ended. An
 * interrupted removal is continued by the same call, or undone by bringing the cluster up while the container still exists, which ends it once
 * that is gone. Throws NODE_IN_USE before anything is changed when a claim holds data on one of them, or the cloud has something there, and when
 * pods do not leave in time.
 */
export async function removeNodes(work: ClusterWork, nodes: readonly string[], { force }: { readonly force: boolean }): Promise<void> {
  const access = await requireAccess(work);
  const residents = await openResidents({ ...work, agentsOn: (node, agent) => agentsOnNode(access, node, agent, work.signal) }, nodes);
  if (!force) await refuseWhenInUse(work, access, nodes, residents.evidence);
  else for (const text of residents.warnings) work.context.events({ type: 'message', level: 'warning', text });
  for (const node of nodes) {
    await shown(work.context.events, { kind: 'cluster', name: `remove ${node}`, title: `remove the node ${node}`, expectedSeconds: 30 }, async (step) => {
      await markRemoval(work, access, node, { force });
      if (force) await residents.end(node);
      if (await runs(work, node)) await leave(work, access, { node, force, step });
      if (!force) await refuseWhenSomethingCame(residents, node, step);
      step('removing its container');
      await removeOwnContainer(work.docker, work.plan.name, node);
      step('letting the cloud forget it');
      await residents.forget(node, step);
      await forgetNode(work, access, node, { force });
    });
  }
}

/** Lets no further pod onto the node, and tells whoever ends the removal how it was begun. Kubernetes may not know the node: kubeadm did not finish there. */
async function markRemoval({ signal }: ClusterWork, access: ApiAccess, node: string, how: { readonly force: boolean }): Promise<void> {
  const body = { metadata: { annotations: removalMark(how) }, spec: { unschedulable: true } };
  await changeApi(access, { method: 'PATCH', path: `/api/v1/nodes/${node}`, body }, [absent], signal);
}

/** Nothing runs on a node whose container is stopped or half made, and nothing there would answer. */
async function runs({ docker, plan }: ClusterWork, name: string): Promise<boolean> {
  const node = plan.nodes.find((item) => item.name === name);
  const container = await ifThere(docker.getContainer(name).inspect());
  return node !== undefined && container?.State.Running === true && (await hasJoined(docker, node));
}

async function leave(work: ClusterWork, access: ApiAccess, { node, force, step }: { readonly node: string; readonly force: boolean; readonly step: (text: string) => void }): Promise<void> {
  try {
    await drainNode(work, { access, node, step });
  } catch (fault) {
    if (!(force && fault instanceof CcpError && fault.code === 'NODE_IN_USE')) throw fault;
    work.context.events({ type: 'message', level: 'warning', text: [`${fault.message} They are ended:`, ...fault.evidence].join('\n') });
  }
}

/** Removes what the cluster knows of a node whose container is gone, and its disk. With a claim bound there, only with `force`. */
export async function forgetNode(work: ClusterWork, access: ApiAccess, node: string, how: { readonly force: boolean }): Promise<void> {
  if (await forgetVolumesAndNode(work, access, node, how)) await removeOwnVolume(work.docker, work.plan.name, `${node}-var`);
}

/**
 * Removes what the cluster still knows of a former node whose name a new one takes, with an empty disk: volumes with their claims, whose data is gone,
 * and pods, which would wait for it. Warns of each claim.
 */
export async function forgetFormerNode(work: ClusterWork, access: ApiAccess, node: string): Promise<void> {
  const { context, signal } = work;
  const held = (await readVolumes(work, access, node)).flatMap((volume) => describeClaim(node, volume));
  if (held.length > 0) context.events({ type: 'message', level: 'warning', text: [`The disk of the former node ${node} is gone. Claims that held data there are removed:`, ...held].join('\n') });
  await forgetVolumesAndNode(work, access, node, { force: true });
  const pods = drainedPodsSchema.safeParse(await getJson(access, podsPath(node), signal));
  if (!pods.success) throw new CcpError('CLUSTER_FAILED', `The Kubernetes API does not tell which pods the former node ${node} had.`, { hint: 'Run the command again.' });
  // Without a grace period: no kubelet is left that would confirm that they have ended.
  for (const { metadata } of podsToEvict(pods.data)) {
    await changeApi(access, { method: 'DELETE', path: `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}?gracePeriodSeconds=0` }, [absent], signal);
  }
}

/** Returns whether nothing that is bound to a claim was left. */
async function forgetVolumesAndNode(work: ClusterWork, access: ApiAccess, node: string, { force }: { readonly force: boolean }): Promise<boolean> {
  const { signal } = work;
  const remove = (path: string): Promise<void> => changeApi(access, { method: 'DELETE', path }, [absent], signal);
  const volumes = await readVolumes(work, access, node);
  const going = volumes.filter(({ claim }) => claim === undefined || force);
  for (const { claim } of going) if (claim !== undefined) await remove(`/api/v1/namespaces/${claim.namespace}/persistentvolumeclaims/${claim.name}`);
  for (const { name } of going) await remove(`/api/v1/persistentvolumes/${name}`);
  await remove(`/api/v1/nodes/${node}`);
  return going.length === volumes.length;
}

async function refuseWhenInUse(work: ClusterWork, access: ApiAccess, nodes: readonly string[], residents: readonly string[]): Promise<void> {
  const held = await Promise.all(nodes.map(async (node) => (await readVolumes(work, access, node)).flatMap((volume) => describeClaim(node, volume))));
  const evidence = [...held.flat(), ...residents];
  if (evidence.length === 0) return;
  throw new CcpError('NODE_IN_USE', `${nodes.length === 1 ? `The node ${nodes[0]} holds` : 'The nodes hold'} what would be lost.`, { evidence, hint: lossHint });
}

/** While pods left, Nova may have started an instance there. */
async function refuseWhenSomethingCame(residents: Residents, node: string, step: (text: string) => void): Promise<void> {
  const evidence = await residents.come(node, step);
  if (evidence.length > 0) throw new CcpError('NODE_IN_USE', `Something came to the node ${node} while its pods left.`, { evidence, hint: `Nothing was removed. ${lossHint}` });
}

function describeClaim(node: string, { name, claim }: NodeVolume): string[] {
  return claim === undefined ? [] : [`claim ${claim.namespace}/${claim.name} is bound to the volume ${name} on ${node}`];
}

async function readVolumes({ plan, signal }: ClusterWork, access: ApiAccess, node: string): Promise<NodeVolume[]> {
  const existing = volumesSchema.safeParse(await getJson(access, '/api/v1/persistentvolumes', signal));
  if (existing.success) return volumesOfNode(plan.name, node, existing.data);
  throw new CcpError('CLUSTER_FAILED', 'The Kubernetes API does not answer, so it is not known what the node holds.', { hint: 'Start the cluster with `ccp cluster start` first.' });
}
