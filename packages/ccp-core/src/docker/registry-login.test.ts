import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerLogin } from './registry-login.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-login-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** An environment whose docker configuration is `config` and whose helper `fake` is `script`. */
async function environment(config: unknown, script = 'exit 1'): Promise<NodeJS.ProcessEnv> {
  const home = await mkdtemp(join(folder, 'home-'));
  await mkdir(join(home, '.docker'));
  await writeFile(join(home, '.docker', 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
  await writeFile(join(home, 'docker-credential-fake'), `#!/bin/sh\n${script}\n`);
  await chmod(join(home, 'docker-credential-fake'), 0o755);
  return { HOME: home, PATH: `${home}:${process.env['PATH']}` };
}

const auth = Buffer.from('ada:p:w').toString('base64');

describe("docker's own logins", () => {
  test.each(['registry.test:5000', 'https://registry.test:5000/v1/'])('written for %s', async (key) => {
    expect(await dockerLogin('registry.test:5000', await environment({ auths: { [key]: { auth } } }))).toEqual({ username: 'ada', password: 'p:w' });
  });

  test('none for another registry, and none without a file', async () => {
    expect(await dockerLogin('other.test', await environment({ auths: { 'registry.test': { auth } } }))).toBeUndefined();
    expect(await dockerLogin('other.test', { HOME: join(folder, 'nobody') })).toBeUndefined();
  });

  test('a helper gets the host on its input and answers with the login', async () => {
    const script = 'read host; printf \'{"ServerURL":"%s","Username":"ada","Secret":"for %s"}\' "$host" "$host"';
    expect(await dockerLogin('registry.test', await environment({ credHelpers: { 'registry.test': 'fake' } }, script))).toEqual({ username: 'ada', password: 'for registry.test' });
    expect(await dockerLogin('registry.test', await environment({ credsStore: 'fake' }, script))).toEqual({ username: 'ada', password: 'for registry.test' });
  });

  test('a helper that has none leaves it to the file; one that breaks is named, without what it wrote', async () => {
    const none = await environment({ credsStore: 'fake', auths: { 'registry.test': { auth } } }, 'echo credentials not found in native keychain; exit 1');
    expect(await dockerLogin('registry.test', none)).toEqual({ username: 'ada', password: 'p:w' });
    const broken = dockerLogin('registry.test', await environment({ credsStore: 'fake' }, 'echo secret words; exit 3'));
    await expect(broken).rejects.toMatchObject({ code: 'REGISTRY_FAILED', message: expect.stringContaining('docker-credential-fake'), evidence: ['exit code 3'] });
  });

  test('a file that is no JSON is named', async () => {
    await expect(dockerLogin('registry.test', await environment('{'))).rejects.toMatchObject({ code: 'REGISTRY_FAILED', where: { file: expect.stringContaining('config.json') } });
  });
});
