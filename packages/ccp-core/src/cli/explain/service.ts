import type { ClusterApi, ClusterView } from '../../engine/cluster-contract.ts';
import { judgeJob, judgePod, type Verdict } from '../../engine/verdict.ts';
import { reasonOf } from '../../engine/wait.ts';
import type { RenderedService, ServiceModel } from '../../render/index.ts';
import { judgeService } from '../service-verdict.ts';

/** Something that a service needs before it can be ready. */
export interface Need {
  /** `capability database`, `job db-sync`. */
  readonly need: string;
  /** The service or Job that it is; for a job: its name in the cluster. */
  readonly from: string;
  /** As of {@link ServiceExplanation}. */
  readonly state: string;
}

/** What a service waits for and why it is not ready. */
export interface ServiceExplanation {
  readonly kind: 'service';
  readonly name: string;
  readonly title: string;
  readonly component: string;
  /** `ready` (and what its operator still should know), or why not; `not known` without a cluster. */
  readonly state: string;
  readonly needs: readonly Need[];
  readonly jobs: readonly Need[];
  readonly pods: readonly { readonly name: string; readonly state: string }[];
  /** Services that need this one. */
  readonly neededBy: readonly string[];
}

/** The live side of an explanation; undefined without a cluster. */
export interface Live {
  readonly cluster: ClusterApi;
  readonly view: ClusterView;
  redact(text: string): string;
}

/** Explains a service from what it should be and what runs. */
export async function explainService(model: ServiceModel, rendered: RenderedService, models: readonly ServiceModel[], live: Live | undefined): Promise<ServiceExplanation> {
  const { owner, definition, bindings } = model;
  const byName = new Map(models.map((each) => [each.owner.service, each]));
  const workload = (name: string): Promise<string> => stateOf(live, owner.namespace, ({ view }) => judgeService(byName.get(name) ?? model, view));
  const needs = [...bindings].map(async ([capability, from]): Promise<Need> => ({ need: `capability ${capability}`, from, state: await workload(from) }));
  const jobs = rendered.jobs.map(async ({ job, object }): Promise<Need> => {
    const { name } = object.metadata;
    return { need: `job ${job}`, from: name, state: await stateOf(live, owner.namespace, ({ view }) => judgeJob(name, view.jobs(), view.pods())) };
  });
  return {
    kind: 'service',
    name: owner.service,
    title: definition.title,
    component: owner.component,
    state: await workload(owner.service),
    needs: await Promise.all(needs),
    jobs: await Promise.all(jobs),
    pods: await podsOf(model, live),
    neededBy: models.filter((other) => [...other.bindings.values()].includes(owner.service)).map((other) => other.owner.service),
  };
}

/** Daemon pods, and those of jobs that have not ended well. */
async function podsOf({ owner }: ServiceModel, live: Live | undefined): Promise<{ name: string; state: string }[]> {
  const pods = live?.view.pods().filter(({ metadata, status }) => metadata?.labels?.['ccp.io/service'] === owner.service && status?.phase !== 'Succeeded') ?? [];
  return Promise.all(pods.map(async (pod) => ({ name: pod.metadata?.name ?? '', state: await stateOf(live, owner.namespace, () => judgePod(pod)) })));
}

/** A waiting pod's own last word counts more than its state. */
async function stateOf(live: Live | undefined, namespace: string, judge: (live: Live) => Verdict): Promise<string> {
  if (live === undefined) return 'not known';
  const verdict = judge(live);
  if (verdict.state === 'ready') return verdict.reason === undefined ? 'ready' : `ready, ${verdict.reason}`;
  return live.redact(`${verdict.state}: ${await reasonOf({ cluster: live.cluster, namespace }, verdict)}`);
}

/** The lines of an explanation, for people. */
export function serviceLines({ name, title, component, state, needs, jobs, pods, neededBy }: ServiceExplanation): string[] {
  const list = (head: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [head, ...lines.map((line) => `  ${line}`)]);
  return [
    `${name}: ${title} (${component}), ${state}`,
    ...list('It waits for:', needs.map((item) => `${item.need} from ${item.from}: ${item.state}`)),
    ...list('Its jobs, in order:', jobs.map((item) => `${item.need.replace('job ', '')} (${item.from}): ${item.state === 'ready' ? 'complete' : item.state}`)),
    ...list('Its pods:', pods.map((pod) => `${pod.name}: ${pod.state}`)),
    ...list('Needed by:', neededBy),
  ];
}
