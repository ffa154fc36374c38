import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { pingEngine } from './docker-ping.js';

const folder = mkdtempSync(join(tmpdir(), 'ping-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('an engine that answers is reachable, at a socket and over TCP', async () => {
  const engine = createServer((request, response) => response.writeHead(request.url === '/_ping' ? 200 : 404).end('OK'));
  const socket = join(folder, 'engine.sock');
  engine.listen(socket);
  await once(engine, 'listening');
  expect(await pingEngine(`unix://${socket}`)).toBe('reachable');
  engine.close();
  await once(engine, 'close');
  engine.listen(0, '127.0.0.1');
  await once(engine, 'listening');
  expect(await pingEngine(`tcp://127.0.0.1:${engine.address().port}`)).toBe('reachable');
  engine.close();
});

test('a socket that is not there is absent', async () => {
  expect(await pingEngine(`unix://${join(folder, 'none.sock')}`)).toBe('absent');
});

test('what cannot be asked from here is left to ccp', async () => {
  expect(await pingEngine('ssh://somebody@somewhere')).toBe('elsewhere');
});
