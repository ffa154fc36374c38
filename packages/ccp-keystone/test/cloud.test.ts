import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { CloudAccess, ToolContext } from 'ccp-core';
import { connectCloud } from '../src/tool/cloud.ts';

let server: Server | undefined;
afterEach(() => void server?.close());

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly token: unknown;
  readonly body: string;
}

async function cloud(answer: (request: IncomingMessage) => { status: number; body: string; token?: string }): Promise<{ access: CloudAccess; seen: Seen[] }> {
  const seen: Seen[] = [];
  const listening = (server = createServer((request, response) => {
    void text(request).then((body) => {
      seen.push({ method: request.method, url: request.url, token: request.headers['x-auth-token'], body });
      const { status, body: said, token } = answer(request);
      response.writeHead(status, token === undefined ? {} : { 'x-subject-token': token }).end(said);
    });
  }));
  await new Promise<void>((resolve) => void listening.listen(0, '127.0.0.1', resolve));
  const identityUrl = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/v3`;
  return { seen, access: { identityUrl, adminUser: 'admin', adminProject: 'admin', adminDomain: 'Default', adminPassword: () => 'hidden' } };
}

const context = { signal: new AbortController().signal } as ToolContext;
const catalog = [{ type: 'compute', endpoints: [{ interface: 'internal', region: 'R', url: 'http://in' }, { interface: 'public', region: 'R', url: 'http://out' }] }];
const issued = { status: 201, body: JSON.stringify({ token: { catalog } }), token: 't0' };

describe('a session with the cloud', () => {
  test('knows the public endpoints of the catalog, and sends its token', async () => {
    const { access, seen } = await cloud((request) => (request.url === '/v3/auth/tokens' ? issued : { status: 404, body: '{"error":1}' }));
    const session = await connectCloud(context, access);
    expect([session.endpoint('compute'), session.endpoint('image')]).toEqual(['http://out', undefined]);
    expect(await session.request('DELETE', `${access.identityUrl}/servers/1`)).toEqual({ status: 404, body: { error: 1 } });
    expect(seen.at(-1)).toMatchObject({ method: 'DELETE', url: '/v3/servers/1', token: 't0', body: '' });
  });

  test('a refused password is told without it', async () => {
    const { access } = await cloud(() => ({ status: 401, body: '{"error":{"message":"The request you have made requires authentication."}}' }));
    const fault = await connectCloud(context, access).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'VERIFY_FAILED', message: expect.stringContaining('answered 401') as unknown });
    expect(JSON.stringify(fault)).not.toContain('hidden');
  });

  test('nobody there is told', async () => {
    const { access } = await cloud(() => issued);
    await new Promise((resolve) => server?.close(resolve));
    await expect(connectCloud(context, access)).rejects.toMatchObject({ code: 'VERIFY_FAILED', message: expect.stringContaining('no answer') as unknown });
  });
});
