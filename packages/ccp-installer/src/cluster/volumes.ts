import { z } from 'zod';
import { clusterLabel } from '../docker/labels.ts';

/** The storage class of local clusters; the default one. */
export const storageClassName = 'ccp-local';

/** Folder of the volumes on every node. */
export const volumesDirectory = '/var/lib/ccp/volumes';

/** What each volume promises. Nothing enforces it: all volumes share the node's disk. */
const capacity = '20Gi';

/** The fields of PersistentVolumes that matter here. */
export const volumesSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
      spec: z.object({ claimRef: z.object({ namespace: z.string(), name: z.string() }).optional() }).default({}),
      status: z.object({ phase: z.string().default('Pending') }).default({ phase: 'Pending' }),
    }),
  ),
});

/** A volume of a node, with a number that was never used before on that node. */
export interface LocalVolume {
  readonly node: string;
  readonly number: number;
}

/** Label of a volume: the node that it lives on. */
export const nodeLabel = 'ccp.io/node';

/**
 * Pure: the volumes to make, so that every node offers `perNode` ones that are bound or free. A volume whose claim was
 * deleted is never offered again; a new one takes its place.
 */
export function volumesToMake(cluster: string, nodes: readonly string[], perNode: number, existing: z.output<typeof volumesSchema>): LocalVolume[] {
  return nodes.flatMap((node) => {
    const own = existing.items.filter(({ metadata: { labels } }) => labels[clusterLabel] === cluster && labels[nodeLabel] === node);
    const usable = own.filter(({ status }) => !isLeft(status.phase)).length;
    const last = Math.max(0, ...own.map(({ metadata: { name } }) => numberOf(name)));
    return Array.from({ length: Math.max(0, perNode - usable) }, (_, i) => ({ node, number: last + i + 1 }));
  });
}

/** Pure: the volumes of these nodes whose claim was deleted: their data goes before their place is taken. */
export function volumesToWipe(cluster: string, nodes: readonly string[], existing: z.output<typeof volumesSchema>): LocalVolume[] {
  return nodes.flatMap((node) =>
    existing.items
      .filter(({ metadata: { labels }, status }) => labels[clusterLabel] === cluster && labels[nodeLabel] === node && isLeft(status.phase))
      .map(({ metadata: { name } }) => ({ node, number: numberOf(name) })),
  );
}

/** Phases of a volume whose claim was deleted. */
function isLeft(phase: string): boolean {
  return phase === 'Released' || phase === 'Failed';
}

function numberOf(name: string): number {
  return Number(name.slice(name.lastIndexOf('-') + 1));
}

/** Pure: the manifest of the storage class. Nothing makes volumes on demand; a claim is bound where its pod runs. */
export function storageClass(): object {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: storageClassName, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
    reclaimPolicy: 'Retain',
  };
}

/** Name of a volume. */
export function volumeName({ node, number }: LocalVolume): string {
  return `${node}-${number}`;
}

/** Folder of a volume on its node. */
export function volumePath({ number }: LocalVolume): string {
  return `${volumesDirectory}/${number}`;
}

/** Pure: the manifest of a volume. */
export function persistentVolume(cluster: string, volume: LocalVolume): object {
  const { node } = volume;
  const onNode = { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeName(volume), labels: { [clusterLabel]: cluster, [nodeLabel]: node } },
    spec: {
      capacity: { storage: capacity },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName,
      volumeMode: 'Filesystem',
      local: { path: volumePath(volume) },
      nodeAffinity: { required: { nodeSelectorTerms: [onNode] } },
    },
  };
}
