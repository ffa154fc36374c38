import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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

  test('a broken or absent registry is an error', async () => {
    const address = await registry(500);
    await expect(connectRegistry().manifestDigest(`${address}/a:1`)).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
    server?.closeAllConnections();
    server?.close();
    await expect(connectRegistry().manifestDigest(`${address}/a:1`)).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
  });
});
