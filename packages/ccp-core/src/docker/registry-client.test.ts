import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CcpError } from '../diagnostics/index.ts';
import { connectRegistry, manifestUrl } from './registry-client.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

/** Address of a registry that answers every request with `status`. */
async function registry(status: number, seen: IncomingMessage[] = []): Promise<string> {
  server = createServer((request, response) => {
    seen.push(request);
    response.writeHead(status, { 'docker-content-digest': 'sha256:aa' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('manifest of an image in a registry', () => {
  test.each([
    ['127.0.0.1:5000/ccp/app:1-k', 'http://127.0.0.1:5000/v2/ccp/app/manifests/1-k'],
    ['localhost/app:1', 'http://localhost/v2/app/manifests/1'],
    ['registry.example:5000/a/b/app:1', 'https://registry.example:5000/v2/a/b/app/manifests/1'],
  ])('%s is asked for at %s', (reference, url) => {
    expect(manifestUrl(reference).url).toBe(url);
  });

  test('its digest, asked for without fetching it', async () => {
    const seen: IncomingMessage[] = [];
    expect(await connectRegistry().manifestDigest(`${await registry(200, seen)}/ccp/app:1`)).toBe('sha256:aa');
    expect(seen[0]?.method).toBe('HEAD');
    expect(seen[0]?.headers.accept).toContain('application/vnd.docker.distribution.manifest.v2+json');
  });

  test('none when it is absent, or hidden from strangers', async () => {
    for (const status of [404, 401]) {
      expect(await connectRegistry().manifestDigest(`${await registry(status)}/ccp/app:1`)).toBeUndefined();
      server?.close();
    }
  });

  test('a login is sent, and a refused one is an error that says what to do', async () => {
    const seen: IncomingMessage[] = [];
    const access = { login: { username: 'ada', password: 'pw' } };
    expect(await connectRegistry().manifestDigest(`${await registry(200, seen)}/ccp/app:1`, access)).toBe('sha256:aa');
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ada:pw').toString('base64')}`);
    server?.close();
    const refused = connectRegistry().manifestDigest(`${await registry(401)}/ccp/app:1`, access);
    await expect(refused).rejects.toMatchObject({ code: 'REGISTRY_FAILED', hint: expect.stringContaining('registry.passwordFile') });
  });

  test.each([
    ['for the login', { login: { username: 'ada', password: 'pw' } }, `Basic ${Buffer.from('ada:pw').toString('base64')}`],
    ['for a stranger', {}, 'undefined'],
  ])('a registry that wants a token gets one %s', async (_, access, authorization) => {
    const asked: string[] = [];
    server = createServer((request, response) => {
      const own = `http://${request.headers.host}`;
      if (request.url?.startsWith('/token') === true) {
        asked.push(`${request.url} ${request.headers.authorization}`);
        response.end(JSON.stringify({ token: 'abc' }));
      } else if (request.headers.authorization === 'Bearer abc') response.writeHead(200, { 'docker-content-digest': 'sha256:bb' }).end();
      else response.writeHead(401, { 'www-authenticate': `Bearer realm="${own}/token",service="s",scope="repository:ccp/app:pull"` }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await connectRegistry().manifestDigest(`${address}/ccp/app:1`, access)).toBe('sha256:bb');
    expect(asked).toEqual([`/token?service=s&scope=repository%3Accp%2Fapp%3Apull ${authorization}`]);
  });

  test('a broken or absent registry is an error', async () => {
    const address = await registry(500);
    await expect(connectRegistry().manifestDigest(`${address}/a:1`)).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
    server?.closeAllConnections();
    server?.close();
    await expect(connectRegistry().manifestDigest(`${address}/a:1`)).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE', evidence: [expect.stringContaining('ECONNREFUSED')] });
  });

  test('it is checked before images are sent: it answers, or wants a login', async () => {
    const seen: IncomingMessage[] = [];
    await connectRegistry().check(await registry(200, seen));
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /v2/']);
    server?.close();
    await expect(connectRegistry().check(await registry(401))).rejects.toMatchObject({ code: 'REGISTRY_FAILED', hint: expect.stringContaining('docker login') });
    server?.close();
    await expect(connectRegistry().check(await registry(404))).rejects.toMatchObject({ code: 'REGISTRY_FAILED', hint: expect.stringContaining('Is it a registry') });
  });

  test('a connection that is cut is made again', async () => {
    let cuts = 0;
    server = createServer((request, response) => {
      if (cuts++ < 2) request.socket.destroy();
      else response.writeHead(200, { 'docker-content-digest': 'sha256:cc' }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    expect(await connectRegistry().manifestDigest(`127.0.0.1:${(server.address() as AddressInfo).port}/a:1`)).toBe('sha256:cc');
  });

  test('one that is silent is left at once when the command is stopped', async () => {
    const stop = new AbortController();
    let asked = 0;
    server = createServer(() => {
      asked++;
      stop.abort(new CcpError('INTERRUPTED', 'stopped by SIGINT'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(connectRegistry().manifestDigest(`${address}/a:1`, {}, { signal: stop.signal })).rejects.toMatchObject({ code: 'INTERRUPTED', message: 'stopped by SIGINT' });
    await expect(connectRegistry().check(address, {}, { signal: stop.signal })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(asked).toBe(1);
  });
});
