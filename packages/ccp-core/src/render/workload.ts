import type { DaemonSpec, Probe, ServiceDefinition, WaitFor } from '../definition/index.ts';
import { renderConsumerConfig, type ConsumerConfig } from './config-object.ts';
import { configAnnotations } from './annotations.ts';
import { contractAnnotation, groupLabel, serviceMeta, workloadLabel } from './labels.ts';
import { liveSecretsOf } from './live.ts';
import type { RenderInputs, ServiceGroup, ServiceModel } from './model.ts';
import type { KubeObject } from './object.ts';
import { renderPodTemplate } from './pod.ts';

/** A workload with the config object that its pods name. */
export interface RenderedWorkload {
  readonly workload: KubeObject;
  readonly config: ConsumerConfig;
}

/** Renders the DaemonSet for the nodes of a group. */
export function renderGroup(model: ServiceModel, group: ServiceGroup, inputs: RenderInputs, waits: readonly WaitFor[]): RenderedWorkload {
  const place: WorkloadPlace = { name: group.name, labels: { [groupLabel]: group.name }, avoids: [] };
  return renderWorkload({ ...model, config: group.config, context: group.context, nodeLabels: [group.label] }, inputs, waits, place);
}

/** How the workloads of a service are told from each other. */
interface WorkloadPlace {
  readonly name: string;
  /** Of its pods, besides those of every daemon pod of the service. */
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of nodes that belong to another workload. */
  readonly avoids: readonly string[];
}

/** The place of the workload that bears the service's name. */
function mainPlace({ owner, groups }: ServiceModel): WorkloadPlace {
  return { name: owner.service, labels: {}, avoids: groups.map(({ label }) => label) };
}

/** Renders the Deployment, StatefulSet or DaemonSet of a service. `place` default: that of the whole service. */
export function renderWorkload(model: ServiceModel, inputs: RenderInputs, waits: readonly WaitFor[], { name, labels, avoids } = mainPlace(model)): RenderedWorkload {
  const { definition, context, owner } = model;
  const daemon: DaemonSpec = definition.daemon(context);
  const config = renderConsumerConfig(model, inputs, { name, files: Object.keys(definition.files ?? {}), ownFiles: daemon.ownFiles ?? {}, env: daemon.env ?? {} });
  const template = renderPodTemplate({
    model,
    inputs,
    image: definition.image,
    config,
    waits,
    liveFiles: liveSecretsOf(model),
    labels: { [workloadLabel]: owner.service, ...labels },
    avoids,
    annotations: definition.annotations?.({ config: context.config }).pod,
    prepare: daemon.prepare,
    scratch: daemon.scratch ?? [],
    host: daemon.host,
    claims: Object.fromEntries(Object.entries(definition.volumes ?? {}).map(([volume, { path }]) => [volume, path])),
    container: mainContainer(model, daemon),
    fields: { terminationGracePeriodSeconds: daemon.graceSeconds ?? 75, ...spread(model) },
  });
  const workload: KubeObject = {
    apiVersion: 'apps/v1',
    kind: definition.kind,
    metadata: serviceMeta(owner, name, {
      annotations: { ...configAnnotations(model), ...(inputs.podInit === undefined ? {} : { [contractAnnotation]: String(inputs.podInit.contract) }) },
    }),
    spec: { selector: { matchLabels: { ...selector(model), ...labels } }, revisionHistoryLimit: 2, template, ...kindFields(model) },
  };
  return { workload, config };
}

/** What selects the daemon pods of a service. */
export function selector({ owner }: ServiceModel): Record<string, string> {
  return { [workloadLabel]: owner.service, 'ccp.io/environment': owner.environment };
}

function mainContainer({ definition, context }: ServiceModel, daemon: DaemonSpec): Record<string, unknown> {
  const ports = definition.ports({ config: context.config });
  return {
    name: definition.name,
    args: daemon.command,
    ports: Object.entries(ports).map(([name, port]) => ({ name, containerPort: port.port, protocol: 'TCP' })),
    resources: definition.resources,
    // Small hosts stall: no probe may give up before 5 s. A pod that has started gets 60 s before it is killed.
    startupProbe: { ...probe(daemon.probes.started), periodSeconds: 1, failureThreshold: 300, timeoutSeconds: 5 },
    readinessProbe: { ...probe(daemon.probes.ready), periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 5 },
    livenessProbe: daemon.probes.alive === undefined ? undefined : { ...probe(daemon.probes.alive), periodSeconds: 20, failureThreshold: 3, timeoutSeconds: 10 },
    lifecycle: lifecycle(definition, daemon, Object.keys(ports).length),
  };
}

function lifecycle(definition: ServiceDefinition, { preStop }: DaemonSpec, ports: number): Record<string, unknown> | undefined {
  if (preStop !== undefined) return { preStop: { exec: { command: preStop } } };
  // Time for every node to take the pod out of its Services before it is told to end.
  return hasEquals(definition, ports) ? { preStop: { sleep: { seconds: 5 } } } : undefined;
}

/** Whether others may answer in the place of a pod. That says the definition, not the number of replicas: scaling changes no pod. */
function hasEquals({ kind, volumes = {} }: ServiceDefinition, ports: number): boolean {
  return kind === 'Deployment' || (kind === 'StatefulSet' && ports > 0 && Object.keys(volumes).length === 0);
}

function probe(spec: Probe): Record<string, unknown> {
  switch (spec.kind) {
    case 'http':
      return { httpGet: { path: spec.path, port: spec.port } };
    case 'tcp':
      return { tcpSocket: { port: spec.port } };
    case 'exec':
      return { exec: { command: spec.command } };
  }
}

function spread(model: ServiceModel): Record<string, unknown> {
  const { definition: { availability }, groups } = model;
  const labelSelector = { matchLabels: selector(model) };
  // A node that changes its group gets its new pod when the old one is gone.
  if (availability.spread === 'required' || groups.length > 0) {
    return { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey: 'kubernetes.io/hostname' }] } } };
  }
  return { topologySpreadConstraints: [{ labelSelector, topologyKey: 'kubernetes.io/hostname', maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway' }] };
}

function kindFields(model: ServiceModel): Record<string, unknown> {
  const { definition, owner, replicas } = model;
  switch (definition.kind) {
    case 'Deployment':
      return { replicas, strategy: definition.update === 'recreate' ? { type: 'Recreate' } : { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } };
    case 'StatefulSet':
      return {
        replicas,
        serviceName: `${owner.service}-members`,
        podManagementPolicy: 'Parallel',
        volumeClaimTemplates: Object.entries(definition.volumes ?? {}).map(([name, volume]) => ({
          metadata: { name },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: volume.size } } },
        })),
      };
    case 'DaemonSet':
      return { updateStrategy: definition.update === 'on-delete' ? { type: 'OnDelete' } : { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } } };
    case 'External':
      throw new Error(`${owner.service} runs outside the cluster`);
  }
}
