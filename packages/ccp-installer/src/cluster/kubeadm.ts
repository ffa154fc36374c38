import { stringify } from 'yaml';
import { versions } from '../versions.ts';
import { controlPlane, podNetwork, serviceNetwork, type ClusterPlan, type NodePlan } from './plan.ts';

/** Prefix of the names under which the nodes hold the control-plane images. */
export const imageRepository = 'ccp.local/k8s';

/** Where the configuration lies inside a node while kubeadm runs; memory, for it holds a token. */
export const kubeadmConfigPath = '/run/ccp/kubeadm.yaml';

/** Folder of patches for what kubeadm makes itself. */
export const patchesDirectory = '/run/ccp/patches';

/** The kubeconfig that a joining node trusts. */
export const discoveryPath = '/run/ccp/discovery.yaml';

const criSocket = 'unix:///run/containerd/containerd.sock';

type Plain = Readonly<Record<string, unknown>>;

/** Renders the configuration of `kubeadm init` (v1beta4) for the control plane. `token` is the bootstrap token. */
export function renderInit(plan: ClusterPlan, token: string): string {
  const node = controlPlane(plan);
  const documents: Plain[] = [
    {
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'InitConfiguration',
      bootstrapTokens: [{ token, ttl: '2h0m0s' }],
      localAPIEndpoint: { advertiseAddress: node.address, bindPort: 6443 },
      nodeRegistration: registration(node),
      patches: { directory: patchesDirectory },
    },
    clusterConfiguration(plan, node),
    kubeletConfiguration,
    kubeProxyConfiguration,
  ];
  return render(documents);
}

/** Renders the configuration of `kubeadm join` for a worker. Discovery by file: no wait for a signed ConfigMap. */
export function renderJoin(node: NodePlan, token: string): string {
  return render([
    {
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'JoinConfiguration',
      discovery: { file: { kubeConfigPath: discoveryPath }, tlsBootstrapToken: token },
      nodeRegistration: registration(node),
    },
  ]);
}

/** Renders the kubeconfig that a joining node gets: the authority, the address, and the bootstrap token as its user. */
export function renderDiscovery(plan: ClusterPlan, certificateAuthority: string, token: string): string {
  return render([
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: plan.name,
          cluster: { server: `https://${controlPlane(plan).address}:6443`, 'certificate-authority-data': certificateAuthority },
        },
      ],
      users: [{ name: 'bootstrap', user: { token } }],
      contexts: [{ name: 'bootstrap', context: { cluster: plan.name, user: 'bootstrap' } }],
      'current-context': 'bootstrap',
    },
  ]);
}

/** Patch of the CoreDNS Deployment: one replica until other nodes have joined; asked every second, for the default costs 9 s at creation. */
export function renderCorednsPatch(): string {
  const container = { name: 'coredns', readinessProbe: { periodSeconds: 1, failureThreshold: 10, timeoutSeconds: 5 } };
  return render([{ spec: { replicas: 1, template: { spec: { containers: [container] } } } }]);
}

function registration(node: NodePlan): Plain {
  return {
    name: node.name,
    criSocket,
    imagePullPolicy: 'IfNotPresent',
    // The control plane runs pods too.
    taints: [],
    kubeletExtraArgs: [{ name: 'node-ip', value: node.address }],
  };
}

function clusterConfiguration(plan: ClusterPlan, node: NodePlan): Plain {
  // One control plane has nobody to elect against; the lease would cost seconds at each start.
  const alone = [{ name: 'leader-elect', value: 'false' }];
  return {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'ClusterConfiguration',
    kubernetesVersion: `v${versions.kubernetes}`,
    clusterName: plan.name,
    imageRepository,
    controlPlaneEndpoint: `${node.address}:6443`,
    encryptionAlgorithm: 'ECDSA-P256',
    // Ten years, as the authority's own: nothing here renews them after kubeadm's one year.
    certificateValidityPeriod: '87600h0m0s',
    // No podSubnet: the node decides its range itself, before it joins.
    networking: { serviceSubnet: serviceNetwork, dnsDomain: 'cluster.local' },
    apiServer: { certSANs: ['localhost', '127.0.0.1', node.address] },
    controllerManager: {
      extraArgs: [
        // With the defaults (20, 30) its own start is throttled for seconds.
        { name: 'kube-api-qps', value: '300' },
        { name: 'kube-api-burst', value: '600' },
        { name: 'node-monitor-grace-period', value: '20s' },
        ...alone,
      ],
    },
    scheduler: { extraArgs: alone },
    etcd: { local: { dataDir: '/var/lib/etcd', extraArgs: etcdArguments(plan) } },
  };
}

function etcdArguments(plan: ClusterPlan): readonly Plain[] {
  return [
    { name: 'quota-backend-bytes', value: String(4 * 1024 ** 3) },
    ...(plan.unsafeNoFsync ? [{ name: 'unsafe-no-fsync', value: 'true' }] : []),
  ];
}

const never = '0%';

const kubeletConfiguration: Plain = {
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  cgroupDriver: 'cgroupfs',
  // A root of our own, so that the node's own processes are not in the pods' group; node-init makes it on cgroup v1.
  cgroupRoot: '/kubelet',
  failCgroupV1: false,
  failSwapOn: false,
  maxPods: 250,
  resolvConf: '/run/ccp-node/resolv.conf',
  serializeImagePulls: false,
  maxParallelImagePulls: 4,
  // The disk is the host's: its fill level is no reason to evict pods or to drop images that were loaded once.
  evictionHard: { 'imagefs.available': never, 'imagefs.inodesFree': never, 'nodefs.available': never, 'nodefs.inodesFree': never },
  imageGCHighThresholdPercent: 100,
  nodeStatusUpdateFrequency: '5s',
};

const kubeProxyConfiguration: Plain = {
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  mode: 'nftables',
  clusterCIDR: podNetwork,
  // The table of connections is sized by the host; a container may not change it.
  conntrack: { maxPerCore: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
};

function render(documents: readonly Plain[]): string {
  return documents.map((document) => stringify(document, { lineWidth: 0 })).join('---\n');
}
