import { copyFrom, defineImage } from 'ccp-core';
import { versions } from '../versions.ts';
import { kubernetesBinaries } from './binaries.ts';

/** kubectl alone, for `ccp kubectl`. Runs as the caller, who owns the kubeconfig. */
export const kubectl = defineImage({
  name: 'kubectl',
  title: 'Command line of Kubernetes',
  version: versions.kubernetes,
  from: 'scratch',
  steps: [copyFrom(kubernetesBinaries, '/kubectl', '/usr/local/bin/kubectl')],
  user: { name: 'nobody', id: 65534 },
  env: { HOME: '/tmp', PATH: '/usr/local/bin' },
  entrypoint: ['/usr/local/bin/kubectl'],
  expectedSeconds: 5,
});
