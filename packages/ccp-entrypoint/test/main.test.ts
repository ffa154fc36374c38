import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'entrypoint-'));
const program = join(folder, 'main.mjs');

// The Node.js that runs the tests may be older than the image's, which needs no bundle.
beforeAll(() => build({ entryPoints: [new URL('../program/main.ts', import.meta.url).pathname], outfile: program, bundle: true, platform: 'node', format: 'esm' }));
afterAll(() => rmSync(folder, { recursive: true }));

function start(input: string | undefined): ChildProcess {
  // Port 1 of loopback: nothing answers, so the program waits.
  const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: '1', ...(input === undefined ? {} : { CCP_ENTRYPOINT: input }) };
  return spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

test('input that is not understood ends with one line and exit code 2', async () => {
  const child = start('{"version":9}');
  const stderr = child.stderr!.setEncoding('utf8').toArray();
  const [code] = await once(child, 'close');
  expect(code).toBe(2);
  expect((await stderr).join('')).toBe('ccp-entrypoint: versions 1 and 2 of the input are understood, not 9\n');
});

test('nothing to wait for succeeds', async () => {
  const child = start(JSON.stringify({ version: 1, namespace: 'ccp', waits: [] }));
  const stdout = child.stdout!.setEncoding('utf8').toArray();
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  expect(JSON.parse((await stdout).join(''))).toEqual({ time: expect.stringMatching(/^\d{4}-.*Z$/), waitingFor: [], reason: '' });
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s ends the waiting at once', async (signal, expected) => {
  const child = start(JSON.stringify({ version: 1, namespace: 'ccp', waits: [{ kind: 'job', name: 'db-sync-1' }] }));
  const [line] = await once(child.stdout!.setEncoding('utf8'), 'data');
  expect(JSON.parse(line)).toMatchObject({ waitingFor: ['Job db-sync-1'] });
  child.kill(signal);
  const [code] = await once(child, 'close');
  expect(code).toBe(expected);
});
