import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { minifyKubeconfig } from './minify.ts';

let file: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-kubeconfig-'));
  file = join(folder, 'config');
  await writeFile(join(folder, 'ca.pem'), 'the authority');
  await writeFile(join(folder, 'token'), 'secret\n');
  const config = {
    'current-context': 'first',
    contexts: [
      { name: 'first', context: { cluster: 'one', user: 'program' } },
      { name: 'second', context: { cluster: 'two', user: 'files', namespace: 'blue' } },
    ],
    clusters: [
      { name: 'one', cluster: { server: 'https://one' } },
      { name: 'two', cluster: { server: 'https://two', 'certificate-authority': 'ca.pem' } },
    ],
    users: [
      { name: 'program', user: { exec: { command: 'login' } } },
      { name: 'files', user: { tokenFile: join(folder, 'token') } },
    ],
  };
  await writeFile(file, stringify(config));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a kubeconfig for use in a container', () => {
  test('holds the chosen context alone, with the files that it names', async () => {
    expect(parse(await minifyKubeconfig(file, 'second'))).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'second',
      contexts: [{ name: 'second', context: { cluster: 'two', user: 'files', namespace: 'blue' } }],
      clusters: [{ name: 'two', cluster: { server: 'https://two', 'certificate-authority-data': Buffer.from('the authority').toString('base64') } }],
      users: [{ name: 'files', user: { token: 'secret' } }],
    });
  });

  test('credentials that a program of the host makes are refused', async () => {
    await expect(minifyKubeconfig(file, undefined)).rejects.toMatchObject({ code: 'PREREQUISITE', hint: expect.stringContaining('own kubectl') as unknown });
  });

  test('a context that does not exist is answered with those that do', async () => {
    await expect(minifyKubeconfig(file, 'third')).rejects.toMatchObject({ code: 'CLUSTER_MISSING', hint: 'Contexts: first, second.' });
  });
});
