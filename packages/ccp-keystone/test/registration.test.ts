import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { secretRef } from 'ccp-core';
import { IdentityApi, IdentityError } from '../registration/identity-api.ts';
import { InputError, passwordsFrom, readInput } from '../registration/input.ts';
import { register } from '../registration/register.ts';
import type { RegistrationInput } from '../src/registration-input.ts';
import { ensureResources } from '../registration/resources.ts';
import { consumerRegistration, ownRegistration, resourcesJob } from '../src/registration-job.ts';
import { FakeKeystone } from './fake-keystone.ts';

let keystone: FakeKeystone;
beforeEach(async () => {
  keystone = await FakeKeystone.start();
});
afterEach(() => keystone.stop());

const glance = (url: string): Partial<RegistrationInput> => ({
  projects: [{ name: 'service' }],
  roles: ['service'],
  users: [{ name: 'glance', password: { variable: 'GLANCE' }, project: 'service', roles: ['admin', 'service'] }],
  services: [{ name: 'glance', type: 'image', endpoints: { internal: url, public: `${url}/public` } }],
});

/** Registers, and returns what was changed. */
async function run(wanted: Partial<RegistrationInput>, passwords: Record<string, string> = { ADMIN: 'secret', GLANCE: 'pw' }, patienceMs = 60_000): Promise<string[]> {
  const changes: string[] = [];
  const input: RegistrationInput = {
    version: 1,
    identityUrl: keystone.url,
    region: 'RegionOne',
    admin: { user: 'admin', project: 'admin', domain: 'Default', password: { variable: 'ADMIN' } },
    ...wanted,
  };
  const api = new IdentityApi(input.identityUrl, { total: patienceMs, firstPause: 1, longestPause: 5 });
  await register(input, { api, password: passwordsFrom(passwords), changed: (what) => changes.push(what) });
  return changes;
}

test('everything that is absent is made, in an order that works', async () => {
  expect(await run(glance('http://glance:9292'))).toEqual([
    'region RegionOne: created',
    'project service: created',
    'role service: created',
    'user glance: created',
    'user glance: role admin granted',
    'user glance: role service granted',
    'service image: created',
    'endpoint image internal: created',
    'endpoint image public: created',
  ]);
  const { users, services, endpoints, regions } = keystone.collections;
  expect(regions).toEqual([{ id: 'RegionOne' }]);
  expect(users![1]).toMatchObject({ name: 'glance', password: 'pw', domain_id: 'default' });
  expect(services).toMatchObject([{ name: 'glance', type: 'image' }]);
  expect(endpoints).toMatchObject([
    { interface: 'internal', region_id: 'RegionOne', url: 'http://glance:9292', service_id: services![0]!.id },
    { interface: 'public', region_id: 'RegionOne', url: 'http://glance:9292/public', service_id: services![0]!.id },
  ]);
});

test('a project may be in a domain that is made with it', async () => {
  await run({ domains: [{ name: 'lab', description: 'For trying' }], projects: [{ name: 'demo', domain: 'lab' }] });
  const lab = keystone.collections.domains!.find(({ name }) => name === 'lab');
  expect(lab).toMatchObject({ description: 'For trying' });
  expect(keystone.collections.projects).toMatchObject([{ name: 'demo', domain_id: lab!.id }]);
});

test('a project in a domain that is not there names the domain', async () => {
  await expect(run({ projects: [{ name: 'demo', domain: 'nowhere' }] })).rejects.toThrow(/no domain with name=nowhere/);
});

test('a second run writes nothing', async () => {
  await run(glance('http://glance:9292'));
  keystone.writes.length = 0;
  expect(await run(glance('http://glance:9292'))).toEqual([]);
  expect(keystone.writes).toEqual([]);
});

test('an endpoint that moved is updated in place', async () => {
  await run(glance('http://old:9292'));
  const before = keystone.collections.endpoints!.map(({ id }) => id);
  expect(await run(glance('http://new:9292'))).toEqual(['endpoint image internal: http://old:9292 -> http://new:9292', 'endpoint image public: http://old:9292/public -> http://new:9292/public']);
  expect(keystone.collections.endpoints!.map(({ id }) => id)).toEqual(before);
});

