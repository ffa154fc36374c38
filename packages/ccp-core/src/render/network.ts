import { renderIngress } from './ingress.ts';
import { serviceMeta } from './labels.ts';
import type { ServiceModel } from './model.ts';
import type { KubeObject } from './object.ts';
import { selector } from './workload.ts';

/** Service account, Services, Ingress and disruption budget of a service. */
export function renderSupports(model: ServiceModel): KubeObject[] {
  const { owner, definition, replicas } = model;
  const account: KubeObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: serviceMeta(owner, owner.service), automountServiceAccountToken: false };
  const objects = [account, ...services(model), ...renderIngress(model)];
  if (replicas > 1) {
    const maxUnavailable = definition.availability.disruption?.maxUnavailable ?? 1;
    objects.push({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: serviceMeta(owner, owner.service), spec: { maxUnavailable, selector: { matchLabels: selector(model) } } });
  }
  return objects;
}

function services(model: ServiceModel): KubeObject[] {
  const { owner, definition, context, nodePorts } = model;
  const ports = Object.entries(definition.ports({ config: context.config }));
  if (ports.length === 0) return [];
  const entry = ([name, port]: (typeof ports)[number]): Record<string, unknown> => ({ name, port: port.port, targetPort: name, protocol: 'TCP' });
  const annotations = definition.annotations?.({ config: context.config }).service;
  const service = (name: string, spec: Record<string, unknown>, extra: Parameters<typeof serviceMeta>[2] = {}): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: serviceMeta(owner, name, extra),
    spec: { selector: selector(model), ...spec },
  });
  const published = ports.filter(([name]) => nodePorts.has(name));
  return [
    service(owner.service, { type: 'ClusterIP', ports: ports.map(entry) }, annotations === undefined ? {} : { annotations }),
    ...(definition.kind === 'Deployment' ? [] : [service(`${owner.service}-members`, { clusterIP: 'None', publishNotReadyAddresses: true, ports: ports.map(entry) })]),
    ...(published.length === 0 ? [] : [service(`${owner.service}-public`, { type: 'NodePort', ports: published.map((port) => ({ ...entry(port), nodePort: nodePorts.get(port[0]) })) })]),
  ];
}
