import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ccp, ccpJson, kubectl } from './harness/ccp.ts';
import { docker } from './harness/docker.ts';
import { openrc } from './harness/identity.ts';
import { until } from './harness/until.ts';

const fixture = fileURLToPath(new URL('./fixtures/directory', import.meta.url));
const container = 'ccp-e2e-directory';
/** As in the directory; a value that oslo.config would take apart if it were not escaped. */
const bindPassword = 'reads $everything';
/** Of this run only: the job that makes a domain runs once. */
const domain = `corp-${(Date.now() % 1_000_000).toString(36)}`;

let address: string;
let folder: string;
beforeAll(async () => {
  address = await startDirectory();
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-'));
  await writeFile(join(folder, 'secrets.yaml'), JSON.stringify({ [`keystone.ldap-${domain}-password`]: bindPassword }), { mode: 0o600 });
  await ccpJson(['deploy', '-o', 'json', ...withDomain()]);
});
afterAll(async () => {
  await docker.getContainer(container).remove({ force: true });
  await rm(folder, { recursive: true });
  expect((await ccp(['deploy'])).exitCode).toBe(0);
  await ccp(['openstack', 'domain', 'set', '--disable', domain]);
  expect((await ccp(['openstack', 'domain', 'delete', domain])).exitCode).toBe(0);
});

function withDomain(): string[] {
  const settings = { url: `ldap://${address}:1389`, suffix: 'dc=example,dc=org', bindUser: 'cn=reader,dc=example,dc=org', userTree: 'ou=people,dc=example,dc=org' };
  return ['--set', `secrets.file=${join(folder, 'secrets.yaml')}`, '--set', `services.keystone.config.domains.${domain}=${JSON.stringify(settings)}`];
}

/** Runs the directory beside the cluster's nodes and returns its address. */
async function startDirectory(): Promise<string> {
  const [image] = (await ccpJson<{ images: { name: string; reference: string }[] }>(['--directory', fixture, 'build', '-c', 'fixture-slapd', '-o', 'json'], 0, { config: fileURLToPath(new URL('./fixtures/directory/ccp.yaml', import.meta.url)) })).images.filter(({ name }) => name === 'fixture-slapd');
  await docker.getContainer(container).remove({ force: true }).catch(() => undefined);
  const running = await docker.createContainer({ name: container, Image: image?.reference ?? '', HostConfig: { NetworkMode: 'ccp-e2e' } });
  await running.start();
  const { NetworkSettings } = await running.inspect();
  const ip = NetworkSettings.Networks['ccp-e2e']?.IPAddress ?? '';
  await until('the directory answers', 30, async () => {
    const socket = connect(1389, ip);
    await once(socket, 'connect');
    socket.destroy();
    return true;
  });
  return ip;
}

async function login(name: string, password: string): Promise<{ status: number; domain?: string; user?: string }> {
  const { OS_AUTH_URL: url = '' } = await openrc();
  const identity = { methods: ['password'], password: { user: { name, domain: { name: domain }, password } } };
  // A pod of the revision before may be ending: a connection that it closes says nothing about the login.
  const answer = await until('an answer to a login', 60, () => fetch(`${url}/auth/tokens`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ auth: { identity } }), signal: AbortSignal.timeout(60_000) }));
  const { token } = (await answer.json()) as { token?: { user: { name: string; domain: { name: string } } } };
  return { status: answer.status, ...(token === undefined ? {} : { domain: token.user.domain.name, user: token.user.name }) };
}

describe('a domain with a directory', () => {
  test('its users get tokens with their own passwords only', async () => {
    // The last of the old pods may answer for a moment.
    const token = await until('alice gets a token', 30, async () => [await login('alice', 'wonderland')].find(({ status }) => status === 201));
    expect(token).toEqual({ status: 201, domain, user: 'alice' });
    expect((await login('alice', 'looking-glass')).status).toBe(401);
    expect((await login('bob', 'wonderland')).status).toBe(401);
  });

  test('the default domain still works', async () => {
    const users = await ccpJson<{ Name: string }[]>(['openstack', 'user', 'list', '--domain', 'Default', '-f', 'json']);
    expect(users.map((user) => user.Name)).toContain('admin');
  });

  test('its password stands in no pod, config map or job', async () => {
    const objects = await kubectl('get', 'pods,deployments,jobs,configmaps', '-A', '-o', 'json');
    expect(objects).toContain(`keystone.${domain}.conf`);
    expect(objects).not.toContain(bindPassword);
  });

  test('an option that LDAP does not have is refused before anything is deployed', async () => {
    const result = await ccp(['plan', ...withDomain(), '--set', `services.keystone.config.domains.${domain}.options={user_tree: x}`]);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain(`[ldap] of /etc/keystone/domains/keystone.${domain}.conf has no option "user_tree"`);
  });
});
