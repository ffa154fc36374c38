import { environmentLabel, type KubeObject } from '../render/index.ts';
import type { ClusterApi } from './cluster-contract.ts';
import type { RegistryLogin } from './contracts.ts';
import type { Desired } from './desired.ts';

/** Name of the Secret with which nodes pull the environment's images. */
export const pullSecretName = 'ccp-registry';

/** The same, with service accounts whose pods pull with the Secret, where `wanted`. */
export function withPullSecret(desired: Desired, wanted: boolean): Desired {
  if (!wanted) return desired;
  const named = (object: KubeObject): KubeObject => (object.kind === 'ServiceAccount' ? { ...object, imagePullSecrets: [{ name: pullSecretName }] } : object);
  return { ...desired, services: desired.services.map((service) => ({ ...service, supports: service.supports.map(named) })) };
}

/** A registry and its account. */
export interface PullLogin {
  /** `host:port` as images are named. */
  readonly host: string;
  readonly login: RegistryLogin;
}

/** Makes the Secret say what `wanted` is, or removes it. It is no part of plans: its content is the operator's, not the configuration's. */
export async function ensurePullSecret(cluster: ClusterApi, { environment, namespace }: { readonly environment: string; readonly namespace: string }, wanted: PullLogin | undefined): Promise<void> {
  const metadata = { name: pullSecretName, namespace, labels: { 'app.kubernetes.io/managed-by': 'ccp', [environmentLabel]: environment } };
  const ref = { apiVersion: 'v1', kind: 'Secret', metadata };
  const live = await cluster.get(ref);
  if (wanted === undefined) {
    if (live !== undefined) await cluster.remove(ref);
    return;
  }
  const config = dockerConfig(wanted);
  if (live === undefined) {
    await cluster.create({ ...ref, type: 'kubernetes.io/dockerconfigjson', stringData: { [configKey]: config } });
    return;
  }
  const data = { [configKey]: Buffer.from(config).toString('base64') };
  if ((live['data'] as typeof data | undefined)?.[configKey] !== data[configKey]) await cluster.replace({ ...live, data });
}

/** Key that Kubernetes wants in Secrets of this type. */
const configKey = '.dockerconfigjson';

function dockerConfig({ host, login: { username, password } }: PullLogin): string {
  return JSON.stringify({ auths: { [host]: { username, password, auth: Buffer.from(`${username}:${password}`).toString('base64') } } });
}
