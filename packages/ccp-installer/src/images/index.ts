export { cniBinaries, corednsBinary, etcdBinaries, kubernetesBinaries } from './binaries.ts';
export { coredns } from './coredns.ts';
export { etcd, kubeApiserver, kubeControllerManager, kubeScheduler } from './control-plane.ts';
export { goBuilder } from './go-builder.ts';
export { kubectl } from './kubectl.ts';
export { kubeProxy } from './kube-proxy.ts';
export { node } from './node.ts';
export { pause } from './pause.ts';
export { registry, registryData } from './registry.ts';
