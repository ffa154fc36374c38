import type { CapabilityTypes } from '../capabilities/index.ts';
import { secretRef, type JobSpec, type ServiceContext, type ServiceDefinition } from '../definition/index.ts';

/** What of a definition its context follows from. */
type Described<C> = Pick<ServiceDefinition<C>, 'name' | 'config' | 'ports'>;

/**
 * What the functions of a definition are given: in the namespace `cloud` of the environment `lab`, with default configuration but for `config`, one
 * replica, and nothing bound. `given` replaces any of it. Its URLs are those of its ports; a port that is not there, or has no node port, throws.
 */
export function sampleContext<C>(definition: Described<C>, config: object = {}, given: Partial<ServiceContext<C>> = {}): ServiceContext<C> {
  const parsed = given.config ?? definition.config.schema.parse(config);
  const service = given.service ?? definition.name;
  const ports = definition.ports({ config: parsed });
  const number = (port: string, kind: 'port' | 'nodePort'): number => {
    const value = ports[port]?.[kind];
    if (value === undefined) throw new Error(`${service} declares no ${kind} of "${port}"`);
    return value;
  };
  return {
    config: parsed,
    service,
    environment: { name: 'lab', namespace: 'cloud', region: 'RegionTwo' },
    replicas: 1,
    nodesWith: () => [],
    needs: {},
    further: {},
    secret: (local) => secretRef(`${service}.${local}`),
    internalUrl: (port) => `http://${service}.cloud.svc:${number(port, 'port')}`,
    publicUrl: (port) => `http://192.0.2.1:${number(port, 'nodePort')}`,
    ...given,
  };
}

/** What a job of the sample identity was asked for, in the place of the job that would do it. */
export interface AskedJob extends JobSpec {
  readonly identity: unknown;
}

/** What `service` gets of providers that nearly every service of OpenStack requires. */
export function sampleNeeds(service: string): Pick<CapabilityTypes, 'database' | 'cache' | 'rpc' | 'identity'> {
  const asked = (what: string, identity: unknown): AskedJob => ({ command: [what], identity });
  return {
    database: { host: 'db.svc', port: 3306, name: service, user: service, password: secretRef(`${service}.database-password`), url: `mysql+pymysql://${service}:pw@db.svc/${service}` },
    cache: { servers: ['a.svc:11211', 'b.svc:11211'] },
    rpc: { transportUrl: `rabbit://bus.svc/${service}`, port: 5672, options: { rabbit_quorum_queue: 'true' } },
    identity: {
      internalUrl: 'http://keystone.cloud.svc:5000/v3',
      publicUrl: 'http://192.0.2.1:30500/v3',
      region: 'RegionTwo',
      admin: { user: 'admin', project: 'admin', domain: 'Default', password: secretRef('keystone.admin-password') },
      account: { user: service, password: secretRef(`${service}.service-password`) },
      register: (wanted) => asked('register', wanted),
      ensure: (resources) => asked('ensure', resources),
    },
  };
}
