import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { CcpError } from '../diagnostics/index.ts';
import { defineService } from '../definition/index.ts';
import { sampleApp } from '../testing/sample-catalog.ts';
import { loadConfiguration } from './load.ts';
import { serviceConfigurations, toolSections, uselessSources } from './services.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-config-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(text: string, sets: string[] = []): Promise<Awaited<ReturnType<typeof loadConfiguration>>> {
  const file = join(folder, 'ccp.yaml');
  await writeFile(file, text);
  return loadConfiguration(file, sets, ['installer']);
}

async function faultsOf(text: string, sets: string[] = []): Promise<readonly CcpError[]> {
  const { configuration, faults } = await load(text, sets);
  return [...faults, ...serviceConfigurations(configuration, new Map([['app', sampleApp]])).faults];
}

describe('valid configuration', () => {
  test('defaults hold where nothing is written', async () => {
    const { configuration } = await loadConfiguration(undefined, [], []);
    expect(configuration.core.environment).toEqual({ name: 'local', region: 'RegionOne' });
    expect(configuration.namespace).toBe('ccp-local');
  });

  test('documents merge in order and --set wins over the file', async () => {
    const text = 'builder: {width: 3, osEpoch: 2}\n---\nbuilder: {width: 4}\n';
    const { configuration } = await load(text, ['builder.osEpoch=7', 'services.app.config.debug=true']);
    expect(configuration.core.builder).toMatchObject({ width: 4, osEpoch: 7 });
    expect(configuration.core.services['app']?.config).toEqual({ debug: true });
  });

  test.each([
    ['clusters/mine', () => join(folder, 'clusters/mine')],
    ['~/mine', () => join(homedir(), 'mine')],
    ['/etc/mine', () => '/etc/mine'],
  ])('the kubeconfig %s is found from the folder of the file', async (written, expected) => {
    const { configuration } = await load(`kubernetes: {kubeconfig: "${written}"}\n`);
    expect(configuration.core.kubernetes.kubeconfig).toBe(expected());
  });

  test("a tool's section is left to the tool", async () => {
    const { configuration, faults } = await load('installer: {anything: [1]}\n');
    expect(faults).toEqual([]);
    expect(configuration.section('installer')).toEqual({ anything: [1] });
  });
});

