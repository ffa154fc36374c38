import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { kubectl } from './ccp.ts';
import { openrc } from './identity.ts';
import { until } from './until.ts';

/** What a client saw. */
export interface ClientReport {
  readonly calls: number;
  readonly slowestMs: number;
  readonly failures: readonly { readonly second: number; readonly what: string }[];
}

/** A client that issues 10 tokens a second until it is stopped. */
export interface TokenClient {
  stop(): Promise<ClientReport>;
}

const program = new URL('../fixtures/clients/token-client.js', import.meta.url);
const podName = 'token-client';
const namespace = 'ccp-e2e';

/** On the host, at the public endpoint. */
export async function hostClient(): Promise<TokenClient> {
  const child = spawn(process.execPath, [program.pathname], { env: { ...process.env, ...(await openrc()) }, stdio: ['ignore', 'pipe', 'inherit'] });
  const output = text(child.stdout);
  const closed = once(child, 'close');
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await closed;
      return lastLine(await output);
    },
  };
}

/** In a pod, at the internal endpoint; made from the pod of Keystone's registration, whose image and password it takes. */
export async function podClient(): Promise<TokenClient> {
  await removePod();
  const job = (JSON.parse(await kubectl('-n', namespace, 'get', 'jobs', '-l', 'ccp.io/job=registration,ccp.io/service=keystone', '-o', 'json')) as JobList).items[0];
  const main = job?.spec.template.spec.containers[0];
  if (main === undefined) throw new Error('Keystone has no registration job');
  const container = {
    name: podName,
    image: main.image,
    command: ['node', '--input-type=module', '-e', await readFile(program, 'utf8')],
    env: [...main.env.filter((variable) => variable.name === 'OS_PASSWORD'), { name: 'OS_AUTH_URL', value: `http://keystone.${namespace}.svc:5000/v3` }],
  };
  const overrides = { apiVersion: 'v1', spec: { containers: [container], restartPolicy: 'Never', automountServiceAccountToken: false, terminationGracePeriodSeconds: 0 } };
  await kubectl('-n', namespace, 'run', podName, `--image=${main.image}`, `--overrides=${JSON.stringify(overrides)}`);
  await until('the client in the pod starts', 60, async () => ((await log()).includes('started') ? true : undefined));
  return {
    stop: async () => {
      await kubectl('-n', namespace, 'exec', podName, '--', 'node', '-e', "process.kill(1, 'SIGTERM')");
      const report = await until('the client in the pod ends', 60, async () => ((await log()).includes('"calls"') ? lastLine(await log()) : undefined));
      await removePod();
      return report;
    },
  };
}

interface JobList {
  readonly items: readonly { readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { readonly image: string; readonly env: readonly { readonly name: string }[] }[] } } } }[];
}

function log(): Promise<string> {
  return kubectl('-n', namespace, 'logs', podName);
}

async function removePod(): Promise<void> {
  await kubectl('-n', namespace, 'delete', 'pod', podName, '--ignore-not-found', '--wait=false', '--now');
}

function lastLine(output: string): ClientReport {
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as ClientReport;
}
