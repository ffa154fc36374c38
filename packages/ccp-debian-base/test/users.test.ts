import { describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { accountStep, debianBase, users } from '../src/index.ts';

const accounts = Object.entries(users);

describe('table of accounts', () => {
  test('no id and no name is used twice', () => {
    expect(new Set(accounts.map(([, user]) => user.id)).size).toBe(accounts.length);
    expect(new Set(accounts.map(([, user]) => user.name)).size).toBe(accounts.length);
  });

  test('ids that volumes already bear stay as they are', () => {
    expect(Object.fromEntries(accounts.map(([key, user]) => [key, user.id]))).toEqual({
      openstack: 42400,
      keystone: 42401,
      mariadb: 42402,
      memcached: 42403,
      registry: 42404,
      node: 42405,
      entrypoint: 42406,
      registration: 42407,
      rabbitmq: 42408,
      glance: 42409,
      placement: 42410,
      nova: 42411,
      neutron: 42412,
      horizon: 42413,
      ovn: 42414,
    });
  });
});

test('the table of the README is that of the accounts; UPDATE_REFERENCE=1 writes it', () => {
  const file = new URL('../README.md', import.meta.url);
  const readme = readFileSync(file, 'utf8');
  const rows = accounts.map(([key, { name, id }]) => `| \`${key}\` | \`${name}\` | ${id} |\n`).join('');
  const wanted = readme.replace(/(<!-- accounts \(generated\) -->\n.*\n.*\n)[^]*(<!-- end of accounts -->)/, `$1${rows}$2`);
  if (process.env['UPDATE_REFERENCE'] === '1') writeFileSync(file, wanted);
  expect(readFileSync(file, 'utf8')).toBe(wanted);
});

describe('accountStep', () => {
  test('makes group, account and home with the one id', () => {
    const step = accountStep(users.keystone);
    if (step.kind !== 'run') throw new Error('not a run step');
    expect(step.network).toBeUndefined();
    expect(step.script).toContain('groupadd --gid 42401 keystone');
    expect(step.script).toMatch(/useradd --uid 42401 --gid 42401 .*--home-dir \/var\/lib\/keystone .* keystone$/m);
    expect(step.script).toContain('install -d -m 0750 -o 42401 -g 42401 /var/lib/keystone');
  });

  test('takes another home', () => {
    const step = accountStep(users.node, { home: '/srv/node' });
    expect(step).toMatchObject({ script: expect.stringContaining('--home-dir /srv/node') });
  });
});

test('every image starts under an init that reaps and passes signals on', () => {
  expect(debianBase.entrypoint).toEqual(['/usr/bin/tini', '--']);
});
