import { environmentLabel } from '../render/index.ts';
import type { ClusterApi, LiveObject, ObjectRef } from './cluster-contract.ts';

/** Whether every check has succeeded since the environment was last changed. */
export interface VerificationMark {
  isSet(): Promise<boolean>;
  clear(): Promise<void>;
  /** To be called before the checks; what it returns sets the mark after them, unless it was cleared in the meantime. */
  begin(): Promise<() => Promise<void>>;
}

/** The mark as it is kept. */
interface Marked extends LiveObject {
  readonly data?: { readonly state?: 'verifying' | 'verified' };
}

/**
 * The mark of the environment in a namespace: a ConfigMap of its own there. So it is as old as what it speaks of, ends with it, and is seen from every host.
 * While checks run it says so, and another deploy takes it away with that.
 */
export function verificationMark(cluster: ClusterApi, environment: string, namespace: string): VerificationMark {
  const ref: ObjectRef = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ccp-verified', namespace } };
  const labels = { 'app.kubernetes.io/managed-by': 'ccp', [environmentLabel]: environment };
  return {
    isSet: async () => ((await cluster.get(ref)) as Marked | undefined)?.data?.state === 'verified',
    clear: () => cluster.remove(ref),
    begin: async () => {
      await cluster.remove(ref);
      await cluster.create({ ...ref, metadata: { ...ref.metadata, labels }, data: { state: 'verifying' } });
      const begun = await cluster.get(ref);
      return async () => void (begun !== undefined && (await cluster.replace({ ...begun, data: { state: 'verified' } })));
    },
  };
}
