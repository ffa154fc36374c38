import { describe, expect, test } from '@jest/globals';
import { cloud, cloudJson } from './harness/cloud.ts';
import { docker, leftOf } from './harness/docker.ts';

interface Cleanup {
  readonly removed: boolean;
  readonly resources: readonly { readonly cleaner: string; readonly resources: readonly { readonly name: string }[] }[];
}

async function emulators(): Promise<string[]> {
  const { Processes } = (await docker.getContainer('ccp-e2e-cloud-1').top({ ps_args: '-eo pid,comm' })) as { Processes: string[][] };
  return Processes.map(([, command = '']) => command).filter((command) => command.startsWith('qemu-system'));
}

describe('at the end', () => {
  test('cleanup lists the guest, ends it, and removes the environment from the cluster', async () => {
    const guests = ({ resources }: Cleanup): (string | undefined)[] => resources.filter(({ cleaner }) => cleaner === 'servers').flatMap((item) => item.resources.map(({ name }) => name));
    const dry = await cloudJson<Cleanup>('cleanup', '--dry-run');
    expect([dry.removed, guests(dry)]).toEqual([false, ['guest']]);
    expect(await emulators()).toHaveLength(1);
    const done = await cloudJson<Cleanup>('cleanup', '--yes');
    expect([done.removed, guests(done)]).toEqual([true, ['guest']]);
    expect(await emulators()).toEqual([]);
  });

  test('down leaves no container, network or volume of the cloud', async () => {
    expect((await cloud('down')).exitCode).toBe(0);
    expect(await leftOf('ccp-e2e-cloud')).toEqual([]);
  });
});
