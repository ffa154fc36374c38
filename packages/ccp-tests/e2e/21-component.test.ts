import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ccp, ccpJson, components, kubectl, root } from './harness/ccp.ts';
import { docker } from './harness/docker.ts';
import { until } from './harness/until.ts';
import { ccpInCopy, copyWorkspace, inCopy } from './harness/workspace-copy.ts';

/** Every component author starts like this; a copy of the workspace keeps this one clean. */
let workspace = '';

/** Nobody's own component has this name: its images are removed at the end. */
const name = 'e2e-sample';

/** The environment of the tests names its components; the new one joins them. */
const withSample = components.trim().replace(': ', '=').replace(']', `, ccp-${name}]`);
const ownCcp = (...words: string[]): Promise<string> => ccpInCopy(workspace, '--set', withSample, ...words);
const inWorkspace = (...words: string[]): Promise<string> => inCopy(workspace, ...words);

/** Objects of these kinds that belong to the generated service. */
const left = (kinds: string): Promise<string> => kubectl('-n', 'ccp-e2e', 'get', kinds, '-l', `ccp.io/service=${name}`, '-o', 'name');

async function statusOf(service: string): Promise<unknown> {
  const { services } = await ccpJson<{ services: { service: string }[] }>(['status', '-o', 'json']);
  return services.find((item) => item.service === service);
}

beforeAll(async () => {
  workspace = await copyWorkspace();
});

afterAll(async () => {
  await rm(workspace, { recursive: true, force: true });
  for (const { RepoTags } of await docker.listImages({ filters: JSON.stringify({ reference: [`*/ccp/${name}`] }) })) {
    for (const tag of RepoTags ?? []) await docker.getImage(tag).remove();
  }
});

describe('a component author', () => {
  test('generates a package that is complete: it builds, and its lint and tests pass', async () => {
    await inWorkspace('node_modules/.bin/nx', 'g', './tools:component', name);
    const { stdout } = await execa('ls', [join(workspace, `packages/ccp-${name}/test/golden`)]);
    expect(stdout.split('\n')).toEqual([`${name}.Dockerfile`, `${name}.yaml`]);
    const folder = join(workspace, `packages/ccp-${name}`);
    await execa('node', [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.lib.json'], { cwd: folder });
    await inWorkspace('node_modules/.bin/eslint', '--config', 'tools/eslint/eslint.config.js', `packages/ccp-${name}`);
  });

  test('deploys it, and it answers through its port', async () => {
    const result = JSON.parse(await ownCcp('deploy', '-o', 'json', '--set', `services.${name}.config.greeting=Good morning`)) as { services: { service: string; action: string }[] };
    expect(result.services).toContainEqual({ service: name, action: 'create' });
    const script = `import urllib.request; print(urllib.request.urlopen("http://${name}:8080/", timeout=10).read().decode().strip())`;
    const answer = await until(`an answer of ${name}`, 20, () => kubectl('-n', 'ccp-e2e', 'exec', 'deploy/keystone', '-c', 'keystone', '--', 'python3', '-c', script));
    expect(answer).toBe('Good morning');
  });

  test('removes it: a deploy without the package takes everything of it away', async () => {
    await ccpJson(['deploy', '-o', 'json']);
    expect(await statusOf(name)).toBeUndefined();
    expect(await left('deployments,replicasets,services,serviceaccounts,poddisruptionbudgets')).toBe('');
    // What its last pods read stays as long as they do; the next deploy takes that, too.
    await until('the end of its pods', 60, async () => ((await left('pods')) === '' ? true : undefined));
    await ccpJson(['deploy', '-o', 'json']);
    expect(await left('secrets')).toBe('');
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
  });
});
