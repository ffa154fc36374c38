import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { VerifyAccess, VerifyContext } from 'ccp-core';
import { tokenCheck } from '../src/tool/token-check.ts';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => (server.closeAllConnections(), server.close(), once(server, 'close'))));
});

/** A Keystone that knows one password and one token. */
async function keystone(answer: (request: IncomingMessage, body: string, response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    void request.setEncoding('utf8').toArray().then((chunks) => answer(request, chunks.join(''), response));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v3`;
}

function check(identityUrl: string, signal = new AbortController().signal): Promise<unknown> {
  const access: VerifyAccess = { identityUrl, adminUser: 'admin', adminProject: 'admin', adminDomain: 'Default', adminPassword: () => 'correct' };
  return tokenCheck.run({ access, signal } as VerifyContext);
}

test('a token is issued by password, validated, and never told', async () => {
  const seen: string[] = [];
  const url = await keystone((request, body, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (request.method === 'GET') return response.writeHead(request.headers['x-subject-token'] === 'T0k3n' ? 200 : 404).end('{"token":{"expires_at":"2026-01-01T01:00:00Z"}}');
    const { auth } = JSON.parse(body) as { auth: { identity: { password: { user: { password: string } } }; scope: unknown } };
    expect(auth.identity.password.user.password).toBe('correct');
    expect(auth.scope).toEqual({ project: { name: 'admin', domain: { name: 'Default' } } });
    return response.writeHead(201, { 'x-subject-token': 'T0k3n' }).end('{}');
  });
  const finding = await check(url);
  expect(seen).toEqual(['POST /v3/auth/tokens', 'GET /v3/auth/tokens']);
  expect(finding).toBe('token for admin, expires 2026-01-01T01:00:00Z');
});

test('a refused password is VERIFY_FAILED with what Keystone said', async () => {
  const url = await keystone((_request, _body, response) => response.writeHead(401).end('{"error":{"message":"The request you have made requires authentication."}}'));
  await expect(check(url)).rejects.toMatchObject({ code: 'VERIFY_FAILED', message: expect.stringContaining('401'), evidence: [expect.stringContaining('requires authentication')] });
});

test('a token that Keystone does not know again is VERIFY_FAILED', async () => {
  const url = await keystone((request, _body, response) => response.writeHead(request.method === 'GET' ? 404 : 201, { 'x-subject-token': 'x' }).end('{}'));
  await expect(check(url)).rejects.toMatchObject({ code: 'VERIFY_FAILED', message: expect.stringContaining('validate') });
});

test('a Keystone that is not there is VERIFY_FAILED with the address', async () => {
  await expect(check('http://127.0.0.1:1/v3')).rejects.toMatchObject({ code: 'VERIFY_FAILED', message: expect.stringContaining('http://127.0.0.1:1/v3/auth/tokens') });
});
