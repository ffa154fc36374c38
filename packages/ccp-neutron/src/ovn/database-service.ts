import { defineConfig, defineService, exec, type CapabilityProvider, type ServiceContext, type TcpEndpoint } from 'ccp-core';
import { z } from 'zod';
import { ovnCentralImage } from './images.ts';

const schemas = { northbound: '/usr/share/ovn/ovn-nb.ovsschema', southbound: '/usr/share/ovn/ovn-sb.ovsschema' } as const;
const control = '/run/ovn/ovsdb.ctl';

function databaseConfig(port: number) {
  return defineConfig(
    z.strictObject({
      port: z.int().min(1024).max(65535).default(port).describe('TCP port of the database.'),
      inactivityProbe: z.int().min(0).max(3600).default(60).describe('Seconds of silence after which a client is asked whether it is still there; 0: never.'),
    }),
  );
}

/** Configuration of a database of OVN. */
export type OvnDatabaseConfig = z.infer<ReturnType<typeof databaseConfig>['schema']>;

type Context = ServiceContext<OvnDatabaseConfig>;

function endpoint({ service, environment, config }: Context): TcpEndpoint {
  return { host: `${service}.${environment.namespace}.svc`, port: config.port };
}

const provider = { port: 'ovsdb', value: endpoint } satisfies CapabilityProvider<'ovn-northbound' | 'ovn-southbound', OvnDatabaseConfig>;

/** What ovsdb-server serves, and to whom; the form is that of its option `--config-file`. */
function settings(file: string, { port, inactivityProbe }: OvnDatabaseConfig): string {
  const remotes = { 'punix:/run/ovn/db.sock': {}, [`ptcp:${port}:0.0.0.0`]: { 'inactivity-probe': inactivityProbe * 1000 } };
  return JSON.stringify({ remotes, databases: { [file]: {} } });
}

function databaseService(side: 'northbound' | 'southbound', name: string, port: number) {
  const file = `/var/lib/ovn/${name}.db`;
  return defineService<OvnDatabaseConfig>({
    name,
    title: `OVN ${side} database`,
    kind: 'StatefulSet',
    image: ovnCentralImage,
    config: databaseConfig(port),
    provides: side === 'northbound' ? { 'ovn-northbound': provider } : { 'ovn-southbound': provider },
    ports: ({ config }) => ({ ovsdb: { port: config.port } }),
    volumes: { data: { path: '/var/lib/ovn', size: '1Gi' } },
    daemon: ({ config }) => ({
      command: ['ovsdb-start', file, schemas[side], `--unixctl=${control}`, '-vconsole:info', '-vsyslog:off', '-vfile:off'],
      env: { CCP_OVSDB_SETTINGS: settings(file, config) },
      probes: { started: served, ready: served, alive: served },
      graceSeconds: 10,
    }),
    // Several members would be a Raft cluster, which this start program does not make.
    availability: { replicas: 1, max: 1, disruption: { maxUnavailable: 1 } },
    resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { memory: '1Gi' } },
  });
}

/** Answers as soon as the database is served, without a connection that it would log. */
const served = exec('ovs-appctl', '--timeout=4', '-t', control, 'ovsdb-server/list-dbs');

/** What Neutron wants the network to be. */
export const ovnNb = databaseService('northbound', 'ovn-nb', 6641);

/** What chassis do for it. */
export const ovnSb = databaseService('southbound', 'ovn-sb', 6642);
