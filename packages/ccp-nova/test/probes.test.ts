import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { httpOutcome } from '../src/tool/probes.ts';

const { signal } = new AbortController();
let stop = (): void => undefined;
afterEach(() => stop());

/** Port of a server that does this with every connection. */
async function served(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stop = () => void server.close();
  return (server.address() as AddressInfo).port;
}

test('an answer is told with its first bytes', async () => {
  const port = await served((socket) => socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\n')));
  expect(await httpOutcome('127.0.0.1', port, 3000, signal)).toEqual({ kind: 'answer', text: 'HTTP/1.0 200 OK\r\n' });
});

test.each<[string, (socket: Socket) => void, string]>([
  ['that is accepted and never answered', () => undefined, 'connected, but silent'],
  ['that is closed', (socket) => socket.resume().end(), 'closed without an answer'],
])('a connection %s is a fault, not silence', async (_, serve, reason) => {
  expect(await httpOutcome('127.0.0.1', await served(serve), 100, signal)).toEqual({ kind: 'fault', reason });
});

test('a port that refuses is a fault', async () => {
  const port = await served(() => undefined);
  stop();
  expect(await httpOutcome('127.0.0.1', port, 3000, signal)).toEqual({ kind: 'fault', reason: expect.stringContaining('ECONNREFUSED') });
});
