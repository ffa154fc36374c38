import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { IdentityEndpoint } from '../capabilities/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { SecretStore } from '../engine/secrets.ts';
import type { ServiceModel } from '../render/index.ts';

/** The identity service of the environment as the host sees it; undefined when no service provides identity. */
export function identityOf(models: readonly ServiceModel[]): IdentityEndpoint | undefined {
  for (const model of models) {
    const provider = model.definition.provides?.identity;
    if (provider !== undefined) return provider.value(model.context, { service: 'admin' });
  }
  return undefined;
}

/** Files that were written. */
export interface CredentialFiles {
  readonly openrc: string;
  readonly clouds: string;
}

/** Where the credentials of an environment are kept. */
export function credentialFiles(stateDirectory: string): CredentialFiles {
  return { openrc: join(stateDirectory, 'openrc'), clouds: join(stateDirectory, 'clouds.yaml') };
}

/** Writes openrc and clouds.yaml (0600) into the state folder. Throws NOT_DEPLOYED when there is no identity or no password yet. */
export async function writeCredentials(stateDirectory: string, models: readonly ServiceModel[], secrets: SecretStore): Promise<CredentialFiles> {
  const identity = identityOf(models);
  if (identity === undefined) throw new CcpError('NOT_DEPLOYED', 'no service of this environment provides identity', { hint: 'Add ccp-keystone to the components.' });
  const { admin, publicUrl, region } = identity;
  const password = secrets.value(admin.password.name);
  const variables = {
    OS_AUTH_URL: publicUrl,
    OS_USERNAME: admin.user,
    OS_PASSWORD: password,
    OS_PROJECT_NAME: admin.project,
    OS_USER_DOMAIN_NAME: admin.domain,
    OS_PROJECT_DOMAIN_NAME: admin.domain,
    OS_REGION_NAME: region,
    OS_IDENTITY_API_VERSION: '3',
    OS_INTERFACE: 'public',
  };
  const auth = { auth_url: publicUrl, username: admin.user, password, project_name: admin.project, user_domain_name: admin.domain, project_domain_name: admin.domain };
  const files = credentialFiles(stateDirectory);
  const quoted = Object.entries(variables).map(([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`);
  await writePrivate(files.openrc, `${quoted.join('\n')}\n`);
  await writePrivate(files.clouds, stringify({ clouds: { ccp: { auth, region_name: region, identity_api_version: 3, interface: 'public' } } }));
  return files;
}

/** Removes what {@link writeCredentials} wrote. */
export async function removeCredentials(stateDirectory: string): Promise<void> {
  for (const file of Object.values(credentialFiles(stateDirectory))) await rm(file, { force: true });
}

/** The password that clouds.yaml holds; undefined when it was not written yet, or what stands there cannot be read. */
export async function writtenPassword(stateDirectory: string): Promise<string | undefined> {
  try {
    const written = parse(await readFile(credentialFiles(stateDirectory).clouds, 'utf8')) as { clouds?: { ccp?: { auth?: { password?: unknown } } } } | null;
    const password = written?.clouds?.ccp?.auth?.password;
    return typeof password === 'string' ? password : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all, and never readable by others. */
async function writePrivate(file: string, text: string): Promise<void> {
  const partial = `${file}.new`;
  await writeFile(partial, text, { mode: 0o600 });
  await chmod(partial, 0o600);
  await rename(partial, file);
}
