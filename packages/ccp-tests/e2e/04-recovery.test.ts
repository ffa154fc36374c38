import { describe, expect, test } from '@jest/globals';
import { ccp, ccpJson, kubectl } from './harness/ccp.ts';
import { docker, runIn } from './harness/docker.ts';
import { tokenStatus } from './harness/identity.ts';
import { until } from './harness/until.ts';

async function issueToken(): Promise<string> {
  return (await ccpJson<{ id: string }>(['openstack', 'token', 'issue', '-f', 'json'])).id;
}

describe('recovery', () => {
  test('a deleted Keystone pod comes back by itself and tokens stay valid', async () => {
    const token = await issueToken();
    const [pod = ''] = (await kubectl('-n', 'ccp-e2e', 'get', 'pods', '-l', 'ccp.io/workload=keystone', '-o', 'name')).split('\n');
    await kubectl('-n', 'ccp-e2e', 'delete', pod);
    await until('Keystone accepts the token again', 120, async () => ((await tokenStatus(token)) === 200 ? true : undefined));
    expect((await kubectl('-n', 'ccp-e2e', 'get', 'pods', '-l', 'ccp.io/workload=keystone', '-o', 'name')).includes(pod)).toBe(false);
  });

  test('the proxy of Services begins again without losing the way to them', async () => {
    const token = await issueToken();
    await kubectl('-n', 'kube-system', 'delete', 'pods', '-l', 'k8s-app=kube-proxy');
    const comparedRules = 'exec 3<>/dev/tcp/127.0.0.1/10249; printf "GET /metrics HTTP/1.0\\r\\n\\r\\n" >&3; grep -q "^kubeproxy_sync_full_proxy_rules_duration_seconds_count{.*IPv4.*} [1-9]" <&3';
    await until('kube-proxy has compared its rules with those of the node', 60, async () => {
      await runIn('ccp-e2e-1', 'bash', '-c', comparedRules);
      return true;
    });
    expect(await tokenStatus(token)).toBe(200);
  });

  test('a deleted MariaDB pod comes back with its data', async () => {
    const token = await issueToken();
    await kubectl('-n', 'ccp-e2e', 'delete', 'pod', 'mariadb-0');
    await until('every service is ready', 180, async () => ((await ccp(['status'])).exitCode === 0 ? true : undefined));
    expect(await tokenStatus(token)).toBe(200);
  });

  test('after a stop and start of the cluster a token from before is accepted', async () => {
    const token = await issueToken();
    expect((await ccp(['cluster', 'stop'])).exitCode).toBe(0);
    expect((await ccp(['status'])).exitCode).not.toBe(0);
    const started = await ccp(['cluster', 'start']);
    expect([started.exitCode, started.stderr]).toEqual([0, expect.any(String)]);
    await until('Keystone accepts the token again', 180, async () => ((await tokenStatus(token)) === 200 ? true : undefined));
    await until('every service is ready', 120, async () => ((await ccp(['status'])).exitCode === 0 ? true : undefined));
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
  });

  test('after a crash of the machine `cluster start` brings everything back with its data', async () => {
    const token = await issueToken();
    // A machine that loses its power ends every process at once.
    await Promise.all(['ccp-e2e-1', 'ccp-e2e-registry'].map((name) => docker.getContainer(name).kill()));
    const started = await ccp(['cluster', 'start']);
    expect([started.exitCode, started.stderr]).toEqual([0, expect.any(String)]);
    await until('Keystone accepts the token again', 180, async () => ((await tokenStatus(token)) === 200 ? true : undefined));
    await until('every service is ready', 120, async () => ((await ccp(['status'])).exitCode === 0 ? true : undefined));
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
  });
});
