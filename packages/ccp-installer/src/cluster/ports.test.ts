import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { readSettings } from '../settings.ts';
import { planCluster } from './plan.ts';
import { checkPorts, wantedPorts } from './ports.ts';
import type { PartState } from './state.ts';

const plan = planCluster(readSettings({ section: {}, environment: { name: 'dev', namespace: 'dev' } }));
const busy = createServer();

afterEach(() => void busy.close());

async function takePort(): Promise<number> {
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
  return (busy.address() as AddressInfo).port;
}

describe('ports on the host', () => {
  test('a taken one is named with the key that changes it', async () => {
    const port = await takePort();
    const check = checkPorts([{ port, what: 'the Kubernetes API', key: 'apiPort' }]);
    await expect(check).rejects.toMatchObject({ code: 'PORT_TAKEN', message: expect.stringContaining(String(port)) as unknown, hint: expect.stringContaining('installer.apiPort') as unknown });
  });

  test('a free one is free again after the check', async () => {
    const port = await takePort();
    await new Promise((resolve) => busy.close(resolve));
    await checkPorts([{ port, what: 'x', key: 'apiPort' }]);
    await expect(checkPorts([{ port, what: 'x', key: 'apiPort' }])).resolves.toBeUndefined();
  });

  test('what a running container of the cluster holds is not checked', () => {
    const node: PartState = { name: 'ccp-dev-1', role: 'control-plane', running: true, startedAt: 1, joined: true, ports: { '6443/tcp': plan.apiPort } };
    expect(wantedPorts(plan, [node]).map(({ key }) => key)).toEqual(['registryPort']);
    expect(wantedPorts(plan, [{ ...node, running: false }]).map(({ key }) => key)).toEqual(['apiPort', 'registryPort']);
  });
});