describe('faults', () => {
  test.each([
    ['unknown section', 'builder:\n  width: 2\nbuidler: {}\n', { line: 3, column: 1 }, /unknown key "buidler"/, /builder/],
    ['unknown nested key', 'builder:\n  widht: 2\n', { line: 2, column: 3 }, /builder\.widht/, /width/],
    ['unknown service key', 'services:\n  app:\n    config:\n      expirations: 5\n', { line: 4, column: 7 }, /expirations/, /"expiration"/],
    ['wrong type', 'services:\n  app:\n    config:\n      expiration: soon\n', { line: 4, column: 7 }, /services\.app\.config\.expiration/, /./],
    ['unknown service', 'services:\n  apq: {}\n', { line: 2, column: 3 }, /unknown service "apq"/, /"app"/],
    ['binding of what is not required', 'services:\n  app:\n    bindings:\n      databse: store\n', { line: 4, column: 7 }, /does not require "databse"/, /"database"/],
    ['host names without a domain', 'endpoints:\n  ingress: {enabled: true}\n', { line: 2, column: 3 }, /endpoints\.ingress\.domain: host names need a domain/, /./],
    ['a certificate of plain HTTP', 'endpoints:\n  ingress:\n    scheme: http\n    tlsSecret: cert\n', { line: 4, column: 5 }, /tlsSecret: http has no certificate/, /./],
    ['a domain that is none', 'endpoints:\n  ingress:\n    domain: Cloud_1\n', { line: 3, column: 5 }, /a domain name in lower case/, /./],
    ["a mirror of Debian's archive alone", 'mirrors:\n  python: https://p.example\n  debian: https://m.example/debian\n', { line: 3, column: 3 }, /mirrors\.debian: .*set mirrors\.debianSecurity, too/, /./],
    ["a mirror of Debian's security fixes alone", 'mirrors:\n  debianSecurity: https://s.example/debian\n', { line: 2, column: 3 }, /mirrors\.debianSecurity: .*set mirrors\.debian, too/, /./],
    ['out of range', 'replicas:\n  app: -1\n', { line: 2, column: 3 }, /replicas\.app/, /./],
  ])('%s names file, line, column and what to do', async (_, text, place, message, hint) => {
    const [fault] = await faultsOf(text);
    expect(fault?.code).toBe('CONFIG_INVALID');
    expect(fault?.where).toMatchObject({ file: join(folder, 'ccp.yaml'), ...place });
    expect(fault?.message).toMatch(message);
    expect(fault?.hint).toMatch(hint);
  });

  test('an unknown key of a tool is found by the schema of its component', async () => {
    const { configuration } = await load('installer:\n  nods: 2\n');
    const [fault] = toolSections(configuration, new Map([['installer', z.strictObject({ nodes: z.int().optional() })]]));
    expect(fault).toMatchObject({ code: 'CONFIG_INVALID', message: 'unknown key "installer.nods"', where: { line: 2, column: 3 }, hint: 'Did you mean "nodes"?' });
  });

  test('a source of a project that nothing is made from is named', async () => {
    const { configuration } = await load(`sources:\n  keyston: {version: "1", sha256: ${'ab'.repeat(32)}}\n`);
    expect(uselessSources(configuration, ['keyston'])).toEqual([]);
    expect(uselessSources(configuration, ['keystone'])[0]).toMatchObject({ code: 'CONFIG_INVALID', where: { line: 2, column: 3 }, hint: 'Did you mean "keystone"?' });
  });

  test('more replicas than a service can have are refused', async () => {
    const single = defineService({ ...sampleApp, availability: { replicas: 1, max: 1 } });
    const { configuration } = await load('replicas:\n  app: 3\n');
    expect(serviceConfigurations(configuration, new Map([['app', sampleApp]])).faults).toEqual([]);
    expect(serviceConfigurations(configuration, new Map([['app', single]])).faults[0]).toMatchObject({ code: 'CONFIG_INVALID', where: { line: 2, column: 3 }, hint: expect.stringContaining('not supported yet') as unknown });
  });

  describe('what nodes override', () => {
    const agent = { ...sampleApp, name: 'agent', kind: 'DaemonSet' as const };
    const found = async (text: string): Promise<readonly CcpError[]> => {
      const { configuration, faults } = await load(text);
      return [...faults, ...serviceConfigurations(configuration, new Map([['app', sampleApp], ['agent', agent]])).faults];
    };

    test('may be any value of a service that runs once on every node', async () => {
      expect(await found('nodes:\n  c1: {roles: [compute], config: {agent: {expiration: 5}}}\n')).toEqual([]);
    });

    test.each([
      ['an unknown service', 'nodes:\n  c1:\n    config:\n      agnt: {}\n', { line: 4, column: 7 }, /unknown service "agnt" in nodes\.c1\.config/, /"agent"/],
      ['a service whose pods may be anywhere', 'nodes:\n  c1:\n    config:\n      app: {}\n', { line: 4, column: 7 }, /app is a Deployment/, /services\.app\.config/],
      ['an unknown key', 'nodes:\n  c1:\n    config:\n      agent:\n        expirations: 5\n', { line: 5, column: 9 }, /nodes\.c1\.config\.agent\.expirations/, /"expiration"/],
      ['a wrong type', 'nodes:\n  c1:\n    config:\n      agent:\n        expiration: soon\n', { line: 5, column: 9 }, /nodes\.c1\.config\.agent\.expiration/, /./],
    ])('%s is refused with its place', async (_, text, place, message, hint) => {
      const faults = await found(text);
      expect(faults).toEqual([expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) as unknown, hint: expect.stringMatching(hint) as unknown, where: expect.objectContaining(place) as unknown })]);
    });
  });

  test('all faults are found in one go', async () => {
    const faults = await faultsOf('buidler: {}\nreplicas: {app: -1}\nendpoints: {nodePortOffset: x}\n');
    expect(faults.map((fault) => fault.where?.line)).toEqual(expect.arrayContaining([1, 2, 3]));
  });

  test('a fault in --set names the assignment', async () => {
    const [fault] = await faultsOf('{}', ['services.app.config.expiraton=5']);
    expect(fault?.where?.object).toBe('--set services.app.config.expiraton=5');
    expect(fault?.hint).toContain('expiration');
  });

  test('broken YAML names the place', async () => {
    await expect(load('builder: {width: [\n')).rejects.toMatchObject({ code: 'CONFIG_INVALID', where: { line: expect.any(Number) as unknown } });
  });

  test('a duplicate key is refused', async () => {
    const [fault] = await faultsOf('builder: {}\nbuilder: {}\n');
    expect(fault).toMatchObject({ code: 'CONFIG_INVALID', message: 'the key "builder" is written twice in one map', where: { line: 2, column: 1 } });
  });

  test('a missing file is named', async () => {
    await expect(loadConfiguration(join(folder, 'none.yaml'), [], [])).rejects.toMatchObject({ code: 'CONFIG_INVALID', where: { file: join(folder, 'none.yaml') } });
  });
});
