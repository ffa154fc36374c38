import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CcpError, type ToolContext } from 'ccp-core';
import { controlPlane } from '../cluster/plan.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { containerLog } from '../docker/container.ts';
import { execOrFail } from '../docker/exec.ts';
import { callApi } from '../kubernetes/api.ts';
import { readAccess, rewriteServer, type ApiAccess } from '../kubernetes/kubeconfig.ts';
import { waitUntilNothingIsMissing } from '../wait.ts';
import type { Action } from './action.ts';

/** Where kubeadm leaves the administrator's kubeconfig on the control plane. */
export const adminConf = '/etc/kubernetes/admin.conf';

/** Path of the administrator's kubeconfig on the host. */
export function kubeconfigPath({ stateDirectory }: Pick<ToolContext, 'stateDirectory'>): string {
  return join(stateDirectory, 'kubeconfig');
}

/** Writes the administrator's kubeconfig on the host, for the published port; whole or not at all, for the caller alone. */
export const writeKubeconfig: Action = {
  name: 'kubeconfig',
  title: 'kubeconfig on this host',
  expectedSeconds: 1,
  done: async (work) => (await readKubeconfig(work)) === (await renderHostKubeconfig(work)),
  run: async (work) => {
    const path = kubeconfigPath(work.context);
    const draft = `${path}.${randomUUID()}`;
    try {
      await writeFile(draft, await renderHostKubeconfig(work), { mode: 0o600 });
      await rename(draft, path);
    } finally {
      await rm(draft, { force: true });
    }
  },
};

async function renderHostKubeconfig({ docker, plan, signal }: ClusterWork): Promise<string> {
  return rewriteServer(await execOrFail(docker, controlPlane(plan).name, ['cat', adminConf], { signal }), plan.apiPort);
}

async function readKubeconfig({ context }: ClusterWork): Promise<string | undefined> {
  return readFile(kubeconfigPath(context), 'utf8').catch(() => undefined);
}

/** How to reach the API server from the host; undefined before the kubeconfig was written. */
export async function hostAccess(work: ClusterWork): Promise<ApiAccess | undefined> {
  const text = await readKubeconfig(work);
  return text === undefined ? undefined : readAccess(text);
}

/** As {@link hostAccess}, for actions that come after {@link writeKubeconfig}. Throws CLUSTER_FAILED when the file is gone. */
export async function requireAccess(work: ClusterWork): Promise<ApiAccess> {
  const access = await hostAccess(work);
  if (access !== undefined) return access;
  throw new CcpError('CLUSTER_FAILED', 'The kubeconfig of the cluster is gone.', { where: { file: kubeconfigPath(work.context) }, hint: 'Run the command again; it is written anew.' });
}

/** Whether the API server answers that it is ready. */
export async function apiAnswers(work: ClusterWork): Promise<boolean> {
  const access = await hostAccess(work);
  if (access === undefined) return false;
  return callApi(access, { path: '/readyz' }, work.signal).then(({ status }) => status === 200, () => false);
}

/** Waits for the API server of a cluster that was started again. Shown only when it does not answer at once. Throws CLUSTER_FAILED when it does not come up. */
export const waitForApi: Action = {
  name: 'api',
  title: 'the Kubernetes API answers',
  expectedSeconds: 6,
  done: apiAnswers,
  run: async (work, step) => {
    const ask = async (): Promise<string[]> => ((await apiAnswers(work)) ? [] : ['the API server does not answer yet']);
    const left = await waitUntilNothingIsMissing(ask, { signal: work.signal, limitSeconds: apiLimitSeconds, step });
    if (left.length > 0) throw await apiSilent(work);
  },
};

/** Seconds that etcd and the API server may take to come up on a busy host. */
const apiLimitSeconds = 120;

async function apiSilent({ docker, plan }: ClusterWork): Promise<CcpError> {
  const { name } = controlPlane(plan);
  return new CcpError('CLUSTER_FAILED', `The Kubernetes API does not come up within ${apiLimitSeconds} s.`, {
    where: { object: `container ${name}` },
    evidence: [`$ docker logs --tail 30 ${name}`, ...(await containerLog(docker, name, 30))],
    hint: 'Run the command again to go on waiting, or try `ccp cluster stop` and `ccp cluster start`. `ccp cluster down` and `up` make the cluster anew, without its data.',
  });
}
