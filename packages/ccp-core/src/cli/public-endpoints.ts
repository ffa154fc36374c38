import type { ServiceModel } from '../render/index.ts';

/** A port of a service that can be reached from outside of the cluster. */
export interface PublicEndpoint {
  readonly service: string;
  /** Name of the port. */
  readonly port: string;
  readonly host: string;
  readonly url: string;
}

/** The public endpoints of services, in their order. */
export function publicEndpoints(models: readonly ServiceModel[]): PublicEndpoint[] {
  return models.flatMap(({ owner, publicUrls }) => [...publicUrls].map(([port, url]) => ({ service: owner.service, port, host: new URL(url).hostname, url })));
}
