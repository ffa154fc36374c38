import { defineComponent } from 'ccp-core';
import * as images from './images/index.ts';
import { serviceDefaults } from './service-defaults.ts';
import { settingsSchema } from './settings.ts';

/** Kubernetes from source and the local cluster that is made of it. */
export const component = defineComponent({
  name: 'ccp-installer',
  images: [
    images.goBuilder,
    images.kubernetesBinaries,
    images.etcdBinaries,
    images.cniBinaries,
    images.corednsBinary,
    images.kubeApiserver,
    images.kubeControllerManager,
    images.kubeScheduler,
    images.kubeProxy,
    images.etcd,
    images.coredns,
    images.pause,
    images.node,
    images.registry,
    images.kubectl,
  ],
  section: settingsSchema,
  serviceDefaults,
  tool: async () => (await import('./tool.ts')).tool,
});
