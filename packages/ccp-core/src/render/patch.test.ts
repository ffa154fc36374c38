import { describe, expect, test } from '@jest/globals';
import { mergePatch, patchObjects } from './patch.ts';
import type { KubeObject } from './object.ts';

const labels = { 'ccp.io/service': 'app', mine: 'x' };
const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', labels },
  spec: { replicas: 1, selector: { a: 'b' }, template: { metadata: { labels }, spec: { containers: [{ name: 'app', env: [{ name: 'A', value: '1' }], volumeMounts: [{ name: 'config', mountPath: '/a' }, { name: 'config', mountPath: '/b' }] }] } } },
};
const job: KubeObject = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'app-sync-01234567', labels: { 'ccp.io/job': 'sync' } }, spec: { backoffLimit: 4 } };
const secret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'app-0123' } };
const where = { file: 'ccp.yaml', line: 3 };
const patched = (kind: string, patch: Record<string, unknown>, name?: string): KubeObject[] => patchObjects([deployment, job, secret], [{ kind, patch, where, ...(name === undefined ? {} : { name }) }]);

describe('merging', () => {
  test.each([
    ['maps merge, null removes', { a: { b: 1, c: 2 } }, { a: { b: null, d: 3 } }, { a: { c: 2, d: 3 } }],
    ['a plain list is replaced', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['an empty list empties', { a: [{ name: 'x' }] }, { a: [] }, { a: [] }],
    ['named items merge by name, new ones come last', { a: [{ name: 'x', v: 1 }, { name: 'y' }] }, { a: [{ name: 'z' }, { name: 'x', v: 2 }] }, { a: [{ name: 'x', v: 2 }, { name: 'y' }, { name: 'z' }] }],
    ['a named item goes', { a: [{ name: 'x' }, { name: 'y' }] }, { a: [{ name: 'x', $patch: 'delete' }] }, { a: [{ name: 'y' }] }],
    ['items without names are replaced', { tolerations: [{ key: 'a' }] }, { tolerations: [{ key: 'b' }] }, { tolerations: [{ key: 'b' }] }],
    ['a map takes the place of a scalar, without nulls', { a: 1 }, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
  ])('%s', (_, target, patch, expected) => {
    expect(mergePatch(target, patch)).toEqual(expected);
  });
});

describe('patches', () => {
  test('reach into a container by its name, and volume mounts by their path', () => {
    const container = { name: 'app', env: [{ name: 'B', value: '2' }], volumeMounts: [{ name: 'config', mountPath: '/b', readOnly: true }] };
    const [result] = patched('Deployment', { spec: { template: { spec: { containers: [container] } } } });
    expect(result).toMatchObject({ spec: { template: { spec: { containers: [{ env: [{ name: 'A' }, { name: 'B' }], volumeMounts: [{ mountPath: '/a' }, { mountPath: '/b', readOnly: true }] }] } } } });
  });

  test('find a Job by its name in the package', () => {
    expect(patched('Job', { spec: { backoffLimit: 1 } }, 'sync')[1]).toMatchObject({ spec: { backoffLimit: 1 } });
  });

  test('labels and annotations of the operator may be added', () => {
    expect(patched('Deployment', { metadata: { labels: { team: 'a' }, annotations: { note: 'b' } } })[0]?.metadata).toMatchObject({ labels: { ...labels, team: 'a' }, annotations: { note: 'b' } });
  });

  test.each([
    ['no object of the kind', 'Deploymnt', {}, undefined, /matches no object: Deploymnt/, /"Deployment"/],
    ['no object of the name', 'Deployment', {}, 'ap', /matches no object: Deployment ap/, /"Deployment app"/],
    ['a Secret', 'Secret', {}, undefined, /matches no object/, /"files"/],
    ['the name', 'Deployment', { metadata: { name: 'other' } }, undefined, /changes metadata\.name/, /Leave it out/],
    ['the namespace', 'Deployment', { metadata: { namespace: 'other' } }, undefined, /changes metadata\.namespace/, /./],
    ['a label of ccp', 'Deployment', { metadata: { labels: { 'ccp.io/service': null } } }, undefined, /changes metadata\.labels/, /./],
    ['a label of ccp on pods', 'Deployment', { spec: { template: { metadata: { labels: { 'ccp.io/service': 'y' } } } } }, undefined, /changes spec\.template\.metadata\.labels/, /./],
    ['the selector', 'Deployment', { spec: { selector: { a: 'c' } } }, undefined, /changes spec\.selector/, /./],
  ])('%s is refused', (_, kind, patch, name, message, hint) => {
    expect(() => patched(kind, patch, name)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', where, message: expect.stringMatching(message) as unknown, hint: expect.stringMatching(hint) as unknown }));
  });
});
