import { IdentityError, type IdentityApi } from './identity-api.ts';

/** An object of Keystone. */
export interface Entity {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** A collection of the API: `/projects` holds `projects`, each of them a `project`. */
export interface Collection {
  readonly path: string;
  readonly plural: string;
  readonly singular: string;
}

const collection = (singular: string): Collection => ({ path: `/${singular}s`, plural: `${singular}s`, singular });

/** The collections that are used. */
export const collections = {
  domains: collection('domain'),
  regions: collection('region'),
  projects: collection('project'),
  roles: collection('role'),
  users: collection('user'),
  services: collection('service'),
  endpoints: collection('endpoint'),
} as const;

/** Entities that match all of `query`. */
export async function find(api: IdentityApi, { path, plural }: Collection, query: Readonly<Record<string, string>>): Promise<readonly Entity[]> {
  const { body } = await api.request('GET', `${path}?${new URLSearchParams(query)}`, undefined, [200]);
  return (body as Record<string, readonly Entity[]>)[plural] ?? [];
}

/** The first entity that matches; throws IdentityError when there is none. */
export async function findOne(api: IdentityApi, of: Collection, query: Readonly<Record<string, string>>): Promise<Entity> {
  const [entity] = await find(api, of, query);
  if (entity === undefined) throw new IdentityError(`there is no ${of.singular} with ${new URLSearchParams(query)}`);
  return entity;
}

/** Makes an entity; undefined when another process made it in the meantime (409). */
export async function create(api: IdentityApi, { path, singular }: Collection, fields: Readonly<Record<string, unknown>>): Promise<Entity | undefined> {
  const { status, body } = await api.request('POST', path, { [singular]: fields }, [201, 409]);
  return status === 409 ? undefined : ((body as Record<string, Entity>)[singular] as Entity);
}

/** Changes some fields of an entity in place: its id, and all that refers to it, stays. */
export async function update(api: IdentityApi, { path, singular }: Collection, id: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
  await api.request('PATCH', `${path}/${encodeURIComponent(id)}`, { [singular]: fields }, [200]);
}
