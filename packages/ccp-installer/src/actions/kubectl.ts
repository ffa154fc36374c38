import type { Readable } from 'node:stream';
import { controlPlane } from '../cluster/plan.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { execOrFail } from '../docker/exec.ts';

/** Where kubeadm leaves the administrator's kubeconfig on the control plane. */
export const adminConf = '/etc/kubernetes/admin.conf';

/** Runs kubectl on the control plane as the cluster's administrator; returns what it prints. Throws CLUSTER_FAILED. */
export async function kubectlIn(work: ClusterWork, words: readonly string[], stdin?: string | Readable): Promise<string> {
  const { docker, plan, signal } = work;
  const command = ['kubectl', '--kubeconfig', adminConf, ...words];
  return execOrFail(docker, controlPlane(plan).name, command, { signal, ...(stdin === undefined ? {} : { stdin }) });
}
