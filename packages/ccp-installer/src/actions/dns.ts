import { z } from 'zod';
import { dnsReplicas } from '../cluster/plan.ts';
import { changeApi, getJson } from '../kubernetes/api.ts';
import type { Action } from './action.ts';
import { requireAccess } from './kubeconfig.ts';

const path = '/apis/apps/v1/namespaces/kube-system/deployments/coredns';

const deploymentSchema = z.object({ spec: z.object({ replicas: z.number() }) });

/**
 * Lets CoreDNS run on two nodes where there are two. Made with one replica and scaled after the joins: kubeadm's own
 * preference for different nodes then holds, while two replicas made before the joins would both be on the first node.
 */
export const scaleDns: Action = {
  name: 'CoreDNS',
  title: 'CoreDNS on as many nodes as it should be',
  expectedSeconds: 1,
  done: async (work) => {
    const found = deploymentSchema.safeParse(await getJson(await requireAccess(work), path, work.signal));
    return found.success && found.data.spec.replicas === dnsReplicas(work.plan.nodes.length);
  },
  run: async (work) => changeApi(await requireAccess(work), { method: 'PATCH', path, body: { spec: { replicas: dnsReplicas(work.plan.nodes.length) } } }, [], work.signal),
};
