import type { EnvMap, IdentityEndpoint, JobSpec, SecretRef } from 'ccp-core';
import { registrationFolder, registrationImage } from './registration-image.ts';
import type { Registration, RegistrationInput } from './registration-input.ts';

const inputFile = '/etc/ccp/registration.json';
const adminVariable = 'OS_PASSWORD';

/** Options of {@link registrationJob}. */
export interface RegistrationJobOptions {
  /** Passwords by the names of the variables that the entries refer to. */
  readonly passwords?: Readonly<Record<string, SecretRef>>;
  /** As in JobSpec; the API itself is waited for anyway. */
  readonly after?: readonly string[];
}

/**
 * The job that registers `wanted` with Keystone, after the service answers. It may run any number of times, and runs
 * again when what is wanted changes, not when the program does.
 */
export function registrationJob(identity: IdentityEndpoint, wanted: Registration, options: RegistrationJobOptions = {}): JobSpec {
  const { user, project, domain, password } = identity.admin;
  const input: RegistrationInput = {
    version: 1,
    identityUrl: identity.internalUrl,
    region: identity.region,
    admin: { user, project, domain, password: { variable: adminVariable } },
    ...wanted,
  };
  const env: EnvMap = { [adminVariable]: password, ...options.passwords };
  return {
    phase: 'after',
    image: registrationImage,
    command: ['node', `${registrationFolder}/main.ts`, inputFile],
    env,
    after: options.after ?? [],
    files: [],
    liveFiles: [],
    ownFiles: { [inputFile]: `${JSON.stringify(input, undefined, 2)}\n` },
    identity: input,
    imageIdentity: false,
    deadlineSeconds: 300,
    expectedSeconds: 4,
  };
}
