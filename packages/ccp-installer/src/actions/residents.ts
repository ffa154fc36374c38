import { CcpError, shown, type CloudResource, type CloudSession, type NodeResidents, type ToolContext } from 'ccp-core';
import { z } from 'zod';
import { getJson } from '../kubernetes/api.ts';
import type { ApiAccess } from '../kubernetes/kubeconfig.ts';
import { waitUntilNothingIsMissing } from '../wait.ts';

/** Seconds in which the cloud answers again after pods of its services had to leave a node. */
const usualPatience = 120;

/** What is needed to ask about nodes. */
export interface ResidentsPlace {
  readonly context: Pick<ToolContext, 'environment' | 'events' | 'residents' | 'cloud'>;
  readonly signal: AbortSignal;
  /** Environments whose service `agent` has a pod on the node. */
  readonly agentsOn: (node: string, agent: string) => Promise<readonly string[]>;
  /** Default: 120. */
  readonly patienceSeconds?: number;
}

/** What is on one node of one kind. */
interface Found {
  readonly kind: NodeResidents;
  readonly node: string;
  /** Whether an agent runs there, so that there may be more at any time. */
  readonly agent: boolean;
  readonly resources: readonly CloudResource[];
  /** Why it is not known what is there, although there may be something. */
  readonly unknown: string | undefined;
}

/** What the environment's cloud has on nodes that go, beside pods. */
export interface Residents {
  /** One line for each thing that would be lost, and for what is not known. */
  readonly evidence: readonly string[];
  /** With what stays in a cloud that cannot be asked, and what to do about it. */
  readonly warnings: readonly string[];
  /** Deletes what was found on the node. */
  end(node: string): Promise<void>;
  /** As `evidence`: what has come to the node since. Waits for a cloud that does not answer for a while. */
  come(node: string, step: (text: string) => void): Promise<readonly string[]>;
  /** Lets the cloud forget the node, which is gone; where that fails, says what to do by hand. */
  forget(node: string, step: (text: string) => void): Promise<void>;
}

/** Asks the cloud what is on the nodes. One that does not answer is no fault where no agent runs on them: then there is most likely nothing. */
export async function openResidents(place: ResidentsPlace, nodes: readonly string[]): Promise<Residents> {
  const kinds = await place.context.residents();
  const cloud = kinds.length === 0 ? undefined : await place.context.cloud().catch(faultOnly);
  const found: Found[] = [];
  for (const node of nodes) for (const kind of kinds) found.push(await look(place, cloud, kind, node));
  return residentsOf(place, cloud instanceof CcpError ? undefined : cloud, found);
}

function residentsOf(place: ResidentsPlace, cloud: CloudSession | undefined, found: readonly Found[]): Residents {
  const { context, signal } = place;
  const on = (node: string): Found[] => found.filter((each) => each.node === node && cloud?.endpoint(each.kind.endpoint) !== undefined);
  return {
    evidence: found.flatMap(describe),
    warnings: found.flatMap(({ kind, node, unknown }) => (unknown === undefined ? [] : [`${unknown} They are lost with the node, and the cloud goes on listing them. ${kind.byHand(node)}`])),
    end: async (node) => {
      for (const { kind, resources } of on(node)) {
        if (cloud === undefined || resources.length === 0) continue;
        const work = { kind: 'cluster', name: `${kind.name} ${node}`, title: `deleting ${resources.length} on ${node}: ${kind.title}` } as const;
        await shown(context.events, work, (step) => kind.remove(cloud, resources, { signal, step })).catch(warned(context, kind, node));
      }
    },
    come: async (node, step) => {
      const now: Found[] = [];
      for (const before of on(node)) if (before.agent) now.push(judge(before, await patiently(place, step, () => askedFor(cloud, before.kind, node, signal)).catch(faultOnly)));
      return now.flatMap(describe);
    },
    forget: async (node, step) => {
      for (const { kind } of on(node)) if (cloud !== undefined) await patiently(place, step, () => kind.forget(cloud, node, signal)).catch(warned(context, kind, node));
    },
  };
}

