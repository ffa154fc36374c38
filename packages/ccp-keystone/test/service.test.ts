import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import Handlebars from 'handlebars';
import { parse } from 'ini';
import { identityProvider, keystone, keystoneConfig } from '../src/index.ts';
import { keystoneContext } from './keystone-context.ts';

const engine = Handlebars.create();
engine.registerHelper('join', (list: string[], separator: string) => list.join(separator));

/** `keystone.conf` as ccp renders it: strictly, without escaping. */
function keystoneConf(config: object = {}, bound: object = {}): Record<string, Record<string, string | boolean>> {
  const context = keystoneContext(config);
  const text = readFileSync(new URL('../templates/keystone.conf.hbs', import.meta.url), 'utf8');
  const { needs } = context;
  return parse(engine.compile(text, { strict: true, noEscape: true })({ config: context.config, needs: { notifications: undefined, ...needs, ...bound }, ...keystone.variables?.(context) }));
}

describe('notifications', () => {
  const bus = { notifications: { transportUrl: 'rabbit://bus//', port: 5672, options: { rabbit_quorum_queue: 'true' } } };

  test('go to the bus that is bound, as it wants its clients', () => {
    const conf = keystoneConf({ notificationFormat: 'basic' }, bus);
    expect(conf.oslo_messaging_notifications).toEqual({ driver: 'messagingv2', transport_url: 'rabbit://bus//', retry: '2' });
    expect(conf.oslo_messaging_rabbit).toEqual({ rabbit_quorum_queue: true });
    expect(conf.DEFAULT?.notification_format).toBe('basic');
  });

  test('are not sent without one', () => {
    expect(keystoneConf()).not.toHaveProperty('oslo_messaging_notifications');
    expect(keystoneConf()).not.toHaveProperty('oslo_messaging_rabbit');
  });
});

describe('keystone.conf', () => {
  test('reads domains from their files only where there are some', () => {
    const ldap = { url: 'ldap://h', suffix: 'dc=x', userTree: 'ou=p,dc=x' };
    expect(keystoneConf({ domains: { corp: ldap } }).identity).toMatchObject({ domain_specific_drivers_enabled: true, domain_config_dir: '/etc/keystone/domains' });
    expect(keystoneConf().identity).not.toHaveProperty('domain_config_dir');
  });


  test('takes database and cache from what is bound', () => {
    const conf = keystoneConf();
    expect(conf.database?.connection).toBe('mysql+pymysql://keystone:pw@db.svc/keystone');
    expect(conf.cache).toMatchObject({ enabled: true, memcache_servers: 'a.svc:11211,b.svc:11211' });
  });

  test('follows the configuration', () => {
    const conf = keystoneConf({ tokenExpiration: 1800, debug: true });
    expect(conf.token?.expiration).toBe('1800');
    expect(conf.DEFAULT?.debug).toBe(true);
  });

  test('names the folders in which the keys are mounted', () => {
    const conf = keystoneConf();
    expect(conf.fernet_tokens?.key_repository).toBe(keystone.liveFiles?.['fernet-keys']?.path);
    expect(conf.credential?.key_repository).toBe(keystone.liveFiles?.['credential-keys']?.path);
  });
});

describe('keys', () => {
  test.each(['fernet-keys', 'credential-keys'])('%s: two different keys of 32 bytes, URL-safe with padding', (name) => {
    const keys = keystone.liveFiles?.[name]?.make() ?? {};
    expect(Object.keys(keys).sort()).toEqual(['0', '1']);
    expect(new Set(Object.values(keys)).size).toBe(2);
    for (const key of Object.values(keys)) {
      expect(key).toMatch(/^[A-Za-z0-9_-]{43}=$/);
      expect(Buffer.from(key, 'base64url')).toHaveLength(32);
    }
  });

  test('each environment gets its own', () => {
    const make = keystone.liveFiles?.['fernet-keys']?.make;
    expect(make?.()).not.toEqual(make?.());
  });
});

describe('jobs', () => {
  const jobs = keystone.jobs?.(keystoneContext()) ?? {};

  test('database, then schema, then administrator', () => {
    expect(jobs['db-sync']?.after).toEqual(['db-create']);
    expect(jobs.bootstrap?.after).toEqual(['db-sync']);
  });

  test('the password of the administrator is a secret in the environment only', () => {
    expect(String(jobs.bootstrap?.env?.OS_BOOTSTRAP_PASSWORD)).toBe('@@secret:keystone.admin-password:none@@');
    expect(JSON.stringify([jobs.bootstrap?.command, jobs.bootstrap?.identity])).not.toContain('secret:');
  });

  test('other URLs make a different bootstrap, another token lifetime does not', () => {
    const base = jobs.bootstrap?.identity;
    expect(keystone.jobs?.({ ...keystoneContext(), publicUrl: () => 'http://192.0.2.9:30500' }).bootstrap?.identity).not.toEqual(base);
    expect(keystone.jobs?.(keystoneContext({ tokenExpiration: 60 })).bootstrap?.identity).toEqual(base);
  });
});

describe('daemon', () => {
  test('is told port and width by the environment', () => {
    const { env } = keystone.daemon(keystoneContext({ port: 5001, processes: 4 }));
    expect(env).toMatchObject({ CCP_WSGI_PORT: '5001', CCP_WSGI_PROCESSES: '4' });
    expect(keystone.ports({ config: keystoneConfig.schema.parse({ port: 5001 }) })).toEqual({ public: { port: 5001, nodePort: 30500, ingress: 'identity' } });
  });
});

test('capability identity: both URLs with version, and the administrator', () => {
  const value = identityProvider.value(keystoneContext(), { service: 'glance' });
  expect(value).toMatchObject({
    internalUrl: 'http://keystone.cloud.svc:5000/v3',
    publicUrl: 'http://192.0.2.1:30500/v3',
    region: 'RegionTwo',
    admin: { user: 'admin', project: 'admin', domain: 'Default' },
  });
  expect(value.admin.password.name).toBe('keystone.admin-password');
});

test('each consumer encrypts cached tokens with a key of its own, unless that is switched off', () => {
  const valueFor = (config: object): unknown => identityProvider.value(keystoneContext(config), { service: 'glance' }).tokenCacheKey?.name;
  expect(valueFor({})).toBe('glance.token-cache-key');
  expect(Object.keys(identityProvider.secretsFor?.({ service: 'glance' }, keystoneContext({})) ?? {})).toEqual(['service-password', 'token-cache-key']);
  expect(valueFor({ tokenCacheEncryption: false })).toBeUndefined();
});

test.each([{ tokenExpiration: 5 }, { processes: 0 }, { port: 80 }, { tokenExpiry: 60 }])('configuration refuses %j', (config) => {
  expect(keystoneConfig.schema.safeParse(config).success).toBe(false);
});
