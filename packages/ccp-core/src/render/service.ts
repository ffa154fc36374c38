import type { CapabilityName } from '../capabilities/index.ts';
import type { JobSpec, WaitFor } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { jobName, renderJob } from './job.ts';
import { liveSecretsOf } from './live.ts';
import type { RenderInputs, RenderedService, ServiceModel } from './model.ts';
import { renderSupports } from './network.ts';
import { canonicalJson } from './hash.ts';
import { objectId, type KubeObject } from './object.ts';
import { renderWorkload } from './workload.ts';

/** Renders one service: every object that the cluster receives for it, with secrets as markers. Same input, same bytes. */
export function renderService(model: ServiceModel, inputs: RenderInputs): RenderedService {
  const names = new Map([...model.jobs].map(([job, spec]) => [job, jobName(model, inputs, job, spec)]));
  const endpoints = (capability: CapabilityName): WaitFor[] => {
    const provider = model.bindings.get(capability);
    return provider === undefined ? [] : [{ kind: 'endpoints', service: provider }];
  };
  const needs = model.definition.requires ?? [];
  const waitsOf = (spec: JobSpec): WaitFor[] => {
    const waits = [...new Set([...(spec.phase === 'after' ? [] : needs), ...(spec.after ?? [])])].flatMap((need): WaitFor[] => {
      const name = names.get(need);
      return name === undefined ? endpoints(need as CapabilityName) : [{ kind: 'job', name }];
    });
    return spec.phase === 'after' ? [{ kind: 'endpoints', service: model.owner.service }, ...waits] : waits;
  };
  const before = [...model.jobs].filter(([, spec]) => spec.phase !== 'after').map(([job]) => job);
  const daemonWaits: WaitFor[] = [...needs.flatMap(endpoints), ...before.map((job): WaitFor => ({ kind: 'job', name: names.get(job) ?? job }))];
  const { workload, config } = renderWorkload(model, inputs, daemonWaits);
  const rendered: RenderedService = {
    service: model.owner.service,
    title: model.definition.title,
    config: model.config,
    dependsOn: [...new Set(model.bindings.values())].sort(),
    supports: [...renderSupports(model), ...(config.object === undefined ? [] : [config.object])],
    jobs: [...model.jobs].map(([job, spec]) => renderJob(model, inputs, job, spec, waitsOf(spec))),
    workload,
    liveSecrets: liveSecretsOf(model),
  };
  refuseLeaks(rendered);
  return rendered;
}

/** All objects of a service, in the order of application. */
export function objectsOf(service: RenderedService): KubeObject[] {
  const jobs = service.jobs.flatMap((job) => [...(job.config === undefined ? [] : [job.config]), job.object]);
  return [...service.supports, ...jobs, service.workload];
}

/** A secret may stand in a Secret only. */
function refuseLeaks(service: RenderedService): void {
  for (const object of objectsOf(service)) {
    if (object.kind !== 'Secret' && canonicalJson(object).includes('@@secret:')) {
      throw new CcpError('CATALOG_INVALID', `${objectId(object)} would hold a secret`, { where: { object: service.service }, hint: 'Pass secrets through "files" or as secret references in "env".' });
    }
  }
}
