import type { CapabilityName, CapabilityTypes } from '../capabilities/index.ts';
import { partName, type CapabilityProvider, type Consumer, type JobSpec, type SecretSpec, type ServiceContext, type ServiceDefinition } from '../definition/index.ts';
import type { ServiceModel } from '../render/index.ts';

/** What one part of a service asks one provider for. */
export interface Claim {
  readonly capability: CapabilityName;
  readonly consumer: Consumer;
  readonly provider: ServiceModel;
  /** The provider's answers; typed by the capability only where it is known. */
  readonly serves: CapabilityProvider<CapabilityName, unknown>;
}

/** Every claim of a service: one for each capability that it is bound to, and one for each further part. */
export function claimsOf(name: string, { further = {} }: Pick<ServiceDefinition, 'further'>, bindings: ReadonlyMap<CapabilityName, string>, providers: ReadonlyMap<string, ServiceModel>): Claim[] {
  return [...bindings].flatMap(([capability, bound]) => {
    const provider = providers.get(bound);
    const serves = provider?.definition.provides?.[capability] as Claim['serves'] | undefined;
    if (provider === undefined || serves === undefined) return [];
    const consumers: Consumer[] = [{ service: name }, ...(further[capability] ?? []).map((part) => ({ service: name, part }))];
    return consumers.map((consumer) => ({ capability, consumer, provider, serves }));
  });
}

/** The values of first parts, by capability. */
export function needsOf(claims: readonly Claim[]): Partial<CapabilityTypes> {
  const first = claims.filter(({ consumer }) => consumer.part === undefined);
  return Object.fromEntries(first.map((claim) => [claim.capability, valueOf(claim)]));
}

/** The values of further parts, by capability and name. */
export function furtherOf(claims: readonly Claim[]): ServiceContext['further'] {
  const values: Partial<Record<CapabilityName, Record<string, unknown>>> = {};
  for (const claim of claims) {
    const { capability, consumer } = claim;
    if (consumer.part !== undefined) (values[capability] ??= {})[consumer.part] = valueOf(claim);
  }
  return values as ServiceContext['further'];
}

function valueOf({ serves, provider, consumer }: Claim): unknown {
  return serves.value(provider.context, consumer);
}

/** Jobs that providers contribute, by name. */
export function contributedJobs(claims: readonly Claim[]): [string, JobSpec][] {
  return claims.flatMap(({ serves, provider, consumer }) => Object.entries(serves.jobsFor?.(provider.context, consumer) ?? {}).map(([name, job]): [string, JobSpec] => [partName(consumer.part, name), job]));
}

/** Secrets that providers want for the service, by local name. */
export function contributedSecrets(claims: readonly Claim[]): [string, SecretSpec][] {
  const first = claims.filter(({ consumer }) => consumer.part === undefined);
  return first.flatMap(({ serves, provider, consumer }) => Object.entries(serves.secretsFor?.(consumer, provider.context) ?? {}));
}

/** What tells one place of the service's data from another, through all that it is bound to. */
export function dataPlacesOf(claims: readonly Claim[]): Record<string, unknown> {
  return Object.fromEntries(
    claims.flatMap((claim) => {
      const place = placeOf(claim);
      return Object.keys(place).length === 0 ? [] : [[partName(claim.consumer.part, claim.capability), place]];
    }),
  );
}

function placeOf({ serves, provider, consumer }: Claim): object {
  const kept = serves.keeps?.(provider.context, consumer);
  return { ...(kept === undefined ? {} : { kept }), ...(Object.keys(provider.dataPlaces).length === 0 ? {} : { below: provider.dataPlaces }) };
}
