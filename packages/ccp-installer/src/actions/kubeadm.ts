import { CcpError } from 'ccp-core';
import { z } from 'zod';
import { controlPlane, type NodePlan } from '../cluster/plan.ts';
import { discoveryPath, kubeadmConfigPath, patchesDirectory, renderCorednsPatch, renderDiscovery, renderInit, renderJoin } from '../cluster/kubeadm.ts';
import { joinedMarker } from '../cluster/state.ts';
import { newToken } from '../cluster/token.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { containerLog } from '../docker/container.ts';
import { execIn, execOrFail, lastLines, quote } from '../docker/exec.ts';
import { writeFileIn } from '../docker/write-file.ts';
import { changeApi, getJson } from '../kubernetes/api.ts';
import { certificateAuthority } from '../kubernetes/kubeconfig.ts';
import type { Action } from './action.ts';
import { adminConf, requireAccess } from './kubeconfig.ts';
import { hasJoined } from './node-container.ts';
import { forgetFormerNode } from './remove-node.ts';

/** Makes the control plane with `kubeadm init`. */
export function initControlPlane(node: NodePlan): Action {
  return {
    name: 'kubeadm init',
    title: `control plane on ${node.name}`,
    expectedSeconds: 12,
    done: ({ docker }) => hasJoined(docker, node),
    run: async (work) => {
      const token = newToken();
      await writeFileIn(work, node.name, kubeadmConfigPath, renderInit(work.plan, token));
      await writeFileIn(work, node.name, `${patchesDirectory}/corednsdeployment+strategic.yaml`, renderCorednsPatch());
      // Its checks are for machines: swap, kernel modules, a service manager.
      const flags = ['--ignore-preflight-errors=all', '--skip-phases=preflight,show-join-command'];
      await kubeadm(work, node, ['init', '--config', kubeadmConfigPath, ...flags], token);
      await markJoined(work, node);
    },
  };
}

/** Makes a worker join with `kubeadm join`, by a token of its own. */
export function joinWorker(node: NodePlan): Action {
  return {
    name: `kubeadm join ${node.name}`,
    title: `worker ${node.name}`,
    expectedSeconds: 5,
    done: ({ docker }) => hasJoined(docker, node),
    run: async (work) => {
      const { docker, plan, signal } = work;
      const first = controlPlane(plan).name;
      // The container and its disk are new: what is left of a former node would be taken for this one.
      await forgetFormerNode(work, await requireAccess(work), node.name);
      const token = (await execOrFail(docker, first, ['kubeadm', 'token', 'create', '--ttl', '2h'], { signal })).trim();
      const authority = certificateAuthority(await execOrFail(docker, first, ['cat', adminConf], { signal }));
      await writeFileIn(work, node.name, discoveryPath, renderDiscovery(plan, authority, token));
      await writeFileIn(work, node.name, kubeadmConfigPath, renderJoin(node, token));
      await kubeadm(work, node, ['join', '--config', kubeadmConfigPath, '--skip-phases=preflight'], token);
      await markJoined(work, node);
    },
  };
}

/** Deletes every bootstrap token: nobody can join with one that was seen. */
export const revokeTokens: Action = {
  name: 'revoke tokens',
  title: 'bootstrap tokens are deleted',
  expectedSeconds: 1,
  done: async (work) => {
    const tokens = listSchema.safeParse(await getJson(await requireAccess(work), tokensPath, work.signal));
    return tokens.success && tokens.data.items.length === 0;
  },
  run: async (work) => changeApi(await requireAccess(work), { method: 'DELETE', path: tokensPath }, [], work.signal),
};

const tokensPath = `/api/v1/namespaces/kube-system/secrets?fieldSelector=${encodeURIComponent('type=bootstrap.kubernetes.io/token')}`;

const listSchema = z.object({ items: z.array(z.unknown()) });

async function kubeadm(work: ClusterWork, { name }: NodePlan, words: readonly string[], token: string): Promise<void> {
  const { docker, signal } = work;
  const { exitCode, stdout, stderr } = await execIn(docker, name, ['kubeadm', ...words], { signal });
  if (exitCode === 0) return;
  const shown = (lines: readonly string[]): string[] => lines.map((line) => line.replaceAll(token, '<token>'));
  throw new CcpError('CLUSTER_FAILED', `kubeadm ${words[0]} failed on ${name} with exit code ${exitCode}.`, {
    where: { object: `container ${name}` },
    evidence: [
      `$ docker exec ${name} kubeadm ${words.map(quote).join(' ')}`,
      ...shown(lastLines(`${stdout}\n${stderr}`, 40)),
      `$ docker logs --tail 20 ${name}`,
      ...shown(await containerLog(docker, name, 20)),
    ],
    hint: 'Run the command again: the node is made anew.',
  });
}

async function markJoined({ docker, signal }: ClusterWork, { name }: NodePlan): Promise<void> {
  await execOrFail(docker, name, ['sh', '-euc', 'rm -rf /run/ccp; touch "$1"', 'sh', joinedMarker], { signal });
}
