import { secretRef, type ServiceContext } from 'ccp-core';
import { neutronConfig, type NeutronConfig } from '../src/index.ts';

/** A context of Neutron in the namespace `cloud`, with all that it requires. Jobs of the capability `identity` show what they were asked for. */
export function neutronContext(config: object = {}): ServiceContext<NeutronConfig> {
  const password = secretRef('neutron.service-password');
  const asked = (what: string, identity: unknown) => ({ command: [what], identity });
  return {
    config: neutronConfig.schema.parse(config),
    service: 'neutron',
    environment: { name: 'lab', namespace: 'cloud', region: 'RegionTwo' },
    replicas: 1,
    needs: {
      database: { host: 'db.svc', port: 3306, name: 'neutron', user: 'neutron', password, url: 'mysql+pymysql://db.svc/neutron' },
      cache: { servers: ['a.svc:11211'] },
      rpc: { transportUrl: 'rabbit://bus.svc/neutron', options: { rabbit_quorum_queue: 'true' } },
      identity: {
        internalUrl: 'http://keystone.svc:5000/v3',
        publicUrl: 'http://192.0.2.1:30500/v3',
        region: 'RegionTwo',
        admin: { user: 'admin', project: 'admin', domain: 'Default', password },
        account: { user: 'neutron', password },
        register: (wanted) => asked('register', wanted),
        ensure: (resources) => asked('ensure', resources),
      },
      'ovn-northbound': { host: 'ovn-nb.cloud.svc', port: 6641 },
      'ovn-southbound': { host: 'ovn-sb.cloud.svc', port: 6642 },
    },
    further: {},
    secret: (local) => secretRef(`neutron.${local}`),
    internalUrl: () => 'http://neutron.cloud.svc:9696',
    publicUrl: () => 'http://192.0.2.1:30696',
  };
}
