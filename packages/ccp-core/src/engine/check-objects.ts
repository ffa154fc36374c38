import { CcpError, throwAll } from '../diagnostics/index.ts';
import type { KubeObject } from '../render/index.ts';
import type { ClusterApi } from './cluster-contract.ts';
import type { LiveState } from './live-state.ts';
import type { SecretStore } from './secrets.ts';

/** A namespace that every cluster has. */
const standIn = 'default';

/**
 * Asks the server what would come of applying `objects`, and changes nothing. While the namespace does not exist they are checked as if
 * they were to go into the namespace `default`. Returns how many were accepted; throws CLUSTER_REFUSED with all that were not.
 */
export async function checkObjects(cluster: ClusterApi, objects: readonly KubeObject[], live: LiveState, secrets: SecretStore): Promise<number> {
  // What a secret is does not matter to the server, and before the first deploy there is none.
  const lookup = (name: string): string => (secrets.version(name) === 'new' ? 'not-made-yet' : secrets.value(name));
  const results = await Promise.allSettled(objects.map((object) => cluster.apply(live.namespaceExists ? object : elsewhere(object), { dryRun: true, secrets: lookup })));
  const faults = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const other = faults.find((fault) => !(fault instanceof CcpError));
  if (other !== undefined) throw other;
  throwAll(faults as CcpError[]);
  return objects.length;
}

function elsewhere(object: KubeObject): KubeObject {
  return object.metadata.namespace === undefined ? object : { ...object, metadata: { ...object.metadata, namespace: standIn } };
}
