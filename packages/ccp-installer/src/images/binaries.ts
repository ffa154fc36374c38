import { versions } from '../versions.ts';
import { goPrograms } from './go-programs.ts';

const [kubernetesMajor, kubernetesMinor] = versions.kubernetes.split('.') as [string, string, string];
const kubernetesVersion = 'k8s.io/component-base/version';

/** Kubernetes' seven programs. One compilation: they share nearly all packages. */
export const kubernetesBinaries = goPrograms({
  name: 'kubernetes-binaries',
  title: 'Programs of Kubernetes, compiled',
  version: versions.kubernetes,
  module: 'kubernetes',
  build: ['go build -ldflags "$LDFLAGS" -o /out/ tool'],
  // Without them kubeadm and the kubelet take themselves for an unreleased version.
  set: {
    [`${kubernetesVersion}.gitVersion`]: `v${versions.kubernetes}`,
    [`${kubernetesVersion}.gitMajor`]: kubernetesMajor,
    [`${kubernetesVersion}.gitMinor`]: kubernetesMinor,
    [`${kubernetesVersion}.gitTreeState`]: 'clean',
  },
  expectedSeconds: 600,
});

/** etcd and etcdctl. */
export const etcdBinaries = goPrograms({
  name: 'etcd-binaries',
  title: 'etcd and etcdctl, compiled',
  version: versions.etcd,
  module: 'etcd',
  build: [
    'go build -ldflags "$LDFLAGS" -o /out/etcd go.etcd.io/etcd/server/v3',
    'go build -ldflags "$LDFLAGS" -o /out/etcdctl go.etcd.io/etcd/etcdctl/v3',
  ],
  expectedSeconds: 60,
});

/** Plugins that the pod network of a local cluster needs. */
export const cniBinaries = goPrograms({
  name: 'cni-binaries',
  title: 'CNI plugins, compiled',
  version: versions.cni,
  module: 'cni',
  build: ['go build -ldflags "$LDFLAGS" -o /out/ tool'],
  set: { 'github.com/containernetworking/plugins/pkg/utils/buildversion.BuildVersion': `v${versions.cni}` },
  expectedSeconds: 20,
});

/** CoreDNS with the plugins of a cluster made by kubeadm. */
export const corednsBinary = goPrograms({
  name: 'coredns-binary',
  title: 'CoreDNS, compiled',
  version: versions.coredns,
  module: 'coredns',
  build: ['go build -ldflags "$LDFLAGS" -o /out/coredns .'],
  expectedSeconds: 120,
});
