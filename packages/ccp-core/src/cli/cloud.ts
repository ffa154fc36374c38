import type { CloudAccess, CloudSession } from '../definition/index.ts';
import type { ClusterApi } from '../engine/cluster-contract.ts';
import { readSecrets } from '../engine/secrets.ts';
import { identityOf } from './credentials.ts';
import { modelsFor } from './desired.ts';
import type { Session } from './session.ts';
import { toolContext, type LoadedTool, type ToolSurroundings } from './tools.ts';

/** How the cloud's APIs are reached, where it is not as everybody does. */
export interface CloudOptions {
  /** Default: the public endpoint of the environment. */
  readonly authUrl?: string | undefined;
  /** Default: false. */
  readonly insecure?: boolean;
  /** PEM text. */
  readonly caCertificate?: string | undefined;
}

/** The environment whose cloud is opened. */
export interface CloudPlace {
  readonly session: Session;
  readonly surroundings: ToolSurroundings;
  tools(): Promise<readonly LoadedTool[]>;
}

/** Logs in as administrator. Undefined when no service provides identity. Throws VERIFY_FAILED when Keystone does not answer, NOT_DEPLOYED when there is no password yet. */
export async function openCloud(place: CloudPlace, cluster: ClusterApi, options: CloudOptions = {}): Promise<CloudSession | undefined> {
  const { session, surroundings } = place;
  const identity = identityOf(modelsFor(session, await cluster.nodes()));
  const provider = (await place.tools()).find(({ module }) => module.cloud !== undefined);
  if (identity === undefined || provider?.module.cloud === undefined) return undefined;
  const secrets = await readSecrets(cluster, session.configuration.namespace);
  const { admin, publicUrl } = identity;
  const access: CloudAccess = {
    identityUrl: options.authUrl ?? publicUrl,
    adminUser: admin.user,
    adminProject: admin.project,
    adminDomain: admin.domain,
    adminPassword: () => secrets.value(admin.password.name),
    insecure: options.insecure ?? false,
    ...(options.caCertificate === undefined ? {} : { caCertificate: options.caCertificate }),
  };
  return provider.module.cloud(toolContext(surroundings, provider.section), access);
}
