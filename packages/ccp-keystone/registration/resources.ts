import type { ResourceEntry } from 'ccp-core';
import { IdentityError, type IdentityApi } from './identity-api.ts';

/** Where resources are made. */
export interface Cloud {
  /** The API of a service of the catalog, with the administrator's token. */
  api(type: string): IdentityApi;
  /** Id of the administrator's project, for `${project}`. */
  readonly project: string | undefined;
  /** Told for each resource that was made. */
  changed(what: string): void;
}

type Listed = Readonly<Record<string, unknown>>;

/** Makes what is absent, in the order of the list. Throws IdentityError. */
export async function ensureResources(resources: readonly ResourceEntry[], cloud: Cloud): Promise<void> {
  const ids = new Map<string, string>(cloud.project === undefined ? [] : [['project', cloud.project]]);
  for (const entry of resources) ids.set(entry.name, await ensureResource(resolved(entry, ids), cloud));
}

/** The id of the resource, which is made when the list does not hold it. */
async function ensureResource(entry: ResourceEntry, cloud: Cloud): Promise<string> {
  const api = cloud.api(entry.type);
  const present = await findListed(api, entry);
  if (present !== undefined) return idOf(present);
  const { method, path, body } = entry.make;
  const answer = await api.request(method, path, body, [200, 201, 202, 204, 409]);
  const made = await findListed(api, entry);
  // Another process may have made it in the meantime; else something else is in its way.
  if (made === undefined && answer.status === 409) throw new IdentityError(`${entry.name} cannot be made: 409 ${JSON.stringify(answer.body)}`);
  if (made === undefined) throw new IdentityError(`${entry.name} was made and is not listed by ${entry.list}`);
  cloud.changed(`${entry.type} ${entry.name}: created`);
  return idOf(made);
}

async function findListed(api: IdentityApi, { list, plural, match }: ResourceEntry): Promise<Listed | undefined> {
  const { body } = await api.request('GET', list, undefined, [200]);
  const listed = (body as Record<string, readonly Listed[]>)[plural] ?? [];
  return listed.find((item) => Object.entries(match).every(([field, value]) => item[field] === value));
}

function idOf({ id }: Listed): string {
  return String(id);
}

/** The entry with the ids of earlier ones in the place of `${name}`. */
function resolved(entry: ResourceEntry, ids: ReadonlyMap<string, string>): ResourceEntry {
  const text = JSON.stringify(entry).replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    const id = ids.get(name);
    if (id === undefined) throw new IdentityError(`${entry.name} refers to ${name}, which does not come before it`);
    return id;
  });
  return JSON.parse(text) as ResourceEntry;
}
