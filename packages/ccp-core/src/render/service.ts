import type { CapabilityName } from '../capabilities/index.ts';
import type { ExternalPlace, JobSpec, WaitFor } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { jobName, renderJob } from './job.ts';
import { renderExternal } from './external.ts';
import { liveSecretsOf } from './live.ts';
import type { ObjectPatch, RenderInputs, RenderedService, ServiceModel } from './model.ts';
import { renderSupports } from './network.ts';
import { canonicalJson } from './hash.ts';
import { objectId, type KubeObject } from './object.ts';
import { patchObjects } from './patch.ts';
import { renderGroup, renderWorkload } from './workload.ts';

/**
 * Renders one service: every object that the cluster receives for it, patched, with secrets as markers. Same input, same bytes.
 * Throws TEMPLATE_INVALID, CATALOG_INVALID for a secret outside a Secret, CONFIG_INVALID for patches that do not fit.
 */
export function renderService(model: ServiceModel, inputs: RenderInputs): RenderedService {
  const place = model.definition.external?.({ config: model.config });
  const rendered = patched(place === undefined ? renderInside(model, inputs) : renderOutside(model, place), model.overrides.patches);
  refuseLeaks(rendered);
  return rendered;
}

function renderOutside(model: ServiceModel, place: ExternalPlace): RenderedService {
  const { owner, definition, config } = model;
  return { service: owner.service, title: definition.title, config, overrides: model.overrides.shown, dependsOn: [], supports: renderExternal(model, place), jobs: [], workload: undefined, groups: [], liveSecrets: {} };
}

function patched(service: RenderedService, patches: readonly ObjectPatch[]): RenderedService {
  if (patches.length === 0) return service;
  const objects = objectsOf(service);
  const results = patchObjects(objects, patches);
  const result = <T extends KubeObject | undefined>(object: T): T => (object === undefined ? object : (results[objects.indexOf(object)] as T));
  return { ...service, supports: service.supports.map(result), jobs: service.jobs.map((job) => ({ ...job, object: result(job.object) })), workload: result(service.workload), groups: service.groups.map(result) };
}

function renderInside(model: ServiceModel, inputs: RenderInputs): RenderedService {
  const names = new Map([...model.jobs].map(([job, spec]) => [job, jobName(model, inputs, job, spec)]));
  const endpoints = (capability: CapabilityName, local = false): WaitFor[] => {
    const provider = model.bindings.get(capability);
    return provider === undefined || model.outside.has(provider) ? [] : [{ kind: 'endpoints', service: provider, ...(local ? { local } : {}) }];
  };
  const { requires: needs = [], local = [] } = model.definition;
  const waitsOf = (spec: JobSpec): WaitFor[] => {
    const waits = [...new Set([...(spec.phase === 'after' ? [] : needs), ...(spec.after ?? [])])].flatMap((need): WaitFor[] => {
      const name = names.get(need);
      return name === undefined ? endpoints(need as CapabilityName) : [{ kind: 'job', name }];
    });
    return spec.phase === 'after' ? [{ kind: 'endpoints', service: model.owner.service }, ...waits] : waits;
  };
  const before = [...model.jobs].filter(([, spec]) => spec.phase !== 'after').map(([job]) => job);
  const daemonWaits: WaitFor[] = [...needs.flatMap((need) => endpoints(need, local.includes(need))), ...before.map((job): WaitFor => ({ kind: 'job', name: names.get(job) ?? job }))];
  const { workload, config } = renderWorkload(model, inputs, daemonWaits);
  const groups = model.groups.map((group) => renderGroup(model, group, inputs, daemonWaits));
  return {
    service: model.owner.service,
    title: model.definition.title,
    config: model.config,
    overrides: model.overrides.shown,
    dependsOn: [...new Set(model.bindings.values())].sort(),
    supports: [...renderSupports(model), ...[config, ...groups.map((group) => group.config)].flatMap(({ object }) => object ?? [])],
    jobs: [...model.jobs].map(([job, spec]) => renderJob(model, inputs, job, spec, waitsOf(spec))),
    workload,
    groups: groups.map((group) => group.workload),
    liveSecrets: liveSecretsOf(model),
  };
}

/** All objects of a service, in the order of application. */
export function objectsOf(service: RenderedService): KubeObject[] {
  const jobs = service.jobs.flatMap((job) => [...(job.config === undefined ? [] : [job.config]), job.object]);
  return [...service.supports, ...jobs, ...workloadsOf(service)];
}

/** Every workload of a service: none outside the cluster, several where nodes have a configuration of their own. */
export function workloadsOf({ workload, groups }: RenderedService): KubeObject[] {
  return [...(workload === undefined ? [] : [workload]), ...groups];
}

/** The object that bears a service's configuration in its annotations: the workload, or the Service of an external one. */
export function bearerOf({ workload, supports, service }: RenderedService): KubeObject | undefined {
  return workload ?? supports.find((object) => object.kind === 'Service' && object.metadata.name === service);
}

/** A secret may stand in a Secret only. */
function refuseLeaks(service: RenderedService): void {
  for (const object of objectsOf(service)) {
    if (object.kind !== 'Secret' && canonicalJson(object).includes('@@secret:')) {
      throw new CcpError('CATALOG_INVALID', `${objectId(object)} would hold a secret`, { where: { object: service.service }, hint: 'Pass secrets through "files" or as secret references in "env".' });
    }
  }
}
