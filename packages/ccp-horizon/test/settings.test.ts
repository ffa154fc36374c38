import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { ServiceContext } from 'ccp-core';
import { sampleContext, sampleNeeds } from 'ccp-core/testing';
import Handlebars from 'handlebars';
import { horizon, horizonConfig, type HorizonConfig } from '../src/index.ts';
import { pythonLiteral } from '../src/python-literal.ts';

function horizonContext(config: object = {}, publicUrl?: string): ServiceContext<HorizonConfig> {
  const { cache, identity } = sampleNeeds('horizon');
  return sampleContext(horizon, config, { replicas: 2, needs: { cache, identity }, ...(publicUrl === undefined ? {} : { publicUrl: () => publicUrl }) });
}

/** Top-level settings of `local_settings.py` by name, as the text behind `=` in their line. */
function settingsOf(config: object = {}, publicUrl?: string): Record<string, string> {
  const context = horizonContext(config, publicUrl);
  const template = readFileSync(new URL('../templates/local_settings.py.hbs', import.meta.url), 'utf8');
  const text = Handlebars.compile(template, { strict: true, noEscape: true })({ config: context.config, ...horizon.variables?.(context) });
  return Object.fromEntries([...text.matchAll(/^ *'?([A-Z_]+)'?(?: =|:) (.*?),?$/gm)].map(([, name, value]) => [name, value]));
}

describe('hosts that are answered', () => {
  test('are the public one without its port, the names of the Service, and further ones', () => {
    expect(settingsOf({ allowedHosts: ['cloud.example.org'] }).ALLOWED_HOSTS).toContain('["192.0.2.1", "horizon", "horizon.cloud", "horizon.cloud.svc", "cloud.example.org"]');
  });

  test('and the address of the pod, by which probes ask', () => {
    const { env } = horizon.daemon(horizonContext());
    expect(env?.CCP_POD_ADDRESS).toMatchObject({ path: 'status.podIP' });
    expect(settingsOf().ALLOWED_HOSTS).toContain('_address');
  });

  test('the host name of the Ingress, whose TLS the cookies need', () => {
    const settings = settingsOf({}, 'https://horizon.cloud.example:8443');
    expect(settings.ALLOWED_HOSTS).toContain('"horizon.cloud.example"');
    expect(settings).toMatchObject({ SESSION_COOKIE_SECURE: 'True', CSRF_COOKIE_SECURE: 'True', SECURE_PROXY_SSL_HEADER: "('HTTP_X_FORWARDED_PROTO', 'https')" });
    expect(settingsOf({ behindTls: false }, 'https://horizon.cloud.example')).toMatchObject({ SESSION_COOKIE_SECURE: 'False' });
  });

  test('never all', () => {
    expect(settingsOf().ALLOWED_HOSTS).not.toContain('*');
  });
});

describe('local_settings.py', () => {
  test('never shows internals on pages, whatever is logged', () => {
    expect(settingsOf({ debug: true }).DEBUG).toBe('False');
  });

  test('takes assets from where the image has them', () => {
    const built = readFileSync(new URL('../build/local_settings.py', import.meta.url), 'utf8');
    const { STATIC_ROOT: root, WEBROOT: web, COMPRESS_OFFLINE: offline } = settingsOf();
    expect([root, web, offline]).toEqual(['"/usr/share/openstack-dashboard/static"', '"/"', 'True']);
    for (const line of ["STATIC_ROOT = '/usr/share/openstack-dashboard/static'", "WEBROOT = '/'", 'COMPRESS_OFFLINE = True']) expect(built).toContain(`${line}\n`);
    expect(readFileSync(new URL('../image/wsgi.ini', import.meta.url), 'utf8')).toContain('static-map = /static=/usr/share/openstack-dashboard/static');
  });

  test('keeps sessions in every member of the cache', () => {
    expect(settingsOf().LOCATION).toBe('["a.svc:11211", "b.svc:11211"]');
  });

  test('has the generated key in a form that no character of it breaks', () => {
    expect(settingsOf().SECRET_KEY).toBe('"@@secret:horizon.secret-key:quoted@@"');
  });

  test('sends cookies over TLS only where a proxy ends it', () => {
    expect(settingsOf()).toMatchObject({ SESSION_COOKIE_SECURE: 'False', CSRF_COOKIE_SECURE: 'False' });
    expect(settingsOf()).not.toHaveProperty('SECURE_PROXY_SSL_HEADER');
    expect(settingsOf({ behindTls: true })).toMatchObject({ SESSION_COOKIE_SECURE: 'True', SECURE_PROXY_SSL_HEADER: "('HTTP_X_FORWARDED_PROTO', 'https')" });
  });

  test('follows the configuration', () => {
    expect(settingsOf({ brand: 'Lab "1"', sessionTimeout: 600, multiDomain: true, timeZone: 'Europe/Berlin' })).toMatchObject({
      SITE_BRANDING: '"Lab \\"1\\""',
      SESSION_TIMEOUT: '600',
      OPENSTACK_KEYSTONE_MULTIDOMAIN_SUPPORT: 'True',
      TIME_ZONE: '"Europe/Berlin"',
    });
  });
});

test('values of Python', () => {
  expect(pythonLiteral(['a\\b', 'it\'s', 'c\nd', true, 1, []])).toBe(String.raw`["a\\b", "it's", "c\nd", True, 1, []]`);
});

test.each([{ allowedHosts: ['a b'] }, { allowedHosts: ["x'"] }, { brand: 'a\nb' }, { sessionTimeout: 1 }, { port: 80 }])('configuration refuses %j', (config) => {
  expect(horizonConfig.schema.safeParse(config).success).toBe(false);
});
