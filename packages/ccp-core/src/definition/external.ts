import { defineService, type ExternalPlace, type ServiceDefinition, type ServiceSpec } from './service.ts';

/** How a service that runs outside the cluster is written. It has no pods: jobs that it contributes to its consumers bring their own image. */
export interface ExternalServiceSpec<C> extends Pick<ServiceSpec<C>, 'name' | 'title' | 'image' | 'config' | 'provides' | 'ports' | 'secrets' | 'configSecrets' | 'instantiate'> {
  readonly external: (context: { readonly config: C }) => ExternalPlace;
}

/**
 * Declares a service that somebody else runs. In the cluster it is a Service under its own name that leads to the place outside,
 * so consumers reach it at `<service>.<namespace>.svc` as any other.
 */
export function defineExternalService<C>(spec: ExternalServiceSpec<C>): ServiceDefinition<C> {
  return defineService<C>({
    ...spec,
    kind: 'External',
    daemon: () => {
      throw new Error(`${spec.name} runs outside the cluster`);
    },
    availability: { replicas: 0 },
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
  });
}
