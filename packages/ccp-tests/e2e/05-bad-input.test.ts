import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ccp, kubectl, stateDirectory, type Result } from './harness/ccp.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function withConfig(text: string, ...args: string[]): Promise<Result> {
  const file = join(folder, 'ccp.yaml');
  await writeFile(file, text);
  return ccp(args, { config: file });
}

function expectCleanFault(result: Result): void {
  expect(result.stderr).not.toMatch(/^\s+at (.+ \(|async |file:|node:)/m);
  expect(result.stderr).toMatch(/error [A-Z_]+/i);
}

describe('bad input', () => {
  test('an unknown key names file, line, column and the nearest key; exit 2', async () => {
    const result = await withConfig('environment:\n  name: e2e\nservices:\n  keystone:\n    config:\n      tokenExpiraton: 5\n', 'plan');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain(`${folder}/ccp.yaml:6:7`);
    expect(result.stderr).toContain('tokenExpiration');
    expectCleanFault(result);
  });

  test('an unknown command and an unknown option exit 2', async () => {
    expect((await ccp(['plam'])).exitCode).toBe(2);
    expect((await ccp(['plan', '--nope'])).exitCode).toBe(2);
  });

  test('an engine that does not answer', async () => {
    const result = await ccp(['build'], { env: { DOCKER_HOST: `unix://${folder}/no.sock` } });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('ENGINE_UNREACHABLE');
    expectCleanFault(result);
  });

  test('a cluster that does not answer', async () => {
    const file = await kubeconfig((text) => text.replace(/server: .*/, 'server: https://127.0.0.1:1'));
    const result = await withConfig(`environment: {name: e2e}\nkubernetes: {kubeconfig: ${file}}\nregistry: {address: "127.0.0.1:15100"}\n`, 'plan');
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('CLUSTER_UNREACHABLE');
    expectCleanFault(result);
  });

  test('a user without rights is told which one is missing', async () => {
    await kubectl('-n', 'default', 'create', 'serviceaccount', 'nobody-e2e');
    const token = (await kubectl('-n', 'default', 'create', 'token', 'nobody-e2e')).trim();
    const file = await kubeconfig((text) => {
      const document = parse(text) as { users: { user: unknown }[] };
      for (const user of document.users) user.user = { token };
      return stringify(document);
    });
    const result = await withConfig(`environment: {name: e2e}\nkubernetes: {kubeconfig: ${file}}\nregistry: {address: "127.0.0.1:15100"}\n`, 'plan');
    await kubectl('-n', 'default', 'delete', 'serviceaccount', 'nobody-e2e');
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('CLUSTER_FORBIDDEN');
    expect(result.stderr).toMatch(/nodes|namespaces|secrets/);
    expectCleanFault(result);
  });

  test('a port that is taken is named before anything is created', async () => {
    const server = await listen();
    const { port } = server.address() as AddressInfo;
    const result = await withConfig(`environment: {name: taken}\ninstaller: {subnet: 172.31.84.0/24, externalSubnet: null, apiPort: ${port}, registryPort: 15200}\n`, 'cluster', 'up');
    server.close();
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('PORT_TAKEN');
    expect(result.stderr).toContain(String(port));
    expectCleanFault(result);
  });
});

async function kubeconfig(change: (text: string) => string): Promise<string> {
  const file = join(folder, 'kubeconfig');
  await writeFile(file, change(await readFile(`${stateDirectory}/kubeconfig`, 'utf8')), { mode: 0o600 });
  return file;
}

function listen(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
}
