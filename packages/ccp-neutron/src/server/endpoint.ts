import { messagingBuses, type CapabilityProvider, type NetworkServerEndpoint, type ServiceContext } from 'ccp-core';
import { ovnOptions } from '../ovn/settings.ts';
import type { NeutronConfig } from './config.ts';

/** What all of Neutron's processes share; the API itself uses it, too. */
export function networkServer({ config, needs, service }: ServiceContext<NeutronConfig>): NetworkServerEndpoint {
  const { database, rpc, notifications, identity } = needs;
  if (database === undefined || rpc === undefined || identity === undefined) throw new Error('neutron requires database, rpc and identity');
  const { internalUrl, publicUrl, region, account } = identity;
  return { databaseUrl: database.url, ...messagingBuses(service, rpc, notifications), identity: { internalUrl, publicUrl, region, account }, options: ovnOptions(config) };
}

/** The capability `network`. */
export const networkProvider: CapabilityProvider<'network', NeutronConfig> = {
  port: 'public',
  value: (context) => ({ internalUrl: context.internalUrl('public'), publicUrl: context.publicUrl('public') }),
};

/** The capability `network-server`: whoever waits for it starts when the schema is there. */
export const networkServerProvider: CapabilityProvider<'network-server', NeutronConfig> = { port: 'public', value: networkServer };
