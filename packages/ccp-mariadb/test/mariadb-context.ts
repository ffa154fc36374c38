import { secretRef, type ServiceContext } from 'ccp-core';
import { mariadbConfig, type MariadbConfig } from '../src/index.ts';

/** A context of the service `name` in the namespace `cloud`. */
export function mariadbContext(config: object = {}, name = 'mariadb'): ServiceContext<MariadbConfig> {
  const refuse = (): never => {
    throw new Error('a database has no URL of HTTP');
  };
  return {
    config: mariadbConfig.schema.parse(config),
    service: name,
    environment: { name: 'lab', namespace: 'cloud', region: 'RegionOne' },
    replicas: 1,
    needs: {},
    further: {},
    secret: (local) => secretRef(`${name}.${local}`),
    internalUrl: refuse,
    publicUrl: refuse,
  };
}
