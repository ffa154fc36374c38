import type { ServiceContext } from 'ccp-core';

/** Where start programs find the databases of OVN that the service is bound to. */
export function ovnRemotes({ needs }: Pick<ServiceContext, 'needs'>): Readonly<Record<string, string>> {
  const { 'ovn-northbound': northbound, 'ovn-southbound': southbound } = needs;
  return {
    ...(northbound === undefined ? {} : { CCP_OVN_NORTHBOUND: `${northbound.host}:${northbound.port}` }),
    ...(southbound === undefined ? {} : { CCP_OVN_SOUTHBOUND: `${southbound.host}:${southbound.port}` }),
  };
}
