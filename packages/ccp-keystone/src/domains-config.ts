import { z } from 'zod';

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, ".", "_" and "-", at most 64');
const attribute = z.string().regex(/^[A-Za-z][A-Za-z0-9;-]*$/, 'a name of LDAP');

/** A domain whose users and groups are those of an LDAP directory; Keystone reads it and never writes. */
const ldapDomain = z.strictObject({
  driver: z.literal('ldap').default('ldap').describe('Where users and groups are; only directories so far.'),
  url: z.string().regex(/^ldaps?:\/\/\S+$/, 'ldap://host or ldaps://host, several with commas between').describe('URL of the server.'),
  suffix: z.string().min(1).describe('Top of the directory, for example dc=example,dc=org.'),
  bindUser: z.string().min(1).optional().describe('Distinguished name that Keystone logs in with; its password is the secret `<service>.ldap-<domain>-password`, which must be imported. Default: none, anonymous.'),
  userTree: z.string().min(1).describe('Where users are, for example ou=people,dc=example,dc=org.'),
  userObjectClass: attribute.default('inetOrgPerson').describe('Class of users.'),
  userFilter: z.string().optional().describe('Only users that match, for example (memberOf=cn=cloud,ou=groups,dc=example,dc=org).'),
  userIdAttribute: attribute.default('uid').describe('Attribute that never changes; Keystone makes ids of it.'),
  userNameAttribute: attribute.default('uid').describe('Attribute that users log in with.'),
  groupTree: z.string().min(1).optional().describe('Where groups are. Default: nowhere, no groups are seen.'),
  groupObjectClass: attribute.default('groupOfNames').describe('Class of groups.'),
  queryScope: z.enum(['one', 'sub']).default('sub').describe('Look directly below the trees, or at any depth.'),
  startTls: z.boolean().default(false).describe('Encrypt a connection to ldap://.'),
  caCertificate: z.string().startsWith('-----BEGIN CERTIFICATE-----').optional().describe('Certificates (PEM) that sign the one of the server. Default: those of the image.'),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}).describe('Further options of [ldap].'),
});

/** Configuration of a domain of its own. */
export type LdapDomain = z.infer<typeof ldapDomain>;

/** Domain name to its directory. */
export const domainsSchema = z
  .record(name, ldapDomain)
  .refine((domains) => !Object.keys(domains).some((key) => key.toLowerCase() === 'default'), 'the domain Default is that of the administrator and of services')
  .refine((domains) => new Set(Object.keys(domains).map((key) => key.toLowerCase())).size === Object.keys(domains).length, 'upper and lower case make no different domains')
  .default({});

/** What the registration makes when it is absent; it never changes or removes what is there. */
export const bootstrapSchema = z
  .strictObject({
    domains: z.record(name, z.strictObject({ description: z.string().default('') })).default({}).describe('Domains.'),
    projects: z
      .record(z.string().min(1).max(64), z.strictObject({ domain: z.string().min(1).default('Default').describe('Its domain.'), description: z.string().default('') }))
      .default({})
      .describe('Projects.'),
    roles: z.array(z.string().min(1).max(255)).default([]).describe('Roles.'),
  })
  .prefault({});
