import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ccp, root, type Result } from './harness/ccp.ts';

interface Fault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly where: { readonly file: string; readonly line: number; readonly column: number };
}
interface Setting {
  readonly key: string;
  readonly value: unknown;
  readonly origin: string;
}
/** Neither an engine nor a cluster answers here. */
const nothing = { DOCKER_HOST: 'unix:///nonexistent.sock', KUBECONFIG: '/nonexistent' };
let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-'));
  file = join(folder, 'ccp.yaml');
});
afterAll(() => rm(folder, { recursive: true }));

async function withConfig(text: string, ...args: string[]): Promise<Result> {
  await writeFile(file, text);
  return ccp(args, { config: file, env: nothing });
}

/** Configurations that READMEs show, with the name of the package. Those of other packages are parts of larger ones, or name files of the operator. */
const examples = ['ccp-keystone', 'ccp-mariadb', 'ccp-neutron', 'ccp-rabbitmq'].flatMap((name) =>
  [...readFileSync(join(root, 'packages', name, 'README.md'), 'utf8').matchAll(/```yaml\n([^]*?)```/g)].map(([, text = '']) => ({ name, text })),
);

const mistakes = `environment: {name: mistaken}
buidler: {}
builder:
  widht: 3
  osEpoch: many
components: [ccp-debian-base, ccp-openstack-base, ccp-entrypoint, ccp-mariadb, ccp-memcachd, ccp-keystone, ccp-installer]
services:
  keystone:
    config: {processes: 0}
    bindings: {database: memcached, cach: memcached}
replicas: {mariadb: 3, glance: 1}
roles:
  controller: [keystone, mariadb, memcached, nova]
nodes:
  'node[': {roles: [controller]}
sources:
  keyston: {version: "1", sha256: ${'ab'.repeat(32)}}
installer: {nods: 3}
`;

describe('validate', () => {
  test('a file with more than ten mistakes lists all of them with place and hint', async () => {
    const shown = await withConfig(mistakes, 'validate');
    expect(shown.exitCode).toBe(2);
    expect(shown.stderr).not.toMatch(/^\s+at (.+ \(|async |node:)/m);
    expect(shown.stderr).toContain('13 faults.');
    const faults = JSON.parse((await ccp(['validate', '-o', 'json'], { config: file, env: nothing })).stdout) as Fault[];
    expect(faults.map(({ where }) => where.line)).toEqual([2, 4, 5, 6, 9, 10, 10, 11, 11, 13, 15, 17, 18]);
    expect(faults.every(({ hint, where }) => hint.length > 0 && where.file === file && where.column > 0)).toBe(true);
    expect(faults.map(({ message }) => message).join('\n')).toMatch(/buidler[^]*widht[^]*osEpoch[^]*ccp-memcachd[^]*processes[^]*does not provide database[^]*"cach"[^]*mariadb can have 1[^]*"glance"[^]*"nova"[^]*node\[[^]*"keyston"[^]*nods/);
  });

  test('every service of the cloud is rendered, and so every imported secret is looked up', async () => {
    const secrets = join(folder, 'secrets.yaml');
    await writeFile(secrets, 'keystone.admin-pasword: "x"\n', { mode: 0o600 });
    const text = `environment: {name: mistaken}\nservices:\n  nova-compute:\n    patches: [{kind: Deployment, patch: {}}]\nsecrets: {file: ${secrets}}\n`;
    expect((await withConfig(text, 'validate')).stderr).toContain('the patch matches no object: Deployment');
    expect((await withConfig(text.replace('Deployment', 'DaemonSet'), 'validate')).stderr).toMatch(/no service needs the secret "keystone\.admin-pasword"[^]*Did you mean "keystone\.admin-password"/);
  });

  test('a valid file is said to be valid, and nothing is made', async () => {
    const result = await withConfig('environment: {name: unmade}\nprofile: ha\n', 'validate');
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toMatch(/Valid: .*ccp\.yaml[^]*profile ha[^]*keystone[^]*mariadb, memcached/);
    expect(existsSync(join(root, '.ccp/unmade'))).toBe(false);
  });

  test.each(examples)('an example in the README of $name is valid', async ({ text }) => {
    await writeFile(join(folder, 'secrets.yaml'), '{}\n', { mode: 0o600 });
    const result = await withConfig(text, 'validate');
    expect([result.exitCode, result.stderr]).toEqual([0, '']);
  });
});

describe('config', () => {
  test('dump shows what holds and who says so; secrets are hidden', async () => {
    const text = 'profile: ha\nbuilder:\n  debianReference: https://me:hunter2@example.invalid/debian\nservices: {keystone: {config: {tokenExpiration: 7200}}}\n';
    const result = await withConfig(text, 'config', 'dump', '--origins', '-o', 'json', '--set', 'services.keystone.config.threads=2');
    const settings = new Map((JSON.parse(result.stdout) as Setting[]).map(({ key, value, origin }) => [key, [value, origin]]));
    expect(settings.get('services.keystone.config.tokenExpiration')).toEqual([7200, `${file}:4:32`]);
    expect(settings.get('services.keystone.config.threads')).toEqual([2, '--set services.keystone.config.threads=2']);
    expect(settings.get('services.keystone.config.processes')).toEqual([2, 'default of ccp-keystone']);
    expect(settings.get('replicas.keystone')).toEqual([2, 'profile ha of ccp-keystone']);
    expect(settings.get('environment.region')).toEqual(['RegionOne', 'default of core']);
    expect(settings.get('installer.apiPort')?.[1]).toBe('default of ccp-installer');
    expect(result.stdout).toContain('https://me:***@');
    expect(result.stdout).not.toContain('hunter2');
  });

  test('what dump prints is a configuration that says the same', async () => {
    const first = await withConfig('environment: {name: same}\nprofile: ha\n', 'config', 'dump');
    const second = await withConfig(first.stdout, 'config', 'dump');
    expect(second.stderr).toBe('');
    expect(second.stdout).toBe(first.stdout);
  });

  test('schema knows the keys of every component', async () => {
    const { properties } = JSON.parse((await withConfig('{}', 'config', 'schema')).stdout) as { properties: Record<string, { properties: Record<string, { properties: Record<string, { properties: object }> }> }> };
    expect(Object.keys(properties['installer']?.properties ?? {})).toContain('apiPort');
    expect(Object.keys(properties['services']?.properties['keystone']?.properties['config']?.properties ?? {})).toContain('tokenExpiration');
  });
});
