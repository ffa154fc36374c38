import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolContext } from 'ccp-core';
import { controlPlane } from '../cluster/plan.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { execOrFail } from '../docker/exec.ts';
import { get } from '../kubernetes/api.ts';
import { readAccess, rewriteServer, type ApiAccess } from '../kubernetes/kubeconfig.ts';
import { waitUntilNothingIsMissing } from '../wait.ts';
import type { Action } from './action.ts';
import { adminConf } from './kubectl.ts';

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

/** Whether the API server answers that it is ready. */
export async function apiAnswers(work: ClusterWork): Promise<boolean> {
  const access = await hostAccess(work);
  if (access === undefined) return false;
  return get(access, '/readyz', work.signal).then(({ status }) => status === 200, () => false);
}

/** Waits for the API server of a cluster that was started again. Shown only when it does not answer at once. */
export const waitForApi: Action = {
  name: 'api',
  title: 'the Kubernetes API answers',
  expectedSeconds: 6,
  done: apiAnswers,
  run: async (work, step) => {
    const ask = async (): Promise<string[]> => ((await apiAnswers(work)) ? [] : ['the API server does not answer yet']);
    await waitUntilNothingIsMissing(ask, { signal: work.signal, limitSeconds: 120, step });
  },
};
