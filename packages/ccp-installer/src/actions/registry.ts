import type Docker from 'dockerode';
import type { ClusterPlan } from '../cluster/plan.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { boundedLog, removeContainer, startContainer } from '../docker/container.ts';
import { labelsOf, registryVolume } from '../docker/labels.ts';
import { inspectOwn } from '../docker/own-parts.ts';
import { registry as registryImage, registryData } from '../images/index.ts';
import type { Action } from './action.ts';

/**
 * Makes or starts the registry that the nodes pull from; its content is a volume that outlives the cluster. One that was made with another port or
 * address, which may change until the control plane is finished, is made anew.
 */
export const startRegistry: Action = {
  name: 'registry',
  title: 'registry of the cluster',
  expectedSeconds: 2,
  done: async ({ docker, plan }) => {
    const found = await inspectOwn(docker, plan.name, plan.registry.container);
    return found?.State.Running === true && isAsPlanned(plan, found);
  },
  run: async (work) => {
    const { docker, plan } = work;
    const { container } = plan.registry;
    const found = await inspectOwn(docker, plan.name, container);
    if (found === undefined || found.State.Status === 'created' || !isAsPlanned(plan, found)) {
      // A container that never started may lack its network or port.
      await removeContainer(docker, container);
      await docker.createVolume(registryVolume);
      await docker.createContainer(await registryOptions(work));
    }
    await startContainer(docker, container);
  },
};

/** Whether a registry has the port and the place in the network that the plan says. */
function isAsPlanned({ name, registry: { address, port } }: ClusterPlan, { HostConfig, NetworkSettings }: Docker.ContainerInspectInfo): boolean {
  const bindings = HostConfig.PortBindings as Readonly<Record<string, readonly { readonly HostPort: string }[]>> | null;
  const network = NetworkSettings.Networks[name] as { readonly IPAMConfig?: { readonly IPv4Address?: string } | null } | undefined;
  return bindings?.[registryPort]?.[0]?.HostPort === String(port) && network?.IPAMConfig?.IPv4Address === address;
}

/** Where the registry listens in its container. */
const registryPort = '5000/tcp';

async function registryOptions({ context, plan }: ClusterWork): Promise<Docker.ContainerCreateOptions> {
  const { container, address, port } = plan.registry;
  return {
    name: container,
    Hostname: container,
    Image: await context.imageReference(registryImage),
    Labels: labelsOf(plan.name, 'registry'),
    ExposedPorts: { [registryPort]: {} },
    HostConfig: {
      NetworkMode: plan.name,
      PortBindings: { [registryPort]: [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
      Mounts: [{ Type: 'volume', Source: registryVolume.Name, Target: registryData }],
      RestartPolicy: { Name: 'unless-stopped' },
      LogConfig: boundedLog,
    },
    NetworkingConfig: { EndpointsConfig: { [plan.name]: { IPAMConfig: { IPv4Address: address }, Aliases: ['registry'] } } },
  };
}
