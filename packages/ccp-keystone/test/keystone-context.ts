import { secretRef, type ServiceContext } from 'ccp-core';
import { keystoneConfig, type KeystoneConfig } from '../src/index.ts';

/** A context of Keystone in the namespace `cloud`, with a database and two caches. */
export function keystoneContext(config: object = {}): ServiceContext<KeystoneConfig> {
  const password = secretRef('keystone.database-password');
  return {
    config: keystoneConfig.schema.parse(config),
    service: 'keystone',
    environment: { name: 'lab', namespace: 'cloud', region: 'RegionTwo' },
    replicas: 1,
    needs: {
      database: { host: 'db.svc', port: 3306, name: 'keystone', user: 'keystone', password, url: 'mysql+pymysql://keystone:pw@db.svc/keystone' },
      cache: { servers: ['a.svc:11211', 'b.svc:11211'] },
    },
    further: {},
    secret: (local) => secretRef(`keystone.${local}`),
    internalUrl: () => 'http://keystone.cloud.svc:5000',
    publicUrl: () => 'http://192.0.2.1:30500',
  };
}
