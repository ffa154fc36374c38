import { CcpError, outputFormOf, printResult, shown, type CommandDefinition, type ToolContext } from 'ccp-core';
import { CloudApi } from './cloud-api.ts';
import { guestImage } from './instance-check.ts';
import { removeNamed } from './leftovers.ts';
import { createInstances, testPrefix, type TestInstance, type TestPlan } from './test-instances.ts';

/** `ccp test-vms create`: instances to try a cloud with. */
export const testVmsCreate: CommandDefinition = {
  name: 'test-vms create',
  summary: 'Make instances to try the cloud with; those that are there stay',
  options: [
    { flags: '--count <n>', description: 'how many', default: '1' },
    { flags: '--image <name>', description: 'image', default: guestImage },
    { flags: '--flavor <name>', description: 'flavor', default: 'm1.test' },
    { flags: '--network <name>', description: 'network', default: 'int-net' },
    { flags: '--external <name>', description: 'give each a floating IP of this network' },
  ],
  run: async (context, _, options) => {
    const plan = planOf(options);
    const instances = await shown(context.events, { kind: 'check', name: 'test-vms', title: `making ${plan.count} instances`, expectedSeconds: 20 }, async (step) => createInstances(await apiOf(context), plan, step));
    printResult({ output: outputFormOf(options), write: context.write }, instances, () => instances.flatMap(linesOf).join('\n'), instances.map(({ name }) => name));
    return instances.length === plan.count && instances.every(({ status }) => status === 'ACTIVE') ? 0 : 1;
  },
};

/** `ccp test-vms destroy`: removes them all. */
export const testVmsDestroy: CommandDefinition = {
  name: 'test-vms destroy',
  summary: 'Remove all instances that `test-vms create` made, with their floating IPs; all, because they are alike: `create` makes as many as are wanted again',
  run: async (context, _, options) => {
    const removed = await shown(context.events, { kind: 'check', name: 'test-vms', title: 'removing the instances', expectedSeconds: 10 }, async () => removeNamed(await apiOf(context), testPrefix));
    printResult({ output: outputFormOf(options), write: context.write }, { removed }, () => `${removed} removed`);
    return 0;
  },
};

async function apiOf(context: ToolContext): Promise<CloudApi> {
  return new CloudApi(await context.cloud(), context.signal);
}

function planOf(options: Readonly<Record<string, unknown>>): TestPlan {
  const count = Number(options['count']);
  if (!Number.isInteger(count) || count < 1 || count > 1000) throw new CcpError('USAGE', `--count ${String(options['count'])} is no number of instances`, { hint: 'Give a whole number from 1 to 1000.' });
  return { count, image: String(options['image']), flavor: String(options['flavor']), network: String(options['network']), external: options['external'] as string | undefined };
}

function linesOf({ name, status, addresses, console, fault, log }: TestInstance): string[] {
  return [[name, status, addresses.join(' '), console ?? '', fault ?? ''].filter((part) => part !== '').join('  '), ...log.map((line) => `    ${line}`)];
}
