import type { ServiceContext } from 'ccp-core';
import { sampleContext } from 'ccp-core/testing';
import { mariadb, type MariadbConfig } from '../src/index.ts';

/** A context of the service `name`. */
export function mariadbContext(config: object = {}, name = 'mariadb'): ServiceContext<MariadbConfig> {
  return sampleContext(mariadb, config, { service: name });
}
