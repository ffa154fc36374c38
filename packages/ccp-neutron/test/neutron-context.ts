import type { ServiceContext } from 'ccp-core';
import { sampleContext, sampleNeeds } from 'ccp-core/testing';
import { neutron, type NeutronConfig } from '../src/index.ts';

/** What processes of Neutron require of each other's databases. */
export const ovnNeeds = { 'ovn-northbound': { host: 'ovn-nb.cloud.svc', port: 6641 }, 'ovn-southbound': { host: 'ovn-sb.cloud.svc', port: 6642 } };

/** A context of Neutron with all that it requires, and `needs` beside it. */
export function neutronContext(config: object = {}, needs: ServiceContext['needs'] = {}): ServiceContext<NeutronConfig> {
  return sampleContext(neutron, config, { needs: { ...sampleNeeds('neutron'), ...ovnNeeds, ...needs } });
}
