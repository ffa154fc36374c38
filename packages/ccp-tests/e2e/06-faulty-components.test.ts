import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ccp, ccpJson, start, type Result } from './harness/ccp.ts';
import { docker } from './harness/docker.ts';
import { shows } from './harness/shows.ts';

interface Build {
  images: { name: string; outcome: string }[];
}
const fixture = (name: string): string => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
let folder: string;
let config: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-'));
  config = join(folder, 'ccp.yaml');
  await writeFile(config, 'environment: {name: fixture}\n');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  for (const { Id } of await docker.listImages({ filters: JSON.stringify({ reference: ['ccp.local/ccp/fixture-*'] }) })) await docker.getImage(Id).remove({ force: true });
});

describe('faulty catalogs', () => {
  test.each([
    ['cycle', /one -> two -> one|two -> one -> two/, 2],
    ['unbound', /lonely requires database, which no service provides/, 2],
    ['variable', /template uses "nothing"[\s\S]*app\.conf\.hbs:3:\d+/, 2],
  ])('%s', async (fault, message, exit) => {
    const result = await ccp(['--directory', fixture('faulty-catalog'), 'plan'], { config, env: { FAULT: fault } });
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/^\s+at (.+ \(|async |file:|node:)/m);
    expect(result.exitCode).toBe(exit);
  });
});

describe('builds', () => {
  const build = (names: string[], env: Record<string, string>, ...more: string[]): Promise<Result> => ccp(['--directory', fixture('faulty-images'), 'build', '-c', ...names, ...more], { config, env });

  test('a step that fails shows its last lines and its log; the sibling is built', async () => {
    const result = await build(['fixture-failing', 'fixture-sibling'], {}, '-o', 'json');
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('the reason stands here');
    const log = /\S+\/logs\/build\/fixture-failing\.log/.exec(result.stderr)?.[0] ?? '';
    expect(existsSync(log)).toBe(true);
    const outcomes = Object.fromEntries((JSON.parse(result.stdout) as Build).images.map((image) => [image.name, image.outcome]));
    expect(outcomes).toMatchObject({ 'fixture-failing': 'failed', 'fixture-sibling': 'built' });
  });

  test('a mirror that drops connections is asked again', async () => {
    const mirror = await flakyMirror(3);
    const result = await build(['fixture-mirror'], { FIXTURE_MIRROR: mirror.url, FIXTURE_VERSION: `1.0.${Date.now()}` });
    mirror.server.close();
    expect(result.exitCode).toBe(0);
    expect(mirror.requests()).toBeGreaterThan(3);
  });

  test('Ctrl-C ends a build in order, and the next run builds it', async () => {
    const env = { FIXTURE_VERSION: `1.0.${Date.now()}` };
    const args = ['--directory', fixture('faulty-images'), 'build', '-c', 'fixture-slow'];
    const { child, ended } = start(args, { config, env });
    await shows(child, /image fixture-slow/);
    child.kill('SIGINT');
    const result = await ended;
    expect(result.exitCode).toBe(130);
    const report = await ccpJson<Build>([...args, '-o', 'json'], 0, { config, env });
    expect(report.images.find((image) => image.name === 'fixture-slow')?.outcome).toBe('built');
  });
});

/** A server on the engine's bridge that drops the first `drops` connections and then serves. */
async function flakyMirror(drops: number): Promise<{ url: string; server: Server; requests: () => number }> {
  const bridge = (await docker.getNetwork('bridge').inspect()) as { IPAM: { Config: { Gateway?: string }[] } };
  const host = bridge.IPAM.Config[0]?.Gateway ?? '172.17.0.1';
  let requests = 0;
  const server = createServer((request, response) => {
    if (++requests <= drops) request.socket.destroy();
    else response.end('content');
  });
  server.listen(0, host);
  await once(server, 'listening');
  return { url: `http://${host}:${(server.address() as AddressInfo).port}`, server, requests: () => requests };
}
