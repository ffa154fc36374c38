import type { JobSpec, WaitFor } from '../definition/index.ts';
import { renderConsumerConfig, type ConsumerConfig } from './config-object.ts';
import { contentHash } from './hash.ts';
import { jobLabel, serviceMeta } from './labels.ts';
import { liveSecretsOf } from './live.ts';
import type { RenderInputs, RenderedJob, ServiceModel } from './model.ts';
import { renderPodTemplate } from './pod.ts';

/**
 * Name of a job's object: service, job and the hash of its identity, so that a finished job never stands for a different one
 * and a changed timeout or file does not run it again.
 */
export function jobName(model: ServiceModel, inputs: RenderInputs, job: string, spec: JobSpec): string {
  const image = spec.image ?? model.definition.image;
  const identity = {
    command: spec.command,
    ...(spec.imageIdentity === false ? {} : { image: inputs.imageKey(image.name) }),
    ...(spec.identity === undefined ? {} : { identity: spec.identity }),
    // Bound to another database, nothing of what the job made is there.
    ...(Object.keys(model.dataPlaces).length === 0 ? {} : { data: model.dataPlaces }),
  };
  return `${model.owner.service}-${job}-${contentHash(identity, 8)}`;
}

/** Many run at once on a new environment, each for seconds: what they ask for must not keep daemons from a small node. */
const jobRequests = { cpu: '10m', memory: '64Mi' };

function jobConfig(model: ServiceModel, inputs: RenderInputs, job: string, spec: JobSpec): ConsumerConfig {
  const { files = Object.keys(model.definition.files ?? {}), ownFiles = {}, env = {} } = spec;
  return renderConsumerConfig(model, inputs, { name: `${model.owner.service}-${job}`, files, ownFiles, env });
}

/** Renders a job with the config object it reads. `waits`: what its pod waits for. */
export function renderJob(model: ServiceModel, inputs: RenderInputs, job: string, spec: JobSpec, waits: readonly WaitFor[]): RenderedJob {
  const name = jobName(model, inputs, job, spec);
  const config = jobConfig(model, inputs, job, spec);
  const template = renderPodTemplate({
    model,
    inputs,
    image: spec.image ?? model.definition.image,
    config,
    waits,
    liveFiles: liveSecretsOf(model, spec.liveFiles),
    labels: { [jobLabel]: job },
    scratch: [],
    claims: {},
    container: { name: job, args: spec.command, resources: { ...model.definition.resources, requests: jobRequests } },
    fields: { restartPolicy: 'Never' },
  });
  return {
    job,
    phase: spec.phase ?? 'before',
    after: (spec.after ?? []).filter((need) => model.jobs.has(need)),
    config: config.object,
    object: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: serviceMeta(model.owner, name, { labels: { [jobLabel]: job } }),
      spec: { backoffLimit: spec.retries ?? 4, activeDeadlineSeconds: spec.deadlineSeconds ?? 600, template },
    },
    expectedSeconds: spec.expectedSeconds ?? 10,
  };
}
