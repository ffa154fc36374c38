import { afterAll, describe, expect, test } from '@jest/globals';
import { appendFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ccp, ccpJson, kubectl } from './harness/ccp.ts';
import { docker } from './harness/docker.ts';
import { ccpInCopy, copyWorkspace } from './harness/workspace-copy.ts';

interface Plan {
  changes: boolean;
  images: { name: string; action: string; reason: string }[];
  services: { service: string; action: string; configKeys: { path: string; from: unknown; to: unknown }[]; restarts: string[]; jobs: { job: string; action: string }[] }[];
}
interface Build {
  planMs: number;
  images: { name: string; outcome: string; reference: string }[];
}
const shorter = ['--set', 'services.keystone.config.tokenExpiration=1800'];

async function jobs(): Promise<string> {
  return kubectl('-n', 'ccp-e2e', 'get', 'jobs', '-o', 'jsonpath={range .items[*]}{.metadata.name} {.metadata.uid}{"\\n"}{end}');
}

async function lifetimeSeconds(): Promise<number> {
  const token = await ccpJson<{ expires: string }>(['openstack', 'token', 'issue', '-f', 'json']);
  return (Date.parse(token.expires) - Date.now()) / 1000;
}

describe('plan and deploy', () => {
  test('what is deployed has no changes', async () => {
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
  });

  test('a changed key names one service, the key and the pods, and runs no job', async () => {
    const plan = await ccpJson<Plan>(['plan', '--check', '-o', 'json', ...shorter], 3);
    expect(plan.images).toEqual([]);
    expect(plan.services).toHaveLength(1);
    expect(plan.services[0]).toMatchObject({ service: 'keystone', action: 'update', configKeys: [{ path: 'services.keystone.config.tokenExpiration', from: 3600, to: 1800 }] });
    expect(plan.services[0]?.restarts).toEqual([expect.stringMatching(/^keystone-/)]);
    expect(plan.services[0]?.jobs.every((job) => job.action === 'done')).toBe(true);
  });

  test('deploying it changes the lifetime of tokens, runs no job again, and deploying without it goes back', async () => {
    const before = await jobs();
    await ccpJson(['deploy', '-o', 'json', ...shorter]);
    expect(await lifetimeSeconds()).toBeLessThanOrEqual(1800);
    expect(await jobs()).toBe(before);
    expect((await ccp(['plan', '--check', ...shorter])).exitCode).toBe(0);
    await ccpJson(['deploy', '-o', 'json']);
    expect(await lifetimeSeconds()).toBeGreaterThan(1900);
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
  });
});

describe('build', () => {
  let workspace: string;
  afterAll(() => rm(workspace, { recursive: true, force: true }));

  test('with nothing changed every image is present', async () => {
    const report = await ccpJson<Build>(['build', '-o', 'json']);
    expect(report.images.map((image) => image.outcome).filter((outcome) => outcome !== 'present')).toEqual([]);
  });

  test('one more byte in an image folder builds that image only', async () => {
    workspace = await copyWorkspace();
    const folder = join(workspace, 'packages/ccp-keystone/image');
    const [name = ''] = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name);
    // Different in every run: the engine keeps what an earlier one built.
    await appendFile(join(folder, name), `# ${Date.now()}\n`);
    const report = JSON.parse(await ccpInCopy(workspace, 'build', '-o', 'json')) as Build;
    const touched = report.images.filter((image) => image.outcome !== 'present');
    for (const { reference } of touched) await docker.getImage(reference).remove();
    expect(touched.map((image) => [image.name, image.outcome])).toEqual([['keystone', 'built']]);
  });
});
