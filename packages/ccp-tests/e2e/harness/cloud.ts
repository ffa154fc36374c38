import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { connectDocker } from 'ccp-core';
import { ccp, ccpJson, root, type Result } from './ccp.ts';
import { docker, runIn } from './docker.ts';
import { until } from './until.ts';

/** Configuration of the environment with the whole cloud. */
export const cloudConfig = fileURLToPath(new URL('../../cloud.yaml', import.meta.url));
/** Its state folder. */
export const cloudState = `${root}.ccp/e2e-cloud`;

/** Runs ccp for the whole cloud. */
export function cloud(...args: string[]): Promise<Result> {
  return ccp(args, { config: cloudConfig });
}

/** Runs ccp for the whole cloud and parses its JSON. */
export function cloudJson<T>(...args: string[]): Promise<T> {
  return ccpJson<T>([...args, '-o', 'json'], 0, { config: cloudConfig });
}

/** Runs the OpenStack client; throws with what it said when it fails. */
export async function openstack(...words: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await cloud('openstack', ...words);
  if (exitCode !== 0) throw new Error(`openstack ${words.join(' ')} ended with ${exitCode}: ${stderr}`);
  return stdout;
}

/** The same, with JSON. */
export async function openstackJson<T>(...words: string[]): Promise<T> {
  return JSON.parse(await openstack(...words, '-f', 'json')) as T;
}

/** Runs kubectl in the namespace of the cloud. */
export async function cloudKubectl(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await cloud('kubectl', '-n', 'ccp-e2e-cloud', ...args);
  if (exitCode !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${exitCode}: ${stderr}`);
  return stdout;
}

/** Variables of the cloud's openrc. */
export async function cloudRc(): Promise<Record<string, string>> {
  const file = await readFile(`${cloudState}/openrc`, 'utf8');
  return Object.fromEntries([...file.matchAll(/^export (\w+)='(.*)'$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

/** One service as `ccp status` shows it. */
export interface ServiceState {
  readonly service: string;
  readonly state: string;
  readonly reason: string;
  readonly links: readonly string[];
}

/** All services, ready or not. */
export async function services(): Promise<readonly ServiceState[]> {
  const { stdout } = await cloud('status', '-o', 'json');
  return (JSON.parse(stdout) as { services: ServiceState[] }).services;
}

/** Waits until every service is ready; throws with those that are not. */
export async function allReady(limitSeconds: number): Promise<void> {
  await until('all services ready', limitSeconds, async () => {
    const waiting = (await services()).filter(({ state }) => state !== 'ready');
    if (waiting.length > 0) throw new Error(waiting.map(({ service, reason }) => `${service}: ${reason}`).join('; '));
    return true;
  });
}

/** One process of Nova as `openstack compute service list` shows it. */
export interface Agent {
  Binary: string;
  Host: string;
  State: string;
  'Updated At': string;
}

/**
 * Waits until every agent has reported later than now: that of a hypervisor through the message bus and a conductor, those of the control plane
 * straight to the database. What the latter hear, `rpcAnswers` asks.
 */
export async function agentsReport(): Promise<void> {
  const since = Date.now();
  const heard = until('a sign of life of every agent', 60, async () => {
    const agents = await openstackJson<Agent[]>('compute', 'service', 'list');
    const silent = agents.filter((agent) => agent.State !== 'up' || Date.parse(`${agent['Updated At']}Z`) <= since);
    if (agents.length < 3 || silent.length > 0) throw new Error(`${agents.length} agents, silent: ${JSON.stringify(silent)}`);
    return true;
  });
  await heard.catch(async (error: unknown) => {
    const pods = await onNode('get', 'pods', '-l', 'ccp.io/workload in (nova-compute,nova-conductor,nova-scheduler)');
    throw new Error(`${String(error)}\n${pods}\n${await onNode('logs', 'ds/nova-compute', '--tail=30')}`);
  });
}

const node = 'ccp-e2e-cloud-1';

/**
 * Runs kubectl on the node itself: on two cores a call of ccp takes so much of them that guests would notice it, whose packets a process
 * moves here.
 */
async function onNode(...args: string[]): Promise<string> {
  const command = ['kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf', '--namespace', 'ccp-e2e-cloud', ...args];
  const exec = await docker.getContainer(node).exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
  const said = await text(await exec.start({}));
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${ExitCode}: ${said}`);
  return said;
}

