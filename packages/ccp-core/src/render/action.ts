import type { ActionJob, ImageDefinition } from '../definition/index.ts';
import { renderConsumerConfig } from './config-object.ts';
import { actionLabel, parametersAnnotation, serviceMeta } from './labels.ts';
import { liveSecretsOf } from './live.ts';
import type { RenderInputs, ServiceModel } from './model.ts';
import type { KubeObject } from './object.ts';
import { renderPodTemplate } from './pod.ts';

const deadlineSeconds = 600;

/** Which run of which action. */
export interface RunIdentity {
  /** Name of the run and of its Job. */
  readonly run: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A run, ready to create. */
export interface RenderedRun {
  readonly job: KubeObject;
  /** What it reads; undefined when it reads nothing. */
  readonly config: KubeObject | undefined;
}

/**
 * Renders one run of an action. The deadline stands in the pod, not in the Job: a Job that misses its own deletes its pod, and
 * with it the log. Nothing removes a run by itself.
 */
export function renderRun(model: ServiceModel, inputs: RenderInputs, identity: RunIdentity, spec: ActionJob, image: ImageDefinition): RenderedRun {
  const { files = Object.keys(model.definition.files ?? {}), ownFiles = {}, env = {} } = spec;
  const config = renderConsumerConfig(model, inputs, { name: identity.run, files, ownFiles, env });
  const labels = { [actionLabel]: identity.action };
  const template = renderPodTemplate({
    model,
    inputs,
    image,
    config,
    waits: [],
    liveFiles: liveSecretsOf(model, spec.liveFiles),
    labels,
    scratch: [],
    claims: {},
    container: { name: identity.action, args: spec.command, resources: model.definition.resources },
    fields: { restartPolicy: 'Never', activeDeadlineSeconds: spec.deadlineSeconds ?? deadlineSeconds },
  });
  const metadata = serviceMeta(model.owner, identity.run, { labels, annotations: { [parametersAnnotation]: JSON.stringify(identity.parameters) } });
  return { job: { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { backoffLimit: spec.retries ?? 0, template } }, config: config.object === undefined ? undefined : ofRun(config.object, identity.action) };
}

/** Belongs to the run alone, and goes with it. */
function ofRun(config: KubeObject, action: string): KubeObject {
  return { ...config, metadata: { ...config.metadata, labels: { ...config.metadata.labels, [actionLabel]: action } } };
}
