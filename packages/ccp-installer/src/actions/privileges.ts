import { CcpError } from 'ccp-core';
import type Docker from 'dockerode';
import { nextPrivileges, privileged, privilegeOptions, type Privileges } from '../cluster/privileges.ts';
import { engineMessage } from '../docker/connect.ts';
import { labelsOf } from '../docker/labels.ts';

/**
 * Finds out by trying what this engine lets a node container have. Throws CLUSTER_FAILED with the engine's words
 * when nothing that a node can live with is allowed.
 */
export async function probePrivileges(docker: Docker, cluster: string, image: string): Promise<Privileges> {
  let tried: Privileges = privileged;
  for (;;) {
    const refusal = await tryToRun(docker, cluster, image, tried);
    if (refusal === undefined) return tried;
    const next = nextPrivileges(tried, refusal);
    if (next === undefined) {
      throw new CcpError('CLUSTER_FAILED', 'The Docker engine does not let a container be a Kubernetes node.', {
        evidence: [refusal],
        hint: 'Use an engine that allows --privileged, or an existing cluster with kubernetes.kubeconfig.',
      });
    }
    tried = next;
  }
}

/** The engine's words when it refuses; undefined when the container ran. */
async function tryToRun(docker: Docker, cluster: string, image: string, privileges: Privileges): Promise<string | undefined> {
  let container: Docker.Container | undefined;
  try {
    container = await docker.createContainer({
      Image: image,
      Entrypoint: ['/bin/true'],
      Labels: labelsOf(cluster, 'probe'),
      HostConfig: { ...privilegeOptions(privileges), NetworkMode: 'none' },
    });
    await container.start();
    return undefined;
  } catch (fault) {
    return engineMessage(fault);
  } finally {
    await container?.remove({ force: true, v: true });
  }
}