/** Deletes the pods of these services, as an operator or a crash does, and does not wait. */
export async function deletePods(...names: string[]): Promise<void> {
  await onNode('delete', 'pod', '--wait=false', '-l', `ccp.io/workload in (${names.join(',')})`);
}

/** Deletes the pods of a service and waits until others are ready. */
export async function replacePods(name: string): Promise<void> {
  const label = `ccp.io/workload=${name}`;
  await onNode('delete', 'pod', '-l', label);
  // Between the old pod and the new one there is none to wait for.
  await until(`new pods of ${name}`, 90, () => onNode('wait', 'pod', '--for=condition=Ready', '--timeout=60s', '-l', label));
}

/** Restarts the kubelet of the node, and waits until it answers again. */
export async function restartKubelet(): Promise<void> {
  await runIn(node, 'sv', 'restart', '/etc/ccp-node/services/kubelet');
  await until('the kubelet answers again', 60, () => onNode('get', '--raw', `/api/v1/nodes/${node}/proxy/healthz`));
}

/** Removes an image from the node, under all of its names. */
export async function removeFromNode(reference: string): Promise<void> {
  const script = 'digest=$(ctr images ls "name==$1" | awk \'NR == 2 { print $3 }\'); ctr images ls | awk -v digest="$digest" \'$3 == digest { print $1 }\' | xargs ctr images rm --sync';
  await runIn(node, 'env', 'CONTAINERD_NAMESPACE=k8s.io', 'sh', '-euc', script, 'sh', reference);
}

/** What a series of pings came to. */
export interface Pings {
  readonly sent: number;
  readonly lost: number;
  /** From the first to the last. */
  readonly seconds: number;
}

/** Pings at 10 per second for `seconds`, in which `meanwhile` runs: it begins after the first, and throws when it ends after the last. */
export async function pinging(address: string, seconds: number, meanwhile?: () => Promise<void>): Promise<Pings> {
  return ping(address, ['-i', '0.1', '-c', String(seconds * 10)], meanwhile);
}

/** Pings with these options; see {@link pinging}. */
export async function ping(address: string, options: readonly string[], meanwhile?: () => Promise<void>): Promise<Pings> {
  const images = await cloudJson<{ name: string; reference: string }[]>('images', 'list');
  const image = images.find(({ name }) => name === 'nova-compute')?.reference ?? '';
  const stdout = new PassThrough();
  const said: Buffer[] = [];
  stdout.on('data', (chunk: Buffer) => said.push(chunk));
  const began = once(stdout, 'data');
  const command = ['-n', '-q', ...options, address];
  const ended = connectDocker().run({ image, entrypoint: ['/usr/bin/ping'], command, network: 'host', stdout, stderr: new PassThrough().resume(), signal: new AbortController().signal });
  const watched = async (): Promise<void> => {
    if (meanwhile === undefined) return;
    let over = false;
    void ended.finally(() => (over = true)).catch(() => undefined);
    await meanwhile();
    // Pings that were over before would tell nothing of what came last.
    if (over) throw new Error(`what was to be watched took longer than the pings of ${address}`);
  };
  await Promise.all([ended, Promise.race([began, ended]).then(watched)]);
  const summary = /(\d+) packets transmitted, (\d+) received.* time (\d+)ms/.exec(Buffer.concat(said).toString());
  const [, sent = '0', received = '0', milliseconds = '0'] = summary ?? [];
  return { sent: Number(sent), lost: Number(sent) - Number(received), seconds: Number(milliseconds) / 1000 };
}
