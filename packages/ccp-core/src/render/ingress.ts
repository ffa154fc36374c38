import { serviceMeta } from './labels.ts';
import type { ServiceModel } from './model.ts';
import type { KubeObject } from './object.ts';

/**
 * The Ingress of a service: one rule for each of its ports with a host name. It holds nothing that only one controller understands; what
 * a controller must be told for some services is in their READMEs.
 */
export function renderIngress({ owner, hosts, ingress: { className, tlsSecret } }: ServiceModel): KubeObject[] {
  if (hosts.size === 0) return [];
  const rules = [...hosts].map(([port, host]) => ({
    host,
    http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: owner.service, port: { name: port } } } }] },
  }));
  const spec = {
    ...(className === undefined ? {} : { ingressClassName: className }),
    ...(tlsSecret === undefined ? {} : { tls: [{ hosts: [...hosts.values()], secretName: tlsSecret }] }),
    rules,
  };
  return [{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: serviceMeta(owner, owner.service), spec }];
}
