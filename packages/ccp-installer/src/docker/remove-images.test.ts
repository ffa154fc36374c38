import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharesOf, type CacheRecord } from './build-cache.ts';
import { removeImagesAndCaches } from './remove-images.ts';

const step = (ID: string, Parent: string, script = 'ccp_began=$(date +%s)'): CacheRecord => ({ ID, Parent, Description: `mount / from exec /bin/sh -euc # apt: tini\n${script}` });
const copied = (ID: string, Parent = ''): CacheRecord => ({ ID, Parent, Description: 'fileop target' });

/** A base that a build of ccp and one of somebody else stand on, and a copy into an empty image. */
const records: readonly CacheRecord[] = [
  { ID: 'base', Parent: '', Description: 'pulled from docker.io/library/debian' },
  step('install', 'base'),
  copied('files', 'install'),
  step('theirs', 'base', 'make install'),
  copied('their-files', 'theirs'),
  copied('binaries'),
  { ID: 'go', Parent: '', Description: 'cached mount /var/cache/go from exec /bin/sh -euc # go build\nccp_began=$(date +%s)' },
];

describe('whose a record of the build cache is', () => {
  test('a step tells, and so do what was copied onto it and what it rests on; what must go first comes first', () => {
    const { own, unclaimed } = sharesOf(records);
    expect([...own].sort()).toEqual(['base', 'files', 'go', 'install']);
    expect(own.filter((id) => id !== 'go')).toEqual(['files', 'install', 'base']);
    expect(unclaimed).toEqual(['binaries']);
  });

  test('engines since 23 name several parents', () => {
    const newer = records.map(({ Parent, ...record }) => ({ ...record, ...(Parent === '' ? {} : { Parents: [Parent ?? ''] }) }));
    expect(sharesOf(newer)).toEqual(sharesOf(records));
  });
});

describe('down --all', () => {
  let folder: string;
  let server: Server;
  let docker: Docker;
  let requests: string[];
  /** Names of what containers use. */
  let used: readonly string[];

  const answers: Readonly<Record<string, unknown>> = {
    '/images/json': [
      { Id: 'sha256:1', RepoTags: ['ccp.local/ccp/app:1', '127.0.0.1:5000/ccp/app:1'] },
      { Id: 'sha256:2', RepoTags: ['<none>:<none>'] },
    ],
    '/volumes': { Volumes: [{ Name: 'ccp-registry-cache' }] },
    '/system/df': { BuildCache: records },
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ccp-test-'));
    [requests, used] = [[], []];
    server = createServer(({ method = '', url = '' }, response) => {
      const { pathname, searchParams } = new URL(decodeURIComponent(url), 'http://engine');
      requests.push([method, pathname, searchParams.get('filters') ?? ''].join(' ').trim());
      const gone = pathname.startsWith('/volumes/') ? 204 : 200;
      const status = method === 'DELETE' && used.some((name) => pathname.endsWith(name)) ? 409 : gone;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answers[pathname] ?? {}));
    });
    server.listen(join(folder, 'engine.sock'));
    await once(server, 'listening');
    docker = new Docker({ socketPath: join(folder, 'engine.sock') });
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  test('removes every name of the images that bear the label, the caches of registries, and of the build cache what is ccp’s', async () => {
    const stays = await removeImagesAndCaches(docker, () => undefined);
    expect(requests.filter((request) => request.startsWith('GET'))).toEqual(['GET /images/json {"label":["ccp.io/key"]}', 'GET /volumes {"label":["ccp.io/cache"]}', 'GET /system/df']);
    expect(requests.filter((request) => request.startsWith('DELETE'))).toEqual(['DELETE /images/ccp.local/ccp/app:1', 'DELETE /images/127.0.0.1:5000/ccp/app:1', 'DELETE /images/sha256:2', 'DELETE /volumes/ccp-registry-cache']);
    const pruned = requests.filter((request) => request.startsWith('POST'));
    expect(pruned.sort()).toEqual(['base', 'files', 'go', 'install'].map((id) => `POST /build/prune {"id":["${id}"]}`));
    expect(stays).toEqual([expect.stringMatching(/^1 records of the build cache/)]);
  });

  test('keeps what containers of another cluster use, and says so', async () => {
    used = ['ccp.local/ccp/app:1', 'ccp-registry-cache'];
    expect(await removeImagesAndCaches(docker, () => undefined)).toContain('what containers use: ccp.local/ccp/app:1, volume ccp-registry-cache');
  });
});
