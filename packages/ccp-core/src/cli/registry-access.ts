import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CcpError } from '../diagnostics/index.ts';
import { dockerLogin } from '../docker/index.ts';
import type { RegistryAccess, RegistryLogin } from '../engine/contracts.ts';
import type { Session } from './session.ts';

/**
 * How the registry of `registry.address` is spoken to. Throws CONFIG_INVALID when the file of the password cannot be read, REGISTRY_FAILED when
 * docker's own login cannot.
 */
export async function registryAccess({ configuration, options }: Session): Promise<RegistryAccess> {
  const { registry } = configuration.core;
  if (registry.address === undefined) return {};
  const folder = configuration.raw.file === undefined ? options.directory : dirname(configuration.raw.file);
  const login = registry.passwordFile === undefined ? await dockerLogin(registry.address, process.env) : await writtenLogin(configuration, resolve(folder, registry.passwordFile));
  return { insecure: registry.insecure, ...(login === undefined ? {} : { login }) };
}

/** Parts of a run that speaks to the registry. */
export interface RegistryUser {
  readonly session: Session;
  /** What {@link registryAccess} finds, once for all. */
  registryAccess(): Promise<RegistryAccess>;
}

/** The account with which nodes pull; undefined when none is needed: a local cluster has a registry of its own without a login. */
export async function nodeLogin({ session, registryAccess: access }: RegistryUser): Promise<RegistryLogin | undefined> {
  return session.configuration.core.kubernetes.kubeconfig === undefined ? undefined : (await access()).login;
}

async function writtenLogin({ core, raw }: Session['configuration'], file: string): Promise<RegistryLogin> {
  const where = raw.locate(['registry', 'passwordFile']);
  const { username } = core.registry;
  if (username === undefined) throw new CcpError('CONFIG_INVALID', 'registry.passwordFile is set without registry.username', { where, hint: 'Set both, or neither to use what docker login stored.' });
  try {
    return { username, password: (await readFile(file, 'utf8')).replace(/\r?\n$/, '') };
  } catch (cause) {
    throw new CcpError('CONFIG_INVALID', `registry.passwordFile: ${file} cannot be read: ${(cause as Error).message}`, { where, hint: 'Give a file that holds the password alone.', cause });
  }
}
