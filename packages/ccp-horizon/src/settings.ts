import { secretRef, type ServiceContext } from 'ccp-core';
import type { HorizonConfig } from './config.ts';
import { pythonLiteral, type PythonValue } from './python-literal.ts';

/** Settings by name, in the syntax of Python, in the order in which they are written. */
export function settings(context: ServiceContext<HorizonConfig>): Record<string, string> {
  const { config, needs } = context;
  const behindTls = isBehindTls(context);
  const values: Record<string, PythonValue> = {
    WEBROOT: '/',
    STATIC_ROOT: '/usr/share/openstack-dashboard/static',
    COMPRESS_OFFLINE: true,
    SITE_BRANDING: config.brand,
    TIME_ZONE: config.timeZone,
    SESSION_TIMEOUT: config.sessionTimeout,
    SESSION_COOKIE_SECURE: behindTls,
    CSRF_COOKIE_SECURE: behindTls,
    OPENSTACK_KEYSTONE_URL: needs.identity?.internalUrl ?? '',
    OPENSTACK_KEYSTONE_DEFAULT_DOMAIN: needs.identity?.admin.domain ?? '',
    OPENSTACK_KEYSTONE_DEFAULT_ROLE: config.defaultRole,
    OPENSTACK_KEYSTONE_MULTIDOMAIN_SUPPORT: config.multiDomain,
    // The dashboard itself is a client inside the cluster; what it shows to users are public URLs.
    OPENSTACK_ENDPOINT_TYPE: 'internalURL',
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, pythonLiteral(value)]));
}

function isBehindTls({ config, publicUrl }: ServiceContext<HorizonConfig>): boolean {
  return config.behindTls ?? publicUrl('public').startsWith('https:');
}

/** Names under which requests may come: from browsers, and from inside the cluster. */
export function allowedHosts({ config, environment, service, publicUrl }: ServiceContext<HorizonConfig>): string[] {
  const { namespace } = environment;
  return [new URL(publicUrl('public')).hostname, service, `${service}.${namespace}`, `${service}.${namespace}.svc`, ...config.allowedHosts];
}

/** What `local_settings.py` is rendered with. */
export function settingsVariables(context: ServiceContext<HorizonConfig>): Record<string, unknown> {
  const { config, needs, secret } = context;
  return {
    settings: Object.entries(settings(context)).map(([name, value]) => ({ name, value })),
    behindTls: isBehindTls(context),
    hosts: pythonLiteral(allowedHosts(context)),
    secretKey: `"${secretRef(secret('secret-key').name, 'quoted')}"`,
    cacheServers: pythonLiteral(needs.cache?.servers ?? []),
    logLevel: pythonLiteral(config.debug ? 'DEBUG' : 'INFO'),
  };
}
