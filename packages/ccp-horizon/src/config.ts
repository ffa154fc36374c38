import { defineConfig } from 'ccp-core';
import { z } from 'zod';

const schema = z.strictObject({
  port: z.int().min(1024).max(65535).default(8080).describe('TCP port of the dashboard.'),
  processes: z.int().min(1).max(64).default(2).describe('Worker processes; each takes about 110 MiB.'),
  threads: z.int().min(1).max(64).default(2).describe('Threads of each worker.'),
  allowedHosts: z.array(z.string().regex(/^[A-Za-z0-9.*:[\]-]+$/, 'a host name or an address')).default([]).describe('Further names and addresses under which browsers reach the dashboard, for example those of a proxy. That of public endpoints is always among them.'),
  behindTls: z.boolean().optional().describe('A proxy in front ends TLS and says so in X-Forwarded-Proto; cookies are then sent over TLS only. Default: whether the public URL is one of https.'),
  sessionTimeout: z.int().min(60).max(86_400).default(3600).describe('Seconds after which a session ends; never longer than the token of its login.'),
  multiDomain: z.boolean().default(false).describe('Ask for the domain at login.'),
  defaultRole: z.string().regex(/^[^\n\r]+$/, 'one line').default('member').describe('Role that members of new projects get.'),
  timeZone: z.string().regex(/^[A-Za-z0-9_+/-]+$/, 'a name of the time zone database').default('UTC').describe('Time zone of users who did not choose one.'),
  brand: z.string().regex(/^[^\n\r]*$/, 'one line').default('OpenStack Dashboard').describe('Title of pages.'),
  debug: z.boolean().default(false).describe('Log at level DEBUG. Pages never show internals.'),
});

/** Configuration of the service `horizon`. */
export type HorizonConfig = z.infer<typeof schema>;

/** Schema of {@link HorizonConfig}. */
export const horizonConfig = defineConfig(schema);
