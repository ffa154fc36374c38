import type { ServiceContext } from 'ccp-core';
import { sampleContext, sampleNeeds } from 'ccp-core/testing';
import { keystone, type KeystoneConfig } from '../src/index.ts';

/** A context of Keystone with a database and two caches. */
export function keystoneContext(config: object = {}): ServiceContext<KeystoneConfig> {
  const { database, cache } = sampleNeeds('keystone');
  return sampleContext(keystone, config, { needs: { database, cache } });
}
