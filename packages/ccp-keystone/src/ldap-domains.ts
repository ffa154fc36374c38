import { secretRef, type JobSpec, type SecretSpec, type ServiceContext } from 'ccp-core';
import type { KeystoneConfig } from './config.ts';
import type { LdapDomain } from './domains-config.ts';

/** Folder of the files of domains; also an option of `keystone.conf`. */
export const domainFolder = '/etc/keystone/domains';
/** How long a directory may take to answer a connection. */
const directorySeconds = 10;
/** Folder of the programs of this package in the image. */
export const programFolder = '/usr/local/lib/ccp/keystone';

/** Passwords that Keystone logs in to directories with, by local name. */
export function ldapSecrets({ domains }: KeystoneConfig): Record<string, SecretSpec> {
  const bound = Object.entries(domains).filter(([, { bindUser }]) => bindUser !== undefined);
  return Object.fromEntries(bound.map(([name, { bindUser }]) => [passwordName(name), { description: `Password of ${bindUser} in the directory of the domain ${name}`, imported: true }]));
}

function passwordName(domain: string): string {
  return `ldap-${domain.toLowerCase().replaceAll('_', '-')}-password`;
}

/** Files of the daemon: one of options for each domain, and the certificates that it trusts. */
export function domainFiles(context: ServiceContext<KeystoneConfig>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(context.config.domains).flatMap(([name, domain]) => {
      const password = domain.bindUser === undefined ? undefined : secretRef(context.secret(passwordName(name)).name, 'oslo').toString();
      const file = [`${domainFolder}/keystone.${name}.conf`, optionsText(name, domain, password)] as const;
      return domain.caCertificate === undefined ? [file] : [file, [certificateFile(name), domain.caCertificate] as const];
    }),
  );
}

function certificateFile(name: string): string {
  return `${domainFolder}/${name}.pem`;
}

type Value = string | number | boolean | undefined;

/** The file of a domain. Options that are not written are left to Keystone. */
function optionsText(name: string, domain: LdapDomain, password: string | undefined): string {
  const options: Record<string, Value> = {
    url: domain.url,
    suffix: domain.suffix,
    user: domain.bindUser,
    user_tree_dn: domain.userTree,
    user_objectclass: domain.userObjectClass,
    user_filter: domain.userFilter,
    user_id_attribute: domain.userIdAttribute,
    user_name_attribute: domain.userNameAttribute,
    group_tree_dn: domain.groupTree,
    group_objectclass: domain.groupObjectClass,
    query_scope: domain.queryScope,
    use_tls: domain.startTls,
    // By default Keystone waits for ever, with one of its few threads.
    connection_timeout: directorySeconds,
    pool_connection_timeout: directorySeconds,
    tls_cacertfile: domain.caCertificate === undefined ? undefined : certificateFile(name),
    ...domain.options,
  };
  const lines = Object.entries(options).flatMap(([option, value]) => (value === undefined ? [] : [`${option} = ${String(value).replaceAll('$', '$$$$')}`]));
  return ['[identity]', 'driver = ldap', '', '[ldap]', ...lines, ...(password === undefined ? [] : [`password = ${password}`]), ''].join('\n');
}

/** The job that makes the domains before the API reads their files; none without such domains. */
export function domainsJob({ domains }: KeystoneConfig): Record<string, JobSpec> {
  const names = Object.keys(domains).sort();
  if (names.length === 0) return {};
  // The names are part of the command, and so of the job's identity.
  return { domains: { command: ['python', `${programFolder}/ensure-domains.py`, ...names], after: ['bootstrap'], imageIdentity: false, expectedSeconds: 6 } };
}
