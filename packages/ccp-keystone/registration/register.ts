import type { CatalogEntry, ProjectEntry } from 'ccp-core';
import type { PasswordReference, RegistrationInput, UserEntry } from '../src/registration-input.ts';
import { collections, create, find, findOne, update, type Collection, type Entity } from './collection.ts';
import type { IdentityApi } from './identity-api.ts';
import { ensureResources } from './resources.ts';

/** What registering needs besides its input. */
export interface Tools {
  readonly api: IdentityApi;
  password(reference: PasswordReference): string;
  /** Told for each change that was made. */
  changed(what: string): void;
}

interface Work extends Tools {
  readonly input: RegistrationInput;
  readonly domainId: string;
}

/**
 * Makes Keystone hold what `input` says, and changes nothing else: what is there stays as it is, endpoints are updated
 * in place, and a password is written only when Keystone refuses it, because a write revokes the user's tokens.
 *
 * @throws IdentityError, InputError
 */
export async function register(input: RegistrationInput, tools: Tools): Promise<void> {
  const { user, project, domain, password } = input.admin;
  await tools.api.login({ user, project, domain, password: tools.password(password) });
  const { id: domainId } = await findOne(tools.api, collections.domains, { name: domain });
  const work: Work = { ...tools, input, domainId };
  await registerRegion(work);
  for (const { name, description } of all(input.domains)) await ensure(work, collections.domains, { name }, { description: description ?? '' });
  for (const entry of all(input.projects)) await registerProject(work, entry);
  for (const name of all(input.roles)) await ensure(work, collections.roles, { name });
  for (const entry of all(input.users)) await registerUser(work, entry);
  for (const entry of all(input.services)) await registerService(work, entry);
  await ensureResources(all(input.resources), { api: (type) => tools.api.service(type, input.region), project: tools.api.project, changed: tools.changed });
}

function all<T>(entries: readonly T[] = []): readonly T[] {
  return entries;
}

/** The entity with this identity; made with the further fields when it is absent. */
async function ensure(work: Work, of: Collection, identity: Readonly<Record<string, string>>, fields: Readonly<Record<string, unknown>> = {}): Promise<Entity> {
  const [present] = await find(work.api, of, identity);
  if (present !== undefined) return present;
  const made = await create(work.api, of, { ...identity, ...fields });
  if (made === undefined) return findOne(work.api, of, identity);
  work.changed(`${of.singular} ${identity.name ?? identity.type ?? made.id}: created`);
  return made;
}

/** A region's id is its name, and it cannot be searched for by it. */
async function registerRegion({ api, input: { region }, changed }: Work): Promise<void> {
  const { status } = await api.request('GET', `${collections.regions.path}/${encodeURIComponent(region)}`, undefined, [200, 404]);
  if (status === 404 && (await create(api, collections.regions, { id: region })) !== undefined) changed(`region ${region}: created`);
}

async function registerProject(work: Work, { name, domain, description = '' }: ProjectEntry): Promise<void> {
  const domainId = domain === undefined ? work.domainId : (await findOne(work.api, collections.domains, { name: domain })).id;
  await ensure(work, collections.projects, { name, domain_id: domainId }, { description });
}

async function registerUser(work: Work, entry: UserEntry): Promise<void> {
  const { api, domainId, input } = work;
  const password = work.password(entry.password);
  const project = await findOne(api, collections.projects, { name: entry.project, domain_id: domainId });
  const user = await ensure(work, collections.users, { name: entry.name, domain_id: domainId }, { password, default_project_id: project.id });
  if (!(await api.accepts({ user: entry.name, domain: input.admin.domain, password }))) {
    await update(api, collections.users, user.id, { password });
    work.changed(`user ${entry.name}: password set`);
  }
  for (const role of entry.roles) await grant(work, { project, user, userName: entry.name, role });
}

interface Grant {
  readonly project: Entity;
  readonly user: Entity;
  readonly userName: string;
  readonly role: string;
}

async function grant({ api, changed }: Work, { project, user, userName, role }: Grant): Promise<void> {
  const { id } = await findOne(api, collections.roles, { name: role });
  const path = `/projects/${project.id}/users/${user.id}/roles/${id}`;
  const { status } = await api.request('HEAD', path, undefined, [204, 404]);
  if (status === 204) return;
  await api.request('PUT', path, undefined, [204]);
  changed(`user ${userName}: role ${role} granted`);
}

async function registerService(work: Work, { name, type, description = '', endpoints }: CatalogEntry): Promise<void> {
  // By type alone: a service that was renamed is the same service.
  const service = await ensure(work, collections.services, { type }, { name, description });
  if (service.name !== name) {
    await update(work.api, collections.services, service.id, { name });
    work.changed(`service ${type}: named ${name}`);
  }
  for (const [kind, url] of Object.entries(endpoints)) await registerEndpoint(work, { type, serviceId: service.id, kind, url });
}

interface EndpointEntry {
  readonly type: string;
  readonly serviceId: string;
  readonly kind: string;
  readonly url: string;
}

async function registerEndpoint({ api, input: { region }, changed }: Work, { type, serviceId, kind, url }: EndpointEntry): Promise<void> {
  const identity = { service_id: serviceId, interface: kind, region_id: region };
  const [present] = await find(api, collections.endpoints, identity);
  if (present === undefined) {
    await create(api, collections.endpoints, { ...identity, url });
    changed(`endpoint ${type} ${kind}: created`);
  } else if (present.url !== url) {
    await update(api, collections.endpoints, present.id, { url });
    changed(`endpoint ${type} ${kind}: ${String(present.url)} -> ${url}`);
  }
}
