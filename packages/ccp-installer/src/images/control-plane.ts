import { copyFrom, defineImage, type ImageDefinition } from 'ccp-core';
import { versions } from '../versions.ts';
import { etcdBinaries, kubernetesBinaries } from './binaries.ts';

const path = '/usr/local/bin:/usr/bin:/bin';

/** Static pods of kubeadm run as root: keys and kubeconfigs on the node are readable by root alone. */
const staticPod = { reason: 'A static pod of kubeadm reads keys and kubeconfigs of the node that only root may read.' };

function kubernetesProgram(name: string, title: string): ImageDefinition {
  return defineImage({
    name,
    title,
    version: versions.kubernetes,
    from: 'scratch',
    steps: [copyFrom(kubernetesBinaries, `/${name}`, `/usr/local/bin/${name}`)],
    root: staticPod,
    env: { PATH: path },
    entrypoint: [`/usr/local/bin/${name}`],
    expectedSeconds: 5,
  });
}

/** The API server. */
export const kubeApiserver = kubernetesProgram('kube-apiserver', 'API server of Kubernetes');

/** The controllers of Kubernetes' own kinds. */
export const kubeControllerManager = kubernetesProgram('kube-controller-manager', 'Controllers of Kubernetes');

/** The scheduler. */
export const kubeScheduler = kubernetesProgram('kube-scheduler', 'Scheduler of Kubernetes');

/** The store of the API server, with its client. */
export const etcd = defineImage({
  name: 'etcd',
  title: 'etcd, the store of the API server',
  version: versions.etcd,
  from: 'scratch',
  steps: [copyFrom(etcdBinaries, '/', '/usr/local/bin/')],
  root: staticPod,
  env: { PATH: path },
  entrypoint: ['/usr/local/bin/etcd'],
  expectedSeconds: 5,
});
