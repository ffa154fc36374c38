import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import type { BuildRequest } from '../engine/contracts.ts';
import { connectDocker } from './connect.ts';
import { engineFacts } from './engine-facts.ts';

/** Answer of Docker 20.10 to a build whose second step fails. */
const failedBuild = readFileSync(new URL('../../test/fixtures/failed-build.jsonl', import.meta.url));

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let folder: string;
let server: Server;
let socket: string;
let answer: Answer;
let requests: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-test-'));
  socket = join(folder, 'engine.sock');
  requests = [];
  server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    answer(request, response);
  });
  server.listen(socket);
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

function request(signal = new AbortController().signal): BuildRequest {
  return { reference: 'ccp.local/ccp/app:1', files: [{ path: 'Dockerfile', mode: 0o644, content: Buffer.from('FROM x') }], buildArgs: {}, signal, onProgress: () => undefined };
}

function json(status: number, value: unknown): Answer {
  return (_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

describe('an engine', () => {
  test('that is not there', async () => {
    const error = connectDocker(join(folder, 'none.sock')).listImages('ccp.io/key');
    await expect(error).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE', hint: expect.stringContaining('DOCKER_HOST') });
  });

  test('that refuses', async () => {
    answer = json(500, { message: 'no space left on device' });
    await expect(connectDocker(socket).tag('a', 'b/c:1')).rejects.toMatchObject({ code: 'ENGINE_REFUSED', evidence: ['no space left on device'], hint: expect.stringContaining('disk of the engine is full') });
  });

  test('that lost its bridge', async () => {
    answer = json(500, { message: 'could not find bridge docker0: route ip+net: no such network interface' });
    await expect(connectDocker(socket).tag('a', 'b/c:1')).rejects.toMatchObject({ hint: expect.stringContaining('another engine') });
  });
});

test('of containers an engine tells no commands, mounts and labels of others', async () => {
  const told = { Id: 'c1', Names: ['/node'], Image: 'i', State: 'running', Status: 'Up' };
  const listed = [{ ...told, Command: 'run --password x', Mounts: [{ Source: '/home' }], Labels: { 'ccp.io/cluster': 'c', other: 'x' } }, { ...told, Command: 'x', Labels: null }];
  answer = (asked, response) => json(200, asked.url?.startsWith('/containers') === true ? listed : { of: asked.url })(asked, response);
  expect((await engineFacts(socket)).containers).toEqual([{ ...told, Labels: { 'ccp.io/cluster': 'c' } }, { ...told, Labels: {} }]);
});

describe('images', () => {
  test('are listed by label', async () => {
    answer = json(200, [{ Id: 'sha256:1', RepoTags: null, Labels: { 'ccp.io/key': 'k' }, Created: 5, Size: 7 }]);
    expect(await connectDocker(socket).listImages('ccp.io/key')).toEqual([{ id: 'sha256:1', references: [], labels: { 'ccp.io/key': 'k' }, createdAt: 5, sizeBytes: 7 }]);
    expect(decodeURIComponent(requests[0] ?? '')).toBe('GET /images/json?filters={"label":["ccp.io/key"]}');
  });

  test('absent ones are no error', async () => {
    answer = json(404, { message: 'no such image' });
    expect(await connectDocker(socket).findImage('x/y:1')).toBeUndefined();
    await connectDocker(socket).removeImage('x/y:1');
  });

  test('a name with a port is split into name and tag', async () => {
    answer = (_, response) => response.writeHead(201).end();
    await connectDocker(socket).tag('sha256:1', '127.0.0.1:5000/ccp/app:1-k');
    expect(decodeURIComponent(requests[0] ?? '')).toBe('POST /images/sha256:1/tag?repo=127.0.0.1:5000/ccp/app&tag=1-k');
  });

  test('a push that the registry refuses is told with its words', async () => {
    answer = (_, response) => response.end('{"status":"pushing"}\n{"errorDetail":{},"error":"denied: no"}\n');
    await expect(connectDocker(socket).push('r/a:1', new AbortController().signal)).rejects.toMatchObject({ code: 'REGISTRY_FAILED', evidence: ['denied: no'] });
  });

  test('a pull sends the login in a header only, and tells what goes on', async () => {
    let header: unknown;
    answer = (incoming, response) => {
      header = incoming.headers['x-registry-auth'];
      response.end('{"status":"Pulling fs layer","id":"aa"}\n');
    };
    const told: string[] = [];
    await connectDocker(socket).pull('r:5000/a:1', new AbortController().signal, (text) => told.push(text), { username: 'ada', password: 'pw' });
    expect(decodeURIComponent(requests[0] ?? '')).toBe('POST /images/create?fromImage=r:5000/a:1');
    expect(JSON.parse(Buffer.from(String(header), 'base64url').toString())).toEqual({ username: 'ada', password: 'pw' });
    expect(told).toEqual(['aa: Pulling fs layer']);
  });

  test.each([
    ['Head "https://r/v2/a/manifests/1": unauthorized: authentication required', 'REGISTRY_FAILED', 'registry.passwordFile'],
    ['Get "https://r/v2/": http: server gave HTTP response to HTTPS client', 'REGISTRY_FAILED', 'insecure-registries'],
    ['write /var/lib/docker/tmp: no space left on device', 'ENGINE_REFUSED', 'disk of the engine is full'],
  ])('a pull that fails with %s', async (text, code, hint) => {
    answer = json(500, { message: text });
    await expect(connectDocker(socket).pull('r/a:1', new AbortController().signal)).rejects.toMatchObject({ code, evidence: [expect.stringContaining(text)], hint: expect.stringContaining(hint) });
  });

  test('a push whose registry is silent for a moment is made again', async () => {
    answer = (_, response) => response.end(requests.length === 1 ? '{"error":"dial tcp 127.0.0.1:5000: connect: connection refused"}\n' : '{"status":"pushed"}\n');
    await connectDocker(socket).push('r/a:1', new AbortController().signal);
    expect(requests).toHaveLength(2);
  });
});

describe('a build', () => {
  test('asks for BuildKit without a session', async () => {
    answer = (incoming, response) => (incoming.url?.startsWith('/build') === true ? response.end('') : json(200, { Id: 'sha256:9', Size: 3 })(incoming, response));
    expect(await connectDocker(socket).build(request())).toEqual({ ok: true, id: 'sha256:9', sizeBytes: 3 });
    expect(requests[0]).toMatch(/^POST \/build\?.*version=2/);
    expect(requests.join()).not.toContain('session');
  });

  test('that fails is an outcome with step, message and lines', async () => {
    answer = (_, response) => response.end(failedBuild);
    const outcome = await connectDocker(socket).build(request());
    expect(outcome).toMatchObject({ ok: false, step: '[3/3] make the thing', message: 'exit code: 3' });
    expect(outcome.ok ? [] : outcome.lines.at(-1)).toBe('broken');
  });

  test('that fails before any step is an outcome too', async () => {
    answer = (_, response) => response.end('{"error":"dockerfile parse error"}\n');
    expect(await connectDocker(socket).build(request())).toEqual({ ok: false, step: '', message: 'dockerfile parse error', lines: [] });
  });

  test('that found no network says why', async () => {
    answer = (_, response) => response.end('{"error":"failed to create endpoint: could not find bridge docker0"}\n');
    expect(await connectDocker(socket).build(request())).toMatchObject({ ok: false, hint: expect.stringContaining('another engine') });
  });

  test('that is stopped ends the connection, which ends the step in the engine', async () => {
    const abort = new AbortController();
    let closed: Promise<unknown> = Promise.resolve();
    answer = (incoming, response) => {
      closed = once(response, 'close');
      incoming.resume();
      response.write('{"stream":"working"}\n');
    };
    const building = connectDocker(socket).build({ ...request(abort.signal), onProgress: () => abort.abort() });
    await expect(building).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await closed;
  });

  test('whose connection breaks is not taken for a finished one', async () => {
    answer = (_, response) => {
      response.write('{"stream":"working"}\n');
      setImmediate(() => response.destroy());
    };
    await expect(connectDocker(socket).build(request())).rejects.toMatchObject({ code: expect.stringMatching(/^ENGINE_/) });
  });
});

describe('the version of the engine', () => {
  test.each([
    ['1.40', '19.03.15', { code: 'PREREQUISITE', message: expect.stringContaining('19.03.15') as unknown }],
    ['1.9', '1.9.1', { code: 'PREREQUISITE' }],
  ])('API %s is too old', async (api, version, fault) => {
    answer = json(200, { ApiVersion: api, Version: version });
    await expect(connectDocker(socket).checkVersion()).rejects.toMatchObject(fault);
  });

  test.each(['1.41', '1.51'])('API %s will do', async (api) => {
    answer = json(200, { ApiVersion: api, Version: '20.10.24' });
    await expect(connectDocker(socket).checkVersion()).resolves.toBeUndefined();
  });
});
