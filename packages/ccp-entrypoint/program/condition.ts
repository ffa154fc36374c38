import type { WaitFor } from 'ccp-core';

/** Whether something holds, and if not, why. */
export interface Verdict {
  readonly holds: boolean;
  readonly reason: string;
}

/** What to read for a condition, and how to judge it. */
export interface Condition {
  /** Short name for people, for example `endpoints of mariadb`. */
  readonly name: string;
  /** API path of the collection, without query. */
  readonly path: string;
  /** Selector that limits the collection, as a query parameter. */
  readonly selector: readonly [name: string, value: string];
  /** Resource as RBAC names it. */
  readonly resource: string;
  judge(objects: readonly unknown[]): Verdict;
}

/** Where the pod that waits is. */
export interface PodPlace {
  readonly namespace: string;
  /** Name of its node; needed for local waits only. */
  readonly node?: string | undefined;
}

/** The condition that `wait` describes. */
export function conditionOf(wait: WaitFor, place: PodPlace): Condition {
  return wait.kind === 'endpoints' ? endpointsCondition(wait.service, place.namespace, wait.local === true ? place.node : undefined) : jobCondition(wait.name, place.namespace);
}

interface EndpointSlice {
  readonly endpoints?: readonly Endpoint[] | null;
  readonly ports?: readonly { readonly port?: number | null }[] | null;
}

interface Endpoint {
  readonly nodeName?: string | null;
  readonly conditions?: { readonly ready?: boolean | null; readonly serving?: boolean | null; readonly terminating?: boolean | null };
}

/** `node`: only endpoints there count. */
function endpointsCondition(service: string, namespace: string, node: string | undefined): Condition {
  const there = node === undefined ? '' : ` on node ${node}`;
  return {
    name: `endpoints of ${service}${there}`,
    path: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
    selector: ['labelSelector', `kubernetes.io/service-name=${service}`],
    resource: 'endpointslices.discovery.k8s.io',
    judge: (objects) => {
      const endpoints = (objects as readonly EndpointSlice[]).flatMap((slice) => (hasPort(slice) ? (slice.endpoints ?? []) : []));
      return judgeEndpoints(`Service ${service} has no serving endpoint${there}`, endpoints.filter(({ nodeName }) => node === undefined || nodeName === node));
    },
  };
}

function judgeEndpoints(complaint: string, endpoints: readonly Endpoint[]): Verdict {
  if (endpoints.some(serves)) return { holds: true, reason: '' };
  const counted = endpoints.length === 0 ? 'no endpoint' : `${endpoints.length} not serving`;
  return { holds: false, reason: `${complaint} (${counted})` };
}

function hasPort(slice: EndpointSlice): boolean {
  return (slice.ports ?? []).some(({ port }) => typeof port === 'number');
}

/**
 * `serving`, not `ready`: `ready` is always true for a Service that publishes unready addresses. A missing value is
 * to be read as `ready`, and a missing `ready` as true (API of discovery.k8s.io/v1).
 */
function serves({ conditions = {} }: Endpoint): boolean {
  return (conditions.serving ?? conditions.ready ?? true) && conditions.terminating !== true;
}

interface Job {
  readonly status?: { readonly startTime?: string; readonly active?: number; readonly failed?: number; readonly conditions?: readonly JobConditionStatus[] };
}

interface JobConditionStatus {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

function jobCondition(name: string, namespace: string): Condition {
  return {
    name: `Job ${name}`,
    path: `/apis/batch/v1/namespaces/${namespace}/jobs`,
    selector: ['fieldSelector', `metadata.name=${name}`],
    resource: 'jobs.batch',
    judge: ([job]) => judgeJob(name, job as Job | undefined),
  };
}

function judgeJob(name: string, job: Job | undefined): Verdict {
  if (job === undefined) return { holds: false, reason: `Job ${name} does not exist` };
  if (holding(job, 'Complete') !== undefined) return { holds: true, reason: '' };
  const failure = holding(job, 'Failed');
  if (failure === undefined) return { holds: false, reason: `Job ${name} ${progress(job)}` };
  return { holds: false, reason: `Job ${name} has failed: ${failure.message ?? failure.reason ?? 'no reason given'}` };
}

function holding({ status }: Job, type: string): JobConditionStatus | undefined {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

function progress({ status: { startTime, active = 0, failed = 0 } = {} }: Job): string {
  const attempts = failed === 0 ? '' : `, ${failed} ${failed === 1 ? 'attempt' : 'attempts'} failed`;
  if (startTime === undefined) return `has not started${attempts}`;
  return (active > 0 ? 'is running' : 'has no running pod') + attempts;
}
