import { beforeAll, describe, expect, test } from '@jest/globals';
import { stat } from 'node:fs/promises';
import { ccp, ccpJson, kubectl, stateDirectory } from './harness/ccp.ts';
import { openrc } from './harness/identity.ts';

interface UpReport {
  changed: boolean;
  seconds: number;
  phases: { phase: string; seconds: number }[];
  images: { built: number; present: number };
  identityUrl: string;
  kubeconfig: string;
  checks: { check: string; finding: string }[];
}

// A run that was cut off may have left its cluster.
beforeAll(async () => expect((await ccp(['down'])).exitCode).toBe(0));

describe('up', () => {
  test('makes cluster, images and cloud, and verifies with a real token', async () => {
    const report = await ccpJson<UpReport>(['up', '-o', 'json']);
    expect(report.phases.map((phase) => phase.phase).sort()).toEqual(['build', 'cluster', 'deploy', 'verify']);
    expect(report.checks).toContainEqual(expect.objectContaining({ check: 'token' }));
    process.stderr.write(`up: ${report.seconds} s, ${JSON.stringify(report.phases)}, ${report.images.built} images built\n`);
  });

  test('again has nothing to do and says so', async () => {
    const report = await ccpJson<UpReport>(['up', '-o', 'json']);
    expect(report.changed).toBe(false);
    expect(report.images.built).toBe(0);
    const result = await ccp(['up']);
    expect(result.stdout).toMatch(/^Nothing to do: environment e2e/);
  });

  test('credentials are files that only their owner can read', async () => {
    for (const name of ['openrc', 'clouds.yaml', 'kubeconfig']) {
      const { mode } = await stat(`${stateDirectory}/${name}`);
      expect([name, (mode & 0o777).toString(8)]).toEqual([name, '600']);
    }
    const { stdout } = await ccp(['openrc']);
    expect(stdout).not.toContain((await openrc())['OS_PASSWORD']);
  });

  test('the OpenStack client issues a token', async () => {
    const token = await ccpJson<{ id: string; expires: string }>(['openstack', 'token', 'issue', '-f', 'json']);
    expect(token.id.length).toBeGreaterThan(100);
  });

  test('the public endpoint answers on the host and in a pod', async () => {
    const { OS_AUTH_URL: url = '' } = await openrc();
    expect(url).toMatch(/\/v3$/);
    const answer = (await (await fetch(url)).json()) as { version: { id: string } };
    expect(answer.version.id).toMatch(/^v3/);
    const script = `import urllib.request; print(urllib.request.urlopen(${JSON.stringify(url)}, timeout=10).status)`;
    expect(await kubectl('-n', 'ccp-e2e', 'exec', 'deploy/keystone', '-c', 'keystone', '--', 'python3', '-c', script)).toBe('200');
  });

  test('status shows every service ready', async () => {
    const status = await ccpJson<{ ready: boolean; services: { service: string; state: string; ready: number; jobs: { state: string }[] }[] }>(['status', '-o', 'json']);
    expect(status.ready).toBe(true);
    expect(status.services.map((service) => service.service).sort()).toEqual(['keystone', 'mariadb', 'memcached']);
    expect(status.services.flatMap((service) => service.jobs).every((job) => job.state === 'complete')).toBe(true);
  });

  test('no pod spec, config map or job holds a generated secret', async () => {
    const { OS_PASSWORD: password = '' } = await openrc();
    const objects = await kubectl('get', 'pods,deployments,statefulsets,jobs,configmaps', '-A', '-o', 'json');
    expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(objects).not.toContain(password);
  });
});
