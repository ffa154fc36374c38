import { isIP } from 'node:net';
import type { ExternalPlace } from '../definition/index.ts';
import { serviceMeta } from './labels.ts';
import { configAnnotations } from './annotations.ts';
import type { ServiceModel } from './model.ts';
import type { KubeObject } from './object.ts';

/** Value of `endpointslice.kubernetes.io/managed-by` of slices that ccp makes; those of the cluster's own controller bear another. */
export const sliceManager = 'ccp.io';

/**
 * What leads to a service outside the cluster: for an address a Service without selector and an EndpointSlice, for a host name a Service
 * of type ExternalName. The Service bears the annotations that a workload has otherwise.
 */
export function renderExternal(model: ServiceModel, { host = '' }: ExternalPlace): KubeObject[] {
  const { owner, definition, config } = model;
  const ports = Object.entries(definition.ports({ config })).map(([name, { port }]) => ({ name, port, protocol: 'TCP' }));
  const service = (spec: Record<string, unknown>): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: serviceMeta(owner, owner.service, { annotations: { ...definition.annotations?.({ config }).service, ...configAnnotations(model) } }),
    spec,
  });
  const family = isIP(host);
  if (family === 0) return [service({ type: 'ExternalName', externalName: host, ports })];
  const slice: KubeObject = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: serviceMeta(owner, `${owner.service}-external`, { labels: { 'kubernetes.io/service-name': owner.service, 'endpointslice.kubernetes.io/managed-by': sliceManager } }),
    addressType: `IPv${family}`,
    endpoints: [{ addresses: [host], conditions: { ready: true } }],
    ports,
  };
  return [service({ type: 'ClusterIP', ports }), slice];
}
