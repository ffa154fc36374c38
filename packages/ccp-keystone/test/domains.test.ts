import { describe, expect, test } from '@jest/globals';
import { parse } from 'ini';
import { keystone, keystoneConfig } from '../src/index.ts';
import { keystoneContext } from './keystone-context.ts';

const corp = { url: 'ldap://ldap.example:389', suffix: 'dc=example', userTree: 'ou=people,dc=example' };
const withDomains = (domains: object): ReturnType<typeof keystoneContext> => keystoneContext({ domains });

describe('a domain of its own', () => {
  const context = withDomains({ Corp: { ...corp, bindUser: 'cn=reader,dc=example', options: { user_mail_attribute: 'email', user_pass_attribute: 'p$w' } } });
  const files = keystone.daemon(context).ownFiles ?? {};

  test('is a file of options, with the password as a marker', () => {
    expect(Object.keys(files)).toEqual(['/etc/keystone/domains/keystone.Corp.conf']);
    const options = parse(files['/etc/keystone/domains/keystone.Corp.conf'] ?? '');
    expect(options.identity).toEqual({ driver: 'ldap' });
    expect(options.ldap).toMatchObject({ url: corp.url, user: 'cn=reader,dc=example', user_tree_dn: corp.userTree, user_name_attribute: 'uid', user_mail_attribute: 'email' });
    expect(options.ldap.password).toBe('@@secret:keystone.ldap-corp-password:oslo@@');
  });

  test('a value with $ reaches Keystone as it is', () => {
    expect(files['/etc/keystone/domains/keystone.Corp.conf']).toContain('user_pass_attribute = p$$w');
  });

  test('its password is imported, never generated; without a user there is none', () => {
    const secrets = (domain: object): unknown => keystone.configSecrets?.({ config: withDomains({ Corp: domain }).config });
    expect(secrets({ ...corp, bindUser: 'cn=reader' })).toEqual({ 'ldap-corp-password': { description: expect.stringContaining('cn=reader'), imported: true } });
    expect(secrets(corp)).toEqual({});
  });

  test('is made before the API starts, after the bootstrap; other names are another job', () => {
    const jobs = keystone.jobs?.(context) ?? {};
    expect(jobs.domains?.after).toEqual(['bootstrap']);
    expect(jobs.domains?.phase ?? 'before').toBe('before');
    expect(jobs.domains?.command.at(-1)).toBe('Corp');
    expect(Object.keys(keystone.jobs?.(keystoneContext()) ?? {})).not.toContain('domains');
  });

  test('certificates lie beside it', () => {
    const caCertificate = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n';
    const own = keystone.daemon(withDomains({ corp: { ...corp, caCertificate } })).ownFiles ?? {};
    expect(own['/etc/keystone/domains/corp.pem']).toBe(caCertificate);
    expect(own['/etc/keystone/domains/keystone.corp.conf']).toContain('tls_cacertfile = /etc/keystone/domains/corp.pem');
  });
});

test.each([
  ['the domain of the administrator', { Default: corp }],
  ['names that differ in case only', { corp, Corp: corp }],
  ['a name that is no file name', { 'a/b': corp }],
  ['no tree of users', { corp: { url: corp.url, suffix: corp.suffix } }],
  ['a URL of another kind', { corp: { ...corp, url: 'http://x' } }],
])('%s is refused', (_, domains) => {
  expect(keystoneConfig.schema.safeParse({ domains }).success).toBe(false);
});

test('domains, projects and roles of the configuration are registered besides our own', () => {
  const bootstrap = { domains: { lab: {} }, projects: { demo: { domain: 'lab', description: 'For trying' } }, roles: ['auditor'] };
  const { identity } = keystone.jobs?.(keystoneContext({ bootstrap })).registration ?? {};
  expect(identity).toMatchObject({
    domains: [{ name: 'lab', description: '' }],
    projects: [{ name: 'service' }, { name: 'demo', domain: 'lab', description: 'For trying' }],
    roles: ['service', 'auditor'],
  });
});
