import type Docker from 'dockerode';
import type { ClusterWork } from '../cluster/work.ts';
import { boundedLog, removeContainer, startContainer } from '../docker/container.ts';
import { labelsOf, registryVolume } from '../docker/labels.ts';
import { inspectOwn } from '../docker/own-parts.ts';
import { registry as registryImage, registryData } from '../images/index.ts';
import type { Action } from './action.ts';

/** Makes or starts the registry that the nodes pull from; its content is a volume that outlives the cluster. */
export const startRegistry: Action = {
  name: 'registry',
  title: 'registry of the cluster',
  expectedSeconds: 2,
  done: async ({ docker, plan }) => (await inspectOwn(docker, plan.name, plan.registry.container))?.State.Running === true,
  run: async (work) => {
    const { docker, plan } = work;
    const { container } = plan.registry;
    const found = await inspectOwn(docker, plan.name, container);
    if (found === undefined || found.State.Status === 'created') {
      // A container that never started may lack its network or port.
      await removeContainer(docker, container);
      await docker.createVolume(registryVolume);
      await docker.createContainer(await registryOptions(work));
    }
    await startContainer(docker, container);
  },
};

async function registryOptions({ context, plan }: ClusterWork): Promise<Docker.ContainerCreateOptions> {
  const { container, address, port } = plan.registry;
  return {
    name: container,
    Hostname: container,
    Image: await context.imageReference(registryImage),
    Labels: labelsOf(plan.name, 'registry'),
    ExposedPorts: { '5000/tcp': {} },
    HostConfig: {
      NetworkMode: plan.name,
      PortBindings: { '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
      Mounts: [{ Type: 'volume', Source: registryVolume.Name, Target: registryData }],
      RestartPolicy: { Name: 'unless-stopped' },
      LogConfig: boundedLog,
    },
    NetworkingConfig: { EndpointsConfig: { [plan.name]: { IPAMConfig: { IPv4Address: address }, Aliases: ['registry'] } } },
  };
}