async function look({ context, signal, agentsOn }: ResidentsPlace, cloud: CloudSession | CcpError | undefined, kind: NodeResidents, node: string): Promise<Found> {
  const agents = await agentsOn(node, kind.agent);
  const foreign = agents.filter((environment) => environment !== context.environment.name);
  const nothing: Found = { kind, node, agent: agents.length > 0, resources: [], unknown: undefined };
  if (foreign.length > 0) {
    return { ...nothing, unknown: `${kind.agent} of the environment ${foreign.join(', ')} runs on ${node}; only with --environment ${foreign[0]} can its ${kind.title} be looked for.` };
  }
  return judge(nothing, cloud instanceof CcpError ? cloud : await askedFor(cloud, kind, node, signal).catch(faultOnly));
}

async function askedFor(cloud: CloudSession | undefined, kind: NodeResidents, node: string, signal: AbortSignal): Promise<readonly CloudResource[]> {
  return cloud?.endpoint(kind.endpoint) === undefined ? [] : kind.list(cloud, node, signal);
}

/** Pure: without an agent there is most likely nothing, and what is not known is no reason. */
function judge(before: Found, answer: readonly CloudResource[] | CcpError): Found {
  if (!(answer instanceof CcpError)) return { ...before, resources: answer };
  const { kind, node, agent } = before;
  return agent ? { ...before, unknown: `${kind.agent} runs on ${node}, and the cloud does not tell whether there are ${kind.title}: ${answer.message}.` } : before;
}

function describe({ kind, node, resources, unknown }: Found): string[] {
  return [...resources.map(({ id, name }) => `of ${kind.title}, on ${node}: ${name === '' ? id : `${name} (${id})`}`), ...(unknown === undefined ? [] : [unknown])];
}

/** Passes on what is no answer of the cloud. */
function faultOnly(fault: unknown): CcpError {
  if (fault instanceof CcpError && fault.code !== 'INTERRUPTED') return fault;
  throw fault;
}

/** The node goes, or is gone: what the cloud does not do is left to people. */
function warned({ events }: Pick<ToolContext, 'events'>, kind: NodeResidents, node: string): (fault: unknown) => void {
  return (fault) => {
    const { message, evidence } = faultOnly(fault);
    events({ type: 'message', level: 'warning', text: [`The cloud does not forget ${node}: ${message}. ${kind.byHand(node)}`, ...evidence].join('\n') });
  };
}

/** Asks again while the cloud does not answer. Throws its last fault. */
async function patiently<T>({ signal, patienceSeconds = usualPatience }: ResidentsPlace, step: (text: string) => void, ask: () => Promise<T>): Promise<T> {
  let last: { readonly answer: T } | { readonly fault: CcpError } | undefined;
  await waitUntilNothingIsMissing(
    async () => {
      last = await ask().then((answer) => ({ answer }), (fault: unknown) => ({ fault: faultOnly(fault) }));
      return 'fault' in last ? [last.fault.message] : [];
    },
    { signal, limitSeconds: patienceSeconds, step },
  );
  if (last === undefined) throw new Error('it was asked at least once');
  if ('fault' in last) throw last.fault;
  return last.answer;
}

const agentPodsSchema = z.object({ items: z.array(z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()).default({}) }) })) });

/** Environments whose service `agent` has a pod on the node, as Kubernetes knows them. Throws CLUSTER_FAILED. */
export async function agentsOnNode(access: ApiAccess, node: string, agent: string, signal: AbortSignal): Promise<string[]> {
  const query = new URLSearchParams({ fieldSelector: `spec.nodeName=${node}`, labelSelector: `app.kubernetes.io/name=${agent},ccp.io/environment` });
  const pods = agentPodsSchema.safeParse(await getJson(access, `/api/v1/pods?${query}`, signal));
  if (!pods.success) throw new CcpError('CLUSTER_FAILED', 'The Kubernetes API does not answer, so it is not known what runs on the node.', { hint: 'Start the cluster with `ccp cluster start` first.' });
  return [...new Set(pods.data.items.flatMap(({ metadata }) => metadata.labels['ccp.io/environment'] ?? []))].sort();
}
