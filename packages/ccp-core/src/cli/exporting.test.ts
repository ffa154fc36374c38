import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { desiredObjects } from '../engine/desired-objects.ts';
import { nothingLive } from '../engine/live-state.ts';
import { ensureSecrets, readSecrets } from '../engine/secrets.ts';
import { fakeCluster } from '../testing/fake-cluster.ts';
import { sampleDesired } from '../testing/sample-desired.ts';
import { exportObjects } from './exporting.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ccp-export-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const all = new Set(['store', 'app']);
const required = ['store.root', 'app.database-password'];

describe('export', () => {
  test('files sort in the order of application, the namespace first, providers before consumers, jobs around the workload', async () => {
    const { files } = await exportObjects(join(folder, 'order'), desiredObjects(await sampleDesired(), nothingLive, all), await readSecrets(undefined, 'ns'));
    expect(files).toEqual([...files].sort());
    expect(readdirSync(join(folder, 'order')).sort()).toEqual(files);
    expect(files[0]).toBe('000-environment-namespace-ns.yaml');
    const place = (part: string): number => files.findIndex((file) => file.includes(part));
    expect(place('statefulset-store')).toBeLessThan(place('app-serviceaccount'));
    expect(place('job-app-db-sync')).toBeLessThan(place('deployment-app'));
    expect(place('deployment-app')).toBeLessThan(place('job-app-greet'));
  });

  test('a Job that is done is left out, whatever it would look like now', async () => {
    const cluster = fakeCluster([], { settled: true });
    const desired = await sampleDesired();
    const jobs = desired.services.flatMap(({ jobs: own }) => own.map(({ object }) => object));
    for (const job of jobs) await cluster.apply(job);
    const live = { ...nothingLive, find: (object: Parameters<typeof nothingLive.find>[0]) => cluster.objects.get(`${object.kind} ${object.metadata.name}`) };
    expect(jobs.length).toBeGreaterThan(0);
    expect(desiredObjects(desired, live, all).filter(({ object }) => object.kind === 'Job')).toEqual([]);
  });

  test('values are in Secrets only, which only the owner can read', async () => {
    const cluster = fakeCluster();
    const secrets = await ensureSecrets(cluster, 'local', 'ns', required);
    const { files, directory, unresolved } = await exportObjects(join(folder, 'values'), desiredObjects(await sampleDesired(), nothingLive, all), secrets);
    const value = secrets.value('app.database-password');
    expect(unresolved).toEqual([]);
    for (const file of files) {
      const text = readFileSync(join(directory, file), 'utf8');
      const { kind, data = {} } = parse(text) as { kind: string; data?: Record<string, string> };
      expect([file, text.includes('@@secret')]).toEqual([file, false]);
      expect([file, (statSync(join(directory, file)).mode & 0o777).toString(8)]).toEqual([file, kind === 'Secret' ? '600' : '644']);
      if (file.includes('app-secret-app-') && 'app.conf' in data) expect(Buffer.from(data['app.conf'] ?? '', 'base64').toString()).toContain(value);
      if (kind !== 'Secret') expect(text).not.toContain(value);
    }
  });

  test('secrets that do not exist yet are named and stay references', async () => {
    const { unresolved, directory, files } = await exportObjects(join(folder, 'references'), desiredObjects(await sampleDesired(), nothingLive, new Set(['app'])), await readSecrets(undefined, 'ns'));
    expect(unresolved).toEqual([...required].sort());
    expect(files.some((file) => file.includes('store'))).toBe(false);
    const text = files.filter((file) => file.includes('-secret-')).map((file) => readFileSync(join(directory, file), 'utf8')).join('\n');
    expect(text).toContain('@@secret:app.database-password');
  });

  test('nothing is overwritten', async () => {
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full', 'mine'), '');
    await expect(exportObjects(join(folder, 'full'), [], await readSecrets(undefined, 'ns'))).rejects.toMatchObject({ code: 'USAGE' });
    await expect(exportObjects(join(folder, 'full', 'mine'), [], await readSecrets(undefined, 'ns'))).rejects.toMatchObject({ code: 'USAGE' });
  });
});
