import { expect, test } from '@jest/globals';
import { fakeCluster } from '../testing/fake-cluster.ts';
import { ensurePullSecret } from './pull-secret.ts';

const owner = { environment: 'a', namespace: 'ccp-a' };
const wanted = (password: string): Parameters<typeof ensurePullSecret>[2] => ({ host: 'registry.test:5000', login: { username: 'ada', password } });

test('the Secret is made, follows the password, is left alone when nothing changed, and goes with the login', async () => {
  const cluster = fakeCluster();
  const content = (): unknown => {
    const data = cluster.objects.get('Secret ccp-registry')?.['data'] as Record<string, string> | undefined;
    return data === undefined ? undefined : JSON.parse(Buffer.from(data['.dockerconfigjson'] ?? '', 'base64').toString());
  };
  await ensurePullSecret(cluster, owner, wanted('one'));
  expect(content()).toEqual({ auths: { 'registry.test:5000': { username: 'ada', password: 'one', auth: Buffer.from('ada:one').toString('base64') } } });
  await ensurePullSecret(cluster, owner, wanted('two'));
  expect(content()).toMatchObject({ auths: { 'registry.test:5000': { password: 'two' } } });
  await ensurePullSecret(cluster, owner, wanted('two'));
  await ensurePullSecret(cluster, owner, undefined);
  await ensurePullSecret(cluster, owner, undefined);
  expect(cluster.changes).toEqual(['create Secret ccp-registry', 'replace Secret ccp-registry', 'remove Secret ccp-registry']);
});
