import { CcpError } from 'ccp-core';
import type Docker from 'dockerode';
import { nodeEnvironment, type ClusterPlan, type NodePlan } from '../cluster/plan.ts';
import { privilegeOptions, type Privileges } from '../cluster/privileges.ts';
import { joinedMarker } from '../cluster/state.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { ifThere } from '../docker/connect.ts';
import { boundedLog, containerLog, startContainer } from '../docker/container.ts';
import { execIn } from '../docker/exec.ts';
import { labelsOf } from '../docker/labels.ts';
import { removeOwnContainer, removeOwnVolume } from '../docker/own-parts.ts';
import { node as nodeImage } from '../images/index.ts';
import { waitUntilNothingIsMissing } from '../wait.ts';
import type { Action } from './action.ts';
import { probePrivileges } from './privileges.ts';

/** Makes or starts one node container; one that kubeadm did not finish with is made anew. */
export function startNode(node: NodePlan): Action {
  return {
    name: node.name,
    title: `node ${node.name}`,
    expectedSeconds: 3,
    done: async ({ docker }) => (await hasJoined(docker, node)) && (await docker.getContainer(node.name).inspect()).State.Running,
    run: async (work, step) => {
      if (!(await hasJoined(work.docker, node))) await createNode(work, node, step);
      await startContainer(work.docker, node.name);
      step('waiting for containerd');
      await waitForContainerd(work, node);
    },
  };
}

/** Whether the node's container exists and kubeadm has finished in it. */
export async function hasJoined(docker: Docker, { name }: Pick<NodePlan, 'name'>): Promise<boolean> {
  return (await ifThere(docker.getContainer(name).infoArchive({ path: joinedMarker }))) !== undefined;
}

async function createNode(work: ClusterWork, node: NodePlan, step: (text: string) => void): Promise<void> {
  const { docker, plan, context } = work;
  await removeOwnContainer(docker, plan.name, node.name);
  await removeOwnVolume(docker, plan.name, node.volume);
  const image = await context.imageReference(nodeImage);
  step('finding out what the engine allows');
  const privileges = await probePrivileges(docker, plan.name, image);
  step(privileges.kind === 'privileged' ? 'creating' : 'creating with a list of capabilities: the engine refuses --privileged');
  await docker.createVolume({ Name: node.volume, Labels: labelsOf(plan.name) });
  await docker.createContainer(nodeOptions(plan, node, image, privileges));
}

/** dockerode's types lack the option. */
type NodeHostConfig = Docker.HostConfig & { readonly CgroupnsMode: 'private' };

function nodeOptions(plan: ClusterPlan, node: NodePlan, image: string, privileges: Privileges): Docker.ContainerCreateOptions {
  const published = node.role === 'control-plane' ? { '6443/tcp': [{ HostIp: '127.0.0.1', HostPort: String(plan.apiPort) }] } : {};
  const host: NodeHostConfig = {
    ...privilegeOptions(privileges),
    NetworkMode: plan.name,
    CgroupnsMode: 'private',
    PortBindings: published,
    // The overlay of containerd needs a real file system below it; what is mounted at /run must die with a boot.
    Mounts: [{ Type: 'volume', Source: node.volume, Target: '/var' }],
    Tmpfs: { '/run': 'exec', '/tmp': 'exec' },
    RestartPolicy: { Name: 'unless-stopped' },
    LogConfig: boundedLog,
  };
  return {
    name: node.name,
    Hostname: node.name,
    Image: image,
    Env: Object.entries(nodeEnvironment(plan, node)).map(([name, value]) => `${name}=${value}`),
    Labels: labelsOf(plan.name, node.role),
    ExposedPorts: Object.fromEntries(Object.keys(published).map((port) => [port, {}])),
    StopTimeout: stopSeconds,
    HostConfig: host,
    // Certificates and etcd hold the address: it must be the same at every start.
    NetworkingConfig: { EndpointsConfig: { [plan.name]: { IPAMConfig: { IPv4Address: node.address } } } },
  };
}

/** Seconds that a node gets to end its pods in order: 15 for them, the rest for kubelet, etcd and containerd. */
export const stopSeconds = 30;

async function waitForContainerd({ docker, signal }: ClusterWork, { name }: NodePlan): Promise<void> {
  const ask = async (): Promise<string[]> => {
    const running = (await docker.getContainer(name).inspect()).State.Running;
    if (!running) throw await ended(docker, name);
    const { exitCode } = await execIn(docker, name, ['ctr', 'version'], { signal });
    return exitCode === 0 ? [] : ['containerd'];
  };
  const missing = await waitUntilNothingIsMissing(ask, { signal, limitSeconds: 60, step: () => undefined });
  if (missing.length > 0) throw await ended(docker, name);
}

async function ended(docker: Docker, name: string): Promise<CcpError> {
  return new CcpError('CLUSTER_FAILED', `The node container ${name} does not come up.`, {
    where: { object: `container ${name}` },
    evidence: [`$ docker logs --tail 30 ${name}`, ...(await containerLog(docker, name, 30))],
    hint: 'Run the command again; the container is made anew.',
  });
}
