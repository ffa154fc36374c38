import type { AuthorizationV1Api, CoreV1Api, KubeConfig, KubernetesObject, KubernetesObjectApi } from '@kubernetes/client-node';
import { CcpError } from '../diagnostics/index.ts';
import { fillSecrets, objectId, type ApplyOptions, type ClusterApi, type ClusterNode, type KubeObject, type LiveObject, type ObjectRef, type Right, type SecretLookup } from '../engine/cluster-contract.ts';
import { execInContainer } from './exec.ts';
import { clusterError, statusOf } from './faults.ts';
import { followLog } from './follow-log.ts';
import { openView } from './view.ts';

/** Where the cluster is. */
export interface ClusterTarget {
  readonly kubeconfig: string;
  readonly context?: string | undefined;
}

type Client = typeof import('@kubernetes/client-node');

/** Connects to the cluster of a kubeconfig. Throws CLUSTER_MISSING when the file cannot be used; the first call shows whether it answers. */
export async function connectCluster(target: ClusterTarget): Promise<ClusterApi> {
  // The client takes a second to import, so it is loaded when a cluster is really used.
  const client = await import('@kubernetes/client-node');
  const config = new client.KubeConfig();
  try {
    config.loadFromFile(target.kubeconfig);
    if (target.context !== undefined) config.setCurrentContext(target.context);
  } catch (cause) {
    throw new CcpError('CLUSTER_MISSING', `cannot use the kubeconfig ${target.kubeconfig}: ${(cause as Error).message}`, { where: { file: target.kubeconfig }, hint: 'Let kubernetes.kubeconfig name a file that can be read, or remove the key: ccp up then makes a local cluster.', cause });
  }
  if (config.getContexts().length === 0) {
    throw new CcpError('CLUSTER_MISSING', `${target.kubeconfig} is no kubeconfig: it names no cluster`, { where: { file: target.kubeconfig }, hint: 'Let kubernetes.kubeconfig name another file, or remove the key: ccp up then makes a local cluster.' });
  }
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) {
    throw new CcpError('CLUSTER_MISSING', `the kubeconfig has no context "${target.context ?? config.getCurrentContext()}"`, { where: { file: target.kubeconfig }, hint: `Set kubernetes.context to one of ${config.getContexts().map((c) => c.name).join(', ')}.` });
  }
  return clusterApi(client, config, server);
}

function clusterApi(client: Client, config: KubeConfig, server: string): ClusterApi {
  const objects = client.KubernetesObjectApi.makeApiClient(config);
  const core = config.makeApiClient(client.CoreV1Api);
  const call = async <T>(doing: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (fault) {
      throw clusterError(fault, doing, server);
    }
  };
  return {
    version: () => call('ask for the version', async () => (await config.makeApiClient(client.VersionApi).getCode()).gitVersion),
    may: (right) => call('ask for rights', () => isAllowed(config.makeApiClient(client.AuthorizationV1Api), right)),
    nodes: () => call('list nodes', () => listNodes(core)),
    labelNode: (name, labels) => call(`label node ${name}`, async () => void (await labelNode(client, objects, name, labels))),
    get: (ref) => call(`read ${objectId(ref)}`, () => unless404(async () => plain(await objects.read(header(ref))))),
    list: (apiVersion, kind, namespace, labels) =>
      call(`list ${kind}`, async () => (await objects.list(apiVersion, kind, namespace, undefined, undefined, undefined, undefined, labels)).items.map((item) => plain({ ...item, apiVersion, kind }))),
    apply: (object, options) => call(`apply ${objectId(object)}`, () => applyObject(client, objects, object, options ?? {})),
    create: (object, secrets) => call(`create ${objectId(object)}`, () => createObject(objects, object, secrets)),
    replace: (object) => call(`change ${objectId(object)}`, () => replaceObject(objects, object)),
    remove: (ref, options) =>
      call(`delete ${objectId(ref)}`, async () => void (await unless404(() => objects.delete(header(ref), undefined, undefined, options?.graceSeconds, undefined, options?.orphan === true ? 'Orphan' : 'Background')))),
    podLog: (namespace, pod, container, options) => call(`read the log of ${pod}/${container}`, () => podLog(core, namespace, pod, container, options)),
    followLog: (namespace, pod, container, onLine, signal, lines) => call(`follow the log of ${pod}/${container}`, () => followLog(config, { namespace, pod, container, lines }, onLine, signal)),
    exec: (namespace, pod, container, command) => call(`run a command in ${pod}/${container}`, () => execInContainer(client, config, { namespace, pod, container }, command)),
    view: (namespace) => call(`watch ${namespace}`, () => openView(client, config, namespace)),
  };
}