test('a password is written only when it is not accepted', async () => {
  await run(glance('http://glance:9292'));
  expect(await run(glance('http://glance:9292'), { ADMIN: 'secret', GLANCE: 'new' })).toEqual(['user glance: password set']);
  expect(keystone.collections.users![1]!.password).toBe('new');
});

test('a service under another name is the same service', async () => {
  keystone.collections.services!.push({ id: 's1', type: 'image', name: 'old' });
  expect(await run({ services: [{ name: 'glance', type: 'image', endpoints: {} }] })).toContain('service image: named glance');
  expect(keystone.collections.services).toHaveLength(1);
});

test('dropped connections and a busy server are tried again', async () => {
  keystone.faults.push('drop', 503, 502);
  expect(await run({})).toEqual(['region RegionOne: created']);
});

test('a server that stays busy ends with what it said', async () => {
  keystone.faults.push(...Array.from({ length: 1000 }, () => 503));
  await expect(run({}, { ADMIN: 'secret' }, 200)).rejects.toThrow(/POST .*\/auth\/tokens: 503/);
});

test('a wrong administrator password is told, and not tried again', async () => {
  const attempt = run({}, { ADMIN: 'wrong' });
  await expect(attempt).rejects.toThrow(IdentityError);
  await expect(attempt).rejects.toThrow('login of admin refused: 401 The request you have made requires authentication.');
});

describe('input', () => {
  const folder = mkdtempSync(join(tmpdir(), 'registration-'));
  const file = join(folder, 'input.json');
  afterEach(() => rmSync(file, { force: true }));

  test.each([
    ['broken JSON', '{', /cannot be read/],
    ['a newer version', '{"version":2}', /version 1 .* not 2/],
    ['nothing but a version', '{"version":1}', /identityUrl, region and admin/],
  ])('%s is refused', async (_, text, message) => {
    writeFileSync(file, text);
    await expect(readInput(file)).rejects.toThrow(message);
  });

  test('a password that is not there is named by its variable', () => {
    expect(() => passwordsFrom({})({ variable: 'GLANCE' })).toThrow(InputError);
    expect(() => passwordsFrom({})({ variable: 'GLANCE' })).toThrow(/GLANCE/);
  });
});

describe('the job', () => {
  const identity = {
    internalUrl: 'http://keystone.ccp.svc:5000/v3',
    publicUrl: 'http://10.0.0.1:30500/v3',
    region: 'RegionOne',
    admin: { user: 'admin', project: 'admin', domain: 'Default', password: secretRef('keystone.admin-password') },
  };

  test('hands the program an input that it accepts, and the password by reference only', async () => {
    const job = ownRegistration(identity, { projects: [{ name: 'extra' }] }, []);
    const [file, text] = Object.entries(job.ownFiles ?? {})[0]!;
    expect(job.command.at(-1)).toBe(file);
    expect(text).not.toContain('@@secret');
    expect(job.env).toEqual({ OS_PASSWORD: identity.admin.password });
    const folder = mkdtempSync(join(tmpdir(), 'registration-'));
    writeFileSync(join(folder, 'input.json'), text);
    const input = await readInput(join(folder, 'input.json'));
    rmSync(folder, { recursive: true });
    expect(input).toMatchObject({ identityUrl: identity.internalUrl, projects: [{ name: 'service' }, { name: 'extra' }], admin: { password: { variable: 'OS_PASSWORD' } } });
  });

  test('of a consumer makes its account first, and comes before its daemon', () => {
    const job = consumerRegistration(identity, { user: 'glance', password: secretRef('glance.service-password') }, { services: [{ name: 'glance', type: 'image', endpoints: {} }] });
    expect([job.after, String(job.env?.['CCP_ACCOUNT_PASSWORD'])]).toEqual([['identity'], String(secretRef('glance.service-password'))]);
    expect(job.phase).toBeUndefined();
    expect(job.identity).toMatchObject({ users: [{ name: 'glance', project: 'service', roles: ['admin', 'service'] }] });
  });

  test('of resources comes after the API of the consumer', () => {
    expect(resourcesJob(identity, [])).toMatchObject({ phase: 'after', identity: { resources: [] } });
  });

  test('is another job when what is wanted changes', () => {
    const identityOf = (name: string): unknown => ownRegistration(identity, { projects: [{ name }] }, []).identity;
    expect(identityOf('a')).toEqual(identityOf('a'));
    expect(identityOf('a')).not.toEqual(identityOf('b'));
  });
});

