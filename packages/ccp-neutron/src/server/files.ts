import type { FileSpec, NetworkServerEndpoint, SecretRef } from 'ccp-core';

/** Files of every process of the server, and what their templates need. */
export const serverFiles: Readonly<Record<string, FileSpec>> = {
  'neutron.conf': { path: '/etc/neutron/neutron.conf', template: 'neutron.conf.hbs', format: 'oslo' },
  'ml2_conf.ini': { path: '/etc/neutron/ml2_conf.ini', template: 'ml2_conf.ini.hbs', format: 'oslo' },
};

/** How the API knows tokens; other processes see none. */
export interface TokenSettings {
  readonly servers: readonly string[];
  readonly cacheKey: SecretRef | undefined;
}

/** Variables of the templates. */
export function serverVariables(server: NetworkServerEndpoint, debug: boolean, tokens?: TokenSettings): Readonly<Record<string, unknown>> {
  return { server, debug, tokens };
}
