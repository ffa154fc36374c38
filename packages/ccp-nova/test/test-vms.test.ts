import { describe, expect, test } from '@jest/globals';
import { testVmsCreate, testVmsDestroy } from '../src/tool/test-vms.ts';
import { FakeCloud, fakeToolContext } from './fake-cloud.ts';

interface Result {
  readonly exit: number;
  readonly said: string;
}

async function create(cloud: FakeCloud, changes: object = {}): Promise<Result> {
  const wrote: string[] = [];
  const exit = await testVmsCreate.run(fakeToolContext(cloud, wrote), [], { count: '2', image: 'test-guest', flavor: 'm1.test', network: 'int-net', ...changes });
  return { exit, said: wrote.join('') };
}

async function destroy(cloud: FakeCloud): Promise<Result> {
  const wrote: string[] = [];
  return { exit: await testVmsDestroy.run(fakeToolContext(cloud, wrote), [], {}), said: wrote.join('') };
}

/** What was made, and how many of it. */
function made(cloud: FakeCloud): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const change of cloud.changes.filter((each) => each.startsWith('POST'))) counts[change] = (counts[change] ?? 0) + 1;
  return counts;
}

describe('test-vms create', () => {
  test('makes as many as asked for, and tells how each is reached', async () => {
    const cloud = new FakeCloud();
    const { exit, said } = await create(cloud);
    expect([exit, made(cloud)]).toEqual([0, { 'POST /servers': 2 }]);
    expect(cloud.lists['/servers']).toMatchObject([
      { name: 'ccp-test-vm-1', imageRef: 'image-1', flavorRef: 'flavor-1', networks: [{ uuid: 'int' }] },
      { name: 'ccp-test-vm-2' },
    ]);
    expect(said).toMatch(/^ccp-test-vm-1 +ACTIVE +http:\/\/console\/server-1\nccp-test-vm-2 +ACTIVE +http:\/\/console\/server-2\n$/);
  });

  test('again makes nothing, of a larger number what is missing', async () => {
    const cloud = new FakeCloud();
    await create(cloud, { external: 'ext-net' });
    const before = [...cloud.changes];
    expect((await create(cloud, { external: 'ext-net' })).exit).toBe(0);
    expect(cloud.changes).toEqual(before);
    await create(cloud, { count: '3' });
    expect(cloud.names('/servers')).toEqual(['ccp-test-vm-1', 'ccp-test-vm-2', 'ccp-test-vm-3']);
  });

  test('gives each a floating IP of the external network', async () => {
    const cloud = new FakeCloud();
    const { said } = await create(cloud, { external: 'ext-net' });
    expect(said).toMatch(/^ccp-test-vm-1 +ACTIVE +240\.0\.0\.20 /);
    expect(cloud.lists['/v2.0/floatingips']).toMatchObject([
      { floating_network_id: 'ext', port_id: 'port-of-server-1', description: 'ccp-test-vm-1' },
      { floating_network_id: 'ext', port_id: 'port-of-server-2', description: 'ccp-test-vm-2' },
    ]);
  });

  test('of one that does not run tells what Nova says and the last lines of its console, and fails', async () => {
    const cloud = new FakeCloud();
    cloud.server = { status: 'ERROR', fault: { message: 'No valid host was found' } };
    cloud.console = () => `${'boot\n'.repeat(50)}Kernel panic\n`;
    const { exit, said } = await create(cloud, { count: '1', external: 'ext-net' });
    expect([exit, made(cloud)]).toEqual([1, { 'POST /servers': 1 }]);
    const lines = said.trimEnd().split('\n');
    expect([lines[0], lines.at(-1), lines.length]).toEqual(['ccp-test-vm-1  ERROR  No valid host was found', '    Kernel panic', 11]);
  });

  test('tells the same of one that never had a console, without its lines', async () => {
    const cloud = new FakeCloud();
    cloud.server = { status: 'ERROR', fault: { message: 'No valid host was found' } };
    cloud.instead['POST /servers/server-1/action'] = { status: 404, body: {} };
    expect((await create(cloud, { count: '1' })).said).toBe('ccp-test-vm-1  ERROR  No valid host was found\n');
  });

  test.each([
    [{ flavor: 'm1.huge' }, 'the cloud has no flavor "m1.huge"', 'There are: m1.test.'],
    [{ external: 'out-net' }, 'the cloud has no network "out-net"', 'There are: ext-net, int-net.'],
  ])('%j: what is there is told, and nothing made', async (changes, message, hint) => {
    const cloud = new FakeCloud();
    await expect(create(cloud, changes)).rejects.toMatchObject({ code: 'VERIFY_FAILED', message, hint });
    expect(cloud.changes).toEqual([]);
  });

  test.each(['0', '1.5', 'many', '1001'])('--count %s is refused before anything is made', async (count) => {
    const cloud = new FakeCloud();
    await expect(create(cloud, { count })).rejects.toMatchObject({ code: 'USAGE' });
    expect(cloud.changes).toEqual([]);
  });
});

describe('test-vms destroy', () => {
  test('removes what create made, and nothing else', async () => {
    const cloud = new FakeCloud();
    cloud.lists['/servers'] = [{ id: 'theirs', name: 'production' }];
    cloud.lists['/v2.0/floatingips'] = [{ id: 'their-address', description: '', port_id: 'their-port' }];
    await create(cloud, { external: 'ext-net' });
    const { exit, said } = await destroy(cloud);
    expect([exit, said]).toEqual([0, '4 removed\n']);
    expect([cloud.names('/servers'), cloud.lists['/v2.0/floatingips']?.map(({ id }) => id)]).toEqual([['production'], ['their-address']]);
  });

  test('has nothing to do where there is nothing', async () => {
    expect(await destroy(new FakeCloud())).toEqual({ exit: 0, said: '0 removed\n' });
  });
});
