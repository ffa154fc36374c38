import { z } from 'zod';
import { nodeLabel, type volumesSchema } from '../cluster/volumes.ts';
import { clusterLabel } from '../docker/labels.ts';

/** The fields of a node's pods that draining looks at. */
export const drainedPodsSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        namespace: z.string(),
        annotations: z.record(z.string(), z.string()).default({}),
        ownerReferences: z.array(z.object({ kind: z.string() })).default([]),
        deletionTimestamp: z.string().optional(),
      }),
      status: z.object({ phase: z.string().default('Pending') }),
    }),
  ),
});

/** A pod that must leave a node. */
export type DrainedPod = z.output<typeof drainedPodsSchema>['items'][number];

/** Pure: the pods that must leave before their node goes: not those that belong to the node, nor those that have ended. */
export function podsToEvict({ items }: z.output<typeof drainedPodsSchema>): DrainedPod[] {
  return items.filter(({ metadata, status }) => {
    const ofNode = 'kubernetes.io/config.mirror' in metadata.annotations || metadata.ownerReferences.some(({ kind }) => kind === 'DaemonSet');
    return !ofNode && status.phase !== 'Succeeded' && status.phase !== 'Failed';
  });
}

/** A volume of a node with the claim that holds it. */
export interface NodeVolume {
  readonly name: string;
  /** Undefined when nothing is bound to it. */
  readonly claim: { readonly namespace: string; readonly name: string } | undefined;
}

/** Pure: the volumes that a node of the cluster offers or holds. */
export function volumesOfNode(cluster: string, node: string, { items }: z.output<typeof volumesSchema>): NodeVolume[] {
  return items
    .filter(({ metadata: { labels } }) => labels[clusterLabel] === cluster && labels[nodeLabel] === node)
    .map(({ metadata, spec, status }) => ({ name: metadata.name, claim: status.phase === 'Bound' ? spec.claimRef : undefined }));
}
