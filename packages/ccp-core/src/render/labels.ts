import type { ObjectMeta } from './object.ts';

/** Label that only daemon pods carry; selectors use it, so that job pods never match. */
export const workloadLabel = 'ccp.io/workload';
/** Label of the pods of a DaemonSet for nodes with a configuration of their own: its name. */
export const groupLabel = 'ccp.io/node-group';
/** Label of the pods and the object of a job: its name in the package. */
export const jobLabel = 'ccp.io/job';
/** Label of everything that belongs to a run of an action: the action's name. No deploy touches such objects. */
export const actionLabel = 'ccp.io/action';
/** Annotation of a run: its parameters as JSON (never secrets). */
export const parametersAnnotation = 'ccp.io/parameters';
/** Label of config objects that may be pruned when nothing names them. */
export const contentLabel = 'ccp.io/content';
/** Label of everything that ccp applies, with the name of the environment. */
export const environmentLabel = 'ccp.io/environment';
/** Annotation of a workload: its service's configuration as JSON (never holds secrets). */
export const configAnnotation = 'ccp.io/config';
/** Annotation of the object that bears the configuration: what else `services.<name>` overrides, as JSON (hashes instead of secrets). */
export const overridesAnnotation = 'ccp.io/overrides';
/** Annotation of a workload: contract of its pod-init container. */
export const contractAnnotation = 'ccp.io/pod-init-contract';

/** Whose object it is. */
export interface Owner {
  readonly environment: string;
  readonly namespace: string;
  readonly component: string;
  readonly service: string;
}

/** Labels of every object of a service. */
export function serviceLabels(owner: Owner): Record<string, string> {
  return {
    'app.kubernetes.io/name': owner.service,
    'app.kubernetes.io/instance': `${owner.environment}-${owner.service}`,
    'app.kubernetes.io/component': owner.service,
    'app.kubernetes.io/part-of': 'openstack',
    'app.kubernetes.io/managed-by': 'ccp',
    'ccp.io/component': owner.component,
    'ccp.io/service': owner.service,
    [environmentLabel]: owner.environment,
  };
}

/** Metadata of an object of a service. */
export function serviceMeta(owner: Owner, name: string, extra: { labels?: Record<string, string>; annotations?: Record<string, string> } = {}): ObjectMeta {
  return {
    name,
    namespace: owner.namespace,
    labels: { ...serviceLabels(owner), ...extra.labels },
    ...(extra.annotations === undefined ? {} : { annotations: extra.annotations }),
  };
}
