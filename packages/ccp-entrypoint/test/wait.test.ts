import { afterEach, expect, test } from '@jest/globals';
import type { WaitFor } from 'ccp-core';
import { waitForAll, type Report } from '../program/wait.ts';
import { brokenWatch, FakeApi, list, refusal, watch, type Answer } from './fake-api.ts';
import { condition, job, slice } from './objects.ts';

const timing = { relist: 60_000, firstRetry: 1, longestRetry: 4 };
const endpoints: WaitFor = { kind: 'endpoints', service: 'mariadb' };
const syncJob: WaitFor = { kind: 'job', name: 'db-sync-1' };
const serving = slice('mariadb-x', [{ serving: true }]);
const notServing = slice('mariadb-x', [{ serving: false }]);

const apis: FakeApi[] = [];
afterEach(async () => {
  await Promise.all(apis.splice(0).map((api) => api.stop()));
});

async function fakeApi(...answers: Answer[]): Promise<FakeApi> {
  const api = await FakeApi.start(...answers);
  apis.push(api);
  return api;
}

/** Waits to the end and returns the reasons told on the way. */
async function reasons(api: FakeApi, waits: readonly WaitFor[], onReport: (report: Report) => void = () => undefined): Promise<string[]> {
  const told: string[] = [];
  const report = (each: Report): void => {
    told.push(each.reason);
    onReport(each);
  };
  await waitForAll({ version: 1, namespace: 'ccp', waits }, api.connection, report, new AbortController().signal, timing);
  return told;
}

test('nothing to wait for ends at once', async () => {
  expect(await reasons(await fakeApi(), [])).toEqual(['']);
});

test('what holds already needs one request, with the token and only in its own namespace', async () => {
  const api = await fakeApi(list([serving]));
  expect(await reasons(api, [endpoints])).toEqual(['']);
  const [request] = api.seen;
  expect(request?.path).toBe('/apis/discovery.k8s.io/v1/namespaces/ccp/endpointslices');
  expect(request?.query.get('labelSelector')).toBe('kubernetes.io/service-name=mariadb');
  expect(request?.authorization).toBe('Bearer first-token');
});

test('a change comes through the watch, from the version of the list on', async () => {
  const api = await fakeApi(list([notServing], '77'), watch({ type: 'BOOKMARK', object: {} }, { type: 'MODIFIED', object: serving }));
  expect(await reasons(api, [endpoints])).toEqual(['Service mariadb has no serving endpoint (1 not serving)', '']);
  expect(api.seen[1]?.query.get('watch')).toBe('true');
  expect(api.seen[1]?.query.get('resourceVersion')).toBe('77');
});

test('a deleted slice no longer counts', async () => {
  const other = slice('mariadb-y', [{ serving: true }]);
  const api = await fakeApi(list([notServing]), watch({ type: 'DELETED', object: notServing }, { type: 'ADDED', object: other }));
  expect(await reasons(api, [endpoints])).toEqual([
    'Service mariadb has no serving endpoint (1 not serving)',
    'Service mariadb has no serving endpoint (no endpoint)',
    '',
  ]);
});

test('the exact job is watched until it is complete', async () => {
  const api = await fakeApi(list([]), watch({ type: 'ADDED', object: job('db-sync-1', { startTime: 't', active: 1 }) }, { type: 'MODIFIED', object: job('db-sync-1', condition('Complete')) }));
  expect(await reasons(api, [syncJob])).toEqual(['Job db-sync-1 does not exist', 'Job db-sync-1 is running', '']);
  expect(api.seen[0]?.path).toBe('/apis/batch/v1/namespaces/ccp/jobs');
  expect(api.seen[0]?.query.get('fieldSelector')).toBe('metadata.name=db-sync-1');
});

test('an expired version is answered by a new list, silently', async () => {
  const expired = { type: 'ERROR', object: { kind: 'Status', code: 410, message: 'too old resource version' } };
  const api = await fakeApi(list([notServing]), watch(expired), list([serving]));
  expect(await reasons(api, [endpoints])).toEqual(['Service mariadb has no serving endpoint (1 not serving)', '']);
});

test('a dropped connection is told, and everything is listed again', async () => {
  const api = await fakeApi(list([notServing]), brokenWatch(), list([serving]));
  const told = await reasons(api, [endpoints]);
  expect(told[1]).toMatch(/^endpoints of mariadb: the connection was lost/);
  expect(told.at(-1)).toBe('');
});

test('a refusal names the missing right, and ends when it is granted', async () => {
  const api = await fakeApi(refusal(403, 'endpointslices is forbidden'), refusal(403, 'endpointslices is forbidden'), list([serving]));
  expect(await reasons(api, [endpoints])).toEqual([
    'endpoints of mariadb: the service account of this pod needs get, list and watch on endpointslices.discovery.k8s.io: endpointslices is forbidden',
    '',
  ]);
});

test('a renewed token is used from the next request on', async () => {
  const api = await fakeApi(refusal(401, 'Unauthorized'), list([serving]));
  await reasons(api, [endpoints], () => api.setToken('second-token'));
  expect(api.seen.at(-1)?.authorization).toBe('Bearer second-token');
});

test('all conditions must hold at the same time', async () => {
  const byPath: Answer = (response, seen) => (seen.path.endsWith('/jobs') ? list([job('db-sync-1', condition('Complete'))]) : list([serving]))(response, seen);
  expect(await reasons(await fakeApi(byPath, byPath), [endpoints, syncJob])).toContain('');
});

test('an API that cannot be reached is told, and the signal ends the waiting', async () => {
  const api = await FakeApi.start();
  const { connection } = api;
  await api.close();
  const stop = new AbortController();
  const told: Report[] = [];
  const report = (each: Report): void => {
    told.push(each);
    stop.abort();
  };
  await waitForAll({ version: 1, namespace: 'ccp', waits: [endpoints] }, connection, report, stop.signal, timing);
  expect(told).toEqual([{ waitingFor: ['endpoints of mariadb'], reason: expect.stringMatching(/cannot be reached: .*ECONNREFUSED/) }]);
  await api.stop();
});
