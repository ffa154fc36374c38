import { environmentLabel } from '../render/index.ts';
import type { ClusterApi, ObjectRef } from './cluster-contract.ts';

/** Whether every check has succeeded since the environment was last changed. */
export interface VerificationMark {
  isSet(): Promise<boolean>;
  set(): Promise<void>;
  clear(): Promise<void>;
}

/**
 * The mark of the environment in a namespace: a ConfigMap of its own there. So it is as old as what it speaks of, ends with it, and is seen from every host.
 */
export function verificationMark(cluster: ClusterApi, environment: string, namespace: string): VerificationMark {
  const ref: ObjectRef = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ccp-verified', namespace } };
  const labels = { 'app.kubernetes.io/managed-by': 'ccp', [environmentLabel]: environment };
  return {
    isSet: async () => (await cluster.get(ref)) !== undefined,
    set: async () => void (await cluster.create({ ...ref, metadata: { ...ref.metadata, labels } })),
    clear: () => cluster.remove(ref),
  };
}
