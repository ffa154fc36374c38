import { readFile } from 'node:fs/promises';
import { cloudKubectl, openstackJson, type Agent } from './cloud.ts';

const program = new URL('../fixtures/clients/rpc-ping.py', import.meta.url);

/** Topics that processes of Nova listen to. A hypervisor's agent finishes on the second what it has begun while it ends. */
const topics: Readonly<Record<string, readonly string[]>> = {
  'nova-conductor': ['conductor'],
  'nova-scheduler': ['scheduler'],
  'nova-compute': ['compute', 'compute-alt'],
};

/**
 * Calls every process of Nova that serves RPC through the message bus, from the pod of a conductor, and throws unless each has answered within
 * the limit. Neutron on OVN has none: no agent calls it, so no RPC worker runs.
 */
export async function rpcAnswers(limitSeconds: number): Promise<void> {
  const deadline = Date.now() / 1000 + limitSeconds;
  const agents = await openstackJson<Agent[]>('compute', 'service', 'list');
  const servers = agents.flatMap(({ Binary, Host }) => (topics[Binary] ?? []).map((topic) => `${topic}@${Host}`));
  const asked = ['/opt/os/bin/python', '-c', await readFile(program, 'utf8'), String(deadline), ...servers];
  const said = await cloudKubectl('exec', 'nova-conductor-0', '-c', 'nova-conductor', '--', ...asked);
  const answers = Object.entries(JSON.parse(said.split('\n').at(-1) ?? '') as Record<string, number | string>);
  process.stderr.write(`RPC: ${answers.map(([server, answer]) => `${server} ${answer}`).join(', ')}\n`);
  const silent = answers.filter(([, answer]) => typeof answer !== 'number');
  if (servers.length < 4 || silent.length > 0) throw new Error(`of ${servers.join(', ')} these did not answer: ${JSON.stringify(silent)}`);
}
