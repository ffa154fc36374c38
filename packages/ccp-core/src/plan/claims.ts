import type { CapabilityName, CapabilityTypes } from '../capabilities/index.ts';
import { accountName, type CapabilityProvider, type Consumer, type JobSpec, type SecretSpec, type ServiceContext, type ServiceDefinition } from '../definition/index.ts';
import type { ServiceModel } from '../render/index.ts';

/** What one account of a service asks one provider for. */
export interface Claim {
  readonly capability: CapabilityName;
  readonly consumer: Consumer;
  readonly provider: ServiceModel;
  /** The provider's answers; typed by the capability only where it is known. */
  readonly serves: CapabilityProvider<CapabilityName, unknown>;
}

/** Every claim of a service: one for each capability that it is bound to, and one for each further account. */
export function claimsOf(name: string, { accounts = {} }: Pick<ServiceDefinition, 'accounts'>, bindings: ReadonlyMap<CapabilityName, string>, providers: ReadonlyMap<string, ServiceModel>): Claim[] {
  return [...bindings].flatMap(([capability, bound]) => {
    const provider = providers.get(bound);
    const serves = provider?.definition.provides?.[capability] as Claim['serves'] | undefined;
    if (provider === undefined || serves === undefined) return [];
    const consumers: Consumer[] = [{ service: name }, ...(accounts[capability] ?? []).map((account) => ({ service: name, account }))];
    return consumers.map((consumer) => ({ capability, consumer, provider, serves }));
  });
}

/** The values of first accounts, by capability. */
export function needsOf(claims: readonly Claim[]): Partial<CapabilityTypes> {
  const first = claims.filter(({ consumer }) => consumer.account === undefined);
  return Object.fromEntries(first.map((claim) => [claim.capability, valueOf(claim)]));
}

/** The values of further accounts, by capability and local name. */
export function accountsOf(claims: readonly Claim[]): ServiceContext['accounts'] {
  const values: Partial<Record<CapabilityName, Record<string, unknown>>> = {};
  for (const claim of claims) {
    const { capability, consumer } = claim;
    if (consumer.account !== undefined) (values[capability] ??= {})[consumer.account] = valueOf(claim);
  }
  return values as ServiceContext['accounts'];
}

function valueOf({ serves, provider, consumer }: Claim): unknown {
  return serves.value(provider.context, consumer);
}

/** Jobs that providers contribute, by name. */
export function contributedJobs(claims: readonly Claim[]): [string, JobSpec][] {
  return claims.flatMap(({ serves, provider, consumer }) => named(consumer, serves.jobsFor?.(provider.context, consumer)));
}

/** Secrets that providers want for the service, by local name. */
export function contributedSecrets(claims: readonly Claim[]): [string, SecretSpec][] {
  return claims.flatMap(({ serves, provider, consumer }) => named(consumer, serves.secretsFor?.(consumer, provider.context)));
}

function named<T>({ account }: Consumer, entries: Readonly<Record<string, T>> = {}): [string, T][] {
  return Object.entries(entries).map(([name, entry]) => [accountName(account, name), entry]);
}

/** What tells one place of the service's data from another, through all that it is bound to. */
export function dataPlacesOf(claims: readonly Claim[]): Record<string, unknown> {
  return Object.fromEntries(
    claims.flatMap((claim) => {
      const place = placeOf(claim);
      return Object.keys(place).length === 0 ? [] : [[accountName(claim.consumer.account, claim.capability), place]];
    }),
  );
}

function placeOf({ serves, provider, consumer }: Claim): object {
  const kept = serves.keeps?.(provider.context, consumer);
  return { ...(kept === undefined ? {} : { kept }), ...(Object.keys(provider.dataPlaces).length === 0 ? {} : { below: provider.dataPlaces }) };
}
