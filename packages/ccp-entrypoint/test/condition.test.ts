import { describe, expect, test } from '@jest/globals';
import { conditionOf } from '../program/condition.ts';
import { condition, job, slice } from './objects.ts';

describe('endpoints', () => {
  const { judge } = conditionOf({ kind: 'endpoints', service: 'mariadb' }, { namespace: 'ccp' });

  test.each([
    ['a ready endpoint', [slice('a', [{ ready: true, serving: true, terminating: false }])]],
    ['an endpoint without conditions', [slice('a', [{}])]],
    ['ready alone, as old controllers write it', [slice('a', [{ ready: true }])]],
    ['one serving endpoint among others', [slice('a', [{ serving: false }]), slice('b', [{ serving: false }, { serving: true }])]],
  ])('%s counts', (_, slices) => {
    expect(judge(slices)).toEqual({ holds: true, reason: '' });
  });

  test.each([
    ['no slice', [], 'no endpoint'],
    ['a slice without endpoints', [{ metadata: { name: 'a' }, endpoints: null, ports: [{ port: 1 }] }], 'no endpoint'],
    ['published although not serving', [slice('a', [{ ready: true, serving: false }])], '1 not serving'],
    ['on its way out', [slice('a', [{ ready: false, serving: true, terminating: true }])], '1 not serving'],
    ['no port', [slice('a', [{ serving: true }], [])], 'no endpoint'],
  ])('%s does not count', (_, slices, counted) => {
    expect(judge(slices)).toEqual({ holds: false, reason: `Service mariadb has no serving endpoint (${counted})` });
  });
});

describe('endpoints on the own node', () => {
  const { judge, name } = conditionOf({ kind: 'endpoints', service: 'libvirt', local: true }, { namespace: 'ccp', node: 'node-1' });
  const on = (nodeName: string, conditions: object): object => ({ metadata: { name: nodeName }, endpoints: [{ nodeName, conditions }], ports: [{ port: 1 }] });

  test('one there counts', () => {
    expect(judge([on('node-2', { serving: false }), on('node-1', { serving: true })])).toEqual({ holds: true, reason: '' });
  });

  test.each([
    ['those of other nodes do not', [on('node-2', { serving: true })], 'no endpoint'],
    ['one there that does not serve does not', [on('node-2', { serving: true }), on('node-1', { serving: false })], '1 not serving'],
  ])('%s, and the reason names the node', (_, slices, counted) => {
    expect(judge(slices)).toEqual({ holds: false, reason: `Service libvirt has no serving endpoint on node node-1 (${counted})` });
    expect(name).toBe('endpoints of libvirt on node node-1');
  });
});

describe('a job', () => {
  const { judge } = conditionOf({ kind: 'job', name: 'db-sync-1' }, { namespace: 'ccp' });

  test.each([
    ['complete', [job('db-sync-1', condition('Complete'))], true, ''],
    ['absent', [], false, 'Job db-sync-1 does not exist'],
    ['new', [job('db-sync-1', {})], false, 'Job db-sync-1 has not started'],
    ['at work', [job('db-sync-1', { startTime: 't', active: 1, failed: 2 })], false, 'Job db-sync-1 is running, 2 attempts failed'],
    ['between two attempts', [job('db-sync-1', { startTime: 't', failed: 1 })], false, 'Job db-sync-1 has no running pod, 1 attempt failed'],
    ['failed', [job('db-sync-1', condition('Failed', 'BackoffLimitExceeded'))], false, 'Job db-sync-1 has failed: BackoffLimitExceeded'],
    ['not complete', [job('db-sync-1', { startTime: 't', conditions: [{ type: 'Complete', status: 'False' }], active: 1 })], false, 'Job db-sync-1 is running'],
  ])('%s', (_, objects, holds, reason) => {
    expect(judge(objects)).toEqual({ holds, reason });
  });
});
