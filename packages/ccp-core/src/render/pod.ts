import type { DaemonSpec, HostAccess, LiveFilesSpec, PodInitInput, Resources, RunnableImage, WaitFor } from '../definition/index.ts';
import type { ConsumerConfig, MountedFile } from './config-object.ts';
import { hostFields, hostMounts, hostVolumes, lockedSecurity, mainSecurity } from './host.ts';
import { serviceLabels } from './labels.ts';
import type { RenderInputs, ServiceModel } from './model.ts';

/** One pod's worth of decisions; daemons and jobs are both made from it. */
export interface PodSpec {
  readonly model: ServiceModel;
  readonly inputs: RenderInputs;
  readonly image: RunnableImage;
  /** Fields of the main container besides image, mounts and security. */
  readonly container: Readonly<Record<string, unknown>>;
  readonly config: ConsumerConfig;
  /** Live files by object name. */
  readonly liveFiles: Readonly<Record<string, LiveFilesSpec>>;
  readonly waits: readonly WaitFor[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** Node labels that it stays away from. Default: none. */
  readonly avoids?: readonly string[] | undefined;
  /** Commands of further init containers, by name. */
  readonly prepare?: DaemonSpec['prepare'] | undefined;
  readonly scratch: readonly string[];
  /** What the main container shares with the node. */
  readonly host?: HostAccess | undefined;
  /** Persistent volumes, name to path. */
  readonly claims: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, unknown>>;
}

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Measured: the entrypoint takes 0.07 CPU s and about 40 MiB at its peak. */
const waitResources: Resources = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } };

/** Renders the pod template: the waiting init container, those of `prepare`, the main container, volumes and the security context. */
export function renderPodTemplate(spec: PodSpec): Record<string, unknown> {
  const { model, image } = spec;
  const id = image.user?.id;
  const wait = waitContainer(spec);
  const prepare = Object.entries(spec.prepare ?? {}).map(([name, args]) => ({ name, args, resources: model.definition.resources, ...commonFields(spec) }));
  const inits = [...(wait === undefined ? [] : [wait]), ...prepare];
  return {
    metadata: { labels: { ...serviceLabels(model.owner), ...spec.labels }, ...annotationsOf(spec) },
    spec: {
      ...spec.fields,
      ...hostFields(spec.host),
      serviceAccountName: model.owner.service,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...placement(model.nodeLabels, spec.avoids ?? [], spec.fields['affinity']),
      securityContext: {
        ...(id === undefined ? {} : { runAsUser: id, runAsGroup: id, fsGroup: id, runAsNonRoot: true, fsGroupChangePolicy: 'OnRootMismatch' }),
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...(inits.length === 0 ? {} : { initContainers: inits }),
      containers: [{ ...spec.container, ...commonFields(spec) }],
      volumes: volumes(spec, wait !== undefined),
    },
  };
}

/** What the daemon and the commands before it have in common. */
function commonFields(spec: PodSpec): Record<string, unknown> {
  const image = spec.inputs.imageReference(spec.image.name);
  return { image, imagePullPolicy: 'IfNotPresent', securityContext: mainSecurity(spec.host), volumeMounts: mounts(spec), env: spec.config.env };
}

function annotationsOf({ annotations = {} }: PodSpec): Record<string, unknown> {
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

/** On nodes that have one of the labels, and none of `avoided`. */
function placement(labels: readonly string[], avoided: readonly string[], affinity: unknown): Record<string, unknown> {
  const [first = '', ...others] = labels;
  if (others.length === 0 && avoided.length === 0) return { nodeSelector: { [first]: 'true' } };
  const absent = avoided.map((key) => ({ key, operator: 'DoesNotExist' }));
  const nodeSelectorTerms = labels.map((key) => ({ matchExpressions: [{ key, operator: 'In', values: ['true'] }, ...absent] }));
  return { affinity: { ...(affinity as object | undefined), nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } };
}

function waitContainer({ inputs, waits, model }: PodSpec): Record<string, unknown> | undefined {
  if (inputs.podInit === undefined || waits.length === 0) return undefined;
  const hasLocal = waits.some((wait) => wait.kind === 'endpoints' && wait.local === true);
  const input: PodInitInput = { version: hasLocal ? 2 : 1, namespace: model.owner.namespace, waits };
  const id = inputs.podInit.image.user?.id;
  return {
    name: 'wait',
    image: inputs.imageReference(inputs.podInit.image.name),
    imagePullPolicy: 'IfNotPresent',
    args: inputs.podInit.command,
    env: [{ name: 'CCP_ENTRYPOINT', value: JSON.stringify(input) }, ...(hasLocal ? [{ name: 'CCP_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }] : [])],
    resources: waitResources,
    securityContext: { ...lockedSecurity, ...(id === undefined ? {} : { runAsUser: id, runAsGroup: id }) },
    volumeMounts: [{ name: 'api-token', mountPath: tokenPath, readOnly: true }],
  };
}

function mounts({ config, liveFiles, scratch, claims, host }: PodSpec): unknown[] {
  return [
    ...config.files.map((file: MountedFile) => ({ name: 'config', mountPath: file.path, subPath: file.key, readOnly: true })),
    ...Object.entries(liveFiles).map(([name, live]) => ({ name, mountPath: live.path, readOnly: true })),
    ...Object.entries(claims).map(([name, path]) => ({ name, mountPath: path })),
    ...scratch.map((path, i) => ({ name: `scratch-${i}`, mountPath: path })),
    ...hostMounts(host),
  ];
}

function volumes({ config, liveFiles, scratch, host }: PodSpec, waiting: boolean): unknown[] {
  const items = config.files.map((file) => ({ key: file.key, path: file.key, mode: Number.parseInt(file.mode, 8) }));
  return [
    ...(config.object === undefined || items.length === 0 ? [] : [{ name: 'config', secret: { secretName: config.object.metadata.name, defaultMode: 0o440, items } }]),
    ...Object.keys(liveFiles).map((name) => ({ name, secret: { secretName: name, defaultMode: 0o440 } })),
    ...scratch.map((_, i) => ({ name: `scratch-${i}`, emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } })),
    ...hostVolumes(host),
    ...(waiting ? [tokenVolume()] : []),
  ];
}

/** The API token goes into the waiting container only; main containers never see it. */
function tokenVolume(): Record<string, unknown> {
  return {
    name: 'api-token',
    projected: {
      defaultMode: 0o444,
      sources: [
        { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      ],
    },
  };
}