describe('resources of other APIs', () => {
  const network = { name: 'net', type: 'network', list: '/networks', plural: 'networks', match: { name: 'a' }, make: { method: 'POST', path: '/networks', body: { network: { name: 'a' } } } } as const;
  const subnet = { name: 'sub', type: 'network', list: '/subnets', plural: 'subnets', match: { network_id: '${net}' }, make: { method: 'POST', path: '/subnets', body: { subnet: { network_id: '${net}' } } } } as const;

  /** An API that keeps what is posted, by path. */
  function cloudWith(kept: Record<string, { id: string; [field: string]: unknown }[]>) {
    const changes: string[] = [];
    const request = async (method: string, path: string, body: unknown): Promise<{ status: number; body: unknown }> => {
      const list = (kept[path] ??= []);
      if (method === 'POST') list.push({ id: `${path}-${list.length + 1}`, ...(Object.values(body as object)[0] as object) });
      return { status: method === 'GET' ? 200 : 201, body: { [path.slice(1)]: list } };
    };
    const api = { request } as unknown as IdentityApi;
    return { changes, cloud: { api: () => api, project: 'p1', changed: (what: string) => changes.push(what) } };
  }

  test('absent ones are made, and later ones get the ids of earlier ones', async () => {
    const kept: Parameters<typeof cloudWith>[0] = {};
    const { changes, cloud } = cloudWith(kept);
    await ensureResources([network, subnet], cloud);
    expect(kept['/subnets']).toEqual([{ id: '/subnets-1', network_id: '/networks-1' }]);
    expect(changes).toEqual(['network net: created', 'network sub: created']);
  });

  test('those that are there stay as they are', async () => {
    const kept = { '/networks': [{ id: 'n7', name: 'a', mtu: 9000 }], '/subnets': [{ id: 's7', network_id: 'n7' }] };
    const { changes, cloud } = cloudWith(kept);
    await ensureResources([network, subnet], cloud);
    expect([changes, kept['/networks']]).toEqual([[], [{ id: 'n7', name: 'a', mtu: 9000 }]]);
  });

  test('one of another project with the same name is not taken for it', async () => {
    keystone.collections.networks!.push({ id: 'theirs', name: 'a', project_id: 'p-tenant' });
    const own = { name: 'a', project_id: '${project}' };
    const wanted = { ...network, list: '/networks?name=a', match: own, make: { ...network.make, body: { network: own } } };
    expect(await run({ resources: [wanted] })).toContain('network net: created');
    expect(keystone.collections.networks).toMatchObject([{ id: 'theirs' }, { name: 'a', project_id: 'p-admin' }]);
    expect(await run({ resources: [wanted] })).toEqual([]);
  });

  test('what is in the way of one is told', async () => {
    const refusal = { status: 409, body: { NeutronError: { message: 'the flat network is in use' } } };
    const api = { request: async (method: string) => (method === 'GET' ? { status: 200, body: { networks: [] } } : refusal) } as unknown as IdentityApi;
    await expect(ensureResources([network], { api: () => api, project: 'p1', changed: () => undefined })).rejects.toThrow(/net cannot be made: 409 .*the flat network is in use/);
  });

  test('a reference to what does not come before is a fault', async () => {
    await expect(ensureResources([subnet], cloudWith({}).cloud)).rejects.toThrow('sub refers to net');
  });
});
