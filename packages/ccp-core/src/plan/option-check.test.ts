import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { OptionCatalogue } from '../definition/index.ts';
import { checkOptions, type OptionFindings } from './option-check.ts';

/** A part of the real catalogue of Keystone 30.0.0. */
const keystone = JSON.parse(readFileSync(new URL('../../test/fixtures/keystone-options.json', import.meta.url), 'utf8')) as OptionCatalogue;
const where = { file: 'ccp.yaml', line: 7, column: 9 };

function check(section: string, option: string, value = 'x', catalogue = keystone): OptionFindings {
  return checkOptions(catalogue, [{ section, option, value, file: '/etc/keystone/keystone.conf', where }]);
}

describe('unknown names', () => {
  test.each([
    ['token', 'expiraton', 'Did you mean "expiration"?'],
    ['DEFAULT', 'expiration', 'It is an option of [token].'],
    ['ldap', 'completely_other', 'Options of [ldap]: page_size, query_scope, url, user_tree_dn.'],
    ['tokn', 'expiration', 'Did you mean [token]?'],
    ['elsewhere', 'expiration', "The image's sections: DEFAULT, auth, cache, database, ldap, token."],
  ])('[%s] %s: %s', (section, option, hint) => {
    const { faults } = check(section, option);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ code: 'CONFIG_INVALID', where, hint });
    expect(faults[0]?.message).toContain(option);
  });
});

describe('values', () => {
  test.each([
    ['DEFAULT', 'debug', 'maybe', 'must be true or false'],
    ['token', 'expiration', 'soon', 'must be a whole number'],
    ['token', 'expiration', '-1', 'must be at least 0'],
    ['cache', 'socket_timeout', 'x', 'must be a number'],
    ['ldap', 'query_scope', 'all', 'must be one of one, sub'],
  ])('[%s] %s = %s: %s', (section, option, value, message) => {
    const { faults } = check(section, option, value);
    expect(faults.map((fault) => fault.message)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    ['DEFAULT', 'debug', 'On'],
    ['token', 'expiration', '1800'],
    ['token', 'expiration', '$other'],
    ['cache', 'socket_timeout', '1.5'],
    ['ldap', 'query_scope', 'SUB'],
    ['database', 'connection', '@@secret:keystone.x:none@@'],
  ])('[%s] %s = %s is fine', (section, option, value) => {
    expect(check(section, option, value)).toEqual({ faults: [], warnings: [] });
  });
});

describe('deprecated', () => {
  test('an old name is told with its successor, and its value is checked as that of the successor', () => {
    expect(check('cache', 'memcache_socket_timeout', '1')).toEqual({ faults: [], warnings: [{ text: expect.stringContaining('is now [cache] socket_timeout'), where }] });
    expect(check('cache', 'memcache_socket_timeout', 'soon').faults).toHaveLength(1);
  });

  test('what will go away is told with the reason', () => {
    const { faults, warnings } = check('token', 'cache_on_issue', 'true');
    expect(faults).toEqual([]);
    expect(warnings.map(({ text }) => text)).toEqual([expect.stringMatching(/will go away: Keystone already exposes/)]);
  });
});

describe('what nobody can list', () => {
  test('a free section takes options of plug-ins, and still checks its own', () => {
    expect(check('auth', 'our_method', 'ours.Plugin').faults).toEqual([]);
    expect(check('auth', 'methods', 'password,our_method').faults).toEqual([]);
  });

  test('an option that may stand everywhere makes no section unknown', () => {
    expect(check('openid', 'remote_id_attribute', 'HTTP_OIDC_ISS').faults).toEqual([]);
  });

  test('a section that an option lists has the options of its kind', () => {
    const catalogue: OptionCatalogue = {
      version: 1,
      sections: {
        DEFAULT: { options: { enabled_backends: { type: 'list value', help: 'Names.' } } },
        backend: { options: { size: { type: 'integer value', help: 'Size.' } }, repeatedBy: 'enabled_backends' },
      },
    };
    const uses = (option: string, section: string): OptionFindings =>
      checkOptions(catalogue, [
        { section: 'DEFAULT', option: 'enabled_backends', value: 'fast, slow', file: 'f', where },
        { section, option, value: '1', file: 'f', where },
      ]);
    expect(uses('size', 'slow').faults).toEqual([]);
    expect(uses('sise', 'slow').faults.map((fault) => fault.hint)).toEqual(['Did you mean "size"?']);
    expect(uses('size', 'other').faults).toHaveLength(1);
  });

  test('case of sections and dashes in names do not count', () => {
    expect(check('Token', 'expiration', '5').faults).toEqual([]);
    expect(check('token', 'cache-on-issue', 'true').faults).toEqual([]);
  });
});