async function isAllowed(authorization: AuthorizationV1Api, { verb, group, resource: written, namespace }: Right): Promise<boolean> {
  const [resource = '', subresource] = written.split('/');
  const resourceAttributes = { verb, group, resource, ...(subresource === undefined ? {} : { subresource }), ...(namespace === undefined ? {} : { namespace }) };
  const review = await authorization.createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } });
  return review.status?.allowed === true;
}

/** What the API needs to find an object. */
function header(ref: ObjectRef): KubernetesObject & { metadata: { name: string; namespace: string } } {
  return { apiVersion: ref.apiVersion, kind: ref.kind, metadata: { name: ref.metadata.name, namespace: ref.metadata.namespace ?? '' } };
}

/** Through JSON: the client returns classes with dates, the engine wants data. */
function plain(object: unknown): LiveObject {
  return JSON.parse(JSON.stringify(object)) as LiveObject;
}

async function unless404<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (fault) {
    if (statusOf(fault) === 404) return undefined;
    throw fault;
  }
}

async function listNodes(core: CoreV1Api): Promise<ClusterNode[]> {
  const { items } = await core.listNode();
  return items
    .map((node) => ({
      name: node.metadata?.name ?? '',
      address: node.status?.addresses?.find((address) => address.type === 'InternalIP')?.address ?? '',
      labels: node.metadata?.labels ?? {},
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function labelNode(client: Client, objects: KubernetesObjectApi, name: string, labels: Readonly<Record<string, string | null>>): Promise<unknown> {
  const patch = { apiVersion: 'v1', kind: 'Node', metadata: { name, labels: labels as Record<string, string> } };
  return objects.patch(patch, undefined, undefined, 'ccp', undefined, client.PatchStrategy.MergePatch);
}

async function applyObject(client: Client, objects: KubernetesObjectApi, object: KubeObject, { dryRun, secrets }: ApplyOptions): Promise<LiveObject> {
  const body = fillSecrets(object, secrets) as KubernetesObject;
  const dry = dryRun === true ? 'All' : undefined;
  const serverSide = async (): Promise<LiveObject> => plain(await objects.patch(body, undefined, dry, 'ccp', true, client.PatchStrategy.ServerSideApply));
  try {
    return await serverSide();
  } catch (fault) {
    if (!isDuplicate(fault)) throw fault;
    // Somebody changed the key of a list's item (the number of a port): applied, both would be there. A merge replaces the list.
    const merged = plain(await objects.patch(body, undefined, dry, 'ccp', undefined, client.PatchStrategy.MergePatch));
    return dryRun === true ? merged : serverSide();
  }
}

function isDuplicate(fault: unknown): boolean {
  return statusOf(fault) === 422 && JSON.stringify((fault as { body?: unknown }).body ?? '').includes('Duplicate value');
}

async function createObject(objects: KubernetesObjectApi, object: KubeObject, secrets: SecretLookup | undefined): Promise<boolean> {
  try {
    await objects.create(fillSecrets(object, secrets) as KubernetesObject, undefined, undefined, 'ccp');
    return true;
  } catch (fault) {
    if (statusOf(fault) === 409) return false;
    throw fault;
  }
}

async function replaceObject(objects: KubernetesObjectApi, object: LiveObject): Promise<boolean> {
  try {
    await objects.replace(object as unknown as KubernetesObject, undefined, undefined, 'ccp');
    return true;
  } catch (fault) {
    const status = statusOf(fault);
    if (status === 409 || status === 404) return false;
    throw fault;
  }
}

async function podLog(core: CoreV1Api, namespace: string, pod: string, container: string, options: { lines: number; previous?: boolean }): Promise<string[]> {
  try {
    const text = await core.readNamespacedPodLog({ name: pod, namespace, container, tailLines: options.lines, previous: options.previous ?? false });
    return text.split('\n').filter((line) => line !== '');
  } catch (fault) {
    // The container has not started (400), or the pod is gone.
    if (statusOf(fault) === 400 || statusOf(fault) === 404) return [];
    throw fault;
  }
}
